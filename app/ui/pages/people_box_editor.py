"""Key boxes: where they hang, what lies in them, and who knows the code."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.core.secret import Secret
from app.ui.pages.people_keys_pane import NEW, HeldList, KeysPane, held_lines, with_breaks
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.check_rows import CheckRow, CheckRows
from app.ui.widgets.choices import CheckBox, ChoiceBox
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.code_reveal import CodeReveal
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column
from app.ui.widgets.plan_list import Line, PlanRow
from app.ui.widgets.secret_field import SecretField
from app.viewmodels.key_items import BoxForm, BoxItem, HeldCopies
from app.viewmodels.people_keys import BOX_STATE, KeysViewModel


class BoxEditor(KeysPane):
    """Boxes by label. `remove_wanted` carries a box; so do `reveal_wanted` and `copy_wanted`, which are asked about first."""

    remove_wanted = Signal(str)
    reveal_wanted = Signal(str)
    copy_wanted = Signal(str)

    def __init__(
        self, theme: Theme, model: KeysViewModel, clipboard: SecretClipboard, *, can_write: bool
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            translate("BoxEditor", "Key boxes"),
            translate("BoxEditor", "Add a key &box"),
            translate("BoxEditor", "A new key box"),
            translate("BoxEditor", "No key box is written down yet."),
        )
        self._model, self._can_write = model, can_write
        self._shown: BoxItem | None = None
        self._shown_id = NEW
        self._build_state(theme, clipboard)
        self._build_facts(theme)
        self.form.addStretch(1)
        self.new.setEnabled(can_write)
        self.chosen_changed.connect(self.show_chosen)
        self.inside.back_wanted.connect(lambda issue: model.take_back(BOX_STATE, self.key, issue))
        self.tell.clicked.connect(lambda: model.tell_code(self.key, self.person.key))
        self.code.reveal_requested.connect(lambda: self.reveal_wanted.emit(self.key))
        self.code.copy_requested.connect(lambda: self.copy_wanted.emit(self.key))
        self.save.clicked.connect(self._on_save_clicked)
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self.key))
        self.label.textChanged.connect(lambda _text: self._check())
        self.forget.toggled.connect(lambda is_on: self.new_code.setEnabled(not is_on))

    def _build_state(self, theme: Theme, clipboard: SecretClipboard) -> None:
        self._inside_title = text_label("", "title")
        self._inside_none = text_label(
            self.tr("No key lies in it. A key is put in where it is handed out, under Keys."),
            "body",
            "muted",
        )
        self.inside = HeldList(theme, self.tr("What is inside"), self.tr("It was taken o&ut"))
        self.code = CodeReveal(theme, clipboard, "")
        self._told_title = text_label(self.tr("Who knows the code"), "strong")
        self._told = text_label("", "body")
        self.person = ChoiceBox(theme, self.tr("Who was told the code"))
        self.tell = Button(theme, self.tr("&Write down that they know it"), icon="check")
        line = FlowLayout(0)
        line.addWidget(self.tell)
        telling = column(8)
        telling.addWidget(Field(self.tr("Who was &told the code"), self.person))
        telling.addWidget(boxed(line))
        self._telling = QWidget()
        self._telling.setLayout(telling)
        for widget in (
            self._inside_title,
            self._inside_none,
            self.inside,
            self.code,
            self._told_title,
            self._told,
            self._telling,
        ):
            self.form.addWidget(widget)

    def _build_facts(self, theme: Theme) -> None:
        self.label = line_edit(longest=60)
        self.place = line_edit(longest=200)
        self.forget = CheckBox(theme, self.tr("It has no code any more"))
        self.new_code = SecretField(
            theme,
            self.tr("A new co&de"),
            helper=self.tr(
                "With a new code nobody is noted as knowing it until you write it down."
            ),
        )
        self.doors = CheckRows(
            theme, self.tr("Doors that something else in it opens"), self.tr("Search doors")
        )
        self.save = Button(theme, self.tr("&Save"), icon="check", kind="primary")
        self.remove = Button(
            theme, self.tr("&Remove the key box …"), icon="trash-2", kind="destructive"
        )
        buttons = FlowLayout(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.remove)
        self._about = text_label("", "title")
        self.form.addWidget(self._about)
        self.form.addWidget(Field(self.tr("&Name"), self.label))
        helper = self.tr("Such as: behind the rain pipe")
        self.form.addWidget(Field(self.tr("Where it &hangs"), self.place, helper=helper))
        self.form.addWidget(self.new_code)
        self.form.addWidget(self.forget)
        self.form.addWidget(text_label(self.tr("Doors that something else in it opens"), "strong"))
        self.form.addWidget(self.doors)
        self.form.addWidget(boxed(buttons))

    def begin_new(self) -> None:
        self.label.setFocus()

    def fill(self) -> None:
        """Show what the project has; what was typed stays where the box is as it was."""
        none = self.tr("There are no doors yet; add one first.")
        self.doors.set_rows([CheckRow(door.id, door.label) for door in self._model.doors], none)
        self.set_rows([self._row(item) for item in self._model.boxes])

    def show_chosen(self) -> None:
        """Show the chosen box; its fields are filled when it is another one, or was changed."""
        item = next((one for one in self._model.boxes if one.id == self.key), None)
        if _facts(item) != _facts(self._shown):
            self._fill_facts(item)
        if self._shown_id != self.key:
            self.forget_typed()
        self._shown_id = self.key
        self._shown = item
        self._show_state(item)
        about = self.tr("About the key box") if item is not None else self.tr("A new key box")
        self._about.setText(about)
        self._check()

    def forget_typed(self) -> None:
        """Let go of a code that was typed, and mask the one that is shown."""
        self.new_code.clear()
        self.forget.setChecked(False)
        self.code.hide_code()

    def reveal(self, box_id: str, code: Secret[str]) -> None:
        """Show the code for a while, if its box is still the chosen one."""
        if box_id == self.key:
            self.code.reveal(code)

    def copy(self, box_id: str, code: Secret[str]) -> None:
        """Put the code on the clipboard for a while, if its box is still the chosen one."""
        if box_id == self.key:
            self.code.copy(code)

    def _show_state(self, item: BoxItem | None) -> None:
        inside = item.inside if item is not None else ()
        has_code = item is not None and item.has_code
        if item is not None:
            self._inside_title.setText(self.tr("What is in {0}").format(item.label))
            label = self.tr("Code of {0}").format(item.label)
            if label != self.code.accessibleName():
                self.code.setAccessibleName(label)
                self.code.set_label(label)
            self._told.setText(", ".join(item.told) or self.tr("Nobody, as far as is written down"))
            told = item.told_ids
            self.person.set_options([one for one in self._model.people if one[0] not in told])
        self.inside.set_held(
            inside, [self._inside_row(one) for one in inside], can_write=self._can_write
        )
        self._inside_title.setVisible(item is not None)
        self._inside_none.setVisible(item is not None and not inside)
        self.inside.setVisible(bool(inside))
        for widget in (self.code, self._told_title, self._told):
            widget.setVisible(has_code)
        self._telling.setVisible(has_code and self.person.count() > 0)
        self.tell.setEnabled(self._can_write)
        self.forget.setVisible(has_code)

    def _fill_facts(self, item: BoxItem | None) -> None:
        self.label.setText(item.label if item is not None else "")
        self.place.setText(item.place if item is not None else "")
        self.doors.tick(item.door_ids if item is not None else ())

    def _check(self) -> None:
        self.save.setEnabled(self._can_write and bool(self.label.text().strip()))
        self.remove.setVisible(self.key != NEW)
        self.remove.setEnabled(self._can_write)

    def _on_save_clicked(self) -> None:
        typed = None if self.new_code.is_empty else self.new_code.secret()
        self._model.save_box(
            BoxForm(
                id=self.key,
                label=self.label.text(),
                place=self.place.text(),
                door_ids=self.doors.ticked,
                code=Secret("") if self.forget.isChecked() else typed,
            )
        )

    def _row(self, item: BoxItem) -> PlanRow:
        keys = ", ".join(one.key_number for one in item.inside)
        inside = self.tr("Inside: {0}").format(keys) if keys else self.tr("No key is noted inside")
        lines = [Line(with_breaks(item.place))] if item.place else []
        lines.append(Line(with_breaks(inside)))
        if item.has_code:
            told = ", ".join(item.told) or self.tr("nobody")
            lines.append(Line(with_breaks(self.tr("Know the code: {0}").format(told))))
        return PlanRow(item.id, with_breaks(item.label), tuple(lines), icon="lock")

    def _inside_row(self, held: HeldCopies) -> PlanRow:
        title = self.tr("Key {0}").format(held.key_number)
        since = self.tr("Copies: {0}, since {1}").format(held.copies, held.since)
        lost = self.tr("Lost, noted {0}").format(held.lost) if held.lost else ""
        return PlanRow(held.id, with_breaks(title), held_lines(since, lost), icon="key-round")


def _facts(item: BoxItem | None) -> tuple[object, ...]:
    if item is None:
        return ()
    return (item.id, item.label, item.place, item.door_ids)
