"""Exit 1 (or abort) when Qt calls lose references to None."""

import sys

from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel

CACHES = 500  # caches move the count by 10 to 100

keep = [None] * 1_000_000  # spare references, so that the probe reports instead of aborting
app = QApplication([])
label, image = QLabel("x"), QImage(50, 50, QImage.Format.Format_ARGB32_Premultiplied)
painter = QPainter(image)
calls = {
    "setText": lambda: label.setText("a"),
    "setEnabled": lambda: label.setEnabled(True),
    "setPen": lambda: painter.setPen(QColor("#111")),
    "save/restore": lambda: (painter.save(), painter.restore()),
}
losing: list[str] = []
for name, call in calls.items():
    before = sys.getrefcount(None)
    for _ in range(1000):
        call()
    if sys.getrefcount(None) - before < -CACHES:
        losing.append(name)
painter.end()
print("losing references:", losing or "none")
sys.exit(bool(losing))
