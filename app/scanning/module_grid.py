"""The bent and tilted grid of one code's modules: a map from modules to pixels, fitted to the picture.

The map is a polynomial of third order: a camera's perspective is nearly one of second order over the
size of a label, and a label around a cylinder adds mostly the third.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.scanning.arrays import Floats, Points
from app.scanning.corner_triples import CornerTriple
from app.scanning.finder_fit import Finder

_SAMPLES_A_MODULE = 4
_TEMPLATE_BLUR_MODULES = 0.55
_MARGIN_TRUST = 0.3  # the white around the code is there on most labels
_LEAST_PIXELS_A_MODULE = 0.8
_MOST_PIXELS_A_MODULE = 6.0
_TABLE_COLUMNS = 256
# How unlikely each term of the map is to change: none for shift, turn and tilt, most for the cubic ones.
_STIFFNESS = np.array([0, 0, 0, 0.3, 0.3, 0.3, 3, 3, 3, 3])

GridMap = Floats  # (10, 2): the coefficients of x and y


def terms(u: Floats, v: Floats, size: int) -> Floats:
    """The polynomial's terms at columns u and rows v, counted in modules from the code's top left."""
    s, t = 2 * np.asarray(u) / size - 1, 2 * np.asarray(v) / size - 1
    cubes = [s**3, s * s * t, s * t * t, t**3]
    return np.stack([np.ones_like(s), s, t, s * s, s * t, t * t, *cubes], -1)


@dataclass(frozen=True, slots=True)
class CodeCrop:
    """The picture around one code with light and contrast evened out, dark ink negative.

    `left`, `top`: where it was cut out; `zoom`: how it was scaled; `module_pixels`: of the crop.
    """

    values: Floats
    soft: Floats
    slope_x: Floats
    slope_y: Floats
    left: int
    top: int
    zoom: float
    module_pixels: float

    def at(self, values: Floats, points: Points) -> Floats:
        """The values at points of the whole picture."""
        place = (points - (self.left, self.top) + 0.5) * self.zoom - 0.5
        # OpenCV takes no more than 32,767 rows or columns.
        table = np.pad(place, ((0, -len(place) % _TABLE_COLUMNS), (0, 0))).astype(np.float32)
        x, y = (np.ascontiguousarray(one).reshape(-1, _TABLE_COLUMNS) for one in table.T)
        seen = cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(seen).ravel()[: len(place)]


def cut_out(grey: Floats, grid: GridMap, size: int, sign: float) -> CodeCrop | None:
    """Cut the code out with some room around it, and divide by the local contrast.

    None where the map leads out of the picture.
    """
    reach = np.linspace(-5, size + 5, 6)
    u, v = np.meshgrid(reach, reach)
    outline = terms(u.ravel(), v.ravel(), size) @ grid
    left, top = (max(0, int(low) - 4) for low in outline.min(0))
    right, bottom = (max(0, int(high) + 5) for high in outline.max(0))
    part = grey[top:bottom, left:right]
    module = float(2 * np.sqrt(abs(np.linalg.det(grid[1:3]))) / size)
    if min(part.shape) < size or not _LEAST_PIXELS_A_MODULE < module < min(grey.shape):
        return None
    zoom = min(1.0, _MOST_PIXELS_A_MODULE / module)
    if zoom < 1:
        part = cv2.resize(part, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
        module *= zoom
    level = part - cv2.GaussianBlur(part, (0, 0), 3.2 * module)
    power = cv2.GaussianBlur(level * level, (0, 0), 3.2 * module)
    values = np.asarray(sign * level / np.sqrt(power + 4), np.float32)
    soft = cv2.GaussianBlur(values, (0, 0), 0.35 * module)
    slope_x = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3, scale=module / 8)
    slope_y = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3, scale=module / 8)
    return CodeCrop(values, soft, slope_x, slope_y, left, top, zoom, module)


def first_map(triple: CornerTriple, size: int) -> GridMap:
    """The map that the three corners' places and shapes ask for."""
    right = triple.right.centre - triple.corner.centre
    below = triple.below.centre - triple.corner.centre
    far = size - 3.5
    modules: list[Points] = []
    pixels: list[Points] = []
    around = np.array([(0, 0), (-3.5, -3.5), (3.5, -3.5), (-3.5, 3.5), (3.5, 3.5)])
    corners = ((triple.corner, (3.5, 3.5)), (triple.right, (far, 3.5)), (triple.below, (3.5, far)))
    for finder, middle in corners:
        modules.append(around + np.array(middle))
        pixels.append(finder.centre + around @ _upright_axes(finder, right, below).T)
    homography = _homography(2 * np.concatenate(modules) / size - 1, np.concatenate(pixels))
    line = np.linspace(-1, 1, 9)
    s, t = (one.ravel() for one in np.meshgrid(line, line))
    seen = np.stack([s, t, np.ones_like(s)], 1) @ homography.T
    known = terms((s + 1) * size / 2, (t + 1) * size / 2, size)
    return np.linalg.lstsq(known, seen[:, :2] / seen[:, 2:], rcond=None)[0]


