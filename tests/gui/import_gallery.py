"""Developer tool: draws every step of importing a table, both schemes and two sizes, and in a longer language, to PNG files.

python -m tests.gui.import_gallery FOLDER
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"

import qasync
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from app.core.paths import resources_dir
from app.ui.application import build_application
from app.ui.theme import Scheme, Theme
from app.ui.wizards.import_steps import ColumnsStep, ImportWorkStep, PreviewStep
from tests.gui.import_desk import desk
from tests.gui.locks_screen import lay_out
from tests.gui.walk import PseudoTranslator

SIZES = (QSize(920, 680), QSize(600, 640))
HEAD = "Standort;Tür;Türstärke;Gruppe;Name;E-Mail;Anreise;Abreise;PIN;Setup code;Farbe\n"
ROWS = (
    "Hofgarten 12;Haupteingang;40;Allgemein;Anna Berger;anna@example.org;2036-05-01 15:00;2036-05-08 11:00;482915;34970112332;rot\n"
    "Hofgarten 12;Wohnung 1.01;38;;Jonas Weiß;jonas@example.org;;;;;blau\n"
    "Verwaltungsgebäude am Donaukanal;Waschküche und Trockenraum im Untergeschoss;45;;Marta Nowak;;;;;;\n"
)
BAD = (
    ROWS.replace(";40;", ";dick;")
    .replace("2036-05-08 11:00", "bald")
    .replace("34970112332", "34970112333")
)


async def draw(theme: Theme, folder: Path, name: str, rows: str) -> None:
    """Every step with one table."""
    with tempfile.TemporaryDirectory() as scratch:
        async with desk(theme, Path(scratch)) as d:
            await d.doors.add_door("Hofgarten 12/Haupteingang")

            def shoot(step: str) -> None:
                for scheme in (Scheme.LIGHT, Scheme.DARK):
                    theme.set_scheme(scheme)
                    for size in SIZES:
                        d.wizard.window.resize(size)
                        lay_out()
                        file = f"import-{name}-{step}-{size.width()}-{scheme}.png"
                        d.wizard.window.grab().save(str(folder / file))
                theme.set_scheme(Scheme.LIGHT)
                d.wizard.window.resize(SIZES[0])

            shoot("1-file")
            d.drop([d.put(HEAD + rows, "Häuser.csv")])
            await d.reach(ColumnsStep)
            shoot("2-columns")
            d.wizard.window.next_button.click()
            if isinstance(d.step, ImportWorkStep):
                d.step.report("Checking the rows", 1200, 5000)
                shoot("3-work")
            await d.reach(PreviewStep)
            shoot("4-preview")


async def draw_all(theme: Theme, folder: Path, application: QApplication) -> None:
    """In English and 40 % longer."""
    await draw(theme, folder, "good", ROWS)
    await draw(theme, folder, "bad", BAD)
    await draw(
        theme,
        folder,
        "many",
        "".join(f"Haus {n % 9};Tür {n};40;;Gast {n};;;;;;\n" for n in range(2000)),
    )
    translator = PseudoTranslator()
    application.installTranslator(translator)
    await draw(theme, folder, "longer", ROWS)
    application.removeTranslator(translator)


def main() -> int:
    """Draw into the folder given."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    application = build_application(["lockchart"])
    theme = Theme(application, resources_dir(), Scheme.LIGHT)
    with asyncio.Runner(loop_factory=qasync.QEventLoop) as runner:
        runner.run(draw_all(theme, folder, application))
    return 0


if __name__ == "__main__":
    sys.exit(main())
