"""The people of the world: families, names, birth dates, IIN, phones and devices, as arrays."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qalqan.simulate import names
from qalqan.simulate.checks import iin_checks, luhn
from qalqan.simulate.places import MNC, OPERATOR_OF, PLACES

Ints = NDArray[np.int64]
SPARE_PHONES: Final = 6000  # numbers kept for gangs, services and strangers
OCCUPATIONS: Final = (
    ("учитель", "мұғалім"),
    ("врач", "дәрігер"),
    ("пенсионер", "зейнеткер"),
    ("медсестра", "мейірбике"),
    ("воспитатель", "тәрбиеші"),
    ("бухгалтер", "есепші"),
    ("водитель", "жүргізуші"),
    ("студент", "студент"),
    ("продавец", "сатушы"),
    ("безработный", "жұмыссыз"),
    ("инженер", "инженер"),
    ("госслужащий", "мемқызметші"),
)
_OCCUPATION_SHARE: Final = (0.16, 0.13, 0.15, 0.07, 0.05, 0.07, 0.07, 0.08, 0.07, 0.08, 0.04, 0.03)


class People:
    """All natural persons. A person is an index; the last phones belong to nobody (``spare_phone``)."""

    def __init__(self, rng: np.random.Generator, count: int) -> None:
        self.count = count
        sizes = rng.choice((1, 2, 3, 4, 5), size=count, p=(0.2, 0.25, 0.2, 0.22, 0.13))
        self.family: Ints = np.repeat(np.arange(count), sizes)[:count]
        self.kazakh = (rng.random(count) < 0.72)[self.family]
        self.female = rng.random(count) < 0.51
        stems = np.where(
            self.kazakh,
            rng.integers(0, len(names.KK_SURNAMES), count)[self.family],
            rng.integers(0, len(names.RU_SURNAMES), count)[self.family],
        )
        self._surname: Ints = stems
        self._given: Ints = rng.integers(0, 1 << 20, count)
        self._father: Ints = rng.integers(0, 1 << 20, count)
        self._old_manner = rng.random(count) < 0.45
        self.region: Ints = rng.choice(len(PLACES), size=count, p=(0.5, 0.12, 0.1, 0.08, 0.07, 0.07, 0.03, 0.03))[
            self.family
        ].astype(np.int64)
        self.occupation: Ints = rng.choice(len(OCCUPATIONS), size=count, p=_OCCUPATION_SHARE).astype(np.int64)
        self._births(rng)
        self.iin = draw_iins(rng, self.birth_year, self.birth_month, self.birth_day, self.female)
        self.phone, self._spare = _phones(rng, count)
        self._seed = int(rng.integers(1, 1 << 30))

    def _births(self, rng: np.random.Generator) -> None:
        ages = rng.integers(18, 76, self.count)
        ages = np.where(self.occupation == 2, rng.integers(59, 82, self.count), ages)
        ages = np.where(self.occupation == 7, rng.integers(18, 24, self.count), ages)
        self.birth_year: Ints = 2025 - ages
        self.birth_month: Ints = rng.integers(1, 13, self.count)
        self.birth_day: Ints = rng.integers(1, 29, self.count)

    def parts(self, person: int) -> tuple[str, str, str]:
        """Surname, given name and patronymic in the person's own language."""
        female, kazakh = bool(self.female[person]), bool(self.kazakh[person])
        stem = (names.KK_SURNAMES if kazakh else names.RU_SURNAMES)[self._surname[person]]
        if kazakh:
            given = names.KK_FEMALE if female else names.KK_MALE
            fathers = names.KK_FATHERS
        else:
            given = names.RU_FEMALE if female else names.RU_MALE
            fathers = names.RU_FATHERS
        father = fathers[self._father[person] % len(fathers)]
        return (
            names.surname(stem, female=female),
            given[self._given[person] % len(given)],
            names.patronymic(father, kazakh=kazakh, female=female, old=bool(self._old_manner[person])),
        )

    def name(self, person: int, form: str = "kk") -> str:
        """The whole name: ``kk`` own spelling, ``ru`` Russian, ``RU`` Russian capitals, ``en`` Latin,
        ``short`` given name and initial, ``init`` Russian surname and initials."""
        surname, given, father = self.parts(person)
        if form == "short":
            return f"{given} {surname[0]}."
        if form == "init":
            return names.russian(f"{surname} {given[0]}.{father[0]}.")
        if form == "en":
            return names.latin(names.russian(f"{surname} {given}"))
        whole = f"{surname} {given} {father}"
        if form == "kk":
            return whole
        return names.russian(whole).upper() if form == "RU" else names.russian(whole)

    def spare_phone(self) -> str:
        """A mobile number that no person of the world holds; each is given once."""
        return self._spare.pop()

    def imei(self, person: int) -> str:
        """The person's own device."""
        return imei(35_000_000 + person % 977, (self._seed + person * 7919) % 1_000_000)

    def imsi(self, phone: str) -> str:
        """The SIM behind a mobile number."""
        return imsi(phone)


def operator(phone: str) -> str:
    """The operator by prefix of a number in E.164 (portability is not simulated)."""
    return OPERATOR_OF.get(phone[2:5], "kcell")


def imsi(phone: str) -> str:
    """The IMSI of a mobile number's SIM: 15 digits, country code 401."""
    return MNC[operator(phone)] + f"{int(phone[2:]) * 7_368_787 % 10**10:010d}"


def iccid(phone: str) -> str:
    """The serial number of the SIM card: 19 digits with a Luhn digit."""
    return luhn("8997" + MNC[operator(phone)][3:] + f"{int(phone[2:]) * 97 % 10**12:012d}")


@cache
def imei(model: int, serial: int) -> str:
    """A 15-digit IMEI from the eight digits of a model and a serial below a million."""
    return luhn(f"{model:08d}{serial:06d}")


def draw_iins(rng: np.random.Generator, year: Ints, month: Ints, day: Ints, female: NDArray[np.bool_]) -> list[str]:
    """Valid IINs for birth dates and sexes: date, century and sex digit, serial, check digit."""
    century = np.where(year >= 2000, 5, 3) + female
    serial = rng.integers(0, 10_000, len(year))
    while True:
        head = ((year % 100) * 10_000 + month * 100 + day) * 100_000 + century * 10_000 + serial
        digits = (head[:, None] // 10 ** np.arange(10, -1, -1)) % 10
        check = iin_checks(digits)
        bad = check == 10
        repeated = np.ones(len(head), dtype=bool)
        repeated[np.unique(head, return_index=True)[1]] = False
        bad |= repeated
        if not bad.any():
            return [f"{h:011d}{c}" for h, c in zip(head.tolist(), check.tolist(), strict=True)]
        serial = np.where(bad, (serial + 1) % 10_000, serial)


def _phones(rng: np.random.Generator, count: int) -> tuple[list[str], list[str]]:
    """Distinct mobile numbers in E.164: one a person, and the spare ones."""
    prefixes = sorted(OPERATOR_OF)
    need = count + SPARE_PHONES
    drawn = np.unique(rng.integers(0, len(prefixes) * 10**7, int(need * 1.02) + 50))
    drawn = rng.permutation(drawn)[:need]
    phones = [f"+7{prefixes[n // 10**7]}{n % 10**7:07d}" for n in drawn.tolist()]
    return phones[:count], phones[count:]
