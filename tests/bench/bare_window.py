"""The least program that Qt and Python allow: what bench_start compares the real one with."""

import sys

from PySide6.QtWidgets import QApplication, QWidget

application = QApplication(sys.argv[:1])
window = QWidget()
window.resize(1200, 800)
window.show()
application.exec()
