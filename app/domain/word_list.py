"""Several texts in one cell, with semicolons between them."""

from collections.abc import Iterable

_BETWEEN, _QUOTE = ";", '"'


def join_words(words: Iterable[str]) -> str:
    """The texts as `split_words` reads them back; a text that could be misread stands in double quotes."""
    return _BETWEEN.join(_quoted(word) if _is_risky(word) else word for word in words)


def split_words(text: str) -> tuple[str, ...]:
    """What stands between semicolons, without space around it and each once; in double quotes a semicolon is a letter like others."""
    found: dict[str, None] = {}
    at = 0
    while at <= len(text):
        word, at = _next(text, at)
        if word:
            found[word] = None
    return tuple(found)


def _next(text: str, start: int) -> tuple[str, int]:
    """The word that begins here, and where the next one does."""
    at = start
    while at < len(text) and text[at].isspace():
        at += 1
    if text.startswith(_QUOTE, at):
        letters: list[str] = []
        at += 1
        while (end := text.find(_QUOTE, at)) >= 0:
            letters.append(text[at:end])
            if not text.startswith(_QUOTE, end + 1):
                after = text[end + 1 :].split(_BETWEEN, 1)[0]
                if after.strip():
                    break  # more stands behind the quotes, so they belong to the word
                return "".join(letters), end + 1 + len(after) + 1
            letters.append(_QUOTE)
            at = end + 2
    end = text.find(_BETWEEN, start)
    end = len(text) if end < 0 else end
    return text[start:end].strip(), end + 1


def _is_risky(word: str) -> bool:
    return _BETWEEN in word or word.startswith(_QUOTE) or word != word.strip()


def _quoted(word: str) -> str:
    return _QUOTE + word.replace(_QUOTE, _QUOTE * 2) + _QUOTE
