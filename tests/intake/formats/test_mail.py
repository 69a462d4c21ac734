"""E-mail: headers in any encoding, HTML bodies, attachments, boxes."""

from __future__ import annotations

import json
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.formats.examples import CSV, letter
from tests.intake.formats.gather import Files, formats

from qalqan.intake.formats import mail

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


def _told(files: Files, data: bytes) -> dict[str, object]:
    (row,) = files.read("mail", data).records("message")
    return dict(json.loads(row["headers"]))


CHAIN = (
    b"Return-Path: <bounce@evil.example.top>\n"
    b"Received: from mx1 (mx1.post.kz [10.0.0.3]) by inner.post.kz; Mon, 2 Jun 2025 10:00:03 +0500\n"
    b"Received: from evil (evil.example.top [IPv6:2a02:6b8::1]) by mx1.post.kz;\n Mon, 2 Jun 2025 10:00:01 +0500\n"
    b"Received: from pc (unknown [95.56.1.2]) by evil; Mon, 2 Jun 2025 07:59:58 +0300\n"
    b"Received: from laptop ([192.168.1.9]) by pc; Mon, 2 Jun 2025 07:59:57 +0300\n"
    b"Authentication-Results: mx1.post.kz; spf=softfail smtp.mailfrom=kaspi.kz;\n dkim=fail header.d=kaspi.kz; "
    b"dmarc=fail (p=NONE)\n"
    b"Authentication-Results: evil; spf=pass; dkim=pass\n"
    b"Reply-To: Help <help@evil.example.top>\nFrom: Bank <info@kaspi.kz>\nTo: a@post.kz\nMessage-ID: <7@x>\n"
    b"Subject: s\n"
)


def test_what_the_headers_tell(files: Files) -> None:
    data = CHAIN + b"Date: Mon, 02 Jun 2025 08:00:00 +0300\n\ntext\n"
    (row,) = files.read("mail", data).records("message")
    assert row["at"] == "2025-06-02 08:00:00+03:00"
    assert json.loads(row["headers"]) == {
        "subject": "s", "from": "Bank <info@kaspi.kz>", "reply_to": "Help <help@evil.example.top>", "id": "<7@x>",
        "return_path": "<bounce@evil.example.top>", "date": "Mon, 02 Jun 2025 08:00:00 +0300",
        "received_ip": "2a02:6b8::1", "origin_ip": "95.56.1.2", "spf": "softfail", "dkim": "fail", "dmarc": "fail",
        "auth_by": "mx1.post.kz",
    }  # fmt: skip


def test_a_letter_without_a_date_has_the_earliest_of_its_way(files: Files) -> None:
    (row,) = files.read("mail", CHAIN + b"\ntext\n").records("message")
    assert row["at"] == "2025-06-02 07:59:57+03:00"


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("Mon, 02 Jun 2025 08:00:00 -0000", "2025-06-02 08:00:00+00:00"),
        ("2 Jun 2025 08:00:00", "2025-06-02 08:00:00"),
        ("Mon, 02 Jun 2025 08:00:00 +0500 (ALMT)", "2025-06-02 08:00:00+05:00"),
    ],
)
def test_zones(files: Files, date: str, at: str) -> None:
    data = f"From: a@example.kz\nTo: b@example.kz\nSubject: x\nDate: {date}\n\ntext\n".encode()
    assert files.read("mail", data).records("message")[0]["at"] == at


def test_received_spf_stands_in_for_results(files: Files) -> None:
    data = b"Received-SPF: Fail (mx: domain of a@b)\nFrom: a@example.kz\nTo: b@example.kz\nSubject: x\n\ntext\n"
    assert _told(files, data)["spf"] == "fail"


def _page(body: str, encoding: str = "utf-8", declared: str = "utf-8") -> bytes:
    head = f'From: a@example.kz\nTo: b@example.kz\nSubject: x\nContent-Type: text/html; charset="{declared}"\n\n'
    return head.encode() + body.encode(encoding)


def test_a_link_that_shows_another_site_is_a_lure(files: Files) -> None:
    body = (
        '<p>Войдите: <a href="https://kaspi-pay.example.top/l">https://kaspi.kz</a></p>'
        '<p><a href="https://kaspi.kz/help">kaspi.kz</a> <a href="http://z.example.top">жмите</a></p>'
        '<table><tr><td>Сумма</td><td>5</td></tr></table><a href="#top">наверх</a><a href="mailto:q@post.kz">почта</a>'
    )
    (row,) = files.read("mail", _page(body)).records("message")
    assert row["text"] == (
        "x\n\nВойдите: https://kaspi.kz (https://kaspi-pay.example.top/l)\nkaspi.kz (https://kaspi.kz/help) "
        "жмите (http://z.example.top)\nСумма 5\nнаверхпочта (q@post.kz)"
    )
    assert json.loads(row["headers"])["lures"] == [
        {"seen": "https://kaspi.kz", "target": "https://kaspi-pay.example.top/l"}
    ]


