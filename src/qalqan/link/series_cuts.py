"""What a series rests on: things and cases without which it falls into parts ("without this IMEI it falls into two").

A counterfactual of the finding, not of the world: the things named are seen in the files, and a part that falls off may
well be tied by what nobody has asked for yet.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.link._cases import gather
from qalqan.link._rests import Rests, parts_at, rests
from qalqan.registry import Card
from qalqan.settings import Settings

CARD = Card(
    name="series_cuts",
    title="step-series-cuts",
    reads=("cases", "identifiers", "identifier_weights", "decided", "series"),
    writes=("series_cuts",),
    errors=("several things that only together hold a series are not found: each is taken away alone",),
    source="articulation points: Tarjan 1972",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``series_cuts``: one row a thing or case whose removal parts a series."""
    series = tables["series"].filter(pl.col("series_id") != "")
    if series.is_empty():
        return {"series_cuts": empty(table("series_cuts"))}
    cases = gather(tables)
    ids = cases.numbered.ids
    numbers = pl.DataFrame({"case_id": ids}).with_row_index("case").with_columns(pl.col("case").cast(pl.Int64))
    names = series["series_id"].unique().sort()
    members = series.join(numbers, on="case_id", how="inner").select(
        "case", pl.col("series_id").replace_strict(names, range(len(names)), return_dtype=pl.Int64).alias("label")
    )
    known = rests(cases, members)
    idents = cases.numbered.idents
    counted = cases.numbered.rows.select("case", "ident").join(members, on="case").group_by("label", "ident").len()
    nodes = known.nodes.with_columns(
        pl.Series("node", np.arange(len(known.nodes))),
        pl.Series("parts", known.cuts.parts),
        pl.Series("largest", known.cuts.largest),
        pl.Series("second", known.cuts.second),
    )
    cutting = nodes.filter((pl.col("parts") > 1) & (pl.col("second") > 0))
    cutting = cutting.join(counted, on=["label", "ident"], how="left", maintain_order="left")
    told = cutting.with_columns(_lost(cutting["node"], known, ids))
    thing = pl.col("ident") >= 0
    return {
        "series_cuts": conform(
            told.select(
                names.gather(told["label"]).alias("series_id"),
                pl.when(thing)
                .then(idents["kind"].gather(told["ident"].clip(0)))
                .otherwise(pl.lit("case"))
                .alias("kind"),
                pl.when(thing)
                .then(idents["value"].gather(told["ident"].clip(0)))
                .otherwise(ids.gather(told["case"].clip(0)))
                .alias("value"),
                pl.col("len").fill_null(1).cast(pl.Int64).alias("cases"),
                "parts",
                "largest",
                "lost",
            ),
            table("series_cuts"),
        )
    }


def _lost(nodes: pl.Series, known: Rests, ids: pl.Series) -> pl.Series:
    """The cases of each node's parts but the largest, as ids joined by ';'."""
    told = []
    for node in nodes:
        rest = sorted(ids[case] for part in parts_at(node, known)[1:] for case in part)
        told.append(";".join(rest))
    return pl.Series("lost", told, dtype=pl.String)
