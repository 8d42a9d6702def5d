"""What goes into a file of the inventory, and what it means to write secrets into one."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.ui.dialogs import PlainDialog
from app.ui.theme import Theme
from app.ui.widgets.cards import HintStrip
from app.ui.widgets.choices import CheckBox, ChoiceBox, RadioChoice
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import boxed, column, row
from app.viewmodels.inventory import CSV, JSON, XLSX, ZWAVE_JS, ExportWish

SHOWN, ALL = "shown", "all"


class ExportDialog(PlainDialog):
    """Format, columns, order, and whether the secrets go along, with what that means."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None,
        columns: Sequence[tuple[str, str]],
        shown: Sequence[str] = (),
        separator: str = ",",
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("ExportDialog", "Export the inventory"),
            accept=translate("ExportDialog", "Choose the file …"),
        )
        self.setMinimumWidth(600)
        self._all = tuple(key for key, _title in columns)
        self._shown = tuple(shown) or self._all
        self._format = RadioChoice(
            theme,
            self.tr("Format"),
            [
                (CSV, self.tr("CSV, for a spreadsheet or another program")),
                (XLSX, self.tr("Workbook (XLSX), with real numbers and dates")),
                (JSON, self.tr("JSON, for other programs")),
                (ZWAVE_JS, self.tr("Setup codes of Z-Wave devices, for Z-Wave JS UI")),
            ],
            CSV,
        )
        self._separator = ChoiceBox(
            theme,
            self.tr("Between the cells"),
            [
                (",", self.tr("Comma")),
                (";", self.tr("Semicolon")),
                ("\t", self.tr("Tab")),
            ],
        )
        self._separator.choose(separator)
        separator_line = row(12)
        separator_line.addWidget(text_label(self.tr("Between the cells:"), wrap=False))
        separator_line.addWidget(self._separator)
        separator_line.addStretch(1)
        self._separator_line = boxed(separator_line)
        self._whole = CheckBox(
            theme, self.tr("The &whole project, people and access too, as a table to import")
        )
        self._sheets = CheckBox(theme, self.tr("A s&heet for each site"))
        self._which = RadioChoice(
            theme,
            self.tr("Columns"),
            [
                (SHOWN, self.tr("The columns of the page ({0})").format(len(self._shown))),
                (ALL, self.tr("Every column ({0})").format(len(self._all))),
            ],
            SHOWN,
        )
        self._as_shown = CheckBox(theme, self.tr("Only what the page shows, in its &order"))
        self._as_shown.setChecked(True)
        self._secrets = CheckBox(theme, self.tr("Also write &setup codes and Wi-Fi passwords"))
        self._pins = text_label(
            self.tr(
                "With the whole project that means PINs too; without, an import draws new ones."
            ),
            "caption",
            "muted",
        )
        self._warning = HintStrip(theme, secrets_meaning(), icon="triangle-alert", tone="warn")
        lines = column(8)
        lines.addWidget(text_label(self.tr("Columns"), "strong"))
        lines.addWidget(self._which)
        lines.addWidget(self._as_shown)
        self._table_part = boxed(lines)
        self.body.addWidget(self._format)
        self.body.addWidget(self._separator_line)
        self.body.addWidget(self._whole)
        self.body.addWidget(self._sheets)
        self.body.addWidget(self._table_part)
        self.body.addWidget(self._secrets)
        self.body.addWidget(self._pins)
        self.body.addWidget(self._warning)
        self._format.chosen.connect(lambda _key: self._show_parts())
        self._secrets.toggled.connect(self._show_parts)
        self._whole.toggled.connect(self._show_parts)
        self._show_parts()
        self._format.setFocus()

    @property
    def wish(self) -> ExportWish:
        """What was chosen."""
        form = self._format.key
        is_whole = form != ZWAVE_JS and self._whole.isChecked()
        return ExportWish(
            form=form,
            columns=self._shown if self._which.key == SHOWN else self._all,
            separator=self._separator.key,
            is_sheet_per_site=form == XLSX and not is_whole and self._sheets.isChecked(),
            is_as_shown=self._as_shown.isChecked(),
            with_secrets=form == ZWAVE_JS or self._secrets.isChecked(),
            is_whole=is_whole,
        )

    def _show_parts(self) -> None:
        form, is_whole = self._format.key, self._whole.isChecked()
        is_table = form != ZWAVE_JS
        self._separator_line.setVisible(form == CSV)
        self._whole.setVisible(is_table)
        self._sheets.setVisible(form == XLSX and not is_whole)
        self._table_part.setVisible(is_table and not is_whole)
        self._secrets.setVisible(is_table)
        self._pins.setVisible(is_table and is_whole)
        self._warning.setVisible(not is_table or self._secrets.isChecked())


def secrets_meaning() -> str:
    """Who can do what with a file that holds secrets."""
    return QCoreApplication.translate(
        "ExportDialog",
        "The file is not encrypted. Everybody who gets hold of it can read the secrets in it: with a setup code they can add a lock "
        "to a home of their own while it is in pairing mode, with a PIN they open the door, with a Wi-Fi password they are in that network. "
        "That the file was written is in the history.",
    )
