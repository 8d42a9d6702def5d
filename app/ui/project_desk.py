"""Everything a person does with whole projects: making, opening, closing, keys and copies, by pages and dialogs."""

from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import QCoreApplication, QObject

from app.core.fault_hook import report_fault
from app.core.secret import Secret
from app.core.tasks import TaskOwner
from app.ui.dialogs import ask_new_passphrase, ask_open_file, ask_passphrase, ask_save_file, confirm
from app.ui.leaving import may_go_without_copy
from app.ui.main_window import MainWindow
from app.ui.pages.new_project_page import NewProjectPage
from app.ui.pages.recovery_sheet import RecoverySheetDialog, ask_sheet
from app.ui.text_dialog import ask_text
from app.ui.theme import Theme
from app.viewmodels.project import (
    NewProjectForm,
    ProjectViewModel,
    local_zone,
    proposed_path,
)
from app.viewmodels.project_key import ProjectKeyViewModel, RecoverySheet

SWITCH, LOCK, RENAME, COPY, PASSPHRASE, SHEET, FORGET = (
    "switch",
    "lock",
    "rename",
    "copy",
    "passphrase",
    "sheet",
    "forget",
)


class ProjectDesk(QObject):
    """Asks for what the project's view-model needs, one dialog at a time. `may_leave` is asked before the open project is closed."""

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        model: ProjectViewModel,
        key: ProjectKeyViewModel,
        may_leave: Callable[[], Awaitable[bool]],
    ) -> None:
        super().__init__(window)
        self._may_leave = may_leave
        self._theme, self._window, self._model, self._key = theme, window, model, key
        self._tasks = TaskOwner(report_fault)
        self._typed_sheet = Secret("")
        model.passphrase_wanted.connect(self._on_passphrase_wanted)
        model.sheet_wanted.connect(self._on_sheet_wanted)
        for offering in (model.sheet_offered, key.sheet_offered):
            offering.connect(lambda: self._start("recovery sheet", self._show_sheet()))
        model.opened.connect(self._forget_sheet)
        window.project_action.connect(self.act)

    async def close(self) -> None:
        """Close the dialogs that are open."""
        await self._tasks.close()

    def menu(self) -> list[tuple[str, str]]:
        """The entries of the project block."""
        entries = [
            (SWITCH, self.tr("Open another project …")),
            (LOCK, self.tr("Close this project")),
        ]
        state = self._model.state
        if state is not None and not state.read_only:
            entries += [
                ("", ""),
                (RENAME, self.tr("Rename …")),
                (PASSPHRASE, self.tr("Change the passphrase …")),
            ]
        if state is not None and state.is_remembered:
            entries.append((FORGET, self.tr("Stop remembering on this computer")))
        return [
            *entries,
            ("", ""),
            (SHEET, self.tr("Recovery sheet …")),
            (COPY, self.tr("Save a copy …")),
        ]

    def act(self, action: str) -> None:
        """Do what an entry of the project block says."""
        match action:
            case "switch":
                self.open()
            case "lock":
                self._start("leave", self._leave())
            case "rename":
                self._start("rename", self._rename())
            case "copy":
                self.save_copy()
            case "passphrase":
                self._start("passphrase", self._change_passphrase())
            case "sheet":
                self._start("recovery sheet", self._show_sheet())
            case "forget":
                self._model.stop_remembering()

    def open(self) -> None:
        """Ask for a file and open it."""
        self._start("open", self._open())

    def reopen(self, path: Path) -> None:
        """Open this file."""
        self._start("open", self._open_path(path))

    async def may_close(self) -> bool:
        """Whether the open project may be closed; asked where something would be lost or cut off."""
        state = self._model.state
        if state is not None and state.is_moved:
            return await may_go_without_copy(self._theme, self._window) and await self._may_leave()
        return await self._may_leave()

    def save_copy(self) -> None:
        """Ask where to and write a copy."""
        self._start("copy", self._save_copy())

    def build_new_page(self) -> NewProjectPage:
        """The page that makes a project."""
        model = self._model
        page = NewProjectPage(
            self._theme,
            proposed_path,
            sorted(available_timezones()),
            local_zone(),
            model.memory.login_name if model.memory.needs_operator else None,
        )
        page.submitted.connect(lambda: self._create(page))
        page.place_wanted.connect(lambda path: self._start("place", self._choose_place(page, path)))
        model.busy_changed.connect(page.set_busy)
        model.opened.connect(page.forget)
        return page

    def _create(self, page: NewProjectPage) -> None:
        if page.operator:
            self._model.memory.set_operator(page.operator)
        passphrase, repeated = page.passphrases()
        self._model.create(
            NewProjectForm(
                page.name, page.path, page.time_zone, page.is_practice, passphrase, repeated
            )
        )

    async def _choose_place(self, page: NewProjectPage, proposed: Path) -> None:
        title = self.tr("Where to keep the project")
        path = await ask_save_file(self._window, title, [_project_filter()], proposed)
        if path is not None:
            page.set_path(path)

    async def _open(self) -> None:
        folder = self._model.memory.last_path
        path = await ask_open_file(
            self._window,
            self.tr("Open a project"),
            [_project_filter(), self.tr("All files (*)")],
            folder.parent if folder is not None else None,
        )
        if path is not None and await self.may_close():
            await self._open_path(path)

    async def _leave(self) -> None:
        if await self.may_close():
            self._model.leave()

    async def _open_path(self, path: Path) -> None:
        if self._model.memory.needs_operator:
            name = await ask_text(
                self._theme,
                self._window,
                self.tr("Who are you?"),
                self.tr("Your &name"),
                text=self._model.memory.login_name,
                helper=self.tr("Stands in the history beside everything done on this computer."),
                accept=self.tr("Go on"),
            )
            if name is None:
                return
            self._model.memory.set_operator(name)
        self._model.open(path)

    def _on_passphrase_wanted(self, path: Path, sentence: str) -> None:
        self._start("passphrase", self._ask_passphrase(path, sentence))

    async def _ask_passphrase(self, path: Path, sentence: str) -> None:
        can_remember = await self._key.can_remember()
        answer = await ask_passphrase(
            self._theme,
            self._window,
            path.stem,
            error=sentence,
            can_remember=can_remember,
            has_recovery=True,
        )
        if answer is None:
            return
        if answer.passphrase is None:
            await self._ask_sheet(path, "")
        else:
            self._model.open_with(path, answer.passphrase, remember=answer.is_remembered)

    def _on_sheet_wanted(self, path: Path, sentence: str) -> None:
        self._start("recovery sheet", self._ask_sheet(path, sentence))

    async def _ask_sheet(self, path: Path, sentence: str) -> None:
        typed = await ask_sheet(
            self._theme, self._window, path.stem, error=sentence, typed=self._typed_sheet
        )
        self._typed_sheet = typed or Secret("")
        if typed is not None:
            self._model.open_with_sheet(path, typed)

    def _forget_sheet(self) -> None:
        self._typed_sheet = Secret("")

    async def _rename(self) -> None:
        state = self._model.state
        if state is None:
            return
        name = await ask_text(
            self._theme,
            self._window,
            self.tr("Rename the project"),
            self.tr("&Name of the project"),
            text=state.name,
            helper=self.tr("The file keeps its own name."),
            accept=self.tr("Rename"),
        )
        if name is not None:
            self._model.rename(name)

    async def _change_passphrase(self) -> None:
        title = self.tr("Change the passphrase")
        if not await confirm(
            self._theme,
            self._window,
            title,
            self.tr(
                "Old recovery sheets and what computers remember will not open this project any more. "
                "Older copies keep their old passphrase, and whoever holds one can still operate its locks."
            ),
            accept=self.tr("Go on"),
        ):
            return
        new = await ask_new_passphrase(self._theme, self._window, title)
        if new is not None:
            self._key.change_passphrase(new, new)

    async def _save_copy(self) -> None:
        state = self._model.state
        if state is None:
            return
        name = self.tr("{0} copy").format(state.path.stem)
        proposed = state.path.with_name(f"{name}.lockchart")
        path = await ask_save_file(
            self._window, self.tr("Save a copy"), [_project_filter()], proposed
        )
        if path is not None:
            self._model.save_copy(path)

    async def _show_sheet(self) -> None:
        sheet = await self._key.recovery_sheet()
        if sheet is None:
            return
        dialog = RecoverySheetDialog(self._theme, self._window, sheet)
        dialog.save_wanted.connect(
            lambda: self._start("save sheet", self._save_sheet(dialog, sheet))
        )
        self._key.sheet_saved.connect(dialog.say)
        self._key.failed.connect(dialog.warn)
        await dialog.wait()

    async def _save_sheet(self, dialog: RecoverySheetDialog, sheet: RecoverySheet) -> None:
        proposed = Path(sheet.file).with_suffix(".html").name
        state = self._model.state
        folder = state.path.parent if state is not None else Path.home()
        filters = [self.tr("Page to print (*.html)"), self.tr("Plain text (*.txt)")]
        path = await ask_save_file(
            dialog, self.tr("Save the recovery sheet"), filters, folder / f"recovery-{proposed}"
        )
        if path is not None:
            self._key.save_sheet(path, dialog.content(is_text=path.suffix == ".txt"))

    def _start(self, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        self._tasks.start(name, coroutine)


def _project_filter() -> str:
    return QCoreApplication.translate("ProjectDesk", "Lockchart project (*.lockchart)")
