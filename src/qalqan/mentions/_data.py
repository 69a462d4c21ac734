"""The dated tables of this room: TOML files in ``data/``, each with ``as_of`` and ``source``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The data file of that name."""
    return tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"))
