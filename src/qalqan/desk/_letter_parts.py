"""What a letter says, out of the tables of the current run: cases, ties, end points, addresses, things to be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl

from qalqan.desk import _paper_events as events
from qalqan.desk._paper_view import View, places
from qalqan.engine.frames import Tables
from qalqan.engine.places import in_order, locator
from qalqan.report.facts import Case, Ground, Tie
from qalqan.report.letters._facts import Coin, Node, Site, Thing, Visit
from qalqan.values import any as any_kind
from qalqan.values import url as url_kind

CLEAR = View(masked=False)
FIRM = 500
ORGANISATIONS = frozenset({"exchange", "merchant", "aggregator", "bank", "foreign"})
KEPT = {
    "operator": ("phone", "imei", "imsi"),
    "platform": ("url", "domain", "handle", "email"),
    "provider": ("url", "domain", "handle", "email", "ip"),
    "exchange": ("wallet",),
}
DAY = timedelta(days=1)


def cases(known: Tables, ids: Sequence[str]) -> tuple[Case, ...]:
    """The cases without their plots and without their victims: an addressee needs neither."""
    facts = events.cases(known, sorted(ids), CLEAR, frozenset())
    bare = [replace(one, plot="", victim_name="", victim_iin="", victim_phone="", victim_account="") for one in facts]
    return tuple(sorted(bare, key=lambda one: one.id))


def ties(known: Tables, ids: Sequence[str], most: int) -> tuple[Tie, ...]:
    """Ties inside a set of cases, or of one case with any other; the strongest first. Values are masked."""
    a, b = pl.col("case_a").is_in(list(ids)), pl.col("case_b").is_in(list(ids))
    rows = known["links"].filter((a & b) if len(ids) > 1 else (a | b)).sort(-pl.col("score"), "case_a", "case_b")
    masked = View(masked=True)
    return tuple(
        Tie(row["case_a"], row["case_b"], row["score"] or 0, masked.grounds(row["grounds"]))
        for row in rows.head(most).iter_rows(named=True)
    )


def loss(known: Tables, ids: Sequence[str]) -> int:
    """What the cases lost, as far as it is firm, in tiyn."""
    rows = known["losses"].filter(pl.col("case_id").is_in(list(ids)) & (pl.col("score") >= FIRM))
    return int(rows["amount_tiyn"].sum())


def visits(
    known: Tables, kinds: Sequence[str], ids: Sequence[str] | None, account: str = "", *, sinks: bool = False
) -> tuple[Visit, ...]:
    """Visits to end points of these kinds: of these cases (None: of all), at one node when given; in order of time."""
    rows = known["trail_ends"].filter(pl.col("kind").is_in(list(kinds)))
    if ids is not None:
        rows = rows.filter(pl.col("case_id").is_in(list(ids)))
    if account:
        rows = rows.filter(pl.col("node") == account)
    if sinks:
        rows = rows.filter(pl.col("sink"))
    rows = rows.sort("first", "node", "case_id", "payer")
    return tuple(
        Visit(
            row["case_id"], row["node"], row["kind"], row["payer"] or "", row["payer_as"] or "",
            row["payer_bank"] or "", row["amount_tiyn"] or 0, row["paid_tiyn"] or 0, row["transfers"] or 0,
            row["first"], row["last"], row["watch_from"], row["watch_to"], places(row["locators"]),
        )
        for row in rows.iter_rows(named=True)
    )  # fmt: skip


def chain(known: Tables, ids: Sequence[str], wallet: str = "") -> tuple[Coin, ...]:
    """The cases' tokens from wallet to wallet in order of time; with a wallet only what came to it or left it."""
    rows = known["wallet_hops"].filter(pl.col("case_id").is_in(list(ids)))
    if wallet:
        rows = rows.filter((pl.col("from") == wallet) | (pl.col("to") == wallet))
    first = pl.col("locator").str.split(";").list.first().alias("place")
    rows = rows.with_columns(first).sort("at", "case_id", "currency", "seq")
    if rows.is_empty():
        return ()
    seen = known["observed_transaction"].filter(
        pl.col("evidence").is_in(rows["place"].str.slice(0, 16).unique().implode()) & pl.col("reference").is_not_null()
    )
    hashes = dict(in_order(seen).select(locator(), "reference").iter_rows())
    return tuple(
        Coin(
            row["case_id"], row["currency"], row["from"], row["to"], row["amount_minor"] or 0, row["at"],
            hashes.get(row["place"], ""), places(row["locator"]),
        )
        for row in rows.iter_rows(named=True)
    )  # fmt: skip


