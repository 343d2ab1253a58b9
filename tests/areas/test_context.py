"""The words "demo data" on pages that show no region by themselves."""

import pytest

from areas.models import Region

WORDS = '<strong class="demo">'
PAGES = ["/data/", "/data/upload/", "/data/activity/", "/areas/people/", "/people/log/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_pages_without_a_region_say_demo(admin_client, path):
    Region.objects.create(slug="pekanbaru", name="Pekanbaru", is_demo=True)
    assert WORDS in admin_client.get(path).content.decode()


@pytest.mark.django_db
def test_a_real_region_that_opens_first_is_no_demo(admin_client):
    Region.objects.create(slug="pekanbaru", name="Pekanbaru", is_demo=True)
    Region.objects.create(slug="bengkalis", name="Bengkalis")
    assert WORDS not in admin_client.get("/data/").content.decode()
    assert WORDS in admin_client.get("/data/?region=pekanbaru").content.decode()


@pytest.mark.django_db
def test_without_a_region_or_without_a_person_there_is_no_demo(client, admin_client):
    assert WORDS not in admin_client.get("/data/").content.decode()
    Region.objects.create(slug="pekanbaru", name="Pekanbaru", is_demo=True)
    assert WORDS not in client.get("/account/login/").content.decode()
