"""Ids of everything a project holds: UUIDs that cannot be mixed up."""

from typing import NewType
from uuid import UUID

ProjectId = NewType("ProjectId", UUID)
SiteId = NewType("SiteId", UUID)
DoorId = NewType("DoorId", UUID)
LockId = NewType("LockId", UUID)
SetupCodeId = NewType("SetupCodeId", UUID)
PersonId = NewType("PersonId", UUID)
CredentialId = NewType("CredentialId", UUID)
GroupId = NewType("GroupId", UUID)
CalendarId = NewType("CalendarId", UUID)
GrantId = NewType("GrantId", UUID)
RecordId = NewType("RecordId", UUID)
TaskId = NewType("TaskId", UUID)
ConnectionId = NewType("ConnectionId", UUID)
AttachmentId = NewType("AttachmentId", UUID)
PairingId = NewType("PairingId", UUID)
WriterId = NewType("WriterId", UUID)
KeyId = NewType("KeyId", UUID)
KeyIssueId = NewType("KeyIssueId", UUID)
KeyBoxId = NewType("KeyBoxId", UUID)

SlotId = NewType("SlotId", str)
"""Where a lock stores a user or credential; opaque above the driver, e.g. `1/2` for user 1, PIN 2."""
