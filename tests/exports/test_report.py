"""The whole report: which pages are in it, under whose rights, and the job that makes it."""

from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from accounts.people import rights_changed
from core import jobs as core_jobs
from core.models import Job
from exports import files, jobs, report
from exports.models import Export
from tests import world as worlds
from tests.world import english


class Told:
    """A writer that keeps what it is given and writes its title."""

    def __init__(self) -> None:
        self.report: Any = None

    def write(self, found: report.Report, path: Path, progress: Any) -> None:
        self.report = found
        path.write_text(found.title)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    writer = Told()
    monkeypatch.setattr(jobs, "writer", lambda format: writer)
    return writer


def run(user: Any, query: str = "", language: str = "en", **options: Any) -> tuple[Job, Export]:
    export = files.ask(user, "report", "pdf", query, language, options=options)
    assert export.job is not None
    core_jobs.execute(export.job.pk)
    export.job.refresh_from_db()
    export.refresh_from_db()
    return export.job, export


def test_pages_stand_in_the_order_of_the_menu_with_their_editions(world: worlds.World) -> None:
    with override("en"):
        found = report.collect(report.page_names(world.bob), "", world.bob)
    assert [page.name for page in found.pages][:3] == ["overview", "ratio", "geography"]
    # there is no survey in this world
    assert "Findings" in [title for title, _why in found.left_out]
    assert all(why for _title, why in found.left_out)
    assert world.market is not None
    assert world.market.pk in {one.edition for one in found.sources}
    assert found.region == "Sample City"
    assert found.is_demo
    assert str(found.made_at.tzinfo) == "Asia/Jakarta"
    assert found.figures == sum(len(page.figures) for page in found.pages)


def test_filters_are_those_of_the_address(world: worlds.World) -> None:
    with override("en"):
        found = report.collect(["overview"], f"area={world.areas['East'].pk}", world.bob)
    assert ("Sub-district", "East") in found.filters
    assert found.pages[0].heading.startswith("East")
    assert found.title == "Market of MSMEs in Sample City: East"


def test_the_job_makes_it_in_the_language_asked_for(world: worlds.World, told: Told) -> None:
    job, export = run(world.bob, language="id")
    assert job.state == Job.State.DONE
    assert told.report.title == "Pasar UMKM di Sample City"
    assert export.path.read_text() == told.report.title
    assert export.file_name.startswith("pasar-umkm-di-sample-city-")
    assert export.is_demo


def test_its_name_tells_the_areas_it_is_about(world: worlds.World, told: Told) -> None:
    east = world.areas["East"].pk
    _job, export = run(world.bob, query=f"area={east}&area=zzz&area=99999999999999999999")
    assert export.file_name.startswith("market-of-msmes-in-sample-city-east-2")


def test_it_holds_the_pages_that_were_chosen(world: worlds.World, told: Told) -> None:
    run(world.bob, pages=["ratio", "overview"])
    assert [page.name for page in told.report.pages] == ["overview", "ratio"]


def test_a_page_that_the_person_may_not_open_is_in_no_report(
    world: worlds.World, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(world.alice, pages=["people", "overview"])
    assert [page.name for page in told.report.pages] == ["overview"]


def test_nothing_to_report_is_said(db: None, told: Told) -> None:
    world = worlds.build(market=False, population=False, facts=False)
    job, export = run(world.bob)
    assert job.state == Job.State.FAILED
    assert "nothing to put into this report" in job.message
    assert export.file == ""


def test_rights_that_shrink_while_it_runs_end_it(
    world: worlds.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Shrinking(Told):
        def write(self, found: report.Report, path: Path, progress: Any) -> None:
            super().write(found, path, progress)
            rights_changed(world.bob)

    monkeypatch.setattr(jobs, "writer", lambda format: Shrinking())
    job, export = run(world.bob)
    assert job.state == Job.State.FAILED
    assert "rights have changed" in job.message
    assert export.file == ""
    assert list(files.directory().iterdir()) == []


def test_a_closed_account_gets_nothing(world: worlds.World, told: Told) -> None:
    export = files.ask(world.bob, "report", "pdf", "", "en")
    type(world.bob).objects.filter(pk=world.bob.pk).update(is_active=False)
    assert export.job is not None
    core_jobs.execute(export.job.pk)
    export.job.refresh_from_db()
    assert export.job.state == Job.State.FAILED
    assert told.report is None


def test_the_form_begins_a_report_under_the_filters_of_the_page(world: worlds.World) -> None:
    client = english(world.bob)
    east = world.areas["East"].pk
    page = client.get(f"/?area={east}").content.decode()
    assert f"/reports/new/?area={east}" in page
    form = client.get(f"/reports/new/?area={east}").content.decode()
    assert "Overview" in form
    assert "<dt>Sub-district</dt><dd>East</dd>" in form
    answer = client.post(
        f"/reports/new/?area={east}&download=csv", {"format": "xlsx", "pages": ["overview", "ratio"]}
    )
    export = Export.objects.get()
    assert answer["Location"] == f"/files/{export.pk}/"
    assert (export.format, export.query) == ("xlsx", f"area={east}")
    assert export.options == {"pages": ["overview", "ratio"]}


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"format": "pdf"}, "Choose at least one page."),
        ({"format": "exe", "pages": ["overview"]}, "exe"),
        ({"format": "pdf", "pages": ["people"]}, "Your role may not open one of these pages."),
        ({}, "Choose at least one page."),
    ],
)
def test_what_the_form_refuses_is_said(world: worlds.World, sent: dict[str, Any], says: str) -> None:
    answer = english(world.alice).post("/reports/new/", sent)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert not Export.objects.exists()


def test_every_format_has_its_writer() -> None:
    for format in ("pdf", "xlsx", "pptx"):
        assert callable(jobs.writer(format).write)
