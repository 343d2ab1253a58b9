"""Deleting a withdrawn file for good: its rows, people and stored file go, figures of the past stay."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from clustering.models import SavedRun
from core import jobs
from core.models import Job
from data import editions, purging
from data.editions import Refused
from data.models import Dataset, Edition, MarketRow
from tests.data import uploads
from tests.data.registers import _place  # noqa: F401 – a fixture

pytestmark = pytest.mark.django_db
WRONG = {"Kecamatan": "Centre", "Nama Usaha": "W", "Nama Pemilik": "Siti Zubaidah", "Omzet": "-5"}


@pytest.fixture
def region(db):
    return uploads.city(old=False)


@pytest.fixture
def withdrawn(region, carol):
    """Two enterprises and a wrong row, imported and withdrawn again."""
    rows = [{**WRONG, "Omzet": "5"}, {**WRONG, "Nama Usaha": "X", "Omzet": "7"}, WRONG]
    dataset = uploads.imported(region, uploads.csv(rows), good=True)
    editions.withdraw(uploads.current(region), dataset, carol)
    return dataset


def purge(dataset, user):
    job = purging.start(dataset, user)
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    dataset.refresh_from_db()


def test_rows_people_and_file_go_and_past_figures_stay(withdrawn, region, carol) -> None:
    past = Edition.objects.get(datasets=withdrawn)
    assert withdrawn.report["errors"][0]["examples"][0]["value"] == "-5"
    purge(withdrawn, carol)
    assert uploads.rows_of(withdrawn) == 0
    assert not withdrawn.directory.exists()
    assert uploads.cells_by_area(past) == {"Centre": 2}
    assert withdrawn.report["errors"][0]["examples"][0]["value"] == ""
    assert withdrawn.report["counts"]["rejected"] == 1
    assert Event.objects.get(action="purge").user == carol


def test_a_file_deleted_for_good_is_never_shown_again(withdrawn, region, carol) -> None:
    purge(withdrawn, carol)
    with pytest.raises(Refused, match="deleted for good") as refused:
        editions.undo(uploads.current(region), carol)
    assert refused.value.params == {"file": "register.csv"}
    again = uploads.imported(region, uploads.register(Centre=4))
    assert uploads.cells_by_area(uploads.current(region)) == {"Centre": 4}
    assert editions.undo(editions.withdraw(uploads.current(region), again, carol), carol).is_current


def test_a_purge_begun_while_an_edition_is_made_stops_it(withdrawn, region, carol) -> None:
    """Between drafting the undo and making it current, the other admin deletes the file."""
    current = uploads.current(region)
    made = editions.draft(editions.Key.of(current), "2023", [withdrawn], Edition.Action.UNDO, current)
    purge(withdrawn, carol)
    with pytest.raises(Refused, match="deleted for good"):
        editions.activate(made, carol)


def test_what_is_shown_or_not_imported_is_refused(region, carol) -> None:
    shown = uploads.imported(region, uploads.register(Centre=3))
    with pytest.raises(Refused, match="Withdraw it first"):
        purging.start(shown, carol)
    waiting = uploads.checked(region, uploads.register(Centre=4))
    with pytest.raises(Refused, match="Discard this upload"):
        purging.start(waiting, carol)
    assert MarketRow.objects.filter(dataset=shown).count() == 3


@pytest.fixture
def saved(withdrawn, region):
    """A grouping of the withdrawn edition, and one of another that the file stands behind too."""
    past = Edition.objects.get(datasets=withdrawn)
    same = {"region": region, "boundary_set": past.boundary_set, "level": 2, "params": {}, "result": {}}
    first = SavedRun.objects.create(name="First", edition=past, **same)
    second = SavedRun.objects.create(name="Second", edition=uploads.current(region), **same)
    second.others.add(past)
    return first, second


def test_saved_results_hold_the_file_until_they_are_deleted(withdrawn, saved, carol) -> None:
    assert purging.holders(withdrawn) == list(saved)
    with pytest.raises(Refused, match="Saved results") as refused:
        purging.start(withdrawn, carol)
    assert refused.value.params["n"] == 2
    withdrawn.refresh_from_db()
    assert withdrawn.rows_purged_at is None
    SavedRun.objects.update(deleted_at=timezone.now())
    purge(withdrawn, carol)


def test_records_of_this_app_hold_nothing(withdrawn) -> None:
    """Cells, the edition that follows and uploads prepared against one are no saved results."""
    assert purging.holders(withdrawn) == []


def test_an_interrupted_purge_is_finished(withdrawn, region, carol, monkeypatch) -> None:
    job = purging.start(withdrawn, carol)
    with monkeypatch.context() as patch:
        patch.setattr(purging, "delete_rows", lambda *args: 1 / 0)
        jobs.execute(job.pk)
    withdrawn.refresh_from_db()
    assert purging.is_unfinished(withdrawn)
    purge(withdrawn, carol)
    assert not purging.is_unfinished(withdrawn)
    assert uploads.rows_of(withdrawn) == 0


def test_on_the_page(withdrawn, admin_client) -> None:
    page, delete = reverse("dataset", args=[withdrawn.pk]), reverse("dataset_purge", args=[withdrawn.pk])
    assert delete in admin_client.get(page).content.decode()
    assert "Tick that you are sure" in admin_client.post(delete, follow=True).content.decode()
    assert not Job.objects.filter(kind="purge").exists()
    waiting = admin_client.post(delete, {"sure": "on"}, follow=True)
    assert waiting.context["heading"] == "The rows of this file are being deleted"
    jobs.execute(Job.objects.get(kind="purge").pk)
    done = admin_client.get(page)
    assert done.context["heading"] == "The rows of this file were deleted for good"
    assert delete not in done.content.decode()
    assert reverse("dataset_errors_workbook", args=[withdrawn.pk]) not in done.content.decode()
    assert admin_client.get(reverse("dataset_errors_workbook", args=[withdrawn.pk])).status_code == 404
    assert admin_client.get(reverse("dataset_check", args=[withdrawn.pk])).status_code == 200


def test_a_file_that_is_shown_offers_no_deleting(region, admin_client) -> None:
    shown = uploads.imported(region, uploads.register(Centre=3))
    page = admin_client.get(reverse("dataset", args=[shown.pk])).content.decode()
    assert reverse("dataset_purge", args=[shown.pk]) not in page
    refused = admin_client.post(reverse("dataset_purge", args=[shown.pk]), {"sure": "on"}, follow=True)
    assert "Withdraw it first" in refused.content.decode()
    assert Dataset.objects.get().rows_purged_at is None
