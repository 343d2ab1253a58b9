"""The nine files of the demo through the real importer: exactly the rows that each file says it has."""

import pytest

from areas.models import Region
from core.models import Job
from dashboard.management.commands.load_demo import import_demo_file, load_areas
from data.models import Cell, Edition, FigureCell, MarketRow
from demo.files import write
from tests.data import uploads


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write(tmp_path_factory.mktemp("demo"))


@pytest.mark.django_db
def test_every_file_gives_what_it_says(files) -> None:
    region = Region.objects.create(slug="pekanbaru", name="Pekanbaru")
    load_areas(region)
    for file in files:
        dataset = import_demo_file(region, file)
        counts = dataset.report["counts"]
        assert {name: counts[name] for name in file.expect} == file.expect, file.path.name
        assert uploads.adds_up(dataset)
        edition = uploads.edition_of(dataset)
        start = {"2009": 2009, "2021": 2020}[file.boundary_set]
        assert edition.boundary_set.valid_from.year == start, file.path.name
        if file.kind == "msme_register":
            assert MarketRow.objects.filter(dataset=dataset).count() == file.expect["accepted"]
            assert sum(uploads.cells_by_area(edition).values()) == file.expect["accepted"]
        else:
            named = FigureCell.objects.filter(edition=edition).values("area").distinct().count()
            assert named == file.expect["accepted"]
    assert not Job.objects.exclude(state=Job.State.DONE).exists()
    assert Edition.objects.current().count() == len(files)
    assert not Cell.objects.filter(n=0).exists()
