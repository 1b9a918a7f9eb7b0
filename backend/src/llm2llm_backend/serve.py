"""Runs the server until it is told to end."""

from __future__ import annotations

import logging
import signal
import socket

import uvicorn

from .api.app import create_app
from .config import Config
from .errors import BackendError
from .services import create_services
from .token_file import load_token, token_path


def serve(config: Config) -> int:
    """Listens first, so that an occupied port is told before anything is opened. Raises BackendError."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    listener = listen(config)
    services = create_services(config, _token(config))
    port = listener.getsockname()[1]
    host = f"[{config.host}]" if ":" in config.host else config.host
    print(f"Listening on http://{host}:{port}/v1", flush=True)
    print(f"Models: {', '.join(config.models) or 'none; name them in the settings'}", flush=True)
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn ends in order and then raises the signal again; an orderly end is status 0.
        signal.signal(number, lambda *_: None)
    settings = uvicorn.Config(create_app(services), log_level="warning", timeout_graceful_shutdown=5)
    uvicorn.Server(settings).run(sockets=[listener])
    return 0


def listen(config: Config) -> socket.socket:
    """A listening socket. Raises BackendError."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((config.host, config.port))
        listener.listen()  # whoever read the address may call at once, and waits until the server is there
    except OSError as fault:
        listener.close()
        raise BackendError(
            f"Port {config.port} of {config.host} could not be taken: {fault}.", "Choose another with --port."
        ) from fault
    return listener


def _token(config: Config) -> str | None:
    token, fresh = load_token(config)
    if token is None:
        print("No token is asked for: everything on this machine may call.", flush=True)
    elif fresh:
        print(f"Token: {token}", flush=True)
    elif not config.token:
        print(f"The token is in {token_path(config.data)}", flush=True)
    return token
