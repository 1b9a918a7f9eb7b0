"""Leaves these tests out where the packages they need are not installed (the extra "train")."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["test_export.py"]
if not find_spec("jinja2"):
    collect_ignore.append("test_template.py")
if not find_spec("numpy"):
    collect_ignore += ["test_quantization.py", "test_libraries.py"]
