"""What a unit is not told: victims who never report, data holders whose lists leaked, and those behind the callers.

All of it is left out unless asked for, so that a region made without it stays as it was, byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from qalqan.simulate import people as ppl
from qalqan.simulate.book import Book
from qalqan.simulate.calllog import NATIONAL, Call, CallLog
from qalqan.simulate.cases import Case
from qalqan.simulate.gangs import Gang, Underworld
from qalqan.simulate.ledger import Ledger, Transfers
from qalqan.simulate.shelf import write_csv
from qalqan.simulate.when import DAY, iso

_LISTED = 0.75  # victims of a gang that works from a leaked list who stand in it
_CHIEFS_CALLS = 0.5  # SIMs that report to the organiser by phone


@dataclass(frozen=True, slots=True)
class Hidden:
    """Shares from 0 to 1: ``unreported``, that beside a case another victim pays the same gang and never reports;
    ``leaks``, gangs of callers that work from one data holder's list; ``chiefs``, gangs whose handler of droppers and
    organiser are seen in calls and collect money."""

    unreported: float = 0.0
    leaks: float = 0.0
    chiefs: float = 0.0


@dataclass(slots=True)
class Chief:
    """A gang's handler of droppers and organiser: their numbers, devices, cells."""

    handler: str
    organiser: str
    devices: tuple[str, str]
    cells: tuple[str, str]


