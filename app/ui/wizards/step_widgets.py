"""One widget a type of pairing step; what they say comes as message keys from the driver."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.core.secret import Secret
from app.driver_api.pairing import (
    Answer,
    Choice,
    Confirm,
    Done,
    Failed,
    FieldKind,
    Finding,
    FindingLevel,
    Form,
    FormField,
    Progress,
    ProgressState,
    Show,
    Step,
)
from app.texts.messages import has_message, message
from app.ui.theme import Theme
from app.ui.widgets.announcement import announce
from app.ui.widgets.buttons import Button
from app.ui.widgets.check_list import CheckItem, CheckList
from app.ui.widgets.choices import CheckBox, RadioChoice
from app.ui.widgets.code_entry import CodeEntry
from app.ui.widgets.form import Field, line_edit
from app.ui.widgets.labels import text_label
from app.ui.widgets.layouts import column, row
from app.ui.widgets.pills import PillLook, StatusPill
from app.ui.widgets.secret_field import SecretField

_Editor = SecretField | CodeEntry | Field
_SIGN_PX = 192
_NARROW_PX = 560


class Sign(QWidget):
    """The large sign at the left of a step."""

    def __init__(self, theme: Theme, icon: str, role: str = "primary") -> None:
        super().__init__()
        self._theme, self._icon, self._role = theme, icon, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_SIGN_PX, _SIGN_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        color = self._theme.color(self._role)
        middle = self.rect().center()
        for radius, alpha in ((95, 0.15), (71, 0.30), (50, 1.0)):
            color.setAlphaF(alpha)
            painter.setBrush(color)
            painter.drawEllipse(middle, radius, radius)
        size = self._theme.tokens.icon.hero
        role = "on_primary" if self._role == "primary" else "surface"
        pixmap = self._theme.pixmap(self._icon, role, size, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - size) // 2, (self.height() - size) // 2, pixmap)


class StepWidget(QWidget):
    """What the wizard's card shows for one step.

    `answered` comes when a button inside the step answered it; `ready_changed` when `is_ready`
    changed. An empty `next_word` means that there is no way on from here, an empty `cancel_word` that nothing can be stopped.
    A step that `is_tall` takes the whole card, without the large sign: for lists.
    """

    ready_changed = Signal()
    answered = Signal(object)
    needs_answer = True
    is_tall = False

    def __init__(
        self, theme: Theme, icon: str, title: str, text: str = "", *, role: str = "primary"
    ) -> None:
        super().__init__()
        self.theme = theme
        self.next_word = QCoreApplication.translate("StepWidget", "&Next")
        self.cancel_word = QCoreApplication.translate("StepWidget", "&Cancel")
        self._sign = Sign(theme, icon, role)
        self.body: QVBoxLayout = column(12)
        self.title = text_label(title, "h2")
        self.body.addWidget(self.title)
        self.text = text_label(text, "body", "muted")
        self.text.setVisible(bool(text))
        self.body.addWidget(self.text)
        right = column(0)
        around = 0 if self.is_tall else 1
        right.addStretch(around)
        right.addLayout(self.body, 1 - around)
        right.addStretch(around)
        line = row(32)
        line.addWidget(self._sign)
        line.addLayout(right, 1)
        self.setLayout(line)

    @property
    def is_ready(self) -> bool:
        """Whether Next may be pressed."""
        return True

    def answer(self) -> Answer | None:
        """What was answered; None when something has to be mended first (the step says what)."""
        return None

    def first_focus(self) -> QWidget | None:
        """The input to begin with."""
        return None

    def arrange(self, width: int) -> None:
        """Leave the sign out where there is no room for it."""
        self._sign.setVisible(width >= _NARROW_PX and not self.is_tall)


class FormStep(StepWidget):
    """Asks for values. Setup codes are typed openly, grouped and judged, for they stand on the lock; they leave as `Secret`."""

    def __init__(self, theme: Theme, step: Form) -> None:
        super().__init__(
            theme,
            "keyboard",
            message(step.title, step.parameters),
            _text(step.text, step.parameters),
        )
        self._step = step
        self._editors: dict[str, _Editor] = {}
        for field in step.fields:
            editor = self._editor_for(field)
            self._editors[field.key] = editor
            self.body.addWidget(editor)
        if step.error and step.fields:
            sentence = message(step.error, step.parameters)
            first = self._editors[step.fields[0].key]
            if isinstance(first, CodeEntry):
                first.say(sentence, "bad")
            else:
                first.set_error(sentence)
                announce(self, sentence, is_urgent=True)

    @property
    def is_ready(self) -> bool:
        """Whether all that is required was given."""
        return all(not f.is_required or _given(self._editors[f.key]) for f in self._step.fields)

    def answer(self) -> Answer | None:
        """The values by key, secrets as `Secret`."""
        values: dict[str, str | int | bool | Secret[str]] = {}
        for field in self._step.fields:
            editor = self._editors[field.key]
            if isinstance(editor, SecretField):
                values[field.key] = editor.secret()
                continue
            if isinstance(editor, CodeEntry):
                if not (editor.is_empty and not field.is_required) and not editor.check():
                    return None
                values[field.key] = editor.code
                continue
            typed = _typed(editor)
            problem = self._problem(field, typed)
            if problem:
                editor.set_error(problem)
                editor.setFocus()
                announce(self, problem, is_urgent=True)
                return None
            if field.kind is FieldKind.NUMBER and typed:
                values[field.key] = int(typed)
            else:
                values[field.key] = typed
        return Answer(self._step.id, values)

    def first_focus(self) -> QWidget | None:
        """The first field."""
        return next(iter(self._editors.values()), None)

    def _problem(self, field: FormField, typed: str) -> str:
        if field.kind is FieldKind.NUMBER and typed and not typed.isdecimal():
            return self.tr("Only digits, please.")
        return ""

    def _editor_for(self, field: FormField) -> _Editor:
        label = message(field.label, self._step.parameters)
        if field.kind is FieldKind.SECRET:
            secret = SecretField(self.theme, label)
            secret.changed.connect(self.ready_changed)
            return secret
        if field.kind is FieldKind.SETUP_CODE:
            entry = CodeEntry(self.theme, label, needs_setup_code=True)
            entry.changed.connect(self.ready_changed)
            return entry
        line = line_edit()
        line.textChanged.connect(self.ready_changed)
        return Field(label, line)


class ChoiceStep(StepWidget):
    """Asks for one of several answers; none is chosen beforehand."""

    def __init__(self, theme: Theme, step: Choice) -> None:
        title = message(step.title, step.parameters)
        super().__init__(theme, "list-checks", title, _text(step.text, step.parameters))
        self._step = step
        options = [
            (o.key, message(o.label, {**step.parameters, **o.parameters})) for o in step.options
        ]
        self._options = RadioChoice(theme, title, options)
        self._options.chosen.connect(self.ready_changed)
        self.body.addWidget(self._options)

    @property
    def is_ready(self) -> bool:
        """Whether something is chosen."""
        return bool(self._options.key)

    def answer(self) -> Answer | None:
        """The chosen option's key under `choice`."""
        return Answer(self._step.id, {"choice": self._options.key})

    def first_focus(self) -> QWidget | None:
        """The options."""
        return self._options


