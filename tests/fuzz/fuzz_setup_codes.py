"""Coverage-guided search for a text that makes the setup code parser raise anything but its own error.

`python tests/fuzz/fuzz_setup_codes.py FAMILY FOLDER [libFuzzer options]`: FOLDER keeps what was found; the
slowest inputs are written to FOLDER/slowest as they come. Each family has its own way from bytes to texts
that pass its checksum, so that the search gets behind it.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["app.domain"]):
    from app.domain import base38, verhoeff
    from app.domain.setup_code import RefusedSetupCode, read_setup_code, write_setup_code
    from app.domain.setup_code_facts import public_facts
    from app.domain.setup_code_sameness import Sameness, compare_codes, keys_of_lock
    from app.domain.setup_code_typing import judge_typed
    from app.domain.zwave_code import with_checksum

KEPT_SLOWEST = 12
MAX_TEXT_CHARACTERS = 4096

Maker = Callable[[bytes], str]


def plain_text(data: bytes) -> str:
    """The bytes as they are; what is no UTF-8 becomes lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def matter_qr(data: bytes) -> str:
    """The bytes in base-38; a `*` every so often begins another payload."""
    size = 1 + (data[0] if data else 0)
    parts = [data[start : start + size] for start in range(1, len(data), size)]
    return "MT:" + "*".join(base38.encode(part) for part in parts)


def matter_digits(data: bytes) -> str:
    """Digits with the right check digit, 11 or 21 of them in most cases."""
    digits = "".join(str(byte % 10) for byte in data[: 10 if data[:1] < b"\x80" else 20])
    return digits + verhoeff.check_digit(digits)


def homekit(data: bytes) -> str:
    """The prefix and base-36 or anything else."""
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if data[:1] > b"\xe0":
        return "X-HM://" + plain_text(data[1:])
    return "X-HM://" + "".join(letters[byte % 36] for byte in data[:13])


def zwave(data: bytes) -> str:
    """Digits behind a checksum that fits, with other text around."""
    version, digits = (data[0] % 3 if data else 0), "".join(str(byte % 10) for byte in data[1:400])
    around = "90" * (data[-1] % 40) if data[:1] > b"\xc0" else ""
    return around + with_checksum(version, digits).reveal() + around


def zigbee(data: bytes) -> str:
    """One of the forms, filled with hex digits or anything else."""
    text = data[1:].hex().upper() if data[:1] < b"\xd0" else plain_text(data[1:])
    address, code, more = text[:16], text[16:52], text[52:86]
    forms = (
        f"Z:{address}$I:{code}%{more}",
        f"G$M:{more}%Z$A:{address}$I:{code}",
        f"{address}|{code}",
        f"HUE:Z:{code} M:{address} {more}",
        f"RB01SG{more}{address}DLK{code}",
    )
    return forms[data[0] % len(forms)] if data else ""


def broken_on_purpose(data: bytes) -> str:
    """Fails on some texts only, to see that the search finds that."""
    if data[:1] == b"9" and data[1:2] == b"0":
        return str(1 // (len(data) - len(data)))
    return plain_text(data)


MAKERS: dict[str, Maker] = {
    "text": plain_text,
    "matter_qr": matter_qr,
    "matter_digits": matter_digits,
    "homekit": homekit,
    "zwave": zwave,
    "zigbee": zigbee,
    "broken_on_purpose": broken_on_purpose,
}


def check(text: str) -> None:
    """Whatever the text is: it is read or refused, written again, described and compared."""
    judge_typed(text)
    code = read_setup_code(text)
    assert compare_codes(code, code) is Sameness.EXACT
    if isinstance(code, RefusedSetupCode):
        assert code.position is None or 0 <= code.position <= len(text)
        if code.offer is not None:
            assert not isinstance(read_setup_code(code.offer.reveal()), RefusedSetupCode)
        return
    public_facts(code)
    again = read_setup_code(write_setup_code(code).reveal())
    assert compare_codes(code, again) is Sameness.EXACT
    assert {*keys_of_lock(code)} & {*keys_of_lock(again)}


def known_texts() -> list[str]:
    """The texts of all vectors, to begin with."""
    data = Path(__file__).parents[1] / "data"
    files = [data / "matter_vectors.json", data / "setup_code_vectors.json"]
    vectors = [json.loads(file.read_text(encoding="utf-8"))["vectors"] for file in files]
    return [vector["input"] for part in vectors for vector in part]


class Slowest:
    """Keeps the slowest texts in a folder, as they are found."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._kept: list[tuple[float, str]] = []

    def take(self, took_s: float, text: str) -> None:
        """Keep this text if it is among the slowest."""
        if len(self._kept) == KEPT_SLOWEST and took_s <= self._kept[0][0]:
            return
        self._kept = sorted([*self._kept, (took_s, text)])[-KEPT_SLOWEST:]
        for place, (_took_s, one) in enumerate(self._kept):
            path = self._folder / f"{place:02}"
            path.write_text(one, encoding="utf-8", errors="surrogatepass", newline="")


def main() -> None:
    """Run libFuzzer; it ends the process itself."""
    family, folder = sys.argv[1], Path(sys.argv[2])
    make, slowest = MAKERS[family], Slowest(folder / "slowest")

    def run_one(data: bytes) -> None:
        text = make(data)[:MAX_TEXT_CHARACTERS]
        begun = time.process_time()
        check(text)
        slowest.take(time.process_time() - begun, text)

    found, corpus = folder / "found", folder / "corpus"
    found.mkdir(parents=True, exist_ok=True)
    corpus.mkdir(exist_ok=True)
    for number, text in enumerate(known_texts() if family == "text" else ()):
        (corpus / f"known-{number:03}").write_text(text, encoding="utf-8", newline="")
    options = ["-max_len=4096", f"-artifact_prefix={found}/", *sys.argv[3:], str(corpus)]
    atheris.Setup([sys.argv[0], *options], run_one, enable_python_coverage=True)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
