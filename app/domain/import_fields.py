"""What a column of somebody's table may mean, and the guess from its heading."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from app.domain.survey import FieldOf


class ImportField(StrEnum):
    """The meanings of columns; the words stand in JSON, in `--map` and in the template."""

    SITE = "site"
    SITE_TIME_ZONE = "site_time_zone"
    SITE_ADDRESS = "site_address"
    SITE_CONTACT = "site_contact"
    SITE_WAY_IN = "site_way_in"
    SITE_WIFI_NAME = "site_wifi_name"
    SITE_WIFI_PASSWORD = "site_wifi_password"  # noqa: S105 (a column)
    SITE_BORDER_ROUTER = "site_border_router"
    SITE_HUB = "site_hub"
    SITE_NOTE = "site_note"
    DOOR = "door"
    TIME_ZONE = "time_zone"
    PRIVATE = "private"
    GROUPS = "groups"
    HANDING = "handing"
    THICKNESS_MM = "thickness_mm"
    BACKSET_MM = "backset_mm"
    CYLINDER = "cylinder"
    CYLINDER_OUTSIDE_MM = "cylinder_outside_mm"
    CYLINDER_INSIDE_MM = "cylinder_inside_mm"
    POWER = "power"
    RADIO = "radio"
    USED_BY = "used_by"
    NOTE = "note"
    VENDOR = "vendor"
    PRODUCT = "product"
    SERIAL = "serial"
    FIRMWARE = "firmware"
    BATTERY_TYPE = "battery_type"
    BATTERY_REPLACED_ON = "battery_replaced_on"
    BOUGHT_ON = "bought_on"
    WARRANTY_UNTIL = "warranty_until"
    LOCK_NOTE = "lock_note"
    SETUP_CODE = "setup_code"
    PERSON = "person"
    ROLE = "role"
    LANGUAGE = "language"
    EMAIL = "email"
    PHONE = "phone"
    BIRTHDAY = "birthday"
    PAUSED = "paused"
    FROM = "from"
    UNTIL = "until"
    WEEKLY = "weekly"
    ONCE = "once"
    HOLIDAYS = "holidays"
    EXCEPT = "except"
    PIN = "pin"
    CALENDAR = "calendar"
    CALENDAR_DATES = "calendar_dates"
    SITE_MORE = "site_more"
    DOOR_MORE = "door_more"
    LOCK_MORE = "lock_more"
    PERSON_ID = "person_id"
    GRANT = "grant"


SECRET_FIELDS = frozenset({ImportField.SITE_WIFI_PASSWORD, ImportField.SETUP_CODE, ImportField.PIN})
"""Columns whose cells are never shown, not in a preview and not in an error."""

SURVEY_FIELDS: Mapping[ImportField, tuple[FieldOf, str]] = {
    ImportField.SITE_ADDRESS: (FieldOf.SITE, "address"),
    ImportField.SITE_CONTACT: (FieldOf.SITE, "contact"),
    ImportField.SITE_WAY_IN: (FieldOf.SITE, "way_in"),
    ImportField.SITE_WIFI_NAME: (FieldOf.SITE, "wifi_name"),
    ImportField.SITE_BORDER_ROUTER: (FieldOf.SITE, "border_router"),
    ImportField.SITE_HUB: (FieldOf.SITE, "hub"),
    ImportField.SITE_NOTE: (FieldOf.SITE, "note"),
    ImportField.HANDING: (FieldOf.DOOR, "handing"),
    ImportField.THICKNESS_MM: (FieldOf.DOOR, "thickness_mm"),
    ImportField.BACKSET_MM: (FieldOf.DOOR, "backset_mm"),
    ImportField.CYLINDER: (FieldOf.DOOR, "cylinder"),
    ImportField.CYLINDER_OUTSIDE_MM: (FieldOf.DOOR, "cylinder_outside_mm"),
    ImportField.CYLINDER_INSIDE_MM: (FieldOf.DOOR, "cylinder_inside_mm"),
    ImportField.POWER: (FieldOf.DOOR, "power"),
    ImportField.RADIO: (FieldOf.DOOR, "radio"),
    ImportField.USED_BY: (FieldOf.DOOR, "used_by"),
    ImportField.NOTE: (FieldOf.DOOR, "note"),
    ImportField.VENDOR: (FieldOf.DOOR, "lock_vendor"),
    ImportField.PRODUCT: (FieldOf.DOOR, "lock_product"),
    ImportField.SERIAL: (FieldOf.DOOR, "lock_serial"),
    ImportField.FIRMWARE: (FieldOf.DOOR, "lock_firmware"),
    ImportField.BATTERY_TYPE: (FieldOf.LOCK, "battery_type"),
    ImportField.BATTERY_REPLACED_ON: (FieldOf.LOCK, "battery_replaced_on"),
    ImportField.BOUGHT_ON: (FieldOf.LOCK, "bought_on"),
    ImportField.WARRANTY_UNTIL: (FieldOf.LOCK, "warranty_until"),
    ImportField.LOCK_NOTE: (FieldOf.LOCK, "note"),
}
"""Columns that are noted of a site, a door or its lock; what a table says a lock is stands at its door, since only pairing makes a lock ours."""

MORE_FIELDS: Mapping[ImportField, FieldOf] = {
    ImportField.SITE_MORE: FieldOf.SITE,
    ImportField.DOOR_MORE: FieldOf.DOOR,
    ImportField.LOCK_MORE: FieldOf.LOCK,
}
"""Columns for notes under words of the customer's own, as `word=text`."""

