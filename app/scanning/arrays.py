"""The kinds of arrays that the steps hand to each other; imports numpy, so it is imported late."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Luma = NDArray[np.uint8]  # (height, width), 0 black
# What OpenCV's stubs give back may be of any kind.
Floats = NDArray[Any]  # whatever is calculated with
Points = NDArray[Any]  # (count, 2), each x and y in pixels
