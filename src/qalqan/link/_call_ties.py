"""What ties two calling numbers: each thing shared adds its weight; the weights are stated, not learnt."""

from __future__ import annotations

from typing import Final

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link.spoof import INTERNATIONAL

TIED: Final = 500
WEIGHTS: Final = {
    "device": 900, "sim": 900, "talk": 500, "alert": 500, "boxes": 500, "holder": 450, "cards": 350, "activated": 150,
    "devices-near": 350, "cell": 350, "victims": 350, "people": 200, "named": 250, "script": 250, "trunk": 150,
}  # fmt: skip
TWICE: Final = ("victims", "people", "named")  # a second one adds as much again, a third nothing
MOST_SHARING: Final = 60
TALK_HOURS: Final = 2
NEAR: Final = 20  # cards bought in one row, devices of one batch
STILL: Final = 800  # per mille of its calls from one cell: it stands still
APART_DAYS: Final = 3
TIES: Final = pl.Schema(
    {"a": pl.String(), "b": pl.String(), "rule": pl.String(), "value": pl.String(), "locators": pl.String()}
)
_VOICE = pl.col("service").fill_null("voice") == "voice"


def ties(out: pl.DataFrame, reached: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """What pairs of numbers share: ``a``, ``b``, ``rule``, ``value``, ``locators``, ``weight`` (of this row).

    ``out`` are the calls of the numbers (column ``number``, ``role``), ``reached`` their cases. A pair has ``a`` before
    ``b``; where one end is a number somebody posed with, that is ``a``.
    """
    own = out.filter(pl.col("role") != "spoofed")
    found = [
        _through(own, "imei", "device"),
        _through(own, "imsi", "sim"),
        _holders(own, tables["subscribers"]),
        *_neighbours(own, tables["subscribers"]),
        _cells(own),
        _people(out, reached),
        _talks(out, tables["victims_in_progress"]),
        _alerted(own, tables["alerts"]),
        _named(reached.join(own.select("number").unique(), on="number", how="semi")),
        _script(reached.join(own.select("number").unique(), on="number", how="semi"), tables),
    ]
    told = pl.concat([one.select(TIES.names()).cast(TIES) for one in found])
    told = pl.concat([told, _trunks(told.select("a", "b").unique(), out)])
    ordered = told.sort("a", "b", "rule", "value", "locators").unique(
        ["a", "b", "rule", "value"], keep="first", maintain_order=True
    )
    nth = pl.int_range(pl.len()).over("a", "b", "rule")
    most = pl.when(pl.col("rule").is_in(TWICE)).then(2).otherwise(1)
    weight = pl.col("rule").replace_strict(WEIGHTS, return_dtype=pl.Int64)
    return ordered.with_columns(pl.when(nth < most).then(weight).otherwise(0).alias("weight"))


def _through(own: pl.DataFrame, column: str, rule: str) -> pl.DataFrame:
    """Numbers of one device or SIM card, each with the next by first use: enough to hang together."""
    used = (
        own.filter(pl.col(column).is_not_null())
        .group_by(column, "number")
        .agg(pl.col("at").min(), pl.col("call_id").first(), pl.col("locators").first())
        .sort(column, "at", "number")
    )
    after = used.with_columns(
        pl.col("number").shift(-1).over(column).alias("next"),
        pl.col("locators").shift(-1).over(column).alias("others"),
    ).drop_nulls("next")
    return after.select(
        pl.min_horizontal("number", "next").alias("a"), pl.max_horizontal("number", "next").alias("b"),
        pl.lit(rule).alias("rule"), pl.col(column).alias("value"),
        pl.concat_str("locators", "others", separator=";").alias("locators"),
    )  # fmt: skip


def _pairs(rows: pl.DataFrame, by: str, rule: str) -> pl.DataFrame:
    """All pairs of numbers that share a value (``by``) with few others."""
    few = rows.filter(pl.col("number").n_unique().over(by) <= MOST_SHARING)
    both = few.join(few, on=by, how="inner", suffix="_b").filter(pl.col("number") < pl.col("number_b"))
    return both.select(
        pl.col("number").alias("a"), pl.col("number_b").alias("b"), pl.lit(rule).alias("rule"),
        pl.col(by).alias("value"), pl.concat_str("locators", "locators_b", separator=";").alias("locators"),
    )  # fmt: skip


def _holders(own: pl.DataFrame, subscribers: pl.DataFrame) -> pl.DataFrame:
    mine = subscribers.join(own.select("number").unique(), on="number", how="semi").drop_nulls("iin")
    return _pairs(mine.select("number", "iin", "locators").unique(["number", "iin"], keep="first"), "iin", "holder")


def _neighbours(own: pl.DataFrame, subscribers: pl.DataFrame) -> list[pl.DataFrame]:
    """SIM cards and devices whose own numbers stand close to each other, and cards put to use on the same day."""
    mine = subscribers.join(own.select("number").unique(), on="number", how="semi")
    cards = mine.select("number", pl.col("iccid").str.slice(0, 18).alias("serial"), "from", "locators")
    used = own.select("number", "imei", "locators").drop_nulls("imei")
    devices = used.sort("number", "imei", "locators").unique(["number", "imei"], keep="first", maintain_order=True)
    devices = devices.select("number", pl.col("imei").str.slice(0, 14).alias("serial"), "locators")
    near = _near(cards.filter(pl.col("serial").str.len_chars() == 18), "cards")
    days = cards.select("number", pl.col("from").dt.date().alias("day"), "locators").drop_nulls("day")
    same = near.join(days.rename({"number": "a"}), on="a").join(
        days.select(pl.col("number").alias("b"), "day"), on=["b", "day"]
    )
    dated = same.with_columns(pl.lit("activated").alias("rule"), pl.col("day").cast(pl.String).alias("value"))
    return [near, dated, _near(devices.filter(pl.col("serial").str.len_chars() == 14), "devices-near")]


def _near(rows: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Numbers whose serials (digits) are neighbours in order and at most ``NEAR`` apart, though not the same."""
    told = (
        rows.with_columns(pl.col("serial").cast(pl.Int64, strict=False)).drop_nulls("serial").sort("serial", "number")
    )
    after = told.with_columns(
        pl.col("number").shift(-1).alias("next"), pl.col("serial").shift(-1).alias("beside"),
        pl.col("locators").shift(-1).alias("others"),
    )  # fmt: skip
    close = (pl.col("beside") - pl.col("serial")).is_between(1, NEAR)
    after = after.filter(close & (pl.col("number") != pl.col("next")))
    return after.select(
        pl.min_horizontal("number", "next").alias("a"), pl.max_horizontal("number", "next").alias("b"),
        pl.lit(rule).alias("rule"), (pl.col("beside") - pl.col("serial")).cast(pl.String).alias("value"),
        pl.concat_str("locators", "others", separator=";").alias("locators"),
    )  # fmt: skip


def _cells(own: pl.DataFrame) -> pl.DataFrame:
    """Numbers that stand still in the same cell at the same time or one after the other; two SIM-boxes' weigh more."""
    seen = own.filter(pl.col("cell").is_not_null())
    each = seen.group_by("number", "role", "cell").agg(
        pl.len().alias("n"), pl.col("at").min().alias("first"), pl.col("at").max().alias("last"),
        pl.col("locators").first(),
    )  # fmt: skip
    still = each.filter((pl.col("n") * 1000 >= pl.col("n").sum().over("number") * STILL) & (pl.col("n") >= 3))
    few = still.filter(pl.col("number").n_unique().over("cell") <= MOST_SHARING)
    both = few.join(few, on="cell", how="inner", suffix="_b").filter(pl.col("number") < pl.col("number_b"))
    gap = pl.duration(days=APART_DAYS)
    met = both.filter((pl.col("first") <= pl.col("last_b") + gap) & (pl.col("first_b") <= pl.col("last") + gap))
    boxes = (pl.col("role") == "simbox") & (pl.col("role_b") == "simbox")
    rule = pl.when(boxes).then(pl.lit("boxes")).otherwise(pl.lit("cell"))
    return met.select(
        pl.col("number").alias("a"), pl.col("number_b").alias("b"), rule.alias("rule"),
        pl.col("cell").alias("value"), pl.concat_str("locators", "locators_b", separator=";").alias("locators"),
    )  # fmt: skip


def _people(out: pl.DataFrame, reached: pl.DataFrame) -> pl.DataFrame:
    """Two numbers that spoke to the same person within two hours; one who reported it weighs more."""
    spoken = out.filter(_VOICE & pl.col("b").is_not_null()).select("number", "role", "b", "at", "call_id", "locators")
    few = spoken.filter(pl.col("number").n_unique().over("b").is_between(2, MOST_SHARING))
    both = few.join(few, on="b", how="inner", suffix="_b").filter(
        (pl.col("number") != pl.col("number_b")) & (pl.col("role_b") != "spoofed")
        & ((pl.col("role") == "spoofed") | (pl.col("number") < pl.col("number_b")))
        & (pl.col("at") - pl.col("at_b")).abs().le(pl.duration(hours=TALK_HOURS))
    )  # fmt: skip
    victims = reached.filter(pl.col("how") == "reported")["b"].unique()
    return both.sort("at", "call_id", "call_id_b").select(
        pl.col("number").alias("a"), pl.col("number_b").alias("b"),
        pl.when(pl.col("b").is_in(victims.implode())).then(pl.lit("victims")).otherwise(pl.lit("people")).alias("rule"),
        pl.col("b").alias("value"), pl.concat_str("locators", "locators_b", separator=";").alias("locators"),
    )  # fmt: skip


def _talks(out: pl.DataFrame, victims: pl.DataFrame) -> pl.DataFrame:
    """The two strangers of one talk with a code: the one who got the code and the one who held the line."""
    roles = out.select("number", "role").unique()
    both = victims.select(pl.col("first_from").alias("a"), pl.col("second_from").alias("b"), "locators").drop_nulls()
    both = both.filter(pl.col("a") != pl.col("b"))
    for end in ("a", "b"):
        both = both.join(roles.rename({"number": end, "role": f"role_{end}"}), on=end, how="inner")
    posed_a, posed_b = pl.col("role_a") == "spoofed", pl.col("role_b") == "spoofed"
    turned = posed_b | (~posed_a & (pl.col("a") > pl.col("b")))
    return both.filter(~(posed_a & posed_b)).select(
        pl.when(turned).then("b").otherwise("a").alias("a"), pl.when(turned).then("a").otherwise("b").alias("b"),
        pl.lit("talk").alias("rule"), pl.col("locators").str.split(";").list.first().alias("value"), "locators",
    )  # fmt: skip


def _alerted(own: pl.DataFrame, alerts: pl.DataFrame) -> pl.DataFrame:
    """Numbers behind one alert on a device, cell or trunk, each with the next."""
    several = alerts.filter(pl.col("subject_kind") != "number").select("alert_id", pl.col("numbers").str.split(";"))
    first = own.group_by("number").agg(pl.col("locators").first())
    told = several.explode("numbers").rename({"numbers": "number"}).join(first, on="number").sort("alert_id", "number")
    after = told.unique(["alert_id", "number"], keep="first", maintain_order=True).with_columns(
        pl.col("number").shift(-1).over("alert_id").alias("next"),
        pl.col("locators").shift(-1).over("alert_id").alias("others"),
    )
    return after.drop_nulls("next").select(
        pl.col("number").alias("a"), pl.col("next").alias("b"), pl.lit("alert").alias("rule"),
        pl.col("alert_id").alias("value"), pl.concat_str("locators", "others", separator=";").alias("locators"),
    )  # fmt: skip


def _trunks(pairs: pl.DataFrame, out: pl.DataFrame) -> pl.DataFrame:
    """Of pairs that share something else, those that come over one international trunk: it adds, and ties nobody."""
    came = out.filter(pl.col("trunk").str.contains(INTERNATIONAL).fill_null(False))
    counted = came.group_by("number", "trunk").agg(pl.len().alias("n"), pl.col("locators").first())
    main = counted.sort("number", "n", "trunk", descending=[False, True, False]).unique("number", keep="first")
    both = pairs.join(main.rename({"number": "a"}), on="a").join(
        main.select(pl.col("number").alias("b"), "trunk", pl.col("locators").alias("others")), on=["b", "trunk"]
    )
    return both.select(
        "a", "b", pl.lit("trunk").alias("rule"), pl.col("trunk").alias("value"),
        pl.concat_str("locators", "others", separator=";").alias("locators"),
    )  # fmt: skip


def _named(reached: pl.DataFrame) -> pl.DataFrame:
    """Two numbers that one case names."""
    told = reached.filter(pl.col("how") == "named").select("number", "case_id", "locators")
    return _pairs(told.unique(["number", "case_id"], keep="first", maintain_order=True), "case_id", "named")


def _script(reached: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Two numbers whose cases have talks made from one template (written down or recognised from speech)."""
    talks = tables["messages"].filter((pl.col("channel") == "call") & pl.col("case_id").is_not_null())
    floods = tables["campaigns"].select(
        pl.col("campaign_id").alias("template"), pl.col("message_ids").str.split(";").alias("message_id")
    )
    told = floods.explode("message_id").join(talks.select("message_id", "case_id", "source"), on="message_id")
    mine = reached.join(told, on="case_id").select("number", "template", pl.col("source").alias("locators"))
    return _pairs(mine.sort("number", "template", "locators").unique(["number", "template"], keep="first"), "template",
                  "script")  # fmt: skip
