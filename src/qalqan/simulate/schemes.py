"""The schemes (modus operandi): their share of all cases, their family, and typical sums.

Shares follow the figures of 2025: prepayment and advertisements about 30 %, impersonation 31 %, investment
11 %, the rest other kinds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Family = Literal["call", "ad", "invest", "chat"]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme: its id as in the reference table, share, family, median loss (tenge), most transfers."""

    id: str
    share: float
    family: Family
    median_tenge: int
    most_transfers: int


SCHEMES: Final = (
    Scheme("prepaid_goods", 0.115, "ad", 65_000, 2),
    Scheme("rent", 0.060, "ad", 90_000, 2),
    Scheme("parts", 0.030, "ad", 140_000, 2),
    Scheme("tickets", 0.025, "ad", 80_000, 2),
    Scheme("fake_shop", 0.070, "ad", 45_000, 2),
    Scheme("delivery_link", 0.045, "ad", 160_000, 2),
    Scheme("refund_link", 0.030, "ad", 190_000, 2),
    Scheme("safe_account", 0.090, "call", 2_400_000, 6),
    Scheme("parcel_code", 0.060, "call", 1_500_000, 5),
    Scheme("intercom", 0.030, "call", 1_300_000, 5),
    Scheme("sim_renewal", 0.035, "call", 1_100_000, 5),
    Scheme("tson_1414", 0.025, "call", 1_400_000, 5),
    Scheme("declared_money", 0.025, "call", 3_500_000, 6),
    Scheme("tax_code", 0.010, "call", 1_200_000, 4),
    Scheme("school_diary", 0.010, "call", 900_000, 4),
    Scheme("bailiff_debt", 0.010, "call", 700_000, 3),
    Scheme("vote_code", 0.005, "call", 900_000, 3),
    Scheme("clinic_code", 0.015, "call", 1_200_000, 4),
    Scheme("fake_invest", 0.110, "invest", 1_700_000, 6),
    Scheme("job_ad", 0.075, "chat", 350_000, 6),
    Scheme("fake_loan_help", 0.060, "chat", 260_000, 3),
    Scheme("relative_in_trouble", 0.030, "chat", 900_000, 2),
    Scheme("deepfake_boss", 0.035, "chat", 600_000, 3),
)
BY_ID: Final = {scheme.id: scheme for scheme in SCHEMES}
FAMILIES: Final[tuple[Family, ...]] = ("call", "ad", "invest", "chat")


def family_share(family: Family) -> float:
    """The share of all cases that fall to a family."""
    return sum(scheme.share for scheme in SCHEMES if scheme.family == family)
