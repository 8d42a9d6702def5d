from pathlib import Path

import cv2
import pytest

from app.core.errors import AppError
from app.scanning.film import FilmFrames, is_film
from app.scanning.film_reading import decode_film
from app.scanning.frame_folder import PictureFrames
from tests.fakes.films import film_frames, label, write_film

TEXTS = ["MT:Y.K9042C00KA0648G00", "MT:-24J0AFN00KA0648G00", "X-HM://006BMVB9TLK01"]


@pytest.mark.parametrize("suffix", [".avi", ".mp4", ".mkv"])
def test_a_film_gives_each_code_that_was_shown_once_in_its_order(tmp_path: Path, suffix: str):
    path = write_film(tmp_path / f"boxes{suffix}", film_frames([*TEXTS, TEXTS[0]], frames_each=3))

    decoding = decode_film(path)

    assert [symbol.text.reveal() for symbol in decoding.symbols] == TEXTS
    assert not decoding.was_stopped


def test_frames_carry_their_time_in_the_film(tmp_path: Path):
    film = FilmFrames(write_film(tmp_path / "boxes.avi", film_frames([None], 4), rate=10))

    times = [frame.at_s for frame in film.frames_blocking()]

    assert times == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])
    assert film.total == 5


def test_a_closed_film_ends(tmp_path: Path):
    film = FilmFrames(write_film(tmp_path / "boxes.avi", film_frames([None], 4)))
    frames = film.frames_blocking()
    next(frames)
    film.close()
    assert list(frames) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"#EXTM3U\nfile:///etc/passwd\n", b"ffconcat version 1.0\nfile x\n"],
    ids=["empty", "play list", "concat list"],
)
def test_what_is_no_film_is_never_handed_to_the_decoder(tmp_path: Path, content: bytes):
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    assert not is_film(path)
    with pytest.raises(AppError, match="film_unreadable"):
        decode_film(path)


def test_a_damaged_film_is_said_to_be_unreadable_and_nothing_else(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom" + b"\xff" * 2000)
    with pytest.raises(AppError, match="film_unreadable"):
        decode_film(path)
    assert capfd.readouterr() == ("", "")


def test_reading_a_film_can_be_stopped(tmp_path: Path):
    path = write_film(tmp_path / "boxes.avi", film_frames(TEXTS, frames_each=3))
    asked: list[int] = []

    def should_stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    decoding = decode_film(path, should_stop=should_stop)
    assert decoding.was_stopped
    assert len(decoding.symbols) == 1


def test_pictures_of_a_folder_are_frames_and_one_that_is_damaged_is_left_out(tmp_path: Path):
    good, bad = tmp_path / "a.png", tmp_path / "b.png"
    cv2.imwrite(str(good), label(TEXTS[0]))
    bad.write_bytes(b"no picture")
    assert [frame.width for frame in PictureFrames([bad, good]).frames_blocking()] == [640]
    with pytest.raises(AppError, match="picture_unreadable"):
        list(PictureFrames([bad]).frames_blocking())
