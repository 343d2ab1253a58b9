"""Lists of enterprises as files: who gets what, why, and what may go wrong between asking and fetching."""

import errno
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.http import QueryDict
from django.test import TestCase

from accounts import people
from accounts.models import User
from areas import working
from core import jobs
from core.models import Job
from core.texts import shown
from data import erasure_jobs, purging
from data.editions import withdraw
from data.models import Contact, MarketRow
from exports import files, list_enterprises, list_jobs, lists
from exports.models import Export
from tests.dashboard import registers
from tests.dashboard.registers import reader
from tests.data import uploads
from tests.exports.list_files import events, failed, left, read, sheet, table_of, work

pytestmark = pytest.mark.django_db
VISITS = {"format": "csv", "purpose": "visits"}
WITH = VISITS | {"contacts": "on"}


@pytest.fixture
def region(settings: Any, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path
    return uploads.city()


@pytest.fixture
def edition(region: Any, alice: Any, carol: Any) -> Any:
    """The register of eight; Alice sells in Centre, where five of them are."""
    working.set_areas(carol, alice, [uploads.area(region, "Centre")])
    return registers.register(region)


def again(user: Any) -> Any:
    return User.objects.get(pk=user.pk)


def ask(user: Any, chosen: dict[str, str], query: str = "", language: str = "en") -> Any:
    return reader(again(user), language).post(f"/enterprises/file/{query}", chosen)


def asked(user: Any, chosen: dict[str, str], query: str = "", language: str = "en") -> Export:
    answer = ask(user, chosen, query, language)
    assert answer.status_code == 302, answer.context["form"].errors
    (number,) = re.fullmatch(r"/files/(\d+)/", answer["Location"]).groups()
    return Export.objects.get(pk=number)


def made(user: Any, chosen: dict[str, str], query: str = "", language: str = "en") -> Export:
    export = work(asked(user, chosen, query, language))
    assert export.job.state == Job.State.DONE, export.job.message
    return export


def change(contact: Contact, **fields: str) -> None:
    """Seal other values for a contact."""
    import pandas as pd

    from data.contacts import open_contact, seal

    values = {**open_contact(contact), **fields}
    columns = {name: pd.Series([text]) for name, text in values.items()}
    sealed = seal(contact.dataset_id, contact.sheet, [contact.row_number], columns)
    Contact.objects.filter(pk=contact.pk).update(secret=sealed["secret"][0])


# The form ------------------------------------------------------------------------------------------------


def test_the_buttons_of_the_list_lead_to_the_form_with_its_filter(edition: Any, alice: Any) -> None:
    client = reader(alice)
    text = client.get("/enterprises/?size=1&q=Market").content.decode()
    links = [one.replace("&amp;", "&") for one in re.findall(r'href="(/enterprises/file/[^"]*)"', text)]
    assert links == [f"/enterprises/file/?size=1&q=Market&format={one}" for one in ("csv", "xlsx")]
    answer = client.get(links[1])
    assert answer.context["form"].initial["format"] == "xlsx"
    assert answer.context["found"].n == 2
    assert answer.context["notices"] == ["4 of 6 shown: the rest lie outside your areas."]
    assert "?size=1&amp;q=Market" in answer.content.decode()


def test_people_are_in_it_only_where_they_are_asked_for(edition: Any, alice: Any) -> None:
    page = reader(alice).get("/enterprises/file/")
    assert 'name="contacts"' in page.content.decode()
    assert not page.context["form"]["contacts"].value()
    _notes, table = read(made(alice, VISITS))
    assert table[0] == [
        "Sub-district", "Village", "Business field", "Size", "Row in the file", "Sheet", "File",
    ]  # fmt: skip
    assert [line[1] for line in table[1:]] == ["", "Market", "Market", "Market", "Station"]
    assert "Warung" not in str(table)


def test_analysts_get_no_people_whatever_they_send(edition: Any, bob: Any) -> None:
    assert 'name="contacts"' not in reader(bob).get("/enterprises/file/").content.decode()
    export = made(bob, WITH)
    _notes, table = read(export)
    assert table[0][0] == "Sub-district"
    assert len(table) == 9
    assert (export.options["contacts"], export.is_personal) == (False, False)
    text = export.path.read_text("utf-8-sig")
    for secret in ("Warung", "0812", "Pemilik", "Jl. Contoh"):
        assert secret not in text


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"format": "pdf", "purpose": "visits"}, "There is no such format"),
        ({"format": "", "purpose": "visits"}, "This field is required"),
        ({"format": "csv"}, "Say what the list is for."),
        ({"format": "csv", "purpose": "fun"}, "Choose one of these purposes"),
        ({"format": "csv", "purpose": "other"}, "Write what the list is for."),
        ({"format": "csv", "purpose": "other", "other": " \t\u00a0\u200b "}, "Write what the list is for."),
        (
            {"format": "csv", "purpose": "other", "other": '{"en": " "}'},
            "Write what the list is for, in plain words.",
        ),
        (
            {"format": "csv", "purpose": "other", "other": '{"id":"kunjungan","en":"a picnic"}'},
            "Write what the list is for, in plain words.",
        ),
        ({"format": "csv", "purpose": "other", "other": "x" * 201}, "at most 200 characters"),
        ({"format": "csv", "purpose": "other", "other": "call\x00"}, "Null characters are not allowed"),
    ],
)
def test_what_does_not_fit_is_said_and_makes_no_file(
    edition: Any, alice: Any, chosen: Any, said: str
) -> None:
    answer = ask(alice, chosen)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Export.objects.exists()


