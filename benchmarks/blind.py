"""How much of six unseen regions' files the importer understands without help.

    python benchmarks/blind.py [--blind tests/blind] [--faults 40]

Compares every unit of the blind material (see tests/blind/README.md: its author saw neither code nor tests)
with what the importer kept. A row counts as right when it became a record of the true kind and no field
contradicts the truth; ``kept`` counts the rows of true kind whatever their fields; a unit that is neither
a record nor listed with a reason is a silent loss.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from qalqan.desk import outcomes
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.settings import load
from qalqan.store.workspace import Workspace

KINDS = ("transaction", "call", "case", "holder", "subscriber", "message")
BOTH_ENDS = timedelta(days=1)


@dataclass
class Tally:
    """Counts over truth units; ``faults`` are the first few contradictions, for a person to read."""

    units: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    files: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    silent: int = 0
    guessed: int = 0
    rejects: int = 0
    skip_taken: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Right rows of all rows that are records in truth."""
        return sum(self.right.values()) / max(1, sum(self.units.values()))

    def told(self) -> str:
        """The table a person reads."""
        lines = [f"{'kind':12} {'units':>6} {'kept':>6} {'right':>6}  share"]
        for kind in (*KINDS, "coverage"):
            n = self.units[kind]
            lines.append(_line(kind, n, self.kept[kind], self.right[kind]))
        total = sum(self.units.values())
        lines.append(_line("all", total, sum(self.kept.values()), sum(self.right.values())))
        lines.append(
            f"silent losses {self.silent}; impossible rows {self.rejects}, of them guessed {self.guessed}; "
            f"headers or totals taken for records {self.skip_taken}"
        )
        lines += [f"  {kind}.{name}: {n}" for (kind, name), n in self.wrong.most_common(25)]
        bad = sorted(((c["units"] - c["right"], name) for name, c in self.files.items()), reverse=True)
        worst = [(missing, self.files[name]["units"], name) for missing, name in bad[:25] if missing]
        lines += [f"  {missing:4} of {units:4} not right: {name}" for missing, units, name in worst]
        return "\n".join([*lines, *self.faults])


def _line(kind: str, units: int, kept: int, right: int) -> str:
    return f"{kind:12} {units:6} {kept:6} {right:6}  {right / max(1, units):.4f}"


def measure(blind: Path, faults: int = 0) -> Tally:
    """Ingest each region into a fresh workspace and compare."""
    tally = Tally()
    for folder in sorted((blind / "regions").iterdir()):
        with tempfile.TemporaryDirectory() as temp:
            ws = Path(temp) / "ws"
            init(ws)
            ingest(ws, [folder], load()[0], basis="request=blind", region=folder.name, take_best=True)
            _compare(folder.name, blind / "truth" / f"{folder.name}.jsonl", ws, tally, faults)
    return tally


def _compare(region: str, truth: Path, ws: Path, tally: Tally, faults: int) -> None:
    records: dict[tuple[str, int, str], list[dict[str, Any]]] = defaultdict(list)
    listed: set[tuple[str, int]] = set()
    with Workspace.open(ws) as opened:
        names = {row["evidence"]: row["file"] for row in outcomes.files_table(opened).to_dicts()}
        for kind, frame in outcomes.observed(opened):
            for row in frame.to_dicts():
                row["part"] = row["part"].removesuffix("#coverage")
                records[(names[row["evidence"]], row["row"], kind)].append(row)
                if kind == "coverage":
                    records[(names[row["evidence"]], -1, kind)].append(row)
        for row in outcomes.rejected_table(opened).to_dicts():
            listed.add((names.get(row["evidence"], row["file"]), row["row"]))
        for evidence, _part, number in outcomes.skipped_rows(opened):
            listed.add((names[evidence], number))
    for line in truth.read_text("utf-8").splitlines():
        _one(region, json.loads(line), records, listed, tally, faults)


