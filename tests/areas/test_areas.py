"""Boundary sets, the changes between them, and whose enterprises a person may see."""

import datetime

import pandas as pd
import pytest
from django.core.exceptions import ValidationError

from accounts.models import Event, User
from areas import loading, queries, working
from areas.changes import load_changes, same_villages
from areas.models import Area, AreaChange, BoundarySet, Region

pytestmark = pytest.mark.django_db
OLD = {
    "Tampan": ["Simpang Baru", "Tuah Karya", "Sidomulyo Barat"],
    "Rumbai": ["Umban Sari"],
    "Kota": ["Pusat"],
}
NEW = {
    "Binawidya": ["Simpang Baru"],
    "Tuahmadani": ["Tuah Karya", "Sidomulyo Barat"],
    "Rumbai": ["Umban Sari"],
}


def key(text: str) -> str:
    return text.casefold().replace(" ", "")


def lines(tree, code=""):
    for number, (district, villages) in enumerate(sorted(tree.items()), 1):
        yield {"level": 2, "name": district, "code": f"{code}{number}"}
        for village in villages:
            yield {"level": 3, "name": village, "parent": district}


@pytest.fixture
def region(db):
    return Region.objects.create(slug="contoh", name="Contoh")


@pytest.fixture
def old(region):
    first, last = datetime.date(2009, 1, 1), datetime.date(2020, 12, 30)
    return loading.load_boundary_set(region, first, last, lines(OLD), key_of=key)


@pytest.fixture
def new(region, old):
    return loading.load_boundary_set(region, datetime.date(2020, 12, 31), None, lines(NEW), key_of=key)


def area(boundary_set, name, level=2):
    return Area.objects.get(boundary_set=boundary_set, name=name, level=level)


def test_a_set_is_loaded_with_its_villages(old):
    tree = queries.area_tree(old)
    assert (tree["level"] == 2).sum() == 3
    assert (tree["level"] == 3).sum() == 5
    village = tree[tree["name"] == "Tuah Karya"].iloc[0]
    assert tree.loc[village["parent_id"], "name"] == "Tampan"
    assert village["key"] == "tuahkarya"
    assert Event.objects.get(action="boundary_set_loaded").rows == 8


def test_the_order_of_the_lines_does_not_matter(region):
    set_ = loading.load_boundary_set(
        region, datetime.date(2009, 1, 1), None, reversed(list(lines(OLD))), key_of=key
    )
    assert area(set_, "Pusat", 3).parent == area(set_, "Kota")


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({"level": 2, "name": "TAMPAN"}, "occurs twice"),
        ({"level": 3, "name": "X", "parent": "Nowhere"}, "missing or occurs twice"),
        ({"level": 3, "name": "X", "parent_code": "99"}, "missing or occurs twice"),
        ({"level": 2, "name": "  "}, "no name"),
    ],
)
def test_doubtful_areas_load_nothing(region, extra, said):
    with pytest.raises(ValidationError, match=said):
        loading.load_boundary_set(region, datetime.date(2009, 1, 1), None, [*lines(OLD), extra], key_of=key)
    assert not BoundarySet.objects.exists()


def test_sets_of_a_region_do_not_overlap(region, old):
    with pytest.raises(ValidationError, match="same time"):
        loading.load_boundary_set(region, datetime.date(2020, 12, 30), None, lines(NEW), key_of=key)


def branch(regency, district, village):
    """A village below its sub-district below its regency; the names of both may stand elsewhere too."""
    return [
        {"level": 1, "name": regency},
        {"level": 2, "name": district, "parent": regency},
        {"level": 3, "name": village, "parent": district, "grandparent": regency},
    ]


def test_two_districts_of_one_name_need_their_regency(region):
    both = [*branch("Kab. Malang", "Dau", "Tegal"), *branch("Kota Malang", "Dau", "Tegal")]
    made = loading.load_boundary_set(region, datetime.date(2021, 1, 1), None, both, key_of=key)
    assert Area.objects.filter(boundary_set=made, level=1).count() == 2
    parents = Area.objects.filter(boundary_set=made, name="Tegal").values_list(
        "parent__parent__name", flat=True
    )
    assert sorted(parents) == ["Kab. Malang", "Kota Malang"]


