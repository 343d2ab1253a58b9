"""What people wrote: who may read it, what is masked, what is logged, and that what was erased is gone."""

import numpy as np
import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Event
from data.models import Contact
from questionnaires import queries, written
from questionnaires.common_words import common_words
from questionnaires.written import Written, without_numbers
from tests import world as worlds
from tests.questionnaires import surveys

pytestmark = pytest.mark.django_db
PAGE = "/survey/written/"
N = 120


@pytest.fixture
def world():
    return worlds.build()


@pytest.fixture
def edition(world):
    questions = [
        surveys.question(1, "Nama pemilik", "personal", form={"personal": "owner_name"}),
        surveys.question(2, "E-mail", "personal"),
        surveys.question(3, "Bidang", "single", ("Kuliner", "Jasa"), has_other=True, role="field"),
        surveys.question(4, "Media", "multiple", ("TikTok", "Brosur"), has_other=True),
        surveys.question(5, "Saran", "text"),
    ]
    answers = {
        "owner_name": [f"Pemilik {at}" for at in range(N)],
        "q02": [f"orang{at}@example.org" for at in range(N)],
        "q03": ["Bengkel" if at % 40 == 0 else "Kuliner" if at % 2 else "Jasa" for at in range(N)],
        "q03_words": ["Bengkel motor" if at % 40 == 0 else "bukan pilihan" for at in range(N)],
        "q04": [["TikTok", "Radio"] if at == 7 else ["Brosur"] for at in range(N)],
        "q04_words": ["Radio desa" if at == 7 else "" for at in range(N)],
        "q05": [f"Saran nomor {at}: terlalu mahal" if at % 2 else "" for at in range(N)],
    }
    answers["q05"][3] = "Telepon saya 0812-3456-7890 atau a@b.example ya"
    areas = [world.areas["East upper"].pk if at == 1 else 0 for at in range(N)]
    return surveys.add(world, questions, answers, areas=areas)


def client(person, language: str = "en") -> Client:
    made = Client(headers={"accept-language": language})
    made.force_login(person)
    return made


def texts(answer) -> list[str]:
    return [line.text for line in answer.context["lines"]]


def events(action: str) -> list[Event]:
    return list(Event.objects.filter(action=action).order_by("pk"))


# Who may read what ---------------------------------------------------------------------------------------


def test_sales_may_not_open_the_page_and_nothing_is_logged(world, edition) -> None:
    answer = client(world.alice).get(PAGE)
    assert answer.status_code == 403
    assert client(world.alice).post(PAGE, {"open": "0"}).status_code == 403
    assert b"mahal" not in answer.content
    assert not events("survey_texts_seen")
    assert Client().get(PAGE).status_code == 302


def test_analysts_choose_from_texts_and_own_words_only(world, edition) -> None:
    answer = client(world.bob).get(PAGE)
    listed = [one.key for _words, questions in answer.context["groups"] for one in questions]
    assert listed == ["q05", "q03", "q04"]
    assert answer.context["heading"] == "60 of 120 respondents answered “Saran”"
    asked = client(world.bob).get(PAGE, {"question": "q01"})
    assert "You may read no written answers" in asked.context["notices"][0]
    assert b"Pemilik" not in asked.content
    assert b"P******" not in asked.content


def test_the_module_itself_refuses_whoever_calls_it(world, edition) -> None:
    survey = queries.survey(edition)
    by_key = {one.key: one for one in survey.questions}
    everybody = all_of(survey)
    for person, keys in ((world.alice, by_key), (world.bob, ("q01", "q02"))):
        for key in keys:
            with pytest.raises(PermissionDenied):
                Written(survey, everybody, person, by_key[key])
    world.carol.is_active = False
    with pytest.raises(PermissionDenied):
        Written(survey, everybody, world.carol, by_key["q05"])


def all_of(survey):
    return np.ones(survey.n, dtype=bool)


def test_own_words_are_of_those_who_chose_other(world, edition) -> None:
    answer = client(world.bob).get(PAGE, {"question": "q03"})
    assert texts(answer) == ["Bengkel motor"] * 3
    assert answer.context["heading"] == "3 of 120 respondents answered “Bidang” in their own words"
    several = client(world.bob).get(PAGE, {"question": "q04"})
    assert texts(several) == ["Radio desa"]
    assert [line.row_number for line in several.context["lines"]] == [9], "the header is row 1"


