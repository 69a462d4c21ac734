"""What a run proposes and people decide, most urgent first: links, series, holds, possible droppers, numbers, messages.

Urgent is where money may still lie: a proposal counts what can be expected of its cases' money. Built once a run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from qalqan.engine.frames import Tables

MOST: Final = 2_000  # of one kind: nobody decides more in a day, and the rest stays in the run's table
LIKELY: Final = 500  # a lower score is for looking, not for deciding
KINDS: Final = ("hold", "message", "link", "series", "person", "dropper", "number")
ROLES: Final = ("simbox", "spoofed", "caller")
COLUMNS: Final = (
    "kind",
    "subject",
    "act",
    "case",
    "other",
    "score",
    "tiyn",
    "at",
    "table",
    "key",
    "what",
    "grounds",
    "against",
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing proposed: what officers decide on, of which cases, how probable (0-1000), what is at stake (tiyn).

    ``key`` names its row in ``table``, ``what`` the role or class proposed; ``against`` are the table's own words that
    speak against it.
    """

    kind: str
    subject: str
    act: str
    case: str
    other: str
    score: int
    tiyn: int
    at: Any
    table: str
    key: str
    what: str
    grounds: str
    against: str


def proposals(known: Tables) -> dict[str, list[Proposal]]:
    """By kind what the run proposes, the most urgent first; at most `MOST` of a kind."""
    stake = _stake(known)
    makers = {"hold": _holds, "message": _messages, "link": _links, "series": _series, "person": _persons,
              "dropper": _droppers, "number": _numbers}  # fmt: skip
    made = {}
    for kind in KINDS:
        frame = makers[kind](known, stake).head(MOST).with_columns(
            pl.lit(kind).alias("kind"), pl.col("grounds").fill_null("[]"), pl.col("score", "tiyn").fill_null(0),
            pl.col("case", "other", "what", "against").fill_null(""),
        )  # fmt: skip
        made[kind] = [Proposal(**row) for row in frame.select(COLUMNS).iter_rows(named=True)]
    return made


def _stake(known: Tables) -> pl.DataFrame:
    """What can be expected of each case's money (case, tiyn)."""
    return (
        known["holds"].group_by("case_id").agg(pl.col("expected_tiyn").sum().alias("tiyn")).rename({"case_id": "case"})
    )


def _of(frame: pl.DataFrame, table: str, *columns: pl.Expr) -> pl.DataFrame:
    """A frame with all columns of a proposal; what is not given is empty."""
    given = {one.meta.output_name() for one in columns}
    rest = {"case": pl.lit(""), "other": pl.lit(""), "tiyn": pl.lit(0), "at": pl.lit(None, pl.Datetime("us", "UTC")),
            "against": pl.lit(""), "what": pl.lit(""), "grounds": pl.lit("[]"), "score": pl.lit(0)}  # fmt: skip
    more = [one.alias(name) for name, one in rest.items() if name not in given]
    return frame.select(*columns, *more, pl.lit(table).alias("table"))


def _holds(known: Tables, _stake: pl.DataFrame) -> pl.DataFrame:
    """A bank at which something of a case's money can still be expected."""
    rows = known["holds"].filter((pl.col("amount_tiyn") > 0) & (pl.col("bank").fill_null("") != ""))
    each = rows.sort("case_id", "rank").group_by("case_id", "bank", maintain_order=True).agg(
        pl.col("expected_tiyn").sum(), pl.col("amount_tiyn").sum(), pl.col("still").max(), pl.col("as_of").max(),
        pl.col("grounds").first(),
    ).sort(pl.col("expected_tiyn").neg(), pl.col("amount_tiyn").neg(), "case_id", "bank")  # fmt: skip
    name = pl.concat_str("case_id", pl.lit("/"), "bank")
    return _of(
        each, "holds", pl.concat_str(pl.lit("hold:"), name, pl.lit(":suspension")).alias("subject"),
        pl.lit("hold").alias("act"), pl.col("case_id").alias("case"), pl.col("still").fill_null(0).alias("score"),
        pl.col("expected_tiyn").alias("tiyn"), pl.col("as_of").alias("at"), name.alias("key"), pl.col("grounds"),
    )  # fmt: skip


def _links(known: Tables, stake: pl.DataFrame) -> pl.DataFrame:
    rows = known["links"].filter(pl.col("score") >= LIKELY)
    for side in ("case_a", "case_b"):
        told = stake.rename({"case": side, "tiyn": f"tiyn_{side}"})
        rows = rows.join(told, on=side, how="left", maintain_order="left")
    tiyn = pl.sum_horizontal(pl.col("tiyn_case_a", "tiyn_case_b").fill_null(0)).alias("tiyn")
    rows = rows.with_columns(tiyn).sort(pl.col("tiyn").neg(), pl.col("score").neg(), "case_a", "case_b")
    pair = pl.concat_str(pl.min_horizontal("case_a", "case_b"), pl.lit("|"), pl.max_horizontal("case_a", "case_b"))
    return _of(
        rows, "links", pl.concat_str(pl.lit("link:"), pair).alias("subject"), pl.lit("link").alias("act"),
        pl.col("case_a").alias("case"), pl.col("case_b").alias("other"), pl.col("score"), pl.col("tiyn"),
        pair.alias("key"), pl.col("grounds"),
    )  # fmt: skip


