"""All view-models of the Scan page, built together and closed together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.core.paths import resources_dir
from app.core.settings import Settings
from app.domain.project import ProjectKind
from app.services.workplace import Workplace
from app.viewmodels.arrivals import Arrivals
from app.viewmodels.camera import CameraViewModel
from app.viewmodels.intake import Intake
from app.viewmodels.pictures import PicturesViewModel
from app.viewmodels.tray import TrayViewModel
from app.viewmodels.undo import UndoViewModel


@dataclass(frozen=True, slots=True)
class ScanPageViewModels:
    """What the Scan page works with. `can_write` False: the project is open for viewing."""

    tray: TrayViewModel
    pictures: PicturesViewModel
    intake: Intake
    arrivals: Arrivals
    undo: UndoViewModel
    camera: CameraViewModel
    can_write: bool = True

    async def close(self) -> None:
        """End what runs; safe twice."""
        for model in (self.camera, self.intake, self.tray, self.pictures, self.undo):
            await model.close()


def scan_page_view_models(
    workplace: Workplace, settings: Settings, clock: Callable[[], datetime]
) -> ScanPageViewModels:
    """Build the view-models of one open project."""
    tray, intake = TrayViewModel(workplace, clock), Intake(workplace, settings)
    return ScanPageViewModels(
        tray=tray,
        pictures=PicturesViewModel(workplace, clock),
        intake=intake,
        arrivals=Arrivals(intake, tray, parent=tray),
        undo=UndoViewModel(workplace),
        camera=CameraViewModel(intake, settings, practice_boxes=_practice_boxes(workplace)),
        can_write=workplace.project.store.file.read_only_reason is None,
    )


def _practice_boxes(workplace: Workplace) -> list[Path]:
    if workplace.project.store.project.kind is not ProjectKind.PRACTICE:
        return []
    return sorted((resources_dir() / "practice_boxes").glob("*.jpg"))
