"""The lists that can be taken as files: a source each, with the words and the page that belong to it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy, gettext_noop

from . import list_customers, list_enterprises
from .lists import Asked


@dataclass(frozen=True)
class ListKind:
    """key: of the job, and Export.Kind; page: its row in the menu; asked: the list of an address for a
    person, again: the same to be written, by what its `about` said; contacts: the tick; with_contacts, never,
    too_long: what the form says of it, of what is never in it, and of one that is too long for a workbook;
    purposes: key → msgid, so that the log is read in the reader's language."""

    key: str
    page: str
    icon: str
    sheet: Any
    asked: Callable[[QueryDict, Any], Asked | None]
    again: Callable[[QueryDict, Any, Mapping[str, Any]], AbstractContextManager[Asked | None]]
    contacts: Any
    with_contacts: Any
    never: Any
    purposes: Mapping[str, str]
    too_long: str


ENTERPRISES = ListKind(
    key="list",
    page="enterprises",
    icon="enterprises",
    sheet=gettext_lazy("Enterprises"),
    asked=list_enterprises.asked,
    again=list_enterprises.again,
    contacts=gettext_lazy("With names, addresses and telephone numbers"),
    with_contacts=gettext_lazy("With the tick below also: business name, owner, address and telephone."),
    never=gettext_lazy(
        "With names, the file is kept for a day. Numbers of identity and the turnover of one enterprise are "
        "in no list."
    ),
    purposes={
        "visits": gettext_noop("visits and calls by sales"),
        "register": gettext_noop("check of the register"),
        "analysis": gettext_noop("agreed analysis"),
    },
    too_long=gettext_noop(
        "This list has %(n)s rows, and a workbook takes %(most)s at most. Choose CSV, or choose areas first."
    ),
)
CUSTOMERS = ListKind(
    key="customers",
    page="customer_list",
    icon="customers",
    sheet=gettext_lazy("Customers"),
    asked=list_customers.asked,
    again=list_customers.again,
    contacts=gettext_lazy("With names and telephone numbers"),
    with_contacts=gettext_lazy(
        "With the tick below also: name and telephone, as far as the files hold them."
    ),
    never=gettext_lazy(
        "The file is kept for a day. Numbers of identity and addresses of customers are in no list."
    ),
    purposes={
        "calls": gettext_noop("calls and offers by sales"),
        "customers": gettext_noop("check of the customers"),
        "analysis": gettext_noop("agreed analysis"),
    },
    too_long=gettext_noop(
        "This list has %(n)s rows, and a workbook takes %(most)s at most. Choose CSV, or a segment first."
    ),
)
KINDS = {one.key: one for one in (ENTERPRISES, CUSTOMERS)}
