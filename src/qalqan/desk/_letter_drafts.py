"""The letters of a call before anybody approved them: from a series, an address, a case, or the ends of trails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import polars as pl

from qalqan.desk import _letter_calls as complained
from qalqan.desk import _letter_parts as part
from qalqan.desk import acts_papers
from qalqan.desk.find import case_id
from qalqan.engine.frames import Tables
from qalqan.errors import NotFound, UsageError
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Addressee, Caller, Coin, Letter, Visit

MOST_TIES = 40
ABROAD = ("foreign", "exchange", "wallet")
ALL_ENDS = ("atm", "exchange", "p2p", "wallet", "foreign", "merchant", "aggregator", "bank")


@dataclass(frozen=True, slots=True)
class Ask:
    """What a letter is about and what the officer adds.

    One of ``case``, ``series``, ``url`` and ``account`` at least, as the letter needs. ``to`` names the addressee (for
    a transfer, an instruction, legal assistance: where the case, the instruction, the request goes); ``kind_of`` its
    kind where a letter may go to several; ``bank`` a bank's code; ``objects`` identifiers to be kept.
    """

    case: str = ""
    series: str = ""
    url: str = ""
    account: str = ""
    to: str = ""
    kind_of: str = ""
    bank: str = ""
    objects: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    reason: str = ""
    number: str = ""
    sanction: str = ""


def drafts(known: Tables, base: Letter, template: Template, ask: Ask) -> Iterator[tuple[str, Letter]]:
    """Each letter with the scope that its subject names."""
    if template.subject == "series":
        yield _of_series(known, base, ask)
    elif template.subject == "site":
        yield _of_site(known, base, ask)
    elif template.subject == "calls":
        yield from _of_calls(known, base, ask)
    elif template.subject == "case":
        yield _of_case(known, base, ask)
    else:
        yield from _of_ends(known, base, template, ask)


def _needs(base: Letter, **given: str) -> None:
    if not any(given.values()):
        raise UsageError("error-letter-needs", kind=base.kind, options=", ".join(f"--{name}" for name in given))


def members(known: Tables, series: str) -> list[str]:
    """The cases of a series. Raises NotFound."""
    found = known["series"].filter(pl.col("series_id") == series)["case_id"].unique().sort().to_list()
    if not found:
        raise NotFound("error-not-found", what="series", id=series)
    return found


def _as_of(known: Tables, ids: Sequence[str]) -> pl.Series:
    return known["trails"].filter(pl.col("case_id").is_in(list(ids)) & (pl.col("rule") == "fifo"))["as_of"]


def _moment(known: Tables, letter: Letter) -> Letter:
    """With the moment of the data: of its trails, else of the latest registration."""
    ids = [one.id for one in letter.cases]
    moments = [*_as_of(known, ids).drop_nulls(), *(one.registered_at for one in letter.cases if one.registered_at)]
    return replace(letter, as_of=max(moments, default=None))


def _of_series(known: Tables, base: Letter, ask: Ask) -> tuple[str, Letter]:
    _needs(base, series=ask.series)
    ids = members(known, ask.series)
    if len(ids) < 2:  # nothing to join
        raise NotFound("error-letter-nothing", kind=base.kind, case=ask.series)
    told = replace(
        base, cases=part.cases(known, ids), series=ask.series, ties=part.ties(known, ids, MOST_TIES),
        total_tiyn=part.loss(known, ids),
    )  # fmt: skip
    return ask.series, _moment(known, told)


def _of_case(known: Tables, base: Letter, ask: Ask) -> tuple[str, Letter]:
    _needs(base, case=ask.case)
    one = case_id(known, ask.case)
    told = replace(base, cases=part.cases(known, [one]))
    scope = f"{one}/{base.addressee.kind}"
    if base.kind == "preserve":
        things = part.things(known, one, base.addressee.kind, ask.bank, ask.objects)
        if not things:
            raise NotFound("error-letter-nothing", kind=base.kind, case=one)
        since, until = _span(known, one)
        told = replace(told, things=things, since=since, until=until)
        scope += f"/{ask.bank}" if ask.bank else ""
        return scope, _moment(known, told)
    abroad = base.kind == "assist"
    visits = part.visits(known, ABROAD if abroad else ALL_ENDS, [one], ask.account)
    if abroad:  # an exchange with an account in Kazakhstan is asked here
        visits = tuple(each for each in visits if not each.node.startswith("KZ"))
    coins = part.chain(known, [one]) if abroad else ()
    if not visits and not coins and (abroad or (base.kind == "instruct" and not ask.asked)):
        raise NotFound("error-letter-nothing", kind=base.kind, case=one)
    since, until = part.window(visits) if visits else _while(coins)
    total = sum(each.amount_tiyn for each in visits) if abroad else part.loss(known, [one])
    told = replace(told, visits=visits, since=since, until=until, total_tiyn=total, chain=coins)
    if base.kind == "transfer":
        told = replace(told, ties=part.ties(known, [one], 12))
    return f"{one}/{acts_papers.safe(ask.to)}", _moment(known, told)


def _while(coins: Sequence[Coin]) -> tuple[datetime | None, datetime | None]:
    """From a day before the first transfer of tokens to a day after the last."""
    if not coins:
        return None, None
    return min(one.at for one in coins) - part.DAY, max(one.at for one in coins) + part.DAY


def _span(known: Tables, case: str) -> tuple[datetime | None, datetime | None]:
    """From two days before the first loss (or the registration) to the moment of the picture."""
    lost = known["losses"].filter((pl.col("case_id") == case) & (pl.col("score") >= part.FIRM))
    times = known["transactions"].join(lost.select("tx_id"), on="tx_id", how="semi")["at"].drop_nulls().to_list()
    at = known["cases"].filter(pl.col("case_id") == case)["registered_at"].drop_nulls().to_list()
    moments = times or at
    last = [*_as_of(known, [case]).drop_nulls(), *at]
    return (min(moments) - timedelta(days=2) if moments else None), max(last, default=None)


def _of_site(known: Tables, base: Letter, ask: Ask) -> tuple[str, Letter]:
    _needs(base, url=ask.url)
    sites, ids = part.sites(known, ask.url)
    if not sites:
        raise NotFound("error-not-found", what="url", id=ask.url)
    if any(one.verdict == "genuine" for one in sites):
        raise UsageError("error-letter-genuine", url=ask.url, where="")
    if not ids:  # an address of no case: nothing to ground a block on
        raise NotFound("error-letter-nothing", kind=base.kind, case=ask.url)
    told = replace(base, sites=sites, cases=part.cases(known, ids), target=ask.url)
    return acts_papers.safe(ask.url), _moment(known, told)


def _of_calls(known: Tables, base: Letter, ask: Ask) -> Iterator[tuple[str, Letter]]:
    """One letter an operator, by the numbers' prefixes; to one that is named, all of them."""
    _needs(base, case=ask.case)
    one = case_id(known, ask.case)
    found = complained.callers(known, one, ask.objects)
    groups: dict[str, list[Caller]] = {}
    for each in found:
        groups.setdefault("" if ask.to else complained.operator(each.number), []).append(each)
    wanted = [key for key in sorted(groups) if not ask.bank or key == ask.bank]
    if not wanted:
        raise NotFound("error-letter-nothing", kind=base.kind, case=one)
    for key in wanted:
        mine = tuple(groups[key])
        ids = sorted({one, *(case for each in mine for case in each.cases)})
        letter = replace(
            base, addressee=Addressee("operator", ask.to or complained.called(key)), cases=part.cases(known, ids),
            callers=mine, target=one, since=min(each.first for each in mine), until=max(each.last for each in mine),
        )  # fmt: skip
        yield f"{one}/{acts_papers.safe(ask.to) if ask.to else key or 'operator'}", _moment(known, letter)


