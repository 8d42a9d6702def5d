"""What the rows of a table say of one thing, and the finding of things by their names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from app.domain.import_fields import SECRET_FIELDS, ImportField
from app.domain.import_rows import ImportIssue
from app.domain.import_steps import FieldChange, ImportNoun

Thing = TypeVar("Thing")


@dataclass(slots=True)
class Findings:
    """What planning gathers beside the steps."""

    issues: list[ImportIssue] = field(default_factory=list[ImportIssue])
    notes: list[ImportIssue] = field(default_factory=list[ImportIssue])
    already: dict[ImportNoun, int] = field(default_factory=dict[ImportNoun, int])

    def refuse(self, row: int, column: ImportField | None, code: str, **parameters: object) -> None:
        """Say why a row cannot be taken."""
        self.issues.append(ImportIssue(row, column, code, parameters))

    def note(self, row: int, column: ImportField | None, code: str, **parameters: object) -> None:
        """Say what is left out, or worth knowing."""
        self.notes.append(ImportIssue(row, column, code, parameters))

    def count_as_there(self, noun: ImportNoun) -> None:
        """Count one thing that the project has as the table says."""
        self.already[noun] = self.already.get(noun, 0) + 1


@dataclass(slots=True)
class Claims:
    """What rows say of one thing, by column; of two that say it differently the lower one is refused."""

    row: int
    values: dict[ImportField, tuple[object, int]] = field(
        default_factory=dict[ImportField, tuple[object, int]]
    )

    def say(self, row: int, column: ImportField, value: object, findings: Findings) -> None:
        """Note a value that a row gives; None and empty say nothing."""
        if value is None or value == "":
            return
        said, first = self.values.setdefault(column, (value, row))
        if said != value:
            upper, lower = sorted((row, first))
            findings.refuse(lower, column, "import_said_otherwise", other=upper)

    def text(self, column: ImportField) -> str:
        """The text that is said, or an empty one."""
        said = self.values.get(column)
        return "" if said is None else str(said[0])

    def value(self, column: ImportField) -> object:
        """The value that is said, or None."""
        said = self.values.get(column)
        return None if said is None else said[0]

    def row_of(self, column: ImportField) -> int:
        """The row that said it."""
        said = self.values.get(column)
        return self.row if said is None else said[1]


class Names(Generic[Thing]):
    """Things by their names: the exact spelling first, then without regard to case."""

    def __init__(self, things: Iterable[Thing], name_of: Callable[[Thing], str]) -> None:
        self._by_name: dict[str, list[tuple[str, Thing]]] = {}
        self._name_of = name_of
        for thing in things:
            self.add(thing)

    def add(self, thing: Thing) -> None:
        """Let another thing be found."""
        name = self._name_of(thing)
        self._by_name.setdefault(name.casefold(), []).append((name, thing))

    def find(self, name: str, fits: Callable[[Thing], bool] = lambda _: True) -> list[Thing]:
        """Everything that fits and that the name may mean; one thing, where there is one of this very spelling."""
        found = [pair for pair in self._by_name.get(name.casefold(), ()) if fits(pair[1])]
        exact = [thing for spelling, thing in found if spelling == name]
        return exact if len(exact) == 1 else [thing for _, thing in found]


def field_changes(
    before: Mapping[ImportField, object], after: Mapping[ImportField, object]
) -> tuple[FieldChange, ...]:
    """The columns in which two descriptions differ; nothing of secret ones but that they do."""
    return tuple(
        FieldChange(column, "", "")
        if column in SECRET_FIELDS
        else FieldChange(column, _text(before.get(column)), _text(value))
        for column, value in after.items()
        if value != before.get(column) and not (value in (None, "") and column not in before)
    )


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
