"""Archives give their members; names in old encodings are read; what needs a person says so."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile

import pytest
import rarfile
from tests.intake.formats.archives import rar4_of, rar5_of, tar_of, zip_of
from tests.intake.formats.examples import CSV, MANY, seven_zip
from tests.intake.formats.gather import Files, formats

from qalqan.errors import IntakeError, NeedsPerson


@pytest.mark.parametrize(
    ("module", "data"),
    [
        ("archive_zip", zip_of(MANY)),
        ("archive_zip", zip_of(MANY, zipfile.ZIP_STORED)),
        ("archive_tar", tar_of(MANY)),
        ("archive_gz", gzip.compress(tar_of(MANY))),
        ("archive_gz", bz2.compress(tar_of(MANY))),
        ("archive_gz", lzma.compress(tar_of(MANY))),
        ("archive_rar", rar4_of(MANY)),
        ("archive_rar", rar5_of(MANY)),
    ],
)
def test_members(files: Files, module: str, data: bytes) -> None:
    told = files.read(module, data)
    assert told.members == MANY
    assert told.troubles == []


def test_members_of_7z(files: Files) -> None:
    assert files.read("archive_7z", seven_zip()).members == {"a.csv": CSV, "папка/b.txt": b"2"}


@pytest.mark.parametrize(
    ("pack", "file", "name"),
    [
        (gzip.compress, "Выписка.csv.gz", "Выписка.csv"),
        (bz2.compress, "a.csv.bz2", "a.csv"),
        (lzma.compress, "a.csv.xz", "a.csv"),
        (gzip.compress, "without-ending", "without-ending"),
    ],
)
def test_one_packed_file(files: Files, pack, file: str, name: str) -> None:  # type: ignore[no-untyped-def]
    assert files.read("archive_gz", pack(CSV), file).members == {name: CSV}


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "utf-8"])
def test_names_without_a_stated_encoding(files: Files, encoding: str) -> None:
    name = "Выписка по счету.csv"
    data = zip_of({name: b"1"}).replace(name.encode(), b"?" * len(name.encode()))
    raw = name.encode(encoding)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("N" * len(raw), b"1")
    data = out.getvalue().replace(b"N" * len(raw), raw)
    assert list(files.read("archive_zip", data).members) == [name]


def test_two_members_of_one_name_are_two(files: Files) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", b"2")
    told = files.read("archive_zip", out.getvalue())
    assert len({one.path for one in told.blocks if hasattr(one, "path")}) == 2


@pytest.fixture
def no_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any program that unpacks RAR."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(rarfile, "CURRENT_SETUP", None)


@pytest.mark.usefixtures("no_tools")
def test_packed_rar_without_a_tool_needs_a_person(files: Files) -> None:
    with pytest.raises(NeedsPerson) as told:
        files.read("archive_rar", rar4_of({"a.txt": b"packed"}, method=0x33))
    assert told.value.key == "reason-rar-tool"


def test_a_locked_member_does_not_take_the_others(files: Files) -> None:
    data = bytearray(zip_of({"locked": b"1", "open": b"2"}, zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    told = files.read("archive_zip", bytes(data))
    assert (told.members, told.reasons) == ({"open": b"2"}, ["reason-password"])


@pytest.mark.parametrize("name", ["zip", "tar", "gz", "7z", "rar"])
def test_what_is_no_archive(files: Files, name: str) -> None:
    assert formats()[name].sniff(CSV, f"a.{name}", len(CSV)) == 0
    with pytest.raises(IntakeError):
        files.read(formats()[name], CSV * 20)
