"""A walk over all that one officer can reach: pages, parts, files, pictures, resources, and answers to empty forms."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Final

from qalqan.console.route import API, collected

from .direct import Answer, Direct
from .matrix import ENDS_SESSION, LANGUAGES, plain

_LINKS: Final = re.compile(r'(?:href|src|action|hx-get|data-[a-z]+)="(/[^"#]+)')
_NOT: Final = ("/static/", "/log-out", "/unmask/end", "/oidc", "/log-in/back")
_NAMES: Final = re.compile(r"[0-9A-Za-z_-]{16,}|[0-9]{6,}|%[0-9A-F]{2}")


def kind(address: str) -> str:
    """Which sort of answer an address gives: its words without what it names."""
    path, _, query = address.partition("?")
    told = [one for one in path.split("/")[2:] if one and not _NAMES.search(one)]
    return "/".join(told) + "?" + "&".join(sorted(one.partition("=")[0] for one in query.split("&")))


def walk(client: Direct, start: Iterable[str], most: int, each: int) -> Iterator[tuple[str, Answer]]:
    """Answers along the links that they hold, at most so many in all and of each kind: the widest first."""
    queue, met, counts, many = deque(start), set[str](), dict[str, int](), 0
    while queue and many < most:
        address = queue.popleft()
        sort = kind(address)
        if address in met or counts.get(sort, 0) >= each:
            continue
        met.add(address)
        counts[sort] = counts.get(sort, 0) + 1
        many += 1
        answer = client.get(address)
        yield address, answer
        queue.extend(one for one in links(answer) if one not in met)


def links(answer: Answer) -> list[str]:
    """Where an answer leads within the house."""
    if answer.kind == "application/json":
        return sorted(_told(json.loads(answer.body)))
    if answer.kind != "text/html":
        return []
    found = [html.unescape(one) for one in _LINKS.findall(answer.text)]
    return [one for one in dict.fromkeys(found) if not any(no in one for no in _NOT)]


def _told(told: Any, name: str = "") -> Iterator[str]:
    if isinstance(told, dict):
        for key, one in told.items():
            yield from _told(one, "ids" if name == "ids" else key)
    elif isinstance(told, list):
        for one in told:
            yield from _told(one, name)
    elif isinstance(told, str) and told.startswith("/"):
        yield told
    elif isinstance(told, str) and name == "ids":
        yield f"{API}/things/{told}"


def starts(cases: Iterable[str], language: str) -> list[str]:
    """Every address without a name in it, and the pages and resources of cases."""
    told: list[str] = []
    for case in cases:
        told += [f"/{language}/case/{case}{more}" for more in ("", "/graph", "/money", "/timeline", "/timeline.svg")]
        told += [f"/{language}/case/{case}/money/{what}.svg" for what in ("sankey", "hops", "balances")]
        told += [f"{API}/cases/{case}", f"{API}/graph/around?node=case:{case}&most=200"]
    told += [plain(mark, language) for mark, _ in collected() if mark.method == "GET" and not mark.case]
    return [one for one in told if not any(no in one for no in _NOT)]


def changes(client: Direct, language: str) -> Iterator[tuple[str, Answer]]:
    """Empty forms and bodies to every route that changes something: pages that tell what was wrong."""
    for mark, _ in collected():
        if mark.changes and not mark.case and not mark.path.endswith((*ENDS_SESSION, "/end")):
            address = plain(mark, language)
            yield f"{mark.method} {address}", client.send(mark.method, address, {})


def spoken(address: str) -> list[str]:
    """An address of a page in all three languages."""
    parts = address.split("/", 2)
    return [f"/{one}/{parts[2]}" for one in LANGUAGES] if parts[1] in LANGUAGES and len(parts) > 2 else [address]
