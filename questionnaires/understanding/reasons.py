"""What the guess of a question rests on, in words: `Question.why` is a code of these."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Any] = {
    "empty": _("Nobody answered in this column."),
    "row_number": _("It only numbers the rows."),
    "personal_header": _("The header asks for personal data."),
    "personal_answers": _("The answers look like personal data."),
    "dates": _("The answers are dates."),
    "dates_proven": _("A part above 12 shows which one is the day."),
    "dates_rising": _("In this order the times rise from row to row."),
    "dates_close": _("In this order the dates lie closest together."),
    "dates_unsure": _("Day and month could be the other way round."),
    "scale_words": _("The answers are the words of one scale."),
    "scale_numbers": _("The answers are the steps of a scale in numbers."),
    "negative_wording": _("Worded against the statements beside it, so a high answer means the opposite."),
    "check_boxes": _("The same pieces come back in different combinations."),
    "several_allowed": _("The header allows several answers."),
    "ranges": _("The answers are ranges of numbers."),
    "years": _("The answers are a few years."),
    "numbers": _("The answers are numbers."),
    "numbers_unsure": _("The sign before three digits may group thousands or begin the decimals."),
    "few_words": _("A few answers come back again and again."),
    "one_answer": _("Everybody gave the same answer."),
    "many_words": _("Nearly every answer is different."),
    "few_answers": _("There are too few answers to be sure."),
    "two_for_role": _("Another question fits the same role."),
    "chosen": _("Chosen by a person."),
    "remembered": _("Read as it was in an earlier file."),
}
