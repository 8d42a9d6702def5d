"""The languages that lists and papers can be written in: those that there is a translation for."""

from app.core.errors import UsageError

LANGUAGES = ("en",)


def checked_language(name: str | None) -> str:
    """The language of a name such as `en` or `en-GB`, English when None; raises `UsageError("unknown_language")`."""
    if name is None:
        return LANGUAGES[0]
    plain = name.strip().lower().replace("_", "-").partition("-")[0]
    if plain not in LANGUAGES:
        raise UsageError("unknown_language", name=name, choices=", ".join(LANGUAGES))
    return plain