def test_a_purpose_of_ones_own_is_one_line_of_text(edition: Any, alice: Any) -> None:
    own = "=1+1\r\n# end;\u202e visits, “Ibu”"
    export = made(alice, VISITS | {"purpose": "other", "other": own})
    assert export.purpose == "=1+1 # end; visits, “Ibu”"
    notes, table = read(export)
    assert "for: =1+1 # end; visits, “Ibu”. For this purpose only" in notes[-1]
    assert len(table) == 6


def test_a_list_of_nothing_is_said_on_the_form(edition: Any, bob: Any, alice: Any, region: Any) -> None:
    nothing = reader(bob).get("/enterprises/file/?q=zzz")
    assert nothing.context["empty"]["title"] == "Nothing fits “zzz”"
    assert ask(bob, VISITS, "?q=zzz").status_code == 200
    east = uploads.area(region, "East")
    assert reader(alice).get(f"/enterprises/file/?area={east.pk}").context["empty"]["title"] == (
        "These lie outside your areas"
    )
    assert not Export.objects.exists()


def test_sales_without_areas_and_with_other_borders_get_nothing(region: Any, alice: Any, carol: Any) -> None:
    registers.register(region)
    answer = ask(alice, WITH)
    assert answer.context["empty"]["title"] == "You have no work areas yet"
    working.set_areas(carol, alice, [uploads.area(region, "Lake", 2015)])
    assert ask(alice, WITH).context["empty"]["title"] == "Your work areas have other borders"
    assert not Export.objects.exists()


def test_before_the_first_upload(region: Any, carol: Any) -> None:
    for answer in (reader(carol).get("/enterprises/file/"), ask(carol, VISITS)):
        assert answer.status_code == 404
        assert "use its buttons" in answer.content.decode()


def test_two_clicks_are_one_file(edition: Any, alice: Any) -> None:
    assert asked(alice, WITH).pk == asked(alice, WITH).pk
    assert asked(alice, VISITS).pk != asked(alice, WITH).pk
    assert asked(alice, WITH | {"purpose": "register"}).pk != asked(alice, WITH).pk


def test_too_many_at_once_is_said(edition: Any, alice: Any) -> None:
    for place in range(files.MOST_WAITING):
        files.ask(alice, "report", "pdf", f"area={place}", "en")
    answer = ask(alice, VISITS)
    assert answer.status_code == 422
    assert "still being made" in answer.content.decode()


# What is in it -------------------------------------------------------------------------------------------


def test_the_file_says_what_it_is_whose_and_what_for(edition: Any, alice: Any) -> None:
    notes, _table = read(made(alice, WITH))
    assert notes[0] == "5 enterprises in your areas"
    assert notes[1:5] == [
        "Areas: Centre · Other filters: none",
        "Sample City · data of 2023, edition 1, borders since 31 December 2020 · Rows: 5",
        "5 of 8 shown: the rest lie outside your areas.",
        notes[-1],
    ]
    assert re.fullmatch(
        r"Made for Alice <alice@example\.org> on \d+ \w+ \d{4}, \d\d:\d\d WIB "
        r"for: visits and calls by sales\. "
        r"For this purpose only; do not pass on\.",
        notes[-1],
    )
    assert notes[5].startswith("Decimal sign: point")


