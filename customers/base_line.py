"""The line under a figure on customers."""

from django.utils.translation import gettext as _

from core import formats

from .shop.scope import METHODS, CustomerReader, Params
from .words import customers, cut_words, edition_words, method_words, rule_words, weight_words


def base(reader: CustomerReader, n: int) -> str:
    """The line under a figure: n, data, reference date, and what is not counted or scored as usual."""
    shop = reader.shop
    assert shop is not None
    parts = [
        f"n = {customers(n)}",
        edition_words(shop.editions),
        _("until %(day)s") % {"day": formats.date(reader.reference)},
    ]
    return " · ".join([*parts, *rules_in_use(reader), *scoring_in_use(reader.params)])


def rules_in_use(reader: CustomerReader) -> list[str]:
    """Rules of counting that differ from those that count anyway, in words."""
    usual = type(reader.params.rules)()
    found = []
    for name, value in vars(reader.params.rules).items():
        if value != getattr(usual, name):
            label, words = rule_words(name)
            found.append(f"{label}: {words[value]}")
    return found


def scoring_in_use(params: Params) -> list[str]:
    """What differs from four scores by fifths that count alike, in words."""
    found = [method_words(params.method)] if params.method != METHODS[0] else []
    found += [_("recency: 5 = long ago")] if params.turned else []
    scoring = params.scoring
    found += [weight_words(scoring.weights)] if scoring.is_weighted else []
    return [*found, *(cut_words(name, own) for name, own in scoring.own_cuts)]
