"""What truly happened, as CSV in the truth folder (UTF-8, sums in tiyn, ISO 8601 times with offset)."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from pathlib import Path

from qalqan.simulate.answers import Answers
from qalqan.simulate.book import Book
from qalqan.simulate.cases import Case
from qalqan.simulate.ledger import Transfers
from qalqan.simulate.oracle import Picture
from qalqan.simulate.places import PLACES
from qalqan.simulate.rows import Teller
from qalqan.simulate.shelf import write_csv
from qalqan.simulate.when import iso


def write_cases(out: Path, cases: list[Case]) -> None:
    """``cases.csv``, ``series.csv``."""
    write_csv(
        out / "cases.csv",
        ("case_id", "mo", "damage_tiyn", "region", "registered_at", "kui_number"),
        [(c.id, c.scheme, c.damage, "KZ-" + PLACES[c.region].code, iso(c.registered), c.kui) for c in cases],
    )
    write_csv(out / "series.csv", ("case_id", "series_id"), [(c.id, gang) for c in cases for gang in (c.gangs or [""])])


def write_losses(out: Path, cases: list[Case], book: Book, t: Transfers) -> None:
    """``losses.csv``: each named loss transfer."""
    rows: list[tuple[object, ...]] = []
    for case in cases:
        for loss in case.losses:
            at = iso(int(t.at[t.row_of[loss.handle]]))
            rows.append((case.id, book.nodes[loss.src].text, book.nodes[loss.dst].text, at, loss.tiyn))
    write_csv(out / "losses.csv", ("case_id", "from", "to", "at", "amount_tiyn"), rows)


def write_trails(
    out: Path, cases: list[Case], pictures: dict[int, Picture], book: Book, answers: Answers, *, t: Transfers
) -> None:
    """``trails.csv``: where each case's money was at its registration.

    ``frontier`` is an account for which no statement was received at all. ``covered`` 1: an analyser that
    reads every file can compute the sum to the tiyn.
    """
    rows: list[tuple[object, ...]] = []
    for case in cases:
        picture = pictures[case.index]
        certain = certain_nodes(case, picture, book, answers, t)
        for node in sorted(picture.first_in, key=lambda n: (picture.first_in[n], n)):
            kind = "sink" if book.nodes[node].sink else "account"
            if kind == "account" and node not in answers.statements:
                kind = "frontier"
            covered = int(node in certain)
            rows.append((case.id, book.nodes[node].text, kind, picture.remaining[node], covered))
    write_csv(out / "trails.csv", ("case_id", "account", "kind", "remaining_tiyn", "covered"), rows)


def certain_nodes(case: Case, picture: Picture, book: Book, answers: Answers, t: Transfers) -> set[int]:
    """Nodes whose sum follows from the files: every account on every way there is covered until the
    registration, no rule could be read in two ways, and no account without cover paid on to it."""
    into: dict[int, set[int]] = {}
    for source, target in picture.edges:
        into.setdefault(target, set()).add(source)
    good = {
        node
        for node, since in picture.first_in.items()
        if node not in picture.doubtful and (book.nodes[node].sink or answers.covers(node, since, case.registered))
    }
    open_ = {n: at for n, at in picture.first_in.items() if n not in good and not book.nodes[n].sink}
    loose = paid_on(open_, book, t, case.registered)
    certain = set()
    for node in picture.first_in:
        seen, todo = {node}, [node]
        while todo:
            for source in into.get(todo.pop(), ()):
                if source not in seen and source in into:
                    seen.add(source)
                    todo.append(source)
        if seen <= good and not seen & loose and (len(seen) > 1 or not book.nodes[node].sink):
            certain.add(node)
    return certain


def paid_on(open_: dict[int, int], book: Book, t: Transfers, until: int) -> set[int]:
    """Nodes that money may have come to from accounts without cover, by their moments of first arrival: who reads the
    files cannot know that such an account paid with other money, nor that whom it paid did."""
    reached, loose = dict(open_), set[int]()
    todo = [(at, node) for node, at in open_.items()]
    heapify(todo)
    while todo:
        since, node = heappop(todo)
        if since > reached[node]:
            continue
        rows = t.rows_of(node)
        paid = rows[(t.src[rows] == node) & (t.at[rows] >= since) & (t.at[rows] <= until)]
        for at, target in zip(t.at[paid].tolist(), t.dst[paid].tolist(), strict=True):
            loose.add(target)
            if not book.nodes[target].sink and at < reached.get(target, until + 1):
                reached[target] = at
                heappush(todo, (at, target))
    return loose


def write_transactions(out: Path, book: Book, t: Transfers, teller: Teller) -> None:
    """``transactions.csv``: each true transfer that stands in some file, and in how many."""
    write_csv(
        out / "transactions.csv",
        ("at", "from", "to", "amount_tiyn", "files"),
        [
            (iso(int(t.at[row])), book.nodes[t.src[row]].text, book.nodes[t.dst[row]].text, int(t.tiyn[row]), files)
            for row, files in sorted(teller.told.items())
        ],
    )


def write_roles(out: Path, book: Book, t: Transfers, teller: Teller, numbers: dict[str, str]) -> None:
    """``roles_accounts.csv`` of all accounts in the files, ``roles_numbers.csv`` of all numbers."""
    seen = sorted({int(n) for row in teller.told for n in (t.src[row], t.dst[row])})
    write_csv(
        out / "roles_accounts.csv",
        ("account", "role"),
        [(book.nodes[node].text, book.nodes[node].role) for node in seen],
    )
    write_csv(out / "roles_numbers.csv", ("number", "role"), sorted(numbers.items()))
