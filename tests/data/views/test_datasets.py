"""The list of files."""

import pytest
from django.urls import reverse

from data.models import Dataset
from tests.data.views.conftest import REGISTER


def test_an_empty_list_says_what_comes_first(admin_client, db):
    page = admin_client.get(reverse("datasets")).content.decode()
    assert 'class="empty"' in page
    assert reverse("upload") in page


def test_files_under_way_come_first_with_a_link_to_their_step(admin_client, ready, uploaded):
    done, waiting = ready(), uploaded(REGISTER, name="next.csv", period="2024")
    answer = admin_client.get(reverse("datasets"))
    assert [row["dataset"].pk for row in answer.context["under_way"]] == [waiting.pk]
    assert [(row["dataset"].pk, row["rows"], row["is_shown"]) for row in answer.context["rows"]] == [
        (done.pk, 4, True)
    ]
    assert reverse("dataset", args=[waiting.pk]) in answer.content.decode()


def test_failed_files_are_under_their_state(admin_client, uploaded):
    uploaded(b"\x00\x01" * 500)
    failed = Dataset.objects.get()
    assert failed.state == Dataset.State.FAILED
    rows = admin_client.get(reverse("datasets"), {"state": "failed"}).context["rows"]
    assert [row["dataset"] for row in rows] == [failed]
    assert admin_client.get(reverse("datasets"), {"state": "nonsense"}).context["rows"] == []


def test_analysts_look_without_links_to_personal_data(analyst_client, ready):
    dataset = ready()
    page = analyst_client.get(reverse("datasets")).content.decode()
    assert dataset.file_name in page
    assert reverse("dataset", args=[dataset.pk]) not in page


def test_sales_do_not_see_it(sales_client, db):
    assert sales_client.get(reverse("datasets")).status_code == 403


@pytest.mark.parametrize("files", [1, 30])
def test_the_number_of_queries_does_not_grow(
    admin_client, carol, region, files, django_assert_max_num_queries
):
    for number in range(files):
        Dataset.objects.create(
            kind="msme_register",
            region=region,
            period_start="2023-01-01",
            period_end="2023-12-31",
            period_label="2023",
            folder=f"datasets/{number}",
            file_name=f"{number}.csv",
            size=1,
            sha256="",
            created_by=carol,
        )
    with django_assert_max_num_queries(12):
        assert admin_client.get(reverse("datasets")).status_code == 200
