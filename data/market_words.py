"""Words that every market page uses: places, filters in words, the base line under a figure, formulas."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from analysis.indicators import INDICATORS
from areas.models import Area
from core import formats
from core.texts import shown

from .market import Market
from .models import Edition, SizeClass

# more names in a title are counted, not listed
NAMES_IN_TITLE = 6


def places(level: int) -> str:
    """ "sub-districts": what the areas of a level are called, several of them."""
    if level == Area.Level.REGENCY:
        return _("regencies and cities")
    return _("villages") if level == Area.Level.VILLAGE else _("sub-districts")


def place(level: int) -> str:
    """What one area of a level is called."""
    return str(Area.Level(level).label)


def listed(names: Iterable[str], most: int = NAMES_IN_TITLE) -> str:
    """ "A, B and C", or "A, B and 4 more" where there are more than `most`."""
    known = list(names)
    if len(known) > most:
        shown = ", ".join(known[: most - 1])
        return _("%(names)s and %(n)s more") % {"names": shown, "n": len(known) - most + 1}
    if len(known) < 2:
        return "".join(known)
    return _("%(names)s and %(last)s") % {"names": ", ".join(known[:-1]), "last": known[-1]}


def filter_words(market: Market) -> str:
    """The chosen business fields and size classes in words, empty where all are shown."""
    sizes = dict(SizeClass.choices)
    parts = [market.scope.categories[one] for one in market.params.category]
    parts += [str(sizes[one]) for one in market.params.size]
    return listed(parts, 4)


def edition_words(market: Market) -> str:
    """ "data of 2023, edition 2, borders since 31 December 2020"."""
    edition = market.edition
    values = {
        "period": edition.period_label,
        "number": edition.number,
        "since": formats.date(edition.boundary_set.valid_from),
    }
    return _("data of %(period)s, edition %(number)s, borders since %(since)s") % values


def base(market: Market, n: float, of: str = "") -> str:
    """The line under a figure: n, edition, borders, and the filter where there is one."""
    parts = [f"n = {formats.integer(n)} {of or _('MSMEs')}", edition_words(market)]
    if words := filter_words(market):
        parts.append(_("only %(filter)s") % {"filter": words})
    return " · ".join(parts)


def basis(edition: Edition) -> str:
    """What kind of count a population edition is, in words."""
    words = {"registry": _("civil registry"), "projection": _("projection"), "census": _("census")}
    return words.get(edition.series, edition.series if edition.series != "main" else _("basis not stated"))


def source_words(edition: Edition) -> str:
    """The sources of an edition; those of the demo are stored in English and shown translated."""
    return "; ".join(shown(one) for one in edition.source.split("; "))


def population_words(market: Market, with_source: bool = True) -> str:
    """ "Residents: 2023, civil registry"; "converted …" where it came from other borders; and its source.

    The source stands apart: it may be sentences of whoever uploaded the file.
    """
    people = market.population
    if people is None:
        return ""
    edition = people.edition
    parts = [edition.period_label, basis(edition)]
    if people.is_converted:
        since = edition.boundary_set.valid_from.year
        parts.append(_("converted from the borders of %(year)s") % {"year": since})
    if people.unknown:
        parts.append(_("not known for %(names)s") % {"names": listed(_unknown_areas(market))})
    told = _("Residents: %(about)s") % {"about": ", ".join(parts)}
    source = _("their source: %(source)s") % {"source": source_words(edition) or _("not stated")}
    return f"{told} · {source}" if with_source else told


def _unknown_areas(market: Market) -> list[str]:
    """Names of the areas of the page of which no residents are known."""
    people = market.population
    known = set() if people is None else set(people.figures.index[people.figures["residents"].notna()])
    return [name for area, name in market.names.items() if area not in known]


def conversion_words(market: Market) -> tuple[str, ...]:
    """What a page with converted residents must say: of which areas, how, and what is not known."""
    people = market.population
    found: list[str] = []
    if people is None:
        return ()
    unknown = set(_unknown_areas(market))
    changed = {one for one, value in people.converted.items() if value}
    if names := [name for one, name in market.names.items() if one in changed and name not in unknown]:
        text = _("Residents were converted from other borders by shares: %(names)s.")
        if people.by_village:
            text = _("Residents were counted again from the villages of other borders: %(names)s.")
        found.append(text % {"names": listed(names)})
    if people.unknown:
        text = _(
            "It is not known in which areas of today the people of %(former)s live, so no number is shown "
            "for %(names)s."
        )
        found.append(text % {"former": listed(people.unknown), "names": listed(sorted(unknown))})
    if people.by_land:
        found.append(_("A part was converted by land, not by residents: take it as a rough guess."))
    return tuple(found)


def large_words(market: Market) -> tuple[str, ...]:
    """That large enterprises are among what is counted: by law they are no MSMEs (UU 20/2008, PP 7/2021)."""
    chosen = market.chosen
    n = float(chosen.loc[chosen["size_class"] == SizeClass.LARGE, "n"].sum())
    if not n or market.params.size == (SizeClass.LARGE,):
        return ()
    text = _(
        "Large enterprises in these data, counted with the others: %(n)s. By law only micro, small and "
        "medium ones are MSMEs; choose these sizes to leave the large ones out."
    )
    return (text % {"n": formats.integer(n)},)


def how(*keys: str) -> tuple[tuple[str, str, str], ...]:
    """Label, formula and meaning of these indicators, translated."""
    found = [INDICATORS[key] for key in keys]
    return tuple((_(one.label), _(one.formula), _(one.meaning)) for one in found)


def label(key: str) -> str:
    """An indicator's name."""
    return _(INDICATORS[key].label)


def unit(key: str) -> str:
    """An indicator's unit."""
    return _(INDICATORS[key].unit)
