"""The trained part: integer weights over n-grams and small trees over features, evaluated with numpy alone.

An address has a margin in thousandths of log-odds: the trees' sum and the two linear margins (host and rest of the
address) in the shares of :data:`LINEAR`, all integers, so that every machine says the same. The trees do not see the
linear margins: what one source teaches them about those does not hold in another, while experts that are only summed
carry over (a logarithmic opinion pool: Genest and Zidek, 1986). Weights are files of ``data/`` with a card.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from qalqan.scam import _links_features as features_
from qalqan.scam._links_grams import margins, natural

FILE: Final = "links.npz"
HOST, REST = 0, 1
LINEAR: Final = (900, 1500)  # thousandths: of the host, of the rest
HIGHEST: Final = 700
_ROWS: Final = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Weights as arrays.

    ``pairs``: int16 by 27 x 27, how often letters stand side by side in words (log odds in hundredths).
    ``host`` and ``rest``: int16, a weight in thousandths a bucket of n-grams. Trees are rows of ``feature`` (int16, -1
    in a leaf), ``threshold`` (int32; not greater goes left), ``left``, ``right`` (int16) and ``value`` (int32,
    thousandths, in leaves). ``base``: the trees' start, one int64. ``rare``: the margin that one in a thousand genuine
    training addresses exceeds out of fold, one int64.
    """

    pairs: np.ndarray
    host: np.ndarray
    rest: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    base: np.ndarray
    rare: np.ndarray

    def save(self, path: Path) -> None:
        """Written to a file, the same bytes for the same weights."""
        with path.open("wb") as out:
            np.savez(out, **{one.name: getattr(self, one.name) for one in fields(self)})


@cache
def shipped() -> Model:
    """The weights in the package."""
    with np.load(str(files(__package__) / "data" / FILE), allow_pickle=False) as held:
        return Model(**{one.name: held[one.name] for one in fields(Model)})


def linear(parts: pl.DataFrame, model: Model) -> np.ndarray:
    """Two columns of margins: of the hosts' n-grams and of the rest's."""
    held = (("host", model.host, HOST), ("rest", model.rest, REST))
    return np.column_stack([margins(parts[name], space, table) for name, table, space in held])


def pooled(linear_: np.ndarray) -> np.ndarray:
    """Two columns of linear margins as what they add to the trees' sum."""
    return np.asarray(linear_ @ np.array(LINEAR, np.int64) // 1000)


def inputs(parts: pl.DataFrame, told: pl.DataFrame, pairs: np.ndarray) -> np.ndarray:
    """What the trees see: features, how natural name, path and last part are; int64."""
    counted = features_.matrix(features_.features(parts, told)).astype(np.int64)
    path = parts["rest"].str.extract(r"^([^?#]*)")
    words = (parts["name"], path, path.str.extract(r"([^/]*)$"))
    return np.column_stack([counted, *(natural(one, pairs) for one in words)])


def trees(model: Model, seen: np.ndarray) -> np.ndarray:
    """The trees' sum for each row of inputs."""
    held = _flat(model)
    total = np.full(len(seen), int(model.base[0]), np.int64)
    for start in range(0, len(seen), _ROWS):
        total[start : start + _ROWS] += _forest(held, seen[start : start + _ROWS])
    return total


Flat = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, int]


@lru_cache(maxsize=4)
def _flat(model: Model) -> Flat:
    """All trees in one row of nodes: roots, feature, threshold, nodes below (a leaf's is itself), value, levels."""
    many, size = model.feature.shape
    start = (np.arange(many, dtype=np.int64) * size)[:, None]
    own = start + np.arange(size, dtype=np.int64)[None, :]
    leaf = model.feature < 0
    below = np.stack([np.where(leaf, own, start + model.left), np.where(leaf, own, start + model.right)], axis=-1)
    depth, reached = 0, start.ravel()
    flat = below.reshape(-1, 2)
    while not leaf.ravel()[reached].all():
        reached, depth = np.unique(flat[reached]), depth + 1
    feature = np.maximum(model.feature, 0).ravel().astype(np.int64)
    return start.ravel(), feature, model.threshold.ravel(), below.ravel(), model.value.ravel(), depth


def _forest(held: Flat, seen: np.ndarray) -> np.ndarray:
    roots, feature, threshold, below, value, depth = held
    signs, row = seen.ravel(), (np.arange(len(seen), dtype=np.int64) * seen.shape[1])[:, None]
    node = np.broadcast_to(roots, (len(seen), len(roots)))
    for _ in range(depth):
        greater = signs.take(row + feature.take(node)) > threshold.take(node)
        node = below.take(2 * node + greater)
    return np.asarray(value.take(node).sum(axis=1, dtype=np.int64))


def margin(model: Model, parts: pl.DataFrame, told: pl.DataFrame) -> np.ndarray:
    """The margin of each address of ``parts``, in thousandths of log-odds (int64); greater is more like a fraud."""
    if not parts.height:
        return np.zeros(0, np.int64)
    return np.asarray(trees(model, inputs(parts, told, model.pairs)) + pooled(linear(parts, model)))


def weight(model: Model, margins_: np.ndarray) -> np.ndarray:
    """What a margin weighs as a ground, to :data:`HIGHEST`: half of it where one genuine address in 1,000 stands."""
    return np.floor(HIGHEST / (1 + np.exp(-(margins_ - int(model.rare[0])) / 1000.0))).astype(np.int64)
