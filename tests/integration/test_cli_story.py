"""The whole story by commands: a project, a door, a practice lock, a code that is proven, and gone again."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core.paths import data_dir, state_dir
from tests.integration.cli_program import PASSPHRASE, PracticeLockCommand, Program

# The normal run tells the story in test_story_cli.py; this one looks at the words of every command as well.
pytestmark = pytest.mark.slow

DOOR = "Elm/Front"
PIN = "739152"


class Story:
    """One practice project with one practice lock, carried from test to test in their order."""

    def __init__(self, folder: Path) -> None:
        self.program = Program(folder)
        self.lock = PracticeLockCommand(folder / "lock")
        self.program.make("--practice")
        self.program.do("door", "add", self.file, DOOR)
        self.program.do("person", "add", self.file, "Ann")

    @property
    def file(self) -> Path:
        return self.program.file

    def entries(self) -> list[dict[str, Any]]:
        return self.program.do("status", self.file)["doors"][0]["entries"]

    def press(self, code: str) -> str:
        said = [line["event"] for line in self.lock.do(f"keypad {code}")]
        return next(event for event in said if event in {"opened", "refused"})


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    told = Story(tmp_path_factory.mktemp("story"))
    yield told
    told.lock.close()


def commissioned(story: Story) -> None:
    """Commission unless an earlier test did."""
    if story.program.do("doors", story.file)["doors"][0]["lock"] is None:
        code = story.lock.ready["qr"]
        words = ("commission", story.file, DOOR, "--code", "-", "--accept-findings")
        story.program.do(*words, stdin=f"{code}\n")


def test_doubtful_certificates_stop_the_pairing_and_are_listed(story: Story):
    code = story.lock.ready["manual"]
    ended = story.program.run("commission", story.file, DOOR, "--code", code, "--json")
    assert ended.code == 5
    said = ended.json
    assert (said["door"], said["lock"]) == (DOOR, None)
    assert said["error"]["code"] == "findings_refused"
    assert {finding["accepted"] for finding in said["findings"]} == {False}
    assert "TrustedAsTestCertificate" in {finding["code"] for finding in said["findings"]}
    assert story.program.do("doors", story.file)["doors"][0]["lock"] is None


def test_the_lock_is_commissioned_with_consent_that_is_recorded(story: Story):
    code = story.lock.ready["manual"]
    said = story.program.do(
        "commission", story.file, DOOR, "--code", code, "--accept-findings", "--network-only"
    )
    assert said["lock"]["serial"] == story.lock.ready["serial"]
    assert (said["lock"]["driver"], said["lock"]["bolt"]) == ("matter", "locked")
    assert {finding["accepted"] for finding in said["findings"]} == {True}
    entries = story.program.do("history", story.file)["entries"]
    assert "lock_mounted" in {entry["kind"] for entry in entries}
    again = story.program.run("commission", story.file, DOOR, "--code", code, "--json")
    assert (again.code, again.json["error"]["code"]) == (1, "door_has_lock")


def test_a_code_is_planned_written_and_seen_on_the_lock(story: Story):
    commissioned(story)
    words = ("grant", story.file, "Ann", DOOR, "--pin-file", "-")
    granted = story.program.do(*words, stdin=f"{PIN}\n")
    assert [step["action"] for step in granted["steps"]] == ["write"]
    (step,) = story.program.do("plan", story.file)["steps"]
    assert (step["person"], step["door"], step["state"]) == ("Ann", DOOR, "planned")
    assert (step["proof"], step["reachable"]) == ("planned", "seen")
    applied = story.program.do("apply", story.file)
    assert applied["ok"] is True
    assert (applied["steps"][0]["state"], applied["steps"][0]["proof"]) == ("done", "seen")
    (entry,) = story.entries()
    assert (entry["proof"], entry["proof_by"], entry["enforced_by"]) == ("seen", "lock", "lock")
    assert entry["slot"] == "user 1 / pin 1"
    assert entry["proven_at"].endswith(("+01:00", "+02:00"))
    assert story.program.do("apply", story.file)["steps"] == []


def test_the_door_tells_that_the_code_opened_it_and_what_others_put_there(story: Story):
    assert story.press(PIN) == "opened"
    story.lock.do("foreign 5")
    (door,) = story.program.do("refresh", story.file)["doors"]
    assert (door["door"], door["state"]) == (DOOR, "read")
    assert [(change["from"], change["to"]) for change in door["changes"]] == [("seen", "opened")]
    (shown,) = story.program.do("status", story.file)["doors"]
    assert shown["entries"][0]["proof"] == "opened"
    assert [slot["by"] for slot in shown["foreign"]] == ["keypad"]


def test_the_bolt_is_moved_and_said_only_when_reported(story: Story):
    commissioned(story)
    assert story.program.do("unlock", story.file, DOOR)["bolt"] == "unlocked"
    assert story.program.do("lock", story.file, DOOR)["bolt"] == "locked"


def test_the_lock_is_shared_for_some_minutes(story: Story):
    commissioned(story)
    shared = story.program.do("share", story.file, DOOR, "--minutes", "3")
    assert set(shared) == {"qr", "manual", "until"}
    assert shared["qr"].startswith("MT:")
    ended = story.program.run("share", story.file, DOOR, "--minutes", "60", "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, "usage")


def test_the_inventory_counts_what_is_proven(story: Story):
    (row,) = story.program.do("inventory", story.file)
    assert (row["codes"], row["proven"], row["unproven"], row["foreign"]) == (1, 1, 0, 1)
    assert row["serial"] == story.lock.ready["serial"]


@pytest.mark.slow
def test_a_lock_that_cannot_be_reached_is_4_and_nothing_is_claimed(story: Story):
    story.lock.do("offline")
    try:
        ended = story.program.run("refresh", story.file, "--json")
        assert (ended.code, ended.json["doors"][0]["state"]) == (4, "unreachable")
    finally:
        story.lock.do("online")
    assert story.entries()[0]["proof"] == "opened"


def test_the_code_is_taken_away_and_gone(story: Story):
    story.program.do("revoke", story.file, "Ann", DOOR)
    assert story.entries()[0]["proof"] == "removal_planned"
    applied = story.program.do("apply", story.file, DOOR)
    assert [(step["action"], step["state"]) for step in applied["steps"]] == [("clear", "done")]
    assert story.entries() == []
    assert story.press(PIN) == "refused"


def test_the_lock_leaves_with_its_codes_and_our_pairing(story: Story):
    story.program.do("grant", story.file, "Ann", DOOR)
    story.program.do("apply", story.file)
    taken = story.program.do("decommission", story.file, DOOR)
    assert (taken["unpaired"], taken["left"], taken["foreign"]) == (True, 0, 1)
    (door,) = story.program.do("status", story.file)["doors"]
    assert door["lock"] is None
    assert [(one["proof"], one["slot"]) for one in door["entries"]] == [("planned", None)]
    assert story.program.do("history", story.file)["intact"] is True


def test_no_secret_is_left_anywhere(story: Story):
    """Last: after everything above, what was secret is in no output, log or file but the lock's own memory."""
    codes = [story.lock.ready["manual"], story.lock.ready["qr"]]
    secrets = [PIN, PASSPHRASE, *codes]
    said = "".join(story.program.heard)
    assert not [secret for secret in secrets if secret in said]
    places = [state_dir(), data_dir(), story.program.folder]
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    files = [path for path in files if story.program.folder / "lock" not in path.parents]
    assert story.file in files
    for path in files:
        content = path.read_bytes()
        found = [
            secret
            for secret in map(str.encode, secrets)
            if secret in content
            or secret.hex().encode() in content.lower()
            or base64.b64encode(secret) in content
        ]
        assert not found, path
