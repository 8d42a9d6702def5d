"""Making, opening and closing projects."""

from datetime import timedelta

import pytest

from app.core.errors import EnvironmentAppError, RuleError, UsageError
from app.core.secret import Secret
from app.services.project import passphrase_key
from app.storage.contracts import OpenMode, ProjectFileError
from tests.unit.services.service_world import project_service, world


async def test_a_clock_earlier_than_the_last_entry_is_said_at_opening(tmp_path):
    async with world(tmp_path) as w:
        assert w.project.warnings == ()
        await w.projects.close()
        w.hands.now -= timedelta(days=2)
        again = await w.projects.open(w.path, passphrase_key(Secret("correct horse")))
        assert again.warnings == ("clock_behind",)


async def test_a_stale_key_in_the_keyring_is_forgotten_and_the_passphrase_is_asked_for(tmp_path):
    async with world(tmp_path) as w:
        await w.projects.remember()
        await w.projects.close()
        assert await w.projects.open_remembered(w.path) is not None
        project = w.projects.current
        assert project is not None
        await project.store.change_passphrase(Secret("another one"))
        await w.projects.close()
        assert await w.projects.open_remembered(w.path) is None
        assert await w.projects.open_remembered(w.path) is None
        assert await w.projects.open(w.path, passphrase_key(Secret("another one")))


async def test_a_new_passphrase_voids_the_keyring_entry(tmp_path):
    async with world(tmp_path) as w:
        await w.projects.remember()
        await w.projects.change_passphrase(Secret("new words"), Secret("new words"))
        await w.projects.close()
        assert await w.projects.open_remembered(w.path) is None


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("", "", "passphrase_empty"),
        ("  ", "  ", "passphrase_empty"),
        ("a", "b", "passphrases_differ"),
    ],
)
async def test_an_empty_or_mistyped_passphrase_is_refused(tmp_path, first, second, code):
    async with world(tmp_path) as w:
        with pytest.raises(RuleError) as refused:
            await w.projects.change_passphrase(Secret(first), Secret(second))
        assert refused.value.code == code


async def test_a_second_writer_is_told_who_holds_the_file_and_may_still_read(tmp_path):
    async with world(tmp_path) as w:
        other = project_service(w.hands, w.driver, writer=2)
        key = passphrase_key(Secret("correct horse"))
        with pytest.raises(ProjectFileError) as refused:
            await other.open(w.path, key, mode=OpenMode.WRITE)
        assert refused.value.code == "in_use"
        beside = await other.open(w.path, key, mode=OpenMode.READ)
        await w.work.people.add_person("Anna")
        assert [person.name for person in await beside.read.people.all()] == ["Anna"]
        await other.close()


async def test_a_wrong_passphrase_leaves_the_open_project_open(tmp_path):
    async with world(tmp_path) as w:
        with pytest.raises(ProjectFileError):
            await w.projects.open(tmp_path / "none.lockchart", passphrase_key(Secret("x")))
        assert w.projects.current is w.project
        await w.work.people.add_person("Anna")


async def test_the_project_goes_on_with_its_copy_when_its_own_file_is_gone(tmp_path):
    async with world(tmp_path) as w:
        await w.work.people.add_person("Anna")
        w.path.unlink()
        with pytest.raises(ProjectFileError, match="file_moved"):
            await w.work.people.add_person("Bert")
        with pytest.raises(UsageError, match="not_a_project_name"):
            await w.projects.save_and_go_on(tmp_path / "copy.txt")
        assert w.projects.current is w.project
        going_on = await w.projects.save_and_go_on(tmp_path / "copy")
        assert w.projects.current is going_on
        assert going_on.store.file.path == tmp_path / "copy.lockchart"
        assert going_on.store.file.read_only_reason is None
        assert [person.name for person in await going_on.read.people.all()] == ["Anna", "Bert"]
        other = project_service(w.hands, w.driver, writer=2)
        with pytest.raises(ProjectFileError, match="in_use"):
            await other.open(
                tmp_path / "copy.lockchart",
                passphrase_key(Secret("correct horse")),
                mode=OpenMode.WRITE,
            )


async def test_what_this_computer_remembers_is_known_and_can_be_ended(tmp_path):
    async with world(tmp_path) as w:
        assert not w.projects.is_remembered
        await w.projects.remember()
        assert w.projects.is_remembered
        await w.projects.close()
        assert not w.projects.is_remembered
        assert await w.projects.open_remembered(w.path) is not None
        assert w.projects.is_remembered
        await w.projects.forget()
        assert not w.projects.is_remembered
        await w.projects.close()
        assert await w.projects.open_remembered(w.path) is None


async def test_a_keyring_that_refuses_does_not_hide_that_the_passphrase_is_new(
    tmp_path, monkeypatch
):
    async def refuse(_file_id: str) -> None:
        raise EnvironmentAppError("keyring_refused")

    async with world(tmp_path) as w:
        await w.projects.remember()
        monkeypatch.setattr(w.projects._keyring, "forget", refuse)
        with pytest.raises(EnvironmentAppError, match="keyring_refused"):
            await w.projects.forget()
        assert w.projects.is_remembered
        await w.projects.change_passphrase(Secret("new words"), Secret("new words"))
        assert not w.projects.is_remembered
        await w.projects.close()
        assert await w.projects.open(w.path, passphrase_key(Secret("new words")))
