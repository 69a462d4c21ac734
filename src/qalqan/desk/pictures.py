"""qalqan draw: pictures of one case as SVG, PDF, PNG or CSV: its money, its victim's line; every one has its table."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from qalqan.desk import _paper_money as money
from qalqan.desk import balances, tables
from qalqan.desk._paper_view import View
from qalqan.desk._victims_line import VictimsLine, victims_line
from qalqan.desk.find import case_id
from qalqan.desk.moments import moment
from qalqan.desk.traced import traced as trace_of
from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.link import follow
from qalqan.report import balances as balances_
from qalqan.report import hop_table, pdf, pictures
from qalqan.report.balances import Balances
from qalqan.report.blocks import Block, Para, Sheet
from qalqan.report.facts import EPOCH, Source, places_of
from qalqan.report.pictures import Trail
from qalqan.report.wording import Words
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

WHAT = ("sankey", "balances", "hops")
LINE = "timeline"
SUFFIXES = (".svg", ".pdf", ".png", ".csv")
PPI = 160.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was written: the files, the case, the moment, the rule, and how many accounts and hops are in it."""

    paths: tuple[Path, ...]
    case_id: str
    as_of: datetime
    rule: str
    accounts: int
    hops: int


def draw(
    ws: Workspace, what: str, case: str, out: Path, settings: Settings, *, lang: str, rule: str = "fifo",
    as_of: str = "", known_at: str = "", purpose: str = "", officer: str = "",
) -> Drawn:  # fmt: skip
    """Write one picture of a case's money, as of its registration when no moment is given, or of its victim's line.

    Masked unless a purpose is given, which is logged. A table stands beside an SVG as CSV, in a PDF below the
    picture. Raises UsageError for an unknown picture, kind of file, rule or moment, NotFound for an unknown case or one
    without a loss.
    """
    if (suffix := out.suffix.lower()) not in SUFFIXES:
        raise UsageError("error-picture-suffix", suffix=suffix, known=", ".join(SUFFIXES))
    if what == LINE:
        line = victims_line(ws, case, settings, lang, purpose=purpose, officer=officer)
        paths = _write(line, out, suffix, tables.current_run(ws).result_hash)
        return Drawn(paths, line.told.case, line.moment, "", 0, len(line.told.rows))
    known = tables.current(ws)
    made = pictured(
        known, what, case, settings, lang=lang, rule=rule, as_of=as_of, known_at=known_at, clear=bool(purpose)
    )
    trail = made.trail
    if purpose:
        purposes.log(ws, officer or "-", purpose, f"draw:{what}/{trail.id}", len(trail.stands) + len(trail.hops))
    paths = _write(made, out, suffix, tables.current_run(ws).result_hash)
    return Drawn(paths, trail.id, trail.as_of or EPOCH, rule, len(trail.stands), len(trail.hops))


def pictured(
    known: Tables, what: str, case: str, settings: Settings, *, lang: str, rule: str = "fifo", as_of: str = "",
    known_at: str = "", clear: bool = False,
) -> Picture:  # fmt: skip
    """One picture of a case's money, not written yet; in clear only for a purpose that the caller has logged.

    Raises as :func:`draw` does.
    """
    if what not in WHAT:
        raise UsageError("error-picture-what", what=what, known=", ".join((*WHAT, LINE)))
    if rule not in follow.RULES:
        raise UsageError("error-rule", rule=rule, known=", ".join(follow.RULES))
    if what == "balances" and rule != "fifo":
        raise UsageError("error-picture-rule", rule=rule)
    one = case_id(known, case)
    registered = known["cases"].filter(pl.col("case_id") == one)["registered_at"][0]
    seen = moment(known_at) if known_at else None
    traced = trace_of(known, settings, one, rule, moment(as_of) if as_of else registered, seen=seen)
    view = View(masked=not clear)
    named = (traced.trail["account"], traced.hops["from"], traced.hops["to"])
    view.learn([account for column in named for account in column.drop_nulls()], "account")
    told = _money(known, traced)
    trail = Trail(
        one, money.stands(known, told, view, frozenset()), view.veiled(money.hops(told, view)), traced.as_of, rule,
        traced.as_of.date(),
    )  # fmt: skip
    lying = balances.of_trail(known, told, one, view, settings, known_at=seen) if what == "balances" else None
    return Picture(what, trail, lying, view.veiled(_sources(known, trail)), Words(lang))


