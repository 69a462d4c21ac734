"""The ledger: an append-only Merkle log in the same database as what it tells of, written in one transaction
with it.

An entry is canonical JSON ``{act, at, payload, rows, seq}``: ``rows`` holds the digest of every row the act
wrote. Its hashes are kept as tiles of 256 (level 0 over entries, level 1 over full tiles, …), so a proof
reads a handful of rows. A checkpoint is the signed root at a size; the entry after it holds the digest of its
row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, insert, select, text

from qalqan.errors import NotFound, TamperError
from qalqan.settings import Trust
from qalqan.store import merkle
from qalqan.store.canon import canonical, instant, moment
from qalqan.store.rows import Mark
from qalqan.store.tables import CHECKPOINTS, LEDGER

TILE_BITS = 8
TILE = 1 << TILE_BITS
PREFIX = b"qalqan checkpoint 1\n"
_SIZE = text("SELECT max(seq) FROM ledger")  # texts: building a statement anew would cost more than running it
_ADD = text("INSERT INTO ledger (seq, body) VALUES (:seq, :body)")
_TILE = text("SELECT hashes FROM tiles WHERE level = :level AND number = :number")
_NEW_TILE = text("INSERT INTO tiles (level, number, hashes) VALUES (:level, :number, :hashes)")
_FILL_TILE = text("UPDATE tiles SET hashes = :hashes WHERE level = :level AND number = :number")


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: its number from 1, moment, name, payload, and the rows it wrote with their digests."""

    seq: int
    at: datetime
    act: str
    payload: Mapping[str, Any]
    rows: tuple[Mark, ...]

    @property
    def body(self) -> str:
        """The canonical text whose hash is the leaf."""
        rows = [[table, list(key), digest] for table, key, digest in self.rows]
        return canonical(
            {"act": self.act, "at": instant(self.at), "payload": self.payload, "rows": rows, "seq": self.seq}
        )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The root (hex) of the first ``size`` entries of a workspace's log, signed (Ed25519, hex)."""

    log: str
    size: int
    root: str
    at: str
    signature: str

    @property
    def signed(self) -> bytes:
        """The bytes that are signed."""
        told = {"at": self.at, "log": self.log, "root": self.root, "size": self.size}
        return PREFIX + canonical(told).encode()

    def genuine(self, public_key: bytes) -> bool:
        """Whether the signature is of that key."""
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(bytes.fromhex(self.signature), self.signed)
        except (InvalidSignature, ValueError):
            return False
        return True


def size(connection: Connection) -> int:
    """How many entries there are."""
    return connection.execute(_SIZE).scalar() or 0


def append(connection: Connection, at: datetime, act: str, payload: Mapping[str, Any], rows: Sequence[Mark]) -> Entry:
    """Add an entry and its hash within the caller's transaction."""
    seq = size(connection) + 1
    entry = Entry(seq, at, act, payload, tuple(rows))
    body = entry.body
    connection.execute(_ADD, {"seq": seq, "body": body})
    _grow(connection, seq - 1, merkle.leaf(body.encode()))
    return entry


def _grow(connection: Connection, index: int, hash_: bytes) -> None:
    """Put a hash into its tile, and the root of each tile that gets full into the tile above."""
    level = 0
    while True:
        number, place = index >> TILE_BITS, index & (TILE - 1)
        if place == 0:
            connection.execute(_NEW_TILE, {"level": level, "number": number, "hashes": hash_})
            return
        held = _tile(connection, level, number)
        if len(held) != place * merkle.HASH_BYTES:
            raise TamperError("error-ledger-tile", where=f"tiles {level}/{number}")
        held += hash_
        connection.execute(_FILL_TILE, {"level": level, "number": number, "hashes": held})
        if place < TILE - 1:
            return
        level, index, hash_ = level + 1, number, merkle.fold(split(held))


def split(tile: bytes) -> list[bytes]:
    """The hashes of a tile."""
    step = merkle.HASH_BYTES
    return [tile[start : start + step] for start in range(0, len(tile), step)]


