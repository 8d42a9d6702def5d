"""The order in which things are found, and how long that takes."""

import time

from hypothesis import given
from hypothesis import strategies as st

from app.services.finding import MOST_FOUND, Findable, Finder


def door(name: str, site: str = "Home") -> Findable:
    return Findable(name, "door", name, site)


def titles(found: list[Findable]) -> list[str]:
    return [thing.title for thing in found]


def test_a_beginning_comes_before_a_word_before_the_rest():
    finder = Finder([door("Backfront"), door("The front"), door("Front door"), door("Yard")])
    assert titles(finder.find("FRONT")) == ["Front door", "The front", "Backfront"]


def test_every_word_has_to_be_there_wherever_it_stands():
    finder = Finder([door("Front", "Elm Street"), door("Front", "Oak Street"), door("Yard", "Elm")])
    assert [thing.subtitle for thing in finder.find("elm fr")] == ["Elm Street"]
    assert finder.find("elm zzz") == []


def test_numbers_serials_and_notes_are_found_by_what_is_not_shown():
    code = Findable("c", "code", "#7 · Matter", "Setup code", "behind the fridge")
    finder = Finder([door("Flat 17"), code])
    assert finder.find("fridge") == [code]
    assert finder.find("#7") == [code]
    assert titles(finder.find("7"))[0] == "#7 · Matter"


@given(st.text(max_size=8))
def test_any_text_finds_only_what_holds_its_words(text: str):
    things = [door(name) for name in ("Front", "a/b", "#1 -x", "")]
    for thing in Finder(things).find(text):
        key = f"{thing.title} {thing.subtitle}".casefold()
        assert all(word in key for word in text.casefold().split())


def test_twenty_thousand_things_are_looked_through_within_a_key_press():
    things = [door(f"Apartment {n % 40}.{n // 40}", f"House {n % 7}") for n in range(20_000)]
    finder = Finder(things)
    for text in ("a", "apartment", "house 3 apartment 12", "nothing like this"):
        began_s = time.perf_counter()
        found = finder.find(text)
        took_s = time.perf_counter() - began_s
        assert took_s < 0.25, f"{text}: {took_s * 1000:.0f} ms"
        assert len(found) <= MOST_FOUND
        print(text, f"{took_s * 1000:.1f} ms")
