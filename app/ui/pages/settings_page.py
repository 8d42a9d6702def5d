"""The settings, drawn from their declarations; a change holds at once."""

from PySide6.QtWidgets import QWidget

from app.ui.theme import Theme
from app.ui.widgets.cards import Card
from app.ui.widgets.heading import Heading
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column, scrolled
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.settings_form import SettingsForm
from app.viewmodels.settings import SettingsViewModel

_WIDEST_PX = 620


class SettingsPage(QWidget):
    """Every setting that people may change."""

    def __init__(self, theme: Theme, model: SettingsViewModel) -> None:
        super().__init__()
        self._model = model
        self.messages = MessageStrip(theme)
        self.form = SettingsForm(theme, model.declared, model.value)
        card = Card(margin_px=20)
        card.body.addWidget(self.form)
        self.form.setMaximumWidth(_WIDEST_PX)
        content = QWidget()
        content.setMaximumWidth(_WIDEST_PX)
        inner = column(0)
        inner.addWidget(card)
        inner.addStretch(1)
        content.setLayout(inner)
        layout = column(12)
        layout.addWidget(Heading(self.tr("Settings")))
        layout.addWidget(
            text_label(self.tr("They hold on this computer, for every project."), "body", "muted")
        )
        layout.addWidget(self.messages)
        layout.addWidget(scrolled(content), 1)
        self.setLayout(layout)
        self.form.changed.connect(model.set)
        model.refused.connect(self.form.set_error)
        if model.problem:
            self.messages.show_message(model.problem, "warn")
