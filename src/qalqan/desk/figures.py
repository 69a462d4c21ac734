"""qalqan citizen figures: open statistics of a workspace, in which nobody can be found.

Cases by month, region and scheme, a table each and no crossed ones. A number below ``LEAST`` is never told: small rows
are put together into "other", and when that sum is small too, the smallest told row joins it, so that nothing can be
taken off a total (primary and secondary suppression, Hundepool et al., Statistical Disclosure Control, 2012).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import polars as pl

from qalqan.clock import to_local
from qalqan.desk import tables
from qalqan.errors import UsageError
from qalqan.store.canon import canonical
from qalqan.store.workspace import Workspace

LEAST: Final = 10
SMALL: Final = -1  # fewer than LEAST in all: nothing is told


def figures(ws_path: Path, out: Path) -> dict[str, Any]:
    """Write the open figures of the current run as canonical JSON; gives them.

    Raises NotFound before any analysis, UsageError when the file cannot be written.
    """
    with Workspace.open(ws_path) as ws:
        run, cases = tables.current_run(ws), tables.current(ws)["cases"]
    month = pl.col("registered_at").dt.offset_by("5h").dt.strftime("%Y-%m")
    total = cases.height
    told = {
        "until": to_local(run.at).date().isoformat(), "least": LEAST, "total": total if total >= LEAST else SMALL,
        "parts": [
            _part(name, cases.select(value.alias("value"))["value"])
            for name, value in (("month", month), ("region", pl.col("region")), ("mo", pl.col("mo")))
        ],
    }  # fmt: skip
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(canonical(told) + "\n", "utf-8")
    except OSError as error:
        raise UsageError("error-paper-out", where=str(out), reason=error.strerror or str(error)) from error
    return told


def _part(name: str, values: pl.Series) -> dict[str, Any]:
    counted = values.alias("value").drop_nulls().value_counts().sort("count", "value", descending=[True, False])
    rows = [(value, int(count)) for value, count in counted.rows()]
    large = [one for one in rows if one[1] >= LEAST]
    rest = len(values) - sum(count for _, count in large)
    while large and 0 < rest < LEAST:
        rest += large.pop()[1]
    told = sorted(large) if name == "month" else large
    return {"name": name, "rows": [list(one) for one in told], "rest": rest if rest >= LEAST or rest == 0 else SMALL}
