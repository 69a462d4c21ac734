"""A hold request to one bank for one case: exactly this victim's money on that bank's accounts, and how it came there.

Blanket holds were struck down by courts elsewhere; so a request names a sum an account, its range, the chain of rows to
it, the act it rests on with the end of its clock, what stays reachable, how several victims' money is shared, and how
to appeal. PDF/A-2b and an editable letter have the same blocks; the rows stand in the official form as well
(`request_form`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from qalqan.clock import to_local
from qalqan.report import banks, legal
from qalqan.report.blocks import Block, Grid, Heading, Pairs, Para, Points, Sheet
from qalqan.report.checking import checking
from qalqan.report.facts import EPOCH, Approval, Case, Hop, Seal, Source
from qalqan.report.layout import account_text, places_text
from qalqan.report.request_rows import Row
from qalqan.report.wording import Words

MOST_CHAIN = 60
TOLD = "told"
"""The rule of a request made at once from a report, before any bank answers: transfers as the victim tells them."""
_OVER = frozenset({"refused", "withdrawn", "expired", "superseded", "released"})


@dataclass(frozen=True, slots=True)
class Claim:
    """One account at the bank: the sum of this victim's money asked for, its range, and the chain to it.

    ``number`` is the account's number in the document; ``chain`` the transfers through which the money came,
    ``chain_total`` how many there are. ``likely_tiyn`` is the likely sum before it is shared with the ``others`` (cases
    whose money, ``others_tiyn`` in all, lies there too); ``balance_tiyn`` what is on the account by the rows;
    ``protected`` by kind what of salary, pension, benefits and stipend lies there and must stay reachable.
    """

    number: int
    account: str
    holder: str
    amount_tiyn: int
    low_tiyn: int
    high_tiyn: int
    first_in: datetime | None
    last_seen: datetime | None
    chain: tuple[Hop, ...]
    chain_total: int
    likely_tiyn: int = 0
    others: int = 0
    others_tiyn: int = 0
    balance_tiyn: int | None = None
    protected: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What the request says, without a language. ``issued`` is the day of the last approval; a draft has none.

    ``rows`` are the transfers of the chains in the official form. ``measure`` and ``state`` name the recorded measure
    it belongs to and where that stands (empty: none is recorded yet).
    """

    case: Case
    bank: str
    act: str
    sanction: legal.Sanction | None
    as_of: datetime | None
    rule: str
    loss_tiyn: int
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    seal: Seal
    shown: str = ""
    subject: str = ""
    needed: int = 2
    approvals: tuple[Approval, ...] = ()
    complete: bool = False
    rows: tuple[Row, ...] = ()
    measure: str = ""
    state: str = ""

    @property
    def draft(self) -> str:
        """Why it is a draft, as a Fluent key: the measure has ended, or none is recorded; approvals lack, then the
        sanction its act needs; else empty."""
        if self.state in _OVER:
            return "report-draft-ended"
        if not self.measure:
            return "report-draft-measure"
        if not self.complete:
            return "report-draft-approvals"
        if legal.act(self.act).sanction and self.sanction is None:
            return "report-draft-sanction"
        return ""

    @property
    def issued(self) -> date:
        """The day the clock is told from: that of the last approval, for a draft the day of the picture."""
        told = max((one.at for one in self.approvals), default=None) if self.complete else None
        return to_local(told or self.as_of or EPOCH).date()

    @property
    def total_tiyn(self) -> int:
        """All that is asked to be held at this bank."""
        return sum(claim.amount_tiyn for claim in self.claims)


def write(request: Request, pdf_path: Path, docx_path: Path, lang: str) -> None:
    """The request as PDF/A-2b and as an editable letter with the same content."""
    from qalqan.report import docx, pdf  # noqa: PLC0415 - their libraries are heavy, the record is not

    made = sheet(request, lang)
    pdf_path.write_bytes(pdf.render(made))
    docx_path.write_bytes(docx.render(made))


def sheet(request: Request, lang: str) -> Sheet:
    """The document in a language, before it is printed."""
    words = Words(lang)
    title = words(f"hold-title-{request.act}", id=request.case.id)
    draft = request.draft.removeprefix("report-")
    return Sheet(
        title=title, lang=lang, moment=int((request.as_of or EPOCH).timestamp()),
        head=f"{title} · {banks.name(request.bank, lang, request.issued)}",
        foot=words("foot", hash=request.shown[:16]), page=words("page", n="{n}", of="{of}"),
        draft=words("draft") if draft else "", draft_note=words(draft) if draft else "",
        blocks=tuple(_blocks(request, words)),
    )  # fmt: skip


def _blocks(request: Request, words: Words) -> list[Block]:
    act = legal.act(request.act)
    return [
        *_address(request, words),
        Para(words(f"hold-title-{request.act}", id=request.case.id), "centre"),
        *_asked(request, act, words),
        *_accounts(request, words),
        *_basis(request, act, words),
        *_limits(request, words),
        *_chains(request, words),
        *checking(request, words, "hold"),
    ]


def _address(request: Request, words: Words) -> list[Block]:
    day = request.issued
    name = banks.name(request.bank, words.lang, day)
    former = banks.former(request.bank, words.lang, day)
    lines: list[Block] = [Para(words("hold-to", bank=name, code=request.bank), "right")]
    if former:
        lines.append(Para(words("hold-former", bank=former), "right"))
    key = "hold-dated" if request.complete else "hold-undated"
    lines.append(Para(words(key, day=words.day(day), organ=words.foreign(request.case.organ, 200)), "right"))
    return lines


def _asked(request: Request, act: legal.Act, words: Words) -> list[Block]:
    case = request.case
    return [
        Para(words(
            f"hold-ask-{act.id}", total=words.money(request.total_tiyn), count=words.count(len(request.claims)),
            id=case.id, day=words.time(case.registered_at, day_only=True), article=words.foreign(case.article, 120),
        ), "lead"),
        Para(words("hold-careful")),
    ]  # fmt: skip


