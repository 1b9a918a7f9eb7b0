"""What an engine says of itself, asked in a process of its own: to answer, it may import torch.

python -m llm2llm_backend.engine.facts ENGINE     prints a JSON object of words
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping

from .port import EngineError
from .registry import create_engine


class EngineFacts:
    """Asked for once and kept."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._asking: threading.Thread | None = None
        self._known: Mapping[str, str] | None = None

    def known(self) -> Mapping[str, str] | None:
        """The facts, or one called `fault`; None while the engine is being asked, which the first call begins."""
        with self._lock:
            if self._asking is None:
                self._asking = threading.Thread(target=self._ask, name="engine-facts", daemon=True)
                self._asking.start()
        return self._known

    def _ask(self) -> None:
        command = [sys.executable, "-m", __name__, self._engine]
        answer = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        last = (answer.stdout.splitlines() or [""])[-1]
        self._known = json.loads(last) if answer.returncode == 0 else {"fault": "The engine does not answer."}


def main(engine: str) -> None:
    """Prints the facts."""
    try:
        facts: Mapping[str, str] = create_engine(engine).facts()
    except EngineError as fault:
        facts = {"fault": str(fault)}
    print(json.dumps(dict(facts)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
