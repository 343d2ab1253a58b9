"""page(): whole, part, unchanged, download; and who sees which job."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from core.models import Job

HTMX = {"HX-Request": "true", "HX-Target": "content"}
trial = pytest.mark.urls("tests.core.trial_urls")


@pytest.fixture
def visitor(client, alice, settings):
    client.force_login(alice)
    client.cookies["django_language"] = "en"
    return client


@trial
def test_a_page_has_its_finding_figure_and_demo_words(visitor):
    html = visitor.get("/trial/?area=1").content.decode()
    assert "<h1>Nine in ten are in Tampan</h1>" in html
    assert html.count("<h1") == 1
    assert 'class="demo"' in html
    assert "Tampan has the most &lt;/script&gt; MSMEs" in html
    assert "?area=1&amp;download=csv&amp;figure=areas" in html
    assert "?area=1&amp;sort=n&amp;table=areas#figure-areas" in html
    assert html.index("=Tampan") < html.index("Sail</a>")
    assert "style=" not in html
    assert "<script>" not in html


@trial
def test_htmx_gets_the_part_only(visitor):
    response = visitor.get("/trial/", headers=HTMX)
    html = response.content.decode()
    assert response["X-Part"] == "1"
    assert "<html" not in html
    assert "<title>Nine in ten" in html
    assert 'id="side-nav" hx-swap-oob' in html


@trial
def test_the_same_page_is_answered_by_304_until_rights_change(visitor, alice):
    visitor.get("/trial/")
    tag = visitor.get("/trial/")["ETag"]
    same = {"If-None-Match": tag}
    assert visitor.get("/trial/", headers=same).status_code == 304
    assert visitor.get("/trial/", headers={**same, **HTMX}).status_code == 200
    assert visitor.get("/trial/?sort=n", headers=same).status_code == 200
    get_user_model().objects.filter(pk=alice.pk).update(permission_revision=1)
    assert visitor.get("/trial/", headers=same).status_code == 200


@trial
def test_a_download_has_the_edition_and_the_demo_words(visitor):
    text = visitor.get("/trial/?download=csv&figure=areas").content.decode("utf-8-sig")
    assert "# Pekanbaru · Data 2023" in text
    assert "# Demo data – synthetic" in text
    assert '"\'=Tampan","1234","90' in text


@trial
def test_a_download_that_is_no_more_leads_back_to_the_page(visitor):
    answer = visitor.get("/trial/?area=1&download=csv&figure=other")
    assert (answer.status_code, answer["Location"]) == (302, "/trial/?area=1")
    assert "no such table any more" in visitor.get(answer["Location"]).content.decode()


@trial
def test_the_active_page_is_marked_and_the_filter_goes_nowhere_else(visitor):
    html = visitor.get("/trial/?year=2023").content.decode()
    assert 'aria-current="page"' not in html
    assert "year=2023" not in html.split('id="side-nav"')[1].split("</nav>")[0]


def test_the_bottom_bar_leads_to_the_pages_of_the_role(visitor, alice, carol):
    def bar(user):
        visitor.force_login(user)
        html = visitor.get(reverse("glossary")).content.decode()
        return re.findall(r'href="(/[^"?]*)', html.split('class="bottom-nav"')[1].split("<details")[0])

    places = [reverse(name) for name in ("overview", "enterprises", "questionnaires")]
    # a sales person's phone opens with whom to call, the others' with the segments
    assert bar(alice) == [*places, reverse("customer_list")]
    assert bar(carol) == [*places, reverse("customers")]


def job(user, **values):
    return Job.objects.create(kind="import", user=user, **values)


def test_people_see_their_own_jobs_and_admins_all(visitor, alice, carol):
    mine, other = job(alice), job(carol)
    html = visitor.get(reverse("activity")).content.decode()
    assert f'id="job-{mine.pk}"' in html
    assert f'id="job-{other.pk}"' not in html
    missing = visitor.get(reverse("job_progress", args=[other.pk]))
    assert missing.status_code == 404
    assert "This work is not yours, or it does not exist." in missing.content.decode()
    visitor.force_login(carol)
    assert f'id="job-{mine.pk}"' in visitor.get(reverse("activity")).content.decode()


def test_progress_is_polled_until_the_job_is_over(visitor, alice):
    running = job(
        alice, state="running", stage="Writing rows", done=250, total=1000,
        stage_started_at=timezone.now() - timedelta(seconds=30),
    )  # fmt: skip
    url = reverse("job_progress", args=[running.pk])
    html = visitor.get(url, {"next": "/data/"}, headers={"HX-Request": "true"}).content.decode()
    assert 'value="250"' in html
    assert "250 of 1,000" in html
    assert "about 2 minutes left" in html or "seconds left" in html
    assert f'hx-get="{url}?next=%2Fdata%2F"' in html
    Job.objects.filter(pk=running.pk).update(state="done")
    answer = visitor.get(url, {"next": "/data/"}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/data/"
    assert "hx-get" not in answer.content.decode()


def test_progress_never_leads_to_another_site(visitor, alice):
    done = job(alice, state="done")
    url = reverse("job_progress", args=[done.pk])
    answer = visitor.get(url, {"next": "https://example.com/"}, headers={"HX-Request": "true"})
    assert "HX-Redirect" not in answer


def test_progress_is_a_page_without_script(visitor, alice):
    html = visitor.get(reverse("job_progress", args=[job(alice).pk])).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in html


@pytest.mark.parametrize(
    "name", ["account_login", "account_change_password", "mfa_index", "usersessions_list"]
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_account_pages_are_in_our_frame(client, alice, name, language):
    if name != "account_login":
        client.force_login(alice)
    client.cookies["django_language"] = language
    response = client.get(reverse(name))
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert 'class="skip"' in html


def test_an_unknown_address_says_what_to_do(visitor):
    response = visitor.get("/no/such/page/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()