def test_an_admin_sees_personal_answers_masked_until_one_is_asked_for(world, edition) -> None:
    admin = client(world.carol)
    page = admin.get(PAGE, {"question": "q01"})
    assert "Pemilik" not in page.content.decode()
    assert texts(page)[5] == "P****** *"
    opened = admin.post(f"{PAGE}?question=q01", {"open": "5"})
    assert texts(opened)[5] == "Pemilik 5"
    assert opened.content.decode().count("Pemilik ") == 1
    assert opened["Cache-Control"] == "private, no-store"
    (line,) = events("survey_personal_opened")
    assert (line.user, line.rows, line.detail["row"], line.detail["question"]) == (world.carol, 1, 7, "q01")
    part = admin.post(
        f"{PAGE}?question=q02", {"open": "5"}, headers={"HX-Request": "true", "HX-Target": "answer-5"}
    )
    assert part.content.decode().count("@example.org") == 1
    assert "<table" not in part.content.decode()


@pytest.mark.parametrize("asked", ["-1", "999", "x", "²", "9" * 30, ""])
def test_opening_what_is_not_there_is_said(world, edition, asked) -> None:
    answer = client(world.carol).post(f"{PAGE}?question=q01", {"open": asked})
    assert answer.status_code == 200
    assert any("not on the page any more" in one for one in answer.context["notices"])
    assert not events("survey_personal_opened")
    assert "Pemilik" not in answer.content.decode()


@pytest.mark.parametrize("question", ["q01", "q05"])
def test_an_answer_that_is_gone_takes_one_line_of_its_cell(world, edition, question) -> None:
    """Somebody was erased while the page was open."""
    part = {"HX-Request": "true", "HX-Target": "answer-999"}
    answer = client(world.carol).post(f"{PAGE}?question={question}", {"open": "999"}, headers=part)
    assert answer.content.decode() == (
        '<span class="answer">This answer is not on the page any more. Look for it in the list.</span>'
    )
    assert answer["Cache-Control"] == "private, no-store"
    assert not Event.objects.filter(action__startswith="survey").exists()


def test_a_long_text_to_look_for_is_kept_whole(world, edition) -> None:
    text = "x" * 55
    answer = client(world.carol).get(PAGE, {"question": "q03", "q": text, "a": "q03-0"})
    assert answer.context["text"] == text
    assert [text in chip.href for chip in answer.context["chips"]] == [True]
    assert 'maxlength="60"' in answer.content.decode()


def test_an_analyst_cannot_open_a_personal_answer(world, edition) -> None:
    answer = client(world.bob).post(f"{PAGE}?question=q01", {"open": "5"})
    assert "Pemilik" not in answer.content.decode()
    assert not events("survey_personal_opened")


def test_no_other_page_nor_file_of_the_survey_holds_what_was_written(world, edition) -> None:
    for person in (world.alice, world.bob, world.carol):
        for path in (
            "/survey/",
            "/survey/questions/",
            "/survey/crosstab/?row=q03&column=q04",
            "/survey/scale/",
        ):
            text = client(person).get(path).content.decode()
            for secret in ("Pemilik 5", "orang5@", "terlalu mahal", "Bengkel motor", "Radio desa"):
                assert secret not in text
    for form in ("csv", "xlsx"):
        answer = client(world.carol).get(PAGE, {"download": form, "figure": "written", "question": "q01"})
        assert answer.status_code == 302, "there is no file"


# Masks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("WA 0812-3456-7890 ya", "WA ••• ya"),
        ("+62 812 3456 7890", "•••"),
        ("(0761) 234 567", "(•••"),
        ("a.b@example.org, c", "••• c"),
        ("NIK 1471234567890123", "NIK •••"),
        ("Rp 2.500.000 per bulan", "Rp 2.500.000 per bulan"),
        ("15.000.000 dalam 2023", "15.000.000 dalam 2023"),
        ("tahun 2019-2023", "tahun 2019-2023"),
        ("ikuti @toko_kue", "ikuti •••"),
        ("08 12 / 34 56 / 78 90", "•••"),
        ("biasa saja", "biasa saja"),
    ],
)
def test_numbers_and_addresses_of_people_are_masked(text, shown) -> None:
    assert without_numbers(text) == shown


def test_a_long_text_without_an_address_is_shown() -> None:
    assert without_numbers("a" * 50_000) == "a" * 50_000
    assert without_numbers("a" * 50_000 + "@b c") == "••• c"


def test_what_still_looks_like_a_number_is_masked_whole() -> None:
    found = without_numbers("0 8 1 2 x 081234567890123")
    assert "0812345" not in found
    assert "081234567890" not in without_numbers("nol=08 1234 567.890")


def test_analysts_read_texts_without_numbers_and_cannot_search_for_them(world, edition) -> None:
    answer = client(world.bob).get(PAGE)
    assert "Telepon saya ••• atau ••• ya" in texts(answer)
    assert "0812" not in answer.content.decode()
    searched = client(world.bob).get(PAGE, {"q": "0812-3456"})
    assert searched.context["found"] == 0
    assert "Telepon saya 0812-3456-7890 atau a@b.example ya" in texts(client(world.carol).get(PAGE))
    assert client(world.carol).get(PAGE, {"q": "0812-3456"}).context["found"] == 1


