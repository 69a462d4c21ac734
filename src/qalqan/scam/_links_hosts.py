"""The words of host names, and the brands they imitate: one table of rules and weights by host."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from qalqan.scam import _links_names as names
from qalqan.scam._links_data import STRONG, brands, words
from qalqan.scam._links_letters import latin, sound

TOLD: Final = {"host": pl.String, "rule": pl.String, "weight": pl.Int64, "brand": pl.String, "seen": pl.String}
SUB: Final = "sub"
NAME: Final = "name"
HOME_ZONES: Final = ("kz", "com.kz", "org.kz", "net.kz", "xn--80ao21a")
_SPLIT: Final = r"[^-._]+"
ZONE: Final = (  # looking for a thousand genuine addresses costs more than asking for a zone's name first
    r"(?i)[^a-z0-9](?:kz|com|ru|org|net|me|us|pl|ua|uz|by|media|tv|info|bank|kg|de|fr|eu|io|online|co|global|money|plus|"
    r"group|ro|bg|pt|in|id|br|university|ph|dog|gg|im|be|gl|gle|am|ms|cc|ws|so|tk|uk|ca|es|it|au|tr|jp|cn|gov|edu)"
    r"(?:[^a-z0-9]|$)"
)
_ASKING: Final = 4  # shorter words that ask are read only where they stand alone


def tokens(hosts: pl.DataFrame) -> pl.DataFrame:
    """The words of hosts (columns host, name, sub; both shown, not in punycode): host, place, at, word, form, token.

    ``form`` is plain, sound (Cyrillic as it is said), latin (letters of other scripts as they are drawn) or joined
    (two or three neighbours without their hyphens or dots).
    """
    parts = (
        hosts.lazy()
        .select("host", pl.col("sub").alias(SUB), pl.col("name").alias(NAME))
        .unpivot(index="host", variable_name="place", value_name="label")
    )
    split = parts.with_columns(token=pl.col("label").str.to_lowercase().str.extract_all(_SPLIT)).explode(
        "token", empty_as_null=True
    )
    plain = (
        split.drop_nulls("token")
        .with_columns(rank=pl.col("place").replace_strict({SUB: 0, NAME: 1}, return_dtype=pl.Int64))
        .sort("host", "rank", maintain_order=True)
        .select("host", "place", "token", at=pl.int_range(pl.len()).over("host"))
        .collect()
    )
    return pl.concat([*_forms(plain), _joined(plain.lazy())]).collect()


def _forms(plain: pl.DataFrame) -> list[pl.LazyFrame]:
    """Each word as written, and where it is not in ASCII as it sounds and as it is drawn."""
    written = plain.lazy().with_columns(word=pl.col("token"), form=pl.lit("plain"))
    other = plain["token"].filter(plain["token"].str.contains(r"[^\x00-\x7f]")).unique().sort()
    if other.is_empty():
        return [written]
    made = pl.LazyFrame(
        {"token": other, "sound": [sound(word) for word in other], "latin": [latin(word) for word in other]}
    )
    joined = plain.lazy().join(made, on="token", how="inner")
    forms = ("sound", "latin")
    return [written, *(joined.with_columns(word=pl.col(form), form=pl.lit(form)).drop(forms) for form in forms)]


def _joined(plain: pl.LazyFrame) -> pl.LazyFrame:
    """Neighbouring words as one: ``e-gov`` and ``kas.pi`` are read as they are said."""
    one = pl.col("token").shift(-1).over("host", order_by="at")
    two = pl.col("token").shift(-2).over("host", order_by="at")
    pairs = [plain.with_columns(word=pl.col("token") + one), plain.with_columns(word=pl.col("token") + one + two)]
    return pl.concat(pairs).drop_nulls("word").with_columns(form=pl.lit("joined"))


@cache
def asking() -> tuple[str, ...]:
    """Words that ask, long enough to be found inside a word."""
    return tuple(word for word in words("lures") if len(word) > _ASKING)


def lures(read: pl.DataFrame) -> pl.DataFrame:
    """Words that ask, promise or hurry in hosts: host, count and the words found, joined by a blank."""
    plain = read.lazy().filter(pl.col("form") != "joined")
    inside = plain.select("host", lure=pl.col("word").str.extract_many(list(asking()), leftmost=True)).explode(
        "lure", empty_as_null=True
    )
    alone = plain.filter(pl.col("word").is_in(words("lures"))).select("host", lure="word")
    return (
        pl.concat([inside.drop_nulls("lure"), alone])
        .unique()
        .sort("host", "lure")
        .group_by("host", maintain_order=True)
        .agg(lures=pl.len().cast(pl.Int64), lure=pl.col("lure").str.join(" "))
        .collect()
    )


def brand_rules(hosts: pl.DataFrame, read: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Rules of imitation that hold for hosts (host, name, sub, suffix; none of the allow list).

    ``read`` are their :func:`tokens`, ``asked`` their :func:`lures`.
    """
    every = read.lazy()
    joined = pl.col("form") == "joined"
    signs = every.filter(pl.col("word").is_in(["kz", "qz", "qaz", "kaz"])).select("host", kz=pl.lit(True)).unique()
    found = every.join(names.match(read["word"]).lazy(), on="word", how="inner")
    rare = (pl.col("word").str.len_chars() >= 4) | ~pl.col("weak")
    found = found.filter(~joined | ((pl.col("how") == names.EXACT) & rare))
    found = found.join(hosts.lazy().select("host", "suffix", label="name"), on="host", how="inner")
    found = found.join(asked.lazy(), on="host", how="left").join(signs, on="host", how="left")
    whole = pl.col("label").str.replace_all("-", "") == pl.col("word")
    found = found.with_columns(
        pl.col("lures").fill_null(0),
        home=pl.col("suffix").is_in(HOME_ZONES) | pl.col("kz").fill_null(False),
        drawn=(pl.col("how") == names.DRAWN) | pl.col("form").is_in(["sound", "latin"]),
        whole=(pl.col("word") == pl.col("label")) | (joined & whole),
    )
    at_home = pl.col("how").is_in([names.HOME_NEAR, names.HOME_DRAWN])
    own_zone = (pl.col("word") == pl.col("label")) & (pl.col("suffix") == "kz") & (pl.col("place") == NAME)
    found = found.filter(~at_home | (own_zone & (pl.col("form") == "plain")))
    told = found.select("host", rule=_rule(), weight=_weight(), brand="brand", seen="token")
    if (hosts["sub"] + "." + hosts["name"]).str.contains(ZONE).any():
        told = pl.concat([told, _inside(hosts.lazy())])
    told = told.filter(pl.col("weight") > 0)
    ordered = told.sort("host", "rule", "weight", "brand", "seen", descending=[False, False, True, False, False])
    return ordered.unique(["host", "rule"], keep="first", maintain_order=True).collect()


