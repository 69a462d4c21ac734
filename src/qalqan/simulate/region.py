"""Makes a region: plays the world, writes the files a unit receives, and the truth."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from qalqan.errors import UsageError
from qalqan.simulate import chats, holders, odd_files, operators, replies, truth
from qalqan.simulate.background import Background
from qalqan.simulate.ceiling import Seen, write_ceiling
from qalqan.simulate.chance import Chance
from qalqan.simulate.hidden import Hidden
from qalqan.simulate.plots import Clerk, tell_front
from qalqan.simulate.regime import Regime, regime_named
from qalqan.simulate.registers import Registrar
from qalqan.simulate.rows import Teller
from qalqan.simulate.shelf import Shelf
from qalqan.simulate.when import LATEST_DAYS
from qalqan.simulate.world import Progress, World, play_world

_PRINTED = 0.04  # victims who bring a statement printed from the bank's app


@dataclass(frozen=True, slots=True)
class Region:
    """What was made: the folders, the regime, and data rows by file (below ``files``)."""

    files: Path
    truth: Path
    regime: Regime
    cases: int
    gangs: int
    rows: dict[str, int]


def make_region(
    out: Path,
    *,
    seed: int,
    cases: int = 365,
    people: int = 20_000,
    days: int = 90,
    regime: str = "middle",
    hidden: Hidden | None = None,
    progress: Progress | None = None,
) -> Region:
    """Make a region under ``out``: ``files/`` with ``manifest.csv``, and ``truth/``.

    ``days`` is the length of the time simulated, from 2025-03-01; ``hidden`` adds what the unit is not told, and files
    of its truth. Equal parameters give equal bytes. Old ``files`` and ``truth`` folders there are replaced. Raises
    UsageError when the parameters cannot hold.
    """
    rules = regime_named(regime)
    if not 20 <= days <= LATEST_DAYS or cases < 1 or people < max(200, cases * 8):
        raise UsageError("error-simulate-size", cases=cases, people=people, days=days)
    tell = progress or _silent
    chance = Chance(seed)
    world = play_world(chance, rules, cases=cases, people=people, days=days, tell=tell, hidden=hidden)
    for folder in ("files", "truth"):
        shutil.rmtree(out / folder, ignore_errors=True)
    tell("files", 0.5)
    shelf = Shelf(out / "files")
    teller = _teller(chance, world)
    _write_texts(chance, world, shelf)
    replies.write_banks(shelf, teller, world.answers, world.cases)
    odd_files.write_own_statements(shelf, chance.plain("printed"), teller, world.cases, _PRINTED)
    odd_files.write_broken(shelf, chance.plain("broken"))
    tell("calls", 0.7)
    numbers, seen = _write_calls(chance, world, shelf)
    shelf.write_manifest()
    tell("truth", 0.95)
    _write_truth(out / "truth", world, teller, numbers, seen)
    if hidden is not None:
        world.secrets.write(out / "truth", world.book, world.transfers, world.gangs, world.cases)
    tell("done", 1.0)
    gangs = sum(not gang.lone for gang in world.gangs.values())
    return Region(out / "files", out / "truth", rules, len(world.cases), gangs, shelf.rows)


def _silent(what: str, share: float) -> None:
    """No progress wanted."""


def _teller(chance: Chance, world: World) -> Teller:
    rng, count = chance.arrays("tellers"), len(world.transfers.at)
    hidden = rng.random(count) < world.regime.payee_hidden
    skew = rng.integers(0, world.regime.clock_skew_s + 1, count)
    return Teller(world.regime, world.book, world.transfers, world.stage.world.alias, hidden, skew)


def _write_texts(chance: Chance, world: World, shelf: Shelf) -> None:
    """Plots, registers and chats."""
    clerk = Clerk(chance.plain("plots"), world.book, world.regime)
    for case in world.cases:
        case.plot = clerk.write(case)
        tell_front(case)
    Registrar(chance.plain("registers"), world.regime, world.book, shelf).write(world.cases)
    chats.write_chats(shelf, chance.plain("chats"), world.book, world.cases)


def _write_calls(chance: Chance, world: World, shelf: Shelf) -> tuple[dict[str, str], Seen]:
    """Operators' files and whose the accounts and numbers are; roles of numbers, and what is visible."""
    stage, book = world.stage, world.book
    asked = operators.ask(chance.plain("operators"), world.regime, stage, world.gangs)
    secrets = world.secrets
    asked.numbers = secrets.also_asked(world.regime.operator_reply, world.cases) | asked.numbers
    secrets.call(world.gangs, [*world.cases, *stage.silent], stage.log)
    background = Background(chance.arrays("calls"), world.people, stage.log)
    operators.add_background(background, asked, stage, world.gangs, world.days)
    numbers = operators.write_calls(shelf, asked, stage)
    told = holders.write_account_holders(shelf, chance.plain("holders"), world.cases, world.answers, stage.world)
    victims = {world.people.phone[case.victim]: case.victim for case in world.cases}
    owners = holders.write_subscribers(
        shelf,
        chance.plain("subscribers"),
        stage.world,
        list(world.gangs.values()),
        numbers=set(asked.numbers),
        victims=victims,
    )
    return numbers, Seen(book, world.answers, told, stage.world.alias, asked, owners)


def _write_truth(out: Path, world: World, teller: Teller, numbers: dict[str, str], seen: Seen) -> None:
    truth.write_cases(out, world.cases)
    truth.write_losses(out, world.cases, world.book, world.transfers)
    truth.write_trails(out, world.cases, world.pictures, world.book, world.answers, t=world.transfers)
    truth.write_transactions(out, world.book, world.transfers, teller)
    truth.write_roles(out, world.book, world.transfers, teller, numbers)
    write_ceiling(out, world.cases, world.gangs, world.pictures, seen)
