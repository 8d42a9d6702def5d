"""How the state of a door and of its lock is shown: a word first, a tone that supports it."""

from PySide6.QtCore import QCoreApplication

from app.domain.lock import BoltPosition, ClockState, DoorPosition
from app.ui.widgets.pills import PillLook


def door_look(state: str, count: int) -> PillLook:
    """The pill of a door by the word and number of its row; only what the lock has shown is green."""
    translate = QCoreApplication.translate
    if state == "to_pair":
        return PillLook(translate("DoorPill", "to pair"), "info")
    if state == "unknown":
        word = translate("DoorPill", "{0} unknown").format(count)
        return PillLook(word, "warn", "question_box", is_dashed=True)
    if state == "unproven":
        word = translate("DoorPill", "{0} not proven").format(count)
        return PillLook(word, "warn", "half_ring")
    if state == "battery_low":
        word = translate("DoorPill", "battery {0} %").format(count)
        spoken = translate("DoorPill", "battery low, {0} %").format(count)
        return PillLook(word, "bad", spoken=spoken)
    if state == "foreign":
        word = translate("DoorPill", "{0} foreign").format(count)
        return PillLook(word, "warn")
    if state == "proven":
        spoken = translate("DoorPill", "all {0} codes proven by the lock").format(count)
        return PillLook(translate("DoorPill", "proven"), "ok", "check_ring", spoken=spoken)
    return PillLook(translate("DoorPill", "no codes"))


def bolt_words(bolt: BoltPosition) -> str:
    """Where the bolt is, in a word."""
    translate = QCoreApplication.translate
    return {
        BoltPosition.LOCKED: translate("LockWords", "Locked"),
        BoltPosition.UNLOCKED: translate("LockWords", "Unlocked"),
        BoltPosition.UNLATCHED: translate("LockWords", "Open"),
        BoltPosition.NOT_FULLY_LOCKED: translate("LockWords", "Not fully locked"),
        BoltPosition.UNKNOWN: translate("LockWords", "Unknown"),
    }[bolt]


def door_leaf_words(leaf: DoorPosition) -> str:
    """Where the door leaf is; empty when the lock did not say."""
    translate = QCoreApplication.translate
    return {
        DoorPosition.OPEN: translate("LockWords", "door open"),
        DoorPosition.CLOSED: translate("LockWords", "door closed"),
        DoorPosition.AJAR: translate("LockWords", "door ajar"),
        DoorPosition.JAMMED: translate("LockWords", "door jammed"),
        DoorPosition.FORCED: translate("LockWords", "door forced open"),
        DoorPosition.UNKNOWN: "",
    }[leaf]


def clock_words(clock: ClockState) -> tuple[str, str, str]:
    """The lock's clock: a word, what it means, and the tone."""
    translate = QCoreApplication.translate
    return {
        ClockState.RIGHT: (
            translate("LockWords", "Right"),
            translate("LockWords", "read from the lock"),
            "ok",
        ),
        ClockState.WRONG: (
            translate("LockWords", "Wrong"),
            translate("LockWords", "times kept by the lock are wrong"),
            "bad",
        ),
        ClockState.UNKNOWN: (
            translate("LockWords", "Unknown"),
            translate("LockWords", "nobody can read it"),
            "muted",
        ),
    }[clock]
