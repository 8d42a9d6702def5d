from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.verhoeff import check_digit, is_valid

DIGITS = st.text(alphabet="0123456789", min_size=1, max_size=30)


def test_the_published_example_has_its_digit() -> None:
    assert check_digit("236") == "3"
    assert check_digit("3497011233") == "2"


@settings(deadline=None)
@given(DIGITS, st.data())
def test_no_other_digit_is_valid(digits: str, data: st.DataObject) -> None:
    code = digits + check_digit(digits)
    assert is_valid(code)
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != code[place]]))
    assert not is_valid(code[:place] + wrong + code[place + 1 :])


@settings(deadline=None)
@given(DIGITS, st.data())
def test_neighbours_that_changed_places_are_found(digits: str, data: st.DataObject) -> None:
    code = digits + check_digit(digits)
    place = data.draw(st.integers(0, len(code) - 2))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_valid(swapped) == (swapped == code)
