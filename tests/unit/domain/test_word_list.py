"""Several texts in one cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.word_list import join_words, split_words


@given(st.lists(st.text(min_size=1).filter(lambda word: bool(word)), unique=True))
def test_texts_joined_are_split_into_the_same(words: list[str]):
    assert split_words(join_words(words)) == tuple(words)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("", ()),
        (" ; ;", ()),
        ("All; Floor 1;All", ("All", "Floor 1")),
        ('"a;b" ; c', ("a;b", "c")),
        ('"a" b;c', ('"a" b', "c")),
        ('12" door;c', ('12" door', "c")),
        ('"open;c', ('"open', "c")),
    ],
)
def test_what_people_write_is_read_as_they_mean_it(cell: str, words: tuple[str, ...]):
    assert split_words(cell) == words
