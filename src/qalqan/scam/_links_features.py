"""What of an address can be counted: lengths, signs, words, zones. One integer column a feature."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import polars as pl

from qalqan.scam._links_data import words
from qalqan.scam._links_parts import GENUINE, OPEN
from qalqan.scam._links_rules import IMITATION

_WORD: Final = r"[a-z]{2,40}"
_LOGIN: Final = (
    r"login|logon|signin|sign-in|sign_in|signon|log-in|verif|valid|confirm|secur"
    r"|account|update|webscr|password|unlock|suspend|authori|identif|recover|billing|banking|wallet"
)
_COUNTRIES: Final = r"^(?:com?\.|org\.|net\.|gov\.|edu\.|ac\.)?[a-z]{2}$"
_HEX: Final = r"[0-9a-f]{16,}"
_LISTS: Final = ("lures", "words", "folders", "content", "small")


def features(parts: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Integer features of addresses, a row a row of ``parts`` (``_links_parts.split``); ``told`` are their rules."""
    frame = parts.select(
        "text",
        host=pl.col("host").fill_null(""),
        rest=pl.col("rest").fill_null(""),
        name=pl.col("name").fill_null(""),
        sub=pl.col("sub").fill_null(""),
        suffix=pl.col("suffix").fill_null(""),
        standing=pl.col("standing").fill_null(""),
        port=pl.col("port").fill_null(""),
        domain=pl.col("domain").fill_null(""),
    ).with_columns(
        low=pl.col("rest").str.to_lowercase(),
        path=pl.col("rest").str.extract(r"^([^?#]*)").fill_null(""),
        query=pl.col("rest").str.extract(r"\?(.*)$").fill_null(""),
    )
    frame = frame.with_columns(
        tail=pl.col("path").str.extract(r"([^/]*)$").fill_null("").str.to_lowercase(),
        longest=pl.col("low")
        .str.extract_all(r"[^/?&=#]+")
        .list.eval(pl.element().str.len_bytes())
        .list.max()
        .fill_null(0),
        path_words=pl.col("low").str.extract_all(_WORD),
        host_words=pl.col("host").str.extract_all(_WORD),
    )
    counted = frame.select(*_host(), *_path(), *_words())
    ruled = _ruled(frame["text"], told)
    return pl.concat([counted, ruled], how="horizontal").select(pl.all().fill_null(0).cast(pl.Int32))