def test_outlook_s_page_is_text(files: Files) -> None:
    body = (
        "<html><head><style>p{}</style><title>t</title></head><body>"
        "<!--[if gte mso 9]><xml><o:z>1</o:z></xml><![endif]-->"
        "<p class=MsoNormal>Сәлем<o:p></o:p></p><script>x</script></body></html>"
    )
    assert files.read("mail", _page(body)).records("message")[0]["text"] == "x\n\nСәлем"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("koi8-r", "koi8-r"),
        ("cp1251", "windows-1251"),
        ("cp1251", "iso-8859-1"),
        ("cp1251", "nonsense-9"),
        ("utf-8", ""),
    ],
)
def test_encodings_of_bodies(files: Files, encoding: str, declared: str) -> None:
    words = "Здравствуйте, ваш счёт заблокирован. Назовите код из сообщения сотруднику банка."
    head = f"From: a@example.kz\nTo: b@example.kz\nSubject: x\nContent-Type: text/plain; charset={declared}\n\n"
    for data in (_page(f"<p>{words}</p>", encoding, declared), head.encode() + words.encode(encoding)):
        assert files.read("mail", data).records("message")[0]["text"] == f"x\n\n{words}"


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
def test_transfer_encodings(files: Files, transfer: str) -> None:
    one = EmailMessage()
    one["From"], one["To"], one["Subject"] = "a@example.kz", "b@example.kz", "x"
    one.set_content("Код: 1234, ешкімге айтпаңыз", cte=transfer)
    one.add_alternative("<p>другое</p>", subtype="html")
    assert files.read("mail", one.as_bytes()).records("message")[0]["text"] == "x\n\nКод: 1234, ешкімге айтпаңыз"


def test_broken_base64_gives_what_it_can(files: Files) -> None:
    data = (
        b"From: a@example.kz\nTo: b@example.kz\nSubject: x\nContent-Type: text/plain\n"
        b"Content-Transfer-Encoding: base64\n\nSGVsbG8h!!!!SGVsbG8=\n===\n"
    )
    assert "Hello!" in files.read("mail", data).records("message")[0]["text"]


def test_a_letter_of_too_many_parts_says_so(files: Files) -> None:
    parts = b"".join(b"--b\nContent-Type: text/plain\n\nx\n" for _ in range(510))
    head = b'From: a@example.kz\nTo: b@example.kz\nSubject: x\nContent-Type: multipart/mixed; boundary="b"\n\n'
    told = files.read("mail", head + parts + b"--b--\n")
    assert [(one.row, one.value, one.reason) for one in told.troubles] == [(1, "510", "reason-letter-parts")]
    assert len(told.records("message")) == 1


def test_a_giant_header_is_cut(files: Files) -> None:
    filler = b'; x="' * 200_000
    head = b"From: a@example.kz\nTo: b@example.kz\nSubject: " + b"=?" * 300_000 + b"\n"
    told = files.read("mail", head + b"Content-Type: multipart/mixed" + filler + b"\n\ntext\n")
    assert len(told.records("message")) == 1


def test_a_bad_letter_does_not_take_the_box(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "LETTER", 500)
    small = b"From: a@example.kz\nTo: b@example.kz\nSubject: x\n\ntext\n\n"
    box = FROM + small + FROM + small + b"y" * 600 + b"\n\n" + FROM + small
    told = files.read("mail", box)
    assert [row["row"] for row in told.records("message")] == [1, 3]
    assert [(one.row, one.reason) for one in told.troubles] == [(2, "reason-letter-too-long")]
    assert files.count("mail", box) == {"": 3}


def test_whatever_the_parser_raises_is_told_with_the_letter(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_message: object) -> None:
        raise AttributeError("no header")

    monkeypatch.setattr(mail, "contents", broken)
    told = files.read("mail", FROM + letter().as_bytes())
    assert [(one.row, one.value, one.reason) for one in told.troubles] == [
        (1, "AttributeError", "reason-letter-broken")
    ]


@given(data=st.binary(max_size=400))
def test_any_bytes_after_headers_are_a_letter_or_told(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    files_ = Files(tmp_path_factory.mktemp("any"))
    told = files_.read("mail", b"From: a@example.kz\nTo: b@example.kz\nSubject: x\n" + data)
    assert len(told.records("message")) + len(told.troubles) >= 1
