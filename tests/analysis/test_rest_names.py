import pytest

from analysis.rest_names import is_rest


@pytest.mark.parametrize(
    "name",
    [
        "Lainnya",
        "LAIN-LAIN",
        "lain – lain",
        "Lain-lain (dll)",
        "dll.",
        "Bidang usaha lainnya",
        "Others",
        "other",
    ],
)
def test_rests(name):
    assert is_rest(name)


@pytest.mark.parametrize(
    "name",
    [
        "Kuliner",
        "Jasa lainnya",
        "[R,S] AKTIVITAS JASA LAINNYA",
        "Other services",
        "Kain",
        "",
        "Perdagangan lain",
    ],
)
def test_fields_that_only_end_like_one(name):
    assert not is_rest(name)
