"""A search guided by coverage for a text that raises anything but the parser's own error: ten minutes over all families."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.slowest import cpu_ms, found_texts, kept_texts

FUZZER = Path(__file__).parents[2] / "fuzz" / "fuzz_setup_codes.py"
FAMILIES = ("text", "matter_qr", "matter_digits", "homekit", "zwave", "zigbee")
SECONDS = 600 // len(FAMILIES)
LIMIT_MS = 10.0
# An ordinary computer under load must not fail a test that means "not a hundred times slower".
SLACK = 5
has_fuzzer = sys.platform == "linux" and importlib.util.find_spec("atheris") is not None
needs_fuzzer = pytest.mark.skipif(
    not has_fuzzer, reason="atheris, the fuzzer, is there on Linux only, with the extra dev"
)


def search(family: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(FUZZER), family, str(folder), *options],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


@needs_fuzzer
@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_a_long_search_finds_nothing(family: str, tmp_path: Path) -> None:
    ended = search(family, tmp_path, f"-max_total_time={SECONDS}")
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
    slowest = max(found_texts(tmp_path), key=cpu_ms)
    assert cpu_ms(slowest) < LIMIT_MS * SLACK, f"{len(slowest)} characters"


@needs_fuzzer
@pytest.mark.slow
def test_a_search_ends_with_an_error_when_it_finds_something(tmp_path: Path) -> None:
    ended = search("broken_on_purpose", tmp_path, "-max_total_time=60")
    assert ended.returncode != 0
    assert "ZeroDivisionError" in ended.stdout + ended.stderr
    assert list((tmp_path / "found").iterdir())


def test_the_slowest_texts_that_were_found_are_read_in_time() -> None:
    texts = kept_texts()
    assert texts
    assert not [len(text) for text in texts if cpu_ms(text) >= LIMIT_MS * SLACK]
