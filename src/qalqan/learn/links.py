"""Trains the weights of links: ``python -m qalqan.learn.links`` writes ``links.npz`` and ``links_card.json``.

Method: two linear logistic tables over hashed character n-grams (host; rest), fitted with liblinear; small boosted
trees over lexical features, each split seeing a part of them (Breiman, 2001); the three are summed, and all weights
quantised to integers. Folds are split by
registered domain. The shipped weights learn only from addresses we wrote (``corpora/links``). One thread and fixed
seeds: the same bytes again. Needs the extra ``[learn]``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from qalqan.learn.links_pen import FOLDER, seed_sites, seed_words
from qalqan.scam import _links_grams as grams_
from qalqan.scam import _links_model as model_
from qalqan.scam import _links_parts as parts_
from qalqan.scam._links_data import brands, words
from qalqan.scam._links_rules import rules

FOLDS: Final = 3
TREES: Final = 300
LEAVES: Final = 12
RATE: Final = 0.06
SMALLEST_LEAF: Final = 60
RIDGE: Final = 5.0
SEEN: Final = 0.3
LINEAR_C: Final = 3.0
A_DOMAIN: Final = 5
RARE: Final = 0.999
SPAN: Final = 32_000
FEW: Final = 2.0


Grown = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class Set:
    """Addresses with labels (1 fake) as the model sees them; ``source`` numbers the sets they came from."""

    parts: pl.DataFrame
    told: pl.DataFrame
    label: np.ndarray
    source: np.ndarray


def prepared(sets: Sequence[tuple[Sequence[str], Sequence[str]]], a_domain: int = A_DOMAIN) -> Set:
    """Sets of (genuine, fake) addresses as one; of a domain at most ``a_domain`` of a kind, the first by hash."""
    frames = [
        pl.DataFrame({"text": list(texts)}, schema={"text": pl.String}).with_columns(
            label=pl.lit(label), source=pl.lit(number)
        )
        for number, pair in enumerate(sets)
        for label, texts in enumerate(pair)
    ]
    every = pl.concat(frames).unique("text", keep="first", maintain_order=True)
    parts = parts_.split(every["text"])
    held = parts.join(every, on="text", how="inner", maintain_order="left").drop_nulls("url")
    digest = pl.Series([hashlib.sha256(text.encode()).hexdigest()[:16] for text in held["text"]], dtype=pl.String)
    held = held.with_columns(digest=digest).sort("digest")
    held = held.filter(pl.int_range(pl.len()).over("domain", "label", "source") < a_domain)
    parts = held.select(*parts_.PARTS)
    return Set(
        parts, rules(parts), held["label"].to_numpy().astype(np.int64), held["source"].to_numpy().astype(np.int64)
    )


def train(held: Set, seed: int = 0) -> model_.Model:
    """A model of a set; ``seed`` draws the features that splits see.

    Raises ImportError, naming the extra, where scikit-learn is missing.
    """
    try:
        from threadpoolctl import threadpool_limits  # noqa: PLC0415
    except ImportError as error:
        raise ImportError("training needs the extra: pip install 'qalqan[learn]'") from error
    weights, pairs = _balance(held), letter_pairs()
    fold = _folds(held.parts["domain"])
    with threadpool_limits(1):
        texts = {model_.HOST: held.parts["host"], model_.REST: held.parts["rest"]}
        tables, columns = zip(
            *(_linear(texts[space], space, held.label, weights, fold) for space in texts), strict=True
        )
        linear_ = np.column_stack(columns)
        seen = model_.inputs(held.parts, held.told, pairs)
        forest = _forest(seen, held.label, weights, seed)
        out = np.zeros(len(held.label), np.int64)
        for number in range(FOLDS):  # margins out of fold say how rare a margin is among genuine addresses
            inside = fold != number
            part = _forest(seen[inside], held.label[inside], weights[inside], seed)
            other = model_.Model(pairs, tables[0], tables[1], *part, np.zeros(1, np.int64))
            out[~inside] = model_.trees(other, seen[~inside]) + model_.pooled(linear_[~inside])
    rare = np.sort(out[held.label == 0])[int(RARE * (held.label == 0).sum())]
    return model_.Model(pairs, tables[0], tables[1], *forest, np.array([rare], np.int64))


def letter_pairs() -> np.ndarray:
    """How much likelier two letters stand side by side in our words than by chance: hundredths of log-odds (int16)."""
    told = {word for held in seed_words().values() for word in held} | {site.partition(".")[0] for site in seed_sites()}
    told |= {word for name in ("lures", "words", "content", "small", "folders") for word in words(name)}
    codes = grams_.letter_codes("".join(f"/{word}/" for word in sorted(told)))
    seen = np.bincount(codes[:-1] * 27 + codes[1:], minlength=27 * 27).astype(np.float64).reshape(27, 27)
    seen[0, 0] = 0
    chance = seen.sum(axis=1, keepdims=True) * seen.sum(axis=0, keepdims=True) / seen.sum()
    return np.asarray(np.rint(100 * np.log((seen + FEW) / (chance + FEW))).astype(np.int16).ravel())


def _balance(held: Set) -> np.ndarray:
    """Weights by which every set, and both kinds in it, weigh the same."""
    weights = np.ones(len(held.label))
    for number in np.unique(held.source):
        for label in (0, 1):
            mine = (held.source == number) & (held.label == label)
            weights[mine] = 1.0 / max(int(mine.sum()), 1)
    return np.asarray(weights / weights.mean())


def _folds(domains: pl.Series) -> np.ndarray:
    """The fold of each address by the hash of its registered domain."""
    return np.array([int(hashlib.sha256(domain.encode()).hexdigest()[:8], 16) % FOLDS for domain in domains])


def _linear(
    texts: pl.Series, space: int, label: np.ndarray, weights: np.ndarray, fold: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The integer table of a kind of text, and its margins out of fold."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    row, bucket = grams_.grams(texts, space)
    many = np.maximum(np.bincount(row, minlength=len(texts)), 1)
    matrix = csr_matrix((1.0 / np.sqrt(many[row]), (row, bucket)), shape=(len(texts), 1 << grams_.BITS))
    out = np.zeros(len(texts), np.int64)
    for number in range(FOLDS):
        inside = fold != number
        table = _table(matrix[inside], label[inside], weights[inside])
        out[~inside] = np.floor(matrix[~inside] @ table.astype(np.float64)).astype(np.int64)
    return _table(matrix, label, weights), out


def _table(matrix: Any, label: np.ndarray, weights: np.ndarray) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    fitted = LogisticRegression(C=LINEAR_C, solver="liblinear", tol=3e-2, random_state=0).fit(
        matrix, label, sample_weight=weights
    )
    return np.asarray(np.clip(np.rint(fitted.coef_[0] * 1000), -SPAN, SPAN).astype(np.int16))


def _forest(seen: np.ndarray, label: np.ndarray, weights: np.ndarray, seed: int) -> Grown:
    """Boosted trees as integer arrays: feature, threshold, left, right, value, base."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415

    boosted = HistGradientBoostingClassifier(
        max_iter=TREES, learning_rate=RATE, max_leaf_nodes=LEAVES, min_samples_leaf=SMALLEST_LEAF,
        l2_regularization=RIDGE, max_features=SEEN, early_stopping=False, random_state=seed,
    ).fit(seen.astype(np.float64), label, sample_weight=weights)  # fmt: skip
    grown = [stage[0].nodes for stage in boosted._predictors]
    size = max(len(nodes) for nodes in grown)
    shape = (len(grown), size)
    feature, left, right = (np.full(shape, fill, np.int16) for fill in (-1, 0, 0))
    threshold, value = (np.zeros(shape, np.int32) for _ in range(2))
    for number, nodes in enumerate(grown):
        inner = nodes["is_leaf"] == 0
        many = len(nodes)
        feature[number, :many] = np.where(inner, nodes["feature_idx"], -1)
        threshold[number, :many] = np.where(inner, np.floor(np.clip(nodes["num_threshold"], -2e9, 2e9)), 0)
        left[number, :many] = np.where(inner, nodes["left"], 0)
        right[number, :many] = np.where(inner, nodes["right"], 0)
        value[number, :many] = np.where(inner, 0, np.rint(nodes["value"] * 1000))
    base = np.array([round(float(boosted._baseline_prediction.ravel()[0]) * 1000)], np.int64)
    return feature, threshold, left, right, value, base


