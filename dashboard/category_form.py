"""The market filter with the number of groups of business fields within sub-districts."""

from django.utils.translation import gettext as _

from analysis.category_levels import DEFAULT_K
from analysis.kmeans import MAX_K, MIN_K
from data.forms import MarketForm
from data.scope import Scope


class CategoryForm(MarketForm):
    """`category_k` in the address, 2 to 10; what is unknown there is ignored and said (data.scope)."""

    def _add_fields(self, scope: Scope) -> None:
        super()._add_fields(scope)
        ks = [(k, k) for k in range(MIN_K, MAX_K + 1)]
        self._choose("category_k", _("Number of groups (k)"), ks, self.params().category_k or DEFAULT_K)
