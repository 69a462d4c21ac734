"""The duty officer's form: what is understood, what is not and why; provisional numbers; requests straight from it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan import clock
from qalqan.desk import case_new, form_requests, report_form
from qalqan.desk.case_new import Form
from qalqan.errors import NotFound, UsageError
from qalqan.report.facts import fingerprint
from qalqan.report.request import TOLD
from qalqan.settings import Settings
from qalqan.store import cases as reports
from qalqan.store.workspace import Workspace

NOW = datetime(2025, 3, 14, 12, 0, tzinfo=clock.UTC)
KASPI, HALYK = "KZ36722C000743906283", "KZ486016017134276654"


def checked(**told: str) -> tuple[Form, list[tuple[str, int, str]]]:
    form, faults = report_form.checked(report_form.typed(told), NOW)
    return form, [(one.field, one.row, one.reason) for one in faults]


def test_an_hour_alone_is_of_today_and_dates_may_be_written_as_here() -> None:
    form, faults = checked(
        call_at_0="9:05", call_number_0="8 747 000 11 22", call_at_1="13.03.2025 14:20", call_number_1="1414",
        call_at_2="2025-03-12T08:00", call_number_2="+7 701 123 45 67",
    )  # fmt: skip
    assert faults == []
    assert [one[:16] for one in form.calls] == ["2025-03-14 09:05", "2025-03-13 14:20", "2025-03-12 08:00"]


@pytest.mark.parametrize(
    ("told", "field", "reason"),
    [({"victim_iin": "900101300018"}, "victim_iin", "reason-iin-check"),
     ({"call_at_0": "31.02.2025 10:00", "call_number_0": "1414"}, "call_at", "form-fault-minute"),
     ({"call_at_0": "", "call_number_0": "1414"}, "call_at", "form-fault-empty"),
     ({"call_at_0": "14.03.2025 23:59", "call_number_0": "1414"}, "call_at", "form-fault-future"),
     ({"transfer_at_0": "10:00", "transfer_sum_0": "0", "transfer_to_0": KASPI}, "transfer_sum", "form-fault-sum"),
     ({"transfer_at_0": "10:00", "transfer_sum_0": "5", "transfer_to_0": "KZ36722C000743906284"}, "transfer_to",
      "reason-iban-check")],
)  # fmt: skip
def test_what_is_not_understood_is_said_with_its_reason(told: dict[str, str], field: str, reason: str) -> None:
    form, faults = checked(**told)
    assert [(name, why) for name, _, why in faults] == [(field, reason)]
    assert (form.calls, form.transfers, form.victim_iin) == ((), (), "")  # nothing is guessed


@pytest.mark.parametrize(
    ("now", "typed", "kept"),
    [("2025-03-15 00:05", "14:05", "2025-03-14 14:05"), ("2025-03-15 00:05", "23:58", "2025-03-14 23:58"),
     ("2025-03-15 00:05", "0:03", "2025-03-15 00:03"), ("2025-03-15 00:05", "00:12", "2025-03-15 00:12"),
     ("2025-03-14 17:00", "14:05", "2025-03-14 14:05"), ("2025-03-01 00:05", "23:00", "2025-02-28 23:00")],
)  # fmt: skip
def test_an_hour_alone_is_the_latest_that_has_been(now: str, typed: str, kept: str) -> None:
    """Last night's call, told after midnight, is yesterday's; which day was taken can be shown."""
    at = clock.to_utc(datetime.fromisoformat(now))
    told = report_form.typed({"call_at_0": typed, "call_number_0": "1414"})
    form, faults = report_form.checked(told, at)
    assert not faults
    assert form.calls == (f"{kept} 1414",)
    assert report_form.taken(told, at) == {("call_at", 0): datetime.fromisoformat(kept)}


NAMES = (*report_form.PLAIN, "words", "receipts", "call_at_0", "call_number_1", "transfer_to_3", "transfer_bank_0", "z")


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=60)))
def test_a_draft_gives_back_what_was_typed(posted: dict[str, str]) -> None:
    once = report_form.typed(posted)
    body = once.body()
    again = report_form.typed(body)
    assert again.words == once.words
    assert sorted(again.body().values()) == sorted(body.values())
    report_form.checked(once, NOW)  # never raises
    report_form.taken(once, NOW)


def test_the_bank_is_the_accounts_own_or_as_told() -> None:
    form, faults = checked(
        transfer_at_0="10:00", transfer_sum_0="750 000", transfer_to_0=KASPI, transfer_at_1="10:05",
        transfer_sum_1="1 000,50", transfer_to_1="8 700 679 33 42", transfer_bank_1="Halyk Bank", transfer_at_2="10:06",
        transfer_sum_2="7", transfer_to_2="8 700 679 33 43",
    )  # fmt: skip
    assert faults == []
    paid = form_requests.paid(form)
    assert [(one.tiyn, one.bank) for one in paid] == [(750_000_00, "722"), (1_000_50, "601"), (7_00, "")]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, report_form.Sent]:
    path = tmp_path_factory.mktemp("form") / "ws"
    with Workspace.init(path):
        pass
    form = Form(
        words="қоңырау", registered_at="2025-03-14 15:00", victim_account=HALYK,
        transfers=(
            f"2025-03-14 14:20 750000 {KASPI}", f"2025-03-14 14:25 250000 {KASPI}",
            f"2025-03-14 14:30 5 {HALYK}", "2025-03-14 14:31 9 +77006793342",
        ),
    )  # fmt: skip
    return path, report_form.send(path, Settings(), form, by="duty")


def test_a_report_without_a_number_gets_a_provisional_one(sent: tuple[Path, report_form.Sent]) -> None:
    path, told = sent
    assert told.case.startswith("T")
    with Workspace.open(path) as ws:
        report, form = form_requests.of_report(ws, told.case)
        assert (report.by, form.number, form.words) == ("duty", told.case, "қоңырау")
        with pytest.raises(NotFound):
            form_requests.of_report(ws, "none")


def test_a_request_a_bank_with_exactly_what_was_told(sent: tuple[Path, report_form.Sent]) -> None:
    path, told = sent
    with Workspace.open(path) as ws:
        made = form_requests.drafts(ws, *form_requests.of_report(ws, told.case))
    assert [(one.bank, one.total_tiyn, one.rule) for one in made.requests] == [
        ("722", 1_000_000_00, TOLD),
        ("601", 5_00, TOLD),
    ]
    (claim,) = made.requests[0].claims
    assert (claim.low_tiyn, claim.high_tiyn, len(claim.chain)) == (0, 1_000_000_00, 2)
    assert [one.tiyn for one in made.bankless] == [9_00]
    assert made.requests[0].draft  # never sendable as it stands
    assert fingerprint(made.requests[0]) != fingerprint(made.requests[1])


def test_the_register_number_comes_later_and_it_stays_one_case(sent: tuple[Path, report_form.Sent]) -> None:
    path, told = sent
    with Workspace.open(path) as ws:
        _, form = form_requests.of_report(ws, told.case)
    from dataclasses import replace

    again = report_form.send(path, Settings(), replace(form, kui_number="25270041019"), by="duty")
    assert (again.case, again.version) == (told.case, 2)
    same = report_form.send(path, Settings(), replace(form, kui_number="25270041019"), by="duty")
    assert same.version == 2  # the same form is one version
    with Workspace.open(path) as ws, ws.reading() as connection:
        (report,) = reports.latest(connection)
    assert report.kui_number == "25270041019"


def test_a_form_that_tells_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ws"
    with Workspace.init(path):
        pass
    with pytest.raises(UsageError):
        report_form.send(path, Settings(), Form(victim_name="А. Б."), by="x")
    with pytest.raises(UsageError):
        case_new.new(path, Form(region="KZ-27"), Settings())
    assert case_new.new(path, Form(words="x"), Settings()).startswith("T")
    assert case_new.new(path, Form(kui_number="25270041020", words="x"), Settings()) == "25270041020"