def test_the_mark_is_in_the_person_s_language_and_zone(alice: Any) -> None:
    at = datetime(2026, 11, 28, 7, 5, tzinfo=UTC)
    assert lists.mark(alice, "check of the register", "Asia/Jakarta", at) == (
        "Made for Alice <alice@example.org> on 28 Nov 2026, 14:05 WIB for: check of the register. "
        "For this purpose only; do not pass on."
    )
    alice.name = ""
    assert lists.mark(alice, "x", "Asia/Jakarta", at).startswith("Made for alice@example.org on ")


def test_numbers_are_texts_that_can_be_dialled(edition: Any, alice: Any) -> None:
    """With a plus a spreadsheet takes them for formulas, and without hyphens it drops their zero."""
    _notes, table = read(made(alice, WITH))
    people = [dict(zip(table[0], line, strict=True)) for line in table[1:]]
    numbers = {one["Business name"]: one["Telephone"] for one in people}
    assert numbers == {
        "'=Butik Empat": "",
        "Warung Dua": "0812-3456-7891 / 0761-234567",
        "Butik Tiga": "belum ada",
        "Usaha Lima": "0812-3456-7892",
        "Warung Satu": "0812-3456-7890",
    }
    assert people[1]["Owner"] == "Pemilik 0 1"
    assert people[1]["Address"] == "Jl. Contoh 0 1"
    assert (people[1]["Row in the file"], people[1]["File"]) == ("3", "register.csv")
    for secret in ("9900000", "77000", "rahasia"):
        assert secret not in str(table)


def test_a_workbook_holds_texts_and_numbers_and_says_the_same(edition: Any, alice: Any) -> None:
    export = made(alice, WITH | {"format": "xlsx"})
    page = sheet(export)
    head, *rows = table_of(page)
    assert head[:4] == ("Business name", "Owner", "Address", "Telephone")
    assert [row[0] for row in rows][:2] == ["=Butik Empat", "Warung Dua"]
    assert [row[3] for row in rows][1:] == [
        "0812-3456-7891 / 0761-234567", "belum ada", "0812-3456-7892", "0812-3456-7890",
    ]  # fmt: skip
    assert [row[8] for row in rows] == [5, 3, 4, 6, 2]
    assert not [cell for line in page.iter_rows() for cell in line if cell.data_type == "f"]
    texts = [line[0].value for line in page.iter_rows() if line[0].value]
    assert texts[0] == "5 enterprises in your areas"
    assert texts[-1].startswith("Made for Alice <alice@example.org> on ")
    assert texts.count(texts[-1]) == 2
    assert page.oddFooter.left.text.startswith("Made for Alice")
    book = openpyxl.load_workbook(export.path)
    assert book.properties.description == texts[-1]
    assert (book.properties.creator, book.properties.title) == ("Alice", texts[0])
    assert page.freeze_panes == "B7"


def test_a_control_character_in_a_name_spoils_no_workbook(edition: Any, alice: Any) -> None:
    alice.name = "Al\x0bice"
    alice.save(update_fields=["name"])
    book = openpyxl.load_workbook(made(alice, WITH | {"format": "xlsx"}).path)
    assert book.properties.creator == "Alice"
    assert book.worksheets[0].oddFooter.left.text.startswith("Made for Alice")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("text", [
    "+62 812", "-1+2", "@SUM(A1)", "\tx", "=1", "Toko 😀", "متجر", "שם \u200f1", 'He said "hi", twice; once',
    "two\nlines", "O'Brien", "<r>x</r>", "&amp; &", "0812",
])  # fmt: skip
def test_every_name_survives_the_way_out_and_back(edition: Any, carol: Any, text: str, format: str) -> None:
    change(Contact.objects.order_by("row_number")[0], business_name=text)
    export = made(carol, WITH | {"format": format})
    rows = read(export)[1] if format == "csv" else table_of(sheet(export))
    (found,) = [line[0] for line in rows[1:] if str(line[rows[0].index("Row in the file")]) == "2"]
    assert found.strip("'").strip() == text.strip()
    if format == "csv":
        assert not found.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_counts_have_numbers_and_nobody_behind_them(region: Any, carol: Any) -> None:
    registers.counts(region)
    assert 'name="contacts"' not in reader(carol).get("/enterprises/file/").content.decode()
    head, *rows = table_of(sheet(made(carol, WITH | {"format": "xlsx"})))
    assert sum(row[head.index("MSMEs")] for row in rows) == 150
    assert "Business name" not in head


