"""A questionnaire through the whole importer: guessed, corrected, checked, imported, remembered."""

import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Event, User
from areas.models import Region
from core import jobs as queue
from core.models import Job
from core.texts import shown
from data import contacts, editions, erasing, importing, jobs, personal, writing
from data.decisions import check_decisions
from data.kinds import kind
from data.models import Contact, Dataset, Edition, HeaderMapping
from data.reading import sheets
from data.stored_rows import delete_rows
from data.views.steps import current
from questionnaires import packing, queries
from questionnaires.choosing_form import QuestionsForm
from questionnaires.columns import mapping_of, questions_of
from questionnaires.file_guess import looks_like_register
from questionnaires.models import AnswerPart, AskedQuestion
from questionnaires.questions import Question
from tests.data import uploads
from tests.questionnaires.surveys import AWARE

pytestmark = pytest.mark.django_db
State = Dataset.State
HEADERS = "Timestamp,Nama Anda,Kecamatan,Bidang usaha,Seberapa tahu Anda tentang influencer marketing?,Saran"
ROWS = [
    "2023/09/14 9:05:12 AM GMT+7,Ani,Centre,Kuliner,Tahu,Bagus sekali",
    "2023/09/14 10:15:00 AM GMT+7,Budi,East,Kuliner,Tidak tahu,",
    "2023/09/15 1:00:00 PM GMT+7,Citra,,Konveksi,Sangat tahu,Tolong hubungi 081234567890",
    "2023/09/15 1:00:09 PM GMT+7,Citra,,Konveksi,Sangat tahu,Tolong hubungi 081234567890",
    "2023/09/16 8:00:00 AM GMT+7,Dedi,Centre,Konveksi,Tahu,Lebih murah",
    "2023/09/16 8:30:00 AM GMT+7,Eka,Hill,Kuliner,Cukup tahu,",
    ",,,,,",
]


@pytest.fixture
def region(db) -> Region:
    return uploads.city()


def content(rows: list[str] | None = None, headers: str = HEADERS) -> bytes:
    return "\n".join([headers, *(ROWS if rows is None else rows)]).encode()


def read(region: Region, file: bytes | None = None, **values) -> Dataset:
    given = {"kind": "questionnaire", "name": "survey.csv", "series": "awareness"} | values
    return uploads.read(region, content() if file is None else file, **given)


def ready(region: Region, file: bytes | None = None, **values) -> Dataset:
    dataset = uploads.check(read(region, file, **values))
    assert dataset.state == State.CHECKED, (dataset.state, dataset.message, dataset.report)
    return uploads.commit(dataset)


def types(dataset: Dataset) -> dict[str, str]:
    return {one["key"]: one["type"] for one in dataset.guess["questions"]}


def test_a_file_is_understood_without_help(region) -> None:
    dataset = read(region)
    assert dataset.state == State.NEEDS_MAPPING
    assert list(types(dataset).values()) == ["date", "personal", "single", "single", "likert", "text"]
    roles = [one["role"] for one in dataset.guess["questions"]]
    assert roles == ["submitted", "", "sub_district", "field", "awareness", ""]
    assert dataset.mapping["owner_name"] == "Nama Anda"
    assert dataset.mapping["sub_district"] == "Kecamatan"


def test_it_is_imported_with_answers_apart_from_people(region) -> None:
    dataset = ready(region)
    assert dataset.state == State.READY, dataset.message
    counts = dataset.report["counts"]
    assert (counts["rows"], counts["accepted"], counts["rejected"], counts["skipped"]) == (6, 5, 0, 1)
    found = queries.survey(Edition.objects.get(subject="survey"))
    assert found.n == 5
    aware = found.with_role("awareness")
    assert aware.question.options == (
        "Tidak tahu", "Kurang tahu", "Cukup tahu", "Tahu", "Sangat tahu",
    )  # fmt: skip
    assert queries.answers(found, aware.key).tolist() == [3, 0, 4, 3, 2]
    centre = uploads.area(region, "Centre").pk
    assert queries.areas(found).tolist()[0] == centre
    assert queries.areas(found).tolist()[2] == 0
    assert queries.rows(found)["row_number"].tolist() == [2, 3, 4, 6, 7]
    opened = [contacts.open_contact(one) for one in Contact.objects.order_by("row_number")]
    assert opened[0] == {"owner_name": "Ani", "q06": "Bagus sekali"}
    arrays = {part.key: packing.unpack(part.packed) for part in AnswerPart.objects.all()}
    assert {one for one in arrays if one.startswith("q")} == {"q01", "q03", "q04", "q05"}
    assert {found.dtype.kind for found in arrays.values()} == {"i"}
    assert b"Ani" not in b"".join(found.tobytes() for found in arrays.values())
    assert AskedQuestion.objects.filter(dataset=dataset).count() == 6


