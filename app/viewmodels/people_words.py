"""Words for people: where a grant leads, which language somebody reads."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.grant import Grant
from app.domain.ids import DoorId, GroupId
from app.domain.project import Group
from app.services.open_project import Place

MOST_NAMED = 4
LANGUAGES = ("en", "de", "fr", "it", "es", "nl", "pl", "pt", "tr", "uk")
"""Languages offered first for a person's texts; any other tag that a file brings is kept and shown."""


def where_words(
    grant: Grant, groups: Mapping[GroupId, Group], places: Mapping[DoorId, Place]
) -> tuple[str, ...]:
    """Groups and doors of a grant, such as "all of Flats except House/Flat 3" and "House/Cellar"."""
    translate = QCoreApplication.translate
    named = [groups[key].name for key in grant.group_ids if key in groups]
    parts: list[str] = []
    if named:
        words = translate("Grant", "all of {0}").format(some_words(sorted(named)))
        away = _labels(grant.except_door_ids, places)
        if away:
            words = translate("Grant", "{0} except {1}").format(words, some_words(away))
        parts.append(words)
    doors = _labels(grant.door_ids - grant.except_door_ids, places)
    if doors:
        parts.append(some_words(doors))
    return tuple(parts) or (translate("Grant", "no door any more"),)


def some_words(names: list[str]) -> str:
    """The first names of a list, and how many more there are."""
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    words = QCoreApplication.translate("Grant", "{0} and {1} more")
    return words.format(", ".join(names[: MOST_NAMED - 1]), len(names) - MOST_NAMED + 1)


def language_word(tag: str | None) -> str:
    """A language by its own name; a tag that Qt does not know is shown as it is."""
    if not tag:
        return ""
    name = QLocale(tag).nativeLanguageName()
    return name or tag


def language_choices(known: str = "") -> list[tuple[str, str]]:
    """Languages to choose from as tag and name: none first, then a known other one."""
    tags = [*([known] if known and known not in LANGUAGES else []), *LANGUAGES]
    none = QCoreApplication.translate("Person", "not known")
    return [("", none), *((tag, language_word(tag)) for tag in tags)]


def _labels(doors: frozenset[DoorId], places: Mapping[DoorId, Place]) -> list[str]:
    return sorted((places[door].label for door in doors if door in places), key=str.casefold)
