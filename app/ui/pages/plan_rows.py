"""The rows of a plan: refusals first, then door by door what is done, for whom, and how far it is."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.ui.widgets.pills import PillLook
from app.ui.widgets.plan_list import Line, PlanRow
from app.ui.widgets.proof_pill import proof_look, proof_word
from app.viewmodels.plan import RefusalItem, StepItem

_ICONS = {"write": "plus", "change": "pencil", "clear": "trash-2", "read": "refresh-cw"}


def plan_rows(steps: Sequence[StepItem], refusals: Sequence[RefusalItem]) -> list[PlanRow]:
    """All rows of a plan."""
    translate = QCoreApplication.translate
    rows: list[PlanRow] = []
    if refusals:
        title = translate("PlanRows", "Cannot be carried out")
        rows.append(PlanRow("refusals", title, is_section=True))
    rows += [_refusal_row(number, refusal) for number, refusal in enumerate(refusals)]
    door = None
    for step in steps:
        if step.door != door:
            door = step.door
            rows.append(PlanRow(f"door {door}", door, is_section=True))
        rows.append(step_row(step))
    return rows


def _refusal_row(number: int, refusal: RefusalItem) -> PlanRow:
    title = " · ".join(part for part in (refusal.person, refusal.door) if part)
    return PlanRow(
        f"refusal {number}",
        title,
        (Line(refusal.reason, ""),),
        icon="circle-alert",
        icon_tone="bad",
        pill=PillLook(QCoreApplication.translate("PlanRows", "refused"), "bad", "cross"),
    )


def step_row(step: StepItem) -> PlanRow:
    """One step as it stands now."""
    return PlanRow(
        step.id,
        _title(step),
        tuple(_lines(step)),
        icon="play" if step.is_running else _ICONS.get(step.action, "circle"),
        icon_tone="on_tint" if step.is_running else "muted",
        pill=step_look(step),
    )


def step_look(step: StepItem) -> PillLook:
    """The pill of a step. Green comes from the proof alone: a step that is done without one is not green."""
    translate = QCoreApplication.translate
    if step.is_running:
        return PillLook(translate("PlanRows", "running now"), "info", "half_ring")
    if step.is_sent:
        return PillLook(translate("PlanRows", "sent, reading back"), "info", "half_ring")
    if step.state == "done":
        if step.level == step.reachable or step.level == "opened":
            return proof_look(step.level, by=step.by)
        return PillLook(translate("PlanRows", "done"), "neutral")
    if step.state == "unproven":
        return PillLook(
            translate("PlanRows", "not proven: {0}").format(proof_word(step.level)),
            "warn",
            "question_box",
        )
    if step.state == "refused":
        return PillLook(translate("PlanRows", "refused"), "bad", "cross")
    if step.state == "unreachable":
        return PillLook(translate("PlanRows", "lock not reachable"), "warn", "question_box")
    if step.state == "not_run":
        return PillLook(translate("PlanRows", "not run"), "warn", "ring")
    if step.state == "by_hand":
        return PillLook(translate("PlanRows", "by hand"), "warn", "ring")
    return PillLook(translate("PlanRows", "to do"), "neutral", "ring")


def _title(step: StepItem) -> str:
    translate = QCoreApplication.translate
    person = step.person or translate("PlanRows", "a user without a code")
    words = {
        "write": translate("PlanRows", "Write the code of {0}"),
        "change": translate("PlanRows", "Change the entry of {0}"),
        "clear": translate("PlanRows", "Take away the code of {0}"),
        "read": translate("PlanRows", "Read back the code of {0}"),
    }
    if not step.person and step.action == "clear":
        return translate("PlanRows", "Take away {0}").format(person)
    return words[step.action].format(person)


def _lines(step: StepItem) -> list[Line]:
    translate = QCoreApplication.translate
    facts: list[str] = []
    if step.slot:
        facts.append(translate("PlanRows", "Place on the lock: {0}").format(step.slot))
    elif step.action == "write":
        facts.append(translate("PlanRows", "Place on the lock: chosen when it is read"))
    if step.validity:
        facts.append(", ".join(step.validity))
        if step.enforced:
            facts.append(step.enforced)
    lines = [Line(" · ".join(facts))] if facts else []
    if step.state == "planned":
        words = translate("PlanRows", "Now: {0}. Best proof here: {1}.")
        now, goal = proof_word(step.level), proof_word(step.reachable)
        lines.append(Line(words.format(now, goal)))
    lines += [Line(note, "warn") for note in step.notes]
    if step.reason and step.state != "done":
        lines.append(Line(step.reason[:1].upper() + step.reason[1:], "warn"))
    if step.next_step:
        lines.append(Line(step.next_step, ""))
    return lines
