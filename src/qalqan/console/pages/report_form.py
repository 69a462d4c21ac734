"""The duty officer's one page: typed in any order, checked by the server, kept as a draft; then what to do at once.

Every button posts the whole page, so that it works without scripts; what was typed comes back as it was typed. After
sending: what it looks like, which cases it ties to, and drafts of the first requests, with no analysis to wait for.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import polars as pl
from fastapi import Response

from qalqan import clock
from qalqan.console import hand
from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes
from qalqan.console.route import page
from qalqan.desk import access, check, decisions, form_requests, jobs, newcomer, report_form
from qalqan.desk.case_new import Form
from qalqan.desk.report_form import Fault, Typed
from qalqan.errors import Conflict, NotFound, QalqanError, UsageError
from qalqan.govern.policy import Access, Relation, Role
from qalqan.intake.formats.report_form import plot
from qalqan.model.decision import Verdict
from qalqan.scam import mo
from qalqan.store import cases as reports
from qalqan.store import drafts, officers
from qalqan.store.canon import instant, moment
from qalqan.values import place

KIND: Final = "report"
KEY: Final = "new"
BLANK: Final = 2
LISTED: Final = 15
FORMS: Final = {".pdf": "application/pdf", ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml"
                ".document", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip


@page("GET", "/report-form", verb="report_form")
def blank(ask: Asked) -> Response:
    """The page with one's draft, or empty; of a report that was kept (``case``) to be corrected."""
    kept = _draft(ask)
    told = Typed(begun=instant(clock.now()))
    if case := ask.query("case"):
        report, form = loaded(ask, case)
        told = replace(report_form.of_form(form), begun=str(report.body["begun"]), base=str(report.version))
    if kept:
        mine = report_form.typed(kept.body)
        told = replace(mine, plain={**mine.plain, "number": mine.plain["number"] or told.plain.get("number", "")},
                       base=mine.base or told.base)  # fmt: skip
    return _page(ask, told, kept.version if kept else 0, rows=(BLANK, BLANK))


@page("POST", "/report-form", verb="report_form")
def posted(ask: Asked) -> Response:
    """Keep the draft and do what the button says: another line, check, send, or throw away."""
    told, what = report_form.typed(ask.form), ask.form.get("do", "check")
    if not told.begun:
        told = replace(told, begun=instant(clock.now()))
    seen = hand.whole(ask.form.get("version", ""))
    rows = _blanks(ask.form, what)
    if what == "discard":
        _forget(ask)
        return ask.see("/report-form")
    try:
        version = _keep(ask, told, seen)
    except Conflict as error:
        kept = _draft(ask)
        return _page(ask, told, kept.version if kept else 0, rows=rows, error=error, theirs=kept)
    form, faults = report_form.checked(told, clock.now())
    if what not in ("send", "send_anyway"):
        return _page(ask, told, version, rows=rows, faults=faults if what == "check" else (), checked=what == "check")
    if faults and what == "send":
        return _page(ask, told, version, rows=rows, faults=faults, checked=True, unsent=True)
    try:
        owned(ask, form)
        begun = moment(told.begun) if told.begun else None
        made = report_form.send(ask.house.path, ask.house.settings, _with_rest(ask, form, faults), by=ask.who.officer,
                                begun=begun, seen=hand.whole(told.base))  # fmt: skip
    except (QalqanError, ValueError) as error:
        failed = error if isinstance(error, QalqanError) else UsageError("error-request")
        return (
            _moved(ask, told, version, form, rows=rows, error=error)
            if isinstance(error, Conflict)
            else _page(ask, told, version, rows=rows, faults=faults, checked=True, error=failed)
        )
    _forget(ask)
    return ask.see(f"/report-form/{made.case}")


def _moved(
    ask: Ask, told: Typed, version: int, form: Form, *, rows: tuple[int, int], error: Conflict
) -> Response:  # fmt: skip
    """Another officer kept a version meanwhile: what they wrote beside what is typed here; sent once more, this one
    follows theirs knowingly. No version is ever lost: every one stays as it was kept."""
    latest, theirs = loaded(ask, form.case)
    with ask.house.ws.reading() as connection:
        who = next((one.name for one in officers.everything(connection) if one.id == latest.by), "—")
    names = ("words", "calls", "transfers", "receipts", *report_form.PLAIN[1:])
    differs = [(name, value if isinstance(value, str) else "; ".join(value)) for name in names
               if (value := getattr(theirs, name)) != getattr(form, name)]  # fmt: skip
    moved = {"who": who, "at": latest.at, "differs": differs}
    return _page(ask, replace(told, base=str(latest.version)), version, rows=rows, error=error, moved=moved)


def _with_rest(ask: Ask, form: Form, faults: tuple[Fault, ...]) -> Form:
    """The form with what was not understood told in words, so that nothing typed is lost."""
    rest = [f"{ask.t('form-' + one.field.replace('_', '-'))}: {one.value}" for one in faults if one.value]
    return replace(form, words="\n".join(part for part in (form.words, *rest) if part)) if rest else form


