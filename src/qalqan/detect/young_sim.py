"""Rule S4: a young SIM card that at once calls as hardly any card of its age does.

A person's new number grows slowly and is called by those who were told of it. The age is the contract's, where
operators tell it, else since the number was first seen (when the calls at hand begin earlier).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from qalqan.detect._call_rows import I64
from qalqan.registry import Card, Threshold

YOUNG_H: Final = 10 * 24
NEW_H: Final = 45 * 24
CARD = Card(
    name="young_sim",
    title="detector-young-sim",
    reads=("calls", "subscribers"),
    thresholds={
        "young": Threshold(YOUNG_H, "h", "S4: ten days"),
        "newer": Threshold(NEW_H, "h", "boxes' cards are bought ahead; after six weeks few are still unused"),
        "volume": Threshold("5-40", "strangers a day", "S4: nine in ten and more of such cards call fewer"),
    },
    errors=("who moves to another city with a new number calls strangers for a week", "aged cards are not young"),
    source="reference: S4",
)
FOR: Final = {"young": (3, 5, 10, 20, 40), "newer": (3, 5, 10, 20, 40)}
AGAINST: Final = {"age": (240, 720, 1440, 4320, 8760)}


def features(told: dict[str, I64]) -> dict[str, I64]:
    """What the rule looks at, an event a place."""
    age, crowd = told["age_h"], told["fresh_day"]
    return {"young": np.where(age < YOUNG_H, crowd, 0), "newer": np.where(age < NEW_H, crowd, 0), "age": age}
