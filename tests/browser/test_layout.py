"""Texts six tenths longer than the Kazakh ones break no page, down to a window of 320 pixels (WCAG 2.2, 1.4.10)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .addresses import everywhere, path_of
from .conftest import House, Opened, serve
from .pseudo import MARKS, longer, stretched

LAYOUT = (Path(__file__).parent / "layout.js").read_text("utf-8")
WIDTHS = (1280, 400, 320)
HIGH = 900


def test_the_pseudo_language_is_longer_and_keeps_what_is_computed() -> None:
    """Words grow, values and plural forms stay, and every message is marked."""
    assert longer("Ақша әлі сонда: 5") == "АқшаАқш әліәл сондасон: 5"
    told = stretched("a = { $n ->\n    [one] бір { $what }\n   *[other] көп\n}\n    .title = тақырып\n")
    assert "[one] бірбі { $what }" in told
    assert told.count(MARKS[0]) == told.count(MARKS[1]) == 1


@pytest.fixture
def pseudo(house: House, tmp_path: Path) -> Iterator[str]:
    """The same workspace, served in the pseudo-language at the addresses of Kazakh."""
    child, url = serve(house.ws, log=tmp_path / "pseudo.log", how=("tests.browser.pseudo",))
    yield url
    child.terminate()
    child.wait(20)


def test_long_texts_break_nothing(house: House, opened: Opened, pseudo: str) -> None:
    """No page is wider than the window, no text is cut, nothing to press lies on another (QALQAN_SHOTS: pictures)."""
    wrong: dict[str, list[str]] = {}
    for page in everywhere(opened, house, "kk", url=pseudo):
        path = path_of(page)
        assert MARKS[0] in page.locator("main").inner_text(), path
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HIGH})
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            if found := page.evaluate(LAYOUT):
                wrong[f"{path} at {width}"] = found
            if "QALQAN_SHOTS" in os.environ:
                name = re.sub(r"\W+", "_", path)[:60]
                page.screenshot(path=house.shots / f"pseudo{name}.{width}.png", full_page=True)
        page.set_viewport_size({"width": WIDTHS[0], "height": HIGH})
    assert wrong == {}
