"""Series: the list, and one with why it holds, what speaks against, and what it would be without a part of it."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from fastapi import Response

from qalqan.console import queue_view
from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes, known
from qalqan.console.route import page
from qalqan.console.sheet import Section, kind_words, section
from qalqan.desk import case_look, series_if
from qalqan.desk.lens import Lens, Sight
from qalqan.errors import NotFound
from qalqan.report.wording import Words

SIZE: Final = 50
MEMBERS: Final = 200
TIES: Final = 50
SORTS: Final = ("last", "cases", "damage_tiyn", "series_id")


@page("GET", "/series", verb="series")
def all_series(ask: Asked) -> Response:
    """Series, those with the latest cases first."""
    if known(ask) is None:
        return ask.show("cases_none")
    eyes = Eyes(ask, "series")
    by = ask.query("by") if ask.query("by") in SORTS else "last"
    told = listed(eyes.lens, eyes.sight).sort(by, "series_id", descending=[by != "series_id", False])
    after = ask.query("after")
    start = 0
    if after:
        place = (told["name"] == after).arg_max()
        start = 0 if place is None or told["name"][place] != after else place + 1
    rows = told.slice(start, SIZE)
    more = start + rows.height < told.height
    next_ = ask.link("/series", by=by, after=rows["name"][-1]) if more else ""
    return ask.show("series_list", rows=_worded(ask, rows), total=told.height, by=by, sorts=SORTS, next_=next_)


@page("GET", "/series/{series_id:path}", verb="series")
def series(ask: Asked, series_id: str) -> Response:
    """One series; ``without`` takes a case, a thing or a tie away and joins the rest anew."""
    eyes = Eyes(ask, "series")
    one = eyes.series_named(series_id)
    members = eyes.rows("series", "series_id", [one])
    ids = members["case_id"].to_list()
    cases = eyes.rows("cases", "case_id", ids)
    ties = inside(eyes.lens, ids, eyes.sight)
    return ask.show(
        "series", series=series_id, title=series_id, total=len(ids),
        damage=int(cases["damage_tiyn"].fill_null(0).sum()), first=cases["registered_at"].min(),
        last=cases["registered_at"].max(), sheets=_sheets(eyes, one, members, cases),
        ties=_ties(eyes, ties.head(TIES)), ties_total=ties.height, shared=_shared(eyes, one, ids), ids=ids,
        without=_without(eyes, one), decide=queue_view.named(ask, "series", f"series:{one}"),
    )  # fmt: skip


def listed(lens: Lens, sight: Sight) -> pl.DataFrame:
    """(series_id, cases, damage_tiyn, first, last, score, regions, mo) of every series, hidden cases left out."""

    def made() -> pl.DataFrame:
        rows = sight.of(lens.frame("series")).filter(pl.col("series_id") != "")
        told = lens.frame("cases").select("case_id", "damage_tiyn", "registered_at", "region", "mo")
        return (
            rows.join(told, on="case_id")
            .group_by("series_id")
            .agg(
                pl.len().cast(pl.Int64).alias("cases"),
                pl.col("damage_tiyn").sum(),
                pl.col("registered_at").min().alias("first"),
                pl.col("registered_at").max().alias("last"),
                pl.col("score").min(),
                pl.col("region").drop_nulls().unique().sort().alias("regions"),
                pl.col("mo").drop_nulls().mode().sort().first().alias("mo"),
                pl.col("case_id").min().alias("smallest"),
            )
            .with_columns(
                pl.when(pl.col("series_id").is_in(list(sight.cases)))
                .then("smallest")
                .otherwise("series_id")
                .alias("name")
            )
        )

    found: pl.DataFrame = made() if sight.cases or sight.evidence else lens.once("series list", made)
    return found


def inside(lens: Lens, ids: list[str], sight: Sight) -> pl.DataFrame:
    """The ties between these cases, the weakest first: what speaks against a series stands at the top."""
    found = lens.rows("links", "case_a", ids, sight).filter(pl.col("case_b").is_in(ids))
    return found.sort("score", "case_a", "case_b")


def _worded(ask: Ask, rows: pl.DataFrame) -> list[dict[str, Any]]:
    words = Words(ask.language)
    return [
        one | {"mo": words.of("mo", one["mo"]) if one["mo"] else "",
               "regions": ", ".join(words.of("region", region) for region in one["regions"])}
        for one in rows.to_dicts()
    ]  # fmt: skip


def _sheets(eyes: Eyes, series: str, members: pl.DataFrame, cases: pl.DataFrame) -> list[Section]:
    found = [
        section(eyes, "cases", cases.sort("registered_at"), most=MEMBERS, more=eyes.ask.link("/cases", series=series))
    ]
    holds = eyes.rows("holds", "case_id", members["case_id"].to_list()).sort("expected_tiyn", descending=True)
    for name, frame in (
        ("holds", holds),
        ("possible_victims", eyes.rows("possible_victims", "series_id", [series])),
        ("common_points", eyes.rows("common_points", "series_id", [series])),
    ):
        if frame.height:
            found.append(section(eyes, name, frame, most=20))
    return found


def _shared(eyes: Eyes, series: str, ids: list[str]) -> dict[str, Any]:
    """Why: the things that its cases share, those it rests on first, each with the way to see it without."""
    own = eyes.rows("identifiers", "case_id", ids)
    told = case_look.weighed(eyes.lens, own).group_by("kind", "value").agg(
        pl.col("case_id").n_unique().cast(pl.Int64).alias("inside"), pl.col("cases").first(),
        pl.col("rarity_bits").first(), pl.col("trust").first(), pl.col("decided").first(),
    ).filter(pl.col("inside") > 1)  # fmt: skip
    cuts = eyes.rows("series_cuts", "series_id", [series]).select("kind", "value", "parts", "largest")
    told = told.join(cuts, on=["kind", "value"], how="left")
    told = told.sort("parts", "inside", "rarity_bits", "value", descending=[True, True, True, False], nulls_last=True)
    first = told.head(TIES)
    shown = eyes.masked(first, "identifier_weights")["value"].to_list()
    rows = [
        one
        | {
            "shown": seen,
            "href": eyes.thing(one["kind"], one["value"]),
            "kind_words": kind_words(eyes, one["kind"]),
            "token": eyes.token(one["kind"], one["value"]),
        }
        for one, seen in zip(first.to_dicts(), shown, strict=True)
    ]
    return {
        "rows": [{key: told_ for key, told_ in one.items() if key != "value"} for one in rows],
        "total": told.height,
    }


def _ties(eyes: Eyes, ties: pl.DataFrame) -> list[dict[str, Any]]:
    return eyes.masked(ties, "links").to_dicts()


def _without(eyes: Eyes, series: str) -> dict[str, Any] | None:
    """What was taken away and the parts that are left; None when nothing was."""
    ask = eyes.ask
    kind, _, rest = ask.query("without").partition(":")
    if not rest:
        return None
    what = ""
    if kind == "case":
        away, what = series_if.Without(case=rest), rest
    elif kind == "thing":
        thing = eyes.opened(rest)
        away, what = series_if.Without(thing=thing), eyes.value(*thing)
    elif kind == "tie" and rest.count("|") == 1:
        a, b = rest.split("|")
        away, what = series_if.Without(tie=(a, b)), f"{a} — {b}"
    else:
        raise NotFound("error-not-found", what="series", id=series[:60])
    before, after = (_seen(eyes, series_if.parts(eyes.lens, series, one)) for one in (series_if.Without(), away))
    return {"kind": kind, "what": what, "parts": after, "before": len(before)}


def _seen(eyes: Eyes, parts: list[list[str]]) -> list[list[str]]:
    told = [[one for one in part if one not in eyes.sight.cases] for part in parts]
    return [part for part in told if part]
