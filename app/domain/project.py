"""Project, site and door: what the customer owns."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.core.secret import Secret
from app.domain.ids import DoorId, GroupId, ProjectId, SiteId


class ProjectKind(StrEnum):
    """Real doors, or practice; set when the project is made and never changed."""

    REAL = "real"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Project:
    """What one project file says about itself. `time_zone` is an IANA name."""

    id: ProjectId
    name: str
    kind: ProjectKind
    time_zone: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Site:
    """An address with doors; its name holds no `/`. `fields` are texts by key (contact, way in), none of them secret."""

    id: SiteId
    name: str
    time_zone: str | None = None
    fields: dict[str, str] = field(default_factory=dict[str, str])
    wifi_password: Secret[str] | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """A place a lock is mounted; it stays when its lock is replaced."""

    id: DoorId
    site_id: SiteId
    name: str
    time_zone: str | None = None
    is_private: bool = False
    fields: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Group:
    """A flat, named list of doors; membership is live."""

    id: GroupId
    name: str
    door_ids: frozenset[DoorId] = frozenset()


def zone_name_of(project: Project, site: Site, door: Door) -> str:
    """The IANA zone a door's wall clock runs in: the door's, else the site's, else the project's."""
    return door.time_zone or site.time_zone or project.time_zone
