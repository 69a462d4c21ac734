"""A victim's line as a picture that can be written: a drawing, a document, a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qalqan.desk import tables
from qalqan.desk.timeline import line, timeline
from qalqan.report import timeline as picture
from qalqan.report.blocks import Para, Sheet
from qalqan.report.facts import EPOCH
from qalqan.report.timeline import Timeline
from qalqan.report.wording import Words
from qalqan.settings import Settings
from qalqan.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class VictimsLine:
    """The line of one case's victim in a language."""

    told: Timeline
    words: Words
    every: Timeline
    """The same with all rows of where the money went: what a table for programs has."""

    @property
    def moment(self) -> datetime:
        """Of the registration, else of the last row."""
        return self.told.registered_at or max((row.at for row in self.told.rows), default=EPOCH)

    def svg(self) -> str:
        """As one drawing."""
        told, words = self.told, self.words
        title, desc = words("timeline-title", id=told.case), words("timeline-desc")
        rows = picture.drawn(told)
        return picture.svg(rows, words, title, desc, rest=len(told.rows) - len(rows))

    def rows(self) -> list[tuple[str, ...]]:
        """The table of all rows, with its head."""
        told, words = self.every, self.words
        return [picture.head(words), *(picture.cells(row, told.sources, words) for row in told.rows)]

    def sheet(self, result_hash: str) -> Sheet:
        """As a document: pictures, signature, table."""
        told, words = self.told, self.words
        title = words("timeline-title", id=told.case)
        lead = words(
            "timeline-lead", victim=told.victim or "—", registered=words.time(told.registered_at),
            damage=words.money(told.damage_tiyn),
        )  # fmt: skip
        return Sheet(
            title=title, lang=words.lang, moment=int(self.moment.timestamp()),
            head=f"{title} · {words('reference')}", foot=words("foot", hash=result_hash[:16]),
            page=words("page", n="{n}", of="{of}"), draft="", draft_note="",
            blocks=(Para(title, "centre"), Para(lead, "small"), *picture.blocks(told, words)),
        )  # fmt: skip


def victims_line(
    ws: Workspace, case: str, settings: Settings, lang: str, *, purpose: str = "", officer: str = ""
) -> VictimsLine:
    """The line of a case's victim; masked unless a purpose is given, which is logged. Raises NotFound."""
    known = tables.current(ws)  # the same for both: what was gathered for the first serves the second
    told = timeline(ws, case, settings, purpose=purpose, officer=officer, known=known)
    every = line(known, told.case, settings, all_onward=True, clear=bool(purpose))
    return VictimsLine(told, Words(lang), every)
