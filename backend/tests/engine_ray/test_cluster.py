"""Faults in words: what is missing, and where."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from llm2llm_backend.engine.port import EngineError, RaySettings, TrainRequest
from llm2llm_backend.engine.ray.engine import RayEngine
from tiny_models import make_model

from .conftest import training_processes
from .fits import Watcher, request_for


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("base"), "llama")


def refused(request: TrainRequest) -> EngineError:
    with pytest.raises(EngineError) as caught:
        Watcher().run(RayEngine(), request)
    assert training_processes() == []
    return caught.value


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        (RaySettings(num_workers=3), "3 Ray workers with 1 CPU each; the cluster has 2 CPU"),
        (RaySettings(use_gpu=True), "1 Ray workers with 1 CPU, 1 GPU each; the cluster has 2 CPU, 0 GPU"),
        (RaySettings(num_workers=2, resources_per_worker={"CPU": 1.5}), "1.5 CPU each"),
    ],
)
@pytest.mark.usefixtures("cluster_address")
def test_a_cluster_that_is_too_small_is_told_at_once(
    base: Path, tmp_path: Path, settings: RaySettings, asked: str
) -> None:
    fault = refused(request_for(base, tmp_path, ray=settings))
    assert fault.code == "engine_failed"
    assert asked in fault.message
    assert "ray.num_workers" in fault.remedy


def test_a_cluster_that_does_not_answer_is_told_at_once(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ray.is_initialized", lambda: False)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # nobody listens
        port = silent.getsockname()[1]
        fault = refused(request_for(base, tmp_path, ray=RaySettings(address=f"127.0.0.1:{port}")))
    assert fault.code == "engine_failed"
    assert f"The Ray cluster at 127.0.0.1:{port} cannot be reached: " in fault.message


@pytest.fixture
def taken(cluster_address: str) -> Iterator[None]:
    """Somebody else uses one of the two CPUs."""
    import ray
    from ray.util.placement_group import placement_group, remove_placement_group

    group = placement_group([{"CPU": 1}])
    ray.get(group.ready())
    yield
    remove_placement_group(group)


@pytest.mark.usefixtures("taken")
def test_a_busy_cluster_is_not_waited_for_for_ever(base: Path, tmp_path: Path) -> None:
    fault = refused(request_for(base, tmp_path, ray=RaySettings(num_workers=2, wait_seconds=1)))
    assert "after 1 s still has free only 1 CPU" in fault.message


@pytest.mark.usefixtures("cluster_address")
def test_a_fault_of_a_worker_comes_in_its_own_words(tmp_path: Path) -> None:
    fault = refused(request_for(tmp_path / "absent", tmp_path / "run", ray=RaySettings(num_workers=1)))
    assert fault.code == "model_unavailable"
    assert "The model tiny cannot be loaded" in fault.message
