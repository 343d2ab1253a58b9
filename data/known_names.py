"""Names that files of one kind stand under, such as shops: which are known, and which a person may mean."""

from rapidfuzz import fuzz, process

from areas.models import Region
from data.kinds import Kind
from data.models import Dataset, Edition

# of 100: below it "Toko Maju" would be offered for "Toko Jaya"
NEAR = 75
MOST_NEAR = 3
_OVER = (Dataset.State.READY, Dataset.State.FAILED, Dataset.State.DISCARDED)


def known(kind: Kind, region: Region, but: Dataset | None = None) -> list[str]:
    """Names of the region's current editions, and of its files on their way but this one."""
    editions = Edition.objects.current().filter(region=region, subject=kind.subject)
    waiting = Dataset.objects.filter(region=region, kind=kind.key).exclude(state__in=_OVER)
    if but is not None:
        # of two files on their way the later one is asked about
        waiting = waiting.filter(pk__lt=but.pk)
    names = [*editions.values_list("series", flat=True), *waiting.values_list("series", flat=True)]
    return sorted(set(names))


def same(name: str, names: list[str]) -> str:
    """The known name that differs by case and spaces only; itself where it is new."""
    if name in names:
        return name
    return next((one for one in names if _key(one) == _key(name)), name)


def near(name: str, names: list[str]) -> list[str]:
    """Known names that are written nearly like a new one, the nearest first."""
    keys = {one: _key(one) for one in names}
    found = process.extract(_key(name), keys, scorer=fuzz.ratio, score_cutoff=NEAR, limit=MOST_NEAR)
    return [one for _text, _score, one in found]


def _key(name: str) -> str:
    return "".join(name.casefold().split())
