"""Types of arrays that calculations take and give."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
