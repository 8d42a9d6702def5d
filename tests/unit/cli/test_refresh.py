"""How a reading of the locks ends, and what is said of it."""

import io
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.cli.apply import exit_code_of_refresh
from app.cli.entries import say_door_status
from app.cli.output import Output
from app.domain.ids import DoorId, LockId, SiteId
from app.domain.lock import Lock
from app.domain.project import Door, Site
from app.services.open_project import Place
from app.services.refreshing import Refreshed, RefreshState
from app.services.status import DoorStatus

SITE = Site(SiteId(uuid4()), "Elm")
PLACE = Place(SITE, Door(DoorId(uuid4()), SITE.id, "Front"), "UTC")
READ = Refreshed(PLACE, RefreshState.READ)
LACKING = Refreshed(PLACE, RefreshState.READ, unproven=1)
AWAY = Refreshed(PLACE, RefreshState.UNREACHABLE, reason="lock_unreachable")
REFUSING = Refreshed(PLACE, RefreshState.REFUSED, reason="unsupported_access")


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ([], 0),
        ([READ, READ], 0),
        ([READ, AWAY, AWAY], 4),
        ([REFUSING, READ], 5),
        ([REFUSING, AWAY], 1),
        ([READ, LACKING], 1),
        ([LACKING, AWAY], 1),
    ],
)
def test_all_proven_is_0_one_kind_of_failure_its_own_code_and_the_rest_1(
    found: list[Refreshed], code: int
):
    assert exit_code_of_refresh(found) == code


@pytest.mark.parametrize("is_leaving", [False, True])
def test_status_says_that_a_lock_is_being_taken_out(is_leaving: bool):
    lock = Lock(
        LockId(uuid4()),
        PLACE.door.id,
        "matter",
        "Acme",
        "Bolt",
        "S1",
        "1",
        "a",
        datetime.now(UTC),
        is_leaving=is_leaving,
    )
    out = io.StringIO()
    output = Output(False, out, io.StringIO())
    say_door_status(DoorStatus(PLACE, lock, None, (), (), ()), {}, output, with_secrets=False)
    output.flush()
    assert ("is being taken out" in out.getvalue()) is is_leaving
