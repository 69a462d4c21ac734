"""The verbs by path: open the workspace as the verb needs, do it, close. Doors call these.

Each verb imports its own room when called: a trace does not wait for what only an analysis needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qalqan.desk import door, verbs_accounts, verbs_work
from qalqan.errors import UsageError
from qalqan.model.decision import Verdict
from qalqan.settings import Settings
from qalqan.store.workspace import Workspace

if TYPE_CHECKING:
    from qalqan.desk import acts as acts_
    from qalqan.desk import acts_list, decisions
    from qalqan.desk import analyse as analyse_
    from qalqan.desk import ask_next as ask_next_
    from qalqan.desk import bench as bench_
    from qalqan.desk import calls as calls_
    from qalqan.desk import droppers as droppers_
    from qalqan.desk import export as export_
    from qalqan.desk import holds as holds_
    from qalqan.desk import letters as letters_
    from qalqan.desk import lists as lists_
    from qalqan.desk import newcomer as newcomer_
    from qalqan.desk import pictures as pictures_
    from qalqan.desk import registry as registry_
    from qalqan.desk import registry_import as registry_import_
    from qalqan.desk import reopened as reopened_
    from qalqan.desk import replay as replay_
    from qalqan.desk import show as show_
    from qalqan.desk import simulate as simulate_
    from qalqan.desk import trace as trace_
    from qalqan.desk import whose as whose_
    from qalqan.report import timeline as timeline_

Progress = Callable[[str, int, int], None]
WAIT_SECONDS = 5.0
_OF_CASES = frozenset({"hold", "return", "loan"})
"""Kinds of subjects that are named ``CASE/BANK…``."""

jobs, job, job_cancel, job_retry = verbs_work.jobs, verbs_work.job, verbs_work.job_cancel, verbs_work.job_retry
work, move, forget_moved = verbs_work.work, verbs_work.move, verbs_work.forget_moved
backup, restore = verbs_work.backup, verbs_work.restore
account_end = verbs_accounts.account_end
account_first = verbs_accounts.account_first
account_invite = verbs_accounts.account_invite
account_link = verbs_accounts.account_link
account_list = verbs_accounts.account_list
account_totp = verbs_accounts.account_totp
account_totp_confirm = verbs_accounts.account_totp_confirm
account_totp_off = verbs_accounts.account_totp_off
add_officer = verbs_accounts.add_officer
list_officers = verbs_accounts.list_officers
user_add = verbs_accounts.user_add


def analyse(path: Path, settings: Settings, progress: Progress = lambda *_: None) -> analyse_.Analysed:
    """See :func:`qalqan.desk.analyse.analyse`."""
    from qalqan.desk import analyse as analyse_

    with Workspace.open(path) as ws:
        return analyse_.analyse(ws, settings, progress)


def show(path: Path, what: str, wanted: str, *, officer: str = "", purpose: str = "") -> show_.Sheet:
    """See :func:`qalqan.desk.show.show`."""
    from qalqan.desk import show as show_

    with door.asked(path, "show", officer, purpose) as ws:
        return show_.show(ws, what, wanted, officer=officer, purpose=purpose)


def tie(path: Path, values: list[str], text: str = "", *, officer: str = "", purpose: str = "") -> newcomer_.Tied:
    """See :func:`qalqan.desk.newcomer.tie`."""
    from qalqan.desk import newcomer as newcomer_

    with door.asked(path, "tie", officer, purpose) as ws:
        return newcomer_.tie(ws, values, text, officer=officer, purpose=purpose)


def reopened(path: Path, since: str, settings: Settings, *, officer: str = "", purpose: str = "") -> reopened_.Reopened:
    """See :func:`qalqan.desk.reopened.reopened`."""
    from qalqan.desk import reopened as reopened_

    with door.asked(path, "reopened", officer, purpose) as ws:
        return reopened_.reopened(ws, since, settings, officer=officer, purpose=purpose)


def trace(
    path: Path, case: str, settings: Settings, *, rule: str = "fifo", as_of: str = "", known_at: str = "",
    purpose: str = "", officer: str = "",
) -> trace_.Traced:  # fmt: skip
    """See :func:`qalqan.desk.trace.trace`."""
    from qalqan.desk import trace as trace_

    with door.asked(path, "trace", officer, purpose) as ws:
        return trace_.trace(
            ws, case, settings, rule=rule, as_of=as_of, known_at=known_at, purpose=purpose, officer=officer
        )


def calls(
    path: Path, *, top: int = 20, since: str = "", officer: str = "", purpose: str = ""
) -> tuple[calls_.Part, ...]:
    """See :func:`qalqan.desk.calls.calls`."""
    from qalqan.desk import calls as calls_

    with door.asked(path, "calls", officer, purpose) as ws:
        return calls_.calls(ws, top=top, since=since, officer=officer, purpose=purpose)


def lists(
    path: Path, out: Path, *, days: int = 30, extra: Mapping[str, Sequence[Path]] | None = None, officer: str = ""
) -> lists_.Published:
    """See :func:`qalqan.desk.lists.lists`."""
    from qalqan.desk import lists as lists_

    return lists_.lists(path, out, days=days, extra=extra, officer=officer)


def timeline(
    path: Path, case: str, settings: Settings, *, whole: bool = False, all_onward: bool = False, officer: str = "",
    purpose: str = "",
) -> timeline_.Timeline:  # fmt: skip
    """See :func:`qalqan.desk.timeline.timeline`."""
    from qalqan.desk import timeline as line

    with door.asked(path, "timeline", officer, purpose) as ws:
        return line.timeline(ws, case, settings, whole=whole, all_onward=all_onward, purpose=purpose, officer=officer)


def droppers(path: Path, top: int, *, officer: str = "", purpose: str = "") -> droppers_.Listed:
    """See :func:`qalqan.desk.droppers.droppers`."""
    from qalqan.desk import droppers as droppers_

    with door.asked(path, "droppers", officer, purpose) as ws:
        return droppers_.droppers(ws, top, officer=officer, purpose=purpose)


def whose(
    path: Path, accounts: list[str], settings: Settings, *, as_of: str = "", known_at: str = "", purpose: str = "",
    officer: str = "",
) -> whose_.Answer:  # fmt: skip
    """See :func:`qalqan.desk.whose.whose`."""
    from qalqan.desk import whose as whose_

    with door.asked(path, "whose", officer, purpose) as ws:
        return whose_.whose(ws, accounts, settings, as_of=as_of, known_at=known_at, purpose=purpose, officer=officer)


def letters(
    path: Path, kind: str, ask: letters_.Ask, out: Path, *, lang: str, officer: str = ""
) -> tuple[letters_.MadeLetter, ...]:
    """See :func:`qalqan.desk.letters.letters`."""
    from qalqan.desk import letters as letters_

    return letters_.letters(path, kind, ask, out, lang=lang, officer=officer)


def ends(path: Path, case: str = "", series: str = "", *, officer: str = "", purpose: str = "") -> letters_.Ends:
    """See :func:`qalqan.desk.letters.ends`."""
    from qalqan.desk import letters as letters_

    return letters_.ends(path, case, series, officer=officer, purpose=purpose)


def draw(
    path: Path, what: str, case: str, out: Path, settings: Settings, *, lang: str, rule: str = "fifo", as_of: str = "",
    known_at: str = "", purpose: str = "", officer: str = "",
) -> pictures_.Drawn:  # fmt: skip
    """See :func:`qalqan.desk.pictures.draw`."""
    from qalqan.desk import pictures as pictures_

    with door.asked(path, "draw", officer, purpose) as ws:
        return pictures_.draw(
            ws, what, case, out, settings, lang=lang, rule=rule, as_of=as_of, known_at=known_at, purpose=purpose,
            officer=officer,
        )  # fmt: skip


def registry_add(
    path: Path, told: Mapping[str, str], settings: Settings, *, officer: str, passphrase: str
) -> registry_.Added:
    """See :func:`qalqan.desk.registry.add`."""
    from qalqan.desk import registry as registry_

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        return registry_.add(ws, [told], settings, officer=officer, passphrase=passphrase)


def registry_step(
    path: Path, entry: str, what: str, told: Mapping[str, str], *, officer: str, passphrase: str
) -> registry_.Added:
    """See :func:`qalqan.desk.registry.step`."""
    from qalqan.desk import registry as registry_

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        return registry_.step(ws, entry, what, told, officer=officer, passphrase=passphrase)


def registry_list(path: Path, value: str = "", *, purpose: str = "", officer: str = "") -> list[registry_.Line]:
    """See :func:`qalqan.desk.registry.lines`."""
    from qalqan.desk import registry as registry_

    with door.asked(path, "registry_list", officer, purpose) as ws:
        return registry_.lines(ws, value=value, purpose=purpose, officer=officer)


def registry_import(
    path: Path, source: Path, settings: Settings, *, officer: str, passphrase: str, rejected: Path | None = None
) -> registry_import_.Imported:
    """See :func:`qalqan.desk.registry_import.load`."""
    from qalqan.desk import registry_import as registry_import_

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        return registry_import_.load(ws, source, settings, officer=officer, passphrase=passphrase, rejected=rejected)


def holds(
    path: Path, settings: Settings, *, case: str = "", at: str = "", known_at: str = "", top: int = 20,
    purpose: str = "", officer: str = "",
) -> holds_.Listed:  # fmt: skip
    """See :func:`qalqan.desk.holds.holds`."""
    from qalqan.desk import holds as holds_

    with door.asked(path, "holds", officer, purpose) as ws:
        return holds_.holds(
            ws, settings, case=case, at=at, known_at=known_at, top=top, purpose=purpose, officer=officer
        )


def ask_next(
    path: Path, settings: Settings, *, case: str = "", at: str = "", purpose: str = "", officer: str = ""
) -> ask_next_.Asked:
    """See :func:`qalqan.desk.ask_next.ask_next`."""
    from qalqan.desk import ask_next as ask_next_

    with door.asked(path, "ask_next", officer, purpose) as ws:
        return ask_next_.ask_next(ws, settings, case=case, at=at, purpose=purpose, officer=officer)


def replay(
    path: Path, case: str, settings: Settings, *, at: list[str] | None = None, purpose: str = "", officer: str = ""
) -> replay_.Replayed:
    """See :func:`qalqan.desk.replay.replay`."""
    from qalqan.desk import replay as replay_

    with door.asked(path, "replay", officer, purpose) as ws:
        return replay_.replay(ws, case, settings, at=at, purpose=purpose, officer=officer)


def export(path: Path, out: Path, *, officer: str = "", purpose: str = "") -> export_.Exported:
    """See :func:`qalqan.desk.export.export`."""
    from qalqan.desk import export as export_

    with door.asked(path, "export", officer, purpose) as ws:
        return export_.export(ws, out, officer=officer, purpose=purpose)


def decide(
    path: Path, subject: str, verdict: str, *, officer: str, passphrase: str, reason: str, act: str = "",
    shown: str = "", purpose: str = "investigation",
) -> decisions.State:  # fmt: skip
    """A signed decision; gives how many approvals the subject has and needs.

    Raises UsageError for a word that is no verdict, AccessError as :func:`qalqan.desk.decisions.decide`.
    """
    from qalqan.desk import decided, decisions

    subject = decided.canonical(subject)
    if verdict not in {one.value for one in Verdict}:
        raise UsageError("error-verdict", value=verdict, known=", ".join(one.value for one in Verdict))
    kind, _, rest = subject.partition(":")
    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        decisions.decide(
            ws, officer, passphrase, subject, act or kind, Verdict(verdict), reason, purpose,
            rest.rsplit("/", 1)[0] if kind in _OF_CASES or (kind == "release" and ":" in rest) else "", shown,
        )  # fmt: skip
        return decisions.state(ws, subject, act or kind)


def witness(path: Path, to: Path) -> str:
    """Append the signed root to a file outside; gives the root."""
    from qalqan.store import witness as witness_

    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        return witness_.write(ws, to).root


def upgrade(path: Path) -> str:
    """Bring a workspace to this version's form, with an entry in the ledger; gives the form."""
    from qalqan.store.tables import REVISION

    with Workspace.open(path, write=True, wait=WAIT_SECONDS):
        return REVISION


