"""Pictures with codes in them, made here."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_L

from app.core.secret import Secret
from app.domain.matter_payload import MatterPayload
from app.domain.matter_qr_code import write_qr_code


def picture(texts: Sequence[str], *, module_px: int = 5, columns: int = 3) -> Image.Image:
    """A white sheet with a symbol for each text, side by side."""
    labels: list[Image.Image] = []
    for text in texts:
        code = qrcode.QRCode(box_size=module_px, border=4, error_correction=ERROR_CORRECT_L)
        code.add_data(text)
        labels.append(code.make_image().get_image().convert("L"))
    side = max((label.width for label in labels), default=200)
    rows = -(-max(1, len(labels)) // columns)
    sheet = Image.new("L", (side * columns, side * rows), 255)
    for number, label in enumerate(labels):
        sheet.paste(label, ((number % columns) * side, (number // columns) * side))
    return sheet


def png(texts: Sequence[str], *, module_px: int = 5) -> bytes:
    """The same as a PNG file."""
    file = BytesIO()
    picture(texts, module_px=module_px).save(file, "PNG")
    return file.getvalue()


def write_png(folder: Path, name: str, texts: Sequence[str]) -> Path:
    """The same as a file in a folder."""
    path = folder / name
    path.write_bytes(png(texts))
    return path


def matter_texts(count: int, *, flow: int = 0) -> list[str]:
    """The texts of so many different usable Matter codes."""
    return [_matter_text(number, flow) for number in range(1, count + 1)]


def _matter_text(number: int, flow: int) -> str:
    payload = MatterPayload(
        version=0,
        vendor_id=0xFFF1,
        product_id=0x8000 + number,
        flow=flow,
        discovery=4,
        discriminator=100 + number,
        short_discriminator=0,
        passcode=Secret(20_202_021 + number),
    )
    return write_qr_code([payload]).reveal()
