"""The project's own rule for codes: how long a code is not given again at a door that it has left."""

import json
from datetime import timedelta

from app.core.errors import UsageError
from app.services.open_project import OpenProject
from app.storage.repositories import Repositories
from app.storage.values import ChangeKind

SETTING = "code_reuse_days"
REUSE_DAYS = 90
"""Without a setting: as long as somebody is likely to remember a code they had."""
MOST_DAYS = 3650


async def read_reuse_days(read: Repositories) -> int:
    """For how many days a code is not given again at a door; the usual number where nothing readable was set."""
    text = await read.settings.get(SETTING)
    days: object = REUSE_DAYS if text is None else json.loads(text)
    return min(max(days, 0), MOST_DAYS) if isinstance(days, int) else REUSE_DAYS


async def reuse_rest(read: Repositories) -> timedelta:
    """The same as a length of time."""
    return timedelta(days=await read_reuse_days(read))


async def set_reuse_days(project: OpenProject, days: int) -> None:
    """Keep the number; 0 lets every code come again at once. Raises `UsageError("reuse_days")` (`most`)."""
    if not 0 <= days <= MOST_DAYS:
        raise UsageError("reuse_days", most=MOST_DAYS)
    async with project.store.change(ChangeKind.PROJECT_EDITED) as change:
        await change.repositories.settings.put(SETTING, json.dumps(days))
