"""A workspace: one folder with everything of a unit, and the one commit point.

settings.toml  key  lock     what the user sets; the key or where it lies; who writes now
vault/ lake/ runs/ officers/ files that the database lists; a file it does not list does not exist
qalqan.db                    SQLite (or PostgreSQL by URL)
tmp/ cache/                  work in progress; indexes that can always be made again
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from qalqan import clock
from qalqan import settings as settings_room
from qalqan.errors import WorkspaceError
from qalqan.model.decision import ADVERSE
from qalqan.settings import Settings
from qalqan.store import beside as beside_room
from qalqan.store import database, disk, guard, keys, layout, ledger, manifest, rows
from qalqan.store import sweep as sweep_room
from qalqan.store.canon import canonical, instant
from qalqan.store.layout import LOCK, placed
from qalqan.store.lock import WriterLock, hold_server, release_server
from qalqan.store.tables import CHECKPOINTS, META, REVISION, VAULT
from qalqan.store.vault import Sealed, Vault

UPGRADE_SECONDS = 5.0
FORM, FIRST_FORM = "form", "0001"
"""The row of ``meta`` that names the database's form; workspaces of the first form have none."""


class Workspace:
    """An open workspace. Use as a context manager; get one from :meth:`init` or :meth:`open`."""

    def __init__(
        self,
        path: Path,
        key: keys.Key,
        made: Engine,
        settings: Settings,
        lock: WriterLock | None,
        *,
        writable: bool,
    ) -> None:
        self.path, self.settings, self.writable = path, settings, writable
        self._key, self._engine, self._lock = key, made, lock
        self._derived: dict[str, bytes] = {}
        self._guard: Connection | None = None
        self._reached = False
        self._lender: Workspace | None = None
        self._swept = False
        self._staged: list[Path] = []
        self._placed = placed(path)
        self.vault = Vault(path / "vault", self.key("vault"), self._sealed, self.stage, self._erase)

    # --- making, opening, closing ---------------------------------------------------------------

    @classmethod
    def init(cls, path: Path, key_file: Path | None = None, settings: Settings | None = None) -> Workspace:
        """Make a workspace in a new or empty folder and open it for writing.

        With ``key_file`` the key lies there (made when missing) and only its place and fingerprint are kept
        here. Raises WorkspaceError when the folder holds something else, UsageError when the file is no key.
        """
        path = path.expanduser().absolute()
        layout.refuse(path, key_file)
        key = keys.make(key_file)
        layout.lay_out(path)
        lock = WriterLock(path / LOCK)
        layout.clear(path)
        settings = settings or settings_room.load(path, os.environ)[0]
        made = database.engine(path, settings.store.url)
        workspace = cls(path, key, made, settings, lock, writable=True)
        workspace._checked(workspace._begin)
        key.save(path)
        disk.sync(path.parent)
        return workspace

    def _begin(self) -> None:
        database.prepare(self._engine, self.path, migrate=True)
        self._hold(0.0)
        with self.reading() as connection:
            if ledger.size(connection):
                raise WorkspaceError("error-database-taken", where=str(self.path))
        told = {"workspace": self._key.workspace, "public_key": self.public_key.hex()}
        told |= {"key": self._key.fingerprint, "created": instant(clock.now()), FORM: REVISION}

        def change(connection: Connection) -> None:
            for name, value in told.items():
                rows.insert(connection, META, {"name": name, "value": value})

        self.commit("init", told, change=change)

    @classmethod
    def open(
        cls,
        path: Path,
        write: bool = False,
        wait: float = 0.0,
        settings: Settings | None = None,
        *,
        still: bool = False,
    ) -> Workspace:
        """Open a workspace: many may read, one may write.

        For writing, waits ``wait`` seconds for another writer to finish and sweeps what a killed one left;
        ``still`` only keeps writers out while a reader checks it all. One of an older form is brought up to date
        first, with an entry in the ledger (not when it is to be checked still). Raises WorkspaceError when it is none,
        is locked (naming the holder), was made by newer code, or the key does not fit.
        """
        path = path.expanduser().absolute()
        if not (path / keys.REFERENCE).is_file():
            raise WorkspaceError("error-workspace-none", where=str(path))
        key = keys.load(path)
        settings = settings or settings_room.load(path, os.environ)[0]
        if not write and not still and database.older(path, settings.store.url):
            with cls.open(path, write=True, wait=max(wait, UPGRADE_SECONDS), settings=settings):
                pass
        lock = WriterLock(path / LOCK, wait) if write or still else None
        made = database.engine(path, settings.store.url)
        workspace = cls(path, key, made, settings, lock, writable=write and not still)
        workspace._checked(lambda: workspace._resume(wait))
        return workspace

    def _resume(self, wait: float) -> None:
        if self._lock is not None:
            self._hold(wait)
        database.prepare(self._engine, self.path, migrate=self.writable)
        with self.reading() as connection:
            named = connection.execute(select(META.c.value).where(META.c.name == "workspace")).scalar()
        if named != self._key.workspace and (self.writable or self._lock is None):
            raise WorkspaceError("error-database-other", where=str(self.path))
        known = self if self._lender is None else self._lender
        if self.writable and (not known._swept or self._lock is None or self._lock.left):
            with self.reading() as connection:  # lent again, only when the writer before died
                sweep_room.sweep(connection, self.path)
            self._note_form()
            self.sign()
            known._swept = True

    def _note_form(self) -> None:
        """Enter an upgrade into the ledger; one whose process was killed after the migration is entered now."""
        with self.reading() as connection:
            noted = connection.execute(select(META.c.value).where(META.c.name == FORM)).scalar() or FIRST_FORM
        if noted != REVISION:
            self.commit(
                "upgrade",
                {"from": noted, "to": REVISION},
                change=lambda connection: rows.put(connection, META, {"name": FORM, "value": REVISION}),
            )

    def _checked(self, work: Callable[[], None]) -> None:
        """Do it, and give everything back when it fails."""
        try:
            work()
        except DBAPIError as error:
            self._release()
            raise WorkspaceError("error-database", where=str(self.path), reason=str(error.orig)) from error
        except BaseException:
            self._release()
            raise

    def _hold(self, wait: float) -> None:
        """On PostgreSQL exclude writers on other machines too."""
        if self._engine.dialect.name == "postgresql":
            self._guard = hold_server(self._engine, self._number, str(self.path), wait)

    @property
    def _number(self) -> int:  # of the advisory lock: 64 bits, signed
        return int(self.name, 16) - (1 << 63)

    def _release(self) -> None:
        if self._guard is not None:
            release_server(self._guard, self._number)
        if self._lender is None:
            self._engine.dispose()
        if self._lock is not None:
            self._lock.release(clean=not self._reached)
        self._lock, self._guard, self.writable = None, None, False

    def close(self) -> None:
        """Sign what is not signed yet, and give up the right to write."""
        try:
            if self.writable and not self.moved:
                self.sign()
            for left in self._staged:
                shutil.rmtree(left, ignore_errors=True)
        finally:
            self._release()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- keys and places ------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The workspace's random name: 16 hex digits."""
        return self._key.workspace

    def key(self, purpose: str) -> bytes:
        """A secret of 32 bytes for one purpose, the same in workspaces with the same key."""
        if purpose not in self._derived:
            self._derived[purpose] = self._key.derive(purpose)
        return self._derived[purpose]

    def _signing(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.key(f"checkpoint {self.name}"))

    @property
    def public_key(self) -> bytes:
        """The key that checks the workspace's checkpoints (Ed25519, 32 bytes)."""
        return self._signing().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def cache(self) -> Path:
        """A folder for what can always be made again."""
        return self.path / "cache"

    def stage(self) -> Path:
        """A fresh temporary folder on the workspace's disk; gone when this workspace is closed."""
        (self.path / "tmp").mkdir(exist_ok=True)
        self._staged.append(Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=self.path / "tmp")))
        return self._staged[-1]

    def file(self, name: str) -> Path:
        """Where a listed file of that name lies. Raises NotFound when none is listed."""
        with self.reading() as connection:
            manifest.get(connection, name)
        return manifest.place(self.path, name)

    def listed(self, prefix: str = "") -> dict[str, manifest.Listed]:
        """The files there are, by name."""
        with self.reading() as connection:
            return manifest.all_below(connection, prefix)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the database; nothing done in it is kept."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, wait: float = 0.0) -> Iterator[Workspace]:
        """The right to write for a moment, lent to one that is open for reading (itself when it may write already).

        What was put into this one's vault is handed over. Threads get a workspace each, one after the other. Raises
        WorkspaceError when another writer does not finish within ``wait`` seconds, or the database was moved.
        """
        if self.writable:
            yield self
            return
        lock = WriterLock(self.path / LOCK, wait)
        lent = Workspace(self.path, self._key, self._engine, self.settings, lock, writable=True)
        lent._lender, lent._placed, lent.vault.pending = self, self._placed, dict(self.vault.pending)
        lent._checked(lambda: lent._resume(wait))
        try:
            with lent:
                yield lent
        finally:
            self.vault.pending = {hash_: one for hash_, one in self.vault.pending.items() if one[1].exists()}

    @contextmanager
    def beside(self) -> Iterator[Connection]:
        """A short transaction on the tables beside the ledger; see :func:`qalqan.store.beside.writing`."""
        with beside_room.writing(self._engine) as connection:
            self._here()
            yield connection
            self._here()  # PostgreSQL lets a writer wait at its first row

    # --- the commit point -----------------------------------------------------------------------

    def commit(
        self,
        act: str,
        payload: Mapping[str, Any],
        lake: Mapping[str, Path] | None = None,
        change: Callable[[Connection], None] | None = None,
        drop: Sequence[str] = (),
    ) -> ledger.Entry:
        """Keep an act: its files, its rows and its ledger entry, all or nothing.

        ``lake`` maps new names (``x/y.parquet`` below lake/; ``runs/…`` and ``officers/…`` below those) to
        staged files, which are moved; ``change`` writes rows with the functions of this room; ``drop`` lists
        names that cease. What the vault was given since the last commit is kept too. The payload may hold no
        personal data. Raises UsageError for a payload or name that breaks the rules, WorkspaceError when
        opened for reading.
        """
        if not self.writable:
            raise WorkspaceError("error-workspace-read", where=str(self.path))
        guard.check(payload)
        canonical(payload)
        new = manifest.weigh(lake or {})
        sealed = dict(self.vault.pending)
        with self.reading() as connection:
            manifest.refuse_listed(connection, new, drop)
        moves = [(source, manifest.place(self.path, name)) for name, source in (lake or {}).items()]
        moves += [(source, self.vault.path(hash_)) for hash_, (_, source) in sealed.items()]
        for source, _target in moves:
            disk.sync(source)
        disk.settle(moves)
        try:
            entry = self._record(
                act, payload, new=new, sealed=[one for one, _ in sealed.values()], change=change, drop=drop
            )
        except BaseException:
            if not self._reached:  # else the database may have kept the act: what it does not list is swept
                for source, target in reversed(moves):
                    target.replace(source)
            raise
        self._reached = False
        for hash_ in sealed:
            del self.vault.pending[hash_]
        for name in drop:
            manifest.place(self.path, name).unlink(missing_ok=True)
        return entry

    def _record(
        self,
        act: str,
        payload: Mapping[str, Any],
        *,
        new: Mapping[str, manifest.Listed],
        sealed: Sequence[Sealed],
        change: Callable[[Connection], None] | None,
        drop: Sequence[str],
    ) -> ledger.Entry:
        """The one transaction."""
        self._reached = False
        with self._writing() as connection:
            manifest.drop(connection, drop)
            manifest.add(connection, new)
            for one in sealed:
                rows.put(connection, VAULT, one._asdict() | {"erased_at": None})
            if change is not None:
                change(connection)
            last = ledger.latest_checkpoint(connection, self.name)
            now, before = clock.now(), ledger.size(connection)
            if last is not None and last.size == before:
                rows.touch(connection, CHECKPOINTS, (before,))
            entry = ledger.append(connection, now, act, payload, rows.marks(connection, self.key("rows")))
            if act in ADVERSE or payload.get("act") in ADVERSE or ledger.due(last, entry, self.settings.trust):
                ledger.sign(connection, self.name, self._signing(), now)
            self._reached = True
        return entry

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(**{database.WRITE: True}) as connection:
            connection.info.pop(rows.TOUCHED, None)
            with connection.begin():
                self._here()
                yield connection

    @property
    def moved(self) -> bool:
        """Whether the database was moved elsewhere since this one was opened: open it again."""
        return placed(self.path) != self._placed

    def _here(self) -> None:
        if self.moved:
            raise WorkspaceError("error-workspace-moved", where=str(self.path))

    def sign(self) -> ledger.Checkpoint:
        """A checkpoint over everything there is now. Raises WorkspaceError when opened for reading."""
        if not self.writable:
            raise WorkspaceError("error-workspace-read", where=str(self.path))
        with self._writing() as connection:
            return ledger.sign(connection, self.name, self._signing(), clock.now())

    def _sealed(self, hash_: str) -> Sealed | None:
        with self.reading() as connection:
            return sweep_room.sealed(connection, hash_)

    def _erase(self, hash_: str) -> None:
        values = {"wrapped": None, "erased_at": instant(clock.now())}
        self.commit(
            "erase",
            {"sha256": hash_},
            change=lambda connection: rows.update(connection, VAULT, (hash_,), values),
        )
        database.shrink(self._engine)
        self.vault.path(hash_).unlink(missing_ok=True)
