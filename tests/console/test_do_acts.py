"""Measures, registry, letters and the duty officer's page through the application."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from fastapi.testclient import TestClient
from tests.desk.paper_frames import CASE, FIRST, SECOND

from qalqan import clock
from qalqan.clock import to_local
from qalqan.console.house import House
from qalqan.desk import acts_state
from qalqan.desk.verify import verify
from qalqan.store import cases as reports
from qalqan.store import drafts
from qalqan.store import officers as people

from .conftest import Sign
from .do_house import DROPPERS, bare, built, desk

__all__ = ["bare", "built", "desk"]  # fixtures
HOLD = f"{CASE}/601:suspension"
AFTER = re.compile(r'name="after" value="([0-9a-f]+)"')
MINE = {
    "words": "банк қауіпсіздігінен қоңырау шалып, кодты сұрады", "call_at_0": "14.03.2025 14:05",
    "call_number_0": "8 747 000 11 22", "transfer_at_0": "2025-03-14 14:20", "transfer_sum_0": "750 000",
    "transfer_to_0": "KZ36722C000743906283",
}  # fmt: skip


def told(client: TestClient, **more: str) -> dict[str, str]:
    return {"csrf": client.csrf} | more


def approve(client: TestClient, kind: str) -> int:
    (item, *_) = client.get("/api/v1/decisions", params={"kind": kind}).json()["items"]
    body = {"token": item["token"], "stands": item["stands"], "verdict": "approve", "reason": "негізі бар"}
    return int(client.post("/api/v1/decisions", json=body, headers={"x-csrf": client.csrf}).status_code)


def proposed(client: TestClient) -> str:
    answer = client.post("/kk/act/new", data=told(client, kind="suspension", case=CASE, bank="601"))
    assert answer.status_code == 303, answer.text
    return HOLD


def after(client: TestClient) -> str:
    return str(client.get("/api/v1/acts/one", params={"id": HOLD}).json()["after"])


def test_a_hold_from_two_clicks_to_the_banks_answer(desk: House, sign: Sign) -> None:
    """Proposed, approved by two, sent, answered: every step by a form, its paper to be taken at any moment."""
    client, head = sign(desk, "investigator", key=True), sign(desk, "head", key=True)
    proposed(client)
    early = client.post(
        "/kk/act/step", data=told(client, id=HOLD, step="send", to="банк", how="арна", after=after(client))
    )
    assert early.status_code == 403
    assert 'value="банк"' not in early.text or "send" in early.text
    assert approve(client, "measure") == approve(head, "measure") == 200
    shown = client.get("/ru/act", params={"id": HOLD}).text
    assert all(name in shown for name in ("Try investigator, <time", "Try head, <time"))  # who approved, and when
    assert shown.count("<td>Утвердил(а)</td>") == 2
    assert "<summary>Отправить</summary>" in shown
    sent = told(client, id=HOLD, step="send", to="банк", how="арна", after=after(client))
    assert client.post("/kk/act/step", data=sent).status_code == 303
    again = client.post("/kk/act/step", data=sent)
    assert again.status_code == 409  # another step was taken since that page was shown
    page = client.get("/ru/act", params={"id": HOLD}).text
    assert AFTER.search(page)
    assert FIRST not in page  # accounts are masked, the form names them by their number
    answer = told(client, id=HOLD, step="answer", number="77", held="", held_1="60", after=after(client))
    assert client.post("/kk/act/step", data=answer).status_code == 303
    (line,) = client.get("/api/v1/acts").json()
    assert (line["state"], line["asked"], line["held"]) == ("held", 100_00, 60_00)
    paper = client.get("/kk/act/paper/request.pdf", params={"id": HOLD})
    assert paper.content[:5] == b"%PDF-"
    assert verify(desk.path).ok


def test_one_step_of_two_at_once(desk: House, sign: Sign) -> None:
    """Two officers send the same measure in the same moment: one does, the other is told."""
    client, head = sign(desk, "investigator", key=True), sign(desk, "head", key=True)
    proposed(client)
    approve(client, "measure")
    approve(head, "measure")
    last = after(client)

    def send(who: TestClient) -> int:
        body = told(who, id=HOLD, step="send", to="банк", how="арна", after=last)
        return int(who.post("/kk/act/step", data=body).status_code)

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(send, (client, head)))
    assert codes[0] == 303
    assert codes[1] in (403, 409)
    assert [step.step for step in acts_state.one(desk.ws, HOLD).steps] == ["propose", "send"]


def test_a_role_takes_no_step_of_anothers(desk: House, sign: Sign) -> None:
    """An analyst and an inspector look; the duty officer may not propose an arrest."""
    proposed(sign(desk, "investigator", key=True))
    for role in ("analyst", "inspector"):
        client = sign(desk, role)
        assert client.get("/kk/acts").status_code == 200
        assert client.post("/kk/act/step", data=told(client, id=HOLD, step="withdraw", reason="r")).status_code == 403
        assert client.get("/kk/act/paper/request.pdf", params={"id": HOLD}).status_code == 403
    duty = sign(desk, "duty_officer", key=True)
    assert duty.post("/kk/act/new", data=told(duty, kind="arrest", case=CASE, bank="601")).status_code == 403


def test_an_entry_of_the_registry_needs_two(desk: House, sign: Sign) -> None:
    """Proposed out of the queue without showing the account; in force only with a second officer's approval."""
    client, head = sign(desk, "investigator", key=True), sign(desk, "head", key=True)
    (item, *_) = client.get("/api/v1/decisions", params={"kind": "dropper"}).json()["items"]
    page = client.get("/kk/registry/new", params={"at": item["token"]})
    assert page.status_code == 200
    assert not [one for one in DROPPERS if one in page.text]
    body = told(client, at=item["token"], ground="proposal", reason="банк жауабы", degree="unknown")
    assert client.post("/kk/registry/new", data=body).status_code == 303
    listed = head.get("/ru/registry").text
    assert "ждёт второго сотрудника" in listed
    assert not [one for one in DROPPERS if one in listed]
    assert approve(head, "registry") == 200
    assert "действует" in head.get("/ru/registry").text


