"""The registers of a made world of calls: contracts, SIM cards, lawful gateways, portability, officers' words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from qalqan.model.schema import DECIDED, TABLES
from qalqan.simulate.cdr_alike import Alike
from qalqan.simulate.cdr_days import Ints
from qalqan.simulate.cdr_numbers import HOME, PREFIXES, bins
from qalqan.simulate.cdr_people import DEALERS, Scene, contracts
from qalqan.simulate.cdr_rows import Roster


class Cards(NamedTuple):
    """SIM cards of one batch: parties, moments of activation, ICCIDs, dealers, which contract holder each is on."""

    who: Ints
    activated: Ints
    iccid: pl.Series
    dealer: list[str]
    holder: Ints


def formed(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """A frame with all columns of the table of that name, in its order; frames of no table stay as they are."""
    told = DECIDED if name == "decided" else TABLES.get(name)
    if told is None:
        return frame
    kinds = {"text": pl.String(), "int": pl.Int64(), "bool": pl.Boolean(), "time": pl.Datetime("us", "UTC")}
    return frame.select(
        pl.col(column.name) if column.name in frame.columns else pl.lit(None, kinds[column.type]).alias(column.name)
        for column in told.columns
    )


def registers(
    rng: np.random.Generator, scene: Scene, cards: list[Cards], alike: Alike, shells: list[Ints]
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Contracts, SIM cards and lawful gateways; and the contracts of people by their place in the population."""
    roster, own = scene.roster, scene.people
    people = contracts(rng, roster, own.own, own.activated, own.iccid)
    told = [people]
    dealer = ["D" + pl.Series(rng.integers(0, DEALERS, len(own.own))).cast(pl.String).str.zfill(3)]
    for batch in cards:
        frame = contracts(rng, roster, batch.who, batch.activated, batch.iccid)
        told.append(frame.with_columns(frame[name].gather(batch.holder).alias(name) for name in ("holder", "iin")))
        dealer.append(pl.Series(batch.dealer))
    all_of = _firms(rng, pl.concat(told), roster, [*alike.firms, *shells]).with_columns(
        pl.concat(dealer).alias("dealer")
    )
    by_number = all_of.sort("number", "from")
    lawful = [pl.DataFrame({"kind": "number", "value": roster.number.gather(w)}) for w, _ in alike.lawful]
    lawful += [pl.DataFrame({"kind": "imei", "value": roster.imei.gather(d)}) for _, d in alike.lawful]
    tables = {
        "subscribers": by_number.with_columns(
            pl.lit(None, pl.Datetime("us", "UTC")).alias("to"),
            pl.lit(None, pl.String).alias("address"),
            ("cdr:subscribers:" + pl.int_range(1, pl.len() + 1).cast(pl.String)).alias("locators"),
        ).select("number", "holder", "iin", "from", "to", "imsi", "iccid", "imei", "address", "locators"),
        "sims": by_number.select("number", "imsi", "iccid", pl.col("from").alias("activated"), "dealer"),
        "gateways": pl.concat(lawful).with_columns(pl.lit("ТОО Шлюз Сервис").alias("holder")).sort("kind", "value"),
    }
    return tables, people


def _firms(rng: np.random.Generator, told: pl.DataFrame, roster: Roster, groups: list[Ints]) -> pl.DataFrame:
    """Contracts of organisations, lawful and shell ones: a BIN and a firm's name, the same for all its SIM cards."""
    groups = sorted(groups, key=lambda one: int(one[0]))
    sizes = [len(one) for one in groups]
    whose = pl.Series(np.repeat(np.arange(len(groups)), sizes))
    firms = pl.DataFrame(
        {
            "number": roster.number.gather(np.concatenate(groups)),
            "bin": bins(rng, len(groups)).gather(whose),
            "firm": pl.Series([f"ТОО Фирма {n}" for n in range(len(groups))]).gather(whose),
        }
    )
    joined = told.join(firms, on="number", how="left", maintain_order="left")
    return joined.with_columns(
        pl.coalesce("bin", "iin").alias("iin"), pl.coalesce("firm", "holder").alias("holder")
    ).drop("bin", "firm")


def decided(gateways: pl.DataFrame, never: pl.DataFrame) -> pl.DataFrame:
    """Registered gateways and silent numbers as rows of the table ``decided``."""
    kind = pl.col("kind").replace({"number": "phone"})
    both = [
        gateways.select(pl.lit("service").alias("act"), kind.alias("a"), pl.col("value").alias("b")),
        never.select(pl.lit("never").alias("act"), pl.lit("phone").alias("a"), pl.col("number").alias("b")),
    ]
    told = pl.concat(both).with_columns(pl.lit(True).alias("holds"), pl.lit("register").alias("decision"))
    return told.sort("act", "a", "b")


def ported(scene: Scene) -> pl.DataFrame:
    """Numbers whose prefix names another operator than the one they are with."""
    of = {str(prefix): name for name, some in PREFIXES.items() for prefix in some}
    own, others = scene.people.own, np.sort(scene.people.others)
    half = len(others) // 2
    true = np.repeat(np.array([HOME, "beeline", "tele2"]), [len(own), half, len(others) - half])
    number = scene.roster.number.gather(np.concatenate([own, others]))
    frame = pl.DataFrame({"number": number, "operator": true})
    by_prefix = pl.col("number").str.slice(2, 3).replace_strict(of, default="")
    return frame.filter(by_prefix != pl.col("operator")).sort("number")
