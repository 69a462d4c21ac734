"""Numbers and their possible roles: what a number seems to be, and on what grounds.

A first look, in careful words: «ықтимал / возможный». The rules are tried in order and the first that holds names the
role: a victim's own number; one that posed as another (spoofed); a service that many call; a device that calls crowds
(SIM-box); a number that victims were called from or name (caller); what an alert about calls says; everybody else. A
number that has both a role and an alert about its calls has the grounds of both and the greater score.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.link._decided import own
from qalqan.link._grounds import ground
from qalqan.link._habits import habits, services
from qalqan.link._seen import CALLED, CALLS_BACK, TOLD
from qalqan.link.spoof import spoofed
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

CROWD_A_DAY = 45
CROWD_OUT = 900
SHORT_CODE = r"^[1-9]\d{2,4}$"
CARD = Card(
    name="numbers",
    title="step-numbers",
    reads=("cases", "mentions", "calls", "holders", "identifiers", "decided", "alerts"),
    writes=("numbers",),
    thresholds={
        "crowd": Threshold(CROWD_A_DAY, "numbers a day", "SIM-box behaviour, rule S1: new counterparts on its days"),
        "out": Threshold(CROWD_OUT, "per mille", "SIM-box behaviour, rule S1: share of counterparts it calls"),
    },
    errors=(
        "a courier or a call centre without any incoming call looks like a SIM-box",
        "an acquaintance who first called in the hours before the loss looks like a caller",
        "a roaming subscriber seen only on international trunks looks spoofed",
    ),
    source="reference: detectors G1, S1, S2, C1",
)
_FALSE = ("call_impossible", "call_origin", "call_owner")
_ROOMS = ("call_displacement", "call_room", "wangiri")


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``numbers``: one row a number seen in calls, cases or texts."""
    calls = tables["calls"]
    found = habits(calls)
    every = _every(tables)
    mine = ~pl.col("number").is_in(own(tables)["value"].implode())
    alerted = _alerted(tables["alerts"])
    false = pl.col("role") == "spoofed"
    rules = [
        _victims(tables),
        _spoofed(calls).filter(mine),
        alerted.filter(mine & false),
        pl.concat([_decided(tables), _services(found, every).filter(mine)]),
        _crowds(found, calls),
        _callers(tables),
        alerted.filter(~false),
        _others(every),
    ]
    ranked = pl.concat([one.with_columns(pl.lit(rank).alias("rank")) for rank, one in enumerate(rules)])
    first = ranked.sort("rank", "number", "grounds").unique("number", keep="first", maintain_order=True)
    return {"numbers": conform(_both(first.drop("rank"), alerted), table("numbers"))}


def _alerted(alerts: pl.DataFrame) -> pl.DataFrame:
    """The role that the surest alert on a number, or on the device, cell or trunk behind it, speaks for."""
    named = pl.when(pl.col("subject_kind") == "number").then(pl.col("subject")).otherwise(pl.col("numbers"))
    behind = pl.col("subject_kind").is_in(["number", "device"]) | pl.col("detector").is_in(_ROOMS)
    own = (
        alerts.filter(behind)
        .with_columns(named.str.split(";").alias("number"))
        .explode("number")
        .filter(pl.col("number") != "")
        .sort("score", "at", "alert_id", "number", descending=[True, False, False, False])
    )
    role = (
        pl.when(pl.col("detector").is_in(_FALSE)).then(pl.lit("spoofed"))
        .when(pl.col("detector").is_in(_ROOMS)).then(pl.lit("caller")).otherwise(pl.lit("simbox"))
    )  # fmt: skip
    told = own.select("number", role.alias("role"), "score", "grounds")
    return told.unique("number", keep="first", maintain_order=True)


def _both(numbers: pl.DataFrame, alerted: pl.DataFrame) -> pl.DataFrame:
    """Callers and SIM-boxes that an alert speaks of too: the grounds of both, the greater score."""
    calling = ["simbox", "caller"]
    more = alerted.filter(pl.col("role").is_in(calling)).select(
        "number", pl.col("score").alias("more"), pl.col("grounds").alias("why")
    )
    joined = numbers.join(more, on="number", how="left", maintain_order="left")
    adds = pl.col("role").is_in(calling) & pl.col("why").is_not_null() & (pl.col("why") != pl.col("grounds"))
    whole = pl.concat_str(pl.col("grounds").str.head(-1), pl.lit(","), pl.col("why").str.slice(1))
    return joined.select(
        "number",
        "role",
        pl.when(adds).then(pl.max_horizontal("score", "more")).otherwise("score").alias("score"),
        pl.when(adds).then(whole).otherwise("grounds").alias("grounds"),
    )


def _named(
    frame: pl.DataFrame, role: str, rule: str, *, score: pl.Expr, values: dict[str, pl.Expr], places: pl.Expr
) -> pl.DataFrame:
    one = ground(pl.lit(rule), score, values, places)
    return frame.select(
        "number",
        pl.lit(role).alias("role"),
        score.cast(pl.Int64).alias("score"),
        pl.concat_str(pl.lit("["), one, pl.lit("]")).alias("grounds"),
    )


