"""The model of numbers that call: an addition of plain weights (`qalqan.detect._additive`).

All weights stand in ``data/calls.toml``; they were fitted by `qalqan.learn.calls` on made worlds with known truth at
the field's base rate, each bound to the direction that a person would expect of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from qalqan.detect import call_displacement, call_room, simbox_busy, simbox_habits, simbox_identity, young_sim
from qalqan.detect._additive import Model, added, score, weighed
from qalqan.detect._call_rows import I64

__all__ = [
    "ABROAD",
    "DETECTORS",
    "HOME",
    "KINDS",
    "OWNER",
    "Model",
    "added",
    "features",
    "model",
    "rule",
    "score",
    "weighed",
]

DETECTORS: Final = (simbox_habits, simbox_identity, simbox_busy, young_sim, call_room, call_displacement)
HOME: Final = (
    "crowd", "crowd_hour", "still", "unheard", "unanswered", "sims", "imeis", "kin", "batch", "busy", "together",
    "convoy", "young", "newer", "short", "tail", "mates", "repeats", "heard", "cells", "texts", "age",
)  # fmt: skip
ABROAD: Final = (
    "crowd", "crowd_hour", "unheard", "short", "tail", "mates", "rings", "prefix_new", "repeats", "heard", "abroad_age",
)  # fmt: skip
KINDS: Final = {"home": HOME, "abroad": ABROAD}
OWNER: Final = {name: one.CARD.name for one in DETECTORS for name in (*one.FOR, *one.AGAINST)}


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((files("qalqan.detect") / "data" / "calls.toml").read_text("utf-8"))


@cache
def model(kind: str) -> Model:
    """The shipped weights of one kind of subject: ``home`` (own subscribers) or ``abroad`` (seen on a trunk only)."""
    return Model.of(_told()[kind])


def rule(name: str) -> int:
    """Log-odds of a rule that stands alone, milli-bits."""
    return int(_told()["rule"][name])


def features(told: Mapping[str, npt.NDArray[np.integer[Any]]]) -> dict[str, I64]:
    """What the detectors look at, at every event of ``told``."""
    wide = {name: values.astype(np.int64) for name, values in told.items()}
    made: dict[str, I64] = {}
    for detector in DETECTORS:
        made |= detector.features(wide)
    return made
