"""Doors with their codes and proof, as JSON and as lines."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from app.cli.output import Output
from app.cli.tables import headers, table
from app.cli.values import Json, lock_json, moment
from app.domain.grant import HolidayRule, Validity
from app.domain.ids import CalendarId
from app.domain.validity import end_of, start_of
from app.domain.validity_text import format_weekly
from app.services.status import DoorStatus, EntryStatus
from app.texts.messages import message

Calendars = Mapping[CalendarId, str]


def door_status_json(door: DoorStatus, calendars: Calendars, *, with_secrets: bool) -> Json:
    """One door of `status`."""
    zone = door.place.zone

    def entries_json(entries: tuple[EntryStatus, ...]) -> list[Json]:
        return [_entry_json(one, zone, calendars, with_secrets=with_secrets) for one in entries]

    return {
        "id": str(door.place.door.id),
        "site": door.place.site.name,
        "door": door.place.door.name,
        "lock": lock_json(door.lock, door.facts, zone),
        "entries": entries_json(door.entries),
        "foreign": [
            {
                "slot": slot.slot,
                "state": slot.state,
                "by": str(slot.by),
                "since": moment(slot.since, zone),
            }
            for slot in door.foreign
        ],
        "retired": [
            {"lock": lock_json(one.lock, None, zone), "entries": entries_json(one.entries)}
            for one in door.retired
        ],
    }


def validity_json(validity: Validity, zone: str, calendars: Calendars) -> Json:
    """When something holds, in the door's zone."""
    here = ZoneInfo(zone)
    return {
        "zone": zone,
        "from": moment(start_of(validity, here), zone),
        "until": moment(end_of(validity, here), zone),
        "weekly": [format_weekly(window) for window in validity.weekly],
        "once": validity.is_once,
        "holidays": [
            {
                "calendar": calendars.get(holidays.calendar_id, str(holidays.calendar_id)),
                "rule": str(holidays.rule),
            }
            for holidays in validity.holidays
        ],
    }


def validity_line(validity: Validity, zone: ZoneInfo, calendars: Calendars | None = None) -> str:
    """The same for people; without the names of `calendars` holidays are left out."""
    parts = [format_weekly(window) for window in validity.weekly]
    start, end = start_of(validity, zone), end_of(validity, zone)
    if start is not None:
        parts.append(message("times_from", {"at": _short(start, zone)}))
    if end is not None:
        parts.append(message("times_until", {"at": _short(end, zone)}))
    if validity.is_once:
        parts.append(message("times_once"))
    for holidays in validity.holidays:
        name = (calendars or {}).get(holidays.calendar_id)
        if name is not None and holidays.rule is not HolidayRule.IGNORE:
            parts.append(message(f"times_{holidays.rule}", {"calendar": name}))
    return ", ".join(parts) or message("times_always")


def say_door_status(
    door: DoorStatus, calendars: Calendars, output: Output, *, with_secrets: bool
) -> None:
    """One door with its lock, its codes and what others put there."""
    zone = ZoneInfo(door.place.zone)
    output.line(f"{door.place.label}: {_lock_line(door, zone)}")
    said = [_entry_row(one, zone, calendars, with_secrets=with_secrets) for one in door.entries]
    _say_entries(said, output)
    for slot in door.foreign:
        output.line(f"  {slot.slot}: {message(f'foreign_{slot.by}')}")
    for retired in door.retired:
        lock = retired.lock
        name = f"{lock.vendor} {lock.product} {lock.serial}".strip()
        output.line(f"  {message('retired_lock', {'lock': name})}")
        left = [
            _entry_row(one, zone, calendars, with_secrets=with_secrets) for one in retired.entries
        ]
        _say_entries(left, output)


def _lock_line(door: DoorStatus, zone: ZoneInfo) -> str:
    lock, facts = door.lock, door.facts
    if lock is None:
        return message("no_lock_word")
    parts = [f"{lock.vendor} {lock.product}".strip()]
    if lock.is_leaving:
        parts.append(message("lock_leaving"))
    info = facts.info if facts is not None else None
    if info is not None:
        parts.append(message(f"bolt_{info.bolt}"))
        if info.battery_percent is not None:
            parts.append(message("battery_word", {"percent": info.battery_percent}))
    if facts is not None and facts.reached_at is not None:
        parts.append(message("reached_word", {"at": _short(facts.reached_at, zone)}))
    return ", ".join(parts)


def _say_entries(rows: Sequence[Sequence[str]], output: Output) -> None:
    if not rows:
        return
    columns = headers("person", "credential", "slot", "proof", "proven_at", "times", "why")
    for line in table(columns, rows):
        output.line(f"  {line}")


def _entry_row(
    one: EntryStatus, zone: ZoneInfo, calendars: Calendars, *, with_secrets: bool
) -> list[str]:
    proof, value = one.record.proof, one.credential.value
    why = [message(f"reason_{proof.reason}")] if proof.reason else []
    if one.enforced_by is not None and one.enforced_by != "lock":
        why.append(message(f"enforced_by_{one.enforced_by}"))
    if one.is_clock_unknown:
        why.append(message("clock_unknown"))
    if one.is_clock_wrong:
        why.append(message("clock_wrong"))
    return [
        one.person.name,
        value.reveal() if with_secrets and value is not None else one.credential.label,
        one.record.slot or "",
        message(f"proof_{proof.level}"),
        _short(proof.proven_at, zone) if proof.proven_at is not None else "",
        validity_line(one.validity, zone, calendars),
        ", ".join(why),
    ]


def _entry_json(one: EntryStatus, zone: str, calendars: Calendars, *, with_secrets: bool) -> Json:
    record, credential = one.record, one.credential
    proof, value = record.proof, credential.value
    is_shown = with_secrets and value is not None
    return {
        "id": str(record.id),
        "person": one.person.name,
        "person_id": str(one.person.id),
        "credential": str(credential.kind),
        "credential_id": str(credential.id),
        "label": credential.label,
        "slot": record.slot,
        "wanted": one.is_wanted,
        "validity": validity_json(one.validity, zone, calendars),
        "enforced_by": None if one.enforced_by is None else str(one.enforced_by),
        "clock_unknown": one.is_clock_unknown,
        "clock_wrong": one.is_clock_wrong,
        "proof": str(proof.level),
        "proof_by": None if proof.by is None else str(proof.by),
        "proven_at": moment(proof.proven_at, zone),
        "read_at": moment(proof.read_at, zone),
        "reason": proof.reason,
        "code": value.reveal() if value is not None and with_secrets else None,
        "secret": not is_shown,
    }


def _short(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