def test_double_submissions_are_found_and_kept_or_dropped(region) -> None:
    dataset = uploads.check(read(region))
    assert "Double submissions left out: 1" in str(dataset.report["facts"])
    assert dataset.report["counts"]["duplicates"] == 1
    importing.back_to(dataset, State.NEEDS_MAPPING, None)
    importing.choose_mapping(dataset, dataset.mapping, {}, None, {"doubles": "keep"})
    dataset = uploads.work(dataset)
    assert dataset.report["counts"]["accepted"] == 6
    assert "kept: 1" in str(dataset.report["facts"])


def test_what_a_person_corrected_is_offered_for_the_next_wave(region) -> None:
    dataset = read(region)
    header = "Bidang usaha"
    decided = {"questions": {header: {"role": ""}, "Saran": {"type": "skip"}}}
    dataset.decisions = decided
    mapping = mapping_of(questions_of(dataset))
    assert "q06" not in mapping
    importing.choose_mapping(dataset, mapping, {}, None, decided)
    uploads.commit(uploads.work(dataset))
    assert not HeaderMapping.objects.exists()  # a row per question, that nobody would read
    following = read(region, period="2024")
    again = {one["header"]: one for one in following.guess["questions"]}
    assert again[header]["role"] == ""
    assert again["Saran"]["type"] == "skip"
    assert again[header]["why"] == "remembered"
    assert again["Kecamatan"]["role"] == "sub_district"


def test_another_spelling_of_an_answer_is_no_answer_of_its_own(region) -> None:
    head, men, women = "Jenis kelamin", "Laki-laki", "Perempuan"
    ready(region, "\n".join([head, *[men, women] * 20]).encode())
    again = "\n".join([head, *["Laki - Laki", women] * 20]).encode()
    dataset = uploads.check(read(region, again, period="2024"))
    assert dataset.guess["questions"][0]["options"] == [men, women]
    uploads.commit(dataset)
    found = queries.survey(Edition.objects.get(subject="survey", period_label="2024"))
    assert queries.answers(found, "q01").tolist() == [0, 1] * 20


def test_a_remembered_scale_leaves_other_words_alone(region) -> None:
    scale = ["Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju"]
    ready(region, "\n".join(["Setuju?", *scale * 4]).encode())
    (before,) = read(region, "\n".join(["Setuju?", *scale[2:] * 6]).encode(), period="2024").guess[
        "questions"
    ]
    assert (before["type"], before["options"]) == ("likert", scale)
    (other,) = read(region, "\n".join(["Setuju?", *["Ya", "Tidak"] * 9]).encode(), period="2024").guess[
        "questions"
    ]
    assert (other["type"], sorted(other["options"]), other["sure"]) == ("single", ["Tidak", "Ya"], False)


def test_options_of_waves_before_are_forgotten_where_they_are_too_many(region) -> None:
    def wave(names: range) -> bytes:
        return "\n".join(["Kelurahan", *[f"Tempat {name}" for name in names for _twice in range(2)]]).encode()

    ready(region, wave(range(160)))
    dataset = ready(region, wave(range(160, 320)), period="2024")
    assert len(questions_of(dataset)[0].options) == 160
    found = queries.survey(Edition.objects.get(subject="survey", period_label="2024"))
    assert len(set(queries.answers(found, "q01").tolist())) == 160


def test_a_second_file_is_added_and_its_answers_follow(region) -> None:
    ready(region)
    more = ["2023/10/01 8:00:00 AM GMT+7,Fani,Hill,Laundry,Kurang tahu,"] * 2
    dataset = uploads.check(read(region, content(more), name="more.csv"))
    importing.commit(dataset, "add", False, None)
    uploads.work(dataset)
    found = queries.survey(Edition.objects.current().get(subject="survey"))
    assert found.n == 6
    field = found.with_role("field")
    assert field.question.options[-1] == "Laundry"
    assert queries.answers(found, field.key).tolist()[-1] == field.question.options.index("Laundry")


