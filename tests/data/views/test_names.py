"""The fourth step: what unknown names mean."""

import re
from hashlib import sha256
from typing import Any

import pytest
from django.urls import reverse

from areas.models import Area, AreaAlias
from core.models import Job
from data.models import Category, CategoryAlias, Dataset
from data.names_form import CREATE, OTHER, REJECT, NamesForm, similar_texts
from tests.data.views.conftest import REGISTER

State = Dataset.State
LINES = REGISTER.splitlines(keepends=True)
VARIANTS = REGISTER.replace("Bukit Raya", "Bukit Rayaa").replace(";Perdagangan;", ";Dagang;")


def url(dataset):
    return reverse("dataset_names", args=[dataset.pk])


def answers(form: NamesForm, **chosen: Any) -> dict[str, Any]:
    """What a browser sends for this form, with some fields changed."""
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    sent.update(chosen)
    return {name: value for name, value in sent.items() if value is not False}


def page_form(client, dataset):
    return client.get(url(dataset)).context["form"]


def test_a_near_name_is_suggested_and_marked_as_a_guess(admin_client, checked):
    dataset = checked(VARIANTS)
    assert dataset.state == State.NEEDS_NAMES
    form = page_form(admin_client, dataset)
    area = next(asked for asked in form.asked if asked.section == "area")
    assert (area.text, area.rows, area.guess) == ("Bukit Rayaa", 1, "Bukit Raya")
    assert form.sections[0]["rows"][0]["is_guess"]


def test_confirmed_names_are_applied_and_remembered(admin_client, checked, worker):
    dataset = checked(VARIANTS)
    form = page_form(admin_client, dataset)
    sent = answers(form, **{"category-0": OTHER, "category-0-other": "Perdagangan"})
    assert admin_client.post(url(dataset), sent).status_code == 302
    worker()
    dataset.refresh_from_db()
    assert dataset.state == State.CHECKED
    assert dataset.report["counts"]["accepted"] == 4
    admin_client.post(reverse("dataset_check", args=[dataset.pk]), {})
    worker()
    assert AreaAlias.objects.get().area.name == "Bukit Raya"
    assert CategoryAlias.objects.get().category.name == "Perdagangan"


def test_the_next_file_needs_no_answer(admin_client, checked, ready, worker):
    first = checked(VARIANTS)
    sent = answers(page_form(admin_client, first), **{"category-0-other": "Perdagangan"})
    admin_client.post(url(first), sent)
    worker()
    admin_client.post(reverse("dataset_check", args=[first.pk]), {})
    worker()
    assert checked(VARIANTS, period="2024").state == State.CHECKED


def test_every_name_needs_an_answer(admin_client, checked):
    dataset = checked(VARIANTS)
    answer = admin_client.post(url(dataset), answers(page_form(admin_client, dataset)))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["category-0"]
    assert 'href="#id_category-0"' in answer.content.decode()


def test_rows_of_a_rejected_name_are_wrong_and_said(admin_client, checked, worker):
    dataset = checked(VARIANTS)
    sent = answers(page_form(admin_client, dataset), **{"area-0": REJECT, "category-0": CREATE})
    admin_client.post(url(dataset), sent)
    worker()
    dataset.refresh_from_db()
    assert dataset.report["counts"] | {"accepted": 3, "rejected": 1} == dataset.report["counts"]
    assert Category.objects.filter(name="Dagang").exists()


def test_an_answer_can_be_changed_until_the_import(admin_client, checked, worker):
    dataset = checked(VARIANTS)
    sent = answers(page_form(admin_client, dataset), **{"area-0": REJECT, "category-0-other": "Perdagangan"})
    admin_client.post(url(dataset), sent)
    worker()
    form = page_form(admin_client, dataset)
    assert {asked.text: asked.decided for asked in form.asked} == {
        "Bukit Rayaa": None,
        "Dagang": "Perdagangan",
    }
    admin_client.post(url(dataset), answers(form, **{"area-0": OTHER, "area-0-other": "Sail"}))
    worker()
    dataset.refresh_from_db()
    assert dataset.report["counts"]["accepted"] == 4
    assert {line["name"]: line["now"] for line in dataset.report["areas"]}["Sail"] == 2


def test_a_name_that_is_not_in_the_list_is_refused(admin_client, checked):
    dataset = checked(VARIANTS)
    sent = answers(page_form(admin_client, dataset), **{"category-0": OTHER, "category-0-other": "Kulinar"})
    answer = admin_client.post(url(dataset), sent)
    assert "category-0-other" in answer.context["form"].errors


def test_an_answer_is_never_given_to_another_name(admin_client, checked):
    dataset = checked(VARIANTS)
    sent = answers(page_form(admin_client, dataset), **{"area-0-text": "Something else"})
    assert admin_client.post(url(dataset), sent).context["form"].non_field_errors()
    assert not Job.objects.filter(state=Job.State.QUEUED).exists()


