"""The data of a native chart: its embedded workbook holds text as text, whatever the text begins with.

python-pptx writes that workbook with XlsxWriter's own rules, under which a name such as `=HYPERLINK(…)`
becomes a formula that a spreadsheet program runs when a reader opens the chart's data.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter

Cell = tuple[int, int, Any]


def xlsx(cells: Iterable[Cell], number_format: str = "General") -> bytes:
    """One sheet named Sheet1 of (row, column, value), from 0: texts, numbers, None for nothing."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.set_column(0, 0, 40)
        look = book.add_format({"num_format": number_format})
        for row, column, value in cells:
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value, look)
    return target.getvalue()


class _CategoryBook(CategoryWorkbookWriter):
    """Categories in column A from row 2 on, a column per series, their names in row 1."""

    @property
    def xlsx_blob(self) -> bytes:
        return xlsx(self._cells(), self._chart_data.number_format)

    def _cells(self) -> Iterator[Cell]:
        for row, category in enumerate(self._chart_data.categories, start=1):
            yield row, 0, category.label
        for column, series in enumerate(self._chart_data, start=1):
            yield 0, column, series.name
            for row, value in enumerate(series.values, start=1):
                yield row, column, value


class _XyBook(XyWorkbookWriter):
    """A block per series: its name above the second column, x and y below."""

    @property
    def xlsx_blob(self) -> bytes:
        return xlsx(self._cells(), self._chart_data.number_format)

    def _cells(self) -> Iterator[Cell]:
        for series in self._chart_data:
            top = self.series_table_row_offset(series)
            yield top, 1, series.name
            for row, point in enumerate(series, start=top + 1):
                yield row, 0, point.x
                yield row, 1, point.y


class Categories(CategoryChartData):  # type: ignore[misc]
    """Chart data whose workbook carries no formula."""

    @property
    def _workbook_writer(self) -> _CategoryBook:
        return _CategoryBook(self)


class Points(XyChartData):  # type: ignore[misc]
    """The same of points."""

    @property
    def _workbook_writer(self) -> _XyBook:
        return _XyBook(self)
