"""The list of enterprises, one of them, its row in the file: whose, how many, what is readable and logged."""

import itertools
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Event
from areas import working
from areas.models import Area, BoundarySet, Region
from areas.queries import area_tree
from core import jobs
from data import erasure_jobs
from data.editions import withdraw
from data.listing import Listing
from data.models import Cell, Contact, MarketRow, SizeClass
from data.params import MarketParams
from tests.data import uploads

from . import registers
from .registers import ENTERPRISES, reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return uploads.city()


@pytest.fixture
def edition(region, alice, carol):
    """The register; Alice sells in Centre."""
    working.set_areas(carol, alice, [uploads.area(region, "Centre")])
    return registers.register(region)


def names(answer):
    return [one.name for one in answer.context["entries"]]


def row_of(name):
    at = [one[4] for one in ENTERPRISES].index(name)
    return MarketRow.objects.get(row_number=at + 2)


def events(action):
    return list(Event.objects.filter(action=action))


# The list ------------------------------------------------------------------------------------------------


def test_sales_see_the_enterprises_of_their_areas_by_village(edition, alice) -> None:
    answer = reader(alice).get("/enterprises/")
    assert names(answer) == ["=Butik Empat", "Warung Dua", "Butik Tiga", "Usaha Lima", "Warung Satu"]
    assert [one.line.village for one in answer.context["entries"]] == ["", *["Market"] * 3, "Station"]
    assert answer.context["heading"] == "5 enterprises in your areas"
    assert "5 of 8 shown: the rest lie outside your areas." in answer.context["lead"]
    text = answer.content.decode()
    assert "Jl. Contoh 0 1" in text
    for secret in ("0812", "3456", "Pemilik", "9900000", "rahasia", "77000", "Kedai Enam"):
        assert secret not in text


def test_an_analyst_sees_every_row_and_no_name(edition, bob) -> None:
    answer = reader(bob).get("/enterprises/")
    assert len(answer.context["entries"]) == 8
    assert "W***** S***" in answer.content.decode()
    text = answer.content.decode()
    for secret in ("Warung", "Butik", "Jl. Contoh", "Phone: "):
        assert secret not in text
    assert not events("enterprises_listed")


def test_what_was_read_is_logged_by_page(edition, alice) -> None:
    reader(alice).get("/enterprises/")
    (event,) = events("enterprises_listed")
    assert (event.user, event.rows, event.detail["page"], event.detail["edition"]) == (
        alice,
        5,
        1,
        edition.pk,
    )


@pytest.mark.parametrize("kind", ["register", "counts"])
def test_rows_of_every_filter_sum_to_the_cells(region, bob, kind) -> None:
    """Every combination of sub-district, field and size, none of each included."""
    edition = getattr(registers, kind)(region)
    cells = Cell.objects.filter(edition=edition)
    tree = area_tree(edition.boundary_set)
    districts = tree.index[tree["level"] == Area.Level.DISTRICT].tolist()
    below = {one: {one, *tree.index[tree["parent_id"] == one]} for one in districts}
    fields = sorted({one or 0 for one in cells.values_list("category_id", flat=True)})
    for area, field, size in itertools.product([0, *districts], [None, *fields], [None, *SizeClass.values]):
        wanted = {
            "area": (area,) if area else (),
            "category": () if field is None else (field,),
            "size": () if size is None else (size,),
        }
        expected = sum(
            one.n
            for one in cells
            if (not area or one.area_id in below[area])
            and (field is None or (one.category_id or 0) == field)
            and (size is None or one.size_class == size)
        )
        assert Listing(edition, bob, MarketParams(**wanted), tree).n == expected, wanted


def test_every_count_of_the_pages_leads_to_rows_that_sum_to_it(region, bob) -> None:
    registers.register(region, times=7)
    client = reader(bob)
    looked = 0
    for path in ("/", "/categories/", "/geography/", "/card/?all=1"):
        for figure in client.get(path).context["figures"].values():
            linked = [column for column in figure.table.columns if column.link] if figure.table else []
            for column, row in itertools.product(linked, figure.table.rows if figure.table else ()):
                if not row.get(column.link) or not row.get(column.key):
                    continue
                answer = client.get(row[column.link])
                assert int(answer.context["heading"].split()[0]) == row[column.key], (path, figure.key, row)
                looked += 1
    assert looked > 20


