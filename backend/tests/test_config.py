"""Settings: file, environment, command line, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from llm2llm_backend.config import DEMO_MODEL_ID, load_config
from llm2llm_backend.errors import BackendError

SETTINGS = """
data = "kept"
port = 9000
cors_origins = ["http://localhost:1"]
[training]
epochs = 5
[models.near]
source = "./models/near"
[models.far]
source = "hub/far"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text)
    return path


def test_what_wins(tmp_path: Path) -> None:
    path = write(tmp_path, SETTINGS)
    config = load_config(path, {"LLM2LLM_BACKEND_PORT": "9001", "LLM2LLM_BACKEND_CORS_ORIGINS": "http://a, http://b"})
    assert (config.port, config.cors_origins) == (9001, ("http://a", "http://b"))
    assert config.data == tmp_path / "kept"
    assert config.training.epochs == 5
    assert config.models["near"].source == str(tmp_path / "models" / "near")
    assert config.models["far"].source == "hub/far"
    assert load_config(path, {"LLM2LLM_BACKEND_PORT": "9001"}, port=9002).port == 9002
    assert load_config(None, {"LLM2LLM_BACKEND_CONFIG": str(path)}).port == 9000


def test_the_demo_model_is_found(tmp_path: Path) -> None:
    assert load_config(None, {}, data=tmp_path).models == {}
    folder = tmp_path / "models" / DEMO_MODEL_ID
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    assert load_config(None, {}, data=tmp_path).models[DEMO_MODEL_ID].source == str(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("prot = 1", "no setting prot"),
        ("[training]\nepoch = 1", "no setting training.epoch"),
        ('port = "many"', "The setting port"),
        ('auth = "off"\nhost = "0.0.0.0"', "may not be turned off"),
        ('cors_origins = ["*"]', "may not be"),
        ('[models."a/b"]\nsource = "x"', "'a/b'"),
        ('[models."a:b"]\nsource = "x"', "'a:b'"),
        ("[models.a]\n", "'a'"),
        ("models = 1", "not a table"),
        ("port = ", "could not be read"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BackendError, match=words):
        load_config(write(tmp_path, text), {})


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="could not be read"):
        load_config(tmp_path / "none.toml", {})
