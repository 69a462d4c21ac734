"""Blind control items: proposals with a known answer, mixed into the queue to measure automation bias.

A false one shows two cases that nothing ties, with a high score and grounds that carry nothing: who looks rejects it. A
true one shows a tie that stands on several firm grounds, with a low score: who looks approves it. Facts are never
invented, only the score misleads: the sum is what can be expected of the two cases' money, the place in the queue that
of a link with this sum and score, and the real link of the same pair waits until the item is decided. A decision on one
has the act ``control``: signed and kept like any other (the ledger's entry, which everybody may read, calls it a link),
it binds no analysis; what was expected stands nowhere, it is known again by the workspace's key. Results are for the
head alone.

Source: threat image projection in baggage screening (Hofer & Schwaninger 2005); automation bias (Parasuraman & Manzey
2010).
"""

from __future__ import annotations

import hmac
import json
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from qalqan.desk._queue_proposals import Proposal
from qalqan.engine.frames import Tables
from qalqan.model.decision import Decision, Verdict

ACT: Final = "control"
POSES: Final = "link"
TRUE, FALSE = Verdict.APPROVE, Verdict.REJECT
MANY: Final = 200
FIRM_TIES: Final = 3
HIGH, LOW = 930, 540
_TOKEN: Final = 20
_WEAK: Final = ("tie-scheme", "tie-gap", "tie-sums")


def candidates(known: Tables, key: bytes) -> list[Proposal]:
    """Control items of a run, in an order that only the key tells; about as many false as true ones."""
    firm = _firm(known)
    ties = known["links"].select("case_a", "case_b")
    cases = known["cases"].select("case_id", "mo").drop_nulls("case_id").sort("case_id")
    stake = dict(known["holds"].group_by("case_id").agg(pl.col("expected_tiyn").sum()).iter_rows())
    made = [_item(key, (a, b), TRUE, LOW, grounds, stake) for a, b, grounds in firm]
    strangers = _strangers(cases, ties, key, stake, max(len(made), 20))
    made += [_item(key, pair, FALSE, HIGH, _nothing(), stake) for pair in strangers]
    return sorted(made, key=lambda one: one.subject)[:MANY]


