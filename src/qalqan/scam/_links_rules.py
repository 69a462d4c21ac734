"""The rules that hold for an address, with their weights: imitation of a brand, words that ask, places that hide."""

from __future__ import annotations

from typing import Final

import polars as pl

from qalqan.scam import _links_hosts as host_rules
from qalqan.scam._links_data import brands, words
from qalqan.scam._links_parts import FOREIGN, GENUINE, NUMBER
from qalqan.scam._links_paths import RULES, path_rules, rule
from qalqan.scam._links_topics import topic_rule

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


def rules(parts: pl.DataFrame) -> pl.DataFrame:
    """The rules (:data:`RULES`) that hold for addresses (``_links_parts.split``), in order of text and rule.

    Addresses of the allow list have none; pages on open platforms only those of their paths.
    """
    told = parts.filter(pl.col("url").is_not_null() & (pl.col("standing") != GENUINE))
    if told.is_empty():
        return pl.DataFrame(schema=RULES)
    chosen = told.filter((pl.col("standing") == FOREIGN) | pl.col("suffix").is_in(words("hosting")))
    found = [path_rules(told), *_places(told.lazy()), _userinfo(told.lazy())]
    hosts = _hosts(chosen)
    if hosts.height:
        read = host_rules.tokens(hosts)
        asked = host_rules.lures(read)
        short = chosen.lazy().select("text", "host")
        brand = host_rules.brand_rules(hosts, read, asked)
        found += [short.join(brand.lazy(), on="host", how="inner").drop("host"), _host_lures(short, asked)]
        found.append(topic_rule(chosen, read))
    every = [frame.select(pl.col(name).cast(dtype) for name, dtype in RULES.items()) for frame in found]
    return pl.concat(every).filter(pl.col("weight") > 0).sort("text", "rule").collect()


def _hosts(chosen: pl.DataFrame) -> pl.DataFrame:
    """Distinct hosts with their labels as people see them."""
    hosts = chosen.lazy().filter(pl.col("name") != "").unique("host", keep="first", maintain_order=True)
    levels = pl.col("sub").str.split(".").list.len().cast(pl.Int64) - pl.col("sub").eq("").cast(pl.Int64)
    labels = pl.col("shown").str.split(".")
    return hosts.select(
        "host",
        "suffix",
        "domain",
        sub=labels.list.head(levels).list.join("."),
        name=labels.list.get(levels, null_on_oob=True),
    ).collect()


def _host_lures(short: pl.LazyFrame, asked: pl.DataFrame) -> pl.LazyFrame:
    weight = pl.when(pl.col("lures") > 1).then(350).otherwise(200)
    return rule(short.join(asked.lazy(), on="host", how="inner"), "link-lure", weight, pl.col("lure"))


def _places(told: pl.LazyFrame) -> list[pl.LazyFrame]:
    """Where the address stands: a bare number, a short address, a free host, a throw-away zone, an odd port."""
    foreign = told.filter(pl.col("standing") == FOREIGN)
    number = pl.col("host").str.contains(NUMBER)
    shortened = pl.col("host").is_in(words("shorteners")) | pl.col("domain").is_in(words("shorteners"))
    odd = ~number & (pl.col("shown") != pl.col("host"))
    return [
        rule(foreign.filter(number), "link-number", 400, pl.col("host")),
        rule(told.filter(shortened), "link-short", 300, pl.col("host")),
        rule(told.filter(pl.col("suffix").is_in(words("hosting")) & ~shortened), "link-hosting", 200, pl.col("suffix")),
        rule(foreign.filter(pl.col("suffix").is_in(words("throwaway"))), "link-cheap-zone", 200, pl.col("suffix")),
        rule(foreign.filter(pl.col("port") != ""), "link-port", 200, pl.col("port")),
        rule(foreign.filter(odd), "link-script", 150, pl.col("shown")),
    ]


def _userinfo(told: pl.LazyFrame) -> pl.LazyFrame:
    """A name before ``@`` that looks like an address: the browser goes to what stands after it."""
    before = told.filter(pl.col("userinfo") != "")
    domain = pl.col("userinfo").str.extract(r"^(?:www\.)?([^:%]+)").str.to_lowercase()
    looks = pl.col("userinfo").str.contains(r"[.:%]|kz$")
    shown = before.with_columns(shown_as=domain)
    own = pl.col("shown_as").replace_strict(brands().owner, default=None, return_dtype=pl.String)
    return rule(
        shown,
        "link-userinfo",
        pl.when(own.is_not_null()).then(950).when(looks).then(700).otherwise(300),
        pl.col("shown_as"),
        own,
    )