def _of_ends(known: Tables, base: Letter, template: Template, ask: Ask) -> Iterator[tuple[str, Letter]]:
    """One letter an addressee: the bank of the machines, else each end point for itself."""
    _needs(base, case=ask.case, series=ask.series, account=ask.account)
    ids: list[str] | None = None
    scope = "account"
    if ask.case:
        ids = [case_id(known, ask.case)]
        scope = ids[0]
    elif ask.series:
        ids, scope = members(known, ask.series), f"series-{ask.series}"
    visits = part.visits(known, template.ends, ids, ask.account)
    banks = dict(known["end_points"].select("node", "bank").iter_rows())
    groups: dict[tuple[str, str], list[Visit]] = {}
    for one in visits:
        bank = banks.get(one.node) or one.payer_bank
        key = (bank, "") if base.kind == "atm" else (bank, one.node)
        if not ask.bank or bank == ask.bank:
            groups.setdefault(key, []).append(one)
    coins = part.deposits(known, ids, ask.account) if base.kind == "exchange" and not ask.bank else {}
    if not groups and not coins:
        raise NotFound("error-letter-nothing", kind=base.kind, case=ask.case or ask.series or ask.account)
    for (bank, name), told in sorted(groups.items()):
        mine = sorted({one.case_id for one in told})
        since, until = part.window(told)
        node = part.node(known, name or told[0].node) if name or len({one.node for one in told}) == 1 else None
        addressee = base.addressee
        if not addressee.name:
            holder = node.holder if node and addressee.kind in ("exchange", "merchant") else ""
            addressee = Addressee(addressee.kind, holder, bank if addressee.kind == "bank" else "")
        letter = replace(
            base, addressee=addressee, cases=part.cases(known, mine), series=ask.series if not ask.case else "",
            node=node, visits=tuple(told), since=since, until=until,
            total_tiyn=sum(one.amount_tiyn for one in told),
            chain=part.chain(known, mine) if base.kind == "wallet" else (),
        )  # fmt: skip
        yield f"{scope}/{name or bank or 'unknown'}", _moment(known, letter)
    for name, mine in coins.items():
        chain = part.chain(known, mine, name)
        since, until = _while(chain)
        letter = replace(
            base, cases=part.cases(known, mine), series=ask.series if not ask.case else "", chain=chain,
            node=part.node(known, name), since=since, until=until,
        )  # fmt: skip
        yield f"{scope}/{name}", _moment(known, letter)
