"""The survey scenarios of docs/scenarios.md, one test each, on the demo's synthetic survey."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .demo_site import DemoSite
from .test_scenarios import drawn, rows, shown, value


@pytest.fixture
def at(signed_in: Any, demo_site: DemoSite) -> Any:
    """Opens an address of the site and waits until its charts are drawn."""
    page = signed_in("en", "light", 1440).new_page()

    def opened(path: str) -> Page:
        page.goto(demo_site.url + path)
        drawn(page)
        return page

    yield opened
    page.close()


def numbers(page: Page, figure: str, name: str, column: str) -> dict[str, float]:
    """One column of a figure's table by another one."""
    return {row[name]: value(row[column]) for row in rows(page, figure)}


def test_sc23_who_finds_it_important(at: Any) -> None:
    page = at("/survey/")
    found = numbers(page, "importance", "Answer", "Number")
    upper = found["Penting"] + found["Sangat penting"]
    assert value(shown(page, "Find it important")) == pytest.approx(100 * upper / 150, abs=0.06)
    expect(page.locator("#figure-importance")).to_contain_text("Counted as important")


def test_sc24_awareness_with_counts_that_add_up(at: Any) -> None:
    page = at("/survey/")
    found = numbers(page, "awareness", "Answer", "Number")
    assert list(found.values()) == [5, 14, 33, 65, 33]
    assert sum(found.values()) == value(shown(page, "Respondents")) == 150
    expect(page.locator("#figure-awareness .base")).to_contain_text("n = 150")


def test_sc25_who_has_used_it(at: Any) -> None:
    page = at("/survey/")
    assert numbers(page, "used", "Answer", "Number")["Ya"] == 66
    expect(page.locator("#figure-used")).to_contain_text("95% interval")


def test_sc26_use_by_field_with_the_base_of_each(at: Any) -> None:
    page = at("/survey/")
    used = numbers(page, "used_by_field", "Business field", "Have used it")
    base = numbers(page, "used_by_field", "Business field", "Respondents")
    assert sorted(zip(used.values(), base.values(), strict=True)) == [(4, 18), (14, 36), (14, 46), (34, 50)]
    expect(page.locator("#figure-used_by_field")).to_contain_text("overlap in meaning")


def test_sc27_budget_by_field(at: Any) -> None:
    page = at("/survey/")
    found = rows(page, "budget")
    assert value(found[0]["Respondents"]) == 150
    assert sum(value(row["Respondents"]) for row in found[1:]) == 150


def test_sc28_effect_on_brand_awareness(at: Any) -> None:
    page = at("/survey/")
    found = numbers(page, "effect", "Business field", "Gained brand awareness")
    assert found["All who have used it"] == 46
    assert sum(found.values()) == 2 * 46


def test_sc29_how_often_it_is_used(at: Any) -> None:
    page = at("/survey/")
    found = numbers(page, "frequency", "Answer", "Number")
    assert found["Kurang dari 3 kali"] == 51
    assert sum(found.values()) == 66


def test_sc30_brochures_and_other_methods(at: Any) -> None:
    page = at("/survey/")
    expect(page.locator("#figure-other_methods")).to_contain_text("shares may add up to more than 100%")
    found = numbers(page, "against", "Uses", "Number")
    assert found["Influencer marketing"] == 66


def test_sc31_an_answer_filters_every_survey_page(at: Any) -> None:
    page = at("/survey/")
    page.locator("#figure-used details.as-table summary").click()
    page.locator("#figure-used tbody a", has_text="Ya").click()
    expect(page.locator(".chip")).to_have_count(1)
    drawn(page)
    assert value(shown(page, "Respondents")) == 66
    page.locator("#side-nav a", has_text="Crosstab").click()
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_url("**/crosstab/**")
    assert value(shown(page, "Respondents")) == 66


def test_sc32_whether_two_questions_go_together(at: Any) -> None:
    page = at("/survey/crosstab/")
    expect(page.locator("#figure-crosstab")).to_contain_text("fewer than 5 would be expected")
    expect(page.locator(".numbers")).to_contain_text("p = ")


def test_sc33_whether_statements_measure_one_thing(at: Any) -> None:
    page = at("/survey/scale/")
    assert 0.7 < value(shown(page, "Cronbach's alpha")) < 0.9
    assert value(shown(page, "Questions")) == len(rows(page, "items")) == 6


def test_sc34_answers_are_ticked_in_the_filter(at: Any) -> None:
    page = at("/survey/")
    page.locator("#filters-more").click()
    asked = page.locator(".filters-more details", has=page.locator("input[value='q09-1']"))
    asked.locator("summary").click()
    asked.get_by_label("Ya", exact=True).check()
    page.wait_for_url("**a=q09-1**")
    drawn(page)
    assert value(shown(page, "Respondents")) == 66
    # both menus stay open for a second answer
    expect(page.locator("#filters input[value='q09-1']")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#filters input[value='q09-1']")).to_be_hidden()
    expect(page.locator("#filters-more")).to_be_visible()
