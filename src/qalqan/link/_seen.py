"""Which identifiers each case has, and how it came by them: told, called, paid, followed.

Every row is a case, an identifier (kind, value), the rule that reached it, how sure that makes it (per mille), the
chain (the physical thing it hangs on: a number with its device and cell; an account with its card, holder and
phone) and the places that say so.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.engine.places import locator
from qalqan.link._decided import own
from qalqan.link._habits import FIXED, habits, services
from qalqan.link.spoof import spoofed
from qalqan.settings import Settings
from qalqan.values import domain, email, handle, url

TOLD, CALLED, CALLS_BACK, PAID, HELD, FOLLOWED, DEVICE = (
    "tie-told",
    "tie-called",
    "tie-called-back",
    "tie-paid",
    "tie-held",
    "tie-followed",
    "tie-device",
)
SURE = {TOLD: 1000, CALLED: 1000, CALLS_BACK: 700, PAID: 1000, HELD: 900, FOLLOWED: 700, DEVICE: 900}
SPECIFIC = {  # per mille: how surely one value is one thing in one group's hands
    "iban": 1000,
    "card": 1000,
    "contract": 900,
    "wallet": 1000,
    "phone": 1000,
    "imei": 1000,
    "imsi": 900,
    "iin": 900,
    "bin": 700,
    "handle": 900,
    "web": 900,
    "url": 900,
    "domain": 900,
    "email": 900,
    "cell": 800,
    "iccid": 900,
    "ip": 600,
    "listing": 900,
    "picture": 500,
    "device": 1000,
}
COMMON = 100  # specificity of what everybody uses (values/)
OFFICE = 300  # per mille: a fixed line is an office's number, or one that somebody poses with
_KEPT_LOCATORS = 4
_TALK_SECONDS = 45  # of a call whose length is not told
_BEFORE = ((3, 1000), (12, 850), (1 << 30, 700))  # hours between the last call and the loss, per mille
_TALK = ((-120, 1000), (-45, 800), (0, 350))  # seconds: a short call talks nobody into anything
_FARTHEST = 6  # transfers that a chain is followed back
_DEVICE_CALLS = {"imei": 1, "imsi": 1, "cell": 3}
SEEN = pl.Schema(
    {
        "case_id": pl.String(),
        "kind": pl.String(),
        "value": pl.String(),
        "rule": pl.String(),
        "sure": pl.Int64(),
        "chain": pl.String(),
        "locators": pl.String(),
    }
)
READS = ("cases", "mentions", "transactions", "calls", "holders", "aliases", "losses", "trails", "hops")
_WEB = {"domain": domain, "email": email, "handle": handle, "url": url}
_ACCOUNTS = ("iban", "card", "contract", "wallet")


def seen(tables: Tables, settings: Settings) -> pl.DataFrame:
    """All identifiers of all cases: one row a case and identifier, the surest way kept, ordered."""
    used = habits(tables["calls"])
    masks = pl.concat([spoofed(tables["calls"])["number"], services(used)["number"]])
    masks = masks.filter(~masks.is_in(own(tables)["value"].implode()))
    told = _told(tables)
    paid = _paid(tables)
    called = _called(tables, settings)
    numbers = pl.concat([told.filter(pl.col("kind") == "phone"), called]).filter(
        ~pl.col("value").is_in(masks.implode())
    )
    accounts = pl.concat([told.filter(pl.col("kind").is_in(_ACCOUNTS)), paid])
    rows = pl.concat([told, paid, called, _held(accounts, tables), _devices(numbers, tables), _followed(tables)])
    rows = rows.filter(~(pl.col("value").is_in(masks.implode()) & (pl.col("kind") == "phone")))
    rows = _of_one_account(_without_victims_own(rows, tables), tables)
    office = (pl.col("kind") == "phone") & pl.col("value").str.contains(FIXED)
    rows = rows.with_columns(pl.when(office).then(pl.col("sure") * OFFICE // 1000).otherwise("sure").alias("sure"))
    return rows.sort(
        "case_id",
        "kind",
        "value",
        "sure",
        "rule",
        "chain",
        "locators",
        descending=[False, False, False, True, False, False, False],
    ).unique(["case_id", "kind", "value"], keep="first", maintain_order=True)


def _rows(
    frame: pl.DataFrame, kind: pl.Expr, value: str, rule: str, chain: str, *, sure: pl.Expr | None = None
) -> pl.DataFrame:
    return (
        frame.filter(pl.col(value).is_not_null() & (pl.col(value) != ""))
        .select(
            "case_id",
            kind.alias("kind"),
            pl.col(value).alias("value"),
            pl.lit(rule).alias("rule"),
            (pl.lit(SURE[rule], pl.Int64) if sure is None else sure).alias("sure"),
            pl.col(chain).alias("chain"),
            "locators",
        )
        .cast(SEEN)
    )


def _account_of(values: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """``values`` with its ``value`` replaced by the account it is the only alias of."""
    one = aliases.select("alias", "account").unique().filter(pl.len().over("alias") == 1)
    joined = values.join(one, left_on="value", right_on="alias", how="left", maintain_order="left")
    return joined.with_columns(
        pl.when(pl.col("account").is_not_null()).then(pl.lit("iban")).otherwise("kind").alias("kind"),
        pl.coalesce("account", "value").alias("value"),
    ).drop("account")


def _told(tables: Tables) -> pl.DataFrame:
    """What a case's own record and text name, cards and contracts as the account they are."""
    mentions = tables["mentions"].filter(
        pl.col("case_id").is_not_null()
        & (pl.col("role").fill_null("") != "victim")
        & pl.col("kind").is_in(list(SPECIFIC))
        & ~pl.col("value").str.starts_with("*")
    )
    mentions = mentions.join(_everybodys(mentions), on=["kind", "value"], how="anti")
    named = mentions.select("case_id", "kind", "value", locator().alias("locators")).unique(maintain_order=True)
    named = named.group_by("case_id", "kind", "value", maintain_order=True).agg(
        pl.col("locators").head(_KEPT_LOCATORS).str.join(";")
    )
    cards = pl.col("kind").is_in(["card", "contract"])
    whole = pl.concat([named.filter(~cards), _account_of(named.filter(cards), tables["aliases"])])
    return _rows(whole, pl.col("kind"), "value", TOLD, "value")


