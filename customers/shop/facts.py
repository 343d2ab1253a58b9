"""What the pages on segments are made of: the segments of an address, with names, in the order of money."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from analysis.segment_names import Loyalty

from ..base_line import base
from ..naming import Segment, loyalty_of, segments
from . import segmentation, segments_in_parts
from .counted_file import CountedFile
from .scope import CustomerReader
from .segmentation import Segmentation
from .segments_in_parts import InParts


@dataclass(frozen=True, eq=False)
class Facts:
    """order: segments by their share of the money, the largest first."""

    reader: CustomerReader
    found: Segmentation
    loyalty: Loyalty
    segments: Mapping[int, Segment]

    @cached_property
    def order(self) -> list[int]:
        sizes = self.found.profile.sizes
        known = sizes[sizes["n"] > 0].sort_values(["value", "n"], ascending=False, kind="stable")
        return [int(one) for one in known.index]

    @property
    def names(self) -> list[str]:
        return [self.segments[one].name for one in self.order]

    @property
    def base(self) -> str:
        return base(self.reader, len(self.found.labels))

    def row(self, place: int) -> dict[str, Any]:
        """What a row of any table says first: the segment's name, with the way to its customers."""
        return {"segment": self.segments[place].name, "_href": self.href(place)}

    def href(self, place: int) -> str:
        """The list of the customers of a segment."""
        asked = [*self.reader.params.pairs(), ("segment", str(place))]
        return f"{reverse('customer_list')}?{urlencode(asked)}"


def facts(reader: CustomerReader) -> Facts:
    """Segments of an address with their names."""
    found = segmentation.of(reader)
    loyalty = loyalty_of(found)
    return Facts(reader, found, loyalty, segments(reader, found, loyalty))


@dataclass(frozen=True, eq=False)
class FactsInParts:
    """What a list of any length is made of: the same segments, with the customers on disk."""

    reader: CustomerReader
    found: InParts
    loyalty: Loyalty
    segments: Mapping[int, Segment]


def in_parts(reader: CustomerReader, file: CountedFile) -> FactsInParts:
    """Segments of an address with their names, of the customers in a file."""
    found = segments_in_parts.of(reader, file)
    loyalty = loyalty_of(found)
    return FactsInParts(reader, found, loyalty, segments(reader, found, loyalty))
