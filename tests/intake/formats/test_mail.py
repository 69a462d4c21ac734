"""E-mail: headers in any encoding, HTML bodies, attachments, boxes."""

from __future__ import annotations

import pytest
from tests.intake.formats.examples import CSV, letter
from tests.intake.formats.gather import Files, formats

FROM = b"From bank@example.kz Sat Feb  1 10:11:12 2025\n"


def test_reads_a_letter(files: Files) -> None:
    told = files.read("mail", letter().as_bytes())
    assert told.records("message") == [{
        "row": 1, "at": "2025-02-01 10:11:12+05:00", "from": "Банк <bank@example.kz>", "to": "officer@example.kz",
        "text": "Выписка по счёту\n\nДобрый день", "channel": "mail", "attachment": "Выписка.csv",
        "headers": '{"date":"Sat, 01 Feb 2025 10:11:12 +0500","from":"Банк <bank@example.kz>","html":true,'
        '"id":"<1@example.kz>","subject":"Выписка по счёту"}',
    }]  # fmt: skip
    assert told.members == {"Выписка.csv": CSV}


def test_reads_a_box(files: Files) -> None:
    second = b"From: a@example.kz\nTo: b@example.kz\nSubject: 2\n\n>From the start\n\nFrom here it is text\n"
    box = FROM + letter().as_bytes() + b"\n\n" + FROM + second
    told = files.read("mail", box)
    assert [row["row"] for row in told.records("message")] == [1, 2]
    assert told.records("message")[1]["text"] == "2\n\nFrom the start\n\nFrom here it is text"
    assert files.count("mail", box) == {"": 2}


@pytest.mark.parametrize(
    "subject", ["=?koi8-r?B?8NLJ18XU?=", "=?utf-8?Q?=D0=9F=D1=80=D0=B8=D0=B2=D0=B5=D1=82?=", "Привет"]
)
def test_headers(files: Files, subject: str) -> None:
    data = f"From: a@example.kz\nTo: b@example.kz\nSubject: {subject}\nDate: unknown\n\ntext\n".encode()
    (row,) = files.read("mail", data).records("message")
    assert (row["text"], row["at"]) == ("Привет\n\ntext", "unknown")


def test_letters_in_letters_are_members(files: Files) -> None:
    outer = letter()
    outer.add_attachment(letter())
    told = files.read("mail", outer.as_bytes())
    assert len(told.records("message")) == 1
    (inner,) = [content for name, content in told.members.items() if name.endswith(".eml")]
    assert files.read("mail", inner).members == {"Выписка.csv": CSV}


def test_parts_without_end(files: Files) -> None:
    depth = 400
    head = b"From: a@example.kz\nTo: b@example.kz\nSubject: x\nMIME-Version: 1.0\n"
    parts = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    told = files.read("mail", head + parts + b"Content-Type: text/plain\n\nend\n")
    assert len(told.records("message")) + len(told.troubles) == 1


@pytest.mark.parametrize("data", [b"text", b"key: value\n", b"Date: 2025\nSum: 5\n", b"From here on it is text\n"])
def test_what_is_no_letter(data: bytes) -> None:
    assert formats()["mail"].sniff(data, "a.txt", len(data)) == 0
