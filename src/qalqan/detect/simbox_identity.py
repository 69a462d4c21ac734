"""Rule S2: the identity of a SIM-box: many SIM cards in one device, neighbouring IMEIs and ICCIDs, changing IMEIs.

Cards are bought by the row and devices come out of one factory box; people's phones next to each other in number are
next to each other by chance only. Neighbours count when they look odd themselves.
"""

from __future__ import annotations

from typing import Final

from qalqan.detect._call_rows import I64
from qalqan.registry import Card, Threshold

CARD = Card(
    name="simbox_identity",
    title="detector-simbox-identity",
    reads=("calls", "subscribers"),
    thresholds={
        "sims": Threshold("2-8", "SIM cards", "S2: in one device and cell; two are a phone with two slots"),
        "imeis": Threshold("2-5", "devices", "S2: a card that changes its IMEI; people buy a phone once in years"),
        "kin": Threshold("1-3", "devices", "neighbouring IMEIs (at most 8 apart) in odd hands"),
        "batch": Threshold("1-3", "SIM cards", "neighbouring ICCIDs (at most 8 apart) that look odd"),
    },
    errors=(
        "a repair shop tries many cards in one phone",
        "a cloned IMEI is shared by honest people; it is held against its cell for that",
    ),
    source="reference: S2; GSMA TS.06 IMEI allocation; ITU-T E.118 (ICCID)",
)
FOR: Final = {"sims": (2, 3, 5, 8), "imeis": (2, 3, 5), "kin": (1, 2, 3), "batch": (1, 2, 3)}
AGAINST: Final[dict[str, tuple[int, ...]]] = {}


def features(told: dict[str, I64]) -> dict[str, I64]:
    """What the rule looks at, an event a place."""
    return {name: told[name] for name in FOR}
