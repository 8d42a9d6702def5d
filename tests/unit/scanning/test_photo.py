"""Photos as the project keeps them: small, upright, without what the camera noted, and known when they show a code."""

from io import BytesIO

import pytest
import qrcode
from PIL import Image

from app.core.errors import AppError
from app.core.secret import Secret
from app.scanning.decoder import decode_picture
from app.scanning.photo import MAX_PHOTO_BYTES, MAX_SIDE_PIXELS, Photo, prepare_photo_blocking

PLANTED = b"PLANTED-41.1579N-8.6291W"
CODE = "MT:Y.K9042C00KA0648G00"


def opened(photo: Photo) -> Image.Image:
    return Image.open(BytesIO(photo.jpeg.reveal()))


def file_of(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def door(width: int, height: int) -> Image.Image:
    return Image.radial_gradient("L").resize((width, height)).convert("RGB")


def test_a_large_photo_is_made_small_and_keeps_its_proportions():
    photo = prepare_photo_blocking(file_of(door(4000, 1000)))
    assert opened(photo).size == (MAX_SIDE_PIXELS, 400)
    assert opened(photo).format == "JPEG"


def test_a_photo_full_of_detail_stays_below_the_limit():
    noise = Image.effect_noise((1600, 1600), 120).convert("RGB")
    photo = prepare_photo_blocking(file_of(noise))
    assert len(photo.jpeg.reveal()) <= MAX_PHOTO_BYTES


def test_nothing_that_the_camera_noted_stays():
    exif = Image.Exif()
    exif[0x010E] = PLANTED.decode()
    data = file_of(door(300, 200), "JPEG", exif=exif, comment=PLANTED)
    assert PLANTED in data
    photo = prepare_photo_blocking(data)
    assert PLANTED not in photo.jpeg.reveal()
    assert not opened(photo).getexif()


def test_a_photo_held_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = prepare_photo_blocking(file_of(door(300, 200), "JPEG", exif=exif))
    assert opened(photo).size == (200, 300)


def test_transparent_parts_become_white():
    photo = prepare_photo_blocking(file_of(Image.new("RGBA", (40, 40), (0, 0, 0, 0))))
    assert opened(photo).getpixel((20, 20)) == (255, 255, 255)


def test_a_code_in_the_picture_is_noticed():
    label = qrcode.make(CODE).get_image().convert("RGB")
    picture = door(1200, 900)
    picture.paste(label, (300, 200))
    assert prepare_photo_blocking(file_of(picture)).shows_code
    assert not prepare_photo_blocking(file_of(door(1200, 900))).shows_code


def test_a_code_that_only_the_large_picture_shows_makes_it_secret_too():
    label = qrcode.make(CODE, box_size=2).get_image().convert("RGB")
    picture = Image.new("RGB", (6000, 1500), "grey")
    picture.paste(label, (3000, 700))
    photo = prepare_photo_blocking(file_of(picture))
    assert not decode_picture(photo.jpeg.reveal()).symbols
    assert photo.shows_code


def test_asking_to_stop_ends_it():
    with pytest.raises(AppError) as caught:
        prepare_photo_blocking(file_of(door(200, 200)), should_stop=lambda: True)
    assert caught.value.code == "stopped"


def test_a_damaged_file_is_refused_by_its_reason():
    with pytest.raises(AppError) as caught:
        prepare_photo_blocking(file_of(door(200, 200))[:300])
    assert caught.value.code == "picture_unreadable"


def test_a_photo_prints_nothing_of_itself():
    photo = Photo(Secret(b"planted"), shows_code=True)
    assert "planted" not in repr(photo)
