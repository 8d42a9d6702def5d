"""Developer tool: draws every widget of the kit in both schemes to PNG files.

python -m tests.gui.gallery FOLDER
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDate, QSize, Qt, QTime
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from app.core.paths import resources_dir
from app.core.secret import Secret
from app.core.settings import DECLARED
from app.domain.slot_record import ProofLevel
from app.driver_api.pairing import (
    Confirm,
    Done,
    Failed,
    FieldKind,
    Finding,
    FindingLevel,
    Form,
    FormField,
    PairedLock,
    Progress,
    ProgressState,
)
from app.ui.application import build_application
from app.ui.dialogs import NewPassphraseDialog, PassphraseDialog, PlainDialog
from app.ui.main_window import MainWindow, PageEntry
from app.ui.theme import Scheme, Theme
from app.ui.widgets.busy_strip import BusyStrip
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card, HintStrip, InfoCard
from app.ui.widgets.check_list import CheckItem, CheckList
from app.ui.widgets.choices import CheckBox, ChoiceBox, RadioChoice
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.widgets.code_reveal import CodeReveal
from app.ui.widgets.countdown import Countdown
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.entries import DateBox, NumberBox, TimeBox
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.labels import ElidedLabel, text_label
from app.ui.widgets.layouts import AT_END, CardRow, FlowLayout, boxed, column, row, scrolled
from app.ui.widgets.list_detail import ListDetail
from app.ui.widgets.message_strip import MessageStrip
from app.ui.widgets.pills import PillLook, StatusPill
from app.ui.widgets.proof_pill import ProofPill, proof_look
from app.ui.widgets.qr_view import QrWidget
from app.ui.widgets.rail import ProjectFacts
from app.ui.widgets.row_list import RowData, RowList
from app.ui.widgets.search import ChipData, FilterChips, SearchField
from app.ui.widgets.secret_field import SecretField
from app.ui.widgets.settings_form import SettingsForm
from app.ui.widgets.table import Cell, Column, Table, TableRow
from app.ui.widgets.tabs import Tabs
from app.ui.wizards.step_widgets import ProgressStep, build_step_widget
from app.ui.wizards.wizard_window import WizardWindow

DOORS = [
    ("Main entrance", "Block A · Ground floor", PillLook("proven", "ok", "check_ring")),
    ("Stairwell east", "Block A · Ground floor", PillLook("proven", "ok", "check_ring")),
    ("Apartment 1.01", "Block A · Floor 1", PillLook("1 to apply", "info")),
    ("Apartment 1.02", "Block A · Floor 1", PillLook("battery low", "warn")),
    ("Apartment 1.03", "Block A · Floor 1, behind the second stairwell", PillLook("to pair")),
    ("Apartment 2.01", "Block A · Floor 2", PillLook("not seen 6 d", "bad")),
    ("Bicycle store", "Block B · Basement", PillLook("unknown", "warn", "question_box", True)),
]


def locks_page(theme: Theme) -> QWidget:
    """A page like the Locks page, with invented figures."""
    list_pane = QWidget()
    head = row(12)
    head.addWidget(text_label("Locks", "h1", wrap=False), 1)
    head.addWidget(Button(theme, "&Add a lock", icon="plus", kind="primary"))
    chips = FilterChips("Filter")
    chips.set_chips(
        [ChipData("", "All", 7), ChipData("p", "To pair", 1), ChipData("a", "Attention", 3)]
    )
    listed = RowList(theme, "Locks")
    listed.set_rows(
        [
            RowData(str(n), title, place, pill=pill, is_filled=n == 4)
            for n, (title, place, pill) in enumerate(DOORS)
        ]
    )
    listed.choose("2")
    frame = Card(margin_px=1)
    frame.body.addWidget(listed)
    pane = column(12)
    pane.addLayout(head)
    pane.addWidget(SearchField(theme, "Search name, place or serial"))
    pane.addWidget(chips)
    pane.addWidget(frame, 1)
    list_pane.setLayout(pane)
    return ListDetail(theme, list_pane, lock_detail(theme), "Locks")


def lock_detail(theme: Theme) -> QWidget:
    """A detail like that of the Locks page."""
    detail = QWidget()
    head = row(12)
    head.addWidget(text_label("Apartment 1.01", "h1", wrap=False))
    head.addWidget(StatusPill(theme, PillLook("1 to apply", "info")))
    head.addStretch(1)
    actions = FlowLayout(8)
    for word, icon, kind in (
        ("App&ly 1 change", "play", "primary"),
        ("&Read back", "refresh-cw", "outlined"),
        ("&Unlock", "lock-open", "outlined"),
        ("&Share …", "share-2", "outlined"),
        ("Re&move …", "trash-2", "destructive"),
    ):
        button = Button(theme, word, icon=icon, kind=kind)
        button.setProperty(AT_END, kind == "destructive")
        actions.addWidget(button)
    cards = CardRow()
    for title, icon, value, meaning, tone in (
        ("Battery", "battery", "64 %", "read 2 minutes ago", "muted"),
        ("Bolt", "lock", "locked", "said by the lock", "muted"),
        ("Lock clock", "clock", "unknown", "this lock's clock cannot be read", "warn"),
        ("Codes", "key-round", "6 of 250", "1 to apply", "warn"),
    ):
        card = InfoCard(theme, title, icon)
        card.set_value(value, meaning, tone)
        cards.addWidget(card)
    table = codes_table(theme)
    tabs = Tabs("Parts of the lock")
    tabs.addTab(table, "Codes and people")
    tabs.addTab(QLabel("-"), "History")
    tabs.addTab(QLabel("-"), "Other entries")
    layout = column(14)
    layout.addLayout(head)
    layout.addWidget(
        ElidedLabel("Block A · Floor 1  ·  SN 40 118 221  ·  firmware 6.4.3", "body", "muted")
    )
    layout.addWidget(boxed(actions))
    layout.addWidget(boxed(cards))
    layout.addWidget(tabs, 1)
    detail.setLayout(layout)
    return detail


def codes_table(theme: Theme) -> Table:
    """All proof levels in a table."""
    table = Table(
        theme,
        "Codes",
        [
            Column("Person", 2, 120),
            Column("Code", 1, 100, folds=True),
            Column("Valid", 2, 150, folds=True),
            Column("Proof", 3, 200),
        ],
    )
    levels = [*(level.value for level in ProofLevel)]
    table.set_rows(
        [
            TableRow(
                str(number),
                (
                    Cell("Anna Berger" if number else "Cleaning team of the north wing"),
                    Cell("PIN · main"),
                    Cell("Mon 31 Mar 15:00", "to Thu 3 Apr 11:00")
                    if number % 2
                    else Cell("always"),
                    Cell(
                        pill=proof_look(
                            level, date="31 Mar", by="person" if number == 3 else "lock"
                        )
                    ),
                ),
            )
            for number, level in enumerate(levels)
        ]
    )
    table.choose("2")
    return table


def kit_page(theme: Theme) -> QWidget:
    """The smaller parts."""
    content = QWidget()
    layout = column(14)
    pills = FlowLayout(8)
    for level in ProofLevel:
        pill = ProofPill(theme)
        pill.set_proof(level.value, date="31 Mar" if level.value == "seen" else "")
        pills.addWidget(pill)
    layout.addWidget(boxed(pills))
    buttons = FlowLayout(8)
    for kind in ("primary", "outlined", "destructive", "quiet"):
        buttons.addWidget(Button(theme, kind, icon="check", kind=kind))
        off = Button(theme, kind, icon="check", kind=kind)
        off.setEnabled(False)
        buttons.addWidget(off)
    layout.addWidget(boxed(buttons))
    layout.addWidget(HintStrip(theme, "Touch the lock's keypad to wake it.", icon="hand"))
    for tone in ("ok", "warn", "bad"):
        strip = MessageStrip(theme)
        layout.addWidget(strip)
        strip.show_message(
            f"A message of tone {tone}.", tone, action="Try again" if tone == "bad" else ""
        )
    busy = BusyStrip(theme)
    layout.addWidget(busy)
    busy.show_busy("Writing to Apartment 1.01", done=2, total=5)
    columns = CardRow(380, 24)
    left, right = column(12), column(12)
    left.addWidget(Field("&Name", line_edit("Anna"), helper="As it stands on the door bell."))
    bad = Field("&Floor", line_edit("x"))
    bad.set_error("Only digits, please.")
    left.addWidget(bad)
    left.addWidget(SecretField(theme, "&Passphrase", helper="Several words are easy to remember."))
    left.addWidget(ChoiceBox(theme, "Role", [("a", "Guest"), ("b", "Manager")]))
    left.addWidget(NumberBox(theme, "Days", low=1, high=9, unit="days"))
    times = row(8)
    times.addWidget(DateBox(theme, "Day", QDate(2025, 3, 31)), 1)
    times.addWidget(TimeBox(theme, "Time", QTime(15, 0)))
    left.addLayout(times)
    left.addWidget(CheckBox(theme, "Remember on this computer"))
    checked = CheckBox(
        theme, "Remember on this computer, with words that take more than one line here"
    )
    checked.setChecked(True)
    left.addWidget(checked)
    left.addWidget(
        RadioChoice(theme, "When", [("a", "Always"), ("b", "From a date to a date")], "b")
    )
    reveal = CodeReveal(theme, SecretClipboard(), "PIN · main")
    right.addWidget(reveal)
    shown = CodeReveal(theme, SecretClipboard(), "PIN · spare")
    right.addWidget(shown)
    share = row(16)
    qr = QrWidget("QR code of the setup code", side_px=180)
    qr.set_matrix([[(x * y + x // 3 + y) % 3 == 0 for x in range(29)] for y in range(29)])
    share.addWidget(qr)
    countdown = Countdown("The sharing window closes in")
    countdown.start(845, 900)
    countdown.stop()
    share.addWidget(countdown, 1, Qt.AlignmentFlag.AlignVCenter)
    right.addLayout(share)
    checks = CheckList(theme)
    checks.set_items(
        [
            CheckItem("a", "Engine started", "done"),
            CheckItem("b", "Making the lock ours", "running"),
            CheckItem("c", "Reading what it can do", "to_come"),
            CheckItem("d", "Reading back", "failed"),
        ]
    )
    right.addWidget(checks)
    right.addStretch(1)
    left.addStretch(1)
    columns.addWidget(boxed(left))
    columns.addWidget(boxed(right))
    layout.addWidget(boxed(columns))
    layout.addStretch(1)
    content.setLayout(layout)
    shown.reveal(Secret("402917"))
    return scrolled(content)


def empty_page(theme: Theme, kind: str) -> QWidget:
    """One of the four empty states."""
    state = EmptyState(theme)
    if kind == "nothing":
        state.show_nothing_yet(
            "No locks yet",
            "Doors and their locks stand here. Add a lock by its setup code, or a door whose lock comes later.",
            "&Add a lock",
            "Add a &door",
            icon="lock",
        )
    elif kind == "matches":
        state.show_nothing_matches("apartment 9")
    else:
        state.show_cannot_know(
            "The Matter engine is not running", "It ended unexpectedly.", "Start it again"
        )
    return state


def settings_page(theme: Theme) -> QWidget:
    """The settings as declared."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addWidget(text_label("Settings", "h1"))
    layout.addWidget(scrolled(SettingsForm(theme, DECLARED, lambda setting: setting.default)))
    return page


