"""The first step: what is refused at once, and what becomes a dataset."""

import re

import pytest
from django.urls import reverse

from accounts.models import Event
from areas.models import Region
from core.models import Job
from data.models import Dataset
from tests.data.views.conftest import REGISTER, send

PASTED = "Kecamatan\tJumlah Penduduk\nBukit Raya\t1000\nSail\t2000\n"


def paste(client, text, **fields):
    known = {"region": "kota-uji", "period": "2023", "series": "registry", "pasted": text, **fields}
    return client.post(f"{reverse('upload')}?kind=population", known)


def test_it_offers_every_kind(admin_client, db):
    page = admin_client.get(reverse("upload")).content.decode()
    for key in ("msme_register", "msme_counts", "population", "area_facts", "area_boundaries"):
        assert f"?kind={key}" in page


def test_it_stores_the_file_and_begins_to_read_it(admin_client, carol, region):
    answer = send(admin_client, REGISTER, source="Dinas Koperasi 2023")
    dataset = Dataset.objects.get()
    assert answer.url == reverse("dataset", args=[dataset.pk])
    assert dataset.original.read_bytes() == REGISTER.encode()
    assert (dataset.region, dataset.period_label, dataset.created_by) == (region, "2023", carol)
    assert dataset.source == "Dinas Koperasi 2023"
    assert Job.objects.get().kind == "read"
    assert Event.objects.get(action="upload").subject == "register.csv"


def test_the_page_shows_progress_that_can_be_left(admin_client, region):
    send(admin_client, REGISTER)
    page = admin_client.get(reverse("dataset", args=[Dataset.objects.get().pk])).content.decode()
    assert reverse("job_progress", args=[Job.objects.get().pk]) in page
    assert reverse("activity") in page


def test_activity_names_the_file_and_leads_to_it(admin_client, region):
    send(admin_client, REGISTER)
    page = admin_client.get(reverse("activity")).content.decode()
    assert f'<a href="{reverse("dataset", args=[Dataset.objects.get().pk])}">register.csv</a>' in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"period": "next year"}, "period"),
        ({"period": "2023-12-31..2023-01-01"}, "period"),
        ({"period": ""}, "period"),
        ({"region": ""}, "region"),
        ({"region": "atlantis"}, "region"),
        ({"new_region": "!!!"}, "new_region"),
    ],
)
def test_it_says_what_is_wrong_at_the_field(admin_client, region, changes, field):
    answer = send(admin_client, REGISTER, **changes)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert f'href="#id_{field}"' in answer.content.decode()
    assert not Dataset.objects.exists()


def test_a_file_is_needed(admin_client, region):
    answer = admin_client.post(
        f"{reverse('upload')}?kind=msme_register", {"region": "kota-uji", "period": "2023"}
    )
    assert "file" in answer.context["form"].errors


def test_a_file_that_is_too_large_is_refused(admin_client, region, settings):
    settings.UPLOAD_LIMIT_MB = 1
    answer = send(admin_client, b"x" * 1_000_001)
    assert "file" in answer.context["form"].errors


def test_an_empty_file_is_refused_at_once(admin_client, region):
    answer = send(admin_client, b"")
    assert answer.status_code == 422
    assert not Dataset.objects.exists()


def test_a_new_region_is_named_in_the_form(admin_client, region):
    send(admin_client, REGISTER, new_region="Kota Dumai")
    assert Dataset.objects.get().region == Region.objects.get(slug="kota-dumai")


def test_a_region_is_not_made_twice(admin_client, region):
    send(admin_client, REGISTER, new_region="kota UJI")
    assert Dataset.objects.get().region == region


def test_choosing_one_region_and_naming_another_is_asked_about(admin_client, region):
    Region.objects.create(slug="lain", name="Lain")
    answer = send(admin_client, REGISTER, new_region="Kota Dumai")
    assert "new_region" in answer.context["form"].errors


def test_without_regions_the_form_asks_for_a_name(admin_client, media):
    form = admin_client.get(f"{reverse('upload')}?kind=msme_register").context["form"]
    assert "region" not in form.fields
    send(admin_client, REGISTER, region="", new_region="Kota Dumai")
    assert Dataset.objects.get().region.slug == "kota-dumai"


def test_population_needs_its_basis(admin_client, region):
    answer = paste(admin_client, PASTED, series="")
    assert "series" in answer.context["form"].errors


