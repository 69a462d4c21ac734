"""The made world of ``series.py`` and ``series_scale.py``: cases, what they name, and the groups behind them.

Like the set of the reference: two cases in three belong to groups of very unlike sizes, groups rotate what they use,
any case may name service hubs, several groups rent one account. As tables: mentions in several spellings, and cases
with a scheme, a day and a sum.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import polars as pl

from qalqan.engine.frames import conform, table
from qalqan.kernels.unionfind import components

HUBS = 120


@dataclass
class World:
    """(case, identifier) pairs, the true group of each case (-1: lone), the kind of each identifier."""

    cases: int
    case: np.ndarray
    ident: np.ndarray
    group: np.ndarray
    kind: list[str]


def make(cases: int, seed: int) -> World:
    """A world of that many cases; everything from the seed."""
    rng = random.Random(seed)
    groups = cases // 32
    sizes = [2 + int(rng.paretovariate(1.1) * 4) for _ in range(groups)]
    scale = cases * 0.68 / sum(min(s, 160) for s in sizes)
    sizes = [max(2, int(min(s, 160) * scale)) for s in sizes]
    kind: list[str] = []

    def fresh(of: str) -> int:
        kind.append(of)
        return len(kind) - 1

    hubs = [fresh("phone") for _ in range(HUBS)]
    hub_weights = [1 / (1 + i) for i in range(HUBS)]
    shared = [fresh("iban") for _ in range(max(4, cases * 150 // 8000))]
    pairs: set[tuple[int, int]] = set()
    truth: list[int] = []
    for g, size in enumerate(sizes):
        buyers = rng.sample(shared, k=min(len(shared), rng.choices((0, 1, 2, 3), (30, 35, 25, 10))[0]))
        stock: dict[str, list[list[int]]] = {"phone": [], "iban": [], "web": []}
        for _ in range(size):
            c = len(truth)
            truth.append(g)
            told = rng.choices((1, 2, 3, 4), (22, 34, 28, 16))[0]
            for _ in range(told):
                of = rng.choices(("phone", "iban", "web"), (45, 40, 15))[0]
                if of == "iban" and buyers and rng.random() < 0.15:
                    pairs.add((c, rng.choice(buyers)))
                    continue
                pool = stock[of]
                if len(pool) < 2 or rng.random() < 0.10:
                    pool.append([fresh(of), rng.randint(2, 24) if rng.random() < 0.3 else rng.randint(1, 5)])
                one = rng.choice(pool)
                pairs.add((c, one[0]))
                one[1] -= 1
                if one[1] <= 0:
                    pool.remove(one)
    while len(truth) < cases:
        c = len(truth)
        truth.append(-1)
        for _ in range(rng.choices((1, 2, 3), (45, 35, 20))[0]):
            pairs.add((c, fresh(rng.choice(("phone", "iban", "web")))))
    for c in range(cases):
        for _ in range(rng.choices((0, 1, 2), (60, 28, 12))[0]):
            pairs.add((c, rng.choices(hubs, hub_weights)[0]))
    where = list(range(cases))
    rng.shuffle(where)
    group = np.empty(cases, np.int64)
    group[where] = truth
    both = np.array(sorted((where[c], v) for c, v in pairs))
    return World(cases, both[:, 0], both[:, 1], group, kind)


def ceiling(world: World) -> np.ndarray:
    """Components of identifiers inside each true group."""
    wide = world.group.max() + 2
    inside = world.ident * wide + world.group[world.case]
    _, inside = np.unique(inside, return_inverse=True)
    keep = world.group[world.case] >= 0
    both = components(world.cases + int(inside.max()) + 1, world.case[keep], world.cases + inside[keep])
    return both[: world.cases]


SCHEMES = ("safe_account", "fake_invest", "fake_shop", "rent", "parcel_code", "delivery_link", "loan", "relative")
OWN_SCHEME = 0.9  # share of a group's cases that are of the group's scheme
DAYS = 365
SPAN = 60  # days a group works


def mentions(world: World, seed: int, to: float = 0) -> pl.DataFrame:
    """The table ``mentions``: half as the canonical value, the rest in the ways people write it.

    ``to`` mentions a case: values told again at another place fill it up.
    """
    rng = np.random.default_rng((seed, 1))
    again = rng.integers(0, world.case.size, max(0, int(to * world.cases) - world.case.size))
    case, ident = np.concatenate([world.case, world.case[again]]), np.concatenate([world.ident, world.ident[again]])
    number = pl.col("ident").cast(pl.String)
    digits, web = number.str.zfill(7), pl.col("ident") % 3
    told = pl.DataFrame({"case": case, "ident": ident, "way": rng.integers(0, 6, case.size)}).with_row_index("row")
    told = told.with_columns(pl.Series("of", world.kind, dtype=pl.String).gather(told["ident"]))
    is_phone, is_web = pl.col("of") == "phone", pl.col("of") == "web"
    told = told.with_columns(
        pl.when(is_web)
        .then(pl.when(web == 0).then(pl.lit("domain")).when(web == 1).then(pl.lit("handle")).otherwise(pl.lit("url")))
        .otherwise("of")
        .alias("kind"),
        pl.when(is_phone)
        .then("+7705" + digits)
        .when(~is_web)
        .then("KZ" + number.str.zfill(18))
        .when(web == 0)
        .then("pay" + number + ".top")
        .when(web == 1)
        .then("@worker" + number)
        .otherwise("https://pay" + number + ".top/a")
        .alias("value"),
    )
    spaced = "8 705 " + digits.str.slice(0, 3) + " " + digits.str.slice(3, 2) + " " + digits.str.slice(5)
    written = (
        pl.when(pl.col("way") < 3)
        .then("value")
        .when(is_phone)
        .then(
            pl.when(pl.col("way") == 3)
            .then("8705" + digits)
            .when(pl.col("way") == 4)
            .then(spaced)
            .otherwise("+7 (705) " + digits)
        )
        .when(is_web)
        .then(pl.col("value").str.to_uppercase())
        .otherwise(pl.col("value").str.slice(0, 4) + " " + pl.col("value").str.slice(4))
    )
    return conform(
        told.select(
            pl.lit("made").alias("evidence"),
            pl.lit("").alias("part"),
            pl.col("row").cast(pl.Int64),
            "kind",
            "value",
            written.alias("as_written"),
            pl.lit("text").alias("column"),
            pl.lit(-1, pl.Int64).alias("start"),
            pl.lit(-1, pl.Int64).alias("end"),
            case_id(pl.col("case")).alias("case_id"),
        ),
        table("mentions"),
    )


def cases(world: World, seed: int, *, told: bool) -> pl.DataFrame:
    """The table ``cases``; with scheme, day and sum where ``told``. A group has its scheme, its months and its size of
    sums; a lone case has any."""
    rng = np.random.default_rng((seed, 2))
    n, groups = world.cases, int(world.group.max(initial=-1)) + 1
    own, opens, size = (
        rng.integers(0, len(SCHEMES), groups),
        rng.integers(0, DAYS - SPAN, groups),
        rng.normal(0, 1, groups),
    )
    group, member = np.maximum(world.group, 0), world.group >= 0
    if not groups:
        own, opens, size = np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(1)
    scheme = np.where(member & (rng.random(n) < OWN_SCHEME), own[group], rng.integers(0, len(SCHEMES), n))
    day = np.where(member, opens[group] + rng.integers(0, SPAN, n), rng.integers(0, DAYS, n))
    sums = np.exp(13 + np.where(member, size[group], rng.normal(0, 1, n)) + rng.normal(0, 0.6, n)) * 100
    found = pl.DataFrame({"case": np.arange(n)}).select(case_id(pl.col("case")).alias("case_id"))
    if told:
        start = datetime(2025, 1, 1, 6, tzinfo=UTC)
        found = (
            found.with_columns(pl.Series("day", day))
            .with_columns(
                pl.Series("mo", scheme).replace_strict(range(len(SCHEMES)), SCHEMES, return_dtype=pl.String),
                (pl.lit(start).cast(pl.Datetime("us", "UTC")) + pl.duration(days="day")).alias("registered_at"),
                pl.Series("damage_tiyn", sums.astype(np.int64)),
            )
            .drop("day")
        )
    return conform(found, table("cases"))


def case_id(number: pl.Expr) -> pl.Expr:
    """The id of a case by its number."""
    return "25" + number.cast(pl.String).str.zfill(13)
