"""Processes that end at any moment: no job is lost, none runs twice."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openai
import pytest

from conftest import Server, ended, eventually, training_data, upload

MakeServer = Callable[..., Server]
KILL_SEEDS = int(os.environ.get("LLM2LLM_KILL_SEEDS", "6"))
"""How many random courses of kills are tried; more of them when something here is changed."""


def start(client: openai.OpenAI, examples: int = 40) -> str:
    train = upload(client, training_data(examples))
    return client.fine_tuning.jobs.create(
        model="tiny", training_file=train, seed=7, hyperparameters={"batch_size": 4, "n_epochs": 4}
    ).id


def worker_of(server: Server, job_id: str, steps: int) -> int:
    eventually(lambda: len(server.diary(job_id)) >= steps)
    return server.diary(job_id)[-1][1]


def gone(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        return stat.rsplit(")", 1)[1].split()[0] == "Z"  # a zombie does nothing any more
    except FileNotFoundError:
        return True


def kill_worker(pid: int) -> None:
    """Ends a worker, and nothing else that may have got its number meanwhile."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return
    if b"multiprocessing" in command:
        os.kill(pid, signal.SIGKILL)


def runs(server: Server, job_id: str) -> list[list[int]]:
    """Steps of each worker; fails if two of them took turns."""
    order: list[int] = []
    steps: dict[int, list[int]] = {}
    for step, pid in server.diary(job_id):
        if not order or order[-1] != pid:
            assert pid not in steps, "Two workers were at work at the same time."
            order.append(pid)
        steps.setdefault(pid, []).append(step)
    return [steps[pid] for pid in order]


def steps_logged(client: openai.OpenAI, job_id: str) -> list[int]:
    events = client.fine_tuning.jobs.list_events(job_id, limit=500).data
    return [event.data["step"] for event in events if event.type == "metrics" and isinstance(event.data, dict)][::-1]


def test_a_worker_that_is_killed(make_server: MakeServer) -> None:
    server = make_server(step_seconds=0.05)
    client = server.client()
    job = start(client)
    kill_worker(worker_of(server, job, 15))
    assert ended(client, job).status == "succeeded"
    first, second = runs(server, job)
    assert second[0] in (11, 21, 31) and second[0] <= first[-1] + 1, "It goes on from the last checkpoint."
    assert second[-1] == 40
    assert steps_logged(client, job) == list(range(1, 41)), "Every step is in the log once."
    messages = [event.message for event in client.fine_tuning.jobs.list_events(job, limit=500).data]
    checkpoint = f"checkpoint of step {second[0] - 1}"
    assert any("signal 9" in message and checkpoint in message for message in messages)
    assert first[0] == 1


def test_a_worker_that_dies_again_and_again(make_server: MakeServer) -> None:
    server = make_server(more="max_deaths = 2")
    client = server.client()
    train = upload(client, training_data(8, "CRASH"))
    job = client.fine_tuning.jobs.create(model="tiny", training_file=train, hyperparameters={"batch_size": 1})
    done = ended(client, job.id)
    assert (done.status, done.error.code) == ("failed", "worker_died")
    assert len(runs(server, job.id)) == 3


def test_a_server_that_is_killed(make_server: MakeServer) -> None:
    server = make_server(step_seconds=0.05)
    job = start(server.client())
    waiting = start(server.client(), 4)
    pid = worker_of(server, job, 15)
    server.kill()
    eventually(lambda: gone(pid))
    client = server.start().client()
    assert ended(client, job).status == "succeeded"
    assert ended(client, waiting).status == "succeeded"
    first, _second = runs(server, job)
    assert first[0] == 1
    assert steps_logged(client, job) == list(range(1, 41))


def test_a_server_that_is_killed_before_it_hears_of_the_end(make_server: MakeServer) -> None:
    server = make_server(step_seconds=0.02)
    job = start(server.client())
    pid = worker_of(server, job, 5)
    server.process.send_signal(signal.SIGSTOP)
    eventually(lambda: gone(pid))
    assert server.diary(job)[-1][0] == 40, "The worker comes to its end without being heard."
    server.kill()
    client = server.start().client()
    assert ended(client, job).status == "succeeded"
    assert len(runs(server, job)) == 1, "What was done is not done again."
    assert steps_logged(client, job) == list(range(1, 41))
    made = client.fine_tuning.jobs.checkpoints.list(job).data
    assert [checkpoint.step_number for checkpoint in made] == [40, 30, 20, 10]


