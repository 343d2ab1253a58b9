"""Lists of customers as files: who gets what, why, and what may go wrong between asking and fetching."""

import re
from datetime import date
from typing import Any

import pandas as pd
import pytest
from django.http import QueryDict
from django.test import TestCase
from django.utils.translation import override

from accounts.models import Event, User
from areas import working
from core import jobs
from core.texts import shown
from customers import engine
from customers.shop import list_content, list_on_disk, people_of
from data import contacts, erasure_jobs, purging
from data.columnar import rows_path
from data.editions import withdraw
from data.models import Contact, Dataset
from data.signals import rows_purged
from data.writing import write
from exports import files, list_customers
from exports.models import Export
from tests.customers.small_shop import add_shop, rows
from tests.exports.list_files import events, failed, left, read, sheet, table_of, work
from tests.world import World, build, english

pytestmark = pytest.mark.django_db
FILE = "/customers/list/file/"
CALLS = {"format": "csv", "purpose": "calls"}
WITH = CALLS | {"contacts": "on"}
MOVES = "?earlier=2022-12-31&change=new"
OLD = re.compile(r"The newest purchase in the files is [\d,]+ days old: .* before you call\.")
EVERYBODY = {who for who, *_rest in rows()}


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> World:
    """The small world with its shop, in which A0 has two names and B1 a number."""
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    made = build()
    add_shop(made)
    dataset = Dataset.objects.get(kind="transactions")
    places = [place for place, row in enumerate(rows(), start=2) if row[0] == "A0"]
    name_row(dataset, places[0], "Siti Aminah", "+62 812-3456-7890")
    name_row(dataset, places[1], "Siti Aminah", "+62 812-3456-7890")
    name_row(dataset, places[2], "Siti A.", "")
    first = next(place for place, row in enumerate(rows(), start=2) if row[0] == "B1")
    name_row(dataset, first, '=Budi, "Toko" 😀', "0761 234567")
    return made


def name_row(dataset: Dataset, row_number: int, name: str, phone: str) -> None:
    people = {"owner_name": pd.Series([name], dtype="str"), "phone": pd.Series([phone], dtype="str")}
    write(Contact, contacts.seal(dataset.pk, 0, pd.Series([row_number]), people))


def again(user: Any) -> Any:
    return User.objects.get(pk=user.pk)


def ask(user: Any, chosen: dict[str, str], query: str = "") -> Any:
    return english(again(user)).post(f"{FILE}{query}", chosen)


def asked(user: Any, chosen: dict[str, str], query: str = "") -> Export:
    answer = ask(user, chosen, query)
    assert answer.status_code == 302, answer.context["form"].errors
    return Export.objects.latest("pk")


def made(user: Any, chosen: dict[str, str], query: str = "") -> Export:
    export = work(asked(user, chosen, query))
    assert export.file, export.job.message
    return export


def lines(export: Export) -> list[dict[str, Any]]:
    _notes, (head, *found) = read(export)
    return [dict(zip(head, line, strict=True)) for line in found]


# The form ------------------------------------------------------------------------------------------------


def test_the_buttons_of_the_list_lead_to_the_form_with_its_filter(world: World) -> None:
    text = english(world.bob).get("/customers/list/?order=money&q=a").content.decode()
    links = [one.replace("&amp;", "&") for one in re.findall(rf'href="({FILE}[^"]*)"', text)]
    assert links == [f"{FILE}?order=money&q=a&format={one}" for one in ("csv", "xlsx")]
    answer = english(world.bob).get(links[1])
    assert answer.context["form"].initial["format"] == "xlsx"
    listed = english(world.bob).get("/customers/list/?order=money&q=a").context["found"]
    assert answer.context["found"].n == listed
    assert "kept for a day" in answer.content.decode()


def test_names_are_offered_to_who_may_read_them_and_unticked(world: World) -> None:
    page = english(world.alice).get(FILE)
    assert not page.context["form"]["contacts"].value()
    assert "name and telephone" in page.content.decode()
    assert "contacts" not in english(world.bob).get(FILE).context["form"].fields
    Contact.objects.all().delete()
    assert "contacts" not in english(world.alice).get(FILE).context["form"].fields


@pytest.mark.parametrize(
    "chosen", [{"format": "csv"}, CALLS | {"purpose": "visits"}, CALLS | {"format": "pdf"}]
)
def test_without_a_purpose_or_format_there_is_no_file(world: World, chosen: dict[str, str]) -> None:
    assert ask(world.alice, chosen).status_code == 422
    assert not Export.objects.exists()


def test_nobody_to_list_is_said(world: World) -> None:
    answer = ask(world.alice, CALLS, "?q=zzz")
    assert answer.context["empty"]["title"] == "No customers"
    Dataset.objects.filter(kind="transactions").get().editions.update(is_current=False)
    assert english(world.alice).get(FILE).status_code == 404
    assert not Export.objects.exists()


