"""qalqan letter and qalqan ends: letters out of the current run, and where the money of cases left the accounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from qalqan import registry
from qalqan.desk import acts_complaint, acts_papers, acts_request, decisions, door, tables
from qalqan.desk._letter_drafts import Ask, drafts, members
from qalqan.desk.find import case_id
from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.govern import policy
from qalqan.model.decision import Verdict
from qalqan.model.schema import TABLES
from qalqan.report import legal, redact
from qalqan.report.facts import Seal, fingerprint, places_of
from qalqan.report.letters import _contract as contract
from qalqan.report.letters import _sheet as printer
from qalqan.report.letters._facts import Addressee, Letter
from qalqan.store import purposes
from qalqan.store.workspace import Workspace
from qalqan.texts.say import languages

WAIT_SECONDS = 5.0
__all__ = ["Ask", "Ends", "Entry", "MadeLetter", "catalogue", "ends", "letters"]
TARGETS = frozenset({"transfer", "instruct", "assist"})


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A written letter: its files, to whom, subject and content hash for ``qalqan decide``, why it is a draft."""

    paths: tuple[Path, ...]
    addressee: Addressee
    subject: str
    shown: str
    draft: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter there is: name, what it is about, its act, approvals needed, whose sanction, to whom it may go."""

    name: str
    title: str
    subject: str
    act: str
    approvals: int
    sanction: str
    addressees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the money of cases left the accounts: the visits, tokens on wallets, and tiyn by kind, still on accounts,
    and unknown."""

    cases: tuple[str, ...]
    rows: pl.DataFrame
    wallets: pl.DataFrame
    by_kind: dict[str, int] = field(default_factory=dict)
    there_tiyn: int = 0
    unknown_tiyn: int = 0


def catalogue() -> tuple[Entry, ...]:
    """Every letter there is."""
    made = []
    for name, module in registry.parts(contract.ROOM).items():
        template: contract.Template = module.TEMPLATE
        law = contract.law(name)
        made.append(Entry(
            name, module.CARD.title, template.subject, template.act, policy.needed(template.act), law.sanction,
            template.addressees,
        ))  # fmt: skip
    return tuple(made)


def letters(
    ws_path: Path, kind: str, ask: Ask, out: Path, *, lang: str, officer: str = "",
    allowed: Callable[[frozenset[str]], None] = lambda _: None,
) -> tuple[MadeLetter, ...]:  # fmt: skip
    """Write the letters of a kind, one an addressee, as PDF/A and DOCX into ``out``.

    They name whole accounts, so the unmasking is logged. ``allowed`` is asked, before anything is written, about the
    cases that a letter tells of, and raises for those the officer may not know of. Raises PartError for a letter there
    is none of, UsageError for a language, addressee or sanction that is none, or a letter that lacks what it is about;
    NotFound when there is no such case, series or address, or nothing to ask about.
    """
    if lang not in languages():
        raise UsageError("error-paper-language", lang=lang, known=", ".join(languages()))
    module = registry.part(contract.ROOM, kind)
    template: contract.Template = module.TEMPLATE
    granted = legal.sanction(ask.sanction)
    addressee = _addressee(kind, template, ask)
    made = []
    with Workspace.open(ws_path, write=True, wait=WAIT_SECONDS) as ws:
        door.check(ws, "letter", officer)
        known = tables.current(ws)
        run = tables.current_run(ws)
        seal = Seal(version=run.code, run=run.id, result_hash=run.result_hash)
        base = Letter(
            kind, addressee, (), "", seal, number=ask.number, asked=ask.asked, reason=ask.reason, target=ask.to,
            needs_sanction=contract.law(kind).sanction, sanction=granted,
        )  # fmt: skip
        if kind == acts_complaint.KIND:
            return _complaints(ws, known, ask, out, lang, officer, allowed)
        told = list(drafts(known, base, template, ask))
        for _, one in told:
            allowed(acts_complaint.named(one))
        ready = [_approved(ws, known, one, template.act, scope) for scope, one in told]
        for one in ready:
            purposes.log(ws, officer or "-", "request", one.subject, len(one.visits) + len(one.things) + 1)
        ready = [replace(one, seal=acts_papers.sealed(ws, seal)) for one in ready]
    for one in ready:
        made.append(_written(one, out, lang))
    return tuple(made)


