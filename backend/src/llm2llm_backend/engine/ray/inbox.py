"""What the workers told, done: steps reported, folders written."""

from __future__ import annotations

from dataclasses import replace

from ..port import Checkpoint, EngineError, Report, TrainEvent, TrainRequest, TrainResult
from .desk import DeskMessage
from .folders import FolderDone, FolderReceiver


class Inbox:
    """last_checkpoint: where training would go on. result: set when it has come to its end."""

    def __init__(self, request: TrainRequest, report: Report, checkpoint: Checkpoint) -> None:
        self.last_checkpoint = request.resume_from
        self.result: TrainResult | None = None
        self._output = request.output
        self._report = report
        self._checkpoint = checkpoint
        self._folders = FolderReceiver(request.output)
        self._last_step = 0

    def receive(self, message: DeskMessage) -> None:
        """Does what the message asks for. Raises the EngineError that a worker met."""
        match message:
            case EngineError():
                raise message
            case TrainResult():
                self.result = replace(message, folder=self._output / message.folder)
            case TrainEvent():
                # Workers that go on from a checkpoint repeat steps that were told of already.
                if message.step > self._last_step:
                    self._last_step = message.step
                    self._report(message)
            case _:
                folder = self._folders.receive(message)
                if isinstance(message, FolderDone) and message.step is not None and folder is not None:
                    self.last_checkpoint = folder
                    self._checkpoint(message.step, folder)
