"""The child that reads files: requests as JSON lines on stdin, progress and outcomes as JSON lines on stdout.

Started by :mod:`qalqan.intake.sandbox` as ``python -m qalqan.intake.child``. Its limits are set before any file is
opened. What foreign parsers print goes to stderr, never into the talk with the parent.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from typing import Any, TextIO

from qalqan.intake.request import BROKEN, Request

_EVERY = 0.2


def main() -> None:
    """Serve requests until stdin ends."""
    talk = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    memory = int(sys.argv[1]) << 20 if len(sys.argv) > 1 else 0
    _load()
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory + _mapped(), memory + _mapped()))
    _say(talk, {"ready": True})
    for line in sys.stdin:
        told = json.loads(line)
        _limit_time(int(told["seconds"]))
        _say(talk, {"outcome": _serve(Request.from_json(told["request"]), talk, told.get("glimpse", False))})


def _load() -> None:
    """Import what reading needs, before the limits stand."""
    from qalqan import registry  # noqa: PLC0415
    from qalqan.intake import read  # noqa: F401, PLC0415

    registry.parts("intake.formats")


def _mapped() -> int:
    """Bytes of address space in use: libraries map much more than they hold."""
    with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123 - no path of ours
        return int(stream.read().split()[0]) * resource.getpagesize()


def _limit_time(seconds: int) -> None:
    """So much more processor time from now on; the parent watches the wall clock."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds * 4 + 5
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _serve(request: Request, talk: TextIO, only_look: bool) -> dict[str, Any]:
    from qalqan.errors import QalqanError  # noqa: PLC0415
    from qalqan.intake import glimpse  # noqa: PLC0415
    from qalqan.intake import read as reading  # noqa: PLC0415

    last = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last > _EVERY:
            last = time.monotonic()
            _say(talk, {"done": done, "total": total})

    try:
        return {"tables": glimpse.glimpse(request)} if only_look else reading.read(request, progress).to_json()
    except MemoryError:
        return {"failed": BROKEN, "reason": "reason-memory", "detail": "MemoryError"}
    except QalqanError as error:
        return {"failed": BROKEN, "reason": error.key, "detail": str(error)}
    except RecursionError:
        return {"failed": BROKEN, "reason": "reason-nesting", "detail": "RecursionError"}
    except Exception as error:
        if "memory" in str(error).lower() or "alloc" in str(error).lower():
            return {"failed": BROKEN, "reason": "reason-memory", "detail": str(error)[:500]}
        return {"failed": BROKEN, "reason": "reason-crash", "detail": f"{type(error).__name__}: {error}"[:500]}


def _say(talk: TextIO, told: dict[str, Any]) -> None:
    talk.write(json.dumps(told, ensure_ascii=False) + "\n")
    talk.flush()


if __name__ == "__main__":
    main()
