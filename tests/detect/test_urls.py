"""Addresses and groups of domains from mentions: each place once, as written, whatever the order of rows."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from qalqan.detect import domains, urls
from qalqan.engine.frames import Tables, empty, schema, table
from qalqan.settings import Settings


def frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    columns = schema(table(name))
    return pl.DataFrame({one: [row.get(one) for row in rows] for one in columns}, schema=columns)


def mention(row: int, kind: str, value: str, written: str | None = None, start: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "evidence": "e0", "part": "", "row": row, "kind": kind, "value": value, "as_written": written or value,
        "column": "text", "start": start, "end": start + 5, **more,
    }  # fmt: skip


def found(mentions: list[dict[str, Any]], messages: list[dict[str, Any]] | None = None) -> dict[str, pl.DataFrame]:
    told = {"mentions": frame("mentions", mentions), "messages": frame("messages", messages or [])}
    told["urls"] = urls.run(Tables.of(told), Settings())["urls"]
    told["domain_groups"] = domains.run(Tables.of(told), Settings())["domain_groups"]
    return told


def test_link_and_its_host_at_one_place_are_one() -> None:
    told = found(
        [
            mention(1, "url", "kaspi-bonus.top/pay", "https://kaspi-bonus.top/pay", case_id="c1"),
            mention(1, "domain", "kaspi-bonus.top", "https://kaspi-bonus.top/pay", case_id="c1"),
            mention(2, "domain", "kaspi-bonus.top", case_id="c2"),
            mention(3, "url", "kaspi-bonus.top/pay", case_id="c2"),
        ]
    )["urls"]
    assert told["url"].to_list() == ["kaspi-bonus.top", "kaspi-bonus.top/pay"]
    assert told["mentions"].to_list() == [1, 2]
    assert told["cases"].to_list() == [1, 2]
    assert told["first"].to_list() == ["e0::2", "e0::1"]
    assert told["locators"].to_list() == ["e0::2", "e0::1;e0::3"]
    assert json.loads(told["grounds"][0])[0]["locators"] == ["e0::2"]


def test_disguise_in_the_writing_counts() -> None:
    told = found(
        [
            mention(1, "url", "made-up.ru/a", "https://kaspi.kz@made-up.ru/a"),
            mention(2, "domain", "kaspi.kz", "kaspі.kz"),
        ]
    )
    verdicts = dict(told["urls"].select("url", "verdict").rows())
    assert verdicts["made-up.ru/a"] == "lookalike"
    assert verdicts["xn--kasp-o9d.kz"] == "lookalike"


def test_order_of_rows_does_not_enter() -> None:
    rows = [
        mention(n, "url", f"{name}/a{n}") for n, name in enumerate(("egov-kz.site", "example.org", "olx-pay.top"), 1)
    ]
    assert found(rows)["urls"].equals(found(rows[::-1])["urls"])


def test_groups_by_name_shape_path_message_and_wallet() -> None:
    text = "Құрметті клиент, сыйлықты алу үшін мына сілтемеге өтіңіз: {} (код {})"
    sites = ("kaspi-pay.top", "kaspi-pay2.xyz", "bonus-halyk.site", "gift777.online", "lonely.example.org")
    mentions = [mention(row, "url", f"{site}/x{row}") for row, site in enumerate(sites, 1)]
    mentions += [mention(3, "wallet", "T" + "9" * 33, start=50), mention(4, "wallet", "T" + "9" * 33, start=50)]
    messages = [
        {"message_id": f"e0::{row}", "text": text.format(f"https://{site}/x{row}", row * 111)}
        for row, site in ((2, sites[1]), (3, sites[2]))
    ]
    groups = found(mentions, messages)["domain_groups"]
    assert groups["domain"].to_list() == sorted(sites[:4])
    assert groups["group_id"].unique().to_list() == ["bonus-halyk.site"]
    grounds = {row["domain"]: {g["rule"] for g in json.loads(row["grounds"])} for row in groups.iter_rows(named=True)}
    assert "domains-name" in grounds["kaspi-pay.top"]
    assert "domains-message" in grounds["kaspi-pay2.xyz"]
    assert grounds["gift777.online"] == {"domains-wallet"}
    assert groups["score"].is_between(1, 1000).all()


def test_rare_path_ties_and_a_crowd_does_not() -> None:
    tied = [
        mention(row, "url", f"{name}/secure/id{row}5/confirm.php")
        for row, name in enumerate(("abcd.top", "efgh.site"), 1)
    ]
    rules = found(tied)["domain_groups"]["grounds"].to_list()
    assert len(rules) == 2
    assert all("domains-path" in one for one in rules)
    crowd = [mention(row, "url", f"site{'x' * row}.com/shared/page/view") for row in range(1, domains.CROWD + 3)]
    assert found(crowd)["domain_groups"].is_empty()


def test_genuine_and_platforms_are_never_grouped() -> None:
    rows = [mention(1, "url", "kaspi.kz/shop/promo/page"), mention(2, "url", "halykbank.kz/shop/promo/page")]
    rows += [mention(n, "url", f"docs.google.com/forms/d/e/abc{n}/viewform") for n in (3, 4)]
    assert found(rows)["domain_groups"].is_empty()


def test_nothing_told() -> None:
    told = found([])
    assert told["urls"].equals(empty(table("urls")))
    assert told["domain_groups"].equals(empty(table("domain_groups")))
