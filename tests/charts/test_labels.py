import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from charts import labels, scatter

ROOM = (600.0, 340.0)


def boxes_of(points, letters, sides):
    pairs = zip(points, letters, sides, strict=True)
    return [labels._beside(point, n, labels.SIDES[side]) for point, n, side in pairs if side is not None]


def meets(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_name_alone_stands_right_of_its_point():
    assert labels.place(np.array([[300.0, 100]]), [8], ROOM) == ["middle right"]


def test_a_name_at_the_right_edge_turns_to_the_left():
    assert labels.place(np.array([[590.0, 100]]), [8], ROOM) == ["middle left"]


def test_two_points_close_together_get_different_sides():
    sides = labels.place(np.array([[300.0, 100], [306, 104]]), [14, 12], ROOM)
    assert None not in sides
    assert sides[0] != sides[1]


def test_a_point_shut_in_has_no_name():
    around = [(280.0, 0.0, 520.0, 95.0), (280.0, 105.0, 520.0, 340.0), (0.0, 0.0, 294.0, 340.0)]
    sides = labels.place(np.array([[300.0, 100]]), [30], (480.0, 340.0), around)
    assert sides == [None]


@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 340), st.integers(1, 25)), max_size=25))
def test_no_name_lies_on_another_nor_on_a_point(drawn):
    points = np.array([[x, y] for x, y, _n in drawn]).reshape(-1, 2)
    letters = [n for _x, _y, n in drawn]
    sides = labels.place(points, letters, ROOM)
    placed = boxes_of(points, letters, sides)
    assert not any(meets(one, other) for i, one in enumerate(placed) for other in placed[:i])
    assert all(box[0] >= 0 and box[2] <= ROOM[0] and box[1] >= 0 and box[3] <= ROOM[1] for box in placed)


def test_the_crowded_quadrants_of_the_demo_keep_their_names_apart():
    # Senapelan and Rumbai Barat, Tenayan Raya and Tuahmadani lay on each other
    table = pd.DataFrame(
        {
            "name": ["Senapelan", "Rumbai Barat", "Tenayan Raya", "Tuahmadani", "Binawidya"],
            "n": [1157, 1226, 2251, 2306, 1574],
            "ratio": [32.5, 31.6, 15.9, 15.3, 16.0],
        }
    )
    figure = scatter.quadrants(
        table, x="n", y="ratio", label="name", x_title="", y_title="", quadrant_names=("a", "b", "c", "d")
    )
    (trace,) = figure.data
    assert "" not in trace.text
    sides = dict(zip(trace.text, trace.textposition, strict=True))
    assert sides["Senapelan"] != sides["Rumbai Barat"]
    assert sides["Tenayan Raya"] != sides["Tuahmadani"]
    phone = trace.meta["looks"][0][1]
    assert set(phone["text"]) <= {*table["name"], ""}
