"""The survey of a door: what is noted of it and its site, its pictures, and what lock families cannot do there."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.texts.harmless import breakable
from app.texts.messages import message
from app.ui.pages.survey_form import SurveyForm
from app.ui.pages.tray_pictures import PicturesCard
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.choices import CheckBox, ChoiceBox
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import CardRow, FlowLayout, boxed, column, lie_flat
from app.ui.widgets.pills import PillLook, StatusPill
from app.viewmodels.pictures import PictureItem
from app.viewmodels.survey import FamilyItem, SurveyItem

_TONES = {"cannot": "bad", "needs": "warn", "not_known": "neutral", "noted": "info"}


class FitCard(Card):
    """What lock families cannot do here, or need, each with its source."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._families: Sequence[FamilyItem] = ()
        self._lines: list[QWidget] = []
        self.body.addWidget(text_label(self.tr("Before a lock is bought"), "title"))
        self.body.addWidget(text_label(message("fit_hardware"), "small", "muted"))
        self.family = ChoiceBox(theme, self.tr("Lock family"))
        self.family.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.family.chosen.connect(lambda _key: self._draw())
        choice = FlowLayout(8)
        choice.addWidget(self.family)
        self.body.addWidget(boxed(choice))
        self._list = column(14)
        self.body.addLayout(self._list)

    def set_families(self, families: Sequence[FamilyItem]) -> None:
        """Show what is known of these; the family that was chosen stays chosen."""
        if families == self._families:
            return
        self._families = families
        options = [("", self.tr("All families")), *((one.key, one.name) for one in families)]
        self.family.set_options(options)
        self._draw()

    def _draw(self) -> None:
        for line in self._lines:
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        chosen = self.family.key
        shown = [one for one in self._families if chosen in ("", one.key)]
        self._lines = [self._family(one) for one in shown]
        for line in self._lines:
            self._list.addWidget(line)

    def _family(self, family: FamilyItem) -> QWidget:
        layout = column(6)
        layout.addWidget(text_label(family.name, "strong"))
        for line in family.lines:
            pill = StatusPill(self._theme)
            pill.set_look(PillLook(line.state, _TONES[line.fit]))
            head = FlowLayout(8)
            head.addWidget(pill)
            layout.addWidget(boxed(head))
            layout.addWidget(text_label(line.text, "body"))
            if line.source:
                layout.addWidget(text_label(breakable(line.source), "small", "muted"))
        holder = QWidget()
        holder.setLayout(layout)
        lie_flat(holder)
        return holder


class SurveyTab(QWidget):
    """Draws a `SurveyItem`; every widget only says what is wanted. `height_changed`: it needs another height. `came_up`: it is seen.

    While there is nothing to show it takes no input: what was typed must not reach another door.
    """

    written = Signal(str, str, str)
    private_wanted = Signal(str, bool)
    site_wanted = Signal()
    copy_wanted = Signal()
    height_changed = Signal()
    came_up = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setEnabled(False)
        self._item: SurveyItem | None = None
        self.form = SurveyForm(theme)
        self.private = CheckBox(theme, self.tr("Somebody's home"))
        self.pictures = PicturesCard(
            theme,
            self.tr(
                "Of the door, its edge and its cylinder; drop them here. They are kept small, encrypted, and without place and time of the camera."
            ),
        )
        self.fit = FitCard(theme)
        self.site_button = Button(theme, self.tr("Site facts …"), icon="pencil")
        self.copy_button = Button(theme, self.tr("Copy this door …"), icon="copy")
        actions = FlowLayout(8)
        actions.addWidget(self.site_button)
        actions.addWidget(self.copy_button)
        door = Card()
        door.body.addWidget(text_label(self.tr("The door"), "title"))
        door.body.addWidget(
            text_label(self.tr("Nothing here has to be known. It is kept as you go."), "small")
        )
        door.body.addWidget(self.form)
        door.body.addWidget(self.private)
        cards = CardRow(280, 12)
        cards.addWidget(self._site_card())
        cards.addWidget(self.pictures)
        layout = column(12)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(boxed(actions))
        layout.addWidget(door)
        layout.addWidget(boxed(cards))
        layout.addWidget(self.fit)
        layout.addStretch(1)
        self.setLayout(layout)
        self.form.written.connect(self.written)
        self.site_button.clicked.connect(self.site_wanted)
        self.copy_button.clicked.connect(self.copy_wanted)
        self.private.clicked.connect(self._on_private_clicked)

    @property
    def item(self) -> SurveyItem | None:
        """What is shown."""
        return self._item

    def show_item(self, item: SurveyItem | None, *, can_write: bool) -> None:
        """Show the survey of this door."""
        self.setEnabled(item is not None)
        if item is None:
            self.form.flush()
            self._item = None
            return
        self.form.set_items(item.door_id, item.fields, can_write=can_write)
        self._item = item
        self.private.setChecked(item.is_private)
        for widget in (self.private, self.site_button, self.copy_button):
            widget.setEnabled(can_write)
        self._show_site(item)
        self.fit.set_families(item.families)

    def show_pictures(self, items: Sequence[PictureItem], *, can_write: bool) -> None:
        """Show these pictures of the door."""
        self.pictures.set_items(items, can_write=can_write)

    def least_height(self) -> int:
        """How high it is at its width when nothing in it is cut."""
        return self.heightForWidth(self.width())

    def _site_card(self) -> Card:
        card = Card()
        self._site_title = text_label("", "title")
        card.body.addWidget(self._site_title)
        self._site_lines = text_label("", "body")
        card.body.addWidget(self._site_lines)
        card.body.addStretch(1)
        return card

    def _show_site(self, item: SurveyItem) -> None:
        self._site_title.setText(breakable(item.site))
        lines = [
            self.tr("{0}: {1}").format(one.label, breakable(one.value))
            for one in item.site_fields
            if one.value
        ]
        if item.has_wifi_password:
            lines.append(self.tr("Wi-Fi password: kept, encrypted"))
        self._site_lines.setText("\n".join(lines) or self.tr("Nothing is noted of this site yet."))

    def _on_private_clicked(self, is_private: bool) -> None:
        if self._item is not None:
            self.private_wanted.emit(self._item.door_id, is_private)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_up.emit()

    def event(self, event: QEvent) -> bool:
        is_taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # something in it came, went or says more
            self.height_changed.emit()
        return is_taken

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.height_changed.emit()
