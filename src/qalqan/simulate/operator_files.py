"""Layouts of three operators' replies: by subscriber, by device, by base station, and switch records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qalqan.simulate.calllog import Call
from qalqan.simulate.people import imsi
from qalqan.simulate.places import PLACES
from qalqan.simulate.shelf import Shelf, csv_bytes
from qalqan.simulate.when import excel_serial, stamp
from qalqan.simulate.xlsx import Date, Sheet, write_xlsx

Subject = tuple[str, tuple[int, int], list[Call]]  # number, asked time, its calls
_STREETS = ("ул. Достык", "пр. Абая", "ул. Жангир хана", "мкр. Самал", "ул. Курмангазы", "пр. Назарбаева")


def hms(seconds: int) -> str:
    """A duration as hh:mm:ss."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def plain(number: str) -> str:
    """A number as switches write it: digits without a plus."""
    return number.lstrip("+")


def local(number: str) -> str:
    """A number as people dial it: 8 and ten digits; short numbers stay."""
    return "8" + number[2:] if number.startswith("+7") else number


def address(cell: str) -> str:
    """The address of a base station."""
    if not cell:
        return ""
    place = int(cell.split("-")[1])
    return f"г. {PLACES[place % len(PLACES)].city_ru}, {_STREETS[place // 8 % 6]}, {place % 180 + 1}"


def _sim(number: str) -> str:
    """The IMSI behind a mobile number of this country; nothing for others."""
    return imsi(number) if number.startswith("+77") and number[2:4] not in ("71", "72") else ""


def _own(call: Call, own: str) -> tuple[bool, str, str, str]:
    """Whether the subject called, the other number, and the subject's device and cell."""
    if call.a == own:
        return True, call.b, call.a_imei, call.a_cell
    return False, call.a, call.b_imei, call.b_cell


def kcell(shelf: Shelf, batch: int, subjects: Sequence[Subject]) -> None:
    """XLSX, a sheet a subscriber with a letter-head; date and time apart; LAC and CID apart; seconds."""
    sheets = []
    for own, (since, until), calls in subjects:
        sheet = Sheet(
            plain(own),
            [
                ("АО «Кселл»",),
                (f"Детализация соединений абонента {plain(own)}",),
                (f"Период: {stamp(since, '%d.%m.%Y')} - {stamp(until - 1, '%d.%m.%Y')}",),
                (),
                (
                    "№",
                    "Дата",
                    "Время",
                    "Тип соединения",
                    "Номер собеседника",
                    "Длительность, сек",
                    "IMEI",
                    "IMSI",
                    "LAC",
                    "CID",
                    "Адрес БС",
                ),
            ],
        )
        for order, call in enumerate(calls, 1):
            out, other, device, cell = _own(call, own)
            kind = ("исходящ" if out else "входящ") + ("ее SMS" if call.service == "sms" else "ий вызов")
            lac, _, cid = cell.partition("-")
            sheet.rows.append(
                (
                    order,
                    stamp(call.at, "%d.%m.%Y"),
                    stamp(call.at, "%H:%M:%S"),
                    kind,
                    plain(other),
                    call.seconds,
                    device,
                    _sim(own),
                    lac,
                    cid,
                    address(cell),
                )
            )
        sheets.append(sheet)
    rows = sum(len(calls) for _, _, calls in subjects)
    write_xlsx(shelf.place(f"операторы/Кселл/Кселл_детализация_{batch}.xlsx", rows), sheets)


def beeline(shelf: Shelf, batch: int, subjects: Sequence[Subject]) -> None:
    """CSV in UTF-8, all subscribers together; A and B, ISO times, seconds."""
    header = (
        "msisdn",
        "calling",
        "called",
        "start_time",
        "duration_sec",
        "direction",
        "type",
        "imei",
        "imsi",
        "lac_cid",
        "bs_address",
    )
    rows: list[tuple[object, ...]] = []
    for own, _, calls in subjects:
        for call in calls:
            out, _, device, cell = _own(call, own)
            rows.append(
                (
                    plain(own),
                    plain(call.a),
                    plain(call.b),
                    stamp(call.at, "%Y-%m-%d %H:%M:%S"),
                    call.seconds,
                    "OUT" if out else "IN",
                    call.service.upper(),
                    device,
                    _sim(own),
                    cell,
                    address(cell),
                )
            )
    shelf.write(f"операторы/Билайн/beeline_cdr_{batch}.csv", csv_bytes(header, rows), len(rows))


