"""A survey's questions and answers, kept by question, as a page reads them (docs/decisions.md 39)."""

from typing import Any

from django.conf import settings
from django.db import models

from areas.models import Region
from data.models import Category, Dataset

from . import questions


class AskedQuestion(models.Model):
    """One question of one file as it was imported. Only its role and direction may be changed later: they say
    how it is read, not what was answered."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=8)
    # questionnaires.questions.Question as JSON
    content = models.JSONField()
    # what the same question of another file or wave is known by
    header_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["dataset", "place"]
        constraints = [models.UniqueConstraint(fields=["dataset", "key"], name="asked_question_once")]

    def __str__(self) -> str:
        return str(self.content.get("label", self.key))

    @property
    def question(self) -> questions.Question:
        return questions.Question.from_json(self.content)


class AnswerPart(models.Model):
    """Answers to one question of up to 20,000 respondents in the order of the file (packing.py).

    key: of the question, or of what every respondent has (packing.ROW, SHEET, AREA).
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, db_index=False)
    key = models.CharField(max_length=8)
    # of the first respondent: parts are put together in this order
    sheet = models.PositiveSmallIntegerField()
    row_number = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        ordering = ["dataset", "key", "sheet", "row_number"]
        indexes = [models.Index(fields=["dataset", "key"], name="answer_part_place")]


class KnownQuestion(models.Model):
    """How a question was read the last time in this region: proposed for the next wave."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE)
    header_hash = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        ordering = ["header_hash"]
        constraints = [models.UniqueConstraint(fields=["region", "header_hash"], name="known_question_once")]


class FieldLink(models.Model):
    """A survey's own word for a business field, and the register's category that a person said it is.

    The two lists stay apart: without a link nothing is joined (features.md S0-36).
    """

    region = models.ForeignKey(Region, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    text = models.CharField(max_length=200)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="survey_fields")
    confirmed_by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["region", "key", "category"], name="field_link_once")]

    def __str__(self) -> str:
        return f"{self.text} → {self.category}"
