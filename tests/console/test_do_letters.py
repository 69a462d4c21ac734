"""Letters as a resource: kinds, drafts, approval, files; judged by their cases, no account outside the files."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.desk import paper_frames as made
from tests.desk.paper_frames import CASE, FIRST, OTHER
from tests.desk.test_letters import WALLET, told

from qalqan.console.house import House
from qalqan.desk import decisions, letters
from qalqan.desk.verify import verify
from qalqan.store import purposes

from .conftest import PASSPHRASE, Client, Sign
from .do_house import build

P2P = "KZ556010000000007007"
API = "/api/v1/letters"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build(tmp_path_factory.mktemp("letters") / "ws", run=False)
    made.put(path, told(), "run1")
    return path


@pytest.fixture
def house(written: Path, tmp_path: Path) -> Iterator[House]:
    one = House(Path(shutil.copytree(written, tmp_path / "ws")))
    yield one
    one.close()


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(f"{API}{path}", json=body, headers={"x-csrf": client.csrf})


def test_every_kind_is_listed_in_the_askers_language(house: House, sign: Sign) -> None:
    client = sign(house, "duty_officer")
    listed = client.get(API, headers={"accept-language": "kk"}).json()
    assert [one["name"] for one in listed] == [one.name for one in letters.catalogue()]
    assert not [one for one in listed if one["title"].startswith("report-letter")]
    assert client.get(f"{API}/p2p").json() == next(
        one | {"title": client.get(f"{API}/p2p").json()["title"]} for one in listed if one["name"] == "p2p"
    )
    assert client.get(f"{API}/nothing").status_code == post(client, "/nothing", {}).status_code == 404
    for role in ("analyst", "inspector", "partner", "administrator", "model_steward"):
        assert sign(house, role).get(API).status_code == 403, role


def test_a_draft_names_no_account_its_files_do_and_that_is_logged(house: House, sign: Sign) -> None:
    client = sign(house, "investigator")
    for kind, hidden in (("p2p", P2P), ("wallet", WALLET)):
        drafted = post(client, f"/{kind}", {"case": CASE})
        assert drafted.status_code == 200, drafted.text
        (one,) = drafted.json()
        assert one["token"]
        assert one["draft"]
        assert one["words"] != one["draft"]
        page = client.post(f"/kk/letters/{kind}", data={"csrf": client.csrf, "case": CASE, "do": "show"}).text
        for secret in (hidden, FIRST):
            assert secret not in drafted.text
            assert secret not in page, "neither in a hidden field"
    files = post(client, "/p2p/files", {"case": CASE})
    names = zipfile.ZipFile(io.BytesIO(files.content)).namelist()
    assert sorted(name.rpartition(".")[2] for name in names) == ["docx", "pdf"]
    logged = [one for one in purposes.everything(house.ws) if one.purpose == "request"]
    assert len(logged) == 5, "each making is logged"


def test_approved_by_its_token_and_hash(house: House, sign: Sign) -> None:
    """As many officers as its act needs; stale content, another's token, a missing reason are refused."""
    client, head = sign(house, "investigator", key=True), sign(house, "head", key=True)
    (one,) = post(client, "/p2p", {"case": CASE}).json()
    body = {"case": CASE, "token": one["token"], "shown": one["shown"], "why": "сұрау керек"}
    assert post(client, "/p2p/approve", body | {"shown": "0" * 64}).status_code == 409
    assert post(client, "/p2p/approve", body | {"token": "x" * 40}).status_code == 404
    assert post(client, "/p2p/approve", body | {"why": " "}).status_code == 422
    assert post(client, "/p2p/approve", body | {"unknown": "1"}).status_code == 422
    (first,) = post(client, "/p2p/approve", body).json()
    needed = client.get(f"{API}/p2p").json()["approvals"]
    (last,) = post(head, "/p2p/approve", body).json() if needed == 2 else [first]
    assert (last["draft"], last["shown"]) == ("", one["shown"])
    assert verify(house.path).ok


def test_a_letter_is_judged_by_its_cases(house: House, sign: Sign) -> None:
    """Refused as if there were none, whichever of its cases may not be known of; nothing is written or logged."""
    client = sign(house, "investigator")
    assert post(client, "/join", {"series": CASE, "to": "ПД", "number": "1"}).status_code == 200
    with house.writing() as ws:
        decisions.decide(
            ws, "Try head", PASSPHRASE, f"seal:{OTHER}", "seal", "approve", "құпия", "investigation", OTHER, ""
        )
    before = len(purposes.everything(house.ws))
    assert post(client, "/join", {"series": CASE, "to": "ПД", "number": "1"}).status_code == 404
    assert post(client, "/atm", {"case": OTHER}).status_code == 404
    assert post(client, "/atm/files", {"case": OTHER}).status_code == 404
    assert post(client, "/atm", {}).status_code == 400, "what it is about must be told"
    assert len(purposes.everything(house.ws)) == before
