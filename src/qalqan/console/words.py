"""How values are written on a page, and the templates' environment with these as filters.

Sums in ₸ with thin spaces, moments in Kazakhstan's time, grounds as sentences, places as links: one spelling for all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.dates import format_date, format_datetime, format_timedelta
from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from qalqan import clock
from qalqan.desk.seals import Seals
from qalqan.report.layout import SUMS
from qalqan.report.wording import Words
from qalqan.texts.say import has, say
from qalqan.values import occupation, place
from qalqan.web.compiled import Compiled

_TEMPLATES: Final = Path(__file__).parent / "templates"
THIN: Final = "\u202f"
DASH: Final = "—"
LOCALE: Final = {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en_GB"}
_OPEN: Final = {one: f"{{{one}}}" for one in ("count", "total", "label", "when", "sum", "who", "hidden")}
_NOT_IN_KEY: Final = re.compile(r"[^a-z0-9]+")  # codes are our own words: short, never foreign text
_FORM: Final = {"kk": "dd.MM.yyyy HH:mm", "ru": "dd.MM.yyyy HH:mm", "en": "d MMM yyyy HH:mm"}
SAID: Final = {"occupation": occupation.name, "region": place.name}
"""Kinds of what victims share that are codes of a closed list: said in the reader's language, no things themselves."""
_PLAIN: Final = ("dd.MM.yyyy HH:mm", "dd.MM.yyyy")
_DAY: Final = {"kk": "dd.MM.yyyy", "ru": "dd.MM.yyyy", "en": "d MMM yyyy"}


