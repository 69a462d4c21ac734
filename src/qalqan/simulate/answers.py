"""Which accounts were asked about, and what the banks' answers cover."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from qalqan.simulate.book import Book
from qalqan.simulate.cases import Case
from qalqan.simulate.ledger import Transfers
from qalqan.simulate.oracle import Picture
from qalqan.simulate.places import ANSWERING
from qalqan.simulate.regime import Regime
from qalqan.simulate.when import DAY

_SMALLEST = 1_000_000  # tiyn: money below it is not asked after


@dataclass(frozen=True, slots=True)
class Statement:
    """One account's statement in one reply. Times are seconds; ``until`` is excluded; ``opening`` in tiyn
    or None when the reply does not state it; ``complete``: opened within the window, so nothing was before."""

    node: int
    bank: str
    case: int
    since: int
    until: int
    received: int
    opening: int | None
    complete: bool
    coarse: bool

    @property
    def anchored(self) -> bool:
        """Whether the balance at the start is known."""
        return self.opening is not None or self.complete


class Answers:
    """Decides, account by account, who answered; the result is ``statements``."""

    def __init__(self, rng: Random, regime: Regime, book: Book, transfers: Transfers) -> None:
        self.rng, self.regime, self.book, self.t = rng, regime, book, transfers
        self.statements: dict[int, list[Statement]] = {}
        self._willing: dict[int, bool] = {}

    def ask(self, case: Case, node: int, layer: int, since: int) -> None:
        """Ask about an account for a case; ``layer`` 0 victim, 1 first hop, …; ``since`` the first
        second that matters."""
        bank = self.book.nodes[node].bank
        if bank not in ANSWERING:
            return
        if node not in self._willing:
            self._willing[node] = self.rng.random() < self.regime.bank_reply[min(layer, 3)]
        if not self._willing[node] or self.covers(node, since, case.registered):
            return
        first = max(0, since // DAY - self.rng.randint(*self.regime.days_before)) * DAY
        last = case.registered // DAY + self.rng.randint(*self.regime.days_after)
        until = max(last + 1, since // DAY + 1) * DAY
        opened = self.book.nodes[node].opened * DAY
        complete = opened >= first and int(self.t.opening[node]) == 0
        opening = None
        if self.rng.random() < self.regime.opening_stated:
            opening = self.balance(node, first)
        coarse = self.rng.random() < self.regime.coarse_time
        received = until + self.rng.randint(9, 60) * 3600 // 2
        self.statements.setdefault(node, []).append(
            Statement(node, bank, case.index, first, until, received, opening, complete, coarse)
        )

    def ask_for(self, case: Case, picture: Picture, depth: dict[int, int]) -> None:
        """All accounts a case leads to, until its registration."""
        first = min(loss.at for loss in case.losses)
        self.ask(case, case.account, 0, first)
        told = {loss.dst: loss.at for loss in reversed(case.losses)}
        for node, since in told.items():
            self.ask(case, node, 1, since)
        arrived = sorted((second, node) for node, second in picture.first_in.items())
        for second, node in arrived:
            known = self.book.nodes[node].kind == "person" and node not in told and node != case.account
            if known and (node in depth or picture.remaining[node] >= _SMALLEST):
                self.ask(case, node, depth.get(node, 3), second)

    def balance(self, node: int, second: int) -> int:
        """The true balance of an account just before a second, in tiyn."""
        rows = self.t.rows_of(node)
        rows = rows[self.t.at[rows] < second]
        came = self.t.tiyn[rows][self.t.dst[rows] == node].sum()
        went = self.t.tiyn[rows][self.t.src[rows] == node].sum()
        return int(self.t.opening[node] + came - went)

    def covers(self, node: int, since: int, until: int) -> bool:
        """Whether the statements, joined where they touch, cover the time and start from a known balance."""
        reached = -1
        for one in sorted(self.statements.get(node, ()), key=lambda s: (s.since, s.until)):
            if one.coarse:
                continue
            if reached < 0:
                if one.anchored and one.since <= since:
                    reached = one.until
            elif one.since <= reached:
                reached = max(reached, one.until)
        return reached > until
