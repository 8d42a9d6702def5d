import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.base38 import ALPHABET, Base38Error, decode, encode

BASE38 = json.loads(
    (Path(__file__).parents[2] / "data" / "matter_vectors.json").read_text(encoding="utf-8")
)["base38"]


def test_the_alphabet_is_the_published_one() -> None:
    assert BASE38["alphabet"] == ALPHABET


@pytest.mark.parametrize("vector", BASE38["valid"], ids=lambda vector: vector["hex"] or "empty")
def test_a_public_vector_reads_and_writes(vector: dict[str, Any]) -> None:
    assert decode(vector["text"]) == bytes.fromhex(vector["hex"])
    assert encode(bytes.fromhex(vector["hex"])) == vector["text"]


@pytest.mark.parametrize("vector", BASE38["invalid"], ids=lambda vector: vector["text"])
def test_what_is_no_base38_is_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(Base38Error) as caught:
        decode(vector["text"])
    assert caught.value.reason == vector["reason"]


@pytest.mark.parametrize(
    ("text", "index"), [("AB0", 0), ("AAAAAb0", 5), ("0000a", 4), ("00000.....", 5), ("R6000S6", 5)]
)
def test_the_error_says_where(text: str, index: int) -> None:
    with pytest.raises(Base38Error) as caught:
        decode(text)
    assert caught.value.index == index
