"""axe-core finds nothing on any page in any language, with no rule disabled; every graphic has its table."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from .addresses import pages
from .conftest import House, Opened

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
GRAPHICS = "main figure img, main svg, main canvas"


def violations(page: Page) -> list[str]:
    """What axe finds on a page: rule, how many places, the first of them."""
    page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [f"{one['id']} ×{len(one['nodes'])}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_in_light(house: House, opened: Opened, language: str) -> None:
    """All pages, each opened by a role that may."""
    by_role: dict[str, list[str]] = defaultdict(list)
    for path, who in pages(house.url):
        by_role[who or "head"].append(path)
    wrong: dict[str, list[str]] = {}
    for who, paths in by_role.items():
        page = opened(who, language)
        for path in paths:
            answer = page.goto(f"{house.url}/{language}{path}")
            assert answer is not None
            found = violations(page)
            if answer.status >= 400:
                found.append(f"status {answer.status}")
            if page.locator(GRAPHICS).count() and not page.locator("main table").count():
                found.append("a graphic without a table")
            if found:
                wrong[path] = found
    assert wrong == {}


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_contrast_in_other_themes(house: House, opened: Opened, theme: str) -> None:
    """The pages with most kinds of parts, in the other themes."""
    page = opened("head", "kk", theme=theme)
    wrong = {}
    for path, who in pages(house.url):
        if who == "head":
            page.goto(f"{house.url}/kk{path}")
            if found := violations(page):
                wrong[path] = found
    assert wrong == {}
