"""A folder through the application: known files told, the rest sent, read though the browser is gone, told each."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from qalqan.console.house import House
from qalqan.desk import decisions, jobs, manifests, uploads, worker
from qalqan.store import evidence

from .conftest import PASSPHRASE, Client, Sign
from .do_house import CASE, LONE, OTHER, bare, built, desk

__all__ = ["bare", "built", "desk"]  # fixtures
API = "/api/v1/uploads"
TABLE = "Дата и время,Абонент А,Абонент Б,Длительность (сек)\n2025-03-20 10:00:00,+77015550100,+77015550101,{n}\n"


def post(client: Client, path: str, body: Any) -> Any:
    answer = client.post(f"{API}{path}", json=body, headers={"x-csrf": client.csrf})
    assert answer.status_code == 200, answer.text
    return answer.json()


def send(client: Client, name: str, whole: bytes) -> dict[str, Any]:
    begun = post(client, "", {"name": name, "size": len(whole), "basis": f"case={CASE}", "read": True})
    raw = {"x-csrf": client.csrf, "content-type": "application/octet-stream"}
    half = len(whole) // 2
    assert client.put(f"{API}/{begun['id']}?offset=0", content=whole[:half], headers=raw).json()["job"] == ""
    return dict(client.put(f"{API}/{begun['id']}?offset={half}", content=whole[half:], headers=raw).json())


def test_a_folder_is_read_though_its_sender_is_gone(bare: House, sign: Sign) -> None:
    client = sign(bare, "analyst")
    files = {f"жауап/{n}.csv": TABLE.format(n=60 + n).encode() for n in range(2)}
    sent = [send(client, name, whole) for name, whole in files.items()]
    assert [one["name"] for one in sent] == list(files)
    assert sent[0]["job"] == sent[1]["job"] != ""  # the server asked for it itself: the browser may be closed now
    assert post(client, f"/{sent[0]['id']}/read", {})["job"] == sent[0]["job"]
    assert worker.work(bare.path, once=True).done == 1
    assert post(client, f"/{sent[0]['id']}/read", {})["job"] == sent[0]["job"], "also when it was cleared away"
    page = client.get(f"/kk/jobs/{sent[0]['job']}").text
    assert all(name in page for name in files)
    assert "/kk/evidence/" in page
    hash_ = sha256(files["жауап/0.csv"]).hexdigest()
    asked = [{"size": len(files["жауап/0.csv"])}, {"size": 7}, {"size": 9, "sha256": hash_}]
    told = post(client, "/known", {"files": asked})
    assert [one["state"] for one in told] == ["maybe", "new", "known"]
    assert client.get(told[2]["href"]).status_code == 200
    assert "жауап/0.csv" not in sign(bare, "administrator").get(f"/ru/jobs/{sent[0]['job']}").text


def test_the_manifest_of_a_folder_gives_its_files_their_bases(desk: House, sign: Sign) -> None:
    """As the command line reads it: it is no evidence, another officer's files are not touched by it, and who may not
    act in a case that it names is told so and it is forgotten."""
    client, other = sign(desk, "analyst"), sign(desk, "investigator")
    rows = "file,case,request,expires\nоператор/*.csv,{case},77/9,2031-01-01\n"
    for who, told, number in ((client, rows.format(case=OTHER), 1), (other, "", 2)):
        if told:
            send(who, "жауап/manifest.csv", told.encode())
        for name in ("оператор/1.csv", "2.csv"):
            send(who, f"жауап/{name}", TABLE.format(n=60 * number + len(name)).encode())
    assert worker.work(desk.path, once=True).failed == 0
    with desk.ws.reading() as connection:
        every = [(one.path, one.evidence.basis) for one in evidence.everything(connection)]
    kept = [(name, basis.case, basis.request) for name, basis in every]
    assert sorted(one for one in kept if one[0].startswith("жауап/")) == sorted([
        ("жауап/оператор/1.csv", OTHER, "77/9"), ("жауап/2.csv", CASE, ""),
        ("жауап/оператор/1.csv", CASE, ""), ("жауап/2.csv", CASE, ""),
    ])  # fmt: skip
    with desk.writing() as ws:
        told = (f"seal:{LONE}", "seal", "approve", "жабық", "investigation", LONE, "")
        decisions.decide(ws, "Try head", PASSPHRASE, *told)
    for content, status in ((rows.format(case=LONE), 404), ("case\n1\n", 400), ("file\n\xff", 400)):
        body = content.encode("latin-1" if "\xff" in content else "utf-8")
        begun = post(
            client, "", {"name": "тағы/manifest.csv", "size": len(body), "basis": f"case={CASE}", "read": True}
        )
        raw = {"x-csrf": client.csrf, "content-type": "application/octet-stream"}
        assert client.put(f"{API}/{begun['id']}?offset=0", content=body, headers=raw).status_code == status
        assert client.get(f"{API}/{begun['id']}").status_code == 404
    assert manifests.basis(desk.path / "tmp" / "uploads", _id(client), "тағы/оператор/1.csv") is None


def test_after_a_reload_what_was_sent_is_there(bare: House, sign: Sign) -> None:
    """Whole ones are read by a button, cut off ones go on or are given up; nobody else's are shown."""
    client, other = sign(bare, "analyst"), sign(bare, "investigator")
    whole = TABLE.format(n=1).encode()
    made = uploads.begin(bare.path, bare.settings, officer=_id(client), name="бүтін.csv", size=len(whole))
    uploads.append(bare.path, made.id, 0, whole, officer=made.officer)
    cut = uploads.begin(bare.path, bare.settings, officer=made.officer, name="үзілген.csv", size=100)
    page = client.get("/kk/upload").text
    assert "бүтін.csv" in page
    assert "үзілген.csv" in page
    assert "бүтін.csv" not in other.get("/kk/upload").text
    form = {"csrf": other.csrf, "id": made.id}
    assert other.post("/kk/upload/read", data=form).status_code == 404
    assert other.post("/kk/upload/drop", data=form).status_code == 404
    mine = {"csrf": client.csrf}
    assert "/kk/jobs/" in client.post("/kk/upload/read", data=mine | {"id": made.id}).headers["location"]
    assert client.post("/kk/upload/drop", data=mine | {"id": cut.id}).status_code == 303
    assert jobs.unread(bare.ws, made.officer) == []


def test_the_plain_form_takes_a_folder_too(bare: House, sign: Sign) -> None:
    """Without scripts: browsers tell the path of each file of a folder as its name."""
    client = sign(bare, "analyst")
    names = ("жауап/1.csv", "жауап/ішкі/2.csv")
    files = [("files", (name, TABLE.format(n=at).encode(), "text/csv")) for at, name in enumerate(names)]
    body = {"csrf": client.csrf, "basis": f"case={CASE}"}
    assert client.post("/kk/upload", data=body, files=files).status_code == 303
    assert [one.name for one in uploads.listed(bare.path)] == list(names)


def _id(client: Client) -> str:
    post(client, "", {"name": "x", "size": 1})
    (one,) = uploads.listed(client.app.state.house.path)  # type: ignore[attr-defined]
    uploads.drop(client.app.state.house.path, one.id)  # type: ignore[attr-defined]
    return one.officer
