"""Broken, cut, random and hostile files: nothing but IntakeError may leave a reader, and it must say why."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.formats.archives import rar4_of, rar5_of, tar_of, zip_of
from tests.intake.formats.examples import CAMT, EXAMPLES, PACS, XML2003, seven_zip, tiny_pdf
from tests.intake.formats.gather import Files, formats, units

from qalqan.errors import IntakeError, NeedsPerson

NAMES = sorted(formats())
FILES = {name: data for name, (_file, data) in EXAMPLES.items()} | {"pdf": tiny_pdf()}
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


def _survives(files: Files, name: str, data: bytes) -> None:
    """Count and read raise IntakeError with a reason, or end."""
    keys: list[str] = []
    for step in (lambda: files.count(formats()[name], data), lambda: files.read(formats()[name], data)):
        try:
            step()
        except IntakeError as error:
            keys.append(error.key)
    assert all(key.startswith(("reason-", "error-")) for key in keys)


@pytest.mark.parametrize("name", sorted(FILES))
def test_cut_at_every_hundredth_byte(files: Files, name: str) -> None:
    data = FILES[name]
    for end in range(0, len(data), 100):
        _survives(files, name, data[:end])


@given(data=st.binary(max_size=2000))
@pytest.mark.parametrize("name", NAMES)
def test_random_bytes(name: str, data: bytes) -> None:
    with TemporaryDirectory() as folder:
        _survives(Files(Path(folder)), name, data)


@given(data=st.data())
@pytest.mark.parametrize("name", sorted(FILES))
def test_changed_bytes(name: str, data: st.DataObject) -> None:
    example = bytearray(FILES[name])
    for _turn in range(data.draw(st.integers(1, 8))):
        example[data.draw(st.integers(0, len(example) - 1))] = data.draw(st.integers(0, 255))
    with TemporaryDirectory() as folder:
        _survives(Files(Path(folder)), name, bytes(example))


@pytest.mark.parametrize(
    ("name", "text"), [("camt", CAMT), ("pacs", PACS), ("xml2003", XML2003)], ids=["camt", "pacs", "xml2003"]
)
@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
    ],
    ids=["xxe", "laughs", "dtd"],
)
def test_entities_are_refused(files: Files, name: str, text: str, doctype: str) -> None:
    head, mark, rest = text.partition("?>\n")
    hostile = (head + mark + doctype + rest).encode()
    with pytest.raises(IntakeError) as told:
        files.read(name, hostile)
    assert told.value.key == "reason-xml-hostile"


def test_entities_in_a_letter_are_refused(files: Files) -> None:
    document = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "1">]><document><body><p/></body></document>'
    with pytest.raises(IntakeError) as told:
        files.read("docx", zip_of({"[Content_Types].xml": b"wordprocessingml", "word/document.xml": document}))
    assert told.value.key == "reason-xml-hostile"


def test_a_letter_that_is_a_bomb(files: Files) -> None:
    document = b"<document><body>" + b"<p><t>" + b"A" * 60_000_000 + b"</t></p></body></document>"
    with pytest.raises(IntakeError) as told:
        files.read("docx", zip_of({"[Content_Types].xml": b"wordprocessingml", "word/document.xml": document}))
    assert told.value.key == "reason-archive-bomb"


@pytest.mark.parametrize("name", ["camt", "pacs", "xml2003", "html", "docx"])
def test_endless_nesting(files: Files, name: str) -> None:
    deep = b"<Document><Workbook><table>" + b"<a>" * 200_000
    data = zip_of({"[Content_Types].xml": b"", "word/document.xml": deep}) if name == "docx" else deep
    _survives(files, name, data)


@pytest.mark.parametrize("name", ["jsonl", "telegram"])
@pytest.mark.parametrize("piece", [b"[", b'{"messages":[', b'{"a":', b'[{"a":['])
def test_endless_json(files: Files, name: str, piece: bytes) -> None:
    with pytest.raises(IntakeError):
        files.read(name, piece * 50_000)


def test_a_bomb_in_one_member(files: Files) -> None:
    with pytest.raises(IntakeError) as told:
        files.read("archive_zip", zip_of({"a": b"\0" * 60_000_000}))
    assert told.value.key == "reason-archive-bomb"
    assert list(files.scratch.iterdir()) == []


def test_a_bomb_of_many_members_keeps_what_came_before(files: Files) -> None:
    told = files.read("archive_zip", zip_of({"first": b"1", **{f"b{n}": b"\0" * 3_000_000 for n in range(5)}}))
    assert told.members["first"] == b"1"
    assert told.reasons == ["reason-archive-bomb"]


@pytest.mark.parametrize("inner", ["plain", "tar"])
def test_a_bomb_in_gzip(files: Files, inner: str) -> None:
    content = b"\0" * 60_000_000 if inner == "plain" else tar_of({"a": b"\0" * 60_000_000})
    with pytest.raises(IntakeError) as told:
        files.read("archive_gz", gzip.compress(content))
    assert told.value.key == "reason-archive-bomb"


def test_the_limit_of_a_whole_archive(files: Files) -> None:
    with pytest.raises(IntakeError) as told:
        files.read("archive_tar", tar_of({"a": b"x" * 3_000_000}), archive_mb=2)
    assert told.value.key == "reason-archive-bomb"


@pytest.mark.parametrize("name", ["archive_zip", "archive_tar", "archive_gz", "archive_7z", "archive_rar"])
def test_nesting_of_archives_ends(files: Files, name: str) -> None:
    data = EXAMPLES[name.removeprefix("archive_")][1]
    assert files.read(name, data, depth=3, archive_depth=4).members
    with pytest.raises(IntakeError) as told:
        files.read(name, data, depth=4, archive_depth=4)
    assert told.value.key == "reason-archive-depth"


def test_too_many_members(files: Files) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(20_001):
            archive.writestr(zipfile.ZipInfo(f"d{number}/"), b"")
    with pytest.raises(IntakeError) as told:
        files.read("archive_zip", out.getvalue())
    assert told.value.key == "reason-archive-members"


@pytest.mark.parametrize("name", ["../../a.txt", "/etc/a.txt", "C:\\a.txt", "x/../../a.txt"])
def test_names_that_climb_are_kept_inside(files: Files, name: str) -> None:
    for module, data in (("archive_zip", zip_of({name: b"1"})), ("archive_tar", tar_of({name: b"1"}))):
        told = files.read(module, data)
        assert "reason-member-path" in told.reasons
        (member,) = [one for one in told.blocks if hasattr(one, "path")]
        assert member.path.parent == files.scratch  # type: ignore[union-attr]
        assert ".." not in member.name  # type: ignore[union-attr]
        assert not member.name.startswith(("/", "C:"))  # type: ignore[union-attr]


def test_links_are_not_followed(files: Files) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("link")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    told = files.read("archive_tar", out.getvalue())
    assert told.reasons == ["reason-member-link"] * 4
    assert told.members == {}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        linked = zipfile.ZipInfo("link")
        linked.create_system, linked.external_attr = 3, 0o120777 << 16
        archive.writestr(linked, "/etc/passwd")
    assert files.read("archive_zip", packed.getvalue()).reasons == ["reason-member-link"]


@pytest.mark.parametrize("made", [rar4_of, rar5_of])
def test_a_broken_member_does_not_take_the_others(files: Files, made) -> None:  # type: ignore[no-untyped-def]
    data = made({"a.txt": b"first file", "b.txt": b"second file"})
    told = files.read("archive_rar", data.replace(b"first", b"FIRST"))
    assert told.members == {"b.txt": b"second file"}
    assert told.reasons == ["reason-member-broken"]


def test_a_broken_member_of_a_zip(files: Files) -> None:
    data = zip_of({"a.txt": b"first file", "b.txt": b"second file"}, zipfile.ZIP_STORED)
    told = files.read("archive_zip", data.replace(b"first file", b"FIRST file", 1))
    assert told.members == {"b.txt": b"second file"}
    assert told.reasons == ["reason-member-broken"]


def test_a_giant_line(files: Files) -> None:
    line = "01.02.2025, 10:16 - А: " + "я" * 5000
    with pytest.raises(IntakeError) as told:
        files.read("whatsapp", line.encode(), row_chars=1000)
    assert told.value.key == "reason-line-too-long"
    told_of = files.read("jsonl", b'[{"a":1},{"a":"' + b"x" * 200_000 + b'"}]', row_chars=1000)
    assert told_of.reasons == ["reason-json-line"]


def test_what_was_read_before_a_break_is_kept_and_the_rest_is_told(files: Files) -> None:
    data = CAMT.encode()
    cut = data.index(b'<d:Ntry><d:Amt Ccy="KZT">50.00') + 60
    told = files.read("camt", data[:cut])
    assert [row["raw_amount"] for row in told.records("transaction")] == ["100.00", "200.00", "10.00"]
    assert [(one.row, one.action) for one in told.troubles] == [(0, "kept_flagged"), (4, "row_rejected")]
    assert files.count("camt", data[:cut]) == units(told.blocks)


def test_a_chat_cut_in_a_message(files: Files) -> None:
    data = EXAMPLES["telegram"][1][:-60]
    told = files.read("telegram", data)
    assert files.count("telegram", data) == units(told.blocks) == {"": 3}
    assert told.reasons == ["reason-json-broken"]


def test_passwords_need_a_person(files: Files) -> None:
    for header in (False, True):
        with pytest.raises(NeedsPerson):
            files.read("archive_7z", seven_zip("secret", header=header))
    with pytest.raises(NeedsPerson):
        files.read("archive_rar", rar4_of({"a.txt": b"1"}, flags=0x04))


def test_giant_spans_stay_small(files: Files) -> None:
    page = b"<html><table><tr><td colspan=99999999 rowspan=99999999>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
    told = files.read("html", page)
    assert max(len(cells) for cells in told.cells) <= 2000
    book = XML2003.replace('ss:MergeAcross="2"', 'ss:MergeAcross="999999999"').replace(
        'ss:Index="5"', 'ss:Index="999999999"'
    )
    told = files.read("xml2003", book.encode())
    assert max(len(cells) for cells in told.cells) <= 16_384


def test_json_of_many_keys(files: Files) -> None:
    with pytest.raises(IntakeError) as told:
        files.read("jsonl", json.dumps({f"k{n}": n for n in range(5000)}).encode())
    assert told.value.key == "reason-columns-many"
