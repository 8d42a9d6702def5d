"""The time zone that this computer is set to, by its IANA name."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

_LINK = Path("/etc/localtime")
_NAME = Path("/etc/timezone")
_FOLDER = "zoneinfo/"


def local_zone_name() -> str:
    """The computer's IANA zone; `UTC` when it does not say which."""
    for name in (os.environ.get("TZ", "").removeprefix(":"), _linked(), _written()):
        if name and _is_zone(name):
            return name
    return "UTC"


def _linked() -> str:
    try:
        target = str(_LINK.resolve(strict=True))
    except OSError:
        return ""
    return target.partition(_FOLDER)[2]


def _written() -> str:
    try:
        return _NAME.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True
