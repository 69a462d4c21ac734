"""What speaks against: weak ties, other rules, look-alikes, missing banks, several users of one phone or account."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from qalqan.desk._paper_money import FIRM, Money
from qalqan.desk._paper_view import View
from qalqan.engine.frames import Tables
from qalqan.report.facts import Against, Case, Gap, Loss, Rule, Stand, Tie

WEAK = 600
UNSURE = 700
HUB = 20
CROWD = 12
MOST = 8
DIFFERS = 10
"""Per cent by which another rule's sum, or the range, must differ to be worth a line."""


def ties(found: Sequence[Tie]) -> list[Against]:
    """Ties that may be chance or a service both cases used."""
    made = [
        Against("weak_tie", (("a", t.case_a), ("b", t.case_b), ("score", str(t.score))))
        for t in found
        if t.score < WEAK
    ][:MOST]
    for tie in found:
        most = max((_number(dict(g.values).get("cases", "")) for g in tie.grounds), default=0)
        if most >= HUB:
            made.append(Against("hub", (("a", tie.case_a), ("b", tie.case_b), ("cases", most))))
    return made[: 2 * MOST]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def money(stands: Sequence[Stand], rules: Sequence[Rule], gaps: Sequence[Gap]) -> list[Against]:
    """Other rules' sums, wide ranges, accounts without a statement."""
    made: list[Against] = []
    top = sorted((s for s in stands if s.kind == "account"), key=lambda s: (-s.left_tiyn, s.number))[:MOST]
    for stand in top:
        for rule in rules:
            other = dict(rule.left).get(stand.number, 0)
            if rule.rule != "poison" and abs(other - stand.left_tiyn) * 100 > DIFFERS * max(stand.left_tiyn, 1):
                made.append(Against("other_rule", (
                    ("rule", rule.rule), ("account", f"№{stand.number}"), ("other_tiyn", other),
                    ("ours_tiyn", stand.left_tiyn),
                )))  # fmt: skip
    for stand in top:
        low = stand.left_tiyn if stand.low_tiyn is None else stand.low_tiyn
        high = stand.left_tiyn if stand.high_tiyn is None else stand.high_tiyn
        if (high - low) * 100 > DIFFERS * max(stand.came_tiyn, 1):
            made.append(Against("wide", (("account", f"№{stand.number}"), ("low_tiyn", low), ("high_tiyn", high))))
    if missing := sum(gap.kind == "none" for gap in gaps):
        made.append(Against("missing", (("count", missing),)))
    return made


def register(cases: Sequence[Case], losses: Sequence[Loss], told: Money) -> list[Against]:
    """Where the register and the statements do not agree, and losses that are not sure."""
    made: list[Against] = []
    damage = sum(case.damage_tiyn or 0 for case in cases)
    firm = sum(loss.amount_tiyn for loss in losses if loss.score >= FIRM)
    if losses and damage and damage != firm:
        made.append(Against("damage", (("damage_tiyn", damage), ("loss_tiyn", firm))))
    for loss in sorted(losses, key=lambda one: (one.score, one.payee))[:MOST]:
        if loss.score < UNSURE:
            made.append(Against("unsure_loss", (
                ("amount_tiyn", loss.amount_tiyn), ("payee", loss.payee), ("score", str(loss.score))
            )))  # fmt: skip
    twins = told.hops.filter(pl.col("at").is_not_null() & (pl.len().over("from", "at") > 1)).height
    if twins:
        made.append(Against("same_time", (("count", twins),)))
    return made


def data(known: Tables, told: Money, numbers: Sequence[str], view: View) -> list[Against]:
    """Look-alikes of ordinary accounts, several users of one account or phone, transfers with a date only."""
    made: list[Against] = []
    accounts = list(told.number)
    paid = known["transactions"].filter(pl.col("to").is_in(accounts) | pl.col("from").is_in(accounts))
    payers = dict(paid.group_by("to").agg(pl.col("from").n_unique()).iter_rows())
    payees = dict(paid.group_by("from").agg(pl.col("to").n_unique()).iter_rows())
    sinks = set(told.trails.filter(pl.col("kind") == "sink")["account"].to_list())
    crowded = sorted((account for account in accounts if account not in sinks), key=lambda a: (-payers.get(a, 0), a))
    made += [
        Against("look_alike", (
            ("account", f"№{told.number[a]}"), ("senders", payers.get(a, 0)), ("receivers", payees.get(a, 0))
        ))
        for a in crowded[:MOST]
        if payers.get(a, 0) >= CROWD
    ]  # fmt: skip
    owners = known["holders"].filter(pl.col("account").is_in(accounts))
    who = pl.coalesce(pl.col("iin").replace("", None), pl.col("holder"))
    for account, count in _several(owners.with_columns(who.alias("who")), "account"):
        made.append(Against("many_account", (("value", f"№{told.number[account]}"), ("count", count))))
    users = known["subscribers"].filter(pl.col("number").is_in(list(numbers))).with_columns(who.alias("who"))
    for number, count in _several(users, "number"):
        made.append(Against("many_phone", (("value", view(number, "phone")), ("count", count))))
    ids = told.hops["tx_id"].drop_nulls()
    dated = (
        known["transactions"].filter(pl.col("tx_id").is_in(ids.implode()) & (pl.col("at_precision") == "day")).height
    )
    if dated:
        made.append(Against("day_only", (("count", dated),)))
    return made


def _several(frame: pl.DataFrame, by: str) -> list[tuple[str, int]]:
    counted = frame.filter(pl.col("who").is_not_null()).group_by(by).agg(pl.col("who").n_unique().alias("n"))
    return list(counted.filter(pl.col("n") > 1).sort(by).head(MOST).iter_rows())
