"""The one door to all texts: a code and its parameters become a sentence."""

from collections.abc import Mapping

from app.core.errors import AppError
from app.texts.camera import CAMERA
from app.texts.catalogue import fill, translate
from app.texts.code_commands import CODE_COMMANDS
from app.texts.codes import CODES
from app.texts.command_line import COMMAND_LINE
from app.texts.doctor import DOCTOR
from app.texts.errors import ERRORS
from app.texts.failures import FAILURES
from app.texts.findings import FINDINGS
from app.texts.fit import FIT
from app.texts.grants import GRANTS
from app.texts.history import HISTORY
from app.texts.home import HOME
from app.texts.importing import IMPORTING
from app.texts.intake import INTAKE
from app.texts.inventory import INVENTORY
from app.texts.openers import OPENERS
from app.texts.pairing import PAIRING
from app.texts.people import PEOPLE
from app.texts.proof import PROOF
from app.texts.refusals import REFUSALS
from app.texts.rules import RULES
from app.texts.settings import SETTINGS
from app.texts.setup_codes import SETUP_CODES
from app.texts.survey import SURVEY
from app.texts.tables import TABLES
from app.texts.tasks import TASKS
from app.texts.told import TOLD
from app.texts.tray import TRAY
from app.texts.vault import VAULT
from app.texts.window import WINDOW

PARTS: tuple[Mapping[str, str], ...] = (
    CODE_COMMANDS,
    CODES,
    COMMAND_LINE,
    DOCTOR,
    ERRORS,
    FAILURES,
    FINDINGS,
    FIT,
    GRANTS,
    HISTORY,
    HOME,
    IMPORTING,
    INTAKE,
    CAMERA,
    INVENTORY,
    OPENERS,
    PAIRING,
    PEOPLE,
    PROOF,
    REFUSALS,
    RULES,
    SETTINGS,
    SETUP_CODES,
    SURVEY,
    TABLES,
    VAULT,
    TASKS,
    TOLD,
    TRAY,
    WINDOW,
)
CATALOGUE: Mapping[str, str] = {code: text for part in PARTS for code, text in part.items()}


def message(code: str, parameters: Mapping[str, object] | None = None) -> str:
    """The sentence for a code; an unknown code is shown as itself, so that nothing is hidden."""
    text = CATALOGUE.get(code)
    if text is None:
        return fill(translate(CATALOGUE["fault_with_code"]), {"code": code})
    return fill(translate(text), parameters or {})


def error_sentence(error: AppError) -> str:
    """What happened and what to do, in one sentence; where there is one for the error's `reason` or holder, that one."""
    code, given = error.code, error.parameters
    if given.get("computer"):
        code = f"{code}_by"
    elif f"{code}_{given.get('reason')}" in CATALOGUE:
        code = f"{code}_{given['reason']}"
    return message(code if code in CATALOGUE else error.code, given)


def has_message(code: str) -> bool:
    """Whether a sentence was written for this code."""
    return code in CATALOGUE