def tele2(shelf: Shelf, batch: int, subjects: Sequence[Subject]) -> None:
    """CSV in cp1251 with ``;``; A and B as dialled, hh:mm:ss, newest first."""
    header = (
        "Абонент",
        "Абонент А",
        "Абонент Б",
        "Дата и время начала",
        "Продолжительность",
        "Вид связи",
        "Направление",
        "IMEI",
        "IMSI",
        "LAC-CID",
        "Адрес базовой станции",
    )
    rows: list[tuple[object, ...]] = []
    for own, _, calls in subjects:
        for call in reversed(calls):
            out, _, device, cell = _own(call, own)
            rows.append(
                (
                    local(own),
                    local(call.a),
                    local(call.b),
                    stamp(call.at),
                    hms(call.seconds),
                    "СМС" if call.service == "sms" else "Голос",
                    "Исх" if out else "Вх",
                    device,
                    _sim(own),
                    cell,
                    address(cell),
                )
            )
    data = csv_bytes(header, rows, delimiter=";", encoding="cp1251")
    shelf.write(f"операторы/Теле2/tele2_{batch}.csv", data, len(rows))


SUBSCRIBER: dict[str, Callable[[Shelf, int, Sequence[Subject]], None]] = {
    "kcell": kcell,
    "beeline": beeline,
    "tele2": tele2,
}


def device(shelf: Shelf, number: int, imei: str, calls: list[Call]) -> None:
    """All calls made from a device, whatever SIM was in it."""
    name = f"операторы/по IMEI/IMEI_{imei}"
    if number % 2:
        header = ("IMEI", "IMSI", "Абонент А", "Абонент Б", "Начало", "Длительность", "LAC", "CID")
        rows: list[tuple[object, ...]] = [
            (imei, _sim(c.a), plain(c.a), plain(c.b), stamp(c.at), hms(c.seconds), *c.a_cell.split("-")) for c in calls
        ]
        shelf.write(name + ".csv", csv_bytes(header, rows, delimiter=";", encoding="utf-8-sig"), len(rows))
        return
    sheet = Sheet(
        "IMEI",
        [
            (f"Сведения о соединениях по IMEI {imei}",),
            (),
            ("Дата/время", "Номер А", "Номер Б", "Длит., сек", "IMSI А", "LAC-CID", "Адрес БС"),
        ],
    )
    for c in calls:
        sheet.rows.append(
            (
                Date(excel_serial(c.at)),
                plain(c.a),
                plain(c.b),
                c.seconds,
                _sim(c.a),
                c.a_cell,
                address(c.a_cell),
            )
        )
    write_xlsx(shelf.place(name + ".xlsx", len(calls)), [sheet])


def cell(shelf: Shelf, number: int, station: str, calls: list[Call]) -> None:
    """Everybody's calls at a base station on a day; covertly obtained, every sixth not declassified yet."""
    lac, cid = station.split("-")
    header = ("Дата", "Время", "Номер А", "Номер Б", "Длительность", "IMEI", "IMSI", "LAC", "CID", "Адрес", "Транк вх.")
    rows: list[tuple[object, ...]] = []
    for c in calls:
        here = c.a_cell == station
        rows.append(
            (
                stamp(c.at, "%d.%m.%Y"),
                stamp(c.at, "%H:%M:%S"),
                plain(c.a),
                plain(c.b),
                hms(c.seconds),
                c.a_imei if here else "",
                _sim(c.a) if here else "",
                lac,
                cid,
                address(station),
                c.trunk,
            )
        )
    data = csv_bytes(header, rows, delimiter="\t")
    name = f"операторы/базовые станции/БС_{lac}_{cid}_{number}.tsv"
    shelf.write(name, data, len(rows), secret=True, released=number % 6 != 0)


def switch(shelf: Shelf, number: int, calls: list[Call]) -> None:
    """Switch records with the incoming trunk."""
    header = ("call_start", "A_number", "B_number", "duration", "in_trunk", "out_trunk", "cause")
    rows: list[tuple[object, ...]] = [
        (stamp(c.at, "%Y%m%d%H%M%S"), plain(c.a), plain(c.b), c.seconds, c.trunk, "MSC_LOCAL", 16) for c in calls
    ]
    shelf.write(f"операторы/коммутатор/switch_{number}.csv", csv_bytes(header, rows), len(rows))
