"""Rule C2, wangiri: a foreign or premium number that rings many strangers for a moment, so that they call back.

A call back costs the caller; the number gets its share. A number at home is none: ringing off is everyone's habit.
The alert stands at the call with which enough different people had been rung within the hour.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.detect._call_rows import HOUR_S, Calls, once
from qalqan.detect._call_signs import Sign
from qalqan.engine.trunks import NATIONAL
from qalqan.registry import Card, Threshold

RUNG: Final = 15  # people within the hour
RING_S: Final = 5
RINGS: Final = 900  # per mille of its calls in that hour
PREMIUM: Final = r"^\+7(?:808|809|80[89])\d{7}$"
CARD = Card(
    name="wangiri",
    title="detector-wangiri",
    reads=("calls",),
    thresholds={
        "rung": Threshold(RUNG, "people", "different people rung within one hour: a traveller rings few"),
        "ring": Threshold(RING_S, "s", "a shorter call was a ring, not a talk"),
        "rings": Threshold(RINGS, "per mille", "share of such calls among its calls of that hour"),
    },
    errors=(
        "a foreign dialler with bad lines rings many for a moment too",
        "rings that nobody answered stand in few operators' records",
    ),
    source="GSMA fraud manual, one-ring call; US FCC 20-171 (one-ring scam calls, 2020); reference: C2",
)


def signs(calls: Calls) -> list[Sign]:
    """One sign a number: at the call that made it enough."""
    codes = np.unique(calls.code["a"][(calls.code["trunk"] > 0) & (calls.code["a"] > 0)])
    named = calls.names("number").gather(codes)
    strange = named.str.starts_with("+") & (~named.str.contains(NATIONAL) | named.str.contains(PREMIUM))
    wanted = np.zeros(calls.size["number"], np.bool_)
    wanted[codes[strange.to_numpy()]] = True
    rows = np.flatnonzero(wanted[calls.code["a"]] & ~calls.sms & (calls.code["b"] > 0))
    if not len(rows):
        return []
    rows = rows[np.argsort(calls.code["a"][rows], kind="stable")]
    a, second = calls.code["a"][rows].astype(np.int64), calls.second[rows]
    new = once(a, calls.code["b"][rows])
    begin = np.flatnonzero(np.concatenate(([True], a[1:] != a[:-1])))
    key = a * (2 * HOUR_S + int(second.max() - second.min())) + (second - second.min())
    since = np.maximum(np.searchsorted(key, key - HOUR_S, side="right"), np.repeat(begin, np.diff([*begin, len(a)])))
    here = np.arange(1, len(a) + 1)
    people, brief = (np.concatenate(([0], np.cumsum(flag))) for flag in (new, calls.lasted[rows] < RING_S))
    rung, share = people[here] - people[since], (brief[here] - brief[since]) * 1000 // (here - since)
    told = pl.DataFrame({"code": a, "place": here - 1, "rung": rung, "share": share, "since": since}).filter(
        (pl.col("rung") >= RUNG) & (pl.col("share") >= RINGS)
    )
    first = told.group_by("code", maintain_order=True).first().sort("place")
    return [
        Sign(
            "wangiri", "wangiri", "number", number, int(second[one["place"]]),
            [int(row) for row in rows[one["since"] : one["place"] + 1]],
            {"people": one["rung"], "share": one["share"]}, (number,),
        )
        for number, one in zip(calls.names("number").gather(first["code"]), first.iter_rows(named=True), strict=True)
    ]  # fmt: skip
