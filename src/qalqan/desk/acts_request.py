"""A request's content out of the current run: this case's fair share on each account of a bank, the chain, the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from qalqan.clock import to_local
from qalqan.desk import _paper_events as events
from qalqan.desk import _paper_money as money
from qalqan.desk import tables
from qalqan.desk._paper_view import View, places
from qalqan.engine.frames import Tables
from qalqan.errors import AccessError, NotFound, PartError
from qalqan.link._fair_parcels import Standing, standing
from qalqan.link.follow_keep import book_for
from qalqan.report import request as request_
from qalqan.report.facts import Hop, Seal, Source, places_of
from qalqan.report.request import Claim, Request
from qalqan.report.request_rows import Party, Row
from qalqan.store.workspace import Workspace

CLEAR = View(masked=False)


@dataclass(frozen=True, slots=True)
class Gone:
    """A sum on an account that is not to be asked for again: held by a measure in force, or returned on a day."""

    account: str
    tiyn: int
    on: date | None = None


def banks_of(known: Tables, case: str) -> tuple[str, ...]:
    """The banks at which something of a case's money is to be held, in the order of asking."""
    held = (
        known["holds"]
        .filter((pl.col("case_id") == case) & (pl.col("amount_tiyn") > 0) & (pl.col("bank") != ""))
        .sort("rank")
    )
    return tuple(held["bank"].drop_nulls().unique(maintain_order=True).to_list())


def bankless(known: Tables, case: str) -> tuple[tuple[str, int], ...]:
    """Accounts with money of a case whose bank is unknown, so that nobody can be asked: account and sum (tiyn)."""
    held = known["holds"].filter(
        (pl.col("case_id") == case) & (pl.col("amount_tiyn") > 0) & (pl.col("bank").fill_null("") == "")
    )
    return tuple(
        (str(account), int(tiyn)) for account, tiyn in held.sort("rank").select("account", "amount_tiyn").rows()
    )


def bare(
    ws: Workspace, known: Tables, case: str, bank: str, *, act: str, sums: Mapping[str, int] | None = None,
    gone: Iterable[Gone] = (),
) -> Request:  # fmt: skip
    """The request without approvals and seal of the ledger.

    With ``sums`` these are asked for instead (a return: what the bank holds for this case, by account). ``gone`` is not
    asked for again; AccessError when nothing else is left. Raises NotFound when there is no money of the case to ask
    for at the bank, PartError when the sums would exceed the victim's loss or what is on an account besides protected
    income.
    """
    told = money.money(known, [case])
    held = known["holds"].filter(pl.col("case_id") == case)
    mine = held.filter((pl.col("bank") == bank) & (pl.col("amount_tiyn") > 0)).sort("rank")
    if mine.is_empty():
        there = ", ".join(sorted({one for one in held["bank"].drop_nulls() if one}))
        raise NotFound("error-no-hold", case=case, bank=bank, known=there or "-")
    total = int(held["amount_tiyn"].sum())
    if told.loss_tiyn and total > told.loss_tiyn:
        raise PartError("error-hold-over-loss", sum=total, loss=told.loss_tiyn)
    claims = _claims(ws, known, case, mine, told)
    if sums is not None:
        claims = tuple(replace(one, amount_tiyn=sums[one.account]) for one in claims if sums.get(one.account))
    if not claims:
        raise NotFound("error-no-hold", case=case, bank=bank, known="-")
    claims = tuple(left for one in claims if (left := _left(one, gone)).amount_tiyn)
    if not claims:
        raise AccessError("error-act-already", case=case, bank=bank)
    facts = events.cases(known, [case], CLEAR, frozenset())[0]
    back = ""
    if act == "return":  # the one act for which the bank must know the victim's account
        payers = told.losses["from"].drop_nulls()
        back = facts.victim_account or (str(payers[0]) if len(payers) else "")
    run = tables.current_run(ws)
    made = Request(
        case=replace(facts, plot="", victim_name="", victim_iin="", victim_phone="", victim_account=back), bank=bank,
        act=act, sanction=None, as_of=told.as_of, rule=money.RULE, loss_tiyn=told.loss_tiyn, claims=claims,
        sources=(), seal=Seal(version=run.code, run=run.id, result_hash=run.result_hash),
        rows=_rows(known, told, bank, claims),
    )  # fmt: skip
    return replace(made, sources=sources(known, places_of(made)))


