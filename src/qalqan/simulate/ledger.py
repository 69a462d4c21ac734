"""The true transfers of the whole world: scripted ones and blocks of ordinary ones, in one total order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qalqan.simulate.book import Book

Ints = NDArray[np.int64]

# kind of a transfer: what it is called in a statement, its payment purpose code, its purpose
KINDS: Final[dict[str, tuple[str, str, str]]] = {
    "salary": ("Зачисление зарплаты", "311", "Заработная плата"),
    "benefit": ("Зачисление пенсии и пособий", "046", "Пенсионная выплата"),
    "shop": ("Оплата товаров и услуг", "861", "Покупка"),
    "utility": ("Оплата услуг", "852", "Коммунальные услуги"),
    "p2p": ("Перевод клиенту банка", "119", "Перевод собственных средств"),
    "own": ("Перевод между своими счетами", "321", "Пополнение своего счёта"),
    "cash": ("Снятие наличных", "", "Выдача наличных"),
    "rent": ("Перевод клиенту банка", "119", "за квартиру"),
    "trade": ("Перевод клиенту банка", "119", "за товар"),
    "class": ("Перевод клиенту банка", "119", "на нужды класса"),
    "loan": ("Выдача займа", "421", "Выдача онлайн-займа"),
    "loss": ("Перевод клиенту банка", "119", ""),
    "move": ("Перевод клиенту банка", "119", ""),
    "crypto": ("Пополнение криптобиржи", "890", "Покупка цифровых активов"),
    "wallet": ("Вывод на криптокошелёк", "890", "USDT TRC20"),
    "abroad": ("Международный перевод", "119", "Перевод за рубеж"),
    "payout": ("Перевод клиенту банка", "119", "выплата"),
    "reversal": ("Возврат перевода", "119", "Возврат ошибочного перевода"),
}
KIND_NAMES: Final = tuple(KINDS)
_NUMBER: Final = {name: i for i, name in enumerate(KIND_NAMES)}


@dataclass(slots=True)
class Transfers:
    """All transfers in their total order: time (distinct seconds), payer, payee, tiyn, kind."""

    at: Ints
    src: Ints
    dst: Ints
    tiyn: Ints
    kind: Ints
    purpose: dict[int, str]
    reverses: dict[int, int]
    row_of: Ints  # handle of a scripted transfer → its row
    opening: Ints  # node → true opening balance in tiyn
    _rows: Ints = field(init=False)
    _starts: Ints = field(init=False)

    def __post_init__(self) -> None:
        nodes = np.concatenate([self.src, self.dst])
        rows = np.tile(np.arange(len(self.at)), 2)
        order = np.lexsort((rows, nodes))
        self._rows = rows[order]
        self._starts = np.searchsorted(nodes[order], np.arange(len(self.opening) + 1))

    def rows_of(self, node: int) -> Ints:
        """Rows in which the node pays or is paid, in order."""
        return np.asarray(self._rows[self._starts[node] : self._starts[node + 1]])


@dataclass(slots=True)
class Ledger:
    """Collects transfers until :meth:`close` puts them in order."""

    _scripted: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    _blocks: list[tuple[Ints, Ints, Ints, Ints, int]] = field(default_factory=list)
    _purpose: dict[int, str] = field(default_factory=dict)
    _reverses: dict[int, int] = field(default_factory=dict)
    _quiet: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, at: int, src: int, dst: int, tiyn: int, kind: str, *, purpose: str = "", reverses: int = -1) -> int:
        """One scripted transfer; its handle."""
        handle = len(self._scripted)
        self._scripted.append((int(at), src, dst, int(tiyn), _NUMBER[kind]))
        if purpose:
            self._purpose[handle] = purpose
        if reverses >= 0:
            self._reverses[handle] = reverses
        return handle

    def add_block(self, at: Ints, src: Ints, dst: Ints, tiyn: Ints, kind: str) -> None:
        """Many ordinary transfers of one kind."""
        keep = (src != dst) & (tiyn > 0)
        self._blocks.append((at[keep], src[keep], dst[keep], tiyn[keep], _NUMBER[kind]))

    def quiet(self, node: int, since: int, until: int) -> None:
        """The account makes no ordinary payments in this time (a victim whose bank blocked it)."""
        self._quiet.append((node, since, until))

    def close(self, book: Book) -> Transfers:
        """Everything in order, with one transfer a second, and openings that keep balances from going
        below zero."""
        at, src, dst, tiyn, kind, handle = self._columns()
        keep = np.ones(len(at), dtype=bool)
        for node, since, until in self._quiet:
            keep &= ~((src == node) & (at >= since) & (at < until) & (handle < 0))
        order = np.lexsort((np.arange(len(at)), at))
        order = order[keep[order]]
        at, src, dst, tiyn, kind, handle = (c[order] for c in (at, src, dst, tiyn, kind, handle))
        steps = np.arange(len(at))
        at = np.maximum.accumulate(at - steps) + steps
        row_of = np.full(len(self._scripted), -1, dtype=np.int64)
        scripted = handle >= 0
        row_of[handle[scripted]] = steps[scripted]
        return Transfers(
            at,
            src,
            dst,
            tiyn,
            kind,
            {int(row_of[h]): text for h, text in self._purpose.items()},
            {int(row_of[h]): int(row_of[o]) for h, o in self._reverses.items()},
            row_of,
            _openings(book, src, dst, tiyn),
        )

    def _columns(self) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
        table = np.array(self._scripted, dtype=np.int64).reshape(-1, 5)
        parts = [(table[:, 0], table[:, 1], table[:, 2], table[:, 3], table[:, 4], np.arange(len(table)))]
        for at, src, dst, tiyn, kind in self._blocks:
            n = len(at)
            parts.append((at, src, dst, tiyn, np.full(n, kind), np.full(n, -1)))
        joined = [np.concatenate([part[i] for part in parts]) for i in range(6)]
        return joined[0], joined[1], joined[2], joined[3], joined[4], joined[5]


def _openings(book: Book, src: Ints, dst: Ints, tiyn: Ints) -> Ints:
    """True opening balances: what the lowest point of each account needs, and some more."""
    count = len(book.nodes)
    rows = np.tile(np.arange(len(src)), 2)
    nodes = np.concatenate([src, dst])
    signed = np.concatenate([-tiyn, tiyn])
    order = np.lexsort((rows, nodes))
    nodes, running = nodes[order], np.cumsum(signed[order])
    starts = np.searchsorted(nodes, np.arange(count))
    before = np.where(starts > 0, running[np.maximum(starts - 1, 0)], 0)
    lowest = np.zeros(count, dtype=np.int64)
    np.minimum.at(lowest, nodes, running - before[nodes])
    spare = (np.arange(count, dtype=np.int64) * 2_654_435_761 % 9_000_000) // 1000 * 1000
    young = np.array([node.opened >= 0 for node in book.nodes])
    opening: Ints = -lowest + np.where(young, 0, spare)
    return opening
