"""What a table and a plan look like to somebody who imports; no secret stands in it, not even in a column that nobody named."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from app.domain.import_fields import SECRET_FIELDS, SURVEY_FIELDS, ImportField
from app.domain.import_rows import ImportIssue
from app.domain.import_steps import FieldChange, ImportNoun, ImportStep
from app.domain.setup_code import RefusedSetupCode, read_setup_code
from app.domain.survey import FieldOf
from app.papers.table_read import TableRow
from app.services.import_tables import ImportTable, cell_text, cells_of
from app.services.importing import ImportPreview, counts_of
from app.texts.harmless import harmless
from app.texts.import_titles import column_hint, column_title
from app.texts.messages import message

MOST_SHOWN = 200
MASKED = "••••"
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "iso-8859-15": "ISO 8859-15",
    "mac-roman": "Mac OS Roman",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
}
SEPARATORS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_TOLD_OF_NEW: Mapping[ImportNoun, frozenset[ImportField]] = {
    ImportNoun.SITES: frozenset(one for one in ImportField if one.startswith("site_")),
    ImportNoun.DOORS: frozenset(
        {
            ImportField.TIME_ZONE,
            ImportField.PRIVATE,
            *(one for one, (of, _key) in SURVEY_FIELDS.items() if of is FieldOf.DOOR),
        }
    ),
    ImportNoun.PEOPLE: frozenset(
        {ImportField.ROLE, ImportField.LANGUAGE, ImportField.EMAIL, ImportField.PHONE}
    ),
}
_SAMPLES = 3
_LOOKED_THROUGH = 1000  # rows, for the first cells of a column that is mostly empty
_MOST_HEADER_ROWS = 20
_LONGEST = 80
_LONGEST_SENTENCE = 400
_LONGEST_CODE = 1000
_DIGITS = re.compile(r"[\d\s.-]*\d[\d\s.-]*")
_LEAST_DIGITS = 4  # the shortest PIN that a lock takes


@dataclass(frozen=True, slots=True)
class ColumnItem:
    """A column of the table: `samples` are its first cells, masked where they are or may be secrets; `field` is empty when it is left out."""

    place: int
    heading: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class FieldOption:
    """What a column may mean, and what may stand in its cells then; the key of the option that leaves it out is empty."""

    key: str
    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class ReadChoice:
    """Something about how the table was read that can be corrected: `key` names what is chosen among the options."""

    name: str
    key: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TableLook:
    """How a table was read. `samples` are the first cells of its columns by place, as they are: shown by `column_items` only."""

    rows: int = 0
    choices: tuple[ReadChoice, ...] = ()
    samples: tuple[tuple[str, ...], ...] = field(default=(), repr=False)  # may be secrets


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One mistake, note or change: the row of the table, what it is about, and what is to be said."""

    row: str
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class CountLine:
    """How many things of one kind are new, changed, and as they are already."""

    noun: str
    created: int
    changed: int
    already: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The first lines of a list, and how many more there are."""

    lines: tuple[PreviewLine, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class PreviewLook:
    """A plan for people. `can_apply`: there is something to do and nothing in the way."""

    verdict: str
    can_apply: bool
    counts: tuple[CountLine, ...] = ()
    issues: Lines = Lines()
    notes: Lines = Lines()
    changes: Lines = Lines()


def table_look(table: ImportTable) -> TableLook:
    """How it was read, what else it could be, and its first cells; takes long for many rows, so that it is made beside the window's thread."""
    rows = table.rows
    samples: list[list[str]] = [[] for _ in table.headings]
    for row in rows[:_LOOKED_THROUGH]:
        for found, cell in zip(samples, row.cells, strict=False):
            text = cell_text(cell) if len(found) < _SAMPLES else ""
            if text.strip():
                found.append(text)
    return TableLook(len(rows), _read_choices(table), tuple(tuple(found) for found in samples))


