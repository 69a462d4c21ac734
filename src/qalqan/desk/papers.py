"""qalqan report and qalqan request: documents out of the current run, with the approvals of exactly their content."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import polars as pl

from qalqan.desk import _paper_against as against
from qalqan.desk import _paper_events as events
from qalqan.desk import _paper_money as money
from qalqan.desk import decisions, recompute, tables
from qalqan.desk._paper_view import View
from qalqan.desk.find import case_id
from qalqan.engine.frames import Tables
from qalqan.errors import NotFound, PartError, UsageError
from qalqan.model.decision import Verdict
from qalqan.report import dossier as dossier_
from qalqan.report import legal
from qalqan.report import request as request_
from qalqan.report.facts import (
    Against,
    Approval,
    Dossier,
    Hop,
    Rule,
    Seal,
    Source,
    Tie,
    fingerprint,
    places_of,
)  # fmt: skip
from qalqan.report.request import Claim, Request
from qalqan.store import ledger, purposes
from qalqan.store import officers as people
from qalqan.store.workspace import Workspace
from qalqan.texts.say import languages
from qalqan.values import iin

WAIT_SECONDS = 5.0
MOST_TIES = 40
RULES_UP_TO = 1
ADULT = 18
T = TypeVar("T")


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
    """A written request: its files, the subject and content hash for ``qalqan decide``, why it is a draft."""

    paths: tuple[Path, ...]
    subject: str
    shown: str
    draft: str


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
    with Workspace.open(ws_path, write=bool(purpose), wait=WAIT_SECONDS) as ws:
        known = tables.current(ws)
        id_, ids = _case(known, wanted) if what == "case" else _series(known, wanted)
        if purpose:
            purposes.log(ws, officer or "-", purpose, f"report:{what}", len(ids))
        told = _dossier(ws, known, what, id_, ids, masked=not purpose)
        recompute.write(ws, known, ids, out, lang=lang)
    sha256 = _written(out, lambda path: dossier_.write(told, path, lang))
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
        approvals=_approvals(ws, state), complete=state.complete, seal=_seal(ws),
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
        sources=(), seal=_bare_seal(ws), ties_total=ties_total, events_total=happened_total,
    )  # fmt: skip
    return replace(bare, sources=_sources(known, places_of(bare)))


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
    return frozenset(one for one in found if at is not None and not iin.is_bin(one) and _under_age(one, at))


def _under_age(number: str, at: datetime) -> bool:
    born = iin.birth(number)
    return born is not None and at.date() < _years_after(born, ADULT)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # born on 29 February
        return date(day.year + years, 3, 1)


def _sources(known: Tables, ids: set[str]) -> tuple[Source, ...]:
    rows = known["evidence"].filter(pl.col("evidence").is_in(sorted(ids))).sort("file", "evidence")
    return tuple(Source(r["evidence"], r["file"] or "", r["sha256"]) for r in rows.iter_rows(named=True))


def _bare_seal(ws: Workspace) -> Seal:
    run = tables.current_run(ws)
    return Seal(version=run.code, run=run.id, result_hash=run.result_hash)


def _seal(ws: Workspace) -> Seal:
    with ws.reading() as connection:
        entries = ledger.size(connection)
        root = ledger.root(connection, entries).hex()
    return replace(_bare_seal(ws), root=root, entries=entries, public_key=ws.public_key.hex())


def _approvals(ws: Workspace, state: decisions.State) -> tuple[Approval, ...]:
    """The approvals that count, one an officer, in order of time."""
    with ws.reading() as connection:
        names = {one.id: one.name for one in people.everything(connection)}
    return tuple(
        Approval(names[one.officer], one.at, one.id)
        for one in sorted(state.decisions, key=lambda d: (d.at, d.id))
        if one.verdict is Verdict.APPROVE and one.shown == state.shown and names.get(one.officer) in state.approved_by
    )


def request(
    ws_path: Path, act: str, case: str, bank: str, out: Path | None, *, lang: str, sanction: str = "",
    legal_act: str = "suspension", officer: str = "",
) -> MadeRequest:  # fmt: skip
    """Write a hold request to one bank as PDF/A and DOCX into the folder ``out`` (or as ``out`` when it ends .pdf).

    The bank must see whole account numbers, so the unmasking is logged. Raises UsageError for an unknown act,
    legal act, language or a sanction that lacks body, number or date; NotFound when no money is held at
    that bank; PartError when the sums would exceed the victim's loss.
    """
    if act != "hold":
        raise UsageError("error-paper-act", act=act)
    _language(lang)
    legal.act(legal_act)
    granted = legal.sanction(sanction)
    with Workspace.open(ws_path, write=True, wait=WAIT_SECONDS) as ws:
        known = tables.current(ws)
        one = case_id(known, case)
        told = _request(ws, known, one, bank, act=legal_act, granted=granted)
        target = _target(out, one, bank, lang)
        recompute.write(ws, known, [one], target, lang=lang)
        purposes.log(ws, officer or "-", "request", told.subject, len(told.claims))
        told = replace(told, seal=_seal(ws))
    paths = (target, target.with_suffix(".docx"))
    _written(target, lambda path: request_.write(told, path, path.with_suffix(".docx"), lang))
    return MadeRequest(paths, told.subject, told.shown, told.draft)


def _target(out: Path | None, case: str, bank: str, lang: str) -> Path:
    target = out if out is not None else Path()
    return target if target.suffix.lower() == ".pdf" else target / f"hold-{_safe(case)}-{_safe(bank)}-{lang}.pdf"


def _request(
    ws: Workspace, known: Tables, case: str, bank: str, *, act: str, granted: legal.Sanction | None
) -> Request:
    view = View(masked=False)
    told = money.money(known, [case])
    held = known["holds"].filter(pl.col("case_id") == case)
    mine = held.filter((pl.col("bank") == bank) & (pl.col("amount_tiyn") > 0)).sort("rank")
    if mine.is_empty():
        banks = ", ".join(sorted({one for one in held["bank"].drop_nulls() if one}))
        raise NotFound("error-no-hold", case=case, bank=bank, known=banks or "-")
    total = int(held["amount_tiyn"].sum())
    if told.loss_tiyn and total > told.loss_tiyn:
        raise PartError("error-hold-over-loss", sum=total, loss=told.loss_tiyn)
    arrived = {stand.number: stand for stand in money.stands(known, told, view, frozenset())}
    claims = []
    for row in mine.iter_rows(named=True):
        number = told.number.get(row["account"], 0)
        stand = arrived.get(number)
        chain = _chain(told, row["account"], view)
        claims.append(Claim(
            number, row["account"], "", row["amount_tiyn"], row["low_tiyn"] or 0, row["high_tiyn"] or 0,
            stand.first_in if stand else None, row["last_seen"], chain[: request_.MOST_CHAIN], len(chain),
        ))  # fmt: skip
    facts = events.cases(known, [case], view, frozenset())[0]
    bare = Request(
        case=replace(facts, plot="", victim_name="", victim_iin="", victim_phone="", victim_account=""), bank=bank,
        act=act, sanction=granted, as_of=told.as_of, rule=money.RULE, loss_tiyn=told.loss_tiyn, claims=tuple(claims),
        sources=(), seal=_bare_seal(ws),
    )  # fmt: skip
    bare = replace(bare, sources=_sources(known, places_of(bare)))
    subject, shown = f"hold:{case}/{bank}", fingerprint(bare)
    state = decisions.state(ws, subject, "hold", shown)
    return replace(
        bare,
        subject=subject,
        shown=shown,
        needed=state.needed,
        approvals=_approvals(ws, state),
        complete=state.complete,
    )


def _chain(told: money.Money, account: str, view: View) -> tuple[Hop, ...]:
    """The transfers through which money came to an account: backwards in time from it to the victim."""
    wanted = {account: None}
    chain = []
    for row in reversed(list(told.hops.iter_rows(named=True))):
        if row["to"] in wanted:
            chain.append(row)
            wanted[row["from"]] = None
    return tuple(money.hop(row, told, view) for row in reversed(chain))


def _safe(text: str) -> str:
    """A name for a file, made here: letters, digits and hyphens of the text, at most 60."""
    return "".join(sign if sign.isalnum() or sign == "-" else "_" for sign in text)[:60]


def _written(path: Path, write: Callable[[Path], T]) -> T:
    """Write, making the folder; an error of the disk is told with its place."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return write(path)
    except OSError as error:
        raise UsageError("error-paper-out", where=str(path), reason=error.strerror or str(error)) from error