@page("GET", "/report-form/{case}", verb="report_form")
def sent(ask: Asked, case: str) -> Response:
    """What to do at once about a report that was kept."""
    return _sent(ask, case)


@page("POST", "/report-form/{case}/propose", verb="act")
def propose(ask: Asked, case: str) -> Response:
    """Propose the suspension at one bank as drafted, and approve it as the first of two officers."""
    try:
        report, form = loaded(ask, case)
        request = form_requests.one(form_requests.drafts(ask.house.ws, report, form), ask.form.get("bank", ""))
        reason = ask.form.get("reason", "").strip()
        if not reason:
            raise UsageError("error-decision-reason")
        by = hand.signer(ask)
        with ask.house.writing() as ws:
            from qalqan.desk import officers as people  # noqa: PLC0415 - named like the store's

            who, private = people.unlock(ws, by.officer, by.passphrase)
            taken = form_requests.propose(ws, request, who, private)
            decisions.decide(ws, by.officer, by.passphrase, taken.subject, "hold", Verdict.APPROVE, reason, "request",
                             report.id, taken.shown)  # fmt: skip
    except QalqanError as error:
        return _sent(ask, case, error=error)
    return ask.see(f"/report-form/{case}")


@page("POST", "/report-form/{case}/analyse", verb="analyse")
def analyse(ask: Asked, case: str) -> Response:
    """Queue an analysis, so that the report takes part in ties and series."""
    loaded(ask, case)
    jobs.add(ask.house.ws, "analyse", {}, ask.who.officer)
    return ask.see("/jobs")


@page("GET", "/report-form/{case}/request/{bank}/{suffix}", verb="request")
def paper(ask: Asked, case: str, bank: str, suffix: str) -> Response:
    """A draft as PDF, letter or workbook; it names whole accounts, so this is logged."""
    if f".{suffix}" not in FORMS:
        raise NotFound("error-page-none")
    report, form = loaded(ask, case)
    request = form_requests.one(form_requests.drafts(ask.house.ws, report, form), bank)
    with tempfile.TemporaryDirectory() as folder:
        made = form_requests.printed(ask.house.ws, request, Path(folder), ask.language, ask.who.officer)
        found = next(one for one in made if one.suffix == f".{suffix}")
        body = found.read_bytes()
    return Response(body, media_type=FORMS[found.suffix], headers=hand.attached(found.name))


def _draft(ask: Ask) -> drafts.Draft | None:
    with ask.house.ws.reading() as connection:
        return drafts.draft(connection, ask.who.officer, KIND, _key(ask))


def _key(ask: Ask) -> str:
    """The draft's name: that of the report being corrected, or of a new one."""
    told = (ask.form.get("number") or ask.query("case")).lower()
    return told if told.startswith("t") and told.replace("-", "").isalnum() and told.isascii() else KEY


def _keep(ask: Ask, told: Typed, seen: int) -> int:
    """Keep what was typed; an empty page is no draft."""
    if told.empty and not seen:
        return 0
    with ask.house.ws.beside() as connection:
        return drafts.save(connection, ask.who.officer, KIND, _key(ask), told.body(), seen)


def _forget(ask: Ask) -> None:
    with ask.house.ws.beside() as connection:
        drafts.discard(connection, ask.who.officer, KIND, _key(ask))


def _blanks(form: Mapping[str, str], what: str) -> tuple[int, int]:
    """How many empty lines the page has below what is typed, for calls and transfers."""
    told = [hand.whole(form[name]) if form.get(name) else BLANK for name in ("more_calls", "more_transfers")]
    more = (what == "add_call", what == "add_transfer")
    return min(told[0], 20) + more[0], min(told[1], 20) + more[1]


def _page(
    ask: Ask, told: Typed, version: int, *, rows: tuple[int, int], faults: tuple[Fault, ...] = (),
    checked: bool = False, unsent: bool = False, error: QalqanError | None = None, theirs: drafts.Draft | None = None,
    moved: Mapping[str, Any] | None = None,
) -> Response:  # fmt: skip
    wrong: dict[tuple[str, int], str] = {(one.field, one.row): ask.t(one.reason) for one in faults}
    regions = [("", "—"), *((code, place.name(code, ask.language)) for code in sorted(place.codes()))]
    calls = [*told.calls, *([("", "")] * rows[0])]
    transfers = [*told.transfers, *([("", "", "", "")] * rows[1])]
    return hand.show(
        ask, "report_form", error, told=told, version=version, calls=calls, transfers=transfers, faults=faults,
        taken=_taken(ask, told), wrong=wrong, checked=checked, unsent=unsent, theirs=theirs, more=rows, regions=regions,
        mine=_mine(ask), key=_key(ask), moved=moved,
    )  # fmt: skip


