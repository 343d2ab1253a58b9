"""What a drawing of reportlab holds, in pixels from its bottom left."""

from collections.abc import Iterator
from typing import Any

from reportlab.graphics.shapes import Drawing, Group


def shapes(drawing: Drawing, kind: type) -> list[Any]:
    """Every shape of a kind, in the order in which they are drawn."""
    return [one for one in _all(drawing.contents) if isinstance(one, kind)]


def _all(contents: list[Any]) -> Iterator[Any]:
    for one in contents:
        if isinstance(one, Group):
            yield from _all(one.contents)
        else:
            yield one


def texts(drawing: Drawing) -> list[str]:
    from reportlab.graphics.shapes import String

    return [one.text for one in shapes(drawing, String)]
