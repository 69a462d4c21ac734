"""What a new entry of the registry may state: a readable identifier, days within bounds, nothing against a victim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from qalqan import clock
from qalqan.desk.registry_standing import Standing, everything
from qalqan.errors import AccessError, NotFound, UsageError
from qalqan.govern import registry as machine
from qalqan.govern.registry import State
from qalqan.settings import Settings
from qalqan.store.canon import clean
from qalqan.store.workspace import Workspace
from qalqan.values import contract, iban, iin, phone, wallet
from qalqan.values.base import Value

PLACED = ("list", "sha256", "row")
STATED = ("kind", "value", "ground", "court", "number", "on", "reason", "degree", "since", "until", "earlier", *PLACED)
"""What an entry may state; ``list``, ``sha256`` and ``row`` say where in an imported list it stood."""
ADULT = 18
"""Years: a younger person is not entered."""
Known = Mapping[tuple[str, str], Sequence[Standing]]
"""The entries of an identifier (kind, value)."""


def identifier(kind: str, text: str) -> str:
    """The canonical writing of an account, phone or IIN. Raises UsageError with the reason when it is none."""
    known = {"account": (iban, wallet, contract), "phone": (phone,), "iin": (iin,)}
    if kind not in known:
        raise UsageError("error-registry-kind", kind=kind, known=", ".join(machine.KINDS))
    reason = ""
    lettered = text.strip()[:2].isalpha()  # a mistyped IBAN is no contract number
    for module in known[kind]:
        if module is contract and lettered:
            continue
        found = module.parse(text)
        if isinstance(found, Value):
            return found.canonical
        reason = reason or found.reason
    raise UsageError("error-registry-value", kind=kind, value=text[:40], reason=reason)


def past(text: str, today: date) -> date:
    """A day that has come, as ``2025-06-01`` or ``01.06.2025``. Raises UsageError for another text or a later day."""
    found = machine.day(clock.written(text)[:40])
    if found > today:
        raise UsageError("error-registry-future", value=found.isoformat(), today=today.isoformat())
    return found


def stated(told: Mapping[str, str], settings: Settings, today: date) -> dict[str, str]:
    """The content of an entry: canonical, with its days. Raises UsageError for what is missing, wrong or out of bounds.

    Without ``since`` it begins with the verdict or the Centre's entry, a proposal today; without ``until`` it ends
    after the days that the settings give its ground, and never later. It begins neither before what it rests on nor
    in the future. A minor is not entered.
    """
    made = {name: clean(str(told[name]).strip()) for name in STATED if str(told.get(name, "")).strip()}
    made["value"] = identifier(made.get("kind", ""), made.get("value", ""))
    ground = made.get("ground", "")
    if ground not in machine.GROUNDS:
        raise UsageError("error-registry-ground", ground=ground, known=", ".join(machine.GROUNDS))
    for name in ("on", "since"):
        if name in made:
            made[name] = past(made[name], today).isoformat()
    made.setdefault("since", made.get("on", "") or today.isoformat())
    since = machine.day(made["since"])
    days = {"verdict": settings.registry.verdict_days, "afc": settings.registry.afc_days,
            "proposal": settings.registry.proposal_days}  # fmt: skip
    last = machine.ending(since, days[ground])
    made["until"] = _end(made["until"]).isoformat() if "until" in made else last.isoformat()
    made.setdefault("degree", "unknown")
    entry = machine.proposed("", made)
    if entry.until > last:
        raise UsageError("error-registry-long", until=made["until"], last=last.isoformat(), days=days[ground])
    if ground != "proposal" and made["since"] < made["on"]:
        raise UsageError("error-registry-early", since=made["since"], on=made["on"])
    if made["kind"] == "iin" and _minor(made["value"], today):
        raise UsageError("error-registry-minor")
    return made


def _end(text: str) -> date:
    return past(text, date.max)


def _minor(number: str, today: date) -> bool:
    born = iin.birth(number)
    return born is not None and (born.year + ADULT, born.month, born.day) > (today.year, today.month, today.day)


def known(ws: Workspace, today: date) -> Known:
    """All entries by their identifier, as they stand today."""
    made: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for one in everything(ws, today):
        made[one.entry.kind, one.entry.value].append(one)
    return made


def check_earlier(made: Mapping[str, str], entries: Known) -> None:
    """What earlier entries of the same identifier have to say against a new one.

    Raises AccessError when one of them is a victim's, was upheld on appeal or is under appeal (removed or not) and is
    not named in ``earlier`` (ids separated by commas); NotFound when one named there is none of this identifier;
    UsageError when exactly the same entry stands already.
    """
    mine = entries.get((made["kind"], made["value"]), ())
    named = {one.strip() for one in made.get("earlier", "").split(",") if one.strip()}
    if strange := named - {one.entry.id for one in mine}:
        raise NotFound("error-registry-entry", entry=", ".join(sorted(strange)))
    marked = [one.entry.id for one in mine if one.entry.degree == "stolen" or one.entry.upheld or one.entry.appealed]
    if silent := sorted(set(marked) - named):
        raise AccessError("error-registry-earlier", entries=", ".join(silent))
    for one in mine:
        if one.state is not State.REMOVED and _content(one.entry.stated) == _content(made):
            raise UsageError("error-registry-same", entry=one.entry.id)


def _content(told: Mapping[str, str]) -> dict[str, str]:
    return {name: str(told[name]) for name in STATED if name not in PLACED and told.get(name)}
