"""What a survey's import keeps of people: nothing of columns left out, and nothing that outlives its file."""

import json
from dataclasses import replace

import numpy as np
import pytest
from django.test import Client

from accounts.models import User
from data import editions, erasing, importing, personal, purging, scrubbing
from data.contacts import hash_value
from data.models import Category, Dataset, Edition
from data.reading.errors import Unreadable
from questionnaires import queries
from questionnaires.choosing_form import QuestionsForm
from questionnaires.columns import mapping_of, questions_of
from questionnaires.models import AskedQuestion, FieldLink, KnownQuestion
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


NAMES = ("Ani Wijaya", "Budi Santoso", "Citra Dewi")
# a header that says nothing, and answers that come often enough to look like options
OFTEN = "Nama Anda,Siapa?,Suka?\n" + "\n".join(
    f"Orang {n},{NAMES[n % 3]},{'Ya' if n % 2 else 'Tidak'}" for n in range(12)
)


def erase(user: User, dataset: Dataset, name: str) -> None:
    person = (hash_value(name, "name"), None, None, None)
    entry = erasing.begin_in_files(user, person, "request of 1 March")
    places = {dataset.folder: [(0, 2)]}
    erasing.blank(dataset, replace(entry, places=places))


class TestUploadsThatEnd:
    def test_a_discarded_one_keeps_no_answers(self, region, admin) -> None:
        dataset = read(region, OFTEN)
        form = QuestionsForm(dataset, {"doubles": "keep", "q02-type": "likert", "q02-turn": "on"})
        assert form.is_valid()
        turned = {"questions": {"Siapa?": {"options": [*NAMES]}}}
        dataset = decided(dataset, {**form.decisions, **turned})
        assert "Ani Wijaya" in stored(dataset)
        importing.discard(dataset, admin)
        assert "Ani" not in stored(dataset)
        assert "Tidak" not in stored(dataset)
        assert dataset.guess["headers"] == ["Nama Anda", "Siapa?", "Suka?"]

    def test_a_failed_one_keeps_no_answers(self, region, monkeypatch) -> None:
        dataset = read(region, OFTEN)

        def broken(dataset):
            raise Unreadable("The file cannot be read.", "broken")

        monkeypatch.setattr("data.jobs.guess", broken)
        importing.read_again(dataset, {}, None)
        dataset = uploads.work(dataset)
        assert dataset.state == Dataset.State.FAILED
        assert "Ani" not in stored(dataset)

    @pytest.mark.parametrize("chosen", ["personal", "text", "skip"])
    def test_a_column_corrected_keeps_none(self, region, admin, chosen) -> None:
        dataset = read(region, OFTEN)
        assert types(dataset)["q02"] == "single"
        assert "Ani Wijaya" in page_of(dataset, admin)
        dataset = decided(dataset, {"questions": {"Siapa?": {"type": chosen}}})
        assert dataset.state == Dataset.State.CHECKED
        assert "Ani" not in stored(dataset)
        assert "Ani" not in page_of(dataset, admin)
        assert dataset.guess["questions"][2]["options"] == ["Tidak", "Ya"]

    def test_an_erasure_takes_the_examples_out(self, region, admin) -> None:
        dataset = read(region, OFTEN)
        assert dataset.guess["answers"]["q02"]
        erase(admin, dataset, "Orang 0")
        dataset.refresh_from_db()
        assert (dataset.guess["answers"], dataset.guess["alternatives"]) == ({}, {})
        assert b"Orang 0," not in dataset.original.read_bytes()
        form = QuestionsForm(dataset, {"doubles": "keep", "q03-type": "multiple"})
        assert form.is_valid()
        assert form.needs_reading
        assert uploads.commit(uploads.check(dataset)).state == Dataset.State.READY


MEDIA = "Nama Anda,Media sosial yang dipakai\n" + "\n".join(
    [
        "Zed Person,Punya saya rahasia zed",
        *(f"Orang {n},{'Facebook' if n % 2 else 'Instagram'}" for n in range(40)),
        *("Yan P,kata lain yan", "Xi P,aneh sekali", "Wu P,lain lagi"),
    ]
)


class TestWordsUnderOther:
    @pytest.fixture
    def survey(self, region) -> Dataset:
        dataset = uploads.commit(uploads.check(read(region, MEDIA)))
        assert dataset.guess["questions"][1]["has_other"]
        assert dataset.guess["questions"][1]["options"] == ["Facebook", "Instagram"]
        return dataset

    def test_an_erasure_takes_them_out_of_the_stored_file(self, survey, admin) -> None:
        [found] = personal.search(admin, "name", "Zed Person")
        entry = erasing.begin(admin, [found.contact], "asked for in a letter")
        erasing.delete(entry, admin, "personal_erased", new=True)
        assert erasing.blank(survey, entry) == ("survey.csv", "blanked")
        left = survey.original.read_bytes()
        assert b"rahasia zed" not in left
        assert b"kata lain yan" in left
        assert b"Orang 1,Facebook" in left

    def test_a_copy_for_the_person_holds_them(self, survey, admin) -> None:
        [found] = personal.search(admin, "name", "Zed Person")
        assert "rahasia" not in str(found.shown)
        [row] = json.loads(personal.export(admin, [found.contact.pk], "letter of 3 May", "json"))["rows"]
        assert row["Media sosial yang dipakai"] == "Punya saya rahasia zed"

    def test_its_options_are_shown_before_the_import(self, region, admin) -> None:
        dataset = read(region, MEDIA)
        assert "Instagram" in page_of(dataset, admin)
        assert dataset.guess["preview"]["rows"][0][2] == "P**** s*** r****** z**"


