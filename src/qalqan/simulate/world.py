"""Plays the whole world once: lawful people, crimes, true money, and who answered the unit's questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qalqan.simulate.answers import Answers
from qalqan.simulate.book import Book
from qalqan.simulate.calllog import CallLog
from qalqan.simulate.cases import Case
from qalqan.simulate.chance import Chance
from qalqan.simulate.gangs import Gang, Underworld
from qalqan.simulate.hidden import Hidden, Secrets
from qalqan.simulate.launder import Laundry
from qalqan.simulate.ledger import Ledger, Transfers
from qalqan.simulate.oracle import Oracle, Picture
from qalqan.simulate.ordinary import everyday, look_alikes
from qalqan.simulate.people import People
from qalqan.simulate.plan import plan_cases
from qalqan.simulate.regime import Regime
from qalqan.simulate.registers import number_cases
from qalqan.simulate.services import make_services
from qalqan.simulate.stage import Stage

Progress = Callable[[str, float], None]  # what is being done, share done (0 to 1)


@dataclass(frozen=True, slots=True)
class World:
    """A world that was played to its end."""

    regime: Regime
    days: int
    people: People
    book: Book
    stage: Stage
    gangs: dict[str, Gang]  # lone fraudsters too
    transfers: Transfers
    pictures: dict[int, Picture]
    answers: Answers
    secrets: Secrets

    @property
    def cases(self) -> list[Case]:
        """All cases, in order of first contact."""
        return self.stage.cases


def play_world(
    chance: Chance, regime: Regime, *, cases: int, people: int, days: int, tell: Progress, hidden: Hidden | None = None
) -> World:
    """Everything that happens, and which accounts' statements came."""
    tell("people", 0.0)
    folk = People(chance.arrays("people"), people)
    book = Book(chance.arrays("book"), folk)
    ledger = Ledger()
    tell("ordinary money", 0.1)
    everyday(chance.arrays("everyday"), folk, book, ledger, days)
    lawful = look_alikes(chance.arrays("lawful"), folk, book, ledger, days)
    tell("crimes", 0.2)
    stage = _stage(chance, regime, book, ledger, lawful)
    secrets = Secrets(hidden or Hidden(), chance.plain("hidden"))
    gangs = _play_cases(chance, stage, cases, days, secrets)
    number_cases(chance.plain("numbers"), regime, stage.cases)
    tell("true money trails", 0.25)
    transfers = ledger.close(book)
    losses = {int(transfers.row_of[loss.handle]): c.index for c in stage.cases for loss in c.losses}
    pictures = Oracle(book, transfers, losses, {c.index: c.registered for c in stage.cases}).run()
    answers = Answers(chance.plain("answers"), regime, book, transfers)
    for case in stage.cases:
        answers.ask_for(case, pictures[case.index], stage.laundry.depth)
    _ask_lawful(chance, stage, answers, lawful)
    return World(regime, days, folk, book, stage, gangs, transfers, pictures, answers, secrets)


def _ask_lawful(chance: Chance, stage: Stage, answers: Answers, lawful: dict[str, list[int]]) -> None:
    """Some look-alikes are asked about too: accounts that a victim had lawfully paid, or that merely looked odd."""
    rng = chance.plain("lawful asked")
    for kind in sorted(lawful):
        for node in rng.sample(lawful[kind], min(4, len(lawful[kind]))):
            case = rng.choice(stage.cases)
            answers.ask(case, node, 1, case.at)


def _stage(chance: Chance, regime: Regime, book: Book, ledger: Ledger, lawful: dict[str, list[int]]) -> Stage:
    underworld = Underworld(regime, chance.plain("underworld"), book.people, book)
    underworld.busy.update(book.nodes[node].owner for nodes in lawful.values() for node in nodes)
    for node in lawful["exchange"]:
        book.nodes[node].role = "exchange"
    services = make_services(chance.plain("services"), book.people)
    laundry = Laundry(underworld, ledger)
    return Stage(chance.plain("stage"), underworld, ledger, laundry, CallLog(), services, lawful["exchange"])


def _play_cases(chance: Chance, stage: Stage, cases: int, days: int, secrets: Secrets) -> dict[str, Gang]:
    """All cases in order of time, then the onward movement of their money."""
    rng = chance.plain("second gangs")
    planned = plan_cases(chance.plain("plan"), stage.world, stage.world.regime, cases, days)
    gangs = {gang.id: gang for _, gang, _ in planned}
    secrets.plan(list(gangs.values()), stage.world)
    for at, gang, scheme in planned:
        others = [g for g in gangs.values() if not g.lone and g is not gang and g.since <= at <= g.until]
        joins = bool(others) and not gang.lone and rng.random() < stage.world.regime.two_series
        case = stage.play(gang, scheme, at, rng.choice(others) if joins else None)
        secrets.leak(case, gang, stage.ledger)
        if (later := secrets.another(gang, at)) is not None:
            secrets.leak(stage.play(gang, scheme, later), gang, stage.ledger)
            secrets.keep_silent(stage.cases.pop(), stage.world.book)
    stage.silent = secrets.silent
    stage.launder_all(gangs)
    return gangs
