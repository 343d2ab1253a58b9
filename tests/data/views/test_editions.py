"""Editions: what is shown, its history, withdraw and undo."""

import pytest
from django.urls import reverse

from accounts.models import Event
from core.models import Job
from data.editions import NOT_CURRENT
from data.models import Cell, Dataset, Edition
from tests.data.views.conftest import REGISTER

LINES = REGISTER.splitlines(keepends=True)


def current():
    return Edition.objects.get(is_current=True)


def shown_files():
    return sorted(current().datasets.values_list("file_name", flat=True))


def withdraw(client, dataset):
    return client.post(reverse("edition_withdraw", args=[current().pk, dataset.pk]))


def test_without_editions_the_page_says_what_to_upload(admin_client, analyst_client, region):
    assert reverse("upload") in admin_client.get(reverse("editions")).content.decode()
    page = analyst_client.get(reverse("editions")).content.decode()
    assert 'class="empty"' in page
    assert reverse("upload") not in page


def test_the_list_names_period_files_and_person(admin_client, ready):
    ready()
    page = admin_client.get(reverse("editions")).content.decode()
    assert "Kota Uji" in page
    assert "register.csv" in page
    assert reverse("edition", args=[current().pk]) in page


def test_withdraw_and_undo(admin_client, ready):
    dataset = ready()
    answer = withdraw(admin_client, dataset)
    assert answer.url == f"{reverse('edition', args=[current().pk])}?done=withdraw"
    assert shown_files() == []
    page = admin_client.get(answer.url).content.decode()
    undo = reverse("edition_undo", args=[current().pk])
    assert f'action="{undo}"' in page
    admin_client.post(undo)
    assert shown_files() == ["register.csv"]
    assert Edition.objects.count() == 3
    assert list(Event.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "edition_withdraw",
        "edition_undo",
    ]


def test_withdrawing_one_file_keeps_the_other(admin_client, ready):
    ready()
    second = ready(
        LINES[0] + LINES[1].replace("Warung A", "Warung Z").replace("Ani", "Zul"),
        mode="add",
        name="second.csv",
    )
    assert shown_files() == ["register.csv", "second.csv"]
    withdraw(admin_client, second)
    assert shown_files() == ["register.csv"]


@pytest.fixture
def two_files(ready):
    """The second file came first, so that no edition was ever made of the other one alone."""
    ready(LINES[0] + LINES[1].replace("Warung A", "Warung Z").replace("Ani", "Zul"), name="second.csv")
    first = Dataset.objects.get()
    ready(mode="add")
    return first


def test_what_must_be_built_anew_is_built_by_a_job(admin_client, two_files, worker):
    old = current()
    page = reverse("edition", args=[old.pk])
    assert withdraw(admin_client, two_files).url == page
    withdraw(admin_client, two_files)
    assert shown_files() == ["register.csv", "second.csv"]
    job = Job.objects.get(kind="follow")
    shown = admin_client.get(page).content.decode()
    assert reverse("job_progress", args=[job.pk]) in shown
    assert reverse("edition_withdraw", args=[old.pk, two_files.pk]) not in shown
    worker()
    assert shown_files() == ["register.csv"]
    assert sum(Cell.objects.filter(edition=current()).values_list("n", flat=True)) == 4
    assert Event.objects.filter(action="edition_withdraw").count() == 1
    answer = admin_client.get(page, {"done": "withdraw"}).content.decode()
    assert f'action="{reverse("edition_undo", args=[current().pk])}"' in answer
    admin_client.post(reverse("edition_undo", args=[current().pk]))
    assert shown_files() == ["register.csv", "second.csv"]
    assert Job.objects.filter(kind="follow").count() == 1


def test_a_job_whose_edition_was_changed_meanwhile_says_so(admin_client, two_files, worker):
    old = current()
    withdraw(admin_client, two_files)
    admin_client.post(reverse("edition_undo", args=[old.pk]))
    worker()
    assert shown_files() == ["second.csv"]
    assert Job.objects.get(kind="follow").message == NOT_CURRENT
    page = reverse("edition", args=[old.pk])
    assert NOT_CURRENT in admin_client.get(page, headers={"accept-language": "en"}).content.decode()


def test_a_withdrawal_run_again_after_its_last_step_changes_nothing(admin_client, two_files, worker):
    withdraw(admin_client, two_files)
    worker()
    Job.objects.filter(kind="follow").update(state=Job.State.QUEUED)
    worker()
    assert Job.objects.get(kind="follow").state == Job.State.DONE
    assert Edition.objects.count() == 3


def test_an_old_page_cannot_change_a_newer_edition(admin_client, ready):
    dataset = ready()
    old = current()
    withdraw(admin_client, dataset)
    before = Edition.objects.count()
    answer = admin_client.post(reverse("edition_undo", args=[old.pk]), follow=True)
    assert Edition.objects.count() == before
    assert 'class="toast-line error"' in answer.content.decode()


def test_the_history_shows_every_step(admin_client, ready):
    dataset = ready()
    withdraw(admin_client, dataset)
    first = Edition.objects.order_by("number").first()
    answer = admin_client.get(reverse("edition", args=[first.pk]))
    assert [one.number for one in answer.context["history"]] == [2, 1]
    assert answer.context["current"].number == 2


def test_a_file_of_another_edition_cannot_be_withdrawn(admin_client, ready):
    first = ready()
    ready(REGISTER.replace("Warung A", "Warung X"), period="2024")
    other = Edition.objects.get(period_label="2024")
    answer = admin_client.post(reverse("edition_withdraw", args=[other.pk, first.pk]))
    assert answer.status_code == 404


def test_analysts_look_and_only_admins_change(analyst_client, sales_client, ready):
    dataset = ready()
    pk = current().pk
    page = analyst_client.get(reverse("edition", args=[pk])).content.decode()
    assert "register.csv" in page
    assert reverse("edition_undo", args=[pk]) not in page
    assert reverse("dataset", args=[dataset.pk]) not in page
    assert sales_client.get(reverse("edition", args=[pk])).status_code == 403
    for client in (analyst_client, sales_client):
        assert client.post(reverse("edition_undo", args=[pk])).status_code == 403
        assert client.post(reverse("edition_withdraw", args=[pk, dataset.pk])).status_code == 403
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("name", ["edition_undo", "edition_withdraw"])
def test_changes_need_a_post(admin_client, ready, name):
    dataset = ready()
    args = [current().pk] if name == "edition_undo" else [current().pk, dataset.pk]
    assert admin_client.get(reverse(name, args=args)).status_code == 405
    assert Dataset.objects.get().state == Dataset.State.READY