def test_a_search_among_names_is_logged_as_on_the_page(world: World) -> None:
    english(world.bob).get(f"{FILE}?q=Siti")
    english(world.alice).get(FILE)
    assert not Event.objects.filter(action="customers_searched").exists()
    assert english(world.alice).get(f"{FILE}?q=Siti").context["found"].n == 1
    event = Event.objects.get(action="customers_searched")
    assert (event.user, event.rows) == (world.alice, 1)
    assert "siti" not in f"{event.subject} {event.detail}".casefold()


# What is in it -------------------------------------------------------------------------------------------


def test_it_has_the_lines_of_the_page_in_its_order(world: World) -> None:
    for query in ("", "?order=money", "?segment=2&order=lately", "?q=b"):
        page = english(world.alice).get(f"/customers/list/{query}").context["lines"]
        found = lines(made(world.alice, CALLS | {"purpose": "analysis"}, query))
        assert [line["Customer"] for line in found] == [line["number"] for line in page]
        assert [line["Segment"] for line in found] == [line["segment"] for line in page]
        assert [float(line["Money"]) for line in found] == [line["money"] for line in page]
        assert [int(line["Purchases"]) for line in found] == [line["frequency"] for line in page]
        assert [line["Worth a call"] == "yes" for line in found] == [line["is_late"] for line in page]
        assert [line["Worth a call"] == "try once" for line in found] == [line["is_gone"] for line in page]
        assert [float(line["Usual purchase"]) for line in found] == [line["usual"] for line in page]


def test_days_and_amounts_are_those_of_the_files(world: World) -> None:
    found = {line["Customer"]: line for line in lines(made(world.alice, CALLS))}
    assert set(found) == EVERYBODY
    for who, line in found.items():
        bought = [row for row in rows() if row[0] == who]
        assert float(line["Money"]) == sum(amount for _who, _day, amount, _receipt in bought)
        assert line["First purchase"] == min(day for _w, day, amount, _r in bought if amount >= 0).isoformat()
        assert line["Last purchase"] == max(day for _w, day, amount, _r in bought if amount >= 0).isoformat()


def test_nobody_is_named_unless_it_is_asked_for(world: World) -> None:
    for person, chosen in ((world.alice, CALLS), (world.bob, WITH)):
        export = made(person, chosen)
        text = export.path.read_text("utf-8-sig")
        assert "Name" not in lines(export)[0]
        assert not [one for one in ("Siti", "0812", "Budi", "0761") if one in text]
        assert (export.is_personal, export.options["contacts"]) == (True, False)


def test_names_and_numbers_are_each_told_once_the_newest_first(world: World) -> None:
    found = {line["Customer"]: line for line in lines(made(world.alice, WITH))}
    assert (found["A0"]["Name"], found["A0"]["Telephone"]) == ("Siti A., Siti Aminah", "0812-3456-7890")
    assert (found["B1"]["Name"], found["B1"]["Telephone"]) == ('\'=Budi, "Toko" 😀', "0761-234567")
    assert (found["C0"]["Name"], found["C0"]["Telephone"]) == ("", "")


def test_what_the_page_of_a_customer_opens_is_what_the_file_says(world: World) -> None:
    opened = english(world.alice).post("/customers/list/one/contact/?customer=A0").context["reach"]
    told = people_of.people_of(Dataset.objects.get(kind="transactions").editions.all(), ["A0"])["A0"]
    assert told.names == opened.names
    assert told.phones == tuple(one.local for one in opened.phones)


def test_a_contact_without_a_key_is_said(world: World) -> None:
    Contact.objects.update(secret=b"x" * 60)
    assert (
        "no key to the name"
        in {line["Customer"]: line["Name"] for line in lines(made(world.alice, WITH))}["A0"]
    )


def test_who_made_a_move_says_from_where(world: World) -> None:
    page = english(world.alice).get(f"/customers/list/{MOVES}").context
    export = made(world.alice, CALLS, MOVES)
    found = lines(export)
    assert len(found) == page["found"] > 0
    assert {line["Change"] for line in found} == {"new"}
    assert {line["Segment before"] for line in found} == {"not there yet"}
    assert any("Movement: new · since 31 December 2022" in note for note in read(export)[0])


def test_the_file_says_whose_it_is_and_of_what(world: World) -> None:
    notes, _table = read(made(world.alice, WITH, "?segments=4&until=2023-05-31&order=money"))
    assert notes[1] == "Demo data – synthetic"
    assert "Segment: all · Order: most money first · Other filters: until 31 May 2023 and 4 segments" in notes
    assert "Sample City · Toko Uji · data of 2023 · until 31 May 2023 · Rows: 24" in notes
    assert re.fullmatch(
        r"Made for Alice <alice@example\.org> on .* WIB for: calls and offers by sales\. "
        r"For this purpose only; do not pass on\.",
        notes[-1],
    )
    assert notes.count(notes[-1]) == 2