class TestNamesAmongTheOptions:
    """A column of names that was taken for a question: the erased person is one of its answers."""

    ANI = {(hash_value("Ani Wijaya", "name"), None, None, None)}
    ALONE = OFTEN.replace("Citra Dewi", "Melati")

    @pytest.fixture
    def survey(self, region) -> Dataset:
        decisions = {"questions": {"Siapa?": {"options": ["Ani Wijaya", "Melati", "Budi Santoso"]}}}
        return uploads.commit(decided(read(region, self.ALONE), decisions))

    def shown(self) -> tuple[tuple[str, ...], list[int]]:
        edition = Edition.objects.get(subject="survey")
        survey = queries.survey(edition)
        question = survey.named("q02").question
        return question.options, np.bincount(queries.answers(survey, "q02")).tolist()

    def test_the_word_goes_and_the_answers_keep_their_places(self, survey) -> None:
        assert self.shown() == (("Ani Wijaya", "Melati", "Budi Santoso"), [4, 4, 4])
        assert scrubbing.scrub(self.ANI)
        assert self.shown() == (("•••", "Melati", "Budi Santoso"), [4, 4, 4])
        assert "Ani Wijaya" not in stored(survey)
        assert "Budi Santoso" in stored(survey)
        assert scrubbing.scrub(self.ANI) == 0

    def test_it_is_not_proposed_for_the_next_wave(self, survey, region) -> None:
        scrubbing.scrub(self.ANI)
        known = {one.content["header"]: one.content["options"] for one in KnownQuestion.objects.all()}
        assert known["Siapa?"] == ["Melati", "Budi Santoso"]
        following = read(region, self.ALONE.replace("Ani Wijaya", ""), period="2024")
        assert following.guess["questions"][1]["options"] == ["Melati", "Budi Santoso"]

    def test_a_link_of_a_business_field_goes(self, survey, region) -> None:
        category = Category.objects.create(region=region, name="Jasa", key="jasa")
        for text in ("Ani Wijaya", "Budi Santoso"):
            FieldLink.objects.create(region=region, key=text.casefold(), text=text, category=category)
        scrubbing.scrub(self.ANI)
        assert [one.text for one in FieldLink.objects.all()] == ["Budi Santoso"]

    def test_a_file_that_is_not_imported_yet_forgets_it_too(self, region) -> None:
        dataset = decided(read(region, OFTEN), {"questions": {"Siapa?": {"options": [*NAMES]}}})
        assert dataset.guess["answers"]["q02"]
        scrubbing.scrub(self.ANI)
        assert "Ani Wijaya" not in stored(dataset)
        assert dataset.decisions["questions"]["Siapa?"]["options"] == ["•••", "Budi Santoso", "Citra Dewi"]

    def test_a_lone_word_is_no_name(self, survey) -> None:
        scrubbing.scrub({(hash_value("Melati", "name"), None, None, None)})
        assert self.shown()[0] == ("Ani Wijaya", "Melati", "Budi Santoso")


class TestDeletedForGood:
    FIELDS = "Bidang usaha,Suka?\n" + "Usaha Bu Rina Melati,Ya\nKuliner,Tidak\n" * 6

    def purged(self, region, dataset: Dataset, user: User) -> Dataset:
        edition = Edition.objects.current().get(subject="survey", series=dataset.series)
        editions.withdraw(edition, dataset, user)
        purging.start(dataset, user)
        return uploads.work(dataset)

    def known(self) -> dict[str, list[str]]:
        return {one.content["header"]: one.content["options"] for one in KnownQuestion.objects.all()}

    def test_no_words_are_left(self, region, admin) -> None:
        dataset = read(region, self.FIELDS)
        options = ["Usaha Bu Rina Melati", "Kuliner"]
        dataset = decided(dataset, {"questions": {"Bidang usaha": {"options": options}}})
        dataset = self.purged(region, uploads.commit(dataset), admin)
        assert "Rina" not in stored(dataset)
        assert "Kuliner" not in stored(dataset)
        assert not AskedQuestion.objects.exists()
        assert self.known() == {"Bidang usaha": [], "Suka?": []}
        following = read(region, self.FIELDS, period="2024")
        assert types(following) == {"q01": "single", "q02": "single"}
        assert following.guess["questions"][0]["role"] == "field"

    def test_options_of_other_files_stay_known(self, region, admin) -> None:
        uploads.commit(uploads.check(read(region, self.FIELDS.replace("Usaha Bu Rina Melati", "Laundry"))))
        later = uploads.commit(uploads.check(read(region, self.FIELDS, series="other")))
        assert "Usaha Bu Rina Melati" in self.known()["Bidang usaha"]
        self.purged(region, later, admin)
        assert self.known() == {"Bidang usaha": ["Kuliner", "Laundry"], "Suka?": ["Tidak", "Ya"]}

    def test_past_editions_say_that_they_hold_no_answers(self, region, admin) -> None:
        dataset = uploads.commit(uploads.check(read(region, self.FIELDS)))
        past = Edition.objects.get(subject="survey")
        self.purged(region, dataset, admin)
        assert queries.survey(past).questions == ()
        client = Client(headers={"accept-language": "en"})
        client.force_login(admin)
        answer = client.get(f"/survey/questions/?survey={past.pk}")
        assert answer.status_code == 200
        assert any("were deleted for good" in one for one in answer.context["notices"])
        assert "Rina" not in answer.content.decode()
