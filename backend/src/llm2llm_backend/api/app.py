"""The server as an ASGI application."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from .. import __version__
from ..services import Services
from . import chat, completions, faults, files, fine_tuning, mlc, models, score, server, weights
from .guard import Guard


def create_app(services: Services) -> ASGIApp:
    """Puts routes, guard and CORS together. The supervisor runs for as long as the application does."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        services.supervisor.start()
        tidying = asyncio.create_task(services.pool.tidy())
        try:
            yield
        finally:
            tidying.cancel()
            await services.pool.close()
            await anyio.to_thread.run_sync(services.supervisor.stop)
            services.database.close()
            services.lock.release()

    app = FastAPI(
        title="LLM2LLM Lab backend", version=__version__, lifespan=lifespan,
        docs_url=None, redoc_url=None, redirect_slashes=False,
    )  # fmt: skip
    faults.install(app)
    for part in (files, fine_tuning, models, mlc, weights, chat, completions, score, server):
        app.include_router(part.router(services))

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok", "version": __version__}

    # Around the whole application, its answer to unforeseen faults included, and around the guard: whatever is
    # refused carries CORS headers, so that a page can read why.
    return CORSMiddleware(
        Guard(app, services.config, services.token),
        allow_origins=services.config.cors_origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["*"],
        allow_private_network=True,
        expose_headers=["Content-Disposition", "Content-Length", "Content-Range", "ETag"],
        max_age=600,
    )
