"""Domains that seem made by the same hands: alike in shape, or sharing infrastructure that the data show.

Two domains are tied by a ground: one name in several zones, one brand with one pattern of words, one rare path, one
message around them, the same IP address, wallet or handle beside them. A value beside many domains ties none. Genuine
addresses and open platforms are never grouped. Nothing is asked of any outside service.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.detect.urls import addresses
from qalqan.engine.frames import Tables, conform, table
from qalqan.engine.places import PLACE, in_order
from qalqan.kernels.unionfind import components
from qalqan.registry import Card, Threshold
from qalqan.scam import links
from qalqan.settings import Settings

CROWD: Final = 30
LEAST_TEXT: Final = 40
WEIGHTS: Final = {
    "domains-name": 800,
    "domains-shape": 600,
    "domains-path": 600,
    "domains-message": 800,
    "domains-ip": 700,
    "domains-wallet": 900,
    "domains-handle": 800,
}
CARD = Card(
    name="domains",
    title="step-domains",
    reads=("mentions", "messages", "urls"),
    writes=("domain_groups",),
    thresholds={
        "crowd": Threshold(CROWD, "domains", "a value, path or message beside more domains is everybody's"),
        "text": Threshold(LEAST_TEXT, "characters", "a shorter message around a link is chance"),
    },
    errors=(
        "two gangs that bought one kit share its paths",
        "a warning that lists many fake sites ties them, when it is shorter than the crowd",
    ),
    source="reference: clusters of domains by shape and by shared infrastructure seen in the data",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``domain_groups``: a row a domain that is in a group of two or more."""
    sites = _sites(tables["urls"])
    told = addresses(tables["mentions"]).join(sites.select("url", "site"), left_on="value", right_on="url", how="inner")
    keys = pl.concat(
        [
            _names(sites),
            _shapes(sites),
            _paths(sites),
            _messages(tables["messages"], sites),
            _beside(tables["mentions"], told),
        ]
    )
    keys = keys.unique().filter(pl.col("site").n_unique().over("rule", "key").is_between(2, CROWD))
    if keys.is_empty():
        return {"domain_groups": conform(pl.DataFrame(), table("domain_groups"))}
    grouped = _grouped(keys)
    about = (
        sites.sort("site", "url")
        .group_by("site", maintain_order=True)
        .agg(
            brand=pl.col("brand").drop_nulls().first(),
            mentions=pl.col("mentions").sum(),
            locators=pl.col("locators").str.split(";").explode().unique(maintain_order=True).str.join(";"),
        )
    )
    found = grouped.join(about, on="site", how="inner").rename({"site": "domain"})
    return {"domain_groups": conform(found, table("domain_groups"))}


def _sites(urls: pl.DataFrame) -> pl.DataFrame:
    """Addresses that may be grouped, with their site: the registered domain, or the host below a hosting provider."""
    below = pl.col("domain").is_in(links.hosting())
    site = pl.when(below).then("host").otherwise("domain")
    return urls.filter((pl.col("verdict") != "genuine") & ~pl.col("host").is_in(links.platforms())).with_columns(
        site=site
    )


def _names(sites: pl.DataFrame) -> pl.DataFrame:
    """One name in several zones, figures aside: ``kaspi-pay.top``, ``kaspi-pay2.xyz``."""
    name = pl.col("site").str.extract(r"^([^.]+)").str.replace_all(r"[0-9]+", "").str.strip_chars("-")
    named = sites.select("site", rule=pl.lit("domains-name"), key=name)
    return named.filter((pl.col("key").str.len_chars() >= 6) & ~pl.col("site").str.contains(r"^[0-9.]+$"))


def _shapes(sites: pl.DataFrame) -> pl.DataFrame:
    """One brand with one pattern of words around it: ``kaspi-bonus``, ``kaspi-bonus-kz``."""
    imitated = sites.filter(pl.col("brand").is_not_null())
    shape = links.shape(imitated["site"])
    key = pl.concat_str(pl.col("brand"), pl.lit(":"), shape)
    return imitated.select("site", rule=pl.lit("domains-shape"), key=key).drop_nulls("key")


