"""A keyring in memory."""

from app.storage.contracts import RawKey


class FakeKeyring:
    """Remembers keys for the life of a test."""

    def __init__(self, *, is_there: bool = True) -> None:
        self._is_there = is_there
        self.keys: dict[str, RawKey] = {}

    async def is_available(self) -> bool:
        return self._is_there

    async def recall(self, file_id: str) -> RawKey | None:
        return self.keys.get(file_id)

    async def remember(self, file_id: str, key: RawKey) -> None:
        self.keys[file_id] = key

    async def forget(self, file_id: str) -> None:
        self.keys.pop(file_id, None)
