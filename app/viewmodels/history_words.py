"""A door's history in words: what happened, for whom, and which proof moved."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from app.domain.event import HistoryEntry
from app.domain.ids import PersonId
from app.domain.person import Person
from app.texts.entry_words import entry_words
from app.texts.harmless import harmless
from app.texts.messages import has_message, message


def what_happened(entry: HistoryEntry, people: Mapping[PersonId, Person]) -> str:
    """The kind of an entry, the person it is about, and how the proof of its records moved."""
    parts = [entry_words(entry.kind, entry.after)]
    person = people.get(entry.person_id) if entry.person_id is not None else None
    if person is not None:
        parts.append(harmless(person.name))
    moves = _moves(entry)
    return ": ".join([" · ".join(parts), ", ".join(moves)]) if moves else " · ".join(parts)


def _moves(entry: HistoryEntry) -> Sequence[str]:
    """Levels before and after, without repetition; empty where none moved."""
    before = {str(row["id"]): row for row in _records(entry.before)}
    moves: list[str] = []
    for row in _records(entry.after):
        old = before.get(str(row["id"]), {})
        level, reason = row.get("level"), row.get("reason")
        if old.get("level") == level and old.get("reason") == reason:
            continue
        words = _level_words(level, reason)
        if old.get("level") is not None:
            words = f"{_level_words(old.get('level'), None)} → {words}"
        moves.append(words)
    return tuple(dict.fromkeys(moves))


def _level_words(level: object, reason: object) -> str:
    word = message(f"proof_{level}")
    is_known = reason is not None and has_message(f"reason_{reason}")
    return f"{word} ({message(f'reason_{reason}')})" if is_known else word


def _records(payload: Mapping[str, object] | None) -> list[Mapping[str, Any]]:
    rows = payload.get("slot_records") if payload is not None else None
    found = cast("list[Any]", rows) if isinstance(rows, list) else []
    return [row for row in found if isinstance(row, Mapping) and "id" in row]
