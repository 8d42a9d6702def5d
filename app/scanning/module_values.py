"""Judge every module of a fitted grid: how dark it is once its neighbours' blur is taken out.

How the picture is blurred is not known. But a fifth of a code's modules are the same in every code: the
few numbers that turn what is seen around a module into its shade are learned from them, and then once
more from all that has become clear.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.scanning.arrays import Floats
from app.scanning.module_grid import CodeCrop, GridMap, terms
from app.scanning.qr_layout import fixed_modules

_SIDE = 5  # samples around a module each way
_SPACING_MODULES = 0.5
_STIFFNESS = 6.0
_ROUNDS = 3


def module_values(crop: CodeCrop, grid: GridMap, size: int) -> Floats:
    """(size, size): about 1 where dark, about -1 where light, near 0 where it cannot be told."""
    around = np.hstack([_surroundings(crop, grid, size), np.ones((size * size, 1))])
    fixed = fixed_modules(size).ravel().astype(np.float64)
    is_fixed = fixed != 0
    usual = np.append(_usual_weights(), 0)
    plain = around[is_fixed] @ usual
    usual *= max(float(plain @ fixed[is_fixed] / (plain @ plain + 1e-6)), 0.1)
    values = around @ _learned(around, fixed, is_fixed.astype(np.float64), usual)
    for _ in range(_ROUNDS):
        clear = np.tanh(1.5 * values)
        wanted = np.where(is_fixed, fixed, clear)
        trust = np.where(is_fixed, 1.0, 0.5 * clear**2)
        values = around @ _learned(around, wanted, trust, usual)
    values[is_fixed] = fixed[is_fixed]
    return values.reshape(size, size)


def _surroundings(crop: CodeCrop, grid: GridMap, size: int) -> Floats:
    """(modules, samples): the picture around every module's centre."""
    fine = cv2.GaussianBlur(crop.values, (0, 0), 0.22 * crop.module_pixels)
    steps = (np.arange(_SIDE) - _SIDE // 2) * _SPACING_MODULES
    line = (np.arange(size)[:, None] + 0.5 + steps).ravel()
    v, u = np.meshgrid(line, line, indexing="ij")
    seen = crop.at(fine, terms(u.ravel(), v.ravel(), size) @ grid)
    return seen.reshape(size, _SIDE, size, _SIDE).transpose(0, 2, 1, 3).reshape(size * size, -1)


def _usual_weights() -> Floats:
    """The middle, sharpened by what lies around; ink is positive."""
    steps = (np.arange(_SIDE) - _SIDE // 2) * _SPACING_MODULES
    distance = np.hypot(*np.meshgrid(steps, steps))
    near, wide = (np.exp(-(distance**2) / (2 * blur**2)) for blur in (0.3, 0.8))
    return -(1.7 * near / near.sum() - 0.7 * wide / wide.sum()).ravel()


def _learned(around: Floats, wanted: NDArray, trust: NDArray, usual: Floats) -> Floats:
    """Ridge regression that stays near the usual weights."""
    stiffness = np.full(around.shape[1], _STIFFNESS)
    stiffness[-1] = 0.1
    trusted = around * trust[:, None]
    return np.linalg.solve(
        trusted.T @ around + np.diag(stiffness), trusted.T @ wanted + stiffness * usual
    )
