"""A model that anybody can do with a pencil: each feature has cuts; reaching one adds its milli-bits of log-odds.

Method: generalised additive model with steps (Hastie, Tibshirani 1986), logistic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from qalqan.kernels.money import I64


@dataclass(frozen=True, slots=True)
class Model:
    """``bias`` and, for each feature, its cuts (rising) and the milli-bits that reaching each adds."""

    bias: int
    cuts: dict[str, tuple[int, ...]]
    bits: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Model:
        """The weights as a data file tells them: ``bias``, and a table ``feature`` of cuts and bits by name."""
        parts = told["feature"]
        cuts = {name: tuple(one["cuts"]) for name, one in parts.items()}
        return cls(told["bias"], cuts, {name: tuple(one["bits"]) for name, one in parts.items()})


def weighed(seen: Mapping[str, I64], by: Model) -> dict[str, I64]:
    """The milli-bits that each feature's values add, by feature."""
    return {name: added(seen[name], by.cuts[name], by.bits[name]) for name in by.cuts}


def added(values: I64, cuts: tuple[int, ...], bits: tuple[int, ...]) -> I64:
    """What values add by one feature's steps."""
    reached = np.searchsorted(np.array(cuts, np.int64), values, side="right")
    return np.concatenate(([0], np.cumsum(np.array(bits, np.int64))))[reached]


def score(bits: I64) -> I64:
    """Milli-bits of log-odds as a probability, 0-1000."""
    odds = np.exp2(np.clip(bits, -30_000, 30_000) / 1000)
    return np.asarray(np.rint(1000 * odds / (1 + odds)), np.int64)
