"""The model of numbers that call: an addition of plain weights that anybody can do with a pencil.

Each feature has cuts; reaching a cut adds its milli-bits of log-odds. All weights stand in ``data/calls.toml``; they
were fitted by `qalqan.learn.calls` on made worlds with known truth at the field's base rate, each bound to the
direction that a person would expect of it. Method: generalised additive model with steps (Hastie, Tibshirani 1986).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from qalqan.detect import call_displacement, call_room, simbox_busy, simbox_habits, simbox_identity, young_sim
from qalqan.detect._call_rows import I64

DETECTORS: Final = (simbox_habits, simbox_identity, simbox_busy, young_sim, call_room, call_displacement)
HOME: Final = (
    "crowd", "crowd_hour", "still", "unheard", "unanswered", "sims", "imeis", "kin", "batch", "busy", "together",
    "young", "newer", "short", "tail", "mates", "repeats", "heard", "cells", "texts", "age",
)  # fmt: skip
ABROAD: Final = (
    "crowd", "crowd_hour", "unheard", "short", "tail", "mates", "rings", "prefix_new", "repeats", "heard", "abroad_age",
)  # fmt: skip
KINDS: Final = {"home": HOME, "abroad": ABROAD}
OWNER: Final = {name: one.CARD.name for one in DETECTORS for name in (*one.FOR, *one.AGAINST)}


@dataclass(frozen=True, slots=True)
class Model:
    """``bias``; for each feature its cuts (rising) and the milli-bits that reaching each adds."""

    bias: int
    cuts: dict[str, tuple[int, ...]]
    bits: dict[str, tuple[int, ...]]


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((files("qalqan.detect") / "data" / "calls.toml").read_text("utf-8"))


@cache
def model(kind: str) -> Model:
    """The shipped weights of one kind of subject: ``home`` (own subscribers) or ``abroad`` (seen on a trunk only)."""
    parts = _told()[kind]["feature"]
    cuts = {name: tuple(one["cuts"]) for name, one in parts.items()}
    return Model(_told()[kind]["bias"], cuts, {name: tuple(one["bits"]) for name, one in parts.items()})


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


def weighed(seen: dict[str, I64], by: Model) -> dict[str, I64]:
    """The milli-bits that each feature adds at each event, by feature."""
    return {name: added(seen[name], by.cuts[name], by.bits[name]) for name in by.cuts}


def added(values: I64, cuts: tuple[int, ...], bits: tuple[int, ...]) -> I64:
    """What values add by one feature's steps."""
    reached = np.searchsorted(np.array(cuts, np.int64), values, side="right")
    return np.concatenate(([0], np.cumsum(np.array(bits, np.int64))))[reached]


def score(bits: I64) -> I64:
    """Milli-bits of log-odds as a probability, 0-1000."""
    odds = np.exp2(np.clip(bits, -30_000, 30_000) / 1000)
    return np.asarray(np.rint(1000 * odds / (1 + odds)), np.int64)
