"""One fit by Ray Train, and as many attempts at it as lost workers make necessary."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from ..port import Checkpoint, EngineError, RaySettings, Report, ShouldStop, TrainRequest, TrainResult
from .cluster import cluster, free_machine, no_room, require_room, resources_of_worker
from .desk import Desk
from .inbox import Inbox
from .loop import LoopSettings, train_loop
from .parcel import pack

MAX_LOSSES = 3
"""How often in a row workers may be lost without a new checkpoint."""

POLL_SECONDS = 0.2
"""How long a wish to stop may lie before it is passed on."""


def fit(request: TrainRequest, report: Report, should_stop: ShouldStop, checkpoint: Checkpoint) -> TrainResult:
    """Trains in the cluster of `request.ray`; see `port.Engine.train`. Workers that are lost, for example with
    their machine, are replaced by others that go on from the last checkpoint."""
    inbox = Inbox(request, report, checkpoint)
    losses = 0
    while True:
        before = inbox.last_checkpoint
        # Connected anew for every attempt: whatever the last one left in the cluster ended with its connection.
        with cluster(request.ray):
            require_room(request.ray)
            fault = _attempt(replace(request, resume_from=before), inbox, should_stop)
        if inbox.result is not None:
            return inbox.result
        losses = losses + 1 if inbox.last_checkpoint == before else 1
        if losses > MAX_LOSSES:
            raise EngineError(
                "engine_failed",
                f"The Ray workers ended {losses} times in a row without a new checkpoint: {_last_line(fault)}",
                "The log on the server has more; often it is the memory: use a smaller batch_size or max_length.",
            ) from fault
        print(f"Ray workers were lost ({losses} in a row): {_last_line(fault)}", flush=True)


def _attempt(request: TrainRequest, inbox: Inbox, should_stop: ShouldStop) -> BaseException | None:
    """Runs Ray Train once; the fault with which it ended. Raises EngineError where another attempt is no use."""
    import ray

    desk = ray.remote(Desk).options(num_cpus=0).remote()
    with tempfile.TemporaryDirectory(prefix="llm2llm-ray-") as notes, ThreadPoolExecutor(1) as threads:
        running = threads.submit(_trainer(request, desk, notes).fit)
        try:
            ended = False
            while not ended:
                ended = running.done()  # asked before the desk, so that nothing is left there
                for message in ray.get(desk.take.remote(POLL_SECONDS)):
                    inbox.receive(message)
                if should_stop():
                    desk.stop.remote()
        except ray.exceptions.RayActorError as fault:
            lost: BaseException = fault
            return lost
        finally:
            ray.kill(desk)  # workers that still have something to tell end with it
    return _judged(running.exception(), request.ray)


def _trainer(request: TrainRequest, desk: Any, notes: str) -> Any:
    """notes: a folder for what Ray Train keeps about a run; nothing of it is needed afterwards."""
    import ray
    from ray.train import FailureConfig, RunConfig, ScalingConfig
    from ray.train.torch import TorchTrainer

    resources = resources_of_worker(request.ray)
    # A worker that was not given a GPU must not find one.
    hidden = {} if resources.get("GPU") else {"env_vars": {"CUDA_VISIBLE_DEVICES": ""}}

    class Trainer(TorchTrainer):  # type: ignore[misc]
        def _create_default_callbacks(self) -> list[Any]:
            """All but an actor that outlives this process where the cluster has no dashboard to ask."""
            return [one for one in super()._create_default_callbacks() if "Cleaner" not in type(one).__name__]

    return Trainer(
        train_loop,
        train_loop_config=dict(LoopSettings(parcel=ray.put(pack(request)), desk=desk)),
        scaling_config=ScalingConfig(
            num_workers=request.ray.num_workers, use_gpu=bool(resources.get("GPU")), resources_per_worker=resources
        ),
        run_config=RunConfig(
            storage_path=notes,
            worker_runtime_env=hidden,
            failure_config=FailureConfig(max_failures=0, controller_failure_limit=0),
        ),
    )


def _judged(fault: BaseException | None, settings: RaySettings) -> BaseException | None:
    """The fault of an ended run as `_attempt` gives it."""
    from ray.train import ControllerError

    cause = fault.controller_failure if isinstance(fault, ControllerError) else None
    if type(cause).__name__ == "WorkerGroupStartupTimeoutError":
        raise no_room(settings, f"after {settings.wait_seconds:g} s still has free only", [free_machine()]) from fault
    return fault


def _last_line(fault: BaseException | None) -> str:
    """Where Ray's reports, which quote whole traces, come to the point."""
    return (str(fault).strip().splitlines() or ["no reason was given"])[-1].strip()[:300]
