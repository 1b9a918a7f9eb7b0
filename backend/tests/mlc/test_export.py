"""Exports of small random models, read back and run in numpy against transformers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from llm2llm_backend.mlc import shards
from llm2llm_backend.mlc.errors import ExportError
from llm2llm_backend.mlc.export import export_model, verify_export
from llm2llm_backend.mlc.quantization import QUANTIZATIONS, QuantizationName
from mlc_numpy_forward import ExportedModel, logits
from tiny_models import LLAMA3, make_model

IDS = [5, 17, 3, 200, 41, 41, 9, 120]
KINDS = ["llama", "qwen2", "qwen3"]


def transformers_logits(folder: Path, replace: dict[str, Any] | None = None) -> Any:
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(str(folder), dtype=torch.float64, attn_implementation="eager")
    if replace is not None:
        model.load_state_dict(replace, strict=False)
        model.tie_weights()
    with torch.no_grad():
        return model(torch.tensor([IDS])).logits[0].numpy()


def split(model: ExportedModel, folder: Path) -> dict[str, Any]:
    """The export's weights under Hugging Face's names: what transformers would have to compute with."""
    config = json.loads((folder / "config.json").read_text())
    hidden, width = config["hidden_size"], model.config["model_config"]["head_dim"]
    q, kv = config["num_attention_heads"] * width, config["num_key_value_heads"] * width
    columns = {"o_proj": q, "down_proj": config["intermediate_size"]}
    state: dict[str, Any] = {}
    for name in model.records:
        stem, _, suffix = name.rpartition(".")
        if suffix == "q_scale":
            continue
        last = stem.rpartition(".")[2]
        whole = suffix in ("weight", "q_weight") and "norm" not in last
        value = model.matrix(stem, columns.get(last, hidden)) if whole else model.vector(name)
        kind = "bias" if suffix == "bias" else "weight"
        parent = stem.removesuffix(last)
        if last in ("qkv_proj", "c_attn"):
            parts = zip(("q_proj", "k_proj", "v_proj"), np.split(value, [q, q + kv]), strict=True)
        elif last == "gate_up_proj":
            parts = zip(("gate_proj", "up_proj"), np.split(value, 2), strict=True)
        else:
            parts = zip((last,), (value,), strict=True)
        state.update({f"{parent}{part}.{kind}": torch.tensor(rows) for part, rows in parts})
    return state


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", QUANTIZATIONS)
def test_numpy_over_the_shards_gives_transformers_logits(kind: str, name: QuantizationName, tmp_path: Path) -> None:
    source = make_model(tmp_path / "hf", kind, seed=11)
    export_model(source, tmp_path / "mlc", name, model_id="student", base="tiny")
    verify_export(tmp_path / "mlc")
    model = ExportedModel(tmp_path / "mlc")
    computed = logits(model, IDS)
    original = transformers_logits(source)
    assert np.abs(original).max() > 0.5
    if name == "q0f32":
        assert np.abs(computed - original).max() < 1e-4
    else:
        # Two steps from the original to the export: every weight is rounded by at most what the format says, and
        # transformers with the rounded weights gives the same logits.
        rounded = split(model, source)
        assert_rounding(rounded, source, name)
        assert np.abs(computed - transformers_logits(source, rounded)).max() < 1e-4
        assert np.corrcoef(computed.ravel(), original.ravel())[0, 1] > (0.9999 if name == "q0f16" else 0.85)


def assert_rounding(rounded: dict[str, Any], source: Path, name: QuantizationName) -> None:
    """Every weight of the model is there, within half a step of its format: of float16, or of a group's scale."""
    from safetensors.numpy import load_file

    original = load_file(source / "model.safetensors")
    assert set(rounded) == set(original)
    half = 2.0**-11 if "f16" in name else 2.0**-24
    for tensor, value in original.items():
        exact = value.astype(np.float64)
        error = np.abs(rounded[tensor].numpy() - exact)
        allowed = np.abs(exact) * half + 2.0**-25
        if name.startswith("q4") and exact.ndim == 2:
            rows, features = exact.shape
            filled = np.pad(np.abs(exact), ((0, 0), (0, -features % 32)))
            scale = filled.reshape(rows, -1, 32).max(axis=2) / 7
            # Scales are rounded too, and seven of them make the largest weight.
            allowed = np.repeat(scale * (0.5 + 8 * half) + 2.0**-21, 32, axis=1)[:, :features]
        assert (error <= allowed).all(), tensor


def test_bfloat16_files_are_read(tmp_path: Path) -> None:
    source = make_model(tmp_path / "hf", "llama")
    from transformers import AutoModelForCausalLM

    narrow = AutoModelForCausalLM.from_pretrained(str(source), dtype=torch.bfloat16)
    narrow.save_pretrained(str(source))
    export_model(source, tmp_path / "mlc", "q0f32", model_id="student", base="tiny")
    assert np.abs(logits(ExportedModel(tmp_path / "mlc"), IDS) - transformers_logits(source)).max() < 1e-4


