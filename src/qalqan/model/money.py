"""Findings about money beyond trails and holds: whom to ask next, possible droppers, end points, loans."""

from __future__ import annotations

from typing import Final

from qalqan.model.column import GROUNDS, LOCATORS, Table, col

MONEY: Final[tuple[Table, ...]] = (
    Table(
        "end_points",
        "a place where money leaves the accounts, or seems to",
        (
            col("node", "text", "account, machine, wallet or end point", personal="account"),
            col("kind", "text", "atm, cash_in, exchange, p2p, wallet, foreign, bank, merchant, aggregator"),
            col("score", "int", "how firmly", "0-1000"),
            col("sink", "bool", "a trail stops there; else it goes on through it"),
            col("bank", "text", "bank code"),
            col("holder", "text", "holder or name as told", personal="name"),
            col("rows", "int", "transfers into it (out of it for cash_in)", "transfers"),
            col("payers", "int", "different accounts that pay it", "accounts"),
            col("came_tiyn", "int", "sum that came in, with a sum in tenge", "tiyn"),
            col("first", "time", "earliest of these transfers"),
            col("last", "time", "latest"),
            GROUNDS,
        ),
        ("node", "kind"),
    ),
    Table(
        "trail_ends",
        "a case's money at an end point: one visit of one paying account",
        (
            col("case_id", "text", "case"),
            col("kind", "text", "kind of the end point, as in end_points"),
            col("node", "text", "end point", personal="account"),
            col("score", "int", "how firmly it is one", "0-1000"),
            col("sink", "bool", "the trail stops there"),
            col("bank", "text", "bank code"),
            col("payer", "text", "account the money came from", personal="account"),
            col("payer_as", "text", "payer's card, phone or account as told", personal="account"),
            col("payer_bank", "text", "payer's bank code"),
            col("amount_tiyn", "int", "this case's money in it", "tiyn"),
            col("paid_tiyn", "int", "whole sums of these transfers", "tiyn"),
            col("transfers", "int", "transfers of the visit", "transfers"),
            col("first", "time", "first of them"),
            col("last", "time", "last of them"),
            col("watch_from", "time", "for a machine: start of the window asked of its camera"),
            col("watch_to", "time", "for a machine: end of that window"),
            LOCATORS,
        ),
        ("case_id", "kind", "node", "first", "payer"),
    ),
)
