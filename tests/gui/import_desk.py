"""The wizard that imports a table, over a real project, for tests and pictures."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.core.settings import Settings
from app.ui.theme import Theme
from app.ui.widgets.table import Table
from app.ui.wizards.import_wizard import ImportWizard
from app.ui.wizards.step_widgets import StepWidget
from app.viewmodels.importing import ImportViewModel
from tests.gui.locks_screen import lay_out
from tests.gui.open_world import Doors, open_doors
from tests.waiting import until

AnyStep = TypeVar("AnyStep", bound=StepWidget)

PIN = "482915"
GOOD = (
    "Site;Door;Thickness;Person;E-mail;Until;PIN;Colour\n"
    f"Elm Street 4;Front door;40;Anna Berg;anna@example.org;2036-06-01;{PIN};red\n"
    "Elm Street 4;Cellar;38;Ben Okafor;;;;blue\n"
)
BAD = GOOD.replace(";40;", ";thick;").replace("2036-06-01", "soon")


@dataclass(slots=True)
class Desk:
    """The wizard, its model and the project around it."""

    wizard: ImportWizard
    model: ImportViewModel
    doors: Doors
    folder: Path
    ending: asyncio.Task[str]

    @property
    def step(self) -> StepWidget | None:
        """What the wizard shows."""
        return self.wizard.window.step

    async def reach(self, kind: type[AnyStep], timeout_s: float = 30) -> AnyStep:
        """Wait for this step."""
        await until(lambda: isinstance(self.step, kind), timeout_s)
        lay_out()
        assert isinstance(self.step, kind)
        return self.step

    def put(self, text: str, name: str = "survey.csv") -> Path:
        """A file with this text."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def drop(self, paths: Sequence[Path]) -> None:
        """Let files fall onto the wizard."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        place, buttons = (
            QPoint(200, 200),
            (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier),
        )
        enter = QDragEnterEvent(place, both, data, *buttons)
        QApplication.sendEvent(self.wizard.window, enter)
        assert enter.dropAction() is Qt.DropAction.CopyAction, "a moved file would be deleted"
        QApplication.sendEvent(self.wizard.window, QDropEvent(QPointF(place), both, data, *buttons))

    async def door_names(self) -> set[str]:
        """What the project has."""
        return {row.place.label for row in await self.doors.work.sites.list_doors()}

    def cells(self, name: str) -> list[list[str]]:
        """What stands in one of the step's tables."""
        assert self.step is not None
        table = next(t for t in self.step.findChildren(Table) if t.view.accessibleName() == name)
        model = table.view.model()
        return [
            [str(model.index(row, place).data()) for place in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def everything_told(self) -> list[str]:
        """Everything that the step's tables give to anybody who asks, in every role."""
        assert self.step is not None
        told: list[str] = []
        for table in self.step.findChildren(Table):
            model = table.view.model()
            for row in range(model.rowCount()):
                for place in range(model.columnCount()):
                    index = model.index(row, place)
                    told += [repr(model.data(index, role)) for role in range(300)]
        return told


@asynccontextmanager
async def desk(
    theme: Theme, folder: Path, size: QSize | None = None, doors: Doors | None = None
) -> AsyncGenerator[Desk]:
    """An open wizard over a window of the program's size; on a project of its own when none is given."""
    if doors is None:
        async with open_doors(folder) as doors, desk(theme, folder, size, doors) as made:
            yield made
        return
    parent = QWidget()
    parent.resize(size or QSize(1024, 700))
    parent.show()
    model = ImportViewModel(doors.work, Settings(folder / "settings.json"))
    wizard = ImportWizard(theme, parent, model)
    ending = asyncio.get_running_loop().create_task(wizard.wait())
    try:
        await until(wizard.window.isVisible)
        yield Desk(wizard, model, doors, folder, ending)
    finally:
        if not ending.done():
            wizard.window.finish(False)
        await ending
        await model.close()
        parent.deleteLater()
