"""What the texts of a file mean as business categories and size classes."""

from dataclasses import dataclass, field
from typing import Any

from analysis import size_classes
from areas.models import Region
from data.models import Category, CategoryAlias, SizeAlias, SizeClass
from data.places import titled
from data.reading import names

REJECTED = -1
_SIZE_WORDS = {member.name.lower(): int(member) for member in SizeClass}


@dataclass
class Labels:
    """meaning: text → id (REJECTED where a person said so); unknown texts are missing from it."""

    meaning: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    created: list[int] = field(default_factory=list)
    aliases: int = 0

    def unresolved(self, suggestions: int = 3) -> list[dict[str, Any]]:
        """Unknown texts with their rows and the nearest known names, the most frequent first."""
        near = names.suggest(list(self.unknown), self.known, limit=suggestions)
        return [
            {
                "text": text,
                "rows": rows,
                "suggestions": [
                    {"name": label, "score": round(score)} for label, score in near.get(text, [])
                ],
            }
            for text, rows in sorted(self.unknown.items(), key=lambda item: (-item[1], item[0]))
        ]


def categories(
    region: Region, texts: dict[str, int], decisions: dict[str, str | None], create: bool
) -> Labels:
    """Resolve category texts: exact name, confirmed spelling, decision, else created or unknown.

    A total word is never created: as a category it would count every enterprise twice.
    """
    by_key = {key: (pk, name) for pk, key, name in region.categories.values_list("pk", "key", "name")}
    aliases = dict(CategoryAlias.objects.filter(region=region).values_list("key", "category_id"))
    result = Labels(known={key: name for key, (_pk, name) in by_key.items()})
    for text, rows in sorted(texts.items()):
        key = names.key(text)
        if not text or not key:
            continue
        target = decisions.get(text, text) if text in decisions else text
        if target is None:
            result.meaning[text] = REJECTED
        elif names.key(target) in by_key:
            result.meaning[text] = by_key[names.key(target)][0]
        elif text not in decisions and key in aliases:
            result.meaning[text] = aliases[key]
            result.aliases += rows
        elif create and not names.is_total(target):
            category = _create(region, target)
            by_key[category.key] = (category.pk, category.name)
            result.meaning[text] = category.pk
            result.created.append(category.pk)
        else:
            result.unknown[text] = rows
    return result


def _create(region: Region, text: str) -> Category:
    code, name = names.split_code(text)
    return Category.objects.create(
        region=region, code=code[:20], name=titled(name)[:160], key=names.key(text)[:160]
    )


def size_labels(region: Region, texts: dict[str, int], decisions: dict[str, str | None]) -> Labels:
    """Resolve stated size labels: the words themselves, a confirmed spelling, or this file's decision."""
    aliases = dict(SizeAlias.objects.filter(region=region).values_list("key", "size_class"))
    result = Labels(known={names.key(word): word for word in ("micro", "small", "medium", "large")})
    for text, rows in sorted(texts.items()):
        if not text:
            continue
        if text in decisions:
            answer = decisions[text]
            result.meaning[text] = REJECTED if answer is None else _SIZE_WORDS.get(answer, 0)
            continue
        code = size_classes.parse_label(text)
        if code is None and names.key(text) in aliases:
            code = aliases[names.key(text)]
            result.aliases += rows
        if code is None:
            result.unknown[text] = rows
        else:
            result.meaning[text] = code
    return result
