"""How many entries of real MT940/MT942 samples become records.

    python benchmarks/mt940_samples.py --data FOLDER     the folder that holds money/mt940/*.sta

Prints a line a file that has entries or troubles, and the sums. Ends with 1 when an entry is unaccounted for or
fewer than 95 of 100 became records, with 2 when the folder is absent.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from qalqan.intake.blocks import Context, Records, Trouble
from qalqan.intake.formats import mt940
from qalqan.settings import Intake

LEAST_SHARE = 95


@dataclass(frozen=True, slots=True)
class Line:
    """What came of one file."""

    name: str
    entries: int
    lines: int
    records: int
    troubles: int


def plain_count(path: Path) -> int:
    """Lines that begin with ``:61:``, by bytes, apart from all of the reader's code."""
    return sum(line.lstrip(b"\x01 \t").startswith(b":61:") for line in path.read_bytes().splitlines())


def measure(folder: Path) -> list[Line]:
    """Every file read."""
    told = []
    with TemporaryDirectory() as scratch:
        for path in sorted(folder.glob("*.sta")):
            context = Context(path.name, Intake(), Path(scratch))
            blocks = list(mt940.read(path, context))
            records = sum(one.frame.height for one in blocks if isinstance(one, Records) and one.kind == "transaction")
            refused = sum(isinstance(one, Trouble) and one.action == "row_rejected" for one in blocks)
            counted = sum(mt940.count(path, context).values())
            told.append(Line(path.name, counted, plain_count(path), records, refused))
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with money/mt940")
    folder = parser.parse_args(arguments).data / "money" / "mt940"
    if not folder.is_dir():
        print(f"absent: {folder}; nothing measured")
        return 2
    told = measure(folder)
    print(f"{'file':<48}{'entries':>8}{'lines':>8}{'records':>8}{'troubles':>9}")
    for line in told:
        if line.entries or line.troubles:
            print(f"{line.name:<48}{line.entries:>8}{line.lines:>8}{line.records:>8}{line.troubles:>9}")
    entries, records = sum(one.lines for one in told), sum(one.records for one in told)
    troubles = sum(one.troubles for one in told)
    with_entries = sum(one.lines > 0 for one in told)
    print(f"files {len(told)}, with entries {with_entries}")
    print(f":61: entries {entries}, records {records}, troubles {troubles}")
    whole = all(one.entries == one.lines == one.records + one.troubles for one in told)
    return 0 if whole and records * 100 >= entries * LEAST_SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
