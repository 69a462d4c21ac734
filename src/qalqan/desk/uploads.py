"""Files that a browser sends: received in chunks, kept through a killed server, then read by an ingest job.

An upload is a folder ``tmp/uploads/<id>`` with ``about.json`` (name, basis, officer, size), ``data`` and ``chunks``: a
line for every accepted chunk with its length and SHA-256. A chunk is accepted when its bytes and then its line are on
disk; what a killed server left behind the last line is cut off, so a sender goes on at ``received``. Names on disk are
made here; the sender's name is only a label. Nothing of an upload is evidence before the job has read it.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256 as sha256_of
from pathlib import Path
from typing import Final, Literal

import re2

from qalqan import clock
from qalqan.desk import manifests
from qalqan.desk.accept import Found
from qalqan.desk.basis import parse
from qalqan.errors import Conflict, NotFound, UsageError
from qalqan.model.evidence import Basis
from qalqan.settings import Settings
from qalqan.store import disk, evidence
from qalqan.store.canon import canonical, clean, instant, moment
from qalqan.store.layout import UPLOADS
from qalqan.store.workspace import Workspace

ABOUT, DATA, CHUNKS = "about.json", "data", "chunks"
MOST_CHUNK: Final = 16 << 20
MOST_NAME: Final = 200
KEPT_HOURS: Final = 72
_ID: Final = re2.compile(r"[0-9a-f]{32}")
_HASH: Final = re2.compile(r"[0-9a-f]{64}")
_UNSEEN: Final = re2.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in: label, size in bytes, who sends it, on which basis, and how much was accepted.

    ``read``: a job reads it as soon as it is whole, taking doubtful columns by their likeliest meaning (``take_best``).
    """

    id: str
    name: str
    size: int
    officer: str
    basis: str
    region: str
    made: datetime
    sha256: str = ""
    received: int = 0
    read: bool = False
    take_best: bool = False

    @property
    def whole(self) -> bool:
        """Whether every byte was accepted."""
        return self.received == self.size


def begin(
    path: Path, settings: Settings, *, officer: str, name: str, size: int, basis: str = "", region: str = "",
    sha256: str = "", read: bool = False, take_best: bool = False,
) -> Upload:  # fmt: skip
    """Open an upload of ``size`` bytes; ``name`` may be a path below a folder, which is kept.

    Raises UsageError for a size or count over the limits, a basis that cannot be read, a hash that is none, or a disk
    without room for it.
    """
    parse(basis)
    if not 0 < size <= settings.upload.file_mb << 20:
        raise UsageError("error-upload-size", name=_label(name), most=str(settings.upload.file_mb))
    if sha256 and not _HASH.fullmatch(sha256):
        raise UsageError("error-upload-hash", name=_label(name))
    waiting = sum(1 for one in listed(path) if one.officer == officer)
    if waiting >= settings.upload.files:
        raise UsageError("error-upload-count", most=str(settings.upload.files))
    if shutil.disk_usage(path).free < 3 * size:  # itself, sealed, and what is read from it
        raise UsageError("error-upload-disk", name=_label(name))
    made = Upload(secrets.token_hex(16), _label(name), size, officer, basis, region, clock.now(), sha256, 0, read,
                  take_best)  # fmt: skip
    folder = _root(path) / made.id
    folder.mkdir(parents=True, mode=0o700)
    for file in (DATA, CHUNKS):
        disk.write_file(folder / file, b"", 0o600)
    told = asdict(made) | {"made": instant(made.made)}
    del told["received"]
    disk.write_file(folder / ABOUT, canonical(told).encode(), 0o600)  # last: without it there is no upload
    disk.sync(folder.parent)
    return made


