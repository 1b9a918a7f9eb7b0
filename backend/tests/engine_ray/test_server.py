"""The server with the engine ray, asked by the openai package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Server, ended, eventually, example, upload
from tiny_models import make_model

from .conftest import training_processes

DATA = "".join(example(f"film {n}", ("positive", "negative")[n % 2]) + "\n" for n in range(8)).encode()


@pytest.fixture
def server(tmp_path: Path, cluster_address: str) -> Iterator[Server]:
    make_model(tmp_path / "llama", "llama")
    more = f'[models.llama]\nsource = "{tmp_path / "llama"}"\n[ray]\naddress = "{cluster_address}"\nnum_workers = 2\n'
    running = Server(tmp_path, more=more, engine='engine = "ray"').start()
    yield running
    running.end()


def test_a_job_ends_with_a_model_that_answers_and_a_cancelled_one_leaves_nothing_behind(server: Server) -> None:
    import ray

    client = server.client(max_retries=0, timeout=180)
    train = upload(client, DATA)
    numbers = {"n_epochs": 2, "batch_size": 4, "learning_rate_multiplier": 50}
    job = client.fine_tuning.jobs.create(model="llama", training_file=train, seed=3, hyperparameters=numbers)  # type: ignore[arg-type]
    done = ended(client, job.id)
    assert done.status == "succeeded", done.error
    events = client.fine_tuning.jobs.list_events(job.id, limit=100).data
    steps = [event.data["step"] for event in events if isinstance(event.data, dict) and "train_loss" in event.data]
    assert steps == [4, 3, 2, 1]
    answer = client.chat.completions.create(
        model=done.fine_tuned_model, messages=[{"role": "user", "content": "film 1"}], max_tokens=3
    )
    assert answer.choices[0].finish_reason in ("length", "stop")

    numbers = {"n_epochs": 50, "batch_size": 1}
    long = client.fine_tuning.jobs.create(model="llama", training_file=train, hyperparameters=numbers)  # type: ignore[arg-type]
    eventually(lambda: client.fine_tuning.jobs.checkpoints.list(long.id).data)
    assert len(training_processes()) == 2
    client.fine_tuning.jobs.cancel(long.id)
    eventually(lambda: training_processes() == [])
    eventually(lambda: ray.available_resources().get("CPU") == 2)
    assert client.fine_tuning.jobs.retrieve(long.id).status == "cancelled"
