"""The People page over a real project, as tests drive it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QSize

from app.domain.ids import GroupId
from app.domain.lock import Capabilities
from app.domain.project import Group
from app.storage.values import ChangeKind
from app.ui.pages.people_page import PeoplePage
from app.ui.theme import Theme
from app.ui.widgets.clipboard import SecretClipboard
from app.viewmodels.people_detail import PersonDetail
from app.viewmodels.people_page import PeoplePageViewModels, people_page_view_models
from tests.fakes.fake_lock_driver import CAPABILITIES
from tests.gui.open_world import Doors, open_doors
from tests.waiting import until


@dataclass(frozen=True, slots=True)
class PeopleScreen:
    """The page, its view-models, and the project below them."""

    page: PeoplePage
    models: PeoplePageViewModels
    doors: Doors
    clipboard: SecretClipboard

    async def choose(self, name: str) -> PersonDetail:
        """Show this person, and wait until they are read."""
        people = self.models.people
        await until(lambda: any(item.name == name for item in people.items))
        people.choose(next(item.id for item in people.items if item.name == name))
        return await self.until_shown(name)

    async def until_shown(self, name: str) -> PersonDetail:
        """Wait until the detail shows this person."""

        def is_shown() -> bool:
            detail = self.page.detail.detail
            return detail is not None and detail.name == name

        await until(is_shown)
        detail = self.page.detail.detail
        assert detail is not None
        return detail

    def names(self) -> list[str]:
        """The people in the list, in its order."""
        return [item.name for item in self.models.people.items]


@asynccontextmanager
async def shown_people(
    theme: Theme, doors: Doors, size: QSize | None = None
) -> AsyncGenerator[PeopleScreen]:
    """The page on the screen; its view-models are closed at the end."""
    models = people_page_view_models(doors.work, doors.hands.clock, lambda: 30)
    clipboard = SecretClipboard()
    page = PeoplePage(theme, models, clipboard)
    # Deleted with the page: what Python finds unused later may be found in another thread.
    clipboard.setParent(page)
    page.resize(size or QSize(1128, 800))
    page.show()
    try:
        await until(lambda: models.people.is_loaded and not models.detail.is_busy)
        yield PeopleScreen(page, models, doors, clipboard)
    finally:
        if page.dialog is not None:
            page.dialog.reject()
        clipboard.clear_now()
        page.hide()
        page.deleteLater()
        await models.close()


@asynccontextmanager
async def people_over(theme: Theme, folder: Path, *labels: str) -> AsyncGenerator[PeopleScreen]:
    """The page over a new project with a lock at each of these doors."""
    async with open_doors(folder) as doors:
        for label in labels:
            await doors.add_lock(label)
        async with shown_people(theme, doors) as screen:
            yield screen


async def add_group(doors: Doors, name: str, *labels: str) -> Group:
    """A group of these doors."""
    members = frozenset([(await doors.place(label)).door.id for label in labels])
    group = Group(GroupId(uuid4()), name, members)
    async with doors.work.project.store.change(ChangeKind.GROUP_EDITED) as change:
        await change.repositories.groups.put(group)
    return group


def with_rules(**changes: object) -> Capabilities:
    """What a lock can do, changed in some points."""
    known = {name: getattr(CAPABILITIES, name) for name in Capabilities.__slots__}
    return Capabilities(**{**known, **changes})  # type: ignore[arg-type]
