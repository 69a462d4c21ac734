"""Poison: any contact. It only says whom to look at.

Every account that is paid by a touched account is touched; such moves may carry nothing. So that the sums stay true,
a touched account gives away the case's money before its own: the most that each transfer could carry.
"""

from __future__ import annotations

from qalqan.kernels.haircut import walk
from qalqan.kernels.money import Flow, Ledger, Limits, Losses


def trace(ledger: Ledger, losses: Losses, limits: Limits) -> Flow:
    """Everything the money of every case could have touched, conservation checked. Raises ConservationError."""
    return walk(ledger, losses, limits, poison=True)
