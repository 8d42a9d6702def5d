"""Mending codes: the layout against another encoder, the correction against known damage, whole pictures."""

import random

import cv2
import numpy as np
import pytest
import qrcode
from qrcode.constants import (
    ERROR_CORRECT_H,
    ERROR_CORRECT_L,
    ERROR_CORRECT_M,
    ERROR_CORRECT_Q,
)

from app.scanning.cascade import united
from app.scanning.damaged_qr import mended_modules
from app.scanning.qr_layout import SIZES, blocks, data_places, fixed_modules
from app.scanning.reed_solomon import correct
from app.scanning.steps import DAMAGED, STILL_STEPS, WHOLE, run_step
from tests.bench.label_pictures import empty_picture, level_picture

HARD_SEEDS = (909, 911, 915)  # of level 3; no other step reads these
LEVELS = {
    "L": ERROR_CORRECT_L,
    "M": ERROR_CORRECT_M,
    "Q": ERROR_CORRECT_Q,
    "H": ERROR_CORRECT_H,
}


def modules_of(size: int, level: str, text: str = "MT:AB") -> np.ndarray:
    code = qrcode.QRCode(version=(size - 17) // 4, error_correction=LEVELS[level], border=0)
    code.add_data(text)
    code.make(fit=False)
    return np.array(code.get_matrix(), np.uint8)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("level", LEVELS)
def test_a_clear_code_of_every_layout_comes_through_unchanged(size: int, level: str) -> None:
    modules = modules_of(size, level)
    mended = mended_modules(np.where(modules > 0, 1.0, -1.0))
    assert mended is not None
    assert (mended == modules).all()


@pytest.mark.parametrize(("size", "level"), [(21, "L"), (25, "M"), (29, "L"), (41, "H")])
def test_modules_that_cannot_be_told_are_filled_in(size: int, level: str) -> None:
    modules = modules_of(size, level)
    values = np.where(modules > 0, 1.0, -1.0)
    block = blocks(size, level)[0]
    unseen = [int(place) for place in block.places[: block.checks - 2]]
    for place in unseen:
        for row, column in data_places(size)[place * 8 : place * 8 + 8]:
            values[row, column] *= -0.05
    mended = mended_modules(values)
    assert mended is not None
    assert (mended == modules).all()
    for row, column in data_places(size)[block.places[block.checks] * 8 :][:8]:
        values[row, column] *= -1
    assert mended_modules(values) is None, "one check would be left over, which proves too little"


def test_noise_is_no_code() -> None:
    noise = np.random.default_rng(5)
    for size in SIZES * 10:
        values = np.clip(noise.normal(0, 1, (size, size)), -1.5, 1.5)
        fixed = fixed_modules(size)
        values[fixed != 0] = fixed[fixed != 0]
        assert mended_modules(values) is None


def test_errors_and_gaps_are_corrected_up_to_the_limit() -> None:
    chance = random.Random(3)
    for _ in range(300):
        checks = chance.choice([7, 10, 16, 26])
        length = checks + chance.randint(5, 40)
        gaps = chance.sample(range(length), chance.randint(0, checks))
        rest = [place for place in range(length) if place not in gaps]
        errors = chance.sample(rest, (checks - len(gaps)) // 2)
        word = [0] * length
        for place in gaps + errors:
            word[place] = chance.randrange(256)
        assert correct(word, checks, gaps) == [0] * length


def test_more_errors_than_can_be_corrected_give_no_zero_word() -> None:
    chance = random.Random(4)
    for _ in range(50):
        word = [chance.randrange(1, 256) for _ in range(30)]
        assert correct(word, 10, []) is None


def grey_of(jpeg: bytes) -> np.ndarray:
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE))


@pytest.mark.parametrize("seed", HARD_SEEDS)
def test_a_label_is_read_that_zxing_and_zbar_cannot_read(seed: int) -> None:
    picture = level_picture(3, seed)
    grey = grey_of(picture.jpeg)
    others = [step for step in STILL_STEPS if step is not DAMAGED]
    assert united(grey, others) == []
    [reading] = run_step(DAMAGED, grey, lambda: False)
    assert reading.text == picture.text
    assert (reading.decoder, reading.step) == ("grid", "damaged")


def test_a_code_whose_third_corner_is_hidden_is_read() -> None:
    modules = modules_of(25, "H", "hidden")
    drawn = np.where(np.pad(modules, 4) > 0, 60, 200).astype(np.uint8).repeat(5, 0).repeat(5, 1)
    page = np.pad(drawn, 60, constant_values=150)
    page[75:116, 75:116] = 255
    assert run_step(WHOLE, page, lambda: False) == []
    [reading] = run_step(DAMAGED, page, lambda: False)
    assert reading.text == "hidden"


