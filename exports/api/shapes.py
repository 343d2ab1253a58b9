"""What the API answers with: the shapes of its JSON, whose texts are the documentation of it."""

from typing import Annotated, Any

from ninja import Field, Schema

MOST_LISTED = 500
USUALLY_LISTED = 100
# ids and offsets that a database takes
LARGEST_ID = 2**63 - 1
LARGEST_OFFSET = 2**31 - 1
LONGEST_TEXT = 200
# of one parameter, as on the pages (data/scope.py)
MOST_VALUES = 500
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Texts = Annotated[list[Text], Field(max_length=MOST_VALUES)]
Cell = int | float | str | bool | None


class Problem(Schema):
    """Why there is no answer."""

    detail: str = Field(description="What is wrong and what to do, in a sentence.")


def either(shape: Any) -> dict[Any, Any]:
    """The answers of an endpoint: the shape, nothing for who holds it already, or a problem."""
    problems = frozenset({400, 401, 403, 404, 405, 422, 429, 500, 503})
    return {200: shape, 304: None, problems: Problem}


# Parameters ----------------------------------------------------------------------------------------------


class Part(Schema):
    """Which part of a list."""

    limit: int = Field(USUALLY_LISTED, ge=1, le=MOST_LISTED, description="How many, at most.")
    offset: int = Field(0, ge=0, le=LARGEST_OFFSET, description="How many are passed over first.")


class ShownData(Schema):
    """Which data of which region, as the pages choose them."""

    region: Text | None = Field(None, description="A region's `slug`; without it your own, or the first.")
    year: Text | None = Field(None, description="A period's label: `2023`; without it the newest.")
    edition: Text | None = Field(None, description="A past state of the data, by its id; see /editions.")


class MarketFilter(ShownData):
    """The filter of the pages, as it stands in their addresses. What does not fit is ignored and said in
    `notices`, as on the page."""

    level: Text | None = Field(None, description="Numbers by: 1 regency or city, 2 sub-district, 3 village.")
    area: Texts = Field([], description="Ids of areas, see /areas.")
    category: Texts = Field([], description="Ids of business fields, see /categories; 0: not stated.")
    size: Texts = Field([], description="0 not stated, 1 micro, 2 small, 3 medium, 4 large.")


class CustomerFilter(Schema):
    """Which customers of which shop, and how they are counted and put into segments."""

    shop: Text | None = Field(None, description="Customer pages: the shop.")
    of: Text | None = Field(None, description="Customer pages: the shop that the days were chosen for.")
    until: Text | None = Field(None, description="Customer pages: the reference date, YYYY-MM-DD.")
    earlier: Text | None = Field(None, description="customer_movement: the day that is compared with.")
    segments: Text | None = Field(None, description="Customer pages: number of segments.")
    method: Text | None = Field(None, description="Customer pages: `quantile`, `cuts`, `minmax`, `zscore`.")
    turned: Text | None = Field(None, description="Customer pages: `1` where 5 is longest ago.")
    frequency: Text | None = Field(None, description="Customer pages: what a purchase is.")
    refunds: Text | None = Field(None, description="Customer pages: what becomes of refunds.")
    zeros: Text | None = Field(None, description="Customer pages: what becomes of amounts of zero.")
    duplicates: Text | None = Field(None, description="Customer pages: what becomes of equal rows.")
    weight_length: Text | None = Field(None, description="Customer pages: weight of the variable.")
    weight_recency: Text | None = Field(None, description="Customer pages: weight of the variable.")
    weight_frequency: Text | None = Field(None, description="Customer pages: weight of the variable.")
    weight_monetary: Text | None = Field(None, description="Customer pages: weight of the variable.")
    cuts_length: Text | None = Field(None, description="Customer pages: cut-offs, `30,90,180,365`.")
    cuts_recency: Text | None = Field(None, description="Customer pages: cut-offs.")
    cuts_frequency: Text | None = Field(None, description="Customer pages: cut-offs.")
    cuts_monetary: Text | None = Field(None, description="Customer pages: cut-offs.")


class CustomerListFilter(CustomerFilter):
    """The same with what the list of customers lets people choose. What does not fit is ignored and said in
    `notices`, as on the page."""

    region: Text | None = Field(None, description="A region's `slug`; without it your own, or the first.")
    segment: Text | None = Field(None, description="Only those of a segment, by its number.")
    was: Text | None = Field(None, description="With `earlier`: their segment of then; -1: not there yet.")
    change: Text | None = Field(None, description="With `earlier`: `rose`, `stayed`, `fell` or `new`.")
    only: Text | None = Field(
        None, description="`call`: only who is worth a call; `once`: only who may be tried once."
    )
    order: Text | None = Field(
        None, description="`call`, `money`, `often`, `lately`, `overdue` or `border`; `call` without it."
    )


