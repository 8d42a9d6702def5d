"""What the words given to run.py mean, and what a person is told."""

import json

import pytest
from preparing.words import (
    Job,
    SetUpError,
    check_display,
    job_of,
    say_failure,
    without_our_settings,
    without_python_settings,
)


@pytest.mark.parametrize(
    ("words", "job"),
    [
        ([], Job.WINDOW),
        (["mill lane.lockchart"], Job.WINDOW),
        (["demo", "--fresh"], Job.WINDOW),
        (["demo", "--help"], Job.COMMAND),
        (["--version"], Job.COMMAND),
        (["status", "mill.lockchart", "--json"], Job.COMMAND),
        (["test", "tests/unit", "-x"], Job.TEST),
        (["test", "--help"], Job.TEST),
        (["bench"], Job.BENCH),
    ],
)
def test_the_first_word_decides_the_job(words: list[str], job: Job):
    assert job_of(words) is job


def test_a_window_without_a_display_is_refused_with_one_sentence():
    with pytest.raises(SetUpError, match=r"^There is no display [^.]*\.$"):
        check_display(Job.WINDOW, {}, "linux")


@pytest.mark.parametrize(
    "environment", [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "w"}, {"QT_QPA_PLATFORM": "offscreen"}]
)
def test_a_display_of_any_kind_is_enough(environment: dict[str, str]):
    check_display(Job.WINDOW, environment, "linux")


def test_commands_tests_and_other_systems_need_no_display():
    check_display(Job.COMMAND, {}, "linux")
    check_display(Job.TEST, {}, "linux")
    check_display(Job.WINDOW, {}, "darwin")


def test_a_failure_goes_to_standard_error_alone(capsys: pytest.CaptureFixture[str]):
    say_failure(SetUpError("The disk is full."), ["status", "x"])
    assert capsys.readouterr() == ("", "The disk is full.\n")


def test_with_json_a_failure_is_a_document_too(capsys: pytest.CaptureFixture[str]):
    say_failure(SetUpError("The disk is full."), ["status", "x", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert document["error"]["message"] == "The disk is full."
    assert document["error"]["code"] == "set_up_failed"


def test_our_own_variables_reach_no_other_process():
    environment = {"LOCKCHART_PASSPHRASE": "x", "PATH": "/bin"}
    assert without_our_settings(environment) == {"PATH": "/bin"}


def test_nothing_leads_the_environment_to_other_packages():
    environment = {"PYTHONPATH": "/x", "PYTHONHOME": "/y", "PYTHONUTF8": "1"}
    assert without_python_settings(environment) == {"PYTHONUTF8": "1"}
