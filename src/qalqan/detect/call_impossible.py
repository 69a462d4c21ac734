"""Rule G3: a calling number that nobody can have.

A range of +7 that no operator was given, a number too long or too short (one figure too many, ``+77 7…``, looks like a
mobile at a glance), a country code that does not exist, a short code that calls people (1414 and banks' codes never
do), and a number that calls itself. The number plan is the dated ``values/data/dialling.toml``.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.detect._call_rows import Calls
from qalqan.detect._call_signs import Sign
from qalqan.engine.trunks import SHORT_CODE
from qalqan.registry import Card, Threshold
from qalqan.values import phone

WHOLE: Final = 12  # signs of +7 and ten figures
MOST, LEAST = 16, 8
CARD = Card(
    name="call_impossible",
    title="detector-call-impossible",
    reads=("calls",),
    thresholds={
        "whole": Threshold(WHOLE, "signs", "+7 and ten figures: another length is impossible"),
        "least": Threshold(LEAST, "signs", "E.164: shorter than any whole foreign number"),
        "most": Threshold(MOST, "signs", "E.164: fifteen figures at most, and the plus"),
    },
    errors=("a range given out after the date of the number plan looks impossible until the plan is renewed",),
    source="ITU-T E.164; numbering plan of Kazakhstan; reference: G3",
)


def signs(calls: Calls) -> list[Sign]:
    """One sign an impossible number: at its first call.

    Where a device or SIM is told the number is the network's own (people call themselves for voice mail, a platform
    has its short code): such calls are not looked at.
    """
    seen = (calls.code["imei"] == 0) & (calls.code["imsi"] == 0) & ~calls.sms & (calls.code["a"] > 0)
    own = seen & (calls.code["a"] == calls.code["b"])
    codes = np.unique(calls.code["a"][seen])
    named = pl.DataFrame({"code": codes, "name": calls.names("number").gather(codes)})
    told = named.select("code", _fault().alias("fault")).drop_nulls()
    rules = ["impossible-own", *sorted(set(told["fault"]))]
    fault = np.zeros(calls.size["number"], np.int8)
    fault[told["code"].to_numpy()] = [rules.index(rule) for rule in told["fault"]]
    rows = np.flatnonzero(seen & ((fault[calls.code["a"]] > 0) | own))
    at = pl.DataFrame({"code": calls.code["a"][rows], "row": rows, "fault": fault[calls.code["a"][rows]]})
    first = at.group_by("code", maintain_order=True).agg(pl.col("row").head(5), pl.col("fault").first())
    return [
        Sign(
            "call_impossible", rules[one["fault"]], "number", number, int(calls.second[one["row"][0]]), one["row"],
            {"figures": sum(sign.isdigit() for sign in number)}, (number,),
        )
        for number, one in zip(calls.names("number").gather(first["code"]), first.iter_rows(named=True), strict=True)
    ]  # fmt: skip


def _fault() -> pl.Expr:
    """Which rule says that nobody can have the number; null: somebody may."""
    name, size = pl.col("name"), pl.col("name").str.len_chars()
    home = name.str.contains(r"^\+7[0-9]+$")
    abroad = name.str.contains(r"^\+[1-68-9][0-9]+$") & ~name.str.starts_with("+7")
    known = pl.any_horizontal(name.str.slice(1, n).is_in([*phone._CODES]) for n in (1, 2, 3))
    return (
        pl.when(home & name.str.starts_with("+777") & (size == WHOLE + 1)).then(pl.lit("impossible-lookalike"))
        .when(home & (size != WHOLE)).then(pl.lit("impossible-length"))
        .when(home & ~phone.assigned_column(name)).then(pl.lit("impossible-unassigned"))
        .when(abroad & ~known).then(pl.lit("impossible-country"))
        .when(abroad & ~size.is_between(LEAST, MOST)).then(pl.lit("impossible-length"))
        .when(name.str.contains(SHORT_CODE)).then(pl.lit("impossible-short"))
    )  # fmt: skip
