"""What lay on each account of a trail over time (SVG): this case's money below, other money on it, and how sure it is.

A panel an account, one time axis for all. Dark is this case's money by the rule, light what else was there; a bar with
caps is the range of this case's money at that moment; hatched is time of which no answer tells: there nothing is known,
which is not zero. Told by shade, pattern and line, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from qalqan.clock import UTC, to_local
from qalqan.report.balances_axis import Axis, axis
from qalqan.report.sankey import text, wrap
from qalqan.report.wording import HARD, Words

WIDTH, LEFT, RIGHT = 742, 168, 730
TOP, PANEL, GAP = 40, 62, 20
NEAR = 86
SIGNS = 24
DEFS = (
    '<pattern id="unknown" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke="#8b97a3" stroke-width="1.1"/></pattern>'
)
INK, LIGHT, FAINT = "#22344a", "#cfd8e2", "#5d6874"


@dataclass(frozen=True, slots=True)
class Step:
    """From a moment on: this case's money and other money on the account, in tiyn."""

    at: datetime
    ours_tiyn: int
    other_tiyn: int


@dataclass(frozen=True, slots=True)
class Range:
    """At a moment: the lowest and highest sum of this case's money that may be there."""

    at: datetime
    low_tiyn: int
    high_tiyn: int


@dataclass(frozen=True, slots=True)
class Balance:
    """One account: its number in the document, names, what lay on it, ranges, and the times an answer tells of."""

    number: int
    account: str
    bank: str
    steps: tuple[Step, ...]
    ranges: tuple[Range, ...]
    known: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class Balances:
    """The accounts of a trail from the first loss to the moment of the picture; ``more`` are not shown."""

    since: datetime
    until: datetime
    accounts: tuple[Balance, ...]
    more: int = 0


