"""The rules that hold for an address, with their weights: imitation of a brand, words that ask, places that hide."""

from __future__ import annotations

from typing import Final

import polars as pl

from qalqan.scam import _links_hosts as host_rules
from qalqan.scam import _links_names as names
from qalqan.scam._links_data import STRONG, brands, words
from qalqan.scam._links_parts import FOREIGN, GENUINE, OPEN

RULES: Final = {"text": pl.String, "rule": pl.String, "weight": pl.Int64, "brand": pl.String, "seen": pl.String}
IMITATION: Final = (
    "link-inside",
    "link-letters",
    "link-slip",
    "link-below",
    "link-zone",
    "link-word",
    "link-userinfo",
    "link-path",
    "link-path-name",
)
_NUMBER_HOST: Final = r"^(?:[0-9.]+|0x[0-9a-fA-F]+|\[.*)$"
_LONG: Final = 4


def rules(parts: pl.DataFrame) -> pl.DataFrame:
    """The rules (:data:`RULES`) that hold for addresses (``_links_parts.split``), in order of text and rule.

    Addresses of the allow list have none; pages on open platforms only those of their paths.
    """
    told = parts.filter(pl.col("url").is_not_null() & (pl.col("standing") != GENUINE))
    chosen = told.filter((pl.col("standing") == FOREIGN) | pl.col("suffix").is_in(words("hosting")))
    hosts = _hosts(chosen)
    brand = host_rules.brand_rules(hosts) if hosts.height else pl.DataFrame(schema=host_rules.TOLD)
    found = [
        chosen.select("text", "host").join(brand, on="host", how="inner").drop("host"),
        _host_lures(chosen, hosts),
        _paths(told),
        *_places(told),
        _userinfo(parts),
    ]
    every = pl.concat([frame.select(pl.col(name).cast(dtype) for name, dtype in RULES.items()) for frame in found])
    return every.filter(pl.col("weight") > 0).sort("text", "rule")


def _hosts(chosen: pl.DataFrame) -> pl.DataFrame:
    """Distinct hosts with their labels as people see them."""
    hosts = chosen.filter(pl.col("name") != "").unique("host", keep="first", maintain_order=True)
    levels = pl.col("sub").str.split(".").list.len().cast(pl.Int64) - pl.col("sub").eq("").cast(pl.Int64)
    labels = pl.col("shown").str.split(".")
    return hosts.select(
        "host",
        "suffix",
        "domain",
        sub=labels.list.head(levels).list.join("."),
        name=labels.list.get(levels, null_on_oob=True),
    )


def _one(
    frame: pl.DataFrame, rule: str, weight: int | pl.Expr, seen: pl.Expr, brand: pl.Expr | None = None
) -> pl.DataFrame:
    return frame.select(
        "text",
        rule=pl.lit(rule),
        weight=weight if isinstance(weight, pl.Expr) else pl.lit(weight, pl.Int64),
        brand=pl.lit(None, pl.String) if brand is None else brand,
        seen=seen,
    )


def _host_lures(chosen: pl.DataFrame, hosts: pl.DataFrame) -> pl.DataFrame:
    if hosts.is_empty():
        return pl.DataFrame(schema=RULES)
    asked = chosen.join(host_rules.lures(host_rules.tokens(hosts)), on="host", how="inner")
    return _one(asked, "link-lure", pl.when(pl.col("lures") > 1).then(350).otherwise(200), pl.col("lure"))


