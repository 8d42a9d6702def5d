"""The vault: what comes in is kept once, known for what it is, and follows its lock."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.cli.vault import taken_lines
from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.domain.ids import SetupCodeId
from app.domain.setup_code import RefusedSetupCode, SetupCode
from app.domain.setup_code_error import SetupCodeReason
from app.domain.setup_code_sameness import Sameness, compare_codes
from app.services import vault_codes
from app.services.setup_codes import Arrival, CameBy, Taken, TakenAs
from app.storage.values import SetupCodeState
from app.texts.entry_words import entry_words
from app.texts.messages import error_sentence
from app.viewmodels.taken_words import taken_words
from tests.unit.services.service_world import CODE, World, world

# Two forms of one lock, and another lock (Matter core specification, 5.1: same passcode and discriminator).
QR = Secret("MT:Y.K9042C00KA0648G00")
DIGITS_OF_QR = Secret("34970112332")
OTHER_QR = Secret("MT:-24J042C00KA0648G00")
Reading = SetupCode | RefusedSetupCode
WIFI = Secret("WIFI:S:Quinta;T:WPA;P:planted-wifi;;")


async def take(one: World, *texts: Secret[str], by: CameBy = CameBy.PICTURE) -> list[Taken]:
    return await one.work.setup_codes.take_in(texts, by)


async def entry_id(one: World, text: Secret[str]) -> SetupCodeId:
    (taken,) = await take(one, text)
    assert taken.code is not None
    return taken.code.kept.id


async def test_codes_come_into_the_tray_with_running_numbers(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        taken = await take(one, QR, OTHER_QR)
        codes = await one.work.setup_codes.list_codes(SetupCodeState.TRAY)
    assert [t.taken_as for t in taken] == [TakenAs.NEW, TakenAs.NEW]
    assert [(c.kept.number, c.kept.family, c.kept.came_by) for c in codes] == [
        (1, "matter", "picture"),
        (2, "matter", "picture"),
    ]


async def test_the_same_code_again_is_named_and_not_added(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        taken = await take(one, QR, Secret(f"  {QR.reveal()}\n"))
        assert [t.taken_as for t in taken] == [TakenAs.NEW, TakenAs.IN_TRAY]
        assert taken[1].code is not None
        assert taken[1].code.kept.number == 1
        again = await take(one, QR, by=CameBy.PASTE)
        assert again[0].taken_as is TakenAs.IN_TRAY
        assert len(await one.work.setup_codes.list_codes()) == 1


@pytest.mark.parametrize(
    ("digits", "symbol"),
    [(DIGITS_OF_QR, QR), (Secret("740-26-193"), Secret("X-HM://006BMVB9TLK01"))],
    ids=["matter", "homekit"],
)
async def test_digits_are_completed_by_the_symbol_beside_them_and_not_the_other_way(
    tmp_path: Path, digits: Secret[str], symbol: Secret[str]
):
    async with world(tmp_path, paired=False) as one:
        await take(one, digits, by=CameBy.TYPED)
        (completed,) = await take(one, symbol)
        (known,) = await take(one, digits)
        (code,) = await one.work.setup_codes.list_codes()
    assert (completed.taken_as, known.taken_as) == (TakenAs.COMPLETED, TakenAs.IN_TRAY)
    assert completed.is_probable
    assert known.is_probable
    assert "robably the same lock as no. 1" in " ".join(taken_lines(known))
    assert "robably the same lock as no. 1" in taken_words([known]).title
    assert code.kept.text == symbol
    assert code.kept.number == 1


async def test_the_same_text_again_is_surely_the_same_lock(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        _first, again = await take(one, QR, QR)
    assert not again.is_probable
    assert "robably" not in " ".join([*taken_lines(again), taken_words([again]).title])


async def test_digits_that_fit_two_entries_choose_neither(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        taken = await take(one, QR, OTHER_QR)
        (digits,) = await take(one, DIGITS_OF_QR, by=CameBy.TYPED)
        numbers = [code.kept.number for code in await one.work.setup_codes.list_codes()]
    assert [t.taken_as for t in taken] == [TakenAs.NEW, TakenAs.NEW]
    assert (digits.taken_as, digits.resembles) == (TakenAs.NEW, 1)
    assert numbers == [1, 2, 3]


async def test_what_is_no_setup_code_is_kept_for_what_it_is(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        (taken,) = await take(one, WIFI)
        (code,) = await one.work.setup_codes.list_codes()
    assert taken.taken_as is TakenAs.NEW
    assert (code.kept.family, code.kept.is_valid) == ("other", False)
    assert isinstance(code.reading, RefusedSetupCode)
    assert code.reading.other is not None
    assert code.reading.other.word == "wifi"


async def test_digits_typed_wrong_are_refused_with_their_reason(tmp_path: Path):
    wrong = Secret("34970112333")
    async with world(tmp_path, paired=False) as one:
        (typed,) = await take(one, wrong, by=CameBy.TYPED)
        assert typed.taken_as is TakenAs.REFUSED
        assert isinstance(typed.reading, RefusedSetupCode)
        assert typed.reading.reason is SetupCodeReason.CHECK_DIGIT
        assert await one.work.setup_codes.list_codes() == []
        (scanned,) = await take(one, wrong)  # nothing that was scanned is thrown away
        assert scanned.taken_as is TakenAs.NEW


async def test_a_text_longer_than_any_symbol_is_refused(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        (taken,) = await take(one, Secret("x" * 4_000_000), by=CameBy.PASTE)
        assert taken.taken_as is TakenAs.REFUSED
        assert await one.work.setup_codes.list_codes() == []


async def test_one_taking_is_one_undo_step_and_its_numbers_are_not_given_again(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        await take(one, QR, OTHER_QR)
        await one.project.store.undo()
        assert await one.work.setup_codes.list_codes() == []
        (taken,) = await take(one, QR)
        assert taken.code is not None
        assert taken.code.kept.number == 3


async def test_taking_only_what_is_known_makes_no_entry(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        await take(one, QR)
        before = len(await one.project.read.history.entries())
        await take(one, QR)
        assert len(await one.project.read.history.entries()) == before


async def test_a_code_is_assigned_to_a_door_and_freed_again(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        code_id = await entry_id(one, QR)
        await one.work.setup_codes.assign(code_id, one.place.door.id)
        code = await one.work.setup_codes.get(code_id)
        assert code.place is not None
        assert code.place.label == one.place.label
        await one.work.setup_codes.assign(code_id, None)
        assert (await one.work.setup_codes.get(code_id)).place is None


async def test_the_code_of_a_paired_lock_is_mounted_and_stays_with_it(tmp_path: Path):
    async with world(tmp_path) as one:
        (code,) = await one.work.setup_codes.list_codes()
        assert code.state is SetupCodeState.MOUNTED
        assert code.place is not None
        assert code.place.label == one.place.label
        (taken,) = await take(one, CODE)
        assert taken.taken_as is TakenAs.AT_DOOR
        for refused in (
            one.work.setup_codes.remove(code.kept.id),
            one.work.setup_codes.assign(code.kept.id, None),
        ):
            with pytest.raises(RuleError) as caught:
                await refused
            assert caught.value.code == "code_is_mounted"
        await one.work.setup_codes.note(code.kept.id, "spare key inside")


async def test_the_code_of_a_lock_that_was_taken_out_is_back_in_the_tray(tmp_path: Path):
    async with world(tmp_path) as one:
        await one.work.mounted.remove(one.place)
        (code,) = await one.work.setup_codes.list_codes()
        assert code.state is SetupCodeState.TRAY
        assert code.place is None
        assert code.was_at is not None
        assert code.was_at.label == one.place.label


async def test_a_code_is_found_by_number_and_by_id(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        code_id = await entry_id(one, QR)
        for text in ("1", "#1", "@1", str(code_id), str(code_id)[:8], str(code_id).upper()):
            assert (await one.work.setup_codes.find(text)).kept.id == code_id
        for text in ("2", "", "0", str(code_id)[:7]):
            with pytest.raises(UsageError):
                await one.work.setup_codes.find(text)


async def test_a_text_in_lower_case_becomes_a_code_only_when_somebody_says_so(tmp_path: Path):
    lower = Secret(QR.reveal().lower())
    async with world(tmp_path, paired=False) as one:
        code_id = await entry_id(one, lower)
        code = await one.work.setup_codes.get(code_id)
        assert not code.kept.is_valid
        assert code.kept.text == lower
        await one.work.setup_codes.take_offer(code_id)
        code = await one.work.setup_codes.get(code_id)
        assert (code.kept.is_valid, code.kept.text, code.kept.family) == (True, QR, "matter")
        with pytest.raises(RuleError) as caught:
            await one.work.setup_codes.take_offer(code_id)
        assert caught.value.code == "no_offer"


async def test_a_note_is_kept_emptied_and_limited(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        code_id = await entry_id(one, QR)
        await one.work.setup_codes.note(code_id, "  box 7 ")
        assert (await one.work.setup_codes.get(code_id)).kept.note == "box 7"
        await one.work.setup_codes.note(code_id, " ")
        assert (await one.work.setup_codes.get(code_id)).kept.note is None
        with pytest.raises(UsageError):
            await one.work.setup_codes.note(code_id, "x" * 2001)


async def test_removing_can_be_undone_and_a_removed_code_is_said_to_be_gone(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        code_id = await entry_id(one, QR)
        await one.work.setup_codes.remove(code_id)
        with pytest.raises(RuleError) as caught:
            await one.work.setup_codes.note(code_id, "x")
        assert caught.value.code == "setup_code_gone"
        await one.project.store.undo()
        assert (await one.work.setup_codes.get(code_id)).kept.text == QR


async def test_pairing_with_the_digits_uses_the_entry_of_the_tray(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        code_id = await entry_id(one, QR)
        kept = await one.work.setup_codes.keep(
            DIGITS_OF_QR, came_by=CameBy.TYPED, door_id=one.place.door.id
        )
        assert (kept.id, kept.text) == (code_id, QR)
        other = await one.work.sites.add_door("Home", "Other")
        with pytest.raises(RuleError) as caught:
            await one.work.setup_codes.keep(QR, came_by=CameBy.TYPED, door_id=other.door.id)
        assert caught.value.code == "code_at_other_door"
        assert caught.value.parameters == {"door": one.place.label}
        assert one.place.label in error_sentence(caught.value)


async def test_what_is_given_out_is_in_the_history_without_the_code(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        code_id = await entry_id(one, QR)
        await one.work.setup_codes.note_given_out(code_id, "saved")
        entry = (await one.project.read.history.entries())[-1]
    assert entry.kind == "exported_secrets"
    assert entry.after == {"note": {"what": "setup_code_saved", "setup_code": 1, "how": "saved"}}
    assert entry_words(entry.kind, entry.after) == "Setup code no. 1 written to a file"
    assert QR.reveal() not in repr(entry)


async def test_a_number_from_a_bar_code_is_no_setup_code_whatever_fits_it(tmp_path: Path):
    digits = [DIGITS_OF_QR, Secret("74026193"), Secret("4006381333931")]
    async with world(tmp_path, paired=False) as one:
        await one.work.setup_codes.take_in_each(
            [Arrival(text, CameBy.PICTURE, is_label_number=True) for text in digits]
        )
        codes = await one.work.setup_codes.list_codes()
        assert [(c.kept.family, c.kept.is_valid) for c in codes] == [("other", False)] * 3
        assert all(isinstance(c.reading, RefusedSetupCode) for c in codes)
        (typed,) = await take(one, DIGITS_OF_QR, by=CameBy.TYPED)
        assert typed.taken_as is TakenAs.NEW


async def test_the_history_says_what_was_done_with_which_code(tmp_path: Path):
    async with world(tmp_path, paired=False) as one:
        service = one.work.setup_codes
        taken = await take(one, QR, OTHER_QR)
        code_id = await entry_id(one, QR)
        await take(one, Secret("mt:-24j0afn00ka0648g00"))
        lower = (await service.find("3")).kept.id
        await service.take_offer(lower)
        await service.assign(code_id, one.place.door.id)
        await service.assign(code_id, one.place.door.id)  # nothing new, so no entry
        await service.note(code_id, "in the cellar")
        await service.assign(code_id, None)
        picture = await one.work.pictures.add_to_setup_code(code_id, one_picture())
        await one.work.pictures.remove(picture.id)
        await service.remove(code_id)
        entries = await one.work.history.entries()
        said = [entry_words(entry.kind, entry.after) for entry in entries]
    assert len(taken) == 2
    assert said[-9:] == [
        "2 setup codes came in",
        "Setup code no. 3 came in",
        "Setup code no. 3 put in capital letters",
        "Setup code no. 1 assigned to a door",
        "Note beside setup code no. 1 changed",
        "Setup code no. 1 for no door any more",
        "Picture added beside setup code no. 1",
        "Picture beside setup code no. 1 removed",
        "Setup code no. 1 removed",
    ]


def one_picture() -> bytes:
    file = BytesIO()
    Image.radial_gradient("L").save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    "after", [None, {}, {"note": {"what": "unheard of"}}, {"note": {"what": ["no", "word"]}}]
)
def test_an_entry_that_says_no_more_is_told_by_its_kind(after: dict[str, object] | None):
    assert entry_words("setup_code_edited", after) == "Setup code kept, changed or removed"


async def test_thousands_of_codes_are_not_compared_each_with_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    compared: list[int] = []

    def counting(one: Reading, other: Reading) -> Sameness:
        compared.append(1)
        return compare_codes(one, other)

    monkeypatch.setattr(vault_codes, "compare_codes", counting)
    texts = [Secret(f"serial number {number}") for number in range(150)]
    async with world(tmp_path, paired=False) as one:
        taken = await take(one, *texts, *texts)
    assert [t.taken_as for t in taken] == [TakenAs.NEW] * 150 + [TakenAs.IN_TRAY] * 150
    assert len(compared) == 150
