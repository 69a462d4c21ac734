"""Replies that say whose an account, a card or a number is."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from qalqan.simulate.answers import Answers
from qalqan.simulate.book import Book
from qalqan.simulate.cases import Case
from qalqan.simulate.gangs import Gang, Underworld
from qalqan.simulate.people import People, iccid, imsi, operator
from qalqan.simulate.places import ANSWERING, BANKS, PLACES
from qalqan.simulate.shelf import Shelf, csv_bytes
from qalqan.simulate.when import stamp
from qalqan.simulate.xlsx import Sheet, write_xlsx


def write_account_holders(
    shelf: Shelf, rng: Random, cases: list[Case], answers: Answers, world: Underworld
) -> set[int]:
    """Card ↔ account ↔ holder ↔ phone, a file a bank; the nodes that were told."""
    book = world.book
    wanted = {loss.dst for case in cases for loss in case.losses}
    wanted |= {node for node in answers.statements if node in world.alias}
    by_bank: dict[str, list[int]] = defaultdict(list)
    for node in sorted(wanted):
        if book.nodes[node].bank in ANSWERING and rng.random() < world.regime.holder_reply:
            by_bank[book.nodes[node].bank].append(node)
    for bank, nodes in by_bank.items():
        _holder_file(shelf, bank, nodes, book, world.alias)
    return {node for nodes in by_bank.values() for node in nodes}


def _holder_file(shelf: Shelf, bank: str, nodes: list[int], book: Book, alias: dict[int, str]) -> None:
    rows: list[tuple[str, ...]] = []
    for node in nodes:
        known = book.nodes[node]
        opened = stamp(known.opened * 86_400, "%d.%m.%Y") if known.opened >= 0 else f"1{node % 9}.0{1 + node % 9}.2022"
        phone = alias.get(node) or book.people.phone[known.owner]
        rows.append((book.card(node), known.text, book.holder(node), book.holder_iin(node), phone, opened))
    if bank == "722":
        sheet = Sheet(
            "Сведения",
            [
                (BANKS[bank],),
                ("Сведения о владельцах карточных счетов",),
                (),
                (
                    "Номер карты",
                    "Номер счета (IBAN)",
                    "ФИО владельца",
                    "ИИН",
                    "Доверенный номер",
                    "Дата открытия счета",
                ),
                *[(" ".join(card[i : i + 4] for i in range(0, 16, 4)), *rest) for card, *rest in rows],
            ],
        )
        write_xlsx(shelf.place("банки/Kaspi/владельцы карт.xlsx", len(rows)), [sheet])
    elif bank == "601":
        sheet = Sheet(
            "1",
            [
                ("Карта нөмірі", "ЖСК (IBAN)", "Шот иесінің аты-жөні", "ЖСН", "Телефон", "Шот ашылған күн"),
                *[(card, text, name, iin, "8" + phone[2:], opened) for card, text, name, iin, phone, opened in rows],
            ],
        )
        write_xlsx(shelf.place("банки/Halyk/halyk_card_holders.xlsx", len(rows)), [sheet])
    else:
        header = ("card", "iban", "holder", "iin", "phone", "opened")
        name = f"банки/прочие/holders_{bank}.csv"
        shelf.write(name, csv_bytes(header, list(rows), delimiter=";", encoding="utf-8-sig"), len(rows))


def write_subscribers(
    shelf: Shelf, rng: Random, world: Underworld, gangs: list[Gang], *, numbers: set[str], victims: dict[str, int]
) -> dict[str, int]:
    """Whose the numbers are, a file an operator; the person each SIM of a gang is written on.

    SIMs of a gang are written on a few strangers' names, at most ten on one (the legal limit).
    """
    people, owner = world.people, dict(victims)
    detail: dict[str, tuple[str, str]] = {}  # number → device, since
    for gang in gangs:
        front = -1
        for order, sim in enumerate(gang.sims):
            if order % 6 == 0:
                front = rng.randrange(people.count)
            owner[sim.number] = front
            detail[sim.number] = (sim.imei, stamp(max(0, sim.since - 86_400), "%d.%m.%Y"))
    by_operator: dict[str, list[str]] = defaultdict(list)
    for number in sorted(numbers & set(owner)):
        by_operator[operator(number)].append(number)
    for name, told in by_operator.items():
        rows = [_subscriber(people, number, owner[number], detail) for number in told]
        _subscriber_file(shelf, name, rows)
    return {number: person for number, person in owner.items() if number in detail}


def _subscriber(people: People, number: str, person: int, detail: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    device, since = detail.get(number, (people.imei(person), f"0{1 + person % 9}.11.2021"))
    place = PLACES[people.region[person]]
    return (
        number,
        people.name(person, "ru"),
        people.iin[person],
        since,
        "",
        imsi(number),
        iccid(number),
        device,
        f"г. {place.city_ru}, ул. Абая, д. {person % 190 + 1}, кв. {person % 77 + 1}",
    )


def _subscriber_file(shelf: Shelf, name: str, rows: list[tuple[str, ...]]) -> None:
    header = (
        "Абонентский номер",
        "ФИО абонента",
        "ИИН",
        "Дата подключения",
        "Дата отключения",
        "IMSI",
        "ICCID",
        "IMEI",
        "Адрес",
    )
    if name == "kcell":
        sheet = Sheet("Абоненты", [("АО «Кселл». Принадлежность абонентских номеров",), (), header, *rows])
        write_xlsx(shelf.place("операторы/Кселл/принадлежность.xlsx", len(rows)), [sheet])
    elif name == "beeline":
        english = ("msisdn", "subscriber_name", "iin", "active_from", "active_to", "imsi", "iccid", "imei", "address")
        short: list[tuple[object, ...]] = [(row[0][1:], *row[1:]) for row in rows]
        shelf.write("операторы/Билайн/subscribers.csv", csv_bytes(english, short), len(rows))
    else:
        local: list[tuple[object, ...]] = [("8" + row[0][2:], *row[1:]) for row in rows]
        data = csv_bytes(header, local, delimiter=";", encoding="cp1251")
        shelf.write("операторы/Теле2/абоненты.csv", data, len(rows))
