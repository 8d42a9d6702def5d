"""Every vector of HomeKit, Z-Wave, Zigbee and of texts that are none, through the one function that reads any code."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.core.secret import Secret
from app.domain.homekit_code import HomeKitSetupCode
from app.domain.setup_code import (
    RefusedSetupCode,
    SetupCode,
    read_setup_code,
    write_setup_code,
)
from app.domain.setup_code_error import SetupCodeFamily
from app.domain.zigbee_code import ZigbeeSetupCode
from app.domain.zwave_code import ZWaveSetupCode

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "setup_code_vectors.json").read_text(encoding="utf-8")
)["vectors"]
VALID = [vector for vector in VECTORS if vector["valid"] and vector["family"] != "other"]
REFUSED = [vector for vector in VECTORS if not vector["valid"]]
OTHER = [vector for vector in VECTORS if vector["family"] == "other"]


def id_of(vector: dict[str, Any]) -> str:
    return vector["id"]


def fields_of(code: SetupCode) -> dict[str, Any]:
    """What the code says, in the words of the vectors, without what it does not say."""
    if isinstance(code, HomeKitSetupCode):
        found: dict[str, Any] = {
            "form": str(code.form),
            "version": code.version,
            "reserved": code.reserved,
            "category": code.category,
            "paired": code.is_paired,
            "ip": code.has_ip,
            "ble": code.has_ble,
            "wac": code.has_wac,
            "code": code.code.reveal(),
            "setup_id": code.setup_id,
        }
    elif isinstance(code, ZWaveSetupCode):
        assert code.product_type is not None
        assert code.product_id is not None
        kind, product = code.product_type, code.product_id
        found = {
            "version": code.version,
            "keys": [int(key) for key in code.keys],
            "dsk": code.dsk.reveal(),
            "product_type": {
                "generic": kind.generic,
                "specific": kind.specific,
                "icon": kind.icon,
            },
            "product_id": {
                "manufacturer": product.manufacturer,
                "type": product.type,
                "id": product.id,
                "version": product.version,
            },
            "uuid": code.uuid,
            "max_inclusion_interval_s": code.max_inclusion_interval_s,
            "protocols": code.protocols,
        }
    else:
        assert isinstance(code, ZigbeeSetupCode)
        found = {
            "form": str(code.form),
            "eui64": code.eui64,
            "code": code.code.reveal(),
            "has_crc": code.has_crc,
            "crc_ok": code.is_crc_right,
            "crc_expected": code.crc_expected.reveal() if code.is_crc_right is False else None,
        }
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize("vector", VALID, ids=id_of)
def test_a_valid_vector_says_what_it_must(vector: dict[str, Any]) -> None:
    code = read_setup_code(vector["input"])
    assert not isinstance(code, RefusedSetupCode), code.reason
    assert code.family == vector["family"]
    assert fields_of(code) == vector["expect"]
    assert [str(warning) for warning in code.warnings] == (
        [vector["warning"]] if "warning" in vector else []
    )


@pytest.mark.parametrize("vector", VALID, ids=id_of)
def test_a_valid_vector_that_is_written_again_says_the_same(vector: dict[str, Any]) -> None:
    code = read_setup_code(vector["input"])
    assert not isinstance(code, RefusedSetupCode)
    again = read_setup_code(write_setup_code(code).reveal())
    assert again == code


@pytest.mark.parametrize("vector", REFUSED, ids=id_of)
def test_a_refused_vector_is_refused_for_its_reason(vector: dict[str, Any]) -> None:
    refused = read_setup_code(vector["input"])
    assert isinstance(refused, RefusedSetupCode)
    expected = vector["expect"]
    assert refused.text == Secret(vector["input"])
    assert refused.family == expected.get("kept_as", vector["family"])
    if "kept_as" not in expected:
        assert refused.reason == expected["reason"]
    assert (refused.other is not None) == (refused.family is SetupCodeFamily.OTHER)


@pytest.mark.parametrize("vector", OTHER, ids=id_of)
def test_a_text_of_no_family_is_kept_and_named(vector: dict[str, Any]) -> None:
    refused = read_setup_code(vector["input"])
    assert isinstance(refused, RefusedSetupCode)
    expected = vector["expect"]
    assert refused.family is SetupCodeFamily.OTHER
    assert refused.other is not None
    assert refused.other.kind == expected["kind"]
    assert refused.other.is_secret == expected.get("secret", False)
    assert refused.text.reveal() == expected["text"]
    assert refused.is_keepable
