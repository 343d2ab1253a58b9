"""The list of customers, one of them, their telephone number, their rows, and somebody new."""

import html
import os
import re
from datetime import UTC, datetime, time, timedelta
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from django.utils.translation import override

from accounts.models import Event
from customers.shop import list_content, listing
from data import contacts
from data.columnar import rows_path
from data.models import Contact, Dataset
from tests.customers.small_shop import SHOP, add_shop, rows

pytestmark = pytest.mark.django_db
LIST = "/customers/list/"
GROUPS = [
    "To call now, the largest usual purchase first",
    "Try once: away for more than 3 of their usual gaps",
    "Nobody to call: not due yet, or no habit to go by",
]


def numbers_of(answer):
    return [one["number"] for one in answer.context["lines"]]


def test_everybody_is_on_the_list_once(reader) -> None:
    answer = reader.get(LIST, headers={"accept-language": "en"})
    assert answer.context["lead"].startswith("As of ")
    assert answer.context["found"] == 30
    assert sorted(numbers_of(answer)) == sorted({who for who, *_rest in rows()})


@pytest.mark.parametrize(
    ("days", "said"), [(45, ""), (46, "The newest purchase in the files is 46 days old")]
)
def test_old_files_are_said_before_anybody_calls(reader, monkeypatch, days: int, said: str) -> None:
    """By the day of the region: in Jakarta it is one o'clock of the next day."""
    newest = max(day for _who, day, _amount, _receipt in rows())
    moment = datetime.combine(newest + timedelta(days=days - 1), time(18), UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    lead = reader.get(f"{LIST}?until=2023-03-31", headers={"accept-language": "en"}).context["lead"]
    assert lead.startswith(f"As of 31 March 2023. {said}")
    assert ("before you call" in lead) == bool(said)


def test_those_worth_a_call_come_first_and_the_long_gone_in_a_group_below(reader) -> None:
    answer = reader.get(LIST)
    lines = answer.context["lines"]
    # B bought every 23 days until the middle of May, D every 25 days until the autumn before
    assert [one["number"] for one in lines if one["is_late"]] == ["B5", "B4", "B3", "B2", "B1", "B0"]
    assert [one["number"] for one in lines if one["is_gone"]] == ["D0", "D1", "D2", "D3", "D4", "D5"]
    assert ["BD"["D" in one] for one in numbers_of(answer)[:12]] == [*"BBBBBB", *"DDDDDD"]
    assert [one["group"] for one in lines] == sorted((one["group"] for one in lines), key=GROUPS.index)
    assert "6 of 30 customers are worth a call" in answer.context["heading"]
    # last seen 45 days ago, every 23 days
    assert lines[5]["late"] == "22 days overdue"
    assert not any(one["late"] for one in lines[12:])
    numbers = {str(one.label): one.value for one in answer.context["numbers"]}
    # what one usual purchase brings: B0 got one of its 20 back and a voucher, B1 the voucher
    assert numbers["What these calls can win"] == pytest.approx(sum(one["usual"] for one in lines[:6]))
    assert numbers["Try once"] == 6


@pytest.mark.parametrize(("only", "who"), [("call", "B"), ("once", "D")])
def test_calls_alone_are_listed_and_leave_as_a_file(reader, only: str, who: str) -> None:
    answer = reader.get(f"{LIST}?only={only}")
    assert sorted(numbers_of(answer)) == [f"{who}{n}" for n in range(6)]
    assert len(answer.context["chips"]) == 1
    assert f"only={only}" in answer.content.decode()
    assert len(numbers_of(reader.get(f"{LIST}?only=nobody"))) == 30


def test_days_overdue_are_those_that_anybody_reckons_from_the_words_beside(reader) -> None:
    for line in reader.get(LIST).context["lines"]:
        if line["late"]:
            gap, last, late = (int(one) for one in re.findall(r"\d+", f"{line['buys']} {line['late']}"))
            assert late == last - gap
    assert (
        list_content.late_words({"call": 1.0, "once": 0.0, "gap": 31.5, "recency": 55}) == "23 days overdue"
    )


def test_the_heading_of_who_may_only_be_tried_once_calls_nobody_punctual(reader) -> None:
    answer = reader.get(f"{LIST}?q=d")
    assert answer.context["heading"] == "None of 6 customers are worth a call; 6 may be tried once"
    one = reader.get(f"{LIST}?q=d1").context["heading"]
    assert one == "The one customer here is not worth a call any more, and may be tried once"


@pytest.mark.parametrize(
    ("numbers", "english", "indonesian"),
    [
        ((40, 1, 0), "1 of 40 customers is worth a call: a regular who is overdue",
         "1 dari 40 pelanggan layak dihubungi: pelanggan tetap yang terlambat"),
        ((40, 2, 9), "2 of 40 customers are worth a call: regulars who are overdue",
         "2 dari 40 pelanggan layak dihubungi: pelanggan tetap yang terlambat"),
        ((40, 0, 2), "None of 40 customers are worth a call; 2 may be tried once",
         "Tidak satu pun dari 40 pelanggan layak dihubungi; 2 boleh dicoba sekali"),
        ((40, 0, 0), "None of 40 customers are worth a call",
         "Tidak satu pun dari 40 pelanggan layak dihubungi"),
        ((1, 0, 0), "The one customer here is not worth a call",
         "Tidak satu pun dari 1 pelanggan layak dihubungi"),
    ],
)  # fmt: skip
def test_the_heading_fits_its_numbers(numbers, english, indonesian) -> None:
    for language, text in (("en", english), ("id", indonesian)):
        with override(language):
            assert list_content.heading(*numbers) == text


def test_each_group_has_its_heading_once_in_the_order_of_calls_only(reader) -> None:
    html = reader.get(LIST).content.decode()
    assert [html.count(one) for one in GROUPS] == [1, 1, 1]
    assert not any(one in reader.get(f"{LIST}?order=money").content.decode() for one in GROUPS)


def test_the_segments_lists_are_everybody(reader) -> None:
    segments = reader.get("/customers/").context["segments"]
    found = [number for one in segments for number in numbers_of(reader.get(f"{LIST}?segment={one.place}"))]
    assert sorted(found) == sorted({who for who, *_rest in rows()})


def test_a_part_of_a_number_is_searched_for(reader) -> None:
    assert numbers_of(reader.get(f"{LIST}?q=a3")) == ["A3"]
    assert "Nobody fits" in reader.get(f"{LIST}?q=zzz").content.decode()
    assert reader.get(f"{LIST}?q={quote('[(')}").status_code == 200


def test_a_move_lists_who_made_it(reader) -> None:
    moves = reader.get("/customers/movement/?earlier=2022-12-31").context["figures"]["streams"].table.rows
    for row in moves:
        assert reader.get(row["_to"]).context["found"] == row["n"]


@pytest.mark.parametrize(
    "asked", ["segment=9", "segment=-7", "order=sideways", "page=99", "page=x", "was=77"]
)
def test_what_makes_no_sense_is_not_used(reader, asked) -> None:
    assert reader.get(f"{LIST}?{asked}").status_code == 200


@pytest.mark.parametrize("asked", ["earlier=2022-12-31&change=new", "earlier=2022-12-31&was=0", "segment=0"])
def test_what_was_chosen_of_another_shop_is_not_used(world, reader, asked) -> None:
    """The filter sends all of it along where another shop is chosen in it."""
    add_shop(world, series="Toko Lain")
    of_one = f"{LIST}?shop={quote(SHOP)}&{asked}"
    chosen = reader.get(of_one)
    assert 0 < chosen.context["found"] < 30
    assert reader.get(f"{of_one}&of={quote(SHOP)}").context["found"] == chosen.context["found"]
    other = reader.get(f"{of_one}&of=Toko+Lain")
    assert other.context["found"] == 30
    assert [one.label for one in other.context["chips"]] == [SHOP]


def test_a_customer_shows_every_row_of_the_files(reader) -> None:
    answer = reader.get("/customers/list/one/?customer=B0")
    table = answer.context["figures"]["history"].table
    mine = [row for row in rows() if row[0] == "B0"]
    assert len(table.rows) == len(mine)
    assert sum(row["amount"] for row in table.rows) == sum(amount for _who, _day, amount, _receipt in mine)
    line = reader.get(table.rows[0]["_href"])
    assert line.status_code == 200
    assert line.context["row_number"] == table.rows[0]["row"]


def test_nobody_sees_the_row_of_another_customer(reader, world) -> None:
    href = reader.get("/customers/list/one/?customer=B0").context["figures"]["history"].table.rows[0]["_href"]
    assert reader.get(href.replace("customer=B0", "customer=A1")).status_code == 404
    assert reader.get("/customers/list/one/?customer=nobody").status_code == 404
    assert (
        reader.get(f"/customers/list/row/{Dataset.objects.first().pk}/0/99999/?customer=B0").status_code
        == 404
    )


@pytest.fixture
def named(world):
    """A0 has a name and a number."""
    import pandas as pd

    from data.writing import write

    dataset = Dataset.objects.get(kind="transactions")
    place = pd.Series([2], index=[0])
    people = {"owner_name": pd.Series(["Siti Aminah"]), "phone": pd.Series(["0812-3456-7890"])}
    write(Contact, contacts.seal(dataset.pk, 0, place, people))
    return world


def test_a_number_is_opened_by_sales_people_and_logged(named, client) -> None:
    client.force_login(named.alice)
    page = client.get("/customers/list/one/?customer=A0")
    assert page.context["has_contact"]
    assert "Siti" not in page.content.decode()
    opened = client.post("/customers/list/one/contact/?customer=A0")
    assert "Siti Aminah" in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    line = Event.objects.get(action="customer_contact_opened")
    assert line.detail == {"customer": "A0"}


@pytest.mark.parametrize("is_demo", [False, True])
def test_a_row_of_the_list_opens_its_number_in_place(named, client, is_demo) -> None:
    Dataset.objects.update(is_demo=is_demo)
    client.force_login(named.alice)
    answer = client.get(LIST)
    lines = {one["number"]: one for one in answer.context["lines"]}
    assert "Siti" not in answer.content.decode()
    # nothing is held of the others
    assert [number for number, one in lines.items() if one.get("contact_href")] == ["A0"]
    at = {"HX-Request": "true", "HX-Target": f"contact-{lines['A0']['place']}"}
    opened = client.post(lines["A0"]["contact_href"], headers=at)
    html = opened.content.decode()
    assert "Siti Aminah" in html
    assert "<html" not in html
    # an invented number is nothing to dial
    assert ('href="tel:+6281234567890"' in html) is not is_demo
    assert ('href="https://wa.me/6281234567890"' in html) is not is_demo
    assert "no-store" in opened["Cache-Control"]
    assert Event.objects.filter(action="customer_contact_opened").count() == 1


def test_sales_people_search_by_name_and_each_search_is_logged(named, client) -> None:
    client.force_login(named.alice)
    assert numbers_of(client.get(f"{LIST}?q=AMINAH")) == ["A0"]
    assert numbers_of(client.get(f"{LIST}?q=a3")) == ["A3"]
    first, second = Event.objects.filter(action="customers_searched").order_by("pk")
    assert (first.rows, second.rows) == (1, 0)
    # for whom somebody looked is nowhere: the log would become a list of people
    assert "minah" not in f"{first.subject} {first.detail}".casefold()
    client.get(LIST)
    assert Event.objects.filter(action="customers_searched").count() == 2


def test_analysts_find_nobody_by_name(named, reader) -> None:
    answer = reader.get(f"{LIST}?q=Siti")
    assert "Nobody fits" in answer.content.decode()
    assert "Customer number" in answer.content.decode()
    assert not any(one.get("contact_href") for one in reader.get(LIST).context["lines"])
    assert not Event.objects.filter(action="customers_searched").exists()


def test_of_too_many_names_only_a_whole_one_is_found(named, client, monkeypatch) -> None:
    monkeypatch.setattr("customers.shop.name_search.NAMES_SEARCHED", 0)
    client.force_login(named.alice)
    part = client.get(f"{LIST}?q=Siti", headers={"accept-language": "en"})
    assert not numbers_of(part)
    assert "only a whole name is found" in part.content.decode()
    assert numbers_of(client.get(f"{LIST}?q=siti+aminah")) == ["A0"]


def test_a_search_by_name_in_damaged_rows_says_so(named, client) -> None:
    client.force_login(named.alice)
    client.get(LIST)
    path = rows_path(Dataset.objects.get(kind="transactions"))
    found, times = path.read_bytes(), path.stat()
    end = int.from_bytes(found[-8:-4], "little") + 8
    path.write_bytes(found[:4] + bytes(len(found) - 4 - end) + found[-end:])
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    answer = client.get(f"{LIST}?q=Siti", headers={"accept-language": "en"})
    assert answer.status_code == 503
    assert "missing on this server, or damaged" in answer.content.decode()


def test_a_name_that_cannot_be_opened_is_passed_over(named, client) -> None:
    Contact.objects.update(secret=b"\x00" * 40)
    client.force_login(named.alice)
    assert not numbers_of(client.get(f"{LIST}?q=Siti"))


def test_analysts_open_no_number(named, reader) -> None:
    assert not reader.get("/customers/list/one/?customer=A0").context["has_contact"]
    assert reader.post("/customers/list/one/contact/?customer=A0").status_code == 403
    assert not Event.objects.filter(action="customer_contact_opened").exists()


def test_somebody_new_is_placed_as_the_run_placed_the_same(reader) -> None:
    for number in ("A1", "B3", "C2", "D4", "E5"):
        mine = [row for row in rows() if row[0] == number]
        days = [day for _who, day, _amount, _receipt in mine]
        asked = f"first={min(days)}&last={max(days)}&times={len(mine)}&money={sum(row[2] for row in mine)}"
        placed = reader.get(f"/customers/list/new/?{asked}").context["numbers"][0].value
        assert placed == reader.get(f"/customers/list/one/?customer={number}").context["segment"].name


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("first=2023-02-01&last=2023-01-01&times=2&money=5", "lies before the first"),
        ("first=2023-02-01&last=2024-01-01&times=2&money=5", "after the reference date"),
        ("first=2023-02-01&last=2023-02-01&times=0&money=5", "greater than or equal to 1"),
        ("first=2023-02-01&last=2023-02-03&times=1&money=5", "same first and last day"),
        ("first=2023-02-01&last=2023-02-03&times=2&money=1e300&method=zscore", "too large to be right"),
        ("first=2023-02-01&last=2023-02-03&times=2&money=-1e300", "too large to be right"),
        ("first=2023-02-01", "Fill this in."),
    ],
)
def test_a_wrong_customer_is_not_placed(reader, asked, message) -> None:
    answer = reader.get(f"/customers/list/new/?{asked}")
    assert message in answer.content.decode()
    assert answer.context["numbers"] == []


