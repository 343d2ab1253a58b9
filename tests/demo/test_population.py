import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.apportion import apportion
from demo.pekanbaru import VILLAGES
from demo.population import by_sex, by_sub_district, by_village, city_total


@pytest.mark.parametrize("borders", ["2009", "2021"])
@pytest.mark.parametrize(("year", "total"), [(2020, 983_356), (2021, city_total(2021)), (2023, 1_123_348)])
def test_sub_districts_add_up_to_the_city(year, borders, total):
    residents = by_sub_district(year, borders)
    assert residents.sum() == total
    assert (residents > 10_000).all()


def test_known_figures_are_kept():
    assert by_sub_district(2020, "2009")["Tampan"] == 203_238
    assert by_sub_district(2021, "2021")["Payung Sekaki"] == 88_436


def test_the_city_of_2021_lies_between_census_and_registry():
    assert city_total(2021) == 1_015_221
    with pytest.raises(KeyError):
        city_total(2019)


def test_men_and_women_of_2023_add_up():
    people = by_sex("2021")
    assert people["male"].sum() == 564_628
    assert people["female"].sum() == 558_720
    assert (people.sum(axis=1) == by_sub_district(2023, "2021")).all()
    assert (people["male"] / people.sum(axis=1)).between(0.48, 0.52).all()


def test_sungai_sibam_moved_from_payung_sekaki_to_binawidya():
    village = next(v for v in VILLAGES if v.name == "Sungaisibam")
    moved = by_village(2021)[village.code]
    assert by_sub_district(2021, "2009")["Payung Sekaki"] == 88_436 + moved
    assert moved > 0


def test_nothing_is_bent_to_the_papers_ratio_lists():
    # features.md S0-46: on known figures Payung Sekaki has more residents than Rumbai Pesisir
    residents = by_sub_district(2021, "2009")
    assert residents["Payung Sekaki"] > residents["Rumbai Pesisir"]


@given(
    st.integers(0, 10**7),
    st.lists(st.floats(0, 1e6), min_size=1, max_size=40).filter(lambda weights: sum(weights) > 0),
)
def test_apportioned_parts_add_up_and_stay_within_one_of_their_share(total, weights):
    parts = apportion(total, weights)
    assert parts.sum() == total
    exact = total * np.array(weights) / np.sum(weights)
    assert (np.abs(parts - exact) <= 1 + 1e-6).all()


def test_apportioning_without_weights_is_an_error():
    with pytest.raises(ValueError, match="at least one above zero"):
        apportion(10, [0, 0])
    with pytest.raises(ValueError, match="zero or more"):
        apportion(10, [1, -1])
