"""The pictures beside a setup code: a list without what they show, and one of them in full after asking."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from app.core.secret import Secret
from app.ui.dialogs import PlainDialog
from app.ui.pages.tray_picture_face import PictureFace
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.intake_mime import read_mime
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, lie_flat, row
from app.viewmodels.pictures import PictureItem

PICTURE_PX = QSize(760, 520)
MARGIN_PX = 24
"""Of a dialog, left and right."""


class PicturesCard(Card):
    """Which pictures there are, each small. `show_wanted` and `remove_wanted` carry a picture's id; a picture that may show a code is
    masked until somebody agreed to see it.

    `dropped` carries pictures that were dropped on the card: files, or an image by its bytes.
    """

    add_wanted = Signal()
    dropped = Signal(list)
    show_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, theme: Theme, hint: str = "") -> None:
        super().__init__(title="")
        self._theme = theme
        self._can_write = True
        self._items: Sequence[PictureItem] = ()
        self._lines: list[QWidget] = []
        self._faces: dict[str, PictureFace] = {}
        self.body.addWidget(text_label(self.tr("Pictures"), "title"))
        self._none = text_label(
            hint
            or self.tr(
                "Of the label, the box, the receipt; drop them here. They are kept small, encrypted, and without place and time of the camera."
            ),
            "small",
            "muted",
        )
        self._list = column(8)
        self.add_button = Button(theme, self.tr("Add p&ictures …"), icon="image")
        self.add_button.clicked.connect(self.add_wanted)
        buttons = FlowLayout(8)
        buttons.addWidget(self.add_button)
        self.setAcceptDrops(True)
        self.body.addWidget(self._none)
        self.body.addLayout(self._list)
        self.body.addWidget(boxed(buttons))
        self.body.addStretch(1)

    def set_items(self, items: Sequence[PictureItem], *, can_write: bool = True) -> None:
        """Show these pictures as lines."""
        self.add_button.setEnabled(can_write)
        self._none.setVisible(not items)
        if items == self._items and can_write == self._can_write:
            return
        self._items, self._can_write = items, can_write
        for line in self._lines:
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._faces = {}
        self._lines = [self._line(item) for item in items]
        before: QWidget | None = None
        for line in self._lines:
            self._list.addWidget(line)
            for button in line.findChildren(Button):
                if before is not None:
                    QWidget.setTabOrder(before, button)
                before = button
        if before is not None:
            QWidget.setTabOrder(before, self.add_button)

    def reveal(self, picture_id: str, jpeg: Secret[bytes], for_ms: int) -> None:
        """Show a picture small in its line for a while, once somebody has agreed to see it."""
        face = self._faces.get(picture_id)
        if face is not None and face.is_masked:
            face.show_for(QImage.fromData(jpeg.reveal()), for_ms)

    def _line(self, item: PictureItem) -> QWidget:
        words = self.tr("Picture {0}").format(item.number)
        show = Button(self._theme, self.tr("Show …"), icon="eye")
        remove = Button(self._theme, self.tr("Remove …"), icon="trash-2", kind="quiet")
        show.setAccessibleName(self.tr("Show picture {0}").format(item.number))
        remove.setAccessibleName(self.tr("Remove picture {0}").format(item.number))
        remove.setEnabled(self._can_write)
        show.clicked.connect(lambda: self.show_wanted.emit(item.id))
        remove.clicked.connect(lambda: self.remove_wanted.emit(item.id))
        texts = column(2)
        texts.addWidget(text_label(words, "strong"))
        texts.addWidget(text_label(self.tr("added {0}").format(item.added), "small", "muted"))
        texts.addStretch(1)
        head = row(10)
        self._faces[item.id] = face = PictureFace(self._theme, item.number, item.thumbnail)
        head.addWidget(face, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        buttons = FlowLayout(8)
        buttons.addWidget(show)
        buttons.addWidget(remove)
        line = QWidget()
        layout = column(6)
        layout.addLayout(head)
        layout.addWidget(boxed(buttons))
        line.setLayout(layout)
        lie_flat(line)
        return line

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        has_pictures = data.hasImage() or any(url.isLocalFile() for url in data.urls())
        if self._can_write and event.source() is None and has_pictures:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()  # goes on to the page, where codes come in

    def dropEvent(self, event: QDropEvent) -> None:
        pictures = read_mime(event.mimeData(), is_drop=True).pictures
        if not self._can_write or not pictures:
            event.ignore()
            return
        # Whoever is told that a file was moved deletes it.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(list(pictures))


class PictureDialog(PlainDialog):
    """One picture as large as the dialog; closed by itself after a while, so that it does not stay on a screen that was left."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        title: str,
        jpeg: Secret[bytes],
        close_after_ms: int,
    ) -> None:
        super().__init__(theme, parent, title, accept="")
        self.reject_button.setVisible(False)
        self.accept_button.setText(self.tr("Close"))
        self._image = QImage.fromData(jpeg.reveal())
        self.view = QLabel()
        self.view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view.setAccessibleName(title)
        self.body.addWidget(self.view, 0, Qt.AlignmentFlag.AlignHCenter)
        note = self.tr("Closes by itself after {0} seconds.").format(close_after_ms // 1000)
        self.body.addWidget(text_label(note, "small", "muted"))
        if self._image.isNull():
            self.view.setText(self.tr("This picture cannot be shown."))
        else:
            shown = self._image.scaled(
                PICTURE_PX,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self.view.setFixedSize(shown.size())
            # The dialog has a least width of its own, so that Qt does not raise it for its content.
            self.setMinimumWidth(max(self.minimumWidth(), shown.width() + 2 * MARGIN_PX))
            self.view.setPixmap(QPixmap.fromImage(shown))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(close_after_ms)
        self._timer.timeout.connect(self.reject)
        self._timer.start()

    def done(self, code: int) -> None:
        """Let go of the picture."""
        self._timer.stop()
        self.view.clear()
        self._image = QImage()
        super().done(code)
