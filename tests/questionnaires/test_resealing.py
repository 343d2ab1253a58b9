"""A change of CONTACT_KEY: what respondents wrote is sealed anew word by word, like their names."""

import pytest

from data import contacts, resealing
from data.models import Contact
from questionnaires.questions import Question
from tests import world as worlds
from tests.questionnaires import surveys
from tests.questionnaires.surveys import question

pytestmark = pytest.mark.django_db
NEW = "a-key-of-after-the-change-0123456789-abcdefghijklmnopqrstuvwxyz"
QUESTIONS = (
    question(5, "Media sosial", "single", ("Facebook", "Instagram"), has_other=True),
    question(6, "Saran", "text"),
    Question("q07", "Nama Anda", "Nama Anda", "personal", form={"personal": "owner_name"}),
)
WRITTEN = {
    "owner_name": ["Ani", None, "Budi", None],
    "q06": ["Bagus sekali", "Kurang", None, 'Kata "lain"\ndua baris'],
    "q05_words": [None, "Radio", "Koran", None],
}
TOLD = [
    {"owner_name": "Ani", "q06": "Bagus sekali"},
    {"q06": "Kurang", "q05_words": "Radio"},
    {"owner_name": "Budi", "q05_words": "Koran"},
    {"q06": 'Kata "lain"\ndua baris'},
]


@pytest.fixture(autouse=True)
def _place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA_DIR = tmp_path


@pytest.fixture
def survey(db):
    return surveys.add(worlds.ground(), QUESTIONS, {"q05": [None] * 4, **WRITTEN})


@pytest.fixture
def change(settings):
    def changed():
        settings.CONTACT_KEYS_BEFORE = (settings.CONTACT_KEY,)
        settings.CONTACT_KEY = NEW

    return changed


def told():
    """What the respondents' contacts say, in the order of the file."""
    return [contacts.open_contact(one) for one in Contact.objects.order_by("row_number")]


def test_every_word_comes_back(survey, change, settings) -> None:
    assert told() == TOLD
    change()
    assert told() == TOLD
    assert resealing.reseal() == 4
    settings.CONTACT_KEYS_BEFORE = ()
    assert told() == TOLD
    names = Contact.objects.order_by("row_number").values_list("name_hash", flat=True)
    assert list(names) == [
        contacts.hash_value(name, "name") if name else None for name in WRITTEN["owner_name"]
    ]


def test_a_part_of_written_words_only(change) -> None:
    surveys.add(worlds.ground(), QUESTIONS, {"q05": [None] * 4, "q06": WRITTEN["q06"]})
    change()
    assert resealing.reseal() == 3
    assert [one["q06"] for one in told()] == [text for text in WRITTEN["q06"] if text]
    assert resealing.waiting() == 0


@pytest.mark.parametrize("stopped_at", [1, 2, 3])
def test_killed_half_way_and_begun_again(survey, change, monkeypatch, stopped_at) -> None:
    change()
    monkeypatch.setattr(resealing, "BATCH", 1)

    def stop(done: int) -> None:
        if done == stopped_at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        resealing.reseal(stop)
    assert told() == TOLD
    assert resealing.waiting() == 4 - stopped_at
    assert resealing.reseal() == 4 - stopped_at
    assert told() == TOLD