def test_names_and_types_are_those_of_the_libraries(tmp_path: Path) -> None:
    source = make_model(tmp_path / "hf", "qwen2")
    export_model(source, tmp_path / "mlc", "q4f16_1", model_id="student", base="tiny")
    records = {name: record for name, (_, record) in ExportedModel(tmp_path / "mlc").records.items()}
    layer = {
        name.removeprefix("model.layers.1."): r for name, r in records.items() if name.startswith("model.layers.1.")
    }
    assert {name: (record["dtype"], record["shape"]) for name, record in layer.items()} == {
        "self_attn.c_attn.q_weight": ("uint32", [128, 8]),
        "self_attn.c_attn.q_scale": ("float16", [128, 2]),
        "self_attn.c_attn.bias": ("float16", [128]),
        "self_attn.o_proj.q_weight": ("uint32", [64, 8]),
        "self_attn.o_proj.q_scale": ("float16", [64, 2]),
        "mlp.gate_up_proj.q_weight": ("uint32", [224, 8]),
        "mlp.gate_up_proj.q_scale": ("float16", [224, 2]),
        "mlp.down_proj.q_weight": ("uint32", [64, 16]),
        "mlp.down_proj.q_scale": ("float16", [64, 4]),
        "input_layernorm.weight": ("float16", [64]),
        "post_attention_layernorm.weight": ("float16", [64]),
    }
    assert "lm_head.q_weight" not in records
    assert list(records)[:2] == ["model.embed_tokens.q_weight", "model.embed_tokens.q_scale"]


def test_shards_are_filled_up_to_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_LIMIT", 60_000)
    source = make_model(tmp_path / "hf", "llama")
    export_model(source, tmp_path / "mlc", "q0f32", model_id="student", base="tiny")
    index = json.loads((tmp_path / "mlc" / "tensor-cache.json").read_text())
    assert len(index["records"]) > 5
    for shard in index["records"]:
        assert shard["nbytes"] <= 60_000 or len(shard["records"]) == 1
    assert index["metadata"]["ParamBytes"] == sum(shard["nbytes"] for shard in index["records"])
    assert index["metadata"]["BitsPerParam"] == 32.0
    assert np.abs(logits(ExportedModel(tmp_path / "mlc"), IDS) - transformers_logits(source)).max() < 1e-4


def test_student_json_names_every_file(tmp_path: Path) -> None:
    source = make_model(tmp_path / "hf", "llama")
    export = export_model(source, tmp_path / "mlc", "q4f32_1", model_id="ft:tiny", base="tiny")
    student = json.loads((tmp_path / "mlc" / "student.json").read_text())
    assert (student["model"], student["base"], student["model_lib"]) == ("ft:tiny", "tiny", None)
    assert export.model_library is None
    names = {path.name for path in (tmp_path / "mlc").iterdir()} - {"student.json"}
    assert set(student["files"]) == names
    assert {"mlc-chat-config.json", "tokenizer.json", "tensor-cache.json", "params_shard_0.bin"} <= names
    with (tmp_path / "mlc" / "params_shard_0.bin").open("r+b") as file:
        file.write(b"\xff\x00\xff")
    with pytest.raises(ExportError, match=r"params_shard_0\.bin"):
        verify_export(tmp_path / "mlc")


def test_what_webllm_cannot_hold_is_refused(tmp_path: Path) -> None:
    source = make_model(tmp_path / "hf", "llama")
    config = source / "config.json"
    good = json.loads(config.read_text())
    for change, words in (
        ({"model_type": "gpt2"}, "type gpt2"),
        ({"attention_bias": True}, "Biases"),
        ({"hidden_act": "gelu"}, "gelu"),
        ({"rope_parameters": {"rope_type": "yarn"}}, "yarn"),
        ({"num_key_value_heads": 4}, "should have the shape"),
    ):
        config.write_text(json.dumps({**good, **change}))
        with pytest.raises(ExportError, match=words):
            export_model(source, tmp_path / "mlc", "q0f32", model_id="s", base="b")
    assert not (tmp_path / "mlc").exists()


def test_numbers_that_are_not_finite_are_refused(tmp_path: Path) -> None:
    source = make_model(tmp_path / "hf", "llama")
    from safetensors.torch import load_file, save_file

    tensors = load_file(source / "model.safetensors")
    tensors["model.norm.weight"][3] = float("nan")
    save_file(tensors, source / "model.safetensors")
    with pytest.raises(ExportError, match=r"model\.norm\.weight holds numbers that are not finite"):
        export_model(source, tmp_path / "mlc", "q0f32", model_id="s", base="b")


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from Linux")
def test_memory_does_not_grow_with_the_model(tmp_path: Path) -> None:
    """The largest tensor is 205 MB; the export of it may take a fraction of that above what numpy itself takes."""
    source = make_model(tmp_path / "hf", "llama", num_hidden_layers=1)
    from safetensors.torch import load_file, save_file

    tensors = load_file(source / "model.safetensors")
    config = json.loads((source / "config.json").read_text())
    config["vocab_size"] = 800_000
    (source / "config.json").write_text(json.dumps(config))
    for name in ("model.embed_tokens.weight", "lm_head.weight"):
        tensors[name] = torch.zeros((800_000, 64)).normal_(0, 0.02)
    save_file(tensors, source / "model.safetensors")
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from llm2llm_backend.mlc.export import export_model\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "export_model(Path(sys.argv[1]), Path(sys.argv[2]), 'q4f32_1', model_id='s', base='b')\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(source), str(tmp_path / "mlc")], capture_output=True, text=True, check=True
    )
    largest = max(path.stat().st_size for path in (tmp_path / "mlc").glob("params_shard_*.bin"))
    # The mapped input counts as memory while it is read: that is "the model" in the bound below.
    assert int(run.stdout) * 1024 < (source / "model.safetensors").stat().st_size + 1.5 * largest


def test_llama_3_templates_begin_with_a_token_of_their_own(tmp_path: Path) -> None:
    source = make_model(tmp_path / "hf", "llama", template=LLAMA3)
    export_model(source, tmp_path / "mlc", "q0f32", model_id="s", base="b")
    conv = json.loads((tmp_path / "mlc" / "mlc-chat-config.json").read_text())["conv_template"]
    assert conv["name"] == "llama-3"
    assert conv["roles"]["user"] == "<|start_header_id|>user"
    assert conv["seps"] == ["<|eot_id|>"]
    assert len(conv["system_prefix_token_ids"]) == 1
