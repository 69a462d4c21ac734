"""An invented case and series with everything a document can show. No person, account or number here is real."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from qalqan.clock import UTC
from qalqan.report.facts import (
    Against,
    Approval,
    Case,
    Dossier,
    Event,
    Gap,
    Ground,
    Hop,
    Loss,
    Place,
    Role,
    Rule,
    Seal,
    Source,
    Stand,
    Tie,
)
from qalqan.report.request import Claim, Request

T0 = datetime(2025, 3, 14, 9, 5, tzinfo=UTC)
NAMES = ("kaspi_жауап_22-4471.xlsx", "halyk_выписка.csv", "сдтбт_тізілім.xlsx", "beeline_детализация.csv")
SOURCES = tuple(
    Source(hashlib.sha256(name.encode()).hexdigest()[:16], f"банктер/{name}", hashlib.sha256(name.encode()).hexdigest())
    for name in NAMES
)


def minutes(count: int) -> datetime:
    return T0 + timedelta(minutes=count)


def place(source: int, row: int, part: str = "") -> tuple[Place, ...]:
    return (Place(SOURCES[source].evidence, part, row),)


def iban(bank: str, tail: int) -> str:
    return f"KZ12{bank}{tail:013}"


VICTIM = iban("722", 1001)
ACCOUNTS = [
    ("account", "601", 1, 500_000_00, 40_000_00, 40_000_00, 40_000_00, ""),
    ("account", "722", 1, 350_000_00, 0, 0, 90_000_00, ""),
    ("account", "948", 2, 300_000_00, 120_000_00, 60_000_00, 300_000_00, ""),
    ("sink", "601", 2, 160_000_00, 160_000_00, 160_000_00, 160_000_00, "atm"),
    ("frontier", "551", 2, 350_000_00, 350_000_00, 0, 350_000_00, ""),
    ("sink", "948", 3, 180_000_00, 180_000_00, 0, 240_000_00, "exchange"),
]


def stands() -> tuple[Stand, ...]:
    return tuple(
        Stand(
            n,
            "255900121000123",
            iban(bank, 2000 + n) if kind != "sink" else f"{end} at {bank}",
            kind,
            bank,
            hop,
            minutes(20 * hop),
            came,
            left,
            low,
            high,
            end,
            minutes(60 + n),
            "Қ. Ә." if kind == "account" else "",
        )
        for n, (kind, bank, hop, came, left, low, high, end) in enumerate(ACCOUNTS, 1)
    )


def hops() -> tuple[Hop, ...]:
    s = {one.number: one.account for one in stands()} | {0: VICTIM}
    flows = [
        (0, 1, 500_000_00),
        (0, 2, 350_000_00),
        (1, 3, 300_000_00),
        (1, 4, 160_000_00),
        (2, 5, 350_000_00),
        (3, 6, 180_000_00),
    ]
    return tuple(
        Hop("255900121000123", seq, s[a], s[b], a, b, amount, minutes(7 * seq), place(seq % 2, 16 + seq, "Лист1"))
        for seq, (a, b, amount) in enumerate(flows, 1)
    )


def ground(rule: str, weight: int, row: int, **values: str) -> Ground:
    return Ground(rule, weight, tuple(sorted(values.items())), place(3, row) + place(2, row + 40))


def case(number: str = "255900121000123", damage: int = 850_000_00) -> Case:
    return Case(
        number,
        ("КУИ 4471",),
        minutes(300),
        "KZ-27",
        "Орал қ. ПБ / УП г. Уральск",
        "190 ч.2 п.4",
        "safe_account",
        "Белгісіз адам банк қызметкері болып қоңырау шалып, «қауіпсіз шотқа» аударуды сұраған. / Неизвестный, "
        "представившись сотрудником службы безопасности банка, убедил перевести деньги на «безопасный счёт».",
        "Ә. Қ.",
        "85••••••••21",
        "+7701•••12",
        VICTIM,
        damage,
        "interrupted",
        minutes(9000),
        place(2, 17, "2025"),
    )


def dossier(**changes: object) -> Dossier:
    ties = (
        Tie(
            "255900121000123",
            "255900121000456",
            742,
            (
                ground("tie-called", 9100, 88, kind="phone", value="+77075550199", cases="3", other="tie-called"),
                ground("tie-paid", 7400, 12, kind="iban", value=iban("601", 2001), cases="2", other="tie-paid"),
            ),
        ),
        Tie(
            "255900121000123",
            "252700121000789",
            512,
            (ground("tie-device", 4100, 301, kind="imei", value="356938035643809", cases="5", other="tie-device"),),
        ),
    )
    told: dict[str, object] = {
        "what": "case",
        "id": "255900121000123",
        "as_of": minutes(300),
        "known_at": None,
        "rule": "fifo",
        "loss_tiyn": 850_000_00,
        "cases": (case(),),
        "series": ("252700121000789",),
        "ties": ties,
        "ties_total": 2,
        "losses": (
            Loss(
                "255900121000123",
                minutes(7),
                VICTIM,
                iban("601", 2001),
                500_000_00,
                910,
                (ground("loss-named", 0, 17),),
            ),
            Loss("255900121000123", minutes(14), VICTIM, iban("722", 2002), 350_000_00, 640, ()),
        ),
        "stands": stands(),
        "hops": hops(),
        "rules": (
            Rule(
                "haircut",
                ((1, 45_000_00), (2, 20_000_00), (3, 110_000_00), (4, 150_000_00), (5, 330_000_00)),
                195_000_00,
            ),
            Rule("lifo", ((1, 10_000_00), (3, 150_000_00), (4, 190_000_00), (5, 350_000_00), (6, 150_000_00)), 0),
            Rule("poison", ((1, 500_000_00), (2, 350_000_00), (3, 300_000_00), (5, 350_000_00)), 2_400_000_00),
        ),
        "events": (
            Event(minutes(-12), "call", "+77075550199", "+77015550112", 182, None, place(3, 88)),
            Event(minutes(-4), "call", "+77770001122", "+77015550112", 2460, None, place(3, 91)),
            Event(minutes(7), "loss", VICTIM, iban("601", 2001), None, 500_000_00, place(0, 17, "Лист1")),
            Event(minutes(14), "loss", VICTIM, iban("722", 2002), None, 350_000_00, place(0, 18, "Лист1")),
            Event(minutes(300), "registration", "255900121000123", "", None, None, place(2, 17)),
        ),
        "events_total": 5,
        "gaps": (
            Gap("none", 5, iban("551", 2005), "551", minutes(40)),
            Gap("partial", 3, iban("948", 2003), "948", minutes(40), minutes(-900), minutes(100)),
        ),
        "against": (
            Against("weak_tie", (("a", "255900121000123"), ("b", "252700121000789"), ("score", "512"))),
            Against(
                "other_rule",
                (("rule", "haircut"), ("account", "№3"), ("other_tiyn", 110_000_00), ("ours_tiyn", 120_000_00)),
            ),
            Against("wide", (("account", "№3"), ("low_tiyn", 60_000_00), ("high_tiyn", 300_000_00))),
            Against("missing", (("count", 2),)),
            Against("many_phone", (("value", "+77075550199"), ("count", 2))),
            Against("unsure_loss", (("amount_tiyn", 350_000_00), ("payee", "KZ12722•••002"), ("score", "640"))),
        ),
        "roles": (
            Role(f"№1 {iban('601', 2001)}", "account", "dropper1", 870, (ground("tie-paid", 700, 17, cases="3"),)),
            Role("+77075550199", "number", "caller", 790, (ground("tie-called", 600, 88, cases="3"),)),
        ),
        "sources": SOURCES,
        "seal": Seal("0.1.0", "8f14e45fceea167a", "a" * 64, "b" * 64, 4096, "c" * 64),
        "masked": False,
        "shown": "d" * 64,
        "subject": "release:case/255900121000123",
    }
    return Dossier(**(told | changes))  # type: ignore[arg-type]


APPROVALS = (
    Approval("Сейтқали Н. (тергеуші)", minutes(400), "0f" * 16),
    Approval("Ахметова Ж. (бастық)", minutes(420), "1e" * 16),
)


def series() -> Dossier:
    cases = tuple(case(f"25590012100{n:04}", (n + 3) * 120_000_00) for n in range(4))
    held = [Stand(**{name: getattr(one, name) for name in one.__slots__}) for one in stands()]
    return dossier(what="series", id="252700121000789", cases=cases, stands=tuple(held), series=("252700121000789",))


def request(**changes: object) -> Request:
    all_hops = hops()
    s = {one.number: one for one in stands()}
    claims = tuple(
        Claim(
            n,
            s[n].account,
            s[n].holder,
            s[n].left_tiyn,
            s[n].low_tiyn or 0,
            s[n].high_tiyn or 0,
            s[n].first_in,
            s[n].last_seen,
            chain,
            len(chain),
        )
        for n, chain in ((3, (all_hops[0], all_hops[2])),)
    )
    told: dict[str, object] = {
        "case": case(),
        "bank": "948",
        "act": "suspension",
        "sanction": None,
        "as_of": minutes(300),
        "rule": "fifo",
        "loss_tiyn": 850_000_00,
        "claims": claims,
        "sources": SOURCES,
        "seal": dossier().seal,
        "shown": "d" * 64,
        "subject": "hold:255900121000123/948",
    }
    return Request(**(told | changes))  # type: ignore[arg-type]
