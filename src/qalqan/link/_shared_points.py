"""What each victim had to do with before the loss: bank, shops, clinics, employers, services called, own region."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link._groups_rows import of_numbers
from qalqan.link._hidden_payers import BIN
from qalqan.values import occupation

BEFORE_DAYS = 60
OTHERS_ROWS = 5  # payments, or calls, of somebody that show enough of him to compare with
CLINIC = r"(?i)клиник|больниц|емхана|аурухана|медицин|hospital|clinic"
POINTS = pl.Schema(
    {"person": pl.String(), "kind": pl.String(), "value": pl.String(), "name": pl.String(), "locators": pl.String()}
)


def victims(tables: Tables) -> pl.DataFrame:
    """(case_id, account, phone, until): a case's victim's accounts and number, and the moment of the first loss."""
    moved = tables["transactions"].select("tx_id", "at", "from")
    lost = tables["losses"].select("case_id", "tx_id").join(moved, on="tx_id", how="inner")
    first = lost.group_by("case_id").agg(pl.col("at").min().alias("lost_at"))
    own = pl.concat(
        [
            lost.select("case_id", pl.col("from").alias("account")),
            tables["cases"].select("case_id", pl.col("victim_account").alias("account")),
        ]
    ).drop_nulls()
    return (
        tables["cases"]
        .select("case_id", "registered_at", pl.col("victim_phone").alias("phone"))
        .join(first, on="case_id", how="left")
        .join(own.unique(), on="case_id", how="left")
        .select("case_id", "account", "phone", pl.coalesce("lost_at", "registered_at").alias("until"))
        .sort("case_id", "account")
    )


def points(tables: Tables) -> pl.DataFrame:
    """Rows of ``POINTS``, a person being a case: everything that could be a common point, never a private person; an
    empty value says that things of the kind could be known of the case."""
    mine, firms = victims(tables), organisations(tables)
    told = [
        _banks(mine),
        _paid(tables, mine, firms),
        _paid_by(tables, mine, firms),
        _services(tables, mine),
        _register(tables),
        _sites(tables),
    ]
    rows = pl.concat([one.cast(POINTS) for one in told]).drop_nulls("person")
    return rows.sort("person", "kind", "value", "locators").unique(
        ["person", "kind", "value"], keep="first", maintain_order=True
    )


def _rows(frame: pl.DataFrame, kind: pl.Expr, value: pl.Expr, name: pl.Expr, places: pl.Expr) -> pl.DataFrame:
    return frame.select(
        pl.col("case_id").alias("person"),
        kind.alias("kind"),
        value.alias("value"),
        name.alias("name"),
        places.alias("locators"),
    )


def _open(frame: pl.DataFrame, person: str, *kinds: str) -> pl.DataFrame:
    """Of whom things of these kinds could be known: rows without a value."""
    people = frame.select(pl.col(person).alias("person")).unique()
    empty = [pl.lit(None, pl.String).alias(name) for name in ("value", "name", "locators")]
    return pl.concat([people.select("person", pl.lit(kind).alias("kind"), *empty) for kind in kinds])


def _banks(known: pl.DataFrame) -> pl.DataFrame:
    code = pl.col("account").str.extract(r"^KZ\d\d(\d{3})[0-9A-Z]{13}$")
    rows = known.with_columns(code.alias("bank")).drop_nulls("bank")
    return _rows(rows, pl.lit("bank"), pl.col("bank"), pl.col("bank"), pl.lit(""))


def organisations(tables: Tables) -> pl.DataFrame:
    """Accounts of shops and organisations (never of a private person, an exchange or a bank)."""
    roles = tables["accounts"].select("account", "role")
    sides = [
        tables["transactions"].select(
            pl.col(side).alias("account"), pl.col(f"{side}_iin").alias("bin"), pl.col(f"{side}_name").alias("name")
        )
        for side in ("from", "to")
    ]
    every = pl.concat(sides).drop_nulls("account")
    known = every.group_by("account").agg(
        pl.col("bin").drop_nulls().sort().first(), pl.col("name").drop_nulls().sort().first()
    )
    known = known.join(roles, on="account", how="left")
    firm = pl.col("bin").fill_null("").str.contains(BIN) | (pl.col("role") == "merchant").fill_null(False)
    other = pl.col("role").is_in(["exchange", "cashout"]).fill_null(False)
    return known.filter(firm & ~other).select("account", pl.coalesce("bin", "account").alias("value"), "name")


def _of_time(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(
        (pl.col("at") < pl.col("until")) & (pl.col("at") >= pl.col("until") - pl.duration(days=BEFORE_DAYS))
    )


def _paid(tables: Tables, known: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """Shops, clinics and organisations a victim paid in the weeks before the loss."""
    moved = tables["transactions"].select(pl.col("from").alias("account"), pl.col("to"), "at", "locators")
    mine = _of_time(known.drop_nulls("account").join(moved, on="account", how="inner"))
    met = mine.join(firms.rename({"account": "to"}), on="to", how="inner")
    told = _rows(met, _shop(), pl.col("value"), pl.col("name"), pl.col("locators"))
    return pl.concat([told, _open(mine, "case_id", "merchant", "clinic")])


def _shop() -> pl.Expr:
    clinic = pl.col("name").fill_null("").str.contains(CLINIC)
    return pl.when(clinic).then(pl.lit("clinic")).otherwise(pl.lit("merchant"))


def others(tables: Tables) -> pl.DataFrame:
    """Rows of ``POINTS`` of people who are no known victims, as far as the same answers show them: shops and clinics
    that an account paid, services that a number spoke with. ``person`` is the account or number."""
    known = victims(tables)
    firms = organisations(tables)
    moved = tables["transactions"].select(pl.col("from").alias("account"), "to").drop_nulls()
    private = moved.join(known.select("account").drop_nulls().unique(), on="account", how="anti").join(
        firms.select("account"), on="account", how="anti"
    )
    shown = private.filter(pl.len().over("account") >= OTHERS_ROWS)
    paid = shown.join(firms.rename({"account": "to"}), on="to", how="inner").with_columns(_shop().alias("kind"))
    services = tables["numbers"].filter(pl.col("role") == "service").select(pl.col("number").alias("value"))
    calls = tables["calls"].filter(pl.col("service").fill_null("voice") == "voice")
    ends = [calls.select(pl.col(a).alias("person"), pl.col(b).alias("value")) for a, b in (("a", "b"), ("b", "a"))]
    barred = tables["numbers"].filter(pl.col("role") != "ordinary").select(pl.col("number").alias("person"))
    spoken = pl.concat(ends).drop_nulls().join(barred, on="person", how="anti")
    spoken = spoken.filter(pl.len().over("person") >= OTHERS_ROWS)
    met = spoken.join(services, on="value", how="semi")
    rows = [
        paid.select(pl.col("account").alias("person"), "kind", "value", "name", pl.lit("").alias("locators")),
        met.select("person", pl.lit("service number").alias("kind"), "value", pl.col("value").alias("name"),
                   pl.lit("").alias("locators")),
        _open(shown, "account", "merchant", "clinic"),
        _open(spoken, "person", "service number"),
    ]  # fmt: skip
    return pl.concat([one.cast(POINTS) for one in rows]).unique(
        ["person", "kind", "value"], keep="first", maintain_order=True
    )


def _paid_by(tables: Tables, known: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """Organisations that paid a victim: employers, funds."""
    moved = tables["transactions"].select(pl.col("to").alias("account"), "from", "at", "locators")
    mine = _of_time(known.drop_nulls("account").join(moved, on="account", how="inner"))
    met = mine.join(firms.rename({"account": "from"}), on="from", how="inner")
    told = _rows(met, pl.lit("other"), pl.col("value"), pl.col("name"), pl.col("locators"))
    return pl.concat([told, _open(mine, "case_id", "other")])


def _services(tables: Tables, known: pl.DataFrame) -> pl.DataFrame:
    """Service numbers a victim had to do with in the weeks before the loss."""
    services = tables["numbers"].filter(pl.col("role") == "service").select(pl.col("number").alias("other"))
    calls = of_numbers(tables["calls"], known["phone"].drop_nulls())
    calls = calls.filter(pl.col("service").fill_null("voice") == "voice")
    ends = [
        calls.select(pl.col(a).alias("phone"), pl.col(b).alias("other"), "at", pl.col("call_id").alias("locators"))
        for a, b in (("a", "b"), ("b", "a"))
    ]
    one = known.drop_nulls("phone").unique("case_id", keep="first", maintain_order=True)
    mine = _of_time(one.join(pl.concat(ends), on="phone", how="inner"))
    met = mine.join(services, on="other", how="semi")
    told = _rows(met, pl.lit("service number"), pl.col("other"), pl.col("other"), pl.col("locators"))
    return pl.concat([told, _open(mine, "case_id", "service number")])


def _register(tables: Tables) -> pl.DataFrame:
    cases = tables["cases"]
    kinds = occupation.parse_column(cases["occupation"])["value"]  # by kind, whatever language a register writes in
    return pl.concat(
        [
            _rows(cases, pl.lit("region"), pl.col("region"), pl.col("region"), pl.col("source")),
            _rows(cases.with_columns(kinds.alias("job")), pl.lit("occupation"), pl.col("job"), pl.col("job"),
                  pl.col("source")),
        ]
    )  # fmt: skip


def _sites(tables: Tables) -> pl.DataFrame:
    """Sites where a victim has a mailbox or an account. A site that a plot only names is the group's story's."""
    mine = tables["mentions"].filter(
        pl.col("kind").is_in(["domain", "email"]) & (pl.col("role") == "victim") & pl.col("case_id").is_not_null()
    )
    place = pl.concat_str("evidence", "part", pl.col("row").cast(pl.String), separator=":")
    site = pl.col("value").str.split("@").list.last()
    return pl.concat([_rows(mine, pl.lit("domain"), site, site, place), _open(tables["cases"], "case_id", "domain")])
