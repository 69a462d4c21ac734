"""qalqan report and qalqan request: documents out of the current run, with the approvals of exactly their content."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from qalqan.desk import _paper_against as against
from qalqan.desk import _paper_events as events
from qalqan.desk import _paper_money as money
from qalqan.desk import access, acts_papers, acts_propose, acts_request, balances, decisions, door, recompute, tables
from qalqan.desk._paper_view import View
from qalqan.desk.acts_propose import Note
from qalqan.desk.acts_state import Kept
from qalqan.desk.find import case_id
from qalqan.engine.frames import Tables
from qalqan.errors import NotFound, UsageError
from qalqan.govern.acts import State, granted
from qalqan.model.decision import Verdict
from qalqan.report import dossier as dossier_
from qalqan.report import legal
from qalqan.report.balances import Balances
from qalqan.report.facts import (
    Against,
    Approval,
    Dossier,
    Rule,
    Seal,
    Tie,
    fingerprint,
    places_of,
)  # fmt: skip
from qalqan.report.request import Request
from qalqan.store import purposes
from qalqan.store.workspace import Workspace
from qalqan.texts.say import languages
from qalqan.values import iin

WAIT_SECONDS = 5.0
DRAFT = "report-draft-approvals"
MOST_TIES = 40
RULES_UP_TO = 1
ADULT = 18
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A written document: where, its SHA-256, why it is a draft (a Fluent key, or empty), what approves it."""

    path: Path
    sha256: str
    draft: str
    subject: str
    shown: str


@dataclass(frozen=True, slots=True)
class MadeRequest:
    """A written request: its files, the subject and content hash for ``qalqan decide``, why it is a draft.

    ``subject`` is empty where no measure is recorded: there is nothing to decide on. ``notes`` name the accounts that
    nobody could be asked about.
    """

    paths: tuple[Path, ...]
    subject: str
    shown: str
    draft: str
    notes: tuple[Note, ...] = ()


def dossier(
    ws_path: Path, what: str, wanted: str, out: Path, *, lang: str, officer: str = "", purpose: str = ""
) -> Made:
    """Write the dossier of a case or series as PDF/A.

    Personal data are masked unless a purpose is given, which is logged first. Raises UsageError for another kind of
    thing or a language there is none of, NotFound when there is no such case or series or no analysis yet.
    """
    if what not in ("case", "series"):
        raise UsageError("error-paper-what", what=what)
    _language(lang)
    with Workspace.open(ws_path, wait=WAIT_SECONDS) as ws:
        door.check(ws, "report", officer, purpose)
        known = access.known_to(ws, tables.current(ws), officer)
        id_, ids = _case(known, wanted) if what == "case" else _series(known, wanted)
        if purpose:
            purposes.log(ws, officer or "-", purpose, f"report:{what}", len(ids))
        told = _dossier(ws, known, what, id_, ids, masked=not purpose)
        recompute.write(ws, known, ids, out, lang=lang, masked=not purpose)
    sha256 = acts_papers.written(out, lambda path: dossier_.write(told, path, lang))
    return Made(out, sha256, told.draft, told.subject, told.shown)


def _language(lang: str) -> None:
    if lang not in languages():
        raise UsageError("error-paper-language", lang=lang, known=", ".join(languages()))


def _case(known: Tables, wanted: str) -> tuple[str, list[str]]:
    one = case_id(known, wanted)
    return one, [one]


def _series(known: Tables, wanted: str) -> tuple[str, list[str]]:
    members = known["series"].filter(pl.col("series_id") == wanted)["case_id"].unique().sort().to_list()
    if not wanted or not members:
        raise NotFound("error-not-found", what="series", id=wanted)
    return wanted, members


