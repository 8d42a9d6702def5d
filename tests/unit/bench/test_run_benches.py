"""The runner of the benches finds them, runs them and tells which could not measure."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

RUNNER = Path(__file__).parents[2] / "bench" / "run_benches.py"


def load_runner():
    spec = importlib.util.spec_from_file_location("run_benches", RUNNER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bench_start.py").write_text("print('first paint 1.5 x')\n")
    (tmp_path / "bench_save.py").write_text("raise SystemExit(1)\n")
    (tmp_path / "rows.py").write_text("raise AssertionError('no bench')\n")
    return tmp_path


def test_only_benches_are_found_in_order(folder: Path):
    found = load_runner().benches([], folder)
    assert [path.name for path in found] == ["bench_save.py", "bench_start.py"]


def test_benches_can_be_chosen_by_name(folder: Path):
    assert [p.name for p in load_runner().benches(["start"], folder)] == ["bench_start.py"]


def test_an_unknown_name_is_refused_with_the_known_ones(folder: Path):
    with pytest.raises(LookupError, match="no such bench: stop; there are: save, start"):
        load_runner().benches(["stop"], folder)


def test_what_could_not_measure_is_told(folder: Path, capfd: pytest.CaptureFixture[str]):
    runner = load_runner()
    assert runner.run_one(folder / "bench_start.py")
    assert not runner.run_one(folder / "bench_save.py")
    assert "first paint 1.5 x" in capfd.readouterr().out


def test_from_outside_an_unknown_name_is_exit_2():
    run = subprocess.run([sys.executable, RUNNER, "nothing"], capture_output=True, check=False)
    assert run.returncode == 2
