"""Unlocked signing keys in this process's memory, one a session, so that one keystroke signs a decision.

A key comes in with its passphrase and goes out after so many minutes without use, at the log-out, or with the process;
it is never written. What is held stands wherever a passphrase does (``desk/officers.Secret``): whether the officer may
still sign is asked of the database each time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qalqan.desk import _passphrase, officers
from qalqan.desk.officers import Unlocked
from qalqan.errors import AccessError
from qalqan.store.workspace import Workspace

TRIES: Final = 5
WAIT_SECONDS: Final = 60.0


@dataclass(slots=True)
class _Held:
    officer: str
    private: Ed25519PrivateKey
    used: float


class Keyring:
    """The unlocked keys of a process, by session. Safe for many threads."""

    def __init__(self, minutes: int, tick: Callable[[], float] = time.monotonic) -> None:
        """A key unused for ``minutes`` is forgotten; ``tick`` gives seconds that only go forward."""
        self._idle, self._tick = minutes * 60.0, tick
        self._held: dict[str, _Held] = {}
        self._wrong: dict[str, tuple[int, float]] = {}
        self._guard = threading.Lock()

    def unlock(self, ws: Workspace, session: str, officer: str, passphrase: str) -> Unlocked:
        """Take an officer's key in for a session.

        Raises as :func:`qalqan.desk.officers.unlock`, and AccessError with the seconds to wait after ``TRIES`` wrong
        passphrases in a session: who finds one open must not guess there what the log-in would not let them guess.
        """
        with self._guard:
            number, at = self._wrong.get(session, (0, 0.0))
            if number >= TRIES and (wait := WAIT_SECONDS - (self._tick() - at)) > 0:
                raise AccessError("error-log-in-wait", seconds=int(wait) + 1)
            self._wrong[session] = (number + 1, self._tick())
        who, private = officers.unlock(ws, officer, _passphrase.plain(passphrase))
        with self._guard:
            self._wrong.pop(session, None)
            self._sweep()
            self._held[session] = _Held(who.id, private, self._tick())
        return Unlocked(who.id, private)

    def get(self, session: str, officer: str) -> Unlocked | None:
        """The key that an officer's session holds, used now; None when it must be asked for again."""
        with self._guard:
            self._sweep()
            held = self._held.get(session)
            if held is None or held.officer != officer:
                return None
            held.used = self._tick()
            return Unlocked(held.officer, held.private)

    def need(self, session: str, officer: str) -> Unlocked:
        """As :meth:`get`. Raises AccessError when the passphrase must be asked for again."""
        if (found := self.get(session, officer)) is None:
            raise AccessError("error-sign-again")
        return found

    def seconds(self, session: str) -> int:
        """How long a session's key is still held when it is not used; 0: none is held."""
        with self._guard:
            held = self._held.get(session)
            return 0 if held is None else max(0, int(held.used + self._idle - self._tick()))

    def drop(self, session: str = "", officer: str = "") -> None:
        """Forget the key of a session, or all of an officer's (by id): at a log-out, when an account ends."""
        with self._guard:
            self._held = {
                name: held for name, held in self._held.items() if name != session and held.officer != officer
            }

    def __len__(self) -> int:
        with self._guard:
            self._sweep()
            return len(self._held)

    def _sweep(self) -> None:
        since = self._tick() - self._idle
        self._held = {name: held for name, held in self._held.items() if held.used > since}
        self._wrong = {name: told for name, told in self._wrong.items() if told[1] > since}
