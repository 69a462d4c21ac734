"""One transfer as one bank tells it: the eighteen cells of the official form, before any layout."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qalqan.simulate.answers import Statement
from qalqan.simulate.book import Book
from qalqan.simulate.ledger import KIND_NAMES, KINDS, Transfers
from qalqan.simulate.places import BANKS
from qalqan.simulate.regime import Regime


@dataclass(frozen=True, slots=True)
class Party:
    """Payer or payee as told."""

    name: str
    iin: str
    residency: str
    bank: str
    account: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a statement; ``at`` second, ``tiyn`` the sum, ``out`` money leaves the account asked."""

    row: int
    at: int
    tiyn: int
    out: bool
    kind: str
    sdp: str
    payer: Party
    payee: Party
    knp: str
    purpose: str


@dataclass(slots=True)
class Teller:
    """Tells transfers as banks do, and counts in how many files each was told."""

    regime: Regime
    book: Book
    transfers: Transfers
    alias: dict[int, str]  # node → phone tied to it
    hidden: NDArray[np.bool_]
    skew: NDArray[np.int64]
    told: dict[int, int] = field(default_factory=dict)
    _parties: dict[int, Party] = field(default_factory=dict)

    def party(self, node: int) -> Party:
        """A party told in full."""
        found = self._parties.get(node)
        if found is None:
            known = self.book.nodes[node]
            foreign = known.kind == "foreign"
            found = self._parties[node] = Party(
                self.book.holder(node),
                self.book.holder_iin(node),
                "2" if foreign else "1",
                known.name if foreign else BANKS.get(known.bank, ""),
                known.text,
            )
        return found

    def _masked(self, node: int) -> Party:
        """A payee elsewhere as the payer's bank shows it: a phone or a masked card, a short name."""
        known, card = self.book.nodes[node], self.book.card(node)
        phone = self.alias.get(node) or self.book.people.phone[known.owner]
        account = "8" + phone[2:] if node % 2 else f"{card[:6]}******{card[-4:]}"
        return Party(self.book.people.name(known.owner, "short"), "", "1", BANKS.get(known.bank, ""), account)

    def rows(self, statement: Statement) -> list[Row]:
        """The rows of a statement, oldest first."""
        t, nodes = self.transfers, self.book.nodes
        rows = t.rows_of(statement.node)
        inside = rows[(t.at[rows] >= statement.since) & (t.at[rows] < statement.until)]
        found = []
        for row in inside.tolist():
            src, dst = int(t.src[row]), int(t.dst[row])
            out = src == statement.node
            elsewhere = nodes[dst].kind == "person" and nodes[dst].bank != statement.bank
            payee = self._masked(dst) if out and elsewhere and self.hidden[row] else self.party(dst)
            kind = KIND_NAMES[int(t.kind[row])]
            name, knp, purpose = KINDS[kind]
            at = int(t.at[row]) + (0 if out or nodes[src].bank == statement.bank else int(self.skew[row]))
            found.append(
                Row(
                    row,
                    at,
                    int(t.tiyn[row]),
                    out,
                    name,
                    "Система мобильных платежей" if kind == "p2p" else "",
                    self.party(src),
                    payee,
                    knp,
                    t.purpose.get(row, purpose),
                )
            )
        return found

    def count(self, rows: list[Row]) -> None:
        """Note that one more file holds these rows."""
        for row in {one.row for one in rows}:
            self.told[row] = self.told.get(row, 0) + 1
