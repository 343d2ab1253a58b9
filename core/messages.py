"""Texts to translate: found in code and templates, merged into the catalogue, compiled (no gettext tools).

Babel reads Python; Django's `templatize` turns a template into text that Babel reads too. In the pure
packages `N_` marks a text, everywhere else the usual names of Django do.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "id"
PURE = ("analysis", "charts", "demo")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def extract_template(fileobj: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel's extractor for Django templates."""
    source = templatize(fileobj.read().decode(options.get("encoding", "utf-8")))
    # the template's indentation is none that Python would accept
    flat = "\n".join(line.lstrip() for line in source.split("\n"))
    yield from extract_python(io.BytesIO(flat.encode()), keywords, comment_tags, {"encoding": "utf-8"})


def sources() -> list[Path]:
    """Every Python file and template of the product that may hold texts."""
    folders = [settings.BASE_DIR / name for name in (*settings.OUR_APPS, *PURE, "segmentation_site")]
    code = [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]
    templates = [
        path
        for folder in (settings.BASE_DIR / "templates", *folders)
        for path in folder.rglob("*.html")
        if path.is_file()
    ]
    return sorted({*code, *templates})


def extracted() -> Catalog:
    """All texts, without line numbers: those would change the file with every edit elsewhere."""
    catalog = Catalog(locale=LANGUAGE, fuzzy=False)
    for path in sources():
        method = "core.messages:extract_template" if path.suffix == ".html" else "python"
        for _line, message, comments, context in extract_from_file(method, path, KEYWORDS):
            name = path.relative_to(settings.BASE_DIR).as_posix()
            catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def po_path() -> Path:
    return settings.BASE_DIR / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def stored() -> Catalog:
    """The catalogue in the repository."""
    with po_path().open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def merged(template: Catalog, old: Catalog) -> Catalog:
    """`old` with the texts of `template`; nothing is guessed.

    Texts that vanished are set aside (`#~`) with their translation: a text that comes back needs no new one.
    """
    new = Catalog(
        locale=LANGUAGE,
        project="msme-segmentation",
        fuzzy=False,
        creation_date=old.creation_date or datetime.now(UTC),
        revision_date=old.creation_date or datetime.now(UTC),
        last_translator="",
        language_team="",
    )
    # Indonesian has one form; Babel assumes two for languages it has no rule for
    new.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    aside = dict(old.obsolete)
    for message in template:
        if not message.id:
            continue
        known = old.get(message.id, message.context) or aside.pop(_key(message), None)
        new.add(
            message.id,
            known.string if known else ("" if isinstance(message.id, str) else ("",)),
            locations=sorted({(name, 0) for name, _line in message.locations}),
            flags=message.flags,
            context=message.context,
        )
    vanished = [message for message in old if message.id and not new.get(message.id, message.context)]
    aside.update({_key(message): message for message in vanished if any(message.string or ())})
    new.obsolete = aside
    return new


def _key(message: Any) -> Any:
    """How Babel names an entry: the singular, with the context where there is one."""
    first = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return (first, message.context) if message.context is not None else first


def save(catalog: Catalog) -> None:
    po_path().parent.mkdir(parents=True, exist_ok=True)
    with po_path().open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, include_lineno=False, omit_header=False)


def compiled() -> Path:
    """Write the .mo beside the .po, unless it is newer already, and return its path."""
    target = po_path().with_suffix(".mo")
    if target.exists() and target.stat().st_mtime > po_path().stat().st_mtime:
        return target
    with target.open("wb") as file:
        write_mo(file, stored())
    return target
