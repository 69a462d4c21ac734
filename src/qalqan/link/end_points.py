"""End points: cash machines, exchanges, wallets, banks abroad, banks' own accounts, merchants; and where trails end.

They are counted where money leaves the accounts and never followed through. The words stand in
``data/end_points.toml``. A node is judged by its own kind, code and name first, then by the rows that pay into it: at
least half of them must be of one kind, so that one odd word makes no account an end point of a trail
(:func:`of_nodes`). The table ``end_points`` says more: every way in which a node shows itself, behaviour included,
with a score and grounds. What shows itself by behaviour alone (a person who seems to exchange for many) is a proposal:
the trail goes on through it, since the account is a person's and may still hold the money.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.link import _end_trails, _end_weigh
from qalqan.link._end_rows import KINDS, NOWHERE, destination, matched, of_nodes, of_rows, plain, words
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

__all__ = ["CARD", "KINDS", "NOWHERE", "destination", "matched", "of_nodes", "of_rows", "plain", "run", "words"]

CARD = Card(
    name="end_points",
    title="step-end-points",
    reads=("transactions", "holders", "trails", "hops"),
    writes=("end_points", "trail_ends"),
    thresholds={"listed": Threshold(_end_weigh.LISTED, "0-1000", "a weaker end point is listed nowhere")},
    errors=(
        "an exchanger is seen by the statement of the account only: from outside a person whom many pay is anybody",
        "a fleet or pay-roll run on a private account for few weeks can look like an exchanger",
    ),
    source="words, codes and category codes as dated data (ISO 18245); independent grounds joined by noisy-or",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables ``end_points`` and ``trail_ends``."""
    found = conform(_end_weigh.weighed(tables), table("end_points"))
    ends = _end_trails.ends(tables["hops"], tables["transactions"], found)
    return {"end_points": found, "trail_ends": conform(ends, table("trail_ends"))}
