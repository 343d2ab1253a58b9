"""Names that were typed for segments which must be counted or grouped again when the form is sent."""

from typing import Any

import pytest
from django.test import Client

from core.models import Job
from customers import waiting
from customers.models import NamedSegments
from customers.shop import summaries
from customers.table import jobs as table_jobs
from tests.customers.small_table import add_table
from tests.customers.test_names_kept import SHOP, TABLE, filled
from tests.world import World

pytestmark = pytest.mark.django_db


def test_names_of_a_large_shop_come_again_while_it_is_counted(
    reader: Client, world: World, monkeypatch: Any
) -> None:
    form, first = filled(reader, SHOP[0])
    typed = form | {f"name-{first}": "Our <best>", f"strategy-{first}": "Ring them on Monday."}
    monkeypatch.setattr(summaries, "AT_ONCE", 10)
    with monkeypatch.context() as patch:
        patch.setattr(summaries, "is_at_hand", lambda *asked: False)
        answer = reader.post(SHOP[1], typed)
    assert Job.objects.count() == 1
    come_again(answer, typed, "The transactions are still being counted.")
    # sent once more when they are counted, it is kept
    assert reader.post(SHOP[1], typed).status_code == 302
    assert NamedSegments.objects.get().words.get(place=first).name == "Our <best>"


def test_names_of_a_large_table_come_again_while_it_is_grouped(
    reader: Client, world: World, monkeypatch: Any
) -> None:
    add_table(world)
    form, first = filled(reader, TABLE[0])
    typed = {name: "" if name.startswith("name-") else value for name, value in form.items()}
    typed |= {f"name-{first}": "Our <best>", f"strategy-{first}": "Ring them on Monday."}
    job = waiting.job_for(table_jobs.KIND, 1, {}, world.bob)
    monkeypatch.setattr(table_jobs, "waiting_for_segments", lambda asked, user: job)
    come_again(reader.post(TABLE[1], typed), typed, "These segments are still being computed.")


def come_again(answer: Any, typed: dict[str, str], why: str) -> None:
    html = answer.content.decode()
    assert answer.status_code == 422
    assert why in html
    fields = answer.context["words"]
    assert {name: fields[name].value() for name in fields.fields} == {
        name: value for name, value in typed.items() if not name.endswith("seen")
    }
    # fields that were left empty are no two segments of one name
    assert not fields.errors
    assert all(segment.name for segment, _fields in fields.rows)
    for name in ("seen", "names_seen"):
        assert f'name="{name}" value="{typed[name]}"' in html
    assert "Our &lt;best&gt;" in html
    assert not NamedSegments.objects.exists()