def test_a_later_export_that_repeats_the_first_is_counted_once(region) -> None:
    ready(region)
    more = "2023/10/01 8:00:00 AM GMT+7,Fani,Hill,Laundry,Kurang tahu,"
    later = content([*ROWS, more], HEADERS)
    dataset = uploads.check(read(region, later, name="later.csv"))
    importing.commit(dataset, "add", False, None)
    uploads.work(dataset)
    edition = Edition.objects.current().get(subject="survey")
    found = queries.survey(edition)
    assert (found.n, found.repeated) == (6, 5)
    assert len(queries.answers(found, found.with_role("field").key)) == 6
    assert queries.rows(found)["row_number"].tolist() == [2, 3, 4, 6, 7, 9]
    admin = User.objects.create_user("admin@example.org", "a long test password", role="admin")
    client = Client(headers={"accept-language": "en"})
    client.force_login(admin)
    assert "5 answers of later files" in client.get("/survey/").content.decode()


def test_other_questions_are_not_added(region) -> None:
    ready(region)
    rows = ["2023/10/01 8:00:00 AM GMT+7,Fani,Hill,Kuliner,Tahu,"] * 3
    other = content(rows, HEADERS.replace("Saran", "Catatan"))
    dataset = uploads.check(read(region, other, name="more.csv"))
    with pytest.raises(importing.Refused, match="asked or read in another way"):
        importing.commit(dataset, "add", False, None)


def test_a_scale_in_another_order_is_not_added(region) -> None:
    ready(region)
    dataset = read(region, content([row.replace("Ani", "Zed") for row in ROWS]), name="more.csv")
    header = "Seberapa tahu Anda tentang influencer marketing?"
    turned = {"questions": {header: {"options": list(reversed(AWARE))}}}
    importing.choose_mapping(dataset, dataset.mapping, {}, None, turned)
    with pytest.raises(importing.Refused, match="asked or read in another way"):
        importing.commit(uploads.work(dataset), "add", False, None)


def test_more_boxes_than_an_answer_has_bits_are_refused(region) -> None:
    dataset = read(region)
    declared = {"questions": {"Bidang usaha": {"type": "multiple", "options": [f"o{n}" for n in range(63)]}}}
    with pytest.raises(importing.Refused, match="too many different answers"):
        importing.choose_mapping(dataset, dataset.mapping, {}, None, declared)


def test_withdrawing_and_undoing_are_as_for_every_file(region) -> None:
    dataset = ready(region)
    edition = Edition.objects.current().get(subject="survey")
    editions.withdraw(edition, dataset, None)
    empty = Edition.objects.current().get(subject="survey")
    assert queries.survey(empty).n == 0
    editions.undo(empty, None)
    assert queries.survey(Edition.objects.current().get(subject="survey")).n == 5


class Killed(BaseException):
    """What no except clause of the program catches, as a kill would be."""


def written() -> tuple[Any, ...]:
    """All that imports wrote: answers by question in the order of the file, and who wrote what."""
    answers = [(one.key, packing.unpack(one.packed).tolist()) for one in AnswerPart.objects.all()]
    people = [contacts.open_contact(one) for one in Contact.objects.order_by("row_number")]
    return answers, people


def test_an_interrupted_import_leaves_no_answers(region, monkeypatch) -> None:
    monkeypatch.setattr("data.jobs.BATCH", 2)
    dataset = uploads.check(read(region))
    importing.commit(dataset, "replace", False, None)
    job = Job.objects.get(kind="import", subject_id=dataset.pk)
    write_all, batches = writing.write_all, []

    def cut_off(rows: Any) -> None:
        batches.append(rows)
        if len(batches) == 2:
            raise Killed
        write_all(rows)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "write_all", cut_off)
        with pytest.raises(Killed):
            queue.execute(job.pk)
    assert sum(one.n for one in AnswerPart.objects.filter(key=packing.ROW)) == 2
    assert not Edition.objects.filter(subject="survey").exists()
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    queue.execute(job.pk)
    dataset.refresh_from_db()
    assert dataset.state == State.READY
    found = written()
    assert sum(one.n for one in AnswerPart.objects.filter(key=packing.ROW)) == 5
    delete_rows(dataset.pk)
    assert written() == ([], [])
    ready(region, series="uninterrupted")
    assert written() == found


