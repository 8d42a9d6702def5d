"""Every line and branch of the setup code reader is reached by an example, not by chance."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
MODULES = (
    "base38",
    "homekit_code",
    "matter_manual_code",
    "matter_payload",
    "matter_qr_code",
    "onboarding_tlv",
    "other_text",
    "setup_code",
    "setup_code_error",
    "setup_code_facts",
    "setup_code_layout",
    "setup_code_sameness",
    "setup_code_typing",
    "vendor_names",
    "verhoeff",
    "zigbee_code",
    "zwave_code",
    "zwave_parts",
)
# Without the tests that draw at random: they would cover a branch in one run and miss it in the next.
EXAMPLES = (
    *("", "_base38", "_tlv", "_writing"),
    *("_families", "_homekit", "_zwave", "_zigbee", "_other", "_facts", "_typing"),
)


def test_the_examples_reach_every_branch(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    settings = tmp_path / "pytest.ini"
    settings.write_text(
        f"[pytest]\npythonpath = {ROOT}\nfilterwarnings = error\n", encoding="utf-8"
    )
    environment = os.environ | {
        "COVERAGE_FILE": str(tmp_path / "data"),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }

    def run(*words: str) -> None:
        ran = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr

    run(
        *("coverage", "run", f"--rcfile={os.devnull}", "--branch"),
        "--include=" + ",".join(f"app/domain/{module}.py" for module in MODULES),
        *("-m", "pytest", "-q", "--import-mode=importlib", "-p", "no:cacheprovider"),
        *("-c", str(settings), f"--rootdir={ROOT}", "--confcutdir=tests/unit/domain"),
        *(f"tests/unit/domain/test_setup_code{name}.py" for name in EXAMPLES),
    )
    run("coverage", "json", f"--rcfile={os.devnull}", "-q", "-o", str(report))
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    assert {Path(name).stem for name in files} == set(MODULES)
    missing = {
        name: (file["missing_lines"], file["missing_branches"])
        for name, file in files.items()
        if file["missing_lines"] or file["missing_branches"]
    }
    assert not missing
