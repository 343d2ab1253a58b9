from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis import segment_names, segments
from analysis.segment_kinds import FAMILIES, KINDS
from analysis.segment_names import ABOUT, DOWN, UP

# Table 4 of the study of a Makassar restaurant (features.md S2-7, S2-9)
SIZES = [311, 181, 341, 205, 190]
PUBLISHED = {
    "length": [42, 387, 14, 15, 22],
    "recency": [537, 167, 532, 114, 221],
    "frequency": [3, 6, 1, 1, 3],
    "monetary": [4_791_771, 9_841_097, 1_874_835, 2_152_065, 7_439_468],
}


def profile_of(columns, sizes, spread=0.0):
    """A segment of `sizes` customers at each mean, half of them `spread` of it above, half below."""
    labels = np.repeat(np.arange(len(sizes)), sizes)
    table = pd.DataFrame({name: np.repeat(np.array(v, float), sizes) for name, v in columns.items()})
    sign = np.concatenate([np.where(np.arange(n) % 2, 1.0, -1.0) for n in sizes])
    table = table.mul(1 + spread * sign, axis=0)
    return segments.run(table, pd.Series(labels), len(sizes))


def said(name):
    return f"{name.kind.name} {name.number}" if name.number else name.kind.name


def test_all_patterns_have_a_name_of_their_own_and_a_strategy():
    assert set(KINDS) == set(product([True, False], repeat=4))
    assert len({kind.name for kind in KINDS.values()}) == 16
    assert len({kind.strategy for kind in KINDS.values()}) == 16
    assert {kind.family for kind in KINDS.values()} == set(FAMILIES)
    assert not [text for kind in KINDS.values() for text in (kind.name, kind.strategy) if "%" in text]
    for (length, recent, *_), kind in KINDS.items():
        expected = {(True, False): ("risk",), (False, True): ("new",), (False, False): ("lost",)}
        assert kind.family in expected.get((length, recent), ("core", "loyal"))


def test_the_published_clusters():
    """Four of the five get the study's own words. Cluster 1 is called lost there with F ↓ M ↓, but its 3
    visits and 4,791,771 lie above the means of all members (2.55 and 4,695,008): lost, and of high value."""
    profile = profile_of(PUBLISHED, SIZES)
    assert profile.overall["mean"].tolist() == pytest.approx([77.47, 361.57, 2.55, 4_695_008.4], abs=0.01)
    found = segment_names.run(profile)
    assert [said(name) for name in found.names.values()] == [
        "Lost high-value customers", "Core customers", "Lost customers", "New customers",
        "High-value new customers",
    ]  # fmt: skip
    printed = found.symbols(turned=False)
    assert [" ".join(line) for line in printed.to_numpy()] == [
        "↓ ↑ ↑ ↑", "↑ ↓ ↑ ↑", "↓ ↑ ↓ ↓", "↓ ↓ ↓ ↓", "↓ ↓ ↑ ↑",
    ]  # fmt: skip
    assert found.symbols()["recency"].tolist() == ["↓", "↑", "↓", "↑", "↑"]
    assert found.signs["recency"].tolist() == [DOWN, UP, DOWN, UP, UP]


def test_equal_names_are_numbered_and_no_two_are_equal():
    patterns = [(False,) * 4, (True,) * 4, (False,) * 4, (False,) * 4]
    names = [said(name) for name in segment_names.propose(patterns)]
    assert names == ["Lost customers 1", "Core customers", "Lost customers 2", "Lost customers 3"]


def test_a_band_of_standard_errors_about_the_mean():
    columns = {name: [99, 101, 150, 50] for name in PUBLISHED}
    profile = profile_of(columns, [50] * 4, spread=0.1)
    errors = segment_names.standard_errors(profile)
    sd = profile.overall.loc["length", "sd"]
    # Cochran 1977, theorem 2.2, with n = 50 of N = 200
    assert errors.loc[0, "length"] == pytest.approx(sd * np.sqrt((200 - 50) / (200 * 50)))
    found = segment_names.run(profile, band=2)
    assert found.signs["length"].tolist() == [ABOUT, ABOUT, UP, DOWN]
    assert found.signs["recency"].tolist() == [ABOUT, ABOUT, DOWN, UP]
    assert found.symbols()["monetary"].tolist() == ["–", "–", "↑", "↓"]
    assert found.distances.loc[2, "length"] == pytest.approx(50 / errors.loc[2, "length"])
    # the name follows the side all the same
    assert found.names == segment_names.run(profile).names
    with pytest.raises(ValueError, match="negative"):
        segment_names.run(profile, band=-1)


def test_errors_are_those_of_means_drawn_at_random():
    """A slow second way: many draws without replacement."""
    generator = np.random.default_rng(3)
    values = generator.lognormal(size=120)
    table = pd.DataFrame(dict.fromkeys(PUBLISHED, values))
    profile = segments.run(table, pd.Series(np.repeat([0, 1], [30, 90])), 2)
    means = [generator.choice(values, 30, replace=False).mean() for _ in range(20_000)]
    assert segment_names.standard_errors(profile).loc[0, "length"] == pytest.approx(np.std(means), rel=0.02)


def test_customers_who_are_alike_and_segments_without_customers():
    table = pd.DataFrame(dict.fromkeys(PUBLISHED, 0.1), index=range(7))
    found = segment_names.run(segments.run(table, pd.Series([0, 0, 0, 2, 2, 2, 2]), 4))
    assert list(found.names) == [0, 2]
    # equal to the mean is not above it
    assert (found.signs == DOWN).all(axis=None)
    assert [said(name) for name in found.names.values()] == ["Lost customers 1", "Lost customers 2"]
    assert found.distances.isna().all(axis=None)
