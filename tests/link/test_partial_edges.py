"""Workspaces in which nothing is lost, or nothing moved: the answers are empty, not errors."""

from __future__ import annotations

from tests.link.transfers import case, cover, iban, minute, tables, transfer

from qalqan.link import ask_next, follow, holds
from qalqan.link.follow_back import whose
from qalqan.link.follow_then import pictured
from qalqan.settings import Settings

V, A = iban(1), iban(2)


def test_without_losses_every_list_is_empty() -> None:
    known = tables(
        cases=[case("250000000000001", 60)], transactions=[transfer(1, 0, V, A, 5_00)], coverage=[cover(A, until=99)]
    )
    for name, made in follow.run(known, Settings()).items():
        known.put(name, made)
    assert holds.run(known, Settings())["holds"].is_empty()
    assert ask_next.run(known, Settings())["ask_next"].is_empty()
    for moments in ((None, None), (minute(50), minute(200))):
        then = pictured(known, Settings(), *moments)
        assert then.trails.is_empty()
        assert holds.listed(then).is_empty()
    found = whose(known, Settings(), [A], None)
    assert found.claims.is_empty()
    assert found.paths.is_empty()
    assert found.origins.select("account", "kind", "still_tiyn").rows() == [(A, "else", 5_00)]


def test_without_transfers_every_list_is_empty() -> None:
    known = tables(cases=[case("250000000000001", 60)])
    for name, made in follow.run(known, Settings()).items():
        known.put(name, made)
    assert holds.run(known, Settings())["holds"].is_empty()
    assert ask_next.run(known, Settings())["ask_next"].is_empty()
    assert pictured(known, Settings()).trails.is_empty()
