"""A complaint to an operator as a measure: proposed with its letter, approved by two, sent, answered in two days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qalqan.desk import acts_papers, acts_request, acts_state, tables
from qalqan.desk._letter_drafts import Ask, drafts
from qalqan.desk.acts_propose import Taken, proposed
from qalqan.desk.acts_state import Kept
from qalqan.engine.frames import Tables
from qalqan.govern import policy
from qalqan.govern.acts import State
from qalqan.report import request_kept
from qalqan.report.facts import Seal, fingerprint, places_of
from qalqan.report.letters import _sheet as printer
from qalqan.report.letters._facts import Addressee, Letter
from qalqan.report.letters.complaint import TEMPLATE
from qalqan.store import purposes
from qalqan.store.officers import Officer
from qalqan.store.workspace import Workspace

KIND = "complaint"
Allowed = Callable[[frozenset[str]], None]


def propose(  # noqa: PLR0917 - the workspace and case, then who, then where to
    ws: Workspace, known: Tables, case: str, operator: str, who: Officer, private: Ed25519PrivateKey, *,
    out: Path | None, lang: str, reason: str = "", objects: Sequence[str] = (), allowed: Allowed = lambda _: None,
) -> tuple[Taken, ...]:  # fmt: skip
    """A measure for each operator (or the one named, as ``kcell``) and its letter.

    ``objects`` are the numbers, devices or campaigns that an officer names (none: those of the case's campaigns);
    ``allowed`` is asked first about the cases that the letters tell of, and raises for those the officer may not know
    of. Raises NotFound when the rows show no numbers of that operator to complain of.
    """
    made = []
    told = bare(ws, known, case, Ask(case=case, bank=operator, reason=reason, objects=tuple(objects)))
    for _, letter in told:
        allowed(named(letter))
    for scope, letter in told:
        key = scope.rpartition("/")[2]
        asked = [{"account": one.number, "sum": 0} for one in letter.callers]
        body = {"asked": asked, "facts": request_kept.told(letter), "run": letter.seal.run}
        shown = fingerprint(letter)
        taken = proposed(ws, who, private, kind=KIND, case=case, bank=key, body=body, shown=shown)
        purposes.log(ws, who.id, "request", taken.subject, len(asked))
        paths = () if out is None else write(recorded(ws, acts_state.one(ws, taken.measure)), out, lang)
        made.append(Taken(taken.measure, taken.state, taken.subject, taken.shown, paths))
    return tuple(made)


def bare(ws: Workspace, known: Tables, case: str, ask: Ask) -> list[tuple[str, Letter]]:
    """The letters of a case out of the current run, each with its scope (``CASE/OPERATOR``), approved by nobody."""
    run = tables.current_run(ws)
    seal = Seal(version=run.code, run=run.id, result_hash=run.result_hash)
    base = Letter(KIND, Addressee("operator", ask.to), (), "", seal, asked=ask.asked, reason=ask.reason,
                  number=ask.number)  # fmt: skip
    return [
        (scope, replace(one, sources=acts_request.sources(known, places_of(one))))
        for scope, one in drafts(known, base, TEMPLATE, replace(ask, case=case))
    ]


def named(one: Letter) -> frozenset[str]:
    """The cases that a letter tells of."""
    tied = {case for each in one.ties for case in (each.case_a, each.case_b)}
    return frozenset({each.id for each in one.cases} | {case for each in one.callers for case in each.cases} | tied)


def recorded(ws: Workspace, one: Kept) -> Letter:
    """The letter of a recorded measure: its proposed content, with the approvals given since."""
    told = request_kept.read(Letter, dict(one.body["facts"]))
    complete = one.state is not State.PROPOSED and one.measure.last("approve") is not None and not one.measure.doubted
    return replace(
        told, subject=one.subject, shown=one.shown, needed=policy.needed("block"), complete=complete,
        approvals=acts_papers.approvals(ws, one.approvals), seal=acts_papers.sealed(ws, told.seal),
    )  # fmt: skip


def papers(ws: Workspace, known: Tables, case: str, ask: Ask) -> list[tuple[str, Letter]]:
    """The letters of a case as they stand: a recorded measure's own, else a draft that only a measure makes final."""
    made = []
    for scope, letter in bare(ws, known, case, ask):
        living = acts_papers.living(ws, case, scope.rpartition("/")[2], KIND)
        draft = replace(letter, shown=fingerprint(letter), needed=policy.needed("block"))
        made.append((scope, draft if living is None else recorded(ws, living)))
    return made


def write(one: Letter, out: Path, lang: str, scope: str = "") -> tuple[Path, Path]:
    """The letter as PDF/A and DOCX in a folder."""
    name = scope or one.subject.partition(":")[2].removesuffix(f":{KIND}")
    target = out / f"{KIND}-{acts_papers.safe(name)}-{lang}.pdf"
    paths = (target, target.with_suffix(".docx"))
    acts_papers.written(target, lambda path: printer.write(one, path, paths[1], lang))
    return paths
