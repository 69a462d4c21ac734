"""Regions, cities and banks of the simulated world (public facts, see the reference tables)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Place:
    """A region: its ISO 3166-2 digits, its names, its chief city and that city's fixed-line code."""

    code: str
    ru: str
    kk: str
    city_ru: str
    city_kk: str
    fixed: str


PLACES: Final = (
    Place("27", "Западно-Казахстанская область", "Батыс Қазақстан облысы", "Уральск", "Орал", "7112"),
    Place("15", "Актюбинская область", "Ақтөбе облысы", "Актобе", "Ақтөбе", "7132"),
    Place("23", "Атырауская область", "Атырау облысы", "Атырау", "Атырау", "7122"),
    Place("47", "Мангистауская область", "Маңғыстау облысы", "Актау", "Ақтау", "7292"),
    Place("71", "г. Астана", "Астана қаласы", "Астана", "Астана", "7172"),
    Place("75", "г. Алматы", "Алматы қаласы", "Алматы", "Алматы", "727"),
    Place("79", "г. Шымкент", "Шымкент қаласы", "Шымкент", "Шымкент", "7252"),
    Place("35", "Карагандинская область", "Қарағанды облысы", "Караганда", "Қарағанды", "7212"),
)
HOME: Final = 0  # the unit's own region: an index into PLACES
NEIGHBOURS: Final = (1, 2, 3)  # regions whose registers the unit was sent as well

BANKS: Final = {
    "722": "АО «Kaspi Bank»",
    "601": "АО «Народный Банк Казахстана»",
    "432": "ДО АО Банк ВТБ (Казахстан)",
    "551": "АО «Фридом Банк Казахстан»",
    "965": "АО «ForteBank»",
    "856": "АО «Банк ЦентрКредит»",
    "948": "АО «Евразийский банк»",
    "998": "АО «Alatau City Bank»",
}
BIC: Final = {
    "722": "CASPKZKA",
    "601": "HSBKKZKX",
    "432": "VTBAKZKZ",
    "551": "KSNVKZKA",
    "965": "IRTYKZKA",
    "856": "KCJBKZKX",
    "948": "EURIKZKA",
    "998": "TSESKZKA",
}
BANK_SHARE: Final = {
    "722": 0.44,
    "601": 0.24,
    "432": 0.04,
    "551": 0.08,
    "965": 0.07,
    "856": 0.07,
    "948": 0.03,
    "998": 0.03,
}
ANSWERING: Final = ("722", "601", "432", "551", "965", "856")  # the others never answer in time
CARD_BIN: Final = {
    "722": "440043",
    "601": "440563",
    "432": "427665",
    "551": "535454",
    "965": "517792",
    "856": "489993",
    "948": "516949",
    "998": "539545",
}
OPERATOR_OF: Final = {
    **dict.fromkeys(("701", "702", "775", "778"), "kcell"),
    **dict.fromkeys(("705", "771", "776", "777"), "beeline"),
    **dict.fromkeys(("700", "707", "708", "747"), "tele2"),
}
MNC: Final = {"kcell": "40102", "beeline": "40101", "tele2": "40177"}
