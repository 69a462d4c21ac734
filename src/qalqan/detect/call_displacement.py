"""Rule G5, displacement: after a gate has shut one way, calls come with foreign prefixes never seen on that trunk.

For each international trunk the calls of an hour whose prefix (the first five figures) was new to the trunk within
the last day are counted and held against their usual number: an exponentially weighted mean and spread of the hours
before. The alert stands at the call with which the hour went beyond ``Z`` spreads; it is about the trunk (the carrier),
not about a person. Method: EWMA control chart (Roberts 1959).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.detect._call_rows import DAY_S, HOUR_S, I64, Calls
from qalqan.detect._call_signs import Sign
from qalqan.detect.call_origin import abroad
from qalqan.engine.trunks import NATIONAL
from qalqan.registry import Card, Threshold

FIGURES: Final = 5
TEN_DAYS_H: Final = 240
NEW_S: Final = DAY_S
WARM_H: Final = 48
Z: Final = 4
FEWEST: Final = 12
SMOOTH: Final = 0.05
QUIET_H: Final = 24
NAMED: Final = 50
CARD = Card(
    name="call_displacement",
    title="detector-call-displacement",
    reads=("calls",),
    thresholds={
        "figures": Threshold(FIGURES, "figures", "a prefix: country and the first of its network"),
        "new": Threshold(NEW_S, "s", "so long after its first call a prefix is new to the trunk"),
        "warm": Threshold(WARM_H, "h", "of a trunk's calls must be seen before anything is new to it"),
        "z": Threshold(Z, "spreads", "above the usual hour: by chance once in thirty thousand hours"),
        "fewest": Threshold(FEWEST, "calls", "in the hour: small trunks jump by chance"),
        "prefix_new": Threshold("1-10", "days", "a number whose prefix is so new on its trunk: weighed, never alone"),
        "quiet": Threshold(QUIET_H, "h", "one alert a trunk within it"),
    },
    errors=("a feast day of another country or a new roaming partner brings new prefixes too",),
    source="Roberts 1959, control charts based on geometric moving averages; reference: G5 and India's gate of 2024",
)

FOR: Final = {"prefix_new": (1, 168, 216)}  # within ten days, three days, one day
AGAINST: Final[dict[str, tuple[int, ...]]] = {}


def features(told: dict[str, I64]) -> dict[str, I64]:
    """How new a foreign number's prefix is on its trunk: hours left of ten days since its first call there."""
    return {"prefix_new": np.maximum(TEN_DAYS_H - told["prefix_h"], 0)}


def signs(calls: Calls) -> list[Sign]:
    """One sign a trunk and spike."""
    rows = np.flatnonzero(abroad(calls) & ~calls.sms & (calls.code["a"] > 0))
    codes = np.unique(calls.code["a"][rows])
    named = calls.names("number").gather(codes)
    strange = (named.str.starts_with("+") & ~named.str.contains(NATIONAL)).to_numpy()
    prefix = np.zeros(calls.size["number"], np.int64)
    prefix[codes[strange]] = (
        named.filter(pl.Series(strange)).str.slice(1, FIGURES).cast(pl.Int64, strict=False).fill_null(0).to_numpy()
    )
    rows = rows[prefix[calls.code["a"][rows]] > 0]
    found: list[Sign] = []
    for trunk in np.unique(calls.code["trunk"][rows]):
        own = rows[calls.code["trunk"][rows] == trunk]
        found += _spikes(calls, own, prefix[calls.code["a"][own]], calls.names("trunk")[int(trunk)])
    return found


def _spikes(calls: Calls, rows: I64, prefix: I64, trunk: str) -> list[Sign]:
    """The spikes of one trunk's hours."""
    second = calls.second[rows]
    told = pl.DataFrame({"prefix": prefix, "second": second})
    begun = told.select(pl.col("second").min().over("prefix"))["second"].to_numpy()
    hour = (second - second[0]) // HOUR_S
    new = (second - begun <= NEW_S) & (hour >= WARM_H)
    counts = np.bincount(hour[new], minlength=int(hour[-1]) + 1)
    found: list[Sign] = []
    mean, spread, quiet = 0.0, 0.0, -QUIET_H
    for place, count in enumerate(counts):
        if place < WARM_H:
            continue
        limit = int(max(mean + Z * max(spread, mean, 1.0) ** 0.5, FEWEST))
        if count > limit and place - quiet >= QUIET_H and place >= WARM_H + QUIET_H:
            quiet = place
            found.append(_sign(calls, rows[(hour == place) & new], limit, int(count), trunk))
        step = min(float(count), float(limit)) - mean  # a spike may not teach that spikes are usual
        mean += SMOOTH * step
        spread = (1 - SMOOTH) * (spread + SMOOTH * step * step)
    return found


def _sign(calls: Calls, rows: I64, limit: int, count: int, trunk: str) -> Sign:
    names = sorted(set(calls.names("number").gather(calls.code["a"][rows[: limit + 1]])))[:NAMED]
    values: dict[str, int | str] = {"calls": count, "usual_most": limit}
    at = int(calls.second[rows[limit]])
    return Sign("call_displacement", "displacement", "trunk", trunk, at, rows[:5].tolist(), values, tuple(names))
