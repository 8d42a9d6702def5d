"""Showing a text that somebody else chose: nothing in it may move, hide or imitate what stands around it."""

import unicodedata

_KEPT_FORMAT = frozenset("\u200c\u200d")
"""Joiners: Persian, the scripts of India and emoji need them, and they turn nothing around."""

_BREAK = "\u200b"

_JOINER = "\u2060"
_MARKUP = ("<", "&lt;")
"""Where Qt begins to look whether a text is markup (`Qt::mightBeRichText`)."""

_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_TURNING = frozenset({"R", "AL", "AN"})
_FIRST_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"  # Unicode Standard Annex 9, 2.4


def harmless(text: str, longest: int = 200) -> str:
    """The text on one line: white space as single spaces, what is not shown as `\\u{202e}`, cut with an ellipsis, right-to-left isolated.

    The text stays plain; whoever draws it must not read it as markup.
    """
    line = " ".join(text[: 4 * longest].split())
    shown = visible(line)
    if len(shown) > longest or len(text) > 4 * longest:
        shown = shown[: longest - 1].rstrip() + "…"
    if any(unicodedata.bidirectional(character) in _TURNING for character in shown):
        return f"{_FIRST_ISOLATE}{shown}{_END_ISOLATE}"
    return shown


def visible(text: str) -> str:
    """The text with every character that would not be seen, or would turn others around, written as its number."""
    return "".join(map(_visible_character, text))


def unmarked(text: str) -> str:
    """The text for a tip or a caption, which Qt draws as markup where it looks like some: an invisible joiner keeps it plain."""
    for beginning in _MARKUP:
        text = text.replace(beginning, f"{beginning[0]}{_JOINER}{beginning[1:]}")
    return text


def harmless_lines(text: str, longest_line: int = 500, most_lines: int = 400) -> str:
    """A text of several lines as it may be drawn: unseen characters by number, long lines and long texts cut."""
    lines = text.splitlines()
    shown = [
        visible(line[:longest_line].replace("\t", "    "))
        + ("…" if len(line) > longest_line else "")
        for line in lines[:most_lines]
    ]
    return "\n".join([*shown, *(["…"] if len(lines) > most_lines else [])])


def breakable(text: str, longest: int = 16) -> str:
    """The text with invisible places at which a line may break: after dashes and slashes, and inside words that are longer."""
    pieces = text.replace("-", f"-{_BREAK}").replace("/", f"/{_BREAK}").split(_BREAK)
    return _BREAK.join(_broken(piece, longest) for piece in pieces)


def _broken(text: str, longest: int) -> str:
    return " ".join(
        _BREAK.join(word[start : start + longest] for start in range(0, len(word), longest))
        for word in text.split(" ")
    )


def _visible_character(character: str) -> str:
    if character in _KEPT_FORMAT or unicodedata.category(character) not in _UNSHOWN:
        # Line and paragraph separators are white space of their own categories.
        return character if character not in "\u2028\u2029" else " "
    return f"\\u{{{ord(character):x}}}"
