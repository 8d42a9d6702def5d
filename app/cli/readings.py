"""What a text is and says as a setup code: as JSON, and in lines for people."""

from collections.abc import Sequence

from app.cli.values import Json
from app.core.secret import Secret
from app.domain.homekit_code import HomeKitSetupCode
from app.domain.matter_manual_code import group_digits, write_manual_code
from app.domain.matter_payload import MatterPayload, discovery_words
from app.domain.setup_code import (
    MatterSetupCode,
    RefusedSetupCode,
    SetupCode,
    matter_payloads,
)
from app.domain.setup_code_error import SetupCodeFamily, SetupCodeReason
from app.domain.setup_code_facts import CodeFacts, Preparation, public_facts
from app.domain.vendor_names import is_test_vendor
from app.domain.zwave_code import ZWaveProductType, ZWaveSetupCode
from app.texts.harmless import harmless, visible
from app.texts.messages import has_message, message

Reading = SetupCode | RefusedSetupCode

LONGEST_NAME = 200
LONGEST_TEXT = 7089
"""What the largest symbol holds; more is shown by JSON only."""

_PRINTED_AS_DIGITS = frozenset({"manual", "typed", "dsk"})
_KEYPAD_LOCK = ZWaveProductType(generic=0x40, specific=3, icon=0x0300)  # SDS13937, product type
_NAMES_ITSELF = frozenset({SetupCodeReason.PREFIX, SetupCodeReason.TOO_LONG})


def reading_json(reading: Reading, text: Secret[str] | None, *, with_secrets: bool) -> Json:
    """What every command says of a text: its family, whether it can be used, and why not; the text only with secrets.

    `facts` (a device each), `other` and `digits` stand beside what `decode` promises.
    """
    is_refused = isinstance(reading, RefusedSetupCode)
    other = reading.other if is_refused else None
    digits = digits_of_reading(reading) if with_secrets else None
    return {
        "text": text.reveal() if with_secrets and text is not None else None,
        "secret": not with_secrets,
        "family": str(reading.family),
        "valid": not is_refused,
        "reason": str(reading.reason) if is_refused else None,
        "digits": None if digits is None else digits.reveal(),
        "facts": [] if is_refused else [facts_json(facts) for facts in public_facts(reading)],
        "other": None if other is None else other.word,
    }


def payloads_json(reading: Reading, *, with_secrets: bool) -> list[Json]:
    """The payloads of a Matter code, also of one that cannot be used; none of another family."""
    return [_payload_json(one, with_secrets=with_secrets) for one in matter_payloads(reading)]


def facts_json(facts: CodeFacts) -> Json:
    """What a code says of one device without a digit of the code: the same keys for every family, empty ones included."""
    kind, product = facts.product_type, facts.zwave_product
    return {
        "form": facts.form,
        "preparation": str(facts.preparation),
        "vendor_id": facts.vendor_id,
        "vendor_name": facts.vendor_name,
        "product_id": facts.product_id,
        "serial": facts.serial_number,
        "number_of_devices": facts.number_of_devices,
        "discovery": list(facts.discovery),
        "discriminator": facts.discriminator,
        "short_discriminator": facts.short_discriminator,
        "category": facts.category,
        "setup_id": facts.setup_id,
        "paired": facts.is_paired,
        "security_keys": list(facts.security_keys),
        "product_type": None
        if kind is None
        else {"generic": kind.generic, "specific": kind.specific, "icon": kind.icon},
        "zwave_product": None
        if product is None
        else {
            "manufacturer": product.manufacturer,
            "type": product.type,
            "id": product.id,
            "version": product.version,
        },
        "address": facts.address,
        "warnings": [str(warning) for warning in facts.warnings],
    }


def _payload_json(payload: MatterPayload, *, with_secrets: bool) -> Json:
    return {
        "version": payload.version,
        "vendor_id": payload.vendor_id,
        "product_id": payload.product_id,
        "flow": payload.flow,
        "discovery": None
        if payload.discovery is None
        else list(discovery_words(payload.discovery)),
        "discriminator": payload.discriminator,
        "short_discriminator": payload.short_discriminator,
        "passcode": payload.passcode.reveal() if with_secrets else None,
        "secret": not with_secrets,
        "serial": payload.serial_number,
    }


