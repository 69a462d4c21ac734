"""The kept book gives the same tables as a fresh one; late answers are left out; order of rows does not matter."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.link.transfers import case, cover, iban, loss, minute, tables, transfer

from qalqan.engine.frames import Tables
from qalqan.errors import NotFound, UsageError
from qalqan.link import follow
from qalqan.settings import Settings

CASE = "250000000000001"
V, A, B, C = (iban(number) for number in range(1, 5))


def world() -> Tables:
    early = [cover(V, received_at=minute(390)), cover(A, received_at=minute(390))]
    return tables(
        cases=[case(CASE, 300)],
        losses=[loss(CASE, 1, 100_00)],
        transactions=[
            transfer(1, 0, V, A, 100_00),
            transfer(2, 5, A, B, 60_00),
            transfer(3, 9, B, C, 40_00),
            transfer(4, 9, B, V, 1_00, locators=f"{'b' * 16}:s:4"),
            transfer(5, 12, A, C, 7_00, at_precision="day"),
        ],
        coverage=[*early, cover(B, received_at=minute(500), locators=f"{'b' * 16}::1", opening_tiyn=0)],
    )


def made(told: Tables) -> dict[str, pl.DataFrame]:
    return follow.run(told, Settings())


def test_the_kept_book_is_the_same(tmp_path: Path) -> None:
    fresh = made(world())
    for _ in range(2):
        kept = world()
        kept.cache = tmp_path / "cache"
        for name, frame in made(kept).items():
            assert_frame_equal(frame, fresh[name])
    books = list((tmp_path / "cache").iterdir())
    assert len(books) == 1
    (books[0] / "amount.npy").write_bytes(b"broken")
    kept = world()
    kept.cache = tmp_path / "cache"
    assert_frame_equal(made(kept)["trails"], fresh["trails"])


def test_a_stamp_finds_the_book_without_the_tables(tmp_path: Path) -> None:
    told = world()
    told.cache, told.stamp = tmp_path, "manifest"
    first = follow.trace(told, Settings(), CASE)
    bare = tables(losses=[loss(CASE, 1, 100_00)])
    bare.cache, bare.stamp = tmp_path, "manifest"
    assert_frame_equal(follow.trace(bare, Settings(), CASE).trail, first.trail)


def test_order_of_rows_does_not_matter() -> None:
    told, fresh = world(), made(world())
    for name in ("transactions", "coverage"):
        told.put(name, told[name].reverse())
    for name, frame in made(told).items():
        assert_frame_equal(frame, fresh[name])


@pytest.mark.parametrize("rule", follow.RULES)
def test_every_rule_adds_up_and_low_likely_high(rule: str) -> None:
    found = follow.trace(world(), Settings(), CASE, rule)
    trail = found.trail
    assert trail["remaining_tiyn"].sum() == found.loss_tiyn == 100_00
    assert (trail["remaining_low_tiyn"] <= trail["remaining_tiyn"]).all()
    assert (trail["remaining_tiyn"] <= trail["remaining_high_tiyn"]).all()
    assert trail["rule"].unique().to_list() == [rule]


def test_answers_that_came_later_are_not_known() -> None:
    found = follow.trace(world(), Settings(), CASE, "fifo", None, minute(400))
    assert found.hops.filter(pl.col("tx_id").str.ends_with(":4")).is_empty()
    assert dict(found.trail.select("account", "kind").iter_rows())[B] == "frontier"
    assert follow.trace(world(), Settings(), CASE).trail.filter(pl.col("account") == B)["kind"].to_list() == ["account"]


def test_moments_and_refusals() -> None:
    assert follow.trace(world(), Settings(), CASE, "fifo", minute(6)).hops.height == 2
    with pytest.raises(UsageError):
        follow.trace(world(), Settings(), CASE, "guess")
    with pytest.raises(NotFound):
        follow.trace(world(), Settings(), "250000000000009")
