"""Rule S1: the habits of a SIM-box's card: crowds of strangers called, hardly anybody twice, nobody calling, one place.

Counted cumulatively, a call at a time, so that an hour can be enough. What people do speaks against it: being called,
calling the same people again, moving about, messages.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from qalqan.detect._call_rows import I64
from qalqan.registry import Card, Threshold

STILL_CELLS: Final = 2
UNHEARD: Final = 20  # people called for one that calls
FEW: Final = 5
MANY: Final = 8
CARD = Card(
    name="simbox_habits",
    title="detector-simbox-habits",
    reads=("calls",),
    thresholds={
        "crowd": Threshold("5-80", "strangers a day", "reference S1: 50 people a day are beyond a person's habits"),
        "repeats": Threshold("1.2-2.5", "calls a person called", "S1: below 1.5; people call the same people again"),
        "heard": Threshold("50-400", "per mille", "S1: share of out-going above 0.9; people are called back"),
        "unanswered": Threshold("100-200", "per mille", "strangers answer a strange number less than friends do"),
        "still": Threshold(STILL_CELLS, "cells", "S1: one or two cells: a box does not move"),
    },
    errors=(
        "a person's office phone that only calls out looks alike until somebody calls it",
        "a card that behaves as a person does is not seen (strategy level 5)",
    ),
    source="Murynets et al. 2014 (INFOCOM), Analysis and detection of SIMbox fraud; Li et al. 2018 (TouchPal); "
    "rules on lawful gateways of Kazakhstan, in force 2025-11-10 (?)",
)
FOR: Final = {
    "crowd": (5, 8, 12, 20, 30, 50, 80), "crowd_hour": (4, 8, 12, 20), "still": (5, 10, 20, 40, 80),
    "unheard": (5, 10, 20, 40), "unanswered": (100, 200),
}  # fmt: skip
AGAINST: Final = {
    "repeats": (1200, 1500, 2500), "heard": (50, 100, 200, 400), "cells": (2, 3, 5, 8, 14), "texts": (1, 4, 10),
}  # fmt: skip


def features(told: dict[str, I64]) -> dict[str, I64]:
    """What the rule looks at, an event a place."""
    people, callers = told["people"], told["callers"]
    many = np.maximum(people, FEW)
    return {
        "crowd": told["fresh_day"],
        "crowd_hour": told["calls_hour"],
        "still": np.where((told["cells"] <= STILL_CELLS) & (told["cells"] > 0), people, 0),
        "unheard": np.where(callers * UNHEARD <= people, people, 0),
        "unanswered": (told["calls"] - told["answered"]) * 1000 // np.maximum(told["calls"], MANY),
        "repeats": told["calls"] * 1000 // many,
        "heard": callers * 1000 // many,
        "cells": told["cells"],
        "texts": told["texts_in"] + told["texts_out"],
    }
