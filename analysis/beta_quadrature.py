"""Points and weights that average a smooth function over a Beta distribution (Gauss-Jacobi quadrature).

Golub & Welsch, "Calculation of Gauss Quadrature Rules", Mathematics of Computation 23(106), 1969: the points
are the eigenvalues of the Jacobi polynomials' three-term recurrence, the weights the squares of the first
elements of its eigenvectors. Taken as shares of the whole they need no Gamma function, so that no size of a
and b overflows, which `scipy.special.roots_jacobi` does from about a + b = 1000 on.
"""

import numpy as np
from scipy.linalg import eigh_tridiagonal

from analysis.arrays import Floats

# below it a point is 0 in name only, and the function may divide by it
_LEAST = 1e-15


def run(a: float, b: float, points: int) -> tuple[Floats, Floats]:
    """`points` places in 0 .. 1 and their weights, which sum to 1.

    The mean of f(p) over p ~ Beta(a, b) is Σ weight f(place), exactly for polynomials of degree up to
    2 points - 1.
    """
    k = np.arange(1, points, dtype=np.float64)
    total = a + b - 2
    diagonal = np.empty(points)
    diagonal[0] = a / (a + b)
    # (1 + x) / 2 of the recurrence on -1 .. 1 with exponents b - 1 and a - 1
    diagonal[1:] = (1 + (a - b) * total / ((2 * k + total) * (2 * k + total + 2))) / 2
    beside = np.sqrt(_beside(a, b, k)) if points > 1 else np.empty(0)
    values, vectors = eigh_tridiagonal(diagonal, beside)
    weights = vectors[0] ** 2
    return np.clip(values, _LEAST, 1.0), weights / weights.sum()


def _beside(a: float, b: float, k: Floats) -> Floats:
    """Squares of the elements beside the diagonal."""
    total = a + b - 2
    found = np.empty(len(k))
    found[0] = a * b / ((a + b) ** 2 * (a + b + 1))
    k = k[1:]
    middle = 2 * k + total
    found[1:] = k * (k + a - 1) * (k + b - 1) * (k + total) / (middle**2 * (middle + 1) * (middle - 1))
    return found
