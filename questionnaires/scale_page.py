"""The page of the scale check: which questions the address asks for, and everything that is shown of them."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from data.content import Content, Empty

from .carrying import carried
from .question_groups import item
from .questions import Question
from .scale_check import LEAST_ITEMS, check, likert_questions, preselected, same_steps
from .scale_figures import OWN, figures
from .scale_words import heading, numbers, warnings
from .scope import SurveyReader

# more than anybody ticks; longer than any key: what else stands in an address is no key
MOST_ITEMS, _LONGEST_KEY = 60, 8


def asked(query: QueryDict) -> tuple[str, ...]:
    """The questions of an address, not checked yet, but few and short: a key of the cache is made of them."""
    found = (text[:_LONGEST_KEY] for text in query.getlist("item")[:MOST_ITEMS])
    return tuple(dict.fromkeys(text for text in found if text))


def content(reader: SurveyReader, keys: tuple[str, ...]) -> Content:
    """The whole page; kept by survey, filter, language and `keys`."""
    assert reader.survey is not None
    known = likert_questions(reader.survey)
    if len(known) < LEAST_ITEMS:
        text = _(
            "A scale is made of two or more questions with ordered steps, such as from “strongly disagree” "
            "to “strongly agree”. This survey has fewer."
        )
        return Content(_("No scale in this survey"), empty=Empty(_("Fewer than two such questions"), text))
    items, said = _items(known, keys, preselected(reader.survey))
    more = {"choice": _choice(reader, known, items)}
    if len(items) < LEAST_ITEMS:
        text = _(
            "Tick two or more questions above that were asked to measure one thing, with the same steps."
        )
        empty = Empty(_("Choose the questions of a scale"), text)
        return Content(_("Which questions belong together?"), notices=said, more=more, empty=empty)
    scale = check(reader, items)
    return Content(
        heading(scale),
        numbers=numbers(scale),
        figures=() if scale.result.problem else figures(scale, reader),
        notices=(*said, *(warnings(scale) if scale.result.problem else ())),
        more=more,
        empty=_nothing() if scale.result.problem else None,
    )


def _items(
    known: list[Question], keys: tuple[str, ...], usual: list[Question]
) -> tuple[list[Question], tuple[str, ...]]:
    """The questions to check in the order of the survey, and what of the address did not fit."""
    if not keys:
        return usual, ()
    found, said = [one for one in known if one.key in keys], []
    if len(found) < len(keys):
        said.append(_("Some of the questions asked for have no ordered steps here and are not used."))
    fitting = same_steps(found) if found else []
    if len(fitting) < len(found):
        text = _("Only questions with %(n)s steps are checked together; those with other steps are left out.")
        said.append(text % {"n": len(fitting[0].options)})
    return fitting, tuple(said)


def _nothing() -> Empty:
    text = _("Choose other questions above, or remove a filter, so that more respondents remain.")
    return Empty(_("Nothing can be computed here"), text)


def _choice(reader: SurveyReader, known: list[Question], items: list[Question]) -> dict[str, Any]:
    """What the form of the page offers: questions by their steps."""
    chosen = {one.key for one in items}
    groups: dict[tuple[str, ...], list[tuple[str, str, bool]]] = {}
    for one in known:
        groups.setdefault(one.options, []).append((one.key, item(one), one.key in chosen))
    words = [
        (" – ".join((options[0], options[-1])), len(options), found) for options, found in groups.items()
    ]
    return {"groups": words, "n": len(items), "all": len(known), "carried": carried(reader, OWN)}
