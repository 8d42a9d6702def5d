"""Words that many commands take, declared once."""

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[Path, typer.Argument(metavar="FILE", help="A .lockchart project.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="F",
        help="Read the passphrase from this file (- is standard input).",
    ),
]
WithSecrets = Annotated[
    bool, typer.Option("--with-secrets", help="Print codes and setup codes too.")
]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="Your name in the history; claimed, not checked."),
]
PinFile = Annotated[
    Path | None,
    typer.Option("--pin-file", metavar="F", help="Read the code from this file (- is stdin)."),
]
Door = Annotated[str, typer.Argument(metavar="DOOR", help='"Site/Door", a unique name, or an id.')]
Doors = Annotated[
    list[str] | None,
    typer.Argument(metavar="[DOOR]...", help="Doors; all of them when none is named."),
]
PersonArgument = Annotated[str, typer.Argument(metavar="PERSON", help="A unique name or an id.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done; do nothing.")]