def _taken(ask: Ask, told: Typed) -> dict[tuple[str, int], str]:
    """Which day was taken where an hour alone is typed, in words."""
    now = clock.now()
    today = clock.to_local(now).date()
    return {
        key: ask.t(f"form-taken-{'today' if at.date() == today else 'yesterday'}", at=f"{at:%d.%m.%Y %H:%M}")
        for key, at in report_form.taken(told, now).items()
    }


def _moments(form: Form) -> list[str]:
    """The moments of calls and transfers as they were kept, in order."""
    found = sorted({one[:16] for one in (*form.calls, *form.transfers)})
    return [f"{one[8:10]}.{one[5:7]}.{one[:4]} {one[11:]}" for one in found]


def _mine(ask: Ask) -> list[reports.Report]:
    """The last reports: one's own, and for a head everybody's."""
    with ask.house.ws.reading() as connection:
        every = reports.latest(connection)
    own = [one for one in every if ask.who.role is Role.HEAD or one.by == ask.who.officer]
    return sorted(own, key=lambda one: one.at, reverse=True)[:LISTED]


def loaded(ask: Ask, case: str) -> tuple[reports.Report, Form]:
    """A report that the asker may know of: their own, or of a case they may act in. Raises NotFound."""
    report, form = form_requests.of_report(ask.house.ws, case)
    own = report.by == ask.who.officer or ask.who.role is Role.HEAD
    try:
        sealed = ask.stand.relation(report.id) is Relation.SEALED
        allowed = ask.stand.access("report_form", report.id) is not Access.REFUSED or (own and not sealed)
    except NotFound:  # nothing was analysed yet
        allowed = own
    if not allowed:
        raise NotFound("error-report-none", case=case)
    return report, form


def owned(ask: Ask, form: Form) -> None:
    """Raises NotFound when a report would replace one, or go by a number of a case, that the asker may not act in: its
    author may then propose measures in that case."""
    for number in {form.number, form.kui_number} - {""}:
        with ask.house.ws.reading() as connection:
            there = bool(reports.versions(connection, number))
        if there:
            loaded(ask, number)
        try:
            case = access.load(ask.tables, number)
        except NotFound:  # a new one
            continue
        if ask.stand.access("report_form", case) is Access.REFUSED:
            raise NotFound("error-not-found", what="case", id=number[:60])


def _sent(ask: Ask, case: str, *, error: QalqanError | None = None) -> Response:
    report, form = loaded(ask, case)
    made = form_requests.drafts(ask.house.ws, report, form)
    living = form_requests.measures(ask.house.ws, report.id)
    begun = moment(str(report.body["begun"]))
    with ask.house.ws.reading() as connection:
        names = {one.id: one.name for one in officers.everything(connection)}
        first = reports.versions(connection, report.id)[0]
    text = plot({"words": form.words, "receipts": form.receipts, "calls": form.calls, "transfers": form.transfers})
    scheme = mo.recognise(pl.Series([text])).row(0, named=True) if text else {}
    return hand.show(
        ask, "report_sent", error, report=report, form=form, requests=made.requests, bankless=made.bankless,
        living=living, looks=_looks(ask, form), scheme=scheme.get("mo") or "", tied=_tied(ask, form),
        moments=_moments(form), by=names.get(report.by, "—"), minutes=_minutes(begun, first, living),
    )  # fmt: skip


def _looks(ask: Ask, form: Form) -> check.Answer | None:
    """What the words look like; None when none were told."""
    told = "\n".join(part for part in (form.words, *form.receipts) if part)
    return check.check(told, ask.language) if told else None


def _tied(ask: Ask, form: Form) -> dict[str, Any] | None:
    """Series and cases that the numbers and accounts tie to; None before any analysis or when nothing could tie."""
    numbers = [told.split(" ", 2)[2] for told in form.calls]
    accounts = [one.to for one in form_requests.paid(form)]
    try:
        found = newcomer.tied(ask.tables, [*numbers, *accounts], "\n".join((form.words, *form.receipts)))
    except (NotFound, UsageError):
        return None
    hidden, eyes = (
        pl.col("series_id").is_in(list(ask.sight.cases)),
        Eyes(ask, "report_form"),
    )  # a case may name a series
    cases = ask.stand.only(found.cases).with_columns(pl.when(~hidden).then("series_id"))
    shown = newcomer.Tied(found.told, found.series.filter(~hidden), cases)
    shown = shown if all(eyes.covers(one) for one in cases["case_id"]) and ask.clear else newcomer.hidden(shown)
    return {"told": found.told.height, "series": shown.series.to_dicts(), "cases": shown.cases.to_dicts()}


def _minutes(begun: Any, report: reports.Report, living: Mapping[str, Any]) -> dict[str, int | None]:
    """Minutes from the beginning of the report to its keeping, and to the first request proposed."""
    first = min((one.steps[0].at for one in living.values()), default=None)
    return {
        "kept": int((report.at - begun).total_seconds() // 60),
        "asked": None if first is None else int((first - begun).total_seconds() // 60),
    }
