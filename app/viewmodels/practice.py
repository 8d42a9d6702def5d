"""Practice locks beside a practice project: what stands on their boxes, what happens at them, their keypads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.secret import Secret
from app.domain.matter_manual_code import group_digits
from app.services.practice import PracticeLocks, RunningPracticeLock
from app.texts.messages import message
from app.viewmodels.base import ViewModel
from app.viewmodels.share import qr_modules

MOST = 4
"""How many practice locks run at once; each is a process of its own."""

FOLDER = "lock-{number}"


@dataclass(frozen=True, slots=True)
class PracticeItem:
    """One running practice lock. `last` says in a sentence what happened at it; `is_good` whether it opened."""

    key: str
    name: str
    serial: str
    is_commissioned: bool
    is_locked: bool | None = None
    codes: int | None = None
    last: str = ""
    is_good: bool = False


class PracticeViewModel(ViewModel):
    """Runs practice locks as long as the project is open; their memory stays in `folder`."""

    changed = Signal()
    said = Signal(str, str, bool)

    def __init__(self, locks: PracticeLocks, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._locks = locks
        self._folder = folder
        self._by_key: dict[str, RunningPracticeLock] = {}
        self._items: dict[str, PracticeItem] = {}
        self._starting = 0

    @property
    def items(self) -> Sequence[PracticeItem]:
        """The running locks."""
        return tuple(self._items.values())

    @property
    def can_start(self) -> bool:
        """Whether one more may be started."""
        return len(self._by_key) < MOST

    @property
    def is_starting(self) -> bool:
        """Whether locks are being started now."""
        return self._starting > 0

    def start(self, count: int = 1) -> None:
        """Start this many more."""
        self.run("practice locks", self.start_now(count))

    def start_known(self) -> None:
        """Start those that have a memory from before."""
        known = sum(1 for number in range(1, MOST + 1) if self._place(number).is_dir())
        if known:
            self.start(known)

    def type_code(self, key: str, code: Secret[str]) -> None:
        """Type a code at the keypad of a lock."""
        self.run("keypad", self._send(key, f"keypad {code.reveal()}"))

    def qr(self, key: str) -> list[list[bool]]:
        """The QR code on the lock's box as rows of modules."""
        return qr_modules(self._by_key[key].ready.qr)

    def setup_code(self, key: str) -> Secret[str]:
        """The text that the QR code holds."""
        return self._by_key[key].ready.qr

    def digits(self, key: str) -> str:
        """The digits on the lock's box, in groups. They are on the screen because it is a practice lock."""
        return group_digits(self._by_key[key].ready.manual).reveal()

    async def start_now(self, count: int) -> None:
        """Start this many more and return when they run."""
        self._starting += 1
        self.changed.emit()
        try:
            for number in range(1, MOST + 1):
                key = FOLDER.format(number=number)
                if count and key not in self._by_key:
                    count -= 1
                    await self._start(key, number)
        finally:
            self._starting -= 1
            self.changed.emit()

    async def close(self) -> None:
        """End the locks; they keep their memory."""
        await super().close()
        while self._by_key:
            _key, lock = self._by_key.popitem()
            await lock.close()
        self._items.clear()

    async def _start(self, key: str, number: int) -> None:
        name = message("practice_lock_name", {"number": number})
        lock = await self._locks.start(self._place(number), label=name)
        self._by_key[key] = lock
        ready = lock.ready
        self._items[key] = PracticeItem(key, name, ready.serial or "", ready.is_commissioned)
        self.run(f"practice lock {number}", self._listen(key, lock))
        self.changed.emit()

    async def _listen(self, key: str, lock: RunningPracticeLock) -> None:
        async for event in lock.events():
            item = self._items[key] = heard(self._items[key], event.kind, event.data)
            if event.kind in _TOLD:
                self.said.emit(key, item.last, item.is_good)
            self.changed.emit()

    async def _send(self, key: str, command: str) -> None:
        await self._by_key[key].send(command)

    def _place(self, number: int) -> Path:
        return self._folder / FOLDER.format(number=number)


_TOLD = {
    "opened": ("practice_keypad_opened", True),
    "refused": ("practice_keypad_refused", False),
    "locked": ("practice_locked", True),
}


def heard(item: PracticeItem, kind: str, data: Mapping[str, object]) -> PracticeItem:
    """The item after an event of its lock."""
    if kind in _TOLD:
        code, is_good = _TOLD[kind]
        if kind == "opened" and data.get("by") != "keypad":
            code = "practice_opened"
        is_locked = item.is_locked if kind == "refused" else kind == "locked"
        return replace(item, last=message(code), is_good=is_good, is_locked=is_locked)
    if kind in {"commissioned", "decommissioned"}:
        return replace(item, is_commissioned=kind == "commissioned")
    if kind == "state":
        return _with_state(item, data)
    return item


def _with_state(item: PracticeItem, data: Mapping[str, object]) -> PracticeItem:
    pins, fabrics, lock = data.get("pins"), data.get("fabrics"), data.get("lock")
    return replace(
        item,
        codes=pins if isinstance(pins, int) else item.codes,
        is_commissioned=fabrics > 0 if isinstance(fabrics, int) else item.is_commissioned,
        is_locked=lock == "locked" if lock in {"locked", "unlocked"} else item.is_locked,
    )
