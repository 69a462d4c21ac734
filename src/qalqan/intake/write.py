"""Observations on disk: Parquet written chunk by chunk, so that memory stays flat however long the file."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from qalqan.engine.frames import conform
from qalqan.model.schema import OBSERVATIONS

_HELD = 20_000  # rows


class Sink:
    """One kind of observation of one evidence: chunks in, ``<kind>.parquet`` out.

    Chunks wait in memory while they are small; then they go to plain files that are joined at the end.
    """

    def __init__(self, out: Path, kind: str) -> None:
        self.out, self.kind = out, kind
        self.chunks: list[Path] = []
        self.held: list[pl.DataFrame] = []
        self.rows = 0

    def put(self, frame: pl.DataFrame) -> None:
        """One more chunk; it is brought to the table's columns, types and order."""
        if not frame.height:
            return
        self.rows += frame.height
        self.held.append(conform(frame, OBSERVATIONS[self.kind]))
        if sum(one.height for one in self.held) > _HELD and (self.chunks or len(self.held) > 1):
            self._spill()

    def _spill(self) -> None:
        path = self.out / f"{self.kind}.{len(self.chunks):06d}.chunk"
        pl.concat(self.held).write_ipc(path, compression="uncompressed")
        self.held = []
        self.chunks.append(path)

    def finish(self) -> Path | None:
        """The finished file, or None when there were no rows."""
        path = self.out / f"{self.kind}.parquet"
        if not self.chunks and not self.held:
            return None
        if not self.chunks:
            pl.concat(self.held).write_parquet(path, compression="zstd")
            return path
        if self.held:
            self._spill()
        pl.scan_ipc(self.chunks, glob=False).sink_parquet(path, compression="zstd", maintain_order=True)
        self.drop()
        return path

    def drop(self) -> None:
        """Remove what was written."""
        for chunk in self.chunks:
            chunk.unlink(missing_ok=True)
        self.chunks, self.held, self.rows = [], [], 0