def test_an_area_is_a_filter_too(edition: Any, alice: Any, carol: Any) -> None:
    """ "Filter: none" beside a chosen area would deny it."""
    centre = MarketRow.objects.filter(area__name="Centre")[0].area_id
    for person, query, said in (
        (carol, f"?area={centre}", ("Areas", "Centre", "Other filters", "none")),
        (carol, "", ("Areas", "all", "Filter", "none")),
        (alice, "", ("Areas", "Centre", "Other filters", "none")),
    ):
        html = reader(person).get(f"/enterprises/file/{query}").content.decode()
        facts = re.findall(r"<d[td]>([^<]*)</d[td]>", html)
        assert facts[2:6] == list(said)
        notes, _table = read(made(person, VISITS, query))
        assert "{}: {} · {}: {}".format(*said) in notes


def test_filter_text_and_past_edition_are_those_of_the_page(edition: Any, alice: Any, carol: Any) -> None:
    food = MarketRow.objects.filter(category__name="Food")[0].category_id
    notes, table = read(made(carol, VISITS, f"?category={food}&q=market"))
    assert (len(table), notes[0]) == (2, "1 row in Sample City with “market”")
    assert "Areas: all · Filter: Food · With the text: “market”" in notes
    withdraw(edition, edition.datasets.get(), carol)
    notes, table = read(made(alice, WITH, f"?edition={edition.pk}"))
    assert len(table) == 6
    assert "This is a past state of the data of 2023: it has been replaced or withdrawn since." in notes


def test_a_file_of_what_was_looked_for_is_kept_like_one_of_people(edition: Any, carol: Any) -> None:
    assert made(carol, VISITS, "?q=Warung").is_personal
    assert "arung" not in made(carol, VISITS, "?q=Warung").file_name


def test_in_indonesian(edition: Any, alice: Any) -> None:
    export = made(alice, WITH, language="id")
    notes, table = read(export)
    assert notes[5].startswith("Tanda desimal: koma")
    assert re.search(r"\d\d\.\d\d WIB", notes[-1])
    assert len(table[0]) == 11


def test_the_day_in_its_name_is_the_regions(edition: Any, carol: Any, monkeypatch: Any) -> None:
    """Eight in the evening of the server is three in the morning in Pekanbaru."""
    evening = datetime(2024, 1, 1, 20, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening)
    found = list_enterprises.asked(QueryDict(""), carol)
    assert found is not None
    assert lists.file_name(found, "csv").endswith("2024-01-02.csv")


def test_demo_data_say_so(edition: Any, carol: Any) -> None:
    edition.datasets.update(is_demo=True)
    export = made(carol, VISITS)
    assert export.is_demo
    assert "Demo data – synthetic" in read(export)[0]


def test_a_contact_without_a_key_is_said(edition: Any, carol: Any) -> None:
    Contact.objects.filter(row_number=2).update(secret=b"x" * 60)
    _notes, table = read(made(carol, WITH))
    assert "this server has no key to the name" in [line[0] for line in table]


# The log -------------------------------------------------------------------------------------------------


def test_making_and_fetching_are_logged_with_the_reason(edition: Any, alice: Any) -> None:
    export = made(alice, WITH | {"purpose": "other", "other": "meeting of 3 May"}, "?size=1")
    (event,) = events("list_made")
    assert (event.user, event.rows) == (alice, 4)
    assert event.subject == f"meeting of 3 May · {export.file_name}"
    about = {"contacts": True, "searched": False, "filters": "micro", "format": "csv", "edition": edition.pk}
    assert event.detail.items() >= about.items()
    assert not events("list_downloaded")
    answer = reader(again(alice)).get(f"/files/{export.pk}/download/")
    assert b"".join(answer.streaming_content) == export.path.read_bytes()  # type: ignore[attr-defined]
    assert answer["Cache-Control"] == "private, no-store"
    (event,) = events("list_downloaded")
    assert (event.rows, event.detail["export"]) == (4, export.pk)


