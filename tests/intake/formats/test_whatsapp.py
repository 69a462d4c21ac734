"""WhatsApp: layouts of phones and languages, order of dates over the whole file, attachments, system lines."""

from __future__ import annotations

import pytest
from tests.intake.formats.examples import WHATSAPP
from tests.intake.formats.gather import Files, formats

from qalqan.errors import IntakeError
from qalqan.intake.formats.whatsapp import chat_name


def test_reads_a_chat(files: Files) -> None:
    told = files.read("whatsapp", WHATSAPP.encode(), "Чат WhatsApp с Асель.txt")
    assert told.records("message") == [
        {"row": 2, "at": "2025-02-01 10:16", "from": "Асель", "to": "Ерлан", "channel": "whatsapp",
         "text": "Здравствуйте\nвторая строка"},
        {"row": 3, "at": "2025-02-13 10:17", "from": "Ерлан", "to": "Асель", "channel": "whatsapp",
         "text": "<Без медиафайлов>", "attachment": "Без медиафайлов"},
        {"row": 4, "at": "2025-02-13 10:18", "from": "Ерлан", "to": "Асель", "channel": "whatsapp",
         "attachment": "IMG-1.jpg"},
    ]  # fmt: skip
    assert told.skipped == [1]


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("13.02.2025, 09:05 - A: x", "2025-02-13 09:05"),
        ("13.02.25, 09:05 - A: x", "2025-02-13 09:05"),
        ("13/02/2025, 09:05 - A: x", "2025-02-13 09:05"),
        ("2/13/25, 9:05 PM - A: x", "2025-02-13 21:05"),
        ("2/13/25, 12:05\u202fAM - A: x", "2025-02-13 00:05"),
        ("2/13/25, 12:05\u00a0p.m. - A: x", "2025-02-13 12:05"),
        ("[13.02.2025, 09:05:07] A: x", "2025-02-13 09:05:07"),
        ("\u200e[13.02.2025, 09:05:07] A: x", "2025-02-13 09:05:07"),
        ("[2/13/25, 9:05:07 PM] A: x", "2025-02-13 21:05:07"),
        ("2025-02-13, 09:05 - A: x", "2025-02-13 09:05"),
        ("13.02.2025 г., 09:05 - A: x", "2025-02-13 09:05"),
    ],
)
def test_layouts(files: Files, line: str, at: str) -> None:
    (row,) = files.read("whatsapp", line.encode()).records("message")
    assert (row["at"], row["from"], row["text"]) == (at, "A", "x")
    assert files.count("whatsapp", line.encode()) == {"": 1}
    assert formats()["whatsapp"].sniff(line.encode(), "x", len(line)) > 800


@pytest.mark.parametrize(
    ("days", "seen"),
    [
        (["01/02/25", "13/02/25"], ["2025-02-01", "2025-02-13"]),
        (["01/02/25", "02/13/25"], ["2025-01-02", "2025-02-13"]),
        (["01/11/25", "02/11/25", "03/11/25"], ["2025-11-01", "2025-11-02", "2025-11-03"]),
        (["11/01/25", "11/02/25", "12/01/25"], ["2025-11-01", "2025-11-02", "2025-12-01"]),
    ],
)
def test_order_of_dates_is_decided_over_the_file(files: Files, days: list[str], seen: list[str]) -> None:
    text = "\n".join(f"{day}, 10:00 - A: x" for day in days)
    assert [row["at"][:10] for row in files.read("whatsapp", text.encode()).records("message")] == seen


