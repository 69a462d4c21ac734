"""Drafts of the first requests straight from a report: minutes after the call, before any analysis or bank's answer.

Each names the transfers as the victim tells them, the accounts they went to, and nothing about what became of the
money there; once statements are in, the requests of an analysis (`desk/acts_request.py`) take over. Proposing one makes
it a measure like any other: two officers approve exactly its content before it can be sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from qalqan import __version__, clock
from qalqan.desk import acts_papers, acts_propose, acts_state, acts_steps
from qalqan.desk.acts_propose import Taken
from qalqan.desk.case_new import Form
from qalqan.desk.report_form import BANK, bank_of
from qalqan.errors import NotFound
from qalqan.report import request_kept
from qalqan.report.facts import Case, Hop, Place, Seal, Source, fingerprint
from qalqan.report.request import TOLD, Claim, Request
from qalqan.report.request_rows import Party, Row
from qalqan.store import cases as reports
from qalqan.store import purposes, runs
from qalqan.store.officers import Officer
from qalqan.store.workspace import Workspace
from qalqan.values import money, place
from qalqan.values.base import Value

KIND = "suspension"
ROW = 1  # the form is one row


@dataclass(frozen=True, slots=True)
class Paid:
    """A transfer as the form tells it; ``bank`` is the receiving bank's code, empty when nobody knows it."""

    at: datetime
    tiyn: int
    to: str
    bank: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """The report's requests, one a bank, and the transfers about which no bank can be asked yet."""

    case: str
    requests: tuple[Request, ...]
    bankless: tuple[Paid, ...]


def paid(form: Form) -> tuple[Paid, ...]:
    """The form's transfers in order of time; those without a readable sum or account are left out."""
    region = _region(form)
    made = []
    for told in form.transfers:
        day, minute, rest = (*told.split(" ", 2), "", "")[:3]
        amount, _, account = rest.partition(" ")
        account, _, bank = account.partition(BANK)
        sum_ = money.parse(amount)
        if isinstance(sum_, Value) and account:
            at = clock.to_utc(datetime.strptime(f"{day} {minute}", "%Y-%m-%d %H:%M"), region)
            made.append(Paid(at, int(sum_.canonical), account, bank.strip() or bank_of(account)))
    return tuple(sorted(made, key=lambda one: (one.at, one.to, one.tiyn)))


def _region(form: Form) -> str:
    found = place.parse(form.region) if form.region else None
    return found.canonical if isinstance(found, Value) else ""


def of_report(ws: Workspace, case: str) -> tuple[reports.Report, Form]:
    """The last version of a report, and its form out of the vault. Raises NotFound."""
    with ws.reading() as connection:
        found = reports.versions(connection, case)
    if not found:
        raise NotFound("error-report-none", case=case)
    with ws.vault.open(str(found[-1].body["sha256"])) as original:
        told: dict[str, Any] = json.loads(original.read())
    told.pop("form", None)
    lists = {name: tuple(told.pop(name, ())) for name in ("calls", "transfers", "receipts")}
    return found[-1], Form(**told | lists)


def drafts(ws: Workspace, report: reports.Report, form: Form) -> Drafts:
    """The requests that the form's transfers make, in order of the sum."""
    every = paid(form)
    banks = sorted({one.bank for one in every if one.bank})
    made = [_request(ws, report, form, bank, tuple(one for one in every if one.bank == bank)) for bank in banks]
    made.sort(key=lambda one: (-one.total_tiyn, one.bank))
    return Drafts(report.id, tuple(made), tuple(one for one in every if not one.bank))


def _request(ws: Workspace, report: reports.Report, form: Form, bank: str, mine: tuple[Paid, ...]) -> Request:
    evidence, sha256 = str(report.body["evidence"]), str(report.body["sha256"])
    where = (Place(evidence, "", ROW),)
    claims, rows, numbers = [], [], {each: seq for seq, each in enumerate(mine, 1)}
    for number, account in enumerate(dict.fromkeys(one.to for one in mine), 1):
        chain = []
        for one in (each for each in mine if each.to == account):
            chain.append(Hop(report.id, numbers[one], form.victim_account, account, 0, number, one.tiyn, one.at, where))
            source = Party(form.victim_account, bank_of(form.victim_account), "", "")
            target = Party(account, bank, "", "")
            rows.append(
                Row((number,), one.at, one.tiyn, one.tiyn, "KZT", one.tiyn, source, target, "", "", "", where, False)
            )
        total = sum(hop.amount_tiyn for hop in chain)
        claims.append(Claim(number, account, "", total, 0, total, chain[0].at, None, tuple(chain), len(chain), total))
    with ws.reading() as connection:
        run = runs.current(connection)
    seal = Seal(__version__ if run is None else run.code, "" if run is None else run.id, "")
    registered = clock.to_utc(datetime.strptime(form.registered_at[:16], "%Y-%m-%d %H:%M"), _region(form))
    case = Case(
        report.id, (report.kui_number,) if report.kui_number and report.kui_number != report.id else (),
        registered_at=registered, region=_region(form), victim_account=form.victim_account, places=where,
    )  # fmt: skip
    return Request(
        case=case, bank=bank, act=KIND, sanction=None, as_of=max(one.at for one in mine), rule=TOLD,
        loss_tiyn=sum(one.tiyn for one in paid(form)), claims=tuple(claims),
        sources=(Source(evidence, str(report.body["file"]), sha256),), seal=seal, rows=tuple(rows),
    )  # fmt: skip


def one(made: Drafts, bank: str) -> Request:
    """The request to a bank. Raises NotFound."""
    for each in made.requests:
        if each.bank == bank:
            return each
    raise NotFound("error-no-hold", case=made.case, bank=bank, known=", ".join(r.bank for r in made.requests) or "-")


def printed(ws: Workspace, request: Request, folder: Path, lang: str, officer: str) -> tuple[Path, ...]:
    """The draft as PDF, letter and workbook in a folder; with the recorded measure's approvals once it is proposed.

    It names whole accounts: the unmasking is logged.
    """
    living = acts_papers.living(ws, request.case.id, request.bank, KIND)
    paper = replace(request, shown=fingerprint(request), seal=acts_papers.sealed(ws, request.seal))
    if living is not None:
        paper = acts_papers.of_measure(ws, living)
    purposes.log(ws, officer, "request", f"report:{request.case.id}/{request.bank}", len(request.claims))
    return acts_papers.write(paper, folder / acts_papers.name(request.case.id, request.bank, lang, KIND), lang)


def propose(ws: Workspace, request: Request, who: Officer, private: Any) -> Taken:
    """Record the draft as a proposed measure, signed by its officer. Raises AccessError for a role that may not, and
    when such a measure lives already."""
    acts_steps.check_role(who, KIND, "propose")
    asked = [
        {"account": c.account, "sum": c.amount_tiyn, "low": c.low_tiyn, "high": c.high_tiyn} for c in request.claims
    ]
    body: Mapping[str, Any] = {
        "asked": asked, "facts": request_kept.told(request), "run": request.seal.run, "former": "",
    }  # fmt: skip
    taken = acts_propose.proposed(
        ws, who, private, kind=KIND, case=request.case.id, bank=request.bank, body=body, shown=fingerprint(request)
    )
    purposes.log(ws, who.id, "request", taken.subject, len(asked))
    return taken


def measures(ws: Workspace, case: str) -> dict[str, acts_state.Kept]:
    """By bank the living suspension of a case, if one is proposed."""
    found = {}
    for each in acts_state.everything(ws):
        if each.case == case and each.kind == KIND:
            found[each.bank] = each
    return found
