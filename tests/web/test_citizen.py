"""The citizen's page: answers, keeps nothing, guards itself, speaks three languages."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from qalqan.texts.say import languages, say
from qalqan.web.citizen import application
from qalqan.web.figures import Figures
from qalqan.web.talks import talks, walk

SCAM = "Сізге банктен қоңырау шалып тұрмын, қазір келген кодты айтыңыз, ақшаңызды қауіпсіз шотқа аударыңыз"
FIGURES = Figures.of(
    {
        "until": "2026-03-01", "least": 10, "total": 60,
        "parts": [
            {"name": "mo", "rows": [["safe_account", 40]], "rest": 20},
            {"name": "region", "rows": [], "rest": -1},
        ],
    }
)  # fmt: skip


@pytest.fixture
def client() -> TestClient:
    return TestClient(application(FIGURES, rate=1000), follow_redirects=False)


class Seen(HTMLParser):
    """What a browser would load and where it would go."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", languages())
def test_every_page_in_every_language(client: TestClient, language: str) -> None:
    for path in ("", "talk", "talk/bank", "talk/bank?trail=0&next=1", "figures", "nothing"):
        told = client.get(f"/{language}/{path}")
        assert told.status_code == (404 if path == "nothing" else 200)
        assert f'<html lang="{language}">' in told.text
        assert "web-" not in told.text.replace("web-kept", ""), "a text is missing"
        seen = Seen(told.text)
        assert not [tag for tag, _ in seen.tags if tag in ("script", "iframe", "object", "form-data")]
        for tag, attributes in seen.tags:
            assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
            for name in ("href", "src", "action"):
                assert (attributes.get(name) or "/").startswith(("/", "#")), "nothing from elsewhere"


@pytest.mark.parametrize("language", languages())
def test_a_scam_is_told_with_quotes_and_advice(client: TestClient, language: str) -> None:
    told = client.post(f"/{language}/", data={"message": SCAM}).text
    assert say("check-fraud", language) in told
    assert "<q>" in told
    assert say("check-do-bank", language) in told
    assert say("check-cannot-sender", language) in told


def test_an_empty_message_is_an_error_beside_its_field(client: TestClient) -> None:
    told = client.post("/ru/", data={"message": "  "})
    assert told.status_code == 200
    assert 'aria-invalid="true"' in told.text
    assert say("error-check-empty", "ru") in told.text


def test_what_is_typed_is_shown_as_text_only(client: TestClient) -> None:
    told = client.post("/en/", data={"message": '<script>alert(1)</script> "x" tell me the code from the sms now'}).text
    assert "<script>" not in told
    assert "&lt;script&gt;" in told


def test_headers(client: TestClient) -> None:
    for told in (client.get("/kk/"), client.get("/static/citizen.css"), client.get("/xx/")):
        assert "default-src 'none'" in told.headers["content-security-policy"]
        assert told.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in told.headers
    assert client.get("/kk/").headers["cache-control"] == "no-store"


def test_the_first_language_is_the_browser_s(client: TestClient) -> None:
    assert client.get("/", headers={"accept-language": "de,ru;q=0.8"}).headers["location"] == "/ru/"
    assert client.get("/", headers={"accept-language": "de"}).headers["location"] == "/kk/"


def test_switching_the_language_keeps_the_page(client: TestClient) -> None:
    told = client.get("/kk/talk/job?trail=0&next=1").text
    assert 'href="/ru/talk/job?trail=0&amp;next=1"' in told


def test_too_much_is_refused() -> None:
    client = TestClient(application(rate=3))
    assert client.post("/ru/", data={"message": "x" * 500_000}).status_code == 413
    assert [client.get("/ru/").status_code for _ in range(3)] == [200, 200, 429]


def test_figures_tell_no_small_number(client: TestClient) -> None:
    told = client.get("/ru/figures").text
    assert say("report-region-KZ-27", "ru") not in told
    assert "40" in told
    assert say("web-figures-small", "ru", least=10) in told
    assert say("web-figures-none", "ru") in TestClient(application()).get("/ru/figures").text


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_talk_can_be_walked(language: str) -> None:
    for talk in talks(language):
        assert len(talk.steps) >= 3
        for step in talk.steps:
            assert sum(choice.safe for choice in step.choices) == 1
            assert all(choice.text and choice.why for choice in step.choices)
        safe = ".".join(str([c.safe for c in step.choices].index(True)) for step in talk.steps)
        done = walk(language, talk.id, safe)
        assert done is not None
        assert done.following is None
        assert done.safe == len(talk.steps)


@pytest.mark.parametrize("trail", ["9", "x", "-1", "0.0.0.0.0.0.0", "٣", "0..0"])
def test_a_trail_that_is_none(client: TestClient, trail: str) -> None:
    assert walk("kk", "bank", trail) is None
    assert client.get("/kk/talk/bank", params={"trail": trail}).status_code == 404
    assert walk("kk", "other", "") is None
