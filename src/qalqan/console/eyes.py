"""What one asker may see of rows of the run, and the addresses by which pages name things.

Every page about cases and things goes through here: rows of hidden cases are gone, personal values are masked by row
unless the asker's purpose covers the row's case, and links hold values sealed (`desk.seals`), so that a masked page
carries no clear value in any attribute either.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl

from qalqan.console.ask import Ask
from qalqan.desk import lens
from qalqan.desk.lens import Lens, Sight
from qalqan.desk.search import PAGES
from qalqan.errors import NotFound
from qalqan.govern import policy
from qalqan.govern.policy import Access
from qalqan.model.schema import TABLES
from qalqan.report import redact

_CASE_COLUMNS: Final = ("case_id", "case_a", "case_b")
_OF_CASES: Final = ("identifiers", "mentions")
_FORBIDDEN: Final = r"[A-Z]{0,2}[0-9][0-9 ()*-]{5,}[0-9A-Z]*"
"""Runs of figures in headings: they may be numbers, accounts or IINs."""


@dataclass
class Eyes:
    """The lens over the run and the asker before it."""

    ask: Ask
    verb: str = "case"

    @cached_property
    def lens(self) -> Lens:
        """Look-ups over the run that counts."""
        return lens.over(self.ask.tables)

    @cached_property
    def sight(self) -> Sight:
        """What the asker may not know of."""
        return self.ask.sight

    def rows(self, name: str, column: str, values: list[str]) -> pl.DataFrame:
        """Rows by a value of a column, without what is hidden; in clear, for the program's own use."""
        return self.lens.rows(name, column, values, self.sight)

    def members(self, series: str) -> frozenset[str]:
        """All cases of a series (by id), also those that the asker may not know of: a paper of it is of the whole."""
        return frozenset(self.lens.rows("series", "series_id", [series])["case_id"])

    def masked(self, frame: pl.DataFrame, name: str) -> pl.DataFrame:
        """Rows of a table as the asker may see them: each in clear where their purpose covers it, else masked."""
        hidden = redact.masked(frame, TABLES[name])
        if not self.ask.clear:
            return hidden
        clear = self._clear(frame)
        if clear.all():
            return frame
        both = [pl.when(pl.Series(clear)).then(frame[one]).otherwise(hidden[one]).alias(one) for one in frame.columns]
        return frame.select(both)

    def _clear(self, frame: pl.DataFrame) -> np.ndarray:
        """Which rows the purpose covers: a case's own on its pages; over all cases, those that may be seen in clear."""
        shown = np.ones(frame.height, bool)
        named = [one for one in _CASE_COLUMNS if one in frame.columns]
        if self.ask.case:  # rows of this case, and rows of no case that its own page shows
            of = [frame[one].fill_null("") for one in named]
            return np.any([((one == self.ask.case) | (one == "")).to_numpy() for one in of], axis=0) if of else shown
        purpose, role = self.ask.who.purpose_for(""), self.ask.who.role
        if policy.access(role, self.verb, policy.Relation.NONE, purpose) is not Access.CLEAR:
            return ~shown
        for column in named:
            cases = frame[column].drop_nulls().unique().to_list()
            covered = [one for one in cases if self.ask.stand.access(self.verb, one, purpose) is Access.CLEAR]
            told = frame[column]
            shown &= (told.is_null() | (told == "") | told.is_in(covered)).fill_null(True).to_numpy()
        return shown

    def series(self, series: str) -> str:
        """A series' name: its smallest case, or the smallest that may be known of."""
        if series not in self.sight.cases:
            return series
        return min(self.rows("series", "series_id", [series])["case_id"].to_list(), default="")

    def series_named(self, name: str) -> str:
        """The series that goes by a name. Raises NotFound."""
        if name and name not in self.sight.cases:
            if self.lens.count("series", "series_id", [name]):
                return name
            for one in self.rows("series", "case_id", [name])["series_id"].to_list():
                if one in self.sight.cases and self.series(one) == name:
                    return str(one)
        raise NotFound("error-not-found", what="series", id=name[:60])

    def value(self, kind: str, value: str) -> str:
        """One value of a kind as the asker may see it."""
        return self.values([(kind, value)])[0]

    def values(self, things: list[tuple[str, str]]) -> list[str]:
        """Values of their kinds as the asker may see them; a person's is what the person is known by."""
        told = [
            tuple(value.split(":", 1)) if kind == "person" and ":" in value else (kind, value) for kind, value in things
        ]
        told = [(kind, value.split("&")[0] if kind == "case" else value) for kind, value in told]
        frame = pl.DataFrame(told, schema={"kind": pl.String, "value": pl.String}, orient="row")
        hidden = redact.masked(frame, TABLES["identifier_weights"])["value"].to_list()
        known = self._known([value for _, value in told])
        return [str(value if value in known else seen) for (_, value), seen in zip(told, hidden, strict=True)]

    def seen_clear(self, things: list[tuple[str, str]]) -> list[bool]:
        """Which of some things (kind, value) the asker sees in clear; of a case, whether its people's data."""
        told = [value.partition(":")[2].partition("&")[0] if kind == "person" else value for kind, value in things]
        known = self._known([one for (kind, _), one in zip(things, told, strict=True) if kind != "case"])
        return [self.covers(value) if kind == "case" else one in known
                for (kind, value), one in zip(things, told, strict=True)]  # fmt: skip

    def _known(self, values: list[str]) -> frozenset[str]:
        """Those of the values that may be seen in clear: on a case's page all that it shows; over all cases those of a
        case that the purpose covers, and those of no case."""
        if not self.ask.clear:
            return frozenset()
        if self.ask.case:
            return frozenset(values)
        own = pl.concat([self.lens.rows(name, "value", values).select("case_id", "value") for name in _OF_CASES])
        own = own.filter(pl.col("case_id").fill_null("") != "").unique(maintain_order=True)
        covered = own.filter(pl.Series(self._clear(own), dtype=pl.Boolean))["value"]
        return frozenset(values) - (frozenset(own["value"]) - frozenset(covered))

    def grounds(self, text: str | None) -> str:
        """Grounds (JSON) without what they say of anybody: sums and counts stay, of a thing that two cases share its
        kind and the thing as the asker may see it, without which one tie reads like another."""
        told: list[dict[str, Any]] = json.loads(text or "[]")
        shared = [one for one in told if {"kind", "value"} <= one.get("values", {}).keys()]
        seen = self.values([(str(one["values"]["kind"]), str(one["values"]["value"])) for one in shared])
        kept = {id(one): {"kind": one["values"]["kind"], "cases": one["values"].get("cases"), "value": value}
                for one, value in zip(shared, seen, strict=True)}  # fmt: skip
        for one in told:
            figures = {name: value for name, value in one.get("values", {}).items() if type(value) is int}
            one["values"] = kept.get(id(one), figures)
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def narrow(self, case: str | None) -> None:
        """Mask what belongs to a case (by any of its numbers) that the asker's purpose does not cover."""
        self.ask.clear = self.covers(case)

    def covers(self, case: str | None) -> bool:
        """Whether what belongs to a case (by any of its numbers; empty: to none) may be shown in clear."""
        ask = self.ask
        if not ask.clear or not case or ask.case == case:
            return ask.clear
        try:
            return ask.stand.access(self.verb, case, ask.who.purpose_for(case)) is Access.CLEAR
        except NotFound:  # nothing was analysed yet: no case is anybody's
            return False

    def file(self, name: str | None, evidence: str, case: str | None = "") -> str:
        """A file's name, without what it may say of a person unless clear data of its case (by any of its numbers) may
        be shown: its ending and the beginning of the evidence's id stay."""
        return (name or "") if self.covers(case) else redact.file(name or "", evidence)

    def part(self, name: str) -> str:
        """The name of a part of a file; likewise."""
        return name if self.ask.clear else redact.part(name)

    def plain(self, text: str) -> str:
        """A heading of a file's column: runs of figures hidden unless clear data may be shown."""
        if self.ask.clear:
            return text
        return str(pl.Series([text]).str.replace_all(_FORBIDDEN, redact.WITHHELD)[0])

    # --- addresses ------------------------------------------------------------------------------

    def case(self, case: str) -> str:
        """The address of a case."""
        return self.ask.link(f"/case/{case}")

    def thing(self, kind: str, value: str) -> str:
        """The address of a thing: its kind and value sealed; within a case's page, the thing in that case."""
        within = f"/case/{self.ask.case}" if self.ask.case else ""
        return self.ask.link(f"{within}/thing/{self.token(kind, value)}")

    def token(self, kind: str, value: str) -> str:
        """A thing's sealed name."""
        return self.ask.house.seals.seal("thing", f"{kind}:{value}")

    def opened(self, token: str) -> tuple[str, str]:
        """The kind and value that a token names. Raises NotFound when it names none."""
        kind, sep, value = self.ask.house.seals.open("thing", token).partition(":")
        if not sep:
            raise NotFound("error-not-found", what="thing", id=token[:40])
        return kind, value

    def place(self, locator: str) -> str:
        """The address of a row: «says who?»."""
        from qalqan.console.words import row_of  # noqa: PLC0415

        return row_of(locator, self.ask.language, self.ask.house.seals)


def page_of(kind: str) -> str:
    """Which page shows a kind of thing: account, number, device, person or value."""
    return "person" if kind == "person" else PAGES.get(kind, "value")


def known(ask: Ask) -> Any:
    """The lens, or None before any analysis: pages then say what to do first."""
    try:
        return lens.over(ask.tables)
    except NotFound:
        return None
