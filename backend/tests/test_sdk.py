"""The stock openai package against a real server, with no patch."""

from __future__ import annotations

import openai
import pytest

from conftest import Server, ended, eventually, training_data, upload


def test_files(client: openai.OpenAI) -> None:
    data = training_data()
    file = client.files.create(file=("train.jsonl", data), purpose="fine-tune")
    assert (file.object, file.bytes, file.filename, file.purpose) == ("file", len(data), "train.jsonl", "fine-tune")
    assert file.status == "processed"
    assert client.files.retrieve(file.id) == file
    assert client.files.content(file.id).read() == data
    assert file.id in [one.id for one in client.files.list()]
    assert client.files.delete(file.id).deleted
    with pytest.raises(openai.NotFoundError) as fault:
        client.files.retrieve(file.id)
    assert fault.value.code == "file_not_found"


def test_files_are_paged(client: openai.OpenAI) -> None:
    made = [upload(client) for _ in range(5)]
    assert [file.id for file in client.files.list(limit=2, order="asc")][-5:] == made
    assert [file.id for file in client.files.list(limit=2)][:5] == made[::-1]


def test_a_file_that_expires(client: openai.OpenAI) -> None:
    file = client.files.create(
        file=("train.jsonl", training_data()),
        purpose="fine-tune",
        expires_after={"anchor": "created_at", "seconds": 3600},
    )
    assert file.expires_at == file.created_at + 3600


def test_a_job_from_upload_to_answer(client: openai.OpenAI) -> None:
    train, validation = upload(client), upload(client, name="validation.jsonl")
    job = client.fine_tuning.jobs.create(
        model="tiny",
        training_file=train,
        validation_file=validation,
        suffix="round-3",
        seed=42,
        method={"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 2, "batch_size": 4}}},
        metadata={"run": "r1", "round": "3", "lora_rank": "4"},
        integrations=[{"type": "wandb", "wandb": {"project": "p"}}],
    )
    assert (job.object, job.status, job.fine_tuned_model, job.seed) == ("fine_tuning.job", "queued", None, 42)
    assert job.metadata == {"run": "r1", "round": "3", "lora_rank": "4"}
    done = ended(client, job.id)
    assert (done.status, done.error) == ("succeeded", None)
    assert done.fine_tuned_model.startswith("ft:tiny:local:round-3:")
    assert done.trained_tokens == 12
    assert done.finished_at >= done.created_at
    assert done.hyperparameters.n_epochs == 2
    assert done.method.supervised.hyperparameters.batch_size == 4
    assert done.model_extra["training"]["lora"]["rank"] == 4
    assert done.model_extra["training"]["learning_rate"] == pytest.approx(2e-4)

    events = list(client.fine_tuning.jobs.list_events(job.id, limit=2))
    metrics = [event for event in events if event.type == "metrics"]
    assert [event.data["step"] for event in metrics if isinstance(event.data, dict)] == [4, 3, 2, 1]
    assert events[0].message.startswith("The job is done")

    checkpoints = list(client.fine_tuning.jobs.checkpoints.list(job.id, limit=1))
    assert [checkpoint.step_number for checkpoint in checkpoints] == [4, 2]
    assert checkpoints[0].metrics.train_loss is not None
    assert checkpoints[1].fine_tuned_model_checkpoint == f"{done.fine_tuned_model}:ckpt-step-2"

    rows = client.files.content(done.result_files[0]).text.splitlines()
    assert rows[0].startswith("step,epoch,train_loss") and len(rows) == 5

    for model, says in ((done.fine_tuned_model, "final"), (checkpoints[1].fine_tuned_model_checkpoint, "checkpoint-2")):
        assert client.models.retrieve(model).id == model
        answer = client.chat.completions.create(model=model, messages=[{"role": "user", "content": "hm"}], max_tokens=1)
        assert answer.choices[0].message.content == f"tiny+{says}"
    assert {"tiny", done.fine_tuned_model} <= {model.id for model in client.models.list()}

    again = client.fine_tuning.jobs.create(model=done.fine_tuned_model, training_file=train)
    assert ended(client, again.id).fine_tuned_model.startswith("ft:tiny:local::")
    assert client.models.delete(done.fine_tuned_model).deleted
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve(done.fine_tuned_model)


def test_auto_and_defaults(client: openai.OpenAI) -> None:
    job = client.fine_tuning.jobs.create(
        model="tiny",
        training_file=upload(client, training_data(3)),
        hyperparameters={"n_epochs": "auto", "batch_size": "auto", "learning_rate_multiplier": 0.5},
    )
    assert (job.hyperparameters.n_epochs, job.hyperparameters.batch_size) == (3, 3)
    assert job.model_extra is not None
    assert job.model_extra["training"]["learning_rate"] == pytest.approx(1e-4)
    ended(client, job.id)


def test_jobs_are_listed_and_found_by_metadata(client: openai.OpenAI) -> None:
    train = upload(client)
    made = [
        client.fine_tuning.jobs.create(model="tiny", training_file=train, metadata={"run": "list", "n": str(n)}).id
        for n in range(5)
    ]
    assert [job.id for job in client.fine_tuning.jobs.list(limit=2, metadata={"run": "list"})] == made[::-1]
    assert [job.id for job in client.fine_tuning.jobs.list(metadata={"run": "list", "n": "3"})] == [made[3]]
    assert [job.id for job in client.fine_tuning.jobs.list(limit=3)][:5] == made[::-1]
    for job_id in made:
        ended(client, job_id)


def test_a_repeated_request_is_one_job(client: openai.OpenAI) -> None:
    train = upload(client)
    headers = {"Idempotency-Key": "once"}
    made = [
        client.fine_tuning.jobs.create(model="tiny", training_file=train, extra_headers=headers).id for _ in range(2)
    ]
    assert made[0] == made[1]


def test_cancel_pause_and_resume(make_server: type[Server]) -> None:
    server = make_server(step_seconds=0.05)  # type: ignore[call-arg]
    client = server.client(max_retries=0)
    train = upload(client, training_data(40))
    first = client.fine_tuning.jobs.create(model="tiny", training_file=train, hyperparameters={"batch_size": 1})
    second = client.fine_tuning.jobs.create(model="tiny", training_file=train, hyperparameters={"batch_size": 10})
    eventually(lambda: len(server.diary(first.id)) > 3)
    assert client.fine_tuning.jobs.retrieve(first.id).estimated_finish is not None
    assert client.fine_tuning.jobs.retrieve(second.id).status == "queued"
    assert client.fine_tuning.jobs.pause(first.id).status in ("pausing", "paused")
    assert ended(client, second.id).status == "succeeded"
    assert client.fine_tuning.jobs.retrieve(first.id).status == "paused"  # type: ignore[comparison-overlap]
    stood = len(server.diary(first.id))
    assert client.fine_tuning.jobs.resume(first.id).status in ("queued", "running")
    eventually(lambda: len(server.diary(first.id)) > stood + 3)
    assert client.fine_tuning.jobs.cancel(first.id).status == "cancelled"
    with pytest.raises(openai.BadRequestError) as fault:
        client.fine_tuning.jobs.cancel(first.id)
    assert fault.value.code == "job_not_cancelled"
    steps = [step for step, _ in server.diary(first.id)]
    assert steps == list(range(1, len(steps) + 1)), "A pause loses nothing and repeats nothing."
    third = client.fine_tuning.jobs.create(model="tiny", training_file=train, hyperparameters={"batch_size": 40})
    assert ended(client, third.id).status == "succeeded", "The cancelled job's worker made room."


def test_chat(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": "repeat: one two three"}], seed=1, temperature=0
    )
    assert answer.object == "chat.completion"
    assert answer.choices[0].message.content == "one two three"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage is not None and (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (5, 3)
    cut = client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": "repeat: one two three"}], max_completion_tokens=2
    )
    assert (cut.choices[0].message.content, cut.choices[0].finish_reason) == ("one two", "length")
    stopped = client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": "repeat: one two three"}], stop=["two"]
    )
    assert (stopped.choices[0].message.content, stopped.choices[0].finish_reason) == ("one", "stop")


