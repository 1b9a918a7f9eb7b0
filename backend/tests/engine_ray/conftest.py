"""One local Ray cluster with room for two workers, for all tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

_NEEDS_RAY = ["test_workers.py", "test_cluster.py", "test_server.py"]
_THERE = find_spec("ray") and find_spec("torch") and find_spec("peft")
# In CI they fail where something is missing.
collect_ignore = [] if os.environ.get("CI") or _THERE else _NEEDS_RAY

QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "disabled", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}


@pytest.fixture(scope="package")
def cluster_address() -> Iterator[str]:
    """Its address. This process is connected to it while it runs."""
    os.environ.update(QUIET)
    import ray

    ray.init(address="local", num_cpus=2, num_gpus=0, include_dashboard=False, object_store_memory=80 * 1024 * 1024)
    yield str(ray.get_runtime_context().gcs_address)
    ray.shutdown()
    for name in QUIET:
        del os.environ[name]


def training_processes() -> list[int]:
    """Process ids of the Ray workers that train in the cluster of this process."""
    found = []
    waiting = [os.getpid()]
    while waiting:
        pid = waiting.pop()
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            waiting += [int(child) for child in _read(path).split()]
        if "RayTrainWorker" in _read(Path(f"/proc/{pid}/cmdline")):
            found.append(pid)
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""
