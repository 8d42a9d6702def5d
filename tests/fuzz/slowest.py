"""The slowest texts that the searches found: kept in tests/data, measured by the bench.

`python tests/fuzz/slowest.py FOLDER` takes those below FOLDER that are slower than the kept ones.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.domain.setup_code import read_setup_code
from app.domain.setup_code_typing import judge_typed

KEPT = Path(__file__).parents[1] / "data" / "slowest_setup_codes.json"
KEPT_TEXTS = 12


def kept_texts() -> list[str]:
    """The texts in the repository, slowest first when they were kept."""
    texts: list[str] = json.loads(KEPT.read_text(encoding="utf-8"))
    return texts


def found_texts(folder: Path) -> list[str]:
    """What the searches that kept their finds below this folder found."""
    files = sorted(path for path in folder.rglob("slowest/*") if path.is_file())
    return [path.read_bytes().decode("utf-8", "surrogatepass") for path in files]


def cpu_ms(text: str, repeats: int = 7) -> float:
    """The median CPU time of reading and of judging the text, together."""
    times: list[float] = []
    for _ in range(repeats):
        begun = time.process_time()
        read_setup_code(text)
        judge_typed(text)
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


def slowest_of(texts: Iterable[str]) -> list[tuple[float, str]]:
    """The slowest of the texts, with their times, slowest first."""
    measured = [(cpu_ms(text), text) for text in dict.fromkeys(texts)]
    return sorted(measured, reverse=True)[:KEPT_TEXTS]


def main() -> None:
    """Keep the slowest of those in the repository and of those found."""
    before = kept_texts() if KEPT.exists() else []
    slowest = slowest_of([*before, *found_texts(Path(sys.argv[1]))])
    KEPT.write_text(json.dumps([text for _ms, text in slowest], indent=1) + "\n", encoding="utf-8")
    for took_ms, text in slowest:
        print(f"{took_ms:6.2f} ms CPU, {len(text)} characters")


if __name__ == "__main__":
    main()
