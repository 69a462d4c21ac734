"""Tables that several letters share: visits to an end point, cases, ties, the end point and why."""

from __future__ import annotations

from qalqan.report import banks
from qalqan.report.blocks import Block, Grid, Heading, Pairs, Para
from qalqan.report.facts import Case
from qalqan.report.layout import end_text, ground_rule, ground_values, places_text
from qalqan.report.letters._facts import Letter
from qalqan.report.wording import NOTHING, Words
from qalqan.values.wallet import DIGITS

MOST = 60
TIES = 30


def cut(shown: int, total: int, words: Words) -> list[Block]:
    """A line that tells of rows left out, when there are."""
    if total <= shown:
        return []
    return [Para(words("cut-rows", shown=words.count(shown), total=words.count(total)), "small")]


def visits(letter: Letter, words: Words, *, camera: bool = False) -> list[Block]:
    """The operations asked about, each with its rows; with ``camera`` the window of the footage beside the machine."""
    head = [words("letter-c-payer"), words("letter-c-time"), words("letter-c-paid"), words("letter-c-mine")]
    head += [words("letter-c-watch") if camera else words("letter-c-node"), words("c-place")]
    rows = []
    for one in letter.visits[:MOST]:
        when = words.time(one.first) if one.first == one.last else f"{words.time(one.first)} – {words.time(one.last)}"
        watch = f"{end_text(one.node, words)}: {words.time(one.watch_from)} – {words.time(one.watch_to)}"
        payer = one.payer_as if one.payer_as == one.payer or not one.payer_as else f"{one.payer_as} → {one.payer}"
        bank = banks.short(one.payer_bank, letter.issued) if one.payer_bank else ""
        rows.append((
            f"{payer or one.payer} · {bank}" if bank else payer or one.payer,
            f"{when} ({words.count(one.transfers)})", words.money(one.paid_tiyn), words.money(one.amount_tiyn),
            watch if camera else end_text(one.node, words), places_text(one.places, letter.sources, words),
        ))  # fmt: skip
    grid = Grid(tuple(head), tuple(rows), "llrrll", (20, 16, 13, 13, 18, 20))
    return [
        Heading(words("letter-h-operations")),
        Para(words("letter-operations-lead"), "small"),
        grid,
        *cut(MOST, len(letter.visits), words),
    ]


def chain(letter: Letter, words: Words) -> list[Block]:
    """The cases' tokens from wallet to wallet, with the hashes by which anybody can look them up."""
    if not letter.chain:
        return []
    rows = tuple(
        (
            words.time(one.at), one.payer, one.payee, token(one.amount_minor, one.currency, words), one.hash or NOTHING,
            places_text(one.places[:1], letter.sources, words),
        )
        for one in letter.chain[:MOST]
    )  # fmt: skip
    head = (words("c-time"), words("c-from"), words("c-to"), words("c-sum"), words("letter-c-hash"), words("c-place"))
    return [
        Heading(words("letter-h-chain")),
        Para(words("letter-chain-lead"), "small"),
        Grid(head, rows, "lllrll", (11, 20, 20, 12, 20, 17), (4,)),
        *cut(MOST, len(letter.chain), words),
    ]


def token(minor: int, currency: str, words: Words) -> str:
    """A sum of tokens from its minor units, whole and exact."""
    digits = DIGITS.get(currency, 0)
    whole, part = divmod(minor, 10**digits)
    told = f"{part:0{digits}}".rstrip("0").ljust(2, "0") if digits else ""
    dot = "." if words.lang == "en" else ","
    return f"{words.count(whole)}{dot + told if told else ''} {currency}"


def node(letter: Letter, words: Words) -> list[Block]:
    """What the end point looks like to the program and why: a proposal, with its score."""
    one = letter.node
    if one is None:
        return []
    rows = [
        (words("letter-f-node"), end_text(one.name, words)),
        (words("letter-f-kind"), words("letter-looks", kind=words.of("end", one.kind), score=str(one.score))),
    ]
    if one.holder:
        rows.append((words("letter-f-holder"), words.foreign(one.holder, 120)))
    rows += [
        (
            words("letter-f-ground"),
            f"{ground_rule(each, words)} ({values})" if values != NOTHING else ground_rule(each, words),
        )
        for each in one.grounds[:4]
        if (values := ground_values(each, words))
    ]
    return [Heading(words("letter-h-node")), Pairs(tuple(rows))]


def cases(letter: Letter, words: Words, *, damage: bool = True) -> list[Block]:
    """The cases, as the register tells them; nobody's name."""
    head = (words("letter-c-case"), words("letter-c-registered"), words("letter-c-organ"), words("letter-c-article"),
            words("letter-c-damage"), words("c-place"))  # fmt: skip
    rows = tuple(
        (
            one.id, words.time(one.registered_at, day_only=True),
            _where(one, words),
            one.article[:60] or NOTHING, words.money(one.damage_tiyn) if damage else NOTHING,
            places_text(one.places[:2], letter.sources, words),
        )
        for one in letter.cases[:MOST]
    )  # fmt: skip
    grid = Grid(head, rows, "llllrl", (17, 11, 22, 12, 15, 23))
    return [Heading(words("letter-h-cases")), grid, *cut(MOST, len(letter.cases), words)]


def _where(one: Case, words: Words) -> str:
    told = (words.of("region", one.region) if one.region else "", one.organ[:80])
    return " · ".join(each for each in told if each) or NOTHING


def ties(letter: Letter, words: Words) -> list[Block]:
    """What ties the cases, the strongest first, each with its reasons and rows."""
    if not letter.ties:
        return [Heading(words("letter-h-ties")), Para(words("letter-no-ties"))]
    head = (words("letter-c-pair"), words("c-score"), words("c-ground"), words("c-place"))
    rows = []
    for one in letter.ties[:TIES]:
        told = []
        for each in one.grounds[:2]:
            values = ground_values(each, words)
            told.append(ground_rule(each, words) + (f" ({values})" if values != NOTHING else ""))
        spots = one.grounds[0].places if one.grounds else ()
        rows.append((
            f"{one.case_a} — {one.case_b}", str(one.score), "; ".join(told) or NOTHING,
            places_text(spots, letter.sources, words),
        ))  # fmt: skip
    return [
        Heading(words("letter-h-ties")),
        Para(words("letter-ties-lead"), "small"),
        Grid(head, tuple(rows), "lrll", (22, 8, 42, 28)),
        *cut(TIES, len(letter.ties), words),
    ]
