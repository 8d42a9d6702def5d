"""Tables into a project: sites, doors, people, access and setup codes from CSV or XLSX."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.cli.frame import (
    DONE,
    INTERRUPTED,
    NO,
    Interrupted,
    Wanted,
    run_on_project,
    run_plain,
)
from app.cli.options import As, Json, PassphraseFile
from app.cli.output import Output
from app.cli.progress import Bars, bars
from app.cli.tables import table
from app.cli.tools import Tools
from app.cli.values import Json as JsonObject
from app.core.errors import UsageError
from app.core.settings import CSV_SEPARATOR
from app.domain.import_fields import ImportField
from app.domain.import_rows import ImportIssue
from app.domain.import_steps import FieldChange, ImportNoun, ImportStep
from app.services.import_tables import ImportTable, ReadOptions
from app.services.import_template import write_template_blocking
from app.services.import_thread import ImportStage, OnProgress
from app.services.importing import ImportPreview, ImportService, counts_of
from app.services.inventory import parse_separator
from app.services.open_project import OpenProject
from app.services.project import OpenMode
from app.texts.import_titles import column_hint, column_title, import_titles
from app.texts.messages import message

commands = typer.Typer()

_MOST_LINES = 50
_LEFT_OUT = frozenset({"", "-", "none"})


@commands.command("import")
def import_table(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A .lockchart project.")
    ] = None,
    source: Annotated[
        Path | None, typer.Argument(metavar="TABLE", help="A CSV or XLSX file.")
    ] = None,
    mappings: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="COLUMN=FIELD",
            help="What a column (its heading or letter) means; - as field leaves it out.",
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar="N", help="The sheet of a workbook, by number or name."),
    ] = None,
    header_row: Annotated[
        int | None,
        typer.Option("--header-row", metavar="N", help="The row with the headings, from 1."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="E", help="Of a CSV file, such as utf-8.")
    ] = None,
    separator: Annotated[
        str | None,
        typer.Option("--separator", metavar="C", help="Of CSV: a comma, a semicolon or tab."),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="OUT", help="Write an empty table to fill in."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; do nothing.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    operator: As = None,
    is_json: Json = False,
) -> int:
    """Take a table into the project, all of it or nothing; undo takes it back in one step."""
    tools: Tools = context.obj
    if template is not None:
        if file is not None or source is not None:
            return run_plain(_refuse_words, is_json=is_json)
        return _write_template(tools, template, is_json=is_json)
    if file is None or source is None:
        return run_plain(_refuse_words, is_json=is_json)
    table_file = source

    async def work(project: OpenProject, output: Output) -> int:
        options = ReadOptions(
            encoding=encoding,
            separator=None if separator is None else parse_separator(separator),
            sheet=int(sheet) if sheet is not None and sheet.isdecimal() else sheet,
            header_row=header_row,
            titles=import_titles(),
            remarks=frozenset({message("practice_project_note")}),
        )
        service = ImportService(project, tools.randbelow)
        try:
            with bars(output) as shown:
                told = _telling(shown)
                read = await service.read(table_file, options, on_progress=told)
                fields = mapped(read, mappings or [])
                preview = await service.plan(read, fields, on_progress=told)
                is_taken = not dry_run and not preview.plan.issues and not preview.plan.is_empty
                if is_taken:
                    await _apply(project, service, preview, told)
        except asyncio.CancelledError:
            output.error(Interrupted("interrupted", reason="import"))
            return INTERRUPTED
        output.document(preview_json(preview, is_written=is_taken))
        _say(preview, output, is_taken=is_taken, is_dry=dry_run)
        return NO if preview.plan.issues else DONE

    mode = OpenMode.READ if dry_run else OpenMode.WRITE
    wanted = Wanted(file, passphrase_file, mode, operator)
    return run_on_project(tools, wanted, work, is_json=is_json)


async def _apply(
    project: OpenProject, service: ImportService, preview: ImportPreview, told: OnProgress
) -> None:
    """Carry it out; an interrupt that comes after the commit finds it done, and that is what is said then."""
    kinds: list[str] = []
    end = project.store.subscribe(lambda change: kinds.append(str(change.kind)))
    try:
        await service.apply(preview, on_progress=told)
    except asyncio.CancelledError:
        if "import_edited" not in kinds:
            raise
    finally:
        end()


def mapped(read: ImportTable, words: Sequence[str]) -> dict[int, ImportField]:
    """The meanings of the columns, those of `--map` before the guessed ones.

    Raises `UsageError` `import_map_form`, `import_unknown_column`, `import_unknown_field`, `import_field_twice`.
    """
    said: dict[int, ImportField | None] = {}
    for text in words:
        name, equals, word = text.rpartition("=")
        if not equals or not name.strip():
            raise UsageError("import_map_form", text=text)
        said[read.place_of(name.strip())] = _field(word.strip())
    given = [field for field in said.values() if field is not None]
    for field in given:
        if given.count(field) > 1:
            raise UsageError("import_field_twice", field=str(field))
    kept = {
        place: field
        for place, field in read.fields.items()
        if place not in said and field not in given
    }
    return {**kept, **{place: field for place, field in said.items() if field is not None}}


def _field(word: str) -> ImportField | None:
    if word in _LEFT_OUT:
        return None
    try:
        return ImportField(word.lower())
    except ValueError as error:
        choices = ", ".join(ImportField)
        raise UsageError("import_unknown_field", name=word, choices=choices) from error


def preview_json(preview: ImportPreview, *, is_written: bool) -> JsonObject:
    """The document of `import --json`; secrets are not in it.

    Beside what was promised: how the table was read, what each column means, every change, and what is worth knowing.
    """
    counts, read, plan = counts_of(preview.plan), preview.table.read, preview.plan
    return {
        "created": {str(noun): n for noun, n in counts.created.items()},
        "changed": {str(noun): n for noun, n in counts.changed.items()},
        "skipped": {str(noun): n for noun, n in counts.already.items()},
        "errors": [_issue_json(preview.table, issue) for issue in plan.issues],
        "notes": [_issue_json(preview.table, note) for note in plan.notes],
        "changes": [_step_json(step) for step in plan.steps],
        "table": {
            "rows": plan.rows,
            "encoding": read.encoding,
            "separator": read.separator,
            "sheet": read.sheet,
            "sheets": list(read.sheets),
            "header_row": preview.table.header_row,
            "columns": [
                {"heading": heading, "field": _word(preview.table.fields.get(place))}
                for place, heading in enumerate(preview.table.headings)
            ],
        },
        "written": is_written,
    }


def _word(field: ImportField | None) -> str | None:
    return None if field is None else str(field)


def _issue_json(read: ImportTable, issue: ImportIssue) -> JsonObject:
    return {
        "row": issue.row,
        "column": heading_of(read, issue.column),
        "field": _word(issue.column),
        "code": issue.code,
        "message": message(issue.code, issue.parameters),
    }


def _step_json(step: ImportStep[object]) -> JsonObject:
    return {
        "noun": str(step.noun),
        "row": step.row,
        "name": step.label,
        "new": step.is_new,
        "fields": [_change_json(change) for change in step.changes],
    }


def _change_json(change: FieldChange) -> JsonObject:
    if change.is_secret:
        return {"field": str(change.column), "before": None, "after": None, "secret": True}
    return {"field": str(change.column), "before": change.before, "after": change.after}


def heading_of(read: ImportTable, field: ImportField | None) -> str:
    """The table's own heading of a column, else the title of what it means."""
    if field is None:
        return ""
    places = [place for place, meaning in read.fields.items() if meaning is field]
    return (read.headings[places[0]] if places else "") or column_title(field)


