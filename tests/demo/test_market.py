"""The one calibration: K-Means of the counts of 2021 finds the paper's high group."""

import ckwrap
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import silhouette_score

from demo import paper
from demo.market import CATEGORIES, EDITIONS, PROFILE, PROFILES, size_class
from demo.pekanbaru import boundary_set, distance_km


def clusters(year):
    counts = pd.Series(EDITIONS[year].counts)
    return counts, np.asarray(ckwrap.ckmeans(counts.to_numpy(float), 3).labels)


def inertia(values, cuts):
    return sum(((part - part.mean()) ** 2).sum() for part in np.split(values, cuts))


def test_2021_gives_the_papers_high_group():
    counts, label = clusters(2021)
    assert set(counts.index[label == label.max()]) == set(paper.HIGH.areas)
    assert 0.45 < silhouette_score(counts.to_numpy()[:, None], label) < 0.6


def test_the_high_group_does_not_hang_by_a_thread():
    values = np.sort(np.array(list(EDITIONS[2021].counts.values()), dtype=float))
    of_cuts = {(a, b): inertia(values, [a, b]) for a in range(1, 11) for b in range(a + 1, 12)}
    best = min(of_cuts.values())
    assert min(of_cuts, key=lambda cuts: of_cuts[cuts])[1] == 6
    assert min(cost for cuts, cost in of_cuts.items() if cuts[1] != 6) > 1.15 * best


def test_the_other_years_continue_2021():
    counts, label = clusters(2020)
    assert set(counts.index[label == label.max()]) == set(paper.HIGH.areas)
    growth = pd.Series(EDITIONS[2021].counts) / counts
    assert growth.between(1.1, 1.3).all()
    counts, label = clusters(2023)
    assert len(counts) == 15
    assert 0.45 < silhouette_score(counts.to_numpy()[:, None], label) < 0.6


@pytest.mark.parametrize("year", [2020, 2021, 2023])
def test_targets_are_complete(year):
    edition = EDITIONS[year]
    assert list(edition.counts) == boundary_set(edition.boundary_set).names
    assert sum(edition.size_quota.values()) == edition.total


def test_press_figures_are_kept():
    assert EDITIONS[2020].total == 14_120
    assert EDITIONS[2020].size_quota["micro"] == 0.8 * 14_120
    assert EDITIONS[2023].total == 25_074
    assert 4_950 <= EDITIONS[2023].culinary <= 5_050


def test_every_place_has_a_profile_of_every_category():
    assert set(PROFILE) == set(boundary_set("2021").names)
    assert {len(weights) for weights in PROFILES.values()} == {len(CATEGORIES)}


@pytest.mark.parametrize(
    ("year", "turnover", "expected"),
    [
        (2020, 300_000_000, "micro"),
        (2020, 300_000_001, "small"),
        (2020, 2_500_000_001, "medium"),
        (2021, 2_000_000_000, "micro"),
        (2021, 15_000_000_001, "medium"),
        (2023, 50_000_000_001, "large"),
    ],
)
def test_size_class_by_the_law_of_the_year(year, turnover, expected):
    assert size_class(turnover, EDITIONS[year].bounds) == expected


def test_the_papers_lists_name_areas_of_the_old_set():
    names = set(boundary_set(paper.BOUNDARY_SET).names)
    for published in paper.LISTS:
        assert set(published.areas) <= names
        assert published.end in {"highest", "lowest"}
    assert len({published.key for published in paper.LISTS}) == 6


def test_the_papers_far_list_is_contradicted_by_the_centroids():
    away = {area.name: distance_km(area.lat, area.lon) for area in boundary_set("2009").sub_districts}
    farthest = set(sorted(away, key=lambda name: away[name])[-3:])
    assert farthest != set(paper.FAR.areas)
    assert min(away["Rumbai"], away["Tenayan Raya"], away["Tampan"]) > max(
        away["Bukit Raya"], away["Payung Sekaki"]
    )
