"""Ctrl+K in the window: what it can do besides what the project holds, and where each thing that was found leads."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from app.bootstrap.building import clock
from app.bootstrap.window_pages import PEOPLE, SCAN, ProjectPages
from app.core.fault_hook import report_fault
from app.core.tasks import TaskOwner
from app.ui.dialogs import finished
from app.ui.find_dialog import FindDialog
from app.ui.pages.people_page import PeoplePage
from app.ui.pages.scan_page import ScanPage
from app.viewmodels.find import Action, FindViewModel

if TYPE_CHECKING:
    from app.bootstrap.window_program import WindowProgram

KEYS = "Ctrl+K"
_PAGE, _PROJECT, _ADD_LOCK, _IMPORT = "page:", "project:", "add_lock", "import"


class Finding(QObject):
    """Opens the field over everything while a project is open and no dialog is."""

    def __init__(self, program: "WindowProgram") -> None:
        super().__init__()
        self._program = program
        self._tasks = TaskOwner(report_fault)
        self._is_open = False
        self._shortcut = QShortcut(QKeySequence(KEYS), program.window)
        self._shortcut.activated.connect(self.begin)

    def begin(self) -> None:
        """Ask what is looked for, and open it."""
        pages = self._program.pages
        if pages is not None and not self._is_open:
            self._is_open = True
            self._tasks.start("find", self._find(pages))

    async def close(self) -> None:
        """End what runs; safe twice."""
        await self._tasks.close()

    async def _find(self, pages: ProjectPages) -> None:
        program = self._program
        model = FindViewModel(pages.workplace.project, self._actions(pages), clock)
        model.found_door.connect(self._show_door)
        model.found_person.connect(self._show_person)
        model.found_code.connect(self._show_code)
        model.found_action.connect(self._act)
        dialog = FindDialog(program.theme, program.window, model)
        dialog.finished.connect(self._on_dialog_finished)
        try:
            await finished(dialog)
        finally:
            self._is_open = False
            await model.close()

    def _on_dialog_finished(self) -> None:
        self._is_open = False

    def _actions(self, pages: ProjectPages) -> list[Action]:
        entries = [Action(_PAGE + entry.id, entry.word) for entry in pages.entries()]
        state = self._program.project.state
        if state is not None and not state.read_only:
            entries.append(Action(_ADD_LOCK, self.tr("Add a lock …")))
            entries.append(Action(_IMPORT, self.tr("Import a table …")))
        menu = [
            Action(_PROJECT + action_id, words.partition("\t")[0])
            for action_id, words in self._program.menu()
            if action_id
        ]
        return [*entries, *menu]

    def _act(self, action: str) -> None:
        program = self._program
        if action == _ADD_LOCK and program.pages is not None:
            program.pages.add_lock()
        elif action == _IMPORT and program.pages is not None:
            program.pages.import_table()
        elif action.startswith(_PAGE):
            program.window.show_page(action.removeprefix(_PAGE))
        else:
            program.window.project_action.emit(action.removeprefix(_PROJECT))

    def _show_door(self, door_id: str) -> None:
        pages = self._program.pages
        if pages is not None:
            pages.show_door(door_id)

    def _show_person(self, person_id: str) -> None:
        self._program.window.show_page(PEOPLE)
        page = self._program.window.page
        if isinstance(page, PeoplePage):
            page.show_person(person_id)

    def _show_code(self, code_id: str) -> None:
        self._program.window.show_page(SCAN)
        page = self._program.window.page
        if isinstance(page, ScanPage):
            page.show_code(code_id)
