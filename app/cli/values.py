"""The JSON objects of `cli.md` that several commands print."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.lock import BoltPosition, Lock
from app.domain.person import Person
from app.domain.project import Site
from app.domain.validity_text import format_moment
from app.services.open_project import OpenProject, Place
from app.services.status import LockFacts

Json = dict[str, Any]


def project_json(project: OpenProject) -> Json:
    """The project that a command worked on."""
    store = project.store
    return {
        "name": store.project.name,
        "file": str(store.file.path),
        "schema": store.file.schema,
        "practice": store.project.kind == "practice",
    }


def lock_json(lock: Lock | None, facts: LockFacts | None, zone: str) -> Json | None:
    """A lock with the newest that it said about itself; None for a door without one."""
    if lock is None:
        return None
    info = facts.info if facts is not None else None
    return {
        "id": str(lock.id),
        "driver": lock.driver,
        "vendor": lock.vendor,
        "product": lock.product,
        "serial": lock.serial,
        "firmware": lock.firmware,
        "battery_percent": info.battery_percent if info is not None else None,
        "bolt": str(info.bolt if info is not None else BoltPosition.UNKNOWN),
        "reached_at": moment(facts.reached_at if facts is not None else None, zone),
    }


def door_json(place: Place, lock: Lock | None, facts: LockFacts | None) -> Json:
    """One door as `doors` lists it."""
    return {
        "id": str(place.door.id),
        "site": place.site.name,
        "door": place.door.name,
        "time_zone": place.zone,
        "private": place.door.is_private,
        "fields": dict(place.door.fields),
        "lock": lock_json(lock, facts, place.zone),
    }


def site_json(project: OpenProject, site: Site) -> Json:
    """One site as `sites` lists it."""
    return {
        "id": str(site.id),
        "name": site.name,
        "time_zone": site.time_zone or project.store.project.time_zone,
        "fields": dict(site.fields),
    }


def person_json(person: Person) -> Json:
    """One person as `people` lists them."""
    return {
        "id": str(person.id),
        "name": person.name,
        "role": str(person.role),
        "language": person.language,
        "email": person.email,
        "phone": person.phone,
    }


def moment(value: datetime | None, zone: str) -> str | None:
    """RFC 3339 with the offset of the zone."""
    return format_moment(value, ZoneInfo(zone))
