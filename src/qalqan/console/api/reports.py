"""A duty officer's report as a resource: kept at once under a provisional number; the first requests it makes."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qalqan import clock
from qalqan.console.ask import Asked
from qalqan.console.pages import report_form as pages
from qalqan.console.route import resource
from qalqan.desk import form_requests, report_form
from qalqan.errors import UsageError
from qalqan.report.facts import fingerprint

Line = Annotated[str, StringConstraints(max_length=300)]
Long = Annotated[str, StringConstraints(max_length=40_000)]


class Call(BaseModel):
    """A call: its local minute and the number it came from."""

    model_config = ConfigDict(extra="forbid")
    at: Line
    number: Line


class Transfer(BaseModel):
    """A transfer: its local minute, sum in tenge, where to, and the receiving bank if known."""

    model_config = ConfigDict(extra="forbid")
    at: Line
    sum: Line
    to: Line
    bank: Line = ""


class Report(BaseModel):
    """What a victim tells; everything may be missing but one of words, calls and transfers. ``base`` is the version
    that is corrected (0: a new report)."""

    model_config = ConfigDict(extra="forbid")
    number: Line = ""
    kui_number: Line = ""
    registered_at: Line = ""
    region: Line = ""
    victim_name: Line = ""
    victim_iin: Line = ""
    victim_phone: Line = ""
    victim_account: Line = ""
    occupation: Line = ""
    damage: Line = ""
    calls: Annotated[list[Call], Field(max_length=report_form.MOST_ROWS)] = []
    transfers: Annotated[list[Transfer], Field(max_length=report_form.MOST_ROWS)] = []
    words: Long = ""
    receipts: Long = ""
    base: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class Fault(BaseModel):
    """What was not understood: field, row from 0 (-1: none), and why, in words."""

    field: str
    row: int
    why: str


class Taken(BaseModel):
    """An hour told without a day: field, row from 0 (-1: none), and the local minute it is taken for."""

    field: str
    row: int
    at: str


class Checked(BaseModel):
    """What of a report was not understood, and which day was taken where only an hour was told."""

    faults: list[Fault]
    taken: list[Taken]


class Draft(BaseModel):
    """A first request: to which bank, how many accounts, the sum (tiyn), its content's hash."""

    bank: str
    accounts: int
    tiyn: int
    shown: str


class Kept(BaseModel):
    """A report that was kept."""

    case: str
    version: int
    requests: list[Draft]
    bankless: int


@resource("POST", "/reports/check", verb="report_form")
def check(ask: Asked, told: Report) -> Checked:
    """What of it is not understood, and why; nothing is kept."""
    now, typed = clock.now(), _typed(told)
    _form, faults = report_form.checked(typed, now)
    found = report_form.taken(typed, now).items()
    return Checked(
        faults=[Fault(field=one.field, row=one.row, why=ask.t(one.reason)) for one in faults],
        taken=[Taken(field=name, row=row, at=f"{at:%Y-%m-%d %H:%M}") for (name, row), at in found],
    )


@resource("POST", "/reports", verb="report_form")
def send(ask: Asked, told: Report) -> Kept:
    """Keep it and make its first requests. Refused (400) when something was not understood: check tells what; (409)
    when another version than the one corrected stands by now."""
    form, faults = report_form.checked(_typed(told), clock.now())
    if faults:
        raise UsageError("error-form-faults", count=len(faults))
    pages.owned(ask, form)
    made = report_form.send(ask.house.path, ask.house.settings, form, by=ask.who.officer, seen=told.base)
    return read(ask, made.case)


@resource("GET", "/reports/{case}", verb="report_form")
def read(ask: Asked, case: str) -> Kept:
    """A report and its first requests; accounts are in the papers alone."""
    report, form = pages.loaded(ask, case)
    drafts = form_requests.drafts(ask.house.ws, report, form)
    requests = [
        Draft(bank=one.bank, accounts=len(one.claims), tiyn=one.total_tiyn, shown=fingerprint(one))
        for one in drafts.requests
    ]
    return Kept(case=report.id, version=report.version, requests=requests, bankless=len(drafts.bankless))


def _typed(told: Report) -> report_form.Typed:
    plain = {name: getattr(told, name) for name in report_form.PLAIN}
    calls = tuple((one.at, one.number) for one in told.calls)
    transfers = tuple((one.at, one.sum, one.to, one.bank) for one in told.transfers)
    return report_form.Typed(plain, calls, transfers, told.words, told.receipts)