def corpus() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses we wrote: genuine-shaped and fake."""
    read = []
    for kind in ("genuine", "fake"):
        lines = (FOLDER / f"{kind}.txt").read_text("utf-8").splitlines()
        read.append(tuple(line for line in lines if line and not line.startswith("#")))
    return read[0], read[1]


def figures(margins: np.ndarray, label: np.ndarray) -> dict[str, float]:
    """AUROC, and recall where one genuine address in a hundred alerts."""
    order = np.argsort(margins, kind="stable")
    ranks = np.empty(len(margins))
    values, start = np.unique(margins[order], return_index=True)
    edges = np.append(start, len(margins))
    for at in range(len(values)):
        ranks[order[edges[at] : edges[at + 1]]] = (edges[at] + edges[at + 1] + 1) / 2
    fake = label == 1
    many, few = int(fake.sum()), int((~fake).sum())
    auroc = (ranks[fake].sum() - many * (many + 1) / 2) / (many * few)
    limit = np.sort(margins[~fake])[min(int(np.ceil(0.99 * few)), few - 1)]
    return {"auroc": round(float(auroc), 4), "recall_at_1_percent": round(float((margins[fake] > limit).mean()), 4)}


def card(model: model_.Model, held: Set, path: Path) -> dict[str, Any]:
    """What the shipped weights are: hash, sizes, sources, figures on a held-out third of our own addresses, limits."""
    third = _folds(held.parts["domain"]) == 0
    inside = Set(held.parts.filter(~third), rules(held.parts.filter(~third)), held.label[~third], held.source[~third])
    out = held.parts.filter(third)
    other = train(inside)
    return {
        "file": path.name,
        "sha256": _digest(path),
        "corpora": {name: _digest(FOLDER / name) for name in ("genuine.txt", "fake.txt")},
        "brands_as_of": brands().as_of,
        "date": brands().as_of,
        "addresses": {"genuine": int((held.label == 0).sum()), "fake": int((held.label == 1).sum())},
        "trees": len(model.feature),
        "own_third_held_out_by_domain": figures(model_.margin(other, out, rules(out)), held.label[third]),
        "learned_from": "addresses written or generated by the project's authors; no outside list",
        "limits": [
            "learned from made-up addresses: no field accuracy is claimed; outside sets: benchmarks/links.py",
            "the shapes were written while the outside sets were known: figures there are of development",
            "a page on a hacked or an open site, and a short address, cannot be judged by its address",
        ],
    }  # fmt: skip


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(folder: Path) -> None:
    """Train on our addresses and write weights and card."""
    held = prepared([corpus()], a_domain=1000)
    model = train(held)
    path = folder / model_.FILE
    model.save(path)
    told = json.dumps(card(model, held, path), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "links_card.json").write_text(told + "\n", "utf-8")
    print(told)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=Path(str(files("qalqan.scam"))) / "data")
    main(parser.parse_args().into)