def _read_choices(table: ImportTable) -> tuple[ReadChoice, ...]:
    read = table.read
    choices: list[ReadChoice] = []
    if read.sheet is not None:
        sheets = tuple((name, harmless(name, _LONGEST)) for name in read.sheets)
        choices.append(ReadChoice("sheet", read.sheet, sheets))
    if read.encoding is not None:
        names = {read.encoding: read.encoding} | ENCODINGS
        choices.append(ReadChoice("encoding", read.encoding, tuple(names.items())))
    if read.separator is not None:
        words = {mark: message(f"import_separator_{word}") for mark, word in SEPARATORS.items()}
        marks = {read.separator: read.separator} | words
        choices.append(ReadChoice("separator", read.separator, tuple(marks.items())))
    filled = (row.number for row in read.rows if not row.is_empty)
    numbers = [number for _, number in zip(range(_MOST_HEADER_ROWS), filled, strict=False)]
    options = tuple((str(n), str(n)) for n in sorted({*numbers, table.header_row}))
    choices.append(ReadChoice("header_row", str(table.header_row), options))
    return tuple(choices)


def field_options() -> list[FieldOption]:
    """What a column may mean; the first leaves it out."""
    known = [FieldOption(str(one), column_title(one), column_hint(one)) for one in ImportField]
    return [FieldOption("", message("import_leave_out"), message("import_left_out")), *known]


def column_items(
    table: ImportTable, look: TableLook, fields: Mapping[int, ImportField]
) -> list[ColumnItem]:
    """The columns that have a heading or say something."""
    found: list[ColumnItem] = []
    for place, heading in enumerate(table.headings):
        samples = look.samples[place]
        if not heading and not samples:
            continue
        meaning = fields.get(place)
        shown = tuple(shown_cell(sample, meaning) for sample in samples)
        name = shown_heading(heading, place)
        found.append(ColumnItem(place, name, shown, str(meaning or "")))
    return found


def shown_heading(heading: str, place: int) -> str:
    """The heading, else the column's letter: where there is none, or where the first row is no heading and holds a secret."""
    is_shown = heading and shown_cell(heading, None) != MASKED
    return harmless(heading, _LONGEST) if is_shown else _letters(place)


def shown_cell(text: str, meaning: ImportField | None) -> str:
    """A cell as a sample: masked when its column means a secret, when it is a setup code or carries a password, and, in a column
    that means nothing yet, when it could be a PIN."""
    if meaning in SECRET_FIELDS or (meaning is None and _is_number(text)) or _is_code(text):
        return MASKED
    return harmless(text, _LONGEST)


def preview_look(preview: ImportPreview) -> PreviewLook:
    """The plan in lines; takes long for thousands of rows, so that it is made beside the window's thread."""
    plan = preview.plan
    names = _Headings(preview.table)
    can_apply = not plan.issues and not plan.is_empty
    # The changed ones first: what is new was looked at when the table was made.
    steps = sorted(plan.steps, key=lambda step: step.is_new)
    return PreviewLook(
        verdict=_verdict(preview),
        can_apply=can_apply,
        counts=() if plan.issues else _counts(preview),
        issues=_issue_lines(plan.issues, names),
        notes=_issue_lines(plan.notes, names),
        changes=Lines()
        if plan.issues
        else Lines(
            _change_lines(preview.table, steps[:MOST_SHOWN]),
            max(0, len(steps) - MOST_SHOWN),
        ),
    )


class _Headings:
    """The table's own names of what a line is about."""

    def __init__(self, table: ImportTable) -> None:
        self._names = {
            meaning: shown_heading(table.headings[place], place)
            if table.headings[place]
            else column_title(meaning)
            for place, meaning in table.fields.items()
        }

    def name(self, meaning: ImportField | None) -> str:
        return "" if meaning is None else self._names.get(meaning) or column_title(meaning)


def _verdict(preview: ImportPreview) -> str:
    plan = preview.plan
    if plan.issues:
        return message("import_mend", {"count": len(plan.issues)})
    if not plan.rows:
        return message("import_no_rows", {"header": preview.table.header_row})
    if plan.is_empty:
        return message("import_nothing")
    return message("import_ready", {"rows": plan.rows})


