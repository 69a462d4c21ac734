"""The accounts and end points of the world: an index into one book of nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from qalqan.simulate.checks import iban, iin_check, luhn, tron
from qalqan.simulate.people import People
from qalqan.simulate.places import BANK_SHARE, BIC, CARD_BIN, PLACES

Kind = Literal["person", "org", "shop", "atm", "exchange", "wallet", "tech", "foreign"]
SINKS: Final = frozenset({"shop", "atm", "exchange", "wallet", "tech", "foreign"})
LONG_AGO: Final = -1000  # day on which old accounts were opened


@dataclass(slots=True)
class Node:
    """An account or end point. ``text`` is what stands in an account cell; ``opened`` is a day."""

    text: str
    bank: str
    kind: Kind
    owner: int  # person, or -1
    name: str = ""
    bin: str = ""
    opened: int = LONG_AGO
    role: str = "ordinary"

    @property
    def sink(self) -> bool:
        """Whether money is not followed beyond it."""
        return self.kind in SINKS


class Book:
    """All nodes, and which accounts a person holds (the first is the one in daily use)."""

    def __init__(self, rng: np.random.Generator, people: People) -> None:
        self.people = people
        self.nodes: list[Node] = []
        self._seed = int(rng.integers(1, 10**9))
        self.held: list[list[int]] = [[] for _ in range(people.count)]
        banks = list(BANK_SHARE)
        extra = rng.random(people.count)
        drawn = rng.choice(len(banks), size=(people.count, 2), p=np.array(list(BANK_SHARE.values())))
        for person, (first, second) in enumerate(drawn.tolist()):
            self.open(person, banks[first])
            if extra[person] < 0.35 and first != second:
                self.open(person, banks[second])
        self.main = np.array([held[0] for held in self.held], dtype=np.int64)
        self._institutions(rng)

    def open(self, person: int, bank: str, day: int = LONG_AGO) -> int:
        """Open an account for a person; the index of the node."""
        node = self._add(Node(self._iban(bank), bank, "person", person, opened=day))
        self.held[person].append(node)
        return node

    def _add(self, node: Node) -> int:
        self.nodes.append(node)
        return len(self.nodes) - 1

    def _iban(self, bank: str) -> str:
        number = (len(self.nodes) * 7_654_321 + self._seed) % 10**9
        return iban(bank, f"C{number:012d}" if bank in ("722", "551") else f"6017{number:09d}")

    def org(self, name: str, bank: str, kind: Kind = "org", role: str = "ordinary") -> int:
        """An organisation's account, with a BIN."""
        number = len(self.nodes)
        while (check := iin_check(head := f"1{number % 9}0{1 + number % 9}40{number % 100_000:05d}")) == 10:
            number += 100_003  # a number no other organisation starts from
        return self._add(Node(self._iban(bank), bank, kind, -1, name, f"{head}{check}", role=role))

    def technical(self, text: str, bank: str, kind: Kind, name: str, role: str) -> int:
        """An end point that is no IBAN: a cash machine, a wallet, a bank's own account."""
        return self._add(Node(text, bank, kind, -1, name, role=role))

    def wallet(self, seed: str) -> int:
        """A TRON wallet."""
        return self.technical(tron(seed.encode()), "", "wallet", "", "cashout")

    def _institutions(self, rng: np.random.Generator) -> None:
        people = self.people.count
        employers, shops = max(4, people // 60), max(12, people // 70)
        self.employers = [
            self.org(f"{'ГКП на ПХВ' if i % 3 else 'ТОО'} «{_ORGS[i % len(_ORGS)]} {i + 1}»", "601")
            for i in range(employers)
        ]
        banks = list(BANK_SHARE)[:4]
        self.shops = [
            self.org(f"ИП «{_SHOPS[i % len(_SHOPS)]}-{i + 1}»", banks[i % 3], "shop", "merchant") for i in range(shops)
        ]
        self.utilities = [self.org(f"ТОО «{name}»", "601", "shop", "merchant") for name in _UTILITIES]
        self.exchanges = [self.org(f"ТОО «{name}»", "551", "exchange", "exchange") for name in _EXCHANGES]
        self.atms: dict[int, list[int]] = {}
        for index, place in enumerate(PLACES):
            self.atms[index] = [
                self.technical(f"ATM{place.code}{n:04d}", bank, "atm", f"Банкомат {place.city_ru} {n}", "cashout")
                for n, bank in enumerate(("722", "722", "601", "601", "722", "965"))
            ]
        self.loans = {
            bank: self.technical(f"{BIC[bank]}LOAN", bank, "tech", "Счёт выдачи займов", "ordinary")
            for bank in BANK_SHARE
        }
        self.foreign = [
            self.technical(f"RU{int(rng.integers(10**8, 10**9))}", "", "foreign", name, "cashout")
            for name in ("СБЕРБАНК РФ", "Т-БАНК РФ")
        ]

    def card(self, node: int) -> str:
        """The whole number of the card tied to an account (16 digits)."""
        bank = self.nodes[node].bank or "722"
        return luhn(f"{CARD_BIN[bank]}{(node * 48_271 + self._seed) % 10**9:09d}")

    def holder(self, node: int, form: str = "RU") -> str:
        """The name a bank writes for the account."""
        found = self.nodes[node]
        return self.people.name(found.owner, form) if found.owner >= 0 else found.name

    def holder_iin(self, node: int) -> str:
        """The holder's IIN, the organisation's BIN, or nothing."""
        found = self.nodes[node]
        return self.people.iin[found.owner] if found.owner >= 0 else found.bin


_ORGS: Final = (
    "Средняя школа №",
    "Областная больница",
    "Жайық-Сервис",
    "Ақжол құрылыс",
    "Городская поликлиника №",
    "Батыс Логистика",
    "Колледж",
    "Теплокоммунэнерго",
)
_SHOPS: Final = (
    "Дана маркет",
    "Magnum",
    "Береке",
    "Анвар",
    "Аптека Плюс",
    "Продукты",
    "Технодом",
    "Кафе Достық",
    "Small",
    "Мебель сити",
    "АЗС Qazaq Oil",
    "Салон Арай",
    "Мир обуви",
)
_UTILITIES: Final = ("Жайыктеплоэнерго", "Орал Су Арнасы", "Батысэнергоресурсы", "Казахтелеком", "Аймақ газ")
_EXCHANGES: Final = ("ATAIX Eurasia", "Binance Kazakhstan", "Caspian Exchange")