def append(path: Path, id_: str, offset: int, chunk: bytes, *, officer: str, sha256: str = "") -> Upload:
    """Accept the bytes at ``offset``; sent again, they are not kept twice. Gives the upload with its new ``received``.

    Raises NotFound for an upload that is not this officer's, Conflict when bytes before ``offset`` are missing or
    others stand at it, UsageError for a chunk that is too long, beyond the size told, or not of its ``sha256``.
    """
    if len(chunk) > MOST_CHUNK:
        raise UsageError("error-upload-chunk-size", most=str(MOST_CHUNK >> 20))
    if sha256 and sha256_of(chunk).hexdigest() != sha256:
        raise UsageError("error-upload-chunk-hash", offset=str(offset))
    with _held(path, id_, officer) as (folder, one):
        if offset < 0 or offset > one.received:
            raise Conflict("error-upload-offset", where=one.name, received=str(one.received))
        if offset + len(chunk) > one.size:
            raise UsageError("error-upload-beyond", name=one.name, size=str(one.size))
        known = min(one.received - offset, len(chunk))
        with (folder / DATA).open("r+b") as data:
            data.seek(offset)
            if data.read(known) != chunk[:known]:
                raise Conflict("error-upload-offset", where=one.name, received=str(one.received))
            fresh = chunk[known:]
            if not fresh:
                return one
            data.seek(one.received)
            data.truncate()
            data.write(fresh)
            data.flush()
            os.fsync(data.fileno())
        with (folder / CHUNKS).open("ab") as lines:
            lines.write(f"{len(fresh)} {sha256_of(fresh).hexdigest()}\n".encode())
            lines.flush()
            os.fsync(lines.fileno())
        return find(path, id_, officer)


def find(path: Path, id_: str, officer: str = "") -> Upload:
    """An upload by its id, with how many bytes were accepted.

    Raises NotFound when there is none, or it is another officer's (an empty ``officer`` is the house itself).
    """
    folder = _root(path) / id_
    if not _ID.fullmatch(id_) or not (folder / ABOUT).is_file():
        raise NotFound("error-not-found", what="upload", id=id_[:64])
    told = json.loads((folder / ABOUT).read_text("utf-8"))
    if officer and told["officer"] != officer:
        raise NotFound("error-not-found", what="upload", id=id_)
    received = sum(length for length, _ in _chunks(folder))
    return Upload(**(told | {"made": moment(told["made"]), "received": received}))


def listed(path: Path, officer: str = "") -> list[Upload]:
    """What is on its way in, oldest first: of an officer, or of all."""
    found = []
    for folder in sorted(_root(path).glob("*")):
        if _ID.fullmatch(folder.name) and (folder / ABOUT).is_file():
            one = find(path, folder.name)
            if not officer or one.officer == officer:
                found.append(one)
    return sorted(found, key=lambda one: (one.made, one.id))


def check(path: Path, id_: str, officer: str = "") -> Upload:
    """An upload that is whole and is what was sent, every byte read again.

    Raises UsageError when bytes are missing, or the content is not of its hashes (it must be sent anew).
    """
    one = find(path, id_, officer)
    if not one.whole:
        raise UsageError("error-upload-part", name=one.name, received=str(one.received), size=str(one.size))
    whole, folder = sha256_of(), _root(path) / id_
    with (folder / DATA).open("rb") as data:
        for length, hash_ in _chunks(folder):
            piece = data.read(length)
            whole.update(piece)
            if sha256_of(piece).hexdigest() != hash_:
                raise UsageError("error-upload-hash", name=one.name)
    if one.sha256 and whole.hexdigest() != one.sha256:
        raise UsageError("error-upload-hash", name=one.name)
    return one


def found(path: Path, ids: Sequence[str], officer: str = "") -> list[Found]:
    """Whole uploads as files to read, in the order given, each on its own basis, or on that of its folder's manifest,
    which is no file to read. Raises as :func:`check`."""
    ready = [check(path, id_, officer) for id_ in ids]
    root = _root(path)
    return [Found(root / one.id / DATA, one.name, manifests.basis(root, one.officer, one.name) or parse(one.basis))
            for one in ready if not manifests.named(one.name)]  # fmt: skip


def bases(path: Path, id_: str, officer: str) -> tuple[Basis, ...]:
    """The bases that a whole upload gives to the files sent below its folder: none, unless it is a manifest, which is
    kept for them. Raises as :func:`check`, UsageError for a manifest that cannot be read."""
    one = check(path, id_, officer)
    if not manifests.named(one.name):
        return ()
    return manifests.keep(_root(path), one.officer, one.name, _root(path) / one.id / DATA)


