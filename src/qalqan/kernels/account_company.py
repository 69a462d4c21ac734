"""The company an account keeps: marked accounts among its payers and payees, near and a few transfers away.

A mark is whatever makes an account worth a look: money of a case came, sums out of line with its own custom, an entry
in the registry. Shares are pushed along distinct pairs of payer and payee, split evenly among an account's payees
(forward: what marked accounts send on) or payers (backward: where what marked accounts receive comes from); so a mark
behind a busy shop says little. Method: truncated personalised PageRank, in its plain form (Page et al. 1999).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from qalqan.kernels.money import I32, I64

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Distinct pairs of payer and payee in their order, (P); ``payees``, ``payers``: how many each account has (A)."""

    payer: I32
    payee: I32
    payees: I64
    payers: I64


@dataclass(frozen=True, slots=True)
class Company:
    """``payers``, ``payees`` (A): marked ones among the distinct payers and payees. ``forward``, ``backward`` (steps,
    A): the share of marked accounts' money that would come after 1, 2, … transfers if every account split what it has
    evenly among its payees, and the same against the direction of the money."""

    payers: F64
    payees: F64
    forward: F64
    backward: F64


def pairs(sender: I32, receiver: I32, accounts: int) -> Pairs:
    """The distinct pairs of N rows."""
    keys = np.unique(sender.astype(np.int64) * accounts + receiver)
    payer, payee = (keys // max(1, accounts)).astype(np.int32), (keys % max(1, accounts)).astype(np.int32)
    payees, payers = np.bincount(payer, minlength=accounts), np.bincount(payee, minlength=accounts)
    return Pairs(payer, payee, payees, payers)


def company(of: Pairs, mark: F64, steps: int = 3) -> Company:
    """The company of all accounts; ``mark`` (A), 0 for unmarked."""
    payers, payees = _pushed(of.payer, of.payee, mark), _pushed(of.payee, of.payer, mark)
    forward, backward = np.empty((steps, len(mark))), np.empty((steps, len(mark)))
    ahead = behind = mark
    for step in range(steps):
        ahead = forward[step] = _pushed(of.payer, of.payee, ahead / np.maximum(of.payees, 1))
        behind = backward[step] = _pushed(of.payee, of.payer, behind / np.maximum(of.payers, 1))
    return Company(payers, payees, forward, backward)


@njit(cache=True, nogil=True)
def _pushed(from_, to, held):  # type: ignore[no-untyped-def]
    out = np.zeros(len(held))
    for pair in range(len(from_)):
        out[to[pair]] += held[from_[pair]]
    return out
