"""Log files without secrets: a white list of what may be written, redaction of what slips through."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.core.paths import private_dir

TRAFFIC = 5
"""Level below DEBUG for raw traffic; off unless somebody asks for it and is warned."""

_MT_CODE = re.compile(r"MT:[0-9A-Z.\-*]{8,}")
_LONG_DIGITS = re.compile(r"(?<![\w.:/-])\d[\d -]{2,20}\d(?![\w.:])")
_HEX_KEY = re.compile(r"\b[0-9a-fA-F]{32,}\b")
_FIELD = re.compile(
    r"(?i)(pin|passcode|passphrase|password|token|credentials?|secret|code)([\"']?\s*[:=]\s*[\"']?)([^\s\"',}]+)"
)


def redact(text: str) -> str:
    """Replace everything that looks like a code, key, PIN or password by `***`."""
    text = _MT_CODE.sub("MT:***", text)
    text = _HEX_KEY.sub("***", text)
    text = _FIELD.sub(lambda found: f"{found[1]}{found[2]}***", text)
    return _LONG_DIGITS.sub("***", text)


class RedactingFormatter(logging.Formatter):
    """Formats a record, then redacts message and traceback, so that values in exceptions stay out."""

    def format(self, record: logging.LogRecord) -> str:
        stamp = self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z")
        message = record.getMessage()
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            message = f"{message}\n{record.exc_text}"
        return f"{stamp} {record.levelname} {record.name}: {redact(message)}"


def start_log(folder: Path, *, level: int = logging.INFO) -> Path:
    """Write the program's log to a rotating private file in this folder; return the file."""
    logging.addLevelName(TRAFFIC, "TRAFFIC")
    path = private_dir(folder) / "lockchart.log"
    path.touch(mode=0o600, exist_ok=True)
    handler = RotatingFileHandler(
        path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
    )
    handler.setFormatter(RedactingFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    return path