def test_an_erased_person_leaves_counts_and_no_words(region) -> None:
    dataset = ready(region)
    admin = User.objects.create_user("admin@example.org", "a long test password", role="admin")
    [found] = personal.search(admin, "name", "Ani")
    assert "Bagus" not in str(found.shown)
    entry = erasing.begin(admin, [found.contact], "asked for in a letter")
    erasing.delete(entry, admin, "personal_erased", new=True)
    erasing.blank(dataset, entry)
    assert Contact.objects.count() == 4
    survey = queries.survey(Edition.objects.current().get(subject="survey"))
    assert survey.n == 5
    assert b"Ani," not in dataset.original.read_bytes()


def test_a_file_that_is_discarded_while_it_is_read_again_fails_with_a_reason(region, monkeypatch) -> None:
    dataset = read(region)
    importing.read_again(dataset, {}, None)

    def thrown_away(found: Dataset) -> None:
        Dataset.objects.filter(pk=found.pk).update(state=State.DISCARDED)
        raise FileNotFoundError(found.original)

    monkeypatch.setattr(jobs, "guess", thrown_away)
    uploads.work(dataset)  # fails where the job ends with an error of the program
    job = Job.objects.filter(subject_id=dataset.pk, kind="read").latest("pk")
    with override("en"):
        assert "discarded" in shown(job.message)


def test_reading_parses_a_workbook_once(region, monkeypatch) -> None:
    opened, real = [], sheets.Book
    monkeypatch.setattr(sheets, "Book", lambda path: opened.append(path) or real(path))
    rows = [line.split(",") for line in content().decode().splitlines()]
    assert read(region, uploads.xlsx({"A": rows}), name="survey.xlsx").state == State.NEEDS_MAPPING
    assert len(opened) == 1


def test_another_layout_is_previewed_also_after_a_reading_for_the_columns_failed(region, monkeypatch) -> None:
    dataset = read(region)
    importing.read_again(dataset, {}, None)
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "guess", lambda dataset: 1 / 0)
        queue.execute(Job.objects.get(subject_id=dataset.pk, state=Job.State.QUEUED).pk)
    dataset.refresh_from_db()
    assert dataset.state == State.FAILED
    importing.choose_layout(dataset, {"header_row": 1}, None)
    assert current(uploads.work(dataset)) == "layout"