NOTED_OF_LOCK = "lock_"
"""What stands before the word of a lock's field when it is noted at a door where no lock is mounted yet."""

# English and German, as surveys and the exports of other programs head them.
_ALIASES: Mapping[ImportField, tuple[str, ...]] = {
    ImportField.SITE: (
        "site",
        "property",
        "building",
        "house",
        "object",
        "standort",
        "objekt",
        "gebaeude",
        "haus",
        "liegenschaft",
    ),
    ImportField.SITE_ADDRESS: ("address", "street", "adresse", "anschrift", "strasse"),
    ImportField.SITE_CONTACT: ("contact", "contact person", "kontakt", "ansprechpartner"),
    ImportField.SITE_WAY_IN: ("way in", "access to site", "zugang"),
    ImportField.SITE_WIFI_NAME: ("wifi", "wi fi", "wifi name", "ssid", "wlan"),
    ImportField.SITE_WIFI_PASSWORD: (
        "wifi password",
        "wi fi password",
        "wlan passwort",
        "wlan schluessel",
    ),
    ImportField.DOOR: (
        "door",
        "door name",
        "room",
        "unit",
        "apartment",
        "flat",
        "tuer",
        "tuername",
        "raum",
        "wohnung",
        "zimmer",
    ),
    ImportField.TIME_ZONE: ("time zone", "timezone", "zeitzone"),
    ImportField.GROUPS: ("group", "groups", "door groups", "gruppe", "gruppen"),
    ImportField.HANDING: ("handing", "door handing", "din richtung", "anschlag"),
    ImportField.THICKNESS_MM: (
        "thickness",
        "door thickness",
        "thickness mm",
        "tuerstaerke",
        "tuerdicke",
    ),
    ImportField.BACKSET_MM: ("backset", "dornmass"),
    ImportField.CYLINDER: ("cylinder", "cylinder type", "zylinder", "zylinderart"),
    ImportField.CYLINDER_OUTSIDE_MM: ("cylinder outside", "zylinder aussen"),
    ImportField.CYLINDER_INSIDE_MM: ("cylinder inside", "zylinder innen"),
    ImportField.POWER: ("power", "strom", "stromversorgung"),
    ImportField.RADIO: ("radio", "network", "funk", "netz"),
    ImportField.USED_BY: ("used by", "users", "nutzer", "genutzt von"),
    ImportField.NOTE: (
        "note",
        "notes",
        "remark",
        "remarks",
        "comment",
        "notiz",
        "bemerkung",
        "kommentar",
    ),
    ImportField.VENDOR: ("vendor", "maker", "manufacturer", "brand", "hersteller", "marke"),
    ImportField.PRODUCT: ("product", "model", "lock model", "produkt", "modell"),
    ImportField.SERIAL: ("serial", "serial number", "serial no", "seriennummer", "s n", "sn"),
    ImportField.FIRMWARE: ("firmware", "firmware version"),
    ImportField.SETUP_CODE: (
        "setup code",
        "set up code",
        "pairing code",
        "matter code",
        "qr code",
        "homekit code",
        "dsk",
        "install code",
        "einrichtungscode",
        "kopplungscode",
    ),
    ImportField.PERSON: (
        "person",
        "name",
        "user",
        "guest",
        "resident",
        "tenant",
        "full name",
        "mieter",
        "bewohner",
        "gast",
        "nutzername",
    ),
    ImportField.ROLE: ("role", "rolle"),
    ImportField.LANGUAGE: ("language", "sprache"),
    ImportField.EMAIL: ("email", "e mail", "mail", "e mail address"),
    ImportField.PHONE: ("phone", "telephone", "mobile", "telefon", "handy", "mobil"),
    ImportField.FROM: (
        "from",
        "start",
        "starts",
        "valid from",
        "check in",
        "arrival",
        "von",
        "ab",
        "gueltig ab",
        "anreise",
        "beginn",
    ),
    ImportField.UNTIL: (
        "until",
        "to",
        "end",
        "ends",
        "valid until",
        "check out",
        "departure",
        "bis",
        "gueltig bis",
        "abreise",
        "ende",
    ),
    ImportField.WEEKLY: ("weekly", "weekly times", "schedule", "times", "wochenzeiten", "zeiten"),
    ImportField.ONCE: ("once", "one use", "single use", "einmalig"),
    ImportField.HOLIDAYS: ("holidays", "holiday calendar", "feiertage"),
    ImportField.EXCEPT: ("except", "except doors", "without doors", "ausser"),
    ImportField.PRIVATE: ("private", "privat"),
    ImportField.PIN: ("pin", "door code", "keypad code", "tuercode"),
    ImportField.BATTERY_TYPE: ("battery type", "batteries", "batterietyp", "batterieart"),
    ImportField.BATTERY_REPLACED_ON: ("battery replaced", "battery changed", "batteriewechsel"),
    ImportField.BOUGHT_ON: ("bought", "purchased", "purchase date", "gekauft", "kaufdatum"),
    ImportField.WARRANTY_UNTIL: ("warranty", "warranty end", "garantie bis", "garantieende"),
    ImportField.LOCK_NOTE: ("lock note", "note of the lock"),
    ImportField.BIRTHDAY: ("birthday", "date of birth", "born", "geburtstag", "geburtsdatum"),
    ImportField.PAUSED: ("paused", "pausiert"),
}

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def plain_heading(text: str) -> str:
    """A heading as it is compared: small letters, umlauts as two, no accents, words with one space between."""
    small = text.casefold().translate(_UMLAUTS)
    bare = unicodedata.normalize("NFKD", small)
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def guess_fields(header: Sequence[str], known: Mapping[str, ImportField]) -> dict[int, ImportField]:
    """What each column means, by its place from 0; `known` are headings that are sure (remembered ones, our own titles).

    A meaning is given once, to the first column that claims it; columns nobody knows are left out.
    """
    sure = {plain_heading(heading): field for heading, field in known.items()}
    guessed = {plain_heading(str(field)): field for field in ImportField}
    for field, aliases in _ALIASES.items():
        guessed.update(dict.fromkeys(aliases, field))
    found: dict[int, ImportField] = {}
    for names in (sure, guessed):
        for place, heading in enumerate(header):
            field = names.get(plain_heading(heading))
            if field is not None and place not in found and field not in found.values():
                found[place] = field
    return found


def header_score(cells: Sequence[str], known: Mapping[str, ImportField]) -> int:
    """How many cells of a row are headings that we know: the row with the most is the heading."""
    return len(guess_fields(cells, known))
