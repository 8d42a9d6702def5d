"""What an entry of the history is about, in words."""

from collections.abc import Mapping
from typing import cast

from app.texts.messages import has_message, message


def entry_words(kind: str, after: Mapping[str, object] | None) -> str:
    """What was done: in the words of its note where there are some, else by its kind alone, as for entries that were purged."""
    found = after.get("note") if after is not None else None
    note = cast("Mapping[str, object]", found) if isinstance(found, Mapping) else {}
    code = f"history_{kind}_{note.get('what')}"
    many = next((note[key] for key in ("pictures", "codes") if key in note), 1)
    if many != 1 and has_message(f"{code}_many"):
        code = f"{code}_many"
    return message(code, note) if has_message(code) else message(f"history_{kind}")
