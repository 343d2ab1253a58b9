"""Where a figure's marks are drawn: two axes on the paper, between the margins."""

from dataclasses import dataclass
from typing import Any

from charts.paper import Paper
from charts.scales import Scale


@dataclass(frozen=True)
class Plane:
    """x, y: the axes in pixels; layout: of the figure (charts.printed)."""

    paper: Paper
    x: Scale
    y: Scale
    layout: dict[str, Any]

    @property
    def left(self) -> float:
        return self.x.start

    @property
    def right(self) -> float:
        return self.x.end

    @property
    def top(self) -> float:
        return self.y.end

    @property
    def bottom(self) -> float:
        return self.y.start

    @property
    def size(self) -> float:
        """Pixels of the figure's type."""
        return float(self.layout["font"]["size"])

    @property
    def ink(self) -> str:
        return str(self.layout["font"]["color"])

    @property
    def separators(self) -> str:
        return str(self.layout["separators"])

    def noted(self, note: dict[str, Any]) -> tuple[float | None, float | None]:
        """Pixels of an annotation; on a logarithmic axis it is placed by the logarithm, unlike a shape."""
        return (
            self._along(self.x, note["x"], note.get("xref"), by_place=True),
            self._along(self.y, note["y"], note.get("yref"), by_place=True),
        )

    def across(self, given: Any, ref: str | None) -> float | None:
        """Pixel of a shape's x: a part of the plane, or a value of the axis."""
        return self._along(self.x, given, ref)

    def down(self, given: Any, ref: str | None) -> float | None:
        """The same of its y."""
        return self._along(self.y, given, ref)

    @staticmethod
    def _along(scale: Scale, given: Any, ref: str | None, *, by_place: bool = False) -> float | None:
        if ref == "paper":
            return scale.start + float(given) * (scale.end - scale.start)
        if by_place and isinstance(given, int | float):
            return scale.pixel(float(given))
        return scale.at(given)