def _accounts(request: Request, words: Words) -> list[Block]:
    made: list[Block] = [Heading(words("hold-h-accounts")), Grid(
        (words("c-account"), words(sum_key(request)), words("c-range"), words("hold-c-first"), words("c-seen")),
        tuple(
            (
                account_text(c.number, c.account, words) + (f" · {c.holder[:80]}" if c.holder else ""),
                words.money(c.amount_tiyn),
                words.between(c.low_tiyn, c.high_tiyn), words.time(c.first_in), words.time(c.last_seen),
            )
            for c in request.claims
        ),
        "lrrll", (32, 17, 23, 14, 14),
    )]  # fmt: skip
    key = "hold-told" if request.rule == TOLD else "hold-computed"
    made.append(Para(words(
        key, rule=words.of("rule", request.rule), moment=words.time(request.as_of),
        loss=words.money(request.loss_tiyn),
    )))  # fmt: skip
    made.append(Para(words(f"rule-text-{request.rule}"), "small"))
    return made + _shared(request, words)


def sum_key(request: Request) -> str:
    """What the column of sums is called: to hold, or to return."""
    return "hold-c-return" if request.act == "return" else "hold-c-hold"


def _shared(request: Request, words: Words) -> list[Block]:
    """How the sum is parted where other victims' money lies on the same account, and by which rule."""
    told = tuple(
        words(
            "hold-shared-one", account=account_text(c.number, c.account, words), cases=words.count(c.others),
            others=words.money(c.others_tiyn), likely=words.money(c.likely_tiyn), sum=words.money(c.amount_tiyn),
            balance=words.money(c.balance_tiyn),
        )
        for c in request.claims
        if c.others
    )  # fmt: skip
    made: list[Block] = [Heading(words("hold-h-shared"))]
    made += [Points(told)] if told else [Para(words("hold-shared-none"))]
    return [*made, Para(words("hold-share-rule"), "small")]


def _basis(request: Request, act: legal.Act, words: Words) -> list[Block]:
    clock = legal.clock(act, request.issued)
    rows = [
        (words("hold-f-measure"), _measure(request, words)),
        (words("hold-f-act"), words(f"hold-act-{act.id}")),
        (
            words("hold-f-article"),
            words("hold-article", article=act.article) if act.article else words("hold-article-unsure"),
        ),
        (words("hold-f-clock"), words(f"hold-clock-{act.clock.replace('_', '-')}", length=str(act.length))),
    ]
    if clock.last is not None:
        key = "hold-end" if clock.checked else "hold-end-unchecked"
        rows.append((words("hold-f-end"), words(key, first=words.day(clock.first), last=words.day(clock.last))))
    rows.append((words("hold-f-sanction"), _sanction(request, act, words)))
    if act.id == "return":
        rows.append((words("hold-f-to-account"), request.case.victim_account or words("hold-account-unknown")))
    if act.id == "restriction":
        rows.append((words("hold-f-owner"), words("hold-owner")))
    made: list[Block] = [Heading(words("hold-h-basis")), Pairs(tuple(rows))]
    if act.unsure:
        made.append(Para(words("hold-unsure"), "small"))
    return made


def _measure(request: Request, words: Words) -> str:
    if not request.measure:
        return words("hold-measure-none")
    return words("hold-measure", id=request.measure, state=words.of("act-state", request.state))


def _sanction(request: Request, act: legal.Act, words: Words) -> str:
    if request.sanction is not None:
        one = request.sanction
        return words("hold-sanctioned", body=one.body, number=one.number, day=words.day(date.fromisoformat(one.on)))
    return words(f"hold-needs-{act.sanction}") if act.sanction else words("hold-needs-nobody")


def _limits(request: Request, words: Words) -> list[Block]:
    protected = [
        words(
            "hold-protected-one", account=account_text(c.number, c.account, words),
            sum=words.money(sum(tiyn for _, tiyn in c.protected)),
            kinds="; ".join(f"{words.of('hold-income', kind)}: {words.money(tiyn)}" for kind, tiyn in c.protected),
        )
        for c in request.claims
        if c.protected
    ]  # fmt: skip
    return [
        Heading(words("hold-h-limits")),
        Points(tuple(words(f"hold-limit-{n}") for n in (1, 2, 3, 4))),
        Points(tuple(protected)) if protected else Para(words("hold-protected-none")),
        Para(words("hold-protected-how"), "small"),
        Heading(words("hold-h-appeal")),
        Para(words("hold-appeal")),
    ]


def _chains(request: Request, words: Words) -> list[Block]:
    made: list[Block] = [Heading(words("hold-h-chain")), Para(words("hold-chain-lead"), "small")]
    for claim in request.claims:
        made.append(Heading(account_text(claim.number, claim.account, words), 2))
        if not claim.chain:
            made.append(Para(words("hold-no-chain")))
            continue
        made.append(Grid(
            (words("c-no"), words("c-time"), words("c-from"), words("c-to"), words("c-sum"), words("c-place")),
            tuple(
                (
                    str(h.seq), words.time(h.at), account_text(h.source_number, h.source, words),
                    account_text(h.target_number, h.target, words), words.money(h.amount_tiyn),
                    places_text(h.places, request.sources, words),
                )
                for h in claim.chain
            ),
            "llllrl", (6, 12, 20, 20, 15, 27),
        ))  # fmt: skip
        if claim.chain_total > len(claim.chain):
            made.append(Para(words(
                "cut-hops", shown=words.count(len(claim.chain)), total=words.count(claim.chain_total)
            ), "small"))  # fmt: skip
    return made
