"""What the rules would have done on a day of calls, with false blocks in plain numbers.

Nobody knows which of a day's calls were honest. So a would-be block is called *contradicted* when the day itself speaks
for the caller: the called person had rung this number before (afterwards would tell nothing, for victims ring back).
The rate of contradicted blocks, with the upper end of its 95 % interval (Clopper and Pearson, 1934), is scaled to the
operator's own number of calls a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import polars as pl

from qalqan.desk import outcomes
from qalqan.desk.ingest import ingest
from qalqan.errors import NotFound
from qalqan.gate.book import BLOCK, LABEL, Book, Order
from qalqan.gate.decide import ABROAD, call
from qalqan.gate.state import State
from qalqan.link.spoof import INTERNATIONAL
from qalqan.settings import Settings
from qalqan.store.canon import canonical
from qalqan.store.workspace import Workspace

BASIS: Final = "request=gate-replay"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Replay:
    """Counts of a replay; ``report`` is canonical JSON and ``sha256`` names it in an order."""

    report: str
    sha256: str
    told: dict[str, Any]


def calls_of(file: Path, settings: Settings, progress: Progress = lambda *_: None) -> pl.DataFrame:
    """The calls of any file that the importer reads, in order of time. Raises NotFound when it holds none."""
    with TemporaryDirectory(prefix="qalqan-replay-") as place:
        path = Path(place) / "ws"
        Workspace.init(path).close()
        ingest(path, [file], settings, basis=BASIS, take_best=True, progress=progress)
        with Workspace.open(path) as ws:
            found = dict(outcomes.observed(ws)).get("call")
    if found is None or found.is_empty():
        raise NotFound("error-gate-no-calls", where=str(file))
    return prepared(found)


def prepared(calls: pl.DataFrame) -> pl.DataFrame:
    """Columns at (microseconds), a, b, international, imei, cell; voice only, in total order."""
    return (
        calls.filter((pl.col("service").fill_null("voice") == "voice") & pl.col("at").is_not_null())
        .select(
            pl.col("at").dt.timestamp("us"), pl.col("a").fill_null(""), pl.col("b").fill_null(""),
            pl.col("trunk").str.contains(INTERNATIONAL).fill_null(value=False).alias("international"),
            pl.col("imei").fill_null(""), pl.col("cell").fill_null(""),
        )
        .sort("at", "a", "b", "international", "imei", "cell")
    )  # fmt: skip


def replay(
    calls: pl.DataFrame, book: Book, *, ordered: frozenset[str], daily: int, progress: Progress = lambda *_: None
) -> Replay:
    """Decide on every call as if the rules ``ordered`` were ordered; ``daily`` is the operator's calls a day."""
    forever = 1 << 62
    orders = {rule: Order(rule, "replay", "-", "1970-01-01", forever, "0" * 64) for rule in ordered}
    tried = Book(book.id, book.made, book.until, book.public_key, book.rules, book.lists, orders)
    state, rows = State(), calls.rows()
    rung = _first_rung(calls)
    actions: Counter[str] = Counter()
    rules: dict[str, Counter[str]] = {}
    numbers: dict[str, set[str]] = {}
    for place, (at, a, b, international, imei, cell) in enumerate(rows):
        if place % 20_000 == 0:
            progress("cli-gate-replay-bar", place, len(rows))
        told = {"a": a, "b": b, "trunk": ABROAD if international else "", "imei": imei, "cell": cell}
        verdict = call(tried, state, told, at)
        actions[verdict.action] += 1
        if not verdict.rule:
            continue
        mine = rules.setdefault(verdict.rule, Counter())
        mine[verdict.action] += 1
        mine["contradicted"] += rung.get((b, a), at) < at
        numbers.setdefault(verdict.rule, set()).add(a)
    told_rules = [_rule(rule, rules[rule], len(numbers[rule]), len(rows), daily) for rule in sorted(rules)]
    told = {
        "book": book.id, "calls": len(rows), "daily": daily, "ordered": sorted(ordered),
        "labelled": actions[LABEL], "blocked": actions[BLOCK], "rules": told_rules,
    }  # fmt: skip
    text = canonical(told)
    return Replay(text, sha256(text.encode()).hexdigest(), told)


def _first_rung(calls: pl.DataFrame) -> dict[tuple[str, str], int]:
    """When each pair (caller, called) first spoke, of the pairs that spoke both ways."""
    pairs = calls.group_by("a", "b").agg(pl.col("at").min())
    other = pairs.select(pl.col("b").alias("a"), pl.col("a").alias("b"))
    both = pairs.join(other, on=["a", "b"], how="semi")
    return {(a, b): at for a, b, at in both.select("a", "b", "at").iter_rows()}


def _rule(rule: str, counts: Counter[str], numbers: int, calls: int, daily: int) -> dict[str, Any]:
    """One rule's row: what it would have done, and wrong blocks a day, likely and at most (all whole numbers)."""
    wrong = counts["contradicted"]
    fired = counts[BLOCK] + counts[LABEL]
    return {
        "rule": rule, "blocked": counts[BLOCK], "labelled": counts[LABEL], "numbers": numbers, "contradicted": wrong,
        "wrong_a_day": round(wrong / calls * daily), "wrong_a_day_most": round(_most(wrong, calls) * daily),
        "fired_a_day": round(fired / calls * daily),
    }  # fmt: skip


def _most(found: int, of: int) -> float:
    """The upper end of the 95 % interval of a share, by bisection on the binomial's tail (Clopper, Pearson)."""
    from math import exp, lgamma, log  # noqa: PLC0415 - small mathematics of this function

    if found >= of:
        return 1.0

    def tail(p: float) -> float:
        told = [
            lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + k * log(p) + (of - k) * log(1 - p)
            for k in range(max(0, found - 400), found + 1)
        ]
        top = max(told)
        return exp(top) * sum(exp(one - top) for one in told)

    low, high = max(found / of, 1e-12), 1.0 - 1e-12
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle) > 0.025 else (low, middle)
    return high
