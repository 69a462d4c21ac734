"""Texts: what cannot wait, floods of one template, look-alike addresses, messages by how much they look like fraud."""

from __future__ import annotations

import json
from typing import Any, Final

import polars as pl
from fastapi import Response

from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes
from qalqan.console.route import page
from qalqan.desk import analyse, lens
from qalqan.errors import NotFound

SIZE: Final = 50
FEW: Final = 20
CLASSES: Final = ("scam", "recruit", "harm", "none")


@page("GET", "/texts", verb="texts")
def texts(ask: Asked) -> Response:
    """Messages, worst first; above them what is urgent, floods and look-alike addresses."""
    known, sight = lens.over(ask.tables), ask.sight
    wanted = ask.query("class") if ask.query("class") in CLASSES else ""
    where = pl.col("class") == wanted if wanted else None
    hidden = _hidden(known, sight)
    if hidden:
        unseen = ~pl.col("message_id").is_in(hidden)
        where = unseen if where is None else where & unseen
    after = known.row("messages_read", ask.query("after"))
    told = known.page("messages_read", SIZE, by="scam_score", down=True, after=after, where=where)
    urls = sight.of(known.frame("urls").filter(pl.col("verdict").is_in(["lookalike", "suspicious"])))
    urls = urls.sort("score", "cases", "url", descending=[True, True, False]).head(FEW)
    floods = known.frame("campaigns")
    if hidden:  # a flood's sample may be any of its messages
        floods = floods.filter(~pl.col("message_ids").str.split(";").list.eval(pl.element().is_in(hidden)).list.any())
    floods = floods.sort("scam_score", "size", "campaign_id", descending=[True, True, False]).head(FEW)
    return ask.show(
        "texts", texts_tabs=_tabs(ask, wanted), rows=_messages(ask, known, told.frame), total=told.total,
        next=told.last if told.more else None, wanted=wanted,
        urgent=[address(ask, one) for one in analyse.urgent(known.frame("messages_read")) if one not in hidden],
        urls=ask.masked(urls, "urls").to_dicts(),
        floods=ask.masked(floods, "campaigns").to_dicts(),
    )  # fmt: skip


@page("GET", "/texts/{token}", verb="texts")
def text(ask: Asked, token: str) -> Response:
    """One message: what it was read as, with the words that say so; in clear only for a logged purpose."""
    known, sight, message_id = lens.over(ask.tables), ask.sight, ask.house.seals.open("message", token)
    rows = known.rows("messages", "message_id", [message_id], sight)
    if rows.is_empty():
        raise NotFound("error-not-found", what="message", id=token[:12])
    Eyes(ask, "texts").narrow(rows["case_id"][0])
    read = known.rows("messages_read", "message_id", [message_id])
    one = ask.masked(read, "messages_read").to_dicts()[0] if read.height else None
    cues = json.loads(one["cues"]) if one is not None and ask.clear and one["cues"] else []
    return ask.show("text", row=ask.masked(rows, "messages").to_dicts()[0], read=one, cues=cues,
                    floods=_floods(ask, known, message_id))  # fmt: skip


def address(ask: Ask, message_id: str) -> str:
    """The address of a message: its id, in which a part may be named by a person or number, stands there sealed."""
    return ask.link(f"/texts/{ask.house.seals.seal('message', message_id)}")


def _tabs(ask: Ask, wanted: str) -> list[dict[str, object]]:
    return [
        {"href": ask.link("/texts", **{"class": one}), "title": ask.t(f"texts-class-{one}"), "here": one == wanted}
        for one in CLASSES
    ]


def _hidden(known: lens.Lens, sight: lens.Sight) -> list[str]:
    """Messages of cases that the officer may not know of."""
    if sight == lens.ALL:
        return []
    rows = known.frame("messages")
    return sorted(set(rows["message_id"].to_list()) - set(sight.of(rows)["message_id"].to_list()))


def _messages(ask: Ask, known: lens.Lens, read: pl.DataFrame) -> list[dict[str, Any]]:
    """What was read of the messages, with when and whose they are."""
    whose = known.rows("messages", "message_id", read["message_id"].to_list()).select("message_id", "at", "case_id")
    told = ask.masked(read, "messages_read").join(whose, on="message_id", how="left", maintain_order="left")
    return [one | {"href": address(ask, one["message_id"])} for one in told.to_dicts()]


def _floods(ask: Ask, known: lens.Lens, message_id: str) -> list[dict[str, Any]]:
    return ask.masked(known.rows("campaigns", "message_ids", [message_id]), "campaigns").to_dicts()
