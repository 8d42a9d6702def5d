"""Which system libraries a job needs, and who is asked before they are installed."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from preparing import system_libraries
from preparing.system_libraries import (
    apt_script,
    can_load,
    install_helpful,
    install_missing,
    missing_packages,
    needed_libraries,
    permission,
)
from preparing.words import Job, SetUpError

TOOLS = {"apt-get": "/usr/bin/apt-get", "sudo": "/usr/bin/sudo", "pkexec": "/usr/bin/pkexec"}


def having(*names: str) -> Callable[[str], str | None]:
    return lambda name: TOOLS[name] if name in names else None


def never_ask(_prompt: str) -> str:
    raise AssertionError("nobody may be asked here")


def test_a_command_needs_no_windowing_libraries():
    assert not any("xcb" in name or "wayland" in name for name in needed_libraries(Job.COMMAND))
    assert "libxcb-cursor.so.0" in needed_libraries(Job.WINDOW)
    assert needed_libraries(Job.COMMAND).items() <= needed_libraries(Job.WINDOW).items()


def test_loading_tells_whether_a_library_is_here():
    assert not can_load("libno-such-thing-anywhere.so.7")


def test_only_what_cannot_be_loaded_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(system_libraries, "can_load", lambda soname: soname != "libGL.so.1")
    assert missing_packages(Job.COMMAND) == ["libgl1"]


@pytest.mark.skipif(sys.platform != "linux", reason="the tests' network tools are Linux tools")
def test_the_tests_also_need_their_network_tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(system_libraries, "can_load", lambda _soname: True)
    monkeypatch.setattr(system_libraries.shutil, "which", lambda _tool, path: None)
    assert missing_packages(Job.TEST) == ["iproute2", "util-linux"]
    assert missing_packages(Job.COMMAND) == []


def test_root_is_not_asked():
    assert (
        permission(["libgl1"], can_ask=True, user_id=0, which=having("apt-get"), ask=never_ask)
        == []
    )


def test_without_a_terminal_nobody_is_asked_and_the_packages_are_named():
    with pytest.raises(SetUpError, match="apt-get install libgl1 libegl1"):
        permission(
            ["libgl1", "libegl1"],
            can_ask=False,
            user_id=1000,
            which=having("apt-get", "sudo"),
            ask=never_ask,
        )


@pytest.mark.parametrize(
    ("tools", "helper"),
    [(("apt-get", "sudo", "pkexec"), "sudo"), (("apt-get", "pkexec"), "pkexec")],
)
def test_a_yes_installs_by_sudo_or_else_pkexec(tools: tuple[str, ...], helper: str):
    words = permission(
        ["libgl1"], can_ask=True, user_id=1000, which=having(*tools), ask=lambda _prompt: "y"
    )
    assert words == [TOOLS[helper]]


def test_a_no_names_the_packages():
    with pytest.raises(SetUpError, match="apt-get install libgl1"):
        permission(
            ["libgl1"],
            can_ask=True,
            user_id=1000,
            which=having("apt-get", "sudo"),
            ask=lambda _prompt: "n",
        )


def test_a_system_without_apt_is_told_what_to_install():
    with pytest.raises(SetUpError, match=r"Debian packages.*: libgl1\.$"):
        permission(["libgl1"], can_ask=True, user_id=0, which=having(), ask=never_ask)


def test_a_failed_install_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(system_libraries, "missing_packages", lambda _job: ["libgl1"])
    monkeypatch.setattr(system_libraries, "permission", lambda _packages, can_ask: [])
    monkeypatch.setattr(
        system_libraries, "apt_script", lambda *_a, **_k: "echo 'E: Unable to locate libgl1'; false"
    )
    monkeypatch.setattr(system_libraries.sys, "platform", "linux")
    with pytest.raises(SetUpError, match="Unable to locate libgl1"):
        install_missing(Job.COMMAND, tmp_path / "log")
    assert "Unable to locate" not in capfd.readouterr().out


@pytest.mark.parametrize(
    ("lists_present", "first_install_works", "calls"),
    [
        (True, True, ["install"]),
        (True, False, ["install", "update", "install"]),
        (False, True, ["update", "install"]),
    ],
)
def test_the_lists_are_fetched_only_when_needed(
    tmp_path: Path, lists_present: bool, first_install_works: bool, calls: list[str]
):
    record, done = tmp_path / "calls", tmp_path / "updated"
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\necho "$1" >> {record}\n[ "$1" = update ] && touch {done}\n'
        f"[ {int(first_install_works)} = 1 ] || [ -e {done} ]\n"
    )
    apt.chmod(0o755)
    script = apt_script(["libgl1"], lists_present=lists_present)
    run = subprocess.run(
        ["sh", "-c", script], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=False
    )
    assert run.returncode == 0
    assert record.read_text().split() == calls


def test_what_only_helps_comes_along_with_what_is_needed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    asked: list[list[str]] = []
    needed = iter([["libgl1"], []])
    monkeypatch.setattr(system_libraries, "missing_packages", lambda _job: next(needed))
    monkeypatch.setattr(system_libraries, "can_load", lambda _soname: False)

    def permit(packages: list[str], can_ask: bool) -> list[str]:
        asked.append(packages)
        return []

    monkeypatch.setattr(system_libraries, "permission", permit)
    monkeypatch.setattr(system_libraries, "apt_script", lambda *_a, **_k: "true")
    monkeypatch.setattr(system_libraries.sys, "platform", "linux")
    install_missing(Job.COMMAND, tmp_path / "log")
    assert asked == [["libgl1", "libzbar0"]]


def test_what_only_helps_stops_nothing_when_it_cannot_be_had(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(system_libraries, "can_load", lambda _soname: False)
    monkeypatch.setattr(system_libraries, "apt_script", lambda *_a, **_k: "false")
    monkeypatch.setattr(system_libraries.shutil, "which", having("apt-get"))
    monkeypatch.setattr(system_libraries.os, "geteuid", lambda: 0)
    monkeypatch.setattr(system_libraries.sys, "platform", "linux")
    install_helpful(tmp_path / "log")
    assert "Going on without libzbar0" in capfd.readouterr().err
