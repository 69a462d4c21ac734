"""Text on a picture by the program tesseract, when it is installed: a process of its own with limits.

The program is given a grey PNG of our own making, never the foreign file. It inherits the limits of the child that
reads files and gets tighter ones of memory, processor time and wall time. Without it, or without its languages, nothing
fails: the caller is told what is missing.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

PROGRAM: Final = "tesseract"
WANTED: Final = ("kaz", "rus", "eng")
NEEDED: Final = ("kaz", "rus")
SECONDS: Final = 120
MEMORY: Final = 2 << 30  # bytes of address space
WORDS: Final = 20_000
SURE: Final = 250  # of 1000: below it a word is a stain


@dataclass(frozen=True, slots=True)
class Reader:
    """The program as it is installed here: its path, version and the wanted languages it has."""

    path: str
    version: str
    languages: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Languages it should have and has not."""
        return tuple(one for one in NEEDED if one not in self.languages)

    @property
    def title(self) -> str:
        """What read a text, for the record."""
        return f"{self.version} {'+'.join(self.languages)}"


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the text in reading order and how surely, 0-1000."""

    text: str
    confidence: int


def reader() -> Reader | None:
    """The installed program; None when there is none or it does not start."""
    path = shutil.which(PROGRAM)
    return None if path is None else _known(path)


@lru_cache(maxsize=8)
def _known(path: str) -> Reader | None:
    version, languages = _ask(path, "--version"), _ask(path, "--list-langs")
    if not version or not languages:
        return None
    told = {line.strip() for line in languages.splitlines()[1:]}
    name = " ".join(version.splitlines()[0].split()[:2])
    return Reader(path, name[:60], tuple(one for one in WANTED if one in told))


def _ask(path: str, what: str) -> str:
    try:
        told = subprocess.run([path, what], capture_output=True, text=True, timeout=20, check=False, env=_environment())
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return (told.stdout or told.stderr) if told.returncode == 0 else ""


def _environment() -> dict[str, str]:
    return {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


def read(by: Reader, picture: Path) -> Read | None:
    """The text of a picture; None when the program fails, takes too long or too much."""
    call = [by.path, str(picture), "stdout", "-l", "+".join(by.languages), "--psm", "3", "tsv"]
    process = subprocess.Popen(
        call, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
    )
    try:
        _limit(process.pid)
        told, _ = process.communicate(timeout=SECONDS)
    except (OSError, subprocess.SubprocessError):
        return None
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    return understood(told.decode("utf-8", "replace")) if process.returncode == 0 else None


def _limit(pid: int) -> None:
    """Limits on a process that has just begun; one that has ended needs none."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        try:
            hard = resource.prlimit(pid, what)[1]
            bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.prlimit(pid, what, (bound, hard))
        except ProcessLookupError:
            return


def understood(tsv: str) -> Read:
    """The words of the program's table as lines and blocks: blocks from the top, paragraphs and lines as found."""
    blocks: dict[int, dict[tuple[int, int], list[str]]] = {}
    tops: dict[int, tuple[int, int]] = {}
    signs = weighed = 0
    for number, line in enumerate(tsv.splitlines()):
        cells = line.split("\t", 11)
        if len(cells) != 12 or not cells[2].isdigit() or number > 8 * WORDS:
            continue
        block, sure = int(cells[2]), _sure(cells[10])
        if cells[0] == "2":
            tops[block] = (_whole(cells[7]), _whole(cells[6]))
        word = cells[11].strip()
        if cells[0] != "5" or not word or sure < SURE:
            continue
        key = (_whole(cells[3]), _whole(cells[4]))
        blocks.setdefault(block, {}).setdefault(key, []).append(word)
        signs += len(word)
        weighed += sure * len(word)
    ordered = sorted(blocks, key=lambda block: (tops.get(block, (0, 0)), block))
    text = "\n\n".join("\n".join(" ".join(words) for _key, words in sorted(blocks[one].items())) for one in ordered)
    return Read(text, weighed // signs if signs else 0)


def _sure(told: str) -> int:
    """Per mille from a percentage like ``96.063``; -1 for none."""
    whole, _, part = told.partition(".")
    return int(whole) * 10 + int((part + "0")[0]) if whole.isdigit() and (not part or part.isdigit()) else -1


def _whole(told: str) -> int:
    return int(told) if told.isdigit() else 0
