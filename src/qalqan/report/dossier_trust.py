"""The dossier's sections on trust: data gaps, what speaks against, what a machine made, how to check it."""

from __future__ import annotations

from collections.abc import Sequence

from qalqan.report import banks
from qalqan.report.blocks import Block, Code, Grid, Heading, Notice, Pairs, Para, Points, Signature
from qalqan.report.facts import Approval, Dossier, Ground
from qalqan.report.layout import account_text, ground_rule, ground_values, places_text
from qalqan.report.wording import NOTHING, Words

MOST_ROLES = 40
MOST_GAPS = 40


def gaps(dossier: Dossier, words: Words) -> list[Block]:
    """Banks and accounts about which the data are silent."""
    made: list[Block] = [Heading(words("h-gaps"))]
    if not dossier.gaps:
        return [*made, Para(words("no-gaps" if dossier.stands else "gaps-no-trail"))]
    day = dossier.day
    waiting = sorted({banks.name(g.bank, words.lang, day) for g in dossier.gaps if g.bank and g.kind == "none"})
    made.append(Para(words("gaps-lead")))
    if waiting:
        made.append(Para(words("gaps-banks", banks="; ".join(waiting))))
    made.append(Grid(
        (words("c-account"), words("c-bank"), words("c-gap"), words("c-needed"), words("c-known")),
        tuple(
            (
                account_text(g.number, g.account, words), banks.short(g.bank, day) or NOTHING, words.of("gap", g.kind),
                words("since", moment=words.time(g.since)) if g.since else NOTHING,
                f"{words.time(g.known_from)} – {words.time(g.known_to)}" if g.known_from else NOTHING,
            )
            for g in dossier.gaps[:MOST_GAPS]
        ),
        "lllll", (26, 13, 19, 17, 25),
    ))  # fmt: skip
    if len(dossier.gaps) > MOST_GAPS:
        made.append(Para(words(
            "cut-rows", shown=words.count(MOST_GAPS), total=words.count(len(dossier.gaps))
        ), "small"))  # fmt: skip
    return made


def against(dossier: Dossier, words: Words) -> list[Block]:
    """What speaks against: each point with its values, and the questions a defence would ask."""
    made: list[Block] = [Heading(words("h-against")), Para(words("against-lead"))]
    lines = []
    for one in dossier.against:
        values = {name: _against_value(name, value, words) for name, value in one.values}
        lines.append(
            words(f"against-{one.kind.replace('_', '-')}", **{k.removesuffix("_tiyn"): v for k, v in values.items()})
        )
    if not lines:
        lines.append(words("against-none"))
    made.append(Points(tuple(lines)))
    made.append(
        Notice(words("against-always-title"), tuple(words(f"against-always-{n}") for n in (1, 2, 3)), "against")
    )
    return made


def _against_value(name: str, value: str | int, words: Words) -> str:
    if name.endswith("_tiyn") and isinstance(value, int):
        return words.money(value)
    if name == "rule":
        return words.of("rule", str(value))
    return words.count(value) if isinstance(value, int) else value


def machine(dossier: Dossier, words: Words) -> list[Block]:
    """What the machine proposed and nobody decided yet, labelled."""
    made: list[Block] = [
        Heading(words("h-machine")),
        Notice(words("machine-title"), (words("machine-label"), words("machine-decides")), "machine"),
    ]
    if not dossier.roles:
        return [*made, Para(words("no-roles"))]
    made.append(Grid(
        (words("c-subject"), words("c-role"), words("c-score"), words("c-ground"), words("c-place")),
        tuple(
            (
                r.subject, words.of("role", r.role), str(r.score),
                "; ".join(_ground(g, words) for g in r.grounds[:3]) or NOTHING,
                places_text(r.grounds[0].places if r.grounds else (), dossier.sources, words),
            )
            for r in dossier.roles[:MOST_ROLES]
        ),
        "llrll", (24, 15, 8, 27, 26),
    ))  # fmt: skip
    if len(dossier.roles) > MOST_ROLES:
        made.append(Para(words(
            "cut-rows", shown=words.count(MOST_ROLES), total=words.count(len(dossier.roles))
        ), "small"))  # fmt: skip
    return made


def _ground(ground: Ground, words: Words) -> str:
    values = ground_values(ground, words)
    return ground_rule(ground, words) + (f" ({values})" if values != NOTHING else "")


def verify(dossier: Dossier, words: Words) -> list[Block]:
    """Hashes, commands, approvals, the legal note, and the list of originals."""
    seal = dossier.seal
    rows = (
        (words("v-shown"), dossier.shown or NOTHING),
        (words("v-subject"), dossier.subject or NOTHING),
        (words("v-result"), seal.result_hash or NOTHING),
        (words("v-run"), f"{seal.run or NOTHING} · Qalqan {seal.version}"),
        (words("v-root"), seal.root or NOTHING),
        (words("v-entries"), words.count(seal.entries)),
        (words("v-key"), seal.public_key or NOTHING),
        (words("v-known"), words.time(dossier.known_at) if dossier.known_at else words("v-known-all")),
    )
    made: list[Block] = [Heading(words("h-verify")), Para(words("verify-lead")), Pairs(rows)]
    what = "case" if dossier.what == "case" else "series"
    made.append(Code((
        "qalqan verify WS --witness FILE",
        f"qalqan show WS {what} {dossier.id}",
        *((f"qalqan trace WS --case {dossier.id} --rule {dossier.rule}",) if what == "case" else ()),
        "sha256sum FILE",
    )))  # fmt: skip
    made += approvals(dossier.approvals, dossier.needed, words)
    made.append(Notice(words("law-title"), (words("law-lawyer"), words("law-reference"), words("law-data")), "law"))
    made.append(Heading(words("h-annex")))
    if not dossier.sources:
        return [*made, Para(words("no-sources"))]
    made.append(Grid(
        (words("c-file"), "SHA-256"), tuple((one.file, one.sha256) for one in dossier.sources), "ll", (38, 62), (1,)
    ))  # fmt: skip
    return made


def approvals(given: Sequence[Approval], needed: int, words: Words) -> list[Block]:
    """The approvals of exactly this content, and lines for those still missing."""
    made: list[Block] = [Heading(words("h-approvals"), 2)]
    made += [
        Signature(
            words("approved", officer=one.officer), words("approved-at", moment=words.time(one.at), id=one.decision)
        )
        for one in given
    ]
    made += [
        Signature(words("approval-missing", number=str(number)), words("approval-missing-note"))
        for number in range(len(given) + 1, needed + 1)
    ]
    return made
