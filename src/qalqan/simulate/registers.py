"""The case registers: the unit's own XLSX, the КУИ book, the registers of neighbouring regions."""

from __future__ import annotations

from random import Random

from qalqan.simulate import mess
from qalqan.simulate.book import Book
from qalqan.simulate.cases import Case
from qalqan.simulate.people import OCCUPATIONS
from qalqan.simulate.places import HOME, NEIGHBOURS, PLACES
from qalqan.simulate.regime import Regime
from qalqan.simulate.shelf import Shelf, csv_bytes
from qalqan.simulate.when import excel_serial, stamp
from qalqan.simulate.xlsx import Cell, Date, Sheet, write_xlsx

_STATUS = ("зарегистрировано", "в производстве", "прервано", "направлено в суд", "прекращено", "соединено")
_HEADER = (
    "№ п/п",
    "Номер ЕРДР",
    "Номер КУИ",
    "Дата регистрации",
    "Статья УК РК",
    "Орган регистрации",
    "Фабула",
    "ФИО потерпевшего",
    "ИИН потерпевшего",
    "Телефон потерпевшего",
    "Счет потерпевшего",
    "Род занятий",
    "Сумма ущерба",
    "Статус",
    "Дата статуса",
)


def number_cases(rng: Random, regime: Regime, cases: list[Case]) -> None:
    """Give each case its register number or КУИ number, or both, in order of registration."""
    for order, case in enumerate(sorted(cases, key=lambda c: (c.registered, c.index)), 1):
        code = PLACES[case.region].code
        draw = rng.random()
        if draw < regime.kui_only + regime.renumbered:
            case.kui = f"КУИ-{code}-{order + 10_000}/25"
        if draw >= regime.kui_only or case.region != HOME:
            case.number = f"25{code}00{121_000_000 + order * 7 + rng.randrange(7):09d}"
        else:
            case.number = ""


