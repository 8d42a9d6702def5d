"""Makes the plan: the pure difference between what is wanted and what is known of each lock."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.domain.credential import Credential
from app.domain.ids import CredentialId
from app.domain.plan import DoorToPlan, Plan
from app.domain.slot_record import SlotRecord
from app.domain.validity import NO_CALENDARS, Calendars
from app.domain.wishes import Wish


def make_plan(
    doors: Iterable[DoorToPlan],
    wishes: Sequence[Wish],
    records: Sequence[SlotRecord],
    credentials: Mapping[CredentialId, Credential],
    now: datetime,
    *,
    calendars: Calendars = NO_CALENDARS,
) -> Plan:
    """The steps and refusals for these doors, in the order of `doors`.

    `wishes` are all wishes at these doors, `records` their living records, those of retired locks included (they give no steps). Equal
    intent and evidence give an empty plan. A door without lock gives no steps and no refusals.
    """
    raise NotImplementedError