def _everybodys(mentions: pl.DataFrame) -> pl.DataFrame:
    """(kind, value) of sites, links, handles and offices' mailboxes that everybody has to do with: they tie nothing."""
    web = mentions.filter(pl.col("kind").is_in(list(_WEB))).select("kind", "value").unique()
    shared = [
        _WEB[kind].specificity(value) <= COMMON
        or (kind == "email" and email.specificity(value) <= OFFICE and _common_site(value.partition("@")[2]))
        for kind, value in web.iter_rows()
    ]
    return web.filter(pl.Series(shared, dtype=pl.Boolean))


def _common_site(host: str) -> bool:
    return domain.specificity(host) <= COMMON


def _losses(tables: Tables) -> pl.DataFrame:
    """Each loss transfer with its time and payee."""
    moved = tables["transactions"].select("tx_id", "at", "to", "to_kind", "to_iin", "locators")
    return (
        tables["losses"].select("case_id", "tx_id", pl.col("score").alias("sure")).join(moved, on="tx_id", how="inner")
    )


def _paid(tables: Tables) -> pl.DataFrame:
    losses = _losses(tables).filter(pl.col("to_kind") != "text")
    by_hand = pl.col("sure").fill_null(1000).clip(0, 1000)
    accounts = _rows(losses, pl.col("to_kind"), "to", PAID, "to", sure=by_hand)
    return pl.concat([accounts, _rows(losses, pl.lit("iin"), "to_iin", PAID, "to", sure=by_hand * 9 // 10)])


def _called(tables: Tables, settings: Settings) -> pl.DataFrame:
    """Numbers that called the victim, or were called back, in the hours before the first loss.

    A number the victim had to do with before those hours is an acquaintance's and ties nothing.
    """
    first = _losses(tables).group_by("case_id").agg(pl.col("at").min().alias("lost_at"))
    cases = tables["cases"].select("case_id", "victim_phone", "registered_at").join(first, on="case_id", how="left")
    window = pl.duration(hours=settings.link.call_hours)
    own = (
        cases.filter(pl.col("victim_phone").is_not_null())
        .with_columns(pl.coalesce("lost_at", "registered_at").alias("until"))
        .with_columns(
            (pl.col("until") - window * pl.when(pl.col("lost_at").is_null()).then(3).otherwise(1)).alias("since")
        )
    )
    spoken = (
        tables["calls"]
        .filter(pl.col("service").fill_null("voice") == "voice")
        .select("a", "b", "at", "locators", pl.col("duration_s").fill_null(_TALK_SECONDS).alias("talk"))
    )
    spoken = pl.concat(
        [
            spoken.select(
                pl.col(victim).alias("victim_phone"),
                pl.col(other).alias("other"),
                pl.lit(rule).alias("rule"),
                "at",
                "talk",
                "locators",
            )
            for victim, other, rule in (("b", "a", CALLED), ("a", "b", CALLS_BACK))
        ]
    ).filter(pl.col("other").str.contains(r"^\+\d{10,15}$"))
    met = own.join(spoken, on="victim_phone", how="inner").filter(pl.col("at") <= pl.col("until"))
    known = met.filter(pl.col("at") < pl.col("since")).select("case_id", "other").unique()
    before = (pl.col("until") - pl.col("at")).dt.total_hours()
    new = (
        met.filter(pl.col("at") >= pl.col("since"))
        .join(known, on=["case_id", "other"], how="anti")
        .sort("case_id", "other", "at", "locators")
    )
    told = new.group_by("case_id", "other", maintain_order=True).agg(
        pl.col("rule").first(),
        before.min().alias("before"),
        pl.col("talk").max(),
        pl.col("locators").head(_KEPT_LOCATORS).str.join(";"),
    )
    return pl.concat(
        [
            _rows(
                told.filter(pl.col("rule") == rule),
                pl.lit("phone"),
                "other",
                rule,
                "other",
                sure=SURE[rule] * _step(pl.col("before"), _BEFORE) // 1000 * _step(-pl.col("talk"), _TALK) // 1000,
            )
            for rule in (CALLED, CALLS_BACK)
        ]
    )


def _step(value: pl.Expr, steps: tuple[tuple[int, int], ...]) -> pl.Expr:
    """The second of the first pair whose first is not less than the value."""
    found = pl.lit(steps[-1][1], pl.Int64)
    for limit, share in reversed(steps[:-1]):
        found = pl.when(value <= limit).then(pl.lit(share, pl.Int64)).otherwise(found)
    return found


def _held(accounts: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The holder of a told or paid account, and the phone tied to it."""
    holders = (
        tables["holders"]
        .filter(pl.col("account").is_not_null())
        .select("account", "iin", "phone", pl.col("locators").alias("held"))
    )
    known = accounts.join(holders, left_on="value", right_on="account", how="inner").with_columns(
        pl.concat_str("locators", "held", separator=";").alias("locators")
    )
    sure = pl.col("sure") * SURE[HELD] // 1000
    return pl.concat(
        [
            _rows(known, pl.lit("iin"), "iin", HELD, "chain", sure=sure),
            _rows(known, pl.lit("phone"), "phone", HELD, "chain", sure=sure),
        ]
    )


def _devices(numbers: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Device, SIM and cell behind a number, from any reply that shows it calling."""
    asked = numbers.select("value").unique()
    sides = [
        tables["calls"].select(
            pl.col(side).alias("value"),
            pl.col(f"{prefix}imei").alias("imei"),
            pl.col(f"{prefix}imsi").alias("imsi"),
            pl.col(f"{prefix}cell").alias("cell"),
            "call_id",
        )
        for side, prefix in (("a", ""), ("b", "b_"))
    ]
    used = pl.concat(sides).join(asked, on="value", how="semi")
    found = []
    for kind in ("imei", "imsi", "cell"):
        shown = (
            used.filter(pl.col(kind).is_not_null())
            .group_by("value", pl.col(kind).alias("behind"))
            .agg(pl.len().alias("times"), pl.col("call_id").min().alias("shown"))
        )
        share = pl.col("times") * 1000 // pl.col("times").sum().over("value")
        shown = shown.filter(((share >= 100) | (pl.col("times") >= 5)) & (pl.col("times") >= _DEVICE_CALLS[kind]))
        met = numbers.join(shown, on="value", how="inner").with_columns(
            pl.concat_str("locators", "shown", separator=";").alias("locators")
        )
        found.append(_rows(met, pl.lit(kind), "behind", DEVICE, "chain", sure=pl.col("sure") * SURE[DEVICE] // 1000))
    return pl.concat(found)


def _followed(tables: Tables) -> pl.DataFrame:
    """Accounts that the case's money reached later: each further transfer says less."""
    trails = tables["trails"].filter((pl.col("kind") == "account") & (pl.col("hop") >= 2) & (pl.col("rule") == "fifo"))
    reached = (
        tables["hops"]
        .filter(pl.col("rule") == "fifo")
        .group_by("case_id", pl.col("to").alias("account"))
        .agg(pl.col("locator").sort_by("seq").first().alias("locators"))
    )
    far = trails.join(reached, on=["case_id", "account"], how="left").with_columns(pl.col("locators").fill_null(""))
    sure = SURE[FOLLOWED] * 1000 // (1000 + 500 * (pl.col("hop") - 2))
    far = _first_accounts(far, tables)
    return _rows(far, pl.lit("iban"), "account", FOLLOWED, "first", sure=sure.cast(pl.Int64))


def _first_accounts(far: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """With ``first``: the account, paid by the victim, through which the money came (of several the earliest way)."""
    ways = (
        tables["hops"]
        .filter(pl.col("rule") == "fifo")
        .sort("case_id", "seq")
        .group_by("case_id", pl.col("to").alias("first"), maintain_order=True)
        .agg(pl.col("from").first().alias("before"))
    )
    near = (
        tables["trails"]
        .filter((pl.col("hop") <= 1) & (pl.col("rule") == "fifo"))
        .select("case_id", pl.col("account").alias("first"), pl.lit(True).alias("paid"))
        .unique()
    )
    ways = ways.join(near, on=["case_id", "first"], how="anti")
    victims = (
        tables["losses"]
        .join(tables["transactions"].select("tx_id", "from"), on="tx_id", how="inner")
        .select("case_id", pl.col("from").alias("before"))
        .unique()
    )
    ways = ways.join(victims, on=["case_id", "before"], how="anti")
    found = far.with_columns(pl.col("account").alias("first"))
    for _ in range(_FARTHEST):
        found = (
            found.join(ways, on=["case_id", "first"], how="left", maintain_order="left")
            .with_columns(pl.coalesce("before", "first").alias("first"))
            .drop("before")
        )
    return found


def _of_one_account(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """A number tied to an account that the case has, too, hangs on that account, with the devices behind it."""
    tied = (
        tables["aliases"]
        .filter(pl.col("kind") == "phone")
        .select(pl.col("alias").alias("chain"), pl.col("account").alias("value"))
        .unique()
    )
    paid = rows.filter(pl.col("kind") == "iban").select("case_id", "value", pl.col("chain").alias("whole")).unique()
    known = paid.join(tied, on="value", how="inner").group_by("case_id", "chain").agg(pl.col("whole").min())
    return (
        rows.join(known, on=["case_id", "chain"], how="left", maintain_order="left")
        .with_columns(pl.coalesce("whole", "chain").alias("chain"))
        .drop("whole")
    )


def _without_victims_own(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """A case's own victim's phone, account, IIN are no tie of that case."""
    own = (
        pl.concat(
            [
                tables["cases"].select("case_id", pl.col(name).alias("value"))
                for name in ("victim_phone", "victim_account", "victim_iin")
            ]
            + [tables["mentions"].filter(pl.col("role") == "victim").select("case_id", "value")]
        )
        .drop_nulls()
        .unique()
    )
    return rows.join(own, on=["case_id", "value"], how="anti")
