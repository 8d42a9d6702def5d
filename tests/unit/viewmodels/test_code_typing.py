"""The field for a setup code: groups, cursor and words after each edit."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.viewmodels.code_typing import Typing, edit, refusal_of, start_typing, words_of

SHORT, WRONG = "34970112332", "34970112331"
QR = "MT:Y.K9042C00KA0648G00"


def type_keys(text: str, into: Typing | None = None) -> Typing:
    typing = into or start_typing()
    for key in text:
        before = typing.text.reveal()
        after = before[: typing.cursor] + key + before[typing.cursor :]
        typing = edit(typing, after, typing.cursor + 1)
    return typing


def shown(typing: Typing) -> str:
    """The text with a bar for the cursor."""
    text = typing.text.reveal()
    return f"{text[: typing.cursor]}|{text[typing.cursor :]}"


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ("3497", "3497|"),
        ("34970", "3497-0|"),
        (SHORT, "3497-011-2332|"),
        ("3497-011-2332", "3497-011-2332|"),
        ("3497 011 2332", "3497-011-2332|"),
        ("031-45-154", "031-45-154|"),
        ("03145154", "031-45-154|"),
        ("031-", "031-|"),
        (QR, QR + "|"),
        ("https://a.b/c d", "https://a.b/c d|"),
    ],
)
def test_digits_are_grouped_while_they_are_typed(keys: str, field: str):
    assert shown(type_keys(keys)) == field


def test_a_digit_typed_in_the_middle_keeps_the_cursor_behind_it():
    typing = type_keys("3497011233")
    text = typing.text.reveal()
    assert text == "3497-011-233"
    after = edit(typing, "34979-011-233", 5)
    assert shown(after) == "3497-9|01-1233"


def test_a_digit_taken_out_of_the_middle_keeps_the_cursor_at_its_place():
    typing = type_keys(SHORT)
    after = edit(typing, "3497-01-2332", 7)
    assert shown(after) == "3497-01|2-332"


def test_a_paste_into_the_middle_joins_the_digits_around_it():
    typing = type_keys("3497332")
    assert typing.text.reveal() == "3497-332"
    after = edit(typing, "3497-0 112 332", 11)
    assert after.text.reveal() == "3497-011-2332"
    assert after.judgement.is_usable
    assert shown(after) == "3497-011-2|332"


def test_our_own_dashes_are_no_sign_of_another_code():
    """Without its first digit the first group has three digits, as those of HomeKit have."""
    typing = edit(type_keys("1349701"), "349-701", 0)
    assert typing.text.reveal() == "3497-01"


def test_somebodys_own_dash_after_three_digits_is_a_sign_of_homekit():
    assert type_keys("031-4").text.reveal() == "031-4"
    assert "HomeKit" in words_of(type_keys("031-4")).sentence
    back = edit(type_keys("031-"), "031", 3)
    assert type_keys("4", back).text.reveal() == "0314"


@pytest.mark.parametrize(
    ("keys", "part", "tone"),
    [
        ("", "Type the digits", "muted"),
        ("349", "Matter code of 11 digits; 8 to go", "muted"),
        ("4", "Matter code of 21 digits; 20 to go", "muted"),
        (SHORT, "A Matter code, 11 digits. The check digit is right", "ok"),
        (WRONG, "The check digit is wrong", "bad"),
        ("03145154", "A HomeKit code, 8 digits", "warn"),
        ("MT", "Go on typing", "muted"),
        (QR, "A Matter code, the text of its symbol", "ok"),
        (QR[:-1], "not whole yet", "muted"),
        (QR.lower(), "In capital letters", "warn"),
        ("https://example.com", "This is a web address, not the lock's setup code", "warn"),
        ("WIFI:S:x;P:y;;", "This is a Wi-Fi code", "warn"),
        ("MTÖY.K9042C00KA0648G00", "another keyboard layout", "bad"),
    ],
)
def test_what_it_is_is_said_before_enter(keys: str, part: str, tone: str):
    words = words_of(type_keys(keys))
    assert part in words.sentence
    assert words.tone == tone


def test_a_wrong_group_is_named_and_marked():
    typing = type_keys("399999123")  # digits 2 to 6 are more than 16 bits hold
    words = words_of(typing)
    assert words.tone == "bad"
    assert "group" in words.sentence
    marked = [typing.text.reveal()[start : start + length] for start, length in words.marks]
    assert marked
    assert "-" not in "".join(marked)


def test_where_nobody_can_say_which_digit_is_wrong_all_are_marked():
    typing = type_keys(WRONG)
    text = typing.text.reveal()
    assert [text[a : a + n] for a, n in words_of(typing).marks] == ["3497", "011", "2331"]


def test_a_wrong_character_in_the_text_of_a_symbol_is_marked():
    typing = type_keys(QR[:8] + "_" + QR[9:])
    words = words_of(typing)
    assert words.marks == ((8, 1),)
    assert "character 9" in words.sentence


@pytest.mark.parametrize(
    ("keys", "part"),
    [
        ("349701123", "2 digits are missing"),
        ("3497011233", "one digit is missing"),
        (WRONG, "The check digit is wrong"),
        (QR[:-1], "does not have the length"),
        (QR.lower(), "In capital letters"),
        ("12/34", "setup code is needed here"),
        ("", "Type the digits"),
    ],
)
def test_what_is_wrong_is_refused_with_a_reason(keys: str, part: str):
    refusal = refusal_of(type_keys(keys), needs_setup_code=False)
    assert refusal is not None
    assert part in refusal.sentence
    assert refusal.tone == "bad"


def test_another_text_may_be_kept_but_is_no_setup_code():
    typing = type_keys("https://example.com")
    assert refusal_of(typing, needs_setup_code=False) is None
    refusal = refusal_of(typing, needs_setup_code=True)
    assert refusal is not None
    assert "web address" in refusal.sentence


@given(st.text(max_size=60), st.integers(0, 60))
def test_no_edit_fails_and_no_digit_is_lost(text: str, place: int):
    typing = edit(start_typing("3497"), text, min(place, len(text)))
    ascii_digits = [one for one in text if one in "0123456789"]
    assert [one for one in typing.text.reveal() if one in "0123456789"] == ascii_digits
    assert 0 <= typing.cursor <= len(typing.text.reveal())
    assert words_of(typing).sentence
    refusal_of(typing, needs_setup_code=True)


@pytest.mark.parametrize(
    "text", ["9" * 7000, "MT:" + "9" * 7000, "\u202e" * 7000, "MT:" + "Z." * 2000]
)
def test_the_largest_texts_are_judged_at_once(text: str):
    begun = time.process_time()
    words_of(edit(start_typing(), text, len(text)))
    assert time.process_time() - begun < 0.5
