"""The camera on the Scan page, without a camera: frames are laid into QtMultimedia's video sink."""

import asyncio
import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.core.paths import resources_dir
from app.domain.project import ProjectKind
from app.services.live_scanning import LiveScanning
from app.texts.messages import message
from app.ui.widgets.camera_device import best_format
from app.ui.widgets.camera_practice import PRACTICE_ID
from app.viewmodels.camera import Cue
from tests.fakes.films import film_frames
from tests.gui.camera_feed import CAMERA_FORMATS, FedCamera, coloured, video_frame
from tests.gui.open_world import open_doors
from tests.gui.scan_screen import Scan, eventually, qr_text, shown_scan_page
from tests.waiting import until

pytestmark = pytest.mark.time_limit_s(60)


@asynccontextmanager
async def camera_on(
    theme, tmp_path, *, failure: str = ""
) -> AsyncGenerator[tuple[Scan, FedCamera]]:
    """The Scan page with the camera switched on."""
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        panel = scan.page.camera
        panel._make_device = lambda parent: FedCamera(parent, failure)
        panel.bar.switch.click()
        device = panel.device
        assert isinstance(device, FedCamera)
        try:
            yield scan, device
        finally:
            panel.stop()


async def show(scan: Scan, device: FedCamera, text: str | None, kind) -> None:
    """Hold a label to the camera until a picture of it was shown."""
    frame = video_frame(coloured(text), kind)
    shown = _counted(scan)
    before = shown[0]
    device.feed(frame)
    await until(lambda: shown[0] > before)


def _counted(scan: Scan) -> list[int]:
    shown = [0]

    def count(_picture: object) -> None:
        shown[0] += 1

    scan.models.camera.pictured.connect(count)
    return shown


NV12 = next(one for one in CAMERA_FORMATS if one.name == "Format_NV12")


