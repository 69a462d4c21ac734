"""How the correction of a file's columns is shown: fields in words, examples as the asker may see them, the quality.

Examples come from the file itself. While personal data are masked, what may be personal in them is hidden cell by cell:
long runs of figures keep their ends, names their initials; days, sums and words of a list stay, as they tell most of
what a column is.
"""

from __future__ import annotations

from typing import Any, Final

import re2

from qalqan.console.ask import Ask
from qalqan.console.eyes import Eyes
from qalqan.desk import evidence_look, mapping, mapping_form
from qalqan.desk.mapping_form import Sheet
from qalqan.store.evidence import Kept
from qalqan.texts.say import has
from qalqan.values import person
from qalqan.values.base import Value

MOST_REASONS: Final = 20
_DAY: Final = re2.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_SUM: Final = re2.compile(r"[+-]?\d{1,3}(?:[  \x{202f}'.,]?\d{3}){0,2}(?:[.,]\d{1,4})?(?: ?[A-Za-zА-Яа-я₸]{1,5}\.?)?")
_RUN: Final = re2.compile(r"[0-9A-Za-z+*][0-9A-Za-z*-]*[0-9][0-9A-Za-z*-]*")
_HEAD: Final = re2.compile(r"header: ([^;]*)")
_LOOK: Final = re2.compile(r"([a-z0-9_]+) ([0-9]+) %")
_SPACED: Final = re2.compile(r"(^|[^0-9A-Za-z])([+]?[0-9](?:[ ().-]{0,2}[0-9]){8,})")
_FIGURES: Final = 5


def fields(ask: Ask, kind: str) -> list[tuple[str, str]]:
    """The fields that a column of a kind may be, each with its name in the asker's language, in order of the names; the
    one that sets a column aside first."""
    told = [(one, _called(ask, kind, one)) for one in mapping_form.fields(kind)[1:]]
    return [("unused", ask.t("mapping-page-unused")), *sorted(told, key=lambda one: one[1].casefold())]


def _called(ask: Ask, kind: str, field: str) -> str:
    """A field's name; of a kind its own, where it means something else there."""
    own = f"field-{kind}-{field.replace('_', '-')}"
    return ask.t(own if has(own) else f"field-{field.replace('_', '-')}")


def ground(ask: Ask, told: str) -> str:
    """Why a column was taken for a field: whether its heading is understood, and what its values look like."""
    if told.startswith("a person"):
        return ask.t("mapping-page-g-person")
    head = _HEAD.search(told)
    looks = [(_look(ask, found.group(1)), found.group(2)) for found in _LOOK.finditer(told.partition("values:")[2])]
    heading = ask.t("mapping-page-g-head" if head and head.group(1) not in ("–", "-") else "mapping-page-g-none")
    seen = ", ".join(f"{name} {share} %" for name, share in looks)
    return "; ".join(part for part in (heading, ask.t("mapping-page-g-values", looks=seen) if seen else "") if part)


def _look(ask: Ask, name: str) -> str:
    key = f"mapping-look-{name}"
    return ask.t(key) if has(key) else name


def examples(ask: Ask, kept: Kept, sheets: tuple[Sheet, ...]) -> dict[tuple[int, int], list[str]]:
    """Examples by table and column, as the asker may see them; none of a file too long to be read again for a page."""
    tables = mapping.examples(ask.house.ws, kept.evidence.id)
    clear = Eyes(ask, "map").covers(kept.evidence.basis.case) and ask.clear
    found: dict[tuple[int, int], list[str]] = {}
    for at, sheet in enumerate(sheets):
        heads = [one.header for one in sheet.columns]
        own = next((one for one in tables if one["part"] == sheet.part and _same(one["headers"], heads)), None)
        for number, values in enumerate(own["columns"] if own else ()):
            found[at, number] = [value if clear else hidden(value) for value in values]
    return found


def _same(headers: list[str], heads: list[str]) -> bool:
    return [one for one in headers if one] == [one for one in heads if one]


def hidden(text: str) -> str:
    """A cell without what may be personal in it."""
    if _DAY.fullmatch(text) or _SUM.fullmatch(text):
        return text
    if isinstance(name := person.parse(text), Value) and len(name.canonical.split()) > 1:
        return person.mask(name.canonical)
    spaced = _SPACED.sub(lambda found: found.group(1) + _ends(found.group(2)), text)
    return str(_RUN.sub(lambda found: _ends(found.group()), spaced))


def _ends(run: str) -> str:
    """A run of figures and letters by its ends, when it has many figures."""
    many = sum(sign.isdigit() for sign in run) >= _FIGURES
    return f"{run[:2]}•••{run[-2:]}" if many else run


def quality(ask: Ask, kept: Kept) -> dict[str, Any]:
    """What came of the file as it was read last: counts, and why values and rows were not used, the commonest first."""
    sheet, _ = evidence_look.quality(ask.house.ws, kept)
    rows = sheet.files.to_dicts()
    reasons = sheet.reasons.drop("example").sort("count", descending=True).head(MOST_REASONS).to_dicts()
    eyes = Eyes(ask, "map")
    for one in reasons:
        one |= {name: eyes.plain(str(one[name] or "")) for name in ("part", "column") if name in one}
    return {"file": rows[0] if rows else None, "reasons": reasons}
