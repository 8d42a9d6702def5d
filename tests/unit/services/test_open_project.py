"""Places are read while others write."""

import dataclasses
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any

from app.services.open_project import list_places
from tests.unit.services.service_world import world


class ReadThen:
    """A repository after whose first reading something else is committed."""

    def __init__(self, repository: Any, action: Callable[[], Awaitable[object]]) -> None:
        self._repository = repository
        self._action: Callable[[], Awaitable[object]] | None = action

    async def all(self) -> Sequence[Any]:
        """All entries of before the commit."""
        return await self._then(await self._repository.all())

    async def some(self, keys: Collection[Any], /) -> Sequence[Any]:
        """The entries of before the commit that were asked for."""
        return await self._then(await self._repository.some(keys))

    async def _then(self, found: Sequence[Any]) -> Sequence[Any]:
        action, self._action = self._action, None
        if action is not None:
            await action()
        return found


async def test_a_site_that_comes_between_two_reads_breaks_no_list(tmp_path):
    async with world(tmp_path, paired=False) as here:
        read = here.project.read

        async def add() -> None:
            await here.work.sites.add_door("Annex", "Back")

        for name in ("sites", "doors"):
            late = ReadThen(getattr(read, name), add)
            places = await list_places(here.project, dataclasses.replace(read, **{name: late}))
            assert "Home/Front" in [place.label for place in places]
            await remove_annex(here)


async def test_a_site_that_goes_between_two_reads_breaks_no_list(tmp_path):
    async with world(tmp_path, paired=False) as here:
        read = here.project.read
        for name in ("sites", "doors"):
            await here.work.sites.add_door("Annex", "Back")
            late = ReadThen(getattr(read, name), lambda: remove_annex(here))
            places = await list_places(here.project, dataclasses.replace(read, **{name: late}))
            assert "Home/Front" in [place.label for place in places]


async def remove_annex(here) -> None:
    place = next(one for one in await list_places(here.project) if one.site.name == "Annex")
    await here.work.sites.remove_door(place.door)
    await here.work.sites.remove_site(place.site)
