"""What tuned models say of themselves, and jobs that go on from them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openai
import pytest

from conftest import Server, ended, eventually, upload
from llm2llm_backend.cli import main
from llm2llm_backend.engine.port import ModelSpec


def tune(client: openai.OpenAI, model: str, **settings: Any) -> Any:
    job = client.fine_tuning.jobs.create(model=model, training_file=upload(client), **settings)
    return ended(client, job.id)


def about(client: openai.OpenAI, model: str) -> dict[str, Any]:
    return client.models.retrieve(model).model_dump()


def test_a_model_says_where_it_comes_from(client: openai.OpenAI) -> None:
    first = tune(client, "tiny", metadata={"run": "r1", "lora_rank": "4"})
    shown = about(client, first.fine_tuned_model)
    assert (shown["fine_tuning_job_id"], shown["kind"], shown["root"]) == (first.id, "lora", "tiny")
    assert (shown["parent"], shown["metadata"]) == ("tiny", {"run": "r1", "lora_rank": "4"})
    assert shown["bytes"] > 0 and shown["created"] >= first.created_at
    assert shown in [model.model_dump() for model in client.models.list()]
    base = about(client, "tiny")
    assert (base["kind"], base["parent"]) == ("base", None)
    assert base["fingerprint"] == hashlib.sha256(b"somebody/tiny").hexdigest()[:16]
    assert base in [model.model_dump() for model in client.models.list()]
    checkpoint = client.fine_tuning.jobs.checkpoints.list(first.id).data[-1].fine_tuned_model_checkpoint
    second = tune(client, checkpoint)
    shown = about(client, second.fine_tuned_model)
    assert (shown["root"], shown["parent"]) == ("tiny", checkpoint)
    full = tune(client, "tiny", metadata={"training": "full"})
    assert about(client, full.fine_tuned_model)["kind"] == "full"


def test_a_job_says_what_it_trains_with(client: openai.OpenAI) -> None:
    numbers: Any = {"n_epochs": 2, "batch_size": 3, "learning_rate_multiplier": 0.5}
    done = tune(client, "tiny", hyperparameters=numbers, metadata={"lora_rank": "4"}).model_dump()
    training = done["training"]
    assert (training["n_epochs"], training["batch_size"], training["learning_rate"]) == (2, 3, pytest.approx(1e-4))
    assert (training["lora"]["rank"], training["lora"]["alpha"]) == (4, 8.0)
    assert (training["examples"], training["total_steps"]) == (8, 6)
    assert (done["last_step"]["step"], done["last_step"]["total_steps"]) == (6, 6)


def test_going_on_keeps_the_form_of_the_adapter(client: openai.OpenAI) -> None:
    first = tune(client, "tiny", metadata={"lora_rank": "4", "lora_alpha": "5"}).fine_tuned_model
    lora = tune(client, first).model_dump()["training"]["lora"]
    assert (lora["rank"], lora["alpha"]) == (4, 5.0)
    with pytest.raises(openai.BadRequestError, match="has rank 4 and alpha 5") as wrong:
        tune(client, first, metadata={"lora_rank": "8"})
    assert wrong.value.param == "metadata.lora_rank"
    full = tune(client, first, metadata={"training": "full"})
    assert tune(client, full.fine_tuned_model).model_dump()["training"]["lora"] is None
    with pytest.raises(openai.BadRequestError, match="All weights") as wrong:
        tune(client, full.fine_tuned_model, metadata={"training": "lora"})
    assert wrong.value.param == "metadata.training"


def test_what_a_job_needs_is_not_deleted(make_server: Callable[..., Server]) -> None:
    server = make_server(step_seconds=0.05)
    client = server.client(max_retries=0)
    tuned = tune(client, "tiny").fine_tuned_model
    job = client.fine_tuning.jobs.create(
        model=tuned, training_file=upload(client), hyperparameters={"n_epochs": 1000, "batch_size": 4}
    )
    own = eventually(lambda: [model.id for model in client.models.list() if job.id[6:18] in model.id])[0]
    for model in (tuned, own):
        with pytest.raises(openai.ConflictError) as wrong:
            client.models.delete(model)
        assert wrong.value.code == "model_in_use"
    with pytest.raises(openai.PermissionDeniedError):
        client.models.delete("tiny")
    client.fine_tuning.jobs.cancel(job.id)
    assert client.models.delete(tuned).deleted
    assert tuned not in [model.id for model in client.models.list()]


def test_another_model_under_the_name_of_the_base(
    make_server: Callable[..., Server], capsys: pytest.CaptureFixture[str]
) -> None:
    server = make_server()
    client = server.client(max_retries=0)
    tuned = tune(client, "tiny").fine_tuned_model
    before = about(client, "tiny")["fingerprint"]
    server.end()
    server.settings.write_text(server.settings.read_text().replace("somebody/tiny", "somebody/other"))
    client = server.start().client(max_retries=0)
    assert about(client, "tiny")["fingerprint"] != before
    for ask in (lambda: tune(client, tuned), lambda: client.completions.create(model=tuned, prompt="hm")):
        with pytest.raises(openai.NotFoundError, match="name another model under 'tiny' now") as wrong:
            ask()
        assert (wrong.value.code, wrong.value.param) == ("model_not_found", "model")
    out = ["--quantization", "q4f16_1", "--out", str(server.folder / "exported")]
    assert main(["export", tuned, "--config", str(server.settings), "--data", str(server.data), *out]) == 1
    assert "name another model under 'tiny' now" in capsys.readouterr().err
    assert about(client, tuned)["root"] == "tiny"
    assert client.models.delete(tuned).deleted
    assert tune(client, "tiny").status == "succeeded"


def test_a_folder_that_is_moved_keeps_its_fingerprint_and_other_weights_have_another(tmp_path: Path) -> None:
    def fingerprint(name: str, weights: bytes) -> str:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "config.json").write_text("{}")
        (folder / "model.safetensors").write_bytes(weights)
        return ModelSpec("tiny", str(folder)).fingerprint

    assert fingerprint("here", b"a" * 300_000) == fingerprint("there", b"a" * 300_000)
    assert fingerprint("other", b"a" * 149_000 + b"b" * 151_000) != fingerprint("elsewhere", b"a" * 300_000)
