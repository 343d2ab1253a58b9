"""Above or below the mean as a sign: the loyalty matrix of segments as text."""

from collections.abc import Mapping

UP, DOWN, NEAR = "↑", "↓", "≈"


def arrow(direction: int) -> str:
    """↑ for above zero, ↓ for below, ≈ for zero: near the mean."""
    return UP if direction > 0 else DOWN if direction < 0 else NEAR


def loyalty(directions: Mapping[str, int]) -> str:
    """`L↑ R↓ F↑ M≈`: the letter (translated) and the sign of each variable, in the order given."""
    return " ".join(f"{name}{arrow(direction)}" for name, direction in directions.items())
