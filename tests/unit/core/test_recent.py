"""The list of recent projects in the computer's settings."""

from pathlib import Path

import pytest

from app.core.recent import MOST_RECENT, forget_recent, note_recent, recent_projects
from app.core.settings import RECENT_PROJECTS, REMEMBER_PROJECT, Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


def paths(settings: Settings) -> list[str]:
    return [one.path.name for one in recent_projects(settings)]


def test_the_newest_comes_first_and_each_is_there_once(settings: Settings):
    for name in ("a", "b", "a"):
        note_recent(settings, Path("/p") / name, is_practice=name == "b")
    assert paths(settings) == ["a", "b"]
    assert [one.is_practice for one in recent_projects(settings)] == [False, True]
    assert paths(Settings(settings._path)) == ["a", "b"], "it outlives the program"


def test_the_list_stays_short(settings: Settings):
    for number in range(MOST_RECENT + 5):
        note_recent(settings, Path(f"/p/{number}"), is_practice=False)
    assert len(paths(settings)) == MOST_RECENT
    assert paths(settings)[0] == str(MOST_RECENT + 4)


def test_one_can_be_forgotten(settings: Settings):
    for name in ("a", "b"):
        note_recent(settings, Path("/p") / name, is_practice=False)
    forget_recent(settings, Path("/p/b"))
    assert paths(settings) == ["a"]


def test_nothing_is_kept_or_offered_where_that_is_not_wanted(settings: Settings):
    note_recent(settings, Path("/p/a"), is_practice=False)
    settings.set(REMEMBER_PROJECT, False)
    note_recent(settings, Path("/p/b"), is_practice=False)
    assert paths(settings) == []
    settings.set(REMEMBER_PROJECT, True)
    assert paths(settings) == ["a"]


@pytest.mark.parametrize("text", ["{", "3", '{"a": 1}', '[1, {"path": 3}, {"path": ""}, null]'])
def test_a_list_that_is_none_is_empty(settings: Settings, text: str):
    settings.set(RECENT_PROJECTS, text)
    assert paths(settings) == []
