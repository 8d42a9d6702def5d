"""All view-models of the Locks page, built together and closed together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.services.workplace import Workplace
from app.viewmodels.door_openers import DoorOpenersViewModel
from app.viewmodels.grant import GrantViewModel
from app.viewmodels.lock_detail import LockDetailViewModel
from app.viewmodels.locks import LocksViewModel
from app.viewmodels.pictures import DoorPicturesViewModel
from app.viewmodels.plan import PlanViewModel
from app.viewmodels.share import ShareViewModel
from app.viewmodels.survey import SurveyViewModel
from app.viewmodels.take_out import TakeOutViewModel
from app.viewmodels.undo import UndoViewModel


@dataclass(frozen=True, slots=True)
class LocksPageViewModels:
    """What the Locks page works with. `can_write` False: the project is open for viewing. `now` is the project's wall clock."""

    locks: LocksViewModel
    detail: LockDetailViewModel
    plan: PlanViewModel
    openers: DoorOpenersViewModel
    grant: GrantViewModel
    share: ShareViewModel
    take_out: TakeOutViewModel
    undo: UndoViewModel
    survey: SurveyViewModel
    pictures: DoorPicturesViewModel
    now: Callable[[], datetime]
    can_write: bool = True

    async def close(self) -> None:
        """End what runs; safe twice."""
        for model in (
            self.locks,
            self.detail,
            self.plan,
            self.openers,
            self.grant,
            self.share,
            self.take_out,
            self.undo,
            self.survey,
            self.pictures,
        ):
            await model.close()


def locks_page_view_models(
    workplace: Workplace, clock: Callable[[], datetime], old_after_days: Callable[[], int]
) -> LocksPageViewModels:
    """Build the view-models of one open project."""
    zone = ZoneInfo(workplace.project.store.project.time_zone)
    return LocksPageViewModels(
        locks=LocksViewModel(workplace.project),
        detail=LockDetailViewModel(workplace, clock, old_after_days),
        plan=PlanViewModel(workplace),
        openers=DoorOpenersViewModel(workplace, clock, old_after_days),
        grant=GrantViewModel(workplace),
        share=ShareViewModel(workplace, clock),
        take_out=TakeOutViewModel(workplace),
        undo=UndoViewModel(workplace),
        survey=SurveyViewModel(workplace),
        pictures=DoorPicturesViewModel(workplace, clock),
        now=lambda: clock().astimezone(zone).replace(tzinfo=None),
        can_write=workplace.project.store.file.read_only_reason is None,
    )
