"""Where a command's words go: results to standard output, everything else to standard error."""

import contextlib
import io
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from app.core.errors import AppError
from app.texts.messages import error_sentence

# Control characters, line separators, and what turns the text around it: all but the isolates that
# `texts.harmless` puts around a text of its own.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066\u2067]")
_UNSEEN_IN_JSON = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What JSON may hold as it is, and a terminal would obey."""


@dataclass(frozen=True, slots=True)
class Output:
    """Results to `out`, people's text to `err`; with JSON one document on `out` and nothing else."""

    is_json: bool
    out: TextIO
    err: TextIO
    documents: list[object] = field(default_factory=list[object], repr=False)

    @property
    def is_live(self) -> bool:
        """Whether somebody watches standard error, so that progress may be shown."""
        return self.err.isatty()

    def document(self, value: object) -> None:
        """Print the one JSON document; only with `--json`. What goes wrong after it is said on standard error only."""
        if self.is_json and not self.documents:
            self.documents.append(value)
            is_unicode = (self.out.encoding or "utf-8").lower().replace("-", "") == "utf8"
            text = json.dumps(value, ensure_ascii=not is_unicode, indent=2)
            self._print(_UNSEEN_IN_JSON.sub(_escaped, text), self.out)

    def line(self, text: str = "") -> None:
        """Print a line of the result; only without `--json`."""
        if not self.is_json:
            self._print(harmless(text), self.out)

    def raw(self, text: str) -> None:
        """Print a result that has its own line ends, with `--json` too; a terminal is spared what it would obey."""
        shown = harmless(text.replace("\r\n", "\n")) if self.out.isatty() else text
        self._print(shown, self.out, end="")

    def say(self, text: str) -> None:
        """Print a line for people: progress, warnings, errors."""
        self._print(harmless(text), self.err)

    def error(self, error: AppError, *, results: Mapping[str, Any] | None = None) -> None:
        """Say what went wrong in one sentence; with `--json` also as data, beside the results where there are some."""
        self.say(error_sentence(error))
        self.document({**(results or {}), "error": error_document(error)})

    def flush(self) -> None:
        """Send on what is kept back, so that a reader who has gone is noticed here and not at the end of the program."""
        for stream in (self.out, self.err):
            try:
                stream.flush()
            except BrokenPipeError:
                _nobody_reads(stream)

    def _print(self, text: str, stream: TextIO, *, end: str = "\n") -> None:
        try:
            stream.write(text + end)
        except BrokenPipeError:
            _nobody_reads(stream)


def error_document(error: AppError) -> dict[str, Any]:
    """The `error` object of `cli.md`."""
    return {
        "code": error.code,
        "message": error_sentence(error),
        "parameters": {key: _plain(value) for key, value in error.parameters.items()},
    }


def harmless(text: str) -> str:
    """The text without what a terminal would obey: a lock may call itself anything."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | type(None)) else str(value)


def _nobody_reads(stream: TextIO) -> None:
    """The reader has gone (`| head`): the work goes on and ends with its own exit code, its words go nowhere."""
    if isinstance(stream, io.TextIOWrapper):
        with contextlib.suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
