"""Two hundred invented personal values of every kind, and the places they are planted at.

They stand in files that are read (rows, free texts, the names of files, of sheets and of members of an archive), in
files that cannot be read, in notes and drafts of officers, in uploads and in what a duty officer reports.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final
from urllib.parse import unquote_plus

import polars as pl
import xlsxwriter
from pypdf import PdfReader
from tests.enrolment import PASSPHRASE

from qalqan.console.house import House
from qalqan.desk import decisions, uploads, verbs
from qalqan.desk.ingest import ingest
from qalqan.settings import Settings
from qalqan.simulate import checks
from qalqan.store import drafts, purposes
from qalqan.store import officers as people

_TAGS: Final = re.compile("<[^>]*>")
STEMS: Final = tuple("".join(one) for one in product(("Жұқ", "Бөр", "Шың", "Тән", "Қыл"), ("бақ", "дүр", "мыш", "ғал")))
LATIN: Final = tuple(
    "".join(one) for one in product(("Zhuq", "Bor", "Shyn", "Tan", "Qyl"), ("baq", "dur", "mysh", "ghal"))
)
CASES: Final = tuple(f"25270012100990{n}" for n in range(4))
"""The cases of the planted register."""


@dataclass(frozen=True, slots=True)
class Values:
    """The values by kind, as they are typed."""

    names: tuple[str, ...]
    phones: tuple[str, ...]
    iins: tuple[str, ...]
    accounts: tuple[str, ...]
    cards: tuple[str, ...]
    devices: tuple[str, ...]
    ips: tuple[str, ...]
    telegrams: tuple[str, ...]
    streets: tuple[str, ...]

    def __iter__(self):  # type: ignore[no-untyped-def]
        for name in self.__slots__:
            yield from getattr(self, name)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def signs(self) -> list[str]:
        """What betrays a value on a page, in whatever spelling: surnames without endings, figures without a prefix."""
        told = [*STEMS, *(one for one in LATIN), *self.ips]
        told += [one.removeprefix("+7") for one in self.phones]
        told += [one for kind in (self.iins, self.accounts, self.cards, self.devices) for one in kind]
        told += [one.removeprefix("@") for one in self.telegrams] + [one.rpartition(" ")[2] for one in self.streets]
        spaced = [f"{n[:3]} {n[3:6]} {n[6:8]} {n[8:]}" for n in (one[2:] for one in self.phones)]
        spaced += [f"{n[:3]} {n[3:6]}-{n[6:8]}-{n[8:]}" for n in (one[2:] for one in self.phones)]
        spaced += [" ".join(n[at : at + 4] for at in range(0, len(n), 4)) for n in (*self.cards, *self.accounts)]
        return sorted({*told, *spaced})


def values() -> Values:
    """The same ones each time."""
    iins = [f"9103{n:02d}4{n:04d}" for n in range(1, 29)]
    told = [(one, checks.iin_check(one)) for one in iins]
    return Values(
        names=tuple(f"{stem}{end}" for stem in STEMS for end in ("ова Әсем", "ов Нартай")),
        phones=tuple(f"+7705903{n:04d}" for n in range(1, 41)),
        iins=tuple(f"{one}{check}" for one, check in told if check < 10),
        accounts=tuple(checks.iban("601", f"7{n:012d}") for n in range(9_001, 9_041)),
        cards=tuple(checks.luhn(f"44005632{n:07d}") for n in range(7_001, 7_021)),
        devices=tuple(checks.luhn(f"35693903{n:06d}") for n in range(8_001, 8_016)),
        ips=tuple(f"185.143.217.{n}" for n in range(101, 111)),
        telegrams=tuple(f"@{one.lower()}_aul" for one in LATIN[:10]),
        streets=tuple(f"г. Орал, көше 117, үй {n}, {stem}" for n, stem in enumerate(STEMS[:10], 1)),
    )  # fmt: skip


def files(to: Path, case: str) -> list[Path]:
    """The files to be read, on the basis of a case."""
    told, to = values(), to / "files"
    to.mkdir(parents=True)
    bank = [
        "Дата;Сумма;Счет отправителя;Счет получателя;Отправитель;Получатель;ИИН отправителя;ИИН получателя;Назначение"
    ]
    for n in range(20):
        a, b = told.names[n], told.names[39 - n]
        words = (
            f"перевод {b} на {told.phones[n]} тг {told.telegrams[n % 10]} с {told.ips[n % 10]} карта {told.cards[n]}"
        )
        bank.append(
            f"1{n % 9}.03.2025 1{n % 10}:05:00;{n + 3}000,00;{told.accounts[n]};{told.accounts[39 - n]};{a};{b};"
            f"{told.iins[n]};{told.iins[-1 - n]};{words}"
        )
    calls = ["msisdn,calling,called,start_time,duration_sec,direction,type,imei,imsi,lac_cid,bs_address"]
    for n in range(30):
        a, b = told.phones[n][1:], told.phones[39 - n][1:]
        calls.append(f'{a},{a},{b},2025-03-1{n % 9} 13:3{n % 10}:17,{n + 9},OUT,VOICE,{told.devices[n % 15]},'
                     f'40101741073{n:04d},2000-100{n:02d},"{told.streets[n % 10]}"')  # fmt: skip
    owners = ["msisdn,holder,iin,from,to,imsi,imei,address"]
    for n in range(20):
        owners.append(f'{told.phones[n][1:]},{told.names[n]},{told.iins[n]},2024-01-0{n % 9 + 1},,40101741073{n:04d},'
                      f'{told.devices[n % 15]},"{told.streets[n % 10]}"')  # fmt: skip
    chat = [f"1{n % 9}.03.2025, 14:0{n % 10} - {told.names[n]}: {told.names[n + 20]} {told.phones[n]} "
            f"{told.accounts[n]} ЖСН {told.iins[n]}, {told.telegrams[n % 10]}, {told.streets[n % 10]}"
            for n in range(20)]  # fmt: skip
    plots = [f"Жәбірленуші {told.names[n]} {told.phones[n]} нөмірінен {told.names[n + 9]} деп таныстырған адамға "
             f"{told.accounts[n]} шотына, {told.cards[n]} картасына аударды, IP {told.ips[n]}"
             for n in range(4)]  # fmt: skip
    register = ["Номер КУИ;Дата и время регистрации;Краткое содержание;Заявитель;ИИН заявителя;Телефон;Счёт;Занятость;"
                "Ущерб, тенге;Регион;Номер ЕРДР (если зарегистрировано)"]  # fmt: skip
    register += [f"КУИ-27-9900{n}/25;13.03.2025 16:5{n}:48;\"{plot}\";{told.names[n]};{told.iins[n]};{told.phones[n]};"
                 f"{told.accounts[n]};учитель;35500,00;ЗКО;{CASES[n]}" for n, plot in enumerate(plots)]  # fmt: skip
    made = {
        f"{told.names[0]} {told.iins[0]} {told.phones[0]}.csv": bank,
        f"детализация {told.phones[1][1:]} {told.devices[0]}.csv": calls,
        f"абоненты {told.names[2]}.csv": owners,
        f"чат {told.telegrams[3]} {told.names[3]}.txt": chat,
        f"КУИ {told.names[4]} 901.csv": register,
        f"{told.accounts[5]} {told.names[5]}.pdf": ["%PDF-1.7 this is no PDF", told.names[5]],
        f"{told.cards[6]}_{told.ips[6]}.bin": ["\x00\x01", told.names[6]],
    }  # fmt: skip
    for name, lines in made.items():
        (to / name).write_text("\n".join(lines) + "\n", "utf-8-sig" if name.endswith("csv") else "utf-8")
    _sheet(to / f"владельцы {told.names[7]}.xlsx", told)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            f"{told.names[8]}/{told.phones[8]} {told.cards[8]}.csv", "\n".join(bank[:6]).encode("utf-8-sig")
        )
    (to / f"ответ {told.names[9]} {told.iins[9]}.zip").write_bytes(packed.getvalue())
    return sorted(to.iterdir())


def _sheet(to: Path, told: Values) -> None:
    book = xlsxwriter.Workbook(str(to))
    for n in range(2):
        sheet = book.add_worksheet(f"{told.names[10 + n]} {told.phones[10 + n][-4:]}"[:31])
        for at, head in enumerate(("Счет", "Карта", "ФИО", "ИИН", "Телефон")):
            sheet.write(0, at, head)
        for row in range(1, 12):
            one = n * 11 + row
            cells = (told.accounts[one], told.cards[one % 20], told.names[one], told.iins[one], told.phones[one])
            for at, cell in enumerate(cells):
                sheet.write_string(row, at, cell)
    book.close()


def planted(house: House, folder: Path, case: str) -> None:
    """Plant the values: files on the basis of a case, an officer's notes and drafts, an upload; then analyse."""
    told, settings = values(), Settings()
    ingest(house.path, files(folder, case), settings, basis=f"case={case};request=1", take_best=True)
    with house.ws.reading() as connection:
        mine = people.get(connection, "Try second").id
    text = " ".join(told)
    with house.ws.beside() as connection:
        for kind, key in (("note", case), ("note", "1"), ("report", "1"), ("letter", "1"), ("decision", "1")):
            drafts.save(connection, mine, kind, key, {"text": text, "words": text, "victim_name": told.names[0]}, 0)
    one = uploads.begin(house.path, settings, officer=mine, name=f"{told.names[1]} {told.phones[1]}.csv", size=9,
                        basis=f"case={case};request=1", region="")  # fmt: skip
    uploads.append(house.path, one.id, 0, b"a;b\n1;2\n\n", officer=mine)
    _worded(house, case)
    verbs.analyse(house.path, settings)


