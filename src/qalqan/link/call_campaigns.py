"""Campaigns of calls: numbers and devices that seem to be in the same hands, and whom they reached.

Two numbers are tied by what they share: a device, a SIM card, cards or devices with neighbouring numbers, a holder, a
cell in which both stand still, the same people called within two hours, the same cases, the same text of the talk.
Weights are added; what holds a campaign together is told. A number that somebody posed with belongs to nobody: it ties
no two others, and stands in the one campaign whose people it called. Everything here is a proposal.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.kernels.unionfind import components
from qalqan.link._call_members import CASE_DAYS, SHOWN, cases_of, members, of_campaign
from qalqan.link._call_ties import MOST_SHARING, TIED, WEIGHTS, ties
from qalqan.link.spoof import INTERNATIONAL
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

OWN = ("simbox", "caller")
POSED = "spoofed"
OTHERS = ("victim", "service")
FEWEST_REPORTED = 2
CARD = Card(
    name="call_campaigns",
    title="step-call-campaigns",
    reads=(
        "calls",
        "numbers",
        "subscribers",
        "cases",
        "series",
        "mentions",
        "messages",
        "campaigns",
        "victims_in_progress",
        "alerts",
    ),
    writes=("call_campaigns", "call_campaign_members"),
    thresholds={
        "tied": Threshold(TIED, "0-1000", "two numbers with less in common are not joined"),
        **{f"weight.{name}": Threshold(weight, "0-1000", "what it adds to a tie") for name, weight in WEIGHTS.items()},
        "sharing": Threshold(MOST_SHARING, "numbers", "what more numbers share ties nobody"),
        "case_days": Threshold(CASE_DAYS, "days", "a victim's case registered within them after the call"),
        "reported": Threshold(FEWEST_REPORTED, "people", "so many reports make one number a campaign"),
    },
    errors=(
        "a second-hand device joins its former owner to a campaign",
        "an acquaintance who called a victim in the same hours looks like a caller",
        "two campaigns that pose with the same number at the same people are told apart by nothing else",
    ),
    source="reference: detectors S1-S3, C1; union of ties by added weights, own form",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables ``call_campaigns`` and ``call_campaign_members``."""
    out = _out(tables["calls"], _candidates(tables))
    if out.is_empty():
        return {name: empty(table(name)) for name in CARD.writes}
    reached = cases_of(out, tables)
    shared = ties(out, reached, tables)
    grouped = _grouped(out, shared)
    kept = _worth(grouped, out, reached)
    rows = out.join(kept, on="number", how="inner", maintain_order="left")
    inside = _inside(shared, kept)
    told = members(rows, reached, inside)
    ids = rows.group_by("root", maintain_order=True).agg(pl.col("call_id").first().alias("campaign_id"))
    named = told.join(ids, on="root").with_columns(pl.col("case_ids").list.join(";").alias("cases"))
    whole = _campaigns(rows, told, inside, tables).join(ids, on="root")
    return {
        "call_campaigns": conform(whole.drop("root"), table("call_campaigns")),
        "call_campaign_members": conform(named.drop("root", "case_ids", "talk_s"), table("call_campaign_members")),
    }


def _candidates(tables: Tables) -> pl.DataFrame:
    """The numbers that come into question: by role, and whoever else called with a device of such a number."""
    numbers = tables["numbers"].select("number", "role")
    own = numbers.filter(pl.col("role").is_in(OWN))
    used = tables["calls"].select(pl.col("a").alias("number"), "imei").drop_nulls().unique()
    devices = used.join(own, on="number", how="semi").select("imei").unique()
    others = numbers.filter(pl.col("role").is_in([*OWN, *OTHERS, POSED]))
    beside = used.join(devices, on="imei", how="semi").select("number").unique().join(others, on="number", how="anti")
    posed = numbers.filter(pl.col("role") == POSED)
    return pl.concat([own, posed, beside.with_columns(pl.lit("beside").alias("role"))]).sort("number")


