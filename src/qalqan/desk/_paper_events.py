"""The timeline of cases and the roles the machine proposes, as records of a document."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from qalqan.desk._paper_money import Money
from qalqan.desk._paper_view import View, places
from qalqan.engine.frames import Tables
from qalqan.report.facts import Case, Event, Role
from qalqan.settings import Settings

MOST = 90
AFTER = timedelta(hours=6)
PLAIN_ROLES = ("ordinary", "victim", "")


def cases(known: Tables, ids: list[str], view: View, young: frozenset[str]) -> tuple[Case, ...]:
    """The cases as the register tells them; a victim under 18 is never named."""
    made = []
    for row in known["cases"].filter(pl.col("case_id").is_in(ids)).iter_rows(named=True):
        child = row["victim_iin"] in young
        made.append(Case(
            id=row["case_id"], aliases=tuple(one for one in (row["aliases"] or "").split(";") if one),
            registered_at=row["registered_at"], region=row["region"] or "", organ=row["organ"] or "",
            article=row["article"] or "", mo=row["mo"] or "", plot=view(row["plot"], "text"),
            victim_name="•••" if child else view(row["victim_name"], "name"),
            victim_iin="•••" if child else view(row["victim_iin"], "iin"),
            victim_phone=view(row["victim_phone"], "phone"), victim_account=view(row["victim_account"], "account"),
            damage_tiyn=row["damage_tiyn"], status=row["status"] or "", status_at=row["status_at"],
            places=places(row["source"]),
        ))  # fmt: skip
    return tuple(made)


def phones(known: Tables, ids: list[str]) -> list[str]:
    """The victims' phones: from the register's column and from what is marked as the victim's."""
    told = known["cases"].filter(pl.col("case_id").is_in(ids))["victim_phone"].drop_nulls().to_list()
    marked = known["mentions"].filter(
        pl.col("case_id").is_in(ids) & (pl.col("kind") == "phone") & (pl.col("role") == "victim")
    )
    return sorted({*told, *marked["value"].drop_nulls().to_list()} - {""})


def calls(known: Tables, ids: list[str], told: Money, settings: Settings) -> pl.DataFrame:
    """Calls of the victims' phones from some hours before the first loss (or registration) to shortly after it."""
    moments = told.losses["at"].drop_nulls().to_list() or known["cases"].filter(
        pl.col("case_id").is_in(ids)
    )["registered_at"].drop_nulls().to_list()  # fmt: skip
    mine = phones(known, ids)
    if not moments or not mine:
        return known["calls"].head(0)
    since, until = min(moments) - timedelta(hours=settings.link.call_hours), max(moments) + AFTER
    return known["calls"].filter(
        pl.col("at").is_between(since, until) & (pl.col("a").is_in(mine) | pl.col("b").is_in(mine))
    )


def events(known: Tables, ids: list[str], told: Money, view: View, settings: Settings) -> tuple[tuple[Event, ...], int]:
    """The timeline, cut to the :data:`MOST` that weigh most, and how many there were."""
    made: list[tuple[int, Event]] = []
    for row in known["cases"].filter(pl.col("case_id").is_in(ids)).iter_rows(named=True):
        if row["registered_at"] is not None:
            made.append((0, Event(row["registered_at"], "registration", row["case_id"], "", None, None,
                                  places(row["source"])[:1])))  # fmt: skip
        if row["status_at"] is not None and row["status"]:
            made.append((0, Event(row["status_at"], "status", row["case_id"], "")))
    lost = set(told.losses["tx_id"].to_list())
    for row in told.losses.filter(pl.col("at").is_not_null()).iter_rows(named=True):
        made.append((0, Event(
            row["at"], "loss", view(row["from"], "account"), view(row["to"], "account"), None, row["amount_tiyn"],
            places(row["locators"]),
        )))  # fmt: skip
    for row in known["loan_bursts"].filter(pl.col("case_id").is_in(ids)).iter_rows(named=True):
        made.append((0, Event(
            row["first"], "loans", row["lender_names"] or "", view(row["account"], "account"), None, row["amount_tiyn"],
            places(row["locators"]),
        )))  # fmt: skip
    for row in calls(known, ids, told, settings).iter_rows(named=True):
        seconds = row["duration_s"] or 0
        kind = {"voice": "call"}.get(row["service"] or "voice", row["service"])
        made.append((1_000_000_000 - seconds, Event(
            row["at"], kind, view(row["a"], "phone"), view(row["b"], "phone"), seconds, None, places(row["locators"])
        )))  # fmt: skip
    for row in told.hops.filter(pl.col("at").is_not_null()).iter_rows(named=True):
        if row["tx_id"] not in lost:
            made.append((2_000_000_000 - min(row["amount_tiyn"] // 100, 999_999_999), Event(
                row["at"], "transfer", view(row["from"], "account"), view(row["to"], "account"), None,
                row["amount_tiyn"], places(row["locator"]),
            )))  # fmt: skip
    weighed = sorted(enumerate(made), key=lambda one: (one[1][0], one[1][1].at, one[0]))[:MOST]
    kept = sorted((event for _, (_, event) in weighed), key=lambda e: (e.at, e.kind, e.a, e.b))
    return tuple(kept), len(made)


def roles(known: Tables, numbers: list[str], told: Money, view: View) -> tuple[Role, ...]:
    """Roles proposed for accounts of the trail and numbers of the case, strongest first."""
    made = []
    found = known["accounts"].filter(pl.col("account").is_in(list(told.number)) & ~pl.col("role").is_in(PLAIN_ROLES))
    for row in found.iter_rows(named=True):
        subject = f"№{told.number[row['account']]} {view(row['account'], 'account')}"
        made.append(Role(subject, "account", row["role"], row["score"] or 0, view.grounds(row["grounds"])))
    found = known["numbers"].filter(pl.col("number").is_in(numbers) & ~pl.col("role").is_in(PLAIN_ROLES))
    for row in found.iter_rows(named=True):
        subject = view(row["number"], "phone")
        made.append(Role(subject, "number", row["role"], row["score"] or 0, view.grounds(row["grounds"])))
    return tuple(sorted(made, key=lambda r: (-r.score, r.what, r.subject)))
