"""What to do about a segment of customers, proposed from what sets it apart: rules that can be read, for a
person to change.

Each rule asks for a role (what a column is about) in which the segment has clearly more or less than all
customers: half a standard deviation, Cohen's medium. The advice is our own, ordinary practice of selling;
that it works for these customers has not been tested.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.marks import N_
from analysis.personality_profiles import MEDIUM, Profiles

# of all customers, from which a segment is large in itself
_LARGE = 0.4

ROLES = ("spending", "transactions", "visits", "conversion", "campaigns", "deals", "recency", "children",
         "income", "membership")  # fmt: skip


@dataclass(frozen=True)
class Advice:
    """One proposal. key: of the rule; text: marked for translation, its places in data; because: role →
    difference in standard deviations that the rule rests on, empty for a rule of the order alone."""

    key: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    because: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """Applies where every role of `more` is clearly above all customers, every one of `less` below, and each
    of `not_more` is known and not above."""

    key: str
    text: str
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    not_more: tuple[str, ...] = ()


RULES = (
    Rule(
        "visits_without_purchases",
        N_("They look often and buy seldom. Remind them of what they saw, and make a purchase easy."),
        more=("visits",), less=("conversion",),
    ),
    Rule(
        "often_there",
        N_("They are on the web site often. Show offers there that follow from what they looked at before."),
        more=("visits",),
    ),
    Rule(
        "good_and_away",
        N_("They spend much and seldom visit the web site. Reach them by message, catalogue or in the shop."),
        more=("spending",), less=("visits",),
    ),
    Rule(
        "sure_buyers",
        N_("They buy much for each visit. Keep the way to a purchase short, and offer what goes with it."),
        more=("conversion",),
    ),
    Rule(
        "answer_campaigns",
        N_("They answer campaigns. Ask them first, and thank them when they bring somebody along."),
        more=("campaigns",),
    ),
    Rule(
        "no_answer",
        N_("They answer campaigns less than others. Advise rather than advertise, and try another way."),
        less=("campaigns",),
    ),
    Rule(
        "bargains",
        N_("They buy at a discount more than others. Use discounts for chosen goods, and watch the margin."),
        more=("deals",),
    ),
    Rule(
        "long_ago",
        N_("Their last purchase is long ago. Ask them back with a reason that ends on a date."),
        more=("recency",),
    ),
    Rule(
        "families",
        N_("More of them have children at home. Offer larger packs and what families need at the time."),
        more=("children",),
    ),
    Rule(
        "room_to_grow",
        N_("They earn more than others and do not spend more. Show them the better goods, not cheap ones."),
        more=("income",), not_more=("spending",),
    ),
    Rule(
        "newcomers",
        N_("They joined later than others. Explain what there is, and follow up the first purchases."),
        less=("membership",),
    ),
)  # fmt: skip

_HIGHEST = N_(
    "They have the most of “%(key)s”. Keep them by service and early access rather than lower prices."
)
_LOWEST = N_("They have the least of “%(key)s”. Write to them automatically, and look for those who rise.")
_ABOVE = N_(
    "They have more of “%(key)s” than most. Show them what the best customers get, and how little is missing."
)
_BETWEEN = N_(
    "They lie in the middle of “%(key)s”. Give a reason for the next purchase, such as a near reward."
)
_MANY = N_("%(share)s of all customers are here, so that a little more from each adds up to much.")


def run(
    profiles: Profiles, segment: int, key: str, roles: Mapping[str, str], least: float = MEDIUM
) -> tuple[Advice, ...]:
    """Advice for one segment: by its place in the order, by its size, then by RULES in their order.

    key: label of the number that orders the segments; roles: role (of ROLES) → variable of the profiles;
    least: difference in standard deviations from which a rule applies.
    """
    difference = profiles.numbers["difference"].to_dict()
    apart = {
        role: float(difference[segment, variable])
        for role, variable in roles.items()
        if variable in profiles.overall.index
    }
    found = [_placed(profiles, segment, key)]
    share = float(profiles.sizes["share"].to_dict()[segment])
    if share >= _LARGE:
        found.append(Advice("many", _MANY, {"share": share}))
    applying = [rule for rule in RULES if _applies(rule, apart, least)]
    said = {rule.key for rule in applying}
    found += [
        Advice(rule.key, rule.text, {}, {role: apart[role] for role in (*rule.more, *rule.less)})
        for rule in applying
        # the general rule would repeat the closer one
        if not (rule.key == "often_there" and "visits_without_purchases" in said)
    ]
    return tuple(found)


def _placed(profiles: Profiles, segment: int, key: str) -> Advice:
    segments = profiles.sizes.index
    if segment == segments[-1]:
        return Advice("highest", _HIGHEST, {"key": key})
    if segment == segments[0]:
        return Advice("lowest", _LOWEST, {"key": key})
    below = float(profiles.sizes["share"][segments < segment].sum())
    if below >= 0.5 and 2 * list(segments).index(segment) >= len(segments):
        return Advice("above", _ABOVE, {"key": key})
    return Advice("between", _BETWEEN, {"key": key})


def _applies(rule: Rule, apart: Mapping[str, float], least: float) -> bool:
    above = all(apart.get(role, 0.0) >= least for role in rule.more)
    below = all(apart.get(role, 0.0) <= -least for role in rule.less)
    # an unknown role is no reason
    return above and below and all(apart.get(role, least) < least for role in rule.not_more)
