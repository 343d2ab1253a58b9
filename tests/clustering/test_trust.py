"""The words for how far a grouping can be trusted, also where a number of them is not known."""

import math

import pytest
from django.utils import translation

from clustering import trust


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_how_clearly_groups_are_apart_says_of_how_many() -> None:
    found = trust.apart(0.523, 1200, "sub-districts")
    assert (found.value, found.note) == (
        0.523, "mean silhouette of n = 1,200 sub-districts; above 0.5 is clear",
    )  # fmt: skip
    assert trust.apart_words(0.523, 1200, "sub-districts").startswith(
        "How clearly the groups are apart: mean silhouette 0.52 over n = 1,200 sub-districts"
    )


def test_where_no_silhouette_is_known_nothing_is_said_of_it() -> None:
    assert trust.apart(None, 0, "sub-districts").note == ""
    assert trust.apart_words(None, 0, "sub-districts") == ""
    assert trust.apart_words(math.nan, 3, "sub-districts") == ""
    assert trust.quality_words(None, "sub-districts") == ""


def test_the_least_stable_group_says_how_much_of_it_is_found_again() -> None:
    found = trust.least_stable(0.7, "stable")
    assert (found.value, found.note) == (0.7, "stable; 1 is found again whole (Jaccard)")


@pytest.mark.parametrize("unknown", [None, math.nan])
def test_without_a_jaccard_only_the_verdict_is_said(unknown) -> None:
    assert trust.least_stable(unknown, "not known").note == "not known"