class Registrar:
    """Writes the registers; ``told`` of each case gains the victim's account where it is stated."""

    def __init__(self, rng: Random, regime: Regime, book: Book, shelf: Shelf) -> None:
        self.rng, self.regime, self.book, self.shelf = rng, regime, book, shelf

    def write(self, cases: list[Case]) -> None:
        """All register files."""
        away = {region: [c for c in cases if c.region == region] for region in NEIGHBOURS}
        home = [c for c in cases if c.region not in NEIGHBOURS]
        self._own([c for c in home if c.number])
        self._kui([c for c in home if c.kui])
        self._kazakh(away[NEIGHBOURS[0]])
        self._plain(away[NEIGHBOURS[1]])
        self._semicolon(away[NEIGHBOURS[2]])

    def _account(self, case: Case) -> str:
        if self.rng.random() < self.regime.account_missing:
            return ""
        if self.rng.random() < 0.2:
            card = self.book.card(case.account)
            return f"{card[:6]}******{card[-4:]}"
        return self.book.nodes[case.account].text

    def _victim(self, case: Case, form: str) -> tuple[str, str, str, str, str]:
        people = self.book.people
        job = OCCUPATIONS[people.occupation[case.victim]][1 if form == "kk" else 0]
        phone = mess.phone(self.rng, people.phone[case.victim])
        return people.name(case.victim, form), people.iin[case.victim], phone, self._account(case), job

    def _status(self, case: Case) -> tuple[str, int]:
        status = self.rng.choices(_STATUS, (20, 45, 20, 8, 4, 3))[0]
        return status, case.registered + self.rng.randint(0, 20) * 86_400

    def _own(self, cases: list[Case]) -> None:
        name = "ЕРДР_ЗКО_2025.xlsx"
        sheet = Sheet("Реестр", merged=["A1:O1", "A2:O2"])
        sheet.rows += [
            ("Департамент полиции Западно-Казахстанской области",),
            ("Сведения о досудебных расследованиях по фактам интернет-мошенничества",),
            (f"Сформировано: {stamp(max((c.registered for c in cases), default=0) + 86_400)}",),
            (),
            _HEADER,
        ]
        for order, case in enumerate(cases, 1):
            status, since = self._status(case)
            row: tuple[Cell, ...] = (
                order,
                case.number,
                case.kui,
                Date(excel_serial(case.registered)),
                "ст.190 ч.2 п.4 УК РК",
                f"УП г. {PLACES[case.region].city_ru}, {PLACES[case.region].ru}",
                case.plot,
                *self._victim(case, "ru"),
                case.damage / 100,
                status,
                stamp(since, "%d.%m.%Y"),
            )
            sheet.rows.append(row)
        sheet.rows.append(("", "ИТОГО:", "", "", "", "", "", "", "", "", "", "", sum(c.damage for c in cases) / 100))
        write_xlsx(self.shelf.place(name, len(cases), request="выгрузка ЕРДР"), [sheet])

    def _kui(self, cases: list[Case]) -> None:
        header = (
            "Номер КУИ",
            "Дата и время регистрации",
            "Краткое содержание",
            "Заявитель",
            "ИИН заявителя",
            "Телефон",
            "Счёт",
            "Занятость",
            "Ущерб, тенге",
            "Регион",
            "Номер ЕРДР (если зарегистрировано)",
        )
        rows: list[tuple[object, ...]] = [
            (
                c.kui,
                stamp(c.registered),
                c.plot,
                *self._victim(c, "ru"),
                f"{c.damage // 100},{c.damage % 100:02d}",
                PLACES[c.region].ru,
                c.number,
            )
            for c in cases
        ]
        self.shelf.write("КУИ_2025.csv", csv_bytes(header, rows, delimiter=";", encoding="utf-8-sig"), len(rows))

    def _kazakh(self, cases: list[Case]) -> None:
        header = (
            "р/с",
            "СДТБТ нөмірі",
            "Тіркелген күні",
            "Бап",
            "Орган",
            "Жәбірленушінің аты-жөні",
            "ЖСН",
            "Телефоны",
            "Шоты",
            "Кәсібі",
            "Оқиғаның мән-жайы",
            "Келтірілген залал (теңге)",
            "Облыс",
        )
        sheet = Sheet("Тізілім", [("Ақтөбе облысының ПД — интернет-алаяқтық",), (), header])
        for order, case in enumerate(cases, 1):
            sheet.rows.append(
                (
                    order,
                    case.number,
                    stamp(case.registered, "%d.%m.%Y %H:%M"),
                    "ҚК 190-бап 2-бөлік 4-тармақ",
                    f"{PLACES[case.region].city_kk} қ. ПБ",
                    *self._victim(case, "kk"),
                    case.plot,
                    case.damage / 100,
                    PLACES[case.region].kk,
                )
            )
        write_xlsx(self.shelf.place("көрші облыстар/Ақтөбе_СДТБТ.xlsx", len(cases)), [sheet])

    def _plain(self, cases: list[Case]) -> None:
        header = (
            "number",
            "registered",
            "region",
            "article",
            "fabula",
            "victim",
            "iin",
            "phone",
            "account",
            "job",
            "damage_kzt",
            "status",
            "status_date",
        )
        rows: list[tuple[object, ...]] = []
        for case in cases:
            status, since = self._status(case)
            rows.append(
                (
                    case.number,
                    stamp(case.registered, "%Y-%m-%d %H:%M:%S"),
                    "KZ-" + PLACES[case.region].code,
                    "190 ч.2",
                    case.plot,
                    *self._victim(case, "RU"),
                    f"{case.damage // 100}.{case.damage % 100:02d}",
                    status,
                    stamp(since, "%Y-%m-%d"),
                )
            )
        self.shelf.write("соседние регионы/atyrau_erdr.csv", csv_bytes(header, rows), len(rows))

    def _semicolon(self, cases: list[Case]) -> None:
        header = (
            "№ ЕРДР",
            "Дата",
            "Сущность",
            "Потерпевший",
            "ИИН",
            "Тел.",
            "Карта/счет",
            "Место работы",
            "Сумма",
            "Область",
        )
        rows: list[tuple[object, ...]] = [
            (
                c.number,
                stamp(c.registered, "%d.%m.%Y %H:%M"),
                c.plot,
                *self._victim(c, "ru"),
                f"{c.damage // 100:,}".replace(",", " ") + f",{c.damage % 100:02d}",
                PLACES[c.region].ru,
            )
            for c in cases
        ]
        data = csv_bytes(header, rows, delimiter=";", encoding="cp1251")
        self.shelf.write("соседние регионы/Мангистау_реестр.csv", data, len(rows))
