"""A setup code as it is read by eye once somebody asked for it."""

from app.core.secret import Secret
from app.domain.matter_manual_code import digits_of, group_digits
from app.domain.setup_code import MatterCodeKind, MatterSetupCode, RefusedSetupCode, SetupCode
from app.texts.harmless import breakable, visible
from app.texts.messages import message

MOST_SHOWN = 400
"""Longer texts are no code that anybody reads off a screen; copying gives the whole."""

_BREAK_AFTER = 8


def code_shown(text: Secret[str], reading: SetupCode | RefusedSetupCode) -> Secret[str]:
    """The text with groups where it is digits, unseen characters by number, and places at which a line may break."""
    if isinstance(reading, MatterSetupCode) and reading.kind is MatterCodeKind.MANUAL:
        return group_digits(Secret(digits_of(text.reveal())))
    whole = text.reveal()
    shown = visible(whole[:MOST_SHOWN])
    if len(whole) > MOST_SHOWN:
        shown += f" … ({message('characters', {'count': len(whole)})})"
    return Secret(breakable(shown, _BREAK_AFTER))
