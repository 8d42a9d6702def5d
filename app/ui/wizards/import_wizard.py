"""Importing a table: the file, what its columns mean, what it would do, and doing it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.ui.dialogs import ask_open_file, ask_save_file, finished
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.wizards.import_steps import ColumnsStep, FileStep, ImportWorkStep, PreviewStep
from app.ui.wizards.wizard_window import WizardWindow
from app.viewmodels.import_looks import field_options
from app.viewmodels.importing import ImportViewModel
from app.viewmodels.places import documents_dir

FILE, COLUMNS, PREVIEW, WRITING = range(4)
TEMPLATE = "survey.xlsx"


class ImportWindow(WizardWindow):
    """The wizard's frame, on which files may be dropped. `dropped` gives their paths."""

    dropped = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        title = QCoreApplication.translate("ImportWindow", "Import a table")
        super().__init__(theme, parent, title)
        self.setAcceptDrops(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A key that is held down would go through the preview without anybody having seen it.
        if not event.isAutoRepeat():
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _paths(event) and not isinstance(self.step, ImportWorkStep):
            # A moved file would be deleted by the program it comes from.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(_paths(event))


class ImportWizard(QObject):
    """Leads through the steps. Cancel stops what runs; nothing is written before the preview was confirmed."""

    def __init__(self, theme: Theme, parent: QWidget, model: ImportViewModel) -> None:
        super().__init__()
        self._theme, self._model = theme, model
        self._stage = FILE
        self._goes_to_preview = False
        self._is_ending = False
        self._done = ""
        self.window = ImportWindow(theme, parent)
        self.window.resize(max(920, min(1040, parent.width() - 80)), max(680, parent.height() - 60))
        self.window.dropped.connect(self._on_dropped)
        self.window.answered.connect(lambda _given: self._on_next_pressed())
        self.window.back_pressed.connect(self._on_back_pressed)
        self.window.cancel_pressed.connect(self._on_cancel_pressed)
        model.table_read.connect(self._on_table_read)
        model.columns_changed.connect(self._on_columns_changed)
        model.planned.connect(self._show_preview)
        model.taken.connect(self._on_taken)
        model.stopped.connect(self._on_stopped)
        model.failed.connect(self._on_failed)
        model.progressed.connect(self._on_progressed)
        model.template_written.connect(lambda words: self.window.messages.show_message(words, "ok"))
        self._show_file()

    async def wait(self) -> str:
        """Return at the end: the sentence of an import that was done, else empty."""
        await finished(self.window)
        return self._done

    # --- the steps ------------------------------------------------------------------------------

    def _show_file(self) -> None:
        self._set_stage(FILE)
        step = FileStep(self._theme)
        step.file_wanted.connect(lambda: self._model.run("choose table", self._choose_file()))
        step.template_wanted.connect(
            lambda: self._model.run("choose template", self._choose_template())
        )
        self.window.show_step(step)

    def _show_columns(self) -> None:
        self._set_stage(COLUMNS)
        model = self._model
        step = ColumnsStep(
            self._theme, model.file_name, model.table_look, model.columns, field_options()
        )
        step.corrected.connect(self._on_corrected)
        step.meaning_chosen.connect(model.set_field)
        self.window.show_step(step, can_go_back=True)

    def _show_preview(self) -> None:
        self._set_stage(PREVIEW)
        step = PreviewStep(self._theme, self._model.look)
        step.again_wanted.connect(self._on_again_wanted)
        self.window.show_step(step, can_go_back=True)
        announce(self.window, self._model.look.verdict)

    def _show_work(self, title: str) -> None:
        self.window.messages.close_message()
        self.window.show_step(ImportWorkStep(self._theme, title))
        announce(self.window, title)

    # --- what was pressed -----------------------------------------------------------------------

    def take_file(self, path: Path) -> None:
        """Read this file."""
        self._set_stage(FILE)
        self._show_work(self.tr("Reading the table …"))
        self._model.take_file(path)

    def _on_dropped(self, paths: list[Path]) -> None:
        if isinstance(self.window.step, ImportWorkStep):
            return
        if len(paths) == 1:
            self.take_file(paths[0])
        else:
            words = self.tr("One table at a time: drop a single file.")
            self.window.messages.show_message(words, "info")

    def _on_corrected(self, name: str, key: str) -> None:
        self._show_work(self.tr("Reading the table …"))
        self._model.correct(name, key)

    def _on_again_wanted(self) -> None:
        self._goes_to_preview = True
        self._show_work(self.tr("Reading the table …"))
        self._model.read_again()

    def _on_next_pressed(self) -> None:
        if self._stage == COLUMNS:
            self._show_work(self.tr("Checking the rows …"))
            self._model.plan()
        elif self._stage == PREVIEW and self._model.look.can_apply:
            self._set_stage(WRITING)
            self._show_work(self.tr("Importing …"))
            self._model.apply()

    def _on_back_pressed(self) -> None:
        self.window.messages.close_message()
        if self._stage == PREVIEW:
            self._show_columns()
        elif self._stage == COLUMNS:
            self._show_file()

    def _on_cancel_pressed(self) -> None:
        if self._is_ending:
            return
        step = self.window.step
        if isinstance(step, ImportWorkStep):
            self._is_ending = True
            self.window.cancel_button.setEnabled(False)
            step.show_stopping()
            self._model.stop()
        else:
            self.window.finish(False)

    async def _choose_file(self) -> None:
        filters = [self.tr("Tables (*.csv *.xlsx *.tsv *.txt)"), self.tr("All files (*)")]
        path = await ask_open_file(self.window, self.tr("Choose a table"), filters)
        if path is not None:
            self.take_file(path)

    async def _choose_template(self) -> None:
        kinds = [self.tr("Workbook (*.xlsx)"), self.tr("CSV table (*.csv)")]
        title = self.tr("Save an empty table")
        path = await ask_save_file(self.window, title, kinds, documents_dir() / TEMPLATE)
        if path is not None:
            self._model.write_template(path)

    # --- what the view-model says ---------------------------------------------------------------

    def _on_table_read(self) -> None:
        if self._goes_to_preview and self._model.has_columns:
            self._goes_to_preview = False
            self._show_work(self.tr("Checking the rows …"))
            self._model.plan()
            return
        self._goes_to_preview = False
        self._show_columns()

    def _on_columns_changed(self) -> None:
        step = self.window.step
        if isinstance(step, ColumnsStep):
            step.show_columns(self._model.columns)

    def _on_taken(self, sentence: str) -> None:
        self._done = sentence
        self.window.finish(True)

    def _on_stopped(self) -> None:
        """Back to where it was begun; the project is as it was."""
        self._is_ending = False
        self.window.cancel_button.setEnabled(True)
        self._go_back_from_work()

    def _on_failed(self, sentence: str) -> None:
        self._is_ending = False
        self.window.cancel_button.setEnabled(True)
        if isinstance(self.window.step, ImportWorkStep):
            self._go_back_from_work()
        self.window.messages.show_message(sentence, "bad")

    def _go_back_from_work(self) -> None:
        self._goes_to_preview = False
        if self._stage == WRITING:
            self._show_preview()
        elif self._model.is_read:
            self._show_columns()
        else:
            self._show_file()

    def _on_progressed(self, words: str, done: int, total: int) -> None:
        step = self.window.step
        if isinstance(step, ImportWorkStep):
            step.report(words, done, total)

    def _set_stage(self, stage: int) -> None:
        self._stage = stage
        words = (
            self.tr("File"),
            self.tr("Columns"),
            self.tr("Preview"),
            self.tr("Import"),
        )
        self.window.set_bar(words, stage)


def _paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
