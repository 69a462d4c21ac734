"""What the pages of measures share: loading one that may be seen, its steps as forms, its papers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from qalqan.console import complaint_view, hand
from qalqan.console.ask import Ask
from qalqan.desk import acts, acts_complaint, acts_list, acts_loan, acts_papers, acts_state
from qalqan.desk._paper_view import View
from qalqan.desk.acts import Taken
from qalqan.desk.acts_list import Line
from qalqan.desk.acts_state import Kept
from qalqan.engine.frames import Tables
from qalqan.errors import Conflict, NotFound, UsageError
from qalqan.govern.policy import Access
from qalqan.report import legal
from qalqan.store import officers, purposes

SUFFIXES: Final = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "sanction": ("name", "number", "on", "until", "refused"),
    "refuse": ("number", "on", "reason"),
    "rule": ("number", "on"),
    "send": ("to", "how", "on"),
    "answer": ("number", "on", "since", "refused"),
    "tell": ("how", "on", "exception"),
    "ask_release": ("reason",),
    "release": ("to", "how", "on"),
    "return": ("number", "on"),
    "withdraw": ("reason",),
}
"""What a form of each step asks for, and all that is read of a posted one."""
MUST: Final = frozenset({("sanction", "name"), ("sanction", "number"), ("sanction", "on"), ("rule", "number"),
                         ("rule", "on"), ("send", "to"), ("send", "how"), ("answer", "number"), ("return", "number"),
                         ("withdraw", "reason"), ("ask_release", "reason")})  # fmt: skip
FLAGS: Final[Mapping[str, tuple[str, ...]]] = {"answer": ("parted", "more", "stopped")}


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it was taken, or an officer's decision: when, by whom, which (in words), what it states (label, how,
    value)."""

    at: Any
    who: str
    words: str
    stated: list[tuple[str, str, Any]]


def known(ask: Ask) -> Tables | None:
    """The run's tables; None before any analysis."""
    try:
        return ask.tables
    except NotFound:
        return None


def lines(ask: Ask, *, case: str = "", due: bool = False) -> list[Line]:
    """The measures that the asker may know of, those with something due first."""
    told = known(ask)
    found = acts_list.listed(ask.house.ws, told, case=case, due=due)
    if told is None:
        return list(found)
    seen = ask.stand.visible({one.case for one in found}, "acts")
    return [one for one in found if one.case in seen]


def one(ask: Ask, id_: str, verb: str = "acts") -> Kept:
    """A measure that a verb may show to the asker: loaded first, its case judged then. Raises NotFound."""
    found = acts_state.one(ask.house.ws, id_)
    if known(ask) is not None and ask.stand.access(verb, found.case) is Access.REFUSED:
        raise NotFound("error-act-none", measure=id_, known="-")
    return found


def take(ask: Ask, measure: Kept, step: str) -> Taken:
    """Take a step with what the posted form states. Raises Conflict when another was taken meanwhile."""
    form = ask.form
    if form.get("after") != measure.steps[-1].id:
        raise Conflict("error-act-race", measure=measure.id)
    if step not in FIELDS:
        raise UsageError("error-act-step", step=step[:40], known=", ".join(FIELDS))
    by = hand.signer(ask)
    told: dict[str, Any] = {name: form.get(name, "").strip() for name in FIELDS[step] if form.get(name, "").strip()}
    if step in ("answer", "return"):
        told["held"] = _sums(ask, measure)
    if step == "ask_release" and (part := _sums(ask, measure, blank=True)):
        told["part"] = part
    told |= {name: True for name in FLAGS.get(step, ()) if form.get(name)}
    path, id_ = ask.house.path, measure.id
    if step == "sanction":
        told["body"] = legal.act(measure.kind).sanction
    missing = [name for kind, name in MUST if kind == step and name not in told and not told.get("refused")]
    if missing:
        raise UsageError("error-act-states", step=step, missing=", ".join(ask.t(f"acts-f-{name}") for name in missing))
    takers: dict[str, Callable[..., Taken]] = {
        "sanction": acts.sanction, "rule": acts.rule, "send": acts.send, "answer": acts.answer, "tell": acts.tell,
        "ask_release": acts.release, "release": acts.release, "return": acts.give_back, "withdraw": acts.withdraw,
    }  # fmt: skip
    if step == "refuse":
        taker = acts.sanction if measure.state.value == "approved" else acts.answer
        told = {"number": told.get("number", ""), "on": told.get("on", ""), "refused": told.get("reason", "")}
        if taker is acts.sanction:
            told |= {"body": legal.act(measure.kind).sanction, "name": ""}
        else:
            told["held"] = ["none"]
        return taker(path, id_, by=by, **told)
    return takers[step](path, id_, by=by, **told)


def _sums(ask: Ask, measure: Kept, *, blank: bool = False) -> list[str]:
    """What the form names by account, whose numbers it does not hold: ``held_1`` is of the first account asked for."""
    told = ask.form.get("held", "")
    if told in ("all", "none") and not blank:
        return [told]
    found = []
    for number, account in enumerate(measure.asked, 1):
        if sum_ := ask.form.get(f"held_{number}", "").strip():
            found.append(f"{account}={sum_}")
    return found


