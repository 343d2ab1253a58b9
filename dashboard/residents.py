"""What pages say about the residents behind a ratio: missing, converted, or of another year."""

from django.utils.translation import gettext as _

from data.content import Empty
from data.market import Market
from data.market_words import conversion_words, listed, places
from data.models import Edition


def without_heading(market: Market) -> str:
    if market.population is not None:
        return _("No ratio can be computed: no residents are known for these areas")
    text = _("No ratio yet: there is no population of %(region)s for these borders")
    return text % {"region": market.scope.region.name}


def without(market: Market) -> Empty:
    """What is missing, and where to upload it, or the address that shows converted figures."""
    other = market.other_population
    if other is not None and market.population is None and not market.params.population:
        text = _(
            "The population of %(period)s has the borders of %(year)s. It can be converted by shares of "
            "residents; every figure then says so. An upload for these borders is better."
        )
        values = {"period": other.period_label, "year": other.boundary_set.valid_from.year}
        href = market.params.query(population=other.pk)
        return Empty(_("Population of other borders"), text % values, "", _("Show it converted"), href)
    text = _(
        "Upload a population table with residents above zero for each of the %(places)s: one column with the "
        "names, one with the residents."
    )
    words = {"places": places(market.scope.level)}
    return Empty(_("Residents are missing"), text % words, "upload", _("Upload a population table"))


def offers(market: Market) -> tuple[str, ...]:
    if market.params.population and market.other_population is not None and market.population is None:
        return (
            _("The population of other borders cannot be converted: it is not known what became of them."),
        )
    return ()


def trust(market: Market) -> tuple[str, ...]:
    """What to know before reading these ratios."""
    people = market.population
    found = []
    lacking = [market.names[one] for one in market.areas.index[market.areas["ratio_per_1000"].isna()]]
    if lacking:
        found.append(
            _("No ratio, because residents are zero or not known: %(names)s.") % {"names": listed(lacking)}
        )
    found += conversion_words(market)
    if people is not None and _other_years(market, people.edition):
        text = _("MSMEs are of %(market)s and residents of %(people)s: the ratio mixes two years.")
        values = {"market": market.edition.period_label, "people": people.edition.period_label}
        found.append(text % values)
    return tuple(found)


def _other_years(market: Market, people: Edition) -> bool:
    """Whether no year of the residents is one of the MSMEs; "2021-06" and "2021" are the same year."""
    counted = market.edition
    return (
        people.period_start.year > counted.period_end.year
        or people.period_end.year < counted.period_start.year
    )
