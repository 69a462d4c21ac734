"""The model of possible droppers: an addition of plain weights that anybody can do with a pencil.

Each feature has cuts; reaching a cut adds its milli-bits of log-odds. All weights stand in ``data/droppers.toml``; they
were fitted by `qalqan.learn.droppers` on simulated regions with known truth, each bound to the direction that a person
would expect of it. Method: generalised additive model with steps (Hastie, Tibshirani 1986), logistic.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.kernels.money import I64

Bits = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Model:
    """``bias`` and, for each feature, its cuts (rising) and the milli-bits that reaching each adds."""

    bias: int
    cuts: dict[str, tuple[int, ...]]
    bits: dict[str, tuple[int, ...]]


@cache
def model() -> Model:
    """The shipped weights."""
    told = tomllib.loads((files("qalqan.detect") / "data" / "droppers.toml").read_text("utf-8"))
    parts = told["feature"]
    cuts = {name: tuple(one["cuts"]) for name, one in parts.items()}
    return Model(told["bias"], cuts, {name: tuple(one["bits"]) for name, one in parts.items()})


def weighed(features: pl.DataFrame, by: Model) -> dict[str, Bits]:
    """The milli-bits that each feature adds to each account, by feature."""
    return {name: added(features[name].to_numpy(), by.cuts[name], by.bits[name]) for name in by.cuts}


def added(values: I64, cuts: tuple[int, ...], bits: tuple[int, ...]) -> Bits:
    """What values add by one feature's steps."""
    reached = np.searchsorted(np.array(cuts, np.int64), values, side="right")
    return np.concatenate(([0], np.cumsum(np.array(bits, np.int64))))[reached]


def score(bits: Bits) -> Bits:
    """Milli-bits of log-odds as a probability, 0-1000."""
    odds = np.exp2(np.clip(bits, -30_000, 30_000) / 1000)
    return np.asarray(np.rint(1000 * odds / (1 + odds)), np.int64)
