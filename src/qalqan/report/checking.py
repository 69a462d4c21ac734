"""The end of a paper about a measure: who approved it, and by what anybody can check it."""

from __future__ import annotations

from typing import Protocol

from qalqan.report.blocks import Block, Grid, Heading, Notice, Pairs
from qalqan.report.dossier_trust import approvals as approval_lines
from qalqan.report.facts import Approval, Seal, Source
from qalqan.report.wording import NOTHING, Words


class Checked(Protocol):
    """A paper that is approved and can be checked."""

    @property
    def seal(self) -> Seal: ...
    @property
    def shown(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def needed(self) -> int: ...
    @property
    def approvals(self) -> tuple[Approval, ...]: ...
    @property
    def sources(self) -> tuple[Source, ...]: ...


def checking(request: Checked, words: Words, family: str) -> list[Block]:
    """The end of a paper: that a machine computed it, who approved, by what it is checked, the legal note."""
    seal = request.seal
    rows = (
        (words("v-shown"), request.shown or NOTHING),
        (words("v-subject"), request.subject or NOTHING),
        (words("v-result"), seal.result_hash or NOTHING),
        (words("v-run"), f"{seal.run or NOTHING} · Qalqan {seal.version}"),
        (words("v-root"), seal.root or NOTHING),
        (words("v-entries"), words.count(seal.entries)),
    )
    made: list[Block] = [Notice(words("machine-title"), (words(f"{family}-machine"),), "machine")]
    made += approval_lines(request.approvals, request.needed, words)
    made += [Heading(words("h-verify"), 2), Pairs(rows)]
    made.append(
        Grid(
            (words("c-file"), "SHA-256"), tuple((one.file, one.sha256) for one in request.sources), "ll", (38, 62), (1,)
        )
    )
    made.append(Notice(words("law-title"), (words("law-lawyer"), words(f"{family}-law")), "law"))
    return made
