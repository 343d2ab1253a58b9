"""How large a file may be, before and after it is unpacked."""

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Bounds of one file. All are inclusive.

    upload: bytes of a workbook, an archive or a map as received; 100,000 sheet rows are some 5 MB.
    unpacked: bytes of everything inside a .zip or workbook: 1 M register rows of 10 columns are some 85 MB.
    text: bytes of a plain text file, also of one in a .gz. It is read in parts, so only time and room on the
        disk bound it: 10 M transactions of 6 columns are some 620 MB.
    ratio: unpacked to packed, looked at from `ratio_from` bytes on. Real registers stay under 30;
        deflate itself ends at 1,032.
    entries: files inside an archive.
    sheet_rows: Excel's own last row. csv_rows: records of a text file. columns: of either.
    cells: of the rectangle a sheet spans, since the reader keeps the whole rectangle in memory
        (24 bytes each: 20 M are 480 MB) even when only its corners are filled.
    """

    upload: int = 60 * MB
    unpacked: int = 600 * MB
    text: int = 2_000 * MB
    ratio: int = 200
    ratio_from: int = 50 * MB
    entries: int = 2_000
    sheet_rows: int = 1_048_576
    csv_rows: int = 20_000_000
    columns: int = 2_000
    cells: int = 20_000_000


DEFAULT = Limits()
