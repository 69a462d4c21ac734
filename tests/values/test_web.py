"""Names and addresses on the web: handle, domain, url, email, ip."""

from __future__ import annotations

import pytest

from qalqan.values import domain, email, handle, ip, url
from qalqan.values.base import Reject, Value


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("https://www.Kaspi-Pay.kz/login/", "kaspi-pay.kz/login"),
        ("hxxp://kaspi-pay[.]kz", "kaspi-pay.kz"),
        ("каспи-бонус.рф/a", "xn----7sbe0aiwgergv.xn--p1ai/a"),
        ("http://185.12.13.14/x?y=1", "185.12.13.14/x?y=1"),
        ("olx-dostavka.xyz", "olx-dostavka.xyz"),
        ("https://a.kz:8080/b", "a.kz:8080/b"),
    ],
)
def test_url(text: str, canonical: str) -> None:
    assert url.parse(text) == Value("url", canonical)


@pytest.mark.parametrize("text", ["a@b.kz", "ftpx://a.kz", "г.Алматы", "5.000", "просто"])
def test_no_url(text: str) -> None:
    assert isinstance(url.parse(text), Reject)


def test_shown_addresses_cannot_be_clicked() -> None:
    assert url.show("kaspi-pay.kz/login") == "kaspi-pay[.]kz/login"


def test_domain() -> None:
    assert domain.registered("login.kaspi-pay.com.kz") == "kaspi-pay.com.kz"
    assert domain.specificity("kaspi.kz") < 50 < domain.specificity("kaspi-bonus.online")
    assert domain.show("xn----7sbe0aiwgergv.xn--p1ai") == "каспи-бонус.рф"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("@Some_Name", "@some_name"),
        ("https://t.me/some_name?start=1", "@some_name"),
        ("instagram.com/shop.kz/", "@shop.kz"),
    ],
)
def test_handle(text: str, canonical: str) -> None:
    assert handle.parse(text) == Value("handle", canonical)


def test_no_handle() -> None:
    assert handle.parse("t.me/joinchat") == handle.parse("имя") == Reject("reason-handle-shape")


def test_email() -> None:
    assert email.parse("Сынақ <A.B@Mail.kz>") == Value("email", "a.b@mail.kz")
    assert email.mask("a.b@mail.kz") == "a**@mail.kz"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("185.12.13.14:443", Value("ip", "185.12.13.14", "port")),
        ("192.168.0.1", Value("ip", "192.168.0.1", "private")),
        ("2a00:1450:4010:0c0e:0000:0000:0000:0064", Value("ip", "2a00:1450:4010:c0e::64")),
        ("300.1.1.1", Reject("reason-ip-shape")),
    ],
)
def test_ip(text: str, value: Value | Reject) -> None:
    assert ip.parse(text) == value
