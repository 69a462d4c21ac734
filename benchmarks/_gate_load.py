"""An open-loop load on the gate's service: one thread, no event loop, `select` with time-outs of microseconds.

Question n is due at n / rate, whatever became of those before (no coordinated omission). Three moments a question:
due, sent, answered. From due to answered is what a caller of this rate waits, the generator's own lateness and the wait
for a free connection included; from sent to answered is the service and the kernel. Both are told: where they differ,
the generator was late, not the gate.
"""

from __future__ import annotations

import json
import select
import socket
import time
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

CONNECTIONS = 32
PLACE = "127.0.0.1"


class Asked(NamedTuple):
    """Moments of one question, seconds of the performance counter."""

    due: float
    sent: float
    got: float


def post(path: str, raw: bytes) -> bytes:
    """A request that keeps its connection."""
    return b"POST %s HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (
        path.encode(),
        len(raw),
        raw,
    )


def whole(told: bytes) -> bytes | None:
    """The body of an answer that has come whole."""
    head, found, body = told.partition(b"\r\n\r\n")
    if not found:
        return None
    if not head.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"refused: {told[:200]!r}")
    size = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    return body if len(body) >= size else None


def once(port: int, path: str, raw: bytes) -> float:
    """Seconds of one large question, from its first byte to the answer's last, on a connection of its own."""
    with socket.create_connection((PLACE, port)) as one:
        start = time.perf_counter()
        one.sendall(post(path, raw))
        parts, size = [], -1
        while size:
            part = one.recv(1 << 20)
            if not part:
                raise SystemExit("the service hung up")
            if size < 0:
                head, _, part = part.partition(b"\r\n\r\n")
                size = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            parts.append(part)
            size -= len(part)
        took = time.perf_counter() - start
        json.loads(b"".join(parts))
    return took


def load(port: int, rate: int, seconds: float, asked: Sequence[bytes]) -> list[Asked]:
    """Ask ``/v1/call`` in turn with these bodies, so many a second."""
    raws = [post("/v1/call", raw) for raw in asked]
    free = [socket.create_connection((PLACE, port)) for _ in range(CONNECTIONS)]
    for one in free:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    busy: dict[socket.socket, tuple[float, float, bytes]] = {}
    waiting: deque[int] = deque()
    told: list[Asked] = []
    clock, start, count, place = time.perf_counter, time.perf_counter() + 0.05, int(rate * seconds), 0
    while len(told) < count:
        while place < count and start + place / rate <= clock():
            waiting.append(place)
            place += 1
        while waiting and free:
            one, which = free.pop(), waiting.popleft()
            sent = clock()
            one.sendall(raws[which % len(raws)])
            busy[one] = (start + which / rate, sent, b"")
        wait = max(0.0, start + place / rate - clock()) if place < count else 1.0
        for one in select.select(list(busy), [], [], wait)[0]:
            due, sent, before = busy[one]
            part = one.recv(1 << 16)
            if not part:
                raise SystemExit("the service hung up")
            if whole(before + part) is None:
                busy[one] = (due, sent, before + part)
                continue
            told.append(Asked(due, sent, clock()))
            del busy[one]
            free.append(one)
    for one in free:
        one.close()
    return told
