"""The rows of the inventory hold everything of a door, and secrets only for who asks for them."""

import dataclasses

from app.core.secret import Secret
from app.domain.slot_record import Proof, ProofLevel
from app.storage.values import ChangeKind, InventoryRow
from tests.contract.storage import values as v
from tests.contract.storage.test_nouns import fill
from tests.contract.storage.worlds import World

WIFI = Secret("wifi-secret")


async def rows(world: World, *, with_secrets: bool = False) -> list[InventoryRow]:
    """The rows of a project with a lock at the front door and none at the back door."""
    opened = dataclasses.replace(v.LIVING, proof=Proof(ProofLevel.OPENED, proven_at=v.at(1)))
    async with world.project() as store:
        await fill(store, lock=v.MOUNTED)
        async with store.change(ChangeKind.PROOF) as change:
            r = change.repositories
            await r.sites.put(dataclasses.replace(v.SITE, wifi_password=WIFI))
            await r.records.put(opened)
            await r.locks.put_facts(v.FACTS)
            foreign = dataclasses.replace(v.FOREIGN, slot=v.SlotId("5/5"), is_ignored=False)
            await r.foreign.replace(v.LOCK.id, [v.FOREIGN, foreign])
            await r.tasks.put(dataclasses.replace(v.TASK, done_at=None, done_by=None))
            number = await r.setup_codes.next_number()
            mine = dataclasses.replace(
                v.SETUP_CODE, door_id=v.DOOR.id, lock_id=v.LOCK.id, number=number
            )
            await r.setup_codes.put(mine)
        return list(await store.inventory(with_secrets=with_secrets))


async def test_a_row_holds_site_door_lock_and_counts(world: World):
    back, front = await rows(world)
    assert (back.door, back.has_lock, back.codes, back.serial) == ("Back door", False, 0, "")
    assert (front.door_id, front.site, front.groups) == (
        str(v.DOOR.id),
        v.SITE.name,
        ("All doors",),
    )
    assert (front.door_zone, front.is_private) == ("Europe/Madrid", True)
    assert front.door_fields == v.DOOR.fields
    assert (front.has_lock, front.driver, front.serial) == (True, v.LOCK.driver, "S-1")
    assert front.lock_fields == v.LOCK.fields
    assert (front.battery_percent, front.reached_at) == (64, v.at(31))
    assert (front.codes, front.proven, front.opened, front.untested) == (1, 1, 1, 0)
    assert front.foreign == 1
    assert front.tasks + back.tasks == 1
    assert front.setup_code_family == v.SETUP_CODE.family


async def test_secrets_are_in_a_row_only_when_they_are_asked_for(world: World):
    for row in await rows(world):
        assert (row.setup_code, row.wifi_password) == (None, None)


async def test_secrets_that_are_asked_for_are_those_of_lock_and_site(world: World):
    _back, front = await rows(world, with_secrets=True)
    assert front.setup_code is not None
    assert front.setup_code.reveal() == v.SETUP_CODE.text.reveal()
    assert front.wifi_password is not None
    assert front.wifi_password.reveal() == WIFI.reveal()
