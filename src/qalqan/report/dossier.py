"""The dossier of a case or a series: everything that is claimed, on what ground, and what speaks against it.

Reference material until a person enters it by protocol. ``write`` lays it out as PDF/A-2b in Kazakh, Russian or
English.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from qalqan.report import dossier_money, dossier_ties, dossier_trust, pdf
from qalqan.report.blocks import Block, Heading, Notice, Pairs, Para, Sheet
from qalqan.report.facts import EPOCH, Case, Dossier
from qalqan.report.layout import moment_text, places_text
from qalqan.report.wording import NOTHING, Words

__all__ = ["Dossier", "sheet", "write"]


def write(dossier: Dossier, path: Path, lang: str) -> str:
    """Lay the dossier out as PDF/A-2b into ``path``; gives the SHA-256 of the file."""
    made = pdf.render(sheet(dossier, lang))
    path.write_bytes(made)
    return hashlib.sha256(made).hexdigest()


def sheet(dossier: Dossier, lang: str) -> Sheet:
    """The document in a language, before it is printed."""
    words = Words(lang)
    title = words(f"{dossier.what}-title", id=dossier.id)
    return Sheet(
        title=title,
        lang=lang,
        moment=int((dossier.as_of or EPOCH).timestamp()),
        head=f"{title} · {words('reference')}",
        foot=words("foot", hash=dossier.shown[:16]),
        page=words("page", n="{n}", of="{of}"),
        draft=words("draft") if dossier.draft else "",
        draft_note=words(dossier.draft.removeprefix("report-")) if dossier.draft else "",
        blocks=tuple(_numbered(_blocks(dossier, words))),
    )


def _blocks(dossier: Dossier, words: Words) -> list[Block]:
    blocks: list[Block] = [Para(words(f"{dossier.what}-title", id=dossier.id), "centre")]
    blocks += _claimed(dossier, words)
    blocks += [Notice(words("presumption-title"), (words("presumption"), words("terms")), "law")]
    blocks += _cases(dossier, words)
    blocks += dossier_money.blocks(dossier, words)
    blocks += dossier_money.timeline(dossier, words)
    blocks += dossier_ties.blocks(dossier, words)
    blocks += dossier_trust.gaps(dossier, words)
    blocks += dossier_trust.against(dossier, words)
    blocks += dossier_trust.machine(dossier, words)
    blocks += dossier_trust.verify(dossier, words)
    return blocks


def _numbered(blocks: list[Block]) -> list[Block]:
    """Main headings counted from 1."""
    count = 0
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            count += 1
            made.append(Heading(f"{count}. {block.text}"))
        else:
            made.append(block)
    return made


def _claimed(dossier: Dossier, words: Words) -> list[Block]:
    """One paragraph: what is claimed, with sums, moment, rule, and how sure."""
    case = dossier.cases[0] if len(dossier.cases) == 1 else None
    said = []
    if case is not None:
        said.append(words(
            "claim-case", id=case.id, day=words.time(case.registered_at, day_only=True),
            damage=words.money(case.damage_tiyn),
        ))  # fmt: skip
    else:
        damage = sum(one.damage_tiyn or 0 for one in dossier.cases)
        said.append(
            words("claim-series", id=dossier.id, count=words.count(len(dossier.cases)), damage=words.money(damage))
        )
    if dossier.losses and dossier.stands:
        still, gone, out = dossier_money.thirds(dossier.stands)
        said.append(words(
            "claim-money", count=words.count(len(dossier.losses)), loss=words.money(dossier.loss_tiyn),
            rule=words.of("rule", dossier.rule), moment=moment_text(dossier, words), still=words.money(still[0]),
            low=words.money(still[1]), high=words.money(still[2]), gone=words.money(gone[0]), out=words.money(out[0]),
        ))  # fmt: skip
    else:
        said.append(words("claim-no-money"))
    said.append(
        words("claim-ties", count=words.count(dossier.ties_total)) if dossier.ties_total else words("claim-no-ties")
    )
    said.append(words("claim-machine"))
    if dossier.closed:
        said.append(words("closed"))
    if dossier.minors:
        said.append(words("minors", count=words.count(dossier.minors)))
    return [Heading(words("h-claimed")), Para(" ".join(said), "lead")]


def _cases(dossier: Dossier, words: Words) -> list[Block]:
    if len(dossier.cases) != 1:
        return dossier_ties.members(dossier, words)
    case = dossier.cases[0]
    rows = [
        ("f-number", case.id),
        ("f-aliases", ", ".join(case.aliases)),
        ("f-registered", words.time(case.registered_at) if case.registered_at else ""),
        ("f-organ", case.organ),
        ("f-region", f"{words.of('region', case.region)} ({case.region})" if case.region else ""),
        ("f-article", case.article),
        ("f-mo", words.of("mo", case.mo) if case.mo else ""),
        ("f-status", _status(case, words)),
        ("f-damage", words.money(case.damage_tiyn)),
        ("f-victim", case.victim_name),
        ("f-victim-iin", case.victim_iin),
        ("f-victim-phone", case.victim_phone),
        ("f-victim-account", case.victim_account),
        ("f-series", ", ".join(dossier.series)),
        ("f-source", places_text(case.places, dossier.sources, words)),
    ]
    told = tuple((words(key), words.foreign(value, 300)) for key, value in rows if value and value != NOTHING)
    blocks: list[Block] = [Heading(words("h-case")), Pairs(told)]
    if case.plot:
        blocks += [Heading(words("h-plot"), 2), Para(words.foreign(case.plot, 3000))]
    if dossier.masked:
        blocks.append(Para(words("masked"), "small"))
    return blocks


def _status(case: Case, words: Words) -> str:
    if not case.status:
        return ""
    told = words.of("status", case.status)
    return f"{told} ({words.time(case.status_at, day_only=True)})" if case.status_at else told
