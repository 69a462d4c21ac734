"""Every personal value of a run, and a walk over the pages that looks for them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

import polars as pl
from fastapi.testclient import TestClient

from qalqan.engine.frames import Tables
from qalqan.model.schema import TABLES
from qalqan.report import redact

LONG = 9
_WORDS = re.compile(r"[+A-Z]{0,3}[0-9A-Za-z*]{9,}")
_LINKS = re.compile(r'href="([^"#]+)')
_OURS = re.compile(r"^/../(cases|case|series|thing|group|evidence|graph|search|unmask)\b(?!.*(/money|/calls|/texts))")


def values(known: Tables) -> frozenset[str]:
    """What must not be seen masked: personal values that masking changes, but case numbers and public places."""
    found: set[str] = set()
    for name, table in TABLES.items():
        frame = known[name]
        shown = redact.masked(frame, table)
        for column in table.columns:
            if column.personal and column.name != "text" and frame.height:
                changed = frame.filter(frame[column.name].fill_null("") != shown[column.name].fill_null(""))
                found |= set(changed[column.name].drop_nulls().to_list())
    cases = known["cases"].select("case_id", "kui_number", "aliases")
    numbers = {part for row in cases.iter_rows() for cell in row if cell for part in cell.split(";")}
    frame = pl.DataFrame({"node": sorted(found)})
    public = redact.masked(frame, TABLES["end_points"]).filter(pl.col("node") == frame["node"])["node"]
    return frozenset(one for one in found - numbers - set(public) if len(one) >= LONG and " (" not in one)


def seen(text: str, planted: Iterable[str]) -> set[str]:
    """Those of the values that a page holds anywhere: words, attributes, addresses."""
    plain = html.unescape(text)
    words = set(_WORDS.findall(plain))
    return {one for one in planted if one in words or (" " in one and one in plain)}


def kind(address: str) -> str:
    """Which page an address asks for: its words without what it names."""
    path = address.split("?", maxsplit=1)[0].split("/")[2:]
    told = [one for one in path if one.isascii() and one.isalpha() and one.islower()]
    return "/".join(told[:3]) + ("?" if "?" in address else "")


def walk(client: TestClient, start: Iterable[str], most: int) -> dict[str, str]:
    """The text of pages from some addresses on along their links, at most so many of a kind."""
    queue, found, counts = list(start), dict[str, str](), dict[str, int]()
    while queue:
        address = queue.pop(0)
        if address in found or counts.get(kind(address), 0) >= most:
            continue
        counts[kind(address)] = counts.get(kind(address), 0) + 1
        answer = client.get(address)
        assert answer.status_code in (200, 303, 403, 404), (address, answer.status_code)
        found[address] = answer.text
        prefix = address.split("/")[1]
        for link in map(html.unescape, _LINKS.findall(answer.text)):
            if link.startswith(f"/{prefix}/") and link not in found and _OURS.search(link):
                queue.append(link)
    return found


def names(known: Tables) -> pl.DataFrame:
    """The victims by case."""
    return known["cases"].select("case_id", "victim_name", "victim_iin", "victim_phone").drop_nulls()
