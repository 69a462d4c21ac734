"""Trains the tagger of persons' names: ``python -m qalqan.learn.names --data FOLDER``.

FOLDER holds ``text/kaznerd_valid.txt`` (KazNERD, validation part, CC BY 4.0). Writes the weights and their card into
``language/data``; the same data give the same bytes everywhere: integer sums, an order drawn by the seed, no library's
random numbers. Evaluation is by cross-validation over sentences; nothing else of KazNERD is at hand.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

import qalqan.language
from qalqan.language import name_tags
from qalqan.language._name_model import decode_all, train
from qalqan.language.name_tags import BITS, LABELS, WEIGHTS, Words, look

FILE: Final = "text/kaznerd_valid.txt"
SEED: Final = 1
PASSES: Final = 8
_SCALE: Final = 8  # averaged weights times so much are whole numbers between -127 and 127
_GROUPS: Final = {
    "PERSON": "PER",
    "ORGANISATION": "ORG",
    "GPE": "LOC",
    "LOCATION": "LOC",
    "FACILITY": "LOC",
    "POSITION": "POS",
    **dict.fromkeys(("ART", "EVENT", "PROJECT", "PRODUCT", "LAW", "NORP", "LANGUAGE", "MISCELLANEOUS"), "MISC"),
}
_CARD: Final = """\
# The tagger of persons' names: what its weights are and whence. Written by qalqan.learn.names.
as_of = "2026-11-22"
source = "KazNERD, validation part; Yeshpanov, Khassanov, Varol, Kazakh Named Entity Recognition Dataset, 2022"
licence = "CC BY 4.0"
changes = "types merged into five groups; weights of a linear chain learnt from sentences and tags"
method = "averaged structured perceptron (Collins 2002), {passes} passes, seed {seed}, 2^{bits} hashed features, int8"
sentences = {sentences}
persons = {persons}
trained_on_sha256 = "{data}"
weights_sha256 = "{weights}"
limits = "news and talk in Kazakh; small letters throughout, Russian and Latin texts are not its subject"
"""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sentences as words with features, and the label of each word."""

    words: Words
    truth: npt.NDArray[np.uint8]


def load(path: Path) -> Corpus:
    """A file of a word and an IOB tag a line, sentences apart by empty lines."""
    told: list[str] = []
    labels: list[int] = []
    sizes = [0]
    for line in path.read_text("utf-8").splitlines():
        if not line.strip():
            if sizes[-1]:
                sizes.append(0)
            continue
        word, tag = line.rsplit(" ", 1)
        group = _GROUPS.get(tag[2:])
        told.append(word)
        labels.append(LABELS.index(tag[:2] + group) if group else 0)
        sizes[-1] += 1
    lengths = np.array([len(word) for word in told], np.int64)
    end = np.cumsum(lengths).astype(np.int32)
    row = np.repeat(np.arange(len(sizes)), sizes).astype(np.int32)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    at = np.concatenate([[0], end])[bounds].astype(np.int64)
    codes = np.frombuffer("".join(told).encode("utf-32-le"), np.uint32)
    words = look(codes, at, (end - lengths).astype(np.int32), end, row)
    return Corpus(words, np.array(labels, np.uint8))


def fit(
    corpus: Corpus, rows: list[int], seed: int, passes: int = PASSES
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int32]]:
    """Weights and steps learnt from those sentences."""
    rng = random.Random(seed)  # noqa: S311  an order, no secret
    order: list[int] = []
    for _ in range(passes):
        rng.shuffle(rows)
        order += rows
    found, at = corpus.words.features, corpus.words.first
    weights, steps = train(found, at, corpus.truth, np.array(order, np.int64), 1 << BITS, len(LABELS))
    return np.clip(_whole(weights, len(order)), -127, 127).astype(np.int8), _whole(steps, len(order)).astype(np.int32)


def _whole(sums: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    """Sums over ``count`` steps as averages times ``_SCALE``, rounded half away from nothing, in whole numbers."""
    return np.asarray(np.sign(sums) * ((np.abs(sums) * _SCALE * 2 + count) // (2 * count)))


def cross_validated(corpus: Corpus, folds: int, seed: int = SEED) -> npt.NDArray[np.uint8]:
    """Labels of every sentence by a model that never saw it."""
    count = corpus.words.first.size - 1
    rows = list(range(count))
    random.Random(seed).shuffle(rows)  # noqa: S311
    out = np.zeros_like(corpus.truth)
    for fold in range(folds):
        held = np.zeros(count, bool)
        held[rows[fold::folds]] = True
        weights, steps = fit(corpus, [row for row in range(count) if not held[row]], seed)
        guess = np.zeros_like(out)
        decode_all(corpus.words.features, corpus.words.first, weights, steps, guess)
        mine = held[corpus.words.row]
        out[mine] = guess[mine]
    return out


def persons(found: npt.NDArray[np.uint8], corpus: Corpus) -> set[tuple[int, int]]:
    """Persons among labels, as first word and word after the last."""
    starts, ends = name_tags.spans(found, corpus.words.row)
    return set(zip(starts.tolist(), ends.tolist(), strict=True))


def write(data: Path, to: Path) -> str:
    """Trains on the whole file and writes weights and card; the hash of the weights."""
    corpus = load(data / FILE)
    weights, steps = fit(corpus, list(range(corpus.words.first.size - 1)), SEED)
    raw = weights.tobytes() + steps.astype("<i4").tobytes()
    (to / WEIGHTS).write_bytes(raw)
    made = hashlib.sha256(raw).hexdigest()
    card = _CARD.format(
        passes=PASSES,
        seed=SEED,
        bits=BITS,
        sentences=corpus.words.first.size - 1,
        persons=len(persons(corpus.truth, corpus)),
        data=hashlib.sha256((data / FILE).read_bytes()).hexdigest(),
        weights=made,
    )
    (to / "name_tags.toml").write_text(card, "utf-8")
    return made


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--to", type=Path, default=Path(qalqan.language.__file__).parent / "data")
    args = parser.parse_args()
    if not (args.data / FILE).exists():
        parser.exit(1, f"{args.data / FILE} is absent\n")
    print(write(args.data, args.to))


if __name__ == "__main__":
    main()
