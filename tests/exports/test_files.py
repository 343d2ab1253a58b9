"""Files made for one person: asked for, made, handed out, deleted; and what may go wrong on the way."""

import errno
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Event
from accounts.people import rights_changed
from core import jobs
from core.models import Job
from data.signals import rows_purged
from exports import files
from exports.models import Export
from tests import world as worlds
from tests.data.test_personal_rows import hashes
from tests.world import english


class Quiet:
    """A job's progress that nobody watches."""

    def keep(self) -> None:
        pass


def asked(user: Any, **values: Any) -> Export:
    return files.ask(user, "report", "pdf", "area=1", "en", **values)


def made(export: Export, text: bytes = b"a report") -> Export:
    def write(path: Path) -> int:
        path.write_bytes(text)
        return 7

    files.make(export, Quiet(), write, "market.pdf")  # type: ignore[arg-type]
    export.refresh_from_db()
    return export


def test_a_file_is_made_and_handed_out_and_that_is_logged(world: worlds.World) -> None:
    export = made(asked(world.bob))
    assert (export.rows, export.size, export.file_name) == (7, 8, "market.pdf")
    answer = english(world.bob).get(f"/files/{export.pk}/download/")
    assert b"".join(answer.streaming_content) == b"a report"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="market.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    event = Event.objects.get(action="report_downloaded")
    assert (event.user, event.subject, event.rows) == (world.bob, "market.pdf", 7)


def test_others_do_not_learn_of_it(world: worlds.World) -> None:
    export = made(asked(world.bob))
    for path in ("", "download/"):
        assert english(world.carol).get(f"/files/{export.pk}/{path}").status_code == 404
    assert english(world.carol).post(f"/files/{export.pk}/delete/").status_code == 404
    assert export.path.exists()


def test_two_clicks_are_one_file(world: worlds.World) -> None:
    assert asked(world.bob).pk == asked(world.bob).pk
    assert asked(world.carol).pk != asked(world.bob).pk


def test_nobody_fills_the_queue(world: worlds.World) -> None:
    for place in range(files.MOST_WAITING):
        files.ask(world.bob, "report", "pdf", f"area={place}", "en")
    with pytest.raises(files.Refused):
        files.ask(world.bob, "report", "pdf", "area=99", "en")


def test_rights_that_changed_meanwhile_make_no_file(world: worlds.World) -> None:
    export = asked(world.bob)
    rights_changed(world.bob)
    with pytest.raises(jobs.JobProblem):
        made(export)
    export.refresh_from_db()
    assert export.file == ""
    assert list(files.directory().iterdir()) == []


def test_rights_that_change_later_end_the_handing_out(world: worlds.World) -> None:
    export = made(asked(world.bob))
    rights_changed(world.bob)
    answer = english(world.bob).get(f"/files/{export.pk}/download/", follow=True)
    assert "Your rights have changed" in answer.content.decode()
    assert not Event.objects.filter(action="report_downloaded").exists()


def test_a_worker_that_takes_over_leaves_one_file(world: worlds.World) -> None:
    export = asked(world.bob)
    made(export, b"first")
    made(export, b"second")
    assert [path.read_bytes() for path in files.directory().iterdir()] == [b"second"]


def test_a_lost_lease_leaves_nothing(world: worlds.World) -> None:
    class Lost(Quiet):
        def keep(self) -> None:
            raise jobs.LeaseLost

    export = asked(world.bob)
    with pytest.raises(jobs.LeaseLost):
        files.make(export, Lost(), lambda path: path.write_bytes(b"x"), "x.pdf")  # type: ignore[arg-type]
    assert list(files.directory().iterdir()) == []


def test_a_full_disk_is_said_and_leaves_nothing(world: worlds.World) -> None:
    def write(path: Path) -> int:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "no space left")

    export = asked(world.bob)
    with pytest.raises(jobs.JobProblem, match="no room"):
        files.make(export, Quiet(), write, "x.pdf")  # type: ignore[arg-type]
    assert list(files.directory().iterdir()) == []


def test_files_end_and_those_with_people_sooner(world: worlds.World) -> None:
    report = made(asked(world.bob))
    people = made(asked(world.bob, is_personal=True, purpose="visits"))
    assert report.expires_at is not None
    assert people.expires_at is not None
    assert people.expires_at < report.expires_at
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    Job.objects.update(state=Job.State.DONE)
    files.sweep()
    assert list(files.directory().iterdir()) == []
    answer = english(world.bob).get(f"/files/{report.pk}/")
    assert "Ask for it again" in answer.content.decode()
    answer = english(world.bob).get(f"/files/{report.pk}/download/", follow=True)
    assert "not kept any more" in answer.content.decode()


