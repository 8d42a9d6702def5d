"""The pages of one open project, the view-models behind them, and what leads from one to another."""

import secrets
import time
from collections.abc import Callable, Coroutine
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget  # noqa: TID251 (only the type of what a page's builder gives)

from app.bootstrap.building import build_practice_locks, clock
from app.bootstrap.demo import practice_dir
from app.core.errors import BugError
from app.core.fault_hook import report_fault
from app.core.secret import Secret
from app.core.settings import OLD_AFTER_DAYS
from app.core.tasks import TaskOwner
from app.domain.project import ProjectKind
from app.services.lock_work import Waking
from app.services.setup_codes import VaultCode
from app.services.workplace import Workplace, workplace_for
from app.ui.main_window import PageEntry
from app.ui.pages.inventory_page import InventoryPage
from app.ui.pages.locks_page import LocksPage
from app.ui.pages.people_page import PeoplePage
from app.ui.pages.practice_page import PracticePage
from app.ui.pages.scan_page import ScanPage
from app.ui.pages.settings_page import SettingsPage
from app.ui.widgets.clipboard import SecretClipboard
from app.ui.wizards.add_lock_wizard import AddLockWizard, ask_door
from app.ui.wizards.import_wizard import ImportWizard
from app.viewmodels.add_lock import AddLockViewModel
from app.viewmodels.base import ViewModel
from app.viewmodels.importing import ImportViewModel
from app.viewmodels.inventory import InventoryViewModel
from app.viewmodels.locks_page import LocksPageViewModels, locks_page_view_models
from app.viewmodels.people_page import PeoplePageViewModels, people_page_view_models
from app.viewmodels.practice import PracticeViewModel
from app.viewmodels.scan_page import ScanPageViewModels, scan_page_view_models
from app.viewmodels.settings import SettingsViewModel

if TYPE_CHECKING:
    from app.bootstrap.window_program import WindowProgram
    from app.services.open_project import OpenProject

_AnyModel = TypeVar("_AnyModel", bound=ViewModel)

LOCKS, SCAN, PEOPLE, INVENTORY = "locks", "scan", "people", "inventory"
PRACTICE, SETTINGS = "practice", "settings"


def workplace_builder() -> "Callable[[OpenProject], Workplace]":
    """Builds the use cases of a project that was opened."""
    waking = Waking(lambda: clock().timestamp(), time.monotonic)
    return lambda project: workplace_for(project, secrets.randbelow, waking)