def test_the_log_says_that_a_text_was_used_and_not_which(edition: Any, alice: Any) -> None:
    made(alice, WITH, "?q=Warung")
    (event,) = events("list_made")
    assert (event.rows, event.detail["searched"]) == (2, True)
    assert "Warung" not in f"{event.subject} {event.detail}"


# Between asking and fetching -----------------------------------------------------------------------------


def test_an_area_that_is_taken_away_takes_the_file_away(
    region: Any, edition: Any, alice: Any, carol: Any
) -> None:
    waiting = asked(alice, WITH)
    ready = made(alice, WITH | {"purpose": "register"})
    working.set_areas(carol, alice, [uploads.area(region, "East")])
    assert "Your rights have changed" in failed_beside(waiting, ready)
    answer = reader(again(alice)).get(f"/files/{ready.pk}/download/", follow=True)
    assert "Your rights have changed" in answer.content.decode()


def failed_beside(export: Export, other: Export) -> str:
    export = work(export)
    assert (export.job.state, export.file, left()) == (Job.State.FAILED, "", [other.path])
    return shown(export.job.message)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_rights_that_shrink_while_it_is_written_stop_it(
    region: Any, edition: Any, alice: Any, carol: Any, monkeypatch: Any, part: int
) -> None:
    export = asked(alice, WITH)
    whole = list_enterprises.Listing.parts
    written: list[int] = []

    def shrinking(self: Any, with_contacts: bool) -> Any:
        for at, lines in enumerate(whole(self, with_contacts, 2)):
            if at == part:
                working.set_areas(carol, alice, [])
            yield lines
            written.append(len(lines))

    monkeypatch.setattr(list_enterprises.Listing, "parts", shrinking)
    assert "Your rights have changed" in failed(export)
    assert len(written) == part


def test_who_may_not_read_people_any_more_gets_nothing(edition: Any, carol: Any, alice: Any) -> None:
    export = asked(alice, WITH)
    people.change(carol, alice, email=alice.email, name="Alice", role="analyst", is_active=True)
    assert "Your rights have changed" in failed(export)


def test_data_deleted_for_good_between_asking_and_making(edition: Any, alice: Any, carol: Any) -> None:
    export = asked(alice, WITH)
    withdraw(edition, edition.datasets.get(), carol)
    with TestCase.captureOnCommitCallbacks(execute=True):
        job = purging.start(edition.datasets.get(), carol)
    jobs.execute(job.pk)
    assert "are not here any more" in failed(export)


def test_data_replaced_between_asking_and_making_are_those_that_were_seen(
    region: Any, edition: Any, alice: Any
) -> None:
    export = asked(alice, WITH)
    uploads.imported(region, uploads.register(Centre=1), name="new.csv")
    notes, table = read(work(export))
    assert len(table) == 6
    assert any("past state" in note for note in notes)


