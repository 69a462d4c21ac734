"""The folder a unit would receive, and the lawful basis of each file in it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

MANIFEST = ("file", "case", "request", "sanction", "secrecy", "use", "expires", "covert", "declassified")


@dataclass(slots=True)
class Shelf:
    """Files below ``root`` with their manifest rows and numbers of data rows."""

    root: Path
    basis: list[dict[str, str]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def place(
        self, name: str, rows: int, *, case: str = "", request: str = "", secret: bool = False, released: bool = True
    ) -> Path:
        """The path for a new file; notes its basis. ``secret``: obtained covertly; ``released``: declassified."""
        number = len(self.basis) + 1
        self.basis.append(
            {
                "file": name,
                "case": case,
                "request": request or f"исх. 27-{4000 + number}",
                "sanction": f"санкция {1000 + number}/25" if secret else "",
                "secrecy": "ДСП" if secret else "",
                "use": "уголовное дело",
                "expires": "2026-12-31",
                "covert": "1" if secret else "0",
                "declassified": f"расс. {200 + number}/25" if secret and released else "",
            }
        )
        self.rows[name] = rows
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write(
        self,
        name: str,
        data: bytes,
        rows: int,
        *,
        case: str = "",
        request: str = "",
        secret: bool = False,
        released: bool = True,
    ) -> None:
        """A whole file of bytes."""
        self.place(name, rows, case=case, request=request, secret=secret, released=released).write_bytes(data)

    def write_manifest(self) -> None:
        """``manifest.csv`` beside the files, in UTF-8."""
        write_csv(self.root / "manifest.csv", MANIFEST, [tuple(row.values()) for row in self.basis])


def csv_bytes(
    header: tuple[str, ...] | list[str],
    rows: list[tuple[object, ...]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> bytes:
    """A CSV as bytes; letters the encoding lacks become ``?``, as exports of old programs do."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n" if delimiter == ";" else "\n")
    if header:
        writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode(encoding, "replace")


def write_csv(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """A CSV in UTF-8 with a header, as in the truth folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(csv_bytes(header, rows))