def _counts(preview: ImportPreview) -> tuple[CountLine, ...]:
    counts = counts_of(preview.plan)
    return tuple(
        CountLine(message(f"import_noun_{noun}"), *parts)
        for noun in ImportNoun
        if any(
            parts := (counts.created[noun], counts.changed[noun], counts.already[noun]),
        )
    )


def _issue_lines(issues: Sequence[ImportIssue], names: _Headings) -> Lines:
    lines = tuple(
        PreviewLine(
            str(issue.row),
            names.name(issue.column),
            harmless(message(issue.code, _shown_parameters(issue)), _LONGEST_SENTENCE),
        )
        for issue in issues[:MOST_SHOWN]
    )
    return Lines(lines, max(0, len(issues) - MOST_SHOWN))


def _shown_parameters(issue: ImportIssue) -> dict[str, object]:
    """What a sentence repeats of a cell: nothing that may be a secret which stands in the wrong column."""
    return {
        key: MASKED
        if isinstance(value, str) and (_is_code(value) or (key == "text" and _is_number(value)))
        else value
        for key, value in issue.parameters.items()
    }


def _change_lines(
    table: ImportTable, steps: Sequence[ImportStep[object]]
) -> tuple[PreviewLine, ...]:
    wanted = {step.row for step in steps if step.is_new}
    rows = {row.number: row for row in table.rows if row.number in wanted}
    return tuple(
        _change_line(step, _cells_told(step.noun, rows.get(step.row), table.fields))
        for step in steps
    )


def _cells_told(
    noun: ImportNoun, row: TableRow | None, fields: Mapping[int, ImportField]
) -> list[str]:
    """What the row says of a new thing, as it stands there."""
    told = _TOLD_OF_NEW.get(noun, frozenset())
    cells = cells_of(row, fields) if row is not None else {}
    return [
        f"{column_title(meaning)} {shown_cell(text, meaning)}"
        for meaning, text in cells.items()
        if meaning in told and text.strip()
    ]


def _change_line(step: ImportStep[object], cells: Sequence[str]) -> PreviewLine:
    noun = message(f"import_noun_{step.noun}")
    head = message("import_head_created" if step.is_new else "import_head_changed")
    is_in_tray = step.noun is ImportNoun.SETUP_CODES and not step.label
    name = message("import_to_tray") if is_in_tray else harmless(step.label, _LONGEST) or "—"
    parts = [_change_words(change) for change in step.changes]
    if step.is_new and not parts:
        parts = list(cells)
    told = "; ".join(parts)
    return PreviewLine(str(step.row), f"{head}: {noun}", f"{name}: {told}" if told else name)


def _change_words(change: FieldChange) -> str:
    title = column_title(change.column)
    if change.is_secret:
        return title
    after = _value_words(change.column, change.after) or "—"
    before = _value_words(change.column, change.before)
    return f"{title} {before} → {after}" if before else f"{title} {after}"


def _value_words(column: ImportField, text: str) -> str:
    """A value as the table would have it: an end at midnight is the day before, which is included."""
    if column not in {ImportField.FROM, ImportField.UNTIL} or not text:
        return harmless(text, _LONGEST)
    moment = datetime.fromisoformat(text)
    if moment.time() != time():
        return moment.isoformat(sep=" ", timespec="seconds").removesuffix(":00")
    day = moment.date() - timedelta(days=column is ImportField.UNTIL)
    return day.isoformat()


def _is_number(text: str) -> bool:
    digits = sum(character.isdigit() for character in text[:_LONGEST_CODE])
    return digits >= _LEAST_DIGITS and _DIGITS.fullmatch(text[:_LONGEST_CODE].strip()) is not None


def _is_code(text: str) -> bool:
    """Whether it is a setup code with letters in it, or a text that carries a password; digits alone may be a telephone."""
    if not any(character.isalpha() for character in text):
        return False
    found = read_setup_code(text[:_LONGEST_CODE])
    if isinstance(found, RefusedSetupCode):
        return found.other is None or found.other.is_secret
    return True


def _letters(place: int) -> str:
    """A column as spreadsheets name it."""
    text = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
