"""Texts that somebody else chose move, hide and imitate nothing around them."""

import pytest
from PySide6.QtGui import Qt

from app.texts.harmless import breakable, harmless, harmless_lines, unmarked, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Front door", "Front door"),
        ("two\nlines\tand  more", "two lines and more"),
        ("bell\x07", "bell\\u{7}"),
        ("\u202egnp.exe", "\\u{202e}gnp.exe"),
        ("zero\u200bwidth", "zero\\u{200b}width"),
        ("a\u2028b", "a b"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("\ud800", "\\u{d800}"),
        ("\ue000", "\\u{e000}"),
    ],
)
def test_what_would_not_be_seen_is_written_as_its_number(text, shown):
    assert harmless(text) == shown


def test_right_to_left_letters_turn_nothing_around_them():
    assert harmless("דלת") == "\u2068דלת\u2069"
    assert harmless("Tür") == "Tür"


def test_joiners_of_scripts_and_emoji_stay():
    assert "\u200d" in visible("👩\u200d🔧")


@pytest.mark.parametrize("text", ["x" * 4_000_000, "\u202e" * 4_000_000, " \n" * 2_000_000])
def test_megabytes_end_in_one_short_line(text):
    shown = harmless(text, 80)
    assert len(shown) <= 80
    assert "\n" not in shown


def test_a_cut_text_says_so():
    assert harmless("x" * 100, 10) == "xxxxxxxxx…"
    assert harmless("x" * 10, 10) == "x" * 10


@pytest.mark.parametrize(
    "text",
    ["Door · <b>x</b>", "<img src='/etc/hostname'>", "&lt;b&gt;", "<!DOCTYPE html>", "<?xml?><p>"],
)
def test_what_looks_like_markup_is_none_for_qt_and_looks_the_same(text):
    assert Qt.mightBeRichText(text)
    assert not Qt.mightBeRichText(unmarked(text))
    assert unmarked(text).replace("\u2060", "") == text


def test_details_are_shown_line_by_line_and_cut():
    text = "Error:\n\tat \u202eevil\x07\n" + "x" * 4_000_000 + "\n" * 1_000
    shown = harmless_lines(text, longest_line=50, most_lines=20)
    first, second, third, *rest = shown.split("\n")
    assert (first, second) == ("Error:", "    at \\u{202e}evil\\u{7}")
    assert third == "x" * 50 + "…"
    assert len(rest) == 18
    assert rest[-1] == "…"


def test_long_words_may_break_and_lose_nothing():
    text = "51525-35455  x/" + "A" * 40
    broken = breakable(text)
    assert broken.replace("\u200b", "") == text
    assert max(len(piece) for piece in broken.replace(" ", "\u200b").split("\u200b")) <= 16
