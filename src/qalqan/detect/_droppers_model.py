"""The model of possible droppers: an addition of plain weights (`qalqan.detect._additive`).

All weights stand in ``data/droppers.toml``; they were fitted by `qalqan.learn.droppers` on simulated regions with known
truth, each bound to the direction that a person would expect of it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from qalqan.detect._additive import Model, added, score, weighed

__all__ = ["Model", "added", "model", "score", "weighed"]


@cache
def model() -> Model:
    """The shipped weights."""
    return Model.of(tomllib.loads((files("qalqan.detect") / "data" / "droppers.toml").read_text("utf-8")))
