"""The filter bar: every choice once, in the row or behind the button that names what is chosen."""

import re

import pytest

pytestmark = pytest.mark.django_db

ALL = ["year", "area", "category", "size"]


def bar(response):
    return response.content.decode().split('<form id="filters"')[1].split("</form>")[0]


def names(html):
    return set(re.findall(r'name="(\w+)"', html))


@pytest.mark.parametrize("path", ["/", "/ratio/", "/geography/", "/categories/", "/suitability/"])
def test_every_page_has_its_filters_in_the_row(path, reader) -> None:
    html = bar(reader.get(path))
    assert set(ALL) <= names(html)
    assert html.count('class="filter"') >= len(ALL)
    assert "filters-more" not in html


def test_the_classes_of_the_map_stand_behind_a_button_that_names_them(reader) -> None:
    html = bar(reader.get("/geography/?indicator=n&classes=quantile&steps=4"))
    row, more = html.split('<details class="filters-more"')
    assert {*ALL, "indicator"} <= names(row)
    assert "Classes: Quantiles, 4" in more
    assert names(more) == {"classes", "steps"}
    assert not {"classes", "steps"} & names(row)
