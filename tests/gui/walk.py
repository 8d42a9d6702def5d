"""An automated walk over a page: what a keyboard, an ear or a long language would stumble over."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt, QTranslator
from PySide6.QtGui import QColor, QFontMetrics, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollBar,
    QTabBar,
    QWidget,
)

from app.ui.theme import Theme, contrast_ratio

LEAST_PX = 40
LEAST_CONTRAST = 4.5
_CONTROLS = (QAbstractButton, QLineEdit, QAbstractSpinBox, QComboBox, QTabBar)
_MNEMONIC = re.compile(r"&([^&\s])")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.what}"


class PseudoTranslator(QTranslator):
    """Lengthens every text by 40 % and puts it into brackets, so that a text without `tr` is seen."""

    def translate(
        self,
        context: str,
        source: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """The lengthened text; placeholders and mnemonics stay whole."""
        text = source.replace("%n", str(n)) if n >= 0 else source
        return lengthened(text)

    def isEmpty(self) -> bool:
        return False


def lengthened(text: str) -> str:
    """The text, 40 % longer, in brackets; short words get at least two letters more."""
    plain = len(text.replace("&", ""))
    if not plain:
        return text
    extra = max(2, round(plain * 0.4))
    return f"[{text}{' ooooo' * (extra // 6)}{'o' * (extra % 6)}]"


def walk(root: QWidget, theme: Theme) -> list[Fault]:
    """All faults of what is shown in the widget, which must be visible and laid out."""
    QCoreApplication.sendPostedEvents()
    checks: tuple[Callable[[QWidget, Theme], Iterable[Fault]], ...] = (
        _small_controls,
        _nameless,
        _double_mnemonics,
        _outside_tab_order,
        _clipped,
        _weak_contrast,
    )
    return [fault for check in checks for fault in check(root, theme)]


def tab_order(root: QWidget) -> list[QWidget]:
    """Everything Tab reaches from the first focusable widget on, once around."""
    window = root.window()
    reached: list[QWidget] = []
    widget = window.nextInFocusChain()
    for _ in range(10_000):
        if widget is None or widget is window:
            break
        if _takes_tab(widget) and (root is widget or root.isAncestorOf(widget)):
            reached.append(widget)
        widget = widget.nextInFocusChain()
    return reached


def press_through(root: QWidget, most: int = 400) -> list[QWidget]:
    """Press Tab until the first widget is reached again; what had the focus, in order."""
    window = root.window()
    seen: list[QWidget] = []
    for _ in range(most):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        focus = window.focusWidget()
        if focus is None or focus in seen:
            break
        seen.append(focus)
    return seen


def invisible_focus(root: QWidget) -> list[Fault]:
    """Controls that look the same with and without the focus; the window must be active."""
    faults: list[Fault] = []
    window = root.window()
    window.activateWindow()
    for widget in tab_order(root):
        if widget.window() is not window:
            continue
        (window.focusWidget() or window).clearFocus()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if widget.grab().toImage() == before:
            faults.append(Fault("focus not seen", describe(widget), ""))
    return faults


def describe(widget: QWidget) -> str:
    """A widget's class with what it says."""
    text = widget.property("text") or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__}({text!r})"


def _shown(root: QWidget) -> list[QWidget]:
    """The widgets a person can see, without the inside of Qt's own composite widgets."""
    widgets = [root, *root.findChildren(QWidget)]
    return [
        widget
        for widget in widgets
        if widget.isVisible()
        and not _is_inside_a_control(widget)
        and not isinstance(widget, QHeaderView)
    ]


def _is_inside_a_control(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if isinstance(widget, QScrollBar) or type(widget).__name__ in {"QComboBoxPrivateContainer"}:
        return True
    return isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit | QTabBar)


def _takes_tab(widget: QWidget) -> bool:
    return bool(
        widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not _is_inside_a_control(widget)
    )


