"""What a workspace itself teaches about ties: how far schemes and each class of identifier can be trusted in it.

Nobody labels cases, so one kind of evidence is judged by another. Cases tied by several independent chains are nearly
always one group's; how often they agree in their scheme gives ``pull``. How often the cases that a class of
identifier ties agree in scheme, between mere chance and those sure pairs, gives the purity of the class: accounts
rented to several groups agree less than devices. Both are shrunk to what is known beforehand when pairs are few.
Source: two conditionally independent views (Dawid and Skene 1979; m and u of Fellegi and Sunter 1969), own form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from qalqan.link._incidence import Numbered
from qalqan.link._model import classes

PRIOR_PULL = 550
PRIOR_PAIRS = 30  # pairs that what is known beforehand is worth
LEAST_PURITY = 150
MOST_CASES = 12  # identifiers of more cases are judged by their neighbourhood alone


@dataclass(frozen=True, slots=True)
class Learned:
    """``pull`` of the scheme and ``purity`` of classes of identifiers, per mille, each with the pairs behind it."""

    pull: tuple[int, int]
    purity: dict[str, tuple[int, int]]


def learn(numbered: Numbered, scheme: np.ndarray, beforehand: dict[str, int]) -> Learned:
    """What the cases at hand teach; ``beforehand`` (purity by class) where they teach nothing. ``scheme`` is a number a
    case, -1 where not known."""
    pairs = _pairs(numbered)
    counts = np.bincount(scheme[scheme >= 0], minlength=1)
    chance = int((counts * counts).sum() * 1000 // max(int(counts.sum()) ** 2, 1))
    sure = pairs.group_by("a", "b").agg(pl.col("chain").n_unique().alias("chains")).filter(pl.col("chains") > 1)
    pull = _pull(scheme, sure["a"].to_numpy(), sure["b"].to_numpy(), chance)
    return Learned(pull, _purity(pairs, scheme, chance, chance + (1000 - chance) * pull[0] // 1000, beforehand))


def _pairs(numbered: Numbered) -> pl.DataFrame:
    """(a, b, chain, class): pairs of cases through identifiers of few cases."""
    rows = numbered.rows.select("case", "ident", pl.col("chain_id").alias("chain"))
    few = rows.filter(pl.len().over("ident").is_between(2, MOST_CASES))
    met = few.rename({"case": "a"}).join(few.select(pl.col("case").alias("b"), "ident"), on="ident", how="inner")
    met = met.filter(pl.col("a") < pl.col("b"))
    return met.with_columns(classes(numbered.rows).gather(met["ident"]).alias("class"))


def _pull(scheme: np.ndarray, a: np.ndarray, b: np.ndarray, chance: int) -> tuple[int, int]:
    """The share of pairs whose agreement is not chance: (rate - chance) / (1 - chance), shrunk; and the pairs."""
    known = (scheme[a] >= 0) & (scheme[b] >= 0)
    a, b = a[known], b[known]
    if not a.size or chance >= 1000:
        return PRIOR_PULL, 0
    agree = int((scheme[a] == scheme[b]).sum())
    found = (agree * 1000 - chance * a.size) * 1000 // ((1000 - chance) * a.size)
    shrunk = (max(found, 0) * a.size + PRIOR_PULL * PRIOR_PAIRS) // (a.size + PRIOR_PAIRS)
    return min(shrunk, 950), int(a.size)


def _purity(
    pairs: pl.DataFrame, scheme: np.ndarray, chance: int, same: int, beforehand: dict[str, int]
) -> dict[str, tuple[int, int]]:
    """For each class the share of its pairs that agree as one group's do (``same`` per mille; else ``chance``)."""
    once = pairs.select("a", "b", "class").unique().sort("class", "a", "b")
    a, b = once["a"].to_numpy(), once["b"].to_numpy()
    known = (scheme[a] >= 0) & (scheme[b] >= 0)
    seen = once.with_columns(pl.Series("known", known), pl.Series("agree", known & (scheme[a] == scheme[b])))
    told = seen.filter("known").group_by("class").agg(pl.len().alias("pairs"), pl.col("agree").sum())
    found = {}
    for name, n, agree in told.sort("class").iter_rows():
        share = (agree * 1000 // n - chance) * 1000 // max(same - chance, 1)
        prior = beforehand.get(name, 1000)
        found[name] = (max(LEAST_PURITY, min(1000, (share * n + prior * PRIOR_PAIRS) // (n + PRIOR_PAIRS))), n)
    return found