def _money(known: Tables, traced: follow.Trace) -> money.Money:
    """A trace in the shape of a document's money, its accounts numbered as a dossier numbers them."""
    trails = traced.trail.sort("hop", -pl.col("traced_in_tiyn"), "account", nulls_last=True)
    number = {account: at for at, account in enumerate(trails["account"].to_list(), 1)}
    return money.Money(
        trails, traced.hops.sort("at", "seq", nulls_last=True), known["losses"].head(0), number, traced.loss_tiyn,
        traced.as_of,
    )  # fmt: skip


def _sources(known: Tables, trail: Trail) -> tuple[Source, ...]:
    rows = known["evidence"].filter(pl.col("evidence").is_in(sorted(places_of(trail.hops)))).sort("file", "evidence")
    return tuple(Source(row["evidence"], row["file"] or "", row["sha256"]) for row in rows.iter_rows(named=True))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture before it is written."""

    what: str
    trail: Trail
    lying: Balances | None
    sources: tuple[Source, ...]
    words: Words

    def svg(self) -> str:
        """As a drawing."""
        trail, words = self.trail, self.words
        title = words("draw-title", id=trail.id)
        if self.what == "sankey":
            return pictures.sankey_svg(trail, words)
        if self.lying is not None:
            return balances_.svg(self.lying, words.lang, title, words("draw-desc", id=trail.id))
        return hop_table.svg(trail.hops, self.sources, words, title, words("draw-desc", id=trail.id))

    def blocks(self) -> list[Block]:
        """As a document's figures, each with its table."""
        hops = hop_table.blocks(self.trail.hops, self.sources, self.words, several=False)
        if self.lying is not None:
            return pictures.balances(self.lying, self.trail.id, self.words)
        return [*pictures.sankeys(self.trail, self.words), *hops] if self.what == "sankey" else hops

    def rows(self) -> list[tuple[str, ...]]:
        """The table of the picture, with its head."""
        if self.lying is not None:
            grid = pictures.balances_grid(self.lying.accounts, self.words)
            return [grid.head, *grid.rows]
        head = tuple(self.words(key) for key in hop_table.COLUMNS)
        cells = [hop_table.cells(hop, self.sources, self.words, several=False) for hop in self.trail.hops]
        return [head, *cells]

    def sheet(self, result_hash: str) -> Sheet:
        """As a document: the picture and below it the table."""
        trail, words = self.trail, self.words
        title = words("draw-title", id=trail.id)
        lead = Para(words("now-lead", moment=words.time(trail.as_of), rule=words.of("rule", trail.rule)), "small")
        return Sheet(
            title=title, lang=words.lang, moment=int((trail.as_of or EPOCH).timestamp()),
            head=f"{title} · {words('reference')}", foot=words("foot", hash=result_hash[:16]),
            page=words("page", n="{n}", of="{of}"), draft="", draft_note="",
            blocks=(Para(title, "centre"), lead, *self.blocks()),
        )  # fmt: skip


def _write(made: Picture | VictimsLine, out: Path, suffix: str, result_hash: str) -> tuple[Path, ...]:
    """Write the picture; gives all files. Raises UsageError when they cannot be written."""
    paths = [out]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if suffix == ".svg":
            out.write_text(made.svg(), "utf-8")
            paths.append(out.with_suffix(".csv"))
        elif suffix == ".pdf":
            out.write_bytes(pdf.render(made.sheet(result_hash)))
        elif suffix == ".png":
            pages = pdf.pictures(made.sheet(result_hash), PPI)
            paths = [out, *(out.with_stem(f"{out.stem}-{at}") for at in range(2, len(pages) + 1))]
            for path, page in zip(paths, pages, strict=True):
                path.write_bytes(page)
        if suffix in (".svg", ".csv"):
            with paths[-1].open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([_safe(cell) for cell in row] for row in made.rows())
    except OSError as error:
        raise UsageError("error-paper-out", where=str(out), reason=error.strerror or str(error)) from error
    return tuple(paths)


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
