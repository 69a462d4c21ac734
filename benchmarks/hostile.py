"""Hostile texts: CPU milliseconds of every pass by kind of text at 256 KB, 512 KB and 1 MB, and how they grow.

    python benchmarks/hostile.py [--sizes 262144 524288 1048576] [--only NAME …] [--rounds 3]

Each kind is one text of so many bytes of UTF-8 that makes a pass do the most: everything hits, nothing ends, marks are
piled. Times are of the processor (``time.process_time``), best of the rounds, beside a calibration loop of the same
run. A row is a pass with its slowest kind at each size; ``growth`` is the time at the greatest size by that at half of
it, of the slowest kind (2 is linear). ``--all`` prints every pass and kind. Exits with 1 where a pass takes more than
the limit at the greatest size; rows that begin with ALL are whole readings of many passes. Links read 4,000 signs of a
text, so their time does not grow; talk reads 50,000 and has its own table in ``talk.py``.
"""

from __future__ import annotations

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import argparse
import sys
import time
from collections.abc import Callable

import numpy as np
import polars as pl

from qalqan.kernels import words
from qalqan.language import _fold_numbers, _fold_signs, _fold_view, _fold_words, fold
from qalqan.mentions import entities, organisations, persons
from qalqan.mentions._entities_kinds import PATTERNS
from qalqan.mentions._entities_sums import moments, sums
from qalqan.scam import links

KINDS = {
    "one letter": "а",
    "blanks": " ",
    "combining marks": "а" + "\u0301\u0323" * 8,
    "number words": "бір екі үш төрт ",
    "one number word": "жүз ",
    "mixed scripts": "kаsрі ",
    "brands": "kaspi ",
    "zero-width": "а\u200b",
    "keycaps": "1\ufe0f\u20e3",
    "spaced letters": "к ",
    "spaced figures": "1 ",
    "spaced both": "к 1 ",
    "dots": "a.",
    "hosts": "a.kz ",
    "at signs": "a@",
    "handles": "@abcd ",
    "round letters": "0О",
    "long forms": "\ufdfa",
    "names": "Серік Сынақов ",
    "initials": "А.",
    "phones": "8 701 123 45 67 ",
    "half a phone": "8 701 ",
    "cards": "4400 4301 2345 6789 ",
    "stars": "4400 **** ",
    "figures": "7",
    "dates": "12.05.2025 ",
    "sums": "5 000 тенге ",
    "brackets": "5 (",
    "codes": "код скажи ",
    "turns": "A: код\n",
}
LIMIT = 50.0
Pass = Callable[[], object]


