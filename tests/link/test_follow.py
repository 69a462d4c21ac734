"""Trails and hops of small, hand-worked cases."""

from __future__ import annotations

from tests.link.transfers import case, cover, iban, loss, tables, transfer

from qalqan.link import follow
from qalqan.settings import Settings

V, A, B, C = (iban(number) for number in range(1, 5))


def test_chain_of_the_reference() -> None:
    world = tables(
        cases=[case("250000000000001", 300)],
        losses=[loss("250000000000001", 1, 100_00)],
        transactions=[transfer(1, 0, V, A, 100_00), transfer(2, 5, A, B, 60_00), transfer(3, 9, B, C, 40_00)],
        coverage=[cover(V), cover(A), cover(B)],
    )
    made = follow.run(world, Settings())
    trails = made["trails"].sort("hop").select("account", "kind", "hop", "traced_in_tiyn", "remaining_tiyn").rows()
    assert trails == [
        (A, "account", 1, 100_00, 40_00), (B, "account", 2, 60_00, 20_00), (C, "frontier", 3, 40_00, 40_00)]
    hops = made["hops"].select("seq", "from", "to", "amount_tiyn").rows()
    assert hops == [(1, V, A, 100_00), (2, A, B, 60_00), (3, B, C, 40_00)]
