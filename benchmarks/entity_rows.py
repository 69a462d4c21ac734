"""Invented identifiers and the ways in which people hide or spread them, for ``benchmarks/entities.py``."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final

import base58
from Crypto.Hash import keccak

from qalqan.language import kk, ru
from qalqan.values import iban, iin, phone
from qalqan.values._write import luhn_digit

ROWS: Final = (
    *("plain", "groups", "spaced", "dots", "zero-width", "full-width", "O for 0", "keycaps", "look-alikes"),
    *("words ru", "words kk"),
)
TWINS: Final = dict(zip("аеорсухАЕОРСТХКМВН", "aeopcyxAEOPCTXKMBH", strict=True))
SPOKEN: Final = {
    "ru": {value: word for word, value in reversed(ru.NUMBERS.items()) if "а" <= word[0] <= "я"},
    "kk": {value: word for word, value in reversed(kk.NUMBERS.items()) if word[0] > "z"},
}
SPOKEN["kk"][0] = "нөл"
DOT: Final = {"ru": " точка ", "kk": " нүкте "}
AT: Final = " собака "
BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def digits(rng: Random, size: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(size))


def make_phone(rng: Random) -> str:
    return "8" + rng.choice(phone.MOBILE) + digits(rng, 7)


def make_iin(rng: Random) -> str:
    while True:
        century = rng.choice("3456")
        year = rng.randrange(50, 100) if century in "34" else rng.randrange(0, 24)
        body = f"{year:02}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}{century}{digits(rng, 4)}"
        for last in "0123456789":
            if iin.check(body + last):
                return body + last


def make_bin(rng: Random) -> str:
    while True:
        body = (
            f"{rng.randrange(0, 24):02}{rng.randrange(1, 13):02}{rng.choice('456')}{rng.choice('0123')}{digits(rng, 5)}"
        )
        for last in "0123456789":
            if iin.check(body + last):
                return body + last


def make_iban(rng: Random) -> str:
    letters = rng.random() < 0.5
    body = rng.choice(("722", "601", "856", "965")) + ("KZT" + digits(rng, 10) if letters else digits(rng, 13))
    return next(f"KZ{check:02}{body}" for check in range(2, 99) if iban.check(f"KZ{check:02}{body}"))


def make_card(rng: Random) -> str:
    body = rng.choice(("440043", "516949", "405678", "548318")) + digits(rng, 9)
    return body + luhn_digit(body)


def make_imei(rng: Random) -> str:
    body = "35" + digits(rng, 12)
    return body + luhn_digit(body)


def make_tron(rng: Random) -> str:
    return base58.b58encode_check(b"\x41" + rng.randbytes(20)).decode()


def make_btc(rng: Random) -> str:
    return base58.b58encode_check(rng.choice((b"\x00", b"\x05")) + rng.randbytes(20)).decode()


def make_eth(rng: Random) -> str:
    body = rng.randbytes(20).hex()
    told = keccak.new(digest_bits=256, data=body.encode()).hexdigest()
    return "0x" + "".join(c.upper() if int(t, 16) >= 8 else c for c, t in zip(body, told, strict=False))


_NAMES: Final = ("bonus", "qarzhy", "tolem", "invest", "service", "market", "expert", "sauda", "zhiger", "aqsha")


def make_handle(rng: Random) -> str:
    return f"@{rng.choice(_NAMES)}_{rng.choice(_NAMES)}{rng.randrange(10, 99)}"


def make_tme(rng: Random) -> str:
    return "t.me/" + make_handle(rng)[1:]


def make_wame(rng: Random) -> str:
    return "wa.me/7" + make_phone(rng)[1:]


def make_email(rng: Random) -> str:
    host = rng.choice(("mail.ru", "gmail.com", "inbox.kz"))
    return f"{rng.choice(_NAMES)}.{rng.choice(_NAMES)}{rng.randrange(99)}@{host}"


def make_url(rng: Random) -> str:
    tail = rng.choice(("/in", "/pay/" + digits(rng, 3), "/login?id=" + digits(rng, 4)))
    return f"{rng.choice(_NAMES)}-{rng.choice(_NAMES)}.{rng.choice(('kz', 'online', 'top', 'ru'))}{tail}"


def make_ip(rng: Random) -> str:
    return ".".join(str(rng.randrange(1 if i in (0, 3) else 0, 255)) for i in range(4))


_ORGANISATIONS: Final = {
    "Kaspi Bank": ("Каспи банк", "Kaspi Bank", "Каспи Банктен", "Kaspi Gold"),
    "Halyk Bank": ("Народный банк", "Халык банка", "Halyk Bank"),
    "National Bank": ("Нацбанк", "Национального банка", "Ұлттық банк", "Ұлттық банктің"),
    "KNB": ("КНБ", "ҰҚК", "ҰҚК-дан"),
    "Police": ("полиция", "полицияға", "департамента полиции"),
    "eGov": ("eGov", "электронного правительства", "электрондық үкімет"),
    "Kazpost": ("Казпочты", "Қазпоштадан", "Kazpost"),
    "Beeline": ("Билайн", "Beeline", "Билайннан"),
    "Public Service Centre": ("ЦОН", "ХҚКО-ға", "халыққа қызмет көрсету орталығына"),
}
_PERSONS: Final = {
    "СЫНАҚОВ ЕРЛАН": ("Сынақов Ерлан", "Сынақов Ерланға"),
    "СЕРИКОВА АЙГУЛЬ МАРАТОВНА": ("Серикова Айгуль Маратовна", "Сериковой Айгуль Маратовне"),
    "ӘСЕЛ ТӨЛЕУҚЫЗЫ": ("Әсел Төлеуқызы", "Әсел Төлеуқызының"),
    "МЫСАЛОВ ДАНИЯР": ("Мысалов Данияр", "Мысалову Данияру", "Мысаловым Данияром"),
    "ЕЛЕНА ВИКТОРОВНА": ("Елена Викторовна", "Елене Викторовне", "Елены Викторовны"),
    "НУРЛАНОВ Б К": ("Нурланов Б.К.", "Нурланову Б.К."),
}
_MEANT: Final = {said: name for told in (_ORGANISATIONS, _PERSONS) for name, ways in told.items() for said in ways}


def meant(said: str) -> str:
    """The organisation or person that a text writes so."""
    return _MEANT[said]


def make_sum(rng: Random) -> str:
    return f"{rng.randrange(1, 999) * 1000} {rng.choice(('тенге', 'теңге', 'тг'))}"


def make_date(rng: Random) -> str:
    return f"{rng.randrange(1, 29):02}.{rng.randrange(1, 13):02}.{rng.randrange(2020, 2027)}"


def make_organisation(rng: Random) -> str:
    return rng.choice([said for ways in _ORGANISATIONS.values() for said in ways])


def make_person(rng: Random) -> str:
    return rng.choice([said for ways in _PERSONS.values() for said in ways])


MAKERS: Final[dict[str, Callable[[Random], str]]] = {
    "phone": make_phone,
    "iin": make_iin,
    "bin": make_bin,
    "iban": make_iban,
    "card": make_card,
    "imei": make_imei,
    "tron": make_tron,
    "bitcoin": make_btc,
    "ethereum": make_eth,
    "@handle": make_handle,
    "t.me": make_tme,
    "wa.me": make_wame,
    "e-mail": make_email,
    "url": make_url,
    "ip": make_ip,
    "sum": make_sum,
    "date": make_date,
    "organisation": make_organisation,
    "person": make_person,
}
NAMED: Final = ("organisation", "person")
NUMBERS: Final = ("phone", "iin", "bin", "card", "imei")
_PARTS: Final = {"phone": (1, 3, 3, 2, 2), "iin": (6, 6), "bin": (6, 6), "iban": (4,) * 5, "card": (4,) * 4}
_PARTS_MORE: Final = {"imei": (2, 6, 6, 1), "tron": (*(4,) * 8, 2), "ethereum": (2, *(4,) * 10)}
PARTS: Final = {**_PARTS, **_PARTS_MORE}


def _grouped(text: str, parts: tuple[int, ...], sep: str) -> str:
    out, at = [], 0
    for size in parts:
        out.append(text[at : at + size])
        at += size
    return sep.join(out)


def spoken(number: str, language: str, rng: Random) -> str:
    """A number as people say it: figure by figure, or in pairs and hundreds."""
    words = SPOKEN[language]
    if rng.random() < 0.5:
        return " ".join(words[int(sign)] for sign in number)
    pause = rng.random() < 0.5  # a comma after each group
    out: list[str] = []
    at, last = 0, 1
    while at < len(number):
        size = rng.choice((2, 3)) if len(number) - at > 3 else len(number) - at
        part = number[at : at + size]
        at += size
        while part.startswith("0") and part:
            out.append(words[0])
            part = part[1:]
        value = _value(int(part), language) if part else []
        doubt = (language == "kk" and words[100] in value[:2]) or last % 10 == 0  # бес, жүз is not бес жүз
        last = int(part) if part else 1
        if out and value and (pause or doubt):
            out[-1] += ","
        out += value
    return " ".join(out)


def _value(value: int, language: str) -> list[str]:
    words, out = SPOKEN[language], []
    if value >= 100:
        hundred = value // 100 * 100
        if language == "kk":
            out += ([words[value // 100]] if value >= 200 else []) + [words[100]]
        else:
            out.append(words[hundred])
        value %= 100
    if value >= 20 or (value > 10 and language == "kk"):
        out.append(words[value // 10 * 10])
        value %= 10
    return out + ([words[value]] if value else [])


def _named(value: str, row: str, rng: Random) -> str | None:
    """A name hidden in that way."""
    if row == "plain":
        return value
    if row == "spaced":
        apart = [" ".join(word) for word in value.replace(".", "").replace("-", " ").split()]
        return "   ".join(apart) if value.replace(" ", "").isalpha() and min(map(len, value.split())) > 2 else None
    if row == "zero-width":
        return "".join(sign + ("\u200b" if rng.random() < 0.4 else "") for sign in value)
    if row == "full-width":
        return "".join(chr(ord(s) + 0xFEE0) if "!" <= s <= "~" else s for s in value) if value.isascii() else None
    if row == "look-alikes":
        hidden = re.sub(r"\w{2,}", lambda word: "".join(TWINS.get(sign, sign) for sign in word[0]), value)
        kept = any(sign not in TWINS and sign.isalpha() for sign in value)
        return hidden if kept and hidden != value and not value.isascii() else None
    return None


def _sum(value: str, row: str, rng: Random) -> str | None:
    """A sum of whole thousands hidden in that way."""
    number, money = value.split()
    thousands = number[:-3]
    ways = {
        "plain": value,
        "groups": f"{thousands} 000 {money}",
        "dots": f"{thousands}.000 {money}",
        "zero-width": "".join(sign + ("\u200b" if rng.random() < 0.4 else "") for sign in value),
        "full-width": "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in value),
        "O for 0": f"{thousands} ООО {money}" if rng.random() < 0.5 else number.replace("0", "О") + " " + money,
        "keycaps": "".join(sign + "\ufe0f\u20e3" if sign.isdigit() else sign for sign in value),
        "words ru": " ".join(_value(int(thousands), "ru")) + " тысяч " + money,
        "words kk": " ".join(_value(int(thousands), "kk")) + " мың " + money,
    }
    return ways.get(row)


def disguise(kind: str, value: str, row: str, rng: Random) -> str | None:  # noqa: PLR0911, PLR0912 - a way a branch
    """The value written in that way; None where the way does not apply to the kind."""
    if kind in NAMED:
        return _named(value, row, rng)
    if kind == "sum":
        return _sum(value, row, rng)
    number = kind in NUMBERS
    host = kind in ("t.me", "wa.me", "e-mail", "url")
    if row == "plain":
        return value
    if row == "groups":
        return _grouped(value, PARTS[kind], rng.choice(" -") if number else " ") if kind in PARTS else None
    if row == "spaced":
        return " ".join(value) if number or kind in ("iban", "tron", "bitcoin", "ethereum", "@handle") else None
    if row == "dots":
        if host or kind == "ip":
            name, at, rest = value.partition("@") if kind == "e-mail" else ("", "", value)
            return name + at + rest.replace(".", rng.choice(("[.]", "(.)")))
        return _grouped(value, PARTS[kind], ".") if kind in PARTS and kind not in ("tron", "ethereum") else None
    if row == "zero-width":
        return "".join(sign + (rng.choice("\u200b\u200c\u2060\ufeff") if rng.random() < 0.4 else "") for sign in value)
    if row == "full-width":
        return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in value)
    if row == "O for 0":
        fits = number or kind in ("iban", "ethereum", "wa.me", "date")
        return value.replace("0", rng.choice("OО")) if fits and "0" in value[2:] else None
    if row == "keycaps":
        fits = number or kind in ("iban", "ip", "wa.me", "tron", "bitcoin", "ethereum", "date")
        return "".join(s + "\ufe0f\u20e3" if s.isdigit() else s for s in value) if fits else None
    if row == "look-alikes":
        back = {latin: cyrillic for cyrillic, latin in TWINS.items()}
        fits = kind in ("@handle", "iban", "tron") and any(sign in back for sign in value)
        return "".join(back.get(sign, sign) if rng.random() < 0.7 else sign for sign in value) if fits else None
    language = row[-2:]
    if number:
        return spoken(value, language, rng)
    if kind == "iban":
        return "KZ " + (
            spoken(value[2:7], language, rng) + " KZT " + spoken(value[10:], language, rng)
            if "T" in value
            else spoken(value[2:], language, rng)
        )
    if kind == "ip":
        return DOT[language].join(" ".join(_value(int(p), language) or [SPOKEN[language][0]]) for p in value.split("."))
    if kind == "e-mail" and "." in value:
        name, _, rest = value.partition("@")
        return name + AT + rest.replace(".", DOT[language])
    return value.replace(".", DOT[language]) if kind in ("t.me", "wa.me", "url") else None
