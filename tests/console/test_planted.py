"""No personal value travels to who is not entitled to it: two hundred planted ones, looked for in every answer.

Pages, parts for htmx, resources, streamed files, pictures, errors, redirects and headers, for every role, in three
languages; nobody here stated a purpose for the cases that hold the values.
"""

from __future__ import annotations

import io
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import polars as pl
import pytest
import xlsxwriter

from qalqan.console.house import House
from qalqan.desk import export, papers
from qalqan.govern.policy import Role

from .conftest import served
from .crawl import changes, spoken, starts, walk
from .direct import Direct
from .planting import CASES, Looked, opened, planted, values

FULL = bool(os.environ.get("QALQAN_ACCEPTANCE"))
MOST, EACH = (3_800, 1_500) if FULL else (70, 2)
"""Addresses of each role, and of each kind of page; in the acceptance they are asked for in every language."""
BIG = 50_000 if FULL else 400
SEEN = Counter[str]()
LOOKERS = ("duty_officer", "analyst", "investigator", "head", "inspector")


@pytest.fixture(scope="module")
def sown(analysed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str]]:
    """A copy with the values in it, and the case on whose basis their files came in."""
    folder = tmp_path_factory.mktemp("planted")
    house = House(Path(shutil.copytree(analysed, folder / "ws")))
    case = str(house.tables()["cases"].sort("case_id")["case_id"][0])
    planted(house, folder, case)
    yield house, case
    house.close()


def test_the_values_stand_where_they_were_planted(sown: tuple[House, str]) -> None:
    """Two hundred, of every kind, in the tables of the run: in clear they would be found."""
    house, _ = sown
    told, known = values(), house.tables()
    assert len(told) >= 200
    assert set(known["cases"]["case_id"]) >= set(CASES)
    looked = Looked(told.signs())
    for name in (
        "cases",
        "transactions",
        "calls",
        "messages",
        "subscribers",
        "holders",
        "mentions",
        "identifiers",
        "evidence",
    ):
        looked.take(name, known[name].write_csv())
    looked.look()
    assert set(looked.found) >= {"cases", "transactions", "calls", "messages", "subscribers", "holders", "identifiers"}
    everything = " ".join(
        known[name].write_csv() for name in ("cases", "transactions", "calls", "messages", "subscribers")
    )
    for kind in set(told.__slots__) - {"cards"}:  # of a card the run holds a keyed hash alone
        here = [one for one in getattr(told, kind) if one.removeprefix("+") in everything]
        assert here, kind


@pytest.mark.parametrize("role", [one.value for one in Role])
def test_no_answer_holds_one(sown: tuple[House, str], role: str) -> None:
    house, case = sown
    client, looked, kinds = Direct(served(house), house, f"Try {role}"), Looked(values().signs()), Counter[str]()
    own = [case, *CASES] if FULL else [case, CASES[0]]
    more = [str(one) for one in house.tables()["cases"]["case_id"].to_list()] if FULL else []
    deep = role in LOOKERS
    for address, answer in walk(client, starts([*own, *more], "kk"), MOST if deep else 90, EACH):
        looked.take(address, answer.whole)
        kinds[f"{answer.status} {answer.kind}"] += 1
        for other in spoken(address)[1:] if FULL else ():
            told = client.get(other)
            looked.take(other, told.whole)
            kinds[f"{told.status} {told.kind}"] += 1
    for address, answer in changes(client, "ru") if FULL or role in ("head", "partner") else ():
        looked.take(address, answer.whole)
        kinds[f"{answer.status} {answer.kind}"] += 1
    for typed in (values().phones[0], values().names[0], values().iins[0]) if deep else ():
        asked = f"/api/v1/search?q={quote(typed)}"
        looked.take(asked, client.get(asked).whole)
    looked.look()
    client.close()
    SEEN.update(kinds)
    assert looked.found == {}
    assert looked.many >= 60


def test_so_many_answers_of_every_format_were_looked_at() -> None:
    """Counted over the roles above: the figure of the acceptance."""
    print(SEEN.total(), dict(SEEN))
    formats = {one.split(" ")[1] for one in SEEN}
    assert formats >= {"text/html", "application/json", "application/problem+json", "text/csv", "image/svg+xml"}
    assert {int(one.split(" ")[0]) for one in SEEN} >= {200, 303, 400, 403, 404, 422}
    assert SEEN.total() >= BIG


def test_no_file_made_without_a_purpose_holds_one(sown: tuple[House, str], tmp_path: Path) -> None:
    """The dossier of a planted case with what ships beside it, and the export, opened whatever holds them; with a
    purpose the same dossier tells them, or nothing would have been read."""
    house, case = sown
    more = [(case, "")] if FULL else []
    for one, purpose in ((CASES[0], ""), (CASES[0], "investigation"), *more):
        out = tmp_path / (purpose or "masked") / one / "dossier.pdf"
        out.parent.mkdir(parents=True)
        papers.dossier(house.path, "case", one, out, lang="kk", officer="Try head", purpose=purpose)
    export.export(house.ws, tmp_path / "masked" / "tables", officer="Try head")
    for purpose, finds in (("masked", False), ("investigation", True)):
        looked = Looked(values().signs())
        for path in sorted(one for one in (tmp_path / purpose).rglob("*") if one.is_file()):
            looked.take(path.name, opened(path.read_bytes()))
        looked.look()
        assert {Path(one).suffix for one in looked.found} == ({".pdf"} if finds else set()), looked.found


def test_a_workbook_is_opened() -> None:
    """What the tests above would find in one: a value in a cell."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    book.add_worksheet().write_string(0, 0, values().names[3])
    book.close()
    assert values().names[3] in opened(held.getvalue())


def test_a_purpose_for_one_case_opens_no_other(sown: tuple[House, str]) -> None:
    """An investigator who opened a case of their own meets none of the values of the others in clear."""
    house, case = sown
    tied = house.tables()["links"].filter(
        pl.col("case_a").is_in([case, *CASES]) | pl.col("case_b").is_in([case, *CASES])
    )
    near = {*tied["case_a"], *tied["case_b"], case, *CASES}
    mine = next(one for one in house.tables()["cases"]["case_id"].sort().to_list() if one not in near)
    client, looked = Direct(served(house), house, "Try investigator"), Looked(values().signs())
    assert client.send("POST", "/kk/unmask", {"purpose": "investigation", "case": mine}).status == 303
    for address, answer in walk(client, starts([mine, case, CASES[0]], "kk"), MOST, EACH):
        looked.take(address, answer.whole)
    looked.look()
    client.close()
    assert looked.found == {}


def test_a_filter_over_masked_names_answers_nothing(sown: tuple[House, str]) -> None:
    """Whether a surname stands in the name of a file cannot be asked; the ending of the name can."""
    house, _ = sown
    client = Direct(served(house), house, "Try investigator")
    names = house.tables()["evidence"]["file"].to_list()
    assert any("Жұқбақова" in one for one in names)
    for told in ("Жұқбақова", "жұқ", values().phones[0][2:], values().iins[0]):
        page = client.get(f"/kk/evidence?text={told}").text
        assert "/kk/evidence/" not in page.split("<tbody>")[-1], told
    assert "/kk/evidence/" in client.get("/kk/evidence?text=.zip").text.split("<tbody>")[-1]
    client.close()
