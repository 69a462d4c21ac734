"""Links: what an address looks like, with reasons; offline, nothing is ever fetched.

An address of the dated allow list is ``genuine``; one that imitates a brand of the list a ``lookalike``; one that has
enough other signs of a fraud ``suspicious``; all others are ``unknown``. No address is ever called safe. Scores
propose, people decide.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from qalqan.registry import Card, Threshold
from qalqan.scam import _links_model as model_
from qalqan.scam import _links_parts as parts_
from qalqan.scam._links_data import brands, words
from qalqan.scam._links_hosts import lures, tokens
from qalqan.scam._links_paths import RULES
from qalqan.scam._links_rules import IMITATION, rules

ALERT: Final = 600
IMITATED: Final = 400
LEAST: Final = 50
BARE: Final = 250
_PLAIN_PAGE: Final = r"^/?(?:[a-z-]{2,20}/?)?$"
READ: Final = {
    "url": pl.String,
    "host": pl.String,
    "domain": pl.String,
    "score": pl.Int64,
    "verdict": pl.String,
    "brand": pl.String,
    "grounds": pl.String,
}
CARD = Card(
    name="links",
    title="scam-links",
    thresholds={
        "alert": Threshold(ALERT, "0-1000", "from this score on an address is called lookalike or suspicious"),
        "imitated": Threshold(IMITATED, "0-1000", "a rule of imitation that weighs less does not name a brand"),
    },
    errors=(
        "a genuine address that the dated list does not have yet and that holds a brand's name looks like an imitation",
        "a page on a hacked genuine site looks like its site",
        "what stands behind a short address is not known",
    ),
    source="dnstwist's kinds of permutation; Unicode TS 39; the dated lists in scam/data",
)


def read(urls: pl.Series) -> pl.DataFrame:
    """Columns url (canonical), host, domain (registered), score 0-1000, verdict, brand and grounds, a row a text.

    ``brand`` is the one imitated, or the owner of a genuine address. ``grounds`` is canonical JSON. A text that is no
    address has no url, score 0 and the verdict ``unknown``. Time is linear in the text (4,000 signs of it are read).
    """
    texts = urls.cast(pl.String).str.slice(0, parts_.LONGEST).alias("text")
    split = parts_.split(texts)
    told = pl.concat([ruled := rules(split), _modelled(split, ruled)])
    found = split.join(_summed(told), on="text", how="left", maintain_order="left")
    known = pl.col("standing") == parts_.GENUINE
    open_page = (pl.col("standing") == parts_.OPEN) & (pl.col("rest") == "") & (pl.col("score").fill_null(0) < ALERT)
    own = known | (open_page & ~pl.col("suffix").is_in(hosting()))
    score = pl.when(own).then(0).otherwise(pl.col("score").fill_null(0))
    verdict = (
        pl.when(own)
        .then(pl.lit("genuine"))
        .when((score >= ALERT) & pl.col("imitated").is_not_null())
        .then(pl.lit("lookalike"))
        .when(score >= ALERT)
        .then(pl.lit("suspicious"))
        .otherwise(pl.lit("unknown"))
    )
    listed = pl.concat_str(
        pl.lit('[{"locators":[],"rule":"link-listed","values":{"brand":"'), pl.col("owner"), pl.lit('"},"weight":0}]')
    )
    result = found.select(
        "text",
        "url",
        "host",
        "domain",
        score=score,
        verdict=verdict,
        brand=pl.when(own).then("owner").otherwise("imitated"),
        grounds=pl.when(own).then(listed).otherwise(pl.col("grounds").fill_null("[]")),
    )
    joined = texts.to_frame().join(result, on="text", how="left", maintain_order="left")
    return joined.select(
        *("url", "host", "domain"),
        pl.col("score").fill_null(0),
        pl.col("verdict").fill_null("unknown"),
        "brand",
        pl.col("grounds").fill_null("[]"),
    )


def _modelled(split: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """What the trained weights say of addresses outside the allow list, as one more rule.

    Of a host with a plain page and no grave rule, in a zone where honest firms live, they know too little: there they
    weigh :data:`BARE` at most.
    """
    asked = split.filter(pl.col("url").is_not_null() & (pl.col("standing") == parts_.FOREIGN))
    margins = model_.margin(model_.shipped(), asked, told)
    weights = pl.Series(model_.weight(model_.shipped(), margins))
    grave = told.filter(pl.col("weight") >= IMITATED)["text"].unique()
    lasting = ~pl.col("suffix").is_in(words("throwaway")) | pl.col("suffix").is_in(words("traded"))
    plain = lasting & ~pl.col("host").str.contains("xn--", literal=True) & pl.col("rest").str.contains(_PLAIN_PAGE)
    bare = plain & ~pl.col("text").is_in(grave.implode())
    frame = asked.select(
        "text",
        rule=pl.lit("link-model"),
        weight=pl.when(bare).then(pl.min_horizontal(weights, BARE)).otherwise(weights),
        brand=pl.lit(None, pl.String),
        seen="host",
    )
    return frame.filter(pl.col("weight") >= LEAST).select(pl.col(name).cast(dtype) for name, dtype in RULES.items())


def _summed(told: pl.DataFrame) -> pl.DataFrame:
    """Score, imitated brand and grounds of each address: rules are joined as independent chances, in integers."""
    strongest = told.filter(
        pl.col("rule").is_in(IMITATION) & (pl.col("weight") >= IMITATED) & pl.col("brand").is_not_null()
    )
    brand = (
        strongest.sort("text", "weight", "rule", descending=[False, True, False])
        .unique("text", keep="first", maintain_order=True)
        .select("text", imitated="brand")
    )
    ordered = told.sort("text", "weight", "rule", descending=[False, True, False]).select(*RULES)
    left = (1 - pl.col("weight").cast(pl.Float64) / 1000).product()
    grounds = pl.concat_str(pl.lit("["), ground().str.join(","), pl.lit("]"))
    summed = ordered.group_by("text", maintain_order=True).agg(
        score=(1000 * (1 - left) + 1e-9).floor().cast(pl.Int64), grounds=grounds
    )
    return summed.join(brand, on="text", how="left", maintain_order="left")


def ground() -> pl.Expr:
    """One rule as a ground in canonical JSON."""
    values = pl.struct(brand=pl.col("brand"), seen=pl.col("seen"))
    bare = pl.struct(seen=pl.col("seen"))
    nowhere = pl.lit([], dtype=pl.List(pl.String))
    with_brand = pl.struct(
        locators=nowhere, rule=pl.col("rule"), values=values, weight=pl.col("weight")
    ).struct.json_encode()
    without = pl.struct(
        locators=nowhere, rule=pl.col("rule"), values=bare, weight=pl.col("weight")
    ).struct.json_encode()
    return pl.when(pl.col("brand").is_null()).then(without).otherwise(with_brand)


def hosting() -> tuple[str, ...]:
    """Hosts below which anybody gets a page without a name check."""
    return words("hosting")


def platforms() -> tuple[str, ...]:
    """Genuine hosts where anybody publishes, and services of short addresses: no site of their own."""
    return tuple(sorted(brands().open_hosts | set(words("shorteners"))))


def shape(sites: pl.Series) -> pl.Expr:
    """The pattern of words in site names as a literal column: the words that ask, sorted; null where there is none."""
    frame = pl.DataFrame(
        {"host": sites, "name": sites.str.extract(r"^([^.]+)"), "sub": pl.repeat("", len(sites), eager=True)}
    )
    asked = lures(tokens(frame.unique("host", maintain_order=True)))
    return pl.lit(frame.join(asked, on="host", how="left", maintain_order="left")["lure"])
