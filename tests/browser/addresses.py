"""Every page there is, with an address to open it at: found as a person finds it, by following links.

A route that no link leads to, for any role, fails the test unless it stands in ``BY_HAND`` with the reason.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

import httpx
from playwright.sync_api import Page

from qalqan.console.route import Mark, collected
from qalqan.console.sessions import COOKIE
from qalqan.govern.policy import Role

from .conftest import House, Opened, session

ROLES = (
    Role.HEAD,
    Role.ANALYST,
    Role.DUTY_OFFICER,
    Role.ADMINISTRATOR,
    Role.INSPECTOR,
    Role.MODEL_STEWARD,
    Role.PARTNER,
)
"""Whose links are followed, in this order; a page is opened as the first of them that found it."""
BY_HAND = {
    "/join/{secret}": "a one-time link",
    "/log-in/back": "an organisation's provider sends people there",
    "/oidc": "only where a provider is set",
    "/report-form/{case}": "after a report was sent: test_journeys sends one",
    "/report-form/{case}/request/{bank}/{suffix}": "a download",
    "/act/paper/{name}": "a download",
    "/thing/{token}/csv/{name}": "a download",
    "/case/{case_id}/thing/{token}/csv/{name}": "a download",
    "/thing/{token}/rows/{name}": "only where there are more rows than a page shows",
    "/case/{case_id}/thing/{token}/rows/{name}": "only where there are more rows than a page shows",
}
FORMS = {
    "/style": ("/style", "head"), "/log-in": ("/log-in", ""), "/search": ("/search?q=7701", "head"),
    "/sign": ("/sign", "head"),
}  # fmt: skip
"""Pages that no link but a form or a need leads to."""
FILES = (".svg", ".csv", ".pdf", ".json", ".docx", ".xlsx")
HREF = re.compile(r'href="(/[^"#]*)')
MOST = 400


def routes() -> list[Mark]:
    """The pages that answer with HTML."""
    return [one for one, _ in collected() if one.page and one.method == "GET" and not one.path.endswith(FILES)]


def _pattern(path: str) -> re.Pattern[str]:
    told = re.sub(r"\\\{(\w+):path\\\}", ".+", re.escape(path))
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", told) + r"/?$")


@cache
def pages(url: str, language: str = "kk") -> tuple[tuple[str, str], ...]:
    """Address (without language) and log-in name for every page. An AssertionError names those nobody can reach."""
    wanted = {one.path: _pattern(one.path) for one in routes()}
    found = dict(FORMS)
    for role in ROLES:
        cookies = {COOKIE: session(url, role.value)}
        with httpx.Client(base_url=url, follow_redirects=True, timeout=60, cookies=cookies) as client:
            _walk(client, language, role.value, wanted, found)
    missing = sorted(set(wanted) - set(found) - set(BY_HAND))
    assert missing == [], f"no link leads to {missing}"
    return tuple(found[path] for path in sorted(found) if found[path][0])  # a download is no page


def everywhere(opened: Opened, house: House, language: str, *, url: str = "", **how: Any) -> Iterator[Page]:
    """Every page there is, opened one after another by the role that found it: one browser page for each role.

    ``url`` is another server over the same workspace. An AssertionError when a page is refused or broken.
    """
    found = sorted(pages(house.url), key=lambda one: one[1])  # one role after the other, each by address
    for who, group in groupby(found, key=lambda one: one[1]):
        page = opened(who, language, url=url, **how)
        for path, _ in group:
            answer = page.goto(f"{url or house.url}/{language}{path}")
            assert answer is not None
            assert answer.status < httpx.codes.BAD_REQUEST, path
            yield page


def path_of(page: Page) -> str:
    """The address of the page that is open, without server and language."""
    return "/" + page.url.split("/", 4)[4]


def _walk(
    client: httpx.Client, language: str, who: str, wanted: dict[str, re.Pattern[str]], found: dict[str, tuple[str, str]]
) -> None:
    """Follow links from the first page; of each route one page is opened by each role."""
    queue, seen, opened = deque([f"/{language}/"]), {f"/{language}/"}, set[str]()
    while queue and len(opened) < MOST:
        address = queue.popleft()
        bare = address.split("?")[0].removeprefix(f"/{language}")
        route = next((path for path, pattern in wanted.items() if pattern.match(bare)), "")
        if not route or route in opened:
            continue
        answer = client.get(address)
        if answer.status_code != httpx.codes.OK:
            continue
        opened.add(route)
        page = answer.headers["content-type"].startswith("text/html")
        found.setdefault(route, (address.removeprefix(f"/{language}") if page else "", who))
        for href in HREF.findall(answer.text.replace("&amp;", "&")):
            if href.startswith(f"/{language}/") and href not in seen:
                seen.add(href)
                queue.append(href)
