"""Run the service: load the published files, take them anew when they change, keep the memory, feed the ledger."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from qalqan.errors import QalqanError, UsageError
from qalqan.gate import book as books
from qalqan.gate import snapshot
from qalqan.gate.decide import call, link
from qalqan.gate.feed import Feeder
from qalqan.gate.gate import Gate
from qalqan.gate.passport import Trust
from qalqan.gate.spool import Spool
from qalqan.gate.state import State

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SNAPSHOT_SECONDS = 30
SWITCH_SECONDS = 0.0002  # a helper in the middle of its work hands over to a call at once, not after 5 ms


@dataclass(frozen=True, slots=True)
class Place:
    """What a gate runs on: the book, orders and the keys that may give them, the spool's folder, what it feeds."""

    book: Path
    spool: Path
    book_key: str = ""
    orders: Sequence[Path] = ()
    order_keys: frozenset[str] = frozenset()
    certificates: Path | None = None
    ws: Path | None = None
    token: str = ""
    host: str = "127.0.0.1"
    port: int = 8702
    files: list[Path] = field(default_factory=list)

    def watched(self) -> list[Path]:
        """The files whose change is taken over."""
        return [self.book, *self.orders]


class Running:
    """A gate with its helpers: watch, snapshot, ledger. Use as a context manager."""

    def __init__(self, place: Place) -> None:
        """Load everything. Raises UsageError or TamperError naming the file that cannot be used."""
        if place.host not in LOOPBACK and not place.token:
            raise UsageError("error-gate-token", host=place.host)
        self.place = place
        book, orders = self._read()
        self.spool = Spool(place.spool)
        self.gate = Gate(book, self.spool, orders=orders, trust=Trust(place.certificates))
        call(book, State(), {"a": "+77010000000", "b": "+77010000001"}, 0)  # compiles once: no caller shall wait for it
        self.restored = self.gate.restore(place.spool / snapshot.NAME)
        self._stop = threading.Event()
        self._seen = self._stamps()
        _settle()
        self.feeder = None if place.ws is None else Feeder(place.ws, place.spool)
        self._thread = threading.Thread(target=self._helping, name="gate-helper", daemon=True)
        self._thread.start()

    def _read(self) -> tuple[books.Book, dict[str, books.Order]]:
        place = self.place
        book = books.load(place.book, place.book_key)
        told = [books.order(path, place.order_keys) for path in place.orders if path.exists()]
        return book, {one.rule: one for one in told}

    def _stamps(self) -> list[int]:
        return [one.stat().st_mtime_ns if one.exists() else 0 for one in self.place.watched()]

    def reload(self) -> None:
        """Take the files anew. Raises as the constructor does; the old book stays in force then."""
        self._seen = self._stamps()
        with _unwalked():
            self.gate.publish(*self._read())

    def _helping(self) -> None:
        """Once a second: changed files, the feeder; now and then the memory. A trouble is recorded, never fatal."""
        link(self.gate.book, State(), {"url": "qalqan.kz"}, 0)  # loads the reader of links beside the first calls
        turn = 0
        while not self._stop.wait(1.0):
            turn += 1
            try:
                if self._stamps() != self._seen:
                    self.reload()
                if self.feeder is not None and (code := self.feeder.look()) is not None:
                    self.gate.troubled("feeder", f"ended with {code}")
                if turn % SNAPSHOT_SECONDS == 0:
                    self.gate.save(self.place.spool / snapshot.NAME)
            except (QalqanError, OSError) as error:
                self.gate.troubled("helper", str(error))

    def close(self) -> None:
        """Stop the helpers, keep the memory, close the spool, bring the ledger up to date."""
        self._stop.set()
        self._thread.join()
        self.gate.save(self.place.spool / snapshot.NAME)
        self.spool.close()
        if self.feeder is not None:
            self.feeder.close()

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _settle() -> None:
    """What is there lives long: the collector of garbage need not walk through it while calls wait."""
    gc.collect()
    gc.freeze()


@contextmanager
def _unwalked() -> Iterator[None]:
    """Another book is read beside the calls: its many entries are not walked through meanwhile, nor afterwards. They
    hold no circles, so that an old book is gone without the collector."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def serve(place: Place) -> None:
    """Serve until interrupted."""
    sys.setswitchinterval(SWITCH_SECONDS)
    import uvicorn  # noqa: PLC0415 - wanted only to serve

    from qalqan.gate.service import service  # noqa: PLC0415 - wanted only to serve

    with Running(place) as running:
        app = service(running.gate, token=place.token, reload=running.reload)
        uvicorn.run(
            app, host=place.host, port=place.port, log_level="warning", access_log=False, loop="uvloop",
            http="httptools", timeout_keep_alive=75, proxy_headers=False,
        )  # fmt: skip
