"""Papers around a request: the petition for the sanction that an act needs, and the letter that lifts a hold.

Both are made of the very request that two officers approve, so that what the prosecutor, the court and the bank are
shown is one content. Articles are dated data of ``data/acts.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from qalqan.report import banks, legal
from qalqan.report.blocks import Block, Grid, Heading, Notice, Pairs, Para, Points, Sheet, Signature
from qalqan.report.checking import checking
from qalqan.report.dossier_trust import approvals as approval_lines
from qalqan.report.facts import EPOCH, Approval
from qalqan.report.layout import account_text
from qalqan.report.request import Request, sum_key
from qalqan.report.wording import NOTHING, Words

BOX = "[__]"


@dataclass(frozen=True, slots=True)
class Release:
    """A release of a hold: why, what the bank holds by account, and who approves exactly this (``shown``).

    ``part`` is what is to be lifted by account; empty: all of it.
    """

    reason: str
    held: tuple[tuple[str, int], ...]
    shown: str
    subject: str
    needed: int = 2
    approvals: tuple[Approval, ...] = ()
    complete: bool = False
    part: tuple[tuple[str, int], ...] = ()


def write(made: Sheet, path: Path) -> tuple[Path, Path]:
    """A sheet as PDF/A-2b and, beside it, as an editable letter."""
    from qalqan.report import docx, pdf  # noqa: PLC0415 - their libraries are heavy, the record is not

    path.write_bytes(pdf.render(made))
    path.with_suffix(".docx").write_bytes(docx.render(made))
    return path, path.with_suffix(".docx")


def petition(request: Request, former: str, lang: str) -> Sheet:
    """The paper to the body whose sanction the act needs; ``former`` names the measure in force (empty: none).

    A restriction is the investigator's own ruling, which the prosecutor consents to (Criminal Procedure Code 161): it
    rules; an arrest and a return ask. The body marks one of two, consent or refusal.
    """
    words = Words(lang)
    act = legal.act(request.act)
    title = words(f"petition-title-{request.act}", id=request.case.id)
    draft = "" if request.complete else "draft-approvals"
    blocks: list[Block] = [
        Para(words(f"petition-to-{act.sanction}"), "right"),
        Para(words("hold-dated" if request.complete else "hold-undated", day=words.day(request.issued),
                   organ=words.foreign(request.case.organ, 200)), "right"),
        Para(title, "centre"),
        Para(words(
            f"petition-found-{request.act}", id=request.case.id, total=words.money(request.total_tiyn),
            day=words.time(request.case.registered_at, day_only=True), article=words.foreign(request.case.article, 120),
            bank=banks.name(request.bank, lang, request.issued), loss=words.money(request.loss_tiyn),
        ), "lead"),
        Para(words("petition-former", measure=_former(former, words)) if former else words("petition-no-former")),
        *_accounts(request, words),
        Para(words("hold-computed", rule=words.of("rule", request.rule), moment=words.time(request.as_of),
                   loss=words.money(request.loss_tiyn)), "small"),
        Heading(words(f"petition-h-{request.act}")),
        Points(tuple(words(f"petition-ask-{request.act}-{n}", length=str(act.length)) for n in (1, 2, 3))),
        Para(words("hold-careful")),
        Notice(words("petition-basis"), tuple(_basis(act, words)), "law"),
        Signature(words("petition-officer"), words("loan-signature")),
        Heading(words(f"petition-h-{act.sanction}"), 2),
        *(Para(f"{BOX} {words(f'petition-{said}-{request.act}')}") for said in ("yes", "no")),
        Signature(words(f"petition-{act.sanction}"), words("petition-sanction")),
        *checking(request, words, "hold"),
    ]  # fmt: skip
    return _sheet(request, title, draft, blocks, words)


def release(request: Request, told: Release, lang: str) -> Sheet:
    """The letter to the bank that lifts a hold; a draft until two officers approved the release itself."""
    words = Words(lang)
    title = words("release-title", id=request.case.id)
    name = banks.name(request.bank, lang, request.issued)
    held, part = dict(told.held), dict(told.part)
    blocks: list[Block] = [
        Para(words("hold-to", bank=name, code=request.bank), "right"),
        Para(title, "centre"),
        Para(words("release-ask-part" if part else "release-ask", id=request.case.id, measure=request.measure), "lead"),
        Grid(
            (words("c-account"), words("release-c-asked"), words("release-c-held"), words("release-c-lift")),
            tuple(
                (
                    account_text(c.number, c.account, words), words.money(c.amount_tiyn),
                    words.money(held[c.account]) if c.account in held else NOTHING,
                    words.money(part.get(c.account, 0)) if part else words("release-all"),
                )
                for c in request.claims
            ),
            "lrrr", (40, 20, 20, 20),
        ),
        Pairs(((words("release-reason"), words.foreign(told.reason, 400)),)),
        Points((words("release-1"), words("release-2"))),
        *approval_lines(told.approvals, told.needed, words),
        Pairs(((words("v-shown"), told.shown), (words("v-subject"), told.subject))),
        Notice(words("law-title"), (words("law-lawyer"), words("hold-law")), "law"),
    ]  # fmt: skip
    made = _sheet(request, title, "" if told.complete else "draft-approvals", blocks, words)
    return replace(made, foot=words("foot", hash=told.shown[:16]))


def _former(measure: str, words: Words) -> str:
    """A measure by what it is and its id."""
    kind = measure.rsplit(":", 1)[-1].split(".", 1)[0]
    return f"{words.of('hold-act', kind)} ({measure})"


def _sheet(request: Request, title: str, draft: str, blocks: list[Block], words: Words) -> Sheet:
    return Sheet(
        title=title, lang=words.lang, moment=int((request.as_of or EPOCH).timestamp()), head=title,
        foot=words("foot", hash=request.shown[:16]), page=words("page", n="{n}", of="{of}"),
        draft=words("draft") if draft else "", draft_note=words(draft) if draft else "", blocks=tuple(blocks),
    )  # fmt: skip


def _accounts(request: Request, words: Words) -> list[Block]:
    rows = tuple(
        (
            account_text(c.number, c.account, words), words.money(c.amount_tiyn),
            words.between(c.low_tiyn, c.high_tiyn), words.money(sum(tiyn for _, tiyn in c.protected)),
        )
        for c in request.claims
    )  # fmt: skip
    head = (words("c-account"), words(sum_key(request)), words("c-range"), words("hold-c-reachable"))
    return [Heading(words("hold-h-accounts")), Grid(head, rows, "lrrr", (34, 20, 28, 18))]


def _basis(act: legal.Act, words: Words) -> list[str]:
    article = words("hold-article", article=act.article) if act.article else words("hold-article-unsure")
    told = [f"{words('hold-f-article')}: {article}", words("law-lawyer")]
    return [*told, words("hold-unsure")] if act.unsure else told
