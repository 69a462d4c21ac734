"""Rules of the path and query: words that ask, brands and genuine addresses named there."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from qalqan.scam import _links_hosts as host_rules
from qalqan.scam import _links_names as names
from qalqan.scam._links_data import STRONG, brands, words
from qalqan.scam._links_parts import NUMBER, OPEN

RULES: Final = {"text": pl.String, "rule": pl.String, "weight": pl.Int64, "brand": pl.String, "seen": pl.String}
_LONG: Final = 4
_IN_PATH: Final = 550
_WORD: Final = r"[a-z0-9]{2,40}"


def rule(
    frame: pl.LazyFrame, name: str, weight: int | pl.Expr, seen: pl.Expr, brand: pl.Expr | None = None
) -> pl.LazyFrame:
    """The rows of a frame as rows of :data:`RULES`."""
    return frame.select(
        "text",
        rule=pl.lit(name),
        weight=weight if isinstance(weight, pl.Expr) else pl.lit(weight, pl.Int64),
        brand=pl.lit(None, pl.String) if brand is None else brand,
        seen=seen,
    )


def path_rules(told: pl.DataFrame) -> pl.LazyFrame:
    """The rules that hold for paths and queries of addresses outside the allow list."""
    paths = told.lazy().filter(pl.col("rest") != "").select("text", *_stands(), rest=pl.col("rest").str.to_lowercase())
    every = (
        paths.with_columns(word=pl.col("rest").str.extract_all(_WORD)).drop("rest").explode("word", empty_as_null=True)
    )
    every = every.drop_nulls("word").unique(["text", "word"]).sort("text", "word")
    split = every.collect()
    found = [_lures(split.lazy())]
    if told["rest"].str.contains(host_rules.ZONE).any():  # asking costs less than looking for a thousand addresses
        held = _addresses(paths).collect()
        found.append(held.lazy())
        split = split.join(held.filter(pl.col("weight") >= _IN_PATH), on="text", how="anti")  # its name is told by it
    return pl.concat([*found, _names(split)], how="vertical_relaxed")


def _stands() -> list[pl.Expr]:
    """Where the address stands: hidden behind a host without a name, on an open platform, in a cheap zone."""
    host, suffix = pl.col("host"), pl.col("suffix")
    hidden = (
        suffix.is_in(words("hosting"))
        | host.is_in((*words("hosting"), *words("shorteners")))
        | host.str.contains(NUMBER)
    )
    return [
        hidden.alias("hidden"),
        (pl.col("standing") == OPEN).alias("open"),
        suffix.is_in(words("throwaway")).alias("cheap"),
    ]


def _addresses(paths: pl.LazyFrame) -> pl.LazyFrame:
    """A genuine address in the path of another; in a query it is rather where a page sends its reader back to."""
    path = pl.col("rest").str.extract(r"^([^?]*)").fill_null("")
    looked = paths.with_columns(in_path=_first(path), anywhere=_first(pl.col("rest")))
    held = looked.with_columns(held=pl.coalesce("in_path", "anywhere")).drop_nulls("held")
    owner = pl.col("held").replace_strict(host_rules.owners(), return_dtype=pl.String)
    weight = pl.when("open").then(150).when(pl.col("in_path").is_null()).then(200).otherwise(_IN_PATH)
    return rule(held, "link-path", weight, pl.col("held").str.strip_chars("."), owner)


def _first(text: pl.Expr) -> pl.Expr:
    dotted = pl.concat_str(pl.lit("."), text.str.replace_all(r"[^a-z0-9]+", "."), pl.lit("."))
    return dotted.str.extract_many(list(host_rules.addresses())).list.get(0, null_on_oob=True)


def _lures(every: pl.LazyFrame) -> pl.LazyFrame:
    asked = every.filter(pl.col("word").is_in(words("lures"))).group_by("text", maintain_order=True)
    counted = asked.agg(count=pl.len(), seen=pl.col("word").head(5).str.join(" "))
    return rule(counted, "link-path-lure", pl.when(pl.col("count") > 1).then(250).otherwise(150), pl.col("seen"))


def _names(every: pl.DataFrame) -> pl.LazyFrame:
    """A brand's rare name in the path: much on a hidden host, little on any other."""
    short, long = _rare()
    word = pl.col("word")
    tried = every.filter(word.is_in(short) | word.str.contains_any(long))
    if tried.is_empty():
        return pl.LazyFrame(schema=RULES)
    weight = pl.when("hidden").then(550).when("open").then(250).when("cheap").then(450).otherwise(250)
    matched = names.match(tried["word"]).filter(~pl.col("weak")).lazy()
    named = tried.lazy().join(matched, on="word", how="inner").sort("text", "word")
    first = named.unique("text", keep="first", maintain_order=True)
    return rule(first, "link-path-name", weight, word, pl.col("brand"))


@cache
def _rare() -> tuple[list[str], list[str]]:
    """Rare names of four letters, found as whole words, and longer ones, found inside words."""
    rare = sorted(name for name, (_, strength) in brands().names.items() if strength == STRONG and name.isascii())
    return [name for name in rare if len(name) >= _LONG], [name for name in rare if len(name) > _LONG]