def test_chat_seed_and_choices(client: openai.OpenAI) -> None:
    def ask(seed: int) -> list[str | None]:
        answer = client.chat.completions.create(
            model="tiny", messages=[{"role": "user", "content": "hm"}], seed=seed, n=2, max_tokens=6
        )
        return [choice.message.content for choice in answer.choices]

    assert ask(1) == ask(1) != ask(5)
    assert len(set(ask(1))) == 2


def test_chat_logprobs(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": "repeat: é two"}], logprobs=True, top_logprobs=3
    )
    assert answer.choices[0].logprobs is not None and answer.choices[0].logprobs.content is not None
    first, second = answer.choices[0].logprobs.content
    assert (first.token, first.bytes, first.logprob) == ("é", [195, 169], -0.25)
    assert (second.token, len(second.top_logprobs)) == (" two", 3)


def test_chat_stream(client: openai.OpenAI) -> None:
    stream = client.chat.completions.create(
        model="tiny",
        messages=[{"role": "developer", "content": [{"type": "text", "text": "repeat: one two three"}]}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    assert chunks[0].choices[0].delta.role == "assistant"
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == "one two three"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].choices == [] and chunks[-1].usage is not None
    assert chunks[-1].usage.total_tokens == 8


def test_a_stream_that_is_left_frees_the_model(client: openai.OpenAI) -> None:
    stream = client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": "SLOW"}], max_tokens=2000, stream=True
    )
    next(iter(stream))
    stream.close()
    answer = client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": "repeat: free"}], timeout=60
    )
    assert answer.choices[0].message.content == "free"


def test_completions(client: openai.OpenAI) -> None:
    answer = client.completions.create(model="tiny", prompt=["repeat: one two", "repeat: three"], logprobs=2)
    assert [choice.text for choice in answer.choices] == ["one two", "three"]
    logprobs = answer.choices[0].logprobs
    assert logprobs is not None
    assert (logprobs.tokens, logprobs.text_offset, logprobs.token_logprobs) == (["one", " two"], [0, 3], [-0.25, -0.25])
    assert logprobs.top_logprobs is not None and logprobs.top_logprobs[0] == {"one": -0.25, "positive": -1.0}
    assert answer.usage is not None and answer.usage.completion_tokens == 3
    stream = client.completions.create(model="tiny", prompt="repeat: one two", stream=True)
    assert "".join(chunk.choices[0].text for chunk in stream) == "one two"


def test_score(client: openai.OpenAI) -> None:
    body = {
        "model": "tiny",
        "inputs": [{"messages": [{"role": "user", "content": "good"}]}, {"prompt": "bad", "candidates": ["x"]}],
        "candidates": ["good", "bad"],
    }
    answer = client.post("/score", body=body, cast_to=dict)
    assert [[one["logprob"] for one in entry["scores"]] for entry in answer["data"]] == [[-2.0, -3.0], [-1.0]]
    assert answer["usage"]["prompt_tokens"] == 3