def test_a_server_that_is_killed_before_it_hears_of_a_failure(make_server: MakeServer) -> None:
    server = make_server(step_seconds=0.02)
    train = upload(server.client(), training_data(8, "FAIL late"))
    job = server.client().fine_tuning.jobs.create(model="tiny", training_file=train, hyperparameters={"batch_size": 1})
    pid = worker_of(server, job.id, 2)
    server.process.send_signal(signal.SIGSTOP)
    eventually(lambda: gone(pid))
    server.kill()
    done = ended(server.start().client(), job.id)
    assert (done.status, done.error.code) == ("failed", "bad_data")
    assert len(runs(server, job.id)) == 1


def test_a_server_that_is_ended(make_server: MakeServer) -> None:
    server = make_server(step_seconds=0.05)
    job = start(server.client())
    pid = worker_of(server, job, 15)
    server.end()
    assert gone(pid)
    assert server.process.returncode == 0
    assert "Traceback" not in (server.folder / "server.log").read_text()
    client = server.start().client()
    assert ended(client, job).status == "succeeded"
    steps = [step for run in runs(server, job) for step in run]
    assert steps == list(range(1, 41)), "An orderly end loses no step."


@pytest.mark.parametrize("while_pausing", [False, True])
def test_a_paused_job_stays_paused_when_the_server_is_killed(make_server: MakeServer, while_pausing: bool) -> None:
    server = make_server(step_seconds=0.1)
    job = start(server.client())
    worker_of(server, job, 2)
    server.client().fine_tuning.jobs.pause(job)
    if not while_pausing:
        eventually(lambda: server.client().fine_tuning.jobs.retrieve(job).model_dump()["status"] == "paused")
    server.kill()
    client = server.start().client()
    assert client.fine_tuning.jobs.retrieve(job).model_dump()["status"] == "paused"
    client.fine_tuning.jobs.resume(job)
    assert ended(client, job).status == "succeeded"
    runs(server, job)
    assert steps_logged(client, job) == list(range(1, 41))


def test_cancelling_ends_the_process(make_server: MakeServer) -> None:
    server = make_server(step_seconds=0.05)
    client = server.client()
    job = start(client)
    pid = worker_of(server, job, 2)
    client.fine_tuning.jobs.cancel(job)
    eventually(lambda: gone(pid))
    server.end()
    client = server.start().client()
    assert client.fine_tuning.jobs.retrieve(job).status == "cancelled"
    assert len(runs(server, job)) == 1


def test_a_second_server_on_the_same_folder_is_refused(make_server: MakeServer) -> None:
    server = make_server()
    second = Server(server.folder)
    with pytest.raises(AssertionError, match="Another server works in"):
        second.start()
    assert server.client().models.list().data


def came_so_far(server: Server, client: openai.OpenAI, jobs: list[str], steps: int) -> bool:
    computed = sum(len(server.diary(job)) for job in jobs)
    return computed >= steps or all(client.fine_tuning.jobs.retrieve(job).status == "succeeded" for job in jobs)


@pytest.mark.parametrize("seed", range(KILL_SEEDS))
def test_random_moments(make_server: MakeServer, seed: int) -> None:
    draw = random.Random(seed)
    server = make_server(step_seconds=0.01, more="max_deaths = 50")
    client = server.client(timeout=60)
    jobs = [start(client) for _ in range(2)]
    for _ in range(5):
        computed = sum(len(server.diary(job)) for job in jobs)
        wanted = computed + draw.randrange(0, 25)
        reached = partial(came_so_far, server, client, jobs, wanted)
        eventually(reached)
        if draw.random() < 0.5:
            server.kill()
            client = server.start().client(timeout=60)
        else:
            last = [entry for job in jobs for entry in server.diary(job)][-1:]
            for _, pid in last:
                kill_worker(pid)
    for job in jobs:
        assert ended(client, job).status == "succeeded"
        runs(server, job)
        assert steps_logged(client, job) == list(range(1, 41))
        names = [model.id for model in client.models.list() if model.id.startswith("ft:")]
        assert len(names) == len(set(names))
    assert len(client.fine_tuning.jobs.list().data) == 2
