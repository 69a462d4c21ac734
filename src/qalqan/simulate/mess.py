"""Messy writings: how people and clerks write numbers, accounts, cards, sums and dates in free text."""

from __future__ import annotations

from random import Random

from qalqan.simulate.names import words
from qalqan.simulate.when import stamp

_MONTHS_RU = words("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
_MONTHS_KK = words(
    "қаңтарда ақпанда наурызда сәуірде мамырда маусымда шілдеде тамызда қыркүйекте қазанда қарашада желтоқсанда"
)


def typo(rng: Random, digits: str) -> str:
    """The text with one of its digits wrong (never one of the first four)."""
    places = [i for i, char in enumerate(digits) if char.isdigit() and i >= 4]
    if not places:
        return digits
    place = rng.choice(places)
    return digits[:place] + str((int(digits[place]) + rng.randint(1, 9)) % 10) + digits[place + 1 :]


def phone(rng: Random, number: str) -> str:
    """A number of E.164 in one of the writings seen; short numbers stay."""
    if not number.startswith("+"):
        return number
    d = number[2:]
    a, b, c, e = d[:3], d[3:6], d[6:8], d[8:]
    return rng.choice(
        (
            f"8{d}",
            f"+7{d}",
            f"8 {a} {b} {c} {e}",
            f"8({a}){b}-{c}-{e}",
            f"+7 {a} {b} {c} {e}",
            f"8-{a}-{b}-{c}-{e}",
            f"+7({a}){b}{c}{e}",
            f"7{d}",
            f"8 ({a}) {b} {c}{e}",
            f"{a} {b} {c} {e}",
            f"8{a} {b}{c}{e}",
        )
    )


def iban(rng: Random, text: str) -> str:
    """An IBAN whole, in groups, or in small letters."""
    if rng.random() < 0.25:
        return " ".join(text[i : i + 4] for i in range(0, len(text), 4))
    return text.lower() if rng.random() < 0.06 else text


def card(rng: Random, number: str) -> tuple[str, str]:
    """A card number in one of its writings, and what it tells: all digits, first six and last four
    (``440043*1234``), or nothing certain when only the last four are written."""
    first, last = number[:6], number[-4:]
    draw = rng.random()
    if draw < 0.5:
        return rng.choice((number, " ".join(number[i : i + 4] for i in range(0, 16, 4)))), number
    if draw < 0.85:
        forms = (f"{first}******{last}", f"{first[:4]} {first[4:]}** **** {last}", f"{first}XXXXXX{last}")
        return rng.choice(forms), f"{first}*{last}"
    return rng.choice((f"**** {last}", f"*{last}")), ""


def tenge(rng: Random, tiyn: int, kazakh: bool) -> str:
    """A sum with its currency word."""
    whole, rest = divmod(tiyn, 100)
    spaced = f"{whole:,}".replace(",", " ")
    word = rng.choice(("теңге", "тг", "теңге", "₸") if kazakh else ("тенге", "тг", "тг.", "₸", "тенге", "KZT"))
    if rest:
        return f"{spaced},{rest:02d} {word}"
    forms = [spaced, spaced, str(whole), f"{spaced},00", f"{spaced}.00", f"{whole:,}".replace(",", ".")]
    if whole % 1000 == 0 and whole < 1_000_000:
        forms.append(f"{whole // 1000} {'мың' if kazakh else 'тыс.'}")
    return f"{rng.choice(forms)} {word}"


def day(rng: Random, second: int, kazakh: bool) -> str:
    """A date in running text."""
    form = rng.randrange(5)
    if form == 0:
        return stamp(second, "%d.%m.%Y")
    if form == 1:
        return stamp(second, "%d.%m.%y")
    number, month, year = (int(part) for part in stamp(second, "%d %m %Y").split())
    if kazakh:
        return f"{year} жылғы {number} {_MONTHS_KK[month - 1]}"
    if form == 2:
        return stamp(second, "%d.%m.%Y") + (" г." if rng.random() < 0.5 else " года")
    return f"{number} {_MONTHS_RU[month - 1]} {year} года"


def minute(rng: Random, second: int, kazakh: bool) -> str:
    """A time of day, as told: to the minute, sometimes rounded."""
    if rng.random() < 0.3:
        second = round(second / 1800) * 1800
    text = stamp(second, "%H:%M")
    if kazakh:
        return f"сағат {text} шамасында" if rng.random() < 0.7 else f"сағат {text}-де"
    return f"около {text}" if rng.random() < 0.5 else f"в {text}" + (" ч." if rng.random() < 0.3 else "")


def noise(rng: Random, text: str) -> str:
    """A clerk's hand: a doubled space, a lost dot, Kazakh letters typed as Russian ones."""
    if rng.random() < 0.12:
        text = text.replace(". ", ".  ", 1)
    if rng.random() < 0.10:
        text = text.replace(", ", ",", 2)
    if rng.random() < 0.08:
        text = text.rstrip(".")
    if rng.random() < 0.07:
        text = text.translate(str.maketrans("қңғүұөһәі", "кнгууохаи"))
    return text
