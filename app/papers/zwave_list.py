"""The setup codes of Z-Wave devices as the JSON list that Z-Wave JS UI imports on its page "Smart Start".

zwave-js/zwave-js-ui `src/views/SmartStart.vue`: `importList` gives each entry to `convertItem`, which takes `status` as true or false and
the security classes as an object of true and false by `s2AccessControl`, `s2Authenticated`, `s2Unauthenticated`, `s0Legacy`
(`src/lib/utils.js`, `securityClassesToArray`); all else goes to `provisionSmartStartNode` as it is. The fields are those of
`PlannedProvisioningEntry` and `QRProvisioningInformation` (zwave-js/zwave-js, `packages/core/src/qr/definition.ts`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.zwave_code import ZWaveForm, ZWaveKey, ZWaveProtocol, ZWaveSetupCode

_SMART_START = 1
_CLASSES = {
    "s2AccessControl": ZWaveKey.S2_ACCESS_CONTROL,
    "s2Authenticated": ZWaveKey.S2_AUTHENTICATED,
    "s2Unauthenticated": ZWaveKey.S2_UNAUTHENTICATED,
    "s0Legacy": ZWaveKey.S0,
}
# zwave-js `Protocols`: Z-Wave 0, Z-Wave Long Range 1.
_PROTOCOLS = {ZWaveProtocol.ZWAVE: 0, ZWaveProtocol.LONG_RANGE: 1}


@dataclass(frozen=True, slots=True)
class ZWaveEntry:
    """One device: its code, and the name and location under which the other program shows it."""

    code: ZWaveSetupCode
    name: str
    location: str


def is_listed(code: ZWaveSetupCode) -> bool:
    """Whether the list can hold it: a DSK alone does not say which keys the device asks for, and only SmartStart can wait for its power."""
    return code.form is ZWaveForm.QR and code.version == _SMART_START


def zwave_list_json(entries: Sequence[ZWaveEntry]) -> bytes:
    """The list; the DSKs in it are secret."""
    listed = [_entry(entry) for entry in entries]
    return json.dumps(listed, indent=2, ensure_ascii=False).encode() + b"\n"


def _entry(entry: ZWaveEntry) -> dict[str, Any]:
    code = entry.code
    classes = {name: key in code.keys for name, key in _CLASSES.items()}
    found: dict[str, Any] = {
        "dsk": code.dsk.reveal(),
        "name": entry.name,
        "location": entry.location,
        "status": True,
        "protocol": 0,
        "securityClasses": classes,
        "requestedSecurityClasses": classes,
    }
    if code.protocols is not None:
        found["supportedProtocols"] = [
            number for bit, number in _PROTOCOLS.items() if code.protocols & bit
        ]
    if code.product_id is not None:
        found["manufacturerId"] = code.product_id.manufacturer
        found["productType"] = code.product_id.type
        found["productId"] = code.product_id.id
        found["applicationVersion"] = code.product_id.version
    return found
