"""The bearer token: made at the first start, kept in a file that only its owner may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from .config import Config


def load_token(config: Config) -> tuple[str | None, bool]:
    """The token, and whether it was made just now. None when the settings turn it off."""
    if config.auth == "off":
        return None, False
    if config.token:
        return config.token, False
    path = token_path(config.data)
    if path.is_file():
        token = path.read_text(encoding="ascii").strip()
        if token:
            return token, False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    token = "sk-local-" + secrets.token_urlsafe(32)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(token + "\n")
    part.replace(path)
    return token, True


def token_path(data: Path) -> Path:
    """Where the token is kept."""
    return data / "token"
