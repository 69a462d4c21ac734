"""Observations on disk: Parquet written chunk by chunk, so that memory stays flat however long the file."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from qalqan.engine.frames import conform
from qalqan.model.schema import OBSERVATIONS


class Sink:
    """One kind of observation of one evidence: chunks in, ``<kind>.parquet`` out.

    The first chunk waits in memory; when a second comes, chunks go to plain files that are joined at the end.
    """

    def __init__(self, out: Path, kind: str) -> None:
        self.out, self.kind = out, kind
        self.chunks: list[Path] = []
        self.first: pl.DataFrame | None = None
        self.rows = 0

    def put(self, frame: pl.DataFrame) -> None:
        """One more chunk; it is brought to the table's columns, types and order."""
        if not frame.height:
            return
        self.rows += frame.height
        frame = conform(frame, OBSERVATIONS[self.kind])
        if self.first is None and not self.chunks:
            self.first = frame
            return
        if self.first is not None:
            self._spill(self.first)
            self.first = None
        self._spill(frame)

    def _spill(self, frame: pl.DataFrame) -> None:
        path = self.out / f"{self.kind}.{len(self.chunks):06d}.chunk"
        frame.write_ipc(path, compression="uncompressed")
        self.chunks.append(path)

    def finish(self) -> Path | None:
        """The finished file, or None when there were no rows."""
        path = self.out / f"{self.kind}.parquet"
        if self.first is not None:
            self.first.write_parquet(path, compression="zstd")
            return path
        if not self.chunks:
            return None
        pl.scan_ipc(self.chunks, glob=False).sink_parquet(path, compression="zstd", maintain_order=True)
        self.drop()
        return path

    def drop(self) -> None:
        """Remove what was written."""
        for chunk in self.chunks:
            chunk.unlink(missing_ok=True)
        self.chunks, self.first, self.rows = [], None, 0
