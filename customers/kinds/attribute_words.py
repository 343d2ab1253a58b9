"""Types of the columns of a table of customers, and what their guesses rest on, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .attribute_columns import ALL, LAST, REFUSE
from .attribute_guess import CUSTOMER, DATE, FLAG, NUMBER, SKIP, TEXT
from .people import ADDRESS, NAME, NIK, PHONE

TYPE_WORDS: dict[str, Any] = {
    CUSTOMER: _("customer number"),
    NUMBER: _("number"),
    FLAG: _("yes or no"),
    DATE: _("date"),
    TEXT: _("category or text"),
    NAME.key: _("name of the customer (encrypted)"),
    PHONE.key: _("phone (encrypted)"),
    ADDRESS.key: _("address (encrypted)"),
    NIK.key: _("population number, NIK (encrypted)"),
    SKIP: _("leave out"),
}
REPEAT_WORDS = (
    (REFUSE, _("refuse the file: each customer has one row")),
    (LAST, _("keep the last row of a customer")),
    (ALL, _("keep all of them")),
)
WHY: dict[str, Any] = {
    "header": _("The header says so."),
    "all_different": _("The first column whose values are all different."),
    "remembered": _("Read as it was in an earlier file."),
    "empty": _("No row has a value here."),
    "row_number": _("It only numbers the rows."),
    "personal": _("The header or the values are about a person."),
    "two_values": _("Only 0 and 1, or yes and no."),
    "identifier": _("Digits with a leading zero, or more than 15 of them: no amount."),
    "dates": _("The values are dates."),
    "day_first": _("Day and month could be the other way round."),
    "numbers": _("The values are numbers."),
    "numbers_unsure": _("The sign before three digits may group thousands or begin the decimals."),
    "own_words": _("Long texts, nearly all of them different."),
    "words": _("Some values are words."),
}
