"""The server with the engine of this machine, on a random model of a few thousand weights."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import openai
import pytest

from conftest import TOKEN, Server, ended, eventually, example, upload

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    from tiny_models import make_model

    folder = tmp_path_factory.mktemp("real")
    make_model(folder / "llama", "llama")
    model = f'[models.llama]\nsource = "{folder / "llama"}"\n'
    running = Server(folder, more=model, engine="").start()
    yield running
    running.end()


@pytest.fixture(scope="module")
def client(real: Server) -> openai.OpenAI:
    return real.client(max_retries=0, timeout=120)


DATA = "".join(example(f"film {n}", ("positive", "negative")[n % 2]) + "\n" for n in range(8)).encode()


def test_from_upload_to_the_tab(real: Server, client: openai.OpenAI) -> None:
    train = upload(client, DATA)
    job = client.fine_tuning.jobs.create(
        model="llama",
        training_file=train,
        validation_file=train,
        seed=3,
        hyperparameters={"n_epochs": 8, "batch_size": 4, "learning_rate_multiplier": 50},
    )
    done = ended(client, job.id)
    assert done.status == "succeeded", done.error
    events = client.fine_tuning.jobs.list_events(job.id, limit=100).data
    losses = [
        event.data["train_loss"] for event in events if isinstance(event.data, dict) and "train_loss" in event.data
    ]
    assert len(losses) == 16 and losses[0] < losses[-1], "Newest first: the loss falls."
    assert isinstance(events[0].data, dict) and events[0].data["adapter_norm"] > 0
    checkpoints = client.fine_tuning.jobs.checkpoints.list(job.id).data
    assert len(checkpoints) == 8 and checkpoints[0].metrics.valid_loss is not None

    messages = [{"role": "user", "content": "film 1"}]
    answers = {}
    for model in ("llama", done.fine_tuned_model, checkpoints[-1].fine_tuned_model_checkpoint):
        body = {"model": model, "inputs": [{"messages": messages}], "candidates": ["positive", "negative"]}
        scored = client.post("/score", body=body, cast_to=dict)
        answers[model] = sum(one["logprob"] for one in scored["data"][0]["scores"])
    assert answers[done.fine_tuned_model] > answers["llama"], "The labels have become likelier."
    written = client.chat.completions.create(
        model=done.fine_tuned_model,
        messages=[{"role": "user", "content": "film 1"}],
        max_tokens=5,
        temperature=0,
        logprobs=True,
        top_logprobs=2,
    )
    assert written.usage is not None and written.usage.completion_tokens <= 5
    assert written.choices[0].logprobs is not None and written.choices[0].logprobs.content

    headers = {"Authorization": f"Bearer {TOKEN}"}
    start = f"{real.base_url}/models/{done.fine_tuned_model}"
    listed = httpx.get(start + "/files", headers=headers).json()
    assert "adapter_model.safetensors" in [entry["name"] for entry in listed["data"]]
    student = httpx.get(start + "/mlc/resolve/q0f32/student.json", headers=headers, timeout=120)
    assert student.status_code == 200, student.text
    cache = httpx.get(start + "/mlc/resolve/q0f32/tensor-cache.json", headers=headers).json()
    shard = httpx.get(start + "/mlc/resolve/q0f32/params_shard_0.bin", headers=headers)
    assert len(shard.content) == cache["records"][0]["nbytes"]
    assert student.json()["model"] == done.fine_tuned_model


def test_going_on_from_a_tuned_model(client: openai.OpenAI) -> None:
    train = upload(client, DATA)
    numbers = {"n_epochs": 4, "batch_size": 8, "learning_rate_multiplier": 50}
    first = client.fine_tuning.jobs.create(model="llama", training_file=train, hyperparameters=numbers)  # type: ignore[arg-type]
    tuned = ended(client, first.id).fine_tuned_model
    second = client.fine_tuning.jobs.create(model=tuned, training_file=train, hyperparameters=numbers)  # type: ignore[arg-type]
    assert ended(client, second.id).status == "succeeded"

    def first_loss(job: str) -> float:
        events = client.fine_tuning.jobs.list_events(job, limit=100).data
        found = [event.data for event in events if isinstance(event.data, dict) and event.data.get("step") == 1]
        return float(found[0]["train_loss"])

    assert first_loss(second.id) < first_loss(first.id)


def test_a_killed_worker_comes_to_the_same_model(real: Server, client: openai.OpenAI) -> None:
    train = upload(client, DATA)

    def start() -> str:
        return client.fine_tuning.jobs.create(
            model="llama",
            training_file=train,
            seed=11,
            hyperparameters={"n_epochs": 14, "batch_size": 2},
            metadata={"max_length": "128"},
        ).id

    def last_loss(job: str) -> float:
        return next(
            float(event.data["train_loss"])
            for event in client.fine_tuning.jobs.list_events(job, limit=10).data
            if event.type == "metrics" and isinstance(event.data, dict)
        )

    killed = start()
    eventually(lambda: len(client.fine_tuning.jobs.checkpoints.list(killed).data) >= 3)
    for pid in worker_pids(real):
        os.kill(pid, signal.SIGKILL)
    whole = start()
    assert ended(client, killed).status == "succeeded"
    assert ended(client, whole).status == "succeeded"
    messages = [event.message for event in client.fine_tuning.jobs.list_events(killed, limit=500).data]
    assert any("signal 9" in message for message in messages)
    assert last_loss(killed) == pytest.approx(last_loss(whole), rel=1e-5)


def worker_pids(server: Server) -> list[int]:
    """Processes that the server spawned to train."""
    children = Path(f"/proc/{server.process.pid}/task").glob("*/children")
    pids = [int(pid) for path in children for pid in path.read_text().split()]
    return [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_full_fine_tuning(client: openai.OpenAI) -> None:
    job = client.fine_tuning.jobs.create(
        model="llama",
        training_file=upload(client, DATA),
        metadata={"training": "full"},
        hyperparameters={"n_epochs": 1},
    )
    done = ended(client, job.id)
    assert done.status == "succeeded", done.error
    assert json.loads(done.model_dump_json())["training"]["lora"] is None
    answer = client.chat.completions.create(
        model=done.fine_tuned_model, messages=[{"role": "user", "content": "film 1"}], max_tokens=2
    )
    assert answer.choices[0].finish_reason in ("length", "stop")
