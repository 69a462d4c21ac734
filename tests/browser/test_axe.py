"""axe-core finds nothing on any page in any language, no rule disabled; graphics have their tables, scripts are few."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from .addresses import everywhere, path_of
from .conftest import ROOT, House, Opened

AXE = (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
WEIGHT = """() => performance.getEntriesByType("resource").filter((one) => one.name.endsWith(".js"))
  .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
MOST_SCRIPTS = 250 * 1024  # transferred, for one page
RUN = "async (how) => (await axe.run(document, {resultTypes: ['violations'], ...how})).violations"
THEMED = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What a theme changes is colours: in the themes but the first, the rules about these are asked again."""
FIRST = """(most) => { for (const body of document.querySelectorAll("tbody"))
  for (const row of [...body.rows].slice(most)) row.remove(); }"""
"""Keep the first rows of every table: the others differ in their data alone."""
MANY, FEW = 12, 4
GRAPHICS = "main figure img, main svg, main canvas"
THEMES = "(theme) => { document.documentElement.dataset.theme = theme; }"


def violations(page: Page, how: dict[str, Any] | None = None) -> list[str]:
    """What axe finds on a page: rule, how many places, the first of them."""
    found: list[dict[str, Any]] = page.evaluate(RUN, how or {})
    return [f"{one['id']} ×{len(one['nodes'])}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page(house: House, opened: Opened, language: str) -> None:
    """All pages, each opened by a role that may; in Kazakh their colours in the dark and the contrast theme too."""
    wrong: dict[str, list[str]] = {}
    for page in everywhere(opened, house, language):
        page.evaluate(FIRST, MANY if language == "kk" else FEW)
        page.evaluate(AXE)
        found = violations(page)
        if page.locator(GRAPHICS).count() and not page.locator("main table").count():
            found.append("a graphic without a table")
        if not 0 < page.evaluate(WEIGHT) <= MOST_SCRIPTS:
            found.append(f"scripts of {page.evaluate(WEIGHT)} bytes")
        page.evaluate(FIRST, FEW)
        for theme in ("dark", "contrast") if language == "kk" else ():
            page.evaluate(THEMES, theme)
            found += [f"{theme}: {one}" for one in violations(page, THEMED)]
        if found:
            wrong[path_of(page)] = found
    assert wrong == {}