def _small_controls(root: QWidget, _theme: Theme) -> Iterable[Fault]:
    for widget in _shown(root):
        if not isinstance(widget, _CONTROLS):
            continue
        if isinstance(widget, QTabBar):
            sizes = [widget.tabRect(number).size() for number in range(widget.count())]
        else:
            sizes = [widget.size()]
        for size in sizes:
            if size.width() < LEAST_PX or size.height() < LEAST_PX:
                found = f"{size.width()} x {size.height()} px"
                yield Fault("small control", describe(widget), found)


def _nameless(root: QWidget, _theme: Theme) -> Iterable[Fault]:
    for widget in _shown(root):
        named = widget.accessibleName() or _own_text(widget)
        is_control = isinstance(widget, (*_CONTROLS, QAbstractItemView))
        takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if (is_control or takes_focus) and not named.strip():
            yield Fault("no accessible name", describe(widget), widget.metaObject().className())


def _own_text(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton | QLabel):
        return widget.text()
    return ""


def _double_mnemonics(root: QWidget, _theme: Theme) -> Iterable[Fault]:
    used: dict[str, str] = {}
    for widget in _shown(root):
        for text in _texts_with_mnemonics(widget):
            found = _MNEMONIC.search(text.replace("&&", ""))
            if found is None:
                continue
            key = found.group(1).casefold()
            if key in used:
                yield Fault("mnemonic used twice", describe(widget), f"Alt+{key}, {used[key]}")
            used[key] = describe(widget)


def _texts_with_mnemonics(widget: QWidget) -> list[str]:
    if isinstance(widget, QAbstractButton):
        return [widget.text()]
    if isinstance(widget, QLabel) and widget.buddy() is not None:
        return [widget.text()]
    if isinstance(widget, QTabBar):
        return [widget.tabText(number) for number in range(widget.count())]
    return []


def _outside_tab_order(root: QWidget, _theme: Theme) -> Iterable[Fault]:
    reached = tab_order(root)
    for widget in _shown(root):
        is_control = isinstance(widget, (*_CONTROLS, QAbstractItemView))
        if not is_control or not widget.isEnabled() or widget in reached:
            continue
        if isinstance(widget, QAbstractButton) and _has_sibling_in(widget, reached):
            continue  # in an exclusive group Tab reaches the chosen one, arrows the others
        yield Fault("outside the tab order", describe(widget), str(widget.focusPolicy().name))


def _has_sibling_in(button: QAbstractButton, reached: list[QWidget]) -> bool:
    group = button.group()
    return group is not None and group.exclusive() and any(b in reached for b in group.buttons())


def _clipped(root: QWidget, theme: Theme) -> Iterable[Fault]:
    for widget in _shown(root):
        if widget.property("elides"):
            continue
        wanted = _wanted_size(widget)
        if wanted is not None and (
            wanted.width() > widget.width() + 1 or wanted.height() > widget.height() + 1
        ):
            found = f"needs {wanted.width()} x {wanted.height()}, has {widget.width()} x {widget.height()} px"
            yield Fault("clipped text", describe(widget), found)
        hidden = _hidden_by_parents(widget, root)
        if hidden and (isinstance(widget, _CONTROLS) or _own_text(widget)):
            yield Fault("clipped text", describe(widget), f"{hidden} px outside what shows it")


def _wanted_size(widget: QWidget) -> QRect | None:
    """What the widget's text needs at the width it has; None where it may scroll or elide."""
    if isinstance(widget, QLabel):
        if not widget.text() or widget.pixmap().width():
            return None
        if widget.wordWrap():
            longest = max(widget.text().split(), key=len, default="")
            width = QFontMetrics(widget.font()).horizontalAdvance(longest.replace("&", ""))
            return QRect(0, 0, width, widget.heightForWidth(widget.width()))
        hint = widget.sizeHint()
        return QRect(0, 0, hint.width(), hint.height())
    if isinstance(widget, QPushButton) or widget.property("wraps"):
        if widget.hasHeightForWidth():
            return QRect(0, 0, 0, widget.heightForWidth(widget.width()))
        hint = widget.sizeHint()
        return QRect(0, 0, hint.width(), hint.height())
    if isinstance(widget, QAbstractSpinBox):
        text = QFontMetrics(widget.font()).horizontalAdvance(widget.text())
        return QRect(0, 0, text + 24, 0)
    if isinstance(widget, QComboBox):
        text = QFontMetrics(widget.font()).horizontalAdvance(widget.currentText())
        return QRect(0, 0, text + 48, 0)
    if isinstance(widget, QTabBar):
        needed = sum(widget.tabRect(number).width() for number in range(widget.count()))
        return QRect(0, 0, needed, 0)
    return None