@dataclass(slots=True)
class Secrets:
    """What was hidden: silent victims' cases, list by gang (node of its holder), who stood in it, chiefs."""

    asked: Hidden
    rng: Random
    silent: list[Case] = field(default_factory=list)
    lists: dict[str, int] = field(default_factory=dict)
    listed: dict[str, list[int]] = field(default_factory=dict)
    chiefs: dict[str, Chief] = field(default_factory=dict)

    def another(self, gang: Gang, at: int) -> int | None:
        """When another victim of the gang, who stays silent, is first called; None: there is none."""
        if gang.lone or self.rng.random() >= self.asked.unreported:
            return None
        return at + self.rng.randint(3600, 30 * 3600)

    def keep_silent(self, case: Case, book: Book) -> None:
        """The case is never reported: its victim's account is like anybody's to the unit."""
        book.nodes[case.account].role = "ordinary"
        self.silent.append(case)

    def plan(self, gangs: list[Gang], world: Underworld) -> None:
        """Choose the gangs with a list and with chiefs."""
        for gang in gangs:
            if gang.lone:
                continue
            if gang.family == "call" and self.rng.random() < self.asked.leaks:
                self.lists[gang.id] = self.rng.choice(world.book.shops)
            if self.rng.random() < self.asked.chiefs:
                cells = [f"{self.rng.randint(11000, 11990)}-{self.rng.randint(10001, 59999)}" for _ in range(2)]
                devices = [ppl.imei(86_100_000 + self.rng.randrange(9000), self.rng.randrange(10**6)) for _ in range(2)]
                numbers = world.people.spare_phone(), world.people.spare_phone()
                self.chiefs[gang.id] = Chief(*numbers, (devices[0], devices[1]), (cells[0], cells[1]))
                person = world.free_person()
                gang.chief = int(world.book.main[person])

    def leak(self, case: Case, gang: Gang, ledger: Ledger) -> None:
        """A victim who stood in the list had paid its holder some days before."""
        if gang.id not in self.lists or self.rng.random() >= _LISTED:
            return
        at = case.at - self.rng.randint(2 * DAY, 14 * DAY)
        if at > 0:
            ledger.add(at, case.account, self.lists[gang.id], self.rng.randint(20, 400) * 10_000, "shop")
            self.listed.setdefault(gang.id, []).append(case.account)

    def call(self, gangs: dict[str, Gang], cases: list[Case], log: CallLog) -> None:
        """The handler calls droppers before and after a loss, and callers; both report to the organiser."""
        rng = self.rng
        for gang_id, chief in self.chiefs.items():
            losses = [loss for case in cases for loss in case.losses if loss.by == gang_id]
            for loss in losses:
                self._one(log, chief, loss.at - rng.randint(300, 2400), loss.phone)
                if rng.random() < 0.6:
                    self._one(log, chief, loss.at + rng.randint(120, 1800), loss.phone)
                if rng.random() < 0.5:
                    self._report(log, chief, loss.at + rng.randint(3600, 9 * 3600))
            for sim in gangs[gang_id].sims:
                at = sim.since + rng.randint(1800, 9 * 3600)
                self._one(log, chief, at, sim.number, (sim.imei, sim.cell))
                if rng.random() < _CHIEFS_CALLS:
                    self._to(log, chief, at + rng.randint(1800, 9 * 3600), sim.number, (sim.imei, sim.cell))

    def _one(self, log: CallLog, chief: Chief, at: int, number: str, device: tuple[str, str] = ("", "")) -> None:
        seconds, trunk = self.rng.randint(15, 240), self.rng.choice(NATIONAL)
        log.add(Call(at, chief.handler, number, seconds, "voice", chief.devices[0], chief.cells[0], *device, trunk))

    def _to(self, log: CallLog, chief: Chief, at: int, number: str, device: tuple[str, str]) -> None:
        seconds, trunk = self.rng.randint(15, 240), self.rng.choice(NATIONAL)
        log.add(Call(at, number, chief.organiser, seconds, "voice", *device, chief.devices[1], chief.cells[1], trunk))

    def _report(self, log: CallLog, chief: Chief, at: int) -> None:
        self._to(log, chief, at, chief.handler, (chief.devices[0], chief.cells[0]))

    def also_asked(self, share: float, cases: list[Case]) -> dict[str, tuple[int, int]]:
        """Numbers tied to paid accounts that operators answered for, and some chiefs' that stood in these answers."""
        found: dict[str, tuple[int, int]] = {}
        for case in cases:
            for loss in case.losses:
                chief = self.chiefs.get(loss.by)
                if chief is None or loss.phone in found or self.rng.random() > share:
                    continue
                span = (max(0, loss.at // DAY - 10) * DAY, (loss.at // DAY + 10) * DAY)
                found[loss.phone] = span
                if self.rng.random() < 0.3:
                    found.setdefault(chief.handler, span)
        return found

    def write(self, out: Path, book: Book, t: Transfers, gangs: dict[str, Gang], cases: list[Case]) -> None:
        """``unreported.csv``, ``leaks.csv`` and ``groups.csv``: the true members of each gang and their roles.

        A second account that pays out half of its money or more (cash, exchange, wallet, abroad) is a cash-out, like
        the gang's wallet; all other accounts are droppers'. ``behind`` is the device of a caller's number.
        """
        rows: list[tuple[object, ...]] = []
        for case in self.silent:
            for loss in case.losses:
                at = iso(int(t.at[t.row_of[loss.handle]]))
                rows.append((loss.by, book.nodes[loss.src].text, book.nodes[loss.dst].text, at, loss.tiyn))
        write_csv(out / "unreported.csv", ("series_id", "from", "to", "at", "amount_tiyn"), rows)
        holders: list[tuple[object, ...]] = [
            (gang, book.nodes[node].text, book.nodes[node].name, book.nodes[node].bin, len(self.listed.get(gang, [])))
            for gang, node in sorted(self.lists.items())
        ]
        write_csv(out / "leaks.csv", ("series_id", "account", "name", "bin", "victims"), holders)
        members = {row for gang in gangs.values() if not gang.lone for row in self._members(gang, book, t)}
        for case in cases:
            if case.gangs and case.front is not None:
                shown = (case.front.domain, case.front.handle)
                members |= {(case.gangs[0], "web", name, "front", "") for name in shown if name}
        write_csv(out / "groups.csv", ("series_id", "kind", "member", "role", "behind"), sorted(members))

    def _members(self, gang: Gang, book: Book, t: Transfers) -> list[tuple[str, str, str, str, str]]:
        found: list[tuple[str, str, str, str, str]] = []
        for sim in gang.sims:
            found += [
                (gang.id, "number", sim.number, "caller", sim.imei),
                (gang.id, "imei", sim.imei, "tool", ""),
                (gang.id, "cell", sim.cell, "tool", ""),
            ]
        for dropper in gang.used:
            role = "cashout" if _pays_out(dropper.node, book, t) else "dropper"
            found += [
                (gang.id, "account", book.nodes[dropper.node].text, role, ""),
                (gang.id, "number", dropper.phone, "dropper", ""),
            ]
        if gang.wallet >= 0:
            found.append((gang.id, "account", book.nodes[gang.wallet].text, "cashout", ""))
        chief = self.chiefs.get(gang.id)
        if chief is not None:
            found += [
                (gang.id, "number", chief.handler, "handler", chief.devices[0]),
                (gang.id, "number", chief.organiser, "organiser", chief.devices[1]),
                (gang.id, "account", book.nodes[gang.chief].text, "organiser", ""),
            ]
        return found


def _pays_out(node: int, book: Book, t: Transfers) -> bool:
    """Whether a second account pays half of its way out of the accounts."""
    if book.nodes[node].role != "dropper2":
        return False
    rows = t.rows_of(node)
    rows = rows[t.src[rows] == node]
    out = sum(
        int(t.tiyn[row]) for row in rows if book.nodes[t.dst[row]].kind in ("atm", "exchange", "wallet", "foreign")
    )
    return 2 * out >= int(t.tiyn[rows].sum()) > 0