def test_a_report_needs_no_number_and_gives_requests_at_once(bare: House, sign: Sign) -> None:
    """In a workspace where nothing was ever analysed: kept, requests drafted, proposed and approved by two."""
    duty, head = sign(bare, "duty_officer", key=True), sign(bare, "head", key=True)
    answer = duty.post("/kk/report-form", data=told(duty, do="send", version="0", **MINE))
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    case = place.rsplit("/", 1)[1]
    assert re.fullmatch(r"T\d{8}-\d{4}-[0-9a-f]{4}", case)
    page = duty.get(place).text
    assert "750\u202f000" in page
    assert "KZ36722C000743906283" not in page
    assert duty.get(f"{place}/request/722/pdf").content[:5] == b"%PDF-"
    body = told(duty, bank="722", reason="хабарлама")
    assert duty.post(f"{place}/propose", data=body).status_code == 303
    assert duty.post(f"{place}/propose", data=body).status_code == 403  # it lives already
    assert approve(head, "measure") == 200
    (line,) = head.get("/api/v1/acts").json()
    assert (line["case"], line["state"], line["asked"], line["due"][0]["what"]) == (
        case,
        "approved",
        750_000_00,
        "send",
    )
    with bare.ws.reading() as connection:
        (report,) = reports.latest(connection)
        assert drafts.draft(connection, people.get(connection, "Try duty_officer").id, "report", "new") is None
    assert set(report.body) >= {"begun", "evidence", "registered"}
    assert verify(bare.path).ok


def test_what_was_not_understood_is_said_and_not_lost(bare: House, sign: Sign) -> None:
    """The page says field, row and why; sent anyway, the text stays in the report's words."""
    duty = sign(bare, "duty_officer")
    wrong = MINE | {"victim_iin": "900101300018", "call_number_1": "абв", "call_at_1": "25:70"}
    page = duty.post("/ru/report-form", data=told(duty, do="send", version="0", **wrong))
    assert page.status_code == 200
    for part in ("Контрольная цифра ИИН", "25:70", "абв", "8 747 000 11 22"):
        assert part in page.text
    answer = duty.post("/ru/report-form", data=told(duty, do="send_anyway", version="1", **wrong))
    assert answer.status_code == 303
    (one,) = duty.get("/api/v1/jobs").json() or [None]
    assert one is None


