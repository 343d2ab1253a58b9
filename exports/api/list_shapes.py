"""The lists of the API: the shapes of their JSON, whose texts are the documentation of it."""

from datetime import date, datetime
from typing import Generic, TypeVar

from ninja import Field, Schema

Item = TypeVar("Item")


class Listed(Schema, Generic[Item]):
    """A part of a list."""

    items: list[Item]
    count: int = Field(description="How many there are in all.")
    limit: int
    offset: int
    next: str | None = Field(description="The path of the next part; null at the end.")


class RegionOut(Schema):
    """What one office works in."""

    id: int
    slug: str
    name: str
    time_zone: str
    is_demo: bool


class AreaOut(Schema):
    """An area."""

    id: int
    code: str
    name: str
    level: int = Field(description="1 regency or city, 2 sub-district, 3 village.")
    level_name: str
    parent: int | None = Field(description="The id of the area that it is part of.")


class Areas(Listed[AreaOut]):
    """Areas in the borders that the pages show."""

    region: str
    valid_from: date
    valid_to: date | None


class CategoryOut(Schema):
    """A business field; id 0 stands for rows that state none."""

    id: int
    code: str
    name: str
    parent: int | None


class Categories(Listed[CategoryOut]):
    """The business fields that occur in the data shown."""

    region: str


class FileOut(Schema):
    """A file that an edition is made of."""

    name: str
    kind: str
    sha256: str
    size: int = Field(description="In bytes.")
    is_demo: bool
    is_purged: bool = Field(description="Whether its rows were deleted for good.")


class EditionOut(Schema):
    """A state of the data of one subject and period."""

    id: int
    subject: str
    subject_name: str
    series: str
    region: str
    period: str
    period_start: date
    period_end: date
    borders_from: date = Field(description="The day since which its areas are as they are.")
    number: int
    is_current: bool
    created_at: datetime
    definition: str
    source: str
    files: list[FileOut]


class EnterpriseOut(Schema):
    """A row of the register, masked as on the page. Telephone numbers are in no answer."""

    id: int
    name: str = Field(description="The business's name; empty where none is held.")
    address: str
    district: str
    village: str
    category: int = Field(description="The id of its business field; 0: not stated.")
    category_name: str
    size: int
    size_name: str
    n: int = Field(description="How many enterprises the row stands for: 1 but in files of counts.")
    row: int = Field(description="Its row in the file.")
    file: str
    is_sealed: bool = Field(description="Whether the server has no key to its name.")
    href: str = Field(description="Its path on the site.")


class Enterprises(Listed[EnterpriseOut]):
    """The rows behind the filter, within your work areas."""

    heading: str
    notices: list[str]
    edition_line: str
    source_line: str
    is_demo: bool
    problem: str


class CustomerOut(Schema):
    """A customer of a shop, by number. Names and telephone numbers are in no answer."""

    number: str
    segment: int = Field(description="Its number in `segments`.")
    segment_name: str
    is_worth_a_call: bool
    is_worth_one_try: bool = Field(
        description="A regular who is away for so long that they are most likely gone."
    )
    frequency: int = Field(description="How many times somebody bought.")
    monetary: float = Field(description="Money in all, in the currency of the files.")
    usual: float = Field(description="Money of a purchase: all of it by the number of purchases.")
    first_day: date
    last_day: date
    length: int = Field(description="Days from the first to the last purchase.")
    recency: int = Field(description="Days from the last purchase to the reference date.")
    gap: float | None = Field(description="Usual days between two purchases; null for who bought on one day.")
    overdue: float | None = Field(description="How many of these gaps have passed since the last purchase.")
    border: float = Field(description="0 on the border to the next segment, 1 at the centre of their own.")
    next: int = Field(description="The segment behind the nearest border.")
    was: int | None = Field(description="The segment of the earlier day, where one is asked for.")
    change: str | None = Field(description="What became of them since: rose, stayed, fell, new.")
    href: str = Field(description="Its path on the site.")


class SegmentOut(Schema):
    """A segment of the list, as people call it."""

    segment: int
    name: str


class CustomersOut(Listed[CustomerOut]):
    """The customers behind a filter, in its order."""

    heading: str
    segments: list[SegmentOut]
    until: date | None = Field(description="The reference date.")
    notices: list[str]
    edition_line: str
    source_line: str
    is_demo: bool
    problem: str


class SegmentationOut(Schema):
    """A segmentation that somebody kept."""

    id: int
    name: str
    kind: str = Field(description="`lrfm`: by transactions; `attributes`.")
    region: str
    series: str = Field(description="The shop, or the table of customers.")
    n: int | None = Field(description="How many customers it is of.")
    silhouette: float | None
    editions: list[int]
    is_demo: bool
    created_at: datetime
    href: str = Field(description="Its path in the API.")
