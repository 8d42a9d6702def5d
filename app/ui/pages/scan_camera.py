"""The camera on the Scan page: its picture, what it is set to, and a sentence where there is none."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLoggingCategory, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.texts.messages import message
from app.ui.session_watch import SessionWatch
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.camera_practice import PRACTICE_ID, PracticeCamera
from app.ui.widgets.camera_view import CameraView
from app.ui.widgets.choices import CheckBox, ChoiceBox
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, column, lie_flat
from app.viewmodels.camera import ZOOMS, CameraViewModel, Cue, Sight
from app.viewmodels.camera_frames import CameraPicture, ScreenPicture

if TYPE_CHECKING:
    from app.ui.widgets.camera_device import CameraDevice

NEXT_MS = 1500
_WIDEST_CHOICE_PX = 220
_BEEP_GAP_MS = 160
_BEEPS = {Cue.NEW: 1, Cue.KNOWN: 2, Cue.OTHER: 3}


def load_device(parent: QObject) -> "CameraDevice":
    """The camera of this computer; ImportError where QtMultimedia or a library that it needs is missing."""
    # Hardware decoding is optional; Qt warns of each library of it that is not there.
    QLoggingCategory.setFilterRules("qt.multimedia.symbolsresolver=false")
    from app.ui.widgets.camera_device import CameraDevice  # noqa: PLC0415, heavy and optional

    return CameraDevice(parent)


class CameraBar(QWidget):
    """What the camera is set to: which one, how large its picture is, small codes, sound."""

    def __init__(self, theme: Theme, model: CameraViewModel, view: CameraView) -> None:
        super().__init__()
        self._model, self._view = model, view
        self.switch = Button(theme, self.tr("Use the &camera"), icon="scan-qr-code")
        self.cameras = ChoiceBox(theme, self.tr("Camera"))
        self.cameras.setMaximumWidth(_WIDEST_CHOICE_PX)
        words = [(str(zoom), f"{zoom:g} ×") for zoom in ZOOMS]  # noqa: RUF001 (the sign for times)
        self.zoom = ChoiceBox(theme, self.tr("Size of the picture"), words)
        self.small = CheckBox(theme, self.tr("S&mall codes"))
        self.sound = CheckBox(theme, self.tr("S&ound"))
        self.sound.setChecked(model.has_sound)
        line = FlowLayout(8)
        for widget in (self.switch, self.cameras, self.zoom, self.small, self.sound):
            line.addWidget(widget)
        self.setLayout(line)
        lie_flat(self)
        self.zoom.chosen.connect(self._on_zoom_chosen)
        self.small.toggled.connect(self._on_small_toggled)
        self.sound.toggled.connect(lambda is_on: model.set_sound(is_on=is_on))
        model.cued.connect(self._on_model_cued)

    def show_state(self, *, is_on: bool, has_picture: bool) -> None:
        """Offer what can be set now."""
        self.switch.setText(self.tr("Stop the &camera") if is_on else self.tr("Use the &camera"))
        for widget in (self.zoom, self.small, self.sound):
            widget.setVisible(has_picture)
        self.cameras.setVisible(is_on and self.cameras.count() > 1)

    def _on_zoom_chosen(self, key: str) -> None:
        self._model.set_zoom(float(key))
        self._view.set_zoom(float(key))

    def _on_small_toggled(self, is_on: bool) -> None:
        self._model.set_for_small(is_on=is_on)
        self.zoom.choose(str(self._model.view.zoom))
        self._view.set_zoom(self._model.view.zoom)

    def _on_model_cued(self, cue: str) -> None:
        if self._model.has_sound and self._model.is_running:
            for number in range(_BEEPS[Cue(cue)]):
                QTimer.singleShot(number * _BEEP_GAP_MS, self, QApplication.beep)


class CameraPanel(QWidget):
    """Off until somebody wants it. `typing_wanted` comes with each reason why there is no picture; `shown_changed` when the picture comes or goes."""

    typing_wanted = Signal()
    shown_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        model: CameraViewModel,
        make_device: "Callable[[QObject], CameraDevice]" = load_device,
    ) -> None:
        super().__init__()
        self._model, self._make_device = model, make_device
        self._device: CameraDevice | None = None
        self._practice: PracticeCamera | None = None
        self._watch: SessionWatch | None = None
        self._is_wanted = False
        self._hint = ""
        self._is_lost = False
        self.view = CameraView(theme)
        self.problem = text_label("", "body", "bad")
        self.bar = CameraBar(theme, model, self.view)
        self.again = Button(theme, self.tr("Start aga&in"), icon="refresh-cw", kind="quiet")
        self._place()
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(NEXT_MS)
        self._connect()
        self._show_state()

    @property
    def is_on(self) -> bool:
        """Whether the camera is wanted, also while the page is hidden."""
        return self._is_wanted

    @property
    def device(self) -> "CameraDevice | None":
        """The camera, once it was started."""
        return self._device

    def start(self) -> None:
        """Start the camera that was used last."""
        self._is_wanted = True
        self.problem.clear()
        self._show_state()
        if not self.isVisible() or self.window().isMinimized():
            return
        source = self._source()
        if source is not None:
            self._begin(source)

    def stop(self) -> None:
        """Let the camera go, and show no picture any more."""
        self._is_wanted = False
        self.problem.clear()
        self._pause()
        self._show_state()

    # --- parts ------------------------------------------------------------------------------------

    def _place(self) -> None:
        layout = column(10)
        layout.addWidget(self.bar)
        layout.addWidget(self.problem)
        layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.view, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        model = self._model
        self.bar.switch.clicked.connect(self._on_switch_clicked)
        self.again.clicked.connect(self.start)
        self.bar.cameras.chosen.connect(self._on_cameras_chosen)
        self.view.size_changed.connect(model.set_picture_size)
        self._next.timeout.connect(self._say_what_to_do)
        model.pictured.connect(self._on_model_pictured)
        model.sighted.connect(self._on_model_sighted)
        model.hinted.connect(self._on_model_hinted)
        model.problem.connect(self._show_problem)

    def _source(self) -> "CameraDevice | PracticeCamera | None":
        """What gives frames: the camera, or practice boxes where they were chosen."""
        boxes = self._model.practice_boxes
        if self._watch is None:
            self._watch = SessionWatch(self)
            self._watch.left.connect(self.stop)
            self._watch.start()
        if boxes and self._model.device_id == PRACTICE_ID:
            if self._practice is None:
                self._practice = PracticeCamera(boxes, self)
                self._practice.framed.connect(self._on_device_framed)
            return self._practice
        return self._device if self._device is not None or self._load() else None

    def _load(self) -> bool:
        try:
            device = self._device = self._make_device(self)
        except ImportError:
            self._show_problem(message("camera_no_library"))
            return False
        device.framed.connect(self._on_device_framed)
        device.failed.connect(self._on_device_failed)
        device.devices_changed.connect(self._show_devices)
        return True

    def _begin(self, source: "CameraDevice | PracticeCamera") -> None:
        self._show_devices()
        self.view.say(message("camera_starting"))
        self.view.tell_size()
        source.start(self._model.device_id)
        if source.is_started and not self.problem.text():
            self._model.start(source.interval_s)
        self._show_state()

    def _pause(self) -> None:
        """Let the camera go; it starts again when the page is back."""
        self._next.stop()
        self._hint = ""
        for source in (self._device, self._practice):
            if source is not None:
                source.stop()
        self._model.stop()
        self.view.clear()

    # --- what happens -----------------------------------------------------------------------------

    def _on_switch_clicked(self) -> None:
        if self._is_wanted:
            self.stop()
        else:
            self.start()

    def _on_cameras_chosen(self, device_id: str) -> None:
        self._model.remember_device(device_id)
        self._pause()
        self.start()

    def _on_device_framed(self, make: "Callable[[], CameraPicture | None]") -> None:
        self._is_lost = False
        self._model.put(make)

    def _on_model_pictured(self, picture: ScreenPicture) -> None:
        if self._is_lost or not self._is_wanted:
            return  # of before it was lost
        if self.problem.text():
            self.problem.clear()
            self._show_state()
        is_first = not self.view.has_picture
        self.view.show_picture(picture)
        if is_first:
            self._say_what_to_do()

    def _on_device_failed(self, code: str) -> None:
        self._is_lost = True
        if code not in {"camera_lost", "camera_frozen"}:
            self._model.stop()
        self._show_problem(message(code))

    def _show_problem(self, sentence: str) -> None:
        if not self._is_wanted:
            return
        self.view.clear()
        self.problem.setText(sentence)
        self._show_state()
        announce(self, sentence, is_urgent=True)
        self.typing_wanted.emit()

    def _show_devices(self) -> None:
        found = [] if self._device is None else self._device.devices()
        if self._model.practice_boxes:
            known = found or [("", self.tr("Camera"))]
            found = [*known, (PRACTICE_ID, self.tr("Practice boxes"))]
        self.bar.cameras.set_options(found)
        self.bar.cameras.choose(self._model.device_id)
        self._show_state()

    def _on_model_sighted(self, sight: Sight) -> None:
        self._next.stop()
        self.view.hold_still(sight.picture, sight.corners)
        self.view.say(sight.words)
        self._next.start()

    def _on_model_hinted(self, sentence: str) -> None:
        self._hint = sentence
        if not self._next.isActive():
            self._say_what_to_do()
        announce(self, sentence)

    def _say_what_to_do(self) -> None:
        if self._is_wanted and not self.problem.text() and self.view.has_picture:
            self.view.say(self._hint or message("camera_aim"))

    def _show_state(self) -> None:
        is_on, has_problem = self._is_wanted, bool(self.problem.text())
        self.bar.show_state(is_on=is_on, has_picture=is_on and not has_problem)
        self.problem.setVisible(has_problem)
        self.again.setVisible(is_on and has_problem)
        self.view.setVisible(is_on and not has_problem)
        self.shown_changed.emit(is_on and not has_problem)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        if self._is_wanted and not self._model.is_running:
            self.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pause()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowStateChange and watched is self.window():
            if self.window().isMinimized():
                self._pause()
            elif self._is_wanted and self.isVisible() and not self._model.is_running:
                self.start()
        return super().eventFilter(watched, event)
