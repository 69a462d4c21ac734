"""Papers of a measure: the request as it was proposed, with its approvals and sanction, as PDF, letter and workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from qalqan.desk import acts_state, decisions
from qalqan.desk.acts_state import Kept
from qalqan.errors import UsageError
from qalqan.govern import acts as states
from qalqan.govern import policy
from qalqan.govern.acts import BEFORE, State
from qalqan.model.decision import Decision, Verdict
from qalqan.report import acts_letters, legal, request, request_form, request_kept
from qalqan.report.facts import Approval, Seal
from qalqan.report.request import Request
from qalqan.store import ledger
from qalqan.store import officers as people
from qalqan.store.workspace import Workspace

T = TypeVar("T")


def living(ws: Workspace, case: str, bank: str, kind: str) -> Kept | None:
    """The measure of that kind that has not ended, if one is recorded."""
    found = [
        one
        for one in acts_state.everything(ws)
        if (one.case, one.bank, one.kind) == (case, bank, kind) and one.state in {*BEFORE, State.SENT, State.HELD}
    ]
    return found[-1] if found else None


def of_measure(ws: Workspace, one: Kept) -> Request:
    """The request of a recorded hold or return: its proposed content, with what has been given since."""
    told = request_kept.read(Request, dict(one.body["facts"]))
    sanction = states.granted(one.measure)
    given = None
    if sanction is not None:
        stated = sanction.stated
        given = legal.Sanction(str(stated["name"]), str(stated["number"]), str(stated["on"])[:10])
    complete = one.state is not State.PROPOSED and one.measure.last("approve") is not None and not one.measure.doubted
    return replace(
        told, subject=one.subject, shown=one.shown, needed=policy.needed(one.subject.partition(":")[0]),
        approvals=approvals(ws, one.approvals), complete=complete, sanction=given, measure=one.id,
        state=one.state.value, seal=sealed(ws, told.seal),
    )  # fmt: skip


def evidence(one: Kept) -> frozenset[str]:
    """The ids of the evidence on which a recorded hold or return rests."""
    return frozenset(str(each["evidence"]) for each in one.body["facts"]["sources"])


def sealed(ws: Workspace, bare: Seal) -> Seal:
    """The seal with root and size of the ledger as they are now."""
    with ws.reading() as connection:
        entries = ledger.size(connection)
        root = ledger.root(connection, entries).hex()
    return replace(bare, root=root, entries=entries, public_key=ws.public_key.hex())


def approvals(ws: Workspace, decisions: Iterable[Decision]) -> tuple[Approval, ...]:
    """Decisions as approvals on paper, in order of time."""
    with ws.reading() as connection:
        names = {one.id: one.name for one in people.everything(connection)}
    return tuple(
        Approval(names[one.officer], one.at, one.id)
        for one in sorted(decisions, key=lambda d: (d.at, d.id))
        if one.officer in names
    )


def write(told: Request, target: Path, lang: str, former: str = "") -> tuple[Path, ...]:
    """The request as PDF at ``target``, and beside it as editable letter and as workbook; where its act needs a
    sanction, the petition for it too, naming the ``former`` measure in force."""
    paths = (target, target.with_suffix(".docx"), target.with_suffix(".xlsx"))
    written(target, lambda path: request.write(told, path, paths[1], lang))
    written(paths[2], lambda path: request_form.write(told, path, lang))
    if not legal.act(told.act).sanction:
        return paths
    sheet = acts_letters.petition(told, former, lang)
    beside = target.with_name(f"{target.stem}-petition.pdf")
    return (*paths, *written(beside, lambda path: acts_letters.write(sheet, path)))


def release(ws: Workspace, one: Kept, folder: Path, lang: str) -> tuple[Path, ...]:
    """The letter that lifts a hold, with the approvals of the release asked for last; a draft until there are two."""
    asked = [step for step in one.steps if step.step == "ask_release"][-1]
    subject = f"{acts_state.RELEASE}:{one.id}"
    state = decisions.state(ws, subject, acts_state.RELEASE, asked.shown)
    good = [each for each in state.decisions if each.verdict is Verdict.APPROVE and each.shown == asked.shown]
    told = acts_letters.Release(
        str(asked.body["reason"]), tuple(sorted(one.held.items())), asked.shown, subject, state.needed,
        approvals(ws, good), state.complete, tuple(sorted(states.part_of(one.measure).items())),
    )  # fmt: skip
    sheet = acts_letters.release(of_measure(ws, one), told, lang)
    place = folder / f"release-{safe(one.case)}-{safe(one.bank)}-{one.kind}-{lang}.pdf"
    return written(place, lambda path: acts_letters.write(sheet, path))


def name(case: str, bank: str, lang: str, act: str = "suspension") -> str:
    """The file name of a request."""
    kind = "hold" if act == "suspension" else act
    return f"{kind}-{safe(case)}-{safe(bank)}-{lang}.pdf"


def safe(text: str) -> str:
    """A name for a file, made here: letters, digits and hyphens of the text, at most 60."""
    return "".join(sign if sign.isalnum() or sign == "-" else "_" for sign in text)[:60]


def written(path: Path, write_: Callable[[Path], T]) -> T:
    """Write, making the folder. Raises UsageError with the place for an error of the disk."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_(path)
    except OSError as error:
        raise UsageError("error-paper-out", where=str(path), reason=error.strerror or str(error)) from error
