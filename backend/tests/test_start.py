"""Starting: the token, a server without one, doctor."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from conftest import HERE, PATIENCE, Server

MakeServer = Callable[..., Server]


def test_the_token_is_printed_once_and_kept(make_server: MakeServer) -> None:
    server = make_server(token=None)
    token = re.search(r"Token: (\S+)", "".join(server.printed))
    assert token is not None and len(token[1]) > 40
    kept = server.data / "token"
    assert kept.read_text().strip() == token[1]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    headers = {"Authorization": f"Bearer {token[1]}"}
    assert httpx.get(server.base_url + "/models", headers=headers, timeout=PATIENCE).status_code == 200
    server.end()
    server.printed.clear()
    server.start()
    assert token[1] not in "".join(server.printed)
    assert httpx.get(server.base_url + "/models", headers=headers, timeout=PATIENCE).status_code == 200


def test_without_a_token_foreign_pages_stay_out(make_server: MakeServer) -> None:
    server = make_server(more='auth = "off"', token=None)
    assert httpx.get(server.base_url + "/models", timeout=PATIENCE).status_code == 200
    for headers in ({"Origin": "https://stranger.example"}, {"Host": "stranger.example"}):
        assert httpx.get(server.base_url + "/models", headers=headers, timeout=PATIENCE).status_code == 403


def doctor(tmp_path: Path, engine: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "llm2llm_backend.cli", "doctor", "--data", str(tmp_path), "--engine", engine]
    environment = {"PYTHONPATH": str(HERE), "PATH": ""}
    return subprocess.run([*command, *more], capture_output=True, text=True, env=environment, check=False)


def test_doctor(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('[models.far]\nsource = "hub/far"\n')
    fine = doctor(tmp_path, "fake_engine:FakeEngine", "--config", str(settings))
    assert "engine fake_engine:FakeEngine: fake 1.0, device none" in fine.stdout
    assert "model far: hub/far (from the hub, when it is first used)" in fine.stdout
    settings.write_text('[models.near]\nsource = "./near"\n')
    missing = doctor(tmp_path, "no_such_engine:Engine", "--config", str(settings))
    assert missing.returncode == 1
    assert "no config.json there" in missing.stdout
    assert "could not be loaded" in missing.stdout and "pip install" in missing.stdout


@pytest.mark.parametrize("arguments", [["--port", "x"], []])
def test_commands_that_are_not_understood(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "llm2llm_backend.cli", *(["serve", *arguments] if arguments else [])]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2
