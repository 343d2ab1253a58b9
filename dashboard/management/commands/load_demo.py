"""`manage.py load_demo`: synthetic Pekanbaru, written as messy files and taken through the real importer."""

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext_lazy as _

import demo.pekanbaru as facts
from accounts.models import User
from areas.borders import Village, introduce
from areas.models import Area, Region
from areas.successors import propose
from areas.working import set_areas
from core import jobs
from core.models import Job
from core.terminal import said
from core.texts import shown
from customers.saving import add_event
from customers.table import remedy_keeping
from data import importing
from data.models import Dataset, Edition
from data.reading.names import key
from demo import attributes, paper, shop
from demo.files import DemoFile, write
from demo.population import by_village

State = Dataset.State
# until 2020, and what it became: two of today's sub-districts
SALES_AREAS = ("Tampan", "Tuahmadani", "Binawidya")


class Command(BaseCommand):
    help = "Load the synthetic demo (Pekanbaru, and a shop). Refuses where data are already loaded."

    def handle(self, *args: Any, **options: Any) -> None:
        if Dataset.objects.exists():
            text = _("There are data already. The demo is only loaded into an empty database.")
            raise CommandError(said(text))
        self.stdout.write(said(_("Loading the demo: synthetic data, no row is a real enterprise or person.")))
        region, _made = Region.objects.get_or_create(
            slug="pekanbaru", defaults={"name": "Pekanbaru", "is_demo": True}
        )
        if not region.boundary_sets.exists():
            load_areas(region)
        with TemporaryDirectory() as folder:
            for file in write(Path(folder)):
                dataset = import_demo_file(region, file)
                counts = dataset.report["counts"]
                self.stdout.write(f"  {file.path.name:<36} {counts['accepted']:>7,} {said(_('rows'))}")
        note_published_lists(region)
        note_events(region)
        note_remedies(region)
        person = User.objects.filter(role=User.Role.SALES, email__endswith="@demo.invalid").first()
        if person:
            places = Area.objects.filter(boundary_set__region=region, level=Area.Level.DISTRICT)
            set_areas(None, person, places.filter(name__in=SALES_AREAS))
            propose(region.boundary_sets.get(valid_to=None))


def load_areas(region: Region) -> None:
    """The two sets of sub-districts with their villages, the way that new borders come into force."""
    residents = by_village(2020)
    for found in facts.BOUNDARY_SETS:
        villages = [
            Village(
                name=one.name,
                sub_district=place.name,
                code=one.code,
                sub_district_code=place.code,
                former=one.sub_district_2009 if found.key == "2021" else "",
                land=one.km2,
                residents=float(residents[one.code]),
            )
            for place in found.sub_districts
            for one in place.villages
        ]
        introduce(region, found.valid_from, found.valid_to, villages, key_of=key)


def import_demo_file(region: Region, file: DemoFile) -> Dataset:
    """Take one file through every step of the importer; CommandError where a step ends otherwise."""
    with file.path.open("rb") as opened:
        dataset = importing.receive(
            opened,
            name=file.path.name,
            kind=file.kind,
            region=region,
            period=importing.Period(file.period_start, file.period_end, file.period_label),
            series=file.series,
            user=None,
            definition=file.definition,
            source=file.source,
            enqueue=False,
        )
    Dataset.objects.filter(pk=dataset.pk).update(decisions=file.decisions, state=State.READING, is_demo=True)
    _step("read", dataset, State.NEEDS_MAPPING)
    Dataset.objects.filter(pk=dataset.pk).update(state=State.READING)
    _step("check", dataset, State.CHECKED)
    importing.prepare_commit(dataset, "replace", bool(file.decisions.get("accept_good_rows")))
    Dataset.objects.filter(pk=dataset.pk).update(
        state=State.IMPORTING, prepared_against_id=dataset.report["compared_with"]
    )
    _step("import", dataset, State.READY)
    return dataset


def _step(kind: str, dataset: Dataset, expected: str) -> None:
    job = jobs.run_now(kind, dataset.pk)
    dataset.refresh_from_db()
    if job.state != Job.State.DONE or dataset.state != expected:
        asked = dataset.report.get("unresolved") or dataset.report.get("problem")
        reason = shown(job.message) or asked or shown(dataset.message)
        raise CommandError(f"{dataset.file_name}: {dataset.state}: {reason}")


def note_published_lists(region: Region) -> None:
    """Keep the paper's lists with the edition they speak of, for the panel "published / recomputed"."""
    market = Edition.objects.filter(
        region=region, subject="market", period_start__year=paper.YEAR, is_current=True
    )
    for edition in market:
        edition.notes["published"] = [asdict(one) | {"areas": list(one.areas)} for one in paper.LISTS]
        edition.save(update_fields=["notes"])


def note_events(region: Region) -> None:
    """Keep the promotions and holidays of the shop, for its monthly sales."""
    for event in shop.EVENTS:
        add_event(region, shop.NAME, event.name, event.start, event.end, None)


def note_remedies(region: Region) -> None:
    """Keep remedies for the table of customers, which the page of quality shows with what they changed."""
    [edition] = Edition.objects.current().filter(region=region, series=attributes.NAME)
    remedy_keeping.keep(edition, attributes.REMEDIES, None)
