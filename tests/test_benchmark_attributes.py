"""The benchmark of segments by attributes: both sides group the same customers, and the aim is said."""

import json

import pytest

from benchmarks import attribute_lines, attributes, attributes_speed, children, customer_lines


def test_both_sides_group_the_same_customers(monkeypatch):
    monkeypatch.setattr(attributes, "KS", (2, 4))
    monkeypatch.setattr(attributes, "SAMPLES", 1)
    monkeypatch.setattr(attributes, "samples_of", lambda rows: 1)
    ours, rows = attributes.ours(1), attributes.rows(1)
    # without the incomes that are missing
    assert 1_900 < ours["customers"] < 2_000
    for k in (2, 4):
        assert ours["inertia"][k] == pytest.approx(rows["inertia"][k], rel=0.001)


def one(customers, seconds):
    times = {"seconds": seconds, "cpu": 2.0}
    return {"customers": customers, "first": times, "again": times, "inertia": {"2": 9.0}, "peak_mb": 100}


@pytest.mark.parametrize(("seconds", "met"), [(2.5, "met"), (4.5, "not met")])
def test_the_report_says_whether_the_aim_was_met(seconds, met):
    rows = {"whole": {"seconds": 30.0, "cpu": 20.0}, "inertia": {"2": 9.1}}
    found = {"ours": [one(1_950, seconds), one(19_430, 20.0)], "scikit-learn": rows}
    text = "\n".join(customer_lines.lines({"attributes": json.loads(json.dumps(found))}))
    assert "### Segments by attributes" in text
    assert f"1,950 customers under 4 s: {seconds} s (2.0 s of processor) — **{met}**; before: 5.8 s" in text
    assert "10.0 × as much by processor; its inertia is no smaller than ours for 1 of 1 k" in text
    assert attribute_lines.lines({}) == []


def test_a_case_that_was_not_measured_is_said(monkeypatch):
    def fails(*_about, **_options):
        raise children.NotMeasured("attributes_ours: ended with status 1")

    monkeypatch.setattr(children, "run", fails)
    failed: dict[str, str] = {}
    assert attributes_speed.measure(failed) == {}
    assert failed == {"segments by attributes": "attributes_ours: ended with status 1"}