@pytest.mark.parametrize(
    ("text", "attachment"),
    [
        ("<Без медиафайлов>", "Без медиафайлов"),
        ("<Медиа файл қосылмады>", "Медиа файл қосылмады"),
        ("<Media omitted>", "Media omitted"),
        ("image omitted", "image omitted"),
        ("\u200eизображение отсутствует", "изображение отсутствует"),
        ("<attached: 0001-PHOTO.jpg>", "0001-PHOTO.jpg"),
        ("\u200e<прикреплено: 0001-PHOTO.jpg>", "0001-PHOTO.jpg"),
        ("IMG 1.jpg (file attached)", "IMG 1.jpg"),
    ],
)
def test_attachments(files: Files, text: str, attachment: str) -> None:
    (row,) = files.read("whatsapp", f"01.02.2025, 10:00 - A: {text}".encode()).records("message")
    assert row["attachment"] == attachment
    assert row.get("text") == (None if attachment.endswith(".jpg") else text.removeprefix("\u200e"))


def test_the_line_about_encryption_is_no_message(files: Files) -> None:
    lines = "[01.02.2025, 10:00:00] A: \u200eХабарлар шифрланған.\n[01.02.2025, 10:00:01] A: x"
    told = files.read("whatsapp", lines.encode())
    assert told.skipped == [1]
    assert [row["text"] for row in told.records("message")] == ["x"]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Чат WhatsApp с Асель.txt", "Асель"),
        ("Чат WhatsApp с контактом +7 701 000 00 01.txt", "+7 701 000 00 01"),
        ("WhatsApp Chat with Group 5 (1).txt", "Group 5"),
        ("WhatsApp Chat - Жұмыс.txt", "Жұмыс"),
        ("_chat.txt", ""),
        ("папка/Инвестиция клубы.txt", "Инвестиция клубы"),
    ],
)
def test_name_of_the_chat(file: str, name: str) -> None:
    assert chat_name(file) == name


def test_a_group_is_the_receiver(files: Files) -> None:
    text = "\n".join(f"01.02.2025, 10:0{n} - {who}: x" for n, who in enumerate("ABC"))
    told = files.read("whatsapp", text.encode(), "WhatsApp Chat with Клуб.txt")
    assert {row["to"] for row in told.records("message")} == {"Клуб"}


@pytest.mark.parametrize("data", ["", "просто текст\nбез даты\n", "2025-02-01 10:15:03 INFO started\n"])
def test_what_is_no_chat(files: Files, data: str) -> None:
    assert formats()["whatsapp"].sniff(data.encode(), "a.txt", len(data)) == 0
    with pytest.raises(IntakeError):
        files.read("whatsapp", data.encode())


@pytest.mark.parametrize(
    ("text", "kept", "mark"),
    [
        ("Переведите сюда <Сообщение изменено>", "Переведите сюда", '{"edited":true}'),
        ("send here <This message was edited>", "send here", '{"edited":true}'),
        ("осында <Бұл хабар өңделді>", "осында", '{"edited":true}'),
        ("Данное сообщение удалено", "Данное сообщение удалено", '{"deleted":true}'),
        ("Бұл хабарлама жойылды", "Бұл хабарлама жойылды", '{"deleted":true}'),
        ("Сообщение удалено, но я помню", "Сообщение удалено, но я помню", None),
    ],
)
def test_edited_and_deleted_messages(files: Files, text: str, kept: str, mark: str | None) -> None:
    (row,) = files.read("whatsapp", f"01.02.2025, 10:00 - A: {text}".encode()).records("message")
    assert (row["text"], row.get("headers")) == (kept, mark)


def test_a_name_that_the_sender_gave_himself(files: Files) -> None:
    (row,) = files.read("whatsapp", "[01.02.2025, 10:00:00] ~\u202fАйдос: x".encode()).records("message")
    assert row["from"] == "Айдос"


def test_a_giant_line_is_told_and_the_rest_goes_on(files: Files) -> None:
    lines = ["01.02.2025, 10:00 - A: x", "01.02.2025, 10:01 - A: " + "я" * 3000, "01.02.2025, 10:02 - A: y"]
    told = files.read("whatsapp", "\n".join(lines).encode(), row_chars=1000)
    assert [(row["row"], row["text"]) for row in told.records("message")] == [(1, "x"), (3, "y")]
    assert [(one.row, one.reason) for one in told.troubles] == [(2, "reason-line-too-long")]
