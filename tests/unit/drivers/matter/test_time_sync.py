"""What a lock is told of time, and what it says of its zone."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from app.driver_api.driver import SetsClock
from app.driver_api.errors import Rejected
from app.drivers.matter.client import MatterClient
from app.drivers.matter.session import MatterSession
from app.drivers.matter.time_sync import (
    dst_offset_payload,
    matter_us,
    time_zone_payload,
    utc_time_payload,
    zone_name,
)

BERLIN = ZoneInfo("Europe/Berlin")
WINTER = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
SPRING, AUTUMN = [
    matter_us(datetime(2026, month, day, 1, 0, tzinfo=UTC)) for month, day in ((3, 29), (10, 25))
]
NEXT_SPRING = matter_us(datetime(2027, 3, 28, 1, 0, tzinfo=UTC))


def test_time_is_counted_from_2000_in_microseconds():
    assert matter_us(datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert utc_time_payload(SUMMER) == {
        "UTCTime": 836_215_200_000_000,
        "granularity": 3,
        "timeSource": 2,
    }


@pytest.mark.parametrize("now", [WINTER, SUMMER])
def test_a_zone_is_told_with_its_offset_without_daylight_saving(now: datetime):
    expected = {"offset": 3600, "validAt": 0, "name": "Europe/Berlin"}
    assert time_zone_payload(BERLIN, now) == {"timeZone": [expected]}


def test_daylight_saving_is_told_for_as_long_as_the_lock_can_keep():
    assert dst_offset_payload(BERLIN, WINTER, count=3)["DSTOffset"] == [
        {"offset": 0, "validStarting": 0, "validUntil": SPRING},
        {"offset": 3600, "validStarting": SPRING, "validUntil": AUTUMN},
        {"offset": 0, "validStarting": AUTUMN, "validUntil": NEXT_SPRING},
    ]
    assert dst_offset_payload(BERLIN, SUMMER, count=1)["DSTOffset"] == [
        {"offset": 3600, "validStarting": 0, "validUntil": AUTUMN}
    ]


@pytest.mark.parametrize("name", ["UTC", "Asia/Tokyo"])
def test_a_zone_without_daylight_saving_is_one_stretch_without_end(name: str):
    assert dst_offset_payload(ZoneInfo(name), SUMMER, count=5)["DSTOffset"] == [
        {"offset": 0, "validStarting": 0, "validUntil": None}
    ]


@pytest.mark.parametrize("name", ["Europe/Dublin", "Australia/Lord_Howe", "America/St_Johns"])
def test_what_is_told_gives_the_zones_own_time_through_a_year(name: str):
    zone = ZoneInfo(name)
    offset = time_zone_payload(zone, WINTER)["timeZone"][0]["offset"]
    table = dst_offset_payload(zone, WINTER, count=4)["DSTOffset"]
    assert all(entry["offset"] >= 0 for entry in table)
    for day in range(365):
        at = WINTER + timedelta(days=day, minutes=7)
        (entry,) = [
            entry
            for entry in table
            if entry["validStarting"] <= matter_us(at) < entry["validUntil"]
        ]
        told = timedelta(seconds=offset + entry["offset"])
        assert told == at.astimezone(zone).utcoffset(), at


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([{"0": 3600, "1": 0, "2": "Europe/Berlin"}], "Europe/Berlin"),
        ([{"0": 0, "1": 0, "2": "UTC"}, {"0": 3600, "1": SPRING, "2": "Europe/Berlin"}], "Europe/Berlin"),
        ([{"0": 0, "1": 0, "2": "UTC"}, {"0": 3600, "1": NEXT_SPRING, "2": "Europe/Berlin"}], "UTC"),
        ([{"0": 5400, "1": 0}], None),
        ([{"0": 0, "1": 0, "2": "Mars/Olympus"}], None),
        ([{"0": 0, "1": 0, "2": "../../etc/passwd"}], None),
        ([], None),
        (None, None),
        ("Europe/Berlin", None),
    ],
)  # fmt: skip
def test_the_zone_is_what_the_lock_names_for_now(value: object, expected: str | None):
    assert zone_name(value, SUMMER) == expected


class ScriptedClient:
    """A lock's time cluster as it answers."""

    def __init__(
        self, attributes: Mapping[str, object], refusals: Mapping[str, int | None]
    ) -> None:
        self.attributes, self.refusals = attributes, refusals
        self.needs_table = True
        self.sent: list[tuple[str, Mapping[str, Any]]] = []

    async def read(self, node_id: int, paths: Sequence[str]) -> Mapping[str, object]:
        return self.attributes

    async def command(
        self, node_id: int, endpoint: int, cluster: int, name: str, payload: Mapping[str, Any]
    ) -> Mapping[str, Any] | None:
        assert (node_id, endpoint, cluster) == (7, 0, 56)
        self.sent.append((name, payload))
        if name in self.refusals:
            raise Rejected("refused", status=1, cluster_status=self.refusals[name])
        return {"dstOffsetRequired": self.needs_table} if name == "SetTimeZone" else None


def session(
    attributes: Mapping[str, object], **refusals: int | None
) -> tuple[MatterSession, ScriptedClient]:
    client = ScriptedClient(attributes, refusals)
    made = MatterSession(cast("MatterClient", client), 7, 1, {}, clock=lambda: SUMMER, settle_s=1.0)
    assert isinstance(made, SetsClock)
    return made, client


WITH_ZONES = {"0/56/0": 0, "0/56/65532": 1, "0/56/11": 2}


async def test_zone_daylight_saving_and_time_are_set_in_this_order():
    made, client = session(WITH_ZONES)
    assert await made.set_clock(BERLIN)
    assert [name for name, _payload in client.sent] == ["SetTimeZone", "SetDSTOffset", "SetUTCTime"]
    assert len(client.sent[1][1]["DSTOffset"]) == 2


async def test_a_lock_that_knows_the_worlds_zones_gets_no_table():
    made, client = session(WITH_ZONES)
    client.needs_table = False
    assert await made.set_clock(BERLIN)
    assert [name for name, _payload in client.sent] == ["SetTimeZone", "SetUTCTime"]


async def test_a_lock_without_zones_gets_the_time_alone_and_one_without_a_clock_nothing():
    made, client = session({"0/56/0": None, "0/56/65532": 0})
    assert await made.set_clock(BERLIN)
    assert [name for name, _payload in client.sent] == ["SetUTCTime"]
    made, client = session({})
    assert not await made.set_clock(BERLIN)
    assert client.sent == []


async def test_a_lock_with_a_better_source_of_time_keeps_it_and_other_refusals_are_told():
    made, _client = session(WITH_ZONES, SetUTCTime=2)
    assert await made.set_clock(BERLIN)
    for refusing in ("SetTimeZone", "SetDSTOffset", "SetUTCTime"):
        made, _client = session(WITH_ZONES, **{refusing: None})
        with pytest.raises(Rejected):
            await made.set_clock(BERLIN)
