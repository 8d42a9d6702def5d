"""Zigbee's install code in the forms that makers print, read and written.

The Connectivity Standards Alliance gives no form for the label. Forms: Koenkk/zigbee-herdsman
`src/controller/controller.ts` (`addInstallCode`), zigpy/zha-quirks and home-assistant/core
`homeassistant/components/zha/core/helpers.py` (`qr_to_install_code`). Code and CRC: Zigbee Base Device
Behavior specification, 10.1 "Install Codes".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from app.core.secret import Secret
from app.domain.setup_code_error import (
    SetupCodeError,
    SetupCodeFamily,
    SetupCodeReason,
    SetupCodeWarning,
)

EUI64_DIGITS = 16

_CRC_DIGITS = 4
_CODE_DIGITS = (16, 20, 28, 36)  # 6, 8, 12 or 16 bytes and their CRC
_BARE_CODE_DIGITS = 32
_HEX = frozenset("0123456789ABCDEFabcdef")


class ZigbeeForm(StrEnum):
    """The form of the label, named after its marks or the maker that uses it."""

    AQARA = "aqara"
    Z = "z"
    PIPE = "pipe"
    HUE = "hue"
    BOSCH = "bosch"


# Marks, radio address and code; what stands in a field is checked afterwards, to name what is wrong.
_FORMS = (
    (ZigbeeForm.HUE, re.compile(r"^HUE:Z:(?P<code>[^\s:]*) M:(?P<eui64>[^\s:]*)")),
    (
        ZigbeeForm.BOSCH,
        re.compile(
            r"^(?P<maker>[A-Z]{2}[0-9]{2}SG[0-9A-Fa-f]{34})(?P<eui64>\S{16})DLK(?P<code>\S*)$"
        ),
    ),
    (ZigbeeForm.AQARA, re.compile(r"(?:^|[%\s])Z\$A:(?P<eui64>[^\s%$:]*)\$I:(?P<code>[^\s%$:]*)")),
    (ZigbeeForm.Z, re.compile(r"(?:^|[^0-9A-Za-z])Z:(?P<eui64>[^\s%$:]*)\$I:(?P<code>[^\s%$:]*)")),
    (ZigbeeForm.PIPE, re.compile(r"^(?P<eui64>[0-9A-Fa-f]{16})\|(?P<code>[0-9A-Fa-f]+)$")),
)


@dataclass(frozen=True, slots=True)
class ZigbeeSetupCode:
    """A Zigbee install code; `code` as it is printed, with its CRC if there is one, in upper case.

    `crc_expected` are the last four hex digits as they should be. A wrong or missing CRC leaves the
    code usable: real labels carry both. `maker_data` is what Bosch prints before the address, its mark `RB01SG` or `ZB10SG` included.
    """

    form: ZigbeeForm
    eui64: str
    code: Secret[str]
    has_crc: bool
    crc_expected: Secret[str]
    maker_data: str = field(default="", repr=False)

    @property
    def family(self) -> SetupCodeFamily:
        """Always Zigbee."""
        return SetupCodeFamily.ZIGBEE

    @property
    def is_crc_right(self) -> bool | None:
        """Whether the printed CRC fits; `None` when none is printed."""
        if not self.has_crc:
            return None
        return self.code.reveal().endswith(self.crc_expected.reveal())

    @property
    def bare_code(self) -> Secret[str]:
        """The code without its CRC."""
        code = self.code.reveal()
        return Secret(code[:-_CRC_DIGITS] if self.has_crc else code)

    @property
    def warnings(self) -> tuple[SetupCodeWarning, ...]:
        """What is odd about a code that is accepted."""
        if not self.has_crc:
            return (SetupCodeWarning.NO_CRC,)
        return () if self.is_crc_right else (SetupCodeWarning.CRC,)


def is_zigbee_code(text: str) -> bool:
    """Say whether the text carries the marks of one of the forms."""
    return next(_marked(text), None) is not None


def read_zigbee_code(text: str) -> ZigbeeSetupCode:
    """Read an install code; `SetupCodeError` when it is not usable."""
    offset = len(text) - len(text.lstrip())
    for form, found in _marked(text):
        return _read_fields(form, found, offset)
    raise _error(SetupCodeReason.PREFIX)


def write_zigbee_code(code: ZigbeeSetupCode) -> Secret[str]:
    """Write the text of the label without what else the maker prints on it."""
    install_code = code.code.reveal()
    match code.form:
        case ZigbeeForm.HUE:
            text = f"HUE:Z:{install_code} M:{code.eui64}"
        case ZigbeeForm.BOSCH:
            text = f"{code.maker_data}{code.eui64}DLK{install_code}"
        case ZigbeeForm.AQARA:
            text = f"Z$A:{code.eui64}$I:{install_code}"
        case ZigbeeForm.Z:
            text = f"Z:{code.eui64}$I:{install_code}"
        case _:
            text = f"{code.eui64}|{install_code}"
    return Secret(text)


def install_code_crc(code: bytes) -> bytes:
    """Give the CRC-16/X-25 of a code as it is printed, least significant byte first."""
    register = 0xFFFF
    for byte in code:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (0x8408 if register & 1 else 0)
    return (register ^ 0xFFFF).to_bytes(2, "little")


def _marked(text: str) -> Iterator[tuple[ZigbeeForm, re.Match[str]]]:
    stripped = text.strip()
    for form, pattern in _FORMS:
        if (found := pattern.search(stripped)) is not None:
            yield form, found


def _read_fields(form: ZigbeeForm, found: re.Match[str], offset: int) -> ZigbeeSetupCode:
    for name in ("eui64", "code"):
        for index, character in enumerate(found[name]):
            if character not in _HEX:
                raise _error(SetupCodeReason.CHARACTER, offset + found.start(name) + index)
    eui64, code = found["eui64"].upper(), found["code"].upper()
    is_bare = form is ZigbeeForm.BOSCH and len(code) == _BARE_CODE_DIGITS
    if len(eui64) != EUI64_DIGITS:
        raise _error(SetupCodeReason.LENGTH, offset + found.start("eui64"))
    if len(code) not in _CODE_DIGITS and not is_bare:
        raise _error(SetupCodeReason.LENGTH, offset + found.start("code"))
    bare = code if is_bare else code[:-_CRC_DIGITS]
    return ZigbeeSetupCode(
        form=form,
        eui64=eui64,
        code=Secret(code),
        has_crc=not is_bare,
        crc_expected=Secret(install_code_crc(bytes.fromhex(bare)).hex().upper()),
        maker_data=found["maker"].upper() if form is ZigbeeForm.BOSCH else "",
    )


def _error(reason: SetupCodeReason, position: int | None = None) -> SetupCodeError:
    return SetupCodeError(reason, position, family=SetupCodeFamily.ZIGBEE)