# Search, pages, filter -----------------------------------------------------------------------------------


def test_texts_are_searched_whatever_the_case_and_paged_by_fifty(world, edition) -> None:
    analyst = client(world.bob)
    first = analyst.get(PAGE, {"q": "  TERLALU   mahal "})
    assert first.context["heading"] == "59 of 60 answers to “Saran” hold “TERLALU mahal”"
    assert (len(first.context["lines"]), first.context["pages"], first.context["following"]) == (50, 2, 2)
    second = analyst.get(PAGE, {"q": "terlalu mahal", "page": "2"})
    assert len(second.context["lines"]) == 9
    assert not set(texts(first)) & set(texts(second))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"page": "99"}, "The list has 2 pages"),
        ({"page": "0"}, "There is no page “0”"),
        ({"page": "x"}, "There is no page “x”"),
        ({"question": "q99"}, "You may read no written answers"),
        ({"a": "q03-9"}, "Not an answer to a question"),
    ],
)
def test_no_address_is_an_error(world, edition, query, said) -> None:
    answer = client(world.bob).get(PAGE, query)
    assert answer.status_code == 200
    assert any(said in one for one in answer.context["notices"])
    assert answer.context["lines"]


def test_nothing_found_says_what_to_do(world, edition) -> None:
    assert client(world.bob).get(PAGE, {"q": "zzz"}).context["empty"].title == "No answer holds “zzz”"
    nobody = client(world.bob).get(PAGE, {"a": ["q03-0", "q04-2"], "question": "q03"})
    assert nobody.status_code == 200
    assert nobody.context["empty"] is not None


def test_the_filter_of_the_survey_is_honoured_and_kept(world, edition) -> None:
    answer = client(world.bob).get(PAGE, {"a": "q04-2", "question": "q05", "q": "mahal"})
    assert texts(answer) == ["Saran nomor 7: terlalu mahal"]
    assert ("a", "q04-2") in answer.context["carried"]
    (chip,) = answer.context["chips"]
    assert "question=q05" in chip.href
    assert "q=mahal" in chip.href


def test_a_line_says_field_and_sub_district_but_not_beside_a_name(world, edition) -> None:
    answer = client(world.carol).get(PAGE)
    assert [about for _line, about in answer.context["entries"]][:2] == ["Kuliner · East", "Kuliner"]
    named = client(world.carol).get(PAGE, {"question": "q01"})
    assert {about for _line, about in named.context["entries"]} == {""}


def test_words_that_many_used_lead_into_the_list(world, edition) -> None:
    answer = client(world.bob).get(PAGE)
    assert dict(answer.context["words"])["mahal"] == 59
    assert client(world.bob).get(PAGE, {"q": "mahal"}).context["found"] == 59
    assert client(world.carol).get(PAGE, {"question": "q01"}).context["words"] == []


def test_common_words_are_those_of_three_people_and_not_the_glue() -> None:
    found = common_words(["Harga yang mahal mahal", "harga murah", "Harganya mahal", "yang mahal"])
    assert found == [("mahal", 3)], "“harga” twice and “harganya” once are two words"
    assert common_words(["satu dua tiga", "empat"]) == []


# Encryption, erasure, limits, log ------------------------------------------------------------------------


def test_an_erased_respondent_shows_nothing(world, edition) -> None:
    Contact.objects.filter(row_number=9).delete()
    assert texts(client(world.bob).get(PAGE, {"question": "q04"})) == []
    answer = client(world.bob).get(PAGE)
    assert "Saran nomor 7: terlalu mahal" not in texts(answer)
    assert answer.context["heading"] == "59 of 120 respondents answered “Saran”"


def test_answers_lie_encrypted_and_without_the_key_are_said_to(world, edition, settings) -> None:
    assert not any(b"mahal" in bytes(one.secret) for one in Contact.objects.all())
    settings.CONTACT_KEY = "another key of forty letters and more, to be sure"
    answer = client(world.bob).get(PAGE)
    assert answer.context["lines"] == []
    assert any("What 120 respondents wrote cannot be read" in one for one in answer.context["lead"])


