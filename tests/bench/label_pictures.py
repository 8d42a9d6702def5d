"""Pictures of one printed setup-code label as a webcam of 1280x720 sees it, drawn from a seed.

A picture depends on its level (or factor and value) and its seed alone. How hard the levels are follows
what measured readers could and could not do; how like real labels they are was never measured.
"""

import dataclasses
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import qrcode
from numpy.typing import NDArray
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

from app.domain.base38 import encode

WIDTH, HEIGHT = 1280, 720
_FOCAL_PIXELS = 1100.0
_DRAWN_MODULE = 14  # pixels a module where the flat label is drawn

Array = NDArray[Any]
Random = np.random.Generator


@dataclass
class Scene:
    """What is drawn; lengths are in modules, angles in degrees, brightness from 0 to 1."""

    module_pixels: float = 4.0
    turn: float = 0.0
    tilt: float = 5.0
    tilt_towards: float = 0.0
    bend_radians: float = 0.0
    quiet_zone: float = 4.0
    defocus: float = 0.1
    motion: float = 0.1
    motion_towards: float = 0.0
    noise: float = 2.0  # of 255
    contrast: float = 0.75
    brightness: float = 0.75
    falloff: float = 0.15
    glare: float = 0.0
    dirt: float = 0.0  # marks a module
    jpeg: float = 88
    is_inverted: float = 0.0
    ground: str = "paper"


@dataclass(frozen=True)
class Picture:
    """`jpeg` and the text that it shows, None where it shows no code."""

    name: str
    jpeg: bytes
    text: str | None


# level -> the range that each is drawn from; is_inverted is a probability
LEVELS: dict[int, dict[str, tuple[float, float]]] = {
    1: {
        "module_pixels": (4.5, 6), "turn": (-30, 30), "tilt": (0, 20), "defocus": (0, 0.25),
        "motion": (0, 0.25), "noise": (1, 4), "contrast": (0.7, 0.9), "brightness": (0.65, 0.9),
        "falloff": (0, 0.3), "jpeg": (85, 95),
    },
    2: {
        "module_pixels": (3.5, 5), "turn": (-180, 180), "tilt": (5, 35), "defocus": (0.1, 0.45),
        "motion": (0, 0.5), "noise": (2, 7), "contrast": (0.5, 0.8), "brightness": (0.45, 0.85),
        "falloff": (0, 0.5), "bend_radians": (0, 0.6), "glare": (0, 0.5), "dirt": (0, 0.01),
        "jpeg": (70, 90), "quiet_zone": (2, 4), "is_inverted": (0.05, 0.05),
    },
    3: {
        "module_pixels": (3, 4.3), "turn": (-180, 180), "tilt": (10, 42), "defocus": (0.2, 0.5),
        "motion": (0, 0.6), "noise": (2.5, 8), "contrast": (0.42, 0.75), "brightness": (0.35, 0.8),
        "falloff": (0.1, 0.5), "bend_radians": (0, 0.8), "glare": (0, 0.7), "dirt": (0, 0.015),
        "jpeg": (62, 88), "quiet_zone": (2, 4), "is_inverted": (0.1, 0.1),
    },
    4: {
        "module_pixels": (2.7, 4), "turn": (-180, 180), "tilt": (15, 48), "defocus": (0.25, 0.7),
        "motion": (0.1, 0.9), "noise": (3, 11), "contrast": (0.35, 0.7), "brightness": (0.3, 0.75),
        "falloff": (0.1, 0.6), "bend_radians": (0, 1), "glare": (0.1, 0.9), "dirt": (0, 0.02),
        "jpeg": (55, 85), "quiet_zone": (1.5, 4), "is_inverted": (0.1, 0.1),
    },
}  # fmt: skip
SWEEPS: dict[str, tuple[float, ...]] = {
    "module_pixels": (1.2, 1.5, 1.8, 2.2, 3),
    "defocus": (0.5, 0.7, 0.9, 1.1),
    "motion": (1, 1.5, 2, 2.5),
    "tilt": (50, 60, 68),
    "contrast": (0.2, 0.12, 0.07),
    "brightness": (0.2, 0.1, 0.06),
    "noise": (20, 30, 45),
    "glare": (0.8, 1.2, 1.8),
    "bend_radians": (1.2, 1.8, 2.4),
    "quiet_zone": (1, 0.5, 0),
    "dirt": (0.03, 0.06, 0.1),
    "jpeg": (15, 8),
    "is_inverted": (1,),
}
_GROUNDS = ("brushed", "boards", "print", "cloth")


