"""Campaigns among the messages: floods made from one template, by a person or a machine."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.registry import Card, Threshold
from qalqan.scam import campaigns
from qalqan.settings import Settings

FEWEST = 3
CARD = Card(
    name="campaigns",
    title="step-campaigns",
    reads=("messages", "messages_read"),
    writes=("campaigns",),
    thresholds={
        "resemblance": Threshold(
            campaigns.RESEMBLANCE, "thousandths of shingles", "half of the words in a row are the same"
        ),
        "messages": Threshold(FEWEST, "messages", "two alike may be one person repeating himself"),
    },
    errors=("a lawful mailing is a campaign too: the score of its messages tells which to look at",),
    source="Broder, 1997; kernels/minhash.py",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``campaigns``: one row a campaign of three messages or more."""
    messages = tables["messages"].select("message_id", "at", "from", "text", "source")
    read = tables["messages_read"].select("message_id", "scam_score")
    told = (
        messages.filter(pl.col("text").is_not_null())
        .sort("message_id")
        .join(read, on="message_id", how="left", maintain_order="left")
    )
    grouped = told.hstack(campaigns.group(told["text"])).drop_nulls("group")
    rows = grouped.group_by("group", maintain_order=True).agg(
        campaign_id=pl.col("message_id").first(),
        message_ids=pl.col("message_id").str.join(";"),
        size=pl.len().cast(pl.Int64),
        senders=pl.col("from").drop_nulls().n_unique().cast(pl.Int64),
        first=pl.col("at").min(),
        last=pl.col("at").max(),
        scam_score=pl.col("scam_score").max(),
        sample=campaigns.masked(pl.col("text").first()),
        alike=pl.col("alike").min(),
        locators=pl.col("source").str.join(";"),
    )
    rows = rows.filter(pl.col("size") >= FEWEST).with_columns(grounds=_grounds())
    return {"campaigns": conform(rows.drop("group", "alike"), table("campaigns"))}


def _grounds() -> pl.Expr:
    place = pl.col("campaign_id").str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
    return pl.concat_str(
        pl.lit('[{"locators":["'), place, pl.lit('"],"rule":"near-duplicate","values":{"least_alike":'), "alike",
        pl.lit(',"senders":'), "senders", pl.lit(',"size":'), "size", pl.lit('},"weight":'), "alike", pl.lit("}]"),
    )  # fmt: skip
