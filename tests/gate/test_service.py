"""The service over HTTP: answers, batch, cancel, token, metrics."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.gate import made
from tests.gate.test_gate import BOX, gate, records

from qalqan.gate.service import service


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return TestClient(service(gate(tmp_path)))


def test_one_question_one_answer(client: TestClient) -> None:
    told = client.post("/v1/call", json=BOX).json()
    assert told["action"] == "label"
    assert set(told) == {"action", "rule", "ground", "until", "appeal", "book"}
    assert client.post("/v1/payment", json={"to": "KZ1"}).json()["action"] == "allow"
    assert client.post("/v1/link", json={"url": "https://kaspi.kz"}).json()["action"] == "allow"


def test_what_cannot_be_read_goes_through(client: TestClient, tmp_path: Path) -> None:
    for raw in (b"", b"{", b"[1]", b"\xff", b'{"a": "' + b"7" * 70_000 + b'"}'):
        assert client.post("/v1/call", content=raw).json()["rule"] == "fail-open"
    assert [one["error"] for one in records(tmp_path)] == ["unreadable"] * 5


def test_nobody_passes_by_being_hard_to_read(client: TestClient) -> None:
    told = client.post("/v1/call", content=b'{"a": "+77015550101", "b": "\\ud800", "cell": "\\udfff"}')
    assert told.json()["rule"] == "L-number"
    deep = b'{"a": ' + b"[" * 30_000 + b"]" * 30_000 + b"}"
    assert client.post("/v1/call", content=deep).json()["rule"] == "fail-open"


def test_a_batch(client: TestClient) -> None:
    told = client.post("/v1/batch", json={"kind": "call", "items": [BOX, {}, 7]}).json()
    assert [one["action"] for one in told["answers"]] == ["label", "allow", "allow"]
    assert client.post("/v1/batch", json={"kind": "visit", "items": []}).status_code == 422
    assert client.post("/v1/batch", json={"kind": "call"}).status_code == 422


def test_cancel(client: TestClient) -> None:
    appeal = client.post("/v1/call", json=BOX).json()["appeal"]
    done = client.post("/v1/cancel", json={"appeal": appeal, "by": "Officer", "reason": "own line"})
    assert done.status_code == 200
    assert client.post("/v1/call", json=BOX).json()["action"] == "allow"
    assert client.post("/v1/cancel", json={"appeal": "x", "by": "a", "reason": "b"}).status_code == 404
    assert client.post("/v1/cancel", json={"appeal": appeal}).json()["error"] == "error-gate-cancel"


def test_events_and_the_signalling_s_own_timeouts(client: TestClient, tmp_path: Path) -> None:
    for lender in "AB":
        told = {"kind": "loan", "b": made.VICTIM, "lender": lender}
        assert client.post("/v1/event", json=told).status_code == 204
    assert client.post("/v1/payment", json={"to": "KZ1", "phone": made.VICTIM}).json()["rule"] == "P-victim"
    assert client.post("/v1/unanswered", json={"kind": "call", "reason": "timeout"}).status_code == 204
    assert records(tmp_path)[-1]["error"] == "timeout"


def test_metrics_tell_what_was_decided(client: TestClient) -> None:
    client.post("/v1/call", json=BOX)
    told = client.get("/metrics").text
    assert 'qalqan_gate_decisions_total{action="label",kind="call"} 1.0' in told
    assert 'qalqan_gate_rules_total{rule="L-number"} 1.0' in told
    assert "qalqan_gate_seconds_count 1.0" in told
    assert "qalqan_gate_waiting_bytes 0.0" not in told, "no ledger takes this spool over"
    assert client.get("/health").json()["late"] is False


def test_a_token_guards_everything_but_health(tmp_path: Path) -> None:
    client = TestClient(service(gate(tmp_path), token="invented-token"))
    assert client.post("/v1/call", json=BOX).status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 401
    assert client.get("/health").status_code == 200
    given = {"Authorization": "Bearer invented-token"}
    assert client.post("/v1/call", json=BOX, headers=given).json()["action"] == "label"


def test_the_service_describes_itself(client: TestClient) -> None:
    told = client.get("/openapi.json").json()
    schema = told["paths"]["/v1/call"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["a", "b"]
