"""New borders: work areas are proposed, seen by nobody until an admin confirms, and gone when declined."""

import pandas as pd
import pytest
from django.urls import reverse

from accounts.models import Event
from areas import queries, successors, working
from areas.changes import load_changes
from areas.models import AreaChange, WorkArea
from tests.areas.test_areas import area, new, old, region  # noqa: F401 – fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(old, new):  # noqa: F811
    villages = queries.area_tree(new).query("level == 3")
    weights = {"Simpang Baru": 8.0, "Tuah Karya": 91.0, "Sidomulyo Barat": 1.0, "Umban Sari": 5.0}
    residents = villages["name"].map(weights)
    land = pd.Series(1.0, index=villages.index)
    load_changes(old, new, residents=residents, land=land)
    return old, new


def test_the_best_basis_decides_and_slivers_are_left_out(alice, carol, changed):
    before, after = changed
    working.set_areas(carol, alice, [area(before, "Tampan"), area(before, "Rumbai"), area(before, "Kota")])
    assert successors.propose(after, carol) == 2
    made = WorkArea.objects.filter(confirmed=False)
    # by land a third of Tampan went to Binawidya, by residents 8 %: residents count. Kota has no successor.
    assert {work.area.name for work in made} == {"Tuahmadani", "Rumbai"}
    assert queries.scope(alice, after) == set()
    change = successors.best_change(made.get(area__name="Tuahmadani"))
    assert (change.basis, round(change.share, 2)) == (AreaChange.Basis.RESIDENTS, 0.92)


def test_proposing_twice_changes_nothing(alice, carol, changed):
    before, after = changed
    working.set_areas(carol, alice, [area(before, "Rumbai")])
    assert successors.propose(after) == 1
    assert successors.propose(after) == 0


def test_an_admin_decides_on_the_page(alice, admin_client, carol, changed):
    before, after = changed
    working.set_areas(carol, alice, [area(before, "Tampan"), area(before, "Rumbai")])
    successors.propose(after)
    url = reverse("work_areas")
    text = admin_client.get(url).content.decode()
    assert "Tuahmadani" in text
    assert "92.0" in text
    assert "by residents" in text
    one = WorkArea.objects.get(area=area(after, "Rumbai"))
    other = WorkArea.objects.get(area=area(after, "Tuahmadani"))
    admin_client.post(url, {"decision": "confirm", "proposal": [one.pk]})
    admin_client.post(url, {"decision": "decline", "proposal": [other.pk]})
    names = {name for name, level in queries.work_areas(alice).values_list("name", "level")}
    assert names == {"Tampan", "Rumbai"}
    assert area(after, "Rumbai").pk in queries.scope(alice, after)
    assert not WorkArea.objects.filter(pk=other.pk, confirmed=True).exists()
    assert area(after, "Tuahmadani").pk not in queries.scope(alice, after)
    assert Event.objects.filter(action="work_area_confirmed", user=carol).count() == 1
    assert Event.objects.filter(action="work_area_declined", user=carol).count() == 1
    alice.refresh_from_db()
    assert alice.permission_revision == 2


def test_a_confirmed_area_is_not_declined_by_an_old_page(alice, carol, admin_client, changed):
    before, _after = changed
    working.set_areas(carol, alice, [area(before, "Rumbai")])
    held = WorkArea.objects.get()
    answer = admin_client.post(reverse("work_areas"), {"decision": "decline", "proposal": [held.pk]})
    assert answer.status_code == 302
    assert WorkArea.objects.filter(pk=held.pk, confirmed=True).exists()


def test_a_declined_proposal_does_not_come_back(alice, carol, admin_client, changed):
    before, after = changed
    working.set_areas(carol, alice, [area(before, "Tampan")])
    offered = successors.propose(after, carol)
    assert offered == queries.proposals().count() > 0
    for proposal in queries.proposals():
        successors.decline(carol, proposal)
    assert successors.propose(after, carol) == 0
    assert not queries.proposals().exists()
    assert "No work area waits" in admin_client.get(reverse("work_areas")).content.decode()
    # an admin's own choice outweighs the answer of before
    working.set_areas(carol, alice, [area(before, "Tampan"), area(after, "Tuahmadani")])
    assert area(after, "Tuahmadani").pk in queries.scope(alice, after)


def test_choosing_nothing_is_said(admin_client, changed):
    answer = admin_client.post(reverse("work_areas"), {"decision": "confirm"}, follow=True)
    assert "Nothing was chosen" in answer.content.decode()
