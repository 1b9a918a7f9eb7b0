"""What a page may read: every answer, refusals and faults included, and no other page any of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from conftest import PATIENCE, TOKEN, Server
from llm2llm_backend.api.app import create_app
from llm2llm_backend.config import Config
from llm2llm_backend.services import create_services
from llm2llm_backend.store.models import ModelStore

PAGE = "http://localhost:5173"
BEARER = f"Bearer {TOKEN}"


def preflight(server: Server, origin: str) -> httpx.Response:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "DELETE",
        "Access-Control-Request-Headers": "authorization, content-type, idempotency-key",
        "Access-Control-Request-Private-Network": "true",
    }
    return httpx.options(server.base_url + "/models/tiny", headers=headers, timeout=PATIENCE)


def test_preflights(server: Server) -> None:
    allowed = preflight(server, PAGE)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == PAGE
    assert allowed.headers["access-control-allow-private-network"] == "true"
    assert "idempotency-key" in allowed.headers["access-control-allow-headers"]
    assert "DELETE" in allowed.headers["access-control-allow-methods"]
    stranger = preflight(server, "https://stranger.example")
    assert stranger.status_code == 400 and "access-control-allow-origin" not in stranger.headers


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/models", {}, 401),
        ("GET", "/nothing", {"Authorization": BEARER}, 404),
        ("PUT", "/models", {"Authorization": BEARER}, 405),
        ("DELETE", "/models/tiny", {"Authorization": BEARER}, 403),
        ("POST", "/score", {"Authorization": BEARER}, 413),
        ("GET", "/models/broken/mlc/resolve/main/student.json", {"Authorization": BEARER}, 500),
    ],
)
def test_refusals_can_be_read(server: Server, method: str, path: str, headers: dict[str, str], status: int) -> None:
    body = b" " * 5_000_000 if status == 413 else None
    answer = httpx.request(
        method, server.base_url + path, headers={**headers, "Origin": PAGE}, content=body, timeout=PATIENCE
    )
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == PAGE
    assert answer.json()["error"]["message"]


def test_a_fault_nobody_foresaw_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: ModelStore) -> None:
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr(ModelStore, "all", fail)
    services = create_services(Config(data=tmp_path, cors_origins=(PAGE,)), None)
    transport = httpx.ASGITransport(create_app(services), raise_app_exceptions=False)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get("/v1/models", headers={"Origin": PAGE})

    answer = asyncio.run(ask())
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "server_error")
    assert "secret" not in answer.text
    assert answer.headers["access-control-allow-origin"] == PAGE
