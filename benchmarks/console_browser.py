"""The console as a browser has it: first contentful paint, scripts transferred, a graph of 2,000 nodes under the hand.

    python benchmarks/console_browser.py [--cases 2000] [--transfers 40000] [--calls 40000] [--keep FOLDER] [--times 5]

A made workspace (seeded) is served on loopback and opened in Debian's Chromium without a window, which draws WebGL on
the processor: a machine with a graphics card does better. Each page is opened anew, once with nothing kept by the
browser and then ``--times`` times with the static files kept; the median is told, beside a calibration loop.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[1])]

import uvicorn  # noqa: E402 - the root first
from benchmarks._console_world import make  # noqa: E402
from benchmarks.calibration_loop import calibrate  # noqa: E402
from benchmarks.console import client_of, pages  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright  # noqa: E402

from qalqan.console import sessions, warm  # noqa: E402
from qalqan.console.app import application  # noqa: E402
from qalqan.console.house import House  # noqa: E402

NODES = 2_000
MOVES = 120
PAINT = """() => new Promise((told) => new PerformanceObserver((seen) => {
  const first = seen.getEntries().find((one) => one.name === "first-contentful-paint");
  if (first) told(first.startTime);
}).observe({ type: "paint", buffered: true }))"""
SCRIPTS = """() => performance.getEntriesByType("resource").filter((one) => /[.]js$/.test(one.name))
  .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
DRAWN = """new MutationObserver((_changes, me) => {
  if (!document.querySelector(".graph-stage canvas")) return;
  me.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { window.drawnAt = performance.now(); }));
}).observe(document, { childList: true, subtree: true });"""
FRAMES = """() => { window.frames_ = []; let last = performance.now();
  const next = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next); }"""


def serve(house: House) -> str:
    """The console in a thread of this process; gives its address."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    app = application(house, rate=1_000_000_000)
    warm.pages(app.state.pages)  # as the server does before its door opens
    warm.run(house, house.tables())
    how = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning")
    server = uvicorn.Server(how)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{port}"


def fresh(browser: Browser, url: str, cookie: str) -> BrowserContext:
    """A browser that keeps nothing yet, signed in."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": sessions.COOKIE, "value": cookie, "url": url}])
    return context


def painted(page: Page, address: str) -> tuple[float, int]:
    """Milliseconds until the first content is seen, bytes of scripts as they are transferred."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return float(page.evaluate(PAINT)), int(page.evaluate(SCRIPTS))


def under_the_hand(page: Page, url: str) -> tuple[float, list[float]]:
    """Milliseconds until a graph of 2,000 nodes is drawn, and of each frame while it is dragged about."""
    page.add_init_script(DRAWN)
    page.goto(f"{url}/kk/style?nodes={NODES}")
    page.wait_for_function("() => window.drawnAt")
    stage = page.locator(".graph-stage")
    stage.scroll_into_view_if_needed()
    page.wait_for_timeout(3000)  # the places are found in a worker meanwhile
    box = stage.bounding_box()
    assert box is not None, "the graph has no place on the page"
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(FRAMES)
    for at in range(MOVES):
        page.mouse.move(x + (at % 40 - 20) * 6, y + (at % 30 - 15) * 5)
    frames: list[float] = page.evaluate("() => window.frames_")
    page.mouse.up()
    return float(page.evaluate("() => window.drawnAt")), frames[2:]


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=2_000)
    asked.add_argument("--transfers", type=int, default=40_000)
    asked.add_argument("--calls", type=int, default=40_000)
    asked.add_argument("--times", type=int, default=5)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", type=Path, help="a folder to make the workspace in, or one it was made in")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        place = (told.keep or Path(folder)) / "ws"
        if not place.is_dir():
            make(place, told.cases, told.transfers, told.calls, told.seed)
        print(f"calibration loop: {calibrate():.2f} s of CPU")
        house = House(place)
        cookie = client_of(house).cookies[sessions.COOKIE]
        url = serve(house)
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        print(f"{'page':28} {'first':>7} {'then':>7}  ms to the first content   {'scripts':>8} KiB gzip")
        for name, address in pages(house, Random(told.seed)).items():
            context = fresh(browser, url, cookie)
            page, where = context.new_page(), url + address()
            first, scripts = painted(page, where)
            then = statistics.median(painted(page, where)[0] for _ in range(told.times))
            print(f"{name:28} {first:7.0f} {then:7.0f} {'':26} {scripts / 1024:8.1f}")
            context.close()
        drawn, frames = under_the_hand(fresh(browser, url, cookie).new_page(), url)
        cut = statistics.quantiles(frames, n=20)
        print(f"graph of {NODES:,} nodes: first drawn after {drawn:.0f} ms of the page's opening;"
              f" {len(frames)} frames while dragged: p50 {statistics.median(frames):.0f}, p95 {cut[18]:.0f},"
              f" longest {max(frames):.0f} ms")  # fmt: skip
        browser.close()
        house.close()


if __name__ == "__main__":
    main()
