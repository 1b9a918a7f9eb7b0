"""GET /v1/llm2llm: what the server says of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from conftest import PATIENCE, TOKEN, Server, eventually
from llm2llm_backend import __version__

MakeServer = Callable[..., Server]


def describe(server: Server) -> dict[str, Any]:
    answer = httpx.get(server.base_url + "/llm2llm", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=PATIENCE)
    assert answer.status_code == 200
    return dict(answer.json())


def test_what_the_engine_knows_comes_when_it_has_answered(make_server: MakeServer) -> None:
    server = make_server(more="min_examples = 2")
    assert httpx.get(server.base_url + "/llm2llm", timeout=PATIENCE).status_code == 401
    first = describe(server)
    assert (first["object"], first["version"], first["engine"]) == (
        "llm2llm.server",
        __version__,
        "fake_engine:FakeEngine",
    )
    assert (first["device"], first["dtype"], first["packages"]) == (None, None, None)
    assert (first["score"], first["adapters"]) == (True, True)
    assert first["mlc"] == ["q0f32", "q0f16", "q4f32_1", "q4f16_1"]
    assert first["training"] == {
        "n_epochs": 3,
        "batch_size": 8,
        "learning_rate": 2e-4,
        "full_learning_rate": 2e-5,
        "lora_rank": 16,
        "lora_alpha": 32.0,
        "max_length": 1024,
    }
    assert first["limits"] == {"upload_bytes": 200000, "min_examples": 2}
    eventually(lambda: describe(server)["device"])
    later = describe(server)
    assert (later["device"], later["dtype"], later["packages"]) == ("none", "float32", {"fake": "1.0"})
    assert later["fault"] is None


def test_an_engine_that_cannot_be_loaded_is_a_fault_in_words(make_server: MakeServer) -> None:
    server = make_server(engine='engine = "no_such_engine:Engine"')
    eventually(lambda: describe(server)["fault"])
    assert "could not be loaded" in describe(server)["fault"]
    assert describe(server)["device"] is None
