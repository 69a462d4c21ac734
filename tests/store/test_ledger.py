"""The log in the database: proofs over tiles, checkpoints, rows of each act."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, delete, insert, select, text

from qalqan.errors import NotFound, TamperError
from qalqan.store import ledger, merkle, profiles, rows
from qalqan.store.database import WRITE
from qalqan.store.tables import CHECKPOINTS, LEDGER, PROFILES, TILES
from qalqan.store.workspace import Workspace

AT = datetime(2026, 1, 2, tzinfo=UTC)


def grow(ws: Workspace, upto: int) -> None:
    """Entries in one transaction, to get past a tile quickly."""
    with ws._engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        while ledger.size(connection) < upto:
            ledger.append(connection, AT, "grow", {}, ())


def leaves(connection: Connection) -> list[bytes]:
    found = connection.execute(select(LEDGER.c.body).order_by(LEDGER.c.seq)).scalars()
    return [merkle.leaf(one.encode()) for one in found]


def test_roots_and_proofs_over_tiles(ws: Workspace) -> None:
    grow(ws, 600)
    with ws.reading() as connection:
        hashes = leaves(connection)
        assert len(hashes) == ledger.size(connection) == 600
        for size in (1, 2, 255, 256, 257, 511, 512, 600):
            frontier = merkle.Frontier()
            for one in hashes[:size]:
                frontier.add(one)
            root = ledger.root(connection, size)
            assert root == frontier.root()
            for seq in {1, size // 2 + 1, size}:
                proof = ledger.inclusion(connection, seq, size)
                assert merkle.holds(hashes[seq - 1], seq - 1, size, proof, root)
            proof = ledger.consistency(connection, size, 600)
            assert merkle.extends(size, 600, root, ledger.root(connection), proof)
        tiles = connection.execute(select(TILES.c.level, TILES.c.number).order_by(*TILES.primary_key)).all()
        assert [tuple(one) for one in tiles] == [(0, 0), (0, 1), (0, 2), (1, 0)]


def test_a_third_level_of_tiles(ws: Workspace) -> None:
    size = 65_537
    bodies = [f"entry {seq}" for seq in range(1, size + 1)]
    levels = [[merkle.leaf(one.encode()) for one in bodies]]
    while len(levels[-1]) >= 256:
        below = levels[-1]
        levels.append([merkle.fold(below[at : at + 256]) for at in range(0, len(below) // 256 * 256, 256)])
    tiles = [
        {"level": level, "number": at // 256, "hashes": b"".join(hashes[at : at + 256])}
        for level, hashes in enumerate(levels)
        for at in range(0, len(hashes), 256)
    ]
    with ws._engine.begin() as connection:
        connection.execute(delete(LEDGER))
        connection.execute(delete(TILES))
        connection.execute(insert(LEDGER), [{"seq": at, "body": one} for at, one in enumerate(bodies, 1)])
        connection.execute(insert(TILES), tiles)
    assert [len(one) for one in levels] == [65_537, 256, 1]
    grow(ws, size + 1)
    with ws.reading() as connection:
        hashes, root = leaves(connection), ledger.root(connection)
        proof = ledger.inclusion(connection, 40_000, size + 1)
        assert merkle.holds(hashes[39_999], 39_999, size + 1, proof, root)
        proof = ledger.consistency(connection, 300, size + 1)
        assert merkle.extends(300, size + 1, ledger.root(connection, 300), root, proof)


def test_what_is_not_there_is_said_so(ws: Workspace) -> None:
    with ws.reading() as connection:
        for seq, upto in ((0, 1), (2, 1), (1, 2)):
            with pytest.raises(NotFound, match="error-ledger-entry"):
                ledger.inclusion(connection, seq, upto)
        with pytest.raises(NotFound):
            ledger.consistency(connection, 1, 2)
        with pytest.raises(NotFound):
            ledger.entry(connection, 2)


def test_an_act_tells_the_digest_of_every_row_it_wrote(ws: Workspace) -> None:
    entry = ws.commit("a", {}, change=lambda connection: profiles.remember(connection, "f", {"x": "y"}))
    (mark,) = [one for one in entry.rows if one[0] == "profiles"]
    with ws.reading() as connection:
        row = connection.execute(select(PROFILES)).one()
    assert mark == ("profiles", ("f",), rows.digest(ws.key("rows"), "profiles", PROFILES.c.keys(), tuple(row)))
    entry = ws.commit("a", {}, change=lambda connection: profiles.forget(connection, "f"))
    assert ("profiles", ("f",), "") in entry.rows


def test_the_entry_after_a_checkpoint_tells_of_it(ws: Workspace) -> None:
    ws.commit("a", {})
    ws.sign()
    assert [one[:2] for one in ws.commit("a", {}).rows] == [("checkpoints", (2,))]


def test_signing_twice_makes_one_checkpoint(ws: Workspace) -> None:
    ws.commit("a", {})
    first = ws.sign()
    assert ws.sign() == first
    assert first.genuine(ws.public_key)
    assert not first.genuine(bytes(32))
    with ws.reading() as connection:
        assert len(connection.execute(select(CHECKPOINTS)).all()) == 2


def test_the_body_is_canonical_and_reads_back(ws: Workspace) -> None:
    entry = ws.commit("a", {"б": [1, None, True], "a": "ә"})
    assert ledger.read(entry.body) == entry
    assert list(json.loads(entry.body)) == ["act", "at", "payload", "rows", "seq"]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"rows": 1}', "null"])
def test_what_is_no_entry_is_refused(body: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any text of the reason
        ledger.read(body)


def test_a_damaged_tile_stops_the_log(ws: Workspace) -> None:
    with ws._engine.begin() as connection:
        connection.execute(text("UPDATE tiles SET hashes = :none"), {"none": b""})
    with pytest.raises(TamperError, match="error-ledger-tile"):
        ws.commit("a", {})
    with ws.reading() as connection, pytest.raises(TamperError):
        ledger.root(connection)