def _upright_axes(finder: Finder, right: Points, below: Points) -> Floats:
    """The finder's axes after the quarter turn that lets them point right and down."""
    quarter = np.array([[0, -1], [1, 0]])
    turned = [finder.axes @ np.linalg.matrix_power(quarter, k) for k in range(4)]
    ways = np.stack([right / np.linalg.norm(right), below / np.linalg.norm(below)], 1)
    return max(turned, key=lambda axes: float((axes / np.linalg.norm(axes, axis=0) * ways).sum()))


def _homography(points: Points, pixels: Points) -> Floats:
    """Least squares with a damped perspective, which small finders say little about."""
    middle, scale = pixels.mean(0), np.abs(pixels - pixels.mean(0)).max()
    rows: list[list[float]] = []
    wanted: list[float] = []
    for (s, t), (x, y) in zip(points, (pixels - middle) / scale, strict=True):
        rows += [[s, t, 1, 0, 0, 0, -x * s, -x * t], [0, 0, 0, s, t, 1, -y * s, -y * t]]
        wanted += [x, y]
    rows += [[0, 0, 0, 0, 0, 0, 0.3, 0], [0, 0, 0, 0, 0, 0, 0, 0.3]]
    found = np.linalg.lstsq(np.array(rows), np.array([*wanted, 0, 0]), rcond=None)[0]
    back = np.array([[scale, 0, middle[0]], [0, scale, middle[1]], [0, 0, 1]])
    return back @ np.append(found, 1).reshape(3, 3)


def fit_map(
    crop: CodeCrop,
    grid: GridMap,
    modules: NDArray,
    rounds: int,
    freedom: float = 1.0,
    pause: Callable[[], object] = lambda: None,
) -> tuple[GridMap, float]:
    """Move the map until the known modules lie on what is seen; also how alike both are, at most 1.

    `modules`: 1 dark, -1 light, 0 unknown, between for a doubtful one. `freedom` loosens the bends. `pause`
    is called often, so that others may work meanwhile.
    """
    size = modules.shape[0]
    u, v, wanted, weight = _samples(modules)
    known = terms(u, v, size)
    wanted = wanted - np.average(wanted, weights=weight)
    pixels = crop.module_pixels / crop.zoom  # of the whole picture
    start, best, best_like = grid, grid, -1.0
    stiffness = np.tile(_STIFFNESS, 2) / freedom * (0.01 * len(u))
    for _ in range(rounds + 1):
        pause()
        points = known @ grid
        seen = crop.at(crop.soft, points)
        seen = seen - np.average(seen, weights=weight)
        product, power = (weight * seen) @ wanted, (weight * wanted) @ wanted + 1e-6
        like = float(product / np.sqrt(((weight * seen) @ seen) * power + 1e-9))
        if like > best_like:
            best, best_like = grid, like
        error = seen - max(float(product / power), 0.15) * wanted
        trust = weight / np.maximum(1, np.abs(error) / 0.8)  # glare and dirt pull less
        slopes = (crop.at(crop.slope_x, points), crop.at(crop.slope_y, points))
        lean = np.concatenate([known * slope[:, None] for slope in slopes], 1)
        square = (lean * trust[:, None]).T @ lean + np.diag(stiffness + 1e-3 * len(u))
        bent = ((grid - start) / pixels).T.ravel()
        step = np.linalg.solve(square, -(lean.T @ (trust * error)) - stiffness * bent)
        grid = grid + np.clip(step, -0.6, 0.6).reshape(2, -1).T * pixels
    return best, best_like


