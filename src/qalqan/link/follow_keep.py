"""Keep the book between calls: memory-mapped columns in the cache, under a hash of what it was made from.

A cached book can always be made again; one that cannot be read is made anew. Evidence that arrived after ``known_at``
is left out before the book is made.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.kernels.money import Ledger
from qalqan.link._told_by import told_by
from qalqan.link.follow_book import USED, Book, book_of

VERSION = 3
_OWN = ("width", "opening_known", "loose", "stop")
_FRAMES = ("rows", "nodes", "covers", "stated")


def book_for(tables: Tables, known_at: datetime | None = None) -> Book:
    """The book of the tables as known at a moment; from the cache when it holds it.

    With a stamp on the tables, a kept book is found without loading them, and held beside them from then on.
    """
    if tables.cache is not None and tables.stamp and known_at is None:
        held = tables.made.get("book")
        if isinstance(held, Book):
            return held
        told = f"{VERSION} {pl.__version__} {tables.stamp}".encode()
        pointer = tables.cache / f"book-of-{blake2b(told, digest_size=12).hexdigest()}"
        book = _kept(tables.cache / pointer.read_text("utf-8")) if pointer.exists() else None
        if book is None:
            book, folder = _made(tables, None)
            _point(pointer, folder)
        tables.made["book"] = book
        return book
    return _made(tables, known_at)[0]


def _made(tables: Tables, known_at: datetime | None) -> tuple[Book, str]:
    """The book of the loaded tables, and the name of its folder in the cache (empty without one)."""
    transactions, coverage = tables["transactions"], tables["coverage"]
    if known_at is not None:
        transactions, coverage = told_by(transactions, coverage, known_at)
    if tables.cache is None:
        return book_of(transactions, coverage, tables["holders"]), ""
    folder = tables.cache / f"book-{_stamp(transactions, coverage, tables['holders'])}"
    if (kept := _kept(folder)) is not None:
        return kept, folder.name
    book = book_of(transactions, coverage, tables["holders"])
    _write(book, folder)
    return book, folder.name


def _kept(folder: Path) -> Book | None:
    """The book in a folder; None when there is none, or it cannot be read (then it is swept away)."""
    if not (folder / "done").exists():
        return None
    try:
        return _read(folder)
    except (OSError, ValueError, pl.exceptions.PolarsError):
        shutil.rmtree(folder, ignore_errors=True)
        return None


def _point(pointer: Path, folder: str) -> None:
    scratch = pointer.with_name(f"{pointer.name}.{os.getpid()}")
    scratch.write_text(folder, "utf-8")
    scratch.replace(pointer)


def _stamp(transactions: pl.DataFrame, coverage: pl.DataFrame, holders: pl.DataFrame) -> str:
    """A hash of the contents that the book is made from."""
    digest = blake2b(f"{VERSION} {pl.__version__}".encode(), digest_size=12)
    for frame in (transactions.select(USED), coverage, holders.select("account", "opening_tiyn", "opening_at")):
        digest.update(frame.hash_rows(seed=11).to_numpy().tobytes())
    return digest.hexdigest()


def _write(book: Book, folder: Path) -> None:
    """All or nothing: a folder without ``done`` is no book."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="book-", dir=folder.parent))
    for name, array in [*book.ledger.arrays().items(), *((name, getattr(book, name)) for name in _OWN)]:
        np.save(scratch / f"{name}.npy", array, allow_pickle=False)
    for name in _FRAMES:
        getattr(book, name).write_ipc(scratch / f"{name}.arrow")
    (scratch / "done").write_text(json.dumps({"rows": book.ledger.rows}), "utf-8")
    try:
        scratch.replace(folder)
    except OSError:  # another process was first
        shutil.rmtree(scratch, ignore_errors=True)


def _read(folder: Path) -> Book:
    def column(name: str) -> Any:
        # copy-on-write, so that compiled kernels meet the same writable type as with fresh arrays
        return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="c", allow_pickle=False))

    rows, nodes, covers, stated = (pl.read_ipc(folder / f"{name}.arrow") for name in _FRAMES)
    ledger = Ledger(**{name: column(name) for name in Ledger.__slots__})
    width, opening_known, loose, stop = (column(name) for name in _OWN)
    return Book(ledger, rows, nodes, width, covers, stated, opening_known, loose, stop)