def deposits(known: Tables, ids: Sequence[str] | None, account: str) -> dict[str, list[str]]:
    """Exchanges' wallets that the cases' tokens reached, and the cases of each."""
    rows = known["wallet_trails"].filter(pl.col("end_point") == "exchange")
    if ids is not None:
        rows = rows.filter(pl.col("case_id").is_in(list(ids)))
    if account:
        rows = rows.filter(pl.col("wallet") == account)
    made: dict[str, list[str]] = {}
    for name, case in rows.select("wallet", "case_id").unique().sort("wallet", "case_id").iter_rows():
        made.setdefault(name, []).append(case)
    return made


def node(known: Tables, name: str) -> Node | None:
    """What an end point looks like; a private person is not named: who it is, is what the letter asks."""
    for row in known["end_points"].filter(pl.col("node") == name).iter_rows(named=True):
        holder = row["holder"] if row["kind"] in ORGANISATIONS else ""
        grounds = tuple(_told(one) for one in CLEAR.grounds(row["grounds"]))
        return Node(row["node"], row["kind"], row["bank"] or "", holder or "", row["score"] or 0, grounds)
    return None


def _told(ground: Ground) -> Ground:
    """Without the values that nothing stood in."""
    return replace(ground, values=tuple(one for one in ground.values if one[1]))


def window(told: Sequence[Visit]) -> tuple[datetime | None, datetime | None]:
    """From a day before the first operation to a day after the last."""
    if not told:
        return None, None
    return min(one.first for one in told) - DAY, max(one.last for one in told) + DAY


def sites(known: Tables, wanted: str) -> tuple[tuple[Site, ...], list[str]]:
    """The addresses told by that address or domain, those that look worst first; and the cases they stand in."""
    parsed = url_kind.parse(wanted)
    canonical = getattr(parsed, "canonical", wanted)
    names = {wanted, canonical, url_kind.host(canonical)}
    exact = known["urls"].filter(pl.col("url").is_in([wanted, canonical]))
    found = exact if exact.height else known["urls"].filter(pl.any_horizontal(pl.col("host", "domain").is_in(names)))
    rows = found.sort(-pl.col("score"), "url")
    told = known["mentions"].filter(
        pl.col("kind").is_in(["url", "domain"])
        & pl.col("value").is_in(rows["url"].implode())
        & pl.col("case_id").is_not_null()
    )
    counts = dict(told.group_by("value").agg(pl.col("case_id").n_unique()).iter_rows())
    made = tuple(
        Site(
            row["url"], row["host"] or "", row["domain"] or "", row["score"] or 0, row["verdict"] or "unknown",
            row["brand"] or "", int(counts.get(row["url"], 0)), CLEAR.grounds(row["grounds"]), places(row["locators"]),
        )
        for row in rows.iter_rows(named=True)
    )  # fmt: skip
    return made, told["case_id"].unique().sort().to_list()


def things(known: Tables, case: str, addressee: str, bank: str, given: Sequence[str]) -> tuple[Thing, ...]:
    """What an addressee of that kind is asked to keep: what was given, else what the case tells of others."""
    if given:
        return tuple(_given(one) for one in given)
    if addressee == "bank":
        rows = known["trails"].filter(
            (pl.col("case_id") == case) & (pl.col("rule") == "fifo") & (pl.col("bank") == bank)
        )
        rows = rows.filter(pl.col("kind") != "sink").sort("hop", "account", nulls_last=True)
        spots = _arrivals(known, case)
        return tuple(
            Thing("iban", one, places(spots.get(one, ""))) for one in rows["account"].unique(maintain_order=True)
        )
    mine = known["mentions"].filter(
        (pl.col("case_id") == case)
        & pl.col("kind").is_in(list(KEPT.get(addressee, ())))
        & (pl.col("role").fill_null("") != "victim")
    )
    made: dict[tuple[str, str], Thing] = {}
    for row in mine.sort("kind", "value", "evidence", "part", "row").iter_rows(named=True):
        key = (row["kind"], row["value"])
        if key not in made:
            made[key] = Thing(*key, places(f"{row['evidence']}:{_part(row['part'])}:{row['row']}"))
    if addressee == "exchange":
        held = (pl.col("case_id") == case) & pl.col("kind").is_in(["exchange", "wallet"])
        for name in known["trail_ends"].filter(held)["node"].unique().sort():
            made.setdefault(("wallet", name), _given(name))
    return tuple(made.values())


def _part(part: str | None) -> str:
    told = part or ""
    for sign, code in (("%", "%25"), (":", "%3A"), (";", "%3B")):
        told = told.replace(sign, code)
    return told


def _given(text: str) -> Thing:
    found = any_kind.identify(text)
    return Thing(found[0].kind, found[0].canonical) if found and found[0].kind != "text" else Thing("device", text)


def _arrivals(known: Tables, case: str) -> dict[str, str]:
    hops = known["hops"].filter((pl.col("case_id") == case) & (pl.col("rule") == "fifo")).sort("at", "seq")
    return {row["to"]: row["locator"] or "" for row in reversed(list(hops.iter_rows(named=True)))}
