"""Pills: a state as a word, with a colour that only supports it, and a shape where it is a proof."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.texts.harmless import unmarked
from app.ui.theme import Theme

_TONES = {
    "ok": ("ok", "ok_bg"),
    "warn": ("warn", "warn_bg"),
    "bad": ("bad", "bad_bg"),
    "info": ("on_tint", "tint"),
    "neutral": ("muted", "sunken"),
}
_SHAPE_PX = 14.0
_SIDE_PX = 10.0
_GAP_PX = 6.0


@dataclass(frozen=True, slots=True)
class PillLook:
    """What a pill shows: a word, a tone (ok, warn, bad, info, neutral), perhaps a shape and a dashed edge."""

    word: str
    tone: str = "neutral"
    shape: str = ""
    is_dashed: bool = False
    spoken: str = ""

    @property
    def accessible_text(self) -> str:
        """What a screen reader says: more than the word where more is known."""
        return self.spoken or self.word


class Pill(QWidget):
    """A pill as a widget of its own."""

    def __init__(self, theme: Theme, look: PillLook | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._look = look or PillLook("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.set_look(self._look)

    @property
    def look(self) -> PillLook:
        """What is shown now."""
        return self._look

    def set_look(self, look: PillLook) -> None:
        """Show another state; an empty word shows nothing."""
        self._look = look
        self.setAccessibleName(look.accessible_text)
        self.setToolTip(unmarked(look.spoken) if look.spoken != look.word else "")
        self.setVisible(bool(look.word))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(
            round(pill_width(self._theme, self._look) + 0.5), self._theme.tokens.height.pill
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_pill(painter, QRectF(self.rect()), self._theme, self._look)


class StatusPill(Pill):
    """A state that is no proof: ready, battery low, practice."""

    def set_status(self, word: str, tone: str = "neutral") -> None:
        """Show the word in a tone: ok, warn, bad, info or neutral."""
        self.set_look(PillLook(word, tone))


def pill_width(theme: Theme, look: PillLook) -> float:
    """How wide the pill is drawn."""
    metrics = QFontMetricsF(theme.font("caption", "bold"))
    shape = _SHAPE_PX + _GAP_PX if look.shape else 0.0
    return metrics.horizontalAdvance(look.word) + 2 * _SIDE_PX + shape


def draw_pill(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    look: PillLook,
    *,
    is_outlined: bool = False,
    elided_px: float | None = None,
) -> None:
    """Draw the pill in the rectangle; outlined where it lies on the tint of a chosen row."""
    foreground, background = (theme.color(role) for role in _TONES[look.tone])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plate = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    edge = QPen(foreground if is_outlined or look.is_dashed else background, 1)
    if look.is_dashed:
        edge.setDashPattern([3, 2])
    painter.setPen(edge)
    painter.setBrush(background)
    painter.drawRoundedRect(plate, plate.height() / 2, plate.height() / 2)
    text_left = rect.left() + _SIDE_PX
    if look.shape:
        box = QRectF(text_left, rect.center().y() - _SHAPE_PX / 2, _SHAPE_PX, _SHAPE_PX)
        draw_shape(painter, box, look.shape, theme, _TONES[look.tone])
        text_left += _SHAPE_PX + _GAP_PX
    painter.setPen(foreground)
    painter.setFont(theme.font("caption", "bold"))
    room = QRectF(text_left, rect.top(), rect.right() - _SIDE_PX - text_left + 1, rect.height())
    word = look.word
    if elided_px is not None:
        metrics = QFontMetricsF(theme.font("caption", "bold"))
        word = metrics.elidedText(word, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)
    painter.restore()


def draw_shape(
    painter: QPainter, box: QRectF, shape: str, theme: Theme, roles: tuple[str, str]
) -> None:
    """Draw one of the proof shapes, legible in black and white, in (foreground, background) roles."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.color(roles[0]), max(1.4, box.width() / 9))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = box.adjusted(1, 1, -1, -1)
    _SHAPES[shape](painter, inner, pen, theme, roles)
    painter.restore()


