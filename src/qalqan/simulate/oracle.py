"""The simulator's own FIFO: slow and obvious, over all true transfers with true opening balances.

Each account is a queue of parcels ``[tiyn, cases]``, oldest first; what was on it before any case's money came
(opening balance and all later receipts that are left) is one parcel in front. A payment takes parcels from the
front; what it takes arrives at the end of the payee's queue. The transfer a case names as its loss belongs to
that case in full, whatever its parcels were. A reversal takes first what its transfer had brought. End points
only collect. Money that came back to a victim's own account stays a parcel of that account.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from qalqan.simulate.book import Book
from qalqan.simulate.ledger import Transfers

Tags = frozenset[int]
NOBODY: Tags = frozenset()


@dataclass(slots=True)
class Parcel:
    """Some money that came in one piece: tiyn, the cases it belongs to, the row that brought it."""

    tiyn: int
    cases: Tags
    row: int


@dataclass(slots=True)
class Picture:
    """A case at its moment: where its money is, over which edges it went, and whether all was certain."""

    remaining: dict[int, int] = field(default_factory=dict)  # node → tiyn, zero when it passed through
    edges: set[tuple[int, int]] = field(default_factory=set)
    first_in: dict[int, int] = field(default_factory=dict)  # node → second
    doubtful: set[int] = field(default_factory=set)  # accounts where two readings of the rule differ


class Oracle:
    """Replays the world once. ``losses``: row → case; ``moments``: case → second of its picture."""

    def __init__(self, book: Book, transfers: Transfers, losses: dict[int, int], moments: dict[int, int]) -> None:
        self.book, self.t, self.losses, self.moments = book, transfers, losses, moments
        self.now: dict[int, Picture] = {case: Picture() for case in moments}
        self.pictures: dict[int, Picture] = {}
        self.queues: dict[int, deque[Parcel]] = {}

    def run(self) -> dict[int, Picture]:
        """The picture of every case at its moment."""
        t = self.t
        due = sorted((second, case) for case, second in self.moments.items())
        at, src, dst, tiyn = t.at.tolist(), t.src.tolist(), t.dst.tolist(), t.tiyn.tolist()
        next_due = 0
        for row, (source, target) in enumerate(zip(src, dst, strict=True)):
            loss = row in self.losses
            if not loss and source not in self.queues and target not in self.queues:
                continue  # nobody's case money is on either account
            while next_due < len(due) and at[row] > due[next_due][0]:
                self._freeze(due[next_due][1])
                next_due += 1
            moved = self._take(source, tiyn[row], row) if source in self.queues else [(tiyn[row], NOBODY)]
            if loss:
                own = frozenset((self.losses[row],))
                moved = [(part, cases | own) for part, cases in moved]
            self._put(source, target, moved, row)
        for _, case in due[next_due:]:
            self._freeze(case)
        return self.pictures

    def _freeze(self, case: int) -> None:
        """Keep a copy of the case's picture as it is now."""
        now = self.now[case]
        self.pictures[case] = Picture(dict(now.remaining), set(now.edges), dict(now.first_in), set(now.doubtful))

    def _start(self, node: int, row: int) -> None:
        """The first case money comes to an account: what is on it goes into its queue as one old parcel."""
        t = self.t
        before = t.rows_of(node)
        before = before[before < row]
        came = t.tiyn[before][t.dst[before] == node].sum()
        went = t.tiyn[before][t.src[before] == node].sum()
        self.queues[node] = deque([Parcel(int(t.opening[node] + came - went), NOBODY, -1)])

    def _take(self, node: int, tiyn: int, row: int) -> list[tuple[int, Tags]]:
        """Take a sum from an account's queue: what its reversed transfer brought first, then the oldest."""
        queue = self.queues[node]
        moved: list[tuple[int, Tags]] = []
        brought_by = self.t.reverses.get(row, -2)
        if brought_by >= 0:
            for parcel in [p for p in queue if p.row == brought_by]:
                part = min(parcel.tiyn, tiyn)
                parcel.tiyn -= part
                tiyn -= part
                self._note_out(node, part, parcel.cases)
                moved.append((part, parcel.cases))
            if tiyn:
                for case in {case for p in queue for case in p.cases} | {self.losses.get(brought_by, -1)}:
                    if case in self.now:
                        self.now[case].doubtful.add(node)
        while tiyn > 0:
            if not queue:
                raise AssertionError(f"account {node} paid more than it had in row {row}")
            parcel = queue[0]
            part = min(parcel.tiyn, tiyn)
            parcel.tiyn -= part
            tiyn -= part
            if part:
                self._note_out(node, part, parcel.cases)
                moved.append((part, parcel.cases))
            if not parcel.tiyn:
                queue.popleft()
        return moved

    def _note_out(self, node: int, tiyn: int, cases: Tags) -> None:
        for case in cases:
            self.now[case].remaining[node] -= tiyn

    def _put(self, source: int, target: int, moved: list[tuple[int, Tags]], row: int) -> None:
        followed = not self.book.nodes[target].sink
        if followed and target not in self.queues and any(cases for _, cases in moved):
            self._start(target, row)
        for part, cases in moved:
            for case in cases:
                now = self.now[case]
                now.remaining[target] = now.remaining.get(target, 0) + part
                now.edges.add((source, target))
                now.first_in.setdefault(target, int(self.t.at[row]))
            if target in self.queues:
                self.queues[target].append(Parcel(part, cases, row))
