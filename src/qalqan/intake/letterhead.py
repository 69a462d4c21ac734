"""What the rows above, between and below tables say: whose account or number it is, which period, which balances."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import re2

from qalqan.intake.lexicon import fold

_DATE = (
    r"(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?:\s*г\.?)?(?:[ ,T]+\d{1,2}:\d{2}(?::\d{2})?)?|"
    r"\d{4}-\d{2}-\d{2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}[ -][a-zа-я]{3,9}[ -]\d{4})"
)
_IBAN = re2.compile(r"\b(KZ\d{2}(?: ?[0-9A-Z]){16})(?:[^0-9A-Z]|$)")
_CARD = re2.compile(
    r"(?:^|[^\d*])(\d{4}[ -]?\d{2}(?:\d{2})?[ -]?[\d*xX•]{2,4}[ -]?[\d*xX•]{2,4}[ -]?\d{4})(?:[^\d*]|$)"
    r"(?:^|[^\d*])(\d{4}[ -]?\d{2}(?:\d{2})?[ -]?[\d*xX•]{2,4}[ -]?[\d*xX•]{2,4}[ -]?\d{4})(?:[^\d*]|$)"
)
_UNTIL = (
    r"(?:(?:дата |date )?(?:по|до|to|and|end|until|till|бастап|дейин|кон(?:ец|ца|ечн[а-я]*)|окончан[а-я]*|"
    r"завершен[а-я]*|аякталу[а-я]*|соны)(?: период[а-я]*| дат[а-я]*| кун[а-я]*| date| period)?|[-–—])"
)
_PERIOD = re2.compile(
    rf"(?:^|[\s(:])(?:с|от|from|between|кезен[a-zа-я]*:?|период[a-zа-я]*:?|period:?)?\s*{_DATE}[\s|,;]*(?:г\.?|года|"
    rf"ж\.?)?[\s|,;]*{_UNTIL}[\s|:]*{_DATE}"
)
_AFTER = r"[\s:=№.,()\-–|«\"]*"
_PHONE = re2.compile(
    r"(?:абонент[a-zа-я]*|номер[a-zа-я]* телефон[a-zа-я]*|телефон[a-zа-я]*|msisdn|subscriber|phone|"
    r"номер[a-zа-я]*|номири|номир[a-zа-я]*)[^\d+]{0,40}"
    r"(\+?[78][\s(\-]*\d{3}[\s)\-]*\d{3}[\s\-]*\d{2}[\s\-]*\d{2}|7\d{9})(?:[^\d]|$)"
)
_IMEI = re2.compile(rf"imei{_AFTER}(\d{{14,16}})(?:[^\d]|$)")
_IMSI = re2.compile(rf"imsi{_AFTER}(\d{{14,15}})(?:[^\d]|$)")
_LAC = re2.compile(rf"(?:^|[^a-zа-я])(?:lac|tac|лак){_AFTER}(\d{{1,6}})(?:[^\d]|$)")
_CID = re2.compile(rf"(?:^|[^a-zа-я])(?:cid|ci|cell id|cellid|eci|сид){_AFTER}(\d{{1,9}})(?:[^\d]|$)")
_CELL = re2.compile(
    rf"(?:^|[^a-zа-я])(?:lac[\s/_-]*(?:cid|ci)|cgi|ecgi){_AFTER}"
    r"((?:\d{3}[-/:_]\d{2,3}[-/:_])?\d{1,6}\s?[-/:_;]\s?\d{1,9})(?:[^\d]|$)"
)
_SITE = re2.compile(
    r"(?:^|[\s|])(?:адрес[а-я]* )?(?:базов[а-я]* станци[а-я]*|бс|базалык станция[а-я]*|соты|base station|"
    r"(?:cell )?site)(?: address| мекенжай[а-я]*)?\s*[:|][ |]*([^|:;\n]{0,40}[a-zа-я][^|:;\n]{6,120})"
)
_DAY = re2.compile(_DATE)
_BALANCE_ON = re2.compile(
    r"(?:остат[a-zа-я]*|сальдо|баланс[a-zа-я]*|[к?]алды[к?][а-я?]*|balance)\s*(?:на|as of|as at|on|at)?[\s|]*"
    rf"{_DATE}(?:\s*(?:г\.?|ж\.?|года))?[\s|:=]*([-−]?\d[\d \t\x{{00a0}}\x{{202f}}',.]*)"
)
"""A balance told by its day («Остаток на 10.02.2024: 551 227,78»)."""
_IIN = re2.compile(
    r"(?:иин|бин|жсн|бсн|iin|bin)(?:\s*/\s*(?:иин|бин|жсн|бсн|iin|bin))?[^\d]{0,12}(\d{12})(?:[^\d]|$)"
    r"(?:иин|бин|жсн|бсн|iin|bin)(?:\s*/\s*(?:иин|бин|жсн|бсн|iin|bin))?[^\d]{0,12}(\d{12})(?:[^\d]|$)"
)
_SUM = r"([-−]?\d[\d \t\x{00a0}\x{202f}',.]*)"
_ENDING = rf"([^\d\n\-−]{{0,60}}?)(?:{_DATE}[^\d\n\-−]{{0,20}})?{_SUM}"
"""What stands between a balance's words and its figure (group 1), perhaps a date (2), the figure (3)."""
_UNTOLD = re2.compile(
    r"не ?указан|не ?определен|не ?извест|нет данных|нет сведений|отсутств|не ?предоставл|корсетилме|жок|белгисиз|"
    r"not |n/a|unknown|none|остат|сальдо|баланс|[к?]алды|balance|оборот|айналым|turnover"
)
_REST = r"(?:[к?]алд[а-я?]*|сальдо)"
_OPEN = re2.compile(
    r"(?:входящ[a-zа-я]*\s*(?:остат[a-zа-я]*|сальдо|баланс[a-zа-я]*)|вх\.?\s*(?:остат[a-zа-я]*|сальдо)|"
    r"(?:остат[a-zа-я]*|сальдо|баланс[a-zа-я]*) на начало|начальн[a-zа-я]* (?:остат[a-zа-я]*|"
    r"баланс[a-zа-я]*|сальдо)|"
    rf"к[и?]р[и?]с {_REST}|баста[п?][к?]ы {_REST}|"
    rf"(?:кезен[а-я?]* )?басына?(?:дагы)? {_REST}|opening balance|balance brought forward)"
    rf"{_ENDING}"
)
_CLOSE = re2.compile(
    r"(?:исходящ[a-zа-я]*\s*(?:остат[a-zа-я]*|сальдо|баланс[a-zа-я]*)|исх\.?\s*(?:остат[a-zа-я]*|сальдо)|"
    r"(?:остат[a-zа-я]*|сальдо|баланс[a-zа-я]*) на конец|конечн[a-zа-я]* (?:остат[a-zа-я]*|баланс[a-zа-я]*|"
    r"сальдо)|"
    rf"шы[г?]ыс {_REST}|со[н?][г?]ы {_REST}|"
    rf"(?:кезен[а-я?]* )?со[н?]ын?а?(?:дагы)? {_REST}|closing balance)"
    rf"{_ENDING}"
)
_RECEIVED = re2.compile(
    r"(?:дата (?:формирован[a-zа-я]*|выдач[a-zа-я]*|ответ[a-zа-я]*|составлен[a-zа-я]*|выгрузк[a-zа-я]*|"
    r"получен[a-zа-я]*|подготовк[a-zа-я]*|создан[a-zа-я]*)|сформирован[a-zа-я]*|"
    r"дата и время формирован[a-zа-я]*|исх\.? ?№?[^ ]{0,20} от|"
    rf"жасалган кун[a-zа-я]*|калыптастырылган кун[a-zа-я]*|жауап кун[a-zа-я]*|date of (?:issue|reply)|"
    rf"generated(?: on| at)?|printed)[^\d]{{0,30}}{_DATE}"
)
_NAME = re2.compile(
    r"(?:^|[\s|])(?:клиент|владелец(?: счета)?|держатель|фио(?: клиента| владельца)?|"
    r"наименование(?: клиента| владельца)?|ф\.и\.о\.?|шот иеси|клиенттин аты|аты-жони|customer|"
    r"account holder|name|client)\s*[:|]\s*([^|:;]{3,120})"
)
_BANK = re2.compile(r"(?:^|[\s|])(?:банк|bank|наименование банка|банк-отправитель)\s*[:|]\s*([^|:;]{3,80})")
_CURRENCY = re2.compile(
    r"(?:^|[^[a-zа-я]])(kzt|usd|eur|rub|cny|gbp|kgs|uzs|try|aed|usdt|тенге|доллар|евро)(?:[^[a-zа-я]]|$)"
    r"(?:^|[^[a-zа-я]])(kzt|usd|eur|rub|cny|gbp|kgs|uzs|try|aed|usdt|тенге|доллар|евро)(?:[^[a-zа-я]]|$)"
)
_NAMED_CURRENCY = re2.compile(
    r"(?:валют[a-zа-я]*|currency|ccy)[^[a-zа-я]\d]{0,12}(?:счета[^[a-zа-я]]{0,4}|шоты?[^[a-zа-я]]{0,4})?(kzt|"
    r"usd|eur|rub|cny|gbp|kgs|uzs|try|aed|usdt|тенге)"
)
_CODES = {"тенге": "KZT", "доллар": "USD", "евро": "EUR"}
_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Facts of a table's surroundings, as written. Empty where nothing is said."""

    title: str = ""
    account: str = ""
    name: str = ""
    iin: str = ""
    bank: str = ""
    number: str = ""
    imei: str = ""
    imsi: str = ""
    cell: str = ""
    cell_address: str = ""
    currency: str = ""
    since: str = ""
    until: str = ""
    received: str = ""
    opening: str = ""
    closing: str = ""
    row: int = field(default=0)

    def merged(self, later: Letterhead) -> Letterhead:
        """These facts with the later ones over them."""
        changes = {
            name: value
            for name in ("account", "name", "iin", "bank", "number", "imei", "imsi", "cell",
                         "cell_address", "currency", "since", "until",
                         "received", "opening", "closing")
            if (value := getattr(later, name))
        }  # fmt: skip
        return replace(self, title=f"{self.title}\n{later.title}".strip()[:_LIMIT], row=self.row or later.row,
                       **changes)  # fmt: skip

    @property
    def whose(self) -> bool:
        """Whether they name an account, a number, a device or a station: what a table can be of."""
        return bool(self.account or self.number or self.imei or self.cell or self.cell_address)

    def followed(self, later: Letterhead) -> Letterhead:
        """These facts with those of a later section over them: another owner brings no name or balance along."""
        if later.account and later.account != self.account:
            return replace(self, name="", iin="", opening="", closing="").merged(later)
        if later.number and later.number != self.number:
            return replace(self, name="", iin="", imei="", imsi="").merged(later)
        if later.cell or later.cell_address:
            return replace(self, cell="", cell_address="").merged(later)
        return self.merged(later)

    @property
    def given(self) -> frozenset[str]:
        """Fields of records that these facts can fill."""
        pairs = {"own_account": self.account, "own_name": self.name, "own_iin": self.iin, "own_number": self.number}
        return frozenset(name for name, value in pairs.items() if value)


