"""Kept setup codes, as JSON and in lines for people."""

from collections.abc import Sequence

from app.cli.readings import (
    LONGEST_NAME,
    discriminator_words,
    family_word,
    maker_and_product,
    reading_json,
    reading_lines,
    shown_text,
    what_it_is,
)
from app.cli.tables import headers, table
from app.cli.values import Json, moment
from app.domain.setup_code import RefusedSetupCode
from app.services.open_project import OpenProject
from app.services.pictures import Attachment
from app.services.setup_codes import Taken, TakenAs, VaultCode
from app.texts.harmless import harmless
from app.texts.messages import message

_LONGEST_CELL = 40


def code_json(project: OpenProject, code: VaultCode, *, with_secrets: bool) -> Json:
    """One entry of `codes --json`.

    Beside what was promised: `number` names the code to other commands, `was_at` and `pictures` are all that is known of it, and what
    `decode` says of its text, so that maker and product can be listed without the text.
    """
    kept = code.kept
    return {
        "id": str(kept.id),
        "number": kept.number,
        "state": str(code.state),
        "door": code.place.label if code.place is not None else None,
        "was_at": code.was_at.label if code.was_at is not None else None,
        "came_by": kept.came_by,
        "at": moment(kept.at, zone_of(project, code)),
        "note": kept.note,
        "pictures": code.pictures,
        **reading_json(code.reading, kept.text, with_secrets=with_secrets),
    }


def nothing_kept_json() -> Json:
    """The keys of `code_json` for what did not become an entry."""
    return {
        "id": None,
        "number": None,
        "state": None,
        "door": None,
        "was_at": None,
        "came_by": None,
        "at": None,
        "note": None,
        "pictures": 0,
        "text": None,
        "secret": False,
        "family": None,
        "valid": False,
        "reason": None,
        "digits": None,
        "facts": [],
        "other": None,
    }


def taken_json(project: OpenProject, taken: Taken) -> Json:
    """What became of a text: the entry that stands for it now, or why there is none."""
    if taken.code is not None:
        of_entry = code_json(project, taken.code, with_secrets=False)
    else:
        of_text = reading_json(taken.reading, None, with_secrets=False)
        of_entry = {**nothing_kept_json(), **of_text}
    likeness = {"resembles": taken.resembles, "probable": taken.is_probable}
    return {**of_entry, "became": str(taken.taken_as), **likeness}


def taken_lines(taken: Taken) -> list[str]:
    """What it is, and what became of it."""
    lines = [what_it_is(taken.reading)]
    if taken.code is None:
        return [*lines, message("scanned_refused")]
    code = taken.code
    door = harmless(code.place.label, LONGEST_NAME) if code.place is not None else ""
    word = f"scanned_{taken.taken_as}"
    if taken.taken_as is TakenAs.IN_TRAY and door:
        word = "scanned_in_tray_for"
    if taken.is_probable:
        word = f"{word}_probable"
    lines.append(message(word, {"number": code.kept.number, "door": door}))
    if taken.resembles is not None:
        lines.append(message("scanned_resembles", {"number": taken.resembles}))
    return lines


def code_table(
    project: OpenProject, codes: Sequence[VaultCode], *, with_secrets: bool
) -> list[str]:
    """A row a code, without the text unless secrets are asked for."""
    names = ("number", "what", "maker", "discriminator", "door", "state", "at", "note")
    rows = [_row(project, code, with_secrets=with_secrets) for code in codes]
    return table(headers(*names, *(("setup_code",) if with_secrets else ())), rows)


def code_lines(project: OpenProject, code: VaultCode, *, with_secrets: bool) -> list[str]:
    """Everything about one code."""
    kept, number = code.kept, {"number": code.kept.number}
    first, *rest = reading_lines(code.reading, kept.text, with_secrets=with_secrets, is_typed=False)
    lines = [f"{message('shown_code', number)}: {first}", *(f"  {line}" for line in rest)]
    door = harmless(code.place.label, LONGEST_NAME) if code.place is not None else ""
    state = f"shown_state_{code.state}"
    lines.append(
        message(f"{state}_for" if state.endswith("tray") and door else state, {"door": door})
    )
    if code.was_at is not None:
        was_at = harmless(code.was_at.label, LONGEST_NAME)
        lines.append(message("shown_was_at", {"door": was_at}))
    came = {"by": message(f"tray_by_{kept.came_by}"), "at": moment(kept.at, zone_of(project, code))}
    lines.append(message("shown_came", came))
    if kept.note:
        lines.append(message("shown_note", {"note": harmless(kept.note, 2 * LONGEST_NAME)}))
    if code.pictures:
        lines.append(message("shown_pictures", {"count": code.pictures}))
    return lines


def picture_json(project: OpenProject, code: VaultCode, number: int, picture: Attachment) -> Json:
    """One picture of a code, by its number there."""
    return {
        "number": number,
        "id": str(picture.id),
        "at": moment(picture.at, zone_of(project, code)),
        "note": picture.note,
        "secret": picture.is_secret,
    }


def zone_of(project: OpenProject, code: VaultCode) -> str:
    """The zone of its door, or the project's."""
    return code.place.zone if code.place is not None else project.store.project.time_zone


def _row(project: OpenProject, code: VaultCode, *, with_secrets: bool) -> list[str]:
    kept = code.kept
    what = family_word(code.reading)
    if isinstance(code.reading, RefusedSetupCode) and code.reading.other is None:
        what = f"{what}, {message('unusable_word')}"
    cells = [
        str(kept.number),
        what,
        maker_and_product(code.reading),
        discriminator_words(code.reading),
        harmless(code.place.label, _LONGEST_CELL) if code.place is not None else "",
        message(f"state_{code.state}"),
        moment(kept.at, zone_of(project, code)) or "",
        harmless(kept.note or "", _LONGEST_CELL),
    ]
    return [*cells, shown_text(kept.text)] if with_secrets else cells
