"""Rule C3: a person who may be being talked to by fraudsters now, so that an operator or bank can be told in time.

Two signs. A code message, around it a call of a stranger, and within half an hour after it a long call of a stranger
(the first call gets the code, the second "saves" the money); or loans of several lenders within an hour, as
:mod:`qalqan.detect.loans` finds them. A stranger is a number with which the person had nothing to do before these
calls; a number that many people call themselves is none. Only what happened up to ``at`` speaks for it. Whoever is
told, decides; nothing is stopped by the program.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Final

import polars as pl

from qalqan.detect._victim_reasons import CODE, LONG_SECONDS, reasons
from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

FIRST_SECONDS: Final = 20  # answered, and long enough to ask for a code
AROUND: Final = "10m"  # between the end of the first call and the code
SECOND: Final = "30m"
EPISODE_HOURS: Final = 3  # contacts so shortly before belong to the same talk; and how long a person counts
DESK_CALLERS: Final = 8  # people who call a number themselves: then it is somebody's desk
LISTED: Final = 500
SENDER: Final = r"^[1-9]\d{2,4}$|\pL"  # a short code, or the name of a bank, shop or office
CODE_TEXT: Final = r"(?i)(?:код|code|пароль|құпиясөз|otp)"
CARD = Card(
    name="victim_in_progress",
    title="step-victim-in-progress",
    reads=("calls", "messages", "loan_bursts", "cases", "holders"),
    writes=("victims_in_progress",),
    thresholds={
        "first": Threshold(FIRST_SECONDS, "s", "a shorter first call asks for nothing"),
        "around": Threshold(10, "min", "between the end of the first call and the code message"),
        "second": Threshold(30, "min", "rule C3: the second stranger calls within it"),
        "code": Threshold(CODE, "0-1000", "all parts of the sign together; what else is seen is added"),
        "long": Threshold(LONG_SECONDS, "s", "rule C3: a long call; it counts from this moment on"),
        "episode": Threshold(3, "h", "earlier contacts within it belong to the same talk; how long a person counts"),
        "desk": Threshold(
            DESK_CALLERS, "callers", "a number that so many people call of their own accord is no stranger's"
        ),
        "listed": Threshold(LISTED, "0-1000", "a weaker sign is not listed"),
    },
    errors=(
        "a flat bought or a repair agreed by telephone with a new person, a code between two calls, looks the same",
        "in a short file everybody is a stranger: the days known before are told and speak against",
        "a talk by WhatsApp or Telegram after the first call is in no operator's reply",
    ),
    source="reference: detector C3; rule of the Anti-Fraud Centre on loans within one hour (2024-07-22)",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``victims_in_progress``: one row a person and talk."""
    talks = _talks(tables)
    loans = _loans(tables)
    if talks.is_empty() and loans.is_empty():
        return {"victims_in_progress": empty(table("victims_in_progress"))}
    found = _with_case(_together(talks, loans), tables["cases"])
    told = [_row(one) for one in found.iter_rows(named=True)]
    made = pl.DataFrame([one for one in told if one["score"] >= LISTED], schema_overrides={"lenders": pl.Int64})
    if made.is_empty():
        return {"victims_in_progress": empty(table("victims_in_progress"))}
    return {"victims_in_progress": conform(made, table("victims_in_progress"))}


def _codes(tables: Tables) -> pl.DataFrame:
    """Code messages: person, moment, sender, places; of operators' replies, and of a victim's own exported messages."""
    messages = tables["calls"].lazy().filter(pl.col("service") == "sms", pl.col("a").str.contains(SENDER))
    sent = messages.select(
        pl.col("b").alias("person"), pl.col("at").alias("code_at"), pl.col("a").alias("code_from"),
        pl.col("locators").alias("code_places"),
    ).collect()  # fmt: skip
    victims = tables["cases"].select("case_id", pl.col("victim_phone").alias("person")).drop_nulls("person")
    told = tables["messages"].filter(
        (pl.col("channel") == "sms")
        & pl.col("at").is_not_null()
        & pl.col("text").str.contains(CODE_TEXT).fill_null(False)
        & pl.col("text").str.contains(r"\d{4,8}").fill_null(False)
        & ~pl.col("from").str.contains(r"^\+?\d{7,}$").fill_null(False)
    )
    own = told.join(victims, on="case_id", how="inner").select(
        "person",
        pl.col("at").alias("code_at"),
        pl.col("from").alias("code_from"),
        pl.col("source").alias("code_places"),
    )
    return pl.concat([sent, own]).drop_nulls("person").sort("person", "code_at", "code_places")