def _rule() -> pl.Expr:
    """The name of the rule a found brand falls under."""
    return (
        pl.when(pl.col("drawn") | (pl.col("how") == names.HOME_DRAWN))
        .then(pl.lit("link-letters"))
        .when(pl.col("how").is_in([names.NEAR, names.HOME_NEAR]))
        .then(pl.lit("link-slip"))
        .when(pl.col("place") == SUB)
        .then(pl.lit("link-below"))
        .when("whole")
        .then(pl.lit("link-zone"))
        .otherwise(pl.lit("link-word"))
    )


def _weight() -> pl.Expr:
    """How much it weighs: a rare name more than an everyday one, which needs company."""
    company = (pl.col("lures") > 0) | pl.col("home")
    is_international = pl.col("brand").replace_strict(brands().classes, default="").is_in(["international"])
    national = pl.col("suffix").str.contains(r"^(?:com?\.)?[a-z]{2}$")  # a brand of the world has names in many lands
    cheap = pl.col("suffix").is_in(words("throwaway"))
    weak = (
        pl.when(pl.col("lures") > 0)
        .then(700)
        .when(pl.col("home") & (pl.col("how") != names.EXACT))
        .then(450)
        .when(cheap & ~is_international)  # resellers and repairers of the world's goods stand there too
        .then(350)
        .otherwise(200)
    )
    near = (
        pl.when((pl.col("sure") >= 700) | ~company)
        .then(pl.when(pl.col("sure") >= 700).then(pl.col("sure")).otherwise(pl.col("sure") * 2 // 3))
        .otherwise(pl.min_horizontal(pl.col("sure") + 250, pl.lit(800)))
    )
    return (
        pl.when(pl.col("how") == names.NEAR)
        .then(near)
        .when(pl.col("how").is_in([names.HOME_NEAR, names.HOME_DRAWN]))
        .then("sure")
        .when("drawn")
        .then(pl.when("weak").then(300).otherwise(pl.max_horizontal("sure", pl.lit(900))))
        .when("weak")
        .then(pl.when(pl.col("how") == names.GLUED).then(pl.max_horizontal(weak, pl.col("sure"))).otherwise(weak))
        .when(pl.col("whole") & is_international & national & (pl.col("how") == names.EXACT))
        .then(300)
        .otherwise(pl.min_horizontal(pl.col("sure"), pl.when(pl.col("place") == SUB).then(800).otherwise(850)))
        .cast(pl.Int64)
    )


@cache
def addresses() -> dict[str, int]:
    """Genuine addresses as they are looked for inside others, dots around them, and what finding one weighs."""
    known = brands()
    told = {".gov.kz.": 900, ".edu.kz.": 900}
    for domain in known.owner:
        name = domain.partition(".")[0]
        strong = known.names.get(name.replace("-", ""), ("", ""))[1] == STRONG
        if domain.endswith(".kz") or len(name) >= 4:
            told[_dotted(domain)] = 950 if strong else 700 if domain.endswith(".kz") else 450
    return told


@cache
def owners() -> dict[str, str]:
    """The brand of each of :func:`addresses`."""
    return {_dotted(domain): brand for domain, brand in brands().owner.items()} | {
        ".gov.kz.": "state",
        ".edu.kz.": "education",
    }


def _dotted(domain: str) -> str:
    return f".{domain.replace('-', '.')}."


@cache
def _written() -> dict[str, str]:
    return {_dotted(domain): domain for domain in (*brands().owner, "gov.kz", "edu.kz")}


def _inside(hosts: pl.LazyFrame) -> pl.LazyFrame:
    """Genuine addresses standing inside foreign hosts: ``kaspi.kz.pay-id.top``, ``egov-kz.site``."""
    ahead = pl.concat_str(pl.lit("."), "sub", pl.lit("."), "name", pl.lit(".")).str.replace_all(r"[-_]", ".")
    held = hosts.select("host", held=ahead.str.extract_many(list(addresses()), overlapping=True))
    return (
        held.explode("held", empty_as_null=True)
        .drop_nulls("held")
        .select(
            "host",
            rule=pl.lit("link-inside"),
            weight=pl.col("held").replace_strict(addresses(), return_dtype=pl.Int64),
            brand=pl.col("held").replace_strict(owners(), return_dtype=pl.String),
            seen=pl.col("held").replace_strict(_written(), return_dtype=pl.String),
        )
    )