def test_pages_hold_every_row_once_in_one_order(region, carol) -> None:
    registers.register(region, times=17)
    client = reader(carol)
    first = client.get("/enterprises/")
    assert (first.context["found"], first.context["pages"]) == (136, 3)
    seen = [client.get(f"/enterprises/?page={number}").context["entries"] for number in (1, 2, 3)]
    assert [len(page) for page in seen] == [50, 50, 36]
    rows = [one.line.row.pk for page in seen for one in page]
    assert len(set(rows)) == 136
    order = [(one.line.district, one.line.village) for page in seen for one in page]
    assert order == sorted(order)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 40, 200])
@pytest.mark.parametrize("batch", [1, 2, 5_000])
def test_parts_of_the_list_are_its_order_cut(region, carol, monkeypatch, size, batch) -> None:
    """Against the whole list sorted at once: every part of every size, however areas are read together."""
    edition = registers.register(region, times=5)
    tree = area_tree(edition.boundary_set)
    listing = Listing(edition, carol, MarketParams(), tree)
    order = {area: at for at, area in enumerate(listing.counts.index)}
    rows = list(listing.filtered.order_by("dataset_id", "sheet", "row_number", "size_class", "pk"))
    expected = [row.pk for row in sorted(rows, key=lambda row: order[row.area_id])]
    monkeypatch.setattr("data.listing._BATCH", batch)
    monkeypatch.setattr("data.listing.PAGE_ROWS", size)
    monkeypatch.setattr("data.listing.SORTED_ROWS", batch)
    parts = [line.row.pk for number in range(1, listing.pages + 1) for line in listing.lines(number)]
    assert parts == expected
    assert [line.row.pk for part in listing.parts(True, size) for line in part] == expected


def test_very_many_areas_are_no_expression_of_the_database(edition, carol) -> None:
    with CaptureQueriesContext(connection) as done:
        list(Listing(edition, carol, MarketParams(), area_tree(edition.boundary_set)).parts(True))
    assert len(done) < 12
    assert not any("CASE" in query["sql"] for query in done)


@pytest.mark.parametrize("asked", ["zzz", "0", "-1", "²", "9" * 30, "1e3"])
def test_a_page_that_is_none_is_said(edition, carol, asked) -> None:
    answer = reader(carol).get("/enterprises/", {"page": asked})
    assert answer.status_code == 200
    assert len(answer.context["entries"]) == 8
    assert f"There is no page “{asked[:20]}”; the first one is shown." in answer.context["notices"]


def test_a_page_behind_the_last_is_the_last(edition, carol) -> None:
    answer = reader(carol).get("/enterprises/?page=7")
    assert "The list has 1 pages; the last one is shown." in answer.context["notices"]
    assert len(answer.context["entries"]) == 8


def test_filters_narrow_and_the_way_down_is_shown(region, edition, carol) -> None:
    centre = uploads.area(region, "Centre")
    food = MarketRow.objects.filter(category__name="Food").first().category_id
    answer = reader(carol).get(f"/enterprises/?area={centre.pk}&category={food}")
    assert names(answer) == ["Warung Dua", "Warung Satu"]
    assert [name for name, _href in answer.context["trail"]] == ["Sample City", "Centre", "Food"]
    up = answer.context["trail"][1][1]
    assert len(reader(carol).get(up).context["entries"]) == 5
    assert names(reader(carol).get("/enterprises/?category=0")) == ["Usaha Lima"]
    # a size that is not stated follows from turnover: 77 million is micro
    assert names(reader(carol).get("/enterprises/?size=3")) == ["Tenun Delapan"]


def test_search_by_village_row_and_name(edition, alice, bob) -> None:
    client = reader(alice)
    assert names(client.get("/enterprises/?q=station")) == ["Warung Satu"]
    assert names(client.get("/enterprises/?q=warung")) == ["Warung Dua", "Warung Satu"]
    assert names(client.get("/enterprises/?q=3")) == ["Warung Dua"]
    nothing = client.get("/enterprises/?q=Kedai")
    assert nothing.context["empty"]["title"] == "Nothing fits “Kedai”"
    assert [chip.label for chip in nothing.context["chips"]] == ["“Kedai”"]
    # masked for the role, so not to be found by it either
    assert reader(bob).get("/enterprises/?q=Warung").context["found"] == 0


def test_names_of_very_many_rows_are_not_searched_and_it_is_said(edition, carol, monkeypatch) -> None:
    monkeypatch.setattr("data.listing.NAMES_SEARCHED", 7)
    answer = reader(carol).get("/enterprises/?q=warung")
    assert answer.context["found"] == 0
    assert any("were not searched" in one for one in answer.context["lead"])
    assert reader(carol).get("/enterprises/?q=station").context["found"] == 1


