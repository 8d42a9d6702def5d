"""Noticing that a second computer operates the same fabric: our subscriptions end while the lock answers."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from app.core.tasks import TaskOwner
from app.driver_api.errors import DriverError
from app.drivers.matter.client import MatterClient
from app.drivers.matter.engine_values import SubscriptionChanged

WITHIN = timedelta(minutes=10)
TIMES = 2
"""A lock that loses us twice in ten minutes and still answers has been subscribed to by another copy of this project."""


class SecondComputerWatch:
    """Counts ended subscriptions, lock by lock; listens to each connection of the engine once."""

    def __init__(self, tasks: TaskOwner, clock: Callable[[], datetime]) -> None:
        self._tasks = tasks
        self._clock = clock
        self._ended: dict[int, deque[datetime]] = {}
        self._client: MatterClient | None = None

    def follow(self, client: MatterClient) -> None:
        """Listen to this connection, unless it is listened to already."""
        if client is not self._client and client.is_own_engine:
            self._client = client
            self._tasks.start("matter second computer", self._listen(client))

    def note(self, happened: SubscriptionChanged) -> None:
        """Count a subscription that ended although the lock is there."""
        if not happened.is_active and happened.is_available:
            ended = self._ended.setdefault(happened.node_id, deque(maxlen=TIMES))
            ended.append(self._clock())

    def is_noticed(self, node_id: int) -> bool:
        """Whether this lock's subscriptions ended so often that another computer must have them."""
        ended = self._ended.get(node_id, ())
        return len(ended) == TIMES and ended[-1] - ended[0] <= WITHIN

    async def _listen(self, client: MatterClient) -> None:
        try:
            async with client.listen() as events:
                async for event in events:
                    if isinstance(event, SubscriptionChanged):
                        self.note(event)
        except DriverError:
            return  # the connection ended; the next one is followed when there is one
