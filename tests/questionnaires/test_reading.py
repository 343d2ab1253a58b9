"""How an imported survey is read, changed by two admins at once, and what the change leads to."""

import pytest
from django.test import Client

from accounts.models import Event
from questionnaires import queries, reading
from questionnaires.models import FieldLink
from questionnaires.reading_form import ReadingForm
from tests import world as worlds
from tests.questionnaires import surveys
from tests.questionnaires.surveys import question

pytestmark = pytest.mark.django_db
FIELD = question(1, "Bidang usaha", "single", ("Kuliner", "Batik"), role="field")
GOODS = question(2, "Apa yang dijual?", "single", ("Makanan", "Pakaian", "Jasa"))
WISH = question(3, "Mengapa penting?", "text", role="importance")
IMPORTANT = question(4, "Seberapa penting?", "single", ("Penting", "Tidak penting"))
QUESTIONS = (FIELD, GOODS, WISH, IMPORTANT)


@pytest.fixture
def world():
    return worlds.build()


@pytest.fixture
def edition(world):
    given = {"q01": ["Kuliner"], "q02": ["Jasa"], "q03": ["Karena"], "q04": ["Penting"]}
    return surveys.add(world, QUESTIONS, given)


@pytest.fixture
def admin(world) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.carol)
    return client


def address(edition) -> str:
    return f"/survey/reading/{edition.pk}/"


def as_shown(client: Client, edition) -> dict:
    """What a form of the page sends that nobody changed."""
    form = client.get(address(edition)).context["form"]
    given = {name: field.initial or "" for name, field in form.fields.items()}
    return {name: value for name, value in given.items() if value}


def name_of(client: Client, edition, word: str) -> str:
    form = client.get(address(edition)).context["form"]
    return next(field.name for field in form.links if field.label == word)


def test_a_save_links_the_words_that_the_person_saw(world, edition, admin) -> None:
    food = world.categories["Food"].pk
    given = {**as_shown(admin, edition), name_of(admin, edition, "Kuliner"): [food]}
    # meanwhile another admin says that the second question is the business field
    hashes = {one.key: one.header_hash for one in queries.survey(edition).asked}
    reading.set_readings(edition, {hashes["q01"]: ("", False), hashes["q02"]: ("field", False)}, None)
    reading.set_links(edition, {"Makanan": [food]}, None)
    assert admin.post(address(edition), given).status_code == 302
    assert set(FieldLink.objects.values_list("text", flat=True)) == {"Kuliner", "Makanan"}


def test_what_was_not_shown_links_nothing(world, edition, admin) -> None:
    reading.set_links(edition, {"Kuliner": [world.categories["Food"].pk]}, None)
    given = as_shown(admin, edition)
    del given["linked"]
    assert admin.post(address(edition), given).status_code == 302
    assert FieldLink.objects.count() == 1


def test_only_a_change_of_links_is_logged(world, edition, admin) -> None:
    food, fashion = world.categories["Food"], world.categories["Fashion"]
    reading.set_links(edition, {"Kuliner": [food.pk]}, world.carol)
    reading.set_links(edition, {"Kuliner": [food.pk]}, world.bob)
    assert Event.objects.filter(action="survey_fields_linked").count() == 1
    assert FieldLink.objects.get().confirmed_by == world.carol
    reading.set_links(edition, {"Kuliner": [fashion.pk], "Batik": [fashion.pk]}, world.bob)
    links = FieldLink.objects.values_list("text", "category__name", "confirmed_by__email")
    assert set(links) == {
        ("Kuliner", fashion.name, world.bob.email),
        ("Batik", fashion.name, world.bob.email),
    }
    reading.set_links(edition, {"Kuliner": [], "Batik": []}, world.bob)
    assert not FieldLink.objects.exists()
    assert Event.objects.filter(action="survey_fields_linked").count() == 3


def test_a_link_that_somebody_else_makes_at_this_moment_is_no_error(world, edition, monkeypatch) -> None:
    food = world.categories["Food"]
    delete = FieldLink.objects.filter

    def first(*args, **values):
        if "pk__in" in values:  # between reading and writing
            FieldLink.objects.get_or_create(region=world.region, key="kuliner", text="Kuliner", category=food)
        return delete(*args, **values)

    monkeypatch.setattr(FieldLink.objects, "filter", first)
    assert reading.set_links(edition, {"Kuliner": [food.pk]}, None) == 1
    assert FieldLink.objects.count() == 1


def test_a_free_text_with_a_role_can_give_it_up(edition, admin) -> None:
    form = ReadingForm(queries.survey(edition))
    assert [one.key for one in form.questions] == ["q01", "q02", "q03", "q04"]
    given = as_shown(admin, edition)
    answer = admin.post(address(edition), {**given, "q04-role": "importance"})
    assert answer.status_code == 422
    assert "q04-role" in answer.context["form"].errors
    assert (
        admin.post(address(edition), {**given, "q03-role": "", "q04-role": "importance"}).status_code == 302
    )
    assert queries.survey(edition).with_role("importance").key == "q04"


def test_a_save_shows_the_survey_that_was_changed(world, edition, admin) -> None:
    surveys.add(world, QUESTIONS, {"q01": ["Batik"]}, year=2024)
    answer = admin.get(address(edition))
    assert f'href="{answer.context["back"]}"' in answer.content.decode().replace("&amp;", "&")
    answer = admin.post(address(edition), as_shown(admin, edition), follow=True)
    assert answer.redirect_chain[0][0] == f"/survey/?region={world.region.slug}&survey={edition.pk}"
    assert "2023" in answer.context["edition_line"]
