"""Where a figure that is higher than a sheet is cut: between its rows."""

import math
from typing import Any

from charts import rows, scales

# pixels around the plane: an axis and a legend; the least of a row whose names are still read
_AROUND, _LEAST_ROW = 60.0, 20.0
# bottom and top of the axis of rows, and pixels
Window = tuple[float, float, float]


def windows(data: list[dict[str, Any]], layout: dict[str, Any], height: float, most: float) -> list[Window]:
    """Each part from the top; none where it is not cut.

    height: of the whole figure; most: of a part, both in pixels.
    """
    if height <= most or not data:
        return []
    return _of_categories(data, layout, height, most) or _of_frame(data, layout, height, most)


def _of_categories(
    data: list[dict[str, Any]], layout: dict[str, Any], height: float, most: float
) -> list[Window]:
    """Of an axis of names, each as high as every other."""
    values = [one for trace in data for one in trace.get("y") or []]
    axis = scales.scale(layout["yaxis"], values, [], False)
    count = round(abs(axis.high - axis.low))
    if axis.kind != "category" or count < 2:
        return []
    # rows are drawn as narrow as they can still be read before one more sheet is taken
    row = max(_LEAST_ROW, min((height - _AROUND) / count, (most - _AROUND) / count))
    room = max(1, int((most - _AROUND) / row))
    each = math.ceil(count / math.ceil(count / room))
    way = 1 if axis.high > axis.low else -1
    found = []
    for start in range(0, count, each):
        size = min(each, count - start)
        top = axis.high - way * start
        found.append((top - way * size, top, size * row + _AROUND))
    return found


def _of_frame(data: list[dict[str, Any]], layout: dict[str, Any], height: float, most: float) -> list[Window]:
    """Of rows of a name and marks below it (charts.rows): places are parts of the height, from the top."""
    if layout["yaxis"].get("range") != [1, 0]:
        return []
    found: list[Window] = []
    top = last = 0.0
    for end in _ends(data, height):
        if (end - top) * height > most and last > top:
            found.append((last, top, (last - top) * height))
            top = last
        last = end
    return [*found, (1.0, top, (1.0 - top) * height)]


def _ends(data: list[dict[str, Any]], height: float) -> list[float]:
    """Where each row of a frame ends, half a gap below its bar."""
    found = {
        round(y + float(trace["width"]) / 2 + rows.GAP / 2 / height, rows.DIGITS)
        for trace in data
        if trace["type"] == "bar" and isinstance(trace.get("width"), int | float)
        for y in trace.get("y") or []
    }
    return [*sorted(found)[:-1], 1.0]