def _out(calls: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """What these numbers called; of numbers somebody posed with only what came from abroad without a device."""
    told = calls.filter(pl.col("service") != "data").join(candidates, left_on="a", right_on="number", how="inner")
    abroad = pl.col("trunk").str.contains(INTERNATIONAL).fill_null(False) & pl.col("imei").is_null()
    kept = told.filter((pl.col("role") != POSED) | abroad)
    return kept.rename({"a": "number"}).sort("at", "call_id")


def _grouped(out: pl.DataFrame, shared: pl.DataFrame) -> pl.DataFrame:
    """Each number with the smallest number it hangs together with (``root``).

    A number that somebody posed with joins the one group most of whose people it called in the same hours.
    """
    names = out.select("number", "role").unique().sort("number")
    own = names.filter(pl.col("role") != POSED)["number"]
    place = pl.DataFrame({"number": own, "place": np.arange(len(own), dtype=np.int64)})
    sums = shared.group_by("a", "b").agg(pl.col("weight").sum()).filter(pl.col("weight") >= TIED)
    ends = sums.join(place, left_on="a", right_on="number").rename({"place": "left"})
    ends = ends.join(place, left_on="b", right_on="number")
    root = components(len(own), ends["left"].to_numpy(), ends["place"].to_numpy())
    grouped = place.select("number", own.gather(root).alias("root"))
    posed = names.filter(pl.col("role") == POSED).select("number")
    best = (
        shared.join(posed, left_on="a", right_on="number", how="semi")
        .join(grouped, left_on="b", right_on="number")
        .group_by("a", "root")
        .agg(pl.col("value").n_unique().alias("people"), pl.col("weight").max())
        .filter((pl.col("weight") >= WEIGHTS["victims"]) | (pl.col("people") >= FEWEST_REPORTED))
        .sort("a", "people", "root", descending=[False, True, False])
        .unique("a", keep="first", maintain_order=True)
    )
    alone = posed.join(best, left_on="number", right_on="a", how="left")
    return pl.concat([grouped, alone.select("number", pl.coalesce("root", "number").alias("root"))])


def _inside(shared: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """The pairs whose two numbers stand in one campaign, with its ``root``."""
    ends = shared.join(kept, left_on="a", right_on="number").join(
        kept.rename({"root": "other_root"}), left_on="b", right_on="number"
    )
    return ends.filter(pl.col("root") == pl.col("other_root")).drop("other_root")


def _worth(grouped: pl.DataFrame, out: pl.DataFrame, reached: pl.DataFrame) -> pl.DataFrame:
    """The numbers of groups worth telling: of two numbers at least, a SIM-box's, or one that several reported."""
    roles = out.select("number", "role").unique()
    reported = reached.filter(pl.col("how") == "reported").group_by("number").agg(pl.col("b").unique())
    each = grouped.join(roles, on="number").join(reported, on="number", how="left")
    people = each.explode("b").group_by("root").agg(pl.col("b").drop_nulls().n_unique().alias("people"))
    size = each.group_by("root").agg(pl.len().alias("size"), (pl.col("role") == "simbox").any().alias("box"))
    told = size.join(people, on="root").filter(
        (pl.col("size") > 1) | pl.col("box") | (pl.col("people") >= FEWEST_REPORTED)
    )
    return grouped.join(told, on="root", how="semi").sort("number")


def _campaigns(rows: pl.DataFrame, told: pl.DataFrame, shared: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """One row a campaign (``root``): how large, whom it reached, in which series, and what holds it together."""
    sums = rows.group_by("root", maintain_order=True).agg(
        pl.col("number").n_unique().cast(pl.Int64).alias("numbers"),
        pl.col("imei").drop_nulls().n_unique().cast(pl.Int64).alias("devices"),
        pl.col("cell").drop_nulls().n_unique().cast(pl.Int64).alias("cells"),
        pl.len().cast(pl.Int64).alias("calls"), pl.col("b").drop_nulls().n_unique().cast(pl.Int64).alias("called"),
        pl.col("duration_s").sum().alias("talk_s"), pl.col("at").min().alias("first"), pl.col("at").max().alias("last"),
        pl.col("locators").head(SHOWN).str.join(";"),
    )  # fmt: skip
    numbers = told.filter(pl.col("kind") == "phone")
    alone = numbers.filter(pl.len().over("root") == 1).select("root", pl.col("member").alias("number"))
    by_role = alone.join(tables["numbers"], on="number").select(
        "root", "score", pl.col("grounds").alias("role_grounds")
    )
    weakest = numbers.filter(pl.len().over("root") > 1).group_by("root").agg(pl.col("score").min())
    weakest = pl.concat([weakest.with_columns(pl.lit(None, pl.String).alias("role_grounds")), by_role])
    cases = numbers.select("root", pl.col("case_ids").alias("case_id")).explode("case_id").drop_nulls().unique()
    known = cases.join(tables["cases"].select("case_id", "mo", "victim_phone"), on="case_id", how="left")
    series = cases.join(tables["series"].filter(pl.col("series_id") != ""), on="case_id")
    of_cases = known.group_by("root").agg(pl.col("case_id").unique().sort().str.join(";").alias("cases"))
    counted = (
        series.group_by("root", "series_id").len().sort("root", "len", "series_id", descending=[False, True, False])
    )
    of_series = counted.group_by("root", maintain_order=True).agg(pl.col("series_id").str.join(";").alias("series"))
    schemes = (
        known.filter(~pl.col("mo").is_in(["unclear", "other"])).group_by("root", "mo").len()
        .sort("root", "len", "mo", descending=[False, True, False]).unique("root", keep="first", maintain_order=True)
    )  # fmt: skip
    people = rows.join(cases.join(tables["cases"].select("case_id", pl.col("victim_phone").alias("b")), on="case_id"),
                       on=["root", "b"], how="semi")  # fmt: skip
    reported = people.group_by("root").agg(pl.col("b").n_unique().cast(pl.Int64).alias("reported"))
    whole = sums
    for one in (weakest, of_cases, of_series, schemes.select("root", "mo"), reported, of_campaign(shared)):
        whole = whole.join(one, on="root", how="left", maintain_order="left")
    return whole.with_columns(
        pl.col("reported", "score").fill_null(0), pl.coalesce("grounds", "role_grounds", pl.lit("[]")).alias("grounds"),
        pl.col("cases", "series", "mo").fill_null(""),
    ).drop("role_grounds")  # fmt: skip
