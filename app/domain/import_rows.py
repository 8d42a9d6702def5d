"""One row of somebody's table: read as a wish, or refused cell by cell in words that name the cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.core.errors import AppError, UsageError
from app.core.secret import Secret
from app.domain.grant import ALWAYS, HolidayRule, Validity, WeeklyWindow
from app.domain.import_fields import MORE_FIELDS, SURVEY_FIELDS, ImportField
from app.domain.person import Role
from app.domain.setup_code import RefusedSetupCode, read_setup_code
from app.domain.setup_code_error import SetupCodeFamily
from app.domain.survey import FieldOf, checked_value
from app.domain.validity_text import parse_from, parse_holidays, parse_until, parse_weekly
from app.domain.word_list import split_words

MAX_NAME_CHARACTERS = 120
MAX_WIFI_PASSWORD_CHARACTERS = 64  # IEEE 802.11: a key written out
_YES = frozenset({"yes", "y", "true", "1", "x", "on", "ja", "wahr"})
_NO = frozenset({"", "no", "n", "false", "0", "-", "off", "nein", "falsch"})
_OF_DOOR = frozenset({FieldOf.DOOR, FieldOf.LOCK})
_TIMES = (
    ImportField.FROM,
    ImportField.UNTIL,
    ImportField.WEEKLY,
    ImportField.ONCE,
    ImportField.HOLIDAYS,
)


@dataclass(frozen=True, slots=True)
class ImportIssue:
    """Why a row cannot be taken, or why it is left out; `row` counts as the spreadsheet does. `code` has a sentence in texts."""

    row: int
    column: ImportField | None
    code: str
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class RowWish:
    """What a row says, checked. Survey values and person's details are those that the row gives; what it leaves empty is not touched.

    `validity` is None where the row gives nobody access: it needs a person and a door or group. Its `holidays` stand beside it by the
    calendar's name, and `excepted` and `paused_at` are doors as they are written. `person_key` tells people of one name apart, rows with
    the same `grant_key` are one grant; both are the table's own words.
    """

    row: int
    site: str = ""
    site_zone: str = ""
    site_values: Mapping[str, str] = field(default_factory=dict[str, str])
    wifi_password: Secret[str] | None = None
    door: str = ""
    door_zone: str = ""
    is_private: bool | None = None
    door_values: Mapping[str, str] = field(default_factory=dict[str, str])
    lock_values: Mapping[str, str] = field(default_factory=dict[str, str])
    more: Mapping[FieldOf, Mapping[str, str]] = field(
        default_factory=dict[FieldOf, Mapping[str, str]]
    )
    groups: tuple[str, ...] = ()
    setup_code: Secret[str] | None = None
    person: str = ""
    role: Role | None = None
    language: str = ""
    email: str = ""
    phone: str = ""
    birthday: date | None = None
    is_paused: bool | None = None
    paused_at: tuple[str, ...] = ()
    person_key: str = ""
    grant_key: str = ""
    validity: Validity | None = None
    holidays: tuple[tuple[str, HolidayRule], ...] = ()
    excepted: tuple[str, ...] = ()
    pin: Secret[str] | None = None
    calendar: str = ""
    calendar_dates: frozenset[date] = frozenset()


class _Reading:
    """The cells of one row while they are read; problems gather instead of ending at the first."""

    def __init__(self, row: int, cells: Mapping[ImportField, str]) -> None:
        self.row = row
        self.raw = cells
        self.cells = {key: text.strip() for key, text in cells.items()}
        self.issues: list[ImportIssue] = []

    def text(self, key: ImportField) -> str:
        return self.cells.get(key, "")

    def words(self, key: ImportField) -> tuple[str, ...]:
        """What stands between semicolons, each once."""
        return split_words(self.text(key))

    def secret(self, key: ImportField) -> Secret[str] | None:
        text = self.text(key)
        return Secret(text) if text else None

    def refuse(self, key: ImportField | None, code: str, **parameters: object) -> None:
        self.issues.append(ImportIssue(self.row, key, code, parameters))

    def name(self, key: ImportField) -> str:
        text = self.text(key)
        if len(text) > MAX_NAME_CHARACTERS:
            self.refuse(key, "import_name_too_long", limit=MAX_NAME_CHARACTERS)
            return ""
        if any(ord(letter) < 32 for letter in text):
            self.refuse(key, "name_control_character")
            return ""
        return text

    def zone(self, key: ImportField) -> str:
        text = self.text(key)
        if not text:
            return ""
        try:
            ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.refuse(key, "time_zone", name=text[:MAX_NAME_CHARACTERS])
            return ""
        return text

    def truth(self, key: ImportField) -> bool | None:
        word = self.text(key).casefold()
        if key not in self.cells or word in _YES or word in _NO:
            return None if key not in self.cells or not word else word in _YES
        self.refuse(key, "import_yes_or_no")
        return None


def read_row(
    row: int, cells: Mapping[ImportField, str]
) -> tuple[RowWish | None, list[ImportIssue]]:
    """What a row says, or everything that is wrong with it; None and no issue for a row in which nothing stands."""
    reading = _Reading(row, cells)
    if not any(reading.cells.values()):
        return None, []
    site, door = reading.name(ImportField.SITE), reading.name(ImportField.DOOR)
    if "/" in site:
        reading.refuse(ImportField.SITE, "site_slash", name=site)
    if "/" in door and not site:
        site, _, door = (part.strip() for part in door.partition("/"))
    values = _survey(reading)
    groups = reading.words(ImportField.GROUPS)
    if any(len(group) > MAX_NAME_CHARACTERS for group in groups):
        reading.refuse(ImportField.GROUPS, "import_name_too_long", limit=MAX_NAME_CHARACTERS)
    is_paused, paused_at = _paused(reading)
    person = reading.name(ImportField.PERSON)
    wish = RowWish(
        row=row,
        site=site,
        site_zone=reading.zone(ImportField.SITE_TIME_ZONE),
        site_values=values[FieldOf.SITE],
        wifi_password=_wifi_password(reading),
        door=door,
        door_zone=reading.zone(ImportField.TIME_ZONE),
        is_private=reading.truth(ImportField.PRIVATE),
        door_values=values[FieldOf.DOOR],
        lock_values=values[FieldOf.LOCK],
        more=_more(reading),
        groups=groups,
        setup_code=_setup_code(reading),
        person=person,
        role=_role(reading),
        language=reading.name(ImportField.LANGUAGE),
        email=reading.name(ImportField.EMAIL),
        phone=reading.name(ImportField.PHONE),
        birthday=_day(reading, ImportField.BIRTHDAY, reading.text(ImportField.BIRTHDAY)),
        is_paused=is_paused,
        paused_at=paused_at,
        person_key=reading.name(ImportField.PERSON_ID),
        grant_key=reading.name(ImportField.GRANT),
        validity=_validity(reading, has_place=bool(door or groups), has_person=bool(person)),
        holidays=_holidays(reading),
        excepted=reading.words(ImportField.EXCEPT),
        pin=_pin(reading, has_person=bool(person)),
        calendar=reading.name(ImportField.CALENDAR),
        calendar_dates=_days(reading),
    )
    if wish.excepted and (not wish.groups or not wish.person or wish.door):
        reading.refuse(ImportField.EXCEPT, "import_except_without_group")
    _refuse_homeless(reading, wish)
    return (None, reading.issues) if reading.issues else (wish, [])


def _survey(reading: _Reading) -> dict[FieldOf, dict[str, str]]:
    values: dict[FieldOf, dict[str, str]] = {FieldOf.SITE: {}, FieldOf.DOOR: {}, FieldOf.LOCK: {}}
    for column, (of, key) in SURVEY_FIELDS.items():
        if not reading.text(column):
            continue
        try:
            values[of][key] = checked_value(of, key, reading.text(column))
        except AppError as error:
            reading.refuse(column, error.code, **error.parameters)
    return values


def _more(reading: _Reading) -> dict[FieldOf, Mapping[str, str]]:
    """Notes under words of the customer's own."""
    found: dict[FieldOf, Mapping[str, str]] = {}
    for column, of in MORE_FIELDS.items():
        notes: dict[str, str] = {}
        for part in reading.words(column):
            key, equals, text = part.partition("=")
            try:
                if not equals or not key.strip():
                    raise UsageError("import_more_unreadable")
                notes[key.strip()] = checked_value(of, key.strip(), text)
            except AppError as error:
                reading.refuse(column, error.code, **error.parameters)
        if notes:
            found[of] = notes
    return found


