"""Texts that a job keeps are shown in each reader's language."""

import json

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, override

from core.jobs import JobProblem
from core.texts import is_kept, keep, shown

MSGID = "The file has no rows. Export the table again and upload the new file."
TEMPLATE = "Row {row} is the first that names most of the columns; the rows above are titles."
REFUSED = "The file is larger than %(limit)s MB. Split it, or save it as .csv and zip it."


def in_each(stored):
    told = {}
    for language in ("id", "en"):
        with override(language):
            told[language] = shown(stored)
    return told


def test_a_text_without_values_is_kept_as_its_msgid_in_any_language():
    for active in ("id", "en"):
        with override(active):
            assert keep(gettext_lazy(MSGID)) == MSGID
            assert keep(MSGID) == MSGID
    told = in_each(MSGID)
    assert told["en"] == MSGID
    assert told["id"].startswith("Berkas")


def test_a_lazy_text_with_values_is_kept_in_every_language():
    kept = keep(format_lazy(gettext_lazy(TEMPLATE), row=4))
    told = in_each(kept)
    assert json.loads(kept) == told
    assert told["en"] == TEMPLATE.format(row=4)
    assert told["id"].startswith("Baris 4 ")


def test_params_fill_a_msgid_in_every_language():
    told = in_each(keep(REFUSED, {"limit": 200}))
    assert told["en"] == REFUSED % {"limit": 200}
    assert "200 MB" in told["id"]
    assert told["id"] != told["en"]


def test_a_msgid_of_before_and_a_text_that_only_looks_kept_are_shown():
    assert in_each("")["id"] == ""
    assert shown(None) == ""
    assert in_each(keep(""))["en"] == ""
    for odd in ('{"id":', '{"fr":"non"}', '{"id":1}', "{brackets}"):
        assert in_each(odd) == {"id": odd, "en": odd}


def test_what_people_write_is_told_from_what_is_kept():
    assert is_kept(keep(REFUSED, {"limit": 3}))
    assert is_kept('{"en":" "}')
    for plain in ("", REFUSED, '{"id":', '{"fr":"non"}', '{"en":1}', "visits, {3 May}"):
        assert not is_kept(plain)


def test_the_message_of_a_job_that_failed_is_kept():
    told = in_each(JobProblem(REFUSED, {"limit": 3}).kept)
    assert told["en"] == REFUSED % {"limit": 3}
    assert "3 MB" in told["id"]
    assert told["id"] != told["en"]
