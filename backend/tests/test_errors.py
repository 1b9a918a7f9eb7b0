"""Refusals: status, code and the field they name, in OpenAI's error shape."""

from __future__ import annotations

from typing import Any

import httpx
import openai
import pytest

from conftest import PATIENCE, TOKEN, Server, ended, example, training_data, upload


def call(server: Server, method: str, path: str, **settings: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {TOKEN}", **settings.pop("headers", {})}
    return httpx.request(method, server.base_url + path, headers=headers, **settings, timeout=PATIENCE)


def fault(response: httpx.Response) -> tuple[int, str, str | None]:
    error = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code"} and error["message"]
    return response.status_code, error["code"], error["param"]


def test_no_token_and_a_wrong_one(server: Server) -> None:
    with pytest.raises(openai.AuthenticationError) as wrong:
        openai.OpenAI(base_url=server.base_url, api_key="sk-other", max_retries=0).models.list()
    assert wrong.value.code == "invalid_api_key"
    response = httpx.get(server.base_url + "/models", timeout=PATIENCE)
    assert fault(response) == (401, "missing_api_key", None)
    assert response.headers["www-authenticate"] == "Bearer"
    assert (
        httpx.get(
            server.base_url + "/models", headers={b"Authorization": "Bearer é".encode()}, timeout=PATIENCE
        ).status_code
        == 401
    )
    assert httpx.get(server.base_url.removesuffix("/v1") + "/health", timeout=PATIENCE).status_code == 200


def test_bad_jsonl_names_its_lines(client: openai.OpenAI) -> None:
    data = "\n".join([example("fine"), "{", example("fine"), '{"messages": []}']).encode()
    with pytest.raises(openai.BadRequestError) as wrong:
        upload(client, data)
    assert (wrong.value.code, wrong.value.param) == ("invalid_jsonl", "file")
    assert "Line 2: it is not JSON" in wrong.value.message and "Line 4: " in wrong.value.message


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("train.jsonl", b"", "too_few_examples"), ("train.csv", training_data(), "invalid_file_format")],
)
def test_files_that_are_no_training_data(client: openai.OpenAI, name: str, data: bytes, code: str) -> None:
    with pytest.raises(openai.BadRequestError) as wrong:
        upload(client, data, name)
    assert wrong.value.code == code


def test_another_purpose(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as wrong:
        client.files.create(file=("a.jsonl", training_data()), purpose="batch")
    assert (wrong.value.code, wrong.value.param) == ("invalid_purpose", "purpose")


def test_too_large(server: Server, client: openai.OpenAI) -> None:
    with pytest.raises(openai.APIStatusError) as wrong:
        upload(client, training_data(5000))
    assert (wrong.value.status_code, wrong.value.code) == (413, "request_too_large")

    def endless() -> Any:
        for _ in range(600):
            yield b" " * 1024

    kind = {"content-type": "multipart/form-data; boundary=x"}
    start = b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n'
    whole = [start, *endless()]
    assert fault(call(server, "POST", "/files", headers=kind, content=iter(whole)))[:2] == (413, "request_too_large")


def test_unknown_ids(client: openai.OpenAI) -> None:
    train = upload(client)
    jobs = client.fine_tuning.jobs
    with pytest.raises(openai.NotFoundError) as wrong:
        jobs.create(model="tiny", training_file="file-unknown")
    assert (wrong.value.code, wrong.value.param) == ("file_not_found", "training_file")
    with pytest.raises(openai.NotFoundError) as wrong:
        jobs.create(model="gpt", training_file=train)
    assert (wrong.value.code, wrong.value.param) == ("model_not_found", "model")
    with pytest.raises(openai.NotFoundError) as wrong:
        client.chat.completions.create(model="gpt", messages=[{"role": "user", "content": "hm"}])
    assert wrong.value.code == "model_not_found"
    for ask in (jobs.retrieve, jobs.cancel, jobs.pause, jobs.resume, jobs.list_events, jobs.checkpoints.list):
        with pytest.raises(openai.NotFoundError) as wrong:
            ask("ftjob-unknown")
        assert wrong.value.code == "fine_tune_not_found"


def test_a_result_file_is_no_training_data(client: openai.OpenAI) -> None:
    job = client.fine_tuning.jobs.create(model="tiny", training_file=upload(client))
    results = ended(client, job.id).result_files[0]
    with pytest.raises(openai.BadRequestError) as wrong:
        client.fine_tuning.jobs.create(model="tiny", training_file=results)
    assert (wrong.value.code, wrong.value.param) == ("invalid_file", "training_file")


@pytest.mark.parametrize(
    ("extra", "code", "param"),
    [
        ({"suffix": "a/b"}, "invalid_value", "suffix"),
        ({"suffix": "a" * 65}, "invalid_value", "suffix"),
        ({"seed": -1}, "invalid_value", "seed"),
        ({"method": {"type": "dpo"}}, "unsupported_method", "method.type"),
        ({"metadata": {str(n): "x" for n in range(17)}}, "invalid_value", "metadata"),
        ({"metadata": {"lora_rank": "0"}}, "invalid_value", "metadata.lora_rank"),
        ({"metadata": {"training": "magic"}}, "invalid_value", "metadata.training"),
        ({"integrations": [{"type": "other"}]}, "invalid_value", "integrations.0.type"),
    ],
)
def test_job_fields(server: Server, client: openai.OpenAI, extra: dict[str, Any], code: str, param: str) -> None:
    body = {"model": "tiny", "training_file": upload(client), **extra}
    assert fault(call(server, "POST", "/fine_tuning/jobs", json=body)) == (400, code, param)


@pytest.mark.parametrize("name", ["n_epochs", "batch_size", "learning_rate_multiplier", "momentum"])
@pytest.mark.parametrize("value", [0, -1, "many", None, 1e308])
def test_hyperparameters(server: Server, client: openai.OpenAI, name: str, value: object) -> None:
    body = {"model": "tiny", "training_file": "file-unknown", "hyperparameters": {name: value}}
    status, code, param = fault(call(server, "POST", "/fine_tuning/jobs", json=body))
    assert (status, code) == (400, "invalid_value")
    assert param is not None and param.startswith(f"hyperparameters.{name}")


@pytest.mark.parametrize(
    ("extra", "param"),
    [
        ({"tools": [{"type": "function"}]}, "tools"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"presence_penalty": 0.5}, "presence_penalty"),
        ({"logit_bias": {"1": 2}}, "logit_bias"),
        ({"top_logprobs": 2}, "top_logprobs"),
        ({"temperature": 3}, "temperature"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"messages": []}, "messages"),
    ],
)
def test_chat_fields(server: Server, extra: dict[str, Any], param: str) -> None:
    body = {"model": "tiny", "messages": [{"role": "user", "content": "hm"}], **extra}
    response = call(server, "POST", "/chat/completions", json=body)
    assert (response.status_code, response.json()["error"]["param"]) == (400, param)


