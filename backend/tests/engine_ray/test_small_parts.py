"""What needs no cluster, and neither Ray nor torch."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from llm2llm_backend.config import load_config
from llm2llm_backend.engine import local
from llm2llm_backend.engine.port import EngineError, RaySettings, TrainEvent
from llm2llm_backend.engine.ray.folders import PIECE_BYTES, FolderReceiver, send_folder
from llm2llm_backend.engine.ray.inbox import Inbox
from llm2llm_backend.engine.ray.parcel import pack, unpack
from llm2llm_backend.engine.registry import create_engine
from llm2llm_backend.errors import BackendError

from .fits import Watcher, request_for


def test_a_request_travels_with_its_files(tmp_path: Path) -> None:
    checkpoint = tmp_path / "job" / "output" / "checkpoints" / "step-0000003"
    (checkpoint / "deep").mkdir(parents=True)
    (checkpoint / "deep" / "weights").write_bytes(b"\x00\xff")
    asked = request_for(tmp_path / "base", tmp_path / "job", resume_from=checkpoint, start_from=tmp_path / "unused")
    there = unpack(pack(asked), tmp_path / "elsewhere")
    assert there.train_file.read_bytes() == asked.train_file.read_bytes()
    assert there.validation_file is not None and there.validation_file.is_file()
    assert there.resume_from is not None and there.resume_from.name == "step-0000003"
    assert (there.resume_from / "deep" / "weights").read_bytes() == b"\x00\xff"
    assert there.start_from is None, "resume_from wins"
    inside = [there.train_file, there.validation_file, there.output, there.resume_from]
    assert all(path.is_relative_to(tmp_path / "elsewhere") for path in inside)
    assert dataclasses.replace(there, model=asked.model).epochs == asked.epochs


def test_a_folder_appears_complete_or_not_at_all(tmp_path: Path) -> None:
    source = tmp_path / "there" / "checkpoints" / "one"
    (source / "sub").mkdir(parents=True)
    (source / "large").write_bytes(b"x" * (PIECE_BYTES + 1))
    (source / "sub" / "empty").touch()
    receiver = FolderReceiver(tmp_path / "here")
    target = tmp_path / "here" / "checkpoints" / "one"
    messages = list(send_folder(tmp_path / "there", source, 4))
    for message in messages[:-1]:
        assert receiver.receive(message) is None
        assert not target.exists()
    for message in messages[:-1]:  # a second attempt begins anew
        receiver.receive(message)
    assert receiver.receive(messages[-1]) == target
    assert (target / "large").read_bytes() == (source / "large").read_bytes()
    assert (target / "sub" / "empty").read_bytes() == b""


def test_steps_that_new_workers_repeat_are_told_once(tmp_path: Path) -> None:
    told: list[int] = []
    inbox = Inbox(request_for(tmp_path, tmp_path), lambda event: told.append(event.step), lambda *_: None)
    for step in (1, 2, 3, 2, 3, 4):
        inbox.receive(TrainEvent(step, 9, 0.1, 1.0, 1e-3, 3, 0.1))
    assert told == [1, 2, 3, 4]


def test_without_ray_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "package_version", lambda name: None if name == "ray" else "1")
    with pytest.raises(EngineError, match=r"not installed: ray\. .*llm2llm-backend\[ray\]") as caught:
        Watcher().run(create_engine("ray"), request_for(tmp_path, tmp_path))
    assert caught.value.code == "engine_missing"


def test_the_settings_reach_the_request(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[ray]\naddress = "auto"\nnum_workers = 4\nuse_gpu = true\nresources_per_worker = {CPU = 2}\n')
    assert load_config(path, {}).ray == RaySettings("auto", 4, True, {"CPU": 2})


@pytest.mark.parametrize(
    ("line", "words"), [("workers = 2", "no setting ray.workers"), ("num_workers = 0", "num_workers is at least 1")]
)
def test_settings_that_are_refused(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"[ray]\n{line}\n")
    with pytest.raises(BackendError, match=words):
        load_config(path, {})
