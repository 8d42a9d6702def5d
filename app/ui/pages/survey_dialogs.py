"""What the survey asks: the facts of a site, and the names of new doors."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from app.core.secret import Secret
from app.ui.dialogs import PlainDialog
from app.ui.pages.survey_form import LONGEST, NOTE
from app.ui.theme import Theme
from app.ui.widgets.choices import CheckBox
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.code_reveal import CodeReveal
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.layouts import CardRow, boxed, column, scrolled
from app.ui.widgets.note_edit import NoteEdit
from app.ui.widgets.secret_field import SecretField
from app.viewmodels.survey import SurveyItem

NAMES_PX = 132
FORM_PX = 460
LONGEST_NAMES = 30_000


class SiteFactsDialog(PlainDialog):
    """Lines for what is noted of a site; the Wi-Fi password is masked until somebody asks for it."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        item: SurveyItem,
        clipboard: SecretClipboard,
        password: Callable[[], Secret[str] | None],
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("SiteFactsDialog", "Facts of {0}").format(item.site),
            translate("SiteFactsDialog", "They are the same for every door of this site."),
            accept=translate("SiteFactsDialog", "Keep"),
        )
        self.setMinimumWidth(640)
        self._password = password
        self._before = {one.key: one.value for one in item.site_fields}
        self._editors: dict[str, QLineEdit | NoteEdit] = {}
        fields = CardRow(250, 16)
        for one in item.site_fields:
            editor: QLineEdit | NoteEdit
            if one.key == NOTE:
                editor = NoteEdit()
                editor.setPlainText(one.value)
            else:
                editor = line_edit(one.value, longest=LONGEST)
            self._editors[one.key] = editor
            field = Field(one.label, editor)
            if isinstance(editor, NoteEdit):
                _say_refusals(field, editor)
            fields.addWidget(field)
        form = column(14)
        form.addWidget(boxed(fields))
        self._add_password(form.addWidget, item, clipboard)
        form.addStretch(1)
        content = QWidget()
        content.setLayout(form)
        area = scrolled(content)
        area.setMinimumHeight(FORM_PX)
        self.body.addWidget(area)
        next(iter(self._editors.values())).setFocus()

    def _add_password(
        self, add: Callable[[QWidget], object], item: SurveyItem, clipboard: SecretClipboard
    ) -> None:
        self.kept = CodeReveal(self.theme, clipboard, self.tr("The Wi-Fi password"), wraps=True)
        self.kept.setVisible(item.has_wifi_password)
        self.kept.reveal_requested.connect(lambda: self._hand_out(self.kept.reveal))
        self.kept.copy_requested.connect(lambda: self._hand_out(self.kept.copy))
        self.forget = CheckBox(self.theme, self.tr("Take the Wi-Fi password away"))
        self.forget.setVisible(item.has_wifi_password)
        self.password = SecretField(
            self.theme,
            self.tr("Another Wi-Fi password")
            if item.has_wifi_password
            else self.tr("Wi-Fi password"),
            helper=self.tr("Kept encrypted, and left out of every list that does not ask first."),
        )
        self.forget.toggled.connect(lambda is_on: self.password.setEnabled(not is_on))
        add(self.kept)
        add(self.forget)
        add(self.password)

    @property
    def values(self) -> dict[str, str]:
        """What was changed, by key."""
        after = {
            key: (editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()).strip()
            for key, editor in self._editors.items()
        }
        return {key: text for key, text in after.items() if text != self._before.get(key, "")}

    def take_password(self) -> Secret[str] | None:
        """The new password, removed from the dialog; empty to take the kept one away, None to leave it."""
        if self.forget.isChecked():
            self.password.clear()
            return Secret("")
        return None if self.password.is_empty else self.password.take()

    def _hand_out(self, use: Callable[[Secret[str]], None]) -> None:
        kept = self._password()
        if kept is not None:
            use(kept)


class CopyDoorDialog(PlainDialog):
    """Asks for the names of new doors, one a line, and their site."""

    def __init__(
        self, theme: Theme, parent: QWidget | None, item: SurveyItem, sites: list[str]
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("CopyDoorDialog", "Copy {0}").format(item.label),
            translate(
                "CopyDoorDialog",
                "Each new door gets the survey, the groups, the time zone, and the same people with the same codes and times. Nothing is sent to a lock. Pictures and the lock stay here.",
            ),
            accept=translate("CopyDoorDialog", "Add the doors"),
        )
        self._names = NoteEdit(longest=LONGEST_NAMES, height_px=NAMES_PX)
        self._site = line_edit(item.site, longest=120)
        completer = QCompleter(sites, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._site.setCompleter(completer)
        names = Field(
            self.tr("&Names of the new doors"), self._names, helper=self.tr("One name a line.")
        )
        _say_refusals(names, self._names)
        self.body.addWidget(names)
        self.body.addWidget(
            Field(self.tr("&Site"), self._site, helper=self.tr("A new name makes a new site."))
        )
        self._names.textChanged.connect(self._on_names_changed)
        self._on_names_changed()
        self._names.setFocus()

    @property
    def names(self) -> list[str]:
        """The names, without empty lines."""
        lines = self._names.toPlainText()[:LONGEST_NAMES].splitlines()
        return [line.strip() for line in lines if line.strip()]

    @property
    def site(self) -> str:
        """The site of the new doors."""
        return self._site.text().strip()

    def _on_names_changed(self) -> None:
        self.set_acceptable(bool(self.names))


def _say_refusals(field: Field, note: NoteEdit) -> None:
    """Say below the field why a paste was not taken, until something is typed."""
    note.refused.connect(field.set_error)
    note.textChanged.connect(lambda: field.set_error(""))