def mine(rows: list[tuple[int, list[str]]], sheet: str = "") -> Letterhead:
    """The facts that rows outside tables tell; each row is its number and its filled cells."""
    lines = [" | ".join(cell.strip() for cell in cells if cell.strip()) for _, cells in rows]
    raw = "\n".join(lines)[:_LIMIT].replace("\u00a0", " ").replace("\u202f", " ")
    low = fold(raw)
    iban = _IBAN.search(raw.upper())
    card = None if iban else _CARD.search(raw)
    period = _PERIOD.search(low)
    since, until = (str(period.group(1)), str(period.group(2))) if period else ("", "")
    return Letterhead(
        title=raw,
        account=(iban.group(1).replace(" ", "") if iban else card.group(1) if card else ""),
        name=_same(raw, low, _NAME),
        iin=_one(_IIN, low),
        bank=_same(raw, low, _BANK),
        number=_one(_PHONE, low),
        imei=_one(_IMEI, low),
        imsi=_one(_IMSI, low),
        cell=_cell(low),
        cell_address=_site(raw, low),
        currency=_currency(low, fold(sheet)),
        since=since,
        until=until,
        received=_one(_RECEIVED, low),
        opening=_balance(_OPEN, low) or _balance_on(since, low),
        closing=_balance(_CLOSE, low) or _balance_on(until, low),
        row=rows[0][0] if rows else 0,
    )