def test_two_windows_of_one_draft_lose_nothing(bare: House, sign: Sign) -> None:
    """The second window is told; what it typed stays on its page, and it saves over the version it was shown."""
    duty = sign(bare, "duty_officer")
    first = duty.post("/kk/report-form", data=told(duty, do="check", version="0", words="бірінші терезе"))
    assert 'name="version" value="1"' in first.text
    late = duty.post("/kk/report-form", data=told(duty, do="check", version="0", words="екінші терезе"))
    assert late.status_code == 409
    assert "екінші терезе" in late.text
    assert "бірінші терезе" in duty.get("/kk/report-form").text
    assert 'name="version" value="1"' in late.text
    assert (
        duty.post("/kk/report-form", data=told(duty, do="check", version="1", words="екінші терезе")).status_code == 200
    )
    answer = duty.put("/api/v1/drafts/report/new", json={"version": 1, "body": {"words": "үшінші"}},
                      headers={"x-csrf": duty.csrf})  # fmt: skip
    assert answer.status_code == 409
    assert answer.json()["body"]["words"] == "екінші терезе"


def test_a_line_is_added_without_scripts(bare: House, sign: Sign) -> None:
    """One more empty row, and everything typed is there."""
    duty = sign(bare, "duty_officer")
    before = duty.get("/kk/report-form").text.count('name="call_at_')
    page = duty.post("/kk/report-form", data=told(duty, do="add_call", version="0", more_calls="2", **MINE)).text
    assert page.count('name="call_at_') == before + 2
    assert "8 747 000 11 22" in page


def test_a_report_is_its_officers_or_heads(bare: House, sign: Sign) -> None:
    """Another officer without a case in sight does not find it."""
    duty = sign(bare, "duty_officer")
    place = duty.post("/kk/report-form", data=told(duty, do="send", version="0", **MINE)).headers["location"]
    assert sign(bare, "head").get(place).status_code == 200
    assert sign(bare, "analyst").get(place).status_code == 404


def test_the_reports_resource_says_what_it_does_not_understand(bare: House, sign: Sign) -> None:
    """Checked without keeping; refused when wrong; kept when right."""
    duty = sign(bare, "duty_officer")
    head = {"x-csrf": duty.csrf}
    now = to_local(clock.now())
    body = {"words": "қоңырау", "transfers": [{"at": f"{now:%Y-%m-%d} 00:01", "sum": "1 000", "to": "KZ367"}]}
    checked = duty.post("/api/v1/reports/check", json=body, headers=head).json()
    assert [(one["field"], one["row"]) for one in checked["faults"]] == [("transfer_to", 0)]
    assert duty.post("/api/v1/reports", json=body, headers=head).status_code == 400
    body["transfers"][0]["to"] = "KZ36722C000743906283"  # type: ignore[index]
    kept = duty.post("/api/v1/reports", json=body, headers=head).json()
    assert [(one["bank"], one["tiyn"]) for one in kept["requests"]] == [("722", 1_000_00)]
    assert SECOND not in str(kept)


def test_letters_are_made_shown_and_taken(desk: House, sign: Sign) -> None:
    """A letter of a case out of the run, its approval by hash, its files in an archive."""
    client = sign(desk, "investigator", key=True)
    assert client.get("/kk/letters").status_code == 200
    body = told(client, case=CASE, to="Алматы қ. ПД", reason="серия", asked="қосу")
    shown = client.post("/kk/letters/instruct", data=body | {"do": "show"})
    assert shown.status_code == 200, shown.text
    at, hash_ = (re.findall(rf'name="{name}" value="([^"]+)"', shown.text)[0] for name in ("at", "shown"))
    stale = client.post("/kk/letters/instruct", data=body | {"do": "approve", "at": at, "shown": "0" * 64, "why": "x"})
    assert stale.status_code == 409
    good = client.post("/kk/letters/instruct", data=body | {"do": "approve", "at": at, "shown": hash_, "why": "x"})
    assert good.status_code == 200
    taken = client.post("/kk/letters/instruct", data=body | {"do": "take"})
    assert taken.content[:2] == b"PK"


