"""What the files can show of each series: the most that any analyser could tie.

Cases of one gang fall into one part when a chain of shared identifiers, all visible in the files, joins them.
A gang of several parts cannot be made whole by anybody; B-cubed recall of these parts is the ceiling.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qalqan.simulate.answers import Answers
from qalqan.simulate.book import Book
from qalqan.simulate.cases import Case
from qalqan.simulate.gangs import Gang
from qalqan.simulate.operators import Asked
from qalqan.simulate.oracle import Picture
from qalqan.simulate.shelf import write_csv


@dataclass(frozen=True, slots=True)
class Seen:
    """What the files hold: statements, told holders, asked numbers, and on whose names SIMs are."""

    book: Book
    answers: Answers
    holders: set[int]
    alias: dict[int, str]
    asked: Asked
    sim_owner: dict[str, int]


def write_ceiling(
    out: Path, cases: list[Case], gangs: dict[str, Gang], pictures: dict[int, Picture], seen: Seen
) -> None:
    """``ceiling.csv``: case, series, and the part of the series it can be tied to."""
    lawful = {hub.number for case in cases for hub in case.hubs}
    rows: list[tuple[object, ...]] = []
    marks = {case.index: _marks(case, gangs, pictures[case.index], seen) - lawful for case in cases}
    for gang in sorted({name for case in cases for name in case.gangs}):
        members = [case for case in cases if gang in case.gangs]
        parts = _parts({case.index: marks[case.index] for case in members})
        rows += [(case.id, gang, f"{gang}.{parts[case.index]}") for case in members]
    write_csv(out / "ceiling.csv", ("case_id", "series_id", "part"), rows)


def _marks(case: Case, gangs: dict[str, Gang], picture: Picture, seen: Seen) -> set[str]:
    """Identifiers of the fraudsters that the files show for a case."""
    book, statements = seen.book, seen.answers.statements
    same: dict[str, str] = {}
    for loss in case.losses:
        card, text = book.card(loss.dst), book.nodes[loss.dst].text
        same[card] = f"{card[:6]}*{card[-4:]}"
        if loss.dst in seen.holders:
            same |= dict.fromkeys((text, card, same[card], loss.phone), text)
    marks = {same.get(value, value) for value in case.told}
    for source, target in picture.edges:
        if (source in statements or target in statements) and not book.nodes[target].sink:
            marks.add(book.nodes[target].text)
    if book.people.phone[case.victim] in seen.asked.numbers:
        marks |= set(case.callers)
    devices = {sim.number: sim.imei for name in case.gangs for sim in gangs[name].sims}
    for number in marks & set(case.real_sims):
        if number in seen.asked.numbers:
            marks |= {devices.get(number, number), f"owner {seen.sim_owner.get(number, number)}"}
    return marks


def _parts(marks: dict[int, set[str]]) -> dict[int, int]:
    """Numbers of connected parts."""
    part = {case: case for case in marks}
    first: dict[str, int] = {}
    for case, values in marks.items():
        for value in sorted(values):
            old, new = part[first.setdefault(value, case)], part[case]
            if old != new:
                part = {c: (old if p == new else p) for c, p in part.items()}
    return part