class TestBadInput:
    """Each says what is wrong; none is an error of the program."""

    def test_one_question(self, region) -> None:
        dataset = ready(region, b"Apakah Anda pernah memakai jasa influencer?\nYa\nTidak\nYa\nYa\n")
        assert queries.survey(Edition.objects.get(subject="survey")).n == 4
        assert dataset.report["counts"]["accepted"] == 4

    def test_constant_answers(self, region) -> None:
        dataset = ready(region, content([row.replace("Kuliner", "Konveksi") for row in ROWS]))
        assert types(dataset)["q04"] == "single"

    def test_three_answers(self, region) -> None:
        assert ready(region, content(ROWS[:3])).state == State.READY

    def test_only_names_and_numbers(self, region) -> None:
        rows = [f"Orang {n},08120000{n:04}" for n in range(12)]
        dataset = read(region, content(rows, "Nama Anda,Nomor HP"))
        with pytest.raises(importing.Refused, match="No column of this file is a question"):
            importing.choose_mapping(dataset, dataset.mapping, {}, None)

    def test_two_identical_headers(self, region) -> None:
        dataset = ready(region, b"Suka?,Suka?\nYa,Tidak\nYa,Tidak\nTidak,Ya\n")
        headers = [one["header"] for one in dataset.guess["questions"]]
        assert len(set(headers)) == 2
        found = queries.survey(Edition.objects.get(subject="survey"))
        words = [
            [asked.question.options[code] for code in queries.answers(found, asked.key)]
            for asked in found.asked
        ]
        assert words == [["Ya", "Ya", "Tidak"], ["Tidak", "Tidak", "Ya"]]

    def test_a_register(self, region) -> None:
        dataset = read(region, REGISTER)
        assert dataset.guess["looks_like_register"]
        admin = User.objects.create_user("admin@example.org", "a long test password", role="admin")
        client = Client(headers={"accept-language": "en"})
        client.force_login(admin)
        page = client.get(f"/survey/files/{dataset.pk}/questions/").content.decode()
        assert "looks like a register" in page
        assert "kind=msme_register" in page

    @pytest.mark.parametrize(
        ("headers", "is_register"),
        [
            (["Nama Usaha", "Kecamatan", "Kelurahan", "Bidang Usaha", "Omzet", "Skala Usaha"], True),
            (["NIK", "Nama Usaha", "Omzet", "Jumlah Karyawan", *"abcdefghijklmnop"], True),
            (["Timestamp", "Nama Usaha", "Kecamatan", "Bidang Usaha", "Skala Usaha", *"abc"], False),
            (["Timestamp", "Kecamatan", "Bidang Usaha"], False),
        ],
    )
    def test_headers_of_a_register(self, headers, is_register) -> None:
        assert looks_like_register(headers) is is_register

    def test_answers_outside_the_declared_words(self, region) -> None:
        dataset = read(region)
        header = "Seberapa tahu Anda tentang influencer marketing?"
        declared = {"questions": {header: {"options": ["Tidak tahu", "Tahu"]}}}
        importing.choose_mapping(dataset, dataset.mapping, {}, None, declared)
        dataset = uploads.work(dataset)
        assert dataset.report["counts"]["rejected"] == 3
        [error] = dataset.report["errors"]
        assert error["rule"] == "not_an_option"
        assert {one["value"] for one in error["examples"]} == {"Sangat tahu", "Cukup tahu"}
        assert "not_an_option" not in str(error["message"])

    def test_a_type_that_the_answers_cannot_have(self, region) -> None:
        dataset = read(region)
        declared = {"questions": {"Saran": {"type": "likert"}}}
        with pytest.raises(importing.Refused, match="too many different answers"):
            importing.choose_mapping(dataset, dataset.mapping, {}, None, declared)

    def test_options_of_another_type_are_refused_by_a_decisions_file(self, region) -> None:
        dataset = read(region, BOXES)
        filled_in = dataset.guess["alternatives"]["q01"]["single"]["options"]
        assert "Brosur, Radio" in filled_in
        for decided in ({"type": "multiple"}, {"type": "multiple", "options": []}):
            one = applied_to(dataset, decided)
            assert set(one.options) == {"Brosur", "Radio"}
        declared = {"questions": {"Media": {"type": "multiple", "options": filled_in}}}
        with pytest.raises(importing.Refused, match="options of another kind of answer"):
            importing.choose_mapping(dataset, dataset.mapping, {}, None, declared)
        declared["questions"]["Media"]["options"] = ["Radio", "Brosur", "TV"]
        importing.choose_mapping(dataset, dataset.mapping, {}, None, declared)
        assert uploads.work(dataset).state == State.CHECKED

    def test_options_go_with_their_type_where_another_is_chosen(self, region) -> None:
        dataset = read(region)
        header = "Seberapa tahu Anda tentang influencer marketing?"
        dataset.decisions = {"questions": {header: {"options": list(reversed(AWARE))}}}
        form = QuestionsForm(dataset, {"doubles": "keep", "q05-type": "single", "q05-role": "awareness"})
        assert form.is_valid()
        assert form.decisions["questions"][header] == {"type": "single"}

    def test_own_words_are_counted_after_reading_again(self, region) -> None:
        dataset = read(region)
        assert "Bagus" not in json.dumps(dataset.guess)
        importing.read_again(dataset, {"questions": {"Saran": {"type": "single"}}}, None)
        dataset = uploads.work(dataset)
        assert dataset.state == State.NEEDS_MAPPING
        assert "Bagus sekali" in dataset.guess["questions"][5]["options"]
        uploads.commit(uploads.check(dataset))
        dataset.refresh_from_db()
        assert dataset.guess["alternatives"] == {}
        assert types(dataset)["q06"] == "single"

    def test_a_role_twice(self, region) -> None:
        dataset = read(region)
        declared = {"questions": {"Kecamatan": {"role": "field"}}}
        with pytest.raises(importing.Refused, match="Two questions have the role"):
            importing.choose_mapping(dataset, dataset.mapping, {}, None, declared)

    def test_an_unknown_sub_district_is_asked_for_and_may_be_left_open(self, region) -> None:
        dataset = uploads.check(read(region, content([row.replace("East", "Atlantis") for row in ROWS])))
        assert dataset.state == State.NEEDS_NAMES
        dataset = uploads.name(dataset, names={"area": {"Atlantis": None}})
        assert dataset.state == State.CHECKED
        assert dataset.report["counts"]["rejected"] == 0
        assert "without a sub-district: 2" in shown_facts(dataset)

    def test_a_region_without_any_area(self, db) -> None:
        empty = Region.objects.create(slug="empty", name="Empty")
        dataset = ready(empty, b"Apakah Anda suka?\nYa\nTidak\nYa\nYa\n")
        assert dataset.state == State.READY

    @pytest.mark.parametrize(
        ("decisions", "said"),
        [
            ({"questions": {"Saran": {"type": "poem"}}}, "no type of question"),
            ({"questions": {"Saran": {"role": "king"}}}, "no role of a question"),
            ({"questions": {"Saran": {"colour": "red"}}}, "must hold an object"),
            ({"questions": {"Saran": {"options": "a,b"}}}, "must hold an object"),
            ({"questions": ["Saran"]}, "must hold an object"),
            ({"doubles": "perhaps"}, "keep or drop"),
        ],
    )
    def test_decisions_of_another_form(self, decisions: dict[str, Any], said: str) -> None:
        with pytest.raises(importing.Refused) as refused:
            check_decisions(decisions, kind("questionnaire"))
        assert said in str(refused.value.message % refused.value.params)