class PageFilter(MarketFilter, CustomerFilter):
    """The filter of the pages, and what single pages let people choose."""

    indicator: Text | None = Field(None, description="The number that the page is about.")
    reading: Text | None = Field(None, description="`opportunity` or `competition`.")
    population: Text | None = Field(None, description="An edition of residents in other borders, by its id.")
    category_k: Text | None = Field(None, description="Groups of business fields within areas.")
    sort: Text | None = Field(None, description="A column's key, with `-` in front for descending.")
    table: Text | None = Field(None, description="The figure that `sort` is about; else each that has it.")
    classes: Text | None = Field(None, description="geography: how the map's number is divided.")
    steps: Text | None = Field(None, description="geography: into how many classes.")
    feature: Texts = Field([], description="clustering: what areas are compared by.")
    scaling: Text | None = Field(None, description="clustering: how the features are made comparable.")
    k: Text | None = Field(None, description="clustering: number of groups.")
    w: Texts = Field([], description="suitability: weights.")
    all: Text | None = Field(None, description="card: `1` for the list of all areas.")
    survey: Text | None = Field(None, description="Survey pages: the survey, by its edition's id.")
    a: Texts = Field([], description="Survey pages: answers that respondents are chosen by.")
    base: Text | None = Field(None, description="survey_questions: what shares are of.")
    row: Text | None = Field(None, description="survey_crosstab: the question in the rows.")
    column: Text | None = Field(None, description="survey_crosstab: the question in the columns.")
    correction: Text | None = Field(None, description="survey_crosstab: how many tests are allowed for.")
    item: Texts = Field([], description="survey_scale: the statements of the scale.")
    margin: Text | None = Field(None, description="customer_value: margin in percent.")
    months: Text | None = Field(None, description="customer_value: months to come.")
    discount: Text | None = Field(None, description="customer_value: discount a year in percent.")
    customer_table: Text | None = Field(None, description="Attribute pages: the table of customers.")
    of_table: Text | None = Field(
        None, description="Attribute pages: `period|table` that period and reference date were chosen for."
    )
    period: Text | None = Field(None, description="Attribute pages: its period.")
    reference: Text | None = Field(None, description="Attribute pages: the reference date.")
    attribute: Texts = Field([], description="Attribute pages: what customers are compared by.")
    levels: Texts = Field([], description="Attribute pages: the order of a text's values.")
    scale: Text | None = Field(None, description="Attribute pages: how attributes are made comparable.")
    components: Text | None = Field(None, description="Attribute pages: how many components are kept.")
    ordered_by: Text | None = Field(None, description="Attribute pages: what segments are ordered by.")
    clusters: Text | None = Field(None, description="Attribute pages: number of segments.")
    across: Text | None = Field(None, description="Attribute pages: the attribute along.")
    up: Text | None = Field(None, description="Attribute pages: the attribute upwards.")


# Pages ---------------------------------------------------------------------------------------------------


class PageEntry(Schema):
    """A page that can be read."""

    name: str = Field(description="For /pages/{name}.")
    title: str
    section: str
    address: str = Field(description="Its path on the site.")
    parameters: list[str] = Field(description="Names in its address besides those of the common filter.")
    href: str = Field(description="Its path in the API.")


class Pages(Schema):
    """The pages that can be read, in the order of the menu."""

    items: list[PageEntry]
    count: int


class PageNumber(Schema):
    """One of the numbers at the top of a page."""

    label: str
    value: Cell = Field(description="The number itself; null where there is only a text.")
    shown: str = Field(description="As the page writes it, in the language of the answer.")
    unit: str
    note: str
    change: str
    how: str = Field(description="How it is computed.")


class Formula(Schema):
    """How a part of a figure is computed."""

    label: str
    formula: str
    meaning: str


class TableColumn(Schema):
    """A column. Values of `share` are fractions, of `money` rupiah."""

    key: str
    label: str
    kind: str = Field(description="text, integer, number, share, money or level.")
    unit: str


class FigureTable(Schema):
    """The numbers of a figure, unrounded. A missing one is null and never zero; text in a column of numbers
    says why none is told."""

    columns: list[TableColumn]
    rows: list[dict[str, Cell]] = Field(
        description="By column key; `_level` (low, medium, high) `_muted` (a small base) where true."
    )
    total: dict[str, Cell] | None
    sort: str | None = Field(description="The order of the rows: a column's key, `-` for descending.")


class PageFigure(Schema):
    """A figure of a page with all that belongs to it."""

    key: str
    title: str = Field(description="The finding.")
    subtitle: str = Field(description="What is shown, in which unit.")
    summary: str
    base: str = Field(description="How many, of which edition and borders.")
    warnings: list[str]
    how: list[Formula]
    table: FigureTable | None


class ChosenFilter(Schema):
    """One filter of the page and what is chosen."""

    label: str
    chosen: str


class About(Schema):
    """What belongs to every number of a page, wherever it goes."""

    name: str
    title: str
    address: str = Field(description="Path and query that show this on the site.")
    heading: str = Field(description="The page's finding.")
    filters: list[ChosenFilter]
    edition_line: str
    source_line: str
    editions: list[int] = Field(description="Ids of the editions that the numbers come from.")
    is_demo: bool = Field(description="Whether the data are invented.")
    lines: list[str] = Field(
        description="Edition, sources, filters and, where true, “demo data”: to be told with each number."
    )
    notices: list[str]
    problem: str = Field(description="Why there is nothing to show; empty where there is.")


class OnePage(About):
    """A page: all its numbers and figures."""

    numbers: list[PageNumber]
    figures: list[PageFigure]


class OneFigure(About):
    """One figure of a page."""

    figure: PageFigure
