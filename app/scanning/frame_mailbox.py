"""A mailbox for one frame: who is slow gets the newest one, and never a queue of old ones."""

import threading
from collections.abc import Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")


class NewestOnly(Generic[Item]):
    """One side puts frames in, from any thread, without ever waiting; one worker takes the newest."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: Item | None = None
        self._is_closed = False
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """How many were put in and never taken."""
        return self._dropped

    @property
    def is_closed(self) -> bool:
        """Whether nothing is taken any more."""
        return self._is_closed

    def put(self, item: Item) -> None:
        """Lay it in; one that nobody took yet is dropped. After closing nothing is kept."""
        with self._changed:
            if self._is_closed:
                return
            self._dropped += self._item is not None
            self._item = item
            self._changed.notify()

    def items_blocking(self) -> Iterator[Item]:
        """The newest one each time; waits for it, and ends when the mailbox was closed."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._item is not None or self._is_closed)
                item, self._item = self._item, None
            if item is None or self._is_closed:
                return
            yield item

    def close(self) -> None:
        """End the taking; what lies there is forgotten. Safe twice."""
        with self._changed:
            self._is_closed, self._item = True, None
            self._changed.notify_all()
