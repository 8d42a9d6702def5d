"""Making, opening and closing projects."""

from datetime import timedelta

import pytest

from app.core.errors import RuleError
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