def test_a_kept_report_is_opened_again_with_its_number(bare: House, sign: Sign) -> None:
    """Given its register number it is the same case, in a second version; the page holds what was typed."""
    duty = sign(bare, "duty_officer")
    case = (
        duty.post("/kk/report-form", data=told(duty, do="send", version="0", **MINE))
        .headers["location"]
        .rsplit("/", 1)[1]
    )
    page = duty.get("/kk/report-form", params={"case": case}).text
    for value in (f'name="number" value="{case}"', "750000", "2025-03-14 14:20", "KZ36722C000743906283"):
        assert value in page
    body = told(duty, do="send", version="0", base="1", number=case, kui_number="25270041019", **MINE)
    assert duty.post("/kk/report-form", data=body).headers["location"].endswith(case)
    with bare.ws.reading() as connection:
        (report,) = reports.latest(connection)
    assert (report.id, report.kui_number, report.version) == (case, "25270041019", 2)


def test_the_registry_as_a_resource(desk: House, sign: Sign) -> None:
    """Proposed by one, listed masked, appealed by an inspector; an unknown field or step is refused."""
    client = sign(desk, "investigator", key=True)
    head = {"x-csrf": client.csrf}
    body = {"kind": "account", "value": DROPPERS[0], "ground": "proposal", "reason": "банк жауабы"}
    assert client.post("/api/v1/registry", json=body | {"state": "valid"}, headers=head).status_code == 422
    made = client.post("/api/v1/registry", json=body, headers=head).json()
    assert (made["approvals"], made["needed"]) == (1, 2)
    looking = sign(desk, "inspector", key=True)
    (line,) = looking.get("/api/v1/registry").json()
    assert (line["state"], line["proven"], line["id"]) == ("waiting", False, made["entries"][0])
    assert line["value"] != DROPPERS[0]
    step = {"entry": line["id"], "step": "appeal", "stated": {"who": "иесі", "on": "2025-03-14"}}
    answer = looking.post("/api/v1/registry/step", json=step, headers={"x-csrf": looking.csrf})
    assert answer.status_code == 200, answer.text
    assert looking.get("/api/v1/registry").json()[0]["appealed"]
    wrong = looking.post("/api/v1/registry/step", json=step | {"step": "propose"}, headers={"x-csrf": looking.csrf})
    assert wrong.status_code == 422


def test_the_day_in_figures(desk: House, sign: Sign) -> None:
    """The same as the page tells."""
    told_ = sign(desk, "head").get("/api/v1/today").json()
    assert told_["harm"]
    assert (told_["queue"]["hold"], told_["queue"]["dropper"]) == (2, len(DROPPERS))
    assert told_["steps"] == ["upload", "decide"]
    assert sign(desk, "partner").get("/api/v1/today").status_code == 403


def test_two_officers_who_correct_one_report_lose_nothing(bare: House, sign: Sign) -> None:
    """Who sends second sees what the first wrote, keeps what they typed, and goes on knowingly; the API likewise."""
    duty, head = sign(bare, "duty_officer"), sign(bare, "head")
    place = duty.post("/kk/report-form", data=told(duty, do="send", version="0", **MINE)).headers["location"]
    case = place.rsplit("/", 1)[1]
    for client in (duty, head):
        assert 'name="base" value="1"' in client.get("/kk/report-form", params={"case": case}).text
    first = MINE | {"words": "бірінші қызметкер қосты"}
    second = MINE | {"words": "екінші қызметкер қосты"}
    body = {"do": "send", "version": "0", "number": case, "base": "1"}
    assert duty.post("/kk/report-form", data=told(duty, **body, **first)).status_code == 303
    late = head.post("/kk/report-form", data=told(head, **body, **second))
    assert late.status_code == 409
    for text in (first["words"], second["words"], "Try duty_officer", 'name="base" value="2"'):
        assert text in late.text
    api = {"number": case, "words": "үшінші"}
    assert head.post("/api/v1/reports", json=api, headers={"x-csrf": head.csrf}).status_code == 409
    again = told(head, **(body | {"version": "1", "base": "2"}), **second)
    assert head.post("/kk/report-form", data=again).status_code == 303
    with bare.ws.reading() as connection:
        kept = reports.versions(connection, case)
    assert [one.version for one in kept] == [1, 2, 3]
    assert len({one.body["begun"] for one in kept}) == 1  # minutes count from the first
