"""English words that tell a scheme (modus operandi), by scheme: weight and words; written as :mod:`_cues_ru`."""

from __future__ import annotations

from typing import Final

CUES: Final[dict[str, tuple[tuple[int, str], ...]]] = {
    "parcel_code": (
        (600, "parcel .. code"),
        (600, "code .. parcel"),
        (600, "registered letter"),
        (300, "kazpost"),
        (300, "parcel"),
        (120, "courier"),
    ),
    "intercom": ((600, "intercom"), (600, "utility .. re registr")),
    "sim_renewal": (
        (600, "number .. expir"),
        (600, "renew .. number"),
        (600, "sim .. expir"),
        (300, "mobile operator"),
    ),
    "tson_1414": ((600, "1414"), (600, "public service centre"), (600, "egov .. code"), (300, "egov")),
    "safe_account": (
        (600, "safe account"),
        (600, "secure account"),
        (600, "bank security"),
        (600, "security service"),
        (300, "national security committee"),
        (300, "police officer"),
        (300, "knb"),
    ),
    "declared_money": (
        (600, "mirror account"),
        (600, "declare .. money"),
        (600, "declare .. fund"),
        (300, "national bank"),
    ),
    "tax_code": ((600, "tax debt"), (600, "tax officer"), (600, "tax arrear"), (600, "enbek")),
    "school_diary": ((600, "electronic diary"), (600, "school diary"), (600, "teacher .. code")),
    "bailiff_debt": ((600, "bailiff"), (600, "notary .. debt"), (600, "enforcement officer")),
    "vote_code": ((600, "referendum"), (600, "vote .. code"), (600, "voting .. code")),
    "clinic_code": ((600, "polyclinic"), (600, "clinic .. code"), (600, "clinic .. registr")),
    "fake_invest": (
        (600, "guaranteed income"),
        (600, "guaranteed profit"),
        (600, "investment platform"),
        (600, "broker account"),
        (600, "trading platform"),
        (300, "investment"),
        (300, "crypto"),
    ),
    "prepaid_goods": (
        (600, "prepayment .. goods"),
        (600, "prepaid .. goods"),
        (600, "goods .. never"),
        (600, "advertisement .. prepay"),
        (300, "prepayment"),
        (300, "olx"),
    ),
    "rent": (
        (600, "rent .. flat"),
        (600, "rent .. apartment"),
        (600, "deposit .. flat"),
        (600, "deposit .. apartment"),
    ),
    "parts": ((600, "spare part"), (600, "car part")),
    "tickets": ((600, "air ticket"), (600, "flight ticket"), (600, "train ticket"), (600, "concert ticket")),
    "fake_shop": ((600, "online shop"), (600, "online store"), (600, "fake shop"), (600, "instagram shop")),
    "delivery_link": ((600, "delivery link"), (600, "link .. delivery"), (600, "delivery .. link")),
    "refund_link": ((600, "refund link"), (600, "refund .. link"), (600, "link .. refund"), (300, "refund")),
    "job_ad": (
        (600, "part time job"),
        (600, "remote job"),
        (600, "remote work"),
        (600, "job ad"),
        (600, "task .. earn"),
    ),
    "fake_loan_help": ((600, "help .. loan"), (600, "cancel .. loan"), (600, "close .. loan")),
    "relative_in_trouble": (
        (600, "relative .. accident"),
        (600, "son .. accident"),
        (600, "daughter .. accident"),
        (600, "accident .. relative"),
    ),
    "deepfake_boss": ((600, "deepfake"), (600, "voice message"), (600, "video call"), (600, "cloned voice")),
}
STORY: Final = ("transferred", "deceiv", "scam", "fraud", "stole", "unknown person", "lost money")