def test_rows_deleted_while_it_is_written_leave_no_half_list(
    edition: Any, alice: Any, monkeypatch: Any
) -> None:
    export = asked(alice, VISITS)
    whole = list_enterprises.Listing.parts

    def losing(self: Any, with_contacts: bool) -> Any:
        for lines in whole(self, with_contacts, 2):
            yield lines
            MarketRow.objects.all().delete()

    monkeypatch.setattr(list_enterprises.Listing, "parts", losing)
    assert "would not have been whole" in failed(export)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_full_disk_is_told_and_leaves_nothing(
    edition: Any, alice: Any, monkeypatch: Any, format: str
) -> None:
    export = asked(alice, WITH | {"format": format})

    def full(*_given: Any, **_named: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    name = "exports.list_csv.csv_writer" if format == "csv" else "zipfile.ZipFile.write"
    monkeypatch.setattr(name, full)
    assert "no room for this file" in failed(export)


def test_a_workbook_that_fails_in_its_middle_leaves_no_parts(
    edition: Any, alice: Any, carol: Any, monkeypatch: Any
) -> None:
    """XlsxWriter's own temporary files hold people, and stay where a book is never closed."""
    export = asked(alice, WITH | {"format": "xlsx"})

    def full(*_given: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet.write_number", full)
    assert "no room for this file" in failed(export)


def test_a_worker_that_dies_leaves_one_whole_file(edition: Any, alice: Any, monkeypatch: Any) -> None:
    export = asked(alice, WITH)
    hand_over = files._hand_over

    def lost(*_given: Any) -> None:
        raise jobs.LeaseLost

    monkeypatch.setattr(files, "_hand_over", lost)
    jobs.execute(export.job_id)
    assert not left()
    assert not events("list_made")
    monkeypatch.setattr(files, "_hand_over", hand_over)
    Job.objects.filter(pk=export.job_id).update(state=Job.State.QUEUED)
    export = work(export)
    assert left() == [export.path]
    assert len(read(export)[1]) == 6
    # and one that dies behind it, before the job is written as done
    Job.objects.filter(pk=export.job_id).update(state=Job.State.QUEUED)
    assert work(export).file == export.file
    assert len(events("list_made")) == 1


@pytest.mark.parametrize("rows", [2, 3])
def test_a_workbook_that_is_too_long_is_refused_with_advice(
    region: Any, edition: Any, alice: Any, carol: Any, monkeypatch: Any, rows: int
) -> None:
    export = asked(alice, VISITS | {"format": "xlsx"})
    for module in ("list_form", "list_jobs"):
        monkeypatch.setattr(f"exports.{module}.MOST_SHEET_ROWS", rows)
    page = reader(alice).get("/enterprises/file/?format=xlsx")
    assert page.context["form"]["format"].value() == "csv"
    answer = ask(alice, VISITS | {"format": "xlsx"})
    assert answer.status_code == 422
    said = f"This list has 5 rows, and a workbook takes {rows} at most. Choose CSV, or choose areas first."
    assert said in answer.content.decode()
    assert failed(export) == said
    assert made(alice, VISITS).rows == 5


def test_a_sheet_has_room_for_the_longest_list() -> None:
    assert list_jobs.MOST_SHEET_ROWS + 100 < 1_048_576


def test_queries_do_not_grow_with_the_rows(
    region: Any, carol: Any, django_assert_max_num_queries: Any
) -> None:
    registers.register(region, times=40)
    export = asked(carol, WITH)
    with django_assert_max_num_queries(60):
        assert work(export).rows == 320


# Erasures ------------------------------------------------------------------------------------------------


def erase(by: Any, row_number: int, reason: str = "request") -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        job = erasure_jobs.start(by, Contact.objects.filter(row_number=row_number), reason)
    with TestCase.captureOnCommitCallbacks(execute=True):
        jobs.execute(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message


def test_an_erased_person_is_in_no_file(edition: Any, alice: Any, carol: Any) -> None:
    own, without = made(alice, WITH), made(carol, VISITS)
    erase(carol, 2)
    assert left() == [without.path]
    own.refresh_from_db()
    assert (own.file, own.is_void) == ("", False)
    answer = reader(again(alice)).get(f"/files/{own.pk}/download/", follow=True)
    assert "not kept any more" in answer.content.decode()


def test_who_is_erased_while_a_list_is_written_is_not_in_it(
    edition: Any, alice: Any, carol: Any, monkeypatch: Any
) -> None:
    export = asked(alice, WITH)
    whole = list_enterprises.Listing.parts
    runs: list[int] = []

    def erasing(self: Any, with_contacts: bool) -> Any:
        yield from whole(self, with_contacts)
        runs.append(1)
        if len(runs) == 1:
            erase(carol, 2)

    monkeypatch.setattr(list_enterprises.Listing, "parts", erasing)
    with TestCase.captureOnCommitCallbacks():
        jobs.execute(export.job_id)
    export.refresh_from_db()
    assert (export.file, export.job.state) == ("", Job.State.QUEUED)
    export = work(export)
    assert len(runs) == 2
    assert "Warung Satu" not in export.path.read_text("utf-8-sig")
    assert "Warung Dua" in export.path.read_text("utf-8-sig")


def test_nothing_names_an_erased_person_afterwards(edition: Any, alice: Any, carol: Any) -> None:
    change(Contact.objects.get(row_number=2), owner_name="Siti Contoh Rekaan")
    from data.contacts import hash_value

    Contact.objects.filter(row_number=2).update(name_hash=hash_value("Siti Contoh Rekaan", "name"))
    own = "visit to Siti Contoh Rekaan"
    export = made(alice, WITH | {"purpose": "other", "other": own}, "?q=Warung")
    erase(carol, 2)
    export.refresh_from_db()
    assert export.purpose == "visit to •••"
    assert "Warung" not in export.query
    assert events("list_made")[0].subject.startswith("visit to ••• · ")
