"""Reading the wire's JSON without trusting it.

Field names on the wire differ in the spelling of acronyms (`userUniqueID`, `userUniqueId`), so answers are read without regard to case.
"""

from collections.abc import Mapping
from typing import Any, cast


def field(record: Mapping[str, Any], name: str) -> Any:
    """The value of a field, whatever the spelling of its acronyms; None when it is not there."""
    wanted = name.lower()
    return next((value for key, value in record.items() if key.lower() == wanted), None)


def number(value: object) -> int | None:
    """The value when it is a whole number, else None (a lock may answer anything)."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def as_record(value: object) -> Mapping[str, Any]:
    """The value when it is a JSON object, else an empty one (a lock may answer anything)."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
