"""Every text for people can be extracted for translators, by Qt's own tool."""

import ast
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import PySide6

APP = Path(__file__).parents[2] / "app"
FILES = sorted(path for path in APP.rglob("*.py") if "node_modules" not in path.parts)


def test_every_text_for_people_is_found_by_the_extraction(tmp_path: Path):
    written = {text for path in FILES for text in texts(ast.parse(path.read_text("utf-8")))}
    assert written, "no text for people anywhere: is the search below still right?"
    assert written <= extracted(FILES, tmp_path / "lockchart_en.ts")


def test_a_text_made_while_running_is_not_found(tmp_path: Path):
    source = tmp_path / "screen.py"
    source.write_text(
        "from PySide6.QtCore import QObject\n"
        "class Screen(QObject):\n"
        "    def words(self, door):\n"
        "        return self.tr('Door {0}').format(door), self.tr(door)\n"
    )
    assert extracted([source], tmp_path / "screen_en.ts") == {"Door {0}"}


def texts(tree: ast.Module) -> Iterator[str]:
    """The plain strings given to tr() and QCoreApplication.translate()."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        place = {"tr": 0, "translate": 1}.get(node.func.attr)
        if place is None or len(node.args) <= place:
            continue
        text = node.args[place]
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield text.value


def extracted(files: list[Path], catalogue: Path) -> set[str]:
    tool = Path(PySide6.__file__).parent / "lupdate"
    run = subprocess.run(
        [tool, *files, "-ts", catalogue], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    sources = ElementTree.parse(catalogue).getroot().iter("source")
    return {source.text or "" for source in sources}
