"""Names of makers of locks and of test vendors by their Matter vendor id.

Source: the Connectivity Standards Alliance's Distributed Compliance Ledger, vendor records
(`https://on.dcl.csa-iot.org/dcl/vendorinfo/vendors`), as republished in arendst/Tasmota
`lib/libesp32/berry_matter/generate/be_matter_vendors.h`; the test vendors: Matter core specification,
2.5.2 "Vendor Identifier". An id that is not here is shown as its number, never guessed.
"""

_MATTER_VENDORS = {
    0x101D: "Assa Abloy",
    0x115F: "Aqara",
    0x135D: "Nuki",
    0x1397: "SwitchBot",
}
_TEST_VENDORS = range(0xFFF1, 0xFFF5)


def matter_vendor_name(vendor_id: int) -> str | None:
    """The maker's name as it is registered; `None` when the id is not in our table."""
    return _MATTER_VENDORS.get(vendor_id)


def is_test_vendor(vendor_id: int) -> bool:
    """Say whether this id is one of those that no product on sale may use."""
    return vendor_id in _TEST_VENDORS
