"""The victim's loan: creditors recognised in the case's rows, a measure and papers for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import re2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qalqan.desk import _paper_events as events
from qalqan.desk import acts, acts_papers, acts_request, acts_state, tables
from qalqan.desk._paper_view import View, places
from qalqan.desk.acts import Taken
from qalqan.desk.acts_state import Kept
from qalqan.desk.papers import under_age
from qalqan.detect.loans import payouts
from qalqan.engine.frames import Tables
from qalqan.errors import NotFound
from qalqan.govern import acts as states
from qalqan.govern import policy
from qalqan.govern.acts import State
from qalqan.report import acts_loan, request_kept
from qalqan.report._data import table
from qalqan.report.acts_loan import LoanPaper, Payout
from qalqan.report.facts import Seal, fingerprint, places_of
from qalqan.store import purposes
from qalqan.store.officers import Officer
from qalqan.store.workspace import Workspace
from qalqan.values import bank as banks
from qalqan.values import iin
from qalqan.values.base import Value

FIRM = 500
HIDDEN = "•••"
BIC_SIGNS = 8
BIN_DIGITS = 12
_CONTRACT = re2.compile(
    r"(?i)(?:договор[а-я]{0,3}|дог|шарт[а-яәіңғүұқөһ]{0,6}|contract|agreement|қарыз шарты)\.?\s{0,3}"
    r"(?:№|n|no|#)?\.?\s{0,3}([0-9A-ZА-Я][0-9A-ZА-Я/-]{2,29})"
)


def propose(  # noqa: PLR0917 - the workspace and case, then who, then where to
    ws: Workspace, known: Tables, case: str, creditor: str, who: Officer, private: Ed25519PrivateKey, *,
    out: Path | None, lang: str,
) -> tuple[Taken, ...]:  # fmt: skip
    """A measure for each creditor (or the one named) and its papers. Raises NotFound when the rows show no loan."""
    papers = found(ws, known, case)
    if creditor:
        papers = tuple(one for one in papers if one.creditor == creditor)
    if not papers:
        raise NotFound("error-act-no-loan", case=case)
    made = []
    for paper in papers:
        asked = [
            {"account": one.contract or f"loan-{number}", "sum": one.amount_tiyn}
            for number, one in enumerate(paper.payouts, 1)
        ]
        body = {"asked": asked, "facts": request_kept.told(paper), "run": paper.seal.run}
        taken = acts.proposed(
            ws, who, private, kind="loan", case=case, bank=paper.creditor, body=body, shown=fingerprint(paper)
        )
        purposes.log(ws, who.id, "victim", taken.subject, len(asked))
        paths = () if out is None else write(ws, acts_state.one(ws, taken.measure), out, lang)
        made.append(Taken(taken.measure, taken.state, taken.subject, taken.shown, paths))
    return tuple(made)


def write(ws: Workspace, one: Kept, out: Path, lang: str) -> tuple[Path, ...]:
    """The papers of a recorded measure, with its approvals: ruling and submission, each as PDF and DOCX.

    A victim under 18 is named only when two officers have approved that.
    """
    told = request_kept.read(LoanPaper, dict(one.body["facts"]))
    approved = one.state is not State.PROPOSED and one.measure.last("approve") is not None and not one.measure.doubted
    ruled = states.granted(one.measure, "rule")
    ruling = (str(ruled.stated["number"]), str(ruled.stated["on"])[:10]) if ruled else None
    paper = replace(
        told, subject=one.subject, shown=one.shown, needed=policy.needed("loan"), complete=approved, measure=one.id,
        ruling=ruling, approvals=acts_papers.approvals(ws, one.approvals), state=one.state.value,
        seal=acts_papers.sealed(ws, told.seal),
    )  # fmt: skip
    if not approved and under_age(paper.case.victim_iin, paper.case.registered_at or one.measure.at):
        paper = replace(paper, case=replace(paper.case, victim_name=HIDDEN, victim_iin=HIDDEN))
    paths: list[Path] = []
    for kind in (acts_loan.RULING, acts_loan.SUBMISSION):
        name = f"loan-{kind}-{acts_papers.safe(one.case)}-{acts_papers.safe(one.bank)}-{lang}.pdf"
        paths += acts_papers.written(out / name, lambda path, kind=kind: acts_loan.write(paper, kind, path, lang))  # type: ignore[misc]
    return tuple(paths)


def found(ws: Workspace, known: Tables, case: str) -> tuple[LoanPaper, ...]:
    """What the case's rows show of loans paid out to the victim around the loss, a paper a creditor, by its key."""
    lost = known["losses"].filter((pl.col("case_id") == case) & (pl.col("score") >= FIRM)).join(
        known["transactions"].select("tx_id", "at", "from"), on="tx_id", how="inner"
    )  # fmt: skip
    facts = events.cases(known, [case], View(masked=False), frozenset())[0]
    first, last = _bounds(lost, facts.registered_at)
    if first is None or last is None:
        return ()
    rows = _payouts(known, lost, facts.victim_iin, facts.victim_account, first, last)
    gone = int(lost["amount_tiyn"].sum())
    run = tables.current_run(ws)
    seal = Seal(version=run.code, run=run.id, result_hash=run.result_hash)
    made = []
    for key in sorted({row["creditor"] for row in rows}):
        mine = [row for row in rows if row["creditor"] == key]
        told = LoanPaper(
            case=replace(facts, plot=""), creditor=key, creditor_name=mine[0]["from_name"] or mine[0]["from"],
            payouts=tuple(_payout(row) for row in mine), loans=len(rows),
            loans_tiyn=sum(int(row["amount_tiyn"] or 0) for row in rows), gone_tiyn=gone,
            first_loss=first if lost.height else None, last_loss=last if lost.height else None, sources=(), seal=seal,
        )  # fmt: skip
        made.append(replace(told, sources=acts_request.sources(known, places_of(told))))
    return tuple(made)


