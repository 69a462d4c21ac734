"""What is known of how a case was done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.link.tied import START, at, frame, phone

from qalqan.engine.frames import Tables
from qalqan.link._alike_view import view

CASE = {
    "case_id": "c1", "mo": "rent", "victim_phone": phone(1), "victim_iin": "850101400017", "registered_at": at(72),
    "damage_tiyn": 100, "occupation": " Дәрігер ", "region": "KZ-75", "plot": "", "source": "r::1",
}  # fmt: skip
LOSS = {"case_id": "c1", "tx_id": "t1", "amount_tiyn": 1024, "score": 900}
SENT = {"tx_id": "t1", "at": at(48), "at_precision": "second", "to_bank": "722"}


def row(**more: list[dict[str, Any]]) -> dict[str, Any]:
    rows = {"cases": [CASE], "losses": [LOSS], "transactions": [SENT], **more}
    return view(Tables.of({name: frame(name, one) for name, one in rows.items()}), 48).to_dicts()[0]


def call(hours: float, a: str, seconds: int, number: int) -> dict[str, Any]:
    return {"call_id": f"c::{number}", "at": at(hours), "a": a, "b": phone(1), "duration_s": seconds}


def test_times_sums_and_the_victim() -> None:
    one = row()
    local = START + timedelta(hours=48 + 5)
    assert (one["hour"], one["weekday"]) == (local.hour * 2, local.weekday())
    assert (one["sum"], one["transfers"], one["bank"]) == (40, 1, "722")
    assert (one["age"], one["sex"], one["occupation"]) == (1985, "f", "doctor")


def test_a_transfer_with_its_date_only_tells_no_hour() -> None:
    assert row(transactions=[SENT | {"at_precision": "day"}])["hour"] is None


def test_without_losses_the_register_speaks() -> None:
    one = row(losses=[], transactions=[])
    assert one["gap"] == int(at(72).timestamp()) // 43_200
    assert one["hour"] is None
    assert one["sum"] == 27  # 4 x log2(100)


def test_the_bank_is_that_of_the_greatest_transfer() -> None:
    more = LOSS | {"tx_id": "t2", "amount_tiyn": 9000}
    one = row(losses=[LOSS, more], transactions=[SENT, SENT | {"tx_id": "t2", "to_bank": "601"}])
    assert (one["bank"], one["transfers"]) == ("601", 2)


def test_calls_of_strangers_before_the_loss_count_and_acquaintances_do_not() -> None:
    calls = [
        call(-20, phone(5), 900, 1),  # spoke to her long before: an acquaintance
        call(47, phone(5), 3000, 2),
        call(46, phone(6), 255, 3),
        call(47.5, phone(7), 60, 4),
        call(49, phone(8), 7000, 5),  # after the loss
    ]
    one = row(calls=calls)
    assert (one["calls"], one["callers"], one["talk"]) == (2, 2, 16)
    assert one["lead"] == 14  # 121 minutes


def test_with_no_calls_at_hand_nothing_is_said_of_calls() -> None:
    one = row()
    assert (one["calls"], one["callers"], one["talk"]) == (None, None, None)


def test_the_story_is_that_of_the_message_that_looks_worst() -> None:
    messages = [{"message_id": m, "case_id": "c1"} for m in ("m1", "m2", "m3")]
    read = [
        {"message_id": "m1", "scam_score": 300, "persona": "courier", "pretext": "parcel", "money_route": "none"},
        {"message_id": "m2", "scam_score": 900, "persona": "bank", "pretext": "unclear", "money_route": "card"},
        {"message_id": "m3", "scam_score": 100, "persona": "boss", "pretext": "prize", "money_route": "cash"},
    ]
    one = row(messages=messages, messages_read=read)
    assert (one["persona"], one["pretext"], one["route"]) == ("bank", "parcel", "card")


def test_a_scheme_not_recognised_is_unknown() -> None:
    assert row(cases=[CASE | {"mo": "unclear"}])["mo"] is None
