"""The whole story through the command line, against a practice lock in a practice project."""

import csv
import io
import json
import re
from datetime import timedelta

from tests.integration.cli_world import (
    COMMISSION,
    DOORS,
    ERROR,
    HISTORY,
    MOMENT,
    PEOPLE,
    PLAN,
    REFRESH,
    SHARE,
    STATUS,
    Document,
    assert_shape,
    step_states,
)
from tests.integration.desk import FRONT, SIDE, Desk
from tests.integration.line_process import LockProcess
from tests.integration.story import ADA_PIN, DOOR, MONDAY, WEEKLY, Story


def entries_of(status: Document) -> dict[str, Document]:
    assert_shape(status, STATUS)
    return {entry["person"]: entry for entry in status["doors"][0]["entries"]}


def test_a_new_project_says_that_it_is_for_practice(story: Story) -> None:
    project = story.document("new")["project"]
    assert_shape(project, STATUS["project"])
    assert project["practice"] is True


def test_commissioning_mounts_the_lock_and_tells_what_was_accepted(story: Story) -> None:
    made = story.document("commission")
    assert_shape(made, COMMISSION)
    assert [finding["accepted"] for finding in made["findings"]] == [True] * 3
    assert (made["door"], made["lock"]["serial"]) == (DOOR, story.setup["serial"])


def test_a_code_goes_from_a_picture_by_the_tray_to_its_lock_and_back(story: Story) -> None:
    (scanned,) = story.document("scan")["codes"]
    assert (scanned["number"], scanned["became"], scanned["came_by"]) == (1, "new", "picture")
    assert story.document("code assign")["code"]["door"] == DOOR
    (mounted,) = story.document("codes")["codes"]
    assert (mounted["id"], mounted["state"], mounted["door"]) == (scanned["id"], "mounted", DOOR)
    (after,) = story.document("codes after")["codes"]
    assert (after["state"], after["door"], after["was_at"]) == ("tray", None, DOOR)


def test_findings_stop_commissioning_until_they_are_accepted(
    desk: Desk, new_lock: LockProcess
) -> None:
    before = desk.ask("status")
    code = (SIDE, "--code-file", desk.write("code", new_lock.ready["qr"]))
    refused = desk.about("commission", *code, code=5)
    assert_shape(refused.document, COMMISSION | ERROR)
    assert (refused.error, refused.document["lock"]) == ("findings_refused", None)
    assert [finding["accepted"] for finding in refused.document["findings"]] == [False] * 3
    assert desk.ask("status") == before
    made = desk.ask("commission", *code, "--accept-findings")
    assert made["findings"] == [
        finding | {"accepted": True} for finding in refused.document["findings"]
    ]
    desk.about("decommission", SIDE)


def test_a_lock_is_shared_with_another_home(desk: Desk, lock: LockProcess) -> None:
    shared = desk.ask("share", FRONT, "--minutes", "3")
    assert_shape(shared, SHARE)
    assert shared["qr"].startswith("MT:")
    assert shared["qr"] != lock.ready["qr"]
    assert re.fullmatch(r"\d{11}", shared["manual"])


def test_moving_the_bolt_ends_when_the_lock_reported_it(desk: Desk, lock: LockProcess) -> None:
    for command, bolt in (("lock", "locked"), ("unlock", "unlocked"), ("lock", "locked")):
        moved = desk.ask(command, FRONT)
        assert_shape(moved, {"door": FRONT, "bolt": bolt, "reported_at": MOMENT})
        lock.do("battery 80")  # all that it said before has come then
        assert [line["lock"] for line in lock.seen if line["event"] == "state"][-1] == bolt
        front = next(door for door in desk.ask("status")["doors"] if door["door"] == "Front")
        assert front["lock"]["bolt"] == bolt


def test_a_grant_plans_and_the_plan_writes_nothing(story: Story) -> None:
    assert_shape(story.document("plan"), PLAN)
    wanted = [(name, "write", "planned") for name in ("Ada", "Bob", "Cleo")]
    assert sorted(step_states(story.document("plan"))) == wanted
    added = [
        line for line in story.lock_lines if line.get("how") == "added" and line["what"] == "pin"
    ]
    assert len(added) == 3


def test_apply_ends_when_the_lock_has_shown_every_code(story: Story) -> None:
    applied = story.document("apply")
    assert_shape(applied, PLAN)
    assert applied["ok"] is True
    assert sorted(step_states(applied)) == [(n, "write", "done") for n in ("Ada", "Bob", "Cleo")]
    assert {step["proof"] for step in applied["steps"]} == {"seen"}


def test_applying_again_has_nothing_to_do(story: Story) -> None:
    assert story.document("again") == {"steps": [], "refusals": [], "ok": True}


def test_status_tells_every_code_with_its_proof(story: Story) -> None:
    entries = entries_of(story.document("status"))
    assert {name: entry["proof"] for name, entry in entries.items()} == dict.fromkeys(
        ("Ada", "Bob", "Cleo"), "seen"
    )
    assert {entry["proof_by"] for entry in entries.values()} == {"lock"}
    assert {entry["enforced_by"] for entry in entries.values()} == {"lock"}
    assert {entry["wanted"] for entry in entries.values()} == {True}
    assert entries["Ada"]["code"] == ADA_PIN
    assert entries["Bob"]["validity"]["weekly"] == [WEEKLY]
    assert entries["Cleo"]["validity"]["from"].startswith(f"{MONDAY}T15:00")
    assert len({entry["slot"] for entry in entries.values()}) == 3


