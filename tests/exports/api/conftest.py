"""Programs that ask the API with a person's key."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from exports import tokens
from tests import world as worlds
from tests.questionnaires import surveys

ROOT = "/api/v1/"
Program = Callable[..., Client]


@pytest.fixture(autouse=True)
def _as_often_as_wanted(settings: Any) -> None:
    settings.API_RATE = "100000/m"


@pytest.fixture
def world(db: None) -> worlds.World:
    """The small world with a survey that has a question to cross and a scale to check."""
    made = worlds.build()
    asked = [
        surveys.question(1, "Field of business", "single", ("Kuliner", "Konveksi")),
        surveys.question(2, "I know it", "likert", surveys.AWARE),
        surveys.question(3, "I use it", "likert", surveys.AWARE),
    ]
    answers = {
        "q01": ["Kuliner", "Konveksi"] * 12,
        "q02": [surveys.AWARE[at % 5] for at in range(24)],
        "q03": [surveys.AWARE[(at + at % 2) % 5] for at in range(24)],
    }
    areas = [made.areas[name].pk for name in ("Centre", "East", "North", "West")] * 6
    surveys.add(made, asked, answers, areas=areas)
    return made


def program(user: User, language: str = "en", **headers: str) -> Client:
    """A client with a key of the person, and nothing else."""
    key = {"authorization": f"Bearer {tokens.make(user)}", "accept-language": language}
    return Client(headers={**key, **headers})