def _talks(tables: Tables) -> pl.DataFrame:
    """The talks with a code: a row a person and long call, with the code and first call nearest before it."""
    calls, codes = tables["calls"], _codes(tables)
    long = _spoken(calls, codes, LONG_SECONDS)  # few: what follows is asked about these people alone
    near = _by_hour(codes, "code_at", long, "at").filter(
        pl.col("at").is_between(pl.col("code_at"), pl.col("code_at").dt.offset_by(SECOND))
    )
    spoken = _spoken(calls, near, FIRST_SECONDS)
    first = spoken.select(
        "person", pl.col("at").alias("first_at"), pl.col("a").alias("first_from"), pl.col("over").alias("first_over"),
        pl.col("call_id").alias("first_id"), pl.col("trunk").alias("first_trunk"),
        pl.col("locators").alias("first_places"),
    )  # fmt: skip
    both = _by_hour(near, "code_at", first, "first_at").filter(
        (pl.col("first_id") != pl.col("call_id"))
        & (pl.col("first_at") <= pl.col("code_at").dt.offset_by("2m"))
        & (pl.col("first_over") >= pl.col("code_at").dt.offset_by(f"-{AROUND}"))
        & (pl.col("first_over") <= pl.col("at").dt.offset_by("1m"))
        & (pl.col("at") <= pl.col("first_over").dt.offset_by(SECOND))
    )
    found = _strangers(both, calls)
    order = ["person", "at", "call_id", "code_at", "first_at", "code_places", "first_id"]
    found = _lives(found, calls)
    nearest = found.sort(order, descending=[False, False, False, True, True, False, False])
    each = nearest.unique(["person", "call_id"], keep="first", maintain_order=True)
    return _first_of_talk(each)


def _spoken(calls: pl.DataFrame, people: pl.DataFrame, seconds: int) -> pl.DataFrame:
    """Calls of so many seconds at least that these people got, other than from short codes and names."""
    names = ("at", "a", "b", "duration_s", "service", "trunk", "call_id", "locators")
    heard = calls.lazy().select(names).filter(pl.col("duration_s") >= seconds, pl.col("a").is_not_null())
    who = people.lazy().select(pl.col("person").alias("b")).unique()
    told = heard.join(who, on="b", how="semi").collect(engine="streaming")
    voice = pl.col("service").fill_null("voice") == "voice"
    return told.filter(voice & ~pl.col("a").str.contains(SENDER)).select(
        pl.col("b").alias("person"), "at", "a", "duration_s", "trunk", "call_id", "locators",
        (pl.col("at") + pl.duration(seconds=pl.col("duration_s"))).alias("over"),
    )  # fmt: skip


def _by_hour(left: pl.DataFrame, moment: str, right: pl.DataFrame, other: str) -> pl.DataFrame:
    """Pairs of one person at most an hour apart; joined by the hour, so that the work stays linear."""
    hour = pl.col(other).dt.truncate("1h").alias("hour")
    hours = [pl.col(moment).dt.truncate("1h").dt.offset_by(f"{n}h") for n in (-1, 0, 1)]
    wide = left.with_columns(pl.concat_list(hours).alias("hour")).explode("hour")
    return wide.join(right.with_columns(hour), on=["person", "hour"], how="inner").drop("hour")


