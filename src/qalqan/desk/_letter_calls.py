"""Numbers of a complaint to an operator: those that called a case's victim or hang together with them, and their calls.

A number that somebody only posed with belongs to a person who has nothing to do with it: it is never complained of.
Whom a number called is masked: the operator finds the call by number and time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from qalqan.desk._paper_view import View, places
from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.report.letters._facts import Caller, Spoken
from qalqan.values import any as any_kind
from qalqan.values import phone

COMPLAINED = ("simbox", "caller")
MOST_CALLS = 6
MOST_THINGS = 4
CLEAR, MASKED = View(masked=False), View(masked=True)


def operator(number: str) -> str:
    """Whom to ask first: the operator of the number's prefix, ``fixed`` for other numbers of the country."""
    return phone.operator(number) or ("fixed" if phone.country(number) == "KZ" else "")


def called(key: str) -> str:
    """An operator's name as it calls itself, as far as the dated plan names it."""
    return key.capitalize() if key not in ("", "other", "fixed") else ""


def callers(known: Tables, case: str, given: Sequence[str]) -> tuple[Caller, ...]:
    """The numbers complained of, those that reached most people first.

    Without ``given`` they are the numbers of campaigns that the case belongs to; else numbers, devices (IMEI) and
    campaigns that an officer names. Raises UsageError for a number that somebody only posed with.
    """
    members = known["call_campaign_members"].filter(pl.col("kind") == "phone")
    if given:
        wanted = _given(known, members, given)
    else:
        mine = members.filter(pl.col("cases").fill_null("").str.split(";").list.contains(case))
        tied = members.join(mine.select("campaign_id").unique(), on="campaign_id", how="semi")
        wanted = tied.select("member").unique()["member"].to_list()
    roles = known["numbers"].filter(pl.col("number").is_in(wanted))
    if posed := roles.filter(pl.col("role") == "spoofed")["number"].to_list() if given else []:
        raise UsageError("error-letter-posed", number=sorted(posed)[0])
    kept = roles if given else roles.filter(pl.col("role").is_in(COMPLAINED))
    rows = known["calls"].join(kept.select(pl.col("number").alias("a")), on="a", how="semi")
    made = [_caller(known, row, rows.filter(pl.col("a") == row["number"])) for row in kept.iter_rows(named=True)]
    found = [one for one in made if one is not None]
    return tuple(sorted(found, key=lambda one: (-one.reported, -one.called, one.number)))


def _given(known: Tables, members: pl.DataFrame, given: Sequence[str]) -> list[str]:
    """The numbers that officers' words mean: a number, the numbers of a device, the numbers of a campaign."""
    found: list[str] = []
    calls = known["calls"].select("a", "imei").drop_nulls("a")
    for text in given:
        told = {value.kind: value.canonical for value in any_kind.identify(text)}
        if "phone" in told:
            found.append(told["phone"])
        elif "imei" in told:
            found += calls.filter(pl.col("imei") == told["imei"])["a"].unique().to_list()
        found += members.filter(pl.col("campaign_id") == text)["member"].to_list()
    return sorted(set(found))


def _caller(known: Tables, role: dict[str, Any], rows: pl.DataFrame) -> Caller | None:
    if rows.is_empty():
        return None
    number = role["number"]
    mine = known["call_campaign_members"].filter((pl.col("kind") == "phone") & (pl.col("member") == number))
    cases = str(mine["cases"][0] or "") if mine.height else ""
    ids = [one for one in cases.split(";") if one]
    victims = known["cases"].filter(pl.col("case_id").is_in(ids)).select("case_id", pl.col("victim_phone").alias("b"))
    told = rows.join(victims.drop_nulls("b").unique("b", keep="first", maintain_order=True), on="b", how="left")
    told = told.sort(pl.col("case_id").is_null(), -pl.col("duration_s").fill_null(0), "at", "call_id")
    shown = told.head(MOST_CALLS).sort("at", "call_id")
    return Caller(
        number, role["role"] or "", role["score"] or 0, rows.height, rows["b"].drop_nulls().n_unique(),
        int(mine["reported"][0] or 0) if mine.height else 0, rows["at"].min(), rows["at"].max(),  # type: ignore[arg-type]
        _often(rows, "imei"), _often(rows, "imsi"), _often(rows, "cell"), tuple(ids), CLEAR.grounds(role["grounds"]),
        tuple(_spoken(row) for row in shown.iter_rows(named=True)),
    )  # fmt: skip


def _often(rows: pl.DataFrame, column: str) -> tuple[str, ...]:
    """The values a number was seen with most."""
    counted = rows.select(column).drop_nulls().group_by(column).len().sort("len", column, descending=[True, False])
    return tuple(counted[column].head(MOST_THINGS).to_list())


def _spoken(row: dict[str, Any]) -> Spoken:
    seconds = None if row["service"] == "sms" else row["duration_s"]
    spoken = Spoken(row["at"], MASKED(row["b"], "phone"), seconds, row["case_id"] or "", places(row["locators"]))
    return MASKED.veiled(spoken)  # operators call a sheet by its subscriber: that may be the person called
