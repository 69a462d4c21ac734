"""What two nodes say for one person: fields, weights learned in the workspace, probabilities by field.

The weights are learned over appearances (a sample of whole connected parts when there are many), from a prior that
counts like many pairs: in a small workspace the prior speaks. A person is no likelier to be another in a small
workspace than in a town of :data:`TOWN` people, and no name is commoner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qalqan.kernels.unionfind import components
from qalqan.language import name_words
from qalqan.link import _fellegi as fellegi
from qalqan.link import name_match
from qalqan.link._fellegi_block import inside
from qalqan.link._fellegi_fields import Field, Ints, Levels, Sets, equal, numbered, sharing
from qalqan.link._persons_nodes import CROWD, Nodes, numbers, sets

TOWN: Final = 20_000
SAMPLE: Final = 8_000
FEW: Final = 200
STRANGERS: Final = 100_000
FIELDS: Final = ("name", "iin", "phone", "account", "imei", "place")
NAME_STEPS: Final = (80, 400, 800)
"""Probabilities (0-1000) that part the levels of names: contradict, doubtful, likely, sure."""
SURE_NAME: Final = 4
_FIRM: Final = 300.0
_M: Final = ((0.02, 0.03, 0.10, 0.85), (0.002, 0.998), (0.3, 0.7), (0.6, 0.4), (0.5, 0.5), (0.15, 0.85))
_U: Final = ((0.96, 0.0385, 0.001, 0.0005), (1.0, 2e-6), (1.0, 2e-5), (1.0, 2e-5), (1.0, 2e-5), (0.85, 0.15))
_NEAR_M, _NEAR_U = (0.6, 0.4), (0.999, 0.001)
_RARE: Final = 5


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of nodes ``left`` < ``right``, the bits each of :data:`FIELDS` and ``near`` says (P, 7), their levels, and
    the log-odds in milli-bits."""

    left: Ints
    right: Ints
    bits: NDArray[np.float64]
    levels: NDArray[np.uint8]
    total: Ints


def names_field(names: pl.Series) -> Field:
    """Levels: 1 contradict, 2 doubtful, 3 likely, 4 sure; a rare name that is sure weighs more."""
    code = numbered(names)
    distinct = names.drop_nulls().unique().sort()
    keys = name_words.keys(names)
    common = numbered(keys)
    whole = keys.str.contains(" ").fill_null(value=False).to_numpy()  # two whole words: equal names are sure

    def compare(left: Ints, right: Ints) -> Levels:
        a, b = code[left], code[right]
        known = (a >= 0) & (b >= 0)
        level = np.zeros(left.size, np.uint8)
        equal_ = known & (a == b) & whole[left]
        level[equal_] = SURE_NAME
        known &= ~equal_
        pair = np.unique(np.minimum(a[known], b[known]) * (len(distinct) + 1) + np.maximum(a[known], b[known]))
        one, other = pair // (len(distinct) + 1), pair % (len(distinct) + 1)
        used = np.unique(np.concatenate([one, other]))
        cut = name_match.cut(distinct.gather(used).to_list())
        sides = (np.searchsorted(used, side).astype(np.int32) for side in (one, other))
        told = 1 + np.searchsorted(np.array(NAME_STEPS), name_match.pairs(cut, *sides), side="right")
        at = np.searchsorted(pair, np.minimum(a, b)[known] * (len(distinct) + 1) + np.maximum(a, b)[known])
        level[known] = told[at]
        return level

    return Field("name", SURE_NAME, compare, common, SURE_NAME, TOWN)


def learned(rows: pl.DataFrame) -> fellegi.Weights:
    """The weights of :data:`FIELDS` and of ``near``, from the appearances ``rows`` (with ``node``)."""
    prior = fellegi.Prior([np.array(m) for m in _M], [np.array(u) for u in _U], _FIRM)
    told = rows.filter(pl.col("near").is_null())
    some = _sampled(told)
    if len(some) < FEW:
        known, share = fellegi.Weights(list(prior.m), [u / u.sum() for u in prior.u], 1 / TOWN, 0), 1 / TOWN
    else:
        known = fellegi.learn(*_compared(some), prior, STRANGERS)
        share = min(known.share * len(some) / max(len(told), TOWN), 1 / TOWN)
    m, u = [*known.m, np.array(_NEAR_M)], [*known.u, np.array(_NEAR_U)]
    return fellegi.Weights(m, u, share, known.rounds)


