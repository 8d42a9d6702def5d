"""What goes wrong ends in a sentence and a code of its own, and the project stays as true as it was."""

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.core.secret import Secret
from app.domain.setup_code import engine_code, matter_payloads, parse_setup_code
from tests.integration.cli_world import ERROR, Document, Program, assert_shape, step_states
from tests.integration.conftest import ADA_PIN
from tests.integration.desk import FRONT, SIDE, Desk, new_desk_on
from tests.integration.line_process import ControllerProcess, LockProcess
from tests.integration.real_network import own_network


@pytest.fixture
def unchanged(desk: Desk) -> Iterator[None]:
    """After the test every door, lock and code is what it was before it."""
    before = desk.ask("status")
    yield
    assert desk.ask("status") == before


def door_of(desk: Desk, label: str) -> Document:
    doors = desk.ask("status")["doors"]
    return next(door for door in doors if f"{door['site']}/{door['door']}" == label)


@pytest.mark.usefixtures("unchanged")
def test_a_wrong_setup_code_is_told_apart_and_leaves_the_lock_free(
    desk: Desk, new_lock: LockProcess
) -> None:
    payload = matter_payloads(parse_setup_code(new_lock.ready["qr"]))[0]
    other = 12345679 if payload.passcode.reveal() != 12345679 else 12345671
    wrong = desk.write("code", engine_code(replace(payload, passcode=Secret(other))).reveal())
    words = (SIDE, "--code-file", wrong, "--accept-findings")
    refused = desk.about("commission", *words, code=5)
    assert_shape(refused.document, ERROR)
    assert refused.error == "wrong_code"
    assert str(other) not in refused.out + refused.err
    new_lock.do("battery 90")


@pytest.mark.usefixtures("unchanged")
def test_a_lock_that_somebody_else_has_is_not_found_and_the_reason_is_named(
    desk: Desk, new_lock: LockProcess
) -> None:
    with ControllerProcess(desk.network) as somebody, desk.looking_for(2):
        somebody.ask("commission", manual=new_lock.ready["manual"])
        code = desk.write("code", new_lock.ready["qr"])
        refused = desk.about("commission", SIDE, "--code-file", code, "--accept-findings", code=4)
        assert refused.error == "not_discovered"
        assert "already" in refused.err
        somebody.ask("remove")


@pytest.mark.usefixtures("lock", "unchanged")
def test_a_setup_code_of_another_door_is_refused_before_anything_is_sent(desk: Desk) -> None:
    refused = desk.about("commission", SIDE, "--code-file", str(desk.folder / "front code"), code=1)
    assert refused.error == "code_at_other_door"


@pytest.mark.usefixtures("lock", "unchanged")
@pytest.mark.parametrize(
    ("pin", "rule"), [("4071", "pin_length"), ("40719382", "pin_length"), (ADA_PIN, "duplicate")]
)
def test_a_code_that_the_lock_cannot_take_is_refused_with_the_rule(
    desk: Desk, pin: str, rule: str
) -> None:
    refused = desk.about("grant", "Bob", FRONT, "--pin-file", desk.write("bad pin", pin), code=1)
    assert rule_of(refused.document) == rule
    assert pin not in refused.out + refused.err


def rule_of(document: Document) -> str:
    """A refusal is told beside a plan, or as the error where there is no plan at all."""
    if "refusals" in document:
        return document["refusals"][0]["rule"]
    return document["error"]["parameters"].get("rule", document["error"]["code"])


@pytest.mark.usefixtures("lock", "unchanged")
def test_a_second_writer_is_told_so_while_readers_read(desk: Desk) -> None:
    other = Program(desk.folder / "outside", home=desk.home)
    reader = other.run_here("status", str(desk.project), "--json").expect(0)
    assert reader.document == desk.ask("status")
    refused = other.run("person", "add", str(desk.project), "Eve", "--json")
    assert refused.expect(3).error in {"in_use", "in_use_by"}
    assert "Eve" not in {person["name"] for person in desk.ask("people")["people"]}


def test_without_a_network_a_real_project_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    with own_network(has_cable=False) as nowhere:
        program = Program(tmp_path_factory.mktemp("nowhere"), nowhere.prefix)
        program.about("new")
        program.about("door add", FRONT)
        before = program.ask("status")
        code = program.write("code", "MT:-24J0AFN00KA0648G00")
        refused = program.about("commission", FRONT, "--code-file", code, code=4)
        assert_shape(refused.document, ERROR)
        assert refused.error == "no_network"
        assert "no network" in refused.err
        assert program.ask("status") == before


@pytest.mark.slow  # the story has it in short
def test_a_code_used_while_the_program_was_closed_is_told_once(
    desk: Desk, lock: LockProcess
) -> None:
    desk.close_project()
    assert lock.press(ADA_PIN)["event"] == "opened"
    changes = desk.ask("refresh")["doors"][0]["changes"]
    assert [(change["from"], change["to"]) for change in changes] == [("seen", "opened")]
    used_at = [entry["proven_at"] for entry in desk.entries()]
    desk.close_project()
    assert desk.ask("refresh")["doors"][0]["changes"] == []
    assert [entry["proven_at"] for entry in desk.entries()] == used_at


def test_what_another_copy_of_the_project_wrote_is_shown_and_never_cleared(
    desk: Desk, lock: LockProcess
) -> None:
    desk.close_project()
    with new_desk_on(desk, "copy") as copy:
        shutil.copy(desk.project, copy.project)
        copy.about("grant", "Bob", FRONT, "--pin-file", copy.write("pin", "481516"))
        copy.about("apply")
        mine = desk.proofs()
        desk.about("refresh")
        foreign = door_of(desk, FRONT)["foreign"]
        assert [slot["by"] for slot in foreign].count("our_keys") == 1
        assert desk.proofs() == mine
        assert step_states(desk.ask("apply")) == []
        assert door_of(desk, FRONT)["foreign"] == foreign
        assert lock.press("481516")["event"] == "opened"
        copy.about("revoke", "Bob")
        copy.about("apply")


def test_a_full_lock_refuses_and_what_others_put_there_is_left_alone(
    desk: Desk, lock: LockProcess
) -> None:
    before = desk.proofs()
    desk.about("grant", "Bob", FRONT)
    lock.do("full")
    count = len(lock.seen)
    refused = desk.ask("apply", code=1)
    assert rule_of(refused) == "users_full"
    assert desk.proofs() == before | {"Bob": "planned"}
    assert [slot["by"] for slot in door_of(desk, FRONT)["foreign"]] == ["keypad"] * 4
    lock.do("battery 90")
    assert not [line for line in lock.seen[count:] if line["event"] == "changed"]
    desk.about("revoke", "Bob")
    assert desk.ask("plan")["steps"] == []
