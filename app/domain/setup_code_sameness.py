"""Whether two texts are the same lock's code: a QR code and the digits beside it are not one text.

Pure comparison; nothing derived from a code is kept.
"""

from collections.abc import Hashable
from enum import StrEnum

from app.domain.homekit_code import HomeKitForm, HomeKitSetupCode
from app.domain.matter_payload import MatterPayload
from app.domain.setup_code import MatterSetupCode, RefusedSetupCode, SetupCode
from app.domain.zigbee_code import ZigbeeSetupCode
from app.domain.zwave_code import ZWaveSetupCode


class Sameness(StrEnum):
    """How sure it is that two codes are of one lock."""

    EXACT = "exact"
    PROBABLE = "probable"
    DIFFERENT = "different"


def compare_codes(
    one: SetupCode | RefusedSetupCode, other: SetupCode | RefusedSetupCode
) -> Sameness:
    """Say whether two codes are of the same lock.

    `exact`: everything that tells locks of a family apart is the same in both. `probable`: what both
    carry is the same, but one of them carries less, as the digits beside a QR code do.
    """
    if isinstance(one, RefusedSetupCode) or isinstance(other, RefusedSetupCode):
        return _compare_refused(one, other)
    if isinstance(one, MatterSetupCode) and isinstance(other, MatterSetupCode):
        return _compare_matter(one, other)
    if isinstance(one, HomeKitSetupCode) and isinstance(other, HomeKitSetupCode):
        return _compare_homekit(one, other)
    if isinstance(one, ZWaveSetupCode) and isinstance(other, ZWaveSetupCode):
        return Sameness.EXACT if one.dsk == other.dsk else Sameness.DIFFERENT
    if isinstance(one, ZigbeeSetupCode) and isinstance(other, ZigbeeSetupCode):
        return _compare_zigbee(one, other)
    return Sameness.DIFFERENT


def keys_of_lock(reading: SetupCode | RefusedSetupCode) -> list[Hashable]:
    """What `compare_codes` wants equal, one of them at least, before it calls two codes anything but different.

    They hold what is secret, so they live no longer than one search.
    """
    if isinstance(reading, RefusedSetupCode):
        return [("text", reading.text.reveal().strip())]
    if isinstance(reading, MatterSetupCode):
        return [("matter", p.short_discriminator, p.passcode.reveal()) for p in reading.payloads]
    if isinstance(reading, HomeKitSetupCode):
        return [("homekit", reading.code.reveal())]
    if isinstance(reading, ZWaveSetupCode):
        return [("zwave", reading.dsk.reveal())]
    return [("zigbee", reading.eui64)]


def _compare_refused(
    one: SetupCode | RefusedSetupCode, other: SetupCode | RefusedSetupCode
) -> Sameness:
    if not (isinstance(one, RefusedSetupCode) and isinstance(other, RefusedSetupCode)):
        return Sameness.DIFFERENT
    is_same = one.text.reveal().strip() == other.text.reveal().strip()
    return Sameness.EXACT if is_same else Sameness.DIFFERENT


def _compare_matter(one: MatterSetupCode, other: MatterSetupCode) -> Sameness:
    found = [
        [_compare_payloads(mine, theirs) for theirs in other.payloads] for mine in one.payloads
    ]
    if len(one.payloads) == len(other.payloads) and all(
        row[place] is Sameness.EXACT for place, row in enumerate(found)
    ):
        return Sameness.EXACT
    is_near = any(likeness is not Sameness.DIFFERENT for row in found for likeness in row)
    return Sameness.PROBABLE if is_near else Sameness.DIFFERENT


def _compare_payloads(mine: MatterPayload, theirs: MatterPayload) -> Sameness:
    if mine.short_discriminator != theirs.short_discriminator or mine.passcode != theirs.passcode:
        return Sameness.DIFFERENT
    # A field that one of them does not carry, or carries as 0 = unspecified, says nothing.
    pairs = (
        (mine.discriminator, theirs.discriminator, None),
        (mine.vendor_id, theirs.vendor_id, 0),
        (mine.product_id, theirs.product_id, 0),
    )
    if all(left == right for left, right, _unsaid in pairs):
        return Sameness.EXACT
    for left, right, unsaid in pairs:
        if left != right and not {left, right} & {None, unsaid}:
            return Sameness.DIFFERENT
    return Sameness.PROBABLE


def _compare_homekit(one: HomeKitSetupCode, other: HomeKitSetupCode) -> Sameness:
    if one.code != other.code:
        return Sameness.DIFFERENT
    if one.form is not other.form:
        return Sameness.PROBABLE
    if one.form is HomeKitForm.TYPED or one.setup_id == other.setup_id:
        return Sameness.EXACT
    return Sameness.DIFFERENT


def _compare_zigbee(one: ZigbeeSetupCode, other: ZigbeeSetupCode) -> Sameness:
    if one.eui64 != other.eui64:
        return Sameness.DIFFERENT
    # One radio has one address: another code beside it is a misread or mended label.
    return Sameness.EXACT if one.bare_code == other.bare_code else Sameness.PROBABLE