def test_bodies_that_are_none(server: Server) -> None:
    kind = {"content-type": "application/json"}
    response = call(server, "POST", "/chat/completions", content=b"{", headers=kind)
    assert fault(response) == (400, "invalid_json", None)
    assert fault(call(server, "POST", "/chat/completions", json={}))[1:] == ("missing_required_parameter", "model")
    assert fault(call(server, "POST", "/files"))[1] == "missing_required_parameter"
    assert fault(call(server, "GET", "/nothing")) == (404, "unknown_url", None)
    assert fault(call(server, "PUT", "/models")) == (405, "method_not_allowed", None)
    deep = b'{"model":' + b"[" * 100000 + b"]" * 100000 + b"}"
    assert call(server, "POST", "/chat/completions", content=deep, headers=kind).status_code == 400


def test_engine_faults(server: Server, client: openai.OpenAI) -> None:
    message: Any = [{"role": "user", "content": "hm"}]
    with pytest.raises(openai.InternalServerError) as broken:
        client.chat.completions.create(model="broken", messages=message)
    assert broken.value.code == "model_unavailable"
    message[0]["content"] = "FAIL"
    for stream in (False, True):
        with pytest.raises(openai.InternalServerError) as unforeseen:
            client.chat.completions.create(model="tiny", messages=message, stream=stream)
        assert unforeseen.value.code == "engine_failed"
        assert "nobody foresaw" not in unforeseen.value.message
    assert client.chat.completions.create(model="tiny", messages=[{"role": "user", "content": "hm"}]).choices


def test_a_job_that_fails_says_why(client: openai.OpenAI) -> None:
    job = client.fine_tuning.jobs.create(model="tiny", training_file=upload(client, training_data(4, "FAIL")))
    done = ended(client, job.id)
    assert (done.status, done.fine_tuned_model, done.error.code) == ("failed", None, "bad_data")
    assert done.error.message == "The data can not be learned. Use other data."
    assert client.fine_tuning.jobs.list_events(job.id).data[0].level == "error"


def test_origins(server: Server) -> None:
    page = {"Origin": "http://localhost:5173"}
    ask = {**page, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    preflight = httpx.options(server.base_url + "/files", headers=ask, timeout=PATIENCE)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "http://localhost:5173"
    assert "authorization" in preflight.headers["access-control-allow-headers"].lower()
    refused = httpx.get(server.base_url + "/models", headers=page, timeout=PATIENCE)
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == "http://localhost:5173", "A page can read why."
    stranger = call(server, "POST", "/files", headers={"Origin": "https://stranger.example"})
    assert fault(stranger) == (403, "origin_not_allowed", None)
    assert "access-control-allow-origin" not in stranger.headers
    image = call(server, "GET", "/models/tiny/mlc/resolve/main/student.json", headers={"Sec-Fetch-Site": "cross-site"})
    assert fault(image) == (403, "origin_not_allowed", None)
    for site in ({"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "cross-site", **page}):
        assert call(server, "GET", "/models", headers=site).status_code == 200
    rebound = call(server, "GET", "/models", headers={"Host": "stranger.example"})
    assert fault(rebound) == (403, "host_not_allowed", None)


PATHS = ["../token", "..%2ftoken", "%2e%2e/token", "/etc/passwd", "%2fetc%2fpasswd", "file-\x00", "C:\\boot.ini"]


@pytest.mark.parametrize("path", PATHS)
def test_no_path_reaches_the_file_system(server: Server, client: openai.OpenAI, path: str) -> None:
    quoted = path.replace("\x00", "%00").replace("\\", "%5C")
    for where in (f"/files/{quoted}", f"/files/{quoted}/content", f"/models/{quoted}", f"/fine_tuning/jobs/{quoted}"):
        for method in ("GET", "DELETE"):
            response = call(server, method, where)
            assert response.status_code in (404, 405), (where, response.text)
            assert TOKEN not in response.text
    body = {"model": path, "training_file": upload(client)}
    assert call(server, "POST", "/fine_tuning/jobs", json=body).status_code == 404
    body = {"model": "tiny", "training_file": path}
    assert call(server, "POST", "/fine_tuning/jobs", json=body).status_code == 404
    made = client.files.create(file=(path + "/x.jsonl", training_data()), purpose="fine-tune")
    assert "/" not in made.filename and "\x00" not in made.filename
    files = sorted(entry.name for entry in (server.data / "files").iterdir())
    assert all(name.startswith("file-") and len(name) == 29 for name in files)
