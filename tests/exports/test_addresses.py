"""What may be saved as a view: pages of ours with filters that pages know, and nothing else."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from exports.addresses import LONGEST, NoView, cleaned


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/?area=3&area=4&year=2023", "/?area=3&area=4&year=2023"),
        ("/ratio/?sort=-n&table=ratio", "/ratio/?sort=-n&table=ratio"),
        ("/clustering/?feature=n&feature=km2&k=4", "/clustering/?feature=n&feature=km2&k=4"),
        ("/survey/?survey=3&a=q01-2", "/survey/?survey=3&a=q01-2"),
        ("/suitability/?w=n-3", "/suitability/?w=n-3"),
        ("/card/12/", "/card/12/"),
        # what is no filter, or a secret, or may be somebody's name
        ("/enterprises/?q=budi&area=3&page=4", "/enterprises/?area=3"),
        ("/survey/written/?q=budi&question=q09", "/survey/written/?question=q09"),
        ("/?token=abc&csrfmiddlewaretoken=x&key=1&download=csv&figure=n&area=3", "/?area=3"),
        ("/?area=&area=3", "/?area=3"),
        ("/data/kinds/?area=3", "/data/kinds/"),
        ("/#figure-n", "/"),
    ],
)  # fmt: skip
def test_a_page_is_kept_with_what_pages_know(asked: str, kept: str) -> None:
    assert str(cleaned(asked)) == kept


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "overview",
        "https://example.org/",
        "//example.org/",
        "/\\example.org/",
        "/\\/example.org",
        "javascript:alert(1)",
        "\t//example.org/",
        "/\n/example.org/",
        "/nothing/here/",
        "/account/login/",
        "/account/logout/",
        "/api/v1/docs",
        "/views/",
        "/views/3/",
        "/files/",
        "/reports/new/",
        "/data/activity/3/",
        "/enterprises/3/",
        "/clustering/runs/save/",
        "/?area=3\x00",
        "/" + "x" * LONGEST,
        "/?" + "&".join(f"area={one}" for one in range(210)),
        "/?" + "&".join(f"x{one}=1" for one in range(240)),
    ],
)
def test_anything_else_is_refused_with_a_sentence(asked: str) -> None:
    if asked.startswith("/?x0"):
        assert str(cleaned(asked)) == "/"
        return
    with override("en"), pytest.raises(NoView) as problem:
        cleaned(asked)
    assert str(problem.value)[-1] == "."


@given(st.text(max_size=60))
def test_what_is_kept_is_a_path_of_this_site(text: str) -> None:
    try:
        kept = str(cleaned(text))
    except NoView:
        return
    assert kept.startswith("/")
    assert not kept.startswith(("//", "/\\"))
    assert str(cleaned(kept)) == kept
