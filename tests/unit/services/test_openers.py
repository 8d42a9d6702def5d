"""Groups, holidays, keys, cards and reserve codes, and who can open a door by them, in a real file with a lock."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.domain.credential import CredentialKind
from app.domain.grant import ALWAYS, HolidayRule, Holidays, Validity
from app.domain.ids import DoorId
from app.domain.lock import FabricOnLock
from app.domain.openers import Gap, OpensNow
from app.domain.who import Subject, SubjectKind
from app.services.access import GrantWish
from app.services.calendars import CalendarService, parse_date, read_holiday_file_blocking
from app.services.credentials import CredentialService, parse_kind
from app.services.groups import GroupService
from app.services.keys import KeyService
from app.services.names import find_credential, find_subject
from app.services.openers import DoorOpeners, OpenerService
from app.services.reserve import ReserveService
from tests.unit.services.service_world import World, world


async def ask(w: World, door_id: DoorId | None = None) -> DoorOpeners:
    """Who can open the door; what each of them reaches has to name the door with the same openers."""
    service = OpenerService(w.project)
    found = await service.who(door_id or w.place.door.id)
    credentials = {one.id for one in await w.project.read.credentials.all()}
    boxes = {one.id for one in await w.project.read.key_boxes.all()}
    for opener in found.answer.openers:
        if opener.thing_id is None:
            continue
        kind = SubjectKind.CREDENTIAL if opener.thing_id in credentials else SubjectKind.KEY
        kind = SubjectKind.KEY_BOX if opener.thing_id in boxes else kind
        asked = [Subject(kind, opener.thing_id)]
        asked += [Subject(SubjectKind.PERSON, opener.person_id)] if opener.person_id else []
        for subject in asked:
            reached = await service.reach(subject)
            here = next(d for d in reached.doors if d.answer.door_id == found.answer.door_id)
            assert here.label == found.label
            assert _same(opener) in {_same(one) for one in here.answer.openers}
    return found


def _same(opener):
    return replace(opener, proof=None), opener.proof and opener.proof.level


def told(found: DoorOpeners) -> list[tuple[str, str | None, str, str]]:
    names = {person.id: person.name for person in found.people.values()}
    return [
        (str(o.kind), names.get(o.person_id) if o.person_id else None, o.label, str(o.open_now))
        for o in found.answer.openers
    ]


async def test_a_code_is_an_opener_from_its_grant_until_it_is_gone(tmp_path: Path):
    async with world(tmp_path) as w:
        anna = await w.work.people.add_person("Anna")
        await w.grant(anna)
        assert told(await ask(w)) == [("pin", "Anna", "PIN", "no")]
        await w.work.applying.apply()
        assert told(await ask(w)) == [("pin", "Anna", "PIN", "yes")]
        await w.work.access.revoke(anna)
        assert told(await ask(w)) == [("pin", "Anna", "PIN", "yes")]
        await w.work.applying.apply()
        assert told(await ask(w)) == []


async def test_a_group_gives_access_to_what_is_in_it_now(tmp_path: Path):
    async with world(tmp_path) as w:
        back = await w.work.sites.add_door("Home", "Back")
        service = GroupService(w.project)
        group = await service.add("Inside", [w.place.door.id])
        anna = await w.work.people.add_person("Anna")
        await w.work.access.grant(
            GrantWish(anna, frozenset(), ALWAYS, group_ids=frozenset({group.id}))
        )
        assert told(await ask(w, back.door.id)) == []
        group = await service.add("Inside", [back.door.id])
        assert told(await ask(w, back.door.id)) == [("pin", "Anna", "PIN", "no")]
        assert [r.proof.level for r in await w.project.read.records.at_door(back.door.id)] == [
            "planned"
        ]
        await service.take_out(group, [back.door.id])
        assert told(await ask(w, back.door.id)) == []
        assert await w.project.read.records.at_door(back.door.id) == []
        assert [row.doors for row in await service.list_groups()] == [("Home/Front",)]
        with pytest.raises(RuleError, match="still_needed"):
            await service.remove(group)
        with pytest.raises(RuleError, match="not_in_group"):
            await service.take_out(group, [back.door.id])
        with pytest.raises(UsageError, match="group_at"):
            await service.add("@Inside", [])
        renamed = await service.rename(group, "Flats")
        assert renamed.name == "Flats"


async def test_holidays_are_added_taken_out_and_kept_while_somebody_goes_by_them(tmp_path: Path):
    async with world(tmp_path) as w:
        service = CalendarService(w.project)
        today = w.hands.now.date()
        calendar = await service.add("National", [date(2026, 12, 25)])
        anna = await w.work.people.add_person("Anna")
        closed = Validity(holidays=(Holidays(calendar.id, HolidayRule.CLOSED),))
        await w.grant(anna, validity=closed)
        await w.work.applying.apply()
        assert await w.levels() == [("seen", None)]
        calendar = await service.add("National", [today])
        assert [level for level, _ in await w.levels()] == ["removal_planned"]
        calendar = await service.take_out(calendar, [today])
        assert await w.levels() == [("seen", None)]
        with pytest.raises(RuleError, match="not_in_calendar"):
            await service.take_out(calendar, [today])
        with pytest.raises(RuleError, match="still_needed"):
            await service.remove(calendar)
        with pytest.raises(UsageError, match="no_dates"):
            await service.add("Empty", [])
        with pytest.raises(UsageError, match="bad_date"):
            parse_date("25.12.2026")
        path = tmp_path / "x.ics"
        path.write_bytes(
            b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261226\nEND:VEVENT\nEND:VCALENDAR\n"
        )
        assert read_holiday_file_blocking(path, today).dates == {date(2026, 12, 26)}


async def test_keys_and_boxes_open_for_whoever_has_them(tmp_path: Path):
    async with world(tmp_path) as w:
        front = w.place.door.id
        anna, bob = [await w.work.people.add_person(name) for name in ("Anna", "Bob")]
        keys = KeyService(w.project)
        key = await keys.put_key(number="K1", copies=3, door_ids=[front])
        box = await keys.put_box(label="Meter box", place="left", code=Secret("4711"))
        assert told(await ask(w)) == [("mechanical_key", None, "K1", "unknown")]
        issue = await keys.issue(key, person_id=anna.id)
        await keys.issue(key, box_id=box.id)
        await keys.tell_code(box, bob.id)
        assert told(await ask(w)) == [
            ("mechanical_key", "Anna", "K1", "yes"),
            ("mechanical_key", None, "K1", "unknown"),
            ("key_box", "Bob", "Meter box", "yes"),
        ]
        await w.work.people.pause(anna)
        assert told(await ask(w))[0] == ("mechanical_key", "Anna", "K1", "yes")
        lost = await keys.report_lost(issue)
        (opener, *_rest) = (await ask(w)).answer.openers
        assert (opener.person_id, opener.is_lost, opener.open_now) == (None, True, OpensNow.UNKNOWN)
        with pytest.raises(RuleError, match="key_lost"):
            await keys.take_back(lost)
        with pytest.raises(RuleError, match="key_copies_out"):
            await keys.put_key(key, number="K1", copies=1)
        await keys.issue(key, person_id=bob.id)
        with pytest.raises(RuleError, match="key_none_left"):
            await keys.issue(key, person_id=bob.id)
        assert [row.spare for row in await keys.list_keys()] == [0]
        with pytest.raises(RuleError, match="still_needed"):
            await keys.remove_box(box)
        history = repr(await w.project.read.history.entries())
        assert "4711" not in history
        await keys.remove_key(key)
        assert told(await ask(w)) == []
        await keys.remove_box(box)


async def test_a_card_is_noted_with_its_doors_and_taken_away(tmp_path: Path):
    async with world(tmp_path) as w:
        front = frozenset({w.place.door.id})
        anna = await w.work.people.add_person("Anna")
        service = CredentialService(w.project)
        card = await service.add(
            anna, CredentialKind.CARD, number="12", label="blue fob", door_ids=front
        )
        key = await service.add(anna, CredentialKind.MECHANICAL_KEY, number="K9", door_ids=front)
        again = await service.add(anna, CredentialKind.MECHANICAL_KEY, number="K9")
        assert [row.number for row in await service.list_credentials()] == ["12", "K9", "K9"]
        assert (card.doors, key.doors) == (("Home/Front",), ("Home/Front",))
        assert told(await ask(w)) == [
            ("card", "Anna", "blue fob 12", "no"),
            ("mechanical_key", "Anna", "K9", "yes"),
        ]
        assert [row.key.copies for row in await KeyService(w.project).list_keys()] == [2]
        await service.remove(await find_credential(w.project, "12"))
        await service.remove(key)
        await service.remove(again)
        assert await service.list_credentials() == []
        assert told(await ask(w)) == [("mechanical_key", None, "K9", "unknown")]
        assert [g.revoked_at is not None for g in await w.project.read.grants.all()] == [True]


async def test_what_is_no_card_or_key_is_refused(tmp_path: Path):
    async with world(tmp_path, paired=False) as w:
        anna = await w.work.people.add_person("Anna")
        service = CredentialService(w.project)
        with pytest.raises(UsageError, match="credential_by_grant"):
            await service.add(anna, CredentialKind.PIN)
        with pytest.raises(UsageError, match="key_without_number"):
            await service.add(anna, CredentialKind.MECHANICAL_KEY)
        with pytest.raises(UsageError, match="unknown_credential_kind"):
            parse_kind("spoon")
        assert parse_kind("Mobile-Key") is CredentialKind.MOBILE_KEY
        with pytest.raises(UsageError, match="unknown_opener"):
            await find_subject(w.project, "Nobody")
        assert await find_subject(w.project, "Anna") == Subject(SubjectKind.PERSON, anna.id)
        with pytest.raises(RuleError, match="opener_gone"):
            await OpenerService(w.project).reach(Subject(SubjectKind.KEY, uuid4()))
        with pytest.raises(RuleError, match="door_gone"):
            await OpenerService(w.project).who(DoorId(uuid4()))


async def test_a_reserve_code_belongs_to_its_door_and_is_in_no_list_of_people(tmp_path: Path):
    async with world(tmp_path) as w:
        back = await w.work.sites.add_door("Home", "Back")
        service = ReserveService(w.project, w.work.access)
        doors = [w.place.door.id, back.door.id]
        made = await service.make(doors, "Reserve")
        assert len(made) == 2
        assert await service.make(doors, "Reserve") == []
        values = {one.value.reveal() for one in await w.project.read.credentials.all() if one.value}
        assert len(values) == 2
        assert await w.work.people.list_people() == []
        await w.work.applying.apply()
        assert told(await ask(w)) == [("reserve_code", None, "PIN", "yes")]
        assert await CredentialService(w.project).list_credentials() == []


async def test_an_unread_lock_and_unread_ecosystems_leave_the_answer_incomplete(tmp_path: Path):
    async with world(tmp_path) as w:
        service = OpenerService(w.project)
        before = await service.who(w.place.door.id)
        assert Gap.FABRICS_UNREAD in before.answer.gaps
        w.lock.others = (FabricOnLock(2, "Home", 4937, is_ours=False),)
        await w.work.refreshing.refresh()
        found = await service.who(w.place.door.id)
        assert found.answer.is_complete
        assert told(found) == [("other_fabric", None, "Home", "yes")]
        later = w.hands.now + timedelta(days=1)
        assert (await service.who(w.place.door.id, later)).answer.is_complete
        earlier = await service.who(w.place.door.id, w.hands.now - timedelta(days=1))
        assert earlier.answer.gaps == (Gap.PAST,)
        w.hands.now += timedelta(days=31)
        assert (await service.who(w.place.door.id)).answer.gaps == (Gap.READ_LONG_AGO,)


async def test_undo_takes_a_card_and_a_key_back_out(tmp_path: Path):
    async with world(tmp_path, paired=False) as w:
        anna = await w.work.people.add_person("Anna")
        service = CredentialService(w.project)
        front = frozenset({w.place.door.id})
        await service.add(anna, CredentialKind.CARD, number="12", door_ids=front)
        await service.add(anna, CredentialKind.MECHANICAL_KEY, number="K9", door_ids=front)
        await w.work.history.undo()
        assert await w.project.read.keys.all() == []
        await w.work.history.undo()
        assert await service.list_credentials() == []
        assert [o.kind for o in (await ask(w)).answer.openers] == []
