"""Places on a lock and the text by which they are known above the driver."""

import pytest

from app.domain.credential import CredentialKind
from app.domain.ids import SlotId
from app.drivers.matter.slots import CredentialPlace, kind_of, place_of, slot_of


@pytest.mark.parametrize(
    ("user", "place", "text"),
    [
        (1, CredentialPlace(1, 4), "user 1 / pin 4"),
        (1, CredentialPlace(0, 1), "user 1 / programming pin 1"),
        (2, None, "user 2"),
        (None, CredentialPlace(2, 7), "card 7"),
        (3, CredentialPlace(99, 5), "user 3 / type 99 credential 5"),
    ],
)
def test_a_place_is_found_again_by_its_text(
    user: int | None, place: CredentialPlace | None, text: str
) -> None:
    assert slot_of(user, place) == text
    assert place_of(SlotId(text)) == (user, place)


@pytest.mark.parametrize("text", ["user x", "pin", "type x credential 5"])
def test_a_text_that_was_not_made_here_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (int's own message)
        place_of(SlotId(text))


def test_kinds_of_the_cluster_are_ours_where_we_have_one() -> None:
    assert kind_of(CredentialPlace(1, 1)) is CredentialKind.PIN
    assert kind_of(CredentialPlace(2, 1)) is CredentialKind.CARD
    assert kind_of(CredentialPlace(99, 1)) is None