def _strangers(pairs: pl.DataFrame, calls: pl.DataFrame) -> pl.DataFrame:
    """The pairs whose two callers the person had nothing to do with before, with the days known of the person."""
    people = pairs.select("person").unique()
    out = calls.join(people, left_on="a", right_on="person", how="semi").select(
        pl.col("a").alias("person"), pl.col("b").alias("other"), "at"
    )
    into = calls.join(people, left_on="b", right_on="person", how="semi").select(
        pl.col("b").alias("person"), pl.col("a").alias("other"), "at"
    )
    met = pl.concat([out, into])
    since = met.group_by("person", "other").agg(pl.col("at").min().alias("met"))
    known = met.group_by("person").agg(pl.col("at").min().alias("known_since"))
    desks = _desks(pl.concat([pairs["a"], pairs["first_from"]]).unique(), calls)
    early = pl.col("at").dt.offset_by(f"-{EPISODE_HOURS}h")
    joined = pairs.filter(~pl.col("a").is_in(desks.implode()) & ~pl.col("first_from").is_in(desks.implode()))
    for caller, name in (("a", "second_met"), ("first_from", "first_met")):
        joined = joined.join(since.rename({"other": caller, "met": name}), on=["person", caller], how="left")
    return (
        joined.filter((pl.col("second_met") >= early) & (pl.col("first_met") >= early))
        .join(known, on="person", how="left")
        .with_columns((pl.col("at") - pl.col("known_since")).dt.total_days().alias("known_days"))
    )


def _desks(callers: pl.Series, calls: pl.DataFrame) -> pl.Series:
    """The callers that many people call of their own accord; whoever only calls back does not make a desk."""
    who = pl.DataFrame({"who": callers})
    voice = pl.col("service").fill_null("voice") == "voice"
    got = calls.join(who, left_on="b", right_on="who", how="semi").filter(voice).drop_nulls("a")
    made = calls.join(who, left_on="a", right_on="who", how="semi").filter(voice).drop_nulls("b")
    into = got.group_by("b", "a").agg(pl.col("at").min())
    out = made.group_by("a", "b").agg(pl.col("at").min().alias("before"))
    met = into.join(out.rename({"a": "b", "b": "a"}), on=["b", "a"], how="left")
    own = met.filter((pl.col("at") < pl.col("before")).fill_null(True))
    return own.group_by("b").len().filter(pl.col("len") >= DESK_CALLERS)["b"]


def _lives(pairs: pl.DataFrame, calls: pl.DataFrame) -> pl.DataFrame:
    """How each of the two strangers lives up to then: people called in the last day (``first_crowd``,
    ``second_crowd``), people called and people heard from in all (``…_called``, ``…_heard``)."""
    told = pairs
    for caller, name in (("first_from", "first"), ("a", "second")):
        mine = pairs.select("call_id", pl.col(caller).alias("who"), pl.col("at").alias("until")).unique()
        who = mine.select("who").unique()
        out = calls.join(who, left_on="a", right_on="who", how="semi").select(pl.col("a").alias("who"), "b", "at")
        into = calls.join(who, left_on="b", right_on="who", how="semi").select(pl.col("b").alias("who"), "a", "at")
        called = mine.join(out, on="who").filter(pl.col("at") <= pl.col("until")).group_by("call_id", "who").agg(
            pl.col("b").n_unique().cast(pl.Int64).alias(f"{name}_called"),
            pl.col("b").filter(pl.col("at") > pl.col("until") - pl.duration(hours=24)).n_unique()
            .cast(pl.Int64).alias(f"{name}_crowd"),
        )  # fmt: skip
        heard = mine.join(into, on="who").filter(pl.col("at") <= pl.col("until")).group_by("call_id", "who").agg(
            pl.col("a").n_unique().cast(pl.Int64).alias(f"{name}_heard")
        )  # fmt: skip
        for one in (called, heard):
            told = told.join(one.rename({"who": caller}), on=["call_id", caller], how="left", maintain_order="left")
    return told.with_columns(pl.col("^(first|second)_(crowd|called|heard)$").fill_null(0))