def _series(known: Tables, stake: pl.DataFrame) -> pl.DataFrame:
    """A series by its weakest member, with the grounds of its weakest tie inside."""
    members = known["series"].filter(pl.col("series_id") != "").join(
        stake, left_on="case_id", right_on="case", how="left", maintain_order="left"
    )  # fmt: skip
    each = members.sort("series_id", "score", "case_id").group_by("series_id", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("size"), pl.col("score").min(), pl.col("tiyn").fill_null(0).sum(),
        pl.col("case_id").first(),
    ).sort(pl.col("tiyn").neg(), pl.col("size").neg(), "series_id")  # fmt: skip
    return _of(
        each, "series", pl.concat_str(pl.lit("series:"), "series_id").alias("subject"), pl.lit("series").alias("act"),
        pl.col("case_id").alias("case"), pl.col("score"), pl.col("tiyn"), pl.col("series_id").alias("key"),
    )  # fmt: skip


def _persons(known: Tables, _stake: pl.DataFrame) -> pl.DataFrame:
    rows = known["person_pairs"].filter(pl.col("decided").fill_null("") == "").sort(
        pl.col("score").neg(), "person_a", "person_b"
    )  # fmt: skip
    pair = pl.concat_str("person_a", pl.lit("|"), "person_b")
    return _of(
        rows, "person_pairs", pl.concat_str(pl.lit("person:"), pair).alias("subject"), pl.lit("person").alias("act"),
        pl.col("score"), pair.alias("key"), pl.col("grounds"),
    )  # fmt: skip


def _droppers(known: Tables, _stake: pl.DataFrame) -> pl.DataFrame:
    rows = known["possible_droppers"].sort(pl.col("score").neg(), pl.col("came_tiyn").neg(), "account")
    return _of(
        rows, "possible_droppers", _account_subject().alias("subject"), pl.lit("role").alias("act"),
        pl.col("score"), pl.col("came_tiyn").fill_null(0).alias("tiyn"),
        pl.col("first").alias("at"), pl.col("account").alias("key"), pl.col("grounds"),
        pl.col("against").fill_null("").alias("against"),
    )  # fmt: skip


def _account_subject() -> pl.Expr:
    """An account named with its kind, so that a page can mask it; one that is told as a phone is a contract's."""
    account = pl.col("account")
    kind = (
        pl.when(account.str.contains(r"^[A-Z]{2}[0-9]{2}"))
        .then(pl.lit("iban"))
        .when(account.str.contains("*", literal=True))
        .then(pl.lit("card"))
        .otherwise(pl.lit("contract"))
    )
    return pl.concat_str(pl.lit("role:"), kind, pl.lit("/"), account)


def _numbers(known: Tables, _stake: pl.DataFrame) -> pl.DataFrame:
    rows = known["numbers"].filter(pl.col("role").is_in(ROLES) & (pl.col("score") >= LIKELY))
    order = pl.col("role").replace_strict({name: at for at, name in enumerate(ROLES)}, return_dtype=pl.Int8)
    rows = rows.sort(order, pl.col("score").neg(), "number")
    return _of(
        rows, "numbers", pl.concat_str(pl.lit("role:phone/"), "number").alias("subject"), pl.lit("role").alias("act"),
        pl.col("score"), pl.col("number").alias("key"), pl.col("grounds"), pl.col("role").alias("what"),
    )  # fmt: skip


def _messages(known: Tables, _stake: pl.DataFrame) -> pl.DataFrame:
    """Texts that look like fraud, recruiting or harm; talk that drives a child to self-harm before all else."""
    read = known["messages_read"].filter((pl.col("class") != "none") & (pl.col("scam_score") >= LIKELY))
    rows = read.join(known["messages"].select("message_id", "case_id", "at"), on="message_id", how="left")
    rows = rows.sort(pl.col("class") != "harm", pl.col("scam_score").neg(), "message_id")
    return _of(
        rows, "messages_read", pl.concat_str(pl.lit("text:"), "message_id").alias("subject"),
        pl.lit("text").alias("act"), pl.col("case_id").fill_null("").alias("case"), pl.col("scam_score").alias("score"),
        pl.col("at"), pl.col("message_id").alias("key"), pl.col("class").alias("what"),
    )  # fmt: skip
