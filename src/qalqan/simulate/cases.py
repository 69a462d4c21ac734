"""A case as it truly happened: who, when, by whom, the calls, the losses, what the victim knows."""

from __future__ import annotations

from dataclasses import dataclass, field

from qalqan.simulate.fronts import Front
from qalqan.simulate.services import Service


@dataclass(slots=True)
class Loss:
    """A transfer by which the victim lost money (``handle`` in the ledger) and how the payee was named."""

    handle: int
    src: int
    dst: int
    phone: str  # the number tied to the payee's account
    by: str  # the gang (or lone fraudster) that got it
    at: int
    tiyn: int
    returned: bool = False


@dataclass(slots=True)
class Case:
    """One case. Times are seconds of the world; ``gangs`` is empty for a lone fraud."""

    index: int
    scheme: str
    victim: int
    account: int
    at: int
    gangs: list[str] = field(default_factory=list)
    callers: list[str] = field(default_factory=list)  # numbers that called, first to last
    real_sims: list[str] = field(default_factory=list)  # those of them that are SIMs, not spoofed
    losses: list[Loss] = field(default_factory=list)
    loans: list[tuple[str, int]] = field(default_factory=list)  # bank, tiyn
    hubs: list[Service] = field(default_factory=list)
    front: Front | None = None
    wallet: str = ""
    payout_tiyn: int = 0
    registered: int = 0
    region: int = 0
    number: str = ""
    kui: str = ""
    plot: str = ""
    kazakh: bool = False
    told: set[str] = field(default_factory=set)  # canonical identifiers that got into plot or register

    @property
    def id(self) -> str:
        """The register number, else the number in the КУИ."""
        return self.number or self.kui

    @property
    def damage(self) -> int:
        """All losses together, in tiyn."""
        return sum(loss.tiyn for loss in self.losses)