def _host() -> list[pl.Expr]:
    host, name, sub, suffix = (pl.col(one) for one in ("host", "name", "sub", "suffix"))
    return [
        host.str.len_bytes().alias("host_length"),
        host.str.count_matches(r"[0-9]").alias("host_figures"),
        host.str.count_matches("-").alias("host_hyphens"),
        host.str.count_matches(r"\.").alias("host_dots"),
        sub.str.len_bytes().alias("sub_length"),
        (sub.str.count_matches(r"\.") + (sub != "").cast(pl.UInt32)).alias("sub_levels"),
        name.str.len_bytes().alias("name_length"),
        name.str.count_matches(r"[0-9]").alias("name_figures"),
        name.str.count_matches("-").alias("name_hyphens"),
        (name.str.count_matches(r"[aeiouy]") * 100 // name.str.len_bytes().clip(1)).alias("name_vowels"),
        name.str.count_matches(r"[bcdfghjklmnpqrstvwxz]{4,}").alias("name_harsh"),
        name.str.count_matches(r"[a-z][0-9]|[0-9][a-z]").alias("name_turns"),
        name.str.starts_with("xn--").alias("name_script"),
        (suffix == "com").alias("zone_com"),
        (suffix == "org").alias("zone_org"),
        (suffix == "net").alias("zone_net"),
        suffix.str.contains(r"(?:^|\.)(?:edu|ac|gov|mil|int)(?:\.|$)").alias("zone_public"),
        suffix.str.contains(_COUNTRIES).alias("zone_country"),
        suffix.is_in(words("throwaway")).alias("zone_cheap"),
        (suffix.is_in(words("hosting"))).alias("hosted"),
        (host.is_in(words("shorteners"))).alias("short"),
        ((suffix == "") & (host != "")).alias("number"),
        (pl.col("port") != "").alias("port"),
        (pl.col("standing") == GENUINE).alias("listed"),
        (pl.col("standing") == OPEN).alias("open"),
    ]


def _path() -> list[pl.Expr]:
    rest, low, path, query, tail = (pl.col(one) for one in ("rest", "low", "path", "query", "tail"))
    letters = rest.str.count_matches(r"[A-Za-z]")
    return [
        path.str.len_bytes().alias("path_length"),
        query.str.len_bytes().alias("query_length"),
        path.str.count_matches("/").alias("path_levels"),
        query.str.count_matches("=").alias("query_values"),
        pl.col("longest").alias("longest_part"),
        rest.str.count_matches(r"[0-9]").alias("path_figures"),
        path.str.count_matches(r"[0-9]{4,}").alias("path_numbers"),
        rest.str.count_matches("-").alias("path_hyphens"),
        rest.str.count_matches("_").alias("path_underscores"),
        rest.str.count_matches(r"\.").alias("path_dots"),
        rest.str.count_matches("%").alias("path_percents"),
        rest.str.count_matches(r"[~!$*,;:|@]").alias("path_odd"),
        (rest.str.count_matches(r"[A-Z]") * 100 // letters.clip(1)).alias("path_capitals"),
        (low.str.count_matches(r"[aeiouy]") * 100 // letters.clip(1)).alias("path_vowels"),
        low.str.count_matches(r"[bcdfghjklmnpqrstvwxz]{5,}").alias("path_harsh"),
        low.str.count_matches(r"[a-z][0-9]|[0-9][a-z]").alias("path_turns"),
        low.str.count_matches(_HEX).alias("path_codes"),
        rest.str.contains("//", literal=True).alias("path_double"),
        rest.str.contains(r"[A-Za-z0-9._-]+(?:@|%40)[A-Za-z0-9-]+\.[a-z]").alias("path_mail"),
        rest.str.contains(r"https?(?:%3[aA]|:)").alias("path_address"),
        tail.str.contains(r"\.php[0-9]?$").alias("ends_php"),
        tail.str.contains(r"\.html?$|\.shtml$").alias("ends_html"),
        (tail.str.contains(r"\.htm$")).alias("ends_htm"),
        tail.str.contains(r"\.(?:asp|aspx|jsp|do|cgi|cfm)$").alias("ends_server"),
        tail.str.contains(r"\.(?:pdf|docx?|pptx?|xlsx?|ps|txt|xml|rss)$").alias("ends_paper"),
        tail.str.contains(r"\.(?:jpe?g|png|gif|css|js|svg|mp[34])$").alias("ends_picture"),
        tail.str.contains(r"\.(?:exe|apk|zip|rar|scr|js|bat|msi|dmg|7z)$").alias("ends_program"),
        tail.str.contains(r"^(?:index|default|home|main)\.[a-z]{2,5}$").alias("ends_index"),
        ((tail == "") & (path != "")).alias("ends_folder"),
        tail.str.count_matches(r"[-_+]|%20").alias("tail_words"),
        tail.str.len_bytes().alias("tail_length"),
        (path.str.contains(r"^/?$")).alias("bare"),
        path.str.contains(r"/[.~]").alias("path_hidden"),
        low.str.count_matches(_LOGIN).alias("path_login"),
        low.str.contains(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-").alias("path_guid"),
        low.str.count_matches(r"/[^/?]{1,3}(?:/|$)").alias("path_shorts"),
        path.str.count_matches(r"/[A-Z][a-z]+").alias("path_titles"),
        low.str.contains(r"\.(?:js|css)\?").alias("versioned"),
        rest.str.count_matches(r"[A-Za-z0-9_-]{30,}").alias("path_tokens"),
        tail.str.contains(r"^[a-z]{1,4}[0-9]{0,2}\.(?:php|html?)$").alias("tail_short"),
        tail.str.contains(r"\.").alias("tail_dot"),
        (query.str.contains(r"(?i)email=|cmd=|rand=|dispatch=|session=|userid=|clientid=|token=")).alias("query_kit"),
        pl.col("host").str.count_matches(_LOGIN).alias("host_login"),
    ]


def _words() -> list[pl.Expr]:
    path, host = pl.col("path_words"), pl.col("host_words")
    counts = [
        path.list.len().alias("path_count"),
        host.list.len().alias("host_count"),
        (path.list.eval(pl.element().str.len_bytes()).list.mean().fill_null(0) * 10)
        .cast(pl.Int32)
        .alias("word_length"),
    ]
    for name in _LISTS:
        known = list(_plain(name))
        counts.append(path.list.eval(pl.element().is_in(known)).list.sum().alias(f"path_{name}"))
    counts += [
        host.list.eval(pl.element().is_in(list(_plain(name)))).list.sum().alias(f"host_{name}")
        for name in ("lures", "words", "content")
    ]
    return counts


@cache
def _plain(name: str) -> tuple[str, ...]:
    return tuple(sorted({part for word in words(name) for part in word.split("-") if part.isalpha()}))


def _ruled(texts: pl.Series, told: pl.DataFrame) -> pl.DataFrame:
    """The weights of the rules that hold, strongest of a kind."""
    imitation = pl.col("rule").is_in(IMITATION)
    in_path = pl.col("rule").is_in(["link-path", "link-path-name"])
    weight = pl.col("weight")
    summed = told.group_by("text").agg(
        rule_host=weight.filter(imitation & ~in_path).max(),
        rule_path=weight.filter(in_path).max(),
        rule_hosts=(imitation & ~in_path).sum(),
        rule_lure=weight.filter(pl.col("rule") == "link-lure").max(),
    )
    joined = texts.alias("text").to_frame().join(summed, on="text", how="left", maintain_order="left")
    return joined.drop("text")


def matrix(frame: pl.DataFrame) -> np.ndarray:
    """The features as one array of int32, a row an address."""
    return frame.to_numpy().astype(np.int32)