def test_the_list_that_people_call_from_says_that_its_files_are_old(world: World, monkeypatch: Any) -> None:
    above = sheet(made(world.alice, CALLS | {"format": "xlsx"})).iter_rows(max_row=10)
    notes, _table = read(made(world.alice, CALLS))
    assert len([cell for line in above for cell in line if OLD.match(str(cell.value))]) == 1
    assert len([note for note in notes if OLD.match(note)]) == 1
    monkeypatch.setattr(list_content, "FRESH_DAYS", 10**6)
    notes, _table = read(made(world.alice, CALLS))
    assert not [note for note in notes if OLD.match(note)]


def test_a_workbook_has_days_numbers_and_texts_and_no_formula(world: World) -> None:
    Dataset.objects.filter(kind="transactions").update(is_demo=False)
    page = sheet(made(world.alice, WITH | {"format": "xlsx"}, "?order=money"))
    head, *found = table_of(page)
    first = dict(zip(head, found[0], strict=True))
    assert page.title == "Customers"
    assert (first["Customer"], type(first["Money"]), type(first["Purchases"])) == ("A0", int, int)
    assert first["First purchase"].date() == date(2022, 2, 5)
    assert 0 <= first["From the border"] <= 1
    assert '=Budi, "Toko" 😀' in [line[1] for line in found]
    assert not [cell for line in page.iter_rows() for cell in line if cell.data_type == "f"]
    at = page.cell(row=[row[0].value for row in page.iter_rows()].index("A0") + 1, column=7)
    assert at.number_format == "#,##0"


def test_numbers_of_customers_stay_texts(world: World) -> None:
    day = date(2023, 1, 1)
    others = [
        (who, day, 5.0 + at, who) for at, who in enumerate(["00012", "-5", "+62812", "1e5", "9" * 16, "=1+1"])
    ]
    add_shop(world, others, series="Kedua")
    query = "?shop=Kedua&segments=2&order=money"
    told = [line[0] for line in table_of(sheet(made(world.bob, CALLS | {"format": "xlsx"}, query)))[1:]]
    assert told == ["=1+1", "9" * 16, "1e5", "+62812", "-5", "00012"]
    assert [line["Customer"] for line in lines(made(world.bob, CALLS, query))] == [
        "'=1+1", "9" * 16, "1e5", "'+62812", "-5", "00012",
    ]  # fmt: skip


# The log, and between asking and fetching ----------------------------------------------------------------


def test_making_and_fetching_are_logged_with_the_reason(world: World) -> None:
    export = made(world.alice, WITH | {"purpose": "other", "other": "meeting of 3 May"}, "?order=money&q=a")
    (event,) = events("customers_made")
    assert (event.user, event.rows) == (world.alice, export.rows)
    assert event.subject == f"meeting of 3 May · {export.file_name}"
    edition = Dataset.objects.get(kind="transactions").editions.get()
    assert event.detail.items() >= {
        "contacts": True, "searched": True, "format": "csv", "editions": [edition.pk], "shop": "Toko Uji",
    }.items()  # fmt: skip
    answer = english(again(world.alice)).get(f"/files/{export.pk}/download/")
    assert b"".join(answer.streaming_content) == export.path.read_bytes()  # type: ignore[attr-defined]
    assert events("customers_downloaded")[0].rows == export.rows
    export.refresh_from_db()
    assert "q=" not in export.query


def test_it_is_kept_for_a_day(world: World) -> None:
    export = made(world.bob, CALLS)
    assert export.expires_at - export.made_at == files.KEEP_PERSONAL


def test_rights_that_shrink_while_it_is_written_stop_it(world: World, monkeypatch: Any) -> None:
    export = asked(world.alice, WITH)
    monkeypatch.setattr(list_customers, "PART", 10)
    whole = list_customers.Customers._lines
    written = []

    def shrinking(self: Any, part: Any, people: Any) -> Any:
        if len(written) == 2:
            working.set_areas(world.carol, again(world.alice), [world.areas["East"]])
        written.append(len(part))
        return whole(self, part, people)

    monkeypatch.setattr(list_customers.Customers, "_lines", shrinking)
    assert "Your rights have changed" in failed(export)
    assert written == [10, 10, 10]


