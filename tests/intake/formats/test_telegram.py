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


def test_what_stands_beside_a_channel_s_post(files: Files) -> None:
    post = {
        "id": 15, "type": "message", "date": "2025-02-01T14:00:00", "date_unixtime": "1738400400",
        "edited": "2025-02-01T15:00:00", "edited_unixtime": "1738404000", "from": "Жұмыс бар", "from_id": "channel77",
        "author": "Админ", "reply_to_message_id": 9, "via_bot": "@like", "text": "Карта керек",
        "contact_information": {"first_name": "Дана", "last_name": "", "phone_number": "+77010000001"},
        "inline_bot_buttons": [
            [{"type": "url", "text": "Жазылу", "data": "https://t.me/+AbCdEf"}, {"type": "callback"}],
        ],
    }  # fmt: skip
    chat = {"name": "Жұмыс бар", "type": "public_channel", "messages": [post]}
    (row,) = files.read("telegram", json.dumps(chat).encode()).records("message")
    assert row["text"] == "Карта керек\nДана +77010000001\nЖазылу (https://t.me/+AbCdEf)"
    assert json.loads(row["headers"]) == {
        "id": "15", "edited": "2025-02-01T10:00:00+00:00", "from_id": "channel77", "author": "Админ", "reply_to": "9",
        "via": "@like", "kind": "public_channel",
    }  # fmt: skip


@pytest.mark.parametrize("buttons", ["x", [5], [[5]], [[{"type": "url"}]], {"a": 1}])
def test_strange_buttons_are_passed_over(files: Files, buttons: object) -> None:
    message = {"id": 1, "type": "message", "text": "x", "inline_bot_buttons": buttons, "contact_information": 5}
    chat = {"name": "A", "type": "personal_chat", "messages": [message]}
    assert files.read("telegram", json.dumps(chat).encode()).records("message")[0]["text"] == "x"
