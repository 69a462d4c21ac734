"""Rows of a victim's line as a person reads them: read from their tables, masked together, in order of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl

from qalqan.desk._paper_view import View, places
from qalqan.desk._timeline_rows import Eye, Victim
from qalqan.desk._timeline_signature import Marks
from qalqan.report.timeline import Happening

TEXT_SIGNS: Final = 90
SHORT_SIGNS: Final = 5
"""Numbers of so many signs are services', and nobody's."""
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "calls": ("locators",),
    "messages": ("text", "attachment", "source"),
    "transactions": ("tx_id", "amount_tiyn", "from_as", "from_name", "locators"),
    "hops": ("amount_tiyn", "locator"),
    "cases": ("case_id", "damage_tiyn", "source"),
}
"""What a row's words need of its table."""


def said(
    eye: Eye, who: Victim, rows: pl.DataFrame, marks: Marks, view: View, *, veiled: bool = True
) -> tuple[Happening, ...]:
    """Rows of a line (`_timeline_rows.COLUMNS` and ``number``) as they may be read, in their order. ``veiled`` takes
    the names of files' parts from the places, too; without it they may only go into sealed addresses."""
    more: dict[tuple[str, int], dict[str, Any]] = {}
    for name in rows["source"].unique():
        places_ = rows.filter(pl.col("source") == name)["row"].to_numpy()
        told = eye.frame(name).select(NEEDED[name])[places_]
        more |= {(name, int(at)): row for at, row in zip(places_, told.iter_rows(named=True), strict=True)}
    sums: Mapping[str, int] = dict(who.lost.select("tx_id", "amount_tiyn").iter_rows())
    made = [_happened(row, more[row["source"], row["row"]], sums, marks) for row in rows.iter_rows(named=True)]
    ends = list(rows.select("from", "to").fill_null("").iter_rows())
    _learnt(view, made, ends)
    shown = (_shown(one, pair, view) for one, pair in zip(made, ends, strict=True))
    return tuple(view.veiled(one) for one in shown) if veiled else tuple(shown)


def _happened(row: dict[str, Any], more: dict[str, Any], sums: Mapping[str, int], marks: Marks) -> Happening:
    kind, party, note = row["kind"], row["party"] or "", ""
    seconds, tiyn, told = row["seconds"], more.get("amount_tiyn"), more.get("locators")
    if kind == "message":
        note, told = str(more["text"] or more["attachment"] or ""), more["source"]
    elif kind in ("onward", "cash"):
        party, told = f"{row['from']} → {row['to']}", more["locator"]
    elif kind == "registered":
        party, tiyn, told = more["case_id"], more["damage_tiyn"], (more["source"] or "").split(";")[0]
    elif kind == "loan":
        party = more["from_name"] or row["from"] or more["from_as"] or ""
    if row["source"] == "transactions":
        tiyn = sums.get(more["tx_id"]) or tiyn
    mark = marks.get(row["number"])
    part, why = (mark.part, mark.why) if mark else ("", None)
    return Happening(row["at"], kind, party, seconds, tiyn, note, places(told), part, why, exact=row["exact"])


def _learnt(view: View, rows: Sequence[Happening], ends: Sequence[tuple[str, str]]) -> None:
    """Let the view look at all values together: one by one, each would cost a look of its own."""
    by_class: dict[str, list[str]] = {"name": [], "text": [], "account": [], "phone": []}
    for one, pair in zip(rows, ends, strict=True):
        if one.kind == "message":
            by_class["name"].append(one.who)
            by_class["text"].append(one.note)
        elif one.kind in ("onward", "cash"):
            by_class["account"] += pair
        elif one.kind in ("loss", "paid", "came"):
            by_class["account"].append(one.who)
        elif one.kind not in ("loan", "registered"):
            by_class["phone"].append(one.who)
    for personal, values in by_class.items():
        view.learn(values, personal)


def _shown(row: Happening, ends: tuple[str, str], view: View) -> Happening:
    """A row as the asker may see it."""
    if row.kind == "message":
        return replace(row, who=view(row.who, "name"), note=view(row.note, "text")[:TEXT_SIGNS])
    if row.kind in ("onward", "cash"):
        return replace(row, who=" → ".join(view(one, "account") for one in ends))
    if row.kind in ("loss", "paid", "came"):
        return replace(row, who=view(row.who, "account"))
    if row.kind in ("loan", "registered"):
        return row  # a lender is an organisation
    return replace(row, who=row.who if len(row.who) <= SHORT_SIGNS else view(row.who, "phone"))
