"""Makes a region: the people, the crimes, the files a unit receives, and the truth."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from qalqan.errors import UsageError
from qalqan.simulate import operators, replies, truth
from qalqan.simulate.answers import Answers
from qalqan.simulate.background import Background
from qalqan.simulate.book import Book
from qalqan.simulate.calllog import CallLog
from qalqan.simulate.gangs import Underworld
from qalqan.simulate.launder import Laundry
from qalqan.simulate.ledger import Ledger
from qalqan.simulate.oracle import Oracle
from qalqan.simulate.ordinary import everyday, look_alikes
from qalqan.simulate.people import People
from qalqan.simulate.plan import plan_cases
from qalqan.simulate.plots import Clerk, tell_front
from qalqan.simulate.regime import Regime, regime_named
from qalqan.simulate.registers import Registrar, number_cases
from qalqan.simulate.rows import Teller
from qalqan.simulate.services import make_services
from qalqan.simulate.shelf import Shelf
from qalqan.simulate.stage import Stage
from qalqan.simulate.when import LATEST_DAYS

Progress = Callable[[str, float], None]  # what is being done, share done (0 to 1)


@dataclass(frozen=True, slots=True)
class Region:
    """What was made: the folders, the regime, and data rows by file (below ``files``)."""

    files: Path
    truth: Path
    regime: Regime
    cases: int
    gangs: int
    rows: dict[str, int]


@dataclass(slots=True)
class Chance:
    """Separate streams of chance by name, so that a change in one part leaves the others as they were."""

    seed: int

    def arrays(self, name: str) -> np.random.Generator:
        """A stream for numpy."""
        return np.random.Generator(np.random.PCG64([self.seed, *name.encode()]))

    def plain(self, name: str) -> Random:
        """A stream for single draws."""
        return Random(f"{self.seed}:{name}")


def make_region(
    out: Path, *, seed: int, cases: int = 365, people: int = 20_000, days: int = 90, regime: str = "middle",
    progress: Progress | None = None,
) -> Region:
    """Make a region under ``out``: ``files/`` with ``manifest.csv``, and ``truth/``.

    ``days`` is the length of the time simulated, from 2025-03-01. Equal parameters give equal bytes. Old
    ``files`` and ``truth`` folders there are replaced. Raises UsageError when the parameters cannot hold.
    """
    rules = regime_named(regime)
    if not 20 <= days <= LATEST_DAYS or cases < 1 or people < max(200, cases * 8):
        raise UsageError("error-simulate-size", cases=cases, people=people, days=days)
    tell = progress or (lambda what, share: None)
    for folder in ("files", "truth"):
        shutil.rmtree(out / folder, ignore_errors=True)
    chance = Chance(seed)
    tell("people", 0.0)
    folk = People(chance.arrays("people"), people)
    book = Book(chance.arrays("book"), folk)
    ledger, log = Ledger(), CallLog()
    tell("ordinary money", 0.1)
    everyday(chance.arrays("everyday"), folk, book, ledger, days)
    lawful = look_alikes(chance.arrays("lawful"), folk, book, ledger, days)
    tell("crimes", 0.25)
    world = Underworld(rules, chance.plain("underworld"), folk, book)
    world.busy.update(book.nodes[node].owner for nodes in lawful.values() for node in nodes)
    for node in lawful["exchange"]:
        book.nodes[node].role = "exchange"
    stage = Stage(chance.plain("stage"), world, ledger, Laundry(world, ledger), log,
                  make_services(chance.plain("services"), folk), lawful["exchange"])
    gangs = {}
    for at, gang, scheme in plan_cases(chance.plain("plan"), world, rules, cases, days):
        gangs[stage.play(gang, scheme, at).index] = gang
    stage.launder_all(gangs)
    number_cases(chance.plain("numbers"), rules, stage.cases)
    tell("true money trails", 0.4)
    transfers = ledger.close(book)
    losses = {int(transfers.row_of[loss.handle]): c.index for c in stage.cases for loss in c.losses}
    pictures = Oracle(book, transfers, losses, {c.index: c.registered for c in stage.cases}).run()
    answers = Answers(chance.plain("answers"), rules, book, transfers)
    for case in stage.cases:
        answers.ask_for(case, pictures[case.index], stage.laundry.depth)
    tell("files", 0.6)
    clerk = Clerk(chance.plain("plots"), book, rules)
    for case in stage.cases:
        case.plot = clerk.write(case)
        tell_front(case)
    shelf = Shelf(out / "files")
    Registrar(chance.plain("registers"), rules, book, shelf).write(stage.cases)
    rng = chance.arrays("tellers")
    teller = Teller(
        rules, book, transfers, world.alias, rng.random(len(transfers.at)) < rules.payee_hidden,
        rng.integers(0, rules.clock_skew_s + 1, len(transfers.at)),
    )
    replies.write_banks(shelf, teller, answers, stage.cases)
    tell("calls", 0.8)
    background = Background(chance.arrays("calls"), folk, log)
    numbers, asked = operators.write_calls(shelf, chance.plain("operators"), background, stage, gangs, days)
    shelf.write_manifest()
    tell("truth", 0.95)
    told = out / "truth"
    truth.write_cases(told, stage.cases)
    truth.write_losses(told, stage.cases, book, transfers)
    truth.write_trails(told, stage.cases, pictures, book, answers)
    truth.write_transactions(told, book, transfers, teller)
    truth.write_roles(told, book, transfers, teller, numbers)
    tell("done", 1.0)
    return Region(
        out / "files", told, rules, len(stage.cases), len({g.id for g in gangs.values() if not g.lone}), shelf.rows
    )
