"""What gathers while one file is read: records on disk, refusals, skipped rows, members, the balance of units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from qalqan.intake import refuse
from qalqan.intake.blocks import Member, Skipped, Trouble
from qalqan.intake.normalise import Typed
from qalqan.intake.request import Request, Unpacked
from qalqan.intake.typed.base import REJECTED
from qalqan.intake.write import Sink
from qalqan.model.schema import OBSERVATIONS

_SKIPPED = {"part": pl.String(), "row": pl.Int64(), "why": pl.String()}
DERIVED = "#"
"""Parts whose name begins so hold records that are no units of the file (a letter-head's coverage)."""


@dataclass(slots=True)
class Balance:
    """Units of one part that became something."""

    records: int = 0
    rejected: int = 0
    skipped: int = 0

    @property
    def total(self) -> int:
        """All units accounted for."""
        return self.records + self.rejected + self.skipped


@dataclass(slots=True)
class Job:
    """One file's reading."""

    request: Request
    evidence: str
    sinks: dict[str, Sink] = field(default_factory=dict)
    refused: list[pl.DataFrame] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    skips: list[pl.DataFrame] = field(default_factory=list)
    members: list[Unpacked] = field(default_factory=list)
    parts: dict[str, Balance] = field(default_factory=lambda: defaultdict(Balance))
    done: int = 0

    def typed(self, typed: Typed, part: str, seq: pl.Expr | None = None) -> None:
        """Records of a part with their refusals; ``seq`` is their order, oldest first (else the row's number)."""
        place = part.removeprefix(DERIVED)
        frame = typed.frame.with_columns(
            pl.lit(self.evidence).alias("evidence"), pl.lit(place).alias("part"),
            (pl.col("row") if seq is None else seq).cast(pl.Int64).alias("seq"),
        )  # fmt: skip
        self.sink(typed.kind).put(frame)
        gone = typed.refused.filter(pl.col("action") == REJECTED)["row"].n_unique() if typed.refused.height else 0
        if not part.startswith(DERIVED):
            self.parts[part].records += frame.height
            self.parts[part].rejected += gone
            self.done += frame.height + gone
        if typed.refused.height:
            self.refused.append(refuse.of_typing(typed.refused, self.evidence, self.request.name, place))

    def sink(self, kind: str) -> Sink:
        """Where records of a kind go."""
        if kind not in self.sinks:
            self.sinks[kind] = Sink(self.request.out, kind)
        return self.sinks[kind]

    def skipped(self, block: Skipped) -> None:
        """Units that are no records."""
        self.parts[block.part].skipped += len(block.rows)
        self.done += len(block.rows)
        rows = pl.Series("row", block.rows, dtype=pl.Int64)
        self.skips.append(
            pl.DataFrame({"row": rows}).select(pl.lit(block.part).alias("part"), "row", pl.lit(block.why).alias("why"))
        )

    def trouble(self, one: Trouble) -> None:
        """Something a reader could not use; a whole row of it is a unit."""
        self.troubles.append(one)
        if one.action == REJECTED and one.row > 0 and not one.part.startswith(DERIVED):
            self.parts[one.part].rejected += 1
            self.done += 1

    def rows_refused(self, part: str, rows: pl.Series, reason: str) -> None:
        """Whole rows that nobody could make records of."""
        told = pl.DataFrame({"row": rows.cast(pl.Int64)}).select(
            "row", pl.lit("").alias("column"), pl.lit("").alias("value"), pl.lit(reason).alias("reason"),
            pl.lit(REJECTED).alias("action"),
        )  # fmt: skip
        self.refused.append(refuse.of_typing(told, self.evidence, self.request.name, part))
        self.parts[part].rejected += len(rows)
        self.done += len(rows)

    def member(self, block: Member) -> None:
        """A file inside the file."""
        self.members.append(Unpacked(block.name, block.path))

    def note(self, part: str, row: int, column: str, value: str, reason: str, action: str) -> None:  # noqa: PLR0917
        """One line of the rejected table that is no unit."""
        self.troubles.append(Trouble(part, row, column, value, reason, action))

    def check(self, units: dict[str, int]) -> int:
        """Compare the independent count with what became of the units; differences are told. Gives all units."""
        for part in sorted({*units, *self.parts}):
            found, expected = self.parts[part].total, units.get(part, 0)
            if found != expected:
                told = f"{expected} / {found}"
                self.note(part, 0, "", told, "reason-unit-mismatch", "kept_flagged")
        return sum(units.values())

    def finish(self) -> dict[str, Path]:
        """The finished files by name."""
        tables = {kind: path for kind in OBSERVATIONS if kind in self.sinks and (path := self.sinks[kind].finish())}
        frames = [*self.refused, refuse.of_troubles(self.troubles, self.evidence, self.request.name)]
        rejected = refuse.joined([one for one in frames if one.height])
        if rejected.height:
            tables["rejected"] = self.request.out / "rejected.parquet"
            rejected.write_parquet(tables["rejected"])
        if self.skips:
            tables["skipped"] = self.request.out / "skipped.parquet"
            frame = pl.concat([one.cast(_SKIPPED) for one in self.skips])  # type: ignore[arg-type]
            frame.sort("part", "row", "why").write_parquet(tables["skipped"])
        return tables

    def drop(self) -> None:
        """Forget everything: the file is read again from its start."""
        for sink in self.sinks.values():
            sink.drop()

    def sum(self, what: str) -> int:
        """Units of all parts that became ``records``, ``rejected`` or ``skipped``."""
        return sum(getattr(balance, what) for balance in self.parts.values())


def told_parts(units: dict[str, int], parts: dict[str, Balance]) -> list[dict[str, object]]:
    """The unit balance by part, as it stands in file.json."""
    return [
        {
            "part": part, "units": units.get(part, 0), "records": parts[part].records,
            "rejected": parts[part].rejected, "skipped": parts[part].skipped,
        }
        for part in sorted({*units, *parts})
    ]  # fmt: skip


def extras(piece: pl.DataFrame, rows: pl.Series, columns: Iterable[int]) -> pl.DataFrame:
    """Filled cells of columns that no header names: columns row, column, value."""
    frames = [
        pl.DataFrame({"row": rows, "value": piece[:, at]})
        .filter(pl.col("value").is_not_null())
        .select("row", pl.lit(f"#{at + 1}").alias("column"), "value")
        for at in columns
    ]
    return pl.concat(frames) if frames else pl.DataFrame()
