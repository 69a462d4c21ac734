"""Links: genuine addresses never alert, imitations do, and whatever comes in is read in linear time and in order."""

from __future__ import annotations

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.scam import links
from qalqan.scam._links_data import brands
from qalqan.scam._links_parts import LONGEST
from qalqan.texts import say
from qalqan.values import url
from qalqan.values.base import Value

GENUINE = (
    "https://kaspi.kz/shop/c/smartphones/",
    "https://guide.kaspi.kz/client/ru/bonus",
    "https://my.egov.kz/login",
    "https://www.gov.kz/memleket/entities/mvd/press/news/details/12345?lang=kk",
    "https://abai-mektep.edu.kz/",
    "https://business.halykbank.kz/login?next=/oplata",
    "https://www.olx.kz/d/obyavlenie/kvartira-IDabc.html",
    "tengrinews.kz/kazakhstan_news/kaspi-bank-preduprejdaet-500123/",
    "https://post.kz/services/postal/track",
)
ORDINARY = (
    "krishna.kz",
    "kaspiysk-dom.ru",
    "auto-market.kz",
    "gul-almaty.kz/dostavka",
    "mebel-astana.kz/contacts",
    "forte-restoran.kz",
    "ru.example.org/wiki/Kaspi_Bank",
    "https://www.instagram.com/kaspi.kz/",
    "https://t.me/kaspikz",
    "https://docs.google.com/forms/d/e/1FAIpQLSdabcdefghijk/viewform",
)
IMITATIONS = {
    "kaspi-bonus.kz": "link-word",
    "kaspi.com.kz": "link-zone",
    "kaspi.kz.login-secure.top": "link-inside",
    "egov-kz.site": "link-inside",
    "kapsi.kz": "link-slip",
    "beelline.kz": "link-slip",
    "kasp1.kz": "link-letters",
    "0lx.kz": "link-letters",
    "https://kaspі.kz/": "link-letters",
    "https://каспи-бонус.рф/": "link-letters",
    "e-gov.online": "link-zone",
    "kas.pi.kz": "link-below",
    "halyk.oplata-id.ru": "link-below",
    "kaspi-gold.weebly.com": "link-word",
    "https://kaspi.kz@evil-site.ru/login": "link-userinfo",
    "http://185.22.11.9/kaspi/login.php": "link-path-name",
    "evil-site.ru/kaspi.kz/login": "link-path",
    "olx-dostavka.top/pay/77123": "link-word",
}


def read(*texts: str | None) -> pl.DataFrame:
    return links.read(pl.Series(list(texts), dtype=pl.String))


def rules_of(grounds: str) -> set[str]:
    return {ground["rule"] for ground in json.loads(grounds)}


@pytest.mark.parametrize("text", GENUINE)
def test_genuine_address_is_named_and_never_alerts(text: str) -> None:
    found = read(text).row(0, named=True)
    assert (found["verdict"], found["score"]) == ("genuine", 0)
    assert rules_of(found["grounds"]) == {"link-listed"}
    assert found["brand"]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_address_is_unknown_not_safe(text: str) -> None:
    found = read(text).row(0, named=True)
    assert found["verdict"] == "unknown"
    assert found["score"] < links.ALERT


@pytest.mark.parametrize(("text", "rule"), IMITATIONS.items())
def test_imitation_is_called_lookalike_for_its_reason(text: str, rule: str) -> None:
    found = read(text).row(0, named=True)
    assert found["verdict"] == "lookalike"
    assert rule in rules_of(found["grounds"])
    assert found["brand"] in brands().classes


def test_every_listed_domain_is_genuine_unless_open() -> None:
    known = brands()
    listed = sorted(set(known.owner) - known.open_hosts)
    verdicts = read(*(f"https://{domain}/page" for domain in listed))
    assert set(verdicts["verdict"]) <= {"genuine", "unknown"}
    closed = [not any(domain.endswith(host) for host in known.open_hosts) for domain in listed]
    assert set(verdicts.filter(pl.Series(closed))["verdict"]) == {"genuine"}


def test_list_is_dated_wide_and_has_a_source_for_each_brand() -> None:
    from qalqan.scam._links_data import table

    told = table("brands")
    assert told["as_of"]
    assert len(brands().classes) >= 150
    assert len(brands().owner) >= 300
    entries = [
        entry for name in set(told) - {"sources"} if isinstance(told[name], dict) for entry in told[name].values()
    ]
    assert all(entry["source"] in told["sources"] for entry in entries)


def test_disguise_of_one_writing_does_not_touch_another() -> None:
    found = read("https://kaspi.kz@made-up-name.ru/a", "https://made-up-name.ru/a")
    assert found["url"].n_unique() == 1
    assert found["verdict"].to_list() == ["lookalike", "unknown"]


def test_bare_host_is_no_sign_by_itself() -> None:
    hosts = ("nurly-zhol.kz", "gulder.kz", "school-23.kz", "aspan.com", "tau-samal.kz", "mebel.ru", "bookshop.org")
    assert not read(*hosts)["verdict"].is_in(["lookalike", "suspicious"]).any()


def test_nothing_and_no_address() -> None:
    found = read(None, "", "  ", "сәлем", "x@example.kz", "12.03.2025")
    assert found["url"].null_count() == found.height
    assert set(found["verdict"]) == {"unknown"}
    assert set(found["grounds"]) == {"[]"}


def test_grounds_are_canonical_and_told_in_every_language() -> None:
    for text in (*GENUINE[:2], *IMITATIONS):
        grounds = read(text)["grounds"][0]
        told = json.loads(grounds)
        assert grounds == json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for ground in told:
            assert all(say.has(ground["rule"], language) for language in say.languages())


@given(st.lists(st.text(alphabet="kaspiegovlx.-/:@?1қі ", max_size=40), max_size=6))
def test_each_row_is_read_alone_and_in_order(texts: list[str]) -> None:
    together = read(*texts)
    assert together.height == len(texts)
    if texts:
        alone = pl.concat([read(text) for text in texts])
        assert together.equals(alone)
    assert together["score"].is_between(0, 1000).all()


@given(st.from_regex(r"(https?://)?[a-z0-9]{1,8}(\.[a-z]{2,6}){1,2}(/[a-z0-9]{0,5}){0,2}", fullmatch=True))
def test_canonical_is_that_of_the_values_room(text: str) -> None:
    parsed = url.parse(text)
    if isinstance(parsed, Value):
        assert read(text)["url"][0] == parsed.canonical


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "http://a.kz/" + "a/" * 500_000,
        "http://" + "kaspi-" * 160_000 + ".kz",
        "http://x.kz/?" + "kaspi.kz&" * 110_000,
        "." * 1_000_000,
        "қ" * 1_000_000,
        "@" * 1_000_000,
        "xn--" * 250_000,
    ],
    ids=lambda text: text[:16],
)
def test_hostile_text_is_cut_before_it_is_read(text: str) -> None:
    found = read(text)
    assert found.equals(read(text[:LONGEST]))
    assert (found["url"].str.len_chars().fill_null(0) <= LONGEST).all()
