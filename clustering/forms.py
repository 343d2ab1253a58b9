"""What is clustered and how, whole in the address: `feature=n&feature=ratio_per_1000&scaling=zscore&k=3`."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from analysis.indicators import INDICATORS
from analysis.kmeans import MAX_K, MIN_K, Params
from core.figures import Chip
from data.forms import Choosing, MarketForm
from data.scope import Scope

FEATURES = (
    "n", "ratio_per_1000", "density_per_km2", "population_density", "residents", "average_turnover",
    "employees", "km2", "distance_km",
)  # fmt: skip
SCALINGS = ("zscore", "minmax", "none")
DEFAULT_K = 3


class ClusterForm(MarketForm):
    """The market filter's edition and level, with the indicators, scaling and k of K-Means.

    Areas, business fields and size classes are carried along but change nothing here: K-Means always works on
    the whole region.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.query = request.GET
        super().__init__(request)

    def _add_fields(self, scope: Scope) -> None:
        super()._add_fields(scope)
        for name in ("area", "category", "size"):
            chosen = [str(one) for one in getattr(self.params(), name)]
            self.fields[name] = forms.MultipleChoiceField(
                choices=[(one, one) for one in chosen], initial=chosen, widget=forms.MultipleHiddenInput,
                required=False,
            )  # fmt: skip
        self._choose_features()
        scalings = {"zscore": _("z-scores"), "minmax": _("0 to 1"), "none": _("as they are")}
        self._choose("scaling", _("Scaling"), list(scalings.items()), self.cluster_params.scaling)
        ks = [(k, k) for k in range(MIN_K, MAX_K + 1)]
        self._choose("k", _("Number of groups (k)"), ks, self.cluster_params.k)

    def _choose_features(self) -> None:
        choices: dict[Any, str] = {key: _(INDICATORS[key].label) for key in FEATURES}
        chosen = list(self.cluster_params.features)
        field = forms.MultipleChoiceField(
            label=_("Grouped by"), choices=list(choices.items()), initial=chosen, required=False
        )
        field.widget = Choosing(_("Grouped by"), list(choices.items()), [choices[key] for key in chosen])
        self.fields["feature"] = field

    @property
    def cluster_params(self) -> Params:
        """Features, scaling and k of the address; what is unknown there is ignored and said."""
        asked = list(dict.fromkeys(self.query.getlist("feature")))
        features = tuple(key for key in FEATURES if key in asked) or ("n",)
        k, scaling = self.query.get("k", ""), self.query.get("scaling", "")
        known_k = k.isascii() and k.isdigit() and len(k) < 3 and MIN_K <= int(k) <= MAX_K
        if set(asked) - set(FEATURES) or (k and not known_k) or (scaling and scaling not in SCALINGS):
            self._say_ignored()
        return Params(
            features,
            k=int(k) if known_k else DEFAULT_K,
            scaling=scaling if scaling in SCALINGS else "zscore",  # type: ignore[arg-type]
        )

    def _say_ignored(self) -> None:
        text = _("A setting in this address is not possible and was ignored: k is from 2 to 10.")
        if text not in self.notices:
            self.notices.append(text)

    def chips(self) -> list[Chip]:
        """None: the filters do not act on this page."""
        return []
