"""Where a survey comes from, at the end of its pages: a demo's source is stored in English."""

import pytest
from django.test import Client

from data.models import Edition
from tests import world as worlds
from tests.questionnaires import office

pytestmark = pytest.mark.django_db
SOURCE, WORDS = "Demo data – synthetic", "Data demo – sintetis"


@pytest.mark.parametrize(("path", "name"), [("/survey/", "source_line"), ("/survey/areas/", "survey_line")])
def test_the_sources_of_a_demo_are_shown_in_the_language_of_the_page(path: str, name: str) -> None:
    world = worlds.build()
    edition = office.add(world, areas=[world.areas["East"].pk] * office.N)
    Edition.objects.filter(pk=edition.pk).update(source=f"{SOURCE}; Dinas Koperasi")
    client = Client()
    client.force_login(world.bob)
    for language, source in (("en", SOURCE), ("id", WORDS)):
        line = client.get(path, headers={"accept-language": language}).context[name]
        assert line.endswith(f"{source}; Dinas Koperasi")
