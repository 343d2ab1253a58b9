"""The name of a shop: known ones are offered, another way of writing is taken as them, new ones are said."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from data import known_names
from data.models import Dataset
from data.views.steps import name_note

ROWS = b"No. Member;Tanggal;Total\n001;2023-01-02;1000\n"


def upload(client, shop, **fields):
    known = {"region": "kota-uji", "period": "2023", "series": shop, **fields}
    file = SimpleUploadedFile("toko.csv", ROWS)
    return client.post(f"{reverse('upload')}?kind=transactions", {**known, "file": file})


def step_of(client, dataset):
    """The page of its columns, as it is once the file was read."""
    dataset.state = Dataset.State.NEEDS_MAPPING
    dataset.save()
    address = reverse("dataset_columns", args=[dataset.pk])
    assert 'class="note"' in client.get(address).content.decode()
    with override("en"):
        return name_note(dataset)


@pytest.mark.parametrize("written", ["warung uji", " Warung  Uji ", "WarungUji"])
def test_another_way_of_writing_is_the_known_shop(admin_client, region, written):
    upload(admin_client, "Warung Uji")
    answer = upload(admin_client, written)
    first, second = Dataset.objects.order_by("pk")
    assert second.series == first.series == "Warung Uji"
    said = [str(one) for one in get_messages(answer.wsgi_request)]
    assert len(said) == 1
    assert f"“{written.strip()}”" in said[0]
    assert "“Warung Uji”" in said[0]
    assert step_of(admin_client, second) == "“Warung Uji” is known in Kota Uji: this file adds to it."


def test_a_new_shop_is_said_with_those_that_may_be_meant(admin_client, region):
    upload(admin_client, "Warung Uji")
    first = Dataset.objects.get()
    assert step_of(admin_client, first) == "“Warung Uji” is a new shop in Kota Uji."
    upload(admin_client, "Warung Uij")
    note = step_of(admin_client, Dataset.objects.order_by("pk").last())
    assert note.startswith("“Warung Uij” is a new shop in Kota Uji. Did you mean “Warung Uji”?")
    upload(admin_client, "Toko Maju")
    assert "Did you mean" not in step_of(admin_client, Dataset.objects.order_by("pk").last())


def test_known_shops_are_offered(admin_client, region):
    upload(admin_client, "Warung & Uji")
    page = admin_client.get(f"{reverse('upload')}?kind=transactions").content.decode()
    assert 'list="known-series"' in page
    assert '<datalist id="known-series"><option value="Warung &amp; Uji">Kota Uji</option></datalist>' in page
    other = admin_client.get(f"{reverse('upload')}?kind=customer_attributes").content.decode()
    assert "Warung &amp; Uji" not in other


def test_only_nearly_equal_names_are_near():
    assert known_names.near("Toko Jaya", ["Toko Maju", "Toko Jayaa"]) == ["Toko Jayaa"]