def test_pasted_rows_become_a_file(admin_client, region, worker):
    assert paste(admin_client, PASTED).status_code == 302
    worker()
    dataset = Dataset.objects.get()
    assert dataset.file_name in ("Pasted rows.tsv", "Baris yang ditempel.tsv")
    assert dataset.state == Dataset.State.NEEDS_MAPPING
    assert dataset.mapping == {"sub_district": "Kecamatan", "residents": "Jumlah Penduduk"}


def test_typed_rows_may_use_semicolons(admin_client, region, worker):
    paste(admin_client, "Kecamatan; Penduduk\nSail; 2000\n")
    worker()
    assert Dataset.objects.get().guess["headers"] == ["Kecamatan", "Penduduk"]


def test_fifty_rows_may_be_pasted_and_no_more(admin_client, region):
    rows = [f"Sail\t{n}" for n in range(51)]
    answer = paste(admin_client, "\n".join(["Kecamatan\tPenduduk", *rows]))
    assert "pasted" in answer.context["form"].errors
    assert paste(admin_client, "\n".join(["Kecamatan\tPenduduk", *rows[:50]])).status_code == 302


def test_a_header_alone_or_both_ways_at_once_are_refused(admin_client, region):
    assert "pasted" in paste(admin_client, "Kecamatan\tPenduduk").context["form"].errors
    both = send(admin_client, REGISTER, kind="population", series="registry", pasted=PASTED)
    assert "pasted" in both.context["form"].errors


def test_without_rows_or_file_it_asks_for_rows(admin_client, region):
    assert list(paste(admin_client, "").context["form"].errors) == ["pasted"]


def test_pasted_rows_can_be_changed_after_a_problem(admin_client, region, worker):
    paste(admin_client, PASTED, source="BPS")
    worker()
    first = Dataset.objects.get()
    page = admin_client.get(reverse("dataset", args=[first.pk])).content.decode()
    again = f"{reverse('upload')}?kind=population&pasted={first.pk}"
    assert again.replace("&", "&amp;") in page
    form = admin_client.get(again).context["form"]
    assert (form["pasted"].value(), form["series"].value(), form["source"].value()) == (
        PASTED,
        "registry",
        "BPS",
    )
    fields = {"region": "kota-uji", "period": "2023", "series": "registry"}
    admin_client.post(again, {**fields, "pasted": PASTED.replace("2000", "3000")})
    first.refresh_from_db()
    assert first.state == Dataset.State.DISCARDED
    assert b"3000" in Dataset.objects.latest("pk").original.read_bytes()


def test_a_file_is_never_shown_in_the_paste_box(admin_client, region, worker):
    send(admin_client, "Kecamatan;Penduduk\nSail;5\n", kind="population", series="registry")
    dataset = Dataset.objects.get()
    form = admin_client.get(f"{reverse('upload')}?kind=population&pasted={dataset.pk}").context["form"]
    assert not form["pasted"].value()
    send(admin_client, REGISTER.replace("Warung A", "Warung Q"))
    dataset.refresh_from_db()
    assert dataset.state != Dataset.State.DISCARDED


def test_the_browser_asks_before_the_file_is_sent(admin_client, region):
    Region.objects.create(slug="lain", name="Lain")
    page = admin_client.get(f"{reverse('upload')}?kind=msme_register").content.decode()
    form = page[page.index('enctype="multipart') :].partition("</form>")[0]
    assert "novalidate" not in form
    for name in ("file", "region", "period"):
        assert " required" in re.search(f'<(?:input|select)[^>]*name="{name}"[^>]*>', form)[0]
    assert "selected" not in re.search('<select[^>]*name="region".*?</select>', form, re.S)[0].replace(
        'value="" selected', ""
    )


def test_a_new_region_is_a_choice_of_the_list(admin_client, region):
    send(admin_client, REGISTER, region="=new", new_region="Kota Dumai")
    assert Dataset.objects.get().region.slug == "kota-dumai"
    assert "new_region" in send(admin_client, REGISTER, region="=new").context["form"].errors


def test_a_register_cannot_be_pasted(admin_client, region):
    assert "pasted" not in admin_client.get(f"{reverse('upload')}?kind=msme_register").context["form"].fields


@pytest.mark.parametrize("role", ["sales_client", "analyst_client"])
def test_only_admins_upload(role, region, request):
    client = request.getfixturevalue(role)
    assert client.get(reverse("upload")).status_code == 403
    assert send(client, REGISTER).status_code == 403
    assert not Dataset.objects.exists()