def _hidden_by_parents(widget: QWidget, root: QWidget) -> int:
    """How many px of the widget stick out of its parents; a scroll area's content may stick out along its bars."""
    parent = widget.parentWidget()
    if widget is root or parent is None:
        return 0
    rect = widget.geometry()
    while parent is not None and parent is not root.parentWidget():
        area = parent.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            can_x = area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            can_y = area.verticalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            out_x = 0 if can_x else max(0, rect.right() - parent.width() + 1, -rect.left())
            return out_x if can_y else max(out_x, rect.bottom() - parent.height() + 1)
        out = max(
            rect.right() - parent.width() + 1,
            rect.bottom() - parent.height() + 1,
            -rect.left(),
            -rect.top(),
        )
        if out > 1:
            return out
        rect = rect.translated(parent.pos())
        if parent is root:
            return 0
        parent = parent.parentWidget()
    return 0


def _weak_contrast(root: QWidget, theme: Theme) -> Iterable[Fault]:
    """Compare the darkest and lightest colours that are really painted where a text stands."""
    image = root.window().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ratio = image.devicePixelRatio()
    for widget in _shown(root):
        if not _is_read(widget):
            continue
        place = QRect(widget.mapTo(root.window(), QPoint(0, 0)), widget.size())
        visible = place.intersected(QRect(QPoint(0, 0), root.window().size()))
        for parent in _parents(widget):
            corner = parent.mapTo(root.window(), QPoint(0, 0))
            visible = visible.intersected(QRect(corner, parent.size()))
        if visible.height() < min(place.height(), 20) or visible.width() < 10:
            continue  # scrolled out of sight, or only the edge of it is in sight
        found = _painted_contrast(image, visible.adjusted(3, 3, -3, -3), ratio)
        if found is not None and found < LEAST_CONTRAST:
            yield Fault("weak contrast", describe(widget), f"{found:.1f} : 1")


def _parents(widget: QWidget) -> Iterable[QWidget]:
    """What the widget lies in, up to its own window: a dialog's parent is another window."""
    while not widget.isWindow() and (parent := widget.parentWidget()) is not None:
        yield parent
        widget = parent


def _is_read(widget: QWidget) -> bool:
    if not widget.isEnabled():
        return False
    if isinstance(widget, QLabel):
        return bool(widget.text())
    if isinstance(widget, QAbstractButton):
        return bool(widget.text())
    if isinstance(widget, QLineEdit):
        return bool(widget.text() or widget.placeholderText())
    return isinstance(widget, QComboBox | QAbstractSpinBox | QListView)


def _painted_contrast(image: QImage, place: QRect, ratio: float) -> float | None:
    """The strongest contrast between the commonest colour and any other; None when there is only one."""
    counts: Counter[int] = Counter()
    pixels = memoryview(image.constBits()).cast("I")
    stride = image.bytesPerLine() // 4
    left, right = round(place.left() * ratio), round(place.right() * ratio)
    for y in range(round(place.top() * ratio), round(place.bottom() * ratio)):
        counts.update(pixels[y * stride + left : y * stride + right].tolist())
    if len(counts) < 2:
        return None
    common = QColor.fromRgb(counts.most_common(1)[0][0])
    return max(contrast_ratio(common, QColor.fromRgb(pixel)) for pixel in counts)


def shortcuts(root: QWidget) -> list[str]:
    """The shortcuts of all buttons, for a test that none is used twice."""
    texts = (button.shortcut() for button in root.findChildren(QAbstractButton))
    portable = QKeySequence.SequenceFormat.PortableText
    return [keys.toString(portable) for keys in texts if not keys.isEmpty()]
