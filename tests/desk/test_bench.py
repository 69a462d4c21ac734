"""The user's own measurement of tracing: what it says, and the made ledger under it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qalqan.desk import bench
from qalqan.desk.bench_ledger import PLANTED, losses_of, made
from qalqan.errors import UsageError
from qalqan.kernels import fifo
from qalqan.kernels.money import Limits
from qalqan.texts.say import has, languages


def test_measures_and_checks_what_it_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "VICTIMS", 200)
    seen: set[str] = set()
    found = bench.money(10_000, progress=lambda what, done, total: seen.add(what))
    assert found.alike
    assert found.conserved == 4 * 50 + 2 * 200
    assert all(one.value > 0 for one in found.figures)
    named = {key for one in found.figures for key in (one.key, one.unit)} | seen
    assert all(has(key, language) for key in named for language in languages())
    assert [one["kept"] for one in found.told()["figures"]][:2] == [None, None]


@pytest.mark.parametrize("rows", [0, 9_999, 200_000_001])
def test_refuses_what_cannot_be_measured(rows: int) -> None:
    with pytest.raises(UsageError):
        bench.money(rows)


def test_the_same_numbers_make_the_same_ledger_in_memory_and_in_files(tmp_path: Path) -> None:
    here, there, other = made(20_000), made(20_000, folder=tmp_path), made(20_000, seed=2)
    for name in ("at", "sender", "receiver", "amount", "planted"):
        assert (getattr(here, name) == getattr(there, name)).all()
    assert (here.amount != other.amount).any()
    assert (np.diff(here.at) >= 0).all()
    assert max(here.sender.max(), here.receiver.max()) < here.accounts


def test_a_planted_loss_can_be_followed() -> None:
    world = made(50_000)
    ledger = world.ledger()
    flow = fifo.trace(ledger, losses_of(ledger, world.planted), Limits(8, 1, np.zeros(ledger.accounts, np.uint8)))
    assert (ledger.amount[world.planted] == PLANTED[0]).all()
    assert np.median(np.bincount(flow.place_case)) > len(PLANTED) // 2