async def test_frames_in_every_format_of_cameras_are_read_and_shown_in_their_colours(
    qtbot, theme, tmp_path
):
    async with camera_on(theme, tmp_path) as (scan, device):
        view = scan.page.camera.view
        for number, kind in enumerate(CAMERA_FORMATS, 1):
            await show(scan, device, qr_text(number).reveal(), kind)
            await eventually(lambda n=number: len(scan.rows) == n)
            image = view._image
            assert isinstance(image, QImage)
            paper = image.pixelColor(image.width() // 2, image.height() // 2 - 4)
            corner = image.pixelColor(4, 4)
            assert abs(corner.red() - corner.green()) < 12, kind.name
            if not kind.name.startswith("Format_Y8") and not kind.name.startswith("Format_Y16"):
                assert corner.blue() < corner.red() - 8, (kind.name, corner.getRgb())
            assert paper.isValid()
            view._still.stop()
        await scan.settle()
        assert [row.third.split(" · ")[1] for row in scan.rows] == ["by camera"] * len(scan.rows)


async def test_a_code_that_is_read_stands_still_with_its_corners_marked(qtbot, theme, tmp_path):
    async with camera_on(theme, tmp_path) as (scan, device):
        view = scan.page.camera.view
        cues: list[str] = []
        scan.models.camera.cued.connect(cues.append)
        await show(scan, device, None, NV12)
        await eventually(lambda: view.words == message("camera_aim"))
        device.feed(video_frame(coloured(qr_text(1).reveal()), NV12))
        await eventually(lambda: view.is_still)
        assert view.words == message("camera_found")
        xs = [x for x, _y in view._corners[0]]
        assert 0.3 < min(xs) < 0.5 < max(xs) < 0.7
        await eventually(lambda: cues == [Cue.NEW])
        await eventually(lambda: not view.is_still)


async def test_a_film_of_twelve_boxes_one_after_another_gives_exactly_twelve_entries(
    qtbot, theme, tmp_path
):
    texts = [qr_text(number).reveal() for number in range(1, 13)]
    async with camera_on(theme, tmp_path) as (scan, device):
        model = scan.models.camera
        for grey in film_frames(texts, frames_each=4):
            live = model._live
            assert live is not None
            before = live.frames_read
            device.feed(video_frame(_grey_to_bgr(grey), NV12))
            # At the pace of the computer: a slow one drops frames, which is tried elsewhere.
            await until(lambda live=live, n=before: live.frames_read > n)
        await eventually(lambda: len(scan.rows) == 12)
        await scan.settle()
        assert len(scan.rows) == 12
        codes = await scan.doors.work.setup_codes.list_codes()
        assert {code.kept.text.reveal() for code in codes} == set(texts)


async def test_a_box_that_stays_in_sight_is_taken_once_and_one_shown_again_is_announced(
    qtbot, theme, tmp_path
):
    async with camera_on(theme, tmp_path) as (scan, device):
        cues: list[str] = []
        scan.models.camera.cued.connect(cues.append)
        for _ in range(4):
            await show(scan, device, qr_text(1).reveal(), NV12)
        await eventually(lambda: cues == [Cue.NEW])
        await eventually(lambda: len(scan.rows) == 1)
        scan.page.camera.stop()
        await scan.settle()
        scan.page.camera.start()
        await show(scan, device, qr_text(1).reveal(), NV12)
        await eventually(lambda: cues == [Cue.NEW, Cue.KNOWN])
        words = scan.page.intake.result.words
        assert words is not None
        assert words.tone == "info"
        assert len(scan.rows) == 1


@pytest.mark.parametrize("failure", ["camera_none", "camera_busy", "camera_refused"])
async def test_a_camera_that_does_not_start_says_why_and_the_typed_field_has_the_focus(
    qtbot, theme, tmp_path, failure
):
    async with camera_on(theme, tmp_path, failure=failure) as (scan, _device):
        panel = scan.page.camera
        assert panel.problem.text() == message(failure)
        assert not panel.view.isVisible()
        assert panel.again.isVisible()
        assert not scan.models.camera.is_running
        entry = scan.page.intake.entry
        assert entry.isAncestorOf(scan.page.focusWidget()) or entry is scan.page.focusWidget()


async def test_no_camera_on_this_computer_is_a_sentence(qtbot, theme, tmp_path):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        scan.page.camera.bar.switch.click()
        if scan.page.camera.device is not None and scan.page.camera.device.inputs():
            pytest.skip("this computer has a camera")
        assert scan.page.camera.problem.text() == message("camera_none")


async def test_a_missing_library_is_a_sentence(qtbot, theme, tmp_path):
    def missing(_parent):
        raise ImportError

    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        scan.page.camera._make_device = missing
        scan.page.camera.bar.switch.click()
        assert scan.page.camera.problem.text() == message("camera_no_library")


async def test_a_camera_that_is_unplugged_and_comes_back_goes_on(qtbot, theme, tmp_path):
    async with camera_on(theme, tmp_path) as (scan, device):
        panel = scan.page.camera
        await show(scan, device, qr_text(1).reveal(), NV12)
        await eventually(lambda: len(scan.rows) == 1)
        device.lose()
        assert panel.problem.text() == message("camera_lost")
        assert not panel.view.has_picture
        device.feed(video_frame(coloured(qr_text(2).reveal()), NV12))
        await eventually(lambda: len(scan.rows) == 2)
        assert not panel.problem.text()
        assert panel.view.isVisible()


async def test_a_camera_that_sends_no_pictures_any_more_is_called_frozen(qtbot, theme, tmp_path):
    async with camera_on(theme, tmp_path) as (scan, device):
        device._watch.setInterval(20)
        await show(scan, device, None, NV12)
        await eventually(lambda: scan.page.camera.problem.text() == message("camera_frozen"))


async def test_the_camera_stops_while_the_page_is_hidden_or_the_window_is_minimised(
    qtbot, theme, tmp_path
):
    async with camera_on(theme, tmp_path) as (scan, device):
        await show(scan, device, None, NV12)
        scan.page.hide()
        assert not device.is_started
        assert not scan.models.camera.is_running
        scan.page.show()
        assert device.is_started
        assert scan.models.camera.is_running
        scan.page.setWindowState(Qt.WindowState.WindowMinimized)
        await eventually(lambda: not device.is_started)
        scan.page.setWindowState(Qt.WindowState.WindowNoState)
        await eventually(lambda: device.is_started)


async def test_the_camera_stops_when_the_session_is_left(qtbot, theme, tmp_path):
    async with camera_on(theme, tmp_path) as (scan, device):
        watch = scan.page.camera._watch
        assert watch is not None
        watch.left.emit()
        assert not device.is_started
        assert not scan.page.camera.is_on


async def test_everything_is_reached_by_keyboard_and_has_a_name(qtbot, theme, tmp_path):
    async with camera_on(theme, tmp_path) as (scan, device):
        panel = scan.page.camera
        await show(scan, device, None, NV12)
        panel.bar.small.setFocus()
        QTest.keyClick(panel.bar.small, Qt.Key.Key_Space)
        assert scan.models.camera.view.is_for_small
        assert panel.bar.zoom.key == "2.0"
        for widget in (panel.bar.zoom, panel.bar.cameras, panel.view):
            assert widget.accessibleName()


async def test_only_the_newest_frame_waits_for_the_reader(qtbot, theme, tmp_path):
    async with camera_on(theme, tmp_path) as (scan, device):
        live = scan.models.camera._live
        assert isinstance(live, LiveScanning)
        await show(scan, device, None, NV12)
        frames = [video_frame(coloured(None), NV12) for _ in range(2)]
        for number in range(100):
            device.feed(frames[number % 2])
        await asyncio.sleep(0)
        await until(lambda: live._mailbox.dropped > 30)


async def test_practice_boxes_are_read_without_a_camera_and_only_in_a_practice_project(
    qtbot, theme, tmp_path
):
    async with open_doors(tmp_path) as doors, shown_scan_page(theme, doors, tmp_path) as scan:
        panel, model = scan.page.camera, scan.models.camera
        kind = doors.work.project.store.project.kind
        assert bool(model.practice_boxes) == (kind is ProjectKind.PRACTICE)
        model.practice_boxes = tuple(sorted((resources_dir() / "practice_boxes").glob("*.jpg")))
        assert len(model.practice_boxes) == 12
        model.remember_device(PRACTICE_ID)
        panel.bar.switch.click()
        assert panel.bar.cameras.key == PRACTICE_ID
        practice = panel._practice
        assert practice is not None
        practice._timer.stop()  # the test turns the pages
        for number in range(1, 13):
            live = model._live
            assert live is not None
            practice._number = (number - 1) * 33
            practice.show_next()
            await eventually(lambda n=number: len(scan.rows) == n)
        await scan.settle()
        assert len(scan.rows) == 12
        panel.stop()
        assert not practice.is_started


@dataclass(frozen=True)
class OfferedFormat:
    """A camera's format as `best_format` asks for it."""

    wide: int
    high: int
    rate: float

    def resolution(self) -> QSize:
        return QSize(self.wide, self.high)

    def maxFrameRate(self) -> float:
        return self.rate


@pytest.mark.parametrize(
    ("offered", "best"),
    [
        ([(640, 480, 30), (1280, 720, 30), (1920, 1080, 30), (3840, 2160, 30)], (1920, 1080, 30)),
        ([(1920, 1080, 5), (1280, 720, 10), (640, 480, 30)], (640, 480, 30)),  # raw over USB 2
        ([(1280, 720, 15), (1280, 720, 30)], (1280, 720, 30)),
        ([(3840, 2160, 30), (1920, 1080, 5)], (3840, 2160, 30)),
        ([(640, 480, 5), (1280, 720, 10)], (1280, 720, 10)),
    ],
)
def test_the_largest_format_that_is_fast_enough_is_taken(offered, best):
    assert best_format([OfferedFormat(*one) for one in offered]) == OfferedFormat(*best)  # type: ignore[arg-type, list-item]
    assert best_format([]) is None


@pytest.mark.slow
@pytest.mark.time_limit_s(900)
async def test_ten_minutes_of_film_leave_the_memory_as_it_was(qtbot, theme, tmp_path):
    psutil = pytest.importorskip("psutil")
    texts = [qr_text(number).reveal() for number in range(1, 13)]
    frames = [
        video_frame(_grey_to_bgr(grey), NV12) for grey in film_frames([*texts, None], frames_each=3)
    ]
    async with camera_on(theme, tmp_path) as (scan, device):
        live = scan.models.camera._live
        assert live is not None
        process, sizes = psutil.Process(), []
        for number in range(10 * 60 * 15):
            before = live.frames_read
            device.feed(frames[number % len(frames)])
            await until(lambda n=before: live.frames_read > n)
            if number % 900 == 899:
                gc.collect()
                sizes.append(process.memory_info().rss / 1e6)
        assert len(scan.rows) == 12
        # The first minute fills caches.
        assert max(sizes[2:]) - sizes[1] < 25, sizes


def _grey_to_bgr(grey):
    return grey[..., None].repeat(3, axis=2)
