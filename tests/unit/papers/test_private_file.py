"""A private file is whole or not there, and nobody else can read it on its way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.errors import EnvironmentAppError
from app.papers.private_file import write_private_file_blocking

WRITER = """
import sys
from pathlib import Path
from app.papers.private_file import write_private_file_blocking
path, number = Path(sys.argv[1]), 0
while True:
    number += 1
    write_private_file_blocking(path, b"%08d" % number * 50_000)
    print(number, flush=True)
"""
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("rounds", [1, 3, 7])
def test_a_kill_in_the_middle_leaves_a_whole_file(tmp_path, rounds):
    path = tmp_path / "list.csv"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, path], cwd=ROOT, stdout=subprocess.PIPE
    ) as writing:
        assert writing.stdout is not None
        for _ in range(rounds):
            assert writing.stdout.readline()
        writing.kill()
    content = path.read_bytes()
    assert len(content) == 8 * 50_000
    assert content == content[:8] * 50_000


def test_what_another_left_at_the_way_is_not_written_into(tmp_path):
    path, seen = tmp_path / "list.csv", tmp_path / "elsewhere"
    seen.write_bytes(b"untouched")
    (tmp_path / ".list.csv.part").symlink_to(seen)
    write_private_file_blocking(path, b"secret")
    assert seen.read_bytes() == b"untouched"
    assert path.read_bytes() == b"secret"
    open_to_all = tmp_path / ".other.csv.part"
    open_to_all.write_bytes(b"")
    open_to_all.chmod(0o666)
    write_private_file_blocking(tmp_path / "other.csv", b"secret")
    assert (tmp_path / "other.csv").stat().st_mode & 0o777 == 0o600


def test_a_failed_writing_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentAppError, match="disk_full"):
        write_private_file_blocking(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