def test_a_row_without_a_contact_or_with_a_lost_key_is_listed(edition, carol) -> None:
    first, second = Contact.objects.order_by("row_number")[:2]
    first.delete()
    Contact.objects.filter(pk=second.pk).update(secret=b"x" * 60)
    answer = reader(carol).get("/enterprises/")
    assert "Row 2 of the file" in names(answer)
    assert "this server has no key to the name" in answer.content.decode()
    one = reader(carol).get(f"/enterprises/{row_of('Warung Satu').pk}/")
    assert "erased at the person" in one.content.decode()
    other = reader(carol).get(f"/enterprises/{row_of('Warung Dua').pk}/")
    assert "a key that this server does not have" in other.content.decode()


def test_queries_do_not_grow_with_the_rows(region, carol, django_assert_max_num_queries) -> None:
    registers.register(region, times=6)
    client = reader(carol)
    client.get("/enterprises/")
    with django_assert_max_num_queries(26):
        assert len(client.get("/enterprises/").context["entries"]) == 48


# Whose ---------------------------------------------------------------------------------------------------


def test_a_person_without_areas_is_told_whom_to_ask(region, alice) -> None:
    registers.register(region)
    answer = reader(alice).get("/enterprises/")
    assert answer.context["empty"]["title"] == "You have no work areas yet"
    assert "0 of 8 shown: the rest lie outside your areas." in answer.context["lead"]


def test_who_sees_every_area_is_told_that_rows_are_gone(edition, bob) -> None:
    MarketRow.objects.filter(row_number__lt=4).delete()
    answer = reader(bob).get("/enterprises/")
    assert answer.context["heading"] == "6 enterprises in Sample City"
    assert "6 of 8 shown: the rows of the rest were deleted with their file." in answer.context["lead"]
    assert "outside your areas" not in " ".join(answer.context["lead"])


def test_the_menu_leaves_text_and_page_behind(edition, bob) -> None:
    text = reader(bob).get("/enterprises/?q=Station&page=2&size=1").content.decode()
    menu = text[text.index("<nav") : text.index("</nav>")]
    assert "size=1" in menu
    assert "Station" not in menu
    assert "page=" not in menu


def test_areas_of_other_borders_and_other_areas_are_told(region, edition, alice, carol) -> None:
    east = uploads.area(region, "East")
    answer = reader(alice).get(f"/enterprises/?area={east.pk}")
    assert answer.context["empty"]["title"] == "These lie outside your areas"
    working.set_areas(carol, alice, [uploads.area(region, "Lake", 2015)])
    answer = reader(alice).get("/enterprises/")
    assert answer.context["empty"]["title"] == "Your work areas have other borders"
    assert "Lake" in answer.context["empty"]["text"]


def test_who_works_in_another_region_is_led_back_there(edition, alice, carol) -> None:
    home = BoundarySet.objects.create(
        region=Region.objects.create(name="Other Town", slug="other-town"), valid_from=date(2015, 1, 1)
    )
    working.set_areas(carol, alice, [Area.objects.create(boundary_set=home, level=2, name="Harbour")])
    answer = reader(alice).get(f"/enterprises/?region={edition.region.slug}")
    assert answer.context["empty"]["title"] == "You have no work areas in Sample City"
    assert "yours are in Other Town" in answer.context["empty"]["text"]
    assert answer.context["empty"]["href"] == "/enterprises/?region=other-town"
    assert b"Go to Other Town" in answer.content


def test_what_is_not_there_and_what_is_not_yours_look_the_same(edition, alice, bob) -> None:
    client = reader(alice)
    foreign = row_of("Kedai Enam").pk
    for path in ("/enterprises/{}/", "/enterprises/{}/row/"):
        pages = [client.get(path.format(pk)) for pk in (foreign, 10**9, 10**40)]
        assert {page.status_code for page in pages} == {404}
        assert len({page.context["heading"] for page in pages}) == 1
    for path in ("/enterprises/{}/contact/", "/enterprises/{}/row/open/"):
        assert client.post(path.format(foreign)).status_code == 404
    assert not events("contact_opened")
    assert not events("row_opened")
    assert reader(bob).get(f"/enterprises/{foreign}/").status_code == 200


def test_a_file_withdrawn_while_the_list_is_open(edition, alice, carol) -> None:
    row = row_of("Warung Satu").pk
    withdraw(edition, edition.datasets.get(), carol)
    client = reader(alice)
    answer = client.get(f"/enterprises/{row}/")
    assert answer.status_code == 404
    assert "withdrawn or replaced" in answer.content.decode()
    assert client.post(f"/enterprises/{row}/contact/").status_code == 404
    past = client.get(f"/enterprises/{row}/?edition={edition.pk}")
    assert past.status_code == 200
    assert "past state" in past.context["notices"][0]
    listed = client.get(f"/enterprises/?edition={edition.pk}")
    assert f"?edition={edition.pk}" in listed.context["entries"][0].href
    assert client.get(f"/enterprises/{row}/?edition=99999").status_code == 404
    assert client.get("/enterprises/").status_code == 200


