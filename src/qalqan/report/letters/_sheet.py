"""The document around a letter: addressee, number, lead, what is asked, basis, answer, appeal, hashes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qalqan import registry
from qalqan.report import banks, docx, pdf
from qalqan.report.blocks import Block, Grid, Heading, Notice, Pairs, Para, Points, Sheet
from qalqan.report.dossier_trust import approvals as approval_lines
from qalqan.report.facts import EPOCH
from qalqan.report.letters._contract import ROOM, Article, Template, last_day, law, signed
from qalqan.report.letters._facts import Coin, Letter
from qalqan.report.letters._tables import token
from qalqan.report.wording import NOTHING, Words

MOST_SOURCES = 60


def write(letter: Letter, pdf_path: Path, docx_path: Path, lang: str) -> None:
    """The letter as PDF/A-2b and as an editable document with the same content."""
    made = sheet(letter, lang)
    pdf_path.write_bytes(pdf.render(made))
    docx_path.write_bytes(docx.render(made))


def sheet(letter: Letter, lang: str) -> Sheet:
    """The document in a language, before it is printed. Raises PartError for a kind there is no letter of."""
    words = Words(lang)
    title = words(f"letter-{letter.kind}-title")
    lacking = "; ".join(words(one.removeprefix("report-")) for one in letter.lacking)
    about = letter.series or (letter.cases[0].id if letter.cases else letter.target)
    return Sheet(
        title=f"{title} · {about}" if about else title, lang=lang,
        moment=int((letter.as_of or EPOCH).timestamp()), head=f"{title} · {addressee(letter, words)}"[:110],
        foot=words("foot", hash=letter.shown[:16]), page=words("page", n="{n}", of="{of}"),
        draft=words("draft") if lacking else "", draft_note=lacking,
        blocks=tuple(_blocks(letter, words)),
    )  # fmt: skip


def addressee(letter: Letter, words: Words) -> str:
    """To whom, in a line: the name as given, else the bank's, else the kind of body."""
    one = letter.addressee
    if one.name:
        code = one.name.strip().upper()
        return words.of("region", code) if code.startswith("KZ-") else words.foreign(one.name, 160)
    if one.code:
        return banks.name(one.code, words.lang, letter.issued)
    return words.of("letter-to", one.kind)


def target(letter: Letter, words: Words) -> str:
    """Where a case or request goes: a region's code in words, anything else as given."""
    code = letter.target.strip().upper()
    return words.of("region", code) if code.startswith("KZ-") else words.foreign(letter.target, 160)


def _blocks(letter: Letter, words: Words) -> list[Block]:
    part = registry.part(ROOM, letter.kind)
    template: Template = part.TEMPLATE
    return [
        *_head(letter, words),
        Para(words(f"letter-{letter.kind}-lead", **_said(letter, words)), "lead"),
        *([Para(words("letter-careful"))] if template.subject in ("end", "case") else []),
        *part.blocks(letter, words),
        *_asks(letter, template, words),
        *_basis(letter, words),
        *_answer(letter, words),
        *(_rights(letter, words) if template.adverse else []),
        *_checking(letter, words),
    ]


def _head(letter: Letter, words: Words) -> list[Block]:
    key = "letter-dated" if letter.complete else "letter-undated"
    number = words.foreign(letter.number, 60) if letter.number else "____________"
    kind = words.of("letter-to", letter.addressee.kind)
    told = addressee(letter, words)
    lines: list[Block] = [Para(words("letter-to", name=told), "right")]
    if told != kind:
        lines.append(Para(f"({kind})", "right"))
    organs = {one.organ for one in letter.cases}  # several bodies' cases: whose letter it is, the signature says
    organ = words.foreign(min(organs), 160) if len(organs) == 1 and any(organs) else words("letter-organ")
    lines.append(Para(words("letter-from", organ=organ), "right"))
    lines.append(Para(words(key, number=number, day=words.day(letter.issued)), "right"))
    lines.append(Para(words(f"letter-{letter.kind}-title"), "centre"))
    return lines


def _said(letter: Letter, words: Words) -> dict[str, str]:
    """What leads may name."""
    case = letter.cases[0] if letter.cases else None
    node = letter.node
    return {
        "case": case.id if case else NOTHING,
        "day": words.time(case.registered_at, day_only=True) if case else NOTHING,
        "article": words.foreign(case.article, 120) if case else NOTHING,
        "cases": words.count(len(letter.cases)),
        "series": letter.series or NOTHING,
        "total": _total(letter, words),
        "node": words.foreign(node.name, 80) if node else NOTHING,
        "target": target(letter, words),
        "since": words.time(letter.since),
        "until": words.time(letter.until),
        "addressee": addressee(letter, words),
        "looks": _looks(letter, words),
    }


def _looks(letter: Letter, words: Words) -> str:
    """What the address that looks worst looks like; empty when the letter is about none."""
    if not letter.sites:
        return ""
    one = letter.sites[0]
    if one.verdict == "lookalike" and one.brand:
        return words("letter-seems-lookalike", brand=words.foreign(one.brand, 60))
    return words("letter-seems-suspicious" if one.verdict in ("lookalike", "suspicious") else "letter-seems-unknown")


