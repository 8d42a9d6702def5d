"""One keystroke apart: codes that are mistaken for each other, or found by somebody who saw one of them typed."""

from collections.abc import Iterable, Iterator

from app.core.secret import Secret


def is_one_keystroke(one: Secret[str], other: Secret[str]) -> bool:
    """Whether one code becomes the other by one key replaced, one more, one less, or two neighbours swapped; equal codes count too."""
    mine, yours = one.reveal(), other.reveal()
    if mine == yours:
        return True
    if len(mine) == len(yours):
        apart = [at for at, key in enumerate(mine) if key != yours[at]]
        if len(apart) == 1:
            return True
        return (
            len(apart) == 2
            and apart[1] == apart[0] + 1
            and mine[apart[0]] == yours[apart[1]]
            and mine[apart[1]] == yours[apart[0]]
        )
    short, long = sorted((mine, yours), key=len)
    if len(long) != len(short) + 1:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def near_codes(code: str, alphabet: str, length: int) -> list[str]:
    """The codes of this length over this alphabet that are one keystroke from a code, itself among them; some come more than once."""
    places = range(len(code))
    if length == len(code):
        swapped = [code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in places[:-1]]
        replaced = [code[:at] + key + code[at + 1 :] for at in places for key in alphabet]
        return [code, *swapped, *replaced]
    if length == len(code) - 1:
        return [code[:at] + code[at + 1 :] for at in places]
    if length == len(code) + 1:
        return [code[:at] + key + code[at:] for at in range(length) for key in alphabet]
    return []


def most_near_codes(code_length: int, alphabet_size: int, length: int) -> int:
    """How many different codes `near_codes` gives at most."""
    if length == code_length:
        return length * alphabet_size + length
    if length == code_length - 1:
        return code_length
    if length == code_length + 1:
        return length * alphabet_size
    return 0


class NearIndex:
    """Many codes, among which those one keystroke from a code are found quickly; prints none of them."""

    __slots__ = ("__codes", "__keys")

    def __init__(self, codes: Iterable[str] = ()) -> None:
        known = list(codes)
        self.__codes: dict[int, set[str]] = {}
        for code in known:
            self.__codes.setdefault(len(code), set()).add(code)
        self.__keys = "".join(sorted(set("".join(known))))

    def add(self, code: str) -> None:
        """Know one more."""
        self.__codes.setdefault(len(code), set()).add(code)
        self.__keys = "".join(sorted({*self.__keys, *code}))

    def counts(self) -> dict[int, int]:
        """How many there are of each length."""
        return {length: len(codes) for length, codes in self.__codes.items()}

    def of_length(self, length: int) -> frozenset[str]:
        """Those of one length."""
        return frozenset(self.__codes.get(length, ()))

    def has(self, code: str) -> bool:
        """Whether it is one of them."""
        return code in self.__codes.get(len(code), ())

    def has_near(self, code: str) -> bool:
        """Whether one of them is equal to this code or one keystroke from it."""
        # One keystroke apart goes both ways, so the neighbours of this code are looked for among the known ones.
        for length in (len(code), len(code) - 1, len(code) + 1):
            known = self.__codes.get(length)
            if known and not known.isdisjoint(near_codes(code, self.__keys, length)):
                return True
        return False

    def near_values(self, alphabet: str, length: int) -> Iterator[str]:
        """Every code of this length over this alphabet that is near one of them; some come more than once."""
        for of_length in (length, length - 1, length + 1):
            for code in self.__codes.get(of_length, ()):
                yield from near_codes(code, alphabet, length)