FILTERED = "segments=4&order=money&earlier=2022-12-31&change=new&q=c&page=1"


def test_the_way_back_from_a_customer_keeps_the_filters(reader) -> None:
    listed = reader.get(f"{LIST}?{FILTERED}")
    before = numbers_of(listed)
    assert before
    card = reader.get(listed.context["lines"][0]["href"])
    assert set(parse_qsl(FILTERED)) <= set(parse_qsl(urlsplit(card.context["back"]).query))
    assert numbers_of(reader.get(card.context["back"])) == before
    row = reader.get(card.context["figures"]["history"].table.rows[0]["_href"]).content.decode()
    again = html.unescape(re.findall(r'href="(/customers/list/one/[^"]*)"', row)[0])
    assert reader.get(again).context["back"] == card.context["back"]
    gone = reader.get(f"/customers/list/one/?{FILTERED}&customer=nobody").context["ways"]
    assert set(parse_qsl(FILTERED)) <= set(parse_qsl(urlsplit(gone[0][1]).query))


def test_the_way_back_from_placing_somebody_keeps_the_filters(reader) -> None:
    asked = "first=2023-02-01&last=2023-02-03&times=2&money=5"
    placed = reader.get(f"/customers/list/new/?{FILTERED}&{asked}")
    assert set(parse_qsl(FILTERED)) <= set(parse_qsl(urlsplit(placed.context["back"]).query))
    assert f'href="{html.escape(placed.context["back"])}"' in placed.content.decode()


def test_a_filter_of_the_list_counts_nothing_anew(reader, monkeypatch) -> None:
    reader.get(LIST)
    monkeypatch.setattr(listing, "_table", None)
    for query in ("q=a", "segment=1", "order=border"):
        assert reader.get(f"{LIST}?{query}").status_code == 200
    assert reader.get("/customers/list/one/?customer=A0&q=a").status_code == 200


def test_a_year_too_far_away_is_named(reader) -> None:
    notices = reader.get(f"{LIST}?until=2203-05-31").context["notices"]
    assert notices == ["“2203-05-31” means nothing here, so it is not used."]
    assert not reader.get(f"{LIST}?until=2100-05-31").context["notices"]