def test_parts_are_the_whole_list(world: World, monkeypatch: Any) -> None:
    whole = lines(made(world.alice, WITH))
    monkeypatch.setattr(list_customers, "PART", 3)
    for name, size in {"BATCH": 4, "ROWS": 50}.items():
        monkeypatch.setattr(list_on_disk, name, size)
    found = lines(made(world.alice, WITH | {"purpose": "customers"}))
    assert found == whole
    assert sorted(line["Customer"] for line in found) == sorted(EVERYBODY)
    assert [line["Name"] for line in found if line["Customer"] == "A0"] == ["Siti A., Siti Aminah"]


def test_data_replaced_between_asking_and_making_are_those_that_were_seen(world: World) -> None:
    export = asked(world.bob, CALLS)
    edition = Dataset.objects.get(kind="transactions").editions.get()
    edition.is_current = False
    edition.save(update_fields=["is_current"])
    add_shop(world, [("Z", date(2023, 2, 2), 5.0, "z"), ("Y", date(2023, 3, 2), 6.0, "y")])
    export = work(export)
    assert {line["Customer"] for line in lines(export)} == EVERYBODY
    assert "This is a past state of these data" in " ".join(read(export)[0])


def test_rows_deleted_for_good_take_the_files_along(world: World) -> None:
    ready, waiting = made(world.bob, CALLS), asked(world.bob, CALLS | {"purpose": "customers"})
    dataset = Dataset.objects.get(kind="transactions")
    edition = dataset.editions.get()
    rows_purged.send(sender=Dataset, editions=[edition.pk + 100])
    assert left() == [ready.path]
    withdraw(edition, dataset, world.carol)
    with TestCase.captureOnCommitCallbacks(execute=True):
        job = purging.start(dataset, world.carol)
    jobs.execute(job.pk)
    assert not left()
    assert "are not here any more" in failed(waiting)


def test_a_list_that_cannot_be_counted_now_says_so(world: World, monkeypatch: Any) -> None:
    export = asked(world.bob, CALLS)

    def away(*_asked: Any) -> Any:
        raise engine.EngineAway

    monkeypatch.setattr(list_customers.counted_file, "opened", away)
    monkeypatch.setattr(list_customers, "facts", away)
    assert "does not answer" in failed(export)
    answer = english(world.bob).get(FILE)
    assert (answer.status_code, "does not answer" in answer.content.decode()) == (503, True)


@pytest.mark.parametrize("is_counted", [True, False])
def test_a_list_of_lost_rows_says_which(world: World, is_counted: bool) -> None:
    """Also where they are met late: who the customers are stands in the rows alone."""
    if is_counted:
        made(world.alice, CALLS)
    export = asked(world.alice, WITH)
    rows_path(Dataset.objects.get(kind="transactions")).unlink()
    assert "The rows of “transactions-2023.csv” are missing on this server" in shown(work(export).job.message)


def test_an_erasure_deletes_the_files(world: World) -> None:
    export = made(world.alice, WITH)
    with TestCase.captureOnCommitCallbacks(execute=True):
        job = erasure_jobs.start(world.carol, Contact.objects.filter(row_number=2), "request")
    with TestCase.captureOnCommitCallbacks(execute=True):
        jobs.execute(job.pk)
    assert export.path not in left()
    export.refresh_from_db()
    assert export.file == ""


def test_only_its_person_fetches_it(world: World) -> None:
    export = made(world.alice, WITH)
    assert english(world.carol).get(f"/files/{export.pk}/download/").status_code == 404


def test_queries_do_not_grow_with_the_customers(world: World, django_assert_max_num_queries: Any) -> None:
    export = asked(world.alice, WITH)
    with django_assert_max_num_queries(50):
        work(export)


def test_a_list_of_who_may_only_be_tried_once_says_so_on_disk_too(world: World) -> None:
    said = "The one customer here is not worth a call any more, and may be tried once"
    query = QueryDict("q=d1")
    found = list_customers.asked(query, world.alice)
    assert found is not None
    with override("en"), list_customers.again(query, world.alice, found.about) as written:
        assert written is not None
        assert (found.heading, written.heading) == (said, said)


def test_those_worth_a_call_leave_alone_and_the_file_says_so(world: World) -> None:
    assert english(world.bob).post(f"{FILE}?only=call", CALLS).status_code == 302
    notes, lines = read(work(Export.objects.get()))
    assert any("Calls: worth a call" in one for one in notes)
    assert sorted(one[0] for one in lines[1:] if one and one[0] in EVERYBODY) == [f"B{n}" for n in range(6)]


def test_what_the_page_warns_of_goes_with_the_file(world: World) -> None:
    add_shop(world, [row for row in rows() if row[1].year == 2022], year=2022)
    assert english(world.bob).post(FILE, CALLS).status_code == 302
    notes, _lines = read(work(Export.objects.get()))
    assert any("2022 and of 2023 hold the same days" in one for one in notes)