def _say(preview: ImportPreview, output: Output, *, is_taken: bool, is_dry: bool) -> None:
    read, plan = preview.table.read, preview.plan
    parameters: dict[str, object] = {"rows": plan.rows, "header": preview.table.header_row}
    if read.sheet is not None:
        output.say(message("import_read_as_workbook", {**parameters, "sheet": read.sheet}))
    else:
        mark = message("import_tab") if read.separator == "\t" else read.separator
        parameters |= {"encoding": read.encoding, "separator": mark}
        output.say(message("import_read_as_text", parameters))
    _say_columns(preview.table, output)
    for line in _issue_lines(preview.table, [*plan.issues, *plan.notes]):
        output.line(line)
    counts = counts_of(plan)
    rows = [
        [
            message(f"import_noun_{noun}"),
            *(str(part[noun]) for part in (counts.created, counts.changed, counts.already)),
        ]
        for noun in ImportNoun
        if counts.created[noun] or counts.changed[noun] or counts.already[noun]
    ]
    heads = ["", *(message(f"import_head_{head}") for head in ("created", "changed", "already"))]
    for line in table(heads, rows):
        output.line(line)
    if plan.issues:
        output.say(message("import_has_issues", {"count": len(plan.issues)}))
    elif not plan.rows:
        output.say(message("import_no_rows", parameters))
    elif plan.is_empty:
        output.say(message("import_nothing"))
    else:
        output.say(message("import_dry" if is_dry or not is_taken else "import_done"))


def _say_columns(read: ImportTable, output: Output) -> None:
    taken = [f"{read.headings[place]} = {field}" for place, field in sorted(read.fields.items())]
    left = [
        heading
        for place, heading in enumerate(read.headings)
        if heading and place not in read.fields
    ]
    output.say(message("import_columns_taken", {"columns": ", ".join(taken)}))
    if left:
        output.say(message("import_columns_left", {"columns": ", ".join(left)}))


def _issue_lines(read: ImportTable, issues: Sequence[ImportIssue]) -> list[str]:
    if not issues:
        return []
    heads = [message(f"import_head_{head}") for head in ("row", "column", "mistake")]
    rows = [
        [str(i.row), heading_of(read, i.column), message(i.code, i.parameters)]
        for i in issues[:_MOST_LINES]
    ]
    lines = table(heads, rows)
    if len(issues) > _MOST_LINES:
        lines.append(message("import_more_issues", {"count": len(issues) - _MOST_LINES}))
    return [*lines, ""]


def _telling(shown: Bars) -> OnProgress:
    def tell(stage: ImportStage, done: int, total: int) -> None:
        shown.show(str(stage), message(f"import_stage_{stage}"), done, total)

    return tell


async def _refuse_words(_output: Output) -> int:
    raise UsageError("import_needs_words")


def _write_template(tools: Tools, out: Path, *, is_json: bool) -> int:
    async def work(output: Output) -> int:
        write_template_blocking(
            out,
            {field: column_title(field) for field in ImportField},
            {field: column_hint(field) for field in ImportField},
            sheet_names=(message("import_sheet_table"), message("import_sheet_columns")),
            hint_titles=(message("import_head_column"), message("import_head_what")),
            separator=parse_separator(tools.settings.get(CSV_SEPARATOR)),
        )
        output.document({"file": str(out), "columns": [str(field) for field in ImportField]})
        output.say(message("said_written", {"name": out.name}))
        return DONE

    return run_plain(work, is_json=is_json)
