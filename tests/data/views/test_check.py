"""The fifth step and the last: counts that add up, all errors, add or replace, all or nothing."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Event
from core.formats import MINUS
from data.models import Cell, Dataset, Edition, MarketRow
from data.views.check import totals
from tests.data.views.conftest import REGISTER, WRONG

State = Dataset.State
ENGLISH = {"accept-language": "en"}
LINES = REGISTER.splitlines(keepends=True)


def url(dataset, step="check"):
    return reverse(f"dataset_{step}", args=[dataset.pk])


def commit(client, dataset, worker, **form):
    answer = client.post(url(dataset), form)
    worker()
    dataset.refresh_from_db()
    return answer


def test_the_counts_add_up(admin_client, checked):
    dataset = checked(REGISTER + WRONG + "Jumlah;;;;;;;\n" + LINES[1])
    counts = dataset.report["counts"]
    assert counts["rows"] == counts["accepted"] + counts["rejected"] + counts["skipped"] == 7
    page = admin_client.get(url(dataset)).content.decode()
    for number in (counts["rows"], counts["accepted"], counts["rejected"], counts["skipped"]):
        assert f"<strong>{number}</strong>" in page


def test_wrong_rows_never_go_in_unasked(admin_client, checked, worker):
    dataset = checked(REGISTER + WRONG)
    for sent in ({"rows": "all"}, {}):
        answer = commit(admin_client, dataset, worker, **sent)
        assert answer.status_code == 422
        assert "rows" in answer.context["form"].errors
        assert 'href="#id_rows"' in answer.content.decode()
    assert dataset.state == State.CHECKED
    assert not Edition.objects.exists()


def test_with_wrong_rows_every_button_leads_somewhere(admin_client, checked):
    page = admin_client.get(url(checked(REGISTER + WRONG))).content.decode()
    decide = page[page.index('class="panel decide"') :].partition("</form>")[0]
    buttons = re.findall(r"<(?:button|a) [^>]*>", decide)
    assert [name for name in buttons if "primary" in name] == [
        '<button type="submit" class="button primary" name="rows" value="good" id="id_rows">'
    ]
    assert f'href="{reverse("upload")}?kind=msme_register&amp;region=kota-uji&amp;period=2023' in decide
    assert 'form="make-workbook"' in decide
    assert 'id="make-workbook"' in page


def test_the_good_rows_go_in_on_request(admin_client, checked, worker):
    dataset = checked(REGISTER + WRONG)
    commit(admin_client, dataset, worker, rows="good")
    assert dataset.state == State.READY
    assert MarketRow.objects.filter(dataset=dataset).count() == 4
    assert Event.objects.filter(action="commit", rows=4).exists()


def test_a_file_without_errors_asks_nothing(admin_client, checked, worker):
    dataset = checked()
    assert not admin_client.get(url(dataset)).context["form"].fields
    commit(admin_client, dataset, worker)
    assert dataset.state == State.READY
    assert sum(Cell.objects.values_list("n", flat=True)) == 4


def test_a_file_without_good_rows_offers_no_import(admin_client, checked):
    dataset = checked(LINES[0] + WRONG)
    page = admin_client.get(url(dataset)).content.decode()
    assert 'class="panel decide"' not in page
    assert reverse("upload") in page


def test_errors_are_paged_and_filtered_by_column(admin_client, checked):
    wrong = "".join(WRONG.replace("Toko E", f"Toko {n}") for n in range(120))
    dataset = checked(REGISTER + wrong + "Toko F;;;Kuliner;Mikro;;1;\n")
    first = admin_client.get(url(dataset)).context["wrong"]
    assert (len(first["rows"]), first["total"], first["pages"]) == (50, 121, 3)
    assert first["rows"][0]["row"] == 6
    last = admin_client.get(url(dataset), {"page": "3"}).context["wrong"]
    assert len(last["rows"]) == 21
    only = admin_client.get(url(dataset), {"column": "sub_district"}).context["wrong"]
    assert [row["row"] for row in only["rows"]] == [126]
    assert [key for key, _label in only["choices"]] == ["turnover", "sub_district"]


@pytest.mark.parametrize("page", ["0", "-1", "abc", "999", "²", "99999999999999999999"])
def test_a_page_that_is_none_shows_a_page(admin_client, checked, page):
    answer = admin_client.get(url(checked(REGISTER + WRONG)), {"page": page, "column": "nonsense"})
    assert len(answer.context["wrong"]["rows"]) == 1


def test_values_of_the_file_are_never_markup(admin_client, checked):
    dataset = checked(REGISTER + WRONG.replace("banyak", "<script>alert(1)</script>"))
    assert "<script>alert" not in admin_client.get(url(dataset)).content.decode()


def test_large_changes_and_missing_areas_are_flagged_in_words(admin_client, ready, checked):
    ready()
    more = "".join(LINES[1].replace("Warung A", f"Warung {n}").replace("Ani", f"Ani {n}") for n in range(9))
    dataset = checked("".join(LINES[:3]) + more)
    flags = {line["name"]: line["flag"] for line in dataset.report["areas"]}
    assert flags == {
        "Bukit Raya": "change",
        "Marpoyan Damai": "missing",
        "Sail": "",
        "Tenayan Raya": "missing",
    }
    answer = admin_client.get(url(dataset))
    assert [line["change_text"][0] for line in answer.context["flagged"]] == ["+", MINUS, MINUS]
    assert answer.content.decode().count('class="flag"') == 3


def test_fewer_areas_stop_and_ask(admin_client, ready, checked, worker):
    ready()
    dataset = checked("".join(LINES[:2]).replace("Warung A", "Warung Z"))
    answer = commit(admin_client, dataset, worker)
    assert answer.status_code == 422
    assert "mode" in answer.context["form"].errors
    assert dataset.state == State.CHECKED


@pytest.mark.parametrize(("mode", "total"), [("add", 5), ("replace", 1)])
def test_add_and_replace(admin_client, ready, checked, worker, mode, total):
    ready()
    dataset = checked("".join(LINES[:2]).replace("Warung A", "Warung Z").replace("Ani", "Zul"))
    commit(admin_client, dataset, worker, mode=mode)
    edition = Edition.objects.get(is_current=True)
    assert (edition.number, edition.action) == (2, mode)
    assert sum(Cell.objects.filter(edition=edition).values_list("n", flat=True)) == total


def test_the_same_file_again_is_said_and_not_imported(admin_client, ready, checked, worker):
    first = ready()
    again = checked()
    page = admin_client.get(url(again)).content.decode()
    assert f'href="{reverse("dataset", args=[first.pk])}"' in page
    commit(admin_client, again, worker)
    assert again.state == State.CHECKED
    assert Edition.objects.count() == 1


def test_two_admins_at_once_the_later_one_is_asked_again(admin_client, checked, worker):
    mine, theirs = checked(), checked(REGISTER.replace("Warung A", "Warung X"))
    admin_client.post(url(theirs), {})
    admin_client.post(url(mine), {})
    worker()
    mine.refresh_from_db()
    assert mine.state == State.CHECKED
    assert mine.message
    answer = admin_client.get(reverse("dataset", args=[mine.pk]))
    assert "mode" in answer.context["form"].fields
    assert 'role="alert"' in answer.content.decode()


def test_the_result_leads_to_the_pages_and_back(admin_client, ready):
    dataset = ready(REGISTER + WRONG, rows="good")
    answer = admin_client.get(url(dataset, "result"))
    page = answer.content.decode()
    assert f"{reverse('overview')}?region=kota-uji" in page
    assert reverse("edition_undo", args=[Edition.objects.get().pk]) in page
    assert reverse("dataset_errors_workbook", args=[dataset.pk]) in page
    assert admin_client.get(url(dataset)).status_code == 200  # how it was checked stays readable
    assert admin_client.post(url(dataset), {}).status_code == 200  # and nothing of it can be done again
    assert Edition.objects.count() == 1


@pytest.fixture
def looks_alike(ready, checked):
    """The same rows in another order, so other bytes, without anything that tells one from another."""
    first = ready()
    head, *rows = REGISTER.splitlines()
    again = "\n".join([head, *reversed(rows)]) + "\n"
    return first, checked(again, name="again.csv")


def test_the_same_rows_in_another_format_stop_and_ask(admin_client, looks_alike, worker):
    first, again = looks_alike
    url = reverse("dataset_check", args=[again.pk])
    page = admin_client.get(url)
    assert f'<a href="{reverse("dataset", args=[first.pk])}">register.csv</a>' in page.content.decode()
    assert [value for value, _label in page.context["form"].fields["mode"].choices] == [
        "cancel", "replace", "add",
    ]  # fmt: skip
    assert page.context["form"]["mode"].value() is None
    asked = admin_client.post(url, {}, headers=ENGLISH)
    assert asked.status_code == 422
    assert "Choose whether to add to the edition or to replace it." in asked.content.decode()
    done = admin_client.post(url, {"mode": "cancel"})
    assert done["Location"] == reverse("datasets")
    again.refresh_from_db()
    assert again.state == Dataset.State.DISCARDED
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(("mode", "files"), [("replace", 1), ("add", 2)])
def test_the_person_may_know_better(admin_client, looks_alike, worker, mode, files):
    _first, again = looks_alike
    admin_client.post(reverse("dataset_check", args=[again.pk]), {"mode": mode})
    worker()
    assert Edition.objects.get(is_current=True).datasets.count() == files


def test_cancel_is_offered_only_where_it_is_asked(admin_client, ready, checked):
    ready()
    other = checked(REGISTER.replace("Toko D", "Toko X").replace("Sail", "Bukit Raya"), name="other.csv")
    refused = admin_client.post(reverse("dataset_check", args=[other.pk]), {"mode": "cancel"})
    assert refused.status_code == 422
    other.refresh_from_db()
    assert other.state == Dataset.State.CHECKED


def test_counts_state_their_sum_and_compare_with_nothing_at_first(admin_client, checked):
    counts = "Kecamatan;Mikro;Kecil\nSail;40;2\nBukit Raya;1.000;0\n"
    dataset = checked(counts, kind="msme_counts", name="counts.csv")
    page = admin_client.get(url(dataset), headers=ENGLISH)
    assert page.context["msmes"] == 1042
    text = page.content.decode()
    assert "1,042 MSMEs in all areas of this file" in text
    assert "Look at" not in text


def test_a_register_has_as_many_rows_as_msmes(admin_client, checked):
    assert admin_client.get(url(checked())).context["msmes"] == 0


def test_sums_have_a_decimal_only_where_there_is_one():
    dataset = Dataset(report={"totals": [{"sum": 154_789.0}, {"sum": 57.5}]})
    with override("en"):
        assert [one["shown"] for one in totals(dataset)] == ["154,789", "57.5"]
