"""Numbers, devices and SIM cards in bulk: well-formed and distinct within a world.

Numbers are taken from their block by a counter and a fixed permutation, so that neighbours in a world are no neighbours
in numbers. Blocks: the dated table in ``PREFIXES`` (mobile), ``AREAS`` (fixed), ``ABROAD`` (foreign).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]

HOME: Final = "kcell"
PREFIXES: Final[dict[str, tuple[int, ...]]] = {
    "kcell": (701, 702, 775, 778),
    "beeline": (705, 771, 776, 777),
    "tele2": (700, 707, 708, 747),
}
MNC: Final[dict[str, str]] = {"kcell": "40102", "beeline": "40101", "tele2": "40177"}
AREAS: Final = (7172, 7273, 7272, 7112, 7252, 7212, 7232, 7142)
UNASSIGNED: Final = (703, 709, 730, 740, 772, 779, 790)
ABROAD: Final[dict[str, tuple[str, int]]] = {
    "ru": ("79", 9), "uz": ("9989", 8), "kg": ("9965", 8), "tr": ("905", 9), "de": ("4915", 9), "cn": ("861", 10),
    "ae": ("9715", 8), "us": ("1646", 7), "gb": ("447", 9), "ua": ("38067", 7), "lv": ("37190", 6), "ci": ("22505", 8),
    "cu": ("535", 7), "so": ("25290", 7), "pg": ("67576", 5), "ee": ("37256", 6), "lt": ("37066", 6),
    "md": ("37369", 6),
}  # fmt: skip
FOREIGN_MCC: Final[dict[str, str]] = {"ru": "25001", "uz": "43405", "kg": "43701", "tr": "28601", "cn": "46000"}
_TACS: Final = tuple(35_000_000 + n * 7_919 % 999_983 for n in range(240))  # popular phones
BOX_TACS: Final = (86_301_102, 35_715_604, 86_871_503)  # gateways and modems share theirs with M2M
_STRIDE: Final = 7_368_787
_SERIALS: Final = 1_000_000


class Mint:
    """Gives out numbers, IMEIs, IMSIs and ICCIDs; the same seed gives the same in the same order of calls."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._next: dict[tuple[str, int], int] = {}
        self._shift = int(rng.integers(1, 9_000_000))

    def mobile(self, count: int, operator: str, ported: float = 0.07) -> pl.Series:
        """Distinct mobile numbers of an operator, E.164; a share of them has another operator's prefix."""
        others = [p for name, some in PREFIXES.items() if name != operator for p in some]
        mine = np.array(PREFIXES[operator])[self._rng.integers(0, len(PREFIXES[operator]), count)]
        moved = np.array(others)[self._rng.integers(0, len(others), count)]
        return self._of(np.where(self._rng.random(count) < ported, moved, mine), "m", 7)

    def fixed(self, count: int) -> pl.Series:
        """Distinct fixed-line numbers, E.164: area code of four digits and six more."""
        return self._of(np.array(AREAS)[self._rng.integers(0, len(AREAS), count)], "f", 6)

    def unassigned(self, count: int) -> pl.Series:
        """Numbers of blocks that nobody was given."""
        return self._of(np.array(UNASSIGNED)[self._rng.integers(0, len(UNASSIGNED), count)], "u", 7)

    def foreign(self, count: int, country: str) -> pl.Series:
        """Distinct numbers of a country of ``ABROAD``, E.164."""
        prefix, width = ABROAD[country]
        codes = self._codes("a" + country, 0, count, 10**width)
        return "+" + prefix + pl.Series(codes).cast(pl.String).str.zfill(width)

    def imei(self, count: int, tacs: tuple[int, ...] = _TACS, *, in_row: bool = False) -> pl.Series:
        """Distinct IMEIs of 15 digits with their Luhn digit; ``in_row``: of one model, serials one after another."""
        if in_row:
            model = np.full(count, tacs[int(self._rng.integers(0, len(tacs)))])
            first = int(self._rng.integers(0, _SERIALS - count))
            serial = first + np.arange(count)
        else:
            code = self._codes("imei", len(tacs), count, len(tacs) * _SERIALS)
            model, serial = np.array(tacs)[code // _SERIALS], code % _SERIALS
        return _luhn(model.astype(np.int64) * _SERIALS + serial)

    def imsi(self, count: int, network: str) -> pl.Series:
        """Distinct IMSIs of 15 digits of a network (MCC and MNC)."""
        return network + pl.Series(self._codes("imsi" + network, 0, count, 10**10)).cast(pl.String).str.zfill(10)

    def iccid(self, count: int, *, in_row: bool = False) -> pl.Series:
        """Distinct ICCIDs of 19 digits with their Luhn digit; ``in_row``: as cards lie in one box."""
        if in_row:
            codes = int(self._rng.integers(0, 10**11)) * 10 + np.arange(count)
        else:
            codes = self._codes("iccid", 0, count, 10**12)
        return _luhn(899_702 * 10**12 + codes)

    def _of(self, prefix: Ints, kind: str, width: int) -> pl.Series:
        codes = np.zeros(len(prefix), np.int64)
        for one in np.unique(prefix).tolist():
            here = prefix == one
            codes[here] = self._codes(kind, one, int(here.sum()), 10**width)
        return "+7" + pl.Series(prefix.astype(np.int64) * 10**width + codes).cast(pl.String)

    def _codes(self, kind: str, block: int, count: int, size: int) -> Ints:
        begun = self._next.get((kind, block), 0)
        self._next[kind, block] = begun + count
        stride = _STRIDE if size < 10**9 else 7_919_000_033 % size
        counted = np.arange(begun, begun + count, dtype=np.int64)
        if size > 10**10:  # the product would pass 63 bits: the low digits are permuted, the high ones stay
            low = 10**9
            return counted // low * low + (counted % low * _STRIDE + self._shift) % low + self._shift * 10**4
        return (counted * stride + self._shift) % size


def _luhn(codes: Ints) -> pl.Series:
    """The digits with their Luhn digit appended (ISO/IEC 7812-1, annex B)."""
    rest, total, double = codes.copy(), np.zeros(len(codes), np.int64), True
    while rest.any():
        digit = rest % 10 * (2 if double else 1)
        total += np.where(digit > 9, digit - 9, digit)
        rest, double = rest // 10, not double
    check = -total % 10
    return pl.Series(codes).cast(pl.String) + pl.Series(check).cast(pl.String)


def iins(rng: np.random.Generator, count: int) -> pl.Series:
    """IINs of grown-up people with their check digits; bodies that would need the second row of weights are moved."""
    born = rng.integers(50, 100, count) * 10_000 + rng.integers(1, 13, count) * 100 + rng.integers(1, 29, count)
    body = born.astype(np.int64) * 100_000 + rng.integers(3, 5, count) * 10_000 + rng.integers(0, 10_000, count)
    return pl.Series(_checked(body)).cast(pl.String).str.zfill(12)


def bins(rng: np.random.Generator, count: int) -> pl.Series:
    """BINs of organisations: fifth digit 4."""
    body = rng.integers(0, 26, count) * 10**9 + rng.integers(1, 13, count) * 10**7 + 4 * 10**6
    return pl.Series(_checked(body.astype(np.int64) + rng.integers(0, 10**6, count))).cast(pl.String).str.zfill(12)


def _checked(body: Ints) -> Ints:
    weights = np.arange(1, 12)
    while True:
        digits = body[:, None] // 10 ** np.arange(10, -1, -1) % 10
        check = digits @ weights % 11
        if not (bad := check == 10).any():
            return body * 10 + check
        tens = body // 10 % 10  # the last digit weighs 11, which changes nothing
        body = np.where(bad, body + 10 * ((tens + 1) % 10 - tens), body)
