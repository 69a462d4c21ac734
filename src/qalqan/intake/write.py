"""Observations on disk: Parquet written chunk by chunk, so that memory stays flat however long the file."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from qalqan.engine.frames import conform
from qalqan.model.schema import OBSERVATIONS


class Sink:
    """One kind of observation of one evidence: chunks in, ``<kind>.parquet`` out."""

    def __init__(self, out: Path, kind: str) -> None:
        self.out, self.kind = out, kind
        self.chunks: list[Path] = []
        self.rows = 0

    def put(self, frame: pl.DataFrame) -> None:
        """One more chunk; it is brought to the table's columns, types and order."""
        if not frame.height:
            return
        path = self.out / f"{self.kind}.{len(self.chunks):06d}.chunk"
        conform(frame, OBSERVATIONS[self.kind]).write_parquet(path, compression="zstd", statistics=True)
        self.chunks.append(path)
        self.rows += frame.height

    def finish(self) -> Path | None:
        """The finished file, or None when there were no rows."""
        if not self.chunks:
            return None
        path = self.out / f"{self.kind}.parquet"
        if len(self.chunks) == 1:
            self.chunks[0].rename(path)
            return path
        pl.scan_parquet(self.chunks, glob=False).sink_parquet(path, compression="zstd", maintain_order=True)
        self.drop()
        return path

    def drop(self) -> None:
        """Remove what was written."""
        for chunk in self.chunks:
            chunk.unlink(missing_ok=True)
        self.chunks, self.rows = [], 0
