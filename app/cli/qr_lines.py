"""A QR code for a person who looks at a terminal."""

from app.cli.output import Output
from app.core.secret import Secret
from app.papers.qr_picture import qr_modules

_QUIET_MODULES = 2  # less than the standard's four, so that it fits; phones read it
_BLOCKS = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}


def qr_lines(text: Secret[str], output: Output) -> list[str]:
    """The code in half blocks, light on dark; nothing where nobody looks. Raises `AppError("qr_too_long")`."""
    if output.is_json or not output.out.isatty():
        return []
    rows = qr_modules(text, quiet=_QUIET_MODULES)
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    return [
        "".join(_BLOCKS[above, below] for above, below in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]
