"""The whole story of one lock through the command line: told once, looked at by many tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import qrcode

from tests.integration.cli_world import Document, ProcessWatch, Program, Ran, practice_lock
from tests.integration.line_process import Line, LockProcess

DOOR = "House/Front"
ADA_PIN = "83502617"
WEEKLY = "Mo-Fr 08:00-12:00"
NOW = datetime.now(UTC)
MONDAY = (NOW + timedelta(days=7 - NOW.weekday())).date()
"""The next Monday, for which the lock's clock is set; never today."""


@dataclass(slots=True)
class Story:
    """What was said in the story, by its name: documents of commands, and lines of the lock."""

    program: Program
    watch: ProcessWatch
    said: dict[str, Ran] = field(default_factory=dict[str, Ran])
    pressed: dict[str, Line] = field(default_factory=dict[str, Line])
    lock_lines: list[Line] = field(default_factory=list[Line])
    pins: dict[str, str] = field(default_factory=dict[str, str])
    setup: Line = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict[str, str])

    def document(self, name: str) -> Document:
        return self.said[name].document


def tell(folder: Path) -> Story:
    """Everything a person does with a lock, from the new project to the empty door; only exit codes are judged here."""
    program = Program(folder)
    watch = ProcessWatch(program.folder / "tmp")
    story = Story(program, watch)
    with watch, practice_lock(program) as lock:
        story.setup = lock.ready
        _begin(story)
        _make_ours(story, lock)
        _give(story, lock)
        _use(story, lock)
        _take_away(story, lock)
        _write_down(story)
        _take_out(story)
        lock.until(lambda line: line["event"] == "state" and line["fabrics"] == 0)
        story.lock_lines = list(lock.seen)
    return story


def _begin(story: Story) -> None:
    program = story.program
    story.said["new"] = program.about("new", "--practice", "--as", "Ines")
    story.said["door add"] = program.about("door add", DOOR)
    for name in ("Ada", "Bob", "Cleo"):
        story.said[f"person add {name}"] = program.about("person add", name)


def _make_ours(story: Story, lock: LockProcess) -> None:
    program, box = story.program, story.program.folder / "box.png"
    with box.open("wb") as file:
        qrcode.make(lock.ready["qr"]).save(file)
    story.said["scan"] = program.about("scan", str(box))
    story.said["code assign"] = program.about("code assign", "1", DOOR)
    words = (DOOR, "--code", "@1", "--accept-findings", "--as", "Ines")
    story.said["commission"] = program.about("commission", *words)
    story.said["codes"] = program.about("codes")


def _give(story: Story, lock: LockProcess) -> None:
    program = story.program
    pin = ("--pin-file", program.write("pin", ADA_PIN))
    story.said["grant"] = program.about("grant", "Ada", DOOR, *pin)
    program.about("grant", "Bob", DOOR, "--weekly", WEEKLY)
    first, last = f"{MONDAY}T15:00", f"{MONDAY + timedelta(days=2)}T10:00"
    program.about("grant", "Cleo", DOOR, "--from", first, "--until", last)
    story.said["plan"] = program.about("plan")
    lock.drain()
    story.said["apply"] = program.about("apply")
    story.said["again"] = program.run_here("apply", str(program.project), "--json").expect(0)
    story.said["status"] = program.about("status", "--with-secrets")
    story.said["status without secrets"] = program.about("status")
    entries = story.document("status")["doors"][0]["entries"]
    story.pins = {entry["person"]: entry["code"] for entry in entries}


def _use(story: Story, lock: LockProcess) -> None:
    """The lock alone decides at its keypad; no program runs meanwhile."""
    for moment, who in (
        (f"{MONDAY}T09:00", "Bob"),
        (f"{MONDAY}T13:00", "Bob"),
        (f"{MONDAY + timedelta(days=5)}T09:00", "Bob"),
        (f"{MONDAY}T14:59", "Cleo"),
        (f"{MONDAY}T15:01", "Cleo"),
        (f"{MONDAY + timedelta(days=2)}T10:01", "Cleo"),
    ):
        lock.do(f"clock {moment}")
        story.pressed[f"{who} {moment}"] = lock.press(story.pins[who])
    lock.do(f"clock {datetime.now(UTC):%Y-%m-%dT%H:%M:%S}+00:00")
    story.pressed["Ada"] = lock.press(ADA_PIN)
    story.said["refresh"] = story.program.about("refresh")
    story.said["opened"] = story.program.about("status")


def _take_away(story: Story, lock: LockProcess) -> None:
    program = story.program
    program.about("revoke", "Ada")
    story.said["removed"] = program.about("apply")
    story.pressed["Ada after"] = lock.press(ADA_PIN)
    story.said["without Ada"] = program.about("status")
    program.about("grant", "Ada", DOOR)
    story.said["undo"] = program.about("undo")
    story.said["undone"] = program.about("status")


def _write_down(story: Story) -> None:
    program = story.program
    for form in ("table", "csv", "json"):
        path = program.folder / f"inventory.{form}"
        program.run_here(
            "inventory", str(program.project), "--format", form, "-o", str(path)
        ).expect(0)
        story.files[form] = path.read_text(encoding="utf-8-sig")
    story.said["doors"] = program.about("doors")
    story.said["people"] = program.about("people")


def _take_out(story: Story) -> None:
    program = story.program
    story.said["decommission"] = program.about("decommission", DOOR)
    story.said["end"] = program.about("status")
    story.said["codes after"] = program.about("codes")
    story.said["history"] = program.about("history")
