"""The victim's loan: the ruling on recognition as victim, and the submission to each creditor.

What the rows show is that a lender paid out to the victim's account around the loss; who applied for the loan, and how,
they do not show: the submission asks for exactly that. Articles and the creditor's period are dated data marked unsure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from qalqan.clock import to_local
from qalqan.report import banks, legal
from qalqan.report.blocks import Block, Grid, Heading, Notice, Pairs, Para, Points, Sheet, Signature
from qalqan.report.checking import checking
from qalqan.report.facts import EPOCH, Approval, Case, Place, Seal, Source
from qalqan.report.layout import places_text
from qalqan.report.wording import NOTHING, Words

RULING, SUBMISSION = "ruling", "submission"
_OVER = frozenset({"refused", "withdrawn", "expired", "released"})


@dataclass(frozen=True, slots=True)
class Payout:
    """A loan paid out to the victim: when, how much, to which account, under which contract (empty: not told)."""

    at: datetime | None
    amount_tiyn: int
    account: str
    contract: str
    purpose: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class LoanPaper:
    """What ruling and submission say, without a language.

    ``creditor`` is the bank's code or what stands for it, ``creditor_name`` its name as the rows tell it; ``gone_tiyn``
    what left the victim's accounts as loss of the case. ``first_loss`` and ``last_loss`` bound the time of it;
    ``ruling`` is number and day (ISO) of the ruling by which the person is a victim, None until one is recorded.
    """

    case: Case
    creditor: str
    creditor_name: str
    payouts: tuple[Payout, ...]
    loans: int
    loans_tiyn: int
    gone_tiyn: int
    first_loss: datetime | None
    last_loss: datetime | None
    sources: tuple[Source, ...]
    seal: Seal
    shown: str = ""
    subject: str = ""
    needed: int = 2
    approvals: tuple[Approval, ...] = ()
    complete: bool = False
    measure: str = ""
    state: str = ""
    ruling: tuple[str, str] | None = None

    @property
    def draft(self) -> str:
        """Why it is a draft, as a Fluent key; empty when two officers approved exactly this content."""
        if self.state in _OVER:
            return "report-draft-ended"
        return "" if self.complete else "report-draft-approvals"

    @property
    def submission_draft(self) -> str:
        """The same of the submission, which rests on a ruling besides: a draft until that is recorded."""
        return self.draft or ("" if self.ruling else "report-draft-ruling")

    @property
    def issued(self) -> date:
        """The day of the last approval; for a draft that of the last loss."""
        told = max((one.at for one in self.approvals), default=None) if self.complete else None
        return to_local(told or self.last_loss or self.case.registered_at or EPOCH).date()

    @property
    def total_tiyn(self) -> int:
        """What this creditor paid out."""
        return sum(one.amount_tiyn for one in self.payouts)


def write(paper: LoanPaper, kind: str, pdf_path: Path, lang: str) -> tuple[Path, Path]:
    """The ruling or the submission as PDF/A-2b and, beside it, as an editable letter."""
    from qalqan.report import docx, pdf  # noqa: PLC0415 - their libraries are heavy, the record is not

    made = sheet(paper, kind, lang)
    letter = pdf_path.with_suffix(".docx")
    pdf_path.write_bytes(pdf.render(made))
    letter.write_bytes(docx.render(made))
    return pdf_path, letter


def sheet(paper: LoanPaper, kind: str, lang: str) -> Sheet:
    """The document in a language, before it is printed."""
    words = Words(lang)
    title = words(f"loan-{kind}-title", id=paper.case.id)
    draft = (paper.draft if kind == RULING else paper.submission_draft).removeprefix("report-")
    body = _ruling(paper, words) if kind == RULING else _submission(paper, words)
    return Sheet(
        title=title, lang=lang, moment=int((paper.last_loss or paper.case.registered_at or EPOCH).timestamp()),
        head=title, foot=words("foot", hash=paper.shown[:16]), page=words("page", n="{n}", of="{of}"),
        draft=words("draft") if draft else "", draft_note=words(draft) if draft else "",
        blocks=(*_head(paper, kind, words), *body, *checking(paper, words, "loan")),
    )  # fmt: skip


def _head(paper: LoanPaper, kind: str, words: Words) -> list[Block]:
    key = "hold-dated" if paper.complete else "hold-undated"
    organ = Para(words(key, day=words.day(paper.issued), organ=words.foreign(paper.case.organ, 200)), "right")
    title = Para(words(f"loan-{kind}-title", id=paper.case.id), "centre")
    if kind == RULING:
        return [organ, title]
    return [Para(words("loan-to", creditor=_name(paper, words)), "right"), organ, title]


def _name(paper: LoanPaper, words: Words) -> str:
    known = banks.name(paper.creditor, words.lang, paper.issued)
    return known if known != paper.creditor else words.foreign(paper.creditor_name or paper.creditor, 200)


def _ruling(paper: LoanPaper, words: Words) -> list[Block]:
    case = paper.case
    return [
        Para(words(
            "loan-ruling-found", id=case.id, day=words.time(case.registered_at, day_only=True),
            article=words.foreign(case.article, 120),
        ), "lead"),
        Pairs((
            (words("f-victim"), words.foreign(case.victim_name, 200)),
            (words("f-victim-iin"), case.victim_iin or NOTHING),
            (words("loan-f-lost"), words("loan-lost", sum=words.money(paper.gone_tiyn),
                                         first=words.time(paper.first_loss), last=words.time(paper.last_loss))),
            (words("loan-f-loans"), words("loan-loans", count=words.count(paper.loans),
                                          sum=words.money(paper.loans_tiyn))),
        )),
        Para(words("loan-ruling-limits")),
        Heading(words("loan-h-decides")),
        Points(tuple(words(f"loan-ruling-{n}") for n in (1, 2, 3, 4))),
        *_articles(words, "loan-ruling-articles"),
        Signature(words("loan-investigator"), words("loan-signature")),
        Signature(words("loan-victim"), words("loan-informed")),
    ]  # fmt: skip


def _submission(paper: LoanPaper, words: Words) -> list[Block]:
    case = paper.case
    number, day = paper.ruling or ("", "")
    status = words("loan-ruled", number=words.foreign(number, 80), day=words.day(date.fromisoformat(day))) if day else (
        words("loan-unruled")
    )  # fmt: skip
    return [
        Para(words(
            "loan-ask", status=status, id=case.id, day=words.time(case.registered_at, day_only=True),
            article=words.foreign(case.article, 120), sum=words.money(paper.total_tiyn),
            count=words.count(len(paper.payouts)),
        ), "lead"),
        Pairs((
            (words("f-victim"), words.foreign(case.victim_name, 200)),
            (words("f-victim-iin"), case.victim_iin or NOTHING),
        )),
        Heading(words("loan-h-payouts")),
        Grid(
            (words("c-time"), words("c-sum"), words("loan-c-contract"), words("loan-c-account"), words("c-place")),
            tuple(
                (
                    words.time(one.at), words.money(one.amount_tiyn), one.contract or words("loan-contract-unknown"),
                    one.account, places_text(one.places, paper.sources, words),
                )
                for one in paper.payouts
            ),
            "lrlll", (14, 16, 18, 24, 28),
        ),
        Para(words("loan-after", sum=words.money(paper.gone_tiyn), first=words.time(paper.first_loss),
                   last=words.time(paper.last_loss))),
        Heading(words("loan-h-asks")),
        Points(tuple(words(f"loan-ask-{n}") for n in (1, 2, 3, 4, 5))),
        Para(words("loan-answer", days=str(legal.act("loan").answer_length))),
        Para(words("loan-stop-credit"), "small"),
        *_articles(words, "loan-articles"),
        Heading(words("hold-h-appeal")),
        Para(words("loan-appeal")),
        Signature(words("loan-investigator"), words("loan-signature")),
    ]  # fmt: skip


def _articles(words: Words, key: str) -> list[Block]:
    act = legal.act("loan")
    ruling, submission = (one.strip() for one in act.article.split(","))
    told = words(key, ruling=ruling, submission=submission)
    return [Notice(words("loan-articles-title"), (told, words("hold-unsure")), "law")]
