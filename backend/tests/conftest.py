"""A real server in a process of its own, on a free port."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self, TypeVar

import openai
import pytest

HERE = Path(__file__).parent
# Models of a few thousand weights gain nothing from threads that wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")

_NEEDS_MODELS = ["test_training.py", "test_generator.py", "test_examples.py", "test_demo_model.py", "test_merge.py"]
_NEEDS_NUMPY = ["test_export.py", "test_template.py", "test_quantization.py", "test_libraries.py"]
_LEFT_OUT = (
    []
    if os.environ.get("CI") or (find_spec("torch") and find_spec("peft"))
    else [
        *(f"engine/{name}" for name in _NEEDS_MODELS),
        *(f"mlc/{name}" for name in _NEEDS_NUMPY),
        "test_real_engine.py",
    ]
)
"""Tests that need the extra "train". In CI they run, and fail where it is missing."""

collect_ignore = _LEFT_OUT
TOKEN = "sk-test-token"
PATIENCE = 180.0
"""Seconds after which something that does not happen is a failure, also on a machine that is busy otherwise."""
Value = TypeVar("Value")

FAKE = """
engine = "fake_engine:FakeEngine"
exporter = "fake_engine:fake_export"
"""
SETTINGS = """
{engine}
cors_origins = ["http://localhost:5173"]
upload_limit = 200000
{more}
[models.tiny]
source = "somebody/tiny"
[models.broken]
source = "/nowhere"
"""


def pytest_report_header() -> str | None:
    """Says what is left out."""
    return f"without torch and peft, left out: {', '.join(_LEFT_OUT)}" if _LEFT_OUT else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests come last."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


class Server:
    """Started, killed and started again on the same data folder."""

    def __init__(
        self,
        folder: Path,
        step_seconds: float = 0.001,
        more: str = "",
        token: str | None = TOKEN,
        engine: str = FAKE,
    ) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.settings = folder / "settings.toml"
        self.settings.write_text(SETTINGS.format(more=more, engine=engine))
        self.step_seconds = step_seconds
        self.token = token
        self.printed: list[str] = []
        self.base_url = ""
        self.process: subprocess.Popen[str]

    def start(self) -> Self:
        environment = {**os.environ, "PYTHONPATH": str(HERE), "FAKE_STEP_SECONDS": str(self.step_seconds)}
        environment.pop("LLM2LLM_BACKEND_TOKEN", None)
        if self.token is not None:
            environment["LLM2LLM_BACKEND_TOKEN"] = self.token
        command = [sys.executable, "-m", "llm2llm_backend.cli", "serve", "--port", "0"]
        command += ["--config", str(self.settings), "--data", str(self.data)]
        errors = (self.folder / "server.log").open("a")
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True)
        errors.close()
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line)
            found = re.search(r"Listening on (http://\S+)", line)
            if found:
                self.base_url = found[1]
                break
        else:
            raise AssertionError((self.folder / "server.log").read_text())
        eventually(self._answers)
        return self

    def _answers(self) -> bool:
        import httpx

        try:
            return httpx.get(self.base_url.removesuffix("/v1") + "/health").status_code == 200
        except httpx.TransportError:
            return False

    def client(self, **settings: Any) -> openai.OpenAI:
        return openai.OpenAI(base_url=self.base_url, api_key=self.token or "none", **settings)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE)

    def diary(self, job_id: str) -> list[tuple[int, int]]:
        """(step, process id) in the order in which steps were computed."""
        path = self.data / "jobs" / job_id / "output" / "diary.txt"
        lines = path.read_text().splitlines() if path.is_file() else []
        return [(int(line.split()[0]), int(line.split()[1])) for line in lines]


def eventually(ask: Callable[[], Value]) -> Value:
    """The first answer that is true."""
    end = time.monotonic() + PATIENCE
    while True:
        answer = ask()
        if answer or time.monotonic() > end:
            assert answer, "It did not happen."
            return answer
        time.sleep(0.02)


def ended(client: openai.OpenAI, job_id: str) -> Any:
    """The job when it has come to its end."""

    def ask() -> Any:
        job = client.fine_tuning.jobs.retrieve(job_id)
        return job if job.status in ("succeeded", "failed", "cancelled") else None

    return eventually(ask)


def example(text: str, label: str = "positive") -> str:
    messages = [{"role": "user", "content": text}, {"role": "assistant", "content": label}]
    return json.dumps({"messages": messages})


def training_data(count: int = 8, first: str = "a film") -> bytes:
    return "".join(example(f"{first} {number}") + "\n" for number in range(count)).encode()


def upload(client: openai.OpenAI, data: bytes | None = None, name: str = "train.jsonl") -> str:
    content = training_data() if data is None else data
    return client.files.create(file=(name, content), purpose="fine-tune").id


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    made: list[Server] = []

    def make(**settings: Any) -> Server:
        server = Server(tmp_path, **settings)
        made.append(server)
        return server.start()

    yield make
    for server in made:
        server.end()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests of a module that leave it as it was."""
    running = Server(tmp_path_factory.mktemp("server")).start()
    yield running
    running.end()


@pytest.fixture(scope="module")
def client(server: Server) -> openai.OpenAI:
    return server.client(max_retries=0)