def _complaints(  # noqa: PLR0917 - what is asked, then where to and by whom
    ws: Workspace,
    known: Tables,
    ask: Ask,
    out: Path,
    lang: str,
    officer: str,
    allowed: Callable[[frozenset[str]], None],
) -> tuple[MadeLetter, ...]:
    """Complaints are measures with a clock: without a recorded one only drafts, which nobody can approve."""
    if not ask.case:
        raise UsageError("error-letter-needs", kind=acts_complaint.KIND, options="--case")
    made = []
    for scope, one in acts_complaint.papers(ws, known, case_id(known, ask.case), ask):
        allowed(acts_complaint.named(one))
        purposes.log(ws, officer or "-", "request", one.subject or f"block:{scope}", len(one.callers))
        paths = acts_complaint.write(one, out, lang, scope)
        draft = one.draft if one.subject else "report-letter-complaint-propose"
        made.append(MadeLetter(paths, one.addressee, one.subject, one.shown, draft))
    return tuple(made)


def _written(one: Letter, out: Path, lang: str) -> MadeLetter:
    scope = one.subject.partition(":")[2].removeprefix(f"{one.kind}/")
    target = out / f"{one.kind}-{acts_papers.safe(scope)}-{lang}.pdf"
    paths = (target, target.with_suffix(".docx"))
    acts_papers.written(target, lambda path: printer.write(one, path, paths[1], lang))
    return MadeLetter(paths, one.addressee, one.subject, one.shown, one.draft)


def _addressee(kind: str, template: contract.Template, ask: Ask) -> Addressee:
    wanted = ask.kind_of or template.addressees[0]
    if wanted not in template.addressees:
        raise UsageError("error-letter-addressee", kind=kind, value=wanted, known=", ".join(template.addressees))
    if kind in TARGETS and not ask.to:
        raise UsageError("error-letter-target", kind=kind)
    name = ask.to if kind not in TARGETS or kind == "instruct" else ""
    return Addressee(wanted, name, ask.bank if wanted == "bank" and not name else "")


def _subject(act: str, kind: str, scope: str) -> str:
    return f"{act}:{scope}" if act == kind else f"{act}:{kind}/{scope}"


def _approved(ws: Workspace, known: Tables, one: Letter, act: str, scope: str) -> Letter:
    """The letter with its sources, subject, hash and the approvals of exactly this content."""
    whole = replace(one, sources=acts_request.sources(known, places_of(one)), subject=_subject(act, one.kind, scope))
    whole = replace(whole, shown=fingerprint(whole))
    state = decisions.state(ws, whole.subject, act, whole.shown)
    good = [each for each in state.decisions if each.verdict is Verdict.APPROVE and each.shown == whole.shown]
    given = tuple(each for each in acts_papers.approvals(ws, good) if each.officer in state.approved_by)
    return replace(whole, needed=state.needed, approvals=given, complete=state.complete)


def ends(ws_path: Path, case: str = "", series: str = "", *, officer: str = "", purpose: str = "") -> Ends:
    """Where the money of a case or series left the accounts; masked unless a purpose is given, which is logged.

    Sums by kind are of end points at which the trail stops; what a possible exchanger got stands in the rows only,
    since the trail goes on. Raises UsageError without case and series, NotFound for one there is not.
    """
    if not case and not series:
        raise UsageError("error-letter-needs", kind="ends", options="--case, --series")
    with Workspace.open(ws_path, write=bool(purpose), wait=WAIT_SECONDS) as ws:
        door.check(ws, "ends", officer, purpose)
        known = tables.current(ws)
        ids = [case_id(known, case)] if case else members(known, series)
        rows = known["trail_ends"].filter(pl.col("case_id").is_in(ids))
        wallets = known["wallet_trails"].filter(pl.col("case_id").is_in(ids))
        stands = known["trails"].filter(pl.col("case_id").is_in(ids) & (pl.col("rule") == "fifo"))
        left = dict(stands.group_by("kind").agg(pl.col("remaining_tiyn").sum()).iter_rows())
        by_kind = dict(rows.filter("sink").group_by("kind").agg(pl.col("amount_tiyn").sum()).sort("kind").iter_rows())
        if purpose:
            purposes.log(ws, officer or "-", purpose, "ends", rows.height)
        else:
            rows = redact.masked(rows, TABLES["trail_ends"])
            wallets = redact.masked(wallets, TABLES["wallet_trails"])
    return Ends(tuple(ids), rows, wallets, by_kind, int(left.get("account") or 0), int(left.get("frontier") or 0))