class ConfirmStep(StepWidget):
    """Shows facts or findings and asks for consent; doubtful findings need a tick before Next."""

    def __init__(self, theme: Theme, step: Confirm) -> None:
        is_doubtful = bool(step.findings)
        super().__init__(
            theme,
            "triangle-alert" if is_doubtful else "circle-question-mark",
            message(step.title, step.parameters),
            _text(step.text, step.parameters),
            role="warn" if is_doubtful else "primary",
        )
        self._step = step
        self.next_word = self.tr("&Go on") if step.can_accept else ""
        add_findings(theme, self.body, step.findings)
        self._consent = CheckBox(theme, self.tr("I have &read this and want to go on"))
        self._consent.setVisible(is_doubtful and step.can_accept)
        self._consent.toggled.connect(self.ready_changed)
        self._needs_tick = is_doubtful and step.can_accept
        self.body.addWidget(self._consent)
        self._no = Button(theme, self.tr("N&o, stop here"))
        self._no.clicked.connect(self._on_no_clicked)
        line = row(0)
        line.addWidget(self._no)
        line.addStretch(1)
        self.body.addLayout(line)

    @property
    def is_ready(self) -> bool:
        """Whether consent is possible and was given."""
        return self._step.can_accept and (not self._needs_tick or self._consent.isChecked())

    def answer(self) -> Answer | None:
        """Yes."""
        return Answer(self._step.id, is_yes=True)

    def first_focus(self) -> QWidget | None:
        """The safe answer."""
        return self._no

    def _on_no_clicked(self) -> None:
        self.answered.emit(Answer(self._step.id, is_yes=False))


class ShowStep(StepWidget):
    """Shows something to do or to know."""

    def __init__(self, theme: Theme, step: Show) -> None:
        title = message(step.title, step.parameters)
        super().__init__(theme, "hand", title, _text(step.text, step.parameters))
        self._step = step
        for number, line in enumerate(step.lines, 1):
            self.body.addWidget(text_label(f"{number}.  {message(line, step.parameters)}"))

    def answer(self) -> Answer | None:
        """Going on."""
        return Answer(self._step.id)


