"""What a person confirmed once is applied next year: header mappings and spellings."""

from typing import Any

from areas.models import Area, AreaAlias
from areas.naming import Names
from data.kinds import kind
from data.models import Category, CategoryAlias, Dataset, HeaderMapping, SizeAlias, SizeClass
from data.reading import names
from data.reading.header import is_made_up
from data.recognition import SHEET, header_key

_SIZES = {member.name.lower(): int(member) for member in SizeClass}


def remember(dataset: Dataset, user: Any) -> None:
    """Keep a ready dataset's mapping and confirmed names. Runs inside the transaction that makes it ready."""
    # what a questionnaire asks is remembered as questions, by its own kind
    mapping = {} if kind(dataset.kind).open else dataset.mapping
    for column, header in mapping.items():
        if header != SHEET and not is_made_up(header):  # the next file's third column may be anything
            HeaderMapping.objects.update_or_create(
                region=dataset.region,
                kind=dataset.kind,
                header_key=header_key(header)[:200],
                defaults={"column": column},
            )
    decided = dataset.decisions.get("names", {})
    _areas(dataset, decided.get("area", {}), user)
    _categories(dataset, decided.get("category", {}), user)
    for text, word in decided.get("size_class", {}).items():
        if word in _SIZES:
            SizeAlias.objects.update_or_create(
                region=dataset.region,
                key=names.key(text)[:200],
                defaults={"text": text[:200], "size_class": _SIZES[word], "confirmed_by": user},
            )


def _areas(dataset: Dataset, decided: dict[str, str | None], user: Any) -> None:
    if not decided or dataset.boundary_set is None:
        return
    known = Names.of(dataset.boundary_set)
    levels = [
        int(column.level or 0) for column in kind(dataset.kind).area_columns if column.key in dataset.mapping
    ]
    for text, answer in decided.items():
        hits = (known.named(answer, level, names.key) for level in levels) if answer else ()
        area_id = next((hit for hit in hits if hit is not None), None)
        if area_id is None:
            continue
        path, _separator, last = text.rpartition(" > ")
        # where it will be looked for next year: inside its parent wherever the file names that as well
        parent = known.parent[area_id] if path or min(levels) < known.level[area_id] else None
        AreaAlias.objects.update_or_create(
            boundary_set=dataset.boundary_set,
            parent_id=parent,
            level=known.level[area_id],
            key=names.key(last)[:160],
            defaults={"text": last[:200], "area": Area(pk=area_id), "confirmed_by": user},
        )


def _categories(dataset: Dataset, decided: dict[str, str | None], user: Any) -> None:
    by_key = {category.key: category for category in Category.objects.filter(region=dataset.region)}
    for text, answer in decided.items():
        category = by_key.get(names.key(answer)) if answer else None
        if category is not None and names.key(text) != category.key:
            CategoryAlias.objects.update_or_create(
                region=dataset.region,
                key=names.key(text)[:200],
                defaults={"text": text[:200], "category": category, "confirmed_by": user},
            )
