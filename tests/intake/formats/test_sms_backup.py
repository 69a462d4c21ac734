"""SMS of an Android phone: sides, files of an MMS, signs that XML forbids, breaks."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.formats.examples import SMS_BACKUP
from tests.intake.formats.gather import Files, units

from qalqan.errors import IntakeError

HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count='1'>"


def test_reads_sms_and_mms(files: Files) -> None:
    told = files.read("sms_backup", SMS_BACKUP.encode())
    first, second, third = told.records("message")
    assert (first["from"], first["at"], first["text"]) == (
        "+77010000001", "1741770000000", "Сәлем \U0001f602 код 1234\nешкімге айтпаңыз",
    )  # fmt: skip
    assert "from" not in second
    assert (second["to"], json.loads(second["headers"])) == ("1414", {"box": "out"})
    assert (third["from"], third["text"], third["attachment"]) == ("+77010000001", "смотри фото", "чек.png")
    assert told.members == {"чек.png": b"png"}


def test_half_a_sign_does_not_break_the_file(files: Files) -> None:
    data = f"{HEAD}<sms address='1' date='1741770000000' type='1' body='a&#55357;b&#0;c'/></smses>".encode()
    assert files.read("sms_backup", data).records("message")[0]["text"] == "a\ufffdb\ufffdc"


@given(place=st.integers(0, 70_000))
def test_pairs_are_joined_wherever_the_file_is_cut(tmp_path_factory: pytest.TempPathFactory, place: int) -> None:
    files_ = Files(tmp_path_factory.mktemp("cut"))
    body = "x" * place + "&#55357;&#56834;" + "y" * 10
    data = f"{HEAD}<sms address='1' date='1741770000000' type='1' body='{body}'/></smses>".encode()
    assert files_.read("sms_backup", data).records("message")[0]["text"] == "x" * place + "\U0001f602" + "y" * 10


def test_what_came_before_a_break_is_kept(files: Files) -> None:
    data = SMS_BACKUP.encode()
    cut = data[: data.index(b"<mms") + 20]
    told = files.read("sms_backup", cut)
    assert len(told.records("message")) == 2
    assert [(one.row, one.reason, one.action) for one in told.troubles] == [
        (0, "reason-xml-broken", "kept_flagged"), (3, "reason-xml-broken", "row_rejected"),
    ]  # fmt: skip
    assert files.count("sms_backup", cut) == units(told.blocks)


def test_entities_are_refused(files: Files) -> None:
    data = b'<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY a "b">]><smses><sms body="&a;"/></smses>'
    with pytest.raises(IntakeError) as told:
        files.read("sms_backup", data)
    assert told.value.key == "reason-xml-hostile"
