"""All view-models of the People page, built together and closed together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.services.workplace import Workplace
from app.viewmodels.grant import GrantViewModel
from app.viewmodels.people import PeopleViewModel
from app.viewmodels.people_credentials import CredentialsViewModel
from app.viewmodels.people_detail import PersonDetailViewModel
from app.viewmodels.people_edit import PersonEditViewModel
from app.viewmodels.people_groups import GroupsViewModel
from app.viewmodels.people_keys import KeysViewModel
from app.viewmodels.plan import PlanViewModel
from app.viewmodels.undo import UndoViewModel


@dataclass(frozen=True, slots=True)
class PeoplePageViewModels:
    """What the People page works with. `can_write` False: the project is open for viewing. `now` is the project's wall clock."""

    people: PeopleViewModel
    detail: PersonDetailViewModel
    edit: PersonEditViewModel
    plan: PlanViewModel
    undo: UndoViewModel
    grant: GrantViewModel
    groups: GroupsViewModel
    keys: KeysViewModel
    credentials: CredentialsViewModel
    now: Callable[[], datetime]
    can_write: bool = True

    async def close(self) -> None:
        """End what runs; safe twice."""
        for model in (
            self.people,
            self.detail,
            self.edit,
            self.grant,
            self.groups,
            self.keys,
            self.credentials,
            self.plan,
            self.undo,
        ):
            await model.close()


def people_page_view_models(
    workplace: Workplace, clock: Callable[[], datetime], old_after_days: Callable[[], int]
) -> PeoplePageViewModels:
    """Build the view-models of one open project."""
    zone = ZoneInfo(workplace.project.store.project.time_zone)
    return PeoplePageViewModels(
        people=PeopleViewModel(workplace, clock, old_after_days),
        detail=PersonDetailViewModel(workplace, clock, old_after_days),
        edit=PersonEditViewModel(workplace),
        plan=PlanViewModel(workplace),
        undo=UndoViewModel(workplace),
        grant=GrantViewModel(workplace),
        groups=GroupsViewModel(workplace),
        keys=KeysViewModel(workplace),
        credentials=CredentialsViewModel(workplace),
        now=lambda: clock().astimezone(zone).replace(tzinfo=None),
        can_write=workplace.project.store.file.read_only_reason is None,
    )
