"""Pictures: what tesseract reads, what is told when it or a language is missing, and hostile pictures."""

from __future__ import annotations

import io
import json
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from tests.intake import make
from tests.intake.formats.examples import small_picture
from tests.intake.formats.gather import Files

from qalqan.errors import IntakeError, NeedsPerson
from qalqan.intake.formats import _ocr, image
from qalqan.intake.read import Request, read
from qalqan.texts.say import has, languages

TSV = "\n".join(
    "\t".join(cells.split("|"))
    for cells in (
        "level|page_num|block_num|par_num|line_num|word_num|left|top|width|height|conf|text",
        "1|1|0|0|0|0|0|0|600|800|-1|",
        "2|1|1|0|0|0|10|300|200|40|-1|",
        "5|1|1|1|1|1|10|300|90|20|91.5|Назовите",
        "5|1|1|1|1|2|110|300|90|20|88.5|код",
        "5|1|1|1|2|1|10|330|90|20|12.0|~~",
        "2|1|2|0|0|0|10|100|200|40|-1|",
        "5|1|2|1|1|1|10|100|90|20|96.0|Служба",
        "5|1|2|1|2|1|10|130|90|20|95|банка",
    )
)


def program(folder: Path, languages_: str, body: str = "") -> None:
    """A program named tesseract that knows these languages and prints a table."""
    table = folder / "table.tsv"
    table.write_text(TSV, "utf-8")
    script = folder / "tesseract"
    script.write_text(
        "#!/bin/sh\n"
        'case "$1" in\n'
        "--version) echo 'tesseract 5.3.0'; exit 0;;\n"
        f"--list-langs) printf 'List of available languages (3):\\n{languages_}\\n'; exit 0;;\n"
        f"esac\n{body or f'cat {table}'}\n",
        "utf-8",
    )
    script.chmod(0o755)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder at the head of the search path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return folder


@pytest.fixture
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def shot(kind: str = "PNG", **told: object) -> bytes:
    """A picture large enough to hold text."""
    picture = Image.new("RGB", (300, 400), "white")
    draw = ImageDraw.Draw(picture)
    for step in range(6):
        draw.rectangle((20 + step * 10, 40 + step * 55, 250, 60 + step * 55), fill=(step * 30, 90, 160))
    out = io.BytesIO()
    picture.save(out, kind, **told)
    return out.getvalue()


def test_the_text_is_read_from_the_top(files: Files, installed: Path) -> None:
    program(installed, "eng\\nkaz\\nrus")
    told = files.read("image", shot(), "чаты/скрин.png")
    (row,) = told.records("message")
    assert (row["text"], row["channel"], row["attachment"]) == (
        "Служба\nбанка\n\nНазовите код", "screenshot", "скрин.png",
    )  # fmt: skip
    beside = json.loads(row["headers"])
    assert (beside["ocr"], beside["confidence"], beside["size"]) == ("tesseract 5.3.0 kaz+rus+eng", 931, "300x400")
    assert beside["picture"].startswith("dct1-")
    assert told.troubles == []
    assert not any(files.scratch.iterdir())


def test_without_the_program_the_picture_is_kept_and_a_person_asked(tmp_path: Path, nothing_installed: None) -> None:
    path = tmp_path / "скрин.png"
    path.write_bytes(shot())
    outcome = read(Request(path, path.name, tmp_path / "out"))
    assert (outcome.status, outcome.file["note"], outcome.file["records"]) == ("needs_person", "reason-ocr-missing", 1)
    assert make.table(outcome, "message")["headers"].str.contains("dct1-").all()
    assert make.balanced(outcome)
    assert all(has("reason-ocr-missing", language) for language in languages())


@pytest.mark.parametrize(
    ("known", "text", "value"),
    [("eng\\nrus", True, "kaz"), ("kaz", True, "rus"), ("eng", False, "kaz, rus")],
)
def test_a_missing_language_is_named(files: Files, installed: Path, known: str, text: bool, value: str) -> None:
    program(installed, known)
    told = files.read("image", shot())
    assert ("text" in told.records("message")[0]) is text
    assert [(one.reason, one.value) for one in told.troubles] == [("reason-ocr-language", value)]


@pytest.mark.parametrize("body", ["exit 1", "kill -9 $$", "while :; do :; done"])
def test_a_program_that_fails_or_hangs(
    files: Files, installed: Path, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_ocr, "SECONDS", 1)
    program(installed, "eng\\nkaz\\nrus", body)
    told = files.read("image", shot())
    assert told.reasons == ["reason-ocr-failed"]
    assert len(told.records("message")) == 1


def test_nothing_and_little_are_told(files: Files, installed: Path) -> None:
    program(installed, "eng\\nkaz\\nrus", "echo")
    assert files.read("image", shot()).reasons == ["reason-ocr-nothing"]
    weak = TSV.replace("96.0", "41.0").replace("95|", "40|").replace("91.5", "39.0").replace("88.5", "50.0")
    assert _ocr.understood(weak).confidence < image.WEAK


def test_a_program_that_does_not_start_is_none(installed: Path) -> None:
    (installed / "tesseract").write_text("#!/bin/sh\nexit 3\n", "utf-8")
    (installed / "tesseract").chmod(0o755)
    assert _ocr.reader() is None


def test_small_signs_are_not_read(files: Files, installed: Path) -> None:
    program(installed, "eng\\nkaz\\nrus")
    told = files.read("image", small_picture("PNG", 40))
    assert "text" not in told.records("message")[0]
    assert told.troubles == []


def test_copies_have_nearly_the_same_hash(files: Files, nothing_installed: None) -> None:
    def hashed(data: bytes) -> int:
        return int(json.loads(files.read("image", data).records("message")[0]["headers"])["picture"][5:], 16)

    first = hashed(shot())
    assert bin(first ^ hashed(shot("JPEG", quality=50))).count("1") <= 24
    assert bin(first ^ hashed(shot("WEBP", quality=60))).count("1") <= 24


def test_a_turned_photograph_is_read_upright(files: Files, nothing_installed: None) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (row,) = files.read("image", shot("JPEG", exif=exif)).records("message")
    assert json.loads(row["headers"])["size"] == "400x300"


def test_pages_of_a_tiff_are_units(files: Files, nothing_installed: None) -> None:
    pages = [Image.new("L", (60, 60), step * 40) for step in range(3)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    assert files.count("image", out.getvalue()) == {"": 3}
    assert [row["row"] for row in files.read("image", out.getvalue()).records("message")] == [1, 2, 3]


def test_a_picture_cut_short_is_broken(files: Files) -> None:
    with pytest.raises(IntakeError) as told:
        files.read("image", shot()[:-200])
    assert told.value.key == "reason-picture-broken"


def test_a_bomb_is_left_to_a_person(files: Files) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    with pytest.raises(NeedsPerson) as told:
        files.read("image", data)
    assert told.value.key == "reason-picture-large"


@pytest.mark.parametrize(
    "tsv", ["", "a\tb", "\t" * 11, "5\t1\tx" + "\t1" * 9, "5\t1\t1\t1\t1\t1\t1\t1\t1\t1\tnan\tслово"]
)
def test_a_strange_table_is_no_text(tsv: str) -> None:
    assert _ocr.understood(tsv) == _ocr.Read("", 0)
