"""Evidence: the list, one file with its quality sheet, and «says who?»: a row as read, with its neighbours."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from fastapi import Response

from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes, known
from qalqan.console.route import page
from qalqan.desk import evidence_look, mapping_form
from qalqan.desk.lens import ALL, Lens, Sight
from qalqan.errors import NotFound
from qalqan.model.column import Table
from qalqan.model.schema import OBSERVATIONS, REJECTED
from qalqan.report import redact
from qalqan.store.evidence import Kept
from qalqan.texts.say import has
from qalqan.values import place

SIZE: Final = 50
STATES: Final = ("read", "needs_person", "broken", "no_basis", "duplicate")
_PLACE: Final = ("evidence", "part", "seq")


@page("GET", "/evidence", verb="evidence")
def all_evidence(ask: Asked) -> Response:
    """Files by id, those that need a person countable beside."""
    told = evidence_look.listed(ask.house.ws, _sight(ask))
    told = told.with_columns(pl.when(~pl.col("usable") & (pl.col("status") == "read")).then(pl.lit("no_basis"))
                             .otherwise(pl.col("status")).alias("status"))  # fmt: skip
    counts = dict(told.group_by("status").len().iter_rows())
    state = ask.query("state") if ask.query("state") in STATES else ""
    rows = told.filter(pl.col("status") == state) if state else told
    text = ask.query("text").strip()[:100]
    eyes = Eyes(ask, "evidence")
    named = [eyes.file(*one) for one in rows.select("file", "evidence", "basis").iter_rows()]
    rows = rows.with_columns(pl.Series("file", named, pl.String))
    if text:  # of what is shown: a filter over names that are not would answer whether one is in them
        rows = rows.filter(pl.col("file").str.to_lowercase().str.contains(text.lower(), literal=True))
    rest = rows.filter(pl.col("evidence") > ask.query("after")) if ask.query("after") else rows
    shown = rest.head(SIZE)
    next_ = ask.link("/evidence", state=state, text=text, after=shown["evidence"][-1]) if rest.height > SIZE else ""
    return ask.show(
        "evidence_list", rows=shown.to_dicts(),
        total=rows.height, counts={one: counts.get(one, 0) for one in STATES}, state=state, text=text, next_=next_,
    )  # fmt: skip


@page("GET", "/evidence/{evidence}", verb="evidence")
def one_evidence(ask: Asked, evidence: str) -> Response:
    """One file: what it is, its basis, who let it in, and its quality sheet with reasons."""
    kept = evidence_look.one(ask.house.ws, evidence, _sight(ask))
    sheet, rejected = evidence_look.quality(ask.house.ws, kept)
    eyes = _narrowed(ask, kept)
    return ask.show(
        "evidence", kept=kept, file=eyes.file(kept.path, evidence),
        entered=evidence_look.entered(ask.house.ws, evidence),
        outcome=sheet.files.to_dicts()[0] if sheet.files.height else None,
        is_table=mapping_form.is_table(ask.house.ws, evidence),
        columns=[one | {"field": _field(ask, one["field"])} for one in _plain(eyes, sheet.columns)],
        reasons=_plain(eyes, sheet.reasons.drop("example")),
        rejected=_plain(eyes, _masked(eyes, rejected, REJECTED)),
        rejected_total=max(rejected.height, int(sheet.reasons["count"].sum())),
    )  # fmt: skip


@page("GET", "/evidence/{evidence}/row", verb="evidence")
def row(ask: Asked, evidence: str) -> Response:
    """Says who: file, hash, basis, part, the row as read with its neighbours, the officer, the run."""
    locator = ask.house.seals.open("place", ask.query("at"))
    if locator.split(":", 1)[0] != evidence:
        raise NotFound("error-not-found", what="row", id=evidence[:40])
    lens: Lens | None = known(ask)
    told = evidence_look.row(ask.house.ws, lens, locator, _sight(ask))
    eyes = _narrowed(ask, told.kept)
    return ask.show(
        "evidence_row", kept=told.kept, file=eyes.file(told.kept.path, evidence), part=eyes.part(told.part),
        number=told.number,
        tables=[_told(eyes, kind, frame, told.number) for kind, frame in told.kinds],
        rejected=_masked(eyes, told.rejected, REJECTED).to_dicts(),
        entered=evidence_look.entered(ask.house.ws, evidence), region_name=lambda code: place.name(code, ask.language),
    )  # fmt: skip


def _narrowed(ask: Ask, kept: Kept) -> Eyes:
    """The asker's eyes on a file: masked when it came in on a case that their purpose does not cover."""
    eyes = Eyes(ask, "evidence")
    if known(ask) is not None:
        eyes.narrow(kept.evidence.basis.case)
    return eyes


def _told(eyes: Eyes, kind: str, frame: pl.DataFrame, number: int) -> dict[str, Any]:
    """Rows as read: only the columns of which any row says something."""
    masked = _masked(eyes, frame, OBSERVATIONS[kind])
    filled = [
        one for one in frame.columns
        if one not in _PLACE and frame[one].null_count() < frame.height and not (frame[one].cast(pl.String) == "").all()
    ]  # fmt: skip
    return {"kind": kind, "columns": filled, "rows": masked.select(filled).to_dicts(), "number": number}


def _field(ask: Ask, name: str) -> str:
    """What a column was understood as, in words."""
    key = f"field-{name.replace('_', '-')}"
    return ask.t(key) if has(key) else name


def _plain(eyes: Eyes, frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows without what the names of parts and columns may say of a person."""
    return [
        one | {"part": eyes.part(one["part"] or ""), "column": eyes.plain(one["column"] or "")}
        for one in frame.to_dicts()
    ]


def _masked(eyes: Eyes, frame: pl.DataFrame, described: Table) -> pl.DataFrame:
    return frame if eyes.ask.clear else redact.masked(frame, described)


def _sight(ask: Ask) -> Sight:
    """What is hidden from the asker; before any analysis nothing is known to be."""
    return ask.sight if known(ask) is not None else ALL
