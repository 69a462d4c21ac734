"""An address taken apart: canonical writing, host, registered domain, path; and what its raw writing tried to hide.

Addresses are cut at :data:`LONGEST` signs before anything is done, so a hostile text costs no more than that.
"""

from __future__ import annotations

from typing import Final

import polars as pl
import re2

from qalqan.scam._links_data import brands, words
from qalqan.values import domain, url
from qalqan.values.base import Reject

LONGEST: Final = 4_000
PARTS: Final = {
    "text": pl.String,
    "url": pl.String,
    "host": pl.String,
    "port": pl.String,
    "rest": pl.String,
    "userinfo": pl.String,
    "domain": pl.String,
    "name": pl.String,
    "sub": pl.String,
    "suffix": pl.String,
    "shown": pl.String,
    "standing": pl.String,
    "owner": pl.String,
}
GENUINE: Final = "genuine"
OPEN: Final = "open"
FOREIGN: Final = ""
_USERINFO: Final = r"^(?:[A-Za-z]{2,6}(?::|\[:\]))?/{0,2}([^/?#@\s]+)@[^/?#@\s]+\.[^/?#@\s]+"
_ODD_HOST = re2.compile(
    r"^(?:[A-Za-z]{2,6}://)?(?:[^\s/@]*@)?((?:0x[0-9a-fA-F]{1,8}|[0-9]{6,10}|\[[0-9a-fA-F:.]{2,45}\]))"
    r"(?::\d{1,5})?(/[^\s#]*)?$"
)
NUMBER: Final = r"^(?:[0-9.]+|0x[0-9a-fA-F]+|\[.*)$"
_NUMBER = re2.compile(NUMBER)
_SUFFIX_HOST = re2.compile(r"^(?:https?://)?(?:www\.)?([a-z0-9.-]{3,60})(?:[/?][^\s#]*)?$")
_AMP: Final = "&amp;"


def split(texts: pl.Series) -> pl.DataFrame:
    """Distinct addresses of a column and their parts (:data:`PARTS`), in order of first appearance.

    ``url`` and ``host`` are null for a text that is no address. ``userinfo`` is what stands before ``@``; ``shown`` the
    host with international names undone; ``standing`` is ``genuine`` (an address of ``owner``), ``open`` (of ``owner``,
    but anybody publishes there) or empty.
    """
    text = texts.cast(pl.String).str.slice(0, LONGEST).alias("text").to_frame().drop_nulls().unique(maintain_order=True)
    plain = text["text"].str.replace_all(_AMP, "&", literal=True)
    parsed = url.parse_column(plain)["value"]
    if parsed.null_count():
        rows = parsed.is_null().arg_true()
        parsed = parsed.scatter(rows, pl.Series([_lenient(one) for one in plain.gather(rows)], dtype=pl.String))
    frame = text.with_columns(url=parsed).with_columns(
        host=pl.col("url").str.extract(r"^(\[[^\]]*\]|[^/?:]*)"),
        rest=pl.col("url").str.extract(r"^(?:\[[^\]]*\]|[^/?:]*)(?::[0-9]*)?(.*)$").fill_null(""),
        port=pl.col("url").str.extract(r"^(?:\[[^\]]*\]|[^/?:]*):([0-9]{1,5})").fill_null(""),
        userinfo=pl.when(pl.col("text").str.contains("@", literal=True))
        .then(pl.col("text").str.strip_chars().str.extract(_USERINFO))
        .fill_null(""),
    )
    return frame.join(_hosts(frame["host"]), on="host", how="left", maintain_order="left").select(*PARTS)


def _lenient(text: str) -> str | None:
    """An address that is none by the book but that a browser opens: no scheme before ``@``, a host in one number."""
    bare = text.strip()
    if found := _ODD_HOST.match(bare):
        return (found[1] + (found[2] or "")).rstrip("/") if "://" in bare[:9] else None
    if len(bare) >= LONGEST:  # cut in the middle of its path: its head is what can be read
        bare = bare.partition("?")[0][:2000].rpartition("/")[0] or bare[:2000]
    if not bare or " " in bare or ("://" not in bare[:9] and "@" in bare and "/" not in bare):
        return None
    if (found := _SUFFIX_HOST.match(bare.lower())) and found[1] in brands().zones:  # gov.kz is a zone and a site
        return str(found[1] + bare[found.end(1) :]).rstrip("/")
    read = url.parse(bare if "://" in bare[:9] else f"http://{bare}")
    return None if isinstance(read, Reject) else read.canonical


def _hosts(hosts: pl.Series) -> pl.DataFrame:
    """Distinct hosts with their registered domain, its parts, and where they stand."""
    distinct = hosts.drop_nulls().unique(maintain_order=True)
    told = [_host(host) for host in distinct]
    schema = {name: PARTS[name] for name in ("domain", "name", "sub", "suffix", "shown", "standing", "owner")}
    return pl.DataFrame(told, schema=schema, orient="row").with_columns(host=distinct)


def _host(host: str) -> tuple[str, str, str, str, str, str, str]:
    standing, owner = standing_of(host)
    shown = show(host)
    if _NUMBER.match(host):
        return host, "", "", "", shown, standing, owner
    registered = domain.registered(host)
    name, _, suffix = registered.partition(".")
    sub = host.removesuffix(registered).rstrip(".")
    provider = hosted_at(host)
    if provider and host != provider:  # what was chosen is the name below the hosting provider
        above = host.removesuffix(f".{provider}")
        sub, _, name = above.rpartition(".")
        suffix = provider
    return registered, name, sub, suffix, shown, standing, owner


def hosted_at(host: str) -> str:
    """The hosting provider below which anybody gets a host; empty for none."""
    return _above(host, frozenset(words("hosting")))


def standing_of(host: str) -> tuple[str, str]:
    """Whether the allow list has the host: (genuine or open, its brand), else two empty strings."""
    known = brands()
    for zone in known.zones:
        if host == zone or host.endswith("." + zone):
            return GENUINE, known.owner.get(host, "state" if zone != "edu.kz" else "education")
    if found := _above(host, known.open_hosts):
        return OPEN, known.owner[found]
    if found := _above(host, known.owner):
        return GENUINE, known.owner[found]
    return FOREIGN, ""


def _above(host: str, known: frozenset[str] | dict[str, str]) -> str:
    """The first of the host and the names above it that is known."""
    while host:
        if host in known:
            return host
        _, _, host = host.partition(".")
    return ""


def show(host: str) -> str:
    """The host as people see it: each international label decoded, a broken one left as it is."""
    if "xn--" not in host:
        return host
    labels = []
    for label in host.split("."):
        try:
            labels.append(label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label)
        except UnicodeError:
            labels.append(label)
    return ".".join(labels)
