"""What texts, digits and pictures say as setup codes: `decode`, and the reading that `scan` shares."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

import typer

from app.cli.frame import DONE, INTERRUPTED, NO, Interrupted, run_plain
from app.cli.options import Json, WithSecrets
from app.cli.output import Output, error_document
from app.cli.progress import Bars, bars
from app.cli.questions import ended_by_signals
from app.cli.readings import LONGEST_NAME, payloads_json, reading_json, reading_lines
from app.cli.stopping import Stop, stopping
from app.cli.values import Json as JsonObject
from app.core.errors import AppError
from app.services.decoding import (
    MAX_INPUT_BYTES,
    Decoded,
    Decoding,
    Input,
    Unread,
    decode_inputs,
    inputs_of_bytes,
    inputs_of_words,
    is_partly_read,
)
from app.texts.harmless import harmless
from app.texts.messages import error_sentence, message

commands = typer.Typer()

_WITHOUT_LAST = "reading_without_zbar"
WHAT_HELP = (
    "The text of a code, typed digits, or a picture file; - reads standard input, a code a line or one "
    "picture. Everybody on this computer can see what stands here, and the shell remembers it: prefer - "
    "or a picture for real codes."
)


@commands.command("decode")
def decode(
    context: typer.Context,
    what: Annotated[list[str], typer.Argument(metavar="WHAT...", help=WHAT_HELP)],
    with_secrets: WithSecrets = False,
    is_json: Json = False,
) -> int:
    """Say what setup codes are, and what they say; of a Wi-Fi code and the like, that it is none."""
    del context

    async def work(output: Output) -> int:
        inputs = inputs_of(what)
        with stopping(output) as stop:
            found = await decode_all(inputs, output, stop)
        results: JsonObject = {
            "codes": [item_json(item, with_secrets=with_secrets) for item in found.items],
            "notes": found.notes,
        }
        for item in found.items:
            _say_item(item, output, with_secrets=with_secrets, is_one=len(inputs) == 1)
        found.say_notes(output)
        if stop.is_asked:
            output.error(Interrupted("interrupted", reason="reading"), results=results)
            return INTERRUPTED
        output.document(results)
        is_all = found.items and _all_read(found.items) and not found.is_partly_read
        return DONE if is_all else NO

    return run_plain(work, is_json=is_json)


def inputs_of(words: Sequence[str]) -> list[Input]:
    """What the words mean; `-` is what comes by standard input."""
    found: list[Input] = []
    for word in words:
        found += inputs_of_bytes(_standard_input()) if word == "-" else inputs_of_words([word])
    return found


@dataclass(slots=True)
class Found:
    """What was read, and `notes` on what could not be tried: `index`, `code`, `message`, `parameters`."""

    items: list[Decoded | Unread] = field(default_factory=list[Decoded | Unread])
    notes: list[JsonObject] = field(default_factory=list[JsonObject])
    is_partly_read: bool = False
    """Whether a page of a picture could not be read."""

    def hear(self, index: int, decoding: Decoding) -> None:
        """Note what is to be said about a picture; what is missing in this computer is said once.

        The last reader is missed only where the others found nothing.
        """
        self.is_partly_read = self.is_partly_read or is_partly_read(decoding)
        for note in decoding.notes:
            self._note(index, note.code, note.parameters)
        known = {note["code"] for note in self.notes}
        for part in decoding.missing:
            code = f"reading_without_{part}"
            if code not in known and not (code == _WITHOUT_LAST and decoding.symbols):
                self._note(None, code, {})

    def say_notes(self, output: Output) -> None:
        """Say the notes to people."""
        for note in self.notes:
            output.say(note["message"])

    def _note(self, index: int | None, code: str, parameters: Mapping[str, object]) -> None:
        said = {"message": message(code, parameters), "parameters": dict(parameters)}
        self.notes.append({"index": index, "code": code, **said})


async def decode_all(inputs: Sequence[Input], output: Output, stop: Stop) -> Found:
    """Everything that is found until somebody asks for the end; pictures with a bar on a terminal."""
    found = Found()
    if all(wanted.text is not None for wanted in inputs):
        found.items += [item async for item in decode_inputs(inputs, should_stop=stop)]
        return found
    with bars(output) as shown:
        _show(shown, inputs, 0)

        def on_page(index: int, done: int, total: int) -> None:
            if total > 1:
                shown.show("pages", _name(inputs[index]), done, total)

        async for item in decode_inputs(
            inputs, should_stop=stop, on_page=on_page, on_picture=found.hear
        ):
            found.items.append(item)
            _show(shown, inputs, item.index + 1)
    return found


def place_json(item: Decoded | Unread) -> JsonObject:
    """Where something was read: of which input, and in a picture where and by whom."""
    is_read = isinstance(item, Decoded)
    position = item.position if is_read else None
    return {
        "index": item.index,
        "source": item.source,
        "position": None if position is None else [list(point) for point in position],
        "decoder": item.decoder if is_read else None,
        "step": item.step if is_read else None,
        "format": str(item.format) if is_read and item.format else None,
        "page": item.page if is_read else None,
    }


def item_json(item: Decoded | Unread, *, with_secrets: bool) -> JsonObject:
    """One entry of `decode --json`; `step`, `format`, `page`, `digits`, `facts` and `other` stand beside what was promised."""
    if isinstance(item, Unread):
        nothing = {"valid": False, "reason": None, "payloads": [], "digits": None}
        unsaid = {"text": None, "secret": False, "family": None, "facts": [], "other": None}
        return {**place_json(item), **nothing, **unsaid, "error": error_document(item.error)}
    return {
        **place_json(item),
        **reading_json(item.code, item.text, with_secrets=with_secrets),
        "payloads": payloads_json(item.code, with_secrets=with_secrets),
    }


def label_of(index: int, source: str | None, *, is_one: bool) -> str:
    """What stands before the words about an input: its name, else its number where there are several."""
    if source is not None:
        return f"{harmless(source, LONGEST_NAME)}: "
    return "" if is_one else f"{index + 1}: "


def unread_line(item: Unread, *, is_one: bool) -> str:
    """Why an input could not be read."""
    given = {
        key: harmless(value, LONGEST_NAME) if isinstance(value, str) else value
        for key, value in item.error.parameters.items()
    }
    label = label_of(item.index, item.source, is_one=is_one)
    return f"{label}{error_sentence(AppError(item.error.code, **given))}"


def _say_item(item: Decoded | Unread, output: Output, *, with_secrets: bool, is_one: bool) -> None:
    if isinstance(item, Unread):
        output.line(unread_line(item, is_one=is_one))
        return
    first, *rest = reading_lines(
        item.code, item.text, with_secrets=with_secrets, is_typed=item.source is None
    )
    output.line(f"{label_of(item.index, item.source, is_one=is_one)}{first}")
    for line in rest:
        output.line(f"  {line}")


def _standard_input() -> bytes:
    with ended_by_signals():
        return sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)


def _all_read(found: Sequence[Decoded | Unread]) -> bool:
    """Whether every input gave a usable setup code."""
    good = {item.index for item in found if isinstance(item, Decoded) and item.is_valid}
    return good == {item.index for item in found}


def _show(shown: Bars, inputs: Sequence[Input], done: int) -> None:
    now = _name(inputs[min(done, len(inputs) - 1)])
    shown.show("inputs", message("reading_input", {"name": now}), done, len(inputs))


def _name(wanted: Input) -> str:
    return harmless(wanted.name or message("reading_text"), 40)
