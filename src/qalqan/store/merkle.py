"""The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1: hashes, proofs, their checks.

Pure: a tree is a function ``complete(level, index)`` that gives the hash of the full subtree over leaves
``[index << level, (index + 1) << level)``. Sizes and leaf numbers are from 0, as in the RFC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

Complete = Callable[[int, int], bytes]
EMPTY = sha256(b"").digest()
HASH_BYTES = 32


def leaf(body: bytes) -> bytes:
    """Hash of a leaf."""
    return sha256(b"\x00" + body).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Root of a full subtree over a power of two of hashes."""
    level = list(hashes)
    while len(level) > 1:
        level = [sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level), 2)]
    return level[0]


def _split(size: int) -> int:
    """The largest power of two smaller than ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def subtree(complete: Complete, low: int, high: int) -> bytes:
    """Root over leaves ``low`` to ``high`` (the last not included), where ``low`` fits a node of the tree."""
    size = high - low
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return complete(level, low >> level)
    middle = low + _split(size)
    return node(subtree(complete, low, middle), subtree(complete, middle, high))


def root(complete: Complete, size: int) -> bytes:
    """Root of the tree of the first ``size`` leaves."""
    return subtree(complete, 0, size) if size else EMPTY


def inclusion(complete: Complete, index: int, size: int) -> list[bytes]:
    """Inclusion proof of leaf ``index`` in the tree of ``size`` leaves (RFC 9162, 2.1.3.1)."""
    proof: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(subtree(complete, middle, high))
            high = middle
        else:
            proof.append(subtree(complete, low, middle))
            low = middle
    return proof[::-1]


def consistency(complete: Complete, old: int, new: int) -> list[bytes]:
    """Proof that the tree of ``old`` leaves is a beginning of the tree of ``new`` (RFC 9162, 2.1.4.1)."""
    if old in (0, new):
        return []
    proof: list[bytes] = []
    low, high, whole = 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            proof.append(subtree(complete, middle, high))
            high = middle
        else:
            proof.append(subtree(complete, low, middle))
            low, whole = middle, False
    if not whole:
        proof.append(subtree(complete, low, high))
    return proof[::-1]


def holds(body_leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether an inclusion proof leads to ``expected`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    first, last, found = index, size - 1, body_leaf
    for one in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            found = node(one, found)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            found = node(found, one)
        first, last = first >> 1, last >> 1
    return last == 0 and found == expected


def extends(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a consistency proof ties two roots (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY
    if not 0 < old < new:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    was = now = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            was, now = node(one, was), node(one, now)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            now = node(now, one)
        first, last = first >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root


class Frontier:
    """The roots of the full subtrees at the right edge of a growing tree: all that a root needs."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, hash_: bytes, level: int = 0) -> None:
        """Append the root of a full subtree of ``1 << level`` leaves; the size must be a multiple of it."""
        self.size += 1 << level
        while self._peaks and self._peaks[-1][0] == level:
            hash_ = node(self._peaks.pop()[1], hash_)
            level += 1
        self._peaks.append((level, hash_))

    def root(self) -> bytes:
        """Root of the tree so far."""
        return self.root_with(())

    def root_with(self, more: Iterable[bytes]) -> bytes:
        """Root of the tree so far and some more leaves, which are not kept."""
        tail = Frontier()
        tail.size, tail._peaks = self.size, list(self._peaks)
        for one in more:
            tail.add(one)
        if not tail._peaks:
            return EMPTY
        found = tail._peaks[-1][1]
        for _level, peak in reversed(tail._peaks[:-1]):
            found = node(peak, found)
        return found
