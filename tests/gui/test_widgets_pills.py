"""Proof is a shape and a word; unknown is never green."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from app.domain.slot_record import ProofLevel
from app.ui.theme import Scheme
from app.ui.widgets.pills import PillLook, StatusPill, draw_shape
from app.ui.widgets.proof_pill import ProofPill, proof_look

LEVELS = [level.value for level in ProofLevel]


def painted_colors(pill: ProofPill) -> set[str]:
    image = pill.grab().toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize(
    "level", ["unknown", "something_new", "planned", "accepted", "removal_accepted"]
)
def test_what_is_not_proven_is_never_green(qtbot, theme, level, scheme):
    theme.set_scheme(scheme)
    pill = ProofPill(theme)
    qtbot.addWidget(pill)
    pill.set_proof(level)
    assert not painted_colors(pill) & {theme.color("ok").name(), theme.color("ok_bg").name()}


@pytest.mark.parametrize("by", ["person", "service", None])
@pytest.mark.parametrize("level", LEVELS)
def test_only_the_lock_itself_makes_a_pill_green(level, by):
    assert proof_look(level, by=by).tone != "ok"


@pytest.mark.parametrize("level", ["seen", "opened", "gone"])
def test_what_the_lock_has_shown_is_green(level):
    assert proof_look(level, by="lock").tone == "ok"


def test_a_level_nobody_has_heard_of_reads_as_unknown():
    assert proof_look("something_new").word == proof_look("unknown").word


def test_every_level_has_its_own_word_and_its_own_shape(theme):
    looks = [proof_look(level) for level in LEVELS]
    assert len({look.word for look in looks}) == len(LEVELS)
    pictures = []
    for look in looks:
        image = QImage(14, 14, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        # One pair of colours for all: the shapes alone must differ.
        draw_shape(painter, QRectF(0, 0, 14, 14), look.shape, theme, ("text", "surface"))
        painter.end()
        pictures.append(bytes(image.constBits()))
    assert len(set(pictures)) == len(LEVELS)


def test_the_ear_hears_level_date_and_source(qtbot, theme):
    pill = ProofPill(theme)
    qtbot.addWidget(pill)
    pill.set_proof("opened", date="31 Mar", by="person", detail="Tried by Maria.")
    heard = pill.accessibleName()
    assert all(part in heard for part in ("opened", "31 Mar", "person", "Tried by Maria."))


def test_a_pill_without_a_word_is_not_shown(qtbot, theme):
    pill = StatusPill(theme, PillLook("ready", "ok"))
    qtbot.addWidget(pill)
    pill.set_status("")
    assert pill.isHidden()
