"""The living style page and the console's appearance: every component in every language, nothing inline, no way out."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from tests.console.conftest import Sign

from qalqan.console.house import House
from qalqan.texts.say import languages

ISLANDS = {"graph", "timeline", "sankey", "map", "palette", "drafts"}


class Page(HTMLParser):
    """What a browser would do with a page, and what is left without a name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def values(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def seen(house: House, sign: Sign, path: str) -> tuple[Page, str]:
    told = sign(house, "analyst").get(path)
    assert told.status_code == 200
    return Page(told.text), told.text


@pytest.mark.parametrize("language", languages())
def test_every_component_in_every_language(house: House, sign: Sign, language: str) -> None:
    page, text = seen(house, sign, f"/{language}/style?long=1")
    assert f'<html lang="{language}"' in text
    assert {one["data-island"] for _, one in page.tags if "data-island" in one} == ISLANDS
    for tag, attributes in page.tags:
        assert tag not in ("style", "iframe", "object", "embed")
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        for name in ("href", "src", "action"):
            assert attributes.get(name, "/").startswith(("/", "#")), "nothing from elsewhere"
        if tag == "script":
            assert re.fullmatch(r"/static/[0-9a-f]{16}/built/core\.js", attributes["src"])
            assert attributes["type"] == "module"


@pytest.mark.parametrize("language", languages())
def test_words_of_islands_are_there(house: House, sign: Sign, language: str) -> None:
    page, text = seen(house, sign, f"/{language}/style")
    for told in page.values("data-words"):
        words = json.loads(told)
        assert words
        for key, said in words.items():
            assert said
            assert not said.startswith("part-"), f"{key} is not told in {language}"
    assert ">part-" not in text


def test_ids_are_single_and_what_points_at_them_finds_them(house: House, sign: Sign) -> None:
    page, _ = seen(house, sign, "/en/style?nodes=60")
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    for name in ("for", "aria-labelledby", "aria-describedby", "data-regions-table", "data-chosen-of"):
        for told in page.values(name):
            assert set(told.split()) <= set(ids), f"{name}={told}"


def test_every_field_has_a_label(house: House, sign: Sign) -> None:
    page, _ = seen(house, sign, "/kk/style")
    labelled = set(page.values("for"))
    fields = [one for tag, one in page.tags if tag in ("input", "select", "textarea") and one.get("type") != "hidden"]
    assert fields
    assert all(one.get("id") in labelled or one.get("aria-label") for one in fields)


def test_pictures_have_their_tables(house: House, sign: Sign) -> None:
    page, text = seen(house, sign, "/ru/style?nodes=2000")
    assert {one for one in page.values("data-role") if one} == {"nodes", "links", "events", "hops"}
    assert text.count('data-kind="') > 3000
    assert seen(house, sign, "/ru/style?nodes=nothing")[0].tags


def test_a_panel_gets_the_main_part_alone(house: House, sign: Sign) -> None:
    client = sign(house, "analyst")
    part = client.get("/ru/style", headers={"hx-request": "true", "hx-target": "panel-inside"})
    assert "<html" not in part.text
    assert "<h1" in part.text


def test_appearance_is_kept_and_the_way_back_stays_inside(house: House, sign: Sign) -> None:
    client = sign(house, "analyst")
    form = {"theme": "dark", "density": "compact", "csrf": client.csrf}
    told = client.post("/kk/appearance", data=form | {"back": "/kk/style?long=1"}, follow_redirects=False)
    assert told.status_code == 303
    assert told.headers["location"] == "/kk/style?long=1"
    text = client.get("/kk/style").text
    assert 'data-theme="dark" data-density="compact"' in text
    for back in ("//evil.example/x", "https://evil.example", "\\\\evil.example", "/\\evil.example", "x", "", "/a\nb"):
        told = client.post("/kk/appearance", data=form | {"back": back}, follow_redirects=False)
        assert told.headers["location"] == "/kk/", back
    client.post("/kk/appearance", data=form | {"theme": "<script>", "density": "huge"})
    assert 'data-theme="auto" data-density=""' in client.get("/kk/style").text