def test_only_so_many_are_opened_and_that_is_said(world, edition, monkeypatch) -> None:
    opened = []
    real = written.open_contact
    monkeypatch.setattr(written, "MOST_OPENED", 30)
    monkeypatch.setattr("questionnaires.written_page.MOST_OPENED", 30)
    monkeypatch.setattr(written, "open_contact", lambda one: opened.append(one.pk) or real(one))
    answer = client(world.bob).get(PAGE)
    assert len(opened) == 30
    assert any("the first 30 of 120 respondents were read" in one for one in answer.context["lead"])
    opened.clear()
    narrowed = client(world.bob).get(PAGE, {"a": "q04-2"})
    assert len(opened) == 1
    assert not any("were read" in one for one in narrowed.context["lead"])


def test_each_page_that_was_seen_is_one_line_of_the_log(world, edition) -> None:
    client(world.bob).get(PAGE, {"q": "nomor 7"})
    client(world.bob).get(PAGE, {"q": "zzz"})
    (line,) = events("survey_texts_seen")
    assert (line.user, line.rows) == (world.bob, 6)
    assert line.detail == {"edition": edition.pk, "question": "q05", "page": 1, "searched": True}
    assert "nomor" not in str(line.detail) + line.subject


@pytest.mark.parametrize("asked", ["1", "999", ""])
def test_texts_are_logged_whatever_asked_for_them(world, edition, asked) -> None:
    answer = client(world.bob).post(f"{PAGE}?question=q05&page=2", {"open": asked})
    assert "mahal" in answer.content.decode()
    (line,) = events("survey_texts_seen")
    assert (line.user, line.rows, line.detail["page"]) == (world.bob, 10, 2)


def test_a_text_asked_for_by_itself_is_one_line_of_the_log(world, edition) -> None:
    part = {"HX-Request": "true", "HX-Target": "answer-1"}
    answer = client(world.bob).post(f"{PAGE}?question=q05", {"open": "1"}, headers=part)
    assert answer.content.decode().count("mahal") == 1
    assert [line.rows for line in events("survey_texts_seen")] == [1]


def test_a_page_with_an_opened_answer_is_logged_beside_it(world, edition) -> None:
    client(world.carol).post(f"{PAGE}?question=q01", {"open": "5"})
    assert len(events("survey_personal_opened")) == 1
    assert [line.rows for line in events("survey_texts_seen")] == [50]


def test_nothing_of_it_is_kept_in_any_cache(world, edition) -> None:
    caches["pages"].clear()
    answer = client(world.bob).get(PAGE)
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer
    assert not any("mahal" in str(value) for value in caches["pages"].__dict__.get("_cache", {}).values())
    client(world.bob).get(PAGE)
    assert len(events("survey_texts_seen")) == 2


def test_queries_do_not_grow_with_the_answers(world, edition) -> None:
    analyst = client(world.bob)
    analyst.get(PAGE)
    with CaptureQueriesContext(connection) as found:
        analyst.get(PAGE)
    assert len(found) <= 20, [one["sql"][:90] for one in found.captured_queries]
    assert sum("data_contact" in one["sql"] for one in found.captured_queries) == 2


def test_two_files_of_one_survey_are_read_each_by_its_own_keys(world) -> None:
    first = surveys.add(
        world, [surveys.question(1, "Nama", "personal", form={"personal": "owner_name"}),
                surveys.question(2, "Saran", "text")],
        {"owner_name": ["Satu"], "q02": ["dari file satu"]},
    )  # fmt: skip
    second = surveys.add(
        world, [surveys.question(1, "Saran", "text"),
                surveys.question(2, "Nama", "personal", form={"personal": "owner_name"})],
        {"owner_name": ["Dua"], "q01": ["dari file dua"]}, series="other",
    )  # fmt: skip
    first.datasets.add(second.datasets.get())
    second.is_current = False
    second.save()
    assert texts(client(world.bob).get(PAGE)) == ["dari file satu", "dari file dua"]
    opened = client(world.carol).post(f"{PAGE}?question=q01", {"open": "1"})
    assert texts(opened) == ["S***", "Dua"]


def test_surveys_without_texts_and_no_survey_say_so(world) -> None:
    assert client(world.bob).get(PAGE).context["heading"] == "No survey is loaded yet"
    surveys.add(world, [surveys.question(1, "Q", "single", ("a", "b"))], {"q01": ["a", "b"] * 20})
    answer = client(world.bob).get(PAGE)
    assert answer.context["heading"] == "No written answers in this survey"


def test_both_languages_draw_the_page(world, edition) -> None:
    for language in ("en", "id"):
        for question in ("q01", "q03", "q05"):
            answer = client(world.carol, language).get(PAGE, {"question": question})
            assert answer.status_code == 200
            assert "%(" not in answer.content.decode()


def test_what_people_wrote_is_no_html(world) -> None:
    surveys.add(world, [surveys.question(1, "Saran", "text")], {"q01": ["<script>alert(1)</script>"]})
    assert b"<script>alert" not in client(world.bob).get(PAGE).content