class ProjectPages(QObject):
    """Builds the pages when they are first shown; `close` ends everything that works on the project."""

    locks_counted = Signal()
    first_id = LOCKS

    def __init__(
        self, program: "WindowProgram", workplace: Workplace, clipboard: SecretClipboard
    ) -> None:
        super().__init__()
        self._program = program
        self.workplace = workplace
        self._clipboard = clipboard
        self._tasks = TaskOwner(report_fault)
        self._models: list[ViewModel] = []
        self._settings = self._keep(SettingsViewModel(program.settings))
        self.locks = locks_page_view_models(
            workplace, clock, lambda: program.settings.get(OLD_AFTER_DAYS)
        )
        self._keep_all(self.locks)
        self._scan: ScanPage | None = None
        self._locks_page: LocksPage | None = None
        self.locks.locks.rows_changed.connect(self.locks_counted)
        self.practice: PracticeViewModel | None = None
        if workplace.project.store.project.kind is ProjectKind.PRACTICE:
            folder = practice_dir(workplace.project.store.file.path)
            self.practice = self._keep(PracticeViewModel(build_practice_locks(), folder))

    @property
    def lock_count(self) -> int | None:
        """How many locks are mounted; None before that was read."""
        locks = self.locks.locks
        return locks.count("") - locks.count("to_pair") if locks.is_loaded else None

    def entries(self) -> list[PageEntry]:
        """The rail, in its order."""
        entries = [
            PageEntry(LOCKS, self.tr("Locks"), "lock", self._build_locks),
            PageEntry(SCAN, self.tr("Scan"), "scan-qr-code", self._build_scan),
            PageEntry(PEOPLE, self.tr("People"), "users", self._build_people),
            PageEntry(INVENTORY, self.tr("Inventory"), "clipboard-list", self._build_inventory),
            PageEntry(SETTINGS, self.tr("Settings"), "settings", self._build_settings),
        ]
        if self.practice is not None:
            word = self.tr("Practice")
            entries.insert(4, PageEntry(PRACTICE, word, "flask-conical", self._build_practice))
        return entries

    @property
    def is_at_lock(self) -> bool:
        """Whether work on locks goes on that nobody should cut off unasked."""
        return any(model.is_at_lock for model in self._models)

    async def wind_up(self) -> None:
        """Let work on locks end after its running steps; what was done is recorded then."""
        for model in [model for model in self._models if model.is_at_lock]:
            await model.wind_up()

    def go_on(self) -> None:
        """Bring back the practice locks of before, and offer to go on with a pairing that was cut off."""
        if self.practice is not None:
            self.practice.start_known()
        self._tasks.start("unfinished pairings", self._go_on())

    async def close(self) -> None:
        """End what works on the project; safe twice."""
        await self._tasks.close()
        if self._locks_page is not None:
            await self._locks_page.close_page()
        if self._scan is not None:
            await self._scan.close_page()
        for model in reversed(self._models):
            await model.close()
        await self.locks.close()

    # --- pages ----------------------------------------------------------------------------------

    def _build_locks(self) -> QWidget:
        page = LocksPage(self._program.theme, self.locks, self._clipboard)
        self._locks_page = page
        page.add_lock_wanted.connect(self.add_lock)
        page.add_door_wanted.connect(lambda: self._start("add door", self._add_door()))
        page.import_wanted.connect(self.import_table)
        return page

    def _build_scan(self) -> QWidget:
        models = scan_page_view_models(self.workplace, self._program.settings, clock)
        self._keep_all(models)
        page = self._scan = ScanPage(self._program.theme, models, self._clipboard)
        page.add_lock_wanted.connect(
            lambda code_id: self._add_lock_of_code(models.tray.code_of(code_id))
        )
        return page

    def _build_people(self) -> QWidget:
        models = people_page_view_models(
            self.workplace, clock, lambda: self._program.settings.get(OLD_AFTER_DAYS)
        )
        self._keep_all(models)
        page = PeoplePage(self._program.theme, models, self._clipboard)
        page.door_wanted.connect(self.show_door)
        return page

    def _build_inventory(self) -> QWidget:
        model = self._keep(InventoryViewModel(self.workplace, self._program.settings))
        page = InventoryPage(self._program.theme, model)
        page.export_wanted.connect(lambda: self._start("inventory", page.export()))
        page.columns_wanted.connect(lambda: self._start("columns", page.choose_columns()))
        page.save_view_wanted.connect(lambda: self._start("view", page.save_view()))
        page.notes_wanted.connect(lambda: self._start("notes", page.note()))
        page.add_lock_wanted.connect(self.add_lock)
        page.import_wanted.connect(self.import_table)
        return page

    def _build_practice(self) -> QWidget:
        if self.practice is None:
            raise BugError("no_practice")
        page = PracticePage(self._program.theme, self.practice)
        page.add_lock_wanted.connect(
            lambda code: self._start("add lock", self._add_lock("", code=code))
        )
        return page

    def _build_settings(self) -> QWidget:
        return SettingsPage(self._program.theme, self._settings)

    def show_door(self, door_id: str) -> None:
        """Turn to this door."""
        self._program.window.show_page(LOCKS)
        self.locks.locks.choose(door_id)

    # --- adding ---------------------------------------------------------------------------------

    def add_lock(self, label: str = "") -> None:
        """Open the wizard, at this door when one is named."""
        self._start("add lock", self._add_lock(label))

    def _add_lock_of_code(self, code: VaultCode | None) -> None:
        """Open the wizard with a code of the tray, which brings the door that it is meant for."""
        if code is not None:
            self._start("add lock", self._add_lock("", code=code))

    async def _add_lock(
        self,
        label: str,
        *,
        code: Secret[str] | VaultCode | None = None,
        is_resuming: bool = False,
    ) -> None:
        model = self._keep(AddLockViewModel(self.workplace, self._program.settings))
        try:
            wizard = AddLockWizard(self._program.theme, self._program.window, model)
            if is_resuming:
                wizard.resume(label)
            else:
                wizard.begin(label, code)
            door_id = await wizard.wait()
            if door_id:
                self.show_door(door_id)
        finally:
            self._models.remove(model)
            await model.close()

    def import_table(self) -> None:
        """Open the wizard that takes a table into the project."""
        self._start("import", self._import_table())

    async def _import_table(self) -> None:
        state = self._program.project.state
        if state is not None and state.read_only:
            self._program.say(state.read_only, "warn")
            return
        model = self._keep(ImportViewModel(self.workplace, self._program.settings))
        try:
            said = await ImportWizard(self._program.theme, self._program.window, model).wait()
            if said:
                word = self.tr("Undo …")
                self._program.say(said, "ok", action=word, on_action=self._undo)
        finally:
            self._models.remove(model)
            await model.close()

    def _undo(self) -> None:
        """Ask on the page of the locks, which names what would be taken back."""
        self._program.window.messages.close_message()
        self._program.window.show_page(LOCKS)
        if self._locks_page is not None:
            self._locks_page.dialogs.undo()

    async def _add_door(self) -> None:
        sites = sorted({item.site for item in self.locks.locks.items})
        given = await ask_door(self._program.theme, self._program.window, sites)
        if given is not None:
            self.locks.locks.add_door(*given)

    async def _go_on(self) -> None:
        model = AddLockViewModel(self.workplace, self._program.settings)
        try:
            label = await model.unfinished_label()
        finally:
            await model.close()
        if label:
            self._program.say(
                self.tr("Adding the lock at {0} was cut off.").format(label),
                "warn",
                action=self.tr("Go on with it"),
                on_action=lambda: self._start("add lock", self._add_lock(label, is_resuming=True)),
            )

    # --- helpers --------------------------------------------------------------------------------

    def _keep(self, model: _AnyModel) -> _AnyModel:
        self._models.append(model)
        model.file_lost.connect(self._program.project.lost)
        model.failed.connect(self._program.project.look_for_loss)
        return model

    def _keep_all(
        self, models: LocksPageViewModels | ScanPageViewModels | PeoplePageViewModels
    ) -> None:
        """Keep every view-model that a page works with."""
        for field in fields(models):
            model = getattr(models, field.name)
            if isinstance(model, ViewModel):
                self._keep(model)

    def _start(self, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        self._tasks.start(name, coroutine)