def _one(region: str, unit: dict[str, Any], records: Any, listed: Any, tally: Tally, faults: int) -> None:
    name, row, kind = unit["file"], unit["row"], unit["kind"]
    kinds = [kind, *unit.get("accept", [])] if isinstance(unit.get("accept"), list) else [kind, unit.get("accept", "")]
    there = any(_of(unit, records.get((name, row, other), [])) for other in KINDS)
    if kind == "skip":
        tally.skip_taken += there
        return
    if kind == "reject":
        tally.rejects += 1
        accepted = [k for k in kinds if k in KINDS]
        tally.guessed += there and not any(_of(unit, records.get((name, row, k), [])) for k in accepted)
        tally.silent += not there and (name, row) not in listed and (name, 0) not in listed
        return
    place = f"{region}/{name}"
    tally.units[kind] += 1
    tally.files[place]["units"] += 1
    found = [r for k in kinds for r in records.get((name, -1 if k == "coverage" else row, k), [])]
    found = [r for r in found if not unit["part"] or not r["part"] or r["part"] == unit["part"]] or found
    if not found:
        lost = (name, row) not in listed and (name, 0) not in listed and not there
        tally.silent += lost and kind != "coverage"
        _fault(tally, faults, f"{place}:{row} {kind}: {'LOST' if lost else 'not a record of this kind'}")
        return
    tally.kept[kind] += 1
    verdicts = [_wrong(unit, one) for one in found]
    wrong = min(verdicts, key=len)
    if not wrong:
        tally.right[kind] += 1
        tally.files[place]["right"] += 1
    for one in wrong:
        tally.wrong[(kind, one[0])] += 1
        _fault(tally, faults, f"{place}:{row} {kind}.{one[0]}: true {one[1]!r}, read {one[2]!r}")


def _of(unit: dict[str, Any], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Records of the unit's own sheet: two sheets of a workbook have equal row numbers."""
    return [one for one in found if not unit["part"] or not one["part"] or one["part"] == unit["part"]]


def _fault(tally: Tally, most: int, text: str) -> None:
    place, _, rest = text.partition(" ")
    file_and_field = place.rpartition(":")[0] + rest.partition(":")[0]
    tally.fields[file_and_field] += 1
    if len(tally.faults) < most and tally.fields[file_and_field] <= 2:
        tally.faults.append(text)


def _wrong(unit: dict[str, Any], record: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    skip = set(unit.get("unsure", []))
    bad = [
        (name, told, record.get(name))
        for name, told in unit["fields"].items()
        if name not in skip and name in record and not _same(name, told, record[name])
    ]
    planted = unit.get("bad", {})
    kept = [(name, value, record.get(name)) for name, value in planted.items() if record.get(name)]
    return bad + [(name, "nothing", read) for name, value, read in kept if str(read) == value]


_CARD = re.compile(r"(?<![\dA-Z])(?<!KZ\d\d )(?:\d{4}[ -]?){3}\d{4}(?! ?\d)")


def _masked(found: re.Match[str]) -> str:
    """A whole card as the importer keeps it; other groups of digits stay."""
    digits = [int(sign) for sign in found[0] if sign.isdigit()]
    doubled = sum(sum(divmod(2 * one, 10)) for one in digits[-2::-2])
    told = "".join(map(str, digits))
    return found[0] if (doubled + sum(digits[-1::-2])) % 10 else f"{told[:6]}******{told[-4:]}"


def _same(name: str, told: Any, read: Any) -> bool:
    if isinstance(read, datetime):
        true = datetime.fromisoformat(str(told).replace("Z", "+00:00"))
        gap = abs(read - true)
        return gap < timedelta(seconds=1) or (name == "to" and gap <= BOTH_ENDS)
    if name == "article":
        return re.findall(r"\d+", str(told)) == re.findall(r"\d+", str(read or ""))
    if name == "by":  # the clerk writes a bank's name, the table holds its code where it is known
        return bool(read)
    if name in ("plot", "text", "purpose"):  # whole cards are never kept in clear outside the vault
        told = _CARD.sub(_masked, str(told))
    if isinstance(told, str):
        return " ".join(told.split()) == " ".join(str(read or "").split())
    return bool(told == read)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--blind", type=Path, default=Path(__file__).parent.parent / "tests" / "blind")
    parser.add_argument("--faults", type=int, default=0, help="show so many contradictions")
    given = parser.parse_args()
    print(measure(given.blind, given.faults).told())


if __name__ == "__main__":
    main()