def text(unit: str, size: int) -> str:
    """A text of ``size`` bytes made of one unit; a sign cut in two is left out."""
    whole = unit * (size // len(unit.encode()) + 1)
    return whole.encode()[:size].decode("utf-8", "ignore")


def folding(told: str) -> dict[str, Pass]:
    """The normal view's own passes, each on what the one before it left (a copy, since they work in place)."""
    signs, (keys, meant) = _fold_view.signs(), _fold_view.vocabulary()  # type: ignore[attr-defined]
    source = np.frombuffer(told.encode("utf-32-le"), np.uint32)
    room = source.size * int(max(signs.count.max(), 1)) if told[:1] == "\ufdfa" else source.size
    empty = (np.empty(room, np.uint32), np.empty(room, np.int32), np.empty(room, np.int32), np.zeros(room, np.bool_))
    scratch = np.empty((7, room + 1), np.int32)
    tables = (signs.count, signs.first, signs.more, signs.pool, signs.shape, signs.kind, signs.pairs, signs.joined)
    steps: dict[str, Callable[..., int | None]] = {
        "fold signs": lambda *held, w: w * 0 + _fold_signs.plain(source, 0, source.size, *tables, *held, 0),  # type: ignore[call-arg]
        "fold spaced": lambda *held, w: _fold_signs.spaced(*held, 0, w, signs.kind),  # type: ignore[call-arg]
        "fold words": lambda *held, w: _fold_words.words(
            held[0], held[3], 0, w, signs.kind, signs.latin, signs.cyrillic, signs.figure, signs.leet
        ),
        "fold numbers": lambda *held, w: _fold_numbers.numbers(  # type: ignore[call-arg]
            *held, 0, w, signs.kind, signs.word, keys, meant, scratch
        ),
    }
    made: dict[str, Pass] = {}
    end = 0
    for name, step in steps.items():
        before = tuple(one.copy() for one in empty)

        def work(
            step: Callable[..., int | None] = step, before: tuple[np.ndarray, ...] = before, end: int = end
        ) -> object:
            return step(*(one.copy() for one in before), w=end)

        made[name] = work
        end = step(*empty, w=end) or end
    return made


def passes(told: str) -> dict[str, Pass]:
    """The passes over one text, each by itself; entities' passes run on the normal view, as in life."""
    column = pl.Series([told])
    plain, views = fold.normal_column(column)
    frame = pl.DataFrame({"text": plain}).with_row_index("index").with_columns(pl.col("index").cast(pl.UInt32))
    lines = entities._lines(frame, column, views)
    codes = np.frombuffer(plain[0].encode("utf-32-le"), np.uint32).astype(np.int32)
    bounds = np.array([0, codes.size], np.int64)
    made: dict[str, Pass] = {
        **folding(told),
        "cyrillic key": lambda: fold.cyrillic(column),
        "words": lambda: words.split(codes, bounds),
        "lines": lambda: entities._lines(frame, column, views),
        "persons": lambda: persons.find(lines),
        "organisations": lambda: organisations.find(frame),
        "sums": lambda: sums(frame),
        "moments": lambda: moments(frame, ""),
        "links": lambda: links.read(column),
    }
    for place, pattern in enumerate(PATTERNS):
        made[f"{pattern.kind} {place}"] = lambda pattern=pattern: entities._matches(frame, pattern)  # type: ignore[misc]
    found = [made[name]() for name in made if name in {"persons", "organisations", "sums", "moments"}]
    found += [entities._matches(frame, pattern) for pattern in PATTERNS]
    every = pl.concat([one.select(*entities._COLUMNS).cast({"rank": pl.Int32}) for one in found])  # type: ignore[attr-defined]
    kept = entities._apart(every)
    made["overlaps"] = lambda: entities._apart(every)
    made["places"] = lambda: entities._written(kept, column, views)
    made["ALL fold"] = lambda: fold.read(column)
    made["ALL entities"] = lambda: entities.find(column)
    return made


def spent(work: Pass, rounds: int) -> float:
    """Milliseconds of the processor, the best of the rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def measured(sizes: list[int], rounds: int, only: list[str]) -> dict[str, dict[str, list[float]]]:
    """Milliseconds by pass, kind and size."""
    table: dict[str, dict[str, list[float]]] = {}
    for kind, unit in KINDS.items():
        for size in sizes:
            for name, work in passes(text(unit, size)).items():
                if not only or any(one in name for one in only):
                    table.setdefault(name, {}).setdefault(kind, []).append(spent(work, rounds))
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1 << 18, 1 << 19, 1 << 20])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=[], help="passes whose name holds one of these")
    parser.add_argument("--all", action="store_true", help="every pass and kind")
    given = parser.parse_args()
    passes(text(" ".join(KINDS.values()), 4096))["ALL entities"]()  # compiled code is made or loaded
    for warm in passes(text("Серік Сынақов 5 000 тенге ", 4096)).values():
        warm()
    loop = spent(lambda: sum(i * i for i in range(1_000_000)), 3)
    table = measured(given.sizes, given.rounds, given.only)
    heads = "".join(f"{size >> 10:>9} KB" for size in given.sizes)
    print(f"{'pass':16} {'kind':16}{heads}   growth   (calibration loop {loop:.0f} ms, limit {LIMIT:.0f} ms)")
    slow = 0
    for name, kinds in table.items():
        worst = max(kinds, key=lambda kind: kinds[kind][-1])
        for kind in kinds if given.all else [worst]:
            row = kinds[kind]
            growth = f"{row[-1] / row[-2]:8.2f}" if len(row) > 1 and row[-2] else ""
            over = not name.startswith("ALL") and row[-1] > LIMIT
            slow += over and kind == worst
            print(
                f"{name:16} {kind:16}" + "".join(f"{ms:12.1f}" for ms in row) + f" {growth}{'  over' if over else ''}"
            )
    print(f"{slow} of {len(table)} passes over the limit at {given.sizes[-1] >> 10} KB")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