def test_changes_sum_to_one_on_each_basis(old, new):
    villages = queries.area_tree(new).query("level == 3")
    land = pd.Series([1.0, 2.0, 5.0, 9.0], index=villages.index)
    people = pd.Series([30.0, 60.0, 10.0, 5.0], index=villages.index)
    done = load_changes(old, new, land=land, residents=people)
    assert (done.villages, done.unmatched) == (4, ("Pusat",))
    table = queries.changes(old, new)
    assert table.groupby(["from_id", "basis"])["share"].sum().round(9).eq(1).all()
    tampan = table[table["from_id"] == area(old, "Tampan").pk]
    assert set(tampan["basis"]) == {"land", "residents"}
    by_people = tampan[tampan["basis"] == "residents"].set_index("to_id")["share"]
    own = people[area(new, "Simpang Baru", 3).pk]
    rest = people[area(new, "Tuah Karya", 3).pk] + people[area(new, "Sidomulyo Barat", 3).pk]
    assert by_people[area(new, "Binawidya").pk] == pytest.approx(own / (own + rest))
    # Rumbai went whole into Rumbai: exact, whatever the weights
    rumbai = table[table["from_id"] == area(old, "Rumbai").pk]
    assert rumbai[["share", "basis"]].to_numpy().tolist() == [[1.0, "exact"]]


def test_loading_changes_again_replaces_them(old, new):
    load_changes(old, new)
    first = AreaChange.objects.count()
    load_changes(old, new)
    assert AreaChange.objects.count() == first


def test_missing_weights_are_refused(old, new):
    with pytest.raises(ValidationError, match="missing or negative"):
        load_changes(old, new, land=pd.Series({area(new, "Simpang Baru", 3).pk: 1.0}))
    assert not AreaChange.objects.exists()


def test_villages_of_one_name_are_told_apart_by_code():
    columns = ["parent_id", "level", "code", "name", "key"]
    rows = [(1, 3, "a", "Tegal", "tegal"), (2, 3, "b", "Tegal", "tegal"), (1, 3, "c", "Dau", "dau")]
    old = pd.DataFrame(rows, columns=columns, index=[11, 12, 13])
    new = pd.DataFrame([*rows[::-1]], columns=columns, index=[21, 22, 23])
    pairs = same_villages(old, new)
    assert dict(zip(pairs["from_id"], pairs["to_id"], strict=True)) == {11: 23, 12: 22, 13: 21}


# Whose enterprises ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("fixture", ["bob", "carol"])
def test_analyst_and_admin_see_everywhere(request, fixture, old):
    assert queries.scope(request.getfixturevalue(fixture), old) is None


def test_sales_see_their_areas_and_what_is_below(alice, carol, old):
    working.set_areas(carol, alice, [area(old, "Tampan")])
    names = set(Area.objects.filter(pk__in=queries.scope(alice, old)).values_list("name", flat=True))
    assert names == {"Tampan", *OLD["Tampan"]}
    assert queries.scope(alice, old) == queries.descendants(queries.area_tree(old), {area(old, "Tampan").pk})


def test_without_areas_sales_see_nothing(alice, old):
    assert queries.scope(alice, old) == set()
    assert not queries.limit(Area.objects.all(), alice, old, field="pk").exists()


def test_areas_of_one_set_give_nothing_in_another(alice, carol, old, new):
    working.set_areas(carol, alice, [area(old, "Rumbai")])
    assert queries.scope(alice, new) == set()


def test_a_proposal_gives_nothing_until_confirmed(alice, old):
    alice.work_areas.create(area=area(old, "Rumbai"), confirmed=False)
    assert queries.scope(alice, old) == set()
    assert not queries.work_areas(alice).exists()


def test_a_closed_account_sees_nothing(bob, alice, carol, old):
    working.set_areas(carol, alice, [area(old, "Rumbai")])
    for person in (bob, alice):
        User.objects.filter(pk=person.pk).update(is_active=False)
        assert queries.scope(User.objects.get(pk=person.pk), old) == set()


def test_setting_areas_counts_the_revision_up_once(alice, carol, old):
    chosen = [area(old, "Rumbai"), area(old, "Kota")]
    assert working.set_areas(carol, alice, chosen)
    assert not working.set_areas(carol, alice, chosen[::-1])
    alice.refresh_from_db()
    assert alice.permission_revision == 1
    assert Event.objects.filter(action="work_areas_set").count() == 1


def test_ancestors_follow_three_levels(region):
    lines_of_one = branch("Kota", "Dau", "Tegal")
    made = loading.load_boundary_set(region, datetime.date(2021, 1, 1), None, lines_of_one, key_of=key)
    table = queries.area_tree(made)
    top = queries.ancestors_at(table, 1)
    assert top.tolist() == [area(made, "Kota", 1).pk] * 3
    villages = queries.ancestors_at(table, 3)
    assert villages.notna().sum() == 1
