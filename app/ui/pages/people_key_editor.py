"""Metal keys: who has which copy, and which doors they open."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.pages.people_keys_pane import NEW, HeldList, KeysPane, held_lines, with_breaks
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.check_rows import CheckRow, CheckRows
from app.ui.widgets.choices import ChoiceBox
from app.ui.widgets.entries import NumberBox
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import FlowLayout, boxed, column, row
from app.ui.widgets.plan_list import Line, PlanRow
from app.viewmodels.key_items import IN_BOX, PERSON, HeldCopies, KeyForm, KeyItem, target_key
from app.viewmodels.people_keys import KEY, KeysViewModel

MOST_COPIES = 999
ALIGN_TOP = Qt.AlignmentFlag.AlignTop


class KeyEditor(KeysPane):
    """Keys by number. `lost_wanted` carries key and copies, `remove_wanted` the key: both are asked about first."""

    lost_wanted = Signal(str, str)
    remove_wanted = Signal(str)

    def __init__(self, theme: Theme, model: KeysViewModel, *, can_write: bool) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            translate("KeyEditor", "Keys"),
            translate("KeyEditor", "Add a &key"),
            translate("KeyEditor", "A new key"),
            translate("KeyEditor", "No key is written down yet."),
        )
        self._model, self._can_write = model, can_write
        self._shown: KeyItem | None = None
        self._build_held(theme)
        self._build_facts(theme)
        self.form.addStretch(1)
        self.new.setEnabled(can_write)
        self.chosen_changed.connect(self.show_chosen)
        self.held.back_wanted.connect(lambda issue: model.take_back(KEY, self.key, issue))
        self.held.lost_wanted.connect(lambda issue: self.lost_wanted.emit(self.key, issue))
        self.hand_out.clicked.connect(
            lambda: model.hand_out(self.key, self.to.key, self.handed.value())
        )
        self.save.clicked.connect(self._on_save_clicked)
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self.key))
        self.number.textChanged.connect(lambda _text: self._check())

    def _build_held(self, theme: Theme) -> None:
        self._title = text_label("", "title")
        self._spare = text_label("", "body", "muted")
        self.held = HeldList(
            theme, self.tr("Who has it"), self.tr("It came &back"), self.tr("It is &lost …")
        )
        self.to = ChoiceBox(theme, self.tr("Hand out to"))
        self.handed = NumberBox(theme, self.tr("Copies to hand out"), low=1, high=MOST_COPIES)
        self.hand_out = Button(theme, self.tr("&Hand out"), icon="hand")
        line = row(12)
        line.addWidget(Field(self.tr("Hand out &to"), self.to), 3)
        line.addWidget(Field(self.tr("Cop&ies"), self.handed), 1)
        button = FlowLayout(0)
        button.addWidget(self.hand_out)
        giving = column(8)
        giving.addLayout(line)
        giving.addWidget(boxed(button))
        self._giving = QWidget()
        self._giving.setLayout(giving)
        for widget in (self._title, self._spare, self.held, self._giving):
            self.form.addWidget(widget)

    def _build_facts(self, theme: Theme) -> None:
        self.number = line_edit(longest=60)
        self.copies = NumberBox(
            theme, self.tr("How many copies there are"), low=1, high=MOST_COPIES
        )
        self.note = line_edit(longest=200)
        self.doors = CheckRows(theme, self.tr("Doors it opens"), self.tr("Search doors"))
        self.boxes = CheckRows(theme, self.tr("Key boxes it opens"), self.tr("Search key boxes"))
        self._boxes_title = text_label(self.tr("Key boxes it opens"), "strong")
        self.save = Button(theme, self.tr("&Save"), icon="check", kind="primary")
        self.remove = Button(
            theme, self.tr("&Remove the key …"), icon="trash-2", kind="destructive"
        )
        line = row(12)
        number = Field(self.tr("&Number"), self.number, helper=self.tr("What is stamped on it"))
        copies = Field(self.tr("&Copies"), self.copies, helper=self.tr("All there are"))
        line.addWidget(number, 3, ALIGN_TOP)
        line.addWidget(copies, 1, ALIGN_TOP)
        buttons = FlowLayout(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.remove)
        self._about = text_label(self.tr("About the key"), "title")
        self.form.addWidget(self._about)
        self.form.addLayout(line)
        self.form.addWidget(Field(self.tr("N&ote"), self.note))
        self.form.addWidget(text_label(self.tr("Doors it opens"), "strong"))
        self.form.addWidget(self.doors)
        self.form.addWidget(self._boxes_title)
        self.form.addWidget(self.boxes)
        self.form.addWidget(boxed(buttons))

    def begin_new(self) -> None:
        self.number.setFocus()

    def fill(self) -> None:
        """Show what the project has; what was typed stays where the key is as it was."""
        none = self.tr("There are no doors yet; add one first.")
        self.doors.set_rows([CheckRow(door.id, door.label) for door in self._model.doors], none)
        self.boxes.set_rows([CheckRow(box.id, box.label) for box in self._model.boxes])
        self.boxes.setVisible(bool(self._model.boxes))
        self._boxes_title.setVisible(bool(self._model.boxes))
        targets = [(target_key(PERSON, key), name) for key, name in self._model.people]
        in_box = self.tr("Key box: {0}")
        targets += [
            (target_key(IN_BOX, box.id), in_box.format(box.label)) for box in self._model.boxes
        ]
        self.to.set_options(targets)
        self.set_rows([self._row(item) for item in self._model.keys])

    def show_chosen(self) -> None:
        """Show the chosen key; its fields are filled when it is another one, or was changed."""
        item = next((one for one in self._model.keys if one.id == self.key), None)
        if _facts(item) != _facts(self._shown):
            self._fill_facts(item)
        self._shown = item
        out = item.out if item is not None else ()
        self._title.setText(
            self.tr("Who has key {0}").format(item.number) if item is not None else ""
        )
        self._spare.setText(self._count_words(item) if item is not None else "")
        self.held.set_held(out, [self._held_row(one) for one in out], can_write=self._can_write)
        can_give = item is not None and item.spare > 0 and self.to.count() > 0
        for widget in (self._title, self._spare, self.held):
            widget.setVisible(item is not None)
        self.held.setVisible(bool(out))
        self._giving.setVisible(can_give)
        self.handed.setMaximum(max(1, item.spare if item is not None else 1))
        self.hand_out.setEnabled(self._can_write)
        about = self.tr("About the key") if item is not None else self.tr("A new key")
        self._about.setText(about)
        self._check()

    def _fill_facts(self, item: KeyItem | None) -> None:
        self.number.setText(item.number if item is not None else "")
        self.copies.setValue(item.copies if item is not None else 1)
        self.note.setText(item.note if item is not None else "")
        self.doors.tick(item.door_ids if item is not None else ())
        self.boxes.tick(item.box_ids if item is not None else ())

    def _check(self) -> None:
        self.save.setEnabled(self._can_write and bool(self.number.text().strip()))
        self.remove.setVisible(self.key != NEW)
        self.remove.setEnabled(self._can_write)

    def _on_save_clicked(self) -> None:
        self._model.save_key(
            KeyForm(
                id=self.key,
                number=self.number.text(),
                copies=self.copies.value(),
                door_ids=self.doors.ticked,
                box_ids=self.boxes.ticked,
                note=self.note.text(),
            )
        )

    def _count_words(self, item: KeyItem) -> str:
        words = self.tr("Copies: {0}, spare: {1}").format(item.copies, item.spare)
        return words + (", " + self.tr("lost: {0}").format(item.lost) if item.lost else "")

    def _row(self, item: KeyItem) -> PlanRow:
        doors = ", ".join(item.doors) or self.tr("opens no door that is known")
        lines = [Line(with_breaks(item.note))] if item.note else []
        lines += [
            Line(with_breaks(doors)),
            Line(self._count_words(item), "bad" if item.lost else "muted"),
        ]
        lost = item.lost > 0
        icon = "triangle-alert" if lost else "key-round"
        return PlanRow(
            item.id,
            with_breaks(item.number),
            tuple(lines),
            icon=icon,
            icon_tone="bad" if lost else "muted",
        )

    def _held_row(self, held: HeldCopies) -> PlanRow:
        who = self.tr("In the key box {0}").format(held.who) if held.is_in_box else held.who
        since = self.tr("Copies: {0}, since {1}").format(held.copies, held.since)
        lost = self.tr("Lost, noted {0}").format(held.lost) if held.lost else ""
        icon = "triangle-alert" if held.lost else "lock" if held.is_in_box else "user"
        return PlanRow(held.id, with_breaks(who), held_lines(since, lost), icon=icon)


def _facts(item: KeyItem | None) -> tuple[object, ...]:
    if item is None:
        return ()
    return (item.id, item.number, item.copies, item.note, item.door_ids, item.box_ids)