def _paths(told: pl.DataFrame) -> pl.DataFrame:
    """Words that ask, brands and genuine addresses in the path and query."""
    paths = told.filter(pl.col("rest") != "").select(
        "text", "suffix", "host", "standing", rest=pl.col("rest").str.to_lowercase()
    )
    dotted = pl.concat_str(pl.lit("."), pl.col("rest").str.replace_all(r"[^a-z0-9]+", "."), pl.lit("."))
    split = paths.with_columns(
        held=dotted.str.extract_many(list(host_rules.addresses())),
        word=pl.col("rest").str.extract_all(r"[a-z0-9]{2,40}"),
    )
    address = split.filter(pl.col("held").list.len() > 0).with_columns(held=pl.col("held").list.get(0))
    owner = {f".{domain.replace('-', '.')}.": brand for domain, brand in brands().owner.items()} | {
        ".gov.kz.": "state",
        ".edu.kz.": "education",
    }
    strong = [
        name
        for name, (_, strength) in brands().names.items()
        if strength == STRONG and len(name) >= _LONG and name.isascii()
    ]
    every = (
        split.select("text", "suffix", "host", "standing", "word")
        .explode("word", empty_as_null=True)
        .drop_nulls("word")
    )
    asked = every.filter(pl.col("word").is_in(words("lures"))).unique(["text", "word"]).sort("text", "word")
    asked = asked.group_by("text", maintain_order=True).agg(count=pl.len(), seen=pl.col("word").head(5).str.join(" "))
    matched = names.match(
        every["word"].filter(every["word"].is_in(strong) | every["word"].str.contains_any(_long_names()))
    )
    named = every.join(matched.filter(~pl.col("weak")), on="word").unique("text", keep="first", maintain_order=True)
    hidden = (
        pl.col("suffix").is_in(words("hosting"))
        | pl.col("host").is_in(words("shorteners"))
        | pl.col("host").str.contains(_NUMBER_HOST)
    )
    cheap = pl.col("suffix").is_in(words("throwaway"))
    open_ = pl.col("standing") == OPEN
    weight = pl.when(hidden).then(500).when(open_).then(250).when(cheap).then(450).otherwise(250)
    return pl.concat(
        [
            _one(
                address,
                "link-path",
                pl.when(open_).then(150).otherwise(500),
                pl.col("held").str.strip_chars("."),
                pl.col("held").replace_strict(owner, return_dtype=pl.String),
            ),
            _one(asked, "link-path-lure", pl.when(pl.col("count") > 1).then(250).otherwise(150), pl.col("seen")),
            _one(named, "link-path-name", weight, pl.col("word"), pl.col("brand")),
        ]
    )


def _long_names() -> list[str]:
    return [
        name
        for name, (_, strength) in brands().names.items()
        if strength == STRONG and len(name) > _LONG and name.isascii()
    ]


def _places(told: pl.DataFrame) -> list[pl.DataFrame]:
    """Where the address stands: a bare number, a short address, a free host, a throw-away zone, an odd port."""
    foreign = told.filter(pl.col("standing") == FOREIGN)
    number = pl.col("host").str.contains(_NUMBER_HOST)
    shortened = pl.col("host").is_in(words("shorteners")) | pl.col("domain").is_in(words("shorteners"))
    odd = ~number & (pl.col("shown") != pl.col("host"))
    return [
        _one(foreign.filter(number), "link-number", 400, pl.col("host")),
        _one(told.filter(shortened), "link-short", 300, pl.col("host")),
        _one(told.filter(pl.col("suffix").is_in(words("hosting")) & ~shortened), "link-hosting", 200, pl.col("suffix")),
        _one(foreign.filter(pl.col("suffix").is_in(words("throwaway"))), "link-cheap-zone", 200, pl.col("suffix")),
        _one(foreign.filter(pl.col("port") != ""), "link-port", 200, pl.col("port")),
        _one(foreign.filter(odd), "link-script", 150, pl.col("shown")),
    ]


def _userinfo(parts: pl.DataFrame) -> pl.DataFrame:
    """A name before ``@`` that looks like an address: the browser goes to what stands after it."""
    before = parts.filter((pl.col("userinfo") != "") & pl.col("url").is_not_null() & (pl.col("standing") != GENUINE))
    domain = pl.col("userinfo").str.extract(r"^(?:www\.)?([^:%]+)").str.to_lowercase()
    looks = pl.col("userinfo").str.contains(r"[.:%]|kz$")
    shown = before.with_columns(shown_as=domain)
    own = pl.col("shown_as").replace_strict(brands().owner, default=None, return_dtype=pl.String)
    return _one(
        shown,
        "link-userinfo",
        pl.when(own.is_not_null()).then(950).when(looks).then(700).otherwise(300),
        pl.col("shown_as"),
        own,
    )
