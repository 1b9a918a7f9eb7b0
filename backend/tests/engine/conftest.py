"""Leaves these tests out where the packages they need are not installed (the extra "train")."""

from __future__ import annotations

from importlib.util import find_spec

_NEEDS_MODELS = ["test_training.py", "test_generator.py", "test_examples.py", "test_demo_model.py", "test_merge.py"]

collect_ignore = [] if find_spec("torch") and find_spec("peft") else _NEEDS_MODELS
