"""Messages read: what each looks like, its cues with quotes, its scheme. A score proposes, a person decides."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.registry import Card, Threshold
from qalqan.scam import talk
from qalqan.settings import Settings

CARD = Card(
    name="talk",
    title="step-talk",
    reads=("messages",),
    writes=("messages_read",),
    thresholds={
        "verdicts": Threshold(
            "scam/data/talk.npz", "0-1000", "bounds of the verdicts, set by the training: docs/model-card-talk.md"
        ),
    },
    errors=(
        "no real labelled Kazakh scam text is public: nobody can claim field accuracy",
        "a message is read by itself: what a chat only shows over many messages is not seen",
    ),
    source="cues by turn: grammar and linear heads; docs/model-card-talk.md",
)
COLUMNS = ("verdict", "class", "language", "mo", "persona", "pretext", "action", "code_type", "money_route", "stages",
           "signature", "cues")  # fmt: skip


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``messages_read``: one row a message that has words; equal texts of a channel are read once."""
    told = tables["messages"].select("message_id", "channel", "text").filter(pl.col("text").str.contains(r"\w"))
    distinct = told.select("channel", "text").unique().sort("channel", "text", nulls_last=True)
    read = talk.read(distinct["text"], distinct["channel"])
    read = distinct.hstack(read.select(pl.col("score").alias("scam_score"), *COLUMNS))
    found = told.join(read, on=["channel", "text"], how="left", nulls_equal=True)
    return {"messages_read": conform(found.drop("channel", "text"), table("messages_read"))}