def test_what_has_ended_is_not_handed_out_where_no_worker_runs(world: worlds.World) -> None:
    export = made(asked(world.bob))
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert export.path.exists()
    answer = english(world.bob).get(f"/files/{export.pk}/download/", follow=True)
    assert "not kept any more" in answer.content.decode()


def test_a_sweep_in_the_moment_of_the_handing_out_is_said(world: worlds.World, monkeypatch: Any) -> None:
    """The file is open before it is said to be there."""
    export = made(asked(world.bob))
    whole = files.open_for

    def opened(user: Any, one: Export) -> Any:
        found = whole(user, one)
        export.path.unlink()
        return found

    with monkeypatch.context() as patch:
        patch.setattr(files, "open_for", opened)
        answer = english(world.bob).get(f"/files/{export.pk}/download/")
    assert b"".join(answer.streaming_content) == b"a report"  # type: ignore[attr-defined]
    answer = english(world.bob).get(f"/files/{export.pk}/download/", follow=True)
    assert "not kept any more" in answer.content.decode()
    assert Event.objects.filter(action="report_downloaded").count() == 1


def test_a_draft_that_gets_its_name_meanwhile_stops_no_sweep(world: worlds.World, monkeypatch: Any) -> None:
    folder = files.made_directory()
    stray = folder / ("0" * 32 + ".pdf.part")
    stray.write_bytes(b"half")
    os.utime(stray, (0, 0))
    listed = [folder / "named by now.pdf.part", stray]
    monkeypatch.setattr(Path, "iterdir", lambda _folder: iter(listed))
    files.sweep()
    assert not stray.exists()


def test_what_a_killed_worker_left_is_swept(world: worlds.World) -> None:
    export = made(asked(world.bob))
    stray = export.path.with_name("0" * 32 + ".pdf.part")
    stray.write_bytes(b"half")
    fresh = export.path.with_name("1" * 32 + ".pdf.part")
    fresh.write_bytes(b"being written")
    old = timezone.now().timestamp() - 7 * 3600
    for path in (stray, export.path):
        os.utime(path, (old, old))
    files.sweep()
    assert not stray.exists()
    assert fresh.exists()
    assert export.path.exists()


def test_files_with_people_go_when_somebody_is_erased(world: worlds.World) -> None:
    report = made(asked(world.bob))
    people = made(asked(world.bob, is_personal=True))
    assert files.delete_personal() == 1
    assert report.path.exists()
    assert not people.path.exists()


def test_a_name_that_was_looked_for_goes_also_while_the_list_is_being_made(world: worlds.World) -> None:
    named = files.ask(world.bob, "list", "csv", "q=Budi+Santoso&area=1", "en", is_personal=True)
    other = files.ask(world.bob, "list", "csv", "q=Warung&area=1", "en", is_personal=True)
    files.forget([hashes(name="Budi Santoso")])
    for one in (named, other):
        one.refresh_from_db()
    assert QueryDict(named.query)["q"] == "•••"
    assert other.query == "q=Warung&area=1"
    assert made(other).query == "area=1"


def test_a_name_in_the_words_of_filters_goes(world: worlds.World) -> None:
    said = {"filters": "Segment: Friends of Budi Santoso", "editions": [1], "contacts": False}
    one = files.ask(world.bob, "report", "pdf", "", "en", options=said)
    files.forget([hashes(name="Budi Santoso")])
    one.refresh_from_db()
    assert one.options == said | {"filters": "Segment: Friends of •••"}


def test_lists_go_when_their_rows_are_deleted_for_good(world: worlds.World) -> None:
    assert world.market is not None
    gone, kept = (
        made(files.ask(world.bob, "list", "csv", "", "en", options={"edition": edition}))
        for edition in (world.market.pk, world.market.pk + 100)
    )
    rows_purged.send(sender=None, editions=[world.market.pk])
    assert not (files.directory() / gone.file).exists()
    assert kept.path.exists()


def test_a_person_deletes_a_file(world: worlds.World) -> None:
    export = made(asked(world.bob))
    answer = english(world.bob).post(f"/files/{export.pk}/delete/", follow=True)
    assert "was deleted" in answer.content.decode()
    assert not export.path.exists()


def test_the_list_of_files_says_where_each_stands(world: worlds.World) -> None:
    client = english(world.bob)
    assert "No file was made for you yet" in client.get("/files/").content.decode()
    export = asked(world.bob)
    assert "No file is ready" in client.get("/files/").content.decode()
    assert "being made" in client.get(f"/files/{export.pk}/").content.decode()
    made(export)
    Job.objects.update(state=Job.State.DONE)
    text = client.get("/files/").content.decode()
    assert "1 file is ready for you" in text
    assert f"/files/{export.pk}/download/" in text


def test_the_worker_sweeps_files(settings: Any) -> None:
    assert "exports.files.sweep" in settings.SWEEPS
