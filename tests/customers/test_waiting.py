"""What a page waits for: jobs that count, and what is said where their result does not come."""

import errno
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.models import Job
from customers import kept, waiting
from customers.kept import TABLES, VALUES
from customers.pages import PAGES
from customers.shop import jobs as shop_jobs
from customers.shop import segmentation, summaries, value
from customers.shop.scope import CustomerReader
from customers.table import quality as table_quality
from customers.table import segmentation as table_segmentation
from data.cells_cache import RecentlyUsed
from tests.customers.small_table import add_table
from tests.customers.test_names_kept import SHOP, filled
from tests.world import english

pytestmark = pytest.mark.django_db
# page → the jobs that it waits for where nothing is there, in their order
WAITS = {
    "customers/": ["count_customers"],
    "customers/?method=zscore": ["count_customers", "segment_customers"],
    "customers/number/?method=minmax": ["count_customers", "segment_customers"],
    "customers/list/?method=zscore": ["count_customers", "segment_customers"],
    "customers/movement/?earlier=2023-01-31": ["count_customers", "count_customers"],
    "customers/value/": ["count_customers", "fit_customers"],
    "customers/sales/": ["count_customers"],
    "customers/table/": ["segment_table"],
    "customers/table/quality/": ["segment_table"],
}


@pytest.fixture
def large(world: Any, monkeypatch: Any) -> None:
    """Whatever there is counts as large."""
    add_table(world)
    for module in (summaries, value, table_segmentation, table_quality):
        monkeypatch.setattr(module, "AT_ONCE", 10)


def forget_memory() -> None:
    """As another process, which has seen nothing."""
    RecentlyUsed.forget_all()
    caches["pages"].clear()


def run(job: Job) -> Job:
    jobs.execute(job.pk)
    job.refresh_from_db()
    forget_memory()
    return job


@pytest.mark.parametrize("path", WAITS)
def test_a_page_waits_for_its_jobs_and_then_counts_nothing_itself(reader, large, monkeypatch, path) -> None:
    for kind in WAITS[path]:
        job = reader.get(f"/{path}").context["job"]
        assert job.kind == kind
        assert run(job).state == Job.State.DONE
    monkeypatch.setattr(kept.kept_files, "_write", lambda *_asked: pytest.fail("counted by the page"))
    shown = reader.get(f"/{path}")
    assert shown.status_code == 200
    assert "job" not in shown.context
    assert Job.objects.count() == len(WAITS[path])


@pytest.mark.parametrize("path", ["customers/", "customers/table/"])
def test_a_worker_of_another_version_ends_the_wait_with_a_message(reader, large, monkeypatch, path) -> None:
    """What it made is not what this page looks for: it used to be asked for again and again."""
    job = reader.get(f"/{path}").context["job"]
    with monkeypatch.context() as other:
        for one in (TABLES, VALUES):
            other.setattr(one, "version", "another")
        assert run(job).state == Job.State.DONE
    for _visit in range(2):
        answer = reader.get(f"/{path}")
        assert answer.context["job"] == job
        said = answer.content.decode()
        assert "restart the worker" in said
        assert answer.context["heading"] == "The result is not found here"
        assert "hx-get" not in said.partition('class="job ')[2].partition("</div>")[0]
    assert Job.objects.count() == 1
    Job.objects.update(finished_at=timezone.now() - timedelta(minutes=3))
    assert reader.get(f"/{path}").context["job"] != job


def days(n: int) -> list[str]:
    """Addresses of one page that are counted each by a job of its own."""
    return [f"/customers/?until=2023-06-{day:02d}" for day in range(1, n + 1)]


@pytest.mark.parametrize(
    "path",
    [
        "/customers/",
        "/customers/table/",
        "/customers/value/",
        "/customers/list/file/",
        "/trail/?page=customers&figure=worth",
    ],
)
def test_nobody_fills_the_queue(world, reader, large, path) -> None:
    """Imports wait behind what a page has begun."""
    for address in days(waiting.MOST_WAITING):
        assert reader.get(address).status_code == 200
    answer = reader.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    said = answer.content.decode()
    assert "5 computations that you asked for are still under way" in said
    assert 'href="/data/activity/"' in said
    assert Job.objects.count() == waiting.MOST_WAITING
    # what is under way is shown as before
    assert reader.get(days(1)[0]).status_code == 200
    # another person begins what this one may not
    assert english(world.carol).get(path).status_code == 200
    run(Job.objects.get(pk=reader.get(days(1)[0]).context["job"].pk))
    assert reader.get(path).context["job"].state == Job.State.QUEUED


def test_other_work_of_the_person_does_not_count(world, reader, large) -> None:
    for _n in range(waiting.MOST_WAITING):
        jobs.enqueue("report", 1, world.bob)
    assert reader.get("/customers/").context["job"].kind == "count_customers"


