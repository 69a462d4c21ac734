"""The console by keyboard alone: everything is reached by Tab and seen when it is, and the work is done by keys."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from .addresses import everywhere, path_of
from .conftest import House, Opened, claim

FOCUS = (Path(__file__).parent / "focus.js").read_text("utf-8")
STEPS = 10
TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
MOST = 400
ACTIVE = "one => one === document.activeElement"


def tab_to(page: Page, what: str) -> Locator:
    """Press Tab until that element has the focus. An AssertionError when Tab does not get there."""
    goal = page.locator(what).first
    goal.wait_for()
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if goal.evaluate(ACTIVE):
            return goal
    raise AssertionError(f"Tab does not reach {what}")


def test_tab_reaches_everything(house: House, opened: Opened) -> None:
    """On every page: all that can be pressed, in the order of reading, visibly, behind nothing, with no trap. The frame
    around the main part is walked once for each role; of a long table, whose rows are alike, the first rows."""
    wrong: dict[str, list[str]] = {}
    frames: set[Page] = set()
    for page in everywhere(opened, house, "kk"):
        count = page.evaluate(FOCUS, page not in frames)
        frames.add(page)
        keys = page.context.new_cdp_session(page)
        for _ in range(0, 4 * count + MOST, STEPS):  # the parts of a date take a Tab each
            for _ in range(STEPS):
                keys.send("Input.dispatchKeyEvent", TAB)
            if page.evaluate("walkedAround()"):
                break
        else:
            wrong[path_of(page)] = ["Tab does not come around"]
        keys.detach()
        if found := page.evaluate("walked()"):
            wrong[path_of(page)] = found
    assert wrong == {}


def test_past_the_rooms_and_down_a_table(house: House, opened: Opened) -> None:
    """The first Tab is the link to the main part; j and k walk the rows of a table."""
    page = opened("head")
    page.goto(f"{house.url}/kk/cases")
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate(ACTIVE)
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1
    rows = page.locator("table#cases tbody tr")
    tab_to(page, "table#cases tbody a")
    page.keyboard.press("j")
    assert rows.nth(1).locator("a").first.evaluate(ACTIVE)
    page.keyboard.press("k")
    assert rows.nth(0).locator("a").first.evaluate(ACTIVE)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/case/"))


def test_the_queue_is_decided_by_keys(house: House, opened: Opened) -> None:
    """A reason once, then one key a decision; what was decided stands in one's own list."""
    page = opened("analyst")
    page.goto(f"{house.url}/kk/decisions?kind=link")
    done, open_ = page.locator("table#mine tbody tr"), page.locator("input[name=at]").first
    before, first = done.count(), open_.input_value()
    tab_to(page, "#reason").fill("")
    page.keyboard.type("тізбек тексерілді")
    page.keyboard.press("Tab")
    page.keyboard.press("r")
    expect(done).to_have_count(before + 1)
    second = open_.input_value()
    assert second != first
    page.keyboard.press("n")  # not now
    expect(open_).not_to_have_value(second)
    expect(done).to_have_count(before + 1)
    page.keyboard.press("a")
    expect(done).to_have_count(before + 2)


