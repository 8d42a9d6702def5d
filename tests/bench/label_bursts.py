"""Bursts: one label held before a webcam by a hand, picture after picture.

Pose, blur and noise wander; print, dirt, ground and light stay. Drawn from a seed, as `label_pictures` are.
"""

import dataclasses
from collections.abc import Iterator

import numpy as np
import qrcode
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

from tests.bench.label_pictures import Picture, Random, Scene, _drawn_scene, _photo, _text


def burst(level: int, seed: int, count: int = 10, text: str | None = None) -> Iterator[Picture]:
    """The same label `count` times; `text` is what stands on it, else one is drawn."""
    random = np.random.default_rng([14, level, seed])
    scene = _drawn_scene(level, random)
    drawn = _text(random)
    text = drawn if text is None else text
    way = ERROR_CORRECT_L if random.random() < 0.5 else ERROR_CORRECT_M
    code = qrcode.QRCode(error_correction=way, border=0)
    code.add_data(text)
    modules = np.array(code.get_matrix(), bool)
    for number in range(count):
        shaken = _shaken(scene, random)
        moved = float(random.normal(0, 0.006)), float(random.normal(0, 0.008))
        still = np.random.default_rng([15, level, seed])
        jpeg = _photo(modules, shaken, still, grain_random=random, moved=moved)
        yield Picture(f"burst of level {level}, seed {seed}, picture {number}", jpeg, text)


def _shaken(scene: Scene, random: Random) -> Scene:
    return dataclasses.replace(
        scene,
        turn=scene.turn + random.normal(0, 1.2),
        tilt=max(0.0, scene.tilt + random.normal(0, 2.5)),
        module_pixels=scene.module_pixels * (1 + random.normal(0, 0.02)),
        defocus=max(0.0, scene.defocus + random.normal(0, 0.12)),
        motion=abs(scene.motion * random.uniform(0, 1.6)),
        motion_towards=random.uniform(0, 180),
    )