def history(ask: Ask, measure: Kept) -> list[Step]:
    """The steps with what each states, and between them who decided what on them; accounts masked unless clear data are
    shown."""
    view, kind = View(masked=not ask.clear), _thing(measure)
    with ask.house.ws.reading() as connection:
        names = {each.id: each.name for each in officers.everything(connection)}
    made = []
    for step in measure.steps:
        stated: list[tuple[str, str, Any]] = []
        for name, value in sorted(step.body.items()):
            if name in ("held", "part", "asked") and isinstance(value, list):
                how = "none" if measure.kind == "complaint" else "sum"
                stated += [(view(str(each["account"]), kind), how, int(each["sum"])) for each in value]
            elif name in ("reason", "how", "exception"):  # in an officer's own words
                stated.append((ask.t(f"acts-f-{name}"), "text", ask.said([(str(value), measure.case)])[0]))
            elif name in {"number", "on", "to", "name", "body", "until", "since", "by"}:
                stated.append((ask.t(f"acts-f-{name}"), "text", value))
            elif name in FLAGS["answer"] and value:
                stated.append((ask.t(flag(measure.kind, name)), "none", 1))
        made.append(
            Step(step.at, names.get(step.officer, "—"), ask.t(f"act-step-{step.step.replace('_', '-')}"), stated)
        )
    for one_ in measure.decided:
        about = "release-" if one_.act == acts_state.RELEASE else ""
        words = ask.t(f"acts-decided-{about}{one_.verdict.value}")
        told = ask.said([(one_.reason, measure.case)])[0] if one_.reason else ""
        made.append(
            Step(one_.at, names.get(one_.officer, "—"), words, [(ask.t("acts-f-reason"), "text", told)] if told else [])
        )
    return sorted(made, key=lambda each: each.at)


def approved(ask: Ask, measure: Kept) -> list[tuple[str, Any]]:
    """Who approved what was proposed, and when: the approvals that count."""
    with ask.house.ws.reading() as connection:
        names = {each.id: each.name for each in officers.everything(connection)}
    return [(names.get(each.officer, "—"), each.at) for each in measure.approvals]


def flag(kind: str, name: str) -> str:
    """The words of what an answer may say besides: of a complaint, that the numbers are suspended."""
    return "acts-f-suspended" if (kind, name) == ("complaint", "stopped") else f"acts-f-{name}"


def state_words(kind: str, state: str) -> str:
    """The words of where a measure stands; of a complaint nothing is held, numbers are suspended."""
    own = kind == "complaint" and state in ("held", "empty")
    return f"act-state-complaint-{state}" if own else f"report-act-state-{state}"


def where_to(ask: Ask, kind: str, bank: str) -> str:
    """To whom a measure goes, in words: a bank, a creditor as it stands, an operator."""
    if kind == "complaint":
        return complaint_view.operator(ask, bank)
    return bank if kind == "loan" else ask.bank(bank)


def _thing(measure: Kept) -> str:
    """What a measure asks about by its value: accounts, or of a complaint numbers."""
    return "phone" if measure.kind == "complaint" else "account"


def accounts(ask: Ask, measure: Kept) -> list[tuple[str, int, int | None]]:
    """The accounts (of a complaint: numbers) asked for, as the asker may see them: sum asked for, sum held (None: no
    answer yet)."""
    view, answered, kind = View(masked=not ask.clear), measure.measure.last("answer") is not None, _thing(measure)
    return [
        (view(account, kind), tiyn, measure.held.get(account, 0) if answered else None)
        for account, tiyn in measure.asked.items()
    ]


def papers(measure: Kept) -> list[str]:
    """The names of a measure's papers, for links."""
    if measure.kind == "complaint":
        return ["complaint.pdf", "complaint.docx"]
    if measure.kind == "loan":
        return ["ruling.pdf", "ruling.docx", "submission.pdf", "submission.docx"]
    found = ["request.pdf", "request.docx", "request.xlsx"]
    found += ["petition.pdf"] if legal.act(measure.kind).sanction else []
    return found + (["release.pdf"] if measure.measure.last("ask_release") else [])


def paper(ask: Ask, measure: Kept, name: str) -> tuple[str, bytes, str]:
    """File name, content and media type of one paper; it names whole accounts, so this is logged. Raises NotFound."""
    if name not in papers(measure):
        raise NotFound("error-page-none")
    ws, lang = ask.house.ws, ask.language
    if measure.kind not in ("complaint", "loan") and not ask.sight.evidence.isdisjoint(acts_papers.evidence(measure)):
        raise NotFound("error-page-none")  # it rests on evidence of a case that is sealed before the asker
    purposes.log(ws, ask.who.officer, "request", measure.subject, len(measure.asked))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if measure.kind == "complaint":
            paths: tuple[Path, ...] = acts_complaint.write(acts_complaint.recorded(ws, measure), folder, lang)
        elif measure.kind == "loan":
            paths = acts_loan.write(ws, measure, folder, lang)
        elif name.startswith("release"):
            paths = acts_papers.release(ws, measure, folder, lang)
        else:
            target = folder / acts_papers.name(measure.case, measure.bank, lang, measure.kind)
            former = str(measure.body.get("former", ""))
            paths = acts_papers.write(acts_papers.of_measure(ws, measure), target, lang, former)
        found = _picked(paths, name)
        return found.name, found.read_bytes(), SUFFIXES[found.suffix]


def _picked(paths: tuple[Path, ...], name: str) -> Path:
    stem, suffix = name.rsplit(".", 1)
    fits = [path for path in paths if path.suffix == f".{suffix}"]
    if stem in ("ruling", "submission"):
        fits = [path for path in fits if stem in path.name]
    elif stem in ("request", "petition"):
        fits = [path for path in fits if path.stem.endswith("-petition") == (stem == "petition")]
    return fits[0]
