"""The citizens' page in a real browser: axe finds nothing, a talk from begin to end, a text checked, all by keys."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.web.test_citizen import FIGURES, SCAM

from qalqan.texts.say import say
from qalqan.web.citizen import application
from qalqan.web.talks import talks

from .conftest import port
from .test_axe import AXE, violations
from .test_keyboard import tab_to

LINK = "SMS: посылка ждёт, оплатите доставку http://kazpost-kz.top/pay и введите код из SMS"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The page as its command serves it, in a thread of this process."""
    number = port()
    app = application(FIGURES, rate=100_000)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=number, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{number}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One window, narrow as a telephone; nothing that a script reports, since there is none."""
    made = browser.new_context(viewport={"width": 400, "height": 800})
    yield made
    assert made.cookies() == [], "nothing is kept"
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    made = context.new_page()
    yield made
    made.close()


def told(page: Page) -> list[str]:
    """What axe finds, and whether the page runs out of a telephone."""
    page.evaluate(AXE)
    wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    return violations(page) + ([f"{wide} px too wide"] if wide > 0 else [])


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_axe_finds_nothing(page: Page, address: str, language: str) -> None:
    """Every page, an answer and a mistake too."""
    wrong = {}
    for path in ("", "talk", f"talk/{talks(language)[0].id}", "figures", "nothing"):
        page.goto(f"{address}/{language}/{path}")
        wrong[path] = told(page)
    page.goto(f"{address}/{language}/")
    page.click("main button")  # nothing was typed
    expect(page.locator("#error")).to_be_visible()
    wrong["mistake"] = told(page)
    page.fill("#message", SCAM)
    page.click("main button")
    expect(page.locator("#verdict")).to_be_visible()
    wrong["answer"] = told(page)
    assert {path: found for path, found in wrong.items() if found} == {}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_talk_from_begin_to_end_by_keys(page: Page, address: str, language: str) -> None:
    """Chosen with Tab and Enter; of each step the safe answer with the arrows, its trick told after; Back goes one step
    back, the whole is counted at the end."""
    talk = talks(language)[0]
    page.goto(f"{address}/{language}/")
    tab_to(page, f"nav a[href='/{language}/talk']")
    page.keyboard.press("Enter")
    tab_to(page, f"main a[href$='/{talk.id}']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(talk.title)
    for number, step in enumerate(talk.steps):
        expect(page.locator("legend")).to_contain_text(step.says)
        safe = next(at for at, one in enumerate(step.choices) if one.safe)
        tab_to(page, "#c0")
        page.keyboard.press("Space")
        for _ in range(safe):
            page.keyboard.press("ArrowDown")
        expect(page.locator(f"#c{safe}")).to_be_checked()
        tab_to(page, "main form button")
        page.keyboard.press("Enter")
        expect(page.locator("ol.said > li")).to_have_count(number + 1)
        expect(page.locator("ol.said > li").last).to_contain_text(step.choices[safe].why)
    expect(page.locator("#end")).to_have_text(
        say("web-talk-end", language, safe=len(talk.steps), of=len(talk.steps)), use_inner_text=False
    )
    page.go_back()
    expect(page.locator("ol.said > li")).to_have_count(len(talk.steps) - 1)


@pytest.mark.parametrize(("language", "text", "sign"), [("kk", SCAM, "q"), ("ru", LINK, "code")])
def test_a_text_is_checked_by_keys_and_not_kept(page: Page, address: str, language: str, text: str, sign: str) -> None:
    """Typed and sent by keys: the answer says why with the text's own words, what to do and what is not known; nothing
    of it stands in the address."""
    page.goto(f"{address}/{language}/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    tab_to(page, "#message")
    page.keyboard.insert_text(text)
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    answer = page.locator("section.answer")
    expect(answer.locator("h2")).to_be_visible()
    expect(answer.locator(sign).first).to_be_visible()
    expect(answer.locator("ol > li").first).to_be_visible()
    assert re.fullmatch(rf"{re.escape(address)}/{language}/", page.url)
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0
