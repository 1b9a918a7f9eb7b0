"""Which models are in memory, and when they leave it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from llm2llm_backend.config import Config
from llm2llm_backend.engine.port import ModelSpec, Sampling
from llm2llm_backend.errors import ApiError
from llm2llm_backend.generators import GeneratorPool, Servable

ONE, TWO, BROKEN = (
    Servable(name, ModelSpec(name, source), None)
    for name, source in (("one", "hub/one"), ("two", "hub/two"), ("broken", "/nowhere"))
)


def run(work: Callable[[GeneratorPool], Awaitable[None]], **settings: float) -> None:
    async def main() -> None:
        config = Config(data=Path("unused"), engine="fake_engine:FakeEngine", **settings)  # type: ignore[arg-type]
        await work(GeneratorPool(config))

    asyncio.run(main())


def test_one_at_a_time() -> None:
    async def work(pool: GeneratorPool) -> None:
        async with pool.borrow(ONE) as first:
            pass
        async with pool.borrow(ONE) as again:
            assert again is first
        async with pool.borrow(TWO):
            assert pool.loaded == ["two"]
        assert vars(first)["name"] == "closed"

    run(work)


def test_a_fault_leaves_nothing_behind() -> None:
    async def work(pool: GeneratorPool) -> None:
        with pytest.raises(ApiError) as fault:
            async with pool.borrow(BROKEN):
                pass
        assert fault.value.code == "model_unavailable"
        async with pool.borrow(ONE):
            assert pool.loaded == ["one"]

    run(work)


def test_two_questions_wait_for_each_other() -> None:
    async def work(pool: GeneratorPool) -> None:
        at_once = 0

        async def ask() -> None:
            nonlocal at_once
            async with pool.borrow(ONE) as generator:
                at_once += 1
                assert at_once == 1
                async for _ in pool.write(generator, "SLOW", Sampling(max_tokens=2)):
                    pass
                at_once -= 1

        await asyncio.gather(ask(), ask(), ask())

    run(work)


def test_an_unused_model_leaves() -> None:
    async def work(pool: GeneratorPool) -> None:
        tidying = asyncio.create_task(pool.tidy())
        async with pool.borrow(ONE):
            await asyncio.sleep(0.3)
            assert pool.loaded == ["one"]
        await asyncio.sleep(0.4)
        assert pool.loaded == []
        tidying.cancel()

    run(work, idle_seconds=0.1)
