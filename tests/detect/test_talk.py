"""Steps talk and campaigns: messages to rows, each with its reasons; the same rows for any order of messages."""

from __future__ import annotations

import json

import polars as pl

from qalqan.detect import campaigns, talk
from qalqan.engine.frames import Tables, conform, table
from qalqan.settings import Settings

LURE = "Құттықтаймыз! Сізге {} теңге сыйақы есептелді, алу үшін бүгін осы сілтемеге өтіп толтырыңыз"


def messages(texts: list[str | None]) -> pl.DataFrame:
    rows = [
        {"message_id": f"e::{n}", "from": f"s{n}", "text": text, "channel": "whatsapp", "source": f"e::{n}", "seq": n}
        for n, text in enumerate(texts)
    ]
    return conform(pl.DataFrame(rows), table("messages"))


def read(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    tables = Tables.of({"messages": frame})
    tables.put("messages_read", talk.run(tables, Settings())["messages_read"])
    return tables["messages_read"], campaigns.run(tables, Settings())["campaigns"]


def test_messages_are_read_and_floods_found() -> None:
    texts = [LURE.format(n) for n in (1000, 20000, 300000)] + ["продиктуйте код из смс", None, "🙂"]
    told, floods = read(messages(texts))
    assert told["message_id"].to_list() == [f"e::{n}" for n in range(4)]
    assert any(cue["head"] == "ask_code" for cue in json.loads(told["cues"][3]))
    assert floods.select("campaign_id", "size", "senders").rows() == [("e::0", 3, 3)]
    assert floods["message_ids"][0] == "e::0;e::1;e::2"
    assert json.loads(floods["grounds"][0])[0]["rule"] == "near-duplicate"
    assert "300000" not in floods["sample"][0]


def test_order_of_messages_does_not_matter() -> None:
    frame = messages([LURE.format(n) for n in (1000, 20000, 300000)] + ["жарайды, ертең кездесеміз"])
    one, other = read(frame), read(frame.reverse())
    assert one[0].equals(other[0])
    assert one[1].equals(other[1])


def test_no_messages() -> None:
    told, floods = read(messages([None]))
    assert told.is_empty()
    assert floods.is_empty()
