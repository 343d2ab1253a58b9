"""Which lines of a list a page shows, and what an address may say of it."""

import pytest
from django.http import QueryDict
from django.utils.translation import override

from data.paging import Paged, pages_of, searched


@pytest.mark.parametrize(
    ("number", "found", "shown"),
    [
        (1, 0, (1, 1, 0, None, None)), (1, 50, (1, 1, 50, None, None)),
        (1, 51, (2, 1, 50, None, 2)), (2, 51, (2, 51, 51, 1, None)), (2, 150, (3, 51, 100, 1, 3)),
    ],
)  # fmt: skip
def test_where_a_page_stands(number, found, shown) -> None:
    page = pages_of(number, found, 50)
    assert tuple(page[name] for name in ("pages", "first", "last", "previous", "following")) == shown
    assert (page["number"], page["found"]) == (number, found)


def test_a_text_is_on_one_line_and_sixty_letters_at_most() -> None:
    assert searched(QueryDict("q=+a%0A++b+")) == "a b"
    assert searched(QueryDict("q=" + "x" * 80)) == "x" * 60
    assert searched(QueryDict("")) == ""


@pytest.mark.parametrize(
    ("asked", "shown", "said"),
    [("", 1, ""), ("2", 2, ""), ("9", 3, "has 3 pages"), ("0", 1, "no page"), ("²", 1, "no page")],
)
def test_a_page_that_is_not_there_is_said(asked, shown, said) -> None:
    form = Paged()
    form.notices = []
    with override("en"):
        form.read_page(QueryDict(f"page={asked}"))
        assert form.page_of(3) == shown
    assert len(form.notices) == bool(said)
    assert said in "".join(form.notices)