# Contact -------------------------------------------------------------------------------------------------


def test_a_number_is_shown_when_asked_for_and_logged(edition, alice) -> None:
    row = row_of("Warung Dua")
    client = reader(alice)
    before = client.get(f"/enterprises/{row.pk}/")
    assert "tel:" not in before.content.decode()
    answer = client.post(f"/enterprises/{row.pk}/contact/")
    text = answer.content.decode()
    assert 'href="tel:+6281234567891"' in text
    assert 'href="https://wa.me/6281234567891"' in text
    assert 'href="tel:+62761234567"' in text
    assert "wa.me/62761234567" not in text
    assert answer["Cache-Control"] == "private, no-store"
    (event,) = events("contact_opened")
    assert (event.user, event.rows, event.detail["row"]) == (alice, 1, 3)


def test_a_number_that_cannot_be_dialled_says_so_and_none_says_none(edition, alice) -> None:
    client = reader(alice)
    text = client.post(f"/enterprises/{row_of('Butik Tiga').pk}/contact/").content.decode()
    assert "belum ada" in text
    assert "not a number that can be dialled" in text
    none = client.post(f"/enterprises/{row_of('=Butik Empat').pk}/contact/").content.decode()
    assert "No telephone number is held." in none


def test_htmx_gets_the_links_alone(edition, alice) -> None:
    row = row_of("Warung Satu")
    headers = {"HX-Request": "true", "HX-Target": f"contact-{row.pk}"}
    answer = reader(alice).post(f"/enterprises/{row.pk}/contact/", headers=headers)
    assert b"<h1" not in answer.content
    assert b'href="tel:+6281234567890"' in answer.content


def test_nobody_is_called_by_demo_data(edition, alice) -> None:
    edition.datasets.update(is_demo=True)
    client = reader(alice)
    listed = client.get("/enterprises/")
    assert "formaction" not in listed.content.decode()
    assert any("the telephone numbers are invented" in one for one in listed.context["lead"])
    text = client.post(f"/enterprises/{row_of('Warung Satu').pk}/contact/").content.decode()
    assert "tel:" not in text
    assert "wa.me" not in text
    assert "this number is invented" in text


def test_an_analyst_may_not_open_a_number(edition, bob) -> None:
    row = row_of("Warung Satu").pk
    assert reader(bob).post(f"/enterprises/{row}/contact/").status_code == 403
    assert reader(bob).post(f"/enterprises/{row}/row/open/").status_code == 403
    assert not events("contact_opened")