def _paths(sites: pl.DataFrame) -> pl.DataFrame:
    """One rare path: two or more parts, figures and long codes aside."""
    path = pl.col("url").str.extract(r"^[^/?]+(/[^?#]*)").str.to_lowercase()
    skeleton = path.str.replace_all(r"[0-9a-f]{12,}|[0-9]+", "#")
    rare = (skeleton.str.count_matches("/") >= 2) & (skeleton.str.len_chars() >= 12)
    return sites.filter(rare).select("site", rule=pl.lit("domains-path"), key=skeleton)


def _messages(messages: pl.DataFrame, sites: pl.DataFrame) -> pl.DataFrame:
    """One message around different links: its text without links and figures."""
    text = (
        pl.col("text")
        .str.to_lowercase()
        .str.replace_all(r"\S*[a-z0-9а-яё]\.[a-zа-я]{2,}\S*|\S*//\S*", "@")
        .str.replace_all(r"[0-9]+", "#")
    )
    around = messages.filter(pl.col("text").is_not_null()).select(
        locator=pl.col("message_id"), key=text.str.replace_all(r"\s+", " ").str.strip_chars()
    )
    around = around.filter(pl.col("key").str.len_chars() >= LEAST_TEXT)
    places = sites.select("site", locator=pl.col("locators").str.split(";")).explode("locator", empty_as_null=True)
    return places.join(around, on="locator", how="inner").select("site", rule=pl.lit("domains-message"), key="key")


def _beside(mentions: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The same IP address, wallet or handle in the same cell or text as the links."""
    spot = [*PLACE, "column"]
    values = mentions.filter(pl.col("kind").is_in(["ip", "wallet", "handle"])).select(*spot, "kind", "value")
    near = told.select(*spot, "site").join(values, on=spot, how="inner", nulls_equal=True)
    own = in_order(told.filter(pl.col("site").str.contains(r"^[0-9.]+$")))
    hosts = own.select("site", rule=pl.lit("domains-ip"), key="site")
    return pl.concat([near.select("site", rule=pl.concat_str(pl.lit("domains-"), "kind"), key="value"), hosts])


def _grouped(keys: pl.DataFrame) -> pl.DataFrame:
    """Sites joined by shared keys: group, score and grounds."""
    names = keys["site"].unique().sort()
    number = {site: at for at, site in enumerate(names)}
    first = keys.group_by("rule", "key").agg(head=pl.col("site").min())
    edges = keys.join(first, on=["rule", "key"])
    left = edges["site"].replace_strict(number, return_dtype=pl.Int64).to_numpy()
    right = edges["head"].replace_strict(number, return_dtype=pl.Int64).to_numpy()
    root = components(len(names), left, right)
    group = pl.DataFrame({"site": names, "group_id": names.gather(np.asarray(root))})
    told = (
        keys.join(group, on="site")
        .with_columns(
            weight=pl.col("rule").replace_strict(WEIGHTS, return_dtype=pl.Int64),
            sites=pl.col("site").n_unique().over("rule", "key").cast(pl.Int64),
        )
        .sort("site", "weight", "rule", "key", descending=[False, True, False, False])
        .unique(["site", "rule"], keep="first", maintain_order=True)
    )
    values = pl.struct(domains=pl.col("sites"), shared=pl.col("key").str.slice(0, 200))
    nowhere = pl.lit([], dtype=pl.List(pl.String))
    ground = pl.struct(
        locators=nowhere, rule=pl.col("rule"), values=values, weight=pl.col("weight")
    ).struct.json_encode()
    left_over = (1 - pl.col("weight").cast(pl.Float64) / 1000).product()
    return told.group_by("site", maintain_order=True).agg(
        group_id=pl.col("group_id").first(),
        score=(1000 * (1 - left_over) + 1e-9).floor().cast(pl.Int64),
        grounds=pl.concat_str(pl.lit("["), ground.str.join(","), pl.lit("]")),
    )
