"""Mappings that a person wrote or confirmed, found again by a layout's fingerprint, file name or sheet.

A mapping file is TOML (or the same as JSON)::

    [[table]]
    file = "*transactions.csv"        # which tables: name of the file, sheet, or fingerprint; all given must fit
    kind = "transaction"
    dates = "day:2024-01-01"          # ymd, dmy, mdy, or a day number since that date
    decimal = "point"                 # or comma
    unit = "tenge"                    # or tiyn
    zone = "local"                    # or utc
    [table.columns]                   # field = header as written, or the column's number from 1
    at = "step"
    payer_account = "src"
    [table.constants]
    currency = "KZT"

Fields are those of :mod:`qalqan.intake.fields`. A folder holds one file a remembered layout.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from qalqan.errors import UsageError
from qalqan.intake.fields import TABULAR, UNUSED, known
from qalqan.intake.lexicon import fold
from qalqan.intake.mapping import Guess, Mapping

_KEYS = {"file", "part", "fingerprint", "kind", "dates", "decimal", "unit", "zone", "columns", "constants"}
_CHOICES = {
    "dates": ("", "auto", "ymd", "dmy", "mdy"), "decimal": ("", "auto", "point", "comma"),
    "unit": ("tenge", "tiyn"), "zone": ("local", "utc"),
}  # fmt: skip


def fingerprint(headers: Sequence[str], format_: str) -> str:
    """The layout of a table: a hash of its folded headers, their order, and the format."""
    told = "\x1f".join([format_, *(" ".join(fold(one).split()) for one in headers)])
    return hashlib.sha256(told.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Profile:
    """One table's mapping as a person wrote it, and which tables it is for."""

    told: dict[str, Any]
    where: str

    def fits(self, file: str, part: str, print_: str) -> bool:
        """Whether the profile is for that table."""
        named = {"file": file, "part": part}
        if not all(
            fnmatchcase(named[key].lower(), str(self.told[key]).lower()) or (
                key == "file" and fnmatchcase(Path(file).name.lower(), str(self.told[key]).lower()))
            for key in named if key in self.told
        ):  # fmt: skip
            return False
        return bool(self.told.get("fingerprint", print_) == print_)

    def mapping(self, headers: Sequence[str], width: int, print_: str) -> Mapping | None:
        """The mapping for a table with these headers; None when it has not the columns that are named."""
        folded = [" ".join(fold(one).split()) for one in headers]
        named: dict[int, str] = {}
        for field, column in self.told.get("columns", {}).items():
            at = _column(column, folded, width)
            if at is None:
                return None
            named[at] = field
        size = max(width, len(headers))
        guesses = tuple(
            Guess(at, headers[at] if at < len(headers) else "", named.get(at, UNUSED), 1000, "a person's mapping")
            for at in range(size)
        )
        return Mapping(
            str(self.told["kind"]), guesses, 1000, "person", str(self.told.get("dates", "")),
            str(self.told.get("decimal", "")), str(self.told.get("zone", "local")),
            str(self.told.get("unit", "tenge")),
            {name: str(value) for name, value in self.told.get("constants", {}).items()}, print_,
        )  # fmt: skip


def _column(told: object, folded: list[str], width: int) -> int | None:
    if isinstance(told, int):
        return told - 1 if 0 < told <= max(width, len(folded)) else None
    wanted = " ".join(fold(str(told)).split())
    return folded.index(wanted) if wanted in folded else None


def load(path: Path | None) -> tuple[Profile, ...]:
    """The profiles of a mapping file, or of all files in a folder. Raises UsageError that names what is wrong."""
    if path is None or not path.exists():
        if path is not None:
            raise UsageError("error-no-file", where=str(path))
        return ()
    if path.is_dir():
        found = sorted(one for one in path.iterdir() if one.suffix in (".toml", ".json"))
        return tuple(profile for one in found for profile in load(one))
    try:
        text = path.read_text("utf-8")
        tree = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (ValueError, UnicodeDecodeError) as error:
        raise UsageError("error-mapping-file", where=str(path), reason=str(error)) from error
    tables = tree.get("table", [tree]) if isinstance(tree, dict) else tree
    return tuple(_checked(one, str(path)) for one in tables)


def _checked(told: Any, where: str) -> Profile:
    if not isinstance(told, dict) or told.get("kind") not in TABULAR:
        raise UsageError("error-mapping-kind", where=where, known=", ".join(TABULAR))
    if strange := sorted(set(told) - _KEYS):
        raise UsageError("error-mapping-key", where=where, name=", ".join(strange))
    fields = {*told.get("columns", {}), *told.get("constants", {})}
    if strange := sorted(fields - known(told["kind"])):
        raise UsageError("error-mapping-field", where=where, name=", ".join(strange))
    for key, choices in _CHOICES.items():
        value = told.get(key, choices[0])
        if value not in choices and not (key == "dates" and str(value).startswith("day:")):
            raise UsageError("error-mapping-value", where=where, name=key, value=str(value))
    return Profile(told, where)


def find(profiles: Sequence[Profile], file: str, part: str, headers: Sequence[str], width: int,  # noqa: PLR0917
         format_: str) -> Mapping | None:  # fmt: skip
    """The first profile's mapping that fits a table, or None."""
    print_ = fingerprint(headers, format_)
    for profile in profiles:
        if profile.fits(file, part, print_) and (found := profile.mapping(headers, width, print_)) is not None:
            return found
    return None


def remembering(mapping: Mapping) -> dict[str, Any]:
    """A mapping as it is kept for the next file of its layout: plain JSON, a table of a mapping file."""
    return {
        "fingerprint": mapping.fingerprint, "kind": mapping.kind, "dates": mapping.dates,
        "decimal": mapping.decimal, "unit": mapping.unit, "zone": mapping.zone,
        "columns": {name: at + 1 for name, at in sorted(mapping.columns().items())},
        "constants": dict(mapping.constants),
    }  # fmt: skip


def remember(folder: Path, mapping: Mapping) -> Path:
    """Keep a mapping (corrected by a person) for the next file of its layout; gives the file written."""
    if not mapping.fingerprint:
        raise UsageError("error-mapping-fingerprint")
    told = remembering(mapping)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{mapping.fingerprint}.json"
    path.write_text(json.dumps({"table": [told]}, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return path


def stamped(mapping: Mapping, headers: Sequence[str], format_: str) -> Mapping:
    """The mapping with its layout's fingerprint."""
    return replace(mapping, fingerprint=fingerprint(headers, format_))
