"""The vault: originals under their SHA-256, each sealed with a key of its own, never changed.

A sealed file is frames of 1 MiB in AES-256-GCM. The nonce is the frame's number and a mark on the last one
(the STREAM construction, Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015), so a cut, swapped or added frame
does not open. The data key is wrapped by a key of the workspace and kept in the database: erasing it erases
the original.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from qalqan.errors import NotFound, TamperError

FRAME = 1 << 20
TAG = 16
NONCE = 12
KEY_BYTES = 32


class Sealed(NamedTuple):
    """An original in the vault: its hash, size and wrapped key (None: erased)."""

    sha256: str
    size: int
    wrapped: bytes | None


def sealed_size(size: int) -> int:
    """Bytes of the sealed file of an original of ``size`` bytes."""
    return size + TAG * _frames(size)


def _frames(size: int) -> int:
    return max(1, -(-size // FRAME))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(NONCE - 1, "big") + (b"\x01" if last else b"\x00")


def seal(source: BinaryIO, target: BinaryIO, key: bytes) -> tuple[str, int]:
    """Seal a stream. Gives the SHA-256 (hex) and size of what was read."""
    cipher, state, size, number = AESGCM(key), sha256(), 0, 0
    frame = _full(source)
    while True:
        following = _full(source) if len(frame) == FRAME else b""
        state.update(frame)
        size += len(frame)
        target.write(cipher.encrypt(_nonce(number, not following), frame, None))
        if not following:
            return state.hexdigest(), size
        frame, number = following, number + 1


def _full(source: BinaryIO) -> bytes:
    """A whole frame unless the stream ends: a raw stream may give less than asked."""
    parts: list[bytes] = []
    wanted = FRAME
    while wanted and (part := source.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def wrap(secret: bytes, key: bytes, hash_: str, size: int) -> bytes:
    """A data key under the vault's key, bound to the original's hash and size."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(secret).encrypt(nonce, key, f"{hash_}:{size}".encode())


def unwrap(secret: bytes, sealed: Sealed) -> bytes:
    """The data key. Raises NotFound when it was erased, TamperError when it does not open."""
    if sealed.wrapped is None:
        raise NotFound("error-vault-erased", sha256=sealed.sha256)
    nonce, box = sealed.wrapped[:NONCE], sealed.wrapped[NONCE:]
    try:
        return AESGCM(secret).decrypt(nonce, box, f"{sealed.sha256}:{sealed.size}".encode())
    except (InvalidTag, ValueError) as error:
        raise TamperError("error-vault-key", where=sealed.sha256) from error


class Opened(io.RawIOBase):
    """A sealed file as a readable, seekable stream of its original bytes."""

    def __init__(self, path: Path, key: bytes, size: int) -> None:
        """Raises TamperError when the file is missing or its length is not the sealed length of ``size``."""
        super().__init__()
        self._cipher, self._size, self._at = AESGCM(key), size, 0
        self._held: tuple[int, bytes] = (-1, b"")
        self._path = path
        try:
            self._file = path.open("rb", buffering=0)
        except OSError as error:
            raise TamperError("error-vault-missing", where=str(path)) from error
        if path.stat().st_size != sealed_size(size):
            self._file.close()
            raise TamperError("error-vault-length", where=str(path))

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes: frames open on their own."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a place in the original."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("negative seek position")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        """The place in the original."""
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as one frame goes. Raises TamperError at a changed frame."""
        if self._at >= self._size or not len(buffer):
            return 0
        number, inside = divmod(self._at, FRAME)
        frame = self.frame(number)
        piece = frame[inside : inside + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def frame(self, number: int) -> bytes:
        """A frame, opened."""
        if self._held[0] != number:
            last = number == _frames(self._size) - 1
            length = self._size - number * FRAME if last else FRAME
            self._file.seek(number * (FRAME + TAG))
            try:
                raw = self._file.read(length + TAG)
                self._held = number, self._cipher.decrypt(_nonce(number, last), raw, None)
            except (InvalidTag, OSError) as error:
                raise TamperError("error-vault-frame", where=f"{self._path} {number}") from error
        return self._held[1]

    def frames(self) -> Iterator[bytes]:
        """All frames in order; an empty original has one, empty, whose tag is checked too."""
        for number in range(_frames(self._size)):
            yield self.frame(number)

    def close(self) -> None:
        """Close the sealed file."""
        self._file.close()
        super().close()


def place(folder: Path, hash_: str) -> Path:
    """Where the sealed original of that hash lies in the vault's folder."""
    return folder / hash_[:2] / hash_


class Vault:
    """The vault of an open workspace. What :meth:`put` sealed is kept by the workspace's next commit."""

    def __init__(
        self,
        folder: Path,
        secret: bytes,
        find: Callable[[str], Sealed | None],
        stage: Callable[[], Path],
        erase: Callable[[str], None],
    ) -> None:
        self._folder, self._secret, self._find, self._stage, self._erase = folder, secret, find, stage, erase
        self._staging: Path | None = None
        self.pending: dict[str, tuple[Sealed, Path]] = {}

    def path(self, hash_: str) -> Path:
        """Where the sealed original of that hash lies."""
        return place(self._folder, hash_)

    def put(self, source: Path) -> tuple[str, int]:
        """Seal an original and give its SHA-256 (hex) and size; the next commit keeps it.

        Identical content is kept once. An original whose key was erased is sealed anew.
        """
        if self._staging is None:
            self._staging = self._stage()
        staged, key = self._staging / secrets.token_hex(8), secrets.token_bytes(KEY_BYTES)
        with source.open("rb", buffering=0) as stream, staged.open("xb") as target:
            hash_, size = seal(stream, target, key)
        known = self._find(hash_)
        if hash_ in self.pending or (known is not None and known.wrapped is not None):
            staged.unlink()
        else:
            self.pending[hash_] = Sealed(hash_, size, wrap(self._secret, key, hash_, size)), staged
        return hash_, size

    def open(self, hash_: str) -> BinaryIO:
        """The original as a seekable stream, opened frame by frame.

        Raises NotFound when there is none or its key was erased, TamperError when it was changed.
        """
        return io.BufferedReader(self.raw(hash_), FRAME)

    def raw(self, hash_: str) -> Opened:
        """The same without a buffer."""
        if hash_ in self.pending:
            sealed, path = self.pending[hash_]
        elif (found := self._find(hash_)) is not None:
            sealed, path = found, self.path(hash_)
        else:
            raise NotFound("error-vault-unknown", sha256=hash_)
        return Opened(path, unwrap(self._secret, sealed), sealed.size)

    def extract(self, hash_: str, to: Path) -> None:
        """Write the original out to a file, checked against its hash. Raises as :meth:`open`."""
        state = sha256()
        with self.raw(hash_) as opened, to.open("wb") as target:
            for frame in opened.frames():
                state.update(frame)
                target.write(frame)
        if state.hexdigest() != hash_:
            to.unlink()
            raise TamperError("error-vault-hash", where=hash_)

    def erase(self, hash_: str) -> None:
        """Destroy the key of an original by a logged act, and its sealed file; the log stays verifiable.

        Raises NotFound when there is no such original.
        """
        self._erase(hash_)
