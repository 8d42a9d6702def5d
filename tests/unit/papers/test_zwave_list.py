"""The list for Z-Wave JS UI has the fields that its import reads, and only what a code says."""

import json
from pathlib import Path

from app.domain.setup_code import parse_setup_code
from app.domain.zwave_code import ZWaveSetupCode
from app.papers.zwave_list import ZWaveEntry, is_listed, zwave_list_json

DATA = Path(__file__).parents[2] / "data" / "setup_code_vectors.json"


def code(name: str) -> ZWaveSetupCode:
    vectors = json.loads(DATA.read_text("utf-8"))["vectors"]
    found = parse_setup_code(next(one["input"] for one in vectors if one["id"] == name))
    assert isinstance(found, ZWaveSetupCode)
    return found


def test_an_entry_has_what_the_import_reads():
    lock = code("zwave-smartstart-door-lock-uuid")
    (entry,) = json.loads(zwave_list_json([ZWaveEntry(lock, "Front", "Home")]))
    classes = {
        "s2AccessControl": True,
        "s2Authenticated": True,
        "s2Unauthenticated": True,
        "s0Legacy": False,
    }
    assert entry["dsk"] == lock.dsk.reveal()
    assert (entry["name"], entry["location"], entry["status"]) == ("Front", "Home", True)
    assert (entry["securityClasses"], entry["requestedSecurityClasses"]) == (classes, classes)
    assert (entry["protocol"], entry["manufacturerId"]) == (0, lock.product_id.manufacturer)  # type: ignore[union-attr]


def test_what_cannot_wait_for_its_power_is_not_listed():
    assert is_listed(code("zwave-smartstart-dimmer"))
    assert not is_listed(code("zwave-s2-only"))
    dsk = parse_setup_code("00012-35455-41424-34445-31323-33435-21222-32425")
    assert isinstance(dsk, ZWaveSetupCode)
    assert not is_listed(dsk)
