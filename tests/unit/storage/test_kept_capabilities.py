"""Capabilities that an earlier version kept are read as what the lock could do then."""

import json
from dataclasses import replace

import pytest

from app.storage.project_file.nouns.locks import capabilities_of, capabilities_text
from tests.fakes.fake_lock_driver import CAPABILITIES


def kept_before(text: str) -> str:
    """The text without what was not asked for then."""
    loaded = json.loads(text)
    del loaded["schedules"]["reports_use"]
    return json.dumps(loaded)


@pytest.mark.parametrize("can_read", [True, False])
def test_a_lock_whose_slots_can_be_read_told_who_opened(can_read: bool) -> None:
    known = replace(CAPABILITIES, can_read_slots=can_read)
    found = capabilities_of(kept_before(capabilities_text(known)))
    assert found is not None
    assert found.schedules.reports_use == can_read


def test_what_was_asked_for_is_kept_as_it_was_said() -> None:
    for reports_use in (True, False):
        schedules = replace(CAPABILITIES.schedules, reports_use=reports_use)
        known = replace(CAPABILITIES, schedules=schedules)
        assert capabilities_of(capabilities_text(known)) == known