def _left(claim: Claim, gone: Iterable[Gone]) -> Claim:
    """A claim less what is held by other measures, and less what was returned since the account was seen last."""
    seen = to_local(claim.last_seen).date() if claim.last_seen else None
    less = sum(g.tiyn for g in gone if g.account == claim.account and (g.on is None or seen is None or g.on >= seen))
    return replace(claim, amount_tiyn=max(0, claim.amount_tiyn - less)) if less else claim


def sources(known: Tables, ids: set[str]) -> tuple[Source, ...]:
    """The originals of these ids, in order of their names."""
    rows = known["evidence"].filter(pl.col("evidence").is_in(sorted(ids))).sort("file", "evidence")
    return tuple(Source(r["evidence"], r["file"] or "", r["sha256"]) for r in rows.iter_rows(named=True))


def _claims(ws: Workspace, known: Tables, case: str, mine: pl.DataFrame, told: money.Money) -> tuple[Claim, ...]:
    arrived = {stand.number: stand for stand in money.stands(known, told, CLEAR, frozenset())}
    there: dict[str, Standing] = {}
    if told.as_of is not None:
        moment = int(told.as_of.timestamp()) * 1_000_000 + told.as_of.microsecond
        there = standing(
            book_for(known), known["transactions"], known["losses"], mine["account"].to_list(), moment,
            ws.settings.trace,
        )  # fmt: skip
    made = []
    for row in mine.iter_rows(named=True):
        number, one = told.number.get(row["account"], 0), there.get(row["account"])
        stand, chain = arrived.get(number), _chain(told, row["account"])
        likely, asked, others, others_tiyn = int(row["amount_tiyn"]), int(row["amount_tiyn"]), 0, 0
        protected: tuple[tuple[str, int], ...] = ()
        if one is not None:
            asked = min(asked, one.shares.get(case, 0))
            others = sum(1 for other, tiyn in one.cases.items() if other != case and tiyn)
            others_tiyn = sum(tiyn for other, tiyn in one.shares.items() if other != case)
            protected = tuple(sorted(one.protected.items()))
            if asked > one.balance - sum(one.protected.values()):
                raise PartError("error-hold-over-balance", sum=asked, balance=one.balance)
        if not asked:
            continue
        made.append(Claim(
            number, row["account"], "", asked, row["low_tiyn"] or 0, row["high_tiyn"] or 0,
            stand.first_in if stand else None, row["last_seen"], chain[: request_.MOST_CHAIN], len(chain),
            likely, others, others_tiyn, one.balance if one else None, protected,
        ))  # fmt: skip
    return tuple(made)


def _chain(told: money.Money, account: str) -> tuple[Hop, ...]:
    """The transfers through which money came to an account: backwards in time from it to the victim."""
    wanted = {account: None}
    chain = []
    for row in reversed(list(told.hops.iter_rows(named=True))):
        if row["to"] in wanted:
            chain.append(row)
            wanted[row["from"]] = None
    return tuple(money.hop(row, told, CLEAR) for row in reversed(chain))


def _rows(known: Tables, told: money.Money, bank: str, claims: tuple[Claim, ...]) -> tuple[Row, ...]:
    """The chains' transfers in the official form, each once; parties' names only where the bank has the row itself."""
    numbers: dict[int, list[int]] = {}
    for claim in claims:
        for hop in claim.chain:
            numbers.setdefault(hop.seq, []).append(claim.number)
    hops = told.hops.filter(pl.col("seq").is_in(list(numbers)))
    joined = hops.select("seq", "tx_id", pl.col("amount_tiyn").alias("part_tiyn"), "locator").join(
        known["transactions"], on="tx_id", how="left", maintain_order="left"
    )
    made = []
    for row in joined.iter_rows(named=True):
        knows = bank in (row["from_bank"], row["to_bank"])
        made.append(Row(
            tuple(numbers[row["seq"]]), row["at"], row["amount_tiyn"], row["part_tiyn"] or 0, row["currency"] or "KZT",
            row["amount_minor"], _party(row, "from", knows=knows), _party(row, "to", knows=knows),
            row["operation"] or "", row["knp"] or "", (row["purpose"] or "") if knows else "", places(row["locator"]),
            row["at_precision"] == "day",
        ))  # fmt: skip
    return tuple(made)


def _party(row: dict[str, object], side: str, *, knows: bool) -> Party:
    def text(name: str) -> str:
        return str(row[f"{side}_{name}"] or "")

    account = str(row[side] or "")
    return Party(account, text("bank"), text("name") if knows else "", text("iin") if knows else "")
