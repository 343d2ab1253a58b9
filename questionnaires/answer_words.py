"""Findings about one question in a sentence, by rule from its counts."""

from django.utils.translation import gettext as _

from core import formats

from .answer_bars import Answers


def most_chosen(answers: Answers) -> str:
    """The option that was given most often; of two alike both, of more their number."""
    n = answers.table["n"].iloc[: len(answers.question.options)]
    if not n.sum():
        return none_chosen(answers.base)
    first = n[n == n.max()].index.tolist()
    names = [f"“{answers.question.options[place]}”" for place in first[:2]]
    values = {
        "yes": formats.integer(n.max()), "n": formats.integer(answers.base), "name": names[0],
        "share": formats.share(n.max() / answers.base), "answers": formats.integer(len(first)),
        "names": " / ".join(names),
    }  # fmt: skip
    if len(first) > 2:
        return _("%(answers)s answers were given equally often: %(yes)s of %(n)s each (%(share)s)") % values
    if len(first) == 2:
        return _("Most often %(names)s: %(yes)s of %(n)s each (%(share)s)") % values
    if n.max() == answers.base:
        return _("All %(n)s chose %(name)s") % values
    return _("Most often %(name)s: %(yes)s of %(n)s (%(share)s)") % values


def none_chosen(answered: int) -> str:
    """That nobody gave one of the answers to choose from: nobody answered, or all in their own words."""
    if not answered:
        return _("None of these respondents answered this")
    text = _("None chose one of the answers given: all %(n)s gave another one")
    return text % {"n": formats.integer(answered)}


def several_words(answers: Answers) -> str:
    """What the shares of a question with several answers are of; empty for one answer."""
    if answers.question.type != "multiple":
        return ""
    if answers.table["low"].isna().all() and answers.marks:
        text = _("Base: all %(marks)s answers of %(n)s respondents; the shares add up to 100%%.")
    else:
        text = _(
            "Base: %(n)s respondents, who gave %(marks)s answers; since each may give several, shares may "
            "add up to more than 100%%."
        )
    return text % {"n": formats.integer(answers.base), "marks": formats.integer(answers.marks)}
