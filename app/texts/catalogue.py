"""How a text is declared and looked up; translation happens only where Qt is loaded anyway."""

import sys
from collections.abc import Mapping

CONTEXT = "texts"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text for extraction and return it as it is."""
    return text


def translate(text: str) -> str:
    """The text in the user's language.

    A command that shows English only does not load QtCore for it (95 ms); a translator is installed by the window, which has it loaded.
    """
    core = sys.modules.get("PySide6.QtCore")
    if core is None:
        return text
    return core.QCoreApplication.translate(CONTEXT, text)


def fill(text: str, parameters: Mapping[str, object]) -> str:
    """Put the parameters into the text; one that is missing shows as an ellipsis instead of failing."""
    return text.format_map(_Forgiving(parameters))


class _Forgiving(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"
