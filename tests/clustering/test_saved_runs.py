"""Saved runs: kept as they were found, listed, compared across editions and borders, deleted, restored."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Event
from areas.models import AreaChange
from clustering import comparison_content, queries
from clustering.forms import CompareForm
from clustering.models import SavedRun
from data.editions import Refused
from data.models import Dataset, Edition
from data.purging import start
from tests import world as worlds

pytestmark = pytest.mark.django_db
SAVE, RUNS, COMPARE = "/clustering/runs/save/", "/clustering/runs/", "/clustering/runs/compare/"
# Hill grew past West and East past Centre since
OLDER = {
    "Centre": {"Food": {1: 300}}, "East": {"Food": {1: 500}}, "North": {"Food": {1: 140}},
    "West": {"Food": {1: 90}},
}  # fmt: skip


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.build()


def client_of(user: Any, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


@pytest.fixture
def analyst(world: worlds.World) -> Client:
    return client_of(world.bob)


def save(client: Client, edition: Edition | None, query: str = "", **values: Any) -> SavedRun:
    page = client.get(f"/clustering/?{query}").context
    assert page["form"].scope.edition == edition
    response = client.post(f"{SAVE}?{query}", {"seen": page["seen"], **values})
    assert response.status_code == 302
    return SavedRun.objects.latest("pk")


def seen(client: Client, query: str = "") -> str:
    return str(client.get(f"/clustering/?{query}").context["seen"])


def said(client: Client, response: Any) -> str:
    page = client.get(response["Location"])
    return " ".join(str(message) for message in page.context["messages"])


def older_edition(world: worlds.World, **values: Any) -> Edition:
    return worlds.add_market(world, OLDER, year=2020, old=True, **values)


# saving


def test_what_is_saved_is_what_the_page_showed(world, analyst) -> None:
    page = analyst.get("/clustering/?feature=n&feature=ratio_per_1000&k=2").context
    run = save(analyst, world.market, "feature=n&feature=ratio_per_1000&k=2", name="Two features")
    assert (run.name, run.created_by, run.edition, run.region) == (
        "Two features", world.bob, world.market, world.region,
    )  # fmt: skip
    assert (run.params["features"], run.params["k"], run.params["scaling"]) == (
        ["n", "ratio_per_1000"],
        2,
        "zscore",
    )
    assert [one.pk for one in run.others.all()] == [world.population.pk]
    levels = {row["name"]: row["level"] for row in page["figures"]["members"].table.rows}
    names = {area.pk: name for name, area in world.areas.items()}
    words = ("1 (lowest)", "2 (highest)")
    assert {names[int(area)]: words[level] for area, level in run.result["levels"].items()} == levels
    assert run.result["silhouette"] == pytest.approx(page["numbers"][1].value)
    assert sum(run.result["sizes"]) == run.result["n"] == 5
    assert run.code_version
    assert run.is_demo
    event = Event.objects.latest("pk")
    assert (event.action, event.subject, event.rows, event.user) == (
        "run_saved",
        "Two features",
        5,
        world.bob,
    )


def test_a_name_is_proposed_and_used_where_none_is_typed(world, analyst) -> None:
    proposed = analyst.get("/clustering/").context["run_name"]
    assert proposed == "MSMEs, k = 3, 2023"
    assert save(analyst, world.market, name="  ").name == proposed


def test_the_same_run_is_kept_once(world, analyst) -> None:
    first = save(analyst, world.market, name="Mine")
    response = analyst.post(SAVE, {"seen": seen(analyst), "name": "Mine"})
    assert response["Location"] == f"{RUNS}{first.pk}/"
    assert "saved already" in said(analyst, response)
    assert SavedRun.objects.count() == 1
    save(analyst, world.market, name="Mine too")
    assert SavedRun.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"name": "a\x00b"}, "Null characters"),
        ({"seen": "0"}, "The data changed"),
        ({"seen": ""}, "The data changed"),
    ],
    ids=["long", "null", "other editions", "no editions"],
)
def test_what_cannot_be_saved_is_said(world, analyst, values, message) -> None:
    response = analyst.post(f"{SAVE}?k=2", {"seen": seen(analyst, "k=2"), **values})
    assert response["Location"] == "/clustering/?k=2"
    assert message in said(analyst, response)
    assert not SavedRun.objects.exists()


def test_groups_that_cannot_be_made_cannot_be_saved(world, analyst) -> None:
    response = analyst.post(f"{SAVE}?k=9", {"seen": seen(analyst)})
    assert "Choose 5 groups or fewer" in said(analyst, response)
    assert not SavedRun.objects.exists()


def test_without_data_there_is_nothing_to_save() -> None:
    world = worlds.build(market=False)
    client = client_of(world.bob)
    assert "nothing to save" in said(client, client.post(SAVE, {"seen": "1"}))


def test_a_hostile_address_and_name_stay_text(world, analyst) -> None:
    run = save(
        analyst, world.market, "k=2&feature=%3Cscript%3E&next=//evil.example", name="<script>=1+1</script>"
    )
    assert run.params["features"] == ["n"]
    for address in (RUNS, f"{RUNS}{run.pk}/", f"{COMPARE}?run={run.pk}"):
        content = analyst.get(address).content.decode()
        assert "<script>=1" not in content
        assert "&lt;script&gt;=1" in content


def test_sales_people_are_offered_no_saving(world, analyst) -> None:
    assert SAVE in analyst.get("/clustering/").content.decode()
    assert SAVE not in client_of(world.alice).get("/clustering/").content.decode()
    assert client_of(world.alice).post(SAVE, {"seen": seen(analyst)}).status_code == 403


def test_replaced_people_are_looked_at_before_they_are_saved(world, analyst) -> None:
    looked_at = seen(analyst, "feature=residents")
    Edition.objects.filter(pk=world.population.pk).update(is_current=False)
    people = {**worlds.RESIDENTS, "East": 90_000}
    again = worlds.add_figures(world, Edition.Subject.POPULATION, {"residents": people})
    response = analyst.post(f"{SAVE}?feature=residents", {"seen": looked_at})
    assert "The data changed" in said(analyst, response)
    assert not SavedRun.objects.exists()
    assert list(save(analyst, world.market, "feature=residents&k=2").others.all()) == [again]


def test_a_saved_run_says_how_well_it_fits_in_the_words_of_its_page(world, analyst) -> None:
    run = save(analyst, world.market, "k=2")
    saved = analyst.get(f"{RUNS}{run.pk}/").context["figures"]["silhouettes"]
    live = analyst.get("/clustering/?k=2").context["figures"]["silhouettes"]
    assert (saved.title, saved.subtitle, saved.summary) == (live.title, live.subtitle, live.summary)


@pytest.mark.parametrize("behind", ["market", "population"])
def test_nothing_is_saved_from_a_file_deleted_for_good(world, analyst, behind) -> None:
    looked_at = seen(analyst, "feature=residents")
    files = Dataset.objects.filter(editions=getattr(world, behind))
    files.update(rows_purged_at=timezone.now())
    response = analyst.post(f"{SAVE}?feature=residents", {"seen": looked_at})
    assert "was deleted for good" in said(analyst, response)
    assert not SavedRun.objects.exists()
    files.update(rows_purged_at=None)
    assert analyst.post(f"{SAVE}?feature=residents", {"seen": looked_at})["Location"].startswith(RUNS)


def test_a_result_without_a_silhouette_is_saved_too(world, analyst) -> None:
    run = save(analyst, world.market, "k=5")
    assert run.result["silhouette"] is None
    assert run.result["jaccard"] == [None] * 5
    page = analyst.get(f"{RUNS}{run.pk}/")
    assert page.status_code == 200
    assert "silhouettes" not in page.context["figures"]


# looking at one


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_page_of_a_run(world, language) -> None:
    client = client_of(world.bob, language)
    run = save(client, world.market, "feature=n&feature=average_turnover&k=4")
    page = client.get(f"{RUNS}{run.pk}/")
    rows = {row["name"]: row for row in page.context["figures"]["members"].table.rows}
    assert rows["Centre"]["n"] == 480
    assert rows["Centre"]["level"] == "4 (highest)"
    assert sum(row["size"] for row in page.context["figures"]["groups"].table.rows) == 5
    assert ("0,", "0.")[language == "en"] in page.context["numbers"][1].shown
    assert page.context["is_demo"]
    csv = client.get(f"{RUNS}{run.pk}/?download=csv&figure=members")
    assert csv.status_code == 200


def test_a_run_opens_again_on_its_own_edition(world, analyst) -> None:
    run = save(analyst, world.market, "feature=residents&k=2&scaling=minmax")
    address = analyst.get(f"{RUNS}{run.pk}/").context["again"]
    again = analyst.get(f"/clustering/{address}")
    assert again.context["form"].cluster_params.features == ("residents",)
    assert again.context["form"].scope.edition == world.market
    levels = {row["name"]: row["level"] for row in again.context["figures"]["members"].table.rows}
    rows = analyst.get(f"{RUNS}{run.pk}/").context["figures"]["members"].table.rows
    assert {row["name"]: row["level"] for row in rows} == levels


def test_it_says_when_its_data_were_replaced_withdrawn_or_deleted(world, analyst) -> None:
    run = save(analyst, world.market)
    page = f"{RUNS}{run.pk}/"
    assert analyst.get(page).context["notices"] == []
    Edition.objects.filter(pk=world.market.pk).update(is_current=False)
    assert "has been withdrawn since" in analyst.get(page).context["notices"][0]
    worlds.add_market(world, worlds.MARKET)
    assert "edition 2 is shown now" in analyst.get(page).context["notices"][0]
    assert "past data" in analyst.get(RUNS).content.decode()
    Dataset.objects.filter(editions=world.market).update(rows_purged_at=timezone.now())
    assert "deleted for good" in analyst.get(page).context["notices"][1]


@pytest.mark.parametrize(
    "run_id", ["0", "999999", "99999999999999999999999"], ids=["zero", "unknown", "huge"]
)
@pytest.mark.parametrize("what", ["", "delete/", "restore/"], ids=["page", "delete", "restore"])
def test_a_run_that_does_not_exist(analyst, run_id, what) -> None:
    answer = analyst.post if what else analyst.get
    assert answer(f"{RUNS}{run_id}/{what}").status_code == 404


# deleting


def test_deleting_is_undoable(world, analyst) -> None:
    run = save(analyst, world.market, name="Mine")
    response = analyst.post(f"{RUNS}{run.pk}/delete/")
    assert not SavedRun.objects.exists()
    assert analyst.get(f"{RUNS}{run.pk}/").status_code == 404
    listed = analyst.get(response["Location"])
    assert f"{RUNS}{run.pk}/restore/" in listed.content.decode()
    analyst.post(f"{RUNS}{run.pk}/restore/")
    assert SavedRun.objects.get() == run
    actions = list(Event.objects.filter(subject="Mine").order_by("pk").values_list("action", flat=True))
    assert actions == ["run_saved", "run_deleted", "run_restored"]


def test_only_ones_own_or_an_admin(world, analyst) -> None:
    run = save(analyst, world.market)
    other = worlds.User.objects.create_user("dora@example.org", worlds.PASSWORD, role="analyst")
    dora = client_of(other)
    assert "/delete/" not in dora.get(f"{RUNS}{run.pk}/").content.decode()
    assert dora.post(f"{RUNS}{run.pk}/delete/").status_code == 403
    assert SavedRun.objects.exists()
    client_of(world.carol).post(f"{RUNS}{run.pk}/delete/")
    assert not SavedRun.objects.exists()
    assert dora.post(f"{RUNS}{run.pk}/restore/").status_code == 403
    assert dora.get(f"{RUNS}?deleted={run.pk}").context["deleted"] is None


@pytest.mark.parametrize("asked", ["zzz", "0", "9" * 30])
def test_an_odd_deleted_in_the_address_is_nothing(analyst, asked) -> None:
    response = analyst.get(f"{RUNS}?deleted={asked}")
    assert response.status_code == 200
    assert response.context["deleted"] is None


def test_the_rows_behind_a_run_are_not_purged(world, analyst) -> None:
    run = save(analyst, world.market, "feature=ratio_per_1000")
    Dataset.objects.filter(kind="market").update(kind="msme_register")
    Edition.objects.update(is_current=False)
    for edition in (world.market, world.population):
        with pytest.raises(Refused) as refused:
            start(edition.datasets.get(), world.carol)
        assert refused.value.params == {"n": 1, "what": "saved grouping"}
    analyst.post(f"{RUNS}{run.pk}/delete/")
    start(world.market.datasets.get(), world.carol)
    assert world.market.datasets.get().rows_purged_at


# the list


def test_lists_leave_the_results_in_the_database(world, analyst) -> None:
    run = save(analyst, world.market)
    with CaptureQueriesContext(connection) as asked:
        listed = analyst.get(RUNS).context["lines"][0]
        assert analyst.get(COMPARE).status_code == 200
    assert (listed["n"], listed["silhouette"]) == (5, run.result["silhouette"])
    # as a column of its own, between its neighbours; two of its values are read inside the database
    whole = '"clustering_savedrun"."result", "clustering_savedrun"."is_demo"'
    assert not [one["sql"] for one in asked if whole in one["sql"]]
    with CaptureQueriesContext(connection) as asked:
        queries.run_by_id(run.pk)
    assert whole in asked[0]["sql"]


def test_the_list(world, analyst, django_assert_max_num_queries) -> None:
    empty = analyst.get(RUNS)
    assert "No grouping is saved yet" in empty.content.decode()
    for k in (2, 3, 4):
        save(analyst, world.market, f"k={k}")
    with django_assert_max_num_queries(14):
        response = analyst.get(RUNS)
    assert [line["k"] for line in response.context["lines"]] == [4, 3, 2]
    assert response.context["compare"] is not None
    assert analyst.get(f"{RUNS}?page=zzz").status_code == 200


# comparing


def compared(client: Client, one: SavedRun, other: SavedRun) -> Any:
    return client.get(f"{COMPARE}?run={one.pk}&with={other.pk}").context


def test_the_same_groups_under_other_settings(world, analyst) -> None:
    one, other = save(analyst, world.market), save(analyst, world.market, "scaling=minmax")
    found = compared(analyst, one, other)
    assert "All 5 comparable sub-districts kept their group" in found["heading"]
    assert [number.value for number in found["numbers"]] == [5, 5, 0, 1]
    assert found["figures"]["moved"].title == "Nobody changed groups"
    assert found["figures"]["moved"].warnings == ()


def test_another_edition_of_the_same_borders(world, analyst) -> None:
    changed = {**worlds.MARKET, "Hill": {"Food": {1: 400}}, "East": {"Food": {1: 20}}}
    later = worlds.add_market(world, changed, year=2024)
    one, other = save(analyst, world.market, "year=2023"), save(analyst, later, "year=2024")
    assert (one.edition, other.edition) == (world.market, later)
    found = compared(analyst, one, other)
    rows = {row["name"]: row for row in found["figures"]["moved"].table.rows}
    # 480, 330, 136, 100, 43 became 480, 20, 136, 100, 400: high is Centre, then Centre and Hill; low was
    # North, West and Hill, and is East now, so that its members are found in today's medium, and East's group
    # in today's low: only Hill left those it was with
    assert queries.labels(other).reindex([world.areas[name].pk for name in rows]).tolist() == [2, 0, 2, 1, 1]
    assert rows["North"]["own"] == "medium (there: low)"
    assert "“medium” with “low”" in found["figures"]["moved"].warnings[0]
    assert rows["East"]["own"] == "low (there: medium)"
    assert {name: row["change"] for name, row in rows.items() if row["_selected"]} == {"Hill": "up"}
    cells = found["figures"]["crosstab"].table
    assert cells.total["total"] == 5
    assert sum(row["total"] for row in cells.rows) == 5
    assert found["figures"]["moved"].plot is not None


def test_a_choice_of_runs_loads_their_names_only(world, analyst) -> None:
    """Levels and values of 200 runs are megabytes that a drop-down does not show."""
    run = save(analyst, world.market)
    with CaptureQueriesContext(connection) as done:
        form = CompareForm()
    assert [pk for pk, _name in form.fields["run"].choices] == ["", run.pk]
    assert form.fields["run"].choices[1][1] == f"{run.name} · Sample City"
    assert len(done) == 1
    assert not any(column in done[0]["sql"] for column in ('"result"', '"params"'))


def test_across_borders_only_the_same_ground_is_compared(world, analyst) -> None:
    older = older_edition(world)
    one, other = save(analyst, world.market, "year=2023"), save(analyst, older, "year=2020&k=2")
    assert other.boundary_set == world.old
    for first, second in ((one, other), (other, one)):
        found = compared(analyst, first, second)
        rows = {row["name"] for row in found["figures"]["moved"].table.rows}
        # West was divided into West and Hill: neither is the old West
        assert rows == {"Centre", "East", "North"}
        assert (
            "same ground: Hill (borders since 2020), West (borders since 2009) and West"
            in found["notices"][0]
        )
    assert compared(analyst, one, other)["figures"]["moved"].plot is not None
    # three groups seen from two: one has no counterpart, so there is no common scale
    assert compared(analyst, other, one)["figures"]["moved"].plot is None


def test_names_are_never_joined(world, analyst) -> None:
    older = older_edition(world)
    one, other = save(analyst, world.market, "year=2023"), save(analyst, older, "year=2020&k=2")
    AreaChange.objects.all().delete()
    found = compared(analyst, one, other)
    assert found["heading"] == "These two groupings cannot be compared"
    assert "the borders changed everywhere" in found["notices"][0]


def test_other_regions_and_levels_cannot_be_compared(world, analyst) -> None:
    run, village = save(analyst, world.market), save(analyst, world.market, "k=2")
    SavedRun.objects.filter(pk=village.pk).update(level=3)
    assert "the other of villages" in compared(analyst, run, village)["notices"][0]
    second = worlds.ground("second", "Second City")
    SavedRun.objects.filter(pk=village.pk).update(level=2, region=second.region)
    assert "different regions" in compared(analyst, run, village)["notices"][0]


@pytest.mark.parametrize(
    ("query", "said"),
    [("", ""), ("run={run}", ""), ("run={run}&with={run}", "same grouping"),
     ("run=zzz&with={run}", "not exist"), ("run={run}&with=999999", "not exist"),
     ("run=%00&with=" + "9" * 40, "not exist")],
    ids=["nothing", "one", "twice the same", "no number", "unknown", "hostile"],
)  # fmt: skip
def test_odd_addresses_of_a_comparison(world, analyst, query, said) -> None:
    run = save(analyst, world.market)
    response = analyst.get(f"{COMPARE}?{query.format(run=run.pk)}")
    assert response.status_code == 200
    notices = " ".join(response.context["notices"])
    assert said in notices
    assert bool(notices) == bool(said)
    assert not response.context["figures"]


def test_a_deleted_run_cannot_be_compared(world, analyst) -> None:
    one, other = save(analyst, world.market), save(analyst, world.market, "k=2")
    analyst.post(f"{RUNS}{other.pk}/delete/")
    assert "does not exist any more" in compared(analyst, one, other)["notices"][0]


def test_names_in_a_chart_are_no_markup(world, analyst) -> None:
    one = save(analyst, world.market, name="<a href='//evil.example'>x</a>")
    other = save(analyst, world.market, "scaling=none", name="b")
    found = comparison_content.content(one, other)
    plot = found.figures[0].plot
    assert plot is not None
    assert [trace["name"] for trace in plot["data"] if trace.get("name")] == [
        "&lt;a href='//evil.example'&gt;x&lt;/a&gt;", "b",
    ]  # fmt: skip
