"""What the sixteen patterns of the loyalty matrix are called, and what to do about each.

Families after Chang & Tsay 2004 (see `segment_names`): core, new and lost. What else there is, we call loyal
(long here and still coming) and at risk (long here and not seen for a while). Names and strategies are our
own words.
"""

from dataclasses import dataclass

from analysis.marks import N_

# length (long here), recency (here lately), frequency, monetary: above the mean of all customers or not
Pattern = tuple[bool, bool, bool, bool]


@dataclass(frozen=True)
class Kind:
    """family: core, loyal, new, risk or lost; name and strategy: marked for translation."""

    family: str
    name: str
    strategy: str


FAMILIES = ("core", "loyal", "new", "risk", "lost")

_UP, _DOWN = True, False

KINDS: dict[Pattern, Kind] = {
    (_UP, _UP, _UP, _UP): Kind(
        "core",
        N_("Core customers"),
        N_(
            "Keep them: a loyalty programme with privileges that cost little and feel large, a person they "
            "know, first look at what is new. Ask them to bring others."
        ),
    ),
    (_UP, _UP, _UP, _DOWN): Kind(
        "loyal",
        N_("Loyal customers with small purchases"),
        N_(
            "They come often and spend little each time: sets, additions at the till, a reward from a "
            "certain amount on."
        ),
    ),
    (_UP, _UP, _DOWN, _UP): Kind(
        "loyal",
        N_("Loyal customers with large purchases"),
        N_(
            "They come seldom and spend much: remember their occasions, invite them shortly before the next "
            "one, serve them personally."
        ),
    ),
    (_UP, _UP, _DOWN, _DOWN): Kind(
        "loyal",
        N_("Quiet loyal customers"),
        N_(
            "They have stayed for long and buy little: ask what they buy elsewhere, and offer one more "
            "reason to come, at low cost."
        ),
    ),
    (_UP, _DOWN, _UP, _UP): Kind(
        "risk",
        N_("Core customers at risk"),
        N_(
            "They were among the best and have not come for a while: call them first, ask what went wrong, "
            "put it right, and give a reason to come back soon."
        ),
    ),
    (_UP, _DOWN, _UP, _DOWN): Kind(
        "risk",
        N_("Loyal customers at risk"),
        N_(
            "Their habit is breaking: remind them of what they usually buy, with an offer that ends on a "
            "given day."
        ),
    ),
    (_UP, _DOWN, _DOWN, _UP): Kind(
        "risk",
        N_("Large purchases at risk"),
        N_(
            "They spent much on few visits: a personal invitation for their next occasion, before somebody "
            "else sends one."
        ),
    ),
    (_UP, _DOWN, _DOWN, _DOWN): Kind(
        "risk",
        N_("Fading customers"),
        N_("They bought little and are drifting away: one reminder at low cost, then leave them be."),
    ),
    (_DOWN, _UP, _UP, _UP): Kind(
        "new",
        N_("High-value new customers"),
        N_(
            "They started strongly: bind them at once, with membership, points for the next visits and a "
            "welcome by name, before a competitor does."
        ),
    ),
    (_DOWN, _UP, _UP, _DOWN): Kind(
        "new",
        N_("Frequent new customers"),
        N_("They come often from the start: points per visit, and show what goes with what they buy."),
    ),
    (_DOWN, _UP, _DOWN, _UP): Kind(
        "new",
        N_("New customers with large purchases"),
        N_(
            "One large purchase is no habit yet: thank them soon, and suggest a second purchase that fits "
            "the first."
        ),
    ),
    (_DOWN, _UP, _DOWN, _DOWN): Kind(
        "new",
        N_("New customers"),
        N_(
            "Help them begin: say what the shop has and how points work, and make the second visit easy with "
            "a small gift."
        ),
    ),
    (_DOWN, _DOWN, _UP, _UP): Kind(
        "lost",
        N_("Lost high-value customers"),
        N_(
            "They bought much in a short time and left: win them back with a personal offer, and ask why "
            "they stopped."
        ),
    ),
    (_DOWN, _DOWN, _UP, _DOWN): Kind(
        "lost",
        N_("Lost frequent customers"),
        N_(
            "They came often for a short time: win them back with an offer on what they used to buy, once or "
            "twice."
        ),
    ),
    (_DOWN, _DOWN, _DOWN, _UP): Kind(
        "lost",
        N_("Lost customers with large purchases"),
        N_("They bought for an occasion and did not return: write when that occasion comes round again."),
    ),
    (_DOWN, _DOWN, _DOWN, _DOWN): Kind(
        "lost",
        N_("Lost customers"),
        N_("They bought little and left: one automatic message, and more effort for those who still come."),
    ),
}