def _dossier(ws: Workspace, known: Tables, what: str, id_: str, ids: list[str], *, masked: bool) -> Dossier:
    """The record of a dossier with its approvals; the fingerprint is always that of the clear content."""
    told = money.money(known, ids)
    rules = money.rules(known, told, ids[0], ws.settings) if len(ids) <= RULES_UP_TO else ()
    asked = _Asked(what, id_, ids, told, rules)
    young = _minors(known, ids, told)
    clear = _filled(ws, known, asked, View(masked=False), frozenset())
    subject, shown = f"release:{what}/{id_}", fingerprint(clear)
    state = decisions.state(ws, subject, "release", shown)
    hidden = frozenset() if state.complete else young
    made = clear
    if masked or hidden:
        made = _filled(ws, known, asked, View(masked=masked), hidden)
    return replace(
        made, shown=shown, subject=subject, masked=masked, minors=len(young), needed=state.needed,
        approvals=_approvals(ws, state), complete=state.complete, seal=acts_papers.sealed(ws, _bare_seal(ws)),
        closed=access.sealed_sources(ws, known, (one.evidence for one in clear.sources)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a dossier is of, and its money."""

    what: str
    id: str
    cases: list[str]
    money: money.Money
    rules: tuple[Rule, ...]


def _filled(ws: Workspace, known: Tables, asked: _Asked, view: View, young: frozenset[str]) -> Dossier:
    what, id_, ids, told, rules = asked.what, asked.id, asked.cases, asked.money, asked.rules
    cases = events.cases(known, ids, view, young)
    ties, ties_total = _ties(known, what, ids, view)
    happened, happened_total = events.events(known, ids, told, view, ws.settings)
    numbers = _numbers(known, ids, told, ws)
    stands, gaps = money.stands(known, told, view, young), money.gaps(known, told, view)
    losses = money.losses(told, view)
    series = known["series"].filter(pl.col("case_id").is_in(ids) & (pl.col("series_id") != ""))
    named = tuple(series["series_id"].unique().sort().to_list())
    contrary = [
        *against.ties(ties), *against.money(stands, rules, gaps), *against.register(cases, losses, told),
        *against.data(known, told, numbers, view), *_unconfirmed(ws, named, series),
    ]  # fmt: skip
    bare = Dossier(
        what=what, id=id_, as_of=told.as_of, known_at=None, rule=money.RULE, loss_tiyn=told.loss_tiyn, cases=cases,
        series=named, ties=ties, losses=losses, stands=stands, hops=money.hops(told, view), rules=rules,
        events=happened, gaps=gaps, against=tuple(contrary), roles=events.roles(known, numbers, told, view),
        sources=(), seal=_bare_seal(ws), balances=_balances(ws, known, asked, view),
        ties_total=ties_total, events_total=happened_total,
    )  # fmt: skip
    return view.veiled(replace(bare, sources=acts_request.sources(known, places_of(bare))))


def _balances(ws: Workspace, known: Tables, asked: _Asked, view: View) -> Balances | None:
    """What lay on the accounts over time; of one case only, as a series has no one moment."""
    return balances.of_trail(known, asked.money, asked.id, view, ws.settings) if asked.what == "case" else None


def _ties(known: Tables, what: str, ids: list[str], view: View) -> tuple[tuple[Tie, ...], int]:
    """The ties of a case, or those inside a series, strongest first."""
    a, b = pl.col("case_a").is_in(ids), pl.col("case_b").is_in(ids)
    rows = known["links"].filter((a | b) if what == "case" else (a & b))
    rows = rows.sort(-pl.col("score"), "case_a", "case_b")
    return tuple(
        Tie(row["case_a"], row["case_b"], row["score"] or 0, view.grounds(row["grounds"]))
        for row in rows.head(MOST_TIES).iter_rows(named=True)
    ), rows.height


def _numbers(known: Tables, ids: list[str], told: money.Money, ws: Workspace) -> list[str]:
    """Numbers that called the victims or are named in the cases by others."""
    mine = set(events.phones(known, ids))
    spoken = events.calls(known, ids, told, ws.settings)
    named = known["mentions"].filter(pl.col("case_id").is_in(ids) & (pl.col("kind") == "phone"))["value"]
    return sorted({*spoken["a"].drop_nulls(), *spoken["b"].drop_nulls(), *named.drop_nulls()} - mine - {""})


def _unconfirmed(ws: Workspace, named: Iterable[str], series: pl.DataFrame) -> list[Against]:
    made = []
    if any(not decisions.state(ws, f"series:{one}", "series").complete for one in named):
        made.append(Against("machine_series"))
    several = series.group_by("case_id").len().filter(pl.col("len") > 1).sort("case_id").head(against.MOST)
    made += [Against("many_series", (("case", case), ("count", int(count) - 1))) for case, count in several.iter_rows()]
    return made


def _minors(known: Tables, ids: list[str], told: money.Money) -> frozenset[str]:
    """The IINs of persons under 18 at the moment of the picture, among victims and holders."""
    victims = known["cases"].filter(pl.col("case_id").is_in(ids))["victim_iin"]
    holders = known["holders"].filter(pl.col("account").is_in(list(told.number)))["iin"]
    registered = known["cases"].filter(pl.col("case_id").is_in(ids))["registered_at"].drop_nulls().to_list()
    at = told.as_of or (max(registered) if registered else None)
    found = {one for one in {*victims.drop_nulls(), *holders.drop_nulls()} if len(one) == 12 and one.isdigit()}
    return frozenset(one for one in found if at is not None and not iin.is_bin(one) and under_age(one, at))


def under_age(number: str, at: datetime) -> bool:
    """Whether the person of an IIN is under 18 at a moment."""
    born = iin.birth(number)
    return born is not None and at.date() < _years_after(born, ADULT)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # born on 29 February
        return date(day.year + years, 3, 1)


def _bare_seal(ws: Workspace) -> Seal:
    run = tables.current_run(ws)
    return Seal(version=run.code, run=run.id, result_hash=run.result_hash)


def _approvals(ws: Workspace, state: decisions.State) -> tuple[Approval, ...]:
    """The approvals that count, one an officer, in order of time."""
    good = [one for one in state.decisions if one.verdict is Verdict.APPROVE and one.shown == state.shown]
    return tuple(one for one in acts_papers.approvals(ws, good) if one.officer in state.approved_by)


def request(
    ws_path: Path, act: str, case: str, bank: str, out: Path | None, *, lang: str, legal_act: str = "suspension",
    officer: str = "",
) -> MadeRequest:  # fmt: skip
    """Write a request to one bank as PDF/A, DOCX and XLSX into the folder ``out`` (or as ``out`` when it ends .pdf).

    When a measure of that kind is recorded and has not ended, its very paper is printed, with its approvals and
    sanction; else a draft out of the current run, which nothing but the states of a proposed measure can make final:
    it has no subject to decide on. The bank must see whole account numbers, so the unmasking is logged. Raises
    UsageError for an unknown act, legal act or language; NotFound when no money is held at that bank; PartError when
    the sums would exceed the victim's loss.
    """
    if act == "loan":
        return _loan(ws_path, case, bank, out, lang=lang, officer=officer)
    if act != "hold" or legal_act not in legal.ACTS:
        legal.act(legal_act)
        raise UsageError("error-paper-act", act=act if act != "hold" else legal_act)
    _language(lang)
    with Workspace.open(ws_path, wait=WAIT_SECONDS) as ws:
        door.check(ws, "request", officer)
        whole = tables.current(ws)
        known = access.known_to(ws, whole, officer)
        one = case_id(known, case)
        recorded = acts_papers.living(ws, one, bank, legal_act)
        if recorded is not None and access.closed_to(ws, whole, officer, acts_papers.evidence(recorded)):
            recorded = None  # somebody entitled proposed it with more than this officer may know of
        told = _request(ws, known, one, bank, act=legal_act, recorded=recorded)
        target = out if out is not None else Path()
        if target.suffix.lower() != ".pdf":
            target /= acts_papers.name(told.case.id, bank, lang, legal_act)
        asked = {claim.account: claim.amount_tiyn for claim in told.claims}
        recompute.write(ws, known, [told.case.id], target, lang=lang, asked=asked)
        purposes.log(ws, officer or "-", "request", told.subject or f"hold:{one}/{bank}", len(told.claims))
        told = replace(told, seal=acts_papers.sealed(ws, told.seal))
        closed = access.sealed_sources(ws, whole, (one.evidence for one in told.sources))
    former = "" if recorded is None else str(recorded.body.get("former", ""))
    notes = (Note("act-note-sealed", "", 0),) if closed else ()
    return MadeRequest(acts_papers.write(told, target, lang, former), told.subject, told.shown, told.draft, notes)


def _loan(ws_path: Path, case: str, bank: str, out: Path | None, *, lang: str, officer: str) -> MadeRequest:
    """The papers of a recorded stop of a loan, as they stand. Raises NotFound when none is recorded."""
    from qalqan.desk import acts_loan  # noqa: PLC0415 - of use for this kind only

    _language(lang)
    with Workspace.open(ws_path, wait=WAIT_SECONDS) as ws:
        door.check(ws, "request", officer)
        one = acts_papers.living(ws, case_id(tables.current(ws), case), bank, "loan")
        if one is None:
            raise NotFound("error-act-none", measure=f"{case}/{bank}:loan", known="-")
        purposes.log(ws, officer or "-", "victim", one.subject, len(one.asked))
        paths = acts_loan.write(ws, one, out if out is not None else Path(), lang)
    return MadeRequest(paths, one.subject, one.shown, _loan_draft(one))


def _loan_draft(one: Kept) -> str:
    if one.state is State.PROPOSED:
        return DRAFT
    return "" if granted(one.measure, "rule") else "report-draft-ruling"


def requests(
    ws_path: Path, act: str, case: str, out: Path | None, *, lang: str, legal_act: str = "suspension",
    officer: str = "", progress: Progress = lambda *_: None,
) -> tuple[MadeRequest, ...]:  # fmt: skip
    """A request to every bank at which money of the case is to be held, in the order of asking.

    Raises as :func:`request`, and UsageError when ``out`` names one file.
    """
    if out is not None and out.suffix.lower() == ".pdf":
        raise UsageError("error-paper-folder", where=str(out))
    with Workspace.open(ws_path, wait=WAIT_SECONDS) as ws:
        known = access.known_to(ws, tables.current(ws), officer)
        one = case_id(known, case)
        banks, notes = acts_propose.asked_banks(known, one)
    made = []
    for number, bank in enumerate(banks):
        progress("cli-request-progress", number, len(banks))
        made.append(request(ws_path, act, one, bank, out, lang=lang, legal_act=legal_act, officer=officer))
    progress("cli-request-progress", len(banks), len(banks))
    return (replace(made[0], notes=(*notes, *made[0].notes)), *made[1:])


def _request(ws: Workspace, known: Tables, case: str, bank: str, *, act: str, recorded: Kept | None) -> Request:
    if recorded is not None:
        return acts_papers.of_measure(ws, recorded)
    bare = acts_request.bare(ws, known, case, bank, act=act)
    return replace(bare, shown=fingerprint(bare))
