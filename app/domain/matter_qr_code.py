"""The text of a Matter QR code, read strictly and written.

`MT:` and base-38 of 88 bits, least significant bit first, then optional TLV bytes; several payloads
are parted by `*`, foreign text around by `%` (project-chip/connectedhomeip
`src/setup_payload/QRCodeSetupPayloadParser.cpp`; Matter core specification, section 5.1.3).
"""

from collections.abc import Iterable

from app.core.secret import Secret
from app.domain.base38 import Base38Error, decode, encode
from app.domain.matter_payload import SHORT_DISCRIMINATOR_SHIFT, MatterPayload, fault_of
from app.domain.onboarding_tlv import OnboardingTlv, OnboardingTlvError, read_onboarding_tlv
from app.domain.setup_code_error import SetupCodeError, SetupCodeReason

PREFIX = "MT:"
MAX_PAYLOAD_CHARACTERS = 255  # with the prefix

_FIXED_BYTES = 11
# Version, vendor, product, flow, discovery, discriminator, passcode; four bits of padding follow.
_FIELD_BITS = (3, 16, 16, 2, 8, 12, 27)


def is_qr_code(text: str) -> bool:
    """Say whether a part of the text claims to be a Matter QR code."""
    return _find_body(text) is not None


def read_qr_code(text: str) -> tuple[MatterPayload, ...]:
    """Read the text of a QR code; one bad payload refuses the whole with `SetupCodeError`."""
    found = _find_body(text)
    if found is None:
        raise SetupCodeError(SetupCodeReason.PREFIX)
    position, body = found
    payloads: list[MatterPayload] = []
    failure: SetupCodeError | None = None
    for number, part in enumerate(body.split("*"), 1):
        try:
            payload = _read_payload(part, position, number)
        except SetupCodeError as malformed:
            raise failure or malformed from None
        payloads.append(payload)
        fault = fault_of(payload)
        if fault is not None and failure is None:
            failure = SetupCodeError(fault, position, number)
        position += len(part) + 1
    if failure is not None:
        failure.decoded = tuple(payloads)
        raise failure
    return tuple(payloads)


def write_qr_code(payloads: Iterable[MatterPayload]) -> Secret[str]:
    """Write the text of one QR code with all these payloads.

    `SetupCodeError` when a payload breaks a rule; `ValueError` when one does not carry all the fields
    of a QR code (it came from digits), a field does not fit, or there are none.
    """
    parts: list[str] = []
    for number, payload in enumerate(payloads, 1):
        fault = fault_of(payload)
        if fault is not None:
            raise SetupCodeError(fault, failing_payload=number)
        part = encode(_fixed_bytes(payload) + payload.tlv_bytes)
        if len(PREFIX) + len(part) > MAX_PAYLOAD_CHARACTERS:
            raise SetupCodeError(SetupCodeReason.TOO_LONG, failing_payload=number)
        parts.append(part)
    if not parts:
        raise ValueError("a QR code needs a payload")
    return Secret(PREFIX + "*".join(parts))


def _find_body(text: str) -> tuple[int, str] | None:
    """Give position and text of what follows the prefix in the first part that goes on behind it."""
    position = len(text) - len(text.lstrip())
    only_prefix: tuple[int, str] | None = None
    for part in text.strip().split("%"):
        if part.startswith(PREFIX):
            found = position + len(PREFIX), part[len(PREFIX) :]
            if found[1]:
                return found
            only_prefix = only_prefix or found
        position += len(part) + 1
    return only_prefix


def _read_payload(text: str, position: int, number: int) -> MatterPayload:
    if len(PREFIX) + len(text) > MAX_PAYLOAD_CHARACTERS:
        raise SetupCodeError(SetupCodeReason.TOO_LONG, position, number)
    try:
        data = decode(text)
    except Base38Error as error:
        raise SetupCodeError(error.reason, position + error.index, number) from None
    if len(data) < _FIXED_BYTES:
        raise SetupCodeError(SetupCodeReason.LENGTH, position, number)
    bits = int.from_bytes(data[:_FIXED_BYTES], "little")
    fields: list[int] = []
    for width in _FIELD_BITS:
        fields.append(bits & ((1 << width) - 1))
        bits >>= width
    version, vendor_id, product_id, flow, discovery, discriminator, passcode = fields
    tlv_bytes = data[_FIXED_BYTES:]
    return MatterPayload(
        version=version,
        vendor_id=vendor_id,
        product_id=product_id,
        flow=flow,
        discovery=discovery,
        discriminator=discriminator,
        short_discriminator=discriminator >> SHORT_DISCRIMINATOR_SHIFT,
        passcode=Secret(passcode),
        tlv_bytes=tlv_bytes,
        tlv=_read_tlv(tlv_bytes),
    )


def _read_tlv(tlv_bytes: bytes) -> OnboardingTlv | None:
    if not tlv_bytes:
        return None
    try:
        return read_onboarding_tlv(tlv_bytes)
    except OnboardingTlvError:
        return None


def _fixed_bytes(payload: MatterPayload) -> bytes:
    fields = (
        payload.version,
        payload.vendor_id,
        payload.product_id,
        payload.flow,
        payload.discovery,
        payload.discriminator,
        payload.passcode.reveal(),
    )
    bits = shift = 0
    for value, width in zip(fields, _FIELD_BITS, strict=True):
        if value is None or not 0 <= value < 1 << width:
            raise ValueError("a field is missing or does not fit into a QR code")
        bits |= value << shift
        shift += width
    return bits.to_bytes(_FIXED_BYTES, "little")
