"""What a kept setup code says, in words for a row and for its detail: never a digit of the code itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.homekit_code import HomeKitCategory
from app.domain.setup_code import RefusedSetupCode, SetupCode
from app.domain.setup_code_error import SetupCodeFamily
from app.domain.setup_code_facts import CodeFacts, public_facts
from app.services.setup_codes import VaultCode
from app.texts.harmless import harmless
from app.texts.messages import has_message, message
from app.viewmodels.moments import date_words, moment_words

SEPARATOR = " · "
LONGEST_NAME = 80
"""Of what a label or a person calls something; the rest is cut."""

MOUNTED, ALL = "mounted", "all"

_PRINTED_AS_DIGITS = frozenset({"manual", "typed", "dsk"})


@dataclass(frozen=True, slots=True)
class TrayItem:
    """One row. `state`: `free`, `assigned`, `mounted`, `other` (no setup code) or `unusable`; `door` goes with it, in words."""

    id: str
    number: int
    title: str
    facts: str
    came: str
    is_symbol: bool
    state: str
    door: str
    tags: frozenset[str]
    search: str


@dataclass(frozen=True, slots=True)
class TrayDetail:
    """One entry in full.

    `preparation` is the word of what must happen at the lock first, empty for what is no usable code. `problem` says why it cannot be
    used or what it is instead; `offer` what it would be in capital letters. `site_door` is the label of its door.
    """

    item: TrayItem
    preparation: str
    preparation_words: str
    problem: str
    offer: str
    warnings: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    note: str
    site_door: str
    is_usable: bool
    can_add_lock: bool
    is_mounted: bool
    has_symbol: bool
    pictures: int


def tray_item(code: VaultCode, zone: ZoneInfo, now: datetime) -> TrayItem:
    """The row of a kept code."""
    title = f"{message('tray_number', {'number': code.kept.number})}{SEPARATOR}{what_words(code)}"
    door = door_words(code)
    facts = fact_words(code.reading)
    return TrayItem(
        id=str(code.kept.id),
        number=code.kept.number,
        title=title,
        facts=facts,
        came=came_words(code, date_words(code.kept.at, zone, now)),
        is_symbol=has_symbol(code.reading),
        state=_state(code),
        door=door,
        tags=frozenset({str(code.state), ALL}),
        search=" ".join(
            (door, harmless(code.kept.note or "", LONGEST_NAME), f"#{code.kept.number}")
        ),
    )


def tray_detail(
    code: VaultCode, zone: ZoneInfo, now: datetime, families: Collection[str]
) -> TrayDetail:
    """The detail of a kept code; `families` are those of which locks can be added."""
    reading = code.reading
    facts = () if isinstance(reading, RefusedSetupCode) else public_facts(reading)
    preparation = str(facts[0].preparation) if facts else ""
    can_add = bool(facts) and str(reading.family) in families
    words = f"preparation_{preparation}" if can_add else "tray_no_family"
    return TrayDetail(
        item=tray_item(code, zone, now),
        preparation=preparation,
        preparation_words=message(words) if preparation else "",
        problem=problem_words(reading),
        offer=offer_words(reading),
        warnings=tuple(
            message(f"code_warning_{warning}") for fact in facts[:1] for warning in fact.warnings
        ),
        facts=_fact_rows(code, facts, zone),
        note=code.kept.note or "",
        site_door=harmless(code.place.label) if code.place is not None else "",
        is_usable=bool(facts),
        can_add_lock=can_add and not is_mounted(code),
        is_mounted=is_mounted(code),
        has_symbol=has_symbol(reading),
        pictures=code.pictures,
    )


def what_words(code: VaultCode) -> str:
    """What the entry is, in a few words."""
    return what_of_reading(code.reading)


def what_of_reading(reading: SetupCode | RefusedSetupCode) -> str:
    """What a text is, in a few words."""
    if not isinstance(reading, RefusedSetupCode):
        return message(f"tray_{reading.family}")
    if reading.other is not None:
        return message(f"tray_other_{reading.other.word}")
    if reading.family is SetupCodeFamily.OTHER:
        return message("tray_other_text")
    return message("tray_damaged", {"what": message(f"tray_{reading.family}")})


def fact_words(reading: SetupCode | RefusedSetupCode) -> str:
    """Maker, discriminator and product, or what a text without them is kept as."""
    if isinstance(reading, RefusedSetupCode):
        return message("tray_kept_masked")
    facts = public_facts(reading)
    first = facts[0]
    # What a narrow row cuts off is what tells locks apart least.
    parts = [_maker(first), _discriminator(first), _product(first)]
    if first.setup_id is not None:
        parts.append(message("tray_setup_id", {"value": first.setup_id}))
    if len(facts) > 1:
        parts.append(message("tray_devices", {"count": len(facts)}))
    return SEPARATOR.join(part for part in parts if part)


def came_words(code: VaultCode, when: str) -> str:
    """When and how it came in."""
    return f"{when}{SEPARATOR}{message(f'tray_by_{code.kept.came_by}')}"


def door_words(code: VaultCode) -> str:
    """The door, short; empty without one."""
    return harmless(code.place.door.name, LONGEST_NAME) if code.place is not None else ""


def problem_words(reading: SetupCode | RefusedSetupCode) -> str:
    """Why a text is no usable setup code, or what it is instead; empty when it is one."""
    if not isinstance(reading, RefusedSetupCode):
        return ""
    if reading.other is not None:
        code = f"other_{reading.other.word}"
        return message(code if has_message(code) else "other_text")
    return message(f"setup_code_{reading.reason}")


def offer_words(reading: SetupCode | RefusedSetupCode) -> str:
    """What a text would be in capital letters; empty when nothing is offered."""
    if not isinstance(reading, RefusedSetupCode) or reading.offer is None:
        return ""
    return message(f"tray_{reading.family}")


def is_mounted(code: VaultCode) -> bool:
    """Whether it is the code of a lock that is ours now."""
    return str(code.state) == MOUNTED


def has_symbol(reading: SetupCode | RefusedSetupCode) -> bool:
    """Whether the text is that of a printed symbol, so that the symbol can be drawn again; digits have none."""
    if isinstance(reading, RefusedSetupCode):
        return True
    return public_facts(reading)[0].form not in _PRINTED_AS_DIGITS


def _state(code: VaultCode) -> str:
    if is_mounted(code):
        return "mounted"
    if isinstance(code.reading, RefusedSetupCode):
        return "other" if code.reading.family is SetupCodeFamily.OTHER else "unusable"
    return "assigned" if code.place is not None else "free"


def _maker(facts: CodeFacts) -> str:
    if facts.vendor_name is not None:
        return facts.vendor_name
    if facts.vendor_id is not None:
        return message("tray_maker", {"vendor": facts.vendor_id})
    if facts.zwave_product is not None:
        return message("tray_maker", {"vendor": facts.zwave_product.manufacturer})
    return message("tray_maker_unsaid")


def _is_maker_said(facts: CodeFacts) -> bool:
    return facts.vendor_id is not None or facts.zwave_product is not None


def _product(facts: CodeFacts) -> str:
    if facts.product_id is not None:
        return message("tray_product", {"product": facts.product_id})
    if facts.zwave_product is not None:
        return message("tray_product", {"product": facts.zwave_product.id})
    return ""


def _discriminator(facts: CodeFacts) -> str:
    if facts.discriminator is not None:
        return message("tray_discriminator", {"value": facts.discriminator})
    if facts.short_discriminator is not None:
        return message("tray_short_discriminator", {"value": facts.short_discriminator})
    return ""


def _fact_rows(
    code: VaultCode, facts: Sequence[CodeFacts], zone: ZoneInfo
) -> tuple[tuple[str, str], ...]:
    """Name and value of all that is known, the empty ones left out; of several devices the first, and how many there are."""
    rows: list[tuple[str, object]] = []
    for fact in facts[:1]:
        rows += _rows_of_device(fact)
    if len(facts) > 1:
        rows.append(("fact_devices", len(facts)))
    if not facts:
        length = len(code.kept.text.reveal())
        rows.append(("fact_length", message("characters", {"count": length})))
    rows.append(("fact_came", came_words(code, moment_words(code.kept.at, zone))))
    if code.was_at is not None:
        rows.append(("fact_was_at", code.was_at.label))
    return tuple(
        (message(name), harmless(str(value), LONGEST_NAME))
        for name, value in rows
        if value not in (None, "")
    )


def _rows_of_device(fact: CodeFacts) -> list[tuple[str, object]]:
    product = fact.product_id
    if product is None and fact.zwave_product is not None:
        product = fact.zwave_product.id
    kind = message("device_kind_lock") if fact.category == HomeKitCategory.LOCK else fact.category
    found_by = dict.fromkeys(_found_by(word) for word in fact.discovery)
    return [
        ("fact_maker", _maker(fact) if _is_maker_said(fact) else ""),
        ("fact_product", product),
        ("fact_discriminator", fact.discriminator),
        (
            "fact_short_discriminator",
            fact.short_discriminator if fact.discriminator is None else "",
        ),
        ("fact_serial", fact.serial_number),
        ("fact_found_by", ", ".join(found_by)),
        ("fact_kind", kind),
        ("fact_setup_id", fact.setup_id),
        ("fact_security", ", ".join(key.replace("_", " ").upper() for key in fact.security_keys)),
        ("fact_address", fact.address),
    ]


def _found_by(word: str) -> str:
    code = f"found_by_{word}"
    return message(code) if has_message(code) else word
