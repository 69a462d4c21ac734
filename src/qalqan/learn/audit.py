"""Audit of written texts: provenance of each line, near-duplicates across a split, hashes of frozen parts.

    python -m qalqan.learn.audit [--against FOLDER] [--expect SHA256]

Without ``--against``: pairs of our own texts that are near-duplicates although family or author differ (those that
cross-validation would part). With it: pairs between our corpora and that folder, and the folder's hash.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from qalqan.learn import corpus
from qalqan.scam import campaigns


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts too much alike, by the places they stand at."""

    one: str
    other: str
    alike: int  # 0-1000


def place(text: corpus.Written) -> str:
    """Where a text stands: file and line."""
    return f"{text.file}:{text.line}"


def near(left: list[corpus.Written], right: list[corpus.Written] | None = None) -> list[Pair]:
    """Near-duplicates between the two, or inside one across families or authors."""
    texts = [*left, *(right or [])]
    told = campaigns.group(pl.Series([one.text for one in texts], dtype=pl.String))
    pairs = []
    for row, (first, alike) in enumerate(told.iter_rows()):
        if first is None or first == row:
            continue
        a, b = texts[first], texts[row]
        parted = (
            (first < len(left)) != (row < len(left))
            if right is not None
            else (a.family, a.author) != (b.family, b.author)
        )
        if parted:
            pairs.append(Pair(place(a), place(b), alike))
    return pairs


def nameless(texts: list[corpus.Written]) -> list[str]:
    """Places of texts whose author or provenance is not told."""
    return [place(one) for one in texts if not one.author or not one.provenance]


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of a folder's ``.txt`` files, in order of name."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.txt")):
        raw = path.read_bytes()
        total.update(f"{path.name}\n{len(raw)}\n".encode())
        total.update(raw)
    return total.hexdigest()


def main(argv: list[str] | None = None) -> int:
    """Print the audit; 1 when a line has no provenance, a pair stands across the split, or a hash differs."""
    told = argparse.ArgumentParser(description="Audit of written texts.")
    told.add_argument("--against", type=Path, default=None)
    told.add_argument("--expect", default="")
    given = told.parse_args(argv)
    ours = corpus.load()
    other = None if given.against is None else corpus.load(given.against)
    missing = nameless([*ours, *(other or [])])
    pairs = near(ours, other)
    found = digest(corpus.folder() if given.against is None else given.against)
    print(f"{len(ours)} texts, {sum(len(one.lines) for one in ours)} lines; without provenance: {missing or 'none'}")
    for pair in pairs:
        print(f"near-duplicates ({pair.alike}): {pair.one} ~ {pair.other}")
    print(f"pairs across the split: {len(pairs)}; SHA-256 {found}")
    changed = bool(given.expect) and given.expect != found
    if changed:
        print(f"expected {given.expect}: the frozen part was changed")
    return int(bool(missing or pairs or changed))


if __name__ == "__main__":
    sys.exit(main())
