"""What holds for whatever Hypothesis draws: round trips, and no text that raises anything but the own error."""

from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.secret import Secret
from app.domain.base38 import ALPHABET, Base38Error, decode, encode
from app.domain.matter_manual_code import read_manual_code, write_manual_code
from app.domain.matter_payload import MatterPayload, is_passcode_allowed
from app.domain.matter_qr_code import read_qr_code, write_qr_code
from app.domain.onboarding_tlv import OnboardingTlvError, read_onboarding_tlv
from app.domain.setup_code import (
    MatterSetupCode,
    RefusedSetupCode,
    engine_code,
    matter_payloads,
    parse_setup_code,
    read_setup_code,
)
from app.domain.setup_code_error import SetupCodeReason

ID_PAIRS = st.one_of(st.just((0, 0)), st.tuples(st.integers(0, 0xFFF4), st.integers(1, 0xFFFF)))


@st.composite
def payloads(draw: st.DrawFn) -> MatterPayload:
    vendor_id, product_id = draw(ID_PAIRS)
    discriminator = draw(st.integers(0, 0xFFF))
    passcode = draw(st.integers(1, 99_999_998).map(Secret).filter(is_passcode_allowed))
    return MatterPayload(
        version=0,
        vendor_id=vendor_id,
        product_id=product_id,
        flow=draw(st.integers(0, 2)),
        discovery=draw(st.integers(0, 0xFF)),
        discriminator=discriminator,
        short_discriminator=discriminator >> 8,
        passcode=passcode,
        # Not a structure on purpose: any bytes behind the 88 bits leave them readable.
        tlv_bytes=draw(st.binary(max_size=140).filter(lambda data: data[:1] != b"\x15")),
    )


@settings(deadline=None)
@given(st.lists(payloads(), min_size=1, max_size=4))
def test_a_written_qr_code_reads_back(written: list[MatterPayload]) -> None:
    assert list(read_qr_code(write_qr_code(written).reveal())) == written


@settings(deadline=None)
@given(payloads(), st.booleans(), st.text(alphabet=" -./\t", max_size=3))
def test_written_digits_read_back(payload: MatterPayload, with_ids: bool, separator: str) -> None:
    digits = write_manual_code(payload, with_ids=with_ids).reveal()
    assert len(digits) == (21 if with_ids else 11)
    read = read_manual_code(separator.join(digits))
    assert (read.short_discriminator, read.passcode) == (
        payload.short_discriminator,
        payload.passcode,
    )
    ids = (payload.vendor_id, payload.product_id) if with_ids else (None, None)
    assert (read.vendor_id, read.product_id) == ids


@settings(deadline=None)
@given(payloads())
def test_the_engine_reads_what_was_printed(payload: MatterPayload) -> None:
    read = matter_payloads(parse_setup_code(engine_code(payload).reveal()))[0]
    assert read.tlv_bytes == b""
    assert read.passcode == payload.passcode
    assert (read.discriminator, read.vendor_id) == (payload.discriminator, payload.vendor_id)


def try_to_read(text: str) -> None:
    value = read_setup_code(text)  # lets everything but the own error through
    if isinstance(value, RefusedSetupCode):
        assert value.reason in SetupCodeReason
        assert value.position is None or 0 <= value.position <= len(text)
    elif isinstance(value, MatterSetupCode):
        assert all(is_passcode_allowed(payload.passcode) for payload in value.payloads)


@settings(deadline=None)
@given(st.text(max_size=60))
@example("\ud800")
@example("MT:\ud800")
@example("\u0661" * 11)
@example("\x00" * 11)
def test_any_text_raises_nothing_but_the_own_error(text: str) -> None:
    try_to_read(text)
    try_to_read("MT:" + text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=ALPHABET + "*% :MTa", max_size=80))
def test_any_near_qr_code_raises_nothing_but_the_own_error(text: str) -> None:
    try_to_read("MT:" + text)


@settings(max_examples=300, deadline=None)
@given(st.binary(min_size=11, max_size=60))
def test_any_bytes_in_base38_raise_nothing_but_the_own_error(data: bytes) -> None:
    try_to_read("MT:" + encode(data))
    try_to_read(
        "MT:" + encode(bytes([data[0] & 0xF8]) + data[1:11] + b"\x15" + data[11:] + b"\x18")
    )


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789 -", min_size=9, max_size=24))
def test_any_digits_raise_nothing_but_the_own_error(text: str) -> None:
    try_to_read(text)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_base38_that_was_written_reads_back(data: bytes) -> None:
    assert decode(encode(data)) == data


@settings(deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_the_same_bytes_have_one_base38_text_only(text: str) -> None:
    try:
        data = decode(text)
    except Base38Error:
        return
    assert encode(data) == text


@settings(deadline=None)
@given(st.binary(max_size=160))
def test_any_extension_raises_nothing_but_the_own_error(data: bytes) -> None:
    for candidate in (data, b"\x15" + data, b"\x15" + data + b"\x18"):
        with suppress(OnboardingTlvError):
            read_onboarding_tlv(candidate)