def test_names_that_were_typed_are_not_lost_where_nothing_more_is_begun(world, reader, monkeypatch) -> None:
    form, first = filled(reader, SHOP[0])
    typed = form | {f"name-{first}": "Our best"}
    monkeypatch.setattr(waiting, "MOST_WAITING", 0)
    with monkeypatch.context() as patch:
        patch.setattr(summaries, "is_at_hand", lambda *asked: False)
        answer = reader.post(SHOP[1], typed)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "computations that you asked for are still under way" in said
    assert 'value="Our best"' in said


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_share_one_job(world, monkeypatch) -> None:
    both, found, before = threading.Barrier(2), [], waiting._newest
    first = threading.local()

    def looked(wanted: Any) -> Job | None:
        job = before(wanted)
        if not hasattr(first, "done"):
            first.done = both.wait(10)
        return job

    def ask() -> None:
        found.append(waiting.job_for("count_customers", 1, {"what": []}, world.bob).pk)
        connection.close()

    monkeypatch.setattr(waiting, "_newest", looked)
    threads = [threading.Thread(target=ask) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 2
    assert len(set(found)) == 1


def test_programs_of_the_same_formulas_read_one_anothers_files(tmp_path) -> None:
    """Whenever and in whatever order they were copied."""
    found = []
    for place, moment in (("web", 1), ("worker", 2)):
        folder = tmp_path / place
        folder.mkdir()
        for name in ("b.py", "a.py") if moment == 1 else ("a.py", "b.py"):
            (folder / name).write_text(f"# {name}")
        found.append(kept.Kept(".x", bytes, Path.write_text, bool, folder).version)
    assert found[0] == found[1]
    (tmp_path / "worker" / "b.py").write_text("# other")
    assert kept.Kept(".x", bytes, Path.write_text, bool, tmp_path / "worker").version != found[0]


def test_a_job_that_cannot_keep_its_result_says_so(reader, large, monkeypatch) -> None:
    def full(*_asked: Any, **_more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    job = reader.get("/customers/").context["job"]
    with monkeypatch.context() as disk:
        disk.setattr(TABLES, "_write", full)
        assert run(job).state == Job.State.FAILED
    said = reader.get("/customers/").content.decode()
    assert "This could not be computed" in said
    assert "the disk of the server is full" in said
    assert "tries again" in said
    assert Job.objects.count() == 1


@pytest.mark.parametrize("name", [one.name for one in PAGES])
def test_a_full_disk_takes_no_page_away(world, reader, monkeypatch, settings, name) -> None:
    def full(*_asked: Any, **_more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    add_table(world)
    for one in (TABLES, VALUES):
        monkeypatch.setattr(one, "_write", full)
    assert reader.get(reverse(name)).status_code == 200
    folder = settings.DATA_DIR / "customers"
    assert not folder.exists() or not list(folder.iterdir())


@pytest.mark.parametrize("name", [one.name for one in PAGES])
def test_a_damaged_file_of_what_was_counted_is_made_again(world, reader, settings, name) -> None:
    add_table(world)
    before = told(reader.get(reverse(name)))
    files = {path: path.read_bytes() for path in (settings.DATA_DIR / "customers").glob("*")}
    for path, whole in files.items():
        path.write_bytes(whole[: len(whole) // 2])
    forget_memory()
    after = reader.get(reverse(name))
    assert after.status_code == 200
    assert told(after) == before
    assert {path: path.read_bytes()[-4:] for path in files} == {one: all_[-4:] for one, all_ in files.items()}


def told(answer: Any) -> tuple[str, dict[str, str]]:
    """What a page says in short."""
    figures = answer.context.get("figures") or {}
    return str(answer.context["heading"]), {key: one.title for key, one in figures.items()}


def test_what_was_cut_short_is_counted_by_the_worker_again(reader, large, settings) -> None:
    run(reader.get("/customers/").context["job"])
    assert "job" not in reader.get("/customers/").context
    for path in (settings.DATA_DIR / "customers").glob("*.parquet"):
        path.write_bytes(path.read_bytes()[:50])
    Job.objects.update(finished_at=timezone.now() - timedelta(minutes=3))
    forget_memory()
    assert run(reader.get("/customers/").context["job"]).state == Job.State.DONE
    assert "job" not in reader.get("/customers/").context


def test_a_job_makes_what_another_one_left_in_memory_alone(reader, large, settings) -> None:
    """The file went to make room; the worker still has the table in its memory."""
    job = reader.get("/customers/").context["job"]
    jobs.execute(job.pk)
    TABLES.forget()
    Job.objects.update(finished_at=timezone.now() - timedelta(minutes=3))
    again = reader.get("/customers/").context["job"]
    jobs.execute(again.pk)
    again.refresh_from_db()
    assert again.state == Job.State.DONE
    assert "job" not in reader.get("/customers/").context


def test_segments_by_the_worker_are_those_of_the_page(world, reader, monkeypatch) -> None:
    def found() -> Any:
        return segmentation.of(CustomerReader(QueryDict("method=zscore&segments=4"), world.bob))

    here = found()
    forget_memory()
    monkeypatch.setattr(summaries, "AT_ONCE", 10)
    asked = CustomerReader(QueryDict("method=zscore&segments=4"), world.bob)
    run(shop_jobs.segment_job(asked, world.bob))  # type: ignore[arg-type]
    monkeypatch.setattr(segmentation, "_group", lambda *_asked: pytest.fail("computed by the page"))
    there = found()
    assert there.labels.tolist() == here.labels.tolist()
    assert there.grouping.quality.silhouette == here.grouping.quality.silhouette