def _total(letter: Letter, words: Words) -> str:
    """The cases' money in tenge; where only tokens came, these."""
    if letter.visits or not letter.chain:
        return words.money(letter.total_tiyn)
    sums: dict[str, int] = {}
    for one, amount in _arrived(letter):
        sums[one.currency] = sums.get(one.currency, 0) + amount
    return ", ".join(token(minor, code, words) for code, minor in sorted(sums.items())) or NOTHING


def _arrived(letter: Letter) -> Iterator[tuple[Coin, int]]:
    """Tokens of the cases that came to the end point; without one, what entered the chain, each token once."""
    if letter.node:
        yield from ((one, one.amount_minor) for one in letter.chain if one.payee == letter.node.name)
        return
    held: dict[tuple[str, str, str], int] = {}
    for one in letter.chain:
        payer, payee = ((one.case_id, one.currency, name) for name in (one.payer, one.payee))
        passed = min(held.get(payer, 0), one.amount_minor)
        held[payer] = held.get(payer, 0) - passed
        held[payee] = held.get(payee, 0) + one.amount_minor
        yield one, one.amount_minor - passed


def _asks(letter: Letter, template: Template, words: Words) -> list[Block]:
    said = _said(letter, words)
    there = {"": True, "visits": bool(letter.visits), "watch": any(one.watch_from for one in letter.visits)}
    printed = [n for n in range(1, template.asks + 1) if there[template.needs.get(n, "")]]
    points = [words(f"letter-{letter.kind}-ask-{n}", **said) for n in printed]
    points += [words.foreign(one, 400) for one in letter.asked]
    return [Heading(words("letter-h-asked")), Points(tuple(points))]


def _basis(letter: Letter, words: Words) -> list[Block]:
    one = law(letter.kind)
    ids = ", ".join(case.id for case in letter.cases[:12]) or NOTHING
    if len(letter.cases) > 12:
        ids += f" … ({words.count(len(letter.cases))})"
    rows = [(words("letter-f-cases"), ids)]
    rows += [(words("letter-f-article"), _article(each, words)) for each in one.articles]
    if letter.reason:
        rows.append((words("letter-f-reason"), words.foreign(letter.reason, 600)))
    if letter.since and letter.until:
        rows.append((words("letter-f-window"), f"{words.time(letter.since)} – {words.time(letter.until)}"))
    rows.append((words("letter-f-sanction"), _sanction(letter, words)))
    made: list[Block] = [Heading(words("letter-h-basis")), Pairs(tuple(rows))]
    if any(each.unsure for each in one.articles):
        made.append(Para(words("letter-unsure"), "small"))
    return made


def _article(one: Article, words: Words) -> str:
    told = words(f"letter-code-{one.code}", article=one.article) if one.article else words.of("letter-law", one.code)
    return f"{told} (?)" if one.unsure else told


def _sanction(letter: Letter, words: Words) -> str:
    if letter.sanction is not None:
        one = letter.sanction
        return words("letter-sanctioned", body=one.body, number=one.number, day=one.on)
    return words(f"letter-needs-{letter.needs_sanction}" if letter.needs_sanction else "letter-needs-nobody")


def _answer(letter: Letter, words: Words) -> list[Block]:
    one = law(letter.kind)
    last, checked = last_day(one, letter.issued)
    clock = words(f"letter-clock-{one.clock.replace('_', '-')}", length=str(one.length))
    if last is not None:
        clock += " " + words("letter-due" if checked else "letter-due-unchecked", day=words.day(last))
    points = [clock, words("letter-answer-1"), words("letter-answer-2"), words("letter-answer-3")]
    return [Heading(words("letter-h-answer")), Points(tuple(points))]


def _rights(letter: Letter, words: Words) -> list[Block]:
    limits = [words(f"letter-limit-{n}") for n in (1, 2)]
    return [
        Heading(words("letter-h-rights")),
        Points((*limits, words(f"letter-{letter.kind}-appeal"))),
    ]


def _checking(letter: Letter, words: Words) -> list[Block]:
    seal = letter.seal
    rows = (
        (words("v-shown"), letter.shown or NOTHING),
        (words("v-subject"), letter.subject or NOTHING),
        (words("v-result"), seal.result_hash or NOTHING),
        (words("v-run"), f"{seal.run or NOTHING} · Qalqan {seal.version}"),
        (words("v-root"), seal.root or NOTHING),
        (words("v-entries"), words.count(seal.entries)),
    )
    made: list[Block] = [Notice(words("machine-title"), (words("letter-machine"),), "machine")]
    made += approval_lines(letter.approvals, letter.needed, words)
    made += [Heading(words("h-verify"), 2), Pairs(rows)]
    if letter.sources:
        files = tuple((one.file, one.sha256) for one in letter.sources[:MOST_SOURCES])
        made.append(Grid((words("c-file"), "SHA-256"), files, "ll", (38, 62), (1,)))
    if len(letter.sources) > MOST_SOURCES:
        total = words.count(len(letter.sources))
        made.append(Para(words("cut-rows", shown=words.count(MOST_SOURCES), total=total), "small"))
    lawyer = signed(words.lang)
    by = words("letter-signed", lawyer=lawyer) if lawyer else words("letter-lawyer")
    made.append(Notice(words("law-title"), (by, words("letter-law")), "law"))
    return made