def digits_of_reading(reading: Reading) -> Secret[str] | None:
    """What a person can type in place of the symbol; None where there is nothing of the kind."""
    if isinstance(reading, MatterSetupCode) and len(reading.payloads) == 1:
        payload = reading.payloads[0]
        # A lock that needs more than pairing is typed with maker and product (Matter core, 5.1.4.1).
        with_ids = payload.vendor_id is not None and payload.flow != 0
        return group_digits(write_manual_code(payload, with_ids=with_ids))
    if isinstance(reading, HomeKitSetupCode):
        return reading.code
    return reading.dsk if isinstance(reading, ZWaveSetupCode) else None


def has_symbol(reading: Reading) -> bool:
    """Whether the text is what a printed symbol held, so that the symbol can be drawn again."""
    if isinstance(reading, RefusedSetupCode):
        return True
    return public_facts(reading)[0].form not in _PRINTED_AS_DIGITS


def family_word(reading: Reading) -> str:
    """What it is in a few words: the family of a code, usable or not, or what the text is instead."""
    if isinstance(reading, RefusedSetupCode) and reading.other is not None:
        code = f"tray_other_{reading.other.word}"
        return message(code if has_message(code) else "code_family_other")
    return message(f"code_family_{reading.family}")


def maker_and_product(reading: Reading) -> str:
    """Maker and product of the first device, for one cell of a table."""
    if isinstance(reading, RefusedSetupCode):
        return ""
    facts = public_facts(reading)[0]
    if facts.zwave_product is not None:
        return f"0x{facts.zwave_product.manufacturer:04X} 0x{facts.zwave_product.id:04X}"
    maker = "" if facts.vendor_id is None else facts.vendor_name or f"0x{facts.vendor_id:04X}"
    product = "" if facts.product_id is None else f"0x{facts.product_id:04X}"
    return f"{maker} {product}".strip()


def discriminator_words(reading: Reading) -> str:
    """The discriminator of the first device, for one cell of a table."""
    if isinstance(reading, RefusedSetupCode):
        return ""
    facts = public_facts(reading)[0]
    if facts.discriminator is None and facts.short_discriminator is not None:
        return message("short_word", {"value": facts.short_discriminator})
    return "" if facts.discriminator is None else str(facts.discriminator)


def reading_lines(
    reading: Reading, text: Secret[str], *, with_secrets: bool, is_typed: bool
) -> list[str]:
    """Everything in plain words; the first line says what it is. `is_typed`: a place in the text means something to a person."""
    if isinstance(reading, RefusedSetupCode):
        lines = _refused_lines(reading, is_typed=is_typed)
        for payload in reading.decoded:
            lines.append(_product_of_payload(payload))
    else:
        lines = [what_it_is(reading)]
        found = public_facts(reading)
        for number, facts in enumerate(found, start=1):
            if len(found) > 1:
                lines.append(message("decoded_device", {"number": number, "count": len(found)}))
            lines += fact_lines(facts)
        lines += [message(f"code_warning_{warning}") for warning in reading.warnings]
    return lines + _secret_lines(reading, text, with_secrets=with_secrets)


def what_it_is(reading: Reading) -> str:
    """One sentence: what the text is, or why it cannot be used."""
    if isinstance(reading, RefusedSetupCode):
        return _refused_lines(reading, is_typed=False)[0]
    word = reading.kind if isinstance(reading, MatterSetupCode) else reading.family
    return message(f"decoded_{word}")


def fact_lines(facts: CodeFacts) -> list[str]:
    """What a code says of one device, a sentence a line."""
    lines = [_maker_line(facts), _product_line(facts), _discriminator_line(facts)]
    if facts.category is not None:
        code = f"homekit_category_{facts.category}"
        word = message(code) if has_message(code) else str(facts.category)
        lines.append(message("decoded_category", {"value": word}))
    if facts.discovery:
        ways = dict.fromkeys(_way(word) for word in facts.discovery)
        lines.append(message("decoded_found_by", {"ways": ", ".join(ways)}))
    if facts.serial_number is not None:
        serial = harmless(str(facts.serial_number), LONGEST_NAME)
        lines.append(message("decoded_serial", {"serial": serial}))
    if facts.setup_id is not None:
        lines.append(message("decoded_setup_id", {"value": facts.setup_id}))
    if facts.product_type == _KEYPAD_LOCK:
        lines.append(message("decoded_zwave_keypad"))
    if facts.security_keys:
        keys = ", ".join(key.replace("_", " ").capitalize() for key in facts.security_keys)
        lines.append(message("decoded_security", {"keys": keys}))
    if facts.address is not None:
        lines.append(message("decoded_address", {"value": facts.address}))
    if facts.is_paired:
        lines.append(message("decoded_paired"))
    if facts.family is SetupCodeFamily.MATTER or facts.preparation is not Preparation.UNSAID:
        lines.append(message(f"preparation_{facts.preparation}"))
    return [line for line in lines if line]