BOXES = "\n".join(["Media", *['"Brosur, Radio"', "Brosur", "Radio", '"Radio, Brosur"'] * 6]).encode()


def applied_to(dataset: Dataset, decision: dict[str, Any]) -> Question:
    """The only question of a file as it was decided."""
    dataset.decisions = {"questions": {"Media": decision}}
    return questions_of(dataset)[0]


REGISTER = (
    "Kecamatan,Nama Usaha,NIB,Omzet,Alamat,Jumlah Tenaga Kerja\n"
    + "\n".join(f"Centre,Warung {n},99000000{n:05},{n}000000,Jl. {n},2" for n in range(1, 30))
).encode()


def shown_facts(dataset: Dataset) -> str:
    with override("en"):
        return " ".join(shown(one) for one in dataset.report["facts"])


def test_the_command_takes_the_same_decisions(region, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "survey.csv"
    path.write_bytes(content())
    decided = {"questions": {"Saran": {"type": "skip"}}, "doubles": "keep"}
    (tmp_path / "d.json").write_text(json.dumps(decided))
    words = ["questionnaire", str(path), "--region", "sample", "--period", "2023", "--series", "awareness"]
    call_command("import_file", *words, "--decisions", str(tmp_path / "d.json"), stdout=io.StringIO())
    found = queries.survey(Edition.objects.get(subject="survey"))
    assert found.n == 6
    assert found.named("q06") is None


def test_the_decisions_file_that_the_command_writes_is_taken_back(region, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "survey.csv"
    path.write_bytes(content([row.replace("East", "Atlantis") for row in ROWS]))
    words = ["questionnaire", str(path), "--region", "sample", "--period", "2023", "--series", "awareness"]
    with pytest.raises(SystemExit) as stopped:
        call_command("import_file", *words, stdout=io.StringIO(), stderr=io.StringIO())
    assert stopped.value.code == 2
    written = tmp_path / "survey.decisions.json"
    decided = json.loads(written.read_text())
    assert decided["questions"]["Kecamatan"]["role"] == "sub_district"
    decided["names"]["area"] = {"Atlantis": "East"}
    written.write_text(json.dumps(decided))
    call_command("import_file", *words, "--decisions", str(written), stdout=io.StringIO())
    assert queries.survey(Edition.objects.get(subject="survey")).n == 5


def test_a_survey_needs_a_name(region, tmp_path) -> None:
    path = tmp_path / "survey.csv"
    path.write_bytes(content())
    said = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command(
            "import_file", "questionnaire", str(path), "--region", "sample", "--period", "2023", stderr=said
        )
    assert stopped.value.code == 3
    assert "--series" in said.getvalue()


def test_a_page_of_the_upload_changes_what_a_question_is(region) -> None:
    dataset = read(region)
    admin = User.objects.create_user("admin@example.org", "a long test password", role="admin")
    client = Client(headers={"accept-language": "en"})
    client.force_login(admin)
    page = client.get(f"/survey/files/{dataset.pk}/questions/")
    assert page.context["heading"].startswith("6 questions")
    assert "Bagus sekali" not in page.content.decode()
    form = page.context["form"]
    given = {name: field.initial or "" for name, field in form.fields.items()}
    given = {name: value for name, value in given.items() if value is not False}
    answer = client.post(f"/survey/files/{dataset.pk}/questions/", {**given, "q06-type": "skip"})
    assert answer.status_code == 302
    dataset = uploads.work(dataset)
    assert dataset.decisions["questions"]["Saran"]["type"] == "skip"
    assert "q06" not in dataset.mapping
    assert dataset.state == State.CHECKED


def test_roles_are_changed_after_the_import_and_logged(region) -> None:
    ready(region)
    edition = Edition.objects.current().get(subject="survey")
    admin = User.objects.create_user("admin@example.org", "a long test password", role="admin")
    client = Client(headers={"accept-language": "en"})
    client.force_login(admin)
    address = f"/survey/reading/{edition.pk}/"
    form = client.get(address).context["form"]
    given = {name: field.initial or "" for name, field in form.fields.items() if field.initial is not False}
    before = queries.survey(edition).cache_key
    answer = client.post(address, {**given, "q05-role": "importance"})
    assert answer.status_code == 302
    found = queries.survey(edition)
    assert found.with_role("importance").key == "q05"
    assert found.with_role("awareness") is None
    assert found.cache_key != before
    assert Event.objects.filter(action="survey_read_anew", rows=1).count() == 1


def test_a_workbook_with_true_dates_and_check_boxes(region) -> None:
    rows: list[list[Any]] = [
        ["Timestamp", "Kecamatan", "Metode promosi lain?", "Pendapat [Harga]", "Pendapat [Mutu]"]
    ]
    ticked = ["Brosur, Spanduk", "Brosur", "Radio, Brosur", "Spanduk"]
    for n in range(24):
        moment = datetime(2023, 9, 1 + n, 9, 30)
        grade = ("Setuju", "Tidak setuju", "Netral", "Sangat setuju")[n % 4]
        rows.append(
            [moment, ("Centre", "East")[n % 2], ticked[n % 4], grade, "Setuju" if n % 3 else "Netral"]
        )
    dataset = ready(region, uploads.xlsx({"Form Responses 1": rows}), name="survey.xlsx")
    assert list(types(dataset).values()) == ["date", "single", "multiple", "likert", "likert"]
    found = queries.survey(Edition.objects.get(subject="survey"))
    assert {one.grid for one in found.questions if one.type == "likert"} == {"Pendapat"}
    picks, there = queries.picks(found, "q03")
    options = found.named("q03").question.options
    assert dict(zip(options, picks.sum(axis=0).tolist(), strict=False)) == {
        "Brosur": 18,
        "Spanduk": 12,
        "Radio": 6,
    }
    assert there.all()
    first = datetime(1970, 1, 1) + timedelta(seconds=int(queries.answers(found, "q01")[0]))
    assert first == datetime(2023, 9, 1, 9, 30)


def test_own_words_of_too_many_kinds_are_told_on_the_step_itself(region) -> None:
    rows = [
        f"2023/09/14 9:05:12 AM GMT+7,Orang {n},Centre,Kuliner,Tahu,Saran nomor {n} ini" for n in range(400)
    ]
    dataset = read(region, content(rows))
    admin = User.objects.create_user("admin@example.org", "a long test password", role="admin")
    client = Client(headers={"accept-language": "en"})
    client.force_login(admin)
    address = f"/survey/files/{dataset.pk}/questions/"
    form = client.get(address).context["form"]
    given = {name: field.initial or "" for name, field in form.fields.items() if field.initial is not False}
    assert client.post(address, {**given, "q06-type": "single"}).status_code == 302
    dataset = uploads.work(dataset)
    page = client.get(f"/data/files/{dataset.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == address
    assert "too many different answers" in page.content.decode()


def test_the_result_leads_to_this_survey(region) -> None:
    dataset = ready(region)
    admin = User.objects.create_user("admin@example.org", "a long test password", role="admin")
    client = Client(headers={"accept-language": "en"})
    client.force_login(admin)
    edition = Edition.objects.current().get(subject="survey")
    page = client.get(f"/data/files/{dataset.pk}/", follow=True)
    assert f"survey={edition.pk}" in page.context["page_url"]
