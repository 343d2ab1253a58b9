"""Pages where the engine that counts does not answer, and large shops that are counted by a job."""

import pytest

from core.models import Job
from customers import engine
from customers.shop import summaries

pytestmark = pytest.mark.django_db


def test_an_engine_that_does_not_answer_is_said_and_not_kept(reader, monkeypatch) -> None:
    def away(name: str) -> object:
        raise engine.EngineAway

    with monkeypatch.context() as broken:
        broken.setattr(engine, "_opened", away)
        answer = reader.get("/customers/")
        assert answer.status_code == 503
        assert "does not answer" in answer.content.decode()
    assert reader.get("/customers/").status_code == 200


def test_a_large_shop_is_counted_by_a_job_and_then_shown(reader, world, monkeypatch) -> None:
    monkeypatch.setattr(summaries, "AT_ONCE", 10)
    answer = reader.get("/customers/?until=2023-05-31")
    assert "being counted" in answer.content.decode()
    job = Job.objects.get(kind="count_customers")
    assert reader.get("/customers/?until=2023-05-31").status_code == 200
    assert Job.objects.count() == 1  # one job for both visits
    from core import jobs

    jobs.execute(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    shown = reader.get("/customers/?until=2023-05-31")
    assert "worth" in shown.context["figures"]


def test_a_page_says_that_the_engine_failed_at_its_work(reader, monkeypatch, caplog) -> None:
    import duckdb

    def failing(*_args: object) -> object:
        raise duckdb.OutOfMemoryException("no memory")

    monkeypatch.setattr(summaries.lrfm, "summary", failing)
    answer = reader.get("/customers/")
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()
    assert "the engine of transactions failed" in caplog.text


@pytest.mark.parametrize("path", ["list/", "list/one/?customer=A0", "list/new/", "value/"])
def test_every_page_says_that_the_engine_does_not_answer(reader, monkeypatch, path) -> None:
    def away(name: str) -> object:
        raise engine.EngineAway

    monkeypatch.setattr(engine, "_opened", away)
    answer = reader.get(f"/customers/{path}")
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "list/?until=2023-05-31",
        "list/one/?customer=A0&until=2023-05-31",
        "list/new/?until=2023-05-31",
        "movement/?until=2023-05-31",
    ],
)
def test_no_page_counts_a_large_shop_while_it_waits(reader, monkeypatch, path) -> None:
    monkeypatch.setattr(summaries, "AT_ONCE", 10)
    assert "being counted" in reader.get(f"/customers/{path}").content.decode()
    assert Job.objects.filter(kind="count_customers").count() == 1


@pytest.mark.parametrize("path", ["movement/?", "list/?change=rose&"])
def test_the_earlier_day_of_a_large_shop_is_counted_by_a_job_too(reader, monkeypatch, path) -> None:
    reader.get("/customers/")
    monkeypatch.setattr(summaries, "AT_ONCE", 10)
    job = reader.get(f"/customers/{path}earlier=2023-01-31").context["job"]
    assert job.options["reference"] == "2023-01-31"


def test_the_past_of_a_customer_of_a_large_shop_needs_nobody_else_counted(reader, monkeypatch) -> None:
    before = reader.get("/customers/list/one/?customer=D0").context["figures"]["past"].table.rows
    monkeypatch.setattr(summaries, "AT_ONCE", 10)
    past = reader.get("/customers/list/one/?customer=D0").context["figures"]["past"]
    assert len(past.table.rows) == 5
    assert past.table.rows == before
    assert not Job.objects.exists()


def test_everybody_who_waits_has_a_job_whose_progress_they_see(reader, world, monkeypatch) -> None:
    monkeypatch.setattr(summaries, "AT_ONCE", 10)
    reader.get("/customers/?until=2023-05-31")
    reader.force_login(world.alice)
    job = reader.get("/customers/?until=2023-05-31").context["job"]
    assert reader.get(f"/data/activity/{job.pk}/", headers={"hx-request": "true"}).status_code == 200


def test_deleting_rows_for_good_forgets_what_was_counted(reader, settings) -> None:
    from data.models import Dataset
    from data.signals import rows_purged

    reader.get("/customers/")
    folder = settings.DATA_DIR / "customers"
    assert list(folder.glob("*.parquet"))
    rows_purged.send(sender=Dataset, editions=[])
    assert not list(folder.glob("*.parquet"))
