"""Onward movement of stolen money: first hop, second hop, cash, exchange, wallet, merchant, abroad."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from qalqan.simulate.gangs import Gang, Underworld
from qalqan.simulate.ledger import Ledger
from qalqan.simulate.when import DAY

_ATM_MOST = 30_000_000  # tiyn a withdrawal
_TO_CHIEF = 0.2  # of what second accounts pay on, where an organiser collects
_ROUTES = {
    1: (("second", 62), ("cash", 20), ("crypto", 9), ("wallet", 4), ("shop", 3), ("abroad", 2)),
    2: (("cash", 46), ("crypto", 22), ("second", 15), ("wallet", 8), ("shop", 5), ("abroad", 4)),
    3: (("cash", 75), ("crypto", 20), ("shop", 5)),
}


@dataclass(slots=True)
class Laundry:
    """Moves receipts on; remembers at which depth each account was used (1 = first hop)."""

    world: Underworld
    ledger: Ledger
    depth: dict[int, int] = field(default_factory=dict)

    def receive(self, gang: Gang, node: int, tiyn: int, at: int, layer: int = 1) -> None:
        """Money has come to an account of the gang: send it on after minutes, or leave it a while."""
        rng = self.world.rng
        self.depth[node] = min(layer, self.depth.get(node, layer))
        if rng.random() < self.world.regime.parked:
            at += rng.randint(DAY, 7 * DAY)
        else:
            at += 40 + int(rng.lognormvariate(5.8, 0.8))
        kept = 0.0 if rng.random() < 0.3 else rng.uniform(0.005, 0.06)
        left = int(tiyn * (1 - kept)) // 10_000 * 10_000
        if rng.random() < 0.15:
            left = tiyn
        pieces = rng.choices((1, 2, 3), (55, 30, 15))[0] if left > 5_000_000 else 1
        for piece in range(pieces):
            last = piece == pieces - 1
            share = left if last else int(left * rng.uniform(0.25, 0.6)) // 10_000 * 10_000
            left -= share
            if share > 0:
                self._send(gang, node, share, at, layer)
            at += rng.randint(45, 900)

    def _send(self, gang: Gang, node: int, tiyn: int, at: int, layer: int) -> None:
        rng, book, add = self.world.rng, self.world.book, self.ledger.add
        if gang.chief >= 0 and layer > 1 and rng.random() < _TO_CHIEF:
            add(at, node, gang.chief, tiyn, "move", purpose=rng.choice(_EXCUSES))
            return
        routes = _ROUTES[min(layer, 3)]
        route = rng.choices([r for r, _ in routes], [w for _, w in routes])[0]
        if route == "second":
            dropper = self.world.dropper(gang, 2, at // DAY)
            if dropper.node == node:
                route = "cash"
            else:
                add(at, node, dropper.node, tiyn, "move", purpose=rng.choice(_EXCUSES))
                self.receive(gang, dropper.node, tiyn, at, layer + 1)
        if route == "cash":
            self._cash(node, tiyn, at, rng.choice(book.atms[gang.atm_region]), rng)
        elif route == "crypto" or (route == "wallet" and gang.wallet < 0):
            add(at, node, rng.choice(book.exchanges), tiyn, "crypto")
        elif route == "wallet":
            add(at, node, gang.wallet, tiyn, "wallet")
        elif route == "shop":
            add(at, node, rng.choice(book.shops), tiyn, "shop")
        elif route == "abroad":
            add(at, node, rng.choice(book.foreign), tiyn, "abroad")

    def _cash(self, node: int, tiyn: int, at: int, atm: int, rng: Random) -> None:
        """Several withdrawals at one machine, whole thousands; a rest stays on the account."""
        tiyn = tiyn // 100_000 * 100_000
        while tiyn > 0:
            part = min(tiyn, _ATM_MOST)
            self.ledger.add(at, node, atm, part, "cash")
            tiyn -= part
            at += rng.randint(50, 140)


_EXCUSES = ("", "", "", "возврат долга", "за товар", "подарок", "қарыз қайтару", "на такси", "спасибо")
