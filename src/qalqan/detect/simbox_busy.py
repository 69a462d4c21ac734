"""Rule S3: a card that is on calls much of the time, and cards that change cells together.

Boxes are paid by the minute, so their lines are kept busy; and what is moved to escape notice is moved as one.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from qalqan.detect._call_rows import HOUR_S, I64
from qalqan.registry import Card, Threshold

CARD = Card(
    name="simbox_busy",
    title="detector-simbox-busy",
    reads=("calls",),
    thresholds={
        "busy": Threshold("300-700", "per mille", "S3: of the last hour on calls; 30 % and more"),
        "together": Threshold("1-6", "times", "S3: changed cells within ten minutes of an odd number doing the same"),
        "convoy": Threshold("1-6", "times", "S3: went the way, cell by cell, that two others had gone within the hour"),
    },
    errors=(
        "a talkative person is on calls as long, but with the same few people",
        "couriers of one depot go the same ways; they are old numbers, seen in many cells, and are called",
        "passengers of one bus who all call strangers on the way look alike",
    ),
    source="reference: S3; voltdb-simbox (github.com/srmadscience): cards moving cell by cell together",
)
FOR: Final = {"busy": (300, 500, 700), "together": (1, 3, 6), "convoy": (1, 3, 6)}
AGAINST: Final[dict[str, tuple[int, ...]]] = {}


def features(told: dict[str, I64]) -> dict[str, I64]:
    """What the rule looks at, an event a place."""
    return {
        "busy": np.minimum(told["talk_hour"] * 1000 // HOUR_S, 1000) * (told["fresh_day"] * 2 >= told["calls_day"]),
        "together": told["together"],
        "convoy": told["convoy"],
    }