def test_the_palette(house: House, opened: Opened) -> None:
    """Opened by keys, searched, followed; closed, it gives the focus back; rooms have keys of their own."""
    page = opened("head")
    page.goto(f"{house.url}/kk/")
    page.locator(".awake[data-island=palette]").wait_for(state="attached")
    link = tab_to(page, "main a")
    page.keyboard.press("Control+k")
    box = page.locator("dialog.palette[open] [role=combobox]")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.palette")).to_be_hidden()
    assert link.evaluate(ACTIVE)
    page.keyboard.press("Control+k")
    page.keyboard.type(page.locator("nav.rooms a[href$='/board']").inner_text())
    expect(page.locator("dialog.palette [aria-selected=true]")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/kk/board$"))
    page.locator(".awake[data-island=palette]").wait_for(state="attached")
    page.keyboard.press("?")
    expect(page.locator("dialog.palette[open] kbd").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.palette")).to_be_hidden()
    page.keyboard.type("gc")  # one after the other, at once
    page.wait_for_url(re.compile(r"/kk/cases$"))


def test_the_graph(house: House, opened: Opened) -> None:
    """Things are walked, counted before they open, taken away and brought back; the list does the same."""
    page = opened("head")
    page.goto(f"{house.url}/kk/case/{claim(house, 0)[0]}/graph")
    tab_to(page, ".graph-stage")
    about, options = page.locator(".graph-about strong"), page.locator(".graph-list [role=option]")
    shown = options.count()
    page.keyboard.press("ArrowRight")
    expect(about).to_be_visible()
    root = about.inner_text()
    page.keyboard.press("ArrowRight")
    expect(about).not_to_have_text(root)
    page.keyboard.press("Delete")
    expect(options).to_have_count(shown - 1)
    page.keyboard.press("Control+z")
    expect(options).to_have_count(shown)
    page.keyboard.press("Control+y")
    expect(options).to_have_count(shown - 1)
    page.keyboard.press("Control+z")
    tab_to(page, ".graph-list")
    dialog = page.locator("dialog[open]")
    for _ in range(shown):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.querySelector('dialog[open], .graph-list:not([aria-busy])')")
        if dialog.count():
            break
    expect(dialog.locator("input[type=checkbox]").first).to_be_checked()
    page.keyboard.press("Enter")  # the fewest are offered first
    expect(dialog).to_be_hidden()
    expect(options).not_to_have_count(shown)
    assert page.locator(".graph-list").evaluate(ACTIVE)
    page.keyboard.press("Backspace")  # folded again
    expect(options).to_have_count(shown)


def test_money_and_time(house: House, opened: Opened) -> None:
    """The money trail and the line of events: arrows walk, Enter marks rows of the table, keys move the slider."""
    page = opened("head")
    case = claim(house, 0)[0]
    page.goto(f"{house.url}/kk/case/{case}/money")
    slider = tab_to(page, "[data-island=sankey] input[type=range]")
    last = slider.get_attribute("aria-valuetext")
    page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") != last
    page.keyboard.press("End")
    box = tab_to(page, "[data-box][tabindex='0']").get_attribute("data-box")
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-box]:focus").get_attribute("data-box") != box
    page.keyboard.press("Enter")
    assert page.locator("#hops-table tr.chosen").count() > 0
    page.goto(f"{house.url}/kk/case/{case}")
    event = tab_to(page, "[data-event][tabindex='0']").get_attribute("data-event")
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-event]:focus").get_attribute("data-event") != event
    page.keyboard.press("Enter")
    expect(page.locator("#timeline-events tr.chosen")).to_have_count(1)


def test_panel_and_menu(house: House, opened: Opened) -> None:
    """The side panel takes the focus and gives it back; a pivot in it begins at the top; Escape folds the menu."""
    page = opened("head")
    page.goto(f"{house.url}/kk/case/{claim(house, 0)[0]}")
    link = tab_to(page, "main .sheet a[data-panel]:not(.place)")
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.locator("h1")).to_be_focused()
    pivot = tab_to(page, "#panel-inside a[data-panel]")
    panel.evaluate("one => one.scrollTo(0, one.scrollHeight)")
    was = panel.locator("h1").inner_text()
    pivot.evaluate("one => one.focus({preventScroll: true})")
    page.keyboard.press("Enter")
    expect(panel.locator("h1")).not_to_have_text(was)
    expect(panel.locator("h1")).to_be_focused()
    assert panel.evaluate("one => one.scrollTop") == 0
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert link.evaluate(ACTIVE)
    menu = page.locator("details.menu")
    summary = tab_to(page, "details.menu summary")
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    assert menu.locator(":focus").count() == 1
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    assert summary.evaluate(ACTIVE)
