"""Every driver says which rules it keeps, and why not where it does not."""

import tomllib
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
MANIFESTS = sorted((APP / "drivers").glob("*/manifest.py"))


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.parent.name)
def test_a_driver_says_how_far_it_is(manifest: Path):
    rules = tomllib.loads((manifest.parent / "quality.toml").read_text(encoding="utf-8"))["rules"]
    assert rules
    for name, rule in rules.items():
        assert rule["state"] in {"done", "owed", "exempt"}, name
        assert rule["by" if rule["state"] == "done" else "why"], name


def test_what_is_called_done_names_files_that_exist():
    rules = tomllib.loads((APP / "drivers/matter/quality.toml").read_text(encoding="utf-8"))[
        "rules"
    ]
    named = [rule["by"].split(":")[0] for rule in rules.values() if rule["state"] == "done"]
    roots = (APP.parent, APP / "drivers" / "matter")
    missing = [
        pattern
        for words in named
        for pattern in words.split(", ")
        if not any(list(root.glob(pattern)) for root in roots)
    ]
    assert not missing