def _one(pattern: re2._Regexp, text: str) -> str:
    found = pattern.search(text)
    return str(found.group(1)).strip() if found else ""


def _same(raw: str, low: str, pattern: re2._Regexp) -> str:
    """The found piece in its own spelling (folding keeps the length, except for rare ligatures)."""
    found = pattern.search(low)
    if not found:
        return ""
    start, end = found.span(1)
    piece = raw[start:end] if len(raw) == len(low) else str(found.group(1))
    return str(piece.split("\n")[0].strip())


def _balance(pattern: re2._Regexp, text: str) -> str:
    """The sum beside the words; none where the line says that it is not told ("не указан")."""
    found = pattern.search(text)
    if not found or _UNTOLD.search(str(found.group(1))):
        return ""
    return str(found.group(3)).strip(" .,")


def _balance_on(day: str, text: str) -> str:
    """The balance told of a day: at the period's first it is the opening one, at its last the closing one."""
    if not day:
        return ""
    for found in _BALANCE_ON.finditer(text):
        if str(found.group(1)).split(maxsplit=1)[0] == day.split(maxsplit=1)[0]:
            return str(found.group(2)).strip(" .,")
    return ""


def _site(raw: str, low: str) -> str:
    """Where the station stands; a line that goes on with a period names no place."""
    found = _same(raw, low, _SITE)
    return "" if _DAY.search(found.lower()) else found


def _cell(text: str) -> str:
    """LAC and CID of the station that a reply is about, as ``LAC-CID``."""
    if whole := _one(_CELL, text):
        return "-".join(whole.replace("/", "-").replace(":", "-").replace("_", "-").replace(";", "-").split("-")[-2:])
    lac, cid = _one(_LAC, text), _one(_CID, text)
    return f"{lac}-{cid}" if lac and cid else ""


def _currency(low: str, sheet: str) -> str:
    found = _NAMED_CURRENCY.search(low) or _CURRENCY.search(sheet)
    if not found:
        return ""
    code = str(found.group(1))
    return _CODES.get(code, code.upper())
