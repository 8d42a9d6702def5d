"""How long the worst 4 kB of text keep the setup code parser busy; reach: under 10 ms of CPU each."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.domain.base38 import encode
from app.domain.setup_code import read_setup_code
from app.domain.setup_code_typing import judge_typed
from app.domain.zwave_code import with_checksum
from tests.fuzz.slowest import kept_texts

TEXT_CHARACTERS = 4096
LIMIT_MS = 10.0
REPEATS = 30

_USABLE = "-24J0AFN00KA0648G00"
_FORBIDDEN = "M5L90MP500W-GT68D20"
_ZWAVE = "135340286123400007655351200144556080802718200101638700768022065521000070004200527"
_FIXED_BYTES = bytes.fromhex("88ffa7915040004751dd02")


def worst_texts() -> dict[str, str]:
    """Texts of 4 kB, each the worst of its kind, by what they are."""
    nested = encode(_FIXED_BYTES + b"\x15\x35\x80" + b"\x15" * 67 + b"\x18" * 69)
    many = b"".join(b"\x24" + bytes([tag]) + b"\x01" for tag in range(0x80, 0x80 + 45))
    vendor = encode(_FIXED_BYTES + b"\x15" + many + b"\x18")
    return {
        "payloads, all usable": _payloads(_USABLE),
        "payloads, none usable": _payloads(_FORBIDDEN),
        "payloads, the last cut off": _filled("MT:", _USABLE + "*"),
        "extensions, deeply nested": _payloads(nested),
        "extensions, many elements": _payloads(vendor),
        "empty payloads": _filled("MT:", "*"),
        "one endless payload": _filled("MT:", "A"),
        "prefixes parted by %": _filled("", "MT:%"),
        "parts without a prefix": _filled("", "%"),
        "digits": _filled("", "3497011233"),
        "a code between separators": " -" * 1000 + "-.".join("34970112332") + "- " * 1000,
        "lower case, offered in upper": _payloads(_USABLE).lower(),
        "lead-ins of Z-Wave": _filled("", "90"),
        "lead-ins, white space between": _filled("", "9 0 "),
        "Z-Wave, many parts": with_checksum(1, _ZWAVE + "2000" * 1000).reveal(),
        "Z-Wave, many parts, then more": with_checksum(1, _ZWAVE + "2000" * 999).reveal() + "999",
        "marks of Zigbee": _filled("", "%Z$A:0$I:"),
        "Zigbee, one endless code": _filled("Z:00124B0001020304$I:", "0A"),
        "HomeKit, endless": _filled("X-HM://", "0"),
        "a Wi-Fi code without end": _filled("WIFI:", ";P:;"),
        "fields of GS1": _filled("", "(01)1"),
        "dashes of all kinds": _filled("", "-\u2010\u2015"),
        "white space": " " * TEXT_CHARACTERS,
        "other text": _filled("", "https://www.example.com/"),
    }


def measure() -> Iterator[tuple[str, float]]:
    """Give each text's name and the median CPU time in milliseconds of what is slower, reading or judging it as typed."""
    found = {f"found by search, {number}": text for number, text in enumerate(kept_texts(), 1)}
    for name, text in {**worst_texts(), **found}.items():
        yield name, max(_median_ms(read_setup_code, text), _median_ms(judge_typed, text))


def _median_ms(work: Callable[[str], object], text: str) -> float:
    times: list[float] = []
    for _ in range(REPEATS):
        begun = time.process_time()
        work(text)
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


def main() -> int:
    """Print every figure; 1 when one is over the limit."""
    figures = list(measure())
    for name, cpu_ms in figures:
        print(f"parser, 4 kB, {name:<32} {cpu_ms:6.2f} ms CPU")
    worst_ms = max(cpu_ms for _, cpu_ms in figures)
    print(
        f"parser, 4 kB, worst {worst_ms:.2f} ms CPU = {worst_ms / LIMIT_MS:.2f} x the reach of 10 ms"
    )
    return int(worst_ms >= LIMIT_MS)


def _payloads(payload: str) -> str:
    count = (TEXT_CHARACTERS - len("MT:")) // (len(payload) + 1)
    return ("MT:" + "*".join([payload] * count)).ljust(TEXT_CHARACTERS)


def _filled(start: str, pattern: str) -> str:
    return start + "".join(islice(cycle(pattern), TEXT_CHARACTERS - len(start)))


if __name__ == "__main__":
    raise SystemExit(main())
