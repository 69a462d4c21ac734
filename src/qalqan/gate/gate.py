"""The gate: a book, a memory and a spool; it decides, records what touches anybody, and never stands in the way.

Whatever fails inside, the call, payment or link goes through, with a record (fail open).
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from qalqan.clock import UTC
from qalqan.errors import NotFound, UsageError
from qalqan.gate import snapshot
from qalqan.gate.book import ALLOW, Book, Order
from qalqan.gate.decide import DECIDE, Verdict
from qalqan.gate.passport import Trust, check
from qalqan.gate.spool import Spool, line, lines, segments
from qalqan.gate.state import Kept, State

MOST_APPEALS: Final = 100_000
OPEN: Final = "fail-open"
PIECE: Final = 1 << 16  # bytes of memory copied at once: a tenth of a millisecond
REST_SECONDS: Final = 0.0005
Number = TypeVar("Number", bound=np.generic)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def now_micro() -> int:
    """The present moment in microseconds."""
    return time.time_ns() // 1000


def written(micro: int) -> str:
    """A moment (microseconds) in ISO 8601, UTC."""
    return (_EPOCH + timedelta(microseconds=micro)).isoformat(timespec="milliseconds")


@dataclass(slots=True)
class Counts:
    """What was decided since the start: by kind and action, by rule, and what failed."""

    decided: dict[tuple[str, str], int] = field(default_factory=dict)
    rules: dict[str, int] = field(default_factory=dict)
    failed: int = 0
    unrecorded: int = 0
    cancelled: int = 0
    reloads: int = 0


class Gate:
    """One process's gate. ``decide``, ``event`` and ``cancel`` may be called from several threads."""

    def __init__(
        self,
        book: Book,
        spool: Spool,
        *,
        orders: Mapping[str, Order] | None = None,
        trust: Trust | None = None,
        clock: Callable[[], int] = now_micro,
    ) -> None:
        self.orders = dict(orders or {})
        self.book, self._allow = _with(book, self.orders), _allowed(book)
        self.spool, self.state, self.counts, self.clock = spool, State(), Counts(), clock
        self._trust = trust or Trust(None)
        self._start, self._number = secrets.token_hex(4), 0
        self._waiting: list[bytes] = []  # records of decisions whose answers have not left
        self._appeals: dict[str, tuple[str, int]] = {}
        self._lock = threading.Lock()

    def decide(self, kind: str, told: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to one question of a kind (call, payment, link), as JSON can hold it; not to be changed.

        Raises UsageError for an unknown kind; any other fault lets it through, and is recorded.
        """
        return self.decide_many(kind, (told,))[0]

    def decide_many(self, kind: str, asked: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The answers to several questions of a kind, in their order; see :meth:`decide`."""
        if kind not in DECIDE:
            raise UsageError("error-gate-kind", kind=kind, known=", ".join(DECIDE))
        judge, answers, allowed = DECIDE[kind], [], 0
        with self._lock:
            for told in asked:
                now = self.clock()
                try:
                    if kind == "call" and told.get("passport"):
                        told = {**told, "identity": self._identity(told, now)}  # noqa: PLW2901 - as the network told it
                    verdict = judge(self.book, self.state, told, now)
                    if verdict.rule:
                        answers.append(self._told(kind, verdict, now))
                    else:
                        answers.append(self._allow)
                        allowed += 1
                except Exception as error:
                    answers.append(self._opened(kind, error, now))
            self._count(kind, ALLOW, allowed)
            self._keep()
        return answers

    def _count(self, kind: str, action: str, many: int) -> None:
        counted = self.counts.decided
        counted[kind, action] = counted.get((kind, action), 0) + many

    def _identity(self, told: Mapping[str, Any], now: int) -> str:
        return check(str(told["passport"]), str(told.get("a")), str(told.get("b")), now // 1_000_000, self._trust)

    def _told(self, kind: str, verdict: Verdict, now: int) -> dict[str, Any]:
        self._count(kind, verdict.action, 1)
        rules = self.counts.rules
        rules[verdict.rule] = rules.get(verdict.rule, 0) + 1
        self._number += 1
        appeal = f"{self._start}-{self._number:x}"
        record = {
            "action": verdict.action, "appeal": appeal, "at": now, "book": self.book.id, "ground": verdict.ground,
            "kind": kind, "rule": verdict.rule, "subject": verdict.subject, "until": verdict.until, "what": "decision",
        }  # fmt: skip
        self._waiting.append(line(record))
        self._appeals[appeal] = (verdict.subject, verdict.until)
        if len(self._appeals) > MOST_APPEALS:
            del self._appeals[next(iter(self._appeals))]
        return {
            "action": verdict.action, "rule": verdict.rule, "ground": dict(verdict.ground),
            "until": written(verdict.until), "appeal": appeal, "book": self.book.id[:16],
        }  # fmt: skip

    def _opened(self, kind: str, error: Exception, now: int) -> dict[str, Any]:
        self.counts.failed += 1
        record = {"at": now, "error": type(error).__name__, "kind": kind, "what": OPEN}
        self._waiting.append(line(record))
        return {"action": ALLOW, "rule": OPEN, "book": self.book.id[:16]}

    def _keep(self) -> None:
        """Put the records of these decisions on disk, before their answers leave."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            try:
                self.spool.write(b"".join(waiting))
            except OSError:
                self.counts.unrecorded += len(waiting)  # told by the metrics: the disk is full or gone

    def _record(self, record: Mapping[str, Any]) -> None:
        try:
            self.spool.put(record)
        except OSError:
            self.counts.unrecorded += 1

    def unanswered(self, kind: str, reason: str) -> None:
        """Record that the asker went on without us (the signalling's own time-out, told afterwards)."""
        self.counts.failed += 1
        self._record({"at": self.clock(), "error": reason[:80], "kind": kind, "what": OPEN})

    def troubled(self, who: str, why: str) -> None:
        """Record that a helper failed: decisions go on without it."""
        self._record({"at": self.clock(), "error": why[:200], "what": who})

    def event(self, told: Mapping[str, Any]) -> None:
        """Take a sign about a person: ``{"kind": "code", "b": …}`` or ``{"kind": "loan", "b": …, "lender": …}``.

        Raises UsageError for another kind.
        """
        from qalqan.gate.numbering import number  # noqa: PLC0415 - beside its use

        who = number(str(told.get("b") or ""))[0]
        with self._lock:
            if told.get("kind") == "code":
                self.state.code_sent(who, self.clock())
            elif told.get("kind") == "loan":
                self.state.loan_asked(who, str(told.get("lender") or ""), self.clock())
            else:
                raise UsageError("error-gate-event", kind=str(told.get("kind")))

    def cancel(self, appeal: str, by: str, reason: str) -> dict[str, Any]:
        """Undo a decision with one call: its subject goes through until the decision would have ended.

        Raises NotFound when nobody was ever given that appeal id, UsageError without a name and a reason.
        """
        if not by.strip() or not reason.strip():
            raise UsageError("error-gate-cancel")
        with self._lock:
            found = self._appeals.get(appeal) or self._spooled(appeal)
            if found is None:
                raise NotFound("error-gate-appeal", appeal=appeal)
            subject, until = found
            self.state.pardon(subject, until)
            self.counts.cancelled += 1
            self._record(
                {"appeal": appeal, "at": self.clock(), "by": by, "reason": reason, "subject": subject, "what": "cancel"}
            )
        return {"appeal": appeal, "subject": subject, "until": written(until)}

    def _spooled(self, appeal: str) -> tuple[str, int] | None:
        """A decision of before the last start, looked for on disk."""
        for segment in reversed(segments(self.spool.folder)):
            for _, record in lines(segment):
                if record is not None and record.get("appeal") == appeal and record.get("what") == "decision":
                    return str(record["subject"]), int(record["until"])
        return None

    def publish(self, book: Book, orders: Mapping[str, Order] | None = None) -> None:
        """Go over to another book (and orders) between two decisions."""
        with self._lock:
            if orders is not None:
                self.orders = dict(orders)
            self.book, self._allow = _with(book, self.orders), _allowed(book)
            self.counts.reloads += 1
            self._record({"at": self.clock(), "book": book.id, "orders": sorted(self.orders), "what": "book"})

    def save(self, path: Path) -> None:
        """Keep the memory: copied piece by piece, so that no decision waits for more than one piece."""
        with self._lock:
            state, told = self.state, self.state.told()
        pairs, recent = state.arrays()
        snapshot.write(path, Kept(told, self._copied(pairs.reshape(-1)).reshape(pairs.shape), self._copied(recent)))

    def _copied(self, source: NDArray[Number]) -> NDArray[Number]:
        """A copy; between two pieces whoever waits for a decision goes first."""
        copy, rows = np.empty_like(source), PIECE // source[:1].nbytes
        for at in range(0, len(source), rows):
            with self._lock:
                copy[at : at + rows] = source[at : at + rows]
            time.sleep(REST_SECONDS)  # a lock let go and taken again at once is nobody else's
        return copy

    def restore(self, path: Path) -> bool:
        """Take the memory of a snapshot; a missing or damaged one leaves it empty (False), with a record."""
        if not path.exists():
            return False
        try:
            state = State.restored(snapshot.read(path))
        except (ValueError, KeyError, TypeError, OSError, BadZipFile) as error:
            self._record({"at": self.clock(), "error": type(error).__name__, "what": "snapshot"})
            return False
        with self._lock:
            self.state = state
        return True


def _allowed(book: Book) -> dict[str, Any]:
    """The answer of nearly every question, made once."""
    return {"action": ALLOW, "book": book.id[:16]}


def _with(book: Book, orders: Mapping[str, Order]) -> Book:
    return Book(book.id, book.made, book.until, book.public_key, book.rules, book.lists, orders)
