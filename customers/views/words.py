"""The form of names and strategies once more, with all that was typed, where it could not be kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import formats
from core.views import page
from customers.models import KeptRecipe, NamedSegments
from customers.shop.forms import WordsForm, focus_first

CHANGED = gettext_noop(
    "The data changed since you opened this page, so the segments may be others. Your words are still here: "
    "look whether each fits its segment, then keep them."
)


def overtaken_words(named: NamedSegments | None, zone: str) -> str:
    """Who named these segments meanwhile, and what to do."""
    if named is None:
        return _(CHANGED)
    text = _(
        "%(who)s kept other names on %(when)s, after you had opened this page. Your words are still here, "
        "and beside them stands what is kept now. Keep yours, or take those over."
    )
    return text % who_and_when(named, zone)


def recipe_words(kept: KeptRecipe | None, zone: str) -> str:
    """Who kept other remedies or features meanwhile, and what to do."""
    assert kept is not None
    text = _(
        "%(who)s kept other remedies or features on %(when)s, after you had opened this page. What you chose "
        "is still here. Keep it, or look at theirs first: they stay in the list of kept remedies."
    )
    return text % who_and_when(kept, zone)


def who_and_when(kept: NamedSegments | KeptRecipe, zone: str) -> dict[str, str]:
    """Who kept something, and when, in words."""
    who = str(kept.created_by) if kept.created_by else _("Somebody")
    return {"who": who, "when": formats.datetime_in(kept.created_at, zone)}


def words_again(
    request: HttpRequest,
    name: str,
    form: WordsForm,
    problem: str,
    seen: dict[str, Any],
    frame: dict[str, Any],
) -> HttpResponse:
    """name: of the page of segments; problem: why nothing was kept, besides what stands beside the fields;
    seen: what the form is about now."""
    if problem:
        form.say_kept()
    focus_first(form)
    urls = {"customers": "customer_words", "attribute_segments": "attribute_words"}
    return page(
        request, name, heading=_("The names are not kept yet"), status=422, words=form, problem=problem,
        template="customers/segment_words.html", words_url=reverse(urls[name]), back=reverse(name),
        without_tools=True, **seen, **frame,
    )  # fmt: skip
