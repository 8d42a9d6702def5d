"""Which of the texts that are seen again and again are news."""

import time
from collections.abc import Callable, Sequence

from app.core.secret import Secret
from app.scanning.symbols import Symbol

IGNORED_S = 2.0
"""How long a code must have been out of sight before it counts as shown again."""


class RecentTexts:
    """Remembers what is in sight, in memory alone."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, ignored_s: float = IGNORED_S
    ) -> None:
        self._clock = clock
        self._ignored_s = ignored_s
        self._seen: list[tuple[Secret[str], float]] = []

    def news(self, symbols: Sequence[Symbol]) -> tuple[Symbol, ...]:
        """Those that were not seen for two seconds; a code that stays in sight is news once."""
        now = self._clock()
        recent = {text.reveal(): at for text, at in self._seen if now - at < self._ignored_s}
        found: list[Symbol] = []
        for symbol in symbols:
            text = symbol.text.reveal()
            if text not in recent:
                found.append(symbol)
            recent[text] = now
        self._seen = [(Secret(text), at) for text, at in recent.items()]
        return tuple(found)

    def forget(self) -> None:
        """Everything is news again."""
        self._seen.clear()