def level_picture(level: int, seed: int) -> Picture:
    """One picture of a level, 1 (good) to 4 (beyond most readers)."""
    random = np.random.default_rng([11, level, seed])
    scene = _drawn_scene(level, random)
    return _picture(f"level {level}, seed {seed}", scene, _text(random), random)


def sweep_picture(factor: str, value: float, seed: int) -> Picture:
    """One picture where one factor is given and all others are mild."""
    random = np.random.default_rng([12, sorted(SWEEPS).index(factor), round(value * 100), seed])
    mild = Scene(
        module_pixels=random.uniform(3.6, 4.4),
        turn=random.uniform(-25, 25),
        tilt=random.uniform(0, 12),
        tilt_towards=random.uniform(0, 360),
        motion_towards=random.uniform(0, 180),
        noise=random.uniform(1, 4),
        ground=str(random.choice(_GROUNDS)),
    )
    scene = dataclasses.replace(mild, **{factor: value})
    return _picture(f"{factor} {value}, seed {seed}", scene, _text(random), random)


def empty_picture(seed: int) -> Picture:
    """A picture without a code: a blank label, or one of modules at random without finder patterns."""
    random = np.random.default_rng([13, seed])
    scene = dataclasses.replace(_drawn_scene(int(random.integers(1, 4)), random), is_inverted=0)
    modules = random.integers(0, 2, (25, 25)) if seed % 2 else np.zeros((25, 25))
    return Picture(f"empty, seed {seed}", _photo(modules.astype(bool), scene, random), None)


def _drawn_scene(level: int, random: Random) -> Scene:
    drawn = {name: float(random.uniform(*span)) for name, span in LEVELS[level].items()}
    drawn["is_inverted"] = float(random.random() < drawn.get("is_inverted", 0))
    towards, motion = random.uniform(0, 360), random.uniform(0, 180)
    ground = str(random.choice(_GROUNDS))
    return Scene(**drawn, tilt_towards=towards, motion_towards=motion, ground=ground)


def _text(random: Random) -> str:
    """What is printed on locks: Matter three times of five, HomeKit, Z-Wave."""
    kind = random.integers(5)
    if kind == 0:
        letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        return "X-HM://00" + "".join(letters[k] for k in random.integers(0, 36, 11))
    if kind == 1:
        return "9001" + "".join(str(digit) for digit in random.integers(0, 10, 86))
    return "MT:" + encode(random.integers(0, 256, 11, dtype=np.uint8).tobytes())


def _picture(name: str, scene: Scene, text: str, random: Random) -> Picture:
    level = ERROR_CORRECT_L if random.random() < 0.5 else ERROR_CORRECT_M
    code = qrcode.QRCode(error_correction=level, border=0)
    code.add_data(text)
    return Picture(name, _photo(np.array(code.get_matrix(), bool), scene, random), text)


def _photo(
    modules: NDArray[np.bool_],
    scene: Scene,
    random: Random,
    *,
    grain_random: Random | None = None,
    moved: tuple[float, float] = (0, 0),
) -> bytes:
    """The picture as a JPEG. `moved`: how far a hand moved the label, as parts of the view; `grain_random`: where another picture has other noise."""
    label, middle = _label(modules, scene, random)
    label, middle = _bent(label, middle, scene.bend_radians)
    view = _ground(scene.ground, random)
    place = np.array([random.uniform(0.33, 0.67) * WIDTH, random.uniform(0.36, 0.64) * HEIGHT])
    place += np.array(moved) * (WIDTH, HEIGHT)
    _lay(view, label, _camera(scene, middle, place))
    _light(view, scene, place, modules.shape[0] * scene.module_pixels, random)
    for kernel in _blurs(scene):
        view = cv2.filter2D(view, -1, kernel)
    grain = (grain_random or random).standard_normal(view.shape, dtype=np.float32)
    view = view + grain * (scene.noise / 255 + 0.02 * np.sqrt(np.clip(view, 0, 1)))
    seen = (np.clip(view, 0, 1) * 255 + 0.5).astype(np.uint8)
    is_written, jpeg = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, int(scene.jpeg)])
    assert is_written
    return jpeg.tobytes()