def _firm(known: Tables) -> list[tuple[str, str, str]]:
    """Pairs that stand on several firm grounds."""
    rows = known["links"].filter(pl.col("score") >= 995).sort("case_a", "case_b").head(20 * MANY)
    made = []
    for a, b, grounds in rows.select("case_a", "case_b", "grounds").rows():
        told = [one for one in json.loads(grounds) if one["rule"] not in _WEAK and one["weight"] > 1500]
        if len(told) >= FIRM_TIES:
            made.append((a, b, grounds))
    return made[: MANY // 2]


def _strangers(
    cases: pl.DataFrame, ties: pl.DataFrame, key: bytes, stake: dict[str, int], most: int
) -> list[tuple[str, str]]:
    """Pairs of one scheme that nothing ties, spread over the register; first those with money at stake, as links at
    the head of the queue have it."""
    pairs = cases.with_columns(pl.col("case_id").shift(-7).over("mo").alias("other")).drop_nulls("other")
    pairs = pairs.select(
        pl.min_horizontal("case_id", "other").alias("case_a"), pl.max_horizontal("case_id", "other").alias("case_b")
    ).filter(pl.col("case_a") != pl.col("case_b"))  # fmt: skip
    both = ties.select(pl.min_horizontal("case_a", "case_b"), pl.max_horizontal("case_a", "case_b").alias("case_b"))
    rows = pairs.join(both, on=["case_a", "case_b"], how="anti").unique().sort("case_a", "case_b").rows()
    at_stake = [pair for pair in rows if _sum(pair, stake)]
    chosen = at_stake if len(at_stake) >= most else rows  # only those are marked: one costs as much as a hundred looks
    return sorted(chosen, key=lambda pair: (not _sum(pair, stake), _mark(key, "|".join(pair), "order")))[:most]


def _sum(pair: tuple[str, str], stake: dict[str, int]) -> int:
    return sum(stake.get(one) or 0 for one in pair)


def _nothing() -> str:
    """Grounds that are true of any two cases of one scheme, and carry nothing."""
    told = [{"locators": [], "rule": "tie-scheme", "values": {}, "weight": 2963}]
    return json.dumps(told, sort_keys=True, separators=(",", ":"))


def _item(  # noqa: PLR0917 - a pair and what is shown of it
    key: bytes, of: tuple[str, str], expected: Verdict, score: int, grounds: str, stake: dict[str, int]
) -> Proposal:
    first, last = sorted(of)
    pair = f"{first}|{last}"
    token = _mark(key, pair, expected.value)
    return Proposal(
        POSES, f"{ACT}:{pair}/{token}", ACT, first, last, score, _sum(of, stake), None, "links", pair, "", grounds, ""
    )  # fmt: skip


def _mark(key: bytes, pair: str, what: str) -> str:
    return hmac.digest(key, f"{pair}\n{what}".encode(), "sha256").hex()[:_TOKEN]


def expected(subject: str, key: bytes) -> Verdict | None:
    """What the answer to a control item should be; None for a subject that is none."""
    pair, _, token = subject.partition(":")[2].rpartition("/")
    for verdict in (TRUE, FALSE):
        if subject.startswith(f"{ACT}:") and hmac.compare_digest(_mark(key, pair, verdict.value), token):
            return verdict
    return None


def posed(subject: str) -> str:
    """The link that a control item's subject poses as; any other subject as it is."""
    act, _, rest = subject.partition(":")
    return f"{POSES}:{rest.rpartition('/')[0]}" if act == ACT else subject


def mixed(  # noqa: PLR0917 - what is mixed into what, for whom
    items: list[Proposal], controls: list[Proposal], done: Iterable[str], officer: str, key: bytes, percent: int
) -> list[Proposal]:
    """Proposals with control items among them: about ``percent`` of a hundred, others for each officer.

    An item for each proposal that the key picks: the one whose sum is nearest to the proposal's, at the place where a
    link of its sum and score stands. ``done`` are the control subjects that the officer has decided: nobody sees one
    twice.
    """
    past = set(done)
    left = sorted((c for c in controls if c.subject not in past), key=lambda c: _mark(key, c.subject, officer))
    chosen: list[Proposal] = []
    for one in items:
        if left and int(_mark(key, one.subject, officer)[:6], 16) % 100 < percent:
            nearest = min(range(len(left)), key=lambda at: abs(left[at].tiyn - one.tiyn))
            chosen.append(left.pop(nearest))
    poses = {posed(one.subject) for one in chosen}
    made = [one for one in items if one.subject not in poses]
    for one in chosen:
        insort(made, one, key=_order)
    return made


def _order(one: Proposal) -> tuple[int, int, str, str]:
    """The order of links in the queue."""
    return -one.tiyn, -one.score, one.case, one.other


@dataclass(frozen=True, slots=True)
class Result:
    """How one officer answered control items: false ones approved is bias towards the machine, true ones rejected
    is distrust of it."""

    officer: str
    shown: int
    right: int
    unsure: int
    false_shown: int
    false_approved: int
    true_shown: int
    true_rejected: int


def results(decisions: Iterable[Decision], key: bytes) -> tuple[Result, ...]:
    """By officer, from the standing decisions on control items; those of another workspace's key are left out."""
    by: dict[str, list[tuple[Verdict, Verdict]]] = defaultdict(list)
    for one in decisions:
        if one.act == ACT and (wanted := expected(one.subject, key)) is not None:
            by[one.officer].append((wanted, one.verdict))
    return tuple(
        Result(
            officer, len(told), sum(w is v for w, v in told), sum(v is Verdict.UNSURE for _, v in told),
            sum(w is FALSE for w, _ in told), sum((w, v) == (FALSE, Verdict.APPROVE) for w, v in told),
            sum(w is TRUE for w, _ in told), sum((w, v) == (TRUE, Verdict.REJECT) for w, v in told),
        )
        for officer, told in sorted(by.items())
    )  # fmt: skip