def _bounds(lost: pl.DataFrame, registered: datetime | None) -> tuple[datetime | None, datetime | None]:
    """The first and last loss; without one the registration."""
    first, last = lost["at"].min(), lost["at"].max()
    if isinstance(first, datetime) and isinstance(last, datetime):
        return first, last
    return registered, registered


def _payouts(  # noqa: PLR0917 - whose accounts, and the bounds of the time
    known: Tables, lost: pl.DataFrame, victim: str, account: str, first: datetime, last: datetime
) -> list[dict[str, Any]]:
    around = table("acts")["around"]
    since, until = first - timedelta(hours=around["hours_before"]), last + timedelta(hours=around["hours_after"])
    accounts = sorted({*lost["from"].drop_nulls(), *([account] if account else [])})
    told = known["transactions"].filter(
        pl.col("at").is_between(since, until) & ~pl.col("reversal").fill_null(False)
    )  # fmt: skip
    mine = payouts(told, known["holders"]).filter(
        pl.col("to").is_in(accounts) | (pl.col("iin").is_in([victim]) if victim else pl.lit(False))
    )
    rows = mine.sort("at", "seq", "tx_id").to_dicts()
    for row in rows:
        row["creditor"] = _creditor(row)
    return rows


def _creditor(row: dict[str, Any]) -> str:
    """The lender's key: its BIN; without one the code of the bank that it is (by name, account or BIC), else its name
    made safe. A bank that only keeps a lender's account is not the lender: its code counts where no payer is named."""
    own = str(row["from_iin"] or "")
    if len(own) == BIN_DIGITS and own.isdigit() and iin.is_bin(own):
        return own
    if row["from_bank"] and not row["from_name"]:
        return str(row["from_bank"])
    for text in _texts(row):
        parsed = banks.parse(text)
        if isinstance(parsed, Value):
            return parsed.canonical
    return own or str(acts_papers.safe(row["from_name"] or row["from"] or "-"))


def _texts(row: dict[str, Any]) -> Iterable[str]:
    account = "" if row["from_bank"] else str(row["from"] or "")
    yield from (text for text in (account, account[:BIC_SIGNS], str(row["from_name"] or "")) if text)


def _payout(row: dict[str, Any]) -> Payout:
    purpose = str(row["purpose"] or "")
    contract = _CONTRACT.search(purpose)
    named = contract.group(1) if contract and any(sign.isdigit() for sign in contract.group(1)) else ""
    return Payout(
        row["at"], int(row["amount_tiyn"] or 0), str(row["to"] or ""), named, purpose, places(row["locators"])
    )
