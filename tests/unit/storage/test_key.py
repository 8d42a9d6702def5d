"""The key: from a passphrase, from digits, from the printed sheet."""

import secrets
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import RuleError, UsageError
from app.core.secret import Secret
from app.storage.project_file.key import (
    ALPHABET,
    CURRENT_PARAMETERS,
    GROUPS,
    KEY_BYTES,
    KeyParameters,
    check_new_passphrase,
    derive_key_blocking,
    key_of_hex,
    key_of_recovery_text,
    recovery_text,
)

WEAK = KeyParameters(1, 8, 1)
keys = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES).map(Secret)


def test_the_costs_are_those_that_were_measured():
    assert (CURRENT_PARAMETERS.time_cost, CURRENT_PARAMETERS.memory_kib) == (3, 65536)
    assert CURRENT_PARAMETERS.parallelism == 1


def test_the_key_is_argon2id_over_the_normalised_passphrase():
    composed, decomposed = "caf\u00e9", unicodedata.normalize("NFD", "caf\u00e9")
    assert composed != decomposed
    salt = b"somesalt12345678"
    first = derive_key_blocking(Secret(composed), salt, WEAK)
    assert first == derive_key_blocking(Secret(decomposed), salt, WEAK)
    assert (
        first.reveal().hex() == "7f178cb35fb346a84a1282cbdf40ba57d3e808ce586281541941e163afe80a85"
    )
    today = derive_key_blocking(Secret(composed), salt, CURRENT_PARAMETERS)
    assert (
        today.reveal().hex() == "7dfbcffeec0f1b2d4544e48dd6c1e606d4caf82c18387bd395726d4b39331fc1"
    )
    assert first != derive_key_blocking(Secret(composed), b"othersalt1234567", WEAK)


@pytest.mark.parametrize("text", ["", "   ", "\t\n"])
def test_an_empty_passphrase_is_refused(text: str):
    with pytest.raises(RuleError, match="passphrase_empty"):
        check_new_passphrase(Secret(text))


@given(keys)
def test_the_sheet_gives_the_key_back(key: Secret[bytes]):
    text = recovery_text(key)
    assert len(text.reveal().split()) == GROUPS
    assert key_of_recovery_text(text) == key


@given(keys)
def test_how_it_is_typed_does_not_matter(key: Secret[bytes]):
    text = recovery_text(key).reveal()
    for typed in (
        text.lower(),
        text.replace(" ", "-"),
        text.replace(" ", ""),
        "\n" + text.replace(" ", "\n") + "\n",
        text.replace("0", "o").replace("1", "l"),
    ):
        assert key_of_recovery_text(Secret(typed)) == key


@given(keys, st.integers(0, GROUPS * 5 - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found_in_its_group(key: Secret[bytes], place: int, other: str):
    joined = recovery_text(key).reveal().replace(" ", "")
    if joined[place] == other:
        return
    with pytest.raises(UsageError, match="recovery_group") as caught:
        key_of_recovery_text(Secret(joined[:place] + other + joined[place + 1 :]))
    assert caught.value.parameters == {"number": place // 5 + 1}


@given(keys, st.integers(0, GROUPS - 1), st.integers(0, 3))
def test_two_swapped_characters_are_found(key: Secret[bytes], group: int, place: int):
    groups = recovery_text(key).reveal().split()
    text = groups[group]
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if swapped == text:
        return
    groups[group] = swapped
    with pytest.raises(UsageError, match="recovery_group") as caught:
        key_of_recovery_text(Secret(" ".join(groups)))
    assert caught.value.parameters == {"number": group + 1}


@given(keys, st.integers(0, GROUPS - 1), st.integers(0, GROUPS - 1))
def test_two_swapped_groups_are_found(key: Secret[bytes], first: int, second: int):
    if first == second:
        return
    groups = recovery_text(key).reveal().split()
    groups[first], groups[second] = groups[second], groups[first]
    with pytest.raises(UsageError, match="recovery_group"):
        key_of_recovery_text(Secret(" ".join(groups)))


def test_a_character_left_out_is_found_in_its_group():
    groups = recovery_text(Secret(secrets.token_bytes(KEY_BYTES))).reveal().split()
    groups[6] = groups[6][:-1]
    with pytest.raises(UsageError, match="recovery_group") as caught:
        key_of_recovery_text(Secret(" ".join(groups)))
    assert caught.value.parameters == {"number": 7}


def test_missing_and_superfluous_groups_are_counted():
    groups = recovery_text(Secret(secrets.token_bytes(KEY_BYTES))).reveal().split()
    for wrong in (groups[:-1], [*groups, "00000"]):
        with pytest.raises(UsageError, match="recovery_length") as caught:
            key_of_recovery_text(Secret(" ".join(wrong)))
        assert caught.value.parameters == {"groups": len(wrong), "wanted": GROUPS}


@given(st.text(max_size=200))
def test_any_other_text_is_its_own_error(text: str):
    with pytest.raises(UsageError, match=r"recovery_group|recovery_length"):
        key_of_recovery_text(Secret(text))


@pytest.mark.parametrize("digits", ["", "00", "zz" * 32, "00" * 33])
def test_digits_that_are_no_key_are_refused(digits: str):
    with pytest.raises(UsageError, match="key_digits"):
        key_of_hex(Secret(digits))
