"""Readings that belong together, beside another program that writes."""

import asyncio
from pathlib import Path

from app.storage.contracts import OpenMode
from tests.unit.storage.worlds import add_site, new_project, opened, site_names


async def test_a_writer_beside_a_reader_waits_until_its_readings_are_done(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path) as writer, opened(path, mode=OpenMode.READ) as reader:
        await add_site(writer, "Harbour")
        async with reader.snapshot() as seen:
            assert [site.name for site in await seen.sites.all()] == ["Harbour"]
            adding = asyncio.create_task(add_site(writer, "Market"))
            for _ in range(20):
                assert [site.name for site in await seen.sites.all()] == ["Harbour"]
        await adding
        assert await site_names(reader) == ["Harbour", "Market"]


async def test_an_error_or_a_cancelled_reading_holds_nobody_up(tmp_path: Path):
    path = tmp_path / "a.lockchart"
    async with new_project(path) as writer, opened(path, mode=OpenMode.READ) as reader:
        reading = asyncio.Event()

        async def read_for_ever() -> None:
            async with reader.snapshot():
                reading.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(read_for_ever())
        await reading.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        try:
            async with reader.snapshot():
                raise ValueError("on purpose")
        except ValueError:
            pass
        await add_site(writer, "Harbour")
        assert await site_names(reader) == ["Harbour"]
