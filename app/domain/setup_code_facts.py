"""What a setup code says for people, as data: no digit of the code itself, nothing that opens a lock."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.homekit_code import HomeKitSetupCode
from app.domain.matter_payload import CommissioningFlow, MatterPayload, discovery_words
from app.domain.setup_code import MatterSetupCode, SetupCode
from app.domain.setup_code_error import SetupCodeFamily, SetupCodeWarning
from app.domain.vendor_names import matter_vendor_name
from app.domain.zigbee_code import ZigbeeSetupCode
from app.domain.zwave_code import ZWaveSetupCode
from app.domain.zwave_parts import ZWaveProductId, ZWaveProductType


class Preparation(StrEnum):
    """What must happen at the door before the lock can be paired."""

    NOTHING = "nothing"
    PRESS_BUTTON = "press_button"
    MAKERS_APP = "makers_app"
    UNSAID = "unsaid"


_PREPARATIONS = {
    CommissioningFlow.STANDARD: Preparation.NOTHING,
    CommissioningFlow.USER_INTENT: Preparation.PRESS_BUTTON,
    CommissioningFlow.CUSTOM: Preparation.MAKERS_APP,
}


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """What one code says of one device; `None` or empty where it says nothing.

    `form` is the word of how it was printed (`qr`, `manual`, `typed`, `dsk`, `pipe` and so on).
    `vendor_name` is set for known ids only; an unknown id is shown as its number. `discriminator` has 12
    bits, `short_discriminator` its top four. `category` is HomeKit's number of the kind of accessory.
    `address` is Zigbee's radio address.
    """

    family: SetupCodeFamily
    form: str
    preparation: Preparation = Preparation.UNSAID
    vendor_id: int | None = None
    vendor_name: str | None = None
    product_id: int | None = None
    serial_number: str | int | None = None
    number_of_devices: int | None = None
    discovery: tuple[str, ...] = ()
    discriminator: int | None = None
    short_discriminator: int | None = None
    category: int | None = None
    setup_id: str | None = None
    is_paired: bool | None = None
    security_keys: tuple[str, ...] = ()
    product_type: ZWaveProductType | None = None
    zwave_product: ZWaveProductId | None = None
    address: str | None = None
    warnings: tuple[SetupCodeWarning, ...] = ()


def public_facts(code: SetupCode) -> tuple[CodeFacts, ...]:
    """What a code says, device by device: a Matter code may carry several, every other one."""
    if isinstance(code, MatterSetupCode):
        return tuple(_matter_facts(code, payload) for payload in code.payloads)
    if isinstance(code, HomeKitSetupCode):
        return (_homekit_facts(code),)
    if isinstance(code, ZWaveSetupCode):
        return (_zwave_facts(code),)
    return (_zigbee_facts(code),)


def _matter_facts(code: MatterSetupCode, payload: MatterPayload) -> CodeFacts:
    # 0 = carried but unspecified: says no more than a code without it.
    vendor_id = payload.vendor_id or None
    return CodeFacts(
        family=code.family,
        form=str(code.kind),
        preparation=(
            Preparation.UNSAID
            if payload.flow is None
            else _PREPARATIONS[CommissioningFlow(payload.flow)]
        ),
        vendor_id=vendor_id,
        vendor_name=None if vendor_id is None else matter_vendor_name(vendor_id),
        product_id=payload.product_id or None,
        serial_number=payload.serial_number,
        number_of_devices=None if payload.tlv is None else payload.tlv.number_of_devices,
        discovery=() if payload.discovery is None else discovery_words(payload.discovery),
        discriminator=payload.discriminator,
        short_discriminator=payload.short_discriminator,
        warnings=code.warnings,
    )


def _homekit_facts(code: HomeKitSetupCode) -> CodeFacts:
    ways = (("wac", code.has_wac), ("ble", code.has_ble), ("network", code.has_ip))
    return CodeFacts(
        family=code.family,
        form=str(code.form),
        discovery=tuple(word for word, is_there in ways if is_there),
        category=code.category,
        setup_id=code.setup_id,
        is_paired=code.is_paired,
        warnings=code.warnings,
    )


def _zwave_facts(code: ZWaveSetupCode) -> CodeFacts:
    return CodeFacts(
        family=code.family,
        form=str(code.form),
        security_keys=tuple(key.name.lower() for key in code.keys),
        product_type=code.product_type,
        zwave_product=code.product_id,
        warnings=code.warnings,
    )


def _zigbee_facts(code: ZigbeeSetupCode) -> CodeFacts:
    return CodeFacts(
        family=code.family, form=str(code.form), address=code.eui64, warnings=code.warnings
    )
