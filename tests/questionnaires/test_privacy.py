"""What a survey's import keeps of people: nothing of columns left out, and nothing that outlives its file."""

import json

import pytest
from django.test import Client

from accounts.models import User
from data import erasing, importing
from data.contacts import hash_value
from data.models import Dataset
from questionnaires.choosing_form import QuestionsForm
from questionnaires.columns import mapping_of, questions_of
from tests.data import uploads
from tests.questionnaires.test_import import types

pytestmark = pytest.mark.django_db
PERSON = "1471012345678905"
NUMBERS = "NIK,Nama Anda,Suka?\n" + "\n".join(
    f"14710123456789{n:02},Orang {'ABCDE'[n % 5]}{n},{'Ya' if n % 2 else 'Tidak'}" for n in range(30)
)
LEFT_OUT = {"questions": {"NIK": {"type": "skip"}, "Nama Anda": {"type": "skip"}}}


@pytest.fixture
def region(db):
    return uploads.city()


@pytest.fixture
def admin(db) -> User:
    return User.objects.create_user("admin@example.org", "a long test password", role="admin")


def read(region, text: str, **values) -> Dataset:
    given = {"kind": "questionnaire", "name": "survey.csv", "series": "awareness"} | values
    return uploads.read(region, text.encode(), **given)


def decided(dataset: Dataset, decisions: dict) -> Dataset:
    """The file checked as the page of its questions would have it."""
    dataset.decisions = {**dataset.decisions, **decisions}
    importing.choose_mapping(dataset, mapping_of(questions_of(dataset)), {}, None, decisions)
    return uploads.work(dataset)


def stored(dataset: Dataset) -> str:
    """All that the database keeps about a file itself."""
    dataset.refresh_from_db()
    return json.dumps([dataset.guess, dataset.decisions, dataset.mapping], ensure_ascii=False)


def page_of(dataset: Dataset, user: User) -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client.get(f"/survey/files/{dataset.pk}/questions/").content.decode()


class TestColumnsLeftOut:
    @pytest.fixture
    def following(self, region) -> Dataset:
        """A wave after one whose names and numbers were not imported."""
        uploads.commit(decided(read(region, NUMBERS), LEFT_OUT))
        return read(region, NUMBERS, period="2024")

    def test_nothing_of_them_is_kept_or_shown(self, following, admin) -> None:
        assert list(types(following).values()) == ["skip", "skip", "single"]
        assert "Tidak" in stored(following)
        assert "14710123456789" not in stored(following)
        assert "Orang" not in stored(following)
        assert "14710123456789" not in page_of(following, admin)
        assert "not imported, stays in the file" in page_of(following, admin)

    def test_people_are_found_in_their_cells(self, following) -> None:
        assert following.mapping == {"q03": "Suka?"}
        assert following.guess["mapping"] == {"owner_name": "Nama Anda", "nik": "NIK", "q03": "Suka?"}
        person = (None, None, hash_value(PERSON, "nik"), None)
        found = {one.period_label: places for one, places in erasing.search_files(person)}
        assert found == {"2023": [(0, 7)], "2024": [(0, 7)]}

    def test_another_type_reads_the_file_again(self, following) -> None:
        assert "single" in dict(QuestionsForm(following).fields["q02-type"].choices)
        chosen = QuestionsForm(following, {"doubles": "keep", "q02-type": "personal"})
        assert chosen.is_valid()
        assert not chosen.needs_reading
        chosen = QuestionsForm(following, {"doubles": "keep", "q01-type": "number"})
        assert chosen.is_valid()
        assert chosen.needs_reading

    def test_the_rows_that_are_shown_hide_them_where_nobody_is_recognised(self, region) -> None:
        rows = "\n".join(f"Rahasia {n},{'Ya' if n % 2 else 'Tidak'}" for n in range(9))
        text = "Hal lain,Suka?\n" + rows
        uploads.commit(decided(read(region, text), {"questions": {"Hal lain": {"type": "skip"}}}))
        following = read(region, text, period="2024")
        assert following.guess["preview"]["rows"][0][1:] == ["R****** *", "Tidak"]
        assert "Rahasia" not in stored(following)
