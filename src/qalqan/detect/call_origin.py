"""Rule G1: a number of Kazakhstan that came in on an international trunk although it was at home.

A fixed line never roams. A mobile may: it is marked only when its own records show it at home within ten minutes of the
call, or both before and after it within six hours (then at the moment of the later record). Whether it roams is
otherwise unknown, and an unknown is no alert here: the gate labels such a call, and the table ``numbers`` says what was
seen. Somebody posed with the number; its subscriber is not the caller.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.detect._call_rows import HOUR_S, I64, Calls, Flags
from qalqan.detect._call_signs import Sign
from qalqan.engine.trunks import FIXED, INTERNATIONAL, NATIONAL
from qalqan.registry import Card, Threshold

NEAR_S: Final = 600
AROUND_S: Final = 6 * HOUR_S
CARD = Card(
    name="call_origin",
    title="detector-call-origin",
    reads=("calls",),
    thresholds={
        "near": Threshold(NEAR_S, "s", "nearer records at home and abroad are not one handset's journey"),
        "around": Threshold(AROUND_S, "s", "hardly anybody leaves the country and is back within it"),
    },
    errors=(
        "who calls at a land border from both sides of it looks the same",
        "trunks are known by their names: an operator with other names sees nothing here",
    ),
    source="reference: G1; Telecommunication Regulatory Authority of India, international spoofed calls, 2024; "
    "Law on Communications of Kazakhstan (2004, 567-II), number substitution (?)",
)


def abroad(calls: Calls) -> Flags:
    """Which rows came in on an international trunk."""
    foreign = calls.names("trunk").str.contains(INTERNATIONAL).fill_null(value=False).to_numpy()
    came: Flags = foreign[calls.code["trunk"]]
    return came


def signs(calls: Calls) -> list[Sign]:
    """One sign a number: at its first call of which it is known that the number was at home."""
    came = abroad(calls)
    rows = np.flatnonzero(came & (calls.code["a"] > 0))
    codes = np.unique(calls.code["a"][rows])
    named = calls.names("number").gather(codes)
    fixed, own = (named.str.contains(form).to_numpy() for form in (FIXED, NATIONAL))
    sort = np.zeros(calls.size["number"], np.int8)
    sort[codes[own]] = 1
    sort[codes[fixed]] = 2
    rows = rows[sort[calls.code["a"][rows]] > 0]
    at, before, after = _at_home(calls, rows, came, sort)
    is_fixed = sort[calls.code["a"][rows]] == 2
    near = np.minimum(before, after) <= NEAR_S
    around = np.maximum(before, after) <= AROUND_S
    told = pl.DataFrame(
        {
            "code": calls.code["a"][rows], "row": rows, "fixed": is_fixed,
            "second": np.where(is_fixed | (before <= NEAR_S), calls.second[rows], at),
            "apart": np.where(near, np.minimum(before, after), before + np.minimum(after, AROUND_S)) // 60,
        }
    ).filter(pl.Series(is_fixed | near | around))  # fmt: skip
    first = told.sort("second", "row").group_by("code", maintain_order=True).agg(
        pl.col("second").first(), pl.col("fixed").first(), pl.col("apart").first(), pl.col("row").head(5)
    )  # fmt: skip
    names = calls.names("number").gather(first["code"])
    return [
        Sign(
            "call_origin", "origin-fixed" if one["fixed"] else "origin-home", "number", number, one["second"],
            one["row"], {"trunk": calls.names("trunk")[int(calls.code["trunk"][one["row"][0]])]}
            | ({} if one["fixed"] else {"minutes": one["apart"]}), (number,),
        )
        for number, one in zip(names, first.iter_rows(named=True), strict=True)
    ]  # fmt: skip


def _at_home(calls: Calls, rows: I64, came: Flags, sort: np.ndarray) -> tuple[I64, I64, I64]:
    """For each row: moment of the next record of its A at home, seconds since the last one and until the next."""
    own_a = (sort[calls.code["a"]] > 0) & ~came & ((calls.code["cell"] > 0) | (calls.code["imei"] > 0))
    maybe_b = np.flatnonzero(sort[calls.code["b"]] > 0)
    in_b = calls.source["b_cell"].gather(calls.row[maybe_b]).is_not_null().to_numpy()
    at_a, at_b = np.flatnonzero(own_a), maybe_b[in_b]
    code = np.concatenate([calls.code["a"][at_a], calls.code["b"][at_b]]).astype(np.int64)
    second = np.concatenate([calls.second[at_a], calls.second[at_b]])
    far = np.iinfo(np.int64).max // 4
    if not len(code) or not len(rows):
        none = np.full(len(rows), far)
        return none, none, none
    base = int(calls.second.min())
    room = int(calls.second.max()) - base + 1
    home = np.unique(code * room + (second - base))
    a = calls.code["a"][rows].astype(np.int64)
    asked = a * room + (calls.second[rows] - base)
    place = np.searchsorted(home, asked, side="right")
    last, following = home[np.maximum(place - 1, 0)], home[np.minimum(place, len(home) - 1)]
    before = np.where((place > 0) & (last // room == a), asked - last, far)
    after = np.where((place < len(home)) & (following // room == a), following - asked, far)
    return calls.second[rows] + after, before, after
