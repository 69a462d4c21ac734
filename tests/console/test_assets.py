"""Static files: an address that changes with the content, kept for a year, gzipped where asked; a strict policy."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from tests.console.conftest import Sign

from qalqan.console.app import CSP
from qalqan.console.assets import KEPT, Assets
from qalqan.console.house import House


def test_any_change_is_another_address(tmp_path: Path) -> None:
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "core.js").write_text("let a = 1;\n" * 40, "utf-8")
    (tmp_path / "console.css").write_text("body { margin: 0 }", "utf-8")
    first = Assets(tmp_path)
    assert len(first) == 2
    assert Assets(tmp_path).base == first.base
    (tmp_path / "console.css").write_text("body { margin: 1px }", "utf-8")
    assert Assets(tmp_path).base != first.base
    (tmp_path / "console.css").rename(tmp_path / "built" / "console.css")
    assert Assets(tmp_path).stamp not in (first.stamp, Assets(tmp_path / "built").stamp)


def test_kept_for_a_year_and_only_under_its_own_stamp(house: House, sign: Sign) -> None:
    client = sign(house, "analyst")
    text = client.get("/kk/").text
    script = re.findall(r'src="(/static/[0-9a-f]{16}/built/core\.js)"', text)[0]
    base = script.removesuffix("/built/core.js")
    assert f'href="{base}/console.css"' in text
    told = client.get(script, headers={"accept-encoding": "gzip"})
    assert told.headers["cache-control"] == KEPT
    assert told.headers["content-encoding"] == "gzip"
    assert told.headers["content-type"].startswith("text/javascript")
    assert told.headers["content-security-policy"] == CSP
    assert "unsafe" not in CSP
    plain = client.get(script, headers={"accept-encoding": "identity"})
    assert plain.content == told.content
    assert int(told.headers["content-length"]) == len(gzip.compress(plain.content, mtime=0)) < len(plain.content)
    for other in (script.replace(base, "/static/0000000000000000"), f"{base}/built/none.js", f"{base}/%2e%2e/app.py"):
        gone = client.get(other)
        assert gone.status_code == 404
        assert gone.headers["cache-control"] == "no-store"
    assert client.get("/kk/").headers["cache-control"] == "no-store"
