"""One type for everything that must not be seen by accident."""

import hmac
from typing import Generic, Never, TypeVar, final

T = TypeVar("T")


@final
class Secret(Generic[T]):
    """Holds a value that prints as `***`; `reveal()` is the only way out.

    Equality is decided in constant time for text and bytes. Hashing and pickling are refused, so that a
    secret does not become a key of a cache or part of a dump.
    """

    __slots__ = ("__value",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: T) -> None:
        self.__value = value

    def reveal(self) -> T:
        """Give the value itself; the caller answers for where it goes."""
        return self.__value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return _same(self.__value, other.reveal())  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]

    def __repr__(self) -> str:
        return "***"

    def __str__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return "***"

    def __reduce__(self) -> Never:
        raise TypeError("a Secret is not pickled")

    def __copy__(self) -> "Secret[T]":
        return self

    def __deepcopy__(self, memo: object) -> "Secret[T]":
        return self


def _same(mine: object, other: object) -> bool:
    if isinstance(mine, str) and isinstance(other, str):
        return hmac.compare_digest(_bytes_of(mine), _bytes_of(other))
    if isinstance(mine, bytes) and isinstance(other, bytes):
        return hmac.compare_digest(mine, other)
    return mine == other


def _bytes_of(text: str) -> bytes:
    # An argument of the command line that is no UTF-8 arrives with lone surrogates.
    return text.encode("utf-8", "surrogatepass")
