"""How strong an association is, as one of four words, from Cramér's V.

Cohen, "Statistical Power Analysis for the Behavioral Sciences", 2nd ed. 1988, ch. 7: w of 0.1 is small, of
0.3 medium, of 0.5 large; w is V times the root of the smaller side less one, so that a large table needs
less V for the same word. His words are a habit of the field and no law of it.
"""

import math

# from the weakest; a w below the first bound is "none" to speak of
STRENGTHS = ("none", "weak", "medium", "strong")
BOUNDS = (0.1, 0.3, 0.5)


def strength(v: float, smaller: int) -> str | None:
    """The word of STRENGTHS for V (0 .. 1); smaller: how many rows or columns, whichever are fewer, from 2.

    None where V is not known (NaN). Raises ValueError for a table of one row or column.
    """
    if smaller < 2:
        raise ValueError("an association needs two rows and two columns")
    if math.isnan(v):
        return None
    w = v * math.sqrt(smaller - 1)
    return STRENGTHS[sum(w >= bound for bound in BOUNDS)]