def _wifi_password(reading: _Reading) -> Secret[str] | None:
    """As it stands: a space at its end may be meant."""
    text = reading.raw.get(ImportField.SITE_WIFI_PASSWORD, "").strip("\t\r\n")
    if len(text) > MAX_WIFI_PASSWORD_CHARACTERS:
        limit = MAX_WIFI_PASSWORD_CHARACTERS
        reading.refuse(ImportField.SITE_WIFI_PASSWORD, "wifi_password_too_long", limit=limit)
        return None
    return Secret(text) if text.strip() else None


def _paused(reading: _Reading) -> tuple[bool | None, tuple[str, ...]]:
    """Whether all of somebody's access is paused, or the doors at which it is."""
    word = reading.text(ImportField.PAUSED).casefold()
    if word in _YES or word in _NO:
        return (word in _YES) if word else None, ()
    return None, reading.words(ImportField.PAUSED)


def _day(reading: _Reading, column: ImportField, text: str) -> date | None:
    """A day, also where a workbook has made a moment of it."""
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        reading.refuse(column, "survey_date")
        return None


def _days(reading: _Reading) -> frozenset[date]:
    words = reading.words(ImportField.CALENDAR_DATES)
    days = (_day(reading, ImportField.CALENDAR_DATES, word) for word in words)
    return frozenset(day for day in days if day is not None)


