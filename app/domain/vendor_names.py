"""Names of makers of locks by their Matter vendor id.

Source: vendor records of the Connectivity Standards Alliance's Distributed Compliance Ledger,
`https://on.dcl.csa-iot.org/dcl/vendorinfo/vendors`, as copied on 26 November 2025 into
matter-survey/site `fixtures/vendors.yaml`. Legal forms are left out; a name in brackets is the maker's
brand, from the landing page of its record. Test vendors: Matter core specification, 2.5.2. An id that
is not here is shown as its number, never guessed.
"""

_MATTER_VENDORS = {
    0x101D: "Fortune Brands",
    0x115F: "Aqara",
    0x1236: "Allegion",
    0x125D: "Tuya",
    0x126E: "Xiaomi",
    0x129F: "Level Home",
    0x131A: "Resideo",
    0x1352: "Hafele",
    0x1359: "GOQUAL",
    0x135A: "Siegenia Aubi",
    0x135D: "Nuki",
    0x1392: "Tapo",
    0x1397: "SwitchBot",
    0x141D: "Secuyou",
    0x1421: "Kwikset",
    0x144F: "Yale",
    0x145C: "Pin Genie (Lockly)",
    0x1468: "Anona Security",
    0x147E: "MIWA LOCK",
    0x147F: "U-tec",
    0x1506: "SAFEMO",
    0x1523: "Yooksmart",
    0x1530: "Taiwan Fu Hsing",
    0x1531: "Solity",
    0x1533: "Anker",
    0x1547: "Mayer & Co (MACO)",
    0x154A: "Sciener (TTLock)",
    0x158F: "Bold Smart Lock",
    0x1599: "Huarui Lock",
    0x15A8: "Lockin",
    0x15AB: "Accurate Lock & Hardware",
    0x15AD: "AnablepSecurity",
    0x15C2: "Kaadas",
    0x15CC: "Schüco",
}
_TEST_VENDORS = range(0xFFF1, 0xFFF5)


def matter_vendor_name(vendor_id: int) -> str | None:
    """The maker's name as it is registered; `None` when the id is not in our table."""
    return _MATTER_VENDORS.get(vendor_id)


def is_test_vendor(vendor_id: int) -> bool:
    """Say whether this id is one of those that no product on sale may use."""
    return vendor_id in _TEST_VENDORS
