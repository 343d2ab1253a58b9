"""The customer scenarios of docs/scenarios.md, one test each, on the demo's synthetic shop and table."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .demo_site import DemoSite
from .test_scenarios import column, drawn, rows, shown, value

# the period of the published case, whose frame the shop has: 1 February 2022 to this day
CLOSED = "/customers/?until=2023-06-30"
DAYS = 514
VARIABLES = ("Length (L)", "Recency (R)", "Frequency (F)", "Monetary (M)")


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


def test_sc35_every_customer_is_in_one_segment(at: Any) -> None:
    page = at(CLOSED)
    expect(page.locator(".chip")).to_contain_text("30 June 2023")
    assert value(shown(page, "Customers")) == sum(column(page, "worth", "Customers")) == 1_228
    assert len(rows(page, "worth")) == 5


def test_sc36_means_and_ranges_that_the_days_allow(at: Any) -> None:
    found = rows(at(CLOSED), "ranges")
    assert len(found) == 5
    for variable in VARIABLES:
        for row in found:
            mean, low, high = (value(one) for one in re.split(r" – | ", row[variable]))
            assert low <= mean <= high
            assert high <= DAYS or variable == "Monetary (M)"


def test_sc37_which_end_of_recency_is_five(at: Any) -> None:
    page = at("/customers/")
    expect(page.locator("#figure-grid")).to_contain_text("5 bought most lately")
    page.locator("#filters-more").click()
    page.locator("#filters select[name=turned]").select_option(label="5 = long ago")
    page.locator(".filters-more").get_by_role("button", name="Show").click()
    page.wait_for_url("**turned=1**")
    drawn(page)
    expect(page.locator("#figure-grid")).to_contain_text("5 is longest ago")
    expect(page.locator(".chip")).to_have_count(1)


def test_sc38_every_number_of_segments(at: Any) -> None:
    page = at("/customers/number/")
    found = rows(page, "ks")
    assert [int(value(row["k"])) for row in found] == list(range(2, 11))
    inertia = [value(row["Inertia"]) for row in found]
    assert inertia == sorted(inertia, reverse=True)
    least = min(found, key=lambda row: value(row["Davies–Bouldin"]))
    assert shown(page, "By Davies–Bouldin") == least["k"]
    advised = shown(page, "Recommended number of segments")
    no_clear_k = "No clear k" in page.locator("h1").inner_text()
    assert no_clear_k == (re.search(r"\d", advised) is None)


def test_sc39_shares_of_customers_and_of_the_money(at: Any) -> None:
    page = at("/customers/")
    sizes, shares = column(page, "worth", "Customers"), column(page, "worth", "Share of customers")
    assert shares == pytest.approx([100 * n / sum(sizes) for n in sizes], abs=0.06)
    assert sum(column(page, "worth", "Share of the money")) == pytest.approx(100, abs=0.3)
    first = max(rows(page, "worth"), key=lambda row: value(row["Share of the money"]))
    expect(page.locator("h1")).to_contain_text(first["Segment"])


def test_sc40_arrows_names_and_what_to_do(at: Any) -> None:
    found = rows(at("/customers/"), "loyalty")
    assert len({row["Segment"] for row in found}) == len(found) == 5
    for row in found:
        arrows = {row[variable] for variable in VARIABLES}
        assert arrows <= {"↑", "↓"}
        assert row["What to do"]


def test_sc41_sales_fell_in_spite_of_two_events(at: Any) -> None:
    page = at("/customers/sales/")
    month = next(row for row in rows(page, "sales") if row["Month"] == "Feb 2023")
    assert month["Change"].startswith("−")
    assert {"Ulang tahun toko", "Valentine"} == set(month["Events"].split(", "))
    expect(page.locator("#figure-sales")).to_contain_text("Whether the event did that, these data do not say")


def test_sc42_who_moved_between_two_days(at: Any) -> None:
    page = at("/customers/movement/")
    numbers = {label: value(shown(page, label)) for label in ("Rose", "Fell", "Stayed", "New")}
    assert sum(numbers.values()) == sum(column(page, "streams", "Customers"))
    matrix = rows(page, "matrix")
    assert sum(value(row["All"]) for row in matrix) == sum(numbers.values())
    fell = next(row for row in rows(page, "streams") if row["Change"] == "fell")
    address = (
        page.locator("#figure-streams tbody tr", has_text="fell").first.locator("a").get_attribute("href")
    )
    at(address or "")
    assert value(shown(page, "Customers")) == value(fell["Customers"])


def test_sc43_whom_to_call_and_every_purchase(at: Any) -> None:
    page = at("/customers/list/")
    expect(page.locator("table.people tbody tr").first).to_contain_text("To call now")
    first = page.locator("table.people tbody tr:has(td)").first
    expect(first).to_contain_text("overdue")
    assert value(first.locator("td[data-label=Purchases]").inner_text()) >= 3
    first.locator("th a").click()
    expect(page.locator("h1")).to_contain_text("is overdue")
    drawn(page)
    assert len(rows(page, "history")) >= 3
    page.locator("#figure-history details.as-table summary").click()
    page.locator("#figure-history tbody a").first.click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"^Row \d+ of transaksi_toko"))


def test_sc44_a_name_is_opened_by_a_button(at: Any) -> None:
    page = at("/customers/list/")
    page.locator("table.people tbody th a").first.click()
    panel = page.locator("section.panel").first
    expect(panel.locator("dl.facts")).to_have_count(0)
    panel.get_by_role("button", name="Open name and number (is logged)").click()
    expect(page.locator("section.panel dl.facts").first).to_contain_text("Telephone")


def test_sc45_a_new_customer_is_placed(at: Any) -> None:
    page = at("/customers/list/new/")
    for name, typed in (("first", "2023-08-20"), ("last", "2023-09-25"), ("times", "3"), ("money", "900000")):
        page.locator(f"#place-{name}").fill(typed)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**money=900000**")
    expect(page.locator("h1")).to_contain_text(shown(page, "Segment"))
    expect(page.locator(".numbers")).to_contain_text("next: “")


def test_sc46_what_is_to_come_and_whether_it_came(at: Any) -> None:
    page = at("/customers/value/")
    total = value(shown(page, "Value to come"))
    assert sum(column(page, "by_segment", "Value to come")) == pytest.approx(total, abs=3)
    assert sum(column(page, "to_come", "Worth today")) == pytest.approx(total, abs=10)
    weeks = rows(page, "weeks")
    after = [row for row in weeks if row["Part"] == "hold-out"]
    assert 0 < len(after) < len(weeks) / 2
    expect(page.locator("#figure-weeks h2, #figure-weeks h3").first).to_contain_text("were expected")


def test_sc47_how_good_a_table_of_customers_is(at: Any) -> None:
    page = at("/customers/table/quality/")
    said = " ".join(row["Finding"] for row in rows(page, "findings"))
    assert "“Pendapatan” is missing in 27 of 2,004 rows." in said
    assert "Rows that repeat an earlier row, with its id: 4." in said
    assert "Rows that repeat an earlier one in everything but the id, perhaps the same people: 28." in said
    assert "“Tahun Lahir”: 9 of 2,004 values below 1947." in said
    expect(page.locator("#figure-findings")).to_contain_text("Where a remedy is in use it stands beside it")
    means = {row["Column"]: row["Mean"] for row in rows(page, "numbers")}
    assert means["Pendapatan"] == "52.2\xa0million"


def test_sc48_conversion_by_two_names(at: Any) -> None:
    page = at("/customers/table/relations/")
    formulas = {row["Derived feature"]: row for row in rows(page, "formulas")}
    ratio, product = formulas["Purchases per visit"], formulas["Purchases × visits ÷ 100"]
    assert "÷ Kunjungan Web" in ratio["Formula"]
    assert value(ratio["Missing"]) > 0
    assert "no rate" in product["Meaning, and what to beware of"]
    for row in rows(page, "relations"):
        low, high = re.findall(r"[−-]?\d\.\d\d", row["95 % interval"])
        assert (
            float(low.replace("−", "-"))
            <= float(row["Pearson r"].replace("−", "-"))
            <= float(high.replace("−", "-"))
        )