def refuse(path: Path, id_: str, officer: str) -> None:
    """Give up a manifest whose bases the officer may not use."""
    manifests.drop(_root(path), officer, find(path, id_, officer).name)
    drop(path, id_, officer)


@dataclass(frozen=True, slots=True)
class Met:
    """What is known of a file before it is sent: ``new``, ``maybe`` (one of its size was received: a hash would tell),
    ``known`` (that content was received), ``unbased`` (received, but on no basis: sending it on one gives it that)."""

    state: Literal["new", "maybe", "known", "unbased"]
    evidence: str = ""


def met(ws: Workspace, asked: Sequence[tuple[int, str]]) -> list[Met]:
    """Of each file (size in bytes, SHA-256 or empty) whether its content was received before."""
    hashes = sorted({hash_ for _, hash_ in asked if hash_})
    sizes = sorted({size for size, hash_ in asked if not hash_})
    with ws.reading() as connection:
        known = evidence.of_hashes(connection, hashes)
        near = evidence.of_sizes(connection, sizes)
    found = []
    for size, hash_ in asked:
        if one := known.get(hash_):
            found.append(Met("known" if one.basis.usable else "unbased", one.id))
        else:
            found.append(Met("maybe" if not hash_ and size in near else "new"))
    return found


def drop(path: Path, id_: str, officer: str = "") -> None:
    """Give an upload up, or clear away one that was read. Raises NotFound when there is none."""
    find(path, id_, officer)
    folder = _root(path) / id_
    (folder / ABOUT).unlink()  # first: what is left is no upload
    shutil.rmtree(folder, ignore_errors=True)


def forget(path: Path, spared: set[str]) -> int:
    """Clear away uploads that nobody finished for ``KEPT_HOURS``, and the remains of dropped ones; gives how many.

    ``spared`` are those that a job still waits for.
    """
    until, gone = clock.now() - timedelta(hours=KEPT_HOURS), 0
    for folder in sorted(_root(path).glob("*")):
        if folder.name in spared:
            continue
        changed = max(one.stat().st_mtime for one in (folder, *folder.glob("*")))
        if datetime.fromtimestamp(changed, clock.UTC) < until:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def _root(path: Path) -> Path:
    return path / "tmp" / UPLOADS


def _label(name: str) -> str:
    """The sender's name as a label, without signs that no name needs: a path below a folder is kept as provenance, of
    any other path the last part."""
    told = _UNSEEN.sub("", clean(name.replace("\x00", "").replace("\\", "/"))).rstrip("/")
    whole = told.split("/")
    below = ".." not in whole and whole[0] and ":" not in whole[0]
    kept = [part.strip(". ") if part == whole[-1] else part.strip() for part in (whole if below else whole[-1:])]
    return "/".join(part for part in kept if part and part != ".")[-MOST_NAME:].lstrip("/") or "file"


def _chunks(folder: Path) -> Iterator[tuple[int, str]]:
    """Length and hash of every accepted chunk; a line that was being written when the server died is none."""
    whole = (folder / CHUNKS).read_bytes().rpartition(b"\n")[0]
    for line in whole.decode("ascii").splitlines():
        length, hash_ = line.split(" ")
        yield int(length), hash_


@contextmanager
def _held(path: Path, id_: str, officer: str) -> Iterator[tuple[Path, Upload]]:
    """One sender at a time; what a killed server had begun to note is cut off first."""
    find(path, id_, officer)
    folder = _root(path) / id_
    try:
        handle = os.open(folder / CHUNKS, os.O_RDWR)
    except FileNotFoundError as error:  # given up at this moment
        raise NotFound("error-not-found", what="upload", id=id_) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        noted = os.pread(handle, os.fstat(handle).st_size, 0)
        os.ftruncate(handle, noted.rfind(b"\n") + 1)
        yield folder, find(path, id_, officer)
    finally:
        os.close(handle)