def environment(seals: Seals) -> Environment:
    """Templates of the console: escaped by default, an unknown name is an error. Places are linked by their seals."""
    made = Environment(
        loader=PackageLoader("qalqan.console"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, bytecode_cache=Compiled(_TEMPLATES, "trimmed"),
    )  # fmt: skip
    made.filters |= {
        "sum": tenge, "count": count, "moment": moment, "day": day, "ago": ago, "grounds": grounds, "share": share,
        "places": lambda text, language: places(text, language, seals),
        "dash": lambda value: DASH if value in (None, "") else value,
        "coded": coded, "commands": commands, "upfirst": upfirst, "dated": dated, "bits": bits,
        "island_words": island_words,
        "mo": lambda name, language: Words(language).of("mo", name) if name else DASH,
    }  # fmt: skip
    return made


def upfirst(text: str) -> str:
    """The words with a capital at their beginning, the rest as it is: for a button, a row's name."""
    return text[:1].upper() + text[1:]


def count(number: int | None) -> str:
    """1234567 → «1 234 567» with narrow no-break spaces."""
    return DASH if number is None else f"{number:,}".replace(",", THIN)


def tenge(tiyn: int | None) -> str:
    """Tiyn as tenge: «1 234 567 ₸», with tiyn only where there are any."""
    if tiyn is None:
        return DASH
    whole, rest = divmod(abs(tiyn), 100)
    sign = "−" if tiyn < 0 else ""
    return f"{sign}{count(whole)}" + (f",{rest:02d}" if rest else "") + f"{THIN}₸"


def share(per_mille: int | None) -> str:
    """A score of 0-1000 as «87 %»; below one per cent with a decimal."""
    if per_mille is None:
        return DASH
    return f"{per_mille // 10}{THIN}%" if per_mille >= 10 or not per_mille else f"0,{per_mille}{THIN}%"


def bits(thousandths: int, language: str) -> str:
    """An amount of information, kept in 1/1000 bit: «5,8», in English «5.8»."""
    told = f"{thousandths / 1000:.1f}"
    return told if language == "en" else told.replace(".", ",")


def moment(at: datetime | None, language: str) -> str:
    """An instant in Kazakhstan's time, to the minute."""
    return DASH if at is None else _written(at, _FORM[language], language)


def day(at: datetime | None, language: str) -> str:
    """The day of an instant in Kazakhstan's time."""
    return DASH if at is None else _written(at, _DAY[language], language)


def dated(told: date, language: str) -> str:
    """A day of the calendar, of no zone."""
    return str(format_date(told, _DAY[language], locale=LOCALE[language]))


def month(told: date, language: str) -> str:
    """The month of a day, standing alone: «наурыз 2025»."""
    return str(format_date(told, "LLLL y", locale=LOCALE[language]))


def _written(at: datetime, form: str, language: str) -> str:
    local = clock.to_local(at)
    if form in _PLAIN:  # figures alone: written here in a tenth of the time, and a table has a hundred moments
        on = f"{local.day:02}.{local.month:02}.{local.year:04}"
        return f"{on} {local.hour:02}:{local.minute:02}" if form.endswith("mm") else on
    return str(format_datetime(local, form, locale=LOCALE[language]))


def ago(at: datetime | None, language: str) -> str:
    """How long ago, in words: for queues, beside the moment itself."""
    if at is None:
        return DASH
    return str(format_timedelta(at - clock.now(), add_direction=True, locale=LOCALE[language]))


def grounds(text: str | None, language: str) -> list[dict[str, Any]]:
    """The reasons of a finding: rule in words, weight, its values as pairs, places. The heaviest first."""
    told = json.loads(text or "[]")
    found = [
        {
            "rule": one["rule"],
            "words": _rule(one, language),
            "weight": one.get("weight", 0),
            "pairs": _pairs(one.get("values", {}), one["rule"], language),
            "places": [place for place in one.get("locators", []) if place],
        }
        for one in told
    ]
    return sorted(found, key=lambda one: (-abs(one["weight"]), one["rule"]))


def _pairs(values: dict[str, Any], rule: str, language: str) -> list[tuple[str, str]]:
    """A ground's values in words. One that names a thing shared says its kind, the thing, and how many cases it has."""
    if {"kind", "value"} <= values.keys():
        kind = str(values["kind"])
        known = key if has(key := f"thing-{kind.replace('_', '-')}") else ""
        thing = f"{say(known, language) if known else Words(language).of('ident', kind)} {values['value']}"
        cases = values.get("cases")
        told = say("read-has-cases", language, count=count(cases)).rstrip(".") if type(cases) is int else ""
        return [("value", thing), *([("cases", told)] if told else [])]
    pairs = []
    for name, value in sorted(values.items()):
        key = f"report-value-{name.replace('_', '-')}"
        label = f"{say(key, language)}: " if has(key) else ""
        pairs.append((name, f"{label}{_value(name, value, rule, language)}"))
    return pairs


def _value(name: str, value: object, rule: str, language: str) -> str:
    """A ground's value: a sum, a share, a count, a text, or the words of a code that the rule is about
    (``point-region``)."""
    if type(value) is int and (name.endswith("_tiyn") or name in SUMS):
        return tenge(value)
    if type(value) is int and name == "per_mille":
        return share(value)
    if type(value) is str and (said := SAID.get(rule.rpartition("-")[2])):
        return said(value, language)
    return count(value) if type(value) is int else str(value)


def _rule(ground: dict[str, Any], language: str) -> str:
    """A rule's own words, as documents say them; its bare name where no text was written for it."""
    return Words(language).of("ground", str(ground["rule"]))


def island_words(keys: Sequence[str], island: str, language: str) -> str:
    """An island's words as JSON: of each key the text ``part-ISLAND-KEY``, its values left open as ``{name}``."""
    return _island_words(tuple(keys), island, language)


@cache
def _island_words(keys: tuple[str, ...], island: str, language: str) -> str:
    told = {one: say(f"part-{island}-{one}", language, **_OPEN) for one in keys}
    return str(htmlsafe_json_dumps(told, sort_keys=True))


def coded(code: str | None, prefix: str, language: str) -> str:
    """What is written as a code, in words; the code itself where nobody has written any."""
    if not code:
        return DASH
    for name in (str(code), _NOT_IN_KEY.sub("-", str(code).lower()).strip("-")):  # tables keep their own names in keys
        if has(key := f"{prefix}-{name}"):
            return say(key, language)
    return str(code)


def commands(text: str) -> Markup:
    """A sentence in which commands stand between backticks, as the command line says it: here they are set as code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:  # an odd sign: somebody's own words
        return escape(text)
    return Markup("").join(Markup("<code>{}</code>").format(one) if at % 2 else one for at, one in enumerate(pieces))


def places(text: str | None, language: str, seals: Seals) -> Markup:
    """Locators as links to their rows, opened in the side panel («says who?»). The part, which may be named by an
    account or a number, stands in the address sealed and on the page not at all."""
    links = [
        Markup('<a class="place" data-panel href="{}">{}</a>').format(row_of(one, language, seals), short(one))
        for one in (text or "").split(";")
        if one
    ]
    return Markup(" ").join(links) if links else escape(DASH)


def row_of(locator: str, language: str, seals: Seals) -> str:
    """The address of the row that a locator names."""
    return f"/{language}/evidence/{locator.split(':', 1)[0]}/row?at={seals.seal('place', locator)}"


def short(locator: str) -> str:
    """A place as a link's words: the beginning of the evidence's id, and the row."""
    evidence, _, rest = locator.partition(":")
    return f"{evidence[:6]}:{rest.rpartition(':')[2]}"