def acts(path: Path, *, case: str = "", due: bool = False) -> tuple[acts_list.Line, ...]:
    """See :func:`qalqan.desk.acts_list.acts`."""
    from qalqan.desk import acts_list

    return acts_list.acts(path, case=case, due=due)


def propose(
    path: Path, kind: str, case: str, *, officer: str, passphrase: str, bank: str = "", out: Path | None = None,
    lang: str = "kk", reason: str = "", objects: Sequence[str] = (),
) -> tuple[acts_.Taken, ...]:  # fmt: skip
    """See :func:`qalqan.desk.acts.propose`."""
    from qalqan.desk import acts as acts_

    by = acts_.Signer(officer, passphrase)
    return acts_.propose(path, kind, case, bank=bank, by=by, out=out, lang=lang, reason=reason, objects=objects)


def act(path: Path, step: str, measure: str, *, officer: str, passphrase: str, **stated: Any) -> acts_.Taken:
    """A step of a measure: sanction, rule, send, answer, tell, release, return or withdraw, with what it states.

    See the function of that name in :mod:`qalqan.desk.acts` (``return`` is ``give_back``). Raises UsageError for
    another step.
    """
    from qalqan.desk import acts as acts_

    steps: dict[str, Callable[..., acts_.Taken]] = {
        "sanction": acts_.sanction, "rule": acts_.rule, "send": acts_.send, "answer": acts_.answer, "tell": acts_.tell,
        "release": acts_.release, "return": acts_.give_back, "withdraw": acts_.withdraw,
    }  # fmt: skip
    if step not in steps:
        raise UsageError("error-act-step", step=step, known=", ".join(steps))
    return steps[step](path, measure, by=acts_.Signer(officer, passphrase), **stated)


def simulate_calls(
    folder: Path, *, seed: int = 1, subscribers: int = 20_000, days: int = 10, level: int = 0,
    progress: Progress = lambda *_: None,
) -> simulate_.SimulatedCalls:  # fmt: skip
    """See :func:`qalqan.desk.simulate.calls`."""
    from qalqan.desk import simulate as simulate_

    return simulate_.calls(folder, seed=seed, subscribers=subscribers, days=days, level=level, progress=progress)


def bench_money(rows: int = 1_000_000, progress: Progress = lambda *_: None) -> bench_.Benched:
    """See :func:`qalqan.desk.bench.money`."""
    from qalqan.desk import bench as bench_

    return bench_.money(rows, progress=progress)
