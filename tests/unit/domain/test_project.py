"""Which clock a door keeps."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.domain.ids import DoorId, ProjectId, SiteId
from app.domain.project import Door, Project, ProjectKind, Site, zone_name_of

ID = UUID(int=1)


@pytest.mark.parametrize(
    ("door", "site", "zone"),
    [
        ("Asia/Tokyo", "Europe/Paris", "Asia/Tokyo"),
        (None, "Europe/Paris", "Europe/Paris"),
        (None, None, "UTC"),
    ],
)
def test_the_nearest_zone_counts(door: str | None, site: str | None, zone: str) -> None:
    created = datetime(2026, 1, 1, tzinfo=UTC)
    project = Project(ProjectId(ID), "Home", ProjectKind.REAL, "UTC", created)
    place = Site(SiteId(ID), "House", site)
    assert zone_name_of(project, place, Door(DoorId(ID), place.id, "Front", door)) == zone