def _victims(tables: Tables) -> pl.DataFrame:
    own = (
        tables["cases"]
        .filter(pl.col("victim_phone").is_not_null())
        .sort("case_id")
        .group_by(pl.col("victim_phone").alias("number"))
        .agg(pl.len().alias("cases"), pl.col("case_id").first().alias("case"), pl.col("source").first())
    )
    return _named(
        own,
        "victim",
        "role-victim",
        score=pl.lit(1000),
        values={"case": pl.col("case"), "cases": pl.col("cases")},
        places=pl.col("source"),
    )


def _decided(tables: Tables) -> pl.DataFrame:
    """Numbers an officer says are a service's; a score says nothing against that."""
    said = tables["decided"].filter((pl.col("act") == "service") & pl.col("holds") & (pl.col("a") == "phone"))
    return _named(
        said.select(pl.col("b").alias("number"), "decision"),
        "service",
        "role-decided",
        score=pl.lit(1000),
        values={"decision": pl.col("decision")},
        places=pl.lit(""),
    )


def _spoofed(calls: pl.DataFrame) -> pl.DataFrame:
    score = pl.when(pl.col("home") == 0).then(900).otherwise(750)
    return _named(
        spoofed(calls),
        "spoofed",
        "role-spoofed",
        score=score,
        values={"abroad": pl.col("abroad"), "home": pl.col("home")},
        places=pl.col("locators"),
    )


def _services(found: pl.DataFrame, every: pl.DataFrame) -> pl.DataFrame:
    """Rules S2 and short codes; the latter also where they only send messages."""
    known = services(found)
    short = (
        every.filter(pl.col("number").str.contains(SHORT_CODE))
        .join(known, on="number", how="anti")
        .join(found, on="number", how="left")
        .with_columns(pl.col("called", "callers").fill_null(0))
    )
    values = {"called": pl.col("called"), "callers": pl.col("callers")}
    return pl.concat(
        [
            _named(known, "service", "role-service", score=pl.lit(800), values=values, places=pl.lit("")),
            _named(short, "service", "role-short-code", score=pl.lit(900), values=values, places=pl.lit("")),
        ]
    )


def _crowds(found: pl.DataFrame, calls: pl.DataFrame) -> pl.DataFrame:
    """Rule S1: on its days a number calls crowds of new people, and hardly anybody calls back."""
    a_day = pl.col("called") // pl.col("days").clip(1)
    one_way = pl.col("called") * 1000 >= (pl.col("called") + pl.col("callers")) * CROWD_OUT
    crowd = found.filter((a_day >= CROWD_A_DAY) & one_way & (pl.col("out") * 2 < pl.col("called") * 3))
    shown = calls.join(crowd.select("number"), left_on="a", right_on="number", how="semi").sort("at", "call_id")
    places = shown.group_by(pl.col("a").alias("number")).agg(pl.col("locators").head(5).str.join(";"))
    score = (500 + a_day * 4).clip(500, 950)
    return _named(
        crowd.join(places, on="number", how="left"),
        "simbox",
        "role-simbox",
        score=score,
        values={
            "called": pl.col("called"),
            "callers": pl.col("callers"),
            "days": pl.col("days"),
            "devices": pl.col("imeis"),
        },
        places=pl.col("locators"),
    )


def _callers(tables: Tables) -> pl.DataFrame:
    """Numbers that a case names, or that spoke to its victim anew in the hours before the loss."""
    met = tables["identifiers"].filter(
        (pl.col("kind") == "phone")
        & pl.col("rule").is_in([TOLD, CALLED, CALLS_BACK])
        & pl.col("value").str.starts_with("+")
    )
    paid = tables["holders"].select(pl.col("phone").alias("value")).drop_nulls().unique()
    tied = (
        met.join(paid, on="value", how="anti")
        .sort("case_id")
        .group_by(pl.col("value").alias("number"))
        .agg(
            pl.len().cast(pl.Int64).alias("cases"),
            pl.col("sure").max(),
            (pl.col("rule") == TOLD).any().alias("told"),
            pl.col("locators").head(3).str.join(";"),
        )
    )
    strong = tied.filter((pl.col("sure") >= 500) & (pl.col("told") | (pl.col("sure") >= 700)))
    score = (pl.col("sure") // 2 + pl.col("cases") * 150).clip(0, 950)
    return _named(
        strong, "caller", "role-caller", score=score, values={"cases": pl.col("cases")}, places=pl.col("locators")
    )


def _every(tables: Tables) -> pl.DataFrame:
    """All numbers of calls, messages and texts, in order."""
    told = tables["mentions"].filter(pl.col("kind") == "phone").select(pl.col("value").alias("number"))
    sides = [tables["calls"].select(pl.col(side).alias("number")) for side in ("a", "b")]
    return pl.concat([*sides, told]).drop_nulls().unique().sort("number")


def _others(every: pl.DataFrame) -> pl.DataFrame:
    return every.select(
        "number", pl.lit("ordinary").alias("role"), pl.lit(0, pl.Int64).alias("score"), pl.lit("[]").alias("grounds")
    )