def wizard(theme: Theme, kind: str) -> QWidget:
    """The wizard in one of its states."""
    window = WizardWindow(theme, None, "Add a lock")
    window.set_bar(["Code", "Door", "Pairing", "Result"], {"form": 0, "progress": 2}.get(kind, 3))
    if kind == "progress":
        step = ProgressStep(theme, "Making the lock ours …", "Leave the lock switched on.")
        step.expect(
            ["progress_engine", "progress_finding", "progress_commissioning", "progress_reading"]
        )
        step.report(Progress("progress_engine", ProgressState.DONE))
        step.report(Progress("progress_finding", ProgressState.RUNNING))
        window.show_step(step, can_go_back=True)
        window.set_busy(True)
    elif kind == "form":
        form = Form(
            "code", "pair_title_code", (FormField("code", "pair_field_code", FieldKind.SETUP_CODE),)
        )
        window.show_step(build_step_widget(theme, form))
    elif kind == "confirm":
        findings = (
            Finding("unknown_root", FindingLevel.WARNING, True),
            Finding("expired", FindingLevel.INFO, True),
        )
        step = Confirm("f", "pair_title_findings", "pair_text_findings", findings)
        window.show_step(build_step_widget(theme, step), can_go_back=True)
    elif kind == "failed":
        step = Failed("lock_not_found", ("cause_not_in_pairing_mode", "cause_other_network"))
        window.show_step(build_step_widget(theme, step), can_go_back=True)
    else:
        window.show_step(build_step_widget(theme, Done(PairedLock("matter", ""))))
    return window


