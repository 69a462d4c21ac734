"""Letters out of a workspace: one an addressee, approvals bound to content, errors; where the money left."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest
from tests.desk.paper_frames import CASE, FIRST, LONE, OTHER, SECOND, VICTIM, WORDS, at, frames, make, place

from qalqan.desk import decisions, letters
from qalqan.desk.letters import Ask
from qalqan.errors import NotFound, PartError, UsageError
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

pytestmark = pytest.mark.usefixtures("still")

WALLET = "TAs3b3QWsfB2W4KCMyHqMwtAfwJXwdB8Rb"
HUB = "TQ6RmK7r8z5MKu1KvYB2MiEAkEKBSPxxUN"
SITE = "olx-pay1.site"
GROUNDS = json.dumps([{"rule": "end-by-operation", "weight": 800, "values": {"rows": 2}, "locators": [place(19)]}])


def told() -> dict[str, list[dict[str, object]]]:
    """The usual tables and ends of trails, an address, a series."""
    made = frames()
    end = {
        "case_id": CASE, "score": 900, "sink": True, "payer": FIRST, "payer_as": FIRST, "payer_bank": "601",
        "amount_tiyn": 100_00, "paid_tiyn": 200_00, "transfers": 1, "first": at(30), "last": at(31),
        "locators": place(19),
    }  # fmt: skip
    machine = {"kind": "atm", "watch_from": at(20), "watch_to": at(41)}
    made["trail_ends"] = [
        end | machine | {"node": "ATM1", "bank": "601"},
        end | machine | {"node": "ATM2", "bank": "601", "payer": SECOND},
        end | machine | {"node": "ATM9", "bank": "722", "case_id": OTHER},
        end | {"node": WALLET, "kind": "wallet", "bank": None},
        end | {"node": "KZ556010000000007007", "kind": "p2p", "bank": "601", "sink": False},
    ]
    point = {"score": 900, "sink": True, "rows": 2, "payers": 1, "came_tiyn": 1, "grounds": GROUNDS}
    made["end_points"] = [
        point | {"node": "ATM1", "kind": "atm", "bank": "601"},
        point | {"node": "ATM9", "kind": "atm", "bank": "722"},
        point | {"node": WALLET, "kind": "wallet", "bank": None},
        point | {"node": "KZ556010000000007007", "kind": "p2p", "bank": "601", "holder": "АСҚАРОВА АЙНҰР"},
    ]
    made["urls"] = [
        {"url": SITE, "host": SITE, "domain": SITE, "score": 950, "verdict": "lookalike", "brand": "olx", "cases": 1,
         "mentions": 1, "first": place(2), "locators": place(2), "grounds": "[]"},
        {"url": "kaspi.kz", "host": "kaspi.kz", "domain": "kaspi.kz", "score": 0, "verdict": "genuine",
         "cases": 1, "mentions": 1, "first": place(2), "locators": place(2), "grounds": "[]"},
        {"url": "alone.site", "host": "alone.site", "domain": "alone.site", "score": 400, "verdict": "suspicious",
         "cases": 0, "mentions": 1, "first": place(2), "locators": place(2), "grounds": "[]"},
    ]  # fmt: skip
    spot = {"evidence": place(2).split(":")[0], "part": "Лист1", "row": 2, "column": "plot", "start": 0, "end": 5}
    made["mentions"] = [
        *made.get("mentions", []),
        spot | {"kind": "domain", "value": SITE, "case_id": CASE, "role": "other"},
        spot | {"kind": "phone", "value": "+77010000001", "case_id": CASE, "role": "other", "start": 7},
        spot | {"kind": "phone", "value": "+77010000002", "case_id": CASE, "role": "victim", "start": 9},
    ]
    made["wallet_hops"] = [
        {"case_id": CASE, "currency": "USDT", "seq": n, "from": ("", WALLET, "Tmid")[n], "to": ("", "Tmid", HUB)[n],
         "amount_minor": 650_123_456, "at": at(60 + n), "tx_id": place(40 + n), "locator": place(40 + n)}
        for n in (1, 2)
    ]  # fmt: skip
    made["wallet_trails"] = [
        {"case_id": CASE, "currency": "USDT", "wallet": HUB, "end_point": "exchange", "hop": 2, "first_in": at(62),
         "came_minor": 650_123_456, "remaining_minor": 650_123_456, "as_of": at(90)},
    ]  # fmt: skip
    made["series"] = [
        {"case_id": CASE, "series_id": CASE, "score": 900}, {"case_id": OTHER, "series_id": CASE, "score": 900},
        {"case_id": LONE, "series_id": "single", "score": 900},
    ]  # fmt: skip
    return made


def text(path: Path) -> str:
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_one_letter_a_bank_of_the_machines(ws: Path, tmp_path: Path) -> None:
    made = letters.letters(ws, "atm", Ask(case=CASE), tmp_path, lang="ru")
    assert [one.subject for one in made] == [f"letter:atm/{CASE}/601"]
    said = text(made[0].paths[0])
    assert "ATM1" in said
    assert "ATM2" in said
    assert VICTIM not in said
    assert made[0].paths[1].exists()
    both = letters.letters(ws, "atm", Ask(series=CASE), tmp_path, lang="ru")
    assert {one.addressee.code for one in both} == {"601", "722"}
    one = letters.letters(ws, "atm", Ask(account="ATM9"), tmp_path, lang="ru")
    assert [each.subject for each in one] == ["letter:atm/account/722"]
    assert OTHER in text(one[0].paths[0])


def test_tokens_at_an_exchange_have_their_own_letter(ws: Path, tmp_path: Path) -> None:
    made = letters.letters(ws, "exchange", Ask(case=CASE), tmp_path, lang="en")
    assert [one.subject for one in made] == [f"freeze:exchange/{CASE}/{HUB}"]
    said = text(made[0].paths[0])
    assert "650.123456 USDT" in said
    wallet = text(letters.letters(ws, "wallet", Ask(case=CASE), tmp_path, lang="ru")[0].paths[0])
    assert "650,123456 USDT" in wallet.replace("\u00a0", " ")
    assert letters.ends(ws, CASE, purpose="investigation", officer="Б. Әли").wallets["wallet"].to_list() == [HUB]


def test_assistance_asks_only_of_what_is_abroad(ws: Path, tmp_path: Path) -> None:
    said = text(letters.letters(ws, "assist", Ask(case=CASE, to="Сингапур"), tmp_path, lang="ru")[0].paths[0])
    assert "ATM1" not in said
    assert "100,00 ₸" in said.replace("\u00a0", " ")


def test_assistance_about_tokens_alone_has_its_window_and_sum(tmp_path: Path) -> None:
    made = told()
    made["trail_ends"] = []
    make(tmp_path / "ws", made)
    said = text(letters.letters(tmp_path / "ws", "assist", Ask(case=CASE, to="SG"), tmp_path, lang="en")[0].paths[0])
    assert "650.123456 USDT as traced" in said
    assert "operations of 20" in said, "the window is that of the transfers"


def test_an_instruction_without_visits_asks_what_the_officer_asks(ws: Path, tmp_path: Path) -> None:
    ask = Ask(case=LONE, to="KZ-75", asked=("Опросить свидетеля",))
    said = text(letters.letters(ws, "instruct", ask, tmp_path, lang="ru")[0].paths[0])
    assert "Опросить свидетеля" in said
    assert "счетов-плательщиков" not in said
    assert "счетов-плательщиков" in text(
        letters.letters(ws, "instruct", Ask(case=CASE, to="KZ-75"), tmp_path, lang="ru")[0].paths[0]
    )


def test_a_private_exchanger_is_not_named(ws: Path, tmp_path: Path) -> None:
    made = letters.letters(ws, "p2p", Ask(case=CASE), tmp_path, lang="kk")
    said = text(made[0].paths[0])
    assert "KZ556010000000007007" in said
    assert "АСҚАРОВА" not in said


def test_approvals_are_of_exactly_this_content(ws: Path, tmp_path: Path) -> None:
    ask = Ask(case=CASE)
    made = letters.letters(ws, "wallet", ask, tmp_path, lang="ru")[0]
    assert made.draft == "report-draft-approvals"
    for name in ("А. Қасым", "Б. Әли"):
        with Workspace.open(ws, write=True) as opened:
            decisions.decide(
                opened, name, WORDS, made.subject, "freeze", "approve", "прочёл", "investigation", CASE, made.shown
            )
    again = letters.letters(ws, "wallet", ask, tmp_path, lang="ru")[0]
    assert again.draft == ""
    assert "ПРОЕКТ" not in text(again.paths[0])
    other = letters.letters(ws, "wallet", Ask(case=CASE, asked=("ещё вопрос",)), tmp_path, lang="ru")[0]
    assert other.draft == "report-draft-approvals", "a further question is another letter"


def test_a_needed_sanction_keeps_it_a_draft(ws: Path, tmp_path: Path) -> None:
    ask = Ask(url=SITE)
    made = letters.letters(ws, "block", ask, tmp_path, lang="kk")[0]
    assert made.subject.startswith("block:")
    for name in ("А. Қасым", "Б. Әли"):
        with Workspace.open(ws, write=True) as opened:
            decisions.decide(
                opened, name, WORDS, made.subject, "block", "approve", "оқыдым", "investigation", "", made.shown
            )
    assert letters.letters(ws, "block", ask, tmp_path, lang="kk")[0].draft == "report-draft-sanction"
    given = Ask(url=SITE, sanction="Прокуратура; 1-2; 2025-04-01")
    assert letters.letters(ws, "block", given, tmp_path, lang="kk")[0].draft == "report-draft-approvals"
    assert SITE in text(made.paths[0])


def test_what_is_kept_leaves_the_victim_s_own_out(ws: Path, tmp_path: Path) -> None:
    said = text(letters.letters(ws, "preserve", Ask(case=CASE), tmp_path, lang="en")[0].paths[0])
    assert "+77010000001" in said
    assert "+77010000002" not in said
    bank = letters.letters(
        ws, "preserve", Ask(case=CASE, kind_of="bank", bank="601"), tmp_path, lang="en"
    )[0]  # fmt: skip
    assert FIRST in text(bank.paths[0])
    given = Ask(case=CASE, kind_of="platform", objects=("@aina_shop",), to="OLX")
    assert "aina_shop" in text(letters.letters(ws, "preserve", given, tmp_path, lang="en")[0].paths[0])


def test_series_transfer_instruction_assistance(ws: Path, tmp_path: Path) -> None:
    made = letters.letters(ws, "join", Ask(series=CASE), tmp_path, lang="ru")[0]
    assert made.subject == f"join:{CASE}"
    said = text(made.paths[0])
    assert CASE in said
    assert OTHER in said
    for kind, act in (("transfer", "transfer"), ("instruct", "letter"), ("assist", "assist")):
        one = letters.letters(ws, kind, Ask(case=CASE, to="KZ-75", reason="себебі бар"), tmp_path, lang="kk")[0]
        assert one.subject.startswith(f"{act}:")
        assert "себебі бар" in text(one.paths[0])
        assert one.draft


@pytest.mark.parametrize(
    ("kind", "ask", "error", "key"),
    [
        ("hug", Ask(case=CASE), PartError, "error-part-unknown"),
        ("atm", Ask(), UsageError, "error-letter-needs"),
        ("join", Ask(case=CASE), UsageError, "error-letter-needs"),
        ("join", Ask(series="none"), NotFound, "error-not-found"),
        ("transfer", Ask(case=CASE), UsageError, "error-letter-target"),
        ("atm", Ask(case=CASE, kind_of="platform"), UsageError, "error-letter-addressee"),
        ("atm", Ask(case=LONE), NotFound, "error-letter-nothing"),
        ("preserve", Ask(case=LONE), NotFound, "error-letter-nothing"),
        ("assist", Ask(case=LONE, to="Сингапур", asked=("чей?",)), NotFound, "error-letter-nothing"),
        ("assist", Ask(case=OTHER, to="Сингапур"), NotFound, "error-letter-nothing"),
        ("instruct", Ask(case=LONE, to="KZ-75"), NotFound, "error-letter-nothing"),
        ("block", Ask(url="alone.site"), NotFound, "error-letter-nothing"),
        ("join", Ask(series="single"), NotFound, "error-letter-nothing"),
        ("block", Ask(url="kaspi.kz"), UsageError, "error-letter-genuine"),
        ("block", Ask(url="nowhere.site"), NotFound, "error-not-found"),
        ("block", Ask(url=SITE, sanction="прокурор"), UsageError, "error-sanction-shape"),
    ],
)
def test_errors_say_what_is_missing(
    ws: Path, tmp_path: Path, kind: str, ask: Ask, error: type[Exception], key: str
) -> None:
    with pytest.raises(error) as caught:
        letters.letters(ws, kind, ask, tmp_path, lang="ru")
    assert getattr(caught.value, "key", "") == key
    with pytest.raises(UsageError):
        letters.letters(ws, "join", Ask(series=CASE), tmp_path, lang="xx")


def test_every_letter_is_logged(ws: Path, tmp_path: Path) -> None:
    letters.letters(ws, "atm", Ask(series=CASE), tmp_path, lang="ru", officer="А. Қасым")
    with Workspace.open(ws) as opened:
        used = purposes.everything(opened)
    assert {one.what for one in used} == {f"letter:atm/series-{CASE}/601", f"letter:atm/series-{CASE}/722"}
    assert {one.who for one in used} == {"А. Қасым"}


def test_where_the_money_left(ws: Path) -> None:
    found = letters.ends(ws, CASE)
    assert found.by_kind == {"atm": 200_00, "wallet": 100_00}, "what a possible exchanger got is not gone"
    assert found.rows.height == 4
    assert WALLET not in found.rows["node"].to_list(), "masked"
    clear = letters.ends(ws, series=CASE, purpose="investigation", officer="Б. Әли")
    assert WALLET in clear.rows["node"].to_list()
    assert clear.cases == (CASE, OTHER)
    with pytest.raises(UsageError):
        letters.ends(ws)


def test_the_list_tells_of_approvals_and_sanctions() -> None:
    told_ = {one.name: one for one in letters.catalogue()}
    assert (told_["block"].approvals, told_["block"].sanction) == (2, "prosecutor")
    assert (told_["atm"].approvals, told_["atm"].sanction) == (1, "")