class DoneStep(StepWidget):
    """The lock is ours: what it is, and what was accepted on the way."""

    needs_answer = False

    def __init__(self, theme: Theme, step: Done) -> None:
        super().__init__(
            theme,
            "check",
            QCoreApplication.translate("DoneStep", "The lock is added"),
            QCoreApplication.translate(
                "DoneStep",
                "It belongs to this project now. People can get codes for it.",
            ),
            role="ok",
        )
        self.next_word = self.tr("&Finish")
        self.cancel_word = ""
        info = step.lock.info
        if info is not None:
            named = (
                (self.tr("Maker"), info.vendor),
                (self.tr("Product"), info.product),
                (self.tr("Serial number"), info.serial),
                (self.tr("Firmware"), info.firmware),
            )
            for word, value in named:
                if value:
                    self.body.addWidget(text_label(f"{word}: {value}"))
        add_findings(theme, self.body, step.findings)


class FailedStep(StepWidget):
    """The attempt is over: what was observed, the likely causes in order, perhaps another try."""

    needs_answer = False

    def __init__(self, theme: Theme, step: Failed) -> None:
        super().__init__(theme, "x", message(step.code, step.parameters), role="bad")
        self.next_word = self.tr("&Try again") if step.can_retry else ""
        self.cancel_word = self.tr("&Close")
        if step.causes:
            self.body.addWidget(
                text_label(self.tr("Likely causes, the likeliest first:"), "strong")
            )
        for number, cause in enumerate(step.causes, 1):
            self.body.addWidget(text_label(f"{number}.  {message(cause, step.parameters)}"))
        add_findings(theme, self.body, step.findings)


class ProgressStep(StepWidget):
    """The work between two steps, sub-step by sub-step; there is no Next and no Back."""

    def __init__(self, theme: Theme, title: str, text: str = "", *, icon: str = "lock") -> None:
        super().__init__(theme, icon, title, text)
        self.next_word = ""
        self._items: dict[str, CheckItem] = {}
        self._list = CheckList(theme)
        self.body.addWidget(self._list)

    @property
    def is_ready(self) -> bool:
        """Never: the work itself leads on."""
        return False

    def expect(self, keys: Sequence[str]) -> None:
        """Show these sub-steps as still to come."""
        for key in keys:
            self._items.setdefault(key, CheckItem(key, message(key)))
        self._list.set_items(list(self._items.values()))

    def report(self, progress: Progress) -> None:
        """One sub-step changed; an unexpected one is added at the end."""
        states = {ProgressState.RUNNING: "running", ProgressState.DONE: "done"}
        state = states.get(progress.state, "failed")
        text = message(progress.key, progress.parameters)
        self._items[progress.key] = CheckItem(progress.key, text, state)
        self._list.set_items(list(self._items.values()))


def build_step_widget(theme: Theme, step: Step) -> StepWidget:
    """The widget for a step."""
    match step:
        case Form():
            return FormStep(theme, step)
        case Choice():
            return ChoiceStep(theme, step)
        case Confirm():
            return ConfirmStep(theme, step)
        case Show():
            return ShowStep(theme, step)
        case Done():
            return DoneStep(theme, step)
        case Failed():
            return FailedStep(theme, step)


def add_findings(theme: Theme, layout: QVBoxLayout, findings: Sequence[Finding]) -> None:
    """Append what a lock's certificates gave reason to doubt, gravest first."""
    order = [FindingLevel.ERROR, FindingLevel.WARNING, FindingLevel.INFO]
    tones = {FindingLevel.ERROR: "bad", FindingLevel.WARNING: "warn", FindingLevel.INFO: "info"}
    for finding in sorted(findings, key=lambda one: order.index(one.level)):
        line = row(10)
        word = message(f"finding_level_{finding.level}")
        pill = StatusPill(theme, PillLook(word, tones[finding.level]))
        line.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        known = message(finding.code) if has_message(finding.code) else finding.code
        line.addWidget(text_label(known), 1)
        layout.addLayout(line)


def _text(key: str | None, parameters: Mapping[str, object]) -> str:
    return message(key, parameters) if key else ""


def _typed(editor: Field) -> str:
    line = editor.editor
    return line.text().strip() if isinstance(line, QLineEdit) else ""


def _given(editor: _Editor) -> bool:
    return bool(_typed(editor)) if isinstance(editor, Field) else not editor.is_empty
