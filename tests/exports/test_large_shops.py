"""A large shop is counted by the worker, never while somebody waits for an answer: lists and the API."""

from typing import Any

import pytest
from django.test import Client, TestCase

from core import jobs
from core.models import Job
from customers import engine, waiting
from customers.shop import summaries
from exports.models import Export
from tests.customers.small_shop import add_shop
from tests.exports.api.conftest import ROOT, program
from tests.world import World, build, english

pytestmark = pytest.mark.django_db
FILE = "/customers/list/file/"
OF_A_MOVE = "earlier=2022-12-31&change=new"


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    """The small world with its shop, which counts as a large one."""
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    made = build()
    add_shop(made)
    monkeypatch.setattr(summaries, "AT_ONCE", 10)
    return made


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that the engine is opened to count."""
    found: list[str] = []
    whole = engine.session

    def opened(name: str = "") -> Any:
        found.append(name)
        return whole(name)

    monkeypatch.setattr(engine, "session", opened)
    return found


def work() -> None:
    """Let the worker do what waits."""
    for job in Job.objects.filter(state=Job.State.QUEUED):
        with TestCase.captureOnCommitCallbacks(execute=True):
            jobs.execute(job.pk)


@pytest.mark.parametrize("query", ["", OF_A_MOVE])
def test_the_form_of_a_list_waits_and_comes_back(world: World, counted: list[str], query: str) -> None:
    client: Client = english(world.bob)
    answer = client.get(f"{FILE}?format=csv&{query}")
    assert "The transactions are being counted" in answer.context["heading"]
    assert answer.context["next_url"] == f"{FILE}?format=csv&{query}"
    for _day in query or "one":
        work()
        client.get(f"{FILE}?format=csv&{query}")
    assert not [job for job in Job.objects.all() if job.state == Job.State.FAILED]
    counted.clear()
    form = client.get(f"{FILE}?format=csv&{query}")
    assert "as a file" in form.context["heading"]
    assert not counted


def test_what_was_chosen_while_it_was_not_counted_begins_no_file(world: World, counted: list[str]) -> None:
    answer = english(world.bob).post(FILE, {"format": "csv", "purpose": "calls"})
    assert "being counted" in answer.context["heading"]
    assert not counted
    assert not Export.objects.exists()


@pytest.mark.parametrize("address", ["customers", "pages/customers", "pages/customers/figures/worth"])
def test_the_api_says_when_to_ask_again(world: World, counted: list[str], address: str) -> None:
    asking = program(world.alice)
    answer = asking.get(ROOT + address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer.json() == {"detail": "The transactions are being counted. Ask again in a minute."}
    assert not counted
    assert asking.get(ROOT + address).status_code == 503
    assert Job.objects.count() == 1
    work()
    counted.clear()
    assert asking.get(ROOT + address).status_code == 200
    assert not counted


@pytest.mark.parametrize("address", ["customers", "pages/customers", "pages/customers/figures/worth"])
def test_a_program_fills_no_queue(world: World, address: str) -> None:
    asking = program(world.alice)
    for day in range(1, waiting.MOST_WAITING + 1):
        asking.get(f"{ROOT}customers?until=2023-06-{day:02d}")
    answer = asking.get(ROOT + address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "5 computations that you asked for are still under way" in answer.json()["detail"]
    assert Job.objects.count() == waiting.MOST_WAITING


def test_the_api_says_why_counting_failed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = program(world.alice)
    asking.get(f"{ROOT}customers")
    Job.objects.update(state=Job.State.FAILED, message="Out of room.")
    with monkeypatch.context() as patch:
        patch.setattr("customers.waiting._ended_just_now", lambda job: True)
        answer = asking.get(f"{ROOT}customers")
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert "Out of room." in answer.json()["detail"]


def test_the_documentation_names_it(world: World) -> None:
    told = english(world.alice).get("/api/v1/openapi.json").json()
    assert "503" in told["paths"]["/api/v1/customers"]["get"]["responses"]
    assert "Retry-After" in told["info"]["description"]
