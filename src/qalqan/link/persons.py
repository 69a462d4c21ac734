"""Persons: who appears in the data, under which names and identifiers, and which of them may be one.

Rows that name somebody are weighed against each other by what they share: IIN, account, number, device, place, and the
name across three scripts. What is sure is one person; what is likely is proposed and never forced; names alone never
make two rows one person. Officers' words bind: persons held to be one or to be two stay so in every later analysis.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.link import _persons_join, _persons_told, _persons_weigh
from qalqan.link._decided import pairs as words
from qalqan.link._persons_join import MAYBE, SURE
from qalqan.link._persons_nodes import CROWD, STRANGE, gather
from qalqan.link._persons_seen import appearances
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

CARD = Card(
    name="persons",
    title="step-persons",
    reads=("holders", "subscribers", "cases", "transactions", "mentions", "aliases", "calls", "decided"),
    writes=("persons", "person_pairs"),
    thresholds={
        "sure": Threshold(SURE, "0-1000", "from it on two are one person; below it they are proposed"),
        "maybe": Threshold(MAYBE, "0-1000", "a weaker likeness is not told"),
        "strange": Threshold(STRANGE, "0-1000", "a name less like an IIN's own name speaks of a stolen identity"),
        "crowd": Threshold(CROWD, "persons", "a number or account that more have proves nothing"),
        "town": Threshold(_persons_weigh.TOWN, "people", "a name is held no commoner than in a town of so many"),
    },
    errors=(
        "relatives who share a name, an account and a number look like one person",
        "a person who gave a false name everywhere stays several",
        "an IIN mistyped into another valid one makes another person",
    ),
    source="Fellegi and Sunter 1969; EM over all pairs (link/_fellegi.py); own rules for IIN and names",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables ``persons`` and ``person_pairs``."""
    seen = appearances(tables)
    if seen.is_empty():
        return {name: empty(table(name)) for name in CARD.writes}
    decided = words(tables, "person")
    nodes = gather(seen, tables, decided.filter(~pl.col("holds")))
    pairs = _persons_weigh.weigh(nodes, _persons_weigh.learned(nodes.rows))
    joined = _persons_join.join(nodes, pairs, decided)
    known = _persons_told.members(nodes, joined)
    named = _persons_told.ids(known, nodes)
    return {
        "persons": conform(_persons_told.persons(known, named, nodes, pairs, joined), table("persons")),
        "person_pairs": conform(_persons_told.proposals(named, nodes, pairs, joined), table("person_pairs")),
    }
