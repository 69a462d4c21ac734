"""Recompute the sums of a dossier or request from the original files, without the program that made it.

    python -I recompute.py DOCUMENT.rows.csv FOLDER_WITH_THE_ORIGINALS

Needs Python 3.9 or later and nothing else. The table names each transfer of each account on the trail by file, SHA-256,
sheet, row and cell, in order of time. Accounts stand in it by their number in the document. The script
finds the originals by SHA-256; reads sum, time, payer and payee in the named cells of CSV, XLSX and camt XML files and
tells what differs; tells which rows of other kinds (PDF, MT940 and so on) it had to take from the table; follows first
in, first out (money leaves an account in the order in which it came; what an account pays above what was seen to come
is nobody's of this case); and compares each account's sum with the document. It ends with 0 when all is equal.
"""

# ruff: noqa: E401, I001, S314 - few lines; standard library only, on files whose hash is known

from __future__ import annotations

import csv, datetime, decimal, hashlib, io, pathlib, re, sys, zipfile
from collections import Counter, defaultdict
from typing import Any
from xml.etree import ElementTree


def tiyn(text: str) -> int:
    """A sum as written, "-1 250 000,50" or "1250000.5", in tiyn without its sign."""
    whole, part = re.findall(r"^(.*?)(?:[.,](\d{1,2}|\d{4,}))?$", re.sub(r"[^\d.,]", "", text))[0]
    return round(decimal.Decimal(re.sub(r"\D", "", whole) + "." + part + "0") * 100)


def digits(text: str) -> list[int]:
    """The numbers of a time as written; Excel counts days from 1899-12-30."""
    if re.fullmatch(r"\d{5}\.\d+", text):
        text = str(datetime.datetime(1899, 12, 30) + datetime.timedelta(seconds=round(float(text) * 86400)))
    return sorted(int(one) for one in re.findall(r"\d+", text)[:6])


def shown(sum_: int) -> str:
    """A sum in tiyn as tenge."""
    return f"{sum_ // 100}.{sum_ % 100:02}"


