"""What ships beside a dossier or request: ``recompute.py``, a script independent of this program, and a table for it.

The table names every transfer of every account that the case's money reached, from the first row seen to the moment of
the document, as a place in an original: file, SHA-256, sheet, row, and cells of sum, time, payer and payee. It holds
no name and no account (but what files and sheets are called), only numbers of the document. A cell is named only where
the script itself reads the value in it; where it cannot (PDF, MT940, another layout) the row says so by an empty cell.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import polars as pl
from defusedxml import ElementTree

from qalqan.clock import UTC, to_local
from qalqan.desk import _paper_money as money
from qalqan.desk._paper_view import DIGITS
from qalqan.engine.frames import Tables
from qalqan.errors import NotFound, UsageError
from qalqan.kernels.money import I64
from qalqan.link.follow_book import Book
from qalqan.link.follow_keep import book_for
from qalqan.link.follow_trace import losses_of, registered
from qalqan.model.evidence import parse_locators
from qalqan.report.recompute import recompute
from qalqan.settings import Settings
from qalqan.store.workspace import Workspace
from qalqan.texts.say import say

SCRIPT, ROWS = "recompute.py", ".rows.csv"
COLUMNS = (
    "case", "what", "no", "time", "payer", "payee", "tiyn", "lost", "takes_back", "file", "sha256", "sheet", "row",
    "tiyn_cell", "time_cell", "payer_cell", "payee_cell",
)  # fmt: skip
WORDS = ("rows-read", "rows-told", "no-file", "sum", "time", "unlisted", "differs", "case", "total", "lost", "asked",
         "equal", "not-equal")  # fmt: skip
WORKBOOK = "xl/workbook.xml"
LARGEST = 64 << 20
"""Originals above so many bytes are not opened to name cells: the script then takes their rows from the table."""
LONGEST = 40
"""Signs of the longest cell that is looked at as a time or an identifier."""


@dataclass(slots=True)
class Line:
    """A line of the table, before its cells are named: ``names`` are the identifiers payer and payee may be told by."""

    told: dict[str, str]
    place: tuple[str, str, int] | None = None
    names: dict[str, frozenset[str]] = field(default_factory=dict)


def write(
    ws: Workspace, known: Tables, cases: list[str], document: Path, *, lang: str, masked: bool = False,
    asked: Mapping[str, int] | None = None,
) -> list[Path]:  # fmt: skip
    """Write script and table beside a document on these cases' money (FIFO, as of registration); gives both paths.

    ``X.pdf`` gets ``X.rows.csv``; the script is always the same. ``masked``: sheets that are called by an account stand
    in it by their number (#3). ``asked``: the sums (tiyn) that a request asks to hold, by account; the script says so
    when one is above its own. Raises UsageError when they cannot be written.
    """
    numbers = money.money(known, cases).number
    lines = rows(known, ws.settings, cases, numbers)
    lines += [
        Line({"case": cases[0], "what": "asked", "payer": str(numbers.get(account, "")), "tiyn": str(sum_)})
        for account, sum_ in (asked or {}).items()
    ]
    _cells(ws, known["evidence"], lines, masked=masked)
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"what": "word", "no": key, "file": say(f"recompute-{key}", lang)} for key in WORDS)
    writer.writerows(line.told for line in lines)
    paths = [document.parent / SCRIPT, document.with_suffix(ROWS)]
    try:
        document.parent.mkdir(parents=True, exist_ok=True)
        paths[0].write_bytes((files("qalqan.report.recompute") / SCRIPT).read_bytes())
        paths[1].write_text(made.getvalue(), "utf-8-sig", newline="")
    except OSError as error:
        raise UsageError("error-paper-out", where=str(document), reason=error.strerror or str(error)) from error
    return paths


def rows(known: Tables, settings: Settings, cases: list[str], numbers: dict[str, int]) -> list[Line]:
    """The lines of the cases, in the order in which the script follows them."""
    book = book_for(known)
    node = {name: at for at, name in enumerate(book.nodes["name"].to_list())}
    also: dict[str, set[str]] = defaultdict(set)
    for alias, account in known["aliases"].select("alias", "account").iter_rows():
        also[account].add(_plain(alias))
    made: list[Line] = []
    for case in cases:
        trail = known["trails"].filter(
            (pl.col("case_id") == case) & (pl.col("rule") == "fifo") & pl.col("hop").is_not_null()
        )
        if trail.height:
            made += _case(known, book, settings, _Case(case, trail, numbers, node, also))
    return made


@dataclass(frozen=True, slots=True)
class _Case:
    """A case: its trail, the accounts' numbers in the document and in the book, and other names of each account."""

    id: str
    trail: pl.DataFrame
    numbers: dict[str, int]
    node: dict[str, int]
    also: dict[str, set[str]]

    def number(self, name: str) -> str:
        """The account's number in the document; empty for accounts off the trail."""
        return str(self.numbers[name]) if name in self.numbers else ""

    def names(self, name: str) -> frozenset[str]:
        """The identifiers by which an original may tell the account."""
        return frozenset({_plain(name), *self.also.get(name, ())})


def _case(known: Tables, book: Book, settings: Settings, case: _Case) -> list[Line]:
    asked = registered(
        known["cases"].filter(pl.col("case_id") == case.id), known["losses"].filter(pl.col("case_id") == case.id),
        book.ledger.at,
    )  # fmt: skip
    losses = losses_of(book, known["losses"], asked, settings.trace)
    lost = dict(zip(losses.row.tolist(), losses.amount.tolist(), strict=True))
    accounts = [name for name in case.trail["account"].to_list() if not book.stop[case.node[name]]]
    last = int(losses.last[0])
    mine = np.unique(np.concatenate([_rows(book, [case.node[name] for name in accounts]), losses.row.astype(np.int64)]))
    limits = {"what": "limits", "tiyn": str(settings.trace.hops), "lost": str(settings.trace.smallest_tiyn)}
    made = [Line({"case": case.id, **limits})]
    made += [
        Line({
            "case": case.id, "what": "stated" if row["account"] in accounts else "end",
            "payer": case.number(row["account"]), "tiyn": str(row["remaining_tiyn"]),
        })
        for row in case.trail.iter_rows(named=True)
    ]  # fmt: skip
    events = [
        (row, 1, _transfer(book, case, frozenset(accounts), row, lost if row < last else None)) for row in mine.tolist()
    ]
    events += [(row, 0, lines) for row, lines in _balances(known, book, case, accounts, last)]
    for _, _, lines in sorted(events, key=lambda one: one[:2]):
        made += lines
    return made


def _rows(book: Book, nodes: list[int]) -> I64:
    """All rows of some accounts, in order."""
    ledger = book.ledger
    found = [
        index[start[node] : start[node + 1]]
        for start, index in ((ledger.out_start, ledger.out_row), (ledger.in_start, ledger.in_row))
        for node in nodes
    ]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *found])).astype(np.int64)


