"""Answers of many respondents as bytes, and back.

One array per question: 100,000 answers to 40 questions are four million cells, which as rows of a database
took longer to write than the whole file to read, and every page would have read them again one by one.
"""

import zlib
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# what every respondent has, whatever was asked
ROW, SHEET, AREA = "row", "sheet", "area"
NO_CODE = -1
NO_MOMENT = np.iinfo(np.int64).min
# type of a question → how its answers lie in an array; those of other types are with the contacts
DTYPES: dict[str, str] = {
    "single": "<i2",
    "likert": "<i2",
    "multiple": "<i8",
    "number": "<f8",
    "date": "<i8",
    ROW: "<i4",
    SHEET: "<i2",
    AREA: "<i8",
}
_MISSING: dict[str, Any] = {"number": np.nan, "date": NO_MOMENT}


def array(values: "pd.Series[Any]", kind: str) -> NDArray[Any]:
    """Values of a checked table as the array of a question's type; missing: -1, NaN, or NO_MOMENT."""
    return values.to_numpy(dtype=np.dtype(DTYPES[kind]), na_value=_MISSING.get(kind, NO_CODE))


def none(n: int, kind: str) -> NDArray[Any]:
    """No answer, n times."""
    return np.full(n, _MISSING.get(kind, NO_CODE), dtype=np.dtype(DTYPES[kind]))


def pack(values: NDArray[Any]) -> bytes:
    """An array as bytes: its type, a zero byte, and its values compressed."""
    return values.dtype.str.encode() + b"\0" + zlib.compress(values.tobytes(), 1)


def unpack(packed: bytes) -> NDArray[Any]:
    """The array that `pack` was given; it cannot be written to."""
    kind, _zero, body = bytes(packed).partition(b"\0")
    return np.frombuffer(zlib.decompress(body), dtype=np.dtype(kind.decode()))