def letters(place: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    return (letters(place // 26 - 1) if place > 25 else "") + chr(65 + place % 26)


def cells(data: bytes, sheets: set[str]) -> dict[tuple[str, int], dict[str, str]]:
    """{(sheet, row): {column: text}} of these sheets of an original; nothing for a kind of file not read here."""
    table: dict[tuple[str, int], dict[str, str]] = {}
    if data[:4] == b"PK\3\4":
        book = zipfile.ZipFile(io.BytesIO(data))
        there = set(book.namelist())
        names = ("xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml")
        strings, links, workbook = (ElementTree.fromstring(book.read(one) if one in there else "<x/>") for one in names)
        shared = ["".join(one.itertext()) for one in strings]
        target = {one.get("Id", ""): one.get("Target", "") for one in links}
        for at, sheet in enumerate(workbook.iterfind(".//{*}sheet"), 1):  # by name, or by number where that is private
            wanted = next((one for one in (sheet.get("name", ""), f"#{at}") if one in sheets), None)
            if wanted is None:
                continue
            path = next(target[value] for name, value in sheet.items() if name.endswith("}id"))
            page = ElementTree.fromstring(book.read("xl/" + path.split("xl/")[-1]))
            space = page.tag.split("}")[0] + "}"
            for line in page.iter(space + "row"):
                texts = table.setdefault((wanted, int(line.get("r", "0"))), {})
                for cell in line:
                    text = "".join(one.text or "" for one in cell.iter() if one.tag in (space + "v", space + "t"))
                    text = shared[int(text)] if cell.get("t") == "s" else text
                    texts[cell.get("r", "").rstrip("0123456789")] = text
    elif b"Ntry>" in data:
        for entry in ElementTree.fromstring(data).iterfind(".//{*}Ntry"):
            for one in entry.findall(".//{*}TxDtls") or [entry]:
                leaves = [*entry.iterfind("./*"), *entry.iterfind("./*/*"), *one.iter()]
                table["", len(table) + 1] = {letters(at): leaf.text or "" for at, leaf in enumerate(leaves)}
    elif b"\0" not in data[:999]:
        utf8 = data.decode("utf-8-sig", "ignore")
        text = utf8 if len(utf8.encode()) >= len(data) - 3 else data.decode("cp1251", "replace")  # 3: the mark of order
        reader, row = csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t|,", key=text[:9999].count)), 1
        for fields in reader:
            table["", row], row = {letters(place): one for place, one in enumerate(fields)}, reader.line_num + 1
    return table


def take(queue: list[Any], amount: int, first: str = "") -> list[Any]:
    """Take a sum off a queue of parcels, oldest first (those of transfer ``first`` before all): the parcels taken."""
    taken = []
    for parcel in sorted(queue, key=lambda one: one[2] != (first or one[2])):
        part = min(parcel[0], amount)
        parcel[0], amount = parcel[0] - part, amount - part
        taken.append([part, *parcel[1:]])
    queue[:] = [one for one in queue if one[0]]
    return [one for one in [*taken, [amount, 0, ""]] if one[0]]


def follow(lines: list[dict[str, str]]) -> Counter[str]:
    """First in, first out over the lines of one case: {account: this case's money still there}, in tiyn.

    A parcel is [tiyn, its transfers since the victim (0: not this case's money), the transfer by which it came].
    """
    there: dict[str, list[Any]] = defaultdict(list)
    stayed: Counter[str] = Counter()
    most, least = 99, 1
    for line in lines:
        payer, payee, amount, lost = line["payer"], line["payee"], int(line["tiyn"] or 0), int(line["lost"] or 0)
        if line["what"] == "limits":  # the document follows no further than so many transfers, no smaller pieces
            most, least = amount, lost
        if line["what"] == "balance":  # stated by a bank: more was there unseen, or the oldest had left unseen
            more = amount - sum(one[0] for one in there[payer])
            there[payer] += [[more, 0, ""]] if more > 0 else []
            stayed[payer] += sum(one[0] for one in take(there[payer], max(-more, 0)) if one[1])
        if line["what"] == "transfer":
            moved = take(there[payer] if payer else [], amount, line["takes_back"])
            stayed[payer] += sum(one[0] for one in take(moved, lost) if one[1])  # the loss itself is the case's in full
            there[payee] += [[lost, 1, line["no"]]] if lost else []
            for part, hop, _ in moved:
                stays = hop and (hop >= most or part < least)
                stayed[payer] += part if stays else 0
                there[payee].append([part, hop + 1 if hop and not stays else 0, line["no"]])
    for account, queue in there.items():
        stayed[account] += sum(one[0] for one in queue if one[1])
    return Counter({account: sum_ for account, sum_ in stayed.items() if account})


def check(
    lines: list[dict[str, str]], folder: str
) -> tuple[int, list[str], list[tuple[str, str]], dict[str, set[str]]]:
    """Compare the cells that the table names with the originals: how many rows were read there, which had to be taken
    from the table, what differs, and what each account is called."""
    count = 0
    taken: list[str] = []
    wrong: list[tuple[str, str]] = []
    names: dict[str, set[str]] = defaultdict(set)
    every = [one for one in pathlib.Path(folder).rglob("*") if one.is_file()]
    files = {hashlib.sha256(one.read_bytes()).hexdigest(): one for one in every}
    wanted = {line["sha256"]: line["file"] for line in lines if line["sha256"]}
    wrong += [("no-file", name) for key, name in wanted.items() if key not in files]
    sheets = {(line["sha256"], line["sheet"]) for line in lines if line["what"] in ("transfer", "again")}
    read = {
        key: cells(files[key].read_bytes(), {line["sheet"] for line in lines if line["sha256"] == key})
        for key in wanted
        if key in files
    }
    for line in (one for one in lines if one["sha256"] and one["what"] != "later"):
        where = f"{line['file']} {line['sheet']} {line['row']}"
        row = read.get(line["sha256"], {}).get((line["sheet"], int(line["row"])), {})
        count += line["tiyn_cell"] in row
        taken += [] if line["tiyn_cell"] in row else [where]
        found = {name: row.get(line[name + "_cell"], "") for name in ("tiyn", "time") if line["sha256"] in read}
        if found and line["tiyn_cell"] and tiyn(found["tiyn"]) != int(line["tiyn"]):
            wrong.append(("sum", where))
        if found and line["time_cell"] and digits(found["time"]) != digits(line["time"]):
            wrong.append(("time", where))
        for side in ("payer", "payee"):
            if line[side] and line[side + "_cell"] in row:
                names[line[side]].add(re.sub(r"\W", "", row[line[side + "_cell"]]))
    listed = {(line["sha256"], line["sheet"], line["row"]) for line in lines}
    followed = {line["payer"] for line in lines if line["what"] == "stated"}
    mine = {name for number in followed for name in names[number]}
    for source, place in [(one, place) for one in read for place in read[one]]:
        if (source, place[0]) in sheets and (source, place[0], str(place[1])) not in listed:
            named = mine & {re.sub(r"\W", "", text) for text in read[source][place].values()}
            wrong += [("unlisted", f"{wanted[source]} {place[0]} {place[1]}")] if named else []
    return count, taken, wrong, names


def main(manifest: str, folder: str) -> bool:
    """Tell what was compared, and each account's sum beside the document's. True when all is equal."""
    lines = list(csv.DictReader(io.StringIO(pathlib.Path(manifest).read_text("utf-8-sig"), newline="")))
    say = {line["no"]: line["file"] for line in lines if line["what"] == "word"}
    lines = [line for line in lines if line["what"] != "word"]
    count, taken, wrong, names = check(lines, folder)
    print(f"{say['rows-read']}: {count}")
    print(f"{say['rows-told']}: {len(taken)}", *taken, sep="\n  ")
    for kind, where in wrong:
        print(f"{say[kind]}: {where}")
    for case in sorted({line["case"] for line in lines}):
        mine = [line for line in lines if line["case"] == case]
        stated = {one["payer"]: int(one["tiyn"]) for one in mine if one["what"] in ("stated", "end")}
        asked = {one["payer"]: int(one["tiyn"]) for one in mine if one["what"] == "asked"}
        sums = follow(mine)
        print(f"\n{say['case']} {case}")
        for number in sorted({*sums, *stated}, key=lambda one: (len(one), one)):
            ours, theirs, called = sums[number], stated.get(number, 0), ", ".join(sorted(names[number]))
            told = "" if ours == theirs else f"  {say['differs']}: {shown(theirs)}"
            told += f"  {say['asked']}: {shown(asked[number])}" if number in asked else ""
            wrong += [("differs", number)] if ours != theirs or asked.get(number, 0) > ours else []
            print(f"№{number:<4}{shown(ours):>18}  {called}{told}")
        lost = sum(int(one["lost"] or 0) for one in mine if one["what"] == "transfer")
        wrong += [("differs", case)] if lost != sum(sums.values()) else []
        print(f"{say['total']}: {shown(sum(sums.values()))}; {say['lost']}: {shown(lost)}")
    print("\n" + say["not-equal" if wrong else "equal"])
    return not wrong


if __name__ == "__main__":
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - Kazakh letters on any screen
    sys.exit(not main(*sys.argv[1:]) if len(sys.argv) == 3 else __doc__)
