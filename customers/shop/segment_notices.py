"""What must be said beside segments: unstable ones, equal values, names that fit none, who is left out."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis import scores
from core import formats
from data.market_words import listed

from .. import segment_quality
from ..naming import left_over
from ..words import VARIABLES, customers
from . import summaries
from .card import LEAVING
from .facts import Facts

# fewer customers than these say little
SMALL = 30
# from half of its customers on a name must not hide that they have not left
MANY = 0.5


def run(known: Facts) -> tuple[str, ...]:
    """What stands at the top of the page, the weightiest first: unstable segments, then equal values."""
    said = list(unstable(known))
    for note in scores.notes(known.found.scores):
        values = {**note.data, "variable": str(VARIABLES[note.data["variable"]])}
        said.append(str(_(note.text)) % values)
    return (*said, *not_left(known), *names_left_over(known), *left_out(known))


def not_left(known: Facts) -> tuple[str, ...]:
    """Segments named as lost or at risk by their means, of which many bought more lately than the average."""
    table, labels = known.found.table, known.found.labels
    lately = table["recency"].reindex(labels.index) < known.found.profile.overall["mean"]["recency"]
    said = []
    for place, one in known.segments.items():
        own = lately[labels == place]
        if one.family not in LEAVING or not own.mean() >= MANY:
            continue
        text = _(
            "“%(segment)s” is named by its mean: %(n)s of its %(customers)s bought more lately than the "
            "average customer and have not left. Look at the last purchase before you write anybody off."
        )
        n = formats.integer(int(own.sum()))
        said.append(text % {"segment": one.name, "n": n, "customers": customers(len(own))})
    return tuple(said)


def unstable(known: Facts) -> tuple[str, ...]:
    """Segments that would not come again, which the page's own figure says at its end."""
    stability = known.found.grouping.stability
    if stability is None:
        return ()
    shaky = [one for one in known.order if segment_quality.falls_apart(float(stability.jaccard[one]))]
    return segment_quality.unstable([known.segments[one].name for one in shaky])


def names_left_over(known: Facts) -> tuple[str, ...]:
    """Names that people gave and that fit no segment any more."""
    if not (names := left_over(known.reader, known.found)):
        return ()
    text = _("These names fit no segment here, since their customers are in several now: %(names)s.")
    return (text % {"names": listed(names)},)


def left_out(known: Facts) -> tuple[str, ...]:
    """Who stands in the files and in no segment: customers who never bought, only gave back."""
    reader = known.reader
    assert reader.shop is not None
    n = summaries.counts(reader.shop, reference=reader.reference).customers - len(known.found.labels)
    if n <= 0:
        return ()
    text = ngettext(
        "%(n)s customer of the files is in no segment: nothing was bought, only given back or free.",
        "%(n)s customers of the files are in no segment: nothing was bought, only given back or free.",
        n,
    )
    return (text % {"n": formats.integer(n)},)


def few(known: Facts) -> tuple[str, ...]:
    """That there are so few customers that segments say little."""
    n = len(known.found.labels)
    if n >= SMALL:
        return ()
    return (_("There are only %(customers)s: read the segments with care.") % {"customers": customers(n)},)
