"""What a shared identifier of each class is worth, learned from regions with known truth: ``data/ties.toml``.

An identifier's weight is its class's ``bits``, less ``slope`` for each doubling of the cases that have it (down to
half), times the trust its neighbourhood gives it. ``follow`` says how far a class's purity in the workspace at hand
(``_factors``) moves its bits. Trained by ``python -m qalqan.learn.ties``; all numbers are milli-bits.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl

from qalqan.kernels.bipartite import log2_table
from qalqan.link._seen import FOLLOWED, HELD

CLASSES = ("account", "number", "device", "cell", "web", "followed", "holder", "other")
CLASS = {
    "iban": "account",
    "card": "account",
    "contract": "account",
    "wallet": "account",
    "phone": "number",
    "imei": "device",
    "imsi": "device",
    "iccid": "device",
    "device": "device",
    "cell": "cell",
    "ip": "other",
    "handle": "web",
    "web": "web",
    "url": "web",
    "domain": "web",
    "email": "web",
    "listing": "web",
    "iin": "holder",
    "bin": "holder",
    "picture": "other",
}
TRAINED_CASES = 400  # of a training region
LEAST = 500  # per mille of its class's bits that an identifier of many cases keeps: trust tells services
FARTHEST = 2000  # milli-bits that a workspace's own purity may move a class


@dataclass(frozen=True, slots=True)
class TieModel:
    """Milli-bits: ``bits`` and ``slope`` of each class, the ``bias`` of two cases that share something, ``crowd``,
    ``most_crowd`` (cases), ``alone``, ``gap`` and ``sums`` (see ``kernels.agglomerate`` and ``kernels.likeness``).

    ``purity``: of each class where the model was trained, per mille; ``follow`` per mille.
    """

    bits: dict[str, int]
    slope: dict[str, int]
    purity: dict[str, int]
    bias: int
    crowd: int
    most_crowd: int
    alone: int
    gap: int
    sums: int
    follow: int


def crowding(model: TieModel, cases: int) -> int:
    """``crowd`` for a workspace of so many cases: groups are larger in a larger one, what one identifier serves is not,
    so each pair that shares nothing says less. The power was chosen on made worlds of 2,000 to 20,000 cases."""
    share: float = (TRAINED_CASES / max(cases, TRAINED_CASES)) ** (1 / 6)
    return round(model.crowd * share)


@cache
def shipped() -> TieModel:
    """The trained model of this release."""
    told = tomllib.loads((files("qalqan.link") / "data" / "ties.toml").read_text("utf-8"))
    return TieModel(**{name: told[name] for name in TieModel.__slots__})


def classes(rows: pl.DataFrame) -> pl.Series:
    """The class of each identifier, by its number: an account only reached by following money, and the number or holder
    of an account, are classes of their own."""
    kind = pl.col("kind").first().replace_strict(CLASS, default="other")
    followed = (pl.col("rule") == FOLLOWED).all()
    held = (pl.col("rule") == HELD).any() & (pl.col("kind").first() == "phone")
    told = rows.group_by("ident").agg(
        pl.when(followed).then(pl.lit("followed")).when(held).then(pl.lit("holder")).otherwise(kind).alias("class")
    )
    return told.sort("ident")["class"]


def weights(  # noqa: PLR0917 - columns of identifiers
    model: TieModel, class_: pl.Series, degree: np.ndarray, trust: np.ndarray, purity: dict[str, int], cases: int
) -> np.ndarray:
    """The weight of each identifier in milli-bits, from its class, how many of the ``cases`` have it (``degree``), its
    trust (per mille) and what the workspace taught of its class (``purity``, per mille).

    Where there are more cases than in training a group's thing is in no larger share of them, a service's is: doublings
    count from the share that two cases had there.
    """
    bits = np.array([model.bits[name] + _moved(model, name, purity) for name in CLASSES], np.int64)
    slope = np.array([model.slope[name] for name in CLASSES], np.int64)
    number = class_.replace_strict(CLASSES, range(len(CLASSES)), return_dtype=pl.Int64).to_numpy()
    as_trained = np.maximum(degree * TRAINED_CASES // max(cases, TRAINED_CASES), 2)
    doublings = log2_table(int(as_trained.max(initial=2)))[as_trained] - 1000
    worth = np.maximum(bits[number] - slope[number] * doublings // 1000, bits[number] * LEAST // 1000)
    found: np.ndarray = np.where(degree > 1, np.maximum(worth, 0) * trust // 1000, 0)
    return found


def _moved(model: TieModel, name: str, purity: dict[str, int]) -> int:
    if name not in purity or name not in model.purity:
        return 0
    shift = (_odds(purity[name]) - _odds(model.purity[name])) * model.follow // 1000
    return max(-FARTHEST, min(FARTHEST, shift))


def _odds(per_mille: int) -> int:
    held = min(max(per_mille, 50), 970)
    return round(1000 * float(np.log2(held / (1000 - held))))
