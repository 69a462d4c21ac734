"""Messages of chats: the same export from both ends of a chat tells each message once, with all its places.

Equal messages inside one export (somebody wrote «алло» twice in a minute) stay as many as that export shows.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.engine.places import in_order, joined, locator
from qalqan.model.schema import MESSAGE_FIELDS
from qalqan.registry import Card
from qalqan.settings import Settings

CARD = Card(
    name="messages",
    title="step-messages",
    reads=("observed_message",),
    writes=("messages",),
    errors=("two exports that write a sender under different names keep the message twice",),
    source="one-to-one matching of double reports",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``messages``: the k-th equal message of one export is the k-th of another."""
    fields = [column.name for column in MESSAGE_FIELDS]
    ordered = in_order(tables["observed_message"]).sort("evidence", "part", "seq", "row", maintain_order=True)
    numbered = ordered.with_columns(
        locator().alias("locator"),
        pl.int_range(pl.len()).over("evidence", "part", *fields).alias("nth"),
    )
    facts = numbered.group_by(*fields, "nth", maintain_order=True).agg(joined().alias("source"))
    facts = facts.with_columns(pl.col("source").str.split(";").list.first().alias("message_id")).drop("nth")
    return {"messages": conform(facts, table("messages"))}
