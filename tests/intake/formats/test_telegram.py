"""Telegram: one chat and a whole account, texts of entities, service messages, times."""

from __future__ import annotations

import json

import pytest
from tests.intake.formats.examples import TELEGRAM_CHAT
from tests.intake.formats.gather import Files, formats, units

from qalqan.errors import IntakeError


def test_reads_a_chat(files: Files) -> None:
    told = files.read("telegram", json.dumps(TELEGRAM_CHAT).encode())
    first, second = told.records("message")
    assert first == {
        "row": 2, "at": "2025-02-01T09:00:00+00:00", "from": "Асель", "to": "Жұмыс", "channel": "telegram",
        "text": "Сілтеме мұнда (http://a.example)",
        "headers": '{"from_id":"user1","id":"2","kind":"personal_chat"}',
    }  # fmt: skip
    assert (second["at"], second["attachment"]) == ("2025-02-01T14:05:00", "photos/1.jpg")
    assert "text" not in second
    assert json.loads(second["headers"])["forwarded_from"] == "Арна"
    assert told.skipped == [1]


def test_reads_an_account(files: Files) -> None:
    data = json.dumps({"about": "x", "chats": {"list": [TELEGRAM_CHAT, {**TELEGRAM_CHAT, "name": "Екінші"}]}}).encode()
    told = files.read("telegram", data)
    assert files.count("telegram", data) == units(told.blocks) == {"chat1": 3, "chat2": 3}
    assert [row["to"] for row in told.records("message")] == ["Жұмыс", "Жұмыс", "Екінші", "Екінші"]


def test_strange_messages_are_told(files: Files) -> None:
    chat = {**TELEGRAM_CHAT, "messages": [5, {"type": "unsupported"}, {"type": "message", "text": 7}]}
    told = files.read("telegram", json.dumps(chat).encode())
    assert [(one.row, one.reason) for one in told.troubles] == [
        (1, "reason-message-unknown"), (2, "reason-message-unknown"),
    ]  # fmt: skip
    assert len(told.records("message")) == 1


@pytest.mark.parametrize("data", [b"{}", b'{"messages": []}', b"[]", b"", b'{"messages"'])
def test_what_is_no_chat(files: Files, data: bytes) -> None:
    assert formats()["telegram"].sniff(data, "result.json", len(data)) == 0
    with pytest.raises(IntakeError):
        files.read("telegram", data)
