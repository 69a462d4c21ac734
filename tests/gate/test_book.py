"""Books and orders: signed, trusted, and blocking only by order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.gate import made

from qalqan.errors import TamperError, UsageError
from qalqan.gate import book as books
from qalqan.gate.book import BLOCK, LABEL


def test_a_book_comes_back(tmp_path: Path) -> None:
    path = made.written(tmp_path, callers=[(made.BOX, 800, made.LATER, "simbox")])
    book = books.load(path, made.public(made.KEY))
    assert book.lists["callers"][made.BOX].score == 800
    assert book.public_key == made.public(made.KEY)
    assert book.action("G1-fixed", made.NOW) == LABEL


def test_a_changed_book_is_refused(tmp_path: Path) -> None:
    path = made.written(tmp_path, callers=[(made.BOX, 800, made.LATER, "simbox")])
    path.write_text(path.read_text("utf-8").replace("800", "900"), "utf-8")
    with pytest.raises(TamperError, match="signature"):
        books.load(path)


def test_a_strange_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TamperError, match="key"):
        books.load(made.written(tmp_path), made.public(made.OPERATOR))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"body": {}}', '{"body": 1, "public_key": "zz", "signature": ""}'])
def test_what_is_no_book(tmp_path: Path, text: str) -> None:
    path = tmp_path / "book.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="error-gate-file"):
        books.load(path)


def test_a_draft_is_read_for_replays_only(tmp_path: Path) -> None:
    path = tmp_path / "book.draft.json"
    path.write_text(json.dumps({"draft": True, "body": made.body()}), "utf-8")
    assert books.draft(path).public_key == ""
    with pytest.raises(UsageError):
        books.load(path)


def test_an_order_lets_a_rule_block_until_it_ends() -> None:
    book = made.book("G1-fixed")
    assert book.action("G1-fixed", made.NOW) == BLOCK
    assert book.action("G1-fixed", books.micro(made.LATER)) == LABEL
    assert book.action("G1-home", made.NOW) == LABEL


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"rule": "G9"}, "error-gate-rule"),
        ({"rule": "G1-unknown"}, "error-gate-rule-labels"),
        ({"by": " "}, "error-gate-order"),
        ({"replay": "short"}, "error-gate-order"),
        ({"until": "2026-04-01"}, "error-gate-file"),
    ],
)
def test_orders_that_are_none(tmp_path: Path, changed: dict[str, str], error: str) -> None:
    path = tmp_path / "order.json"
    path.write_text(books.signed("order", made.order_body(**changed), made.OPERATOR), "utf-8")
    with pytest.raises(UsageError) as told:
        books.order(path, frozenset({made.public(made.OPERATOR)}))
    assert told.value.key == error


def test_an_order_needs_a_trusted_key(tmp_path: Path) -> None:
    path = tmp_path / "order.json"
    path.write_text(books.signed("order", made.order_body(), made.OPERATOR), "utf-8")
    assert books.order(path, frozenset({made.public(made.OPERATOR)})).rule == "G1-fixed"
    with pytest.raises(TamperError):
        books.order(path, frozenset({made.public(made.KEY)}))
