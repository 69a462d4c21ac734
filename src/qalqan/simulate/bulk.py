"""Two large plain files and fifty victims among them, to measure speed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from qalqan.simulate.bank_sheets import OFFICIAL
from qalqan.simulate.checks import iban
from qalqan.simulate.people import draw_iins
from qalqan.simulate.places import BANKS
from qalqan.simulate.shelf import MANIFEST, csv_bytes
from qalqan.simulate.when import DAY, draw_times, stamp, stamps

Ints = NDArray[np.int64]
_VICTIMS = 50
_CHUNK = 100_000
_CALL_HEADER = "msisdn,calling,called,start_time,duration_sec,direction,type,imei,imsi,lac_cid,bs_address\n"


@dataclass(frozen=True, slots=True)
class Bulk:
    """The files made, and how many rows each holds."""

    transfers: Path
    calls: Path
    register: Path
    manifest: Path
    rows: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Money:
    """Transfers as columns, in order of time."""

    src: Ints
    dst: Ints
    at: Ints
    tiyn: Ints


def make_bulk(out: Path, transfers: int = 1_000_000, calls: int = 1_000_000, seed: int = 1) -> Bulk:
    """Write ``transfers.csv`` (18 columns, ``;``), ``calls.csv``, ``register.csv`` and ``manifest.csv`` into
    ``out``. Equal parameters give equal bytes. Accounts: one for every five transfers, at least 1,000."""
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.Generator(np.random.PCG64([seed, 77]))
    bulk = Bulk(
        out / "transfers.csv",
        out / "calls.csv",
        out / "register.csv",
        out / "manifest.csv",
        (transfers, calls, _VICTIMS),
    )
    accounts = max(1000, transfers // 5)
    texts = _accounts(rng, accounts)
    money = _transfers(rng, transfers, accounts)
    chosen = _plant(money, accounts)
    _write_transfers(bulk.transfers, texts, money)
    _write_calls(bulk.calls, rng, calls)
    _write_register(bulk.register, Random(seed), texts, money, chosen)
    files: list[tuple[object, ...]] = [
        (path.name, "", "нагрузочный набор", "", "", "испытание", "2026-12-31", "0", "")
        for path in (bulk.transfers, bulk.calls, bulk.register)
    ]
    bulk.manifest.write_bytes(csv_bytes(MANIFEST, files))
    return bulk


def _accounts(rng: np.random.Generator, count: int) -> list[tuple[str, str, str, str]]:
    """Name, IIN, bank and IBAN of each account."""
    banks = list(BANKS)[:6]
    born = (rng.integers(1950, 2006, count), rng.integers(1, 13, count), rng.integers(1, 29, count))
    iins = draw_iins(rng, *born, rng.random(count) < 0.5)
    found = []
    for n in range(count):
        bank = banks[n * n % 6]
        found.append((f"КЛИЕНТ {n:06d}", iins[n], BANKS[bank], iban(bank, f"0000{n:09d}")))
    return found


def _transfers(rng: np.random.Generator, count: int, accounts: int) -> _Money:
    """Random transfers: some accounts pay much more often than others."""
    src = (accounts * rng.random(count) ** 1.6).astype(np.int64)
    dst = (src + 1 + (accounts - 1) * rng.random(count) ** 2).astype(np.int64) % accounts
    at = np.sort(draw_times(rng, rng.integers(0, 90, count)))
    tiyn = np.maximum(100, rng.lognormal(np.log(12_000), 1.2, count).astype(np.int64)) * 100
    return _Money(src, dst, at, tiyn)


def _plant(money: _Money, accounts: int) -> list[int]:
    """Fifty losses spread over the rows, each followed by three onward transfers; the rows of the losses."""
    src, dst, tiyn = money.src, money.dst, money.tiyn
    rows: list[int] = np.linspace(len(src) * 0.05, len(src) * 0.9, _VICTIMS).astype(np.int64).tolist()
    for number, row in enumerate(rows):
        victim, mule = accounts - 1 - number, accounts - 100 - number
        src[row], dst[row], tiyn[row] = victim, mule, (1_000_000 + number * 1000) * 100
        left = int(tiyn[row])
        for step in range(3):  # rows soon after, so times stay in order
            later = row + 5 + step * 7
            src[later], dst[later], tiyn[later] = mule, accounts - 200 - number - step * 50, left // 2
            left -= left // 2
    return rows


def _write_transfers(path: Path, texts: list[tuple[str, str, str, str]], money: _Money) -> None:
    cells = [f"{name};{iin};1;{bank};{account}" for name, iin, bank, account in texts]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(";".join(OFFICIAL) + "\r\n")
        for start in range(0, len(money.src), _CHUNK):
            part = slice(start, start + _CHUNK)
            whole, rest = (money.tiyn[part] // 100).tolist(), (money.tiyn[part] % 100).tolist()
            file.writelines(
                f"{when};KZT;Перевод клиенту банка;;{w},{r:02d};{w},{r:02d};{cells[a]};{cells[b]};119;Перевод\r\n"
                for when, w, r, a, b in zip(
                    stamps(money.at[part], "dmy"),
                    whole,
                    rest,
                    money.src[part].tolist(),
                    money.dst[part].tolist(),
                    strict=True,
                )
            )


def _write_calls(path: Path, rng: np.random.Generator, count: int) -> None:
    people = max(1000, count // 20)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_CALL_HEADER)
        days = np.sort(rng.integers(0, 90, count))
        at = np.sort(draw_times(rng, days))
        for start in range(0, count, _CHUNK):
            n = min(_CHUNK, count - start)
            first = (people * rng.random(n) ** 1.5).astype(np.int64).tolist()
            second = rng.integers(0, people, n).tolist()
            seconds = np.minimum(rng.lognormal(4, 1.1, n), 5000).astype(np.int64).tolist()
            file.writelines(
                f"{_phone(a)},{_phone(a)},{_phone(b)},{when},{s},OUT,VOICE,{_imei(a)},4010200{a:08d},"
                f"{2000 + a % 700}-{10001 + a % 5000},\n"
                for a, b, s, when in zip(first, second, seconds, stamps(at[start : start + n], "iso"), strict=True)
            )


def _phone(person: int) -> str:
    return f"7701{person * 7 % 10_000_000:07d}"


def _imei(person: int) -> str:
    """Fourteen digits: operators often leave the check digit out."""
    return f"35{person % 1000:06d}{person % 999_983:06d}"


def _write_register(
    path: Path, rng: Random, texts: list[tuple[str, str, str, str]], money: _Money, rows: list[int]
) -> None:
    header = (
        "Номер ЕРДР",
        "Дата регистрации",
        "Регион",
        "Фабула",
        "ФИО потерпевшего",
        "ИИН потерпевшего",
        "Телефон потерпевшего",
        "Счет потерпевшего",
        "Сумма ущерба",
    )
    lines: list[tuple[object, ...]] = []
    for number, row in enumerate(rows, 1):
        name, iin, _, account = texts[money.src[row]]
        payee = texts[money.dst[row]][3]
        tenge = int(money.tiyn[row]) // 100
        caller = _phone(rng.randrange(1000))
        day = stamp(int(money.at[row]), "%d.%m.%Y")
        plot = (
            f"{day} с номера +{caller} позвонил сотрудник службы безопасности банка, "
            f"под предлогом безопасного счёта потерпевший перевёл {tenge} тенге на счёт {payee}."
        )
        when = stamp(int(money.at[row]) + DAY + rng.randrange(DAY))
        lines.append(
            (
                f"2527001210{number:05d}",
                when,
                "Западно-Казахстанская область",
                plot,
                name,
                iin,
                f"+7705{number:07d}",
                account,
                f"{tenge},00",
            )
        )
    path.write_bytes(csv_bytes(header, lines, delimiter=";"))