def test_areas_and_categories_come_from_the_file_where_there_are_none(admin_client, checked, worker):
    dataset = checked(REGISTER, new_region="Kota Baru", region="")
    form = page_form(admin_client, dataset)
    assert form["area-create_all"].value()
    assert form["category-create_all"].value()
    admin_client.post(url(dataset), answers(form))
    worker()
    dataset.refresh_from_db()
    assert dataset.state == State.CHECKED
    created = Area.objects.filter(boundary_set__region__slug="kota-baru")
    assert sorted(created.values_list("name", flat=True)) == [
        "Bukit Raya",
        "Marpoyan Damai",
        "Sail",
        "Tenayan Raya",
    ]
    page = admin_client.get(reverse("dataset", args=[dataset.pk]))
    assert page.context["report"]["new_categories"]
    assert "4 wilayah akan dibuat:" in page.content.decode()
    Dataset.objects.filter(pk=dataset.pk).update(state=State.READY)
    page = admin_client.get(url(dataset).replace("names", "check"))
    assert "4 wilayah dibuat:" in page.content.decode()


def test_size_classes_are_confirmed_too(admin_client, checked, worker):
    dataset = checked(REGISTER.replace(";Kecil;", ";Golongan II;"))
    form = page_form(admin_client, dataset)
    assert [asked.section for asked in form.asked] == ["size_class"]
    admin_client.post(url(dataset), answers(form, **{"size_class-0": "small"}))
    worker()
    dataset.refresh_from_db()
    assert dataset.state == State.CHECKED


def test_the_names_page_says_when_all_are_known(admin_client, checked):
    answer = admin_client.get(url(checked()))
    assert not answer.context["form"].asked
    assert answer.status_code == 200


@pytest.mark.parametrize("parent", ["", "Malang"])
def test_twins_inside_a_new_file_are_offered_to_the_rarer_one(parent):
    path = f"{parent} > " if parent else ""
    unresolved = [
        {"text": f"{path}KEPANJEN", "rows": 9, "level": 2, "parent": parent},
        {"text": f"{path}KEPANJENN", "rows": 1, "level": 2, "parent": parent},
        {"text": f"{path}LAWANG", "rows": 1, "level": 2, "parent": parent},
        {"text": "Blitar > KEPANJEN", "rows": 1, "level": 2, "parent": "Blitar"},
    ]
    offered = {text: near for text, near in similar_texts(unresolved).items() if near}
    assert offered == {f"{path}KEPANJENN": (f"{path}KEPANJEN",)}


@pytest.mark.parametrize(
    ("first", "second", "offered"),
    [
        ("Ilir Barat I", "Ilir Barat II", False),
        ("Ilir Barat 1", "Ilir Barat I", True),
        ("Ilir Barat I", "Ilir Barrat I", True),
        ("Seberang Ulu 1", "Seberang Ulu 2", False),
        ("[13] PROBOLINGGO", "[74] KOTA PROBOLINGGO", False),
        ("KABUPATEN PROBOLINGGO", "KOTA PROBOLINGGO", False),
        ("KOTA PROBOLINGGO", "KOTA PROBOLINGO", True),
    ],
)
def test_numbered_names_and_a_city_and_its_regency_are_no_twins(first, second, offered):
    unresolved = [{"text": text, "rows": 1, "level": 2, "parent": ""} for text in (first, second)]
    assert similar_texts(unresolved)[second] == ((first,) if offered else ())


def test_a_name_like_another_comes_first_and_says_so(admin_client, checked):
    more = "Toko F;Fani;Bukit Rayaa;Perdagangan;Mikro;;30.000.000;\n"
    dataset = checked(REGISTER + more + LINES[1].replace("Ani", "Ana"), new_region="Kota Baru", region="")
    answer = admin_client.get(url(dataset))
    areas = answer.context["form"].sections[0]["rows"]
    assert areas[0]["asked"].text == "Bukit Rayaa"
    assert [bool(row["asked"].likeness) for row in areas] == [True, False, False, False, False]
    page = answer.content.decode()
    assert "Bukit Raya" in re.search(r'<span class="flag">(?:<svg.*?</svg>)?(.*?)</span>', page, re.S)[1]


def test_a_new_name_is_offered_once(admin_client, checked):
    dataset = checked(REGISTER, new_region="Kota Baru", region="")
    form = page_form(admin_client, dataset)
    assert CREATE not in dict(form.fields["area-0"].choices)
    unticked = answers(form, **{"area-create_all": False})
    again = admin_client.post(url(dataset), unticked).context["form"]
    assert "area-0" in again.errors
    assert CREATE in dict(again.fields["area-0"].choices)
    chosen = {asked.name: CREATE for asked in form.asked}
    assert admin_client.post(url(dataset), answers(form, **chosen)).status_code == 302


def test_many_new_names_wait_folded_but_not_those_like_another(admin_client, checked, worker):
    """A province brings hundreds of names: what needs a look is not lost among them."""
    Area.objects.all().delete()
    places = [sha256(str(n).encode()).hexdigest()[:12] for n in range(45)]
    rows = [f"Warung {n};{place}" for n, place in enumerate([*places, "Sidoarjo", "Sidoarjo", "Sidoarja"])]
    dataset = checked("\n".join(["Nama Usaha;Kecamatan", *rows, ""]))
    page = admin_client.get(url(dataset))
    section = page.context["form"].sections[0]
    shown, folded = ({row["asked"].text for row in section[part]} for part in ("rows", "plain"))
    assert "Sidoarja" in shown
    assert "Sidoarjo" in folded
    assert len(shown) + len(folded) == 47
    assert page.content.decode().count('name="area-') == 3 * 47 + 1
    admin_client.post(url(dataset), answers(page.context["form"]))
    worker()
    dataset.refresh_from_db()
    assert len(dataset.report["new_areas"]) == 47