def _worded(house: House, case: str) -> None:
    """Officers' own words that hold the values: reasons of decisions about cases, and a purpose."""
    told = values()
    acts = [("link", f"link:{CASES[0]}|{CASES[1]}", CASES[0]), ("hold", f"hold:{case}/601", case),
            ("value", f"value:phone/{told.phones[4]}", CASES[0]),
            ("link", f"link:{CASES[2]}|{CASES[3]}", case)]  # fmt: skip
    with house.writing() as ws:
        for n, (act, subject, of) in enumerate(acts):
            why = (f"{told.names[n]} {told.phones[n]} нөмірінен, ЖСН {told.iins[n]}, {told.accounts[n]}, карта "
                   f"{told.cards[n]}, IMEI {told.devices[n]}, {told.telegrams[n]}, {told.ips[n]}")  # fmt: skip
            decisions.decide(ws, "Try head", PASSPHRASE, subject, act, "approve", why, "investigation", of, "0" * 64)
        purposes.log(ws, "Try head", f"investigation: {told.names[5]} {told.phones[5]}", "console:*", 1)


def opened(body: bytes) -> str:
    """What a file says, whatever holds it: pages and their description of a PDF, every member of an archive or office
    file (tags left out), rows of a Parquet file, else its text."""
    if body.startswith(b"%PDF"):
        book = PdfReader(io.BytesIO(body))
        held = [b"".join(each) for each in book.attachments.values()]
        return "\n".join((*(page.extract_text() for page in book.pages), str(book.metadata), *map(opened, held)))
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(f"{name}\n{opened(archive.read(name))}" for name in archive.namelist())
    if body.startswith(b"PAR1"):
        return pl.read_parquet(body).write_ndjson()
    text = body.decode("utf-8", "replace")
    return _TAGS.sub("", text) if text.startswith("<?xml") else text


class Looked:
    """Answers held against the values, some hundreds at once."""

    def __init__(self, signs: Iterable[str], at_once: int = 300) -> None:
        self.signs, self._at_once = [one.casefold() for one in signs], at_once
        self._held: list[tuple[str, str]] = []
        self.found: dict[str, list[str]] = {}
        self.many = 0

    def take(self, where: str, answer: str) -> None:
        """One answer, headers and all, and where it came from."""
        self.many += 1
        self._held.append((where, unquote_plus(html.unescape(answer)).casefold()))
        if len(self._held) >= self._at_once:
            self.look()

    def look(self) -> None:
        """Look at what is held."""
        frame = pl.DataFrame(self._held, schema=["where", "text"], orient="row")
        told = frame.select("where", found=pl.col("text").str.extract_many(self.signs)).filter(
            pl.col("found").list.len() > 0
        )
        for where, found in told.iter_rows():
            self.found[where] = sorted(set(found))[:4]
        self._held.clear()