def micros(at: datetime) -> int:
    """Microseconds since 1970."""
    past = at - datetime(1970, 1, 1, tzinfo=UTC)
    return (past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds


def svg(told: Balances, lang: str, title: str = "", desc: str = "") -> str:
    """The picture in a language; title and description are for those who hear it read out."""
    words = Words(lang)
    if not told.accounts:
        said = f'<text x="10" y="30" font-size="14" fill="{INK}">{text(words("picture-empty"))}</text>'
        return wrap(WIDTH, 50, said, title, desc)
    moments = [micros(told.since), micros(told.until)]
    moments += [micros(step.at) for one in told.accounts for step in one.steps if told.since <= step.at <= told.until]
    line = axis(moments, LEFT, RIGHT)
    parts = [_legend(words)]
    for at, one in enumerate(told.accounts):
        parts.append(_panel(one, told, line, TOP + at * (PANEL + GAP), words))
    bottom = TOP + len(told.accounts) * (PANEL + GAP) - GAP
    parts.append(_times(line, bottom, words))
    parts.append(
        f'<path d="M{line.x(micros(told.until))} {TOP - 6}V{bottom + 4}" stroke="{INK}" stroke-width="1.6" '
        'stroke-dasharray="6 3" fill="none"/>'
    )
    return wrap(WIDTH, bottom + 40, "".join(parts), title, desc, defs=DEFS)


def _legend(words: Words) -> str:
    entries = (
        (f'<rect x="{{0}}" y="7" width="20" height="13" fill="{INK}"/>', "balances-ours"),
        (f'<rect x="{{0}}" y="7" width="20" height="13" fill="{LIGHT}" stroke="{FAINT}" stroke-width="0.6"/>',
         "balances-other"),
        (f'<path d="M{{1}} 6V21M{{2}} 6H{{3}}M{{2}} 21H{{3}}" stroke="{INK}" stroke-width="1.4"/>', "balances-range"),
        (f'<rect x="{{0}}" y="7" width="20" height="13" fill="url(#unknown)" stroke="{FAINT}" stroke-width="0.6"/>',
         "balances-unknown"),
        (f'<path d="M{{1}} 5V22" stroke="{INK}" stroke-width="1.6" stroke-dasharray="6 3"/>', "balances-as-of"),
    )  # fmt: skip
    parts, x = [], 6
    for drawn, key in entries:
        parts.append(drawn.format(x, x + 10, x + 6, x + 14))
        parts.append(_word(x + 26, 18, words(key), 10.5))
        x += 26 + len(words(key)) * 57 // 10 + 14
    return "".join(parts)


def _word(x: int, y: int, said: str, size: float = 9.5, style: str = "") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="#16222f"{style}>{text(said)}</text>'


def _panel(one: Balance, told: Balances, line: Axis, top: int, words: Words) -> str:
    """One account: its names, its scale, steps, ranges and what is unknown."""
    steps = [step for step in one.steps if step.at <= told.until]
    ours = max((step.ours_tiyn for step in steps), default=0)
    likely = max(ours, *(span.high_tiyn for span in one.ranges if span.high_tiyn <= 4 * max(ours, 1)), 1)
    everything = max((step.ours_tiyn + step.other_tiyn for step in steps), default=0)
    full = max(everything, likely) if everything <= 3 * likely else likely * 3 // 2
    last = steps[-1] if steps else Step(told.until, 0, 0)
    named = f"№{one.number}{HARD}{one.bank}" if one.number else one.bank
    parts = [
        _word(6, top + 11, named[:SIGNS], 10.5, ' font-weight="700"'),
        _word(6, top + 23, one.account if len(one.account) <= SIGNS else one.account[: SIGNS - 1] + "…"),
        _word(6, top + 38, words("balances-left", sum=words.count(last.ours_tiyn // 100))),
        _word(6, top + 50, words("balances-beside", sum=words.count(last.other_tiyn // 100))),
        _word(LEFT - 6, top - 2, words.count(full // 100), 8, ' text-anchor="end"'),
        f'<path d="M{LEFT} {top}V{top + PANEL}H{RIGHT}" fill="none" stroke="{FAINT}" stroke-width="0.7"/>',
        f'<path d="M{LEFT - 4} {top}H{LEFT}" stroke="{FAINT}" stroke-width="0.7"/>',
    ]
    parts += _areas(steps, told, line, top, full)
    parts += _unknown(one, told, line, top)
    parts += [_range(span, line, top, full) for span in one.ranges if span.high_tiyn != span.low_tiyn]
    return "".join(parts)


def _areas(steps: Sequence[Step], told: Balances, line: Axis, top: int, full: int) -> list[str]:
    """Steps as rectangles; where all that is there does not fit the scale, a tip upwards says so."""
    until = Step(told.until, 0, 0)
    parts = []
    for step, after in pairwise([*steps, until]):
        x1, x2 = line.x(micros(max(step.at, told.since))), line.x(micros(max(after.at, told.since)))
        ours, whole = (min(sum_, full) * PANEL // full for sum_ in (step.ours_tiyn, step.ours_tiyn + step.other_tiyn))
        ours = max(ours, 1 if step.ours_tiyn else 0)
        base, wide = top + PANEL, max(x2 - x1, 1)
        if whole > ours:
            parts.append(
                f'<rect x="{x1}" y="{base - whole}" width="{wide}" height="{whole - ours}" fill="{LIGHT}" '
                f'stroke="{FAINT}" stroke-width="0.4"/>'
            )
        if ours:
            parts.append(f'<rect x="{x1}" y="{base - ours}" width="{wide}" height="{ours}" fill="{INK}"/>')
        if step.ours_tiyn + step.other_tiyn > full and wide > 7:
            middle = x1 + wide // 2
            tip = f"M{middle - 4} {top + 6}L{middle} {top - 1}L{middle + 4} {top + 6}Z"
            parts.append(f'<path d="{tip}" fill="{FAINT}"/>')
    return parts


def _unknown(one: Balance, told: Balances, line: Axis, top: int) -> list[str]:
    """Hatching over the time since the first of the money of which no answer tells."""
    reached = max(min((step.at for step in one.steps), default=told.since), told.since)
    parts = []
    for since, until in [*sorted(one.known), (told.until, told.until)]:
        if since > reached:
            x1, x2 = line.x(micros(reached)), line.x(micros(min(since, told.until)))
            if x2 > x1:
                parts.append(
                    f'<rect x="{x1}" y="{top}" width="{x2 - x1}" height="{PANEL}" fill="#ffffff" fill-opacity="0.45"/>'
                    f'<rect x="{x1}" y="{top}" width="{x2 - x1}" height="{PANEL}" fill="url(#unknown)"/>'
                )
        reached = max(reached, until)
    return parts


def _range(span: Range, line: Axis, top: int, full: int) -> str:
    x = line.x(micros(span.at))
    low, high = (top + PANEL - min(sum_, full) * PANEL // full for sum_ in (span.low_tiyn, span.high_tiyn))
    end = f"M{x - 4} {high + 5}L{x} {high}L{x + 4} {high + 5}" if span.high_tiyn > full else f"M{x - 4} {high}H{x + 4}"
    shape = f"M{x} {low}V{high}M{x - 4} {low}H{x + 4}{end}"
    return (
        f'<path d="{shape}" stroke="#ffffff" stroke-width="4" fill="none"/>'
        f'<path d="{shape}" stroke="{INK}" stroke-width="1.4" fill="none"/>'
    )


def _times(line: Axis, bottom: int, words: Words) -> str:
    """Moments under the axis where they do not crowd, and the length of what is broken out."""
    parts, free, end = [], 0, line.stretches[-1].x2
    for at, one in enumerate(line.stretches):
        for x, moment in dict.fromkeys(((one.x1, one.since), (one.x2, one.until))):
            parts.append(f'<path d="M{x} {bottom}v5" stroke="{INK}" stroke-width="1"/>')
            if x == end or (x - NEAR // 4 >= free and x + NEAR // 2 < end):
                parts += _moment(min(x, RIGHT - 12), bottom, moment, words)
                free = x + NEAR // 4
        if at + 1 < len(line.stretches):
            after = line.stretches[at + 1]
            x = (one.x2 + after.x1) // 2
            parts.append(
                f'<rect x="{one.x2 + 3}" y="{bottom - 2}" width="{after.x1 - one.x2 - 6}" height="4" fill="#ffffff"/>'
                f'<path d="M{x - 6} {bottom + 4}l4 -8M{x + 2} {bottom + 4}l4 -8" stroke="{INK}" stroke-width="1"/>'
            )
            parts.append(_word(x, bottom + 36, _long(after.since - one.until, words), 8, ' text-anchor="middle"'))
    return "".join(parts)


def _moment(x: int, bottom: int, moment: int, words: Words) -> list[str]:
    """Hour and day under a place of the axis."""
    local = to_local(datetime.fromtimestamp(moment // 1_000_000, UTC))
    day, anchor = f"{local:%m-%d}" if words.lang == "en" else f"{local:%d.%m}", ' text-anchor="middle"'
    return [_word(x, bottom + 15, f"{local:%H:%M}", 8.5, anchor), _word(x, bottom + 26, day, 8.5, anchor)]


def _long(micro: int, words: Words) -> str:
    hours = micro // 3_600_000_000
    return words("balances-days", count=hours // 24) if hours >= 48 else words("balances-hours", count=max(hours, 1))
