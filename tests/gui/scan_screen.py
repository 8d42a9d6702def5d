"""The Scan page over a real project, as tests drive it."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QSize

from app.core.secret import Secret
from app.core.settings import Settings
from app.domain.matter_manual_code import write_manual_code
from app.domain.matter_payload import MatterPayload
from app.domain.matter_qr_code import write_qr_code
from app.papers.qr_picture import qr_png
from app.services.setup_codes import CameBy, Taken
from app.ui.pages.scan_page import ScanPage
from app.ui.theme import Theme
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.row_list import ROW_ROLE, RowData
from app.viewmodels.scan_page import ScanPageViewModels, scan_page_view_models
from tests.gui.open_world import Doors
from tests.waiting import until

AQARA, NUKI, NO_LOCK_MAKER = 0x115F, 0x135D, 0x1234
STANDARD, PRESS_BUTTON, MAKERS_APP = 0, 1, 2
WIFI = Secret("WIFI:S:Quinta;T:WPA;P:planted-wifi;;")
HOMEKIT = Secret("X-HM://006BMVB9TLK01")


@dataclass(frozen=True, slots=True)
class Scan:
    """The page, its view-models, and the project below them."""

    page: ScanPage
    models: ScanPageViewModels
    doors: Doors
    clipboard: SecretClipboard

    @property
    def rows(self) -> list[RowData]:
        """The rows that are listed."""
        model = self.page.tray.rows.rows
        found = [model.index(number, 0).data(ROW_ROLE) for number in range(model.rowCount())]
        return [row for row in found if isinstance(row, RowData)]

    async def take(self, *texts: Secret[str], by: CameBy = CameBy.PICTURE) -> list[Taken]:
        """Put texts into the tray behind the page's back, and wait until they are listed."""
        taken = await self.doors.work.setup_codes.take_in(texts, by)
        self.models.tray.reload()
        await self.settle()
        return taken

    async def choose(self, number: int) -> str:
        """Show the entry with this running number; its id."""
        code = await self.doors.work.setup_codes.find(str(number))
        self.models.tray.choose(str(code.kept.id))
        await self.settle()
        return str(code.kept.id)

    async def know_undo(self) -> None:
        """Wait until the newest edit is the one that undo would take back."""
        await self.settle()
        self.models.undo.load()
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing runs behind the page."""
        models = self.models
        running = (models.tray, models.pictures, models.intake, models.undo)
        for _ in range(4):  # one that ends may begin the next, which is busy from its first step on
            await asyncio.sleep(0.005)
            await until(lambda: not any(model.is_busy for model in running))


@asynccontextmanager
async def shown_scan_page(
    theme: Theme, doors: Doors, folder: Path, size: QSize | None = None
) -> AsyncGenerator[Scan]:
    """The page on the screen; its view-models are closed at the end."""
    models = scan_page_view_models(doors.work, Settings(folder / "scan.json"), doors.hands.clock)
    clipboard = SecretClipboard()
    page = ScanPage(theme, models, clipboard)
    # Deleted with the page: what Python finds unused later may be found in another thread.
    clipboard.setParent(page)
    page.resize(size or QSize(1128, 800))
    page.show()
    screen = Scan(page, models, doors, clipboard)
    try:
        await eventually(lambda: models.tray.is_loaded)
        await screen.settle()
        yield screen
    finally:
        if page.dialog is not None:
            page.dialog.reject()
        await page.close_page()
        await models.close()
        clipboard.clear_now()
        page.hide()
        page.deleteLater()


async def eventually(condition: Callable[[], object]) -> None:
    """Return when the condition holds; on a busy computer that takes its time."""
    await until(condition)


def qr_text(
    number: int, *, vendor: int = AQARA, product: int = 0x2801, flow: int = STANDARD
) -> Secret[str]:
    """The text of a Matter QR code of its own for each number."""
    return write_qr_code([_payload(number, vendor, product, flow)])


def digits_text(number: int) -> Secret[str]:
    """The eleven digits of a Matter code of its own for each number."""
    return write_manual_code(_payload(number, None, None, None), with_ids=False)


def picture_of(text: Secret[str]) -> bytes:
    """A picture file with the text as QR code."""
    return qr_png(text)


def plain_picture(shade: int = 120) -> bytes:
    """A picture file without any code."""
    file = BytesIO()
    Image.new("RGB", (320, 200), (shade, 90, 60)).save(file, "PNG")
    return file.getvalue()


def _payload(
    number: int, vendor: int | None, product: int | None, flow: int | None
) -> MatterPayload:
    is_short = flow is None
    return MatterPayload(
        version=0,
        vendor_id=vendor,
        product_id=product,
        flow=flow,
        discovery=None if is_short else 4,
        discriminator=None if is_short else number * 37 % 4096,
        short_discriminator=number % 16 if is_short else number * 37 % 4096 >> 8,
        passcode=Secret(20_202_021 + number),
    )


def six_codes_picture() -> bytes:
    """A picture file with six different codes, three beside each other in two lines."""
    pictures = [Image.open(BytesIO(picture_of(qr_text(number)))) for number in range(1, 7)]
    side = max(picture.width for picture in pictures)
    sheet = Image.new("L", (3 * side, 2 * side), 255)
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (number % 3 * side, number // 3 * side))
    file = BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()
