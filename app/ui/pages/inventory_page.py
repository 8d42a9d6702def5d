"""The inventory as a table, and its way into a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.dialogs import PlainDialog, ask_save_file, finished
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import HintStrip
from app.ui.widgets.choices import CheckBox, RadioChoice
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.heading import Heading
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import boxed, column, row, scrolled
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.table import Cell, Column, Table, TableRow
from app.viewmodels.inventory import InventoryItem, InventoryViewModel

CSV, JSON = "csv", "json"


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What somebody wants in the file."""

    columns: tuple[str, ...]
    as_json: bool
    with_secrets: bool


class InventoryPage(QWidget):
    """Every door with its lock; read anew each time it is shown. `export_wanted` asks the owner to run `export`."""

    export_wanted = Signal()
    add_lock_wanted = Signal()

    def __init__(self, theme: Theme, model: InventoryViewModel) -> None:
        super().__init__()
        self._theme, self._model = theme, model
        self.messages = MessageStrip(theme)
        self.export_button = Button(theme, self.tr("&Export …"), icon="download", kind="primary")
        self.export_button.clicked.connect(self.export_wanted)
        self.table = Table(
            theme,
            self.tr("Inventory"),
            [
                Column(self.tr("Door"), share=3, least_px=150),
                Column(self.tr("Lock"), share=3, least_px=130, folds=True),
                Column(self.tr("Serial number"), share=2, least_px=130, fits=True),
                Column(self.tr("Firmware"), least_px=90, folds=True),
                Column(self.tr("Battery"), least_px=80),
                Column(self.tr("Codes proven"), least_px=120),
                Column(self.tr("Last reached"), share=2, least_px=130, folds=True),
            ],
        )
        self.empty = EmptyState(theme)
        self.empty.primary_pressed.connect(self.add_lock_wanted)
        self.empty.show_working(self.tr("Reading the inventory …"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        head = row(12)
        head.addWidget(Heading(self.tr("Inventory")))
        head.addStretch(1)
        head.addWidget(self.export_button)
        layout = column(12)
        layout.addLayout(head)
        layout.addWidget(self.messages)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)
        model.loaded.connect(self._on_model_loaded)
        model.written.connect(lambda text: self.messages.show_message(text, "ok"))
        model.failed.connect(lambda text: self.messages.show_message(text, "bad"))

    async def export(self) -> None:
        """Ask what and where to, and write it."""
        dialog = ExportDialog(self._theme, self.window(), self._model.columns)
        if not await finished(dialog):
            return
        wish = dialog.wish
        kind = self.tr("JSON file (*.json)") if wish.as_json else self.tr("CSV table (*.csv)")
        proposed = self._model.proposed_path(as_json=wish.as_json)
        path = await ask_save_file(self.window(), self.tr("Export the inventory"), [kind], proposed)
        if path is not None:
            self._model.export(
                path,
                columns=wish.columns,
                as_json=wish.as_json,
                with_secrets=wish.with_secrets,
            )

    def _on_model_loaded(self) -> None:
        items = self._model.items
        self.export_button.setEnabled(bool(items))
        if not items:
            self.empty.show_nothing_yet(
                self.tr("Nothing to list yet"),
                self.tr("Every door and its lock stands here, to be looked over or exported."),
                self.tr("&Add a lock"),
                icon="clipboard-list",
            )
        self.table.set_rows([self._row(number, item) for number, item in enumerate(items)])
        if items and not self.table.chosen:
            self.table.choose("0")
        self._stack.setCurrentWidget(self.table if items else self.empty)

    def _row(self, number: int, item: InventoryItem) -> TableRow:
        battery = "" if item.battery_percent is None else f"{item.battery_percent} %"
        codes = self.tr("{0} of {1}").format(item.proven, item.codes) if item.codes else ""
        is_open = item.proven < item.codes
        return TableRow(
            str(number),
            (
                Cell(item.door, second=item.site),
                Cell(item.product if item.has_lock else self.tr("no lock yet")),
                Cell(item.serial),
                Cell(item.firmware),
                Cell(battery),
                Cell(codes, tone="warn" if is_open else ""),
                Cell(item.reached),
            ),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.load()


class ExportDialog(PlainDialog):
    """Format, columns, and whether the setup codes go along, with what that means."""

    def __init__(
        self, theme: Theme, parent: QWidget | None, columns: Sequence[tuple[str, str]]
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("ExportDialog", "Export the inventory"),
            accept=translate("ExportDialog", "Choose the file …"),
        )
        self.setMinimumWidth(560)
        self._format = RadioChoice(
            theme,
            self.tr("Format"),
            [
                (CSV, self.tr("CSV, for a spreadsheet")),
                (JSON, self.tr("JSON, for other programs")),
            ],
            CSV,
        )
        self._columns = {key: CheckBox(theme, title) for key, title in columns}
        grid = row(16)
        half = (len(columns) + 1) // 2
        boxes = list(self._columns.values())
        for part in (boxes[:half], boxes[half:]):
            side = column(0)
            for box in part:
                box.setChecked(True)
                box.toggled.connect(self._on_choice_changed)
                side.addWidget(box)
            side.addStretch(1)
            grid.addLayout(side, 1)
        area = scrolled(boxed(grid))
        area.setMinimumHeight(190)
        self._secrets = CheckBox(theme, self.tr("Also write the &setup codes"))
        self._warning = HintStrip(
            theme,
            self.tr(
                "Whoever can read this file can then add the locks to a home of their own while they are in pairing mode. "
                "It is in the history that this list was written."
            ),
            icon="triangle-alert",
            tone="warn",
        )
        self._warning.setVisible(False)
        self._secrets.toggled.connect(self._warning.setVisible)
        self.body.addWidget(self._format)
        self.body.addWidget(text_label(self.tr("Columns"), "strong"))
        self.body.addWidget(area, 1)
        self.body.addWidget(self._secrets)
        self.body.addWidget(self._warning)
        self._format.setFocus()

    @property
    def wish(self) -> ExportWish:
        """What was chosen."""
        chosen = tuple(key for key, box in self._columns.items() if box.isChecked())
        return ExportWish(chosen, self._format.key == JSON, self._secrets.isChecked())

    def _on_choice_changed(self) -> None:
        self.set_acceptable(any(box.isChecked() for box in self._columns.values()))
