"""Compile every kernel of tracing once, so that the first trace after an installation is as quick as the next.

The compiled code is kept beside the modules and found again by later processes; where their
folder cannot be written (an installed wheel) in the user's cache folder, or in ``NUMBA_CACHE_DIR``.
"""

from __future__ import annotations

import numpy as np

from qalqan.kernels import backward, fifo, haircut, lifo, poison
from qalqan.kernels.backward_start import standing
from qalqan.kernels.bounds import Known, bounds
from qalqan.kernels.csr import build
from qalqan.kernels.money import Limits, Losses
from qalqan.kernels.money_since import came_since, covers_at, paid_short
from qalqan.kernels.money_subset import adding_up


def warm() -> None:
    """Trace a ledger of four rows, with a reversal and a stated opening, by all rules."""
    four = np.arange(4, dtype=np.int64)
    ledger = build(
        four,
        np.array([0, 1, 2, 1], np.int32),
        np.array([1, 2, 1, 0], np.int32),
        np.full(4, 100, np.int64),
        3,
        np.array([0, 0, 1, 0], np.uint8),
        np.zeros(1, np.int64),
        np.zeros(1, np.int32),
        np.full(1, 50, np.int64),
    )
    end = np.full(1, 4, np.int64)
    losses = Losses(np.array([0, 1], np.int64), np.zeros(1, np.int32), np.full(1, 100, np.int64), end - 1, end)
    limits = Limits(8, 1, np.zeros(3, np.uint8))
    for rule in (haircut, lifo, poison, fifo):
        flow = rule.trace(ledger, losses, limits)
    nothing = np.zeros(0, np.int64)
    known = Known(
        np.zeros(4, np.int64),
        nothing,
        nothing,
        nothing,
        np.zeros(0, np.uint8),
        np.zeros(4, np.int64),
        np.zeros(3, np.uint8),
    )
    bounds(ledger, losses, limits.stop, known, end, flow)
    adding_up(np.array([0, 1], np.int64), four[1:2], four[1:2], four[1:2])
    one = four[1:2]
    came_since(ledger, one, one, end)
    paid_short(ledger, one, one, end)
    covers_at(known.cover_start, nothing, nothing, one, one)
    backward.trace(ledger, losses, limits, standing(ledger, limits.stop, one, end))