def _samples(modules: NDArray) -> tuple[Floats, Floats, Floats, Floats]:
    """Columns, rows, blurred shade (white positive) and trust of samples two a module."""
    size = modules.shape[0]
    shade = np.pad(-np.asarray(modules, np.float32), 1, constant_values=1)
    known = (np.asarray(modules) != 0).astype(np.float32)
    known = np.pad(known, 1, constant_values=_MARGIN_TRUST)
    fine = np.ones((_SAMPLES_A_MODULE, _SAMPLES_A_MODULE), np.float32)
    blur = _TEMPLATE_BLUR_MODULES * _SAMPLES_A_MODULE
    drawn, trusted = (
        cv2.GaussianBlur(np.kron(np.pad(one, 1), fine), (0, 0), blur)[1::2, 1::2]
        for one in (shade, known)
    )
    line = (np.arange(drawn.shape[0]) * 2 + 1.5) / _SAMPLES_A_MODULE - 2
    v, u = np.meshgrid(line, line, indexing="ij")
    keep = trusted > 0.45
    keep &= np.maximum(np.abs(u - size / 2), np.abs(v - size / 2)) < size / 2 + 2
    return u[keep], v[keep], np.asarray(drawn)[keep], np.asarray(trusted)[keep]


def with_alignment_pattern(
    crop: CodeCrop,
    grid: GridMap,
    fixed: NDArray,
    like: float,
    pause: Callable[[], object] = lambda: None,
) -> tuple[GridMap, float]:
    """Look for the small pattern at the fourth corner and bend the map to where it is.

    It lies at (size - 6.5) in codes of version 2 to 6; version 1 has none.
    """
    size = fixed.shape[0]
    middle = size - 6.5
    around = np.arange(-2.5, 2.6, 0.5)
    v, u = (one.ravel() for one in np.meshgrid(around, around, indexing="ij"))
    ring = np.maximum(np.abs(u), np.abs(v))
    pattern = np.where((ring < 0.6) | (ring > 1.4), -1.0, 1.0)
    pattern -= pattern.mean()
    pattern /= np.linalg.norm(pattern)
    tried: list[tuple[float, float, float]] = []
    for right in around:
        pause()
        across = (u + middle + right)[None] + 0 * around[:, None]
        along = (v + middle)[None] + around[:, None]
        points = terms(across.ravel(), along.ravel(), size) @ grid
        seen = crop.at(crop.soft, points).reshape(len(around), -1)
        seen = seen - seen.mean(1, keepdims=True)
        alike = seen @ pattern / (np.linalg.norm(seen, axis=1) + 1e-6)
        likely = alike - 0.03 * np.hypot(right, around)
        tried += [(float(one), right, down) for one, down in zip(likely, around, strict=True)]
    best = (grid, like)
    here = terms(np.array([middle]), np.array([middle]), size) @ grid
    for alike, right, down in sorted(tried, reverse=True)[:3]:
        if alike < 0.35:
            break
        there = terms(np.array([middle + right]), np.array([middle + down]), size) @ grid
        # (s - low)(t - low) is zero along both sides that the three finders hold.
        high, low = 2 * middle / size - 1, 7 / size - 1
        bend = (there - here)[0] / (high - low) ** 2
        bent = grid.copy()
        bent[0] += bend * low * low
        bent[1] -= bend * low
        bent[2] -= bend * low
        bent[4] += bend
        best = max(best, fit_map(crop, bent, fixed, 8, pause=pause), key=lambda one: one[1])
    return best