def test_status_keeps_codes_to_itself_unless_asked(story: Story) -> None:
    hidden = entries_of(story.document("status without secrets"))
    shown = entries_of(story.document("status"))
    for name, entry in hidden.items():
        assert entry == shown[name] | {"code": None, "secret": True}


def test_the_lock_itself_keeps_to_weekly_windows_and_date_ranges(story: Story) -> None:
    saturday, after = MONDAY + timedelta(days=5), MONDAY + timedelta(days=2)
    pressed = {name: line["event"] for name, line in story.pressed.items()}
    assert pressed[f"Bob {MONDAY}T09:00"] == "opened"
    assert pressed[f"Bob {MONDAY}T13:00"] == "refused"
    assert pressed[f"Bob {saturday}T09:00"] == "refused"
    assert pressed[f"Cleo {MONDAY}T14:59"] == "refused"
    assert pressed[f"Cleo {MONDAY}T15:01"] == "opened"
    assert pressed[f"Cleo {after}T10:01"] == "refused"
    assert pressed["Ada"] == "opened"


def test_a_code_used_while_no_program_ran_is_opened_after_the_next_refresh(story: Story) -> None:
    refreshed = story.document("refresh")
    assert_shape(refreshed, REFRESH)
    changes = refreshed["doors"][0]["changes"]
    assert [(one["from"], one["to"]) for one in changes] == [("seen", "opened")] * 3
    assert {entry["proof"] for entry in entries_of(story.document("opened")).values()} == {"opened"}


def test_each_use_stands_once_in_the_history(story: Story) -> None:
    history = story.document("history")
    opened = [
        record["id"]
        for entry in history["entries"]
        for record in (entry["after"] or {}).get("slot_records", [])
        if record.get("level") == "opened"
    ]
    assert len(opened) == len(set(opened)) == 3


def test_a_revoked_code_is_proven_gone_and_opens_no_more(story: Story) -> None:
    removed = story.document("removed")
    assert_shape(removed, PLAN)
    assert step_states(removed) == [("Ada", "clear", "done")]
    assert removed["steps"][0]["proof"] == "gone"
    assert story.pressed["Ada after"]["event"] == "refused"
    assert entries_of(story.document("without Ada")).keys() == {"Bob", "Cleo"}


def test_undo_takes_back_what_was_not_applied(story: Story) -> None:
    assert story.document("undo")["undone"]["sequence"] > 0
    assert story.document("undone") == story.document("without Ada")


def test_the_inventory_is_the_same_in_every_form(story: Story) -> None:
    row = json.loads(story.files["json"])
    assert len(row) == 1
    assert row[0]["serial"] == story.setup["serial"]
    assert (row[0]["codes"], row[0]["proven"], row[0]["unproven"]) == (2, 2, 0)
    of_csv = list(csv.reader(io.StringIO(story.files["csv"])))
    known = ["" if value is None else str(value) for value in row[0].values()]
    assert of_csv[1] == known
    assert all(text in story.files["table"] for text in known)


def test_lists_have_their_shapes(story: Story) -> None:
    assert_shape(story.document("doors"), DOORS)
    assert_shape(story.document("people"), PEOPLE)
    assert [person["name"] for person in story.document("people")["people"]] == [
        "Ada",
        "Bob",
        "Cleo",
    ]


def test_a_lock_is_taken_out_with_proof_and_let_go(story: Story) -> None:
    taken = story.document("decommission")
    assert_shape({"steps": taken["steps"], "refusals": taken["refusals"], "ok": taken["ok"]}, PLAN)
    assert sorted(step_states(taken)) == [("Bob", "clear", "done"), ("Cleo", "clear", "done")]
    assert taken["lock"]["serial"] == story.setup["serial"]
    door = story.document("end")["doors"][0]
    assert_shape(story.document("end"), STATUS)
    assert door["lock"] is None
    assert [entry["proof"] for entry in door["entries"]] == ["planned", "planned"]
    assert [entry["slot"] for entry in door["entries"]] == [None, None]
    last = [line for line in story.lock_lines if line["event"] == "state"][-1]
    assert (last["users"], last["pins"], last["fabrics"]) == (0, 0, 0)


def test_the_history_tells_all_of_it_and_is_intact(story: Story) -> None:
    history = story.document("history")
    assert_shape(history, HISTORY)
    kinds = [entry["kind"] for entry in history["entries"]]
    assert {"pairing_begun", "lock_mounted", "sending", "proof", "undone", "lock_retired"} <= set(
        kinds
    )
    sequences = [entry["sequence"] for entry in history["entries"]]
    assert sequences == sorted(set(sequences))
    begun = [entry for entry in history["entries"] if entry["kind"] == "lock_mounted"]
    assert [entry["operator"] for entry in begun] == ["Ines"]


def test_every_command_kept_its_words_apart(story: Story) -> None:
    """One document on standard output and nothing else; errors as a sentence on standard error."""
    for ran in story.program.ran:
        if "--json" in ran.words:
            assert ran.document is not None
        assert (ran.code == 0) or ran.err.strip(), ran.words
