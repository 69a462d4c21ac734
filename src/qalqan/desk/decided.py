"""What officers decided that binds an analysis, as the table ``decided``; and subjects in canonical form.

Subjects are ``link:CASE|CASE``, ``value:KIND/VALUE`` (may this value tie cases?), ``service:KIND/VALUE`` (is it a
service's, used by everybody?) and ``person:ID|ID`` (are these two one person?). Approve says yes, reject no,
unsure takes the officer's word back. A word binds while no other officer stands against it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import polars as pl

from qalqan import registry
from qalqan.engine.frames import schema
from qalqan.errors import UsageError
from qalqan.model.decision import Decision, Verdict
from qalqan.model.schema import DECIDED
from qalqan.store import decisions
from qalqan.store.workspace import Workspace
from qalqan.values import any as any_kind

PAIRS: Final = frozenset({"link", "person"})
VALUES: Final = frozenset({"value", "service"})
ACTS: Final = PAIRS | VALUES


def binding(ws: Workspace) -> pl.DataFrame:
    """The table ``decided``: one row a subject on which no officer stands against another."""
    with ws.reading() as connection:
        everything = decisions.everything(connection)
    replaced = {earlier for _, earlier in everything}
    said: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for one, _ in everything:
        spoken = one.act in ACTS and one.subject.startswith(f"{one.act}:")  # an act on another kind of subject is none
        if spoken and one.id not in replaced and one.verdict is not Verdict.UNSURE:
            said[one.act, one.subject].append(one)
    rows = []
    for (act, subject), voices in sorted(said.items()):
        if len({one.verdict for one in voices}) == 1:
            a, b = parts(act, subject)
            rows.append((act, a, b, voices[-1].verdict is Verdict.APPROVE, voices[-1].id))
    return pl.DataFrame(rows, schema=schema(DECIDED), orient="row").sort(DECIDED.order)


def parts(act: str, subject: str) -> tuple[str, str]:
    """The two columns of a subject: two ids in order, or a kind and a value. Raises UsageError for another shape."""
    rest = subject.partition(":")[2]
    first, sign, second = (one.strip() for one in rest.partition("|" if act in PAIRS else "/"))
    if not sign or not first or not second or (act in PAIRS and first == second):
        raise UsageError(f"error-subject-{'pair' if act in PAIRS else 'value'}", subject=subject)
    return (min(first, second), max(first, second)) if act in PAIRS else (first, second)


def canonical(subject: str) -> str:
    """The subject in the one form under which it is kept: ids in order, values as their kind writes them.

    Raises UsageError when a pair or value is not one, or the kind is unknown.
    """
    act = subject.partition(":")[0]
    if act not in ACTS:
        return subject
    first, second = parts(act, subject)
    if act in PAIRS:
        return f"{act}:{first}|{second}"
    known = registry.parts("values")
    if first not in known and first not in {"cell", "web", "picture", "contract"}:
        raise UsageError("error-subject-kind", kind=first, known=", ".join(known))
    found = [value for value in any_kind.identify(second) if value.kind == first]
    return f"{act}:{first}/{found[0].canonical if found else second}"