@pytest.mark.parametrize("size", SIZES)
def test_a_smeared_code_of_every_size_is_read(size: int) -> None:
    modules = modules_of(size, "M", f"size {size}")
    drawn = np.where(np.pad(modules, 4) > 0, 60, 200).astype(np.uint8).repeat(4, 0).repeat(4, 1)
    page = np.pad(drawn, 40, constant_values=150)
    smeared = np.asarray(cv2.GaussianBlur(page, (0, 0), 2.4), np.uint8)
    [reading] = run_step(DAMAGED, smeared, lambda: False)
    assert reading.text == f"size {size}"


def test_its_corners_are_the_symbols_in_its_own_order() -> None:
    modules = modules_of(25, "M")
    drawn = np.where(np.pad(modules, 4) > 0, 40, 220).astype(np.uint8).repeat(6, 0).repeat(6, 1)
    page = np.full((500, 700), 200, np.uint8)
    page[100 : 100 + 198, 300 : 300 + 198] = drawn
    for turns in range(4):
        turned = np.ascontiguousarray(np.rot90(page, turns))
        [ours] = run_step(DAMAGED, turned, lambda: False)
        [theirs] = run_step(WHOLE, turned, lambda: False)
        assert ours.text == theirs.text
        assert np.abs(ours.corners - theirs.corners).max() < 3


def test_every_step_tells_where_it_read() -> None:
    modules = modules_of(25, "M")
    drawn = np.where(np.pad(modules, 4) > 0, 40, 220).astype(np.uint8).repeat(6, 0).repeat(6, 1)
    page = np.full((500, 700), 200, np.uint8)
    page[100 : 100 + 198, 300 : 300 + 198] = drawn
    expected = np.array([(324, 124), (474, 124), (474, 274), (324, 274)])
    for step in STILL_STEPS:
        for reading in run_step(step, page, lambda: False):
            assert np.abs(reading.corners - expected).max() < 5, step.name
            assert (reading.step, reading.text) == (step.name, "MT:AB")


def test_pictures_without_a_code_give_none() -> None:
    for seed in (901,):
        assert united(grey_of(empty_picture(seed).jpeg), STILL_STEPS) == []


def test_stopping_is_heard_before_the_next_step() -> None:
    asked: list[int] = []

    def stop_at_third() -> bool:
        asked.append(1)
        return len(asked) >= 3

    page = np.full((300, 300), 200, np.uint8)
    modules = modules_of(25, "M").repeat(6, 0).repeat(6, 1)
    page[50:200, 50:200] = np.where(modules > 0, 30, 230)
    found = united(page, STILL_STEPS, stop_at_third)
    assert [reading.step for reading in found] == ["whole"]


def test_two_labels_of_which_one_is_damaged_are_both_read() -> None:
    picture = level_picture(3, HARD_SEEDS[0])
    grey = grey_of(picture.jpeg).copy()
    other = modules_of(25, "M", "the other").repeat(4, 0).repeat(4, 1)
    grey[10:142, 10:142] = 230
    grey[26:126, 26:126] = np.where(other > 0, 30, 230)
    assert {one.text for one in united(grey, STILL_STEPS)} == {"the other", picture.text}


def loose_finders(random: np.random.Generator, height: int, width: int) -> np.ndarray:
    """A page with finder patterns of many sizes, some over the edge, that belong to no code."""
    page = np.full((height, width), 220, np.uint8)
    ring = np.where(modules_of(21, "L")[:7, :7] > 0, 30, 220).astype(np.uint8)
    for _ in range(int(random.integers(2, 9))):
        side = int(random.integers(2, 7))
        drawn = ring.repeat(side, 0).repeat(side, 1)
        y, x = (int(random.integers(0, most)) for most in (height, width))
        part = drawn[: height - y, : width - x]
        page[y : y + part.shape[0], x : x + part.shape[1]] = part
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(random.uniform(0, 360)), 1)
    return np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=200), np.uint8)


@pytest.mark.parametrize("seed", range(12))
def test_pictures_of_any_size_raise_nothing_and_show_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    height, width = (int(side) for side in random.integers(1, 220, 2))
    pages = [
        random.integers(0, 256, (height, width)).astype(np.uint8),
        np.tile(random.integers(0, 2, width).astype(np.uint8) * 200 + 20, (height, 1)),
        loose_finders(random, height, width),
    ]
    for page in pages:
        assert united(page, STILL_STEPS) == []