def _compared(rows: pl.DataFrame) -> tuple[list[Field], int, Ints, Ints]:
    """Fields over appearances, how many there are, and the pairs that share an identifier."""
    count = len(rows)
    codes = {kind: numbered(rows[kind]) for kind in FIELDS[1:]}
    fields = [names_field(rows["name"]), equal("iin", rows["iin"], rarity=False)]
    fields += [sharing(kind, _single(codes[kind]), TOWN) for kind in FIELDS[2:5]]
    fields.append(equal("place", rows["place"], rarity=False))
    code = np.unique(np.concatenate([_blocked(np.arange(count), codes[kind], count) for kind in FIELDS[1:5]]))
    return fields, count, np.asarray(code // count), np.asarray(code % count)


def _single(code: Ints) -> Sets:
    has = np.flatnonzero(code >= 0)
    return Sets.of(code.size, has, code[has])


def _blocked(record: Ints, code: Ints, count: int) -> Ints:
    """Pairs of records with one code, codes of a crowd left out."""
    record, code = record[code >= 0], code[code >= 0]
    few = np.bincount(code)[code] <= CROWD if code.size else code >= 0
    return inside(code[few], record[few], CROWD, count)


def _sampled(rows: pl.DataFrame) -> pl.DataFrame:
    """All rows, or whole connected parts of about :data:`SAMPLE` rows, chosen by their first row's number."""
    if len(rows) <= SAMPLE:
        return rows
    nodes, edges = len(rows), []
    for kind in FIELDS[1:5]:
        code = numbered(rows[kind])
        has = np.flatnonzero(code >= 0)
        order = has[np.argsort(code[has], kind="stable")]
        same = code[order][1:] == code[order][:-1]
        edges.append(np.stack([order[:-1][same], order[1:][same]]))
    left, right = np.concatenate(edges, axis=1)
    part = components(nodes, left, right)
    mixed = part.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)  # golden ratio: spreads the parts evenly
    kept = mixed < np.uint64(int(2**64 * (SAMPLE / nodes)))
    return rows.filter(pl.Series(kept))


def weigh(nodes: Nodes, known: fellegi.Weights) -> Pairs:
    """Every pair of nodes that shares an identifier, or a rare name and a place, or that a case's text names."""
    fields, codes = _node_fields(nodes)
    count = max(nodes.count, 1)
    found = [
        _blocked(numbers(one["node"]), numbers(one["code"]), count) for kind, one in codes.items() if kind != "near"
    ]
    near = _blocked(numbers(codes["near"]["node"]), numbers(codes["near"]["code"]), count)
    named = np.zeros(count, np.bool_)
    named[numbers(nodes.rows.filter(pl.col("anchor").str.starts_with("near:"))["node"])] = True
    found.append(near[named[near // count] | named[near % count]])
    found.append(_rare(nodes, count))
    code = np.unique(np.concatenate(found))
    left, right = np.asarray(code // count), np.asarray(code % count)
    return priced(fields, known, left, right)


def priced(fields: list[Field], known: fellegi.Weights, left: Ints, right: Ints) -> Pairs:
    """The pairs with what each field says."""
    levels = np.stack([one.compare(left, right) for one in fields], axis=1)
    bits = fellegi.parts(fields, known, left, right, levels)
    bits[:, FIELDS.index("phone") : FIELDS.index("imei") + 1] = np.maximum(
        bits[:, FIELDS.index("phone") : FIELDS.index("imei") + 1], -1.0
    )  # a person has several numbers and accounts: another one says little
    bits[:, -1] = np.maximum(bits[:, -1], 0)
    total = bits.sum(axis=1) + np.log2(known.share / (1 - known.share))
    return Pairs(left, right, bits, levels, np.asarray(np.rint(total * 1000), np.int64))


def _node_fields(nodes: Nodes) -> tuple[list[Field], dict[str, pl.DataFrame]]:
    every = pl.DataFrame({"node": pl.Series(range(nodes.count), dtype=pl.Int64)})

    def most(kind: str) -> pl.Series:
        told = nodes.rows.drop_nulls(kind).group_by("node", kind).agg(pl.col("rows").sum())
        told = told.sort("node", "rows", kind, descending=[False, True, False]).unique("node", keep="first")
        return every.join(told.select("node", kind), on="node", how="left", maintain_order="left")[kind]

    shared = {kind: sets(nodes, kind) for kind in ("phone", "account", "imei", "near")}
    iin = most("iin")
    codes = {kind: one[1] for kind, one in shared.items()}
    codes["iin"] = every.with_columns(pl.Series("code", numbered(iin))).filter(pl.col("code") >= 0)
    fields = [names_field(nodes.names), equal("iin", iin, rarity=False)]
    fields += [sharing(kind, shared[kind][0], TOWN) for kind in ("phone", "account", "imei")]
    fields += [equal("place", most("place"), rarity=False), sharing("near", shared["near"][0], TOWN)]
    return fields, codes


def _rare(nodes: Nodes, count: int) -> Ints:
    """Pairs of nodes with one rare whole name in one place."""
    place = nodes.rows.drop_nulls("place").group_by("node").agg(pl.col("place").min())
    every = pl.DataFrame({"node": pl.Series(range(nodes.count), dtype=pl.Int64)})
    keyed = every.with_columns(name_words.keys(nodes.names).alias("key")).filter(pl.col("key").str.contains(" "))
    keyed = keyed.filter(pl.len().over("key") <= _RARE).join(place, on="node", how="inner", maintain_order="left")
    code = keyed.select(pl.struct("key", "place").rank("dense").cast(pl.Int64)).to_series()
    return inside(numbers(code), numbers(keyed["node"]), _RARE, count)
