"""The page for what is not there: a view's own words, never what Django says of models and paths."""

import pytest
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils import translation

from core import missing, shown
from core.models import Job


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def raised(made) -> Exception:
    with pytest.raises(Http404) as found:
        made()
    return found.value


@pytest.mark.django_db
def test_words_are_ours_or_none(alice) -> None:
    told = raised(lambda: shown.read_address("/no/such/page/", "", alice))
    assert missing.own_words(told) == "There is no such page."
    assert missing.own_words(raised(lambda: get_object_or_404(Job, pk=0))) == ""
    assert missing.own_words(raised(lambda: resolve("/no/such/page/"))) == ""
    assert missing.own_words(Http404()) == ""
    assert missing.own_words(Resolver404({"path": "x"})) == ""


@pytest.mark.django_db
def test_they_are_escaped(rf, alice, monkeypatch) -> None:
    request = rf.get("/x/")
    request.user = alice
    monkeypatch.setattr(missing, "own_words", lambda exception: "<script>alert(1)</script>")
    html = missing.page_not_found(request, Http404()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "This is not here" in html


@pytest.mark.parametrize("path", ["/files/999999/", "/data/activity/999999/"])
@pytest.mark.django_db
def test_somebody_elses_file_or_work_says_where_to_look(client, alice, path) -> None:
    client.force_login(alice)
    client.cookies["django_language"] = "en"
    answer = client.get(path)
    assert answer.status_code == 404
    assert " or it does not exist. Look under " in answer.content.decode()
