"""What is clustered and how, whole in the address: `feature=n&feature=ratio_per_1000&scaling=zscore&k=3`."""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from analysis.indicators import INDICATORS
from analysis.kmeans import MAX_K, MIN_K, Params
from core.figures import Chip
from core.pages import ANALYSTS
from data.forms import Choosing, MarketForm
from data.scope import Scope

from . import queries
from .models import SavedRun
from .run_content import scaling_words

FEATURES = (
    "n", "ratio_per_1000", "density_per_km2", "population_density", "residents", "average_turnover",
    "employees", "km2", "distance_km",
)  # fmt: skip
SCALINGS = ("zscore", "minmax", "none")
RUN_NAME = 120
# a list of more is no list to choose from: the newest are offered
MOST_RUNS = 200
DEFAULT_K = 3


class ClusterForm(MarketForm):
    """The market filter's edition and level, with the indicators, scaling and k of K-Means.

    Areas, business fields and size classes are carried along but change nothing here: K-Means always works on
    the whole region.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.query = request.GET
        self.role = getattr(request.user, "role", "")
        super().__init__(request)

    def _add_fields(self, scope: Scope) -> None:
        super()._add_fields(scope)
        for name in ("area", "category", "size"):
            self._carry(name, *getattr(self.params(), name))
        self._choose_features()
        scalings = [(one, scaling_words(one)) for one in SCALINGS]
        self._choose("scaling", _("Scaling"), scalings, self.cluster_params.scaling)
        ks = [(k, k) for k in range(MIN_K, MAX_K + 1)]
        self._choose("k", _("Number of groups (k)"), ks, self.cluster_params.k)
        self._say_whole()

    def _say_whole(self) -> None:
        """Groups are of the whole region, by design: a filter that is carried along must not seem to act."""
        params = self.params()
        if params.category or params.size:
            self.notices.append(
                _(
                    "Groups are always made of all business fields and sizes together: the filter in use "
                    "changes nothing here, and is kept for the other pages."
                )
            )
        if params.area:
            self.notices.append(
                _(
                    "Groups are always made of the whole region: the areas chosen on other pages are only "
                    "marked."
                )
            )

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

    @property
    def may_save(self) -> bool:
        """Whether this person may keep a clustering."""
        return self.role in ANALYSTS

    def chips(self) -> list[Chip]:
        """None: the filters do not act on this page."""
        return []


class NameForm(forms.Form):
    """What a saved run is called; nothing typed means the name proposed."""

    name = forms.CharField(max_length=RUN_NAME, required=False)


class CompareForm(forms.Form):
    """Two saved runs of the address: `?run=1&with=2`. Never bound: what does not fit is ignored and said."""

    def __init__(self, query: QueryDict | None = None) -> None:
        super().__init__(auto_id="compare-%s")
        self.query = query or QueryDict()
        self.notices: list[str] = []
        # a run's levels and values are large, and its name is all that is chosen from
        found = queries.saved_runs().values_list("pk", "name", "region__name")[:MOST_RUNS]
        listed = [(pk, f"{name} · {region}") for pk, name, region in found]
        labels = {"run": _("Groups are named by"), "with": _("Compared with")}
        for name, label in labels.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", "–"), *listed], initial=self.query.get(name, ""), required=False
            )

    def chosen(self) -> tuple[SavedRun | None, SavedRun | None]:
        """Both runs; None where one is not chosen, does not exist, or both are the same."""
        found = [queries.run_by_id(self.query.get(name, "")) for name in ("run", "with")]
        if any(
            self.query.get(name) and one is None for name, one in zip(("run", "with"), found, strict=True)
        ):
            self.notices.append(_("A grouping of this address does not exist any more. Choose another one."))
        elif found[0] is not None and found[0] == found[1]:
            self.notices.append(_("Both are the same grouping. Choose two different ones."))
            return found[0], None
        return found[0], found[1]