def _setup_code(reading: _Reading) -> Secret[str] | None:
    """A code in a column of its own has to be one: what is not is refused here, as typed digits are."""
    code = reading.secret(ImportField.SETUP_CODE)
    if code is None:
        return None
    found = read_setup_code(code.reveal())
    if isinstance(found, RefusedSetupCode) and found.family is not SetupCodeFamily.OTHER:
        reading.refuse(
            ImportField.SETUP_CODE, f"setup_code_{found.reason}", position=found.position
        )
        return None
    if isinstance(found, RefusedSetupCode):
        reading.refuse(ImportField.SETUP_CODE, "import_no_setup_code")
        return None
    return code


def _role(reading: _Reading) -> Role | None:
    text = reading.text(ImportField.ROLE)
    if not text:
        return None
    try:
        return Role(text.casefold())
    except ValueError:
        reading.refuse(ImportField.ROLE, "unknown_role", name=text[:40], choices=", ".join(Role))
        return None


def _validity(reading: _Reading, *, has_place: bool, has_person: bool) -> Validity | None:
    given = [column for column in _TIMES if reading.text(column)]
    if not (has_place and has_person):
        if given and not has_person:
            reading.refuse(given[0], "import_times_without_person")
        elif given:
            reading.refuse(given[0], "import_times_without_door")
        return None
    if not given:
        return ALWAYS
    start = _time(reading, ImportField.FROM)
    end = _time(reading, ImportField.UNTIL)
    windows = _weekly(reading)
    once = reading.truth(ImportField.ONCE)
    return Validity(start=start, end=end, weekly=windows, is_once=bool(once))


def _time(reading: _Reading, column: ImportField) -> datetime | None:
    text = reading.text(column)
    if not text:
        return None
    try:
        return parse_until(text) if column is ImportField.UNTIL else parse_from(text)
    except AppError as error:
        reading.refuse(column, error.code, text=text[:40])
        return None


def _weekly(reading: _Reading) -> tuple[WeeklyWindow, ...]:
    windows: list[WeeklyWindow] = []
    for part in reading.words(ImportField.WEEKLY):
        try:
            windows.append(parse_weekly(part))
        except AppError as error:
            reading.refuse(ImportField.WEEKLY, error.code, text=part[:40])
    return tuple(dict.fromkeys(windows))


def _holidays(reading: _Reading) -> tuple[tuple[str, HolidayRule], ...]:
    found: list[tuple[str, HolidayRule]] = []
    for part in reading.words(ImportField.HOLIDAYS):
        try:
            found.append(parse_holidays(part))
        except AppError as error:
            reading.refuse(ImportField.HOLIDAYS, error.code, text=part[:40])
    return tuple(found)


def _pin(reading: _Reading, *, has_person: bool) -> Secret[str] | None:
    pin = reading.secret(ImportField.PIN)
    if pin is not None and not has_person:
        reading.refuse(ImportField.PIN, "import_pin_without_person")
        return None
    return pin


def _refuse_homeless(reading: _Reading, wish: RowWish) -> None:
    """What is said of a site or door needs one."""
    of_site: Sequence[object] = (wish.site_values, wish.site_zone, wish.wifi_password)
    if (any(of_site) or FieldOf.SITE in wish.more) and not wish.site:
        reading.refuse(ImportField.SITE, "import_site_missing")
    of_door: Sequence[object] = (wish.door_values, wish.lock_values, wish.door_zone)
    if (any(of_door) or wish.is_private is not None or wish.more.keys() & _OF_DOOR) and (
        not wish.door
    ):
        reading.refuse(ImportField.DOOR, "import_door_missing")
    details: Sequence[object] = (
        wish.role,
        wish.language,
        wish.email,
        wish.phone,
        wish.birthday,
        wish.is_paused is not None or wish.paused_at,
        wish.person_key,
    )
    if any(details) and not wish.person:
        reading.refuse(ImportField.PERSON, "import_person_missing")
    if wish.calendar_dates and not wish.calendar:
        reading.refuse(ImportField.CALENDAR, "import_calendar_missing")
