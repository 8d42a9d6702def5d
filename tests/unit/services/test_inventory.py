"""The inventory of real project files."""

import json

from app.services.inventory_columns import Column
from app.services.inventory_files import inventory_json
from tests.unit.services.service_world import world


async def test_its_times_stand_in_the_zone_of_the_door(tmp_path):
    async with world(tmp_path) as w:
        made = await w.work.inventory.make([Column.MOUNTED_AT, Column.REACHED_AT])
        (row,) = json.loads(inventory_json(made))
        assert {text[:16] + text[-6:] for text in row.values()} == {"2026-03-02T10:00+01:00"}
