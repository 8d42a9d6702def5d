"""Secrets from files and from standard input."""

import io
from pathlib import Path

import pytest

from app.cli.passphrase import MOST_SECRET_CHARACTERS, read_secret_file
from app.core.errors import UsageError


def test_one_line_end_is_dropped_and_nothing_else(tmp_path: Path):
    file = tmp_path / "secret"
    file.write_bytes(b" two words \n\r\n")
    assert read_secret_file(file).reveal() == " two words \n"


@pytest.mark.parametrize("is_stdin", [False, True])
def test_a_secret_that_is_too_long_is_refused_and_not_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_stdin: bool
):
    longest = "ä" * MOST_SECRET_CHARACTERS

    def read(text: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        file = tmp_path / "secret"
        file.write_text(text, encoding="utf-8")
        return read_secret_file(Path("-") if is_stdin else file).reveal()

    assert read(longest) == longest
    with pytest.raises(UsageError) as refused:
        read(longest + "x")
    assert refused.value.code == "secret_too_long"
