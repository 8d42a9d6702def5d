"""The proof pill: a shape and a word for each proof level, with date and source."""

from PySide6.QtCore import QCoreApplication

from app.texts.messages import has_message, message
from app.ui.widgets.pills import Pill, PillLook

# level -> (tone, shape). Green is only for what the lock itself has shown; see `proof_look`.
_LOOKS = {
    "planned": ("neutral", "ring"),
    "accepted": ("warn", "half_ring"),
    "seen": ("ok", "check_ring"),
    "opened": ("ok", "check_disc"),
    "removal_planned": ("warn", "hollow_arrow"),
    "removal_accepted": ("warn", "full_arrow"),
    "gone": ("ok", "struck_ring"),
    "refused_at_door": ("info", "cross"),
    "unknown": ("warn", "question_box"),
    "withdrawn": ("neutral", "struck_ring"),
}


def proof_word(level: str) -> str:
    """The level in one or two words; an unheard-of level reads as unknown."""
    return message(f"proof_{level}" if has_message(f"proof_{level}") else "proof_unknown")


def proof_look(
    level: str, *, date: str = "", by: str | None = "lock", detail: str = "", word: str = ""
) -> PillLook:
    """How a proof level is shown.

    `level` is the stored value, `date` is ready to read, `by` says who gave the evidence (`lock`,
    `service`, `person`, or None for nobody), `detail` is a sentence for the ear and the tip. What a service or a person
    says is never green, nor is a level this program does not know.
    """
    tone, shape = _LOOKS.get(level, _LOOKS["unknown"])
    if tone == "ok" and by != "lock":
        tone = "info"
    said = word or proof_word(level)
    spoken = [QCoreApplication.translate("ProofPill", "Proof: {0}").format(said)]
    if date:
        spoken.append(date)
    if by:
        spoken.append(message(f"by_{by}"))
    if detail:
        spoken.append(detail)
    shown = f"{said} · {date}" if date else said
    return PillLook(shown, tone, shape, shape == "question_box", ", ".join(spoken))


class ProofPill(Pill):
    """A proof level on a lock."""

    def set_proof(
        self,
        level: str,
        *,
        date: str = "",
        by: str | None = "lock",
        detail: str = "",
        word: str = "",
    ) -> None:
        """Show the level; the arguments are those of `proof_look`."""
        self.set_look(proof_look(level, date=date, by=by, detail=detail, word=word))