def _label(modules: NDArray[np.bool_], scene: Scene, random: Random) -> tuple[Array, Array]:
    """The flat label and the middle of its code."""
    unit, size = _DRAWN_MODULE, modules.shape[0] * _DRAWN_MODULE
    quiet = round(scene.quiet_zone * unit)
    label = np.ones((size + 2 * quiet + 4 * unit, size + 2 * quiet), np.float32)
    label[quiet : quiet + size, quiet : quiet + size] = np.kron(~modules, np.ones((unit, unit)))
    digits = "".join(str(digit) for digit in random.integers(0, 10, 11))
    mask = np.zeros(label.shape, np.uint8)
    foot = (quiet, label.shape[0] - unit)
    cv2.putText(
        mask, digits, foot, cv2.FONT_HERSHEY_SIMPLEX, size / 240, 255, unit // 4, cv2.LINE_AA
    )
    label *= 1 - mask / np.float32(255)
    label = 1 - scene.contrast * (1 - label)
    if scene.is_inverted:
        label = 2 - scene.contrast - label
    for _ in range(round(scene.dirt * modules.size)):
        x, y = (int(one) for one in random.integers(quiet, quiet + size, 2))
        shade = float(random.uniform(0, 1))
        if random.random() < 0.5:
            cv2.circle(label, (x, y), int(random.uniform(0.4, 1.1) * unit), shade, -1, cv2.LINE_AA)
        else:
            angle, far = random.uniform(0, 2 * math.pi), random.uniform(1, 4) * unit
            end = (int(x + far * math.cos(angle)), int(y + far * math.sin(angle)))
            cv2.line(label, (x, y), end, shade, max(1, unit // 4), cv2.LINE_AA)
    return label, np.array([quiet + size / 2, quiet + size / 2], np.float32)


def _bent(label: Array, middle: Array, arc: float) -> tuple[Array, Array]:
    """The label around an upright cylinder, seen from the front; its sides are darker."""
    if arc < 0.01:
        return label, middle
    height, width = label.shape
    radius = width / arc
    half = radius * math.sin(min(arc / 2, 1.54))
    columns = np.arange(int(2 * half), dtype=np.float32) + 0.5 - half
    angle = np.arcsin(np.clip(columns / radius, -1, 1))
    x = np.tile(angle * radius + width / 2 - 0.5, (height, 1)).astype(np.float32)
    y = np.tile(np.arange(height, dtype=np.float32)[:, None], (1, x.shape[1]))
    seen = cv2.remap(label, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen * (0.55 + 0.45 * np.cos(angle)), np.float32), np.array([half, middle[1]])


def _camera(scene: Scene, middle: Array, place: Array) -> Array:
    """From pixels of the label to pixels of the picture: scale, turn, tilt, pinhole."""
    towards, tilt = math.radians(scene.tilt_towards), math.radians(scene.tilt)
    axis = np.array([math.cos(towards), math.sin(towards), 0]) * tilt
    turned = cv2.Rodrigues(axis)[0] @ cv2.Rodrigues(np.array([0, 0, math.radians(scene.turn)]))[0]
    scale = scene.module_pixels / _DRAWN_MODULE
    lens = np.array([[_FOCAL_PIXELS, 0, place[0]], [0, _FOCAL_PIXELS, place[1]], [0, 0, 1]])
    flat = np.column_stack([turned[:, 0] * scale, turned[:, 1] * scale, [0, 0, _FOCAL_PIXELS]])
    return lens @ flat @ np.array([[1, 0, -middle[0]], [0, 1, -middle[1]], [0, 0, 1]])


def _lay(view: Array, label: Array, camera: Array) -> None:
    """Draw the label into the view at twice its size and shrink it, which smooths as a lens does."""
    twice = np.diag([2.0, 2.0, 1.0]) @ camera
    drawn, covered = (
        cv2.resize(
            cv2.warpPerspective(picture, twice, (2 * WIDTH, 2 * HEIGHT)),
            (WIDTH, HEIGHT),
            interpolation=cv2.INTER_AREA,
        )
        for picture in (label, np.ones_like(label))
    )
    view *= 1 - covered
    view += drawn


def _light(view: Array, scene: Scene, place: Array, side: float, random: Random) -> None:
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    x, y = x - place[0], y - place[1]
    towards = random.uniform(0, 2 * math.pi)
    slope = (x * math.cos(towards) + y * math.sin(towards)) / max(side, 60)
    view *= scene.brightness * np.clip(1 - scene.falloff * slope, 0.25, 1.6)
    spot, across, turn = random.uniform(-0.45, 0.45, 2) * side, random.uniform(0.4, 1), towards / 2
    reach = random.uniform(0.15, 0.45) * side
    u = ((x - spot[0]) * math.cos(turn) + (y - spot[1]) * math.sin(turn)) / reach
    v = ((y - spot[1]) * math.cos(turn) - (x - spot[0]) * math.sin(turn)) / (reach * across)
    view += scene.glare * np.exp(-(u * u + v * v))


def _blurs(scene: Scene) -> Iterator[Array]:
    """A disk for the focus, a streak for the hand."""
    radius, length = scene.defocus * scene.module_pixels, scene.motion * scene.module_pixels
    if radius > 0.3:
        half = math.ceil(radius)
        y, x = np.mgrid[-half : half + 1, -half : half + 1]
        disk = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
        yield disk / disk.sum()
    if length > 0.8:
        half = math.ceil(length / 2) + 1
        fine = np.zeros((16 * half + 8,) * 2, np.float32)
        angle = math.radians(scene.motion_towards)
        reach = np.array([math.cos(angle), math.sin(angle)]) * length * 4
        start, end = ((fine.shape[0] / 2 + sign * reach).astype(int) for sign in (-1, 1))
        cv2.line(fine, start.tolist(), end.tolist(), 1.0, 8)
        streak = cv2.resize(fine, (2 * half + 1,) * 2, interpolation=cv2.INTER_AREA)
        yield streak / streak.sum()


def _ground(kind: str, random: Random) -> Array:
    """What the label is stuck to, with a few things on it."""
    view = _GROUND_MAKERS[kind](random)
    for _ in range(int(random.integers(0, 4))):
        x, y = int(random.integers(0, WIDTH)), int(random.integers(0, HEIGHT))
        shade = float(random.uniform(0.05, 0.9))
        if random.random() < 0.5:
            cv2.circle(view, (x, y), int(random.integers(12, 60)), shade, -1, cv2.LINE_AA)
        else:
            far = (x + int(random.integers(20, 200)), y + int(random.integers(10, 90)))
            cv2.rectangle(view, (x, y), far, shade, -1)
    return view


def _brushed(random: Random) -> Array:
    grain = random.standard_normal((HEIGHT, WIDTH), dtype=np.float32)
    streaks = cv2.GaussianBlur(grain, (0, 0), sigmaX=25, sigmaY=0.7)
    return np.asarray(0.45 + 0.25 * streaks / np.abs(streaks).max(), np.float32)


def _boards(random: Random) -> Array:
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    grain = random.standard_normal((HEIGHT, WIDTH), dtype=np.float32)
    waves = y + 600 * cv2.GaussianBlur(grain, (0, 0), 40)
    return np.asarray(0.45 + 0.1 * np.sin(waves / random.uniform(5, 12) + x / 300), np.float32)


def _print(random: Random) -> Array:
    page = np.full((HEIGHT, WIDTH), 210, np.uint8)
    for row in range(16, HEIGHT, 26):
        words = "".join(" " if n > 25 else chr(97 + n) for n in random.integers(0, 31, 150))
        cv2.putText(page, words, (8, row), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 40, 1, cv2.LINE_AA)
    return page.astype(np.float32) / 255


def _cloth(random: Random) -> Array:
    grain = random.standard_normal((HEIGHT // 2, WIDTH // 2), dtype=np.float32)
    weave = (np.arange(WIDTH) // 3 % 2)[None] ^ (np.arange(HEIGHT) // 3 % 2)[:, None]
    view = 0.3 + 0.12 * cv2.resize(grain, (WIDTH, HEIGHT)) + 0.06 * weave
    return np.clip(view, 0, 1).astype(np.float32)


_GROUND_MAKERS: dict[str, Callable[[Random], Array]] = {
    "brushed": _brushed,
    "boards": _boards,
    "print": _print,
    "cloth": _cloth,
}
