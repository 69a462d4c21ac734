"""Questions to a gate: a stream of calls at realistic shares, what is known of each, and the truth apart.

A gate sees a call before it is connected: the numbers, the trunk, what the number's owner says of roaming and (when it
is asked) of ownership. Classes that are genuine: national, on_net, foreign, roamer (own number on an international
trunk), diverted (a call to a traveller that comes back over the border to the answering service, its A untouched:
late call forwarding), allowed (a hot line on fixed numbers run abroad, on the operator's list), emergency (whatever
the A-number: it must get through). Classes that are false: those of :mod:`qalqan.simulate.cdr_spoof`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from qalqan.errors import UsageError
from qalqan.simulate.cdr_days import DAY, FIRST, Days, Ints
from qalqan.simulate.cdr_numbers import ABROAD, Mint
from qalqan.simulate.cdr_spoof import CLASSES, SHORT_CODES
from qalqan.simulate.chance import Chance

SHARES: Final[dict[str, float]] = {
    "on_net": 0.5, "national": 0.412, "foreign": 0.064, "roamer": 0.02, "diverted": 0.0001, "allowed": 0.0009,
    "emergency": 0.002, "spoof": 0.001,
}  # fmt: skip
STATES: Final[dict[str, float]] = {"known": 0.83, "unknown": 0.13, "stale": 0.04}
ANSWERS: Final = 0.9  # of owners' systems that answer the question of ownership in time
EMERGENCY: Final = ("101", "102", "103", "104", "112")
MOBILE: Final = ("roamer", "at_home")  # classes in which a register of roaming is asked
_INTL: Final = ("INTL_GW_01", "INTL_GW_02", "INT-MTT-3", "INT-VOX-4")


@dataclass(frozen=True, slots=True)
class Questions:
    """A stream for a gate.

    ``asked``: call_id, at (time), a, b, trunk, roaming (roaming, home, unknown; empty: no mobile number of ours),
    roaming_as_of (time; empty: unknown), owner (mine, not_mine, empty: not asked or no answer), owner_ms, diversion
    (number that diverted the call, else empty). ``truth``: call_id, genuine (bool), class, state (known, unknown,
    stale, empty: roaming does not matter). ``lists``: list (allowed, never), number.
    """

    asked: pl.DataFrame
    truth: pl.DataFrame
    lists: pl.DataFrame


def questions(seed: int, n: int, *, spoof: float = SHARES["spoof"]) -> Questions:
    """``n`` questions of one day in order of time; ``spoof`` is the share of false calls (the rest keep proportion).

    Same parameters, same frames. Raises UsageError when ``n`` is below 1 or ``spoof`` not inside 0-1.
    """
    if n < 1 or not 0 <= spoof <= 1:
        raise UsageError("error-simulate-questions", n=n, spoof=spoof)
    chance = Chance(seed)
    rng, mint = chance.arrays("gate"), Mint(chance.arrays("gate-mint"))
    share = {name: part * (1 - spoof) / (1 - SHARES["spoof"]) for name, part in SHARES.items() if name != "spoof"}
    share |= {name: part * spoof for name, part in CLASSES.items()}
    names = np.array(list(share))
    kind = names[rng.choice(len(names), n, p=np.array(list(share.values())) / sum(share.values()))]
    pools = _pools(rng, mint, n)
    b = _drawn(rng, pools["called"], n)
    a = pl.Series([None] * n, dtype=pl.String)
    frame = pl.DataFrame({"kind": kind, "a": a, "b": b, "row": np.arange(n)})
    parts = []
    for name in share:
        part = frame.filter(pl.col("kind") == name)
        if len(part):
            parts.append(_callers(rng, part, name, pools))
    at = np.sort(Days(FIRST, 1, 0).draw(rng, n, "people"))
    whole = _known(rng, pl.concat(parts).sort("row"), at)
    lists = pl.concat(
        [pl.DataFrame({"list": ["allowed"] * len(pools["allowed"]), "number": pools["allowed"]}),
         pl.DataFrame({"list": ["never"] * len(pools["never"]), "number": pools["never"]})]
    )  # fmt: skip
    asked = whole.select(
        "call_id", "at", "a", "b", "trunk", "roaming", "roaming_as_of", "owner", "owner_ms", "diversion"
    )
    genuine = ~pl.col("kind").is_in(list(CLASSES))
    truth = whole.select("call_id", genuine.alias("genuine"), pl.col("kind").alias("class"), "state")
    return Questions(asked, truth, lists)


def _pools(rng: np.random.Generator, mint: Mint, n: int) -> dict[str, pl.Series]:
    """Numbers to draw callers and called from."""
    some = max(200, n // 8)
    share = rng.multinomial(max(60, n // 40), [1 / len(ABROAD)] * len(ABROAD))
    return {
        "called": mint.mobile(some, "kcell"),
        "own": mint.mobile(some, "kcell"),
        "other": pl.concat([mint.mobile(some, "beeline"), mint.mobile(some // 2, "tele2"), mint.fixed(some // 5 + 1)]),
        "mobile": pl.concat([mint.mobile(some, "kcell"), mint.mobile(some, "beeline"), mint.mobile(some, "tele2")]),
        "foreign": pl.concat([mint.foreign(int(k), name) for name, k in zip(ABROAD, share, strict=True) if k]),
        "allowed": mint.fixed(12),
        "never": mint.fixed(40),
        "fixed": mint.fixed(max(20, n // 2000)),
        "unassigned": mint.unassigned(max(20, n // 5000)),
        "short": pl.Series(SHORT_CODES),
        "long": mint.mobile(max(20, n // 5000), "tele2").str.replace("+7", "+77", literal=True),
        "emergency": pl.Series(EMERGENCY),
    }


def _drawn(rng: np.random.Generator, pool: pl.Series, count: int) -> pl.Series:
    return pool.gather(pl.Series(rng.integers(0, len(pool), count)))


_FROM: Final = {
    "on_net": "own", "national": "other", "foreign": "foreign", "roamer": "mobile", "diverted": "other",
    "allowed": "allowed", "emergency": "mobile", "at_home": "mobile",
}  # fmt: skip


def _callers(rng: np.random.Generator, part: pl.DataFrame, name: str, pools: dict[str, pl.Series]) -> pl.DataFrame:
    """One class: its A-numbers, trunks and diversions."""
    count = len(part)
    a = part["b"] if name == "itself" else _drawn(rng, pools[_FROM.get(name, name)], count)
    trunks = {"on_net": ("",), "national": ("NAT_MSC_1", "NAT_MSC_2", "KT_PSTN_7"), "emergency": ("", *_INTL)}
    trunk = _drawn(rng, pl.Series(trunks.get(name, _INTL)), count)
    b = _drawn(rng, pools["emergency"], count) if name == "emergency" else part["b"]
    diverted = b if name == "diverted" else pl.Series([""]).new_from_index(0, count)
    return part.with_columns(a.alias("a"), b.alias("b"), trunk.alias("trunk"), diverted.alias("diversion"))


def _known(rng: np.random.Generator, whole: pl.DataFrame, at: Ints) -> pl.DataFrame:
    """What registers and owners say of each call."""
    n, kind = len(whole), whole["kind"].to_numpy()
    mobile = np.isin(kind, MOBILE)
    state = np.where(mobile, np.array(list(STATES))[rng.choice(3, n, p=list(STATES.values()))], "")
    abroad = kind == "roamer"
    # a stale register still tells yesterday's state: home of one who left, roaming of one who came back
    says = np.where(abroad ^ (state == "stale"), "roaming", "home")
    roaming = np.where(mobile, np.where(state == "unknown", "unknown", says), "")
    age = np.where(state == "stale", rng.integers(6 * 3600, DAY, n), rng.integers(5, 1_800, n))
    as_of = np.where((roaming == "roaming") | (roaming == "home"), at - age, -1)
    national = ~np.isin(kind, ("foreign", "on_net", "emergency", "short", "unassigned", "long", "itself"))
    heard = national & (rng.random(n) < ANSWERS)
    mine = np.isin(kind, ("national", "roamer", "diverted", "allowed"))
    moment = (pl.col("as_of") * 1_000_000).cast(pl.Datetime("us", "UTC"))
    return whole.with_columns(
        ("gate:calls:" + (pl.col("row") + 1).cast(pl.String)).alias("call_id"),
        pl.Series("at", at * 1_000_000).cast(pl.Datetime("us", "UTC")),
        pl.Series("state", state),
        pl.Series("roaming", roaming),
        pl.Series("as_of", as_of),
        pl.Series("owner", np.where(heard, np.where(mine, "mine", "not_mine"), "")),
        pl.Series("owner_ms", np.where(heard, rng.gamma(3.0, 18.0, n).astype(np.int64) + 4, 0)),
    ).with_columns(pl.when(pl.col("as_of") >= 0).then(moment).alias("roaming_as_of"))


__all__ = ["SHARES", "Questions", "questions"]