def _transfer(book: Book, case: _Case, followed: frozenset[str], row: int, lost: dict[int, int] | None) -> list[Line]:
    """A transfer: a line for its first place and one for each further place (``again``); ``later``: after the end."""
    ledger = book.ledger
    payer, payee = (book.nodes["name"][int(side[row])] for side in (ledger.sender, ledger.receiver))
    told = {
        "case": case.id, "what": "transfer", "no": str(row), "time": _local(int(ledger.at[row])),
        "payer": case.number(payer) if payer in followed else "", "payee": case.number(payee),
        "tiyn": str(int(ledger.amount[row])),
    }  # fmt: skip
    if lost is not None:
        told["lost"] = str(lost[row]) if row in lost else ""
        told["takes_back"] = str(int(ledger.original[row])) if ledger.original[row] >= 0 else ""
    names = {"payer": case.names(payer), "payee": case.names(payee)}
    made = []
    for at, place in enumerate(parse_locators(book.rows["locators"][row] or "")):
        what = "later" if lost is None else "again" if at else "transfer"
        line = told if lost is not None else {"case": case.id}
        made.append(
            Line({**line, "what": what, **({"lost": ""} if at else {})}, (place.evidence, place.part, place.row), names)
        )
    return made or [Line(told, None, names)]


def _balances(known: Tables, book: Book, case: _Case, accounts: list[str], last: int) -> list[tuple[int, list[Line]]]:
    """The balances that banks state, each with the row before which it counts."""
    mine = {case.node[name]: name for name in accounts}
    made = []
    for node, when, opening in book.stated.select("node", "when", "opening_tiyn").iter_rows():
        row = int(np.searchsorted(book.ledger.at, when, side="left"))
        if node not in mine or row >= last:
            continue
        name = mine[node]
        told = {
            "case": case.id, "what": "balance", "time": _local(when), "payer": case.number(name), "tiyn": str(opening)
        }  # fmt: skip
        places = _stated_at(known, name, when, opening)
        made.append((row, [Line(told, places[0] if places else None, {"payer": case.names(name)})]))
    return made


