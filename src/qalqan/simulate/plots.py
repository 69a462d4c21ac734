"""Writes the plot (фабула) of a case from sentences, slots and noise, and notes which identifiers it tells."""

from __future__ import annotations

from random import Random
from types import ModuleType

from qalqan.simulate import mess, phrases_kk, phrases_ru
from qalqan.simulate.book import Book
from qalqan.simulate.cases import Case, Loss
from qalqan.simulate.places import PLACES
from qalqan.simulate.regime import Regime
from qalqan.simulate.schemes import BY_ID


class Clerk:
    """Writes plots; one for a region, so that each word comes from one stream of chance."""

    def __init__(self, rng: Random, book: Book, regime: Regime) -> None:
        self.rng, self.book, self.regime = rng, book, regime

    def write(self, case: Case) -> str:
        """The plot of a case; ``case.told`` gains what it tells (canonical values)."""
        say = phrases_kk if case.kazakh else phrases_ru
        slots = self._slots(case, say)
        if self.rng.random() < self.regime.plot_poor:
            return str(self.rng.choice(say.POOR)).format(**slots)
        rng = self.rng
        parts = [rng.choice(say.OPENINGS), rng.choice(say.PRETEXTS[case.scheme]) + "."]
        if len(case.callers) > 1:
            family = BY_ID[case.scheme].family
            parts.append(rng.choice(say.SECOND if family == "call" else say.AGAIN))
        if case.loans:
            parts.append(rng.choice(say.LOANS))
        if case.payout_tiyn:
            parts.append(rng.choice(say.PAYOUTS))
        text = " ".join(parts).format(**slots)
        text += " " + self._payments(case, say)
        if case.wallet and rng.random() < self.regime.mention:
            text += " " + rng.choice(say.WALLETS).format(wallet=case.wallet)
            case.told.add(case.wallet)
        for hub in case.hubs:
            name = hub.name_kk if case.kazakh else hub.name_ru
            known = say.HUBS if hub.kind in ("bank", "state", "post") else say.CALLERS
            text += " " + rng.choice(known).format(hub=mess.phone(rng, hub.number), name=name)
            case.told.add(hub.number)
        end = rng.choice(say.ENDS).format(sum=mess.tenge(rng, case.damage, case.kazakh))
        return mess.noise(rng, f"{text} {end}".strip())

    def _slots(self, case: Case, say: ModuleType) -> dict[str, str]:
        rng, people = self.rng, self.book.people
        place = PLACES[case.region]
        callers = [self._number(case, number) for number in case.callers[:3]]
        front = case.front
        told = {"site": "", "handle": "", "contact": ""}
        if front is not None:
            told = {"site": front.domain, "handle": front.handle, "contact": front.contact}
        year = int(people.birth_year[case.victim])
        unknown = "(белгісіз)" if case.kazakh else "(не определился)"
        return {
            "day": mess.day(rng, case.at, case.kazakh),
            "time": mess.minute(rng, case.at, case.kazakh),
            "org": f"{place.city_kk} қ. ПБ" if case.kazakh else f"УП г. {place.city_ru}",
            "victim": people.name(case.victim, "kk" if case.kazakh else rng.choice(("init", "ru"))),
            "born": str(year),
            "caller": callers[0] if callers else unknown,
            "caller2": callers[-1] if len(callers) > 1 else unknown,
            "item": rng.choice(say.ITEMS),
            "ref": f"{case.index * 7919 % 100_000}",
            "sum": mess.tenge(rng, case.damage, case.kazakh),
            "loans": ", ".join(mess.tenge(rng, tiyn, case.kazakh) for _, tiyn in case.loans),
            "payout": mess.tenge(rng, case.payout_tiyn, case.kazakh),
            **told,
        }

    def _number(self, case: Case, number: str) -> str:
        """A caller's number as the victim tells it: right, mistyped or not at all."""
        rng = self.rng
        if rng.random() > self.regime.mention:
            return "(есінде жоқ)" if case.kazakh else "(не помнит)"
        written = mess.phone(rng, number)
        if rng.random() < self.regime.typo:
            return mess.typo(rng, written)
        case.told.add(number)
        return written

    def _payments(self, case: Case, say: ModuleType) -> str:
        pieces = []
        for loss in case.losses:
            sentence = self.rng.choice(say.PAY)
            pieces.append(
                sentence.format(
                    sum=mess.tenge(self.rng, loss.tiyn, case.kazakh),
                    when=mess.day(self.rng, loss.at, case.kazakh),
                    acc=self._account(case, loss, say),
                )
            )
        return f"{self.rng.choice(say.PAY_HEAD)} {'; '.join(pieces)}."

    def _account(self, case: Case, loss: Loss, say: ModuleType) -> str:
        rng, book = self.rng, self.book
        if rng.random() > self.regime.mention:
            return "белгісіз шотқа" if case.kazakh else "неизвестный счёт"
        name = str(rng.choice(say.HOLDER)).format(name=book.holder(loss.dst, rng.choice(("short", "init", "en"))))
        form = rng.choices(("iban", "card", "phone"), (30, 35, 35))[0]
        wrong = rng.random() < self.regime.typo
        if form == "iban":
            canonical, written, frame = book.nodes[loss.dst].text, book.nodes[loss.dst].text, say.ACCOUNT
            written = mess.iban(rng, mess.typo(rng, written) if wrong else written)
        elif form == "card":
            number = book.card(loss.dst)
            written, canonical = mess.card(rng, mess.typo(rng, number) if wrong else number)
            frame = say.CARD if book.nodes[loss.dst].bank == "722" else say.OTHER_CARD
        else:
            canonical, frame = loss.phone, say.PHONE
            written = mess.phone(rng, mess.typo(rng, loss.phone) if wrong else loss.phone)
        if not wrong and canonical:
            case.told.add(canonical)
        return str(rng.choice(frame)).format(acc=written) + name


def tell_front(case: Case) -> None:
    """Note the site and handle of a front as told, when the plot holds them."""
    if case.front is not None:
        for value in (case.front.domain, case.front.handle):
            if value in case.plot:
                case.told.add(value)
