"""Columns corrected by a person: fields in their language, examples from the file, the quality after, remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.console.house import House
from qalqan.console.mapping_view import hidden
from qalqan.desk import mapping_form, worker
from qalqan.desk.ingest import ingest
from qalqan.desk.verify import verify
from qalqan.intake import sandbox
from qalqan.intake.glimpse import EXAMPLES
from qalqan.store import evidence
from qalqan.texts import say

from .conftest import Client, Sign
from .do_house import CASE, bare, built

__all__ = ["bare", "built"]  # fixtures
HEAD = "src;dst;step;val;who"
PHONE, NAME = "87015550123", "Серікова Айгүл"


def table(folder: Path, name: str, head: str = HEAD, first: int = 0) -> Path:
    rows = [f"{PHONE[:-1]}{n % 3};8702555{first + n:04};2025-03-2{n} 10:00:00;{n + 7};{NAME}" for n in range(8)]
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return folder / name


def brought(house: House, path: Path) -> str:
    ingest(house.path, [path], house.settings, basis=f"case={CASE}")
    with house.ws.reading() as connection:
        return next(one.evidence.id for one in evidence.everything(connection) if one.path == path.name)


def correct(client: Client, id_: str, **fields: str) -> int:
    body = {"csrf": client.csrf, "kind_0": "call", "dates_0": "ymd", "decimal_0": "", "unit_0": "tenge"}
    return int(client.post(f"/kk/upload/mapping/{id_}", data=body | {"zone_0": "local"} | fields).status_code)


def test_from_examples_to_a_remembered_mapping(bare: House, sign: Sign, tmp_path: Path) -> None:
    client = sign(bare, "analyst")
    id_ = brought(bare, table(tmp_path / "a", "бірінші.csv"))
    for language in ("kk", "ru", "en"):
        page = client.get(f"/{language}/upload/mapping/{id_}").text
        assert 'hx-trigger="load"' in page, "the page does not wait for the examples"
        assert (
            f">{say.say('field-duration-s', language)}<"
            in client.post(
                f"/{language}/upload/mapping/{id_}",
                data={"csrf": client.csrf, "kind_0": "call", "again": "1"},
            ).text
        ), "the chosen kind's fields, in words"
    whole = client.get(f"/kk/upload/mapping/{id_}", params={"examples": "1"}).text
    part = client.get(f"/kk/upload/mapping/{id_}", params={"examples": "1", "part": "1"}, headers={"hx-request": "1"})
    for text in (whole, part.text):
        assert "2025-03-20 10:00:00" in text
        assert "87•••20" in text
        for secret in (PHONE[:-1], NAME, NAME.split(maxsplit=1)[0]):
            assert secret not in text
    assert "<html" not in part.text
    fields = {"field_0_0": "a", "field_0_1": "b", "field_0_2": "at", "field_0_3": "duration_s", "field_0_4": "unused"}
    assert correct(client, id_, **fields) == 303
    assert worker.work(bare.path, once=True).done == 1
    after = client.get(f"/ru/upload/mapping/{id_}").text
    assert ">8</" in after.replace("\n", ""), "eight records came of it"
    assert say.say("mapping-page-by-it", "ru") in after

    near = brought(bare, table(tmp_path / "b", "екінші.csv", "src;dst;step;val;басқа", 50))
    with bare.ws.reading():
        (sheet,) = mapping_form.sheets(bare.ws, near)
        (offer,) = mapping_form.offers(bare.ws, sheet)
    assert offer.fields == {0: "a", 1: "b", 2: "at", 3: "duration_s"}
    filled = client.get(f"/kk/upload/mapping/{near}", params={"profile": offer.fingerprint}).text
    assert '<option value="duration_s" selected>' in filled
    assert "бірінші" not in filled, "the other file's name may tell of a person"
    gone = {"csrf": client.csrf, "profile": offer.fingerprint}
    assert client.post(f"/kk/upload/mapping/{near}/forget", data=gone).status_code == 303
    assert mapping_form.offers(bare.ws, sheet) == ()
    assert client.post(f"/kk/upload/mapping/{near}/forget", data=gone).status_code == 404
    assert verify(bare.path).ok


@pytest.mark.parametrize(
    ("text", "shown"),
    [("01.03.2025 10:15:00", "01.03.2025 10:15:00"), ("2025-03-01T10:15:00Z", "2025-03-01T10:15:00Z"),
     ("1 250 000,50", "1 250 000,50"), ("-700 KZT", "-700 KZT"), ("исходящий", "исходящий"),
     ("KZ86125KZT5004100100", "KZ•••00"), ("+7 701 555 01 23", "+7•••23"), ("8 (7172) 12-34-56", "8 •••56"),
     ("Ким Анна", "К. А."), ("Перевод на 4400430212345678", "Перевод на 44•••78"), ("", "")],
)  # fmt: skip
def test_a_cell_tells_what_it_is_and_not_whose(text: str, shown: str) -> None:
    assert hidden(text) == shown


@given(st.integers(10**9, 10**19), st.sampled_from(["{}", "тел {}", "{} ₸", "№{}/2", "a{}b"]))
def test_no_long_number_is_shown_whole(number: int, around: str) -> None:
    assert str(number) not in hidden(around.format(number))


def test_examples_are_the_most_frequent_values_and_few(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    path = table(tmp_path / "a", "a.csv")
    (told,) = sandbox.glimpse(sandbox.Plan().request(path, path.name, folder, 0))
    assert told["headers"] == HEAD.split(";")
    assert [len(one) for one in told["columns"]] == [EXAMPLES, EXAMPLES, EXAMPLES, EXAMPLES, 1]
    assert told["columns"][0] == [f"{PHONE[:-1]}{n}" for n in range(3)]
    broken = tmp_path / "b.xlsx"
    broken.write_bytes(b"PK\x03\x04 no book")
    assert sandbox.glimpse(sandbox.Plan().request(broken, broken.name, folder, 0)) == []
