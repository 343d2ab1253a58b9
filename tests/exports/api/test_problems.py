"""Whatever is asked, the answer is JSON with a sentence, and says nothing of the inside."""

import logging
from typing import Any

import pytest
from django.test import Client

from tests import world as worlds

from .conftest import ROOT, program

SENTENCE = "The address has signs or parameters that nothing here has. Write it anew."


def detail(answer: Any) -> str:
    assert answer["Content-Type"] == "application/json"
    content = answer.json()
    assert list(content) == ["detail"]
    return str(content["detail"])


@pytest.mark.parametrize(
    "address",
    [
        "pages/ratio?area=%00", "pages/ratio?%00=1", "enterprises?q=a%00b", "areas?region=%00",
        "pages/a%00b", "nothing%00", "pages/ratio?" + "&".join(f"a={at}" for at in range(3_000)),
    ],
)  # fmt: skip
def test_signs_that_no_address_has_are_refused(world: worlds.World, address: str) -> None:
    answer = program(world.bob).get(ROOT + address)
    assert answer.status_code == 400
    assert detail(answer) == SENTENCE


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("pages/%ff", 404), ("pages/ratio?year=%ff", 200), ("pages/ratio?%zz=%", 200), ("%ff", 404),
        ("pages/ratio?area=%ED%A0%80", 200), ("cards/%F0%9F%98%80", 422), ("cards/-1", 422), ("cards/0", 422),
        ("cards/9223372036854775808", 422), ("cards/1.5", 422), ("cards/" + "9" * 5_000, 422),
        ("pages/" + "x" * 41, 422), ("pages/ratio/figures/" + "x" * 81, 422),
        ("enterprises?q=" + "x" * 61, 422),
        ("pages/ratio?area=9223372036854775808", 200), ("pages/ratio?year=" + "2" * 201, 422),
        ("pages/ratio?" + "&".join("area=1" for _one in range(501)), 422), ("areas?level=4", 422),
        ("editions?past=perhaps", 422), ("pages/", 404), ("pages/ratio/", 404), ("", 404),
        ("nothing/at/all", 404),
        ("pages/ratio?download=csv&figure=ratio", 200), ("pages/card?all=1", 200),
        ("pages/ratio?table=x&sort=y", 200),
    ],
)  # fmt: skip
def test_bad_addresses_are_answered(world: worlds.World, address: str, status: int) -> None:
    answer = program(world.bob).get(ROOT + address)
    assert answer.status_code == status
    if status != 200:
        assert len(detail(answer)) > 10


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("cards/0", "area_id: must be at least 1."),
        ("cards/9223372036854775808", "area_id: must be at most 9223372036854775807."),
        ("pages/ratio?year=" + "2" * 201, "year: may have at most 200 characters."),
        ("pages/ratio?size=" + "2" * 201, "size: may have at most 200 characters."),
        ("pages/ratio?" + "&".join("area=1" for _one in range(501)), "area: may be given at most 500 times."),
        ("editions?past=perhaps", "past: must be true or false."),
        ("nothing", "There is nothing at this address. /api/v1/docs lists what there is."),
    ],
)  # fmt: skip
def test_the_sentence_says_what_to_do(world: worlds.World, address: str, said: str) -> None:
    assert detail(program(world.bob).get(ROOT + address)) == said


def test_what_was_sent_is_not_repeated(world: worlds.World) -> None:
    answer = program(world.bob).get(f"{ROOT}areas?limit=<script>secret</script>")
    assert "secret" not in answer.content.decode()


def test_an_unknown_filter_is_said_as_on_the_page(world: worlds.World) -> None:
    told = program(world.bob).get(f"{ROOT}pages/ratio?area=abc&nothing=1&year=1999").json()
    assert any("area=abc" in one and "nothing=1" in one for one in told["notices"])
    assert any("1999" in one for one in told["notices"])


def test_a_body_is_passed_over(world: worlds.World) -> None:
    answer = program(world.bob).generic("GET", f"{ROOT}regions", b"{broken", content_type="application/json")
    assert answer.status_code == 200


def test_a_fault_of_the_server_says_nothing_of_the_inside(
    world: worlds.World, monkeypatch: Any, caplog: Any
) -> None:
    def fail(*_all: Any) -> None:
        raise RuntimeError("password=hunter2 in /etc/secret")

    monkeypatch.setattr("exports.api.places.regions", fail)
    with caplog.at_level(logging.ERROR, "django.request"):
        answer = program(world.bob).get(f"{ROOT}regions")
    assert answer.status_code == 500
    assert detail(answer).startswith("The server failed at this.")
    assert "hunter2" not in answer.content.decode()
    [line] = caplog.records
    assert line.getMessage() == f"API: {ROOT}regions"
    assert line.exc_info is not None


def test_a_number_that_is_none_is_never_written_as_nan(world: worlds.World, monkeypatch: Any) -> None:
    """Should one slip through, the answer is a fault of ours and not broken JSON."""
    monkeypatch.setattr("exports.api.values.raw", lambda *_all: float("nan"))
    answer = program(world.bob).get(f"{ROOT}pages/ratio")
    assert answer.status_code == 500


@pytest.mark.parametrize("language", ["id", "en"])
def test_problems_are_told_in_the_language_asked_for(world: worlds.World, language: str) -> None:
    answer = Client(headers={"accept-language": language}).get(f"{ROOT}pages")
    assert answer["Content-Language"] == language
    assert detail(answer).startswith("Send") == (language == "en")
