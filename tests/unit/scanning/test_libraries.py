"""What is read and said where a library is missing, or one too many is there."""

import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import qrcode

from app.scanning.decoder import decode_picture
from app.scanning.libraries import cv2_distributions, has_opencv, missing_parts, zbar_decode
from app.scanning.symbols import DecoderPart
from app.services.doctor import CheckState, check_decoders
from app.texts.messages import has_message

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def fresh_search() -> Iterator[None]:
    """What was found is kept for the run of the program; here it is looked for anew."""
    yield
    has_opencv.cache_clear()
    zbar_decode.cache_clear()


def hide(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    has_opencv.cache_clear()
    zbar_decode.cache_clear()


def picture() -> bytes:
    code = qrcode.QRCode(box_size=4)
    code.add_data("MT:-24J0AFN00KA0648G00")
    file = BytesIO()
    code.make_image().get_image().convert("L").save(file, "PNG")
    return file.getvalue()


def test_nothing_is_missing_here() -> None:
    assert missing_parts() == ()
    assert len(cv2_distributions()) == 1
    assert check_decoders().state is CheckState.OK


def test_without_opencv_a_still_is_read_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "cv2")
    decoding = decode_picture(picture())
    [symbol] = decoding.symbols
    assert symbol.text.reveal() == "MT:-24J0AFN00KA0648G00"
    assert symbol.step == "whole"
    assert decoding.missing == (DecoderPart.OPENCV,)
    assert check_decoders().detail == "doctor_decoders_no_opencv"


def test_without_zbar_a_still_is_read_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "pyzbar.pyzbar")
    decoding = decode_picture(picture())
    assert len(decoding.symbols) == 1
    assert decoding.missing == (DecoderPart.ZBAR,)
    assert check_decoders().detail == "doctor_decoders_no_zbar"


@pytest.mark.parametrize(
    ("hidden", "formats"),
    [(["pi_heif"], "HEIC"), (["pypdfium2"], "PDF"), (["pi_heif", "pypdfium2"], "HEIC, PDF")],
)
def test_a_file_format_without_its_reader_is_named(
    monkeypatch: pytest.MonkeyPatch, hidden: list[str], formats: str
) -> None:
    for module in hidden:
        hide(monkeypatch, module)
    check = check_decoders()
    assert check.state is CheckState.MISSING
    assert (check.detail, check.parameters) == ("doctor_decoders_no_format", {"formats": formats})
    assert has_message(check.detail)
    assert check.remedy is not None


def test_a_zbar_whose_library_does_not_load_is_missing(tmp_path: Path) -> None:
    """pyzbar raises OSError where a DLL that the library needs is absent."""
    (tmp_path / "pyzbar").mkdir()
    (tmp_path / "pyzbar" / "__init__.py").write_text("")
    (tmp_path / "pyzbar" / "pyzbar.py").write_text("raise OSError('libzbar-64.dll')\n")
    script = "from app.scanning.libraries import zbar_decode; print(zbar_decode())"
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
    )
    assert ran.stdout.strip() == "None"


def test_a_second_cv2_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.distribution

    def with_another(name: str) -> importlib.metadata.Distribution:
        return real("numpy" if name == "opencv-contrib-python" else name)

    monkeypatch.setattr(importlib.metadata, "distribution", with_another)
    check = check_decoders()
    assert check.state is CheckState.MISSING
    assert check.detail == "doctor_decoders_two_cv2"
    assert check.parameters == {"names": "opencv-python-headless, opencv-contrib-python"}
    assert has_message(check.detail)
    assert check.remedy is not None
    assert has_message(check.remedy)


def test_opencv_works_on_one_thread_and_leaves_qt_alone() -> None:
    script = (
        "import os; from app.scanning.libraries import has_opencv; print(has_opencv());"
        "import cv2; print(cv2.getNumThreads(), 'QT_QPA_PLATFORM_PLUGIN_PATH' in os.environ)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ran.stdout.split() == ["True", "1", "False"]
