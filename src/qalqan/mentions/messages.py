"""Messages of chats: the same export from both ends of a chat tells each message once, with all its places.

Equal messages inside one export (somebody wrote «алло» twice in a minute) stay as many as that export shows. What
stands beside the text (``headers``) differs between the two ends and is taken from the smallest place. Messages without
a time (screenshots, turns of a transcript) are never brought together: nothing says that they are one.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.engine.places import in_order, joined, locator
from qalqan.mentions._message_cases import with_case
from qalqan.mentions.cases import numbered_cases
from qalqan.model.schema import MESSAGE_FIELDS
from qalqan.registry import Card
from qalqan.settings import Settings

CARD = Card(
    name="messages",
    title="step-messages",
    reads=("observed_message", "observed_case", "evidence"),
    writes=("messages",),
    errors=("two exports that write a sender under different names keep the message twice",),
    source="one-to-one matching of double reports",
)
_BESIDE = ("headers",)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``messages``: the k-th equal message of one export is the k-th of another."""
    fields = [column.name for column in MESSAGE_FIELDS if column.name not in _BESIDE]
    cases = numbered_cases(tables["observed_case"])
    told = with_case(tables["observed_message"], tables["evidence"], cases)
    ordered = in_order(told).sort("evidence", "part", "seq", "row", maintain_order=True)
    undated = pl.col("at").is_null()
    numbered = ordered.with_columns(
        locator().alias("locator"),
        pl.int_range(pl.len()).over("evidence", "part", *fields).alias("nth"),
        pl.when(undated).then(pl.concat_str("evidence", "part", separator=":")).alias("alone"),
    )
    facts = numbered.group_by(*fields, "nth", "alone", maintain_order=True).agg(
        joined().alias("source"),
        *(pl.col(name).drop_nulls().first() for name in (*_BESIDE, "case_id", "tied_by")),
        pl.col("seq").first(),
    )
    facts = facts.with_columns(pl.col("source").str.split(";").list.first().alias("message_id"))
    return {"messages": conform(facts.drop("nth", "alone"), table("messages"))}