def _stated_at(known: Tables, account: str, when: int, opening: int) -> list[tuple[str, str, int]]:
    """Where a balance is stated: in an answer's period or beside a holder."""
    found = []
    for name, column in (("coverage", "from"), ("holders", "opening_at")):
        same = (pl.col(column).dt.timestamp("us") == when) & (pl.col("opening_tiyn") == opening)
        for locators in known[name].filter((pl.col("account") == account) & same)["locators"]:
            found += [(one.evidence, one.part, one.row) for one in parse_locators(locators or "")]
    return found


def _local(microseconds: int) -> str:
    at = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
    return f"{to_local(at):%Y-%m-%d %H:%M:%S}"


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text)


def _cells(ws: Workspace, evidence: pl.DataFrame, lines: list[Line], *, masked: bool) -> None:
    """Put file, hash, sheet and row into each line, and the cells in which the script finds its values."""
    sources = {row["evidence"]: row for row in evidence.iter_rows(named=True)}
    by_evidence: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.place is not None and line.place[0] in sources:
            source, (id_, part, row) = sources[line.place[0]], line.place
            line.told |= {"file": source["file"] or "", "sha256": source["sha256"], "sheet": part, "row": str(row)}
            by_evidence[id_].append(line)
    with tempfile.TemporaryDirectory(prefix="qalqan-") as scratch:
        copy = Path(scratch) / "original"
        for id_, mine in sorted(by_evidence.items()):
            try:
                ws.vault.extract(sources[id_]["sha256"], copy)
            except NotFound:  # erased by decision: its rows stay told by the table
                continue
            if masked:
                _numbered(mine, copy)
            sheets = {line.told["sheet"] for line in mine}
            table = recompute.cells(copy.read_bytes(), sheets) if copy.stat().st_size <= LARGEST else {}
            _named([line for line in mine if line.told["what"] != "later"], table)


def _numbered(lines: list[Line], original: Path) -> None:
    """Call sheets by their number in the workbook where their names are an account's, card's or phone's."""
    private = {line.told["sheet"] for line in lines if sum(map(str.isdigit, line.told["sheet"])) >= DIGITS}
    names: list[str] = []
    if private and zipfile.is_zipfile(original):
        with zipfile.ZipFile(original) as book:
            if WORKBOOK in book.namelist():
                tree = ElementTree.fromstring(book.read(WORKBOOK))
                names = [one.get("name") or "" for one in tree.iterfind(".//{*}sheet")]
    for line in lines:
        if (name := line.told["sheet"]) in private:
            line.told["sheet"] = f"#{names.index(name) + 1}" if name in names else "#"


def _named(lines: list[Line], table: dict[tuple[str, int], dict[str, str]]) -> None:
    """Name the cells of the lines of one original. Of several that fit, the column that fits most rows."""
    fitting: list[dict[str, list[str]]] = []
    for line in lines:
        row = table.get((line.told["sheet"], int(line.told["row"])), {})
        fitting.append({
            "tiyn": [c for c, text in row.items() if _is_sum(text) and recompute.tiyn(text) == int(line.told["tiyn"])],
            "time": [c for c, text in row.items() if _same_time(text, line.told["time"])],
            **{
                side: [c for c, text in row.items() if len(text) < LONGEST and _plain(text) in names]
                for side, names in line.names.items()
                if line.told.get(side)
            },
        })  # fmt: skip
    often: Counter[tuple[str, str]] = Counter(
        (what, column) for one in fitting for what, columns in one.items() for column in columns
    )
    for line, one in zip(lines, fitting, strict=True):
        for what, columns in one.items():
            if columns:
                line.told[f"{what}_cell"] = max((often[what, column], -len(column), column) for column in columns)[2]


def _is_sum(text: str) -> bool:
    return bool(re.fullmatch(r"[-+−]?[\d\s.,\u00a0\u202f']{1,40}", text)) and any(sign.isdigit() for sign in text)


def _same_time(text: str, time: str) -> bool:
    return 6 <= len(text) < LONGEST and _digits(text) == _digits(time)


@lru_cache(maxsize=1 << 15)
def _digits(text: str) -> tuple[int, ...]:
    return tuple(recompute.digits(text))
