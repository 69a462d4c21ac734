"""Build the index of a ledger: rows by sender and by receiver, and the coordinates of FIFO.

Two passes over the rows (count, fill), no sorting: the rows come in order. Method: compressed sparse rows by
counting sort; coordinates as `money` explains.
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.csr_reversals import originals, pieces
from qalqan.kernels.money import I32, I64, U8, Ledger

MOST = 2**61


def build(
    at: I64,
    sender: I32,
    receiver: I32,
    amount: I64,
    accounts: int,
    reversal: U8 | None = None,
    opening_row: I64 | None = None,
    opening_account: I32 | None = None,
    opening: I64 | None = None,
) -> Ledger:
    """The ledger of N rows in total order, with its index.

    ``opening_*``: known balances: account ``opening_account[i]`` held ``opening[i]`` tiyn just before row
    ``opening_row[i]`` (ascending). Money not yet seen is put on top of what is there; where more is there than
    stated, the oldest has left unseen (a trace counts it as still there). Other accounts start at 0.
    ``reversal`` (N): 1 where a row takes back an earlier transfer between the same two accounts.

    Raises ValueError when times fall, an amount is not positive, an account is out of range or the sums do not
    fit 62 bits.
    """
    _check(at, sender, receiver, amount, accounts, opening)
    rows = len(amount)
    none = np.zeros(0, np.int64)
    when = none if opening_row is None else opening_row.astype(np.int64)
    whose = np.zeros(0, np.int32) if opening_account is None else opening_account.astype(np.int32)
    what = none if opening is None else opening.astype(np.int64)
    out_start, in_start = _starts(sender, accounts), _starts(receiver, accounts)
    filled = _fill(sender, receiver, amount, out_start, in_start, when, whose, what)
    arrive, out_row, out_pos, out_balance, in_row, in_sum = filled
    if reversal is not None and reversal.any():
        original = originals(sender, receiver, amount, reversal, out_start, out_row)
    else:
        original = np.full(rows, -1, np.int32)
    special = np.zeros(accounts, np.uint8)
    special[sender[original >= 0]] = 1
    parts = pieces(special, original, amount, in_start, in_row, out_start, out_row, when, whose, what)
    return Ledger(
        at,
        sender,
        receiver,
        amount,
        original,
        arrive,
        out_start,
        out_row,
        out_pos,
        out_balance,
        in_start,
        in_row,
        in_sum,
        special,
        *parts,
    )


def _check(at: I64, sender: I32, receiver: I32, amount: I64, accounts: int, opening: I64 | None) -> None:
    rows = len(amount)
    if not len(at) == len(sender) == len(receiver) == rows:
        raise ValueError("columns of a ledger differ in length")
    if rows == 0:
        return
    if bool((np.diff(at) < 0).any()):
        raise ValueError("rows of a ledger must come in order of time")
    if int(amount.min()) <= 0:
        raise ValueError("amounts of a ledger must be above 0")
    if min(sender.min(), receiver.min()) < 0 or max(sender.max(), receiver.max()) >= accounts:
        raise ValueError("an account is out of range")
    if opening is not None and len(opening) and int(opening.min()) < 0:
        raise ValueError("an opening balance is below 0")
    top = int(amount.max()) * rows + (0 if opening is None or not len(opening) else int(opening.max()))
    if top >= MOST and sum(int(part.astype(object).sum()) for part in np.array_split(amount, 64)) >= MOST:
        raise ValueError("the sums of this ledger do not fit")


def _starts(account: I32, accounts: int) -> I64:
    starts = np.zeros(accounts + 1, np.int64)
    np.cumsum(np.bincount(account, minlength=accounts), out=starts[1:])
    return starts


@njit(cache=True, nogil=True)
def _fill(sender, receiver, amount, out_start, in_start, when, whose, what):  # type: ignore[no-untyped-def]
    rows, accounts = len(amount), len(out_start) - 1
    arrive = np.empty(rows, np.int64)
    out_row, in_row = np.empty(rows, np.int32), np.empty(rows, np.int32)
    out_pos, out_balance, in_sum = np.empty(rows, np.int64), np.empty(rows, np.int64), np.empty(rows, np.int64)
    state = np.zeros((accounts, 8), np.int64)  # one line of memory an account: next out, next in, left, came, seen
    state[:, 0], state[:, 1] = out_start[:-1], in_start[:-1]
    known = 0
    for row in range(rows):
        while known < len(when) and when[known] <= row:
            account = whose[known]
            if state[account, 3] - state[account, 2] <= what[known]:
                state[account, 3] = state[account, 2] + what[known]
            else:
                state[account, 2] = state[account, 3] - what[known]
            known += 1
        account, tiyn = sender[row], amount[row]
        place, left, came = state[account, 0], state[account, 2], state[account, 3]
        out_row[place], out_pos[place], out_balance[place] = row, left, came - left
        state[account, 0], state[account, 2], state[account, 3] = place + 1, left + tiyn, max(came, left + tiyn)
        account = receiver[row]
        place, came = state[account, 1], state[account, 3]
        in_row[place], in_sum[place], arrive[row] = row, state[account, 4], came
        state[account, 1], state[account, 3] = place + 1, came + tiyn
        state[account, 4] += tiyn
    return arrive, out_row, out_pos, out_balance, in_row, in_sum
