"""The wizard draws what a driver describes, and lets nobody press Next too early."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from app.core.secret import Secret
from app.driver_api.pairing import (
    Answer,
    Choice,
    Confirm,
    Done,
    Failed,
    FieldKind,
    Finding,
    FindingLevel,
    Form,
    FormField,
    Option,
    PairedLock,
    Progress,
    ProgressState,
    Show,
)
from app.ui.widgets.check_list import CheckItem, CheckList
from app.ui.widgets.choices import CheckBox, RadioOption
from app.ui.widgets.step_bar import StepBar
from app.ui.wizards.step_widgets import ProgressStep, build_step_widget
from app.ui.wizards.wizard_window import WizardWindow

DIGITS, CODE = "34970112332", "3497-011-2332"
FORM = Form(
    "code", "pair_title_code", (FormField("code", "pair_field_code", FieldKind.SETUP_CODE),)
)
WARNING = Finding("unknown_root", FindingLevel.WARNING, is_acceptable=True)


@pytest.fixture
def wizard(qtbot, theme) -> WizardWindow:
    window = WizardWindow(theme, None, "Add a lock")
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def press(qtbot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def texts(window: WizardWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_next_waits_for_what_is_required(qtbot, theme, wizard):
    wizard.show_step(build_step_widget(theme, FORM))
    assert not wizard.next_button.isEnabled()
    line = wizard.findChild(QLineEdit)
    assert line.hasFocus()
    QTest.keyClicks(line, DIGITS)
    assert wizard.next_button.isEnabled()
    with qtbot.waitSignal(wizard.answered) as answered:
        press(qtbot, wizard.next_button)
    assert answered.args == [Answer("code", {"code": Secret(CODE)})]


def test_enter_in_the_field_answers_once(qtbot, theme, wizard):
    wizard.show_step(build_step_widget(theme, FORM))
    line = wizard.findChild(QLineEdit)
    given: list[object] = []
    wizard.answered.connect(given.append)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert given == []
    QTest.keyClicks(line, DIGITS)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert given == [Answer("code", {"code": Secret(CODE)})]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("34970112333", "check digit"), ("3497011", "missing"), ("WIFI:S:a;;", "Wi-Fi")],
)
def test_a_code_with_a_slip_is_not_sent_but_explained(qtbot, theme, wizard, typed, said):
    wizard.show_step(build_step_widget(theme, FORM))
    line = wizard.findChild(QLineEdit)
    QTest.keyClicks(line, typed)
    with qtbot.assertNotEmitted(wizard.answered):
        press(qtbot, wizard.next_button)
    assert said in texts(wizard)
    assert line.property("state") == "bad"
    assert line.hasFocus()


def test_a_setup_code_that_may_be_left_out_is_left_out(qtbot, theme, wizard):
    field = FormField("code", "pair_field_code", FieldKind.SETUP_CODE, is_required=False)
    wizard.show_step(build_step_widget(theme, Form("code", "pair_title_code", (field,))))
    with qtbot.waitSignal(wizard.answered) as answered:
        press(qtbot, wizard.next_button)
    assert answered.args == [Answer("code", {"code": Secret("")})]


def test_the_drivers_error_is_shown_at_the_field(theme, wizard):
    form = Form("code", "pair_title_code", FORM.fields, error="cause_wrong_code")
    wizard.show_step(build_step_widget(theme, form))
    assert "belongs to another lock" in texts(wizard)


def test_numbers_are_numbers_and_secrets_are_secrets(qtbot, theme, wizard):
    form = Form(
        "pin",
        "pair_title_code",
        (
            FormField("pin", "pair_field_code", FieldKind.SECRET),
            FormField("slot", "pair_field_code", FieldKind.NUMBER, is_required=False),
        ),
    )
    wizard.show_step(build_step_widget(theme, form))
    pin, slot = wizard.findChildren(QLineEdit)
    QTest.keyClicks(pin, "402917")
    QTest.keyClicks(slot, "x")
    with qtbot.assertNotEmitted(wizard.answered):
        press(qtbot, wizard.next_button)
    slot.setText("7")
    with qtbot.waitSignal(wizard.answered) as answered:
        press(qtbot, wizard.next_button)
    assert answered.args[0].values == {"pin": Secret("402917"), "slot": 7}


def test_a_choice_has_no_answer_beforehand(qtbot, theme, wizard):
    options = (Option("a", "choice_light"), Option("b", "choice_dark"))
    wizard.show_step(build_step_widget(theme, Choice("c", "pair_title_code", options)))
    assert not wizard.next_button.isEnabled()
    press(qtbot, wizard.findChildren(RadioOption)[1])
    with qtbot.waitSignal(wizard.answered) as answered:
        press(qtbot, wizard.next_button)
    assert answered.args == [Answer("c", {"choice": "b"})]


def test_doubtful_findings_need_a_tick_and_no_is_at_hand(qtbot, theme, wizard):
    step = Confirm("f", "pair_title_findings", "pair_text_findings", (WARNING,))
    wizard.show_step(build_step_widget(theme, step))
    assert not wizard.next_button.isEnabled()
    no = next(b for b in wizard.findChildren(QPushButton) if "stop here" in b.text())
    assert no.hasFocus()
    with qtbot.waitSignal(wizard.answered) as answered:
        press(qtbot, no)
    assert answered.args == [Answer("f", is_yes=False)]
    wizard.findChild(CheckBox).setChecked(True)
    with qtbot.waitSignal(wizard.answered) as answered:
        press(qtbot, wizard.next_button)
    assert answered.args == [Answer("f", is_yes=True)]


def test_findings_that_are_final_leave_no_way_on(theme, wizard):
    error = Finding("revoked", FindingLevel.ERROR, is_acceptable=False)
    step = Confirm(
        "f", "pair_title_findings", "pair_text_findings_final", (error,), can_accept=False
    )
    wizard.show_step(build_step_widget(theme, step))
    assert not wizard.next_button.isVisible()
    assert wizard.cancel_button.isVisible()


def test_nothing_but_cancel_works_while_a_step_runs(qtbot, theme, wizard):
    wizard.show_step(build_step_widget(theme, Show("s", "pair_title_wait")), can_go_back=True)
    wizard.set_busy(True)
    assert not wizard.next_button.isEnabled()
    assert not wizard.back_button.isEnabled()
    with qtbot.waitSignal(wizard.cancel_pressed):
        QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible()
    wizard.set_busy(False)
    with qtbot.waitSignal(wizard.back_pressed):
        press(qtbot, wizard.back_button)


def test_the_windows_cross_means_cancel(qtbot, wizard):
    with qtbot.waitSignal(wizard.cancel_pressed):
        wizard.close()
    assert wizard.isVisible()


def test_a_failure_names_causes_in_order_and_offers_another_try(qtbot, theme, wizard):
    step = Failed("lock_not_found", ("cause_not_in_pairing_mode", "cause_other_network"))
    wizard.show_step(build_step_widget(theme, step))
    said = texts(wizard)
    assert said.index("1.  The lock is not in pairing mode") < said.index(
        "2.  The lock is in another"
    )
    with qtbot.waitSignal(wizard.answered) as answered:
        press(qtbot, wizard.next_button)
    assert answered.args == [None]


def test_at_the_end_there_is_nothing_to_cancel(theme, wizard):
    wizard.show_step(build_step_widget(theme, Done(PairedLock("matter", "x"))))
    assert not wizard.cancel_button.isVisible()
    assert wizard.next_button.hasFocus()


def test_progress_shows_what_is_done_running_and_to_come(theme, wizard):
    step = ProgressStep(theme, "Working")
    wizard.show_step(step)
    step.expect(["progress_engine", "progress_finding"])
    step.report(Progress("progress_engine", ProgressState.DONE))
    step.report(Progress("progress_finding", ProgressState.RUNNING))
    step.report(Progress("progress_reading", ProgressState.FAILED))
    spoken = [
        label.accessibleName() for label in step.findChildren(QLabel) if label.accessibleName()
    ]
    assert [name.split(":")[0] for name in spoken] == ["Done", "Running", "Failed"]
    assert not wizard.next_button.isVisible()


def test_sub_steps_that_are_no_longer_listed_go_away(qtbot, theme):
    checks = CheckList(theme)
    qtbot.addWidget(checks)
    checks.set_items([CheckItem("a", "One", "done"), CheckItem("b", "Two")])
    checks.set_items([CheckItem("b", "Two", "running")])
    assert [
        label.text()
        for label in checks.findChildren(QLabel)
        if label.text() and label.isVisibleTo(checks)
    ] == ["Two"]


def test_the_ear_hears_where_the_wizard_stands(qtbot, theme):
    bar = StepBar(theme)
    qtbot.addWidget(bar)
    bar.set_steps(["Code", "Door", "Result"], 1)
    assert bar.accessibleName() == "Step 2 of 3: Door"
