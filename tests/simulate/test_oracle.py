"""The oracle on worlds small enough to follow by hand, and the marks on clusters counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from qalqan.simulate.bcubed import bcubed, clusters_of
from qalqan.simulate.book import Book, Node
from qalqan.simulate.ledger import Ledger
from qalqan.simulate.oracle import Oracle, Picture
from qalqan.simulate.people import People

V, A, B, C, ATM = range(5)


def _picture(
    moves: list[tuple[int, int, int]],
    openings: dict[int, int],
    *,
    losses: tuple[int, ...] = (0,),
    reverses: dict[int, int] | None = None,
) -> Picture:
    """Case 0 over transfers ``(from, to, tiyn)`` in order, with true openings; ``losses`` by position."""
    rng = np.random.default_rng(0)
    book = Book(rng, People(rng, 10))
    book.nodes = [Node(name, "722", "person", n) for n, name in enumerate("VABC")] + [Node("ATM", "", "atm", -1)]
    ledger = Ledger()
    for second, (src, dst, tiyn) in enumerate(moves):
        ledger.add(second, src, dst, tiyn, "p2p", reverses=(reverses or {}).get(second, -1))
    transfers = ledger.close(book)
    transfers.opening[:] = [openings.get(node, 0) for node in range(5)]
    return Oracle(book, transfers, dict.fromkeys(losses, 0), {0: 1000}).run()[0]


@pytest.mark.parametrize(("opening", "on_a", "on_b"), [(0, 40, 20), (1000, 100, 0)])
def test_opening_balance_leaves_first(opening: int, on_a: int, on_b: int) -> None:
    # V→A 100, A→B 60, B→C 40: the example of the reference
    left = _picture([(V, A, 100), (A, B, 60), (B, C, 40)], {V: 100, A: opening}).remaining
    assert left[A] == on_a
    assert left.get(B, 0) == on_b
    assert sum(left.values()) == 100


def test_loss_is_the_case_money_in_full() -> None:
    # the victim's own old money and a loan lie on V; the loss carries the case's tag whatever it took
    left = _picture([(C, V, 500), (V, A, 300)], {V: 200, C: 500}, losses=(1,)).remaining
    assert left == {A: 300}


def test_money_stops_at_an_end_point() -> None:
    left = _picture([(V, A, 100), (A, ATM, 70)], {V: 100}).remaining
    assert left == {A: 30, ATM: 70}


def test_reversal_takes_back_what_its_transfer_brought() -> None:
    # A held 50 of its own; without the rule the reversal would take these first
    moves = [(V, A, 100), (A, V, 100)]
    picture = _picture(moves, {V: 100, A: 50}, reverses={1: 0})
    assert picture.remaining == {A: 0, V: 100}
    assert not picture.doubtful


def test_reversal_of_spent_money_is_doubtful() -> None:
    # all of the receipt went on to B; C then paid A, and from that the bank took the reversal
    moves = [(V, A, 100), (A, B, 100), (C, A, 100), (A, V, 100)]
    picture = _picture(moves, {V: 100, C: 100}, reverses={3: 0})
    assert picture.doubtful == {A}
    assert sum(picture.remaining.values()) == 100


def test_two_losses_on_one_account_keep_their_order() -> None:
    left = _picture([(V, A, 100), (C, A, 100), (A, B, 150)], {V: 100, C: 100}, losses=(0,)).remaining
    assert left == {A: 0, B: 100}


def test_bcubed_by_hand() -> None:
    true = clusters_of([("1", "x"), ("2", "x"), ("3", "y"), ("4", "")])
    made = clusters_of([("1", "a"), ("2", "a"), ("3", "a"), ("4", "")])
    precision, recall, f1 = bcubed(true, made, {"1", "2", "3"})
    assert precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert recall == 1.0
    assert f1 == pytest.approx(2 * precision / (1 + precision))


def test_bcubed_with_a_case_in_two_series() -> None:
    true = clusters_of([("1", "x"), ("2", "x"), ("2", "y"), ("3", "y")])
    assert bcubed(true, true, {"1", "2", "3"}) == (1.0, 1.0, 1.0)
    made = clusters_of([("1", "x"), ("2", "x"), ("3", "")])
    precision, recall, _ = bcubed(true, made, {"1", "2", "3"})
    assert precision == 1.0
    assert recall < 1.0
