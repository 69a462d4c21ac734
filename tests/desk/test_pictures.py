"""qalqan draw: every picture in every form, masked, logged, with its table; balances agree with the trail."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest
from tests.desk.paper_frames import CASE, FIRST, LONE, NOW, SECOND, VICTIM

from qalqan.desk import _paper_money as money
from qalqan.desk import balances, pictures, tables
from qalqan.desk._paper_view import View
from qalqan.errors import NotFound, UsageError
from qalqan.report.facts import Hop, Place
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

pytestmark = pytest.mark.usefixtures("still")

SECRETS = (VICTIM, FIRST, SECOND)


@pytest.fixture
def ws(made_once: Path, tmp_path: Path) -> Iterator[Workspace]:
    path = Path(shutil.copytree(made_once, tmp_path / "ws"))
    with Workspace.open(path, write=True) as opened:
        yield opened


def draw(ws: Workspace, what: str, out: Path, case: str = CASE, **asked: Any) -> pictures.Drawn:
    return pictures.draw(ws, what, case, out, Settings(), **({"lang": "kk"} | asked))


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize("what", pictures.WHAT)
def test_a_drawing_has_a_title_a_description_and_its_table(ws: Workspace, tmp_path: Path, what: str, lang: str) -> None:
    made = draw(ws, what, tmp_path / "a.svg", lang=lang)
    assert [path.suffix for path in made.paths] == [".svg", ".csv"]
    drawn = made.paths[0].read_text("utf-8")
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own picture
    for tag in ("title", "desc"):
        assert root.findtext(f"{{http://www.w3.org/2000/svg}}{tag}")
    rows = list(csv.reader(io.StringIO(made.paths[1].read_text("utf-8-sig"))))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1
    for text in (drawn, str(rows)):
        assert not [secret for secret in SECRETS if secret in text]
        assert "report-" not in text
    assert purposes.everything(ws) == []


@pytest.mark.parametrize("what", pictures.WHAT)
def test_with_a_purpose_it_is_clear_and_logged(ws: Workspace, tmp_path: Path, what: str) -> None:
    made = draw(ws, what, tmp_path / "a.csv", purpose="investigation", officer="А. Қасым")
    assert FIRST in made.paths[0].read_text("utf-8-sig") or what == "sankey"
    assert [use.what for use in purposes.everything(ws)] == [f"draw:{what}/{CASE}"]


@pytest.mark.parametrize("what", pictures.WHAT)
def test_documents_and_pages(ws: Workspace, tmp_path: Path, what: str) -> None:
    pdf = draw(ws, what, tmp_path / "sub" / "a.pdf").paths[0]
    assert CASE in "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    for path in draw(ws, what, tmp_path / "a.png").paths:
        assert path.read_bytes()[:4] == b"\x89PNG"


def test_equal_facts_give_equal_bytes(ws: Workspace, tmp_path: Path) -> None:
    for suffix in (".svg", ".pdf", ".csv"):
        one, two = (draw(ws, "balances", tmp_path / f"{name}{suffix}").paths[0] for name in "ab")
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(("asked", "error"), [
    ({"what": "map"}, "error-picture-what"), ({"out": "a.gif"}, "error-picture-suffix"),
    ({"rule": "best"}, "error-rule"), ({"what": "balances", "rule": "haircut"}, "error-picture-rule"),
    ({"as_of": "some day"}, "error-time"),
])  # fmt: skip
def test_wrong_calls(ws: Workspace, tmp_path: Path, asked: dict[str, str], error: str) -> None:
    given = {"what": "sankey", "out": "a.svg"} | asked
    with pytest.raises(UsageError, match=error):
        draw(ws, given.pop("what"), tmp_path / given.pop("out"), **given)
    assert not list(tmp_path.glob("a.*"))


def test_a_case_without_a_loss_is_told(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="error-trace-no-loss"):
        draw(ws, "sankey", tmp_path / "a.svg", LONE)


def test_another_rule_draws_another_trail(ws: Workspace, tmp_path: Path) -> None:
    assert draw(ws, "hops", tmp_path / "a.svg", rule="haircut").rule == "haircut"


def test_balances_end_where_the_trail_ends(ws: Workspace) -> None:
    known = tables.current(ws)
    told = money.money(known, [CASE])
    found = balances.of_trail(known, told, CASE, View(masked=False), Settings())
    assert found is not None
    left = dict(told.trails.select("account", "remaining_tiyn").iter_rows())
    assert found.accounts
    for one in found.accounts:
        assert one.steps[-1].ours_tiyn == left[one.account]
        assert all(step.ours_tiyn >= 0 and step.other_tiyn >= 0 for step in one.steps)
        assert [step.at for step in one.steps] == sorted(step.at for step in one.steps)
        assert one.ranges[-1].at == found.until
        for span in one.ranges:
            assert span.low_tiyn <= span.high_tiyn
        for since, until in one.known:
            assert since <= until <= found.until
    assert isinstance(found.since, datetime)


@pytest.mark.parametrize(("part", "shown"), [
    ("Лист1", "Лист1"), ("Шот 20", "Шот 20"), (FIRST, None), (f"Счет {FIRST}", None), ("8 701 555 01 12", None),
])  # fmt: skip
def test_sheets_called_by_an_account_are_masked_with_it(part: str, shown: str | None) -> None:
    hop = Hop("1", 1, "a", "b", 1, 2, 5, NOW, (Place("0" * 16, part, 7),))
    assert View(masked=False).veiled(hop) == hop
    veiled = View(masked=True).veiled((hop,))[0].places[0]
    assert (veiled.evidence, veiled.row) == ("0" * 16, 7)
    assert veiled.part == (shown or veiled.part)
    assert (part in veiled.part) == (shown is not None)