def main_window(theme: Theme, page: str) -> MainWindow:
    """The frame with one page."""
    builders = {
        "locks": lambda: locks_page(theme),
        "kit": lambda: kit_page(theme),
        "nothing": lambda: empty_page(theme, "nothing"),
        "matches": lambda: empty_page(theme, "matches"),
        "cannot": lambda: empty_page(theme, "cannot"),
        "settings": lambda: settings_page(theme),
    }
    icons = {"locks": "lock", "kit": "users", "settings": "settings"}
    window = MainWindow(theme)
    window.set_pages(
        [
            PageEntry(key, key.title() if key in icons else "", icons.get(key, ""), build)
            for key, build in builders.items()
        ]
    )
    window.set_project(
        ProjectFacts("Hofgarten 12-16", "11 locks · 3 people", "saved 09:41", page == "kit")
    )
    window.show_page(page)
    return window


def snapshots(theme: Theme) -> list[tuple[str, QWidget, QSize]]:
    """What is drawn, by name and size."""
    wide, small, tiny = QSize(1400, 860), QSize(1024, 700), QSize(860, 700)
    shots: list[tuple[str, QWidget, QSize]] = [
        ("locks-1400", main_window(theme, "locks"), wide),
        ("locks-1024", main_window(theme, "locks"), small),
        ("locks-860", main_window(theme, "locks"), tiny),
        ("kit", main_window(theme, "kit"), QSize(1200, 1500)),
        ("settings", main_window(theme, "settings"), small),
    ]
    shots += [
        (f"empty-{kind}", main_window(theme, kind), small)
        for kind in ("nothing", "matches", "cannot")
    ]
    for kind in ("form", "progress", "confirm", "failed", "done"):
        shots.append((f"wizard-{kind}", wizard(theme, kind), QSize(820, 640)))
    shots.append(("dialog-new", NewPassphraseDialog(theme, None, "New project"), QSize(480, 420)))
    shots.append(
        (
            "dialog-open",
            PassphraseDialog(
                theme,
                None,
                "Hofgarten",
                error="Wrong passphrase.",
                can_remember=True,
                has_recovery=True,
            ),
            QSize(480, 380),
        )
    )
    plain = PlainDialog(
        theme,
        None,
        "Remove the lock?",
        "Its codes stay on it.",
        accept="Remove",
        is_destructive=True,
    )
    shots.append(("dialog-confirm", plain, QSize(460, 200)))
    return shots


def draw(theme: Theme, application: QApplication, folder: Path, name: str) -> None:
    """All pictures of one scheme."""
    for what, widget, size in snapshots(theme):
        widget.resize(size)
        widget.show()
        application.sendPostedEvents()
        widget.grab().save(str(folder / f"{what}-{name}.png"))
        widget.hide()
        widget.deleteLater()


def main() -> None:
    """Draw both schemes into the folder given."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    application = build_application(["gallery"])
    theme = Theme(application, resources_dir(), Scheme.LIGHT)
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme.set_scheme(scheme)
        draw(theme, application, folder, scheme.value)


if __name__ == "__main__":
    main()