_Roles = tuple[str, str]


def _ring(painter: QPainter, box: QRectF, _pen: QPen, _theme: Theme, _roles: _Roles) -> None:
    painter.drawEllipse(box)


def _half_ring(painter: QPainter, box: QRectF, pen: QPen, _theme: Theme, _roles: _Roles) -> None:
    painter.drawEllipse(box)
    half = QPainterPath(QPointF(box.center().x(), box.bottom()))
    half.arcTo(box, 270, -180)
    half.closeSubpath()
    painter.fillPath(half, pen.color())


def _check_path(box: QRectF) -> QPainterPath:
    width, height = box.width(), box.height()
    path = QPainterPath(QPointF(box.left() + width * 0.28, box.top() + height * 0.53))
    path.lineTo(box.left() + width * 0.44, box.top() + height * 0.69)
    path.lineTo(box.left() + width * 0.73, box.top() + height * 0.35)
    return path


def _check_ring(painter: QPainter, box: QRectF, _pen: QPen, _theme: Theme, _roles: _Roles) -> None:
    painter.drawEllipse(box)
    painter.drawPath(_check_path(box))


def _check_disc(painter: QPainter, box: QRectF, pen: QPen, theme: Theme, roles: _Roles) -> None:
    painter.setBrush(pen.color())
    painter.drawEllipse(box)
    cut = QPen(pen)
    cut.setColor(theme.color(roles[1]))
    painter.setPen(cut)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_check_path(box))


def _question_box(painter: QPainter, box: QRectF, pen: QPen, theme: Theme, _roles: _Roles) -> None:
    dashed = QPen(pen)
    dashed.setWidthF(1.2)
    dashed.setDashPattern([2, 1.6])
    painter.setPen(dashed)
    painter.drawRoundedRect(box, 2, 2)
    painter.setPen(pen)
    font = QFont(theme.font("caption", "bold"))
    font.setPixelSize(max(8, round(box.height() * 0.86)))
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")


def _cross(painter: QPainter, box: QRectF, _pen: QPen, _theme: Theme, _roles: _Roles) -> None:
    cross = box.adjusted(2, 2, -2, -2)
    painter.drawLine(cross.topLeft(), cross.bottomRight())
    painter.drawLine(cross.topRight(), cross.bottomLeft())


def _arrow_path(box: QRectF) -> QPainterPath:
    middle, shaft = box.center().y(), box.height() * 0.2
    neck = box.left() + box.width() * 0.45
    path = QPainterPath(QPointF(box.left(), middle - shaft))
    path.lineTo(neck, middle - shaft)
    path.lineTo(neck, box.top() + 0.5)
    path.lineTo(box.right(), middle)
    path.lineTo(neck, box.bottom() - 0.5)
    path.lineTo(neck, middle + shaft)
    path.lineTo(box.left(), middle + shaft)
    path.closeSubpath()
    return path


def _hollow_arrow(
    painter: QPainter, box: QRectF, _pen: QPen, _theme: Theme, _roles: _Roles
) -> None:
    painter.drawPath(_arrow_path(box))


def _full_arrow(painter: QPainter, box: QRectF, pen: QPen, _theme: Theme, _roles: _Roles) -> None:
    painter.fillPath(_arrow_path(box), pen.color())
    painter.drawPath(_arrow_path(box))


def _struck_ring(painter: QPainter, box: QRectF, _pen: QPen, _theme: Theme, _roles: _Roles) -> None:
    painter.drawEllipse(box)
    reach = box.width() * 0.35
    painter.drawLine(box.center() + QPointF(-reach, reach), box.center() + QPointF(reach, -reach))


_SHAPES: dict[str, Callable[[QPainter, QRectF, QPen, Theme, _Roles], None]] = {
    "ring": _ring,
    "half_ring": _half_ring,
    "check_ring": _check_ring,
    "check_disc": _check_disc,
    "question_box": _question_box,
    "cross": _cross,
    "hollow_arrow": _hollow_arrow,
    "full_arrow": _full_arrow,
    "struck_ring": _struck_ring,
}
