"""The money: the hold list over all cases, and one case's trail at any moment, drawn and told."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import polars as pl
from fastapi import Response

from qalqan.clock import to_local
from qalqan.console import hand
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import money_page, pictures
from qalqan.desk.money_page import QUICK
from qalqan.errors import NotFound
from qalqan.link import follow

ROWS: Final = 50
MOST_HOPS: Final = 400


@page("GET", "/money", verb="money")
def money(ask: Asked) -> Response:
    """Where money can be held: by bank, and the accounts with the most to expect."""
    after = hand.whole(ask.query("after"))
    bank = ask.query("bank")
    known = ask.seen
    rows, total, by_bank = money_page.urgent(known, bank=bank, top=ROWS, after=after)
    rows = ask.stand.only(rows, verb="money")
    latest: datetime | None = known["holds"]["as_of"].max()  # type: ignore[assignment]
    return ask.show(
        "money", rows=ask.masked(rows, "holds").to_dicts(), total=total, banks=by_bank, bank=bank, after=after,
        size=ROWS, bank_name=lambda code: ask.bank(code, latest),
    )  # fmt: skip


@page("GET", "/case/{case_id}/money", verb="money", case="case_id")
def case_money(ask: Asked, case_id: str) -> Response:
    """One case's money under a rule at a moment; the request is two clicks from here."""
    rule = ask.query("rule", "fifo")
    try:
        told = money_page.money(
            ask.seen, ask.house.settings, ask.case, rule=rule, as_of=ask.query("at"), minutes=ask.query("minutes")
        )
    except NotFound:
        return ask.show("case_money_none", case=ask.case)
    return ask.show(
        "case_money", case=ask.case, money=told, rules=follow.RULES, quick=QUICK,
        at=f"{to_local(told.as_of):%Y-%m-%dT%H:%M:%S.%f}", trail=_numbered(ask, told.trail, "trails"),
        hops=_hops(ask, told), hidden=max(0, told.hops.height - MOST_HOPS),
        holds=ask.masked(told.holds, "holds").to_dicts(), asks=told.asks.drop("accounts").to_dicts(),
        bank_name=lambda code: ask.bank(code, told.as_of),
    )  # fmt: skip


@page("GET", "/case/{case_id}/money/{what}.svg", verb="money", case="case_id")
def picture(ask: Asked, case_id: str, what: str) -> Response:
    """The picture of a case's money: its table stands on the page that shows it."""
    made = pictures.pictured(
        ask.seen, what, ask.case, ask.house.settings, lang=ask.language, rule=ask.query("rule", "fifo"),
        as_of=ask.query("at"), clear=ask.clear,
    )  # fmt: skip
    return Response(made.svg(), media_type="image/svg+xml")


def _numbered(ask: Ask, rows: pl.DataFrame, table: str) -> list[dict[str, Any]]:
    """Rows as they may be seen, with what links need beside: a masked account is opened by its case and number."""
    ordered = rows.sort("hop", -pl.col("traced_in_tiyn"), "account", nulls_last=True)
    shown = ask.masked(ordered, table).to_dicts()
    return [row | {"number": at} for at, row in enumerate(shown, 1)]


def _hops(ask: Ask, told: money_page.Shown) -> list[dict[str, Any]]:
    """The hops with the numbers of their accounts in the table above."""
    ordered = told.trail.sort("hop", -pl.col("traced_in_tiyn"), "account", nulls_last=True)["account"].to_list()
    number = {account: at for at, account in enumerate(ordered, 1)}
    first = told.hops.head(MOST_HOPS)
    shown = ask.masked(first, "hops").to_dicts()
    ends = first.select("from", "to").rows()
    return [
        row | {"from_number": number.get(source), "to_number": number.get(target)}
        for row, (source, target) in zip(shown, ends, strict=True)
    ]
