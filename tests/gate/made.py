"""Invented books, orders and moments for the tests of the gate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from qalqan.gate import book as books
from qalqan.gate.book import LISTS, Book, Order, micro

NOW = micro("2026-03-02T10:00:00+00:00")
LATER = "2026-04-01T00:00:00+00:00"
BOX, VICTIM, HOME_LINE = "+77015550101", "+77075550202", "+77172555500"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OPERATOR = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def public(key: Ed25519PrivateKey) -> str:
    """The public key in hex."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def body(**lists: list[tuple[str, int, str, str]]) -> dict[str, Any]:
    """A book's body with these lists."""
    return {
        "format": books.FORMAT, "made": "2026-03-01T00:00:00+00:00", "until": LATER, "run": "r",
        "lists": {name: [list(row) for row in lists.get(name, [])] for name in LISTS},
    }  # fmt: skip


def written(folder: Path, **lists: list[tuple[str, int, str, str]]) -> Path:
    """A signed book on disk."""
    path = folder / "book.json"
    path.write_text(books.signed("book", body(**lists), KEY), "utf-8")
    return path


def book(*ordered: str, **lists: list[tuple[str, int, str, str]]) -> Book:
    """A book in memory, with these rules ordered."""
    made = books._book(body(**lists), public(KEY), "0" * 64, Path("book.json"))
    orders = {rule: Order(rule, "operator", "1", "2026-03-01", micro(LATER), "0" * 64) for rule in ordered}
    return Book(made.id, made.made, made.until, made.public_key, made.rules, made.lists, orders)


def order_body(rule: str = "G1-fixed", **changed: str) -> dict[str, Any]:
    """An order's body."""
    return {
        "rule": rule, "by": "Operator, chief engineer", "number": "17", "day": "2026-03-01", "until": LATER,
        "replay": "a" * 64,
    } | changed  # fmt: skip
