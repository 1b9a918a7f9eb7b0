"""What a tab and a person can take away: WebLLM weights and the files of a tuned model."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import openai
import pytest

from conftest import PATIENCE, TOKEN, Server, ended, upload

HEADERS = {"Authorization": f"Bearer {TOKEN}", "Origin": "http://localhost:5173"}


def get(server: Server, path: str, **more: str) -> httpx.Response:
    return httpx.get(server.base_url + path, headers={**HEADERS, **more}, timeout=PATIENCE)


@pytest.fixture(scope="module")
def tuned(client: openai.OpenAI) -> str:
    job = client.fine_tuning.jobs.create(model="tiny", training_file=upload(client))
    return str(ended(client, job.id).fine_tuned_model)


def test_weights_for_the_tab(server: Server, tuned: str) -> None:
    student = get(server, f"/models/{tuned}/mlc/resolve/q4f32_1/student.json")
    assert student.json()["quantization"] == "q4f32_1"
    assert student.headers["content-type"] == "application/json"
    assert student.headers["access-control-allow-origin"] == HEADERS["Origin"]
    assert "immutable" in student.headers["cache-control"]
    shard = get(server, f"/models/{tuned}/mlc/resolve/q4f32_1/params_shard_0.bin")
    assert (shard.text, shard.headers["content-type"]) == (tuned, "application/octet-stream")
    assert shard.headers["etag"] == f'"{student.json()["files"]["params_shard_0.bin"]["sha256"]}"'
    again = get(
        server, f"/models/{tuned}/mlc/resolve/q4f32_1/params_shard_0.bin", **{"If-None-Match": shard.headers["etag"]}
    )
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", shard.headers["etag"])
    assert again.headers["access-control-allow-origin"] == HEADERS["Origin"]
    assert httpx.get(str(shard.url), timeout=PATIENCE).status_code == 401, "The token is asked for here too."


def test_what_the_settings_may_change_is_asked_for_again(server: Server) -> None:
    base = get(server, "/models/tiny/mlc/resolve/q0f32/student.json")
    assert "immutable" not in base.headers["cache-control"] and base.headers["etag"]


def test_main_stays_what_it_was(make_server: Callable[..., Server]) -> None:
    server = make_server()
    job = server.client().fine_tuning.jobs.create(model="tiny", training_file=upload(server.client()))
    main = f"/models/{ended(server.client(), job.id).fine_tuned_model}/mlc/resolve/main/student.json"
    first = get(server, main)
    assert first.json()["quantization"] == "q0f16" and "immutable" in first.headers["cache-control"]
    server.end()
    server.settings.write_text('export_quantization = "q4f16_1"\n' + server.settings.read_text())
    server.start()
    assert get(server, main).json()["quantization"] == "q0f16"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("tiny/mlc/resolve/main/secret.txt", 404, "file_not_found"),
        ("tiny/mlc/resolve/main/..%2Fq0f16%2Fsecret.txt", 404, "unknown_url"),
        ("tiny/mlc/resolve/..%2F..%2Ftoken/student.json", 404, "unknown_url"),
        ("tiny/mlc/resolve/q8/student.json", 400, "unknown_quantization"),
        ("gpt/mlc/resolve/main/student.json", 404, "model_not_found"),
        ("broken/mlc/resolve/main/student.json", 500, "model_unavailable"),
        ("tiny/files", 404, "model_not_found"),
    ],
)
def test_refusals(server: Server, path: str, status: int, code: str) -> None:
    response = get(server, "/models/" + path)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_files_of_a_tuned_model(server: Server, client: openai.OpenAI, tuned: str) -> None:
    names = [entry["name"] for entry in get(server, f"/models/{tuned}/files").json()["data"]]
    assert names == ["state.json"]
    state = get(server, f"/models/{tuned}/files/state.json")
    assert state.json()["step"] == 3
    assert state.headers["content-disposition"] == 'attachment; filename="state.json"'
    assert "content-disposition" in state.headers["access-control-expose-headers"].lower()
    assert get(server, f"/models/{tuned}/files/..%2F..%2Fjournal.jsonl").status_code == 404
    assert get(server, f"/models/{tuned}/files/optimizer.pt").status_code == 404
    client.models.delete(tuned)
    assert get(server, f"/models/{tuned}/files/state.json").status_code == 404
    assert get(server, f"/models/{tuned}/mlc/resolve/main/student.json").status_code == 404
