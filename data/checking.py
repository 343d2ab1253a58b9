"""Second pass over a file: every cell read, every name resolved, every rule checked. Nothing is written to
the database. What is accepted goes typed into one Parquet file, what is wrong into another."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analysis import size_classes
from data import bounds, contacts, problems
from data.duplicates import Keys, duplicate_key, hashed
from data.geometry import outline
from data.kinds import Column, Tally
from data.labels import REJECTED, Labels
from data.learning import Learned, coded
from data.personal_preview import looks_personal
from data.places import Places
from data.plan import Plan
from data.reading import values
from data.reading.chunks import Chunk
from data.skipping import DUPLICATE, TOTAL, kept, reasons
from data.written import Spellings

_NUMBER_TYPES = {"integer": values.integer, "number": values.number, "money": values.money}
_UNKNOWN = REJECTED - 1
# position among distinct texts for each row, the distinct texts (learning.coded)
Coded = tuple["np.ndarray[Any, Any]", "np.ndarray[Any, Any]"]
_EMPTY = pd.DataFrame({"sheet": [], "row": [], "column": [], "rule": [], "value": []}, dtype=object)


@dataclass(frozen=True)
class Checked:
    """One chunk after the checks. accepted: typed table; errors: sheet, row, column, rule, value;
    rejected: number of rows with at least one error."""

    accepted: pd.DataFrame
    errors: pd.DataFrame
    rejected: int


@dataclass
class Checker:
    """Checks chunk after chunk; remembers only what must be known across chunks."""

    plan: Plan
    learned: Learned
    places: Places
    categories: Labels
    sizes: Labels
    # of kinds whose columns only the file knows: what tells that two rows say the same
    row_keys: Callable[[pd.DataFrame], "pd.Series[Any] | None"] | None = None
    drops_same: bool = True
    # of kinds whose rows stay in columns: what is told of the file
    tally: Tally | None = None
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    derived_sizes: int = 0
    unknown_villages: int = 0
    # rows that name no area, where they may (Kind.area_optional), and rows that say the same again
    nowhere: int = 0
    same: int = 0
    # names of columns of the accepted table that have a value in some row
    filled: set[str] = field(default_factory=set)
    skipped: Counter[str] = field(default_factory=Counter)
    skipped_rows: dict[str, list[int]] = field(default_factory=dict)
    _seen: Keys = field(default_factory=Keys)
    _seen_once: dict[str, Keys] = field(default_factory=dict)
    _areas_seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._personal = {column.key for column in self.plan.kind.personal_columns}
        table = self.places.table
        self._area_keys = [column.key for column in self.plan.area_columns]
        self._distinct = {key: pd.Index(table[key].unique()) for key in self._area_keys}
        everything = np.arange(len(table))
        columns = {key: (everything, table[key].to_numpy()) for key in self._area_keys}
        self._codes: pd.Index[Any] = pd.Index(self._place_codes(columns) if columns else [])
        found = self.places.found
        self._area_ids = np.array([f.area_id or 0 for f in found] + [0], dtype=np.int64)
        self._refused = np.array([f.rejected for f in found] + [False])
        self._unknown_village = np.array([f.unknown_village for f in found] + [False], dtype=np.int64)
        self._unnamed = np.array([not f.text for f in found] + [False])
        # how a market file writes its names, and of the current chunk where each row's names stand in that
        self.spellings = self._new_spellings()
        self._names = pd.DataFrame()

    def _place_codes(self, columns: dict[str, Coded]) -> "np.ndarray[Any, Any]":
        """One whole number per combination of names: a look-up per distinct name, and sums of numbers."""
        result: Any = 0
        for key in self._area_keys:
            codes, texts = columns[key]
            index = self._distinct[key]
            result = result * (len(index) + 1) + (index.get_indexer(texts) + 1)[codes]
        return np.asarray(result, dtype=np.int64)

    def _new_spellings(self) -> Spellings | None:
        kind, learned = self.plan.kind, self.learned
        if kind.subject != "market" or not self._area_keys:
            return None
        texts = {"category": learned.categories, "size_class": learned.sizes}
        labels = {key: list(found) for key, found in texts.items() if self.plan.has(key)}
        return Spellings(self.places.table, self._area_ids, labels, "enterprises" in kind.lacks)

    def check(self, chunk: Chunk) -> Checked:
        """Check one chunk; accepted + rejected + skipped are its rows."""
        self.rows += len(chunk.table)
        reason = reasons(self.plan, chunk)
        self._skip(reason)
        data = kept(chunk, reason)
        table = pd.DataFrame(
            {"sheet": self.plan.sheet_number(chunk), "row_number": data.table.index.to_numpy()},
            index=data.table.index,
        )
        self._names = pd.DataFrame(index=table.index)
        errors: list[pd.DataFrame] = [self._too_wide(data, table)]
        for column in self.plan.columns:
            errors.append(self._column(column, data, table))
        errors.append(self._places(data, table))
        errors += self._rules(data, table, self._unread(errors))
        found = pd.concat([e for e in errors if len(e)] or [_EMPTY])
        wrong = table.index.isin(found["row"])
        self.rejected += int(wrong.sum())
        accepted = self._without_duplicates(table[~wrong])
        self._sizes_from_turnover(accepted)
        if self.tally is not None:
            self.tally.add(accepted)
        if self.spellings is not None:
            self.spellings.add(accepted, self._names)
        self.accepted += len(accepted)
        self.filled.update(str(name) for name in accepted if accepted[name].notna().any())
        self.unknown_villages += int(accepted["unknown_village"].sum())
        self.nowhere += int((accepted["area_id"] == 0).sum())
        return Checked(accepted, found, int(wrong.sum()))

    def take_back(self, sums: list[int], wrong: int) -> None:
        """Accepted rows that only the whole file shows to be sums: skipped, or wrong (data/sums.py)."""
        self.leave_out(sums, TOTAL)
        self.accepted -= wrong
        self.rejected += wrong

    def leave_out(self, rows: list[int], reason: str) -> None:
        """Accepted rows (their numbers) that only the whole file shows to be none."""
        self._skip(pd.Series(reason, index=rows, dtype=object))
        self.accepted -= len(rows)

    def _skip(self, reason: "pd.Series[str]") -> None:
        for name, rows in reason[reason != ""].groupby(reason):
            self.skipped[str(name)] += len(rows)
            examples = self.skipped_rows.setdefault(str(name), [])
            examples += [int(row) for row in rows.index[: max(0, 20 - len(examples))]]

    def _errors(self, table: pd.DataFrame, wrong: Any, column: str, rule: Any, cells: Any) -> pd.DataFrame:
        """Error rows where `wrong` is true; `rule` is one code, or a code per row."""
        mask = np.asarray(wrong, dtype=bool)
        if not mask.any():
            return _EMPTY
        found = pd.DataFrame({"sheet": table["sheet"][mask], "row": table["row_number"][mask]})
        found["column"] = column
        found["rule"] = rule if isinstance(rule, str) else np.asarray(rule, dtype=object)[mask]
        found["value"] = [self._shown(column, cell) for cell in cells[mask]] if cells is not None else ""
        return found

    def _shown(self, column: str, cell: Any) -> str:
        """A wrong value as reports keep it: personal ones masked, also where a shifted row has put them."""
        text = values.as_text(cell)  # a sheet knows no whole numbers: 5.0 is told as 5
        is_personal = column in self._personal or (bool(self._personal) and looks_personal(text))
        return contacts.mask(text, column)[:200] if is_personal else text[:200]

    def _too_wide(self, chunk: Chunk, table: pd.DataFrame) -> pd.DataFrame:
        extra = list(chunk.table.columns[len(self.plan.headers) :])
        if not extra:
            return _EMPTY
        wide = (chunk.table[extra].astype(object).fillna("") != "").any(axis=1)
        return self._errors(table, wide, "", problems.TOO_WIDE, chunk.table[extra[0]])

    def _column(self, column: Column, chunk: Chunk, table: pd.DataFrame) -> pd.DataFrame:
        """Parse one column into `table`; return its errors."""
        cells = self.plan.cells(chunk, column.key)
        if column.type == "area":
            return _EMPTY  # all area columns are one place, see _places
        if column.type in ("category", "size"):
            return self._label(column, cells, table)
        if column.type == "geometry":
            return self._geometry(column, cells, table)
        if column.reader is not None:
            values_, problem = column.reader.read(cells)
            for name, kept_ in values_.items():
                table[name] = kept_
            return self._errors(table, problem != "", column.key, problem, cells)
        parsed = self._parse(column, cells)
        table[column.key] = parsed.values
        wrong = (parsed.problem != "").to_numpy()
        errors = self._errors(table, wrong, column.key, parsed.problem, cells)
        more = [errors, self._bounds(column, table, cells), self._twice(column, table, cells)]
        if column.required:
            empty = table[column.key].isna().to_numpy() & ~wrong
            more.append(self._errors(table, empty, column.key, problems.REQUIRED, cells))
        return pd.concat([e for e in more if len(e)] or [_EMPTY])

    def _parse(self, column: Column, cells: "pd.Series[Any]") -> Any:
        if column.type in _NUMBER_TYPES:
            parsed = _NUMBER_TYPES[column.type](cells, self.learned.forms[column.key])
            unit = int(self.plan.options.get("unit", 1))
            if unit != 1 and column.key in ("residents", "male", "female"):
                parsed = self._in_thousands(column, cells, unit)
            return parsed
        if column.type == "date":
            return values.day(cells, self.learned.forms[column.key])
        if column.type == "year":
            return values.year(cells, int(column.low or 0), int(column.high or 0))
        if column.type == "identifier":
            return values.identifier(cells, digits=column.digits)
        return values.text(cells, max_length=300)

    def _in_thousands(self, column: Column, cells: "pd.Series[Any]", unit: int) -> Any:
        """Figures in thousands have decimals ("203,2"), so they are read as numbers and then made whole."""
        parsed = values.number(cells, self.learned.forms[column.key])
        whole = (parsed.values.astype("Float64") * unit).round().astype("Int64")
        return type(parsed)(whole, parsed.problem)

    def _bounds(self, column: Column, table: pd.DataFrame, cells: "pd.Series[Any]") -> pd.DataFrame:
        wrong, rule = bounds.broken(column, table[column.key], self.plan.today)
        return self._errors(table, wrong, column.key, rule, cells)

    def _twice(self, column: Column, table: pd.DataFrame, cells: "pd.Series[Any]") -> pd.DataFrame:
        """Values that an earlier row has too, where each may stand only once."""
        if not column.unique:
            return _EMPTY
        seen = self._seen_once.setdefault(column.key, Keys())
        return self._errors(table, seen.again(hashed(table[column.key])), column.key, problems.TWICE, cells)

    def _label(self, column: Column, cells: "pd.Series[Any]", table: pd.DataFrame) -> pd.DataFrame:
        labels = self.categories if column.type == "category" else self.sizes
        codes, texts = coded(cells)
        if self.spellings is not None:
            self._names[column.key] = self.spellings.known(column.key, texts)[codes]
        of_text = [labels.meaning.get(text, _UNKNOWN) for text in texts]
        meaning = np.array(of_text, dtype=np.int64)[codes]
        target = "category_id" if column.type == "category" else "size_class"
        table[target] = pd.arrays.IntegerArray(np.maximum(meaning, 0), meaning < 0)
        refused = self._errors(table, meaning == REJECTED, column.key, problems.NAME_REJECTED, cells)
        strange = (meaning == _UNKNOWN) & (texts != "")[codes]
        unknown = self._errors(table, strange, column.key, problems.UNKNOWN_NAME, cells)
        return pd.concat([e for e in (refused, unknown) if len(e)] or [_EMPTY])

    def _geometry(self, column: Column, cells: "pd.Series[Any]", table: pd.DataFrame) -> pd.DataFrame:
        table[column.key] = [outline(cell) for cell in cells]
        return self._errors(table, table[column.key].isna(), column.key, problems.GEOMETRY, None)

    def _places(self, chunk: Chunk, table: pd.DataFrame) -> pd.DataFrame:
        if not self._area_keys:
            table["area_id"] = table["unknown_village"] = 0
            return _EMPTY
        columns = {key: coded(self.plan.cells(chunk, key)) for key in self._area_keys}
        where = self._codes.get_indexer(pd.Index(self._place_codes(columns)))
        area_id = self._area_ids[where]
        self._names["place"] = where
        table["area_id"] = area_id
        table["unknown_village"] = self._unknown_village[where]
        column = self._area_keys[-1] if len(self._area_keys) == 1 else self._shown_area_column()
        codes, texts = columns[column]
        cells = texts[codes]
        missing = area_id == 0
        if self.plan.kind.area_optional:  # a name that was declined stands for no area here
            missing = missing & ~self._refused[where] & ~self._unnamed[where]
        refused = missing & self._refused[where]
        unnamed = missing & ~refused & self._unnamed[where]
        rule = np.full(len(table), problems.UNKNOWN_AREA, dtype=object)
        rule[refused], rule[unnamed] = problems.NAME_REJECTED, problems.NO_AREA
        errors = self._errors(table, missing, column, rule, cells)
        if not self.plan.kind.one_row_per_area:
            return errors
        twice = pd.Series(area_id, index=table.index).duplicated().to_numpy() | np.isin(
            area_id, list(self._areas_seen)
        )
        self._areas_seen.update(int(pk) for pk in area_id if pk)
        again = self._errors(table, twice & ~missing, column, problems.AREA_TWICE, cells)
        return pd.concat([e for e in (errors, again) if len(e)] or [_EMPTY])

    def _shown_area_column(self) -> str:
        return "sub_district" if "sub_district" in self._area_keys else self._area_keys[0]

    def _unread(self, errors: list[pd.DataFrame]) -> set[int]:
        """Rows with a number that is there but cannot be read: to call it missing would contradict that."""
        numbers = {column.key for column in self.plan.columns if column.type in _NUMBER_TYPES}
        found = pd.concat([_EMPTY, *(one for one in errors if len(one))])
        is_unread = found["column"].isin(numbers) & ~found["rule"].isin(
            [problems.OUT_OF_BOUNDS, problems.REQUIRED]
        )
        return set(found["row"][is_unread])

    def _rules(self, chunk: Chunk, table: pd.DataFrame, unread: set[int]) -> list[pd.DataFrame]:
        found = []
        for number, rule in enumerate(self.plan.kind.checks):
            wrong = rule.mask(table) & ~table.index.isin(unread)
            cells = self.plan.cells(chunk, rule.column) if self.plan.has(rule.column) else None
            found.append(self._errors(table, wrong, rule.column, f"check:{number}", cells))
        return found

    def _without_duplicates(self, table: pd.DataFrame) -> pd.DataFrame:
        """Drop rows whose key was seen before in this file; the first one counts."""
        if self.row_keys is None and not self.plan.kind.duplicate_keys:
            return table
        keys = self.row_keys(table) if self.row_keys else None
        if self.row_keys and keys is None:
            return table
        if keys is None:
            table = table.assign(duplicate_key=duplicate_key(self.plan.kind.duplicate_keys, table))
            keys = table["duplicate_key"]
        again = self._seen.again(keys)
        self.same += int(again.sum())
        if not self.drops_same:
            return table
        if again.any():
            self._skip(pd.Series(DUPLICATE, index=table.index[again]))
        return table[~again]

    def _sizes_from_turnover(self, table: pd.DataFrame) -> None:
        """Size classes that are not stated follow from turnover, by the law of the period (g16)."""
        if self.plan.kind.subject != "market":
            return
        stated = (
            table["size_class"] if "size_class" in table else pd.Series(pd.NA, table.index, dtype="Int64")
        )
        missing = stated.isna()
        if "turnover" in table and missing.any():
            derived = size_classes.classify(table["turnover"], self.plan.period_start).astype("Int64")
            self.derived_sizes += int((missing & (derived > 0)).sum())
            stated = stated.where(~missing, derived)
        table["size_class"] = stated.fillna(0).astype("Int64")
