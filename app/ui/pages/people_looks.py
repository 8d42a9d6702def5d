"""How the state of a person is shown: a word first, a tone that supports it."""

from PySide6.QtCore import QCoreApplication

from app.ui.widgets.pills import PillLook
from app.ui.widgets.proof_pill import proof_look, proof_word
from app.viewmodels.people import PersonItem


def person_look(item: PersonItem) -> PillLook:
    """The pill of a person: the state of what is proven least; only what a lock has shown is green."""
    translate = QCoreApplication.translate
    if not item.level:
        return PillLook(translate("PersonPill", "no access"))
    word = proof_word(item.level)
    if item.is_old:
        word = translate("PersonPill", "{0}, old").format(word)
    look = proof_look(item.level, by=item.by, detail=item.reason, word=word)
    spoken = translate("PersonPill", "least proven: {0}").format(look.accessible_text)
    tone = "warn" if item.is_old and look.tone == "ok" else look.tone
    return PillLook(look.word, tone, look.shape, look.is_dashed, spoken)


def about_person(item: PersonItem) -> str:
    """Role, number of doors, and what else has to be known at a glance."""
    translate = QCoreApplication.translate
    doors = translate("PersonRow", "{0} doors").format(item.door_count)
    if item.door_count < 2:
        no_door, one = translate("PersonRow", "no door"), translate("PersonRow", "1 door")
        doors = one if item.door_count else no_door
    parts = [item.role, doors]
    if item.is_removed:
        parts.append(translate("PersonRow", "removed"))
    if item.is_paused:
        parts.append(translate("PersonRow", "paused"))
    return " · ".join(parts)