def _tile(connection: Connection, level: int, number: int) -> bytes:
    found = connection.execute(_TILE, {"level": level, "number": number}).scalar()
    return bytes(found or b"")


class Tree:
    """The hashes of the log as :mod:`merkle` wants them, each tile read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[tuple[int, int], list[bytes]] = {}

    def complete(self, level: int, index: int) -> bytes:
        """Root of a full subtree. Raises TamperError when the tiles do not hold it."""
        tile_level, inner = divmod(level, TILE_BITS)
        first = index << inner
        place = tile_level, first >> TILE_BITS
        if place not in self._held:
            self._held[place] = split(_tile(self._connection, *place))
        start = first & (TILE - 1)
        hashes = self._held[place][start : start + (1 << inner)]
        if len(hashes) != 1 << inner:
            raise TamperError("error-ledger-tile", where=f"tiles {place[0]}/{place[1]}")
        return merkle.fold(hashes)


def root(connection: Connection, upto: int | None = None) -> bytes:
    """Root of the first ``upto`` entries, of all when none is told."""
    return merkle.root(Tree(connection).complete, size(connection) if upto is None else upto)


def inclusion(connection: Connection, seq: int, upto: int) -> list[bytes]:
    """Proof that entry ``seq`` (from 1) is among the first ``upto``. Raises NotFound when it is not."""
    if not 1 <= seq <= upto <= size(connection):
        raise NotFound("error-ledger-entry", seq=str(seq), size=str(upto))
    return merkle.inclusion(Tree(connection).complete, seq - 1, upto)


def consistency(connection: Connection, old: int, new: int) -> list[bytes]:
    """Proof that the first ``old`` entries are the beginning of the first ``new``. Raises NotFound."""
    if not 0 <= old <= new <= size(connection):
        raise NotFound("error-ledger-entry", seq=str(old), size=str(new))
    return merkle.consistency(Tree(connection).complete, old, new)


def entry(connection: Connection, seq: int) -> Entry:
    """An entry by its number. Raises NotFound."""
    body = connection.execute(select(LEDGER.c.body).where(LEDGER.c.seq == seq)).scalar()
    if body is None:
        raise NotFound("error-ledger-entry", seq=str(seq), size=str(size(connection)))
    return read(body)


def read(body: str) -> Entry:
    """The entry that a body tells. Raises ValueError when it is none."""
    told = json.loads(body)
    try:
        rows = tuple((str(table), tuple(key), str(digest)) for table, key, digest in told["rows"])
        return Entry(int(told["seq"]), moment(told["at"]), told["act"], told["payload"], rows)
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def latest_checkpoint(connection: Connection, log: str) -> Checkpoint | None:
    """The checkpoint at the greatest size."""
    row = connection.execute(select(CHECKPOINTS).order_by(CHECKPOINTS.c.size.desc()).limit(1)).first()
    return None if row is None else Checkpoint(log, row.size, row.root, row.at, row.signature)


def due(last: Checkpoint | None, entry: Entry, trust: Trust) -> bool:
    """Whether so many entries or so much time passed since the last checkpoint that a new one is wanted."""
    if last is None or entry.seq - last.size >= trust.anchor_entries:
        return True
    return entry.at - moment(last.at) >= timedelta(seconds=trust.anchor_seconds)


def sign(connection: Connection, log: str, key: Ed25519PrivateKey, at: datetime) -> Checkpoint:
    """Sign the root of all entries, within the caller's transaction, unless that is signed already."""
    upto = size(connection)
    latest = latest_checkpoint(connection, log)
    if latest is not None and latest.size == upto:
        return latest
    fresh = Checkpoint(log, upto, root(connection, upto).hex(), instant(at), "")
    fresh = Checkpoint(log, fresh.size, fresh.root, fresh.at, key.sign(fresh.signed).hex())
    values = {"size": fresh.size, "root": fresh.root, "at": fresh.at, "signature": fresh.signature}
    connection.execute(insert(CHECKPOINTS).values(values))
    return fresh
