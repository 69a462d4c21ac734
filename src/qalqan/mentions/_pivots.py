"""Further pivots that a mention or a message tells: the account, number or advertisement behind a link; a picture.

``t.me/name`` is the handle ``@name`` however the link is written, ``wa.me/7701…`` a phone, an address of a known site
an advertisement. From what stands beside a message: the addresses a letter wants its answers sent to, the server it
came from, and the picture, named as its group of copies.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from qalqan.engine.places import PLACE
from qalqan.mentions import _pictures
from qalqan.values import email, handle, ip, listing, phone

_TO_PHONE: Final = (
    r"^(?:wa\.me/|api\.whatsapp\.com/send/?\?(?:[^#]{0,200}&)?phone=|t\.me/)(?:\+|%2B)?([78]\d{9,14})(?:[?&/].*)?$"
)
_POST: Final = (
    (r"^(t\.me/)(?:s/)?([A-Za-z][A-Za-z0-9_]{3,31})/\d.*$", "${1}${2}"),
    (r"^(instagram\.com/)([A-Za-z0-9_.]{1,30})/(?:p|reel|tv|reels|tagged)(?:/.*)?$", "${1}${2}"),
    (r"^(tiktok\.com/@)([A-Za-z0-9_.]{2,30})/.*$", "${1}${2}"),
)
_BESIDE: Final = {"reply_to": ("email", email), "return_path": ("email", email), "origin_ip": ("ip", ip)}


def of_links(mentions: pl.DataFrame) -> pl.DataFrame:
    """Mentions of handles, phones and advertisements at the places of links, without those told already."""
    links = mentions.filter(pl.col("kind") == "url")
    distinct = links["value"].unique(maintain_order=True)
    if not len(distinct):
        return mentions.clear()
    account = distinct
    for pattern, short in _POST:
        account = account.str.replace(pattern, short)
    number = distinct.str.extract(_TO_PHONE)
    number = number.to_frame("n").select(
        pl.when(pl.col("n").str.starts_with("7")).then("+" + pl.col("n")).otherwise("n").alias("n")
    )["n"]
    told = [("handle", handle, account), ("phone", phone, number), ("listing", listing, distinct)]
    found = pl.concat(
        [
            pl.DataFrame({"link": distinct, "told": kind.parse_column(texts)["value"]})
            .drop_nulls()
            .with_columns(pl.lit(name).alias("as"))
            for name, kind, texts in told
        ]
    )
    met = links.join(found, left_on="value", right_on="link", how="inner", maintain_order="left")
    made = met.with_columns(pl.col("told").alias("value"), pl.col("as").alias("kind")).select(mentions.columns).unique()
    known = mentions.filter(pl.col("kind").is_in(["handle", "phone", "listing"]) & (pl.col("start") >= 0))
    return made.join(known, on=[*PLACE, "kind", "value", "column", "start"], how="anti", nulls_equal=True)


def of_headers(messages: pl.DataFrame) -> pl.DataFrame:
    """Mentions from what stands beside messages (observed rows with their ``case_id``)."""
    told = messages.filter(pl.col("headers").is_not_null()).select(*PLACE, "headers", "text", "case_id")
    found = [_beside(told, key, name, kind) for key, (name, kind) in _BESIDE.items()] + [_copies(told)]
    return pl.concat(found).filter(pl.col("value").is_not_null())


def _beside(told: pl.DataFrame, key: str, name: str, kind) -> pl.DataFrame:  # type: ignore[no-untyped-def]
    written = told["headers"].str.json_path_match(f"$.{key}").alias("as_written")
    value = kind.parse_column(written)["value"].alias("value")
    return _placed(told.with_columns(value, written), name)


def _copies(told: pl.DataFrame) -> pl.DataFrame:
    """Pictures, each named as the group of its copies."""
    hashes = told["headers"].str.json_path_match("$.picture").alias("as_written")
    shown = told.with_columns(hashes).filter(pl.col("as_written").is_not_null())
    pictures = shown.select(pl.col("as_written").alias("value"), "text")
    return _placed(shown.with_columns(_pictures.named(pictures).alias("value")), "picture")


def _placed(told: pl.DataFrame, kind: str) -> pl.DataFrame:
    nowhere = pl.lit(-1, pl.Int64)
    return told.select(
        *PLACE,
        pl.lit(kind).alias("kind"),
        "value",
        "as_written",
        pl.lit("headers").alias("column"),
        nowhere.alias("start"),
        nowhere.alias("end"),
        "case_id",
        pl.when(pl.col("case_id").is_not_null()).then(pl.lit("other")).alias("role"),
    )
