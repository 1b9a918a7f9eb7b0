"""The Ray cluster: reached, or started here, and large enough."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..port import EngineError, RaySettings

ENVIRONMENT = {
    # Nothing is told to anybody outside of the cluster.
    "RAY_USAGE_STATS_ENABLED": "0",
    # Lost workers are replaced here, whatever took them; one process less.
    "RAY_TRAIN_ENABLE_PREEMPTION_WATCHER": "0",
    # How soon Ray Train sees that its workers are done or dead.
    "RAY_TRAIN_HEALTH_CHECK_INTERVAL_S": "0.5",
    # Seconds for which a job that was killed goes on in a cluster reached through ray://.
    "RAY_CLIENT_RECONNECT_GRACE_PERIOD": "5",
}
"""For Ray, where the person who runs the server has not said otherwise."""

KNOCK_SECONDS = 10.0


@contextmanager
def cluster(settings: RaySettings) -> Iterator[None]:
    """Connected to the cluster of the settings inside. A connection that is there already is used and left.
    Raises EngineError(engine_failed) when there is no such cluster."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    os.environ["RAY_TRAIN_WORKER_GROUP_START_TIMEOUT_S"] = str(settings.wait_seconds)
    import ray

    if ray.is_initialized():
        yield
        return
    try:
        _knock(settings.address)
        ray.init(address=settings.address or None, include_dashboard=False)
    except (RuntimeError, ValueError, OSError) as fault:
        where = f"at {settings.address}" if ":" in settings.address else "on this machine"
        raise EngineError(
            "engine_failed",
            f"The Ray cluster {where} cannot be reached: {_first_line(fault)}",
            "See to it that it runs (ray status), with the versions of Ray and Python of this server, and that "
            "ray.address names it.",
        ) from fault
    try:
        yield
    finally:
        ray.shutdown()


def resources_of_worker(settings: RaySettings) -> dict[str, float]:
    """What one worker takes: a CPU, and a GPU if GPUs are used, unless the settings say otherwise."""
    return {"CPU": 1.0, **({"GPU": 1.0} if settings.use_gpu else {}), **settings.resources_per_worker}


def require_room(settings: RaySettings) -> None:
    """Raises EngineError(engine_failed) if the machines of the cluster, even with nothing else to do, have no
    room for the workers."""
    import ray

    wanted = resources_of_worker(settings)
    machines = [node["Resources"] for node in ray.nodes() if node["Alive"]]
    if sum(_places(machine, wanted) for machine in machines) < settings.num_workers:
        raise no_room(settings, "has", machines)


def no_room(settings: RaySettings, verb: str, machines: list[dict[str, float]]) -> EngineError:
    """What was asked for and what there is."""
    wanted = resources_of_worker(settings)
    there = "; ".join(_words({name: machine.get(name, 0.0) for name in wanted}) for machine in machines)
    return EngineError(
        "engine_failed",
        f"The job asks for {settings.num_workers} Ray workers with {_words(wanted)} each; "
        f"the cluster {verb} {there or 'no machine'}.",
        "Ask for less (ray.num_workers, ray.use_gpu, ray.resources_per_worker), or give the cluster more.",
    )


def free_machine() -> dict[str, float]:
    """What nobody uses at the moment, over all machines."""
    import ray

    return dict(ray.available_resources())


def _knock(address: str) -> None:
    """Raises OSError if nobody listens at an address with a port: Ray itself would try for minutes."""
    host, separator, port = address.removeprefix("ray://").rpartition(":")
    if separator and port.isdecimal():
        socket.create_connection((host, int(port)), KNOCK_SECONDS).close()


def _places(machine: Mapping[str, float], wanted: Mapping[str, float]) -> int:
    """How many workers fit on a machine."""
    return min((int(machine.get(name, 0.0) / amount) for name, amount in wanted.items() if amount > 0), default=0)


def _words(resources: Mapping[str, Any]) -> str:
    return ", ".join(f"{amount:g} {name}" for name, amount in resources.items())


def _first_line(fault: Exception) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0]
