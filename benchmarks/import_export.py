"""The same file through django-import-export in bulk mode: names from dicts, the same checks, good rows kept.

In its favour both times: no look-up of existing rows, `bulk_create` of 1,000 rows, names from dicts, no
duplicates checked, no personal columns (it has nothing that encrypts them). "lean" also turns off what its
bulk mode does by default: the difference of each row as HTML and the report of every row.
"""

import time
from pathlib import Path
from typing import Any

import tablib
from import_export import fields, resources, widgets

from areas.models import Area
from benchmarks.register import CATEGORIES
from benchmarks.world import receive_nothing
from data.models import Category, MarketRow
from data.reading.names import key
from data.reading.numbers import CLIPPED

HIGHEST_TURNOVER = 10_000_000_000_000
HIGHEST_EMPLOYEES = 100_000
YEARS = (1800, 2024)
SIZES = {"mikro": 1, "kecil": 2, "menengah": 3, "besar": 4}


class Known(widgets.Widget):
    """A name looked up in a dict, as ForeignKeyWidget does with a query."""

    def __init__(self, ids: dict[Any, int], beside: str = "") -> None:
        super().__init__()
        self.ids, self.beside = ids, beside

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        wanted = (key(row[self.beside]), key(value)) if self.beside else key(value)
        if wanted not in self.ids:
            raise ValueError(f"unknown name: {value}")
        return self.ids[wanted]


class Whole(widgets.Widget):
    """A whole number within bounds; `Rp 12.500.000` is one."""

    def __init__(self, low: int, high: int) -> None:
        super().__init__()
        self.low, self.high = low, high

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        text = str(value).strip().lower().removeprefix("rp").strip().replace(".", "")
        if not text:
            return None
        number = int(text)
        if not self.low <= number <= self.high or number in CLIPPED:
            raise ValueError(f"out of bounds: {value}")
        return number


def resource(dataset_id: int, lean: bool) -> resources.ModelResource:
    """A resource for MarketRow with its dictionaries loaded."""
    villages = Area.objects.filter(level=3).values_list("parent__key", "key", "pk")
    places = {(parent, own): pk for parent, own, pk in villages}
    names = dict(Category.objects.values_list("key", "pk"))

    class Rows(resources.ModelResource):
        area = fields.Field("area_id", "Kelurahan", Known(places, "Kecamatan"))
        category = fields.Field("category_id", "Bidang Usaha", Known(names))
        size_class = fields.Field("size_class", "Skala Usaha", Known(SIZES))
        turnover = fields.Field("turnover", "Omzet per Tahun", Whole(0, HIGHEST_TURNOVER))
        employees = fields.Field("employees", "Jumlah Tenaga Kerja", Whole(0, HIGHEST_EMPLOYEES))
        start_year = fields.Field("start_year", "Tahun Mulai Usaha", Whole(*YEARS))

        class Meta:
            model = MarketRow
            fields = ("area", "category", "size_class", "turnover", "employees", "start_year")
            import_id_fields = ()
            force_init_instance = True
            use_bulk = True
            batch_size = 1_000
            skip_diff = lean
            report_skipped = not lean
            use_transactions = True

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            instance.dataset_id, instance.sheet, instance.n = dataset_id, 0, 1
            instance.row_number = kwargs["row_number"] + 1

    return Rows()


def run(path: Path, lean: bool) -> dict[str, Any]:
    """Import a CSV or .xlsx. Returns the seconds with reading, and the rows written."""
    dataset_id = receive_nothing()
    region_id = Area.objects.values_list("boundary_set__region_id", flat=True)[0]
    for name in CATEGORIES:
        Category.objects.get_or_create(region_id=region_id, name=name, key=key(name))
    started, own = time.perf_counter(), time.process_time()
    is_text = path.suffix == ".csv"
    content = path.read_text("utf-8") if is_text else path.read_bytes()
    table = tablib.Dataset().load(content, format="csv" if is_text else "xlsx")
    result = resource(dataset_id, lean).import_data(table, raise_errors=False, dry_run=False)
    seconds, cpu = time.perf_counter() - started, time.process_time() - own
    rows = MarketRow.objects.count()
    return {"seconds": seconds, "cpu": cpu, "rows": rows, "file_rows": result.total_rows}
