"""Where the workers leave what they have to tell, and where they are told to stop."""

from __future__ import annotations

import asyncio

from ..port import EngineError, TrainEvent, TrainResult
from .folders import FolderMessage

WAITING_MESSAGES = 4
"""Who has more to tell waits: messages may be large."""

DeskMessage = TrainEvent | FolderMessage | TrainResult | EngineError


class Desk:
    """An actor with a short queue. It lives as long as the worker process that created it."""

    def __init__(self) -> None:
        self._messages: list[DeskMessage] = []
        self._stopping = False
        self._changed = asyncio.Condition()

    async def tell(self, message: DeskMessage) -> None:
        """Leaves a message, when there is room."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._messages) < WAITING_MESSAGES)
            self._messages.append(message)
            self._changed.notify_all()

    async def take(self, seconds: float) -> list[DeskMessage]:
        """What was left, in order, as soon as there is something; nothing after so many seconds."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: bool(self._messages))
        except TimeoutError:
            return []
        async with self._changed:
            taken, self._messages = self._messages, []
            self._changed.notify_all()
            return taken

    async def stop(self) -> None:
        """Training is to write a checkpoint and end."""
        self._stopping = True

    async def is_stopping(self) -> bool:
        """Whether it is."""
        return self._stopping
