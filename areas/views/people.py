"""People: the list, one person, a new one. Admins only."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import people as accounts
from accounts.models import User
from accounts.queries import people as everyone
from areas import queries, working
from areas.forms import PersonForm
from core.pages import ADMINS
from core.roles import allow
from core.views import page


@allow(ADMINS)
def people(request: HttpRequest) -> HttpResponse:
    """Who may sign in, as what, where, and whether in two steps."""
    listed = list(everyone())
    own = queries.areas_by_person()
    for one in listed:
        one.own_areas = own.get(one.pk, {}).items()  # type: ignore[attr-defined]
    active = sum(person.is_active for person in listed)
    heading = ngettext("%(n)s person may sign in", "%(n)s people may sign in", active) % {"n": active}
    waiting = queries.proposals().count()
    return page(request, "people", heading=heading, people=listed, waiting=waiting)


@allow(ADMINS)
def person_add(request: HttpRequest) -> HttpResponse:
    """A new person. Without a password the system makes one and shows it on the next page, once."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"] or accounts.first_password()
        made = _saved(request, form, password)
        if made is not None:
            return _added(request, made, "" if form.cleaned_data["password"] else password)
    return page(request, "person_add", heading=_("Add a person"), form=form, template="areas/person.html")


def _added(request: HttpRequest, made: User, password: str) -> HttpResponse:
    """A made password is shown on the answer itself: a message would lie readable in a cookie."""
    heading = _("%(person)s was added.") % {"person": made}
    if not password:
        messages.success(request, heading)
        return redirect("people")
    return page(
        request,
        "person_add",
        heading=heading,
        known=made,
        password=password,
        template="areas/person_added.html",
    )


@allow(ADMINS)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one person: rights, password, work areas."""
    known = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, person=known)
    if request.method == "POST" and form.is_valid() and _saved(request, form, form.cleaned_data["password"]):
        messages.success(request, _("%(person)s was changed.") % {"person": known})
        return redirect("people")
    return page(request, "person", heading=str(known), form=form, known=known)


def _saved(request: HttpRequest, form: PersonForm, password: str) -> User | None:
    """The person as saved, all of it or nothing; None, with the reason in the form, where a rule forbids."""
    by = request.user
    assert isinstance(by, User)
    fields = {name: form.cleaned_data[name] for name in accounts.FIELDS}
    try:
        with transaction.atomic():
            if form.person is None:
                saved = accounts.create(by, password=password, **fields)
            else:
                saved = accounts.change(by, form.person, **fields)
                if password:
                    accounts.set_password(by, saved, password)
            working.set_areas(by, saved, form.chosen_areas)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    return saved