def test_the_map_is_searched_by_address_and_no_referer_is_sent(edition, alice, bob, settings) -> None:
    row = row_of("Warung Satu").pk
    answer = reader(alice).get(f"/enterprises/{row}/")
    link = urlsplit(answer.context["entry"].map_href)
    assert (link.scheme, link.netloc, link.path) == ("https", "www.google.com", "/maps/search/")
    assert parse_qs(link.query)["query"] == ["Jl. Contoh 0 0, Station, Centre, Sample City"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert 'rel="noopener noreferrer"' in answer.content.decode()
    masked = reader(bob).get(f"/enterprises/{row}/").context["entry"].map_href
    assert parse_qs(urlsplit(masked).query)["query"] == ["Station, Centre, Sample City"]


# The row of the file -------------------------------------------------------------------------------------


def cells(answer):
    return {one.header: (one.state, one.text) for one in answer.context["original"].cells}


def test_the_row_stands_as_in_the_file_with_people_masked(edition, alice) -> None:
    answer = reader(alice).get(f"/enterprises/{row_of('Warung Satu').pk}/row/")
    found = cells(answer)
    assert found["Kecamatan"] == ("shown", "Centre")
    assert found["Skala Usaha"] == ("shown", "Mikro")
    assert found["Nama Usaha"] == ("masked", "W***** S***")
    assert found["NIK"][0] == "closed"
    assert found["Omzet"] == ("hidden", "")
    assert found["Catatan"] == ("unused", "")
    for secret in ("Warung", "3456", "Pemilik 0", "rahasia", "77000"):
        assert secret not in answer.content.decode()


def test_opening_the_row_is_logged_and_shows_what_a_visit_needs(edition, alice, carol) -> None:
    row = row_of("Warung Satu")
    found = cells(reader(alice).post(f"/enterprises/{row.pk}/row/open/"))
    assert found["No HP"] == ("shown", "0812-3456-7890")
    assert found["Nama Pemilik"] == ("shown", "Pemilik 0 0")
    assert found["NIK"][0] == "closed"
    assert found["Omzet"] == ("hidden", "")
    (event,) = events("row_opened")
    assert (event.user, event.detail["row"]) == (alice, 2)
    of_admin = cells(reader(carol).post(f"/enterprises/{row.pk}/row/open/"))
    assert of_admin["NIK"] == ("shown", "9900000000000000")


@pytest.mark.parametrize("name", ["register.csv", "register.xlsx"])
def test_every_row_leads_to_its_own_line(region, carol, name) -> None:
    table = registers.rows(2)
    lines = [list(table[0]), *(list(row.values()) for row in table)]
    content = uploads.xlsx({"Data": lines}) if name.endswith("xlsx") else uploads.csv(table)
    uploads.imported(region, content, name=name, decide={"create_categories": True})
    client = reader(carol)
    for row in MarketRow.objects.all():
        answer = client.get(f"/enterprises/{row.pk}/row/")
        assert cells(answer)["Kelurahan"][1] == table[row.row_number - 2]["Kelurahan"]
        assert cells(answer)["Bidang Usaha"][1] == table[row.row_number - 2]["Bidang Usaha"]


def test_a_record_of_several_lines_is_found(region, carol) -> None:
    table = registers.rows()
    table[0]["Alamat"] = "Jl. Satu\nlantai 2"
    uploads.imported(region, uploads.csv(table), decide={"create_categories": True})
    row = MarketRow.objects.get(row_number=4)
    found = cells(reader(carol).post(f"/enterprises/{row.pk}/row/open/"))
    assert found["Nama Usaha"] == ("shown", "Warung Dua")


def test_a_file_that_is_gone_is_said(edition, carol) -> None:
    edition.datasets.get().original.unlink()
    answer = reader(carol).get(f"/enterprises/{row_of('Warung Satu').pk}/row/")
    assert answer.status_code == 200
    assert "The file itself cannot be shown" in answer.content.decode()


def test_an_erased_person_leaves_the_row_and_no_name(edition, carol, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    row = row_of("Warung Satu")
    job = erasure_jobs.start(carol, Contact.objects.filter(row_number=row.row_number), "request")
    jobs.execute(job.pk)
    client = reader(carol)
    assert "Row 2 of the file" in names(client.get("/enterprises/"))
    assert len(client.get("/enterprises/").context["entries"]) == 8
    answer = client.get(f"/enterprises/{row.pk}/row/")
    assert "were erased at the person" in answer.content.decode()
    assert cells(answer)["Nama Usaha"] == ("erased", "")
    assert "No telephone number is held." in client.post(f"/enterprises/{row.pk}/contact/").content.decode()


# Counts --------------------------------------------------------------------------------------------------


def test_counts_have_rows_and_no_enterprises(region, alice, carol) -> None:
    registers.counts(region)
    working.set_areas(carol, alice, [uploads.area(region, "Centre")])
    answer = reader(alice).get("/enterprises/")
    assert answer.context["heading"] == "4 rows of counts in your areas: 120 MSMEs"
    assert "120 of 150 shown: the rest lie outside your areas." in answer.context["lead"]
    assert any("no list of enterprises" in one for one in answer.context["lead"])
    assert sum(one.line.row.n for one in answer.context["entries"]) == 120
    row = answer.context["entries"][0].line.row
    page = reader(alice).get(f"/enterprises/{row.pk}/row/")
    assert cells(page)["Kecamatan"] == ("shown", "Centre")
    assert cells(page)["Mikro"][0] == "shown"
    assert not events("enterprises_listed")
    assert reader(alice).get(f"/enterprises/{row.pk}/").status_code == 200


# Bad states ------------------------------------------------------------------------------------------------


def test_before_the_first_upload(carol, region) -> None:
    answer = reader(carol).get("/enterprises/")
    assert answer.context["empty"]["title"] == "Enterprises"


def test_a_row_dropped_as_a_duplicate_is_not_listed_twice(region, carol) -> None:
    registers.register(region)
    again = uploads.imported(
        region,
        uploads.csv(registers.rows()[:3]),
        mode="add",
        name="again.csv",
        decide={"create_categories": True},
    )
    assert reader(carol).get("/enterprises/").context["found"] == 8
    dropped = MarketRow.objects.filter(dataset=again).first()
    assert reader(carol).get(f"/enterprises/{dropped.pk}/").status_code == 404
