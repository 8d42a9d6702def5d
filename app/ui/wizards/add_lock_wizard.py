"""Adding a lock: code, door, what to expect, the family's own steps, the result."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from app.core.secret import Secret
from app.driver_api.pairing import Answer, Done, Failed, Progress, Step
from app.texts.harmless import harmless
from app.texts.messages import message
from app.ui.dialogs import PlainDialog, ask_open_files, finished
from app.ui.theme import Theme
from app.ui.wizards.add_lock_code_step import CodeStep
from app.ui.wizards.add_lock_steps import DoorFields, DoorStep, FamilyStep
from app.ui.wizards.step_widgets import ProgressStep, build_step_widget
from app.ui.wizards.wizard_window import WizardWindow
from app.viewmodels.add_lock import AddLockViewModel
from app.viewmodels.add_lock_codes import VaultCode
from app.viewmodels.intake import PICTURE_ENDINGS

CODE, DOOR, FAMILY, PAIRING, RESULT = range(5)


class AddLockWizard(QObject):
    """Leads through the steps in the wizard's window. Cancel works at any moment; what was begun can be gone on with."""

    def __init__(self, theme: Theme, parent: QWidget, model: AddLockViewModel) -> None:
        super().__init__()
        self._theme, self._model = theme, model
        self._label, self._code = "", Secret("")
        self._typed: Secret[str] | None = None
        self._given: Secret[str] | None = None
        self._vault_code: VaultCode | None = None
        self._stage = CODE
        self._progress: ProgressStep | None = None
        self._is_ending = False
        self._door_id = ""
        self.window = WizardWindow(theme, parent, self.tr("Add a lock"))
        self.window.answered.connect(self._on_answered)
        self.window.back_pressed.connect(self._on_back_pressed)
        self.window.cancel_pressed.connect(self._on_cancel_pressed)
        model.doors_loaded.connect(self._on_doors_loaded)
        model.step_changed.connect(self._show_step)
        model.progressed.connect(self._on_progressed)
        model.mounted.connect(self._on_mounted)
        model.failed.connect(self._on_failed)

    def begin(self, label: str = "", code: Secret[str] | VaultCode | None = None) -> None:
        """Begin with the code, perhaps one that is known, and perhaps for a door that was chosen before.

        A code of the tray brings the door that it is meant for.
        """
        self._label = label
        if isinstance(code, VaultCode):
            self._given = code.kept.text
            self._label = code.place.label if code.place is not None else label
        else:
            self._given = code
        self._show_code()

    def resume(self, label: str) -> None:
        """Go on with what was cut off at this door."""
        self._label = label
        self._show_progress(
            self.tr("Going on at {0}").format(label),
            self.tr("First the lock is asked whether it is ours already."),
        )
        self._model.resume(label)

    async def wait(self) -> str:
        """Return at the end: the door's id when its lock is ours now, else empty."""
        is_done = await finished(self.window)
        return self._door_id if is_done else ""

    # --- the steps ------------------------------------------------------------------------------

    def _show_code(self) -> None:
        self._set_stage(CODE)
        vault = self._vault_code
        step = CodeStep(
            self._theme,
            self._model.codes,
            typed=self._typed,
            chosen=str(vault.kept.id) if vault is not None else "",
            given=self._given,
            door=self._label,
        )
        step.pictures_wanted.connect(self._on_pictures_wanted)
        self.window.show_step(step)

    def _show_door(self) -> None:
        self._set_stage(DOOR)
        self.window.set_busy(True)
        self._model.load()

    def _on_doors_loaded(self) -> None:
        if self._stage != DOOR or isinstance(self.window.step, DoorStep):
            return
        free = [place.label for place in self._model.free_doors]
        sites = self._model.site_names
        step = DoorStep(self._theme, free, sites, self._label)
        self.window.show_step(step, can_go_back=True)

    def _show_family(self) -> None:
        facts = self._model.family(self._code)
        if facts is None:
            self._start_pairing()
            return
        self._set_stage(FAMILY)
        self.window.show_step(FamilyStep(self._theme, facts), can_go_back=True)

    def _start_pairing(self) -> None:
        self._show_progress(
            self.tr("Adding the lock …"), self.tr("Leave the lock switched on and stay near it.")
        )
        self._model.begin(self._label, self._code)

    def _show_progress(self, title: str, text: str) -> None:
        self._set_stage(PAIRING)
        self._progress = ProgressStep(self._theme, title, text)
        self.window.show_step(self._progress)

    def _show_step(self, step: Step) -> None:
        if self._is_ending:
            return
        self._set_stage(RESULT if isinstance(step, Done | Failed) else PAIRING)
        self.window.show_step(build_step_widget(self._theme, step))

    # --- what was pressed -----------------------------------------------------------------------

    def _on_answered(self, given: Answer | None) -> None:
        step = self.window.step
        self.window.messages.close_message()
        if isinstance(step, CodeStep):
            self._take_code(step)
            self._show_door()
        elif isinstance(step, DoorStep):
            self._take_door(step.label)
        elif isinstance(step, FamilyStep):
            self._start_pairing()
        elif isinstance(self._model.step, Done):
            self.window.finish(True)
        elif isinstance(self._model.step, Failed):
            self._show_progress(
                self.tr("Trying again …"),
                self.tr("A lock that was interrupted needs about a minute until it can be added."),
            )
            self._model.retry()
        elif given is not None:
            self._show_progress(
                self.tr("Adding the lock …"),
                self.tr("Leave the lock switched on and stay near it."),
            )
            self._model.answer(given)

    def _take_code(self, step: CodeStep) -> None:
        self._code, self._vault_code = step.code, step.vault_code
        self._typed = None if step.chosen else step.typed
        self._given = self._given if step.chosen else None
        if self._vault_code is not None and self._vault_code.place is not None:
            self._label = self._vault_code.place.label

    def _take_door(self, label: str) -> None:
        """A code that is kept for a door is not taken for another one by mistake."""
        meant = self._vault_code.place if self._vault_code is not None else None
        if meant is not None and label != meant.label:
            words = message("add_lock_code_for_other_door", {"door": harmless(meant.label)})
            self.window.messages.show_message(words, "warn")
            return
        self._label = label
        self._show_family()

    def _on_pictures_wanted(self) -> None:
        self._model.run("choose pictures", self._choose_pictures())

    async def _choose_pictures(self) -> None:
        kinds = " ".join(f"*{ending}" for ending in PICTURE_ENDINGS)
        filters = [self.tr("Pictures ({0})").format(kinds), self.tr("All files (*)")]
        paths = await ask_open_files(self.window, self.tr("Pictures with codes"), filters)
        if paths:
            self._model.codes.intake.take_pictures(paths)

    def _on_back_pressed(self) -> None:
        self.window.messages.close_message()
        if self._stage == FAMILY:
            self._show_door()
        elif self._stage == DOOR:
            self._show_code()

    def _on_cancel_pressed(self) -> None:
        if self._stage == RESULT and self._door_id:
            self.window.finish(True)
            return
        if self._stage < PAIRING or isinstance(self._model.step, Failed):
            self.window.finish(False)
            return
        self._is_ending = True
        self.window.cancel_button.setEnabled(False)
        self._model.cancel(lambda: self.window.finish(False))

    # --- what the view-model says ---------------------------------------------------------------

    def _on_progressed(self, progress: Progress) -> None:
        if self._progress is not None and self.window.step is self._progress:
            self._progress.report(progress)

    def _on_mounted(self, door_id: str) -> None:
        self._door_id = door_id

    def _on_failed(self, sentence: str) -> None:
        """What cannot be begun at all: back to where it can be mended."""
        self.window.set_busy(False)
        if self._stage == PAIRING:
            self._show_code()
        self.window.messages.show_message(sentence, "bad")

    def _set_stage(self, stage: int) -> None:
        self._stage = stage
        words = (
            self.tr("Code"),
            self.tr("Door"),
            self.tr("The lock"),
            self.tr("Pairing"),
            self.tr("Result"),
        )
        self.window.set_bar(words, stage)


class NewDoorDialog(PlainDialog):
    """Asks for a door that gets its lock later."""

    def __init__(self, theme: Theme, parent: QWidget, sites: Sequence[str]) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            theme,
            parent,
            translate("NewDoorDialog", "Add a door"),
            translate("NewDoorDialog", "Its lock may come later; codes can be planned already."),
            accept=translate("NewDoorDialog", "Add the door"),
        )
        self.place = DoorFields(sites)
        self.body.addWidget(self.place)
        self.place.on_changed(lambda: self.set_acceptable(bool(self.place.label)))
        self.set_acceptable(False)
        self.place.first.setFocus()


async def ask_door(theme: Theme, parent: QWidget, sites: Sequence[str]) -> tuple[str, str] | None:
    """Site and door; None when cancelled."""
    dialog = NewDoorDialog(theme, parent, sites)
    return (dialog.place.site, dialog.place.door) if await finished(dialog) else None
