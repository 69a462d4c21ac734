"""How hard a region is: every share and range of the four regimes, in one place.

``middle`` is meant as the field's ordinary; ``easy`` is for first steps; ``hard`` and ``nasty`` are for
learning where an analyser breaks. Shares are probabilities from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from qalqan.errors import UsageError


@dataclass(frozen=True, slots=True)
class Regime:
    """The numbers of one regime."""

    name: str
    # who did it
    lone_share: float  # cases that belong to no series
    gang_cases: tuple[int, int]  # fewest and most cases of a gang
    two_series: float  # cases in which a second gang joins in
    # what the gangs change and share
    sim_days: tuple[int, int]  # days a caller's SIM stays in use
    sims_per_device: int  # SIMs that pass through a phone or a SIM-box port
    dropper_cases: tuple[int, int]  # cases after which a first-hop account is given up
    dropper_shared: float  # first-hop accounts sold to a second gang as well
    spoof: float  # call cases with a spoofed number
    spoof_shared: float  # spoofed numbers drawn from the list all gangs use
    # what the victim tells
    mention: float  # chance that a known identifier gets into the plot
    plot_poor: float  # plots with hardly any identifier
    account_missing: float  # register rows without the victim's account
    hub: float  # plots that name a service hub (bank's number, 1414, courier)
    typo: float  # identifiers in plots with a wrong digit
    # what the unit receives
    bank_reply: tuple[float, float, float, float]  # for the victim, dropper1, dropper2, further
    operator_reply: float  # numbers, devices, cells that operators answered for
    holder_reply: float  # accounts with a card-account-holder reply
    opening_stated: float  # statements that state their opening balance
    days_before: tuple[int, int]  # statement starts so many days before the case
    days_after: tuple[int, int]  # and ends so many days after registration (may be negative)
    payee_hidden: float  # payer's bank shows a phone or masked card for a payee elsewhere
    coarse_time: float  # statements with dates only
    clock_skew_s: int  # greatest difference of two banks' clocks
    # what happens to the money
    parked: float  # receipts left on the account for a day or more
    reversed: float  # losses that the bank gave back before registration
    kui_only: float  # cases known by their КУИ number alone
    renumbered: float  # cases that stand in the КУИ and in the register under two numbers


_MIDDLE: Final = Regime(
    name="middle",
    lone_share=0.30,
    gang_cases=(3, 25),
    two_series=0.015,
    sim_days=(5, 14),
    sims_per_device=5,
    dropper_cases=(2, 5),
    dropper_shared=0.04,
    spoof=0.35,
    spoof_shared=0.25,
    mention=0.80,
    plot_poor=0.05,
    account_missing=0.10,
    hub=0.15,
    typo=0.015,
    bank_reply=(0.95, 0.93, 0.88, 0.70),
    operator_reply=0.88,
    holder_reply=0.75,
    opening_stated=0.85,
    days_before=(20, 45),
    days_after=(1, 12),
    payee_hidden=0.12,
    coarse_time=0.0,
    clock_skew_s=0,
    parked=0.15,
    reversed=0.05,
    kui_only=0.05,
    renumbered=0.20,
)

REGIMES: Final[dict[str, Regime]] = {
    regime.name: regime
    for regime in (
        replace(
            _MIDDLE,
            name="easy",
            lone_share=0.25,
            two_series=0.0,
            sim_days=(10, 25),
            dropper_cases=(3, 8),
            dropper_shared=0.0,
            spoof_shared=0.0,
            mention=0.95,
            plot_poor=0.0,
            account_missing=0.02,
            hub=0.05,
            typo=0.0,
            bank_reply=(1.0, 1.0, 0.98, 0.95),
            operator_reply=0.98,
            holder_reply=0.95,
            opening_stated=1.0,
            payee_hidden=0.03,
            kui_only=0.02,
            renumbered=0.1,
        ),
        _MIDDLE,
        replace(
            _MIDDLE,
            name="hard",
            sim_days=(3, 8),
            sims_per_device=4,
            dropper_cases=(1, 4),
            dropper_shared=0.10,
            spoof=0.45,
            spoof_shared=0.6,
            mention=0.65,
            plot_poor=0.12,
            account_missing=0.25,
            hub=0.25,
            typo=0.04,
            bank_reply=(0.8, 0.78, 0.65, 0.45),
            operator_reply=0.65,
            holder_reply=0.5,
            opening_stated=0.55,
            days_before=(5, 30),
            days_after=(-1, 6),
            payee_hidden=0.25,
            coarse_time=0.04,
            clock_skew_s=2,
            renumbered=0.3,
        ),
        replace(
            _MIDDLE,
            name="nasty",
            lone_share=0.35,
            two_series=0.03,
            sim_days=(1, 5),
            sims_per_device=3,
            dropper_cases=(1, 3),
            dropper_shared=0.20,
            spoof=0.55,
            spoof_shared=0.9,
            mention=0.55,
            plot_poor=0.20,
            account_missing=0.40,
            hub=0.35,
            typo=0.08,
            bank_reply=(0.6, 0.55, 0.45, 0.30),
            operator_reply=0.5,
            holder_reply=0.35,
            opening_stated=0.3,
            days_before=(1, 15),
            days_after=(-2, 3),
            payee_hidden=0.4,
            coarse_time=0.10,
            clock_skew_s=2,
            parked=0.2,
            kui_only=0.12,
            renumbered=0.4,
        ),
    )
}


def regime_named(name: str) -> Regime:
    """The regime of that name. Raises UsageError when there is none."""
    if name not in REGIMES:
        raise UsageError("error-unknown-regime", regime=name, known=", ".join(REGIMES))
    return REGIMES[name]
