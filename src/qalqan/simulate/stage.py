"""Plays the cases: signature calls, loans, losses, onward movement, returns, registration."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from qalqan.simulate.calllog import INTERNATIONAL, NATIONAL, Call, CallLog
from qalqan.simulate.cases import Case, Loss
from qalqan.simulate.gangs import Gang, Underworld
from qalqan.simulate.launder import Laundry
from qalqan.simulate.ledger import Ledger
from qalqan.simulate.places import BANK_SHARE
from qalqan.simulate.schemes import BY_ID
from qalqan.simulate.services import Service
from qalqan.simulate.when import DAY


@dataclass(slots=True)
class Stage:
    """Everything a case touches while it is played."""

    rng: Random
    world: Underworld
    ledger: Ledger
    laundry: Laundry
    log: CallLog
    services: list[Service]
    exchangers: list[int]  # lawful traders' accounts, also used for pay-outs
    cases: list[Case] = field(default_factory=list)
    silent: list[Case] = field(default_factory=list)  # never reported (``hidden``)

    def play(self, gang: Gang, scheme_id: str, at: int, second: Gang | None = None) -> Case:
        """One case from first contact to registration; a ``second`` gang may promise help and take more."""
        rng, world = self.rng, self.world
        victim = world.free_person()
        account = int(world.book.main[victim])
        world.book.nodes[account].role = "victim"
        case = Case(len(self.cases), scheme_id, victim, account, at)
        case.gangs = [] if gang.lone else [gang.id]
        case.region = int(world.people.region[victim])
        case.kazakh = bool(world.people.kazakh[victim]) and rng.random() < 0.6
        family = BY_ID[scheme_id].family
        if family == "call":
            ready = self._talk(case, gang, at)
        else:
            case.front = world.front_of(gang)
            ready = self._write(case, gang, at)
        self._lose(case, gang, ready)
        if second is not None:
            self._help(case, second)
        self._hubs(case)
        last = max(loss.at for loss in case.losses)
        case.registered = last + min(12 * DAY, 3600 + int(rng.lognormvariate(11.0, 1.1)))
        self._give_back(case, last)
        self.ledger.quiet(account, min(loss.at for loss in case.losses), case.registered)
        self.cases.append(case)
        return case

    def _call(self, case: Case, gang: Gang, at: int, seconds: int, *, spoof: bool) -> None:
        people = self.world.people
        device = people.imei(case.victim)
        if spoof:
            number = self.world.spoofed(gang)
            sim = None
            trunk = self.rng.choice(INTERNATIONAL)
        else:
            sim = self.world.sim(gang, at)
            number, trunk = sim.number, self.rng.choice(NATIONAL)
            case.real_sims.append(number)
        if number not in case.callers:
            case.callers.append(number)
        self.log.add(
            Call(
                at,
                number,
                people.phone[case.victim],
                seconds,
                "voice",
                sim.imei if sim else "",
                sim.cell if sim else "",
                device,
                home_cell(case.victim),
                trunk,
            )
        )

    def _talk(self, case: Case, gang: Gang, at: int) -> int:
        """The two calls of the signature and the loans; when the victim is ready to pay."""
        rng = self.rng
        spoofed = rng.random() < self.world.regime.spoof
        first = rng.randint(60, 300)
        self._call(case, gang, at, first, spoof=spoofed and rng.random() < 0.5)
        self._sms(case, "1414" if rng.random() < 0.5 else "9999", at + first // 2)
        second_at = at + first + rng.randint(150, 1500)
        second = rng.randint(1200, 7200)
        self._call(case, gang, second_at, second, spoof=spoofed)
        if rng.random() < 0.3:
            self._call(case, gang, second_at + second + rng.randint(60, 900), rng.randint(120, 1500), spoof=False)
        if rng.random() < 0.65:
            for n in range(rng.randint(1, 3)):
                bank = rng.choice(list(BANK_SHARE)[:6])
                tiyn = rng.randint(3, 30) * 10_000_000
                when = second_at + 400 + n * rng.randint(300, 900)
                self.ledger.add(when, self.world.book.loans[bank], case.account, tiyn, "loan")
                self._sms(case, "9999" if bank == "722" else "7111", when + 20)
                case.loans.append((bank, tiyn))
        return second_at + rng.randint(1500, 3600)

    def _write(self, case: Case, gang: Gang, at: int) -> int:
        """Contact by messenger, with a short call now and then."""
        rng = self.rng
        for _ in range(rng.choices((1, 2, 3), (50, 35, 15))[0]):
            self._call(case, gang, at, rng.randint(15, 400), spoof=False)
            at += rng.randint(400, 9000)
        return at + rng.randint(600, 3 * 3600)

    def _sms(self, case: Case, sender: str, at: int) -> None:
        people = self.world.people
        self.log.add(
            Call(
                at,
                sender,
                people.phone[case.victim],
                0,
                "sms",
                "",
                "",
                people.imei(case.victim),
                home_cell(case.victim),
                "",
            )
        )

    def _lose(self, case: Case, gang: Gang, at: int) -> None:
        rng, scheme = self.rng, BY_ID[case.scheme]
        total = int(scheme.median_tenge * rng.lognormvariate(0, 0.8)) // 500 * 500 + 5000
        count = rng.randint(1, scheme.most_transfers)
        if scheme.family == "invest":
            count = max(2, count)
            case.wallet = self.world.book.nodes[gang.wallet].text if gang.wallet >= 0 else ""
        dropper = self.world.dropper(gang, 1, at // DAY)
        for n in range(count):
            last = n == count - 1
            part = total if last else int(total * rng.uniform(0.15, 0.5)) // 500 * 500
            total -= part
            if n and rng.random() < 0.4:
                dropper = self.world.dropper(gang, 1, at // DAY)
            if part <= 0 or dropper.node == case.account:
                continue
            tiyn = part * 100 + (rng.randrange(100) if rng.random() < 0.05 else 0)
            handle = self.ledger.add(at, case.account, dropper.node, tiyn, "loss")
            case.losses.append(Loss(handle, case.account, dropper.node, dropper.phone, gang.id, at, tiyn))
            if n == 0 and scheme.id in ("fake_invest", "job_ad") and rng.random() < 0.6 and not last:
                self._pay_out(case, tiyn, at)
            at += rng.randint(6 * 3600, 4 * DAY) if scheme.family == "invest" else rng.randint(90, 1500)

    def _help(self, case: Case, gang: Gang) -> None:
        """A second gang, which bought the victim's data, takes a fee for getting the money back."""
        at = max(loss.at for loss in case.losses) + self.rng.randint(3600, 2 * DAY)
        self._call(case, gang, at, self.rng.randint(200, 1500), spoof=False)
        dropper = self.world.dropper(gang, 1, at // DAY)
        tiyn = self.rng.randint(30, 300) * 100_000
        if dropper.node != case.account:
            handle = self.ledger.add(at + 1900, case.account, dropper.node, tiyn, "loss")
            case.losses.append(Loss(handle, case.account, dropper.node, dropper.phone, gang.id, at + 1900, tiyn))
            case.gangs.append(gang.id)

    def _pay_out(self, case: Case, tiyn: int, at: int) -> None:
        """The small first pay-out that builds trust; bought from a lawful trader."""
        case.payout_tiyn = max(200_000, tiyn // 20 // 10_000 * 10_000)
        payer = self.rng.choice(self.exchangers)
        self.ledger.add(at + 60, payer, case.account, case.payout_tiyn, "payout")

    def _give_back(self, case: Case, last: int) -> None:
        """A loss the bank returned at once (its receipt then never moved on), or money that moves on."""
        rng = self.rng
        for loss in case.losses:
            loss.returned = loss.at == last and rng.random() < self.world.regime.reversed
            if loss.returned:
                at = min(last + rng.randint(900, 5 * 3600), case.registered - 600)
                self.ledger.add(at, loss.dst, loss.src, loss.tiyn, "reversal", reverses=loss.handle)

    def launder_all(self, gangs: dict[str, Gang]) -> None:
        """Send every loss on that was not given back: in order of time, so that accounts are used up."""
        every = [*self.cases, *self.silent]
        losses = [(loss.at, place, n) for place, case in enumerate(every) for n, loss in enumerate(case.losses)]
        for at, place, n in sorted(losses):
            case = every[place]
            loss = case.losses[n]
            if loss.returned:
                continue
            self.laundry.receive(gangs[loss.by], loss.dst, loss.tiyn, at)

    def _hubs(self, case: Case) -> None:
        if self.rng.random() < self.world.regime.hub:
            case.hubs = self.rng.sample(self.services, self.rng.choices((1, 2), (75, 25))[0])
            for hub in case.hubs:
                if hub.number.startswith("+"):
                    people = self.world.people
                    self.log.add(
                        Call(
                            case.at - self.rng.randint(600, 2 * DAY),
                            hub.number,
                            people.phone[case.victim],
                            self.rng.randint(10, 180),
                            "voice",
                            "",
                            "",
                            people.imei(case.victim),
                            home_cell(case.victim),
                            NATIONAL[2],
                        )
                    )


def home_cell(person: int) -> str:
    """The base station a person's phone is mostly seen at."""
    return f"{2000 + person // 400 % 800}-{10001 + person // 20 % 50_000}"
