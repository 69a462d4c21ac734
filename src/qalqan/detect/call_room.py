"""Rule C1: a room from which strangers are called by the list: many short calls, a few very long ones, no call back,
and in the same cell (or from the same country on the same trunk) others that do the same.

It ranks and never blocks: a lawful call centre does much of it too. Foreign numbers are seen only by their trunk.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from qalqan.detect._call_rows import I64
from qalqan.registry import Card, Threshold

MANY: Final = 8
CARD = Card(
    name="call_room",
    title="detector-call-room",
    reads=("calls", "subscribers"),
    thresholds={
        "short": Threshold("200-350", "per mille", "answered calls under 15 s: most people hang up on a stranger"),
        "tail": Threshold("1-3", "calls", "of ten minutes and more beside many short ones: somebody believed"),
        "mates": Threshold("1-10", "numbers", "odd numbers in the same cell or on the same trunk within a week"),
        "rings": Threshold("400-800", "per mille", "calls under 5 s of a foreign number"),
    },
    errors=("collectors and pollsters call by lists too: their numbers are old and they are called back",),
    source="reference: C1; Sahin et al. 2017 (SoK: Fraud in telephony networks)",
)
FOR: Final = {"short": (200, 350), "tail": (1, 3), "mates": (1, 2, 4, 10), "rings": (400, 600, 800)}
AGAINST: Final = {"abroad_age": (240,)}


def features(told: dict[str, I64]) -> dict[str, I64]:
    """What the rule looks at, an event a place."""
    short = told["short"] * 1000 // np.maximum(told["answered"], MANY)
    return {
        "short": short,
        "tail": np.where((short >= 150) & (told["fresh"] * 2 >= told["calls"]), told["long"], 0),
        "mates": told["mates"],
        "rings": told["rings"] * 1000 // np.maximum(told["calls"], MANY),
        "abroad_age": told["age_h"],
    }
