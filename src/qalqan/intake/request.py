"""What is asked of a reading, and what came of it: plain data that crosses the process border as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from qalqan.settings import Intake

Progress = Callable[[int, int], None]
READ, NEEDS_PERSON, BROKEN = "read", "needs_person", "broken"


@dataclass(frozen=True, slots=True)
class Request:
    """One file to read: where it lies, its name, and the empty folder for what is found.

    ``mapping`` is a mapping file or a folder of remembered profiles; ``take_best`` takes guesses below the asked
    confidence; ``key`` is for card hashes; ``depth`` counts the archives around the file.
    """

    path: Path
    name: str
    out: Path
    region: str = ""
    mapping: Path | None = None
    take_best: bool = False
    limits: Intake = field(default_factory=Intake)
    key: bytes = b""
    depth: int = 0

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        told = asdict(self)
        return told | {
            "path": str(self.path), "out": str(self.out), "key": self.key.hex(),
            "mapping": str(self.mapping) if self.mapping else None,
        }  # fmt: skip

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Request:
        """The request that :meth:`to_json` wrote."""
        mapping = told["mapping"]
        return cls(
            Path(told["path"]), told["name"], Path(told["out"]), told["region"], Path(mapping) if mapping else None,
            told["take_best"], Intake(**told["limits"]), bytes.fromhex(told["key"]), told["depth"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A member of an archive or letter, unpacked to ``path``: an evidence of its own."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was understood of a file.

    ``file`` holds the fields of the ``files`` table; ``tables`` the Parquet files by kind of observation,
    ``rejected`` and ``skipped``; ``mappings`` each table's columns with confidence and ground; ``parts`` the unit
    balance by part; ``detail`` says in plain English what went wrong, for logs.
    """

    file: dict[str, Any]
    tables: dict[str, Path] = field(default_factory=dict)
    mappings: list[dict[str, Any]] = field(default_factory=list)
    members: tuple[Unpacked, ...] = ()
    parts: list[dict[str, Any]] = field(default_factory=list)
    region: str = ""
    detail: str = ""

    @property
    def status(self) -> str:
        """read, needs_person or broken."""
        return str(self.file["status"])

    def to_json(self) -> dict[str, Any]:
        """As plain JSON: the content of file.json."""
        return {
            "file": self.file, "tables": {name: str(path) for name, path in sorted(self.tables.items())},
            "mappings": self.mappings, "members": [[one.name, str(one.path)] for one in self.members],
            "parts": self.parts, "region": self.region, "detail": self.detail,
        }  # fmt: skip

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Outcome:
        """The outcome that :meth:`to_json` wrote."""
        return cls(
            told["file"], {name: Path(path) for name, path in told["tables"].items()}, told["mappings"],
            tuple(Unpacked(name, Path(path)) for name, path in told["members"]), told["parts"], told["region"],
            told["detail"],
        )  # fmt: skip


def blank_file(evidence: str, name: str, sha256: str) -> dict[str, Any]:
    """A row of the ``files`` table that nothing is known of yet."""
    return {
        "evidence": evidence, "file": name, "sha256": sha256, "format": "", "record_kind": "", "units": 0,
        "records": 0, "duplicates": 0, "rejected": 0, "skipped": 0, "mapping_confidence": None,
        "status": READ, "note": "",
    }  # fmt: skip
