"""How single values look in a column: times, ids, small maps."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import TypeVar, cast
from uuid import UUID

from app.core.errors import BugError
from app.core.secret import Secret

Id = TypeVar("Id")
Scalar = str | int | float | None
Row = Mapping[str, Scalar]


def time_text(moment: datetime) -> str:
    """An aware moment as UTC text of fixed length, so that text order is time order."""
    if moment.tzinfo is None:
        raise BugError("naive_time")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def time_of(text: str) -> datetime:
    """The moment of `time_text`, in UTC."""
    return datetime.fromisoformat(text)


def optional_time_text(moment: datetime | None) -> str | None:
    """`time_text`, or None."""
    return None if moment is None else time_text(moment)


def optional_time_of(text: str | None) -> datetime | None:
    """`time_of`, or None."""
    return None if text is None else datetime.fromisoformat(text)


def wall_text(moment: datetime | None) -> str | None:
    """A wall time without offset, or a moment with the offset it was given with, kept as it is."""
    return None if moment is None else moment.isoformat()


def clock_text(moment: time) -> str:
    """A time of day without date."""
    return moment.isoformat()


def clock_of(text: str) -> time:
    """The time of day of `clock_text`."""
    return time.fromisoformat(text)


def date_of(text: str) -> date:
    """The date of an ISO text."""
    return date.fromisoformat(text)


def optional_date_of(text: str | None) -> date | None:
    """`date_of`, or None."""
    return None if text is None else date.fromisoformat(text)


def optional_id_text(key: UUID | None) -> str | None:
    """An id as text, or None."""
    return None if key is None else str(key)


@lru_cache(maxsize=1 << 14)
def uuid_of(text: str) -> UUID:
    """The id of a text; rows name the same door, lock or credential again and again, and reading the text takes longest of a row."""
    return UUID(text)


def optional_id(text: str | None, make: Callable[[UUID], Id]) -> Id | None:
    """The id of a text, as its own type, or None."""
    return None if text is None else make(uuid_of(text))


def secret_text(secret: Secret[str] | None) -> str | None:
    """What a secret holds, for a column whose name begins with `secret_`."""
    return None if secret is None else secret.reveal()


def optional_secret(text: str | None) -> Secret[str] | None:
    """The secret of a `secret_` column, or None."""
    return None if text is None else Secret(text)


def map_text(texts: Mapping[str, str]) -> str:
    """A map of texts as JSON; equal maps give equal text."""
    return json.dumps(dict(texts), ensure_ascii=False, sort_keys=True)


def map_of(text: str) -> dict[str, str]:
    """The map of `map_text`."""
    return cast("dict[str, str]", json.loads(text))