def shown_text(text: Secret[str]) -> str:
    """The text itself on one line: what a terminal would obey or hide is written as its number."""
    plain = text.reveal()
    if len(plain) <= LONGEST_TEXT:
        return visible(plain)
    return message("decoded_cut", {"text": visible(plain[:LONGEST_NAME]), "count": len(plain)})


def _refused_lines(reading: RefusedSetupCode, *, is_typed: bool) -> list[str]:
    reason = message(f"setup_code_{reading.reason}", {"position": reading.position})
    if reading.reason is SetupCodeReason.KEYBOARD_LAYOUT:
        return [reason]
    if reading.family is not SetupCodeFamily.OTHER:
        family = message(f"code_family_{reading.family}")
        if reading.offer is not None:
            return [reason, message("decoded_offer", {"family": family})]
        lines = [message("decoded_family", {"family": family, "reason": reason})]
        if is_typed and reading.position is not None:
            lines.append(message("decoded_character", {"number": reading.position + 1}))
        return lines
    code = f"other_{reading.other.word}" if reading.other is not None else "other_text"
    said = message(code if has_message(code) else "other_text")
    is_named = reading.other is not None and reading.other.word not in ("nothing", "number")
    is_clear = is_named and reading.reason in _NAMES_ITSELF
    return [said] if is_clear or reading.reason is SetupCodeReason.PREFIX else [said, reason]


def _maker_line(facts: CodeFacts) -> str:
    if facts.zwave_product is not None or facts.family is not SetupCodeFamily.MATTER:
        return ""
    if facts.vendor_id is None:
        return message("decoded_maker_unsaid")
    number = f"0x{facts.vendor_id:04X}"
    if facts.vendor_name is not None:
        return message("decoded_maker", {"name": facts.vendor_name, "number": number})
    said = "decoded_maker_test" if is_test_vendor(facts.vendor_id) else "decoded_maker_number"
    return message(said, {"number": number})


def _product_line(facts: CodeFacts) -> str:
    product = facts.zwave_product
    if product is not None:
        return message(
            "decoded_zwave_product",
            {
                "maker": f"0x{product.manufacturer:04X}",
                "type": f"0x{product.type:04X}",
                "product": f"0x{product.id:04X}",
                "version": product.version,
            },
        )
    if facts.product_id is None:
        return ""
    return message("decoded_product", {"product": f"0x{facts.product_id:04X}"})


def _discriminator_line(facts: CodeFacts) -> str:
    if facts.discriminator is not None:
        return message("decoded_discriminator", {"value": facts.discriminator})
    if facts.short_discriminator is not None:
        return message("decoded_short_discriminator", {"value": facts.short_discriminator})
    return ""


def _product_of_payload(payload: MatterPayload) -> str:
    """What a code says that cannot be used: its fields may hold what no usable one can."""
    unsaid = message("decoded_unsaid")
    return message(
        "decoded_payload",
        {
            "vendor": unsaid if payload.vendor_id is None else f"0x{payload.vendor_id:04X}",
            "product": unsaid if payload.product_id is None else f"0x{payload.product_id:04X}",
            "discriminator": payload.short_discriminator
            if payload.discriminator is None
            else payload.discriminator,
            "discovery": unsaid
            if payload.discovery is None
            else ", ".join(_way(word) for word in discovery_words(payload.discovery)) or unsaid,
        },
    )


def _secret_lines(reading: Reading, text: Secret[str], *, with_secrets: bool) -> list[str]:
    payloads: Sequence[MatterPayload] = matter_payloads(reading)
    if not with_secrets:
        return [message("decoded_hidden" if payloads else "decoded_text_hidden")]
    lines = [message("decoded_text", {"text": shown_text(text)})]
    digits = digits_of_reading(reading)
    if digits is not None:
        lines.append(message("decoded_digits", {"digits": digits.reveal()}))
    lines += [
        message("decoded_passcode", {"passcode": f"{payload.passcode.reveal():08}"})
        for payload in payloads
    ]
    return lines


def _way(word: str) -> str:
    code = f"found_by_{word}"
    return message(code) if has_message(code) else word.replace("_", " ")