def _first_of_talk(talks: pl.DataFrame) -> pl.DataFrame:
    """Of several long calls of one talk the first: it is when somebody could have been told."""
    apart = pl.col("at") - pl.col("at").shift(1).over("person") > pl.duration(hours=EPISODE_HOURS)
    return talks.sort("person", "at", "call_id").filter(apart.fill_null(True))


def _loans(tables: Tables) -> pl.DataFrame:
    """Loans of several lenders to one person, with the person's number as case or holder tells it."""
    cases = tables["cases"].select("case_id", pl.col("victim_phone").alias("of_case"))
    phones = tables["holders"].filter(pl.col("phone").is_not_null())
    of_account = phones.group_by("account").agg(pl.col("phone").min().alias("of_account"))
    return (
        tables["loan_bursts"]
        .join(cases, on="case_id", how="left")
        .join(of_account.drop_nulls("account"), on="account", how="left")
        .select(
            pl.coalesce("of_case", "of_account").alias("person"), "account", pl.col("last").alias("loan_at"),
            pl.col("first").alias("loan_first"), "lenders", "loans", "burst_id",
            pl.col("case_id").alias("loan_case"), pl.col("score").alias("loan_score"),
            pl.col("locators").alias("loan_places"),
        )
    )  # fmt: skip


def _together(talks: pl.DataFrame, loans: pl.DataFrame) -> pl.DataFrame:
    """Talks and loans of one person within three hours as one row; the others for themselves."""
    within = (pl.col("loan_first") - pl.col("at")).dt.total_minutes().is_between(-60, 180)
    met = talks.join(loans.drop_nulls("person"), on="person", how="inner").filter(within)
    met = met.sort("call_id", "loan_first", "burst_id").unique("call_id", keep="first", maintain_order=True)
    met = met.unique("burst_id", keep="first", maintain_order=True)
    alone = talks.join(met, on="call_id", how="anti")
    only = loans.join(met, on="burst_id", how="anti")
    return pl.concat([met, alone, only], how="diagonal").sort("at", "loan_at", "call_id", "burst_id", nulls_last=True)


def _with_case(found: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Column case_id: that of the loans, else the case of this person as victim registered first afterwards."""
    mine = cases.select(pl.col("victim_phone").alias("person"), "case_id", "registered_at").drop_nulls()
    after = (
        found.select("person", "call_id", "at").drop_nulls()
        .join(mine, on="person", how="inner").filter(pl.col("registered_at") >= pl.col("at"))
        .sort("call_id", "registered_at", "case_id").unique("call_id", keep="first", maintain_order=True)
    )  # fmt: skip
    joined = found.join(after.select("call_id", "case_id"), on="call_id", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("loan_case", "case_id").alias("case_id"))


def _row(one: dict[str, Any]) -> dict[str, Any]:
    grounds = reasons(one)
    talked, lent = one["call_id"] is not None, one["burst_id"] is not None
    moments = [one["at"] + timedelta(seconds=LONG_SECONDS)] if talked else []
    moments += [one["loan_at"]] if lent else []
    places = [one[name] for name in ("first_places", "code_places", "locators", "loan_places") if one[name]]
    held = dict.fromkeys(place for cell in places for place in str(cell).split(";"))
    return {
        "victim_id": one["call_id"] or one["burst_id"], "number": one["person"], "account": one["account"],
        "at": min(moments), "until": max(moments) + timedelta(hours=EPISODE_HOURS),
        "rule": "both" if talked and lent else "code" if talked else "loans",
        "tell": "both" if talked and lent else "operator" if talked else "bank",
        "code_from": one["code_from"], "first_from": one["first_from"], "second_from": one["a"],
        "talk_s": one["duration_s"], "lenders": one["lenders"], "case_id": one["case_id"],
        "score": max(0, min(1000, sum(each["weight"] for each in grounds))),
        "grounds": json.dumps(grounds, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "locators": ";".join(held),
    }  # fmt: skip
