"""python selfcheck.py: reads the raw files again, without the generator, and compares them with the truth (rows, values, sides). Needs python-calamine, lxml, python-docx."""
import collections, csv, datetime as D, io, json, os, re, sys, zipfile
import lxml.etree as E, lxml.html as H
from python_calamine import CalamineWorkbook
import docx

ROOT = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
WEST = {"KZ-23", "KZ-47"}
bad = collections.Counter()
seen = collections.Counter()


def fail(what, u, got=""):
    bad[what] += 1
    if bad[what] <= 3:
        print("FAIL", what, u["file"], u["part"], u["row"], json.dumps(u["fields"], ensure_ascii=False)[:300], str(got)[:300])


def decode(b):
    if b[:2] == b"\xff\xfe":
        return b[2:].decode("utf-16-le")
    try:
        return b.decode("utf-8-sig")
    except UnicodeDecodeError:
        return b.decode("cp1251")


def lines_csv(text, delim):
    """{physical line: cells}"""
    out, pos, buf, start = {}, 0, "", 1
    for n, l in enumerate(text.split("\n"), 1):
        buf += l + "\n"
        if buf.count('"') % 2:
            continue
        out[start] = next(csv.reader(io.StringIO(buf.rstrip("\n").rstrip("\r")), delimiter=delim), []) if "\n" not in buf[:-1] else next(csv.reader(io.StringIO(buf), delimiter=delim))
        buf, start = "", n + 1
    return {k: v for k, v in out.items() if k < start - 1 or v}


def load(name, by):
    """{part: {row: cells}}"""
    if by[:2] == b"PK" and name.endswith(".xlsx"):
        wb = CalamineWorkbook.from_filelike(io.BytesIO(by))
        return {s: {i: r for i, r in enumerate(wb.get_sheet_by_name(s).to_python(skip_empty_area=False), 1)} for s in wb.sheet_names}
    if name.endswith(".docx"):
        return {"": {i: [c.text for c in r.cells] for i, r in enumerate(docx.Document(io.BytesIO(by)).tables[0].rows, 1)}}
    if name.endswith(".xls"):
        return {"": {i: [(c.text_content() or "") for c in r] for i, r in enumerate(H.document_fromstring(by).iter("tr"), 1)}}
    if name.endswith(".xml"):
        ns = "{urn:iso:std:iso:20022:tech:xsd:camt.053.001.02}"
        t = E.fromstring(by)
        o = {0: [x.text for s in t.iter(ns + "Stmt") for c in s if c.tag != ns + "Ntry" for x in c.iter() if x.text]}
        o.update({i: [x.text for x in n.iter() if x.text] for i, n in enumerate(t.iter(ns + "Ntry"), 1)})
        return {"": o}
    text = decode(by)
    if name.endswith(".json"):
        o = {}
        for i, m in enumerate(json.loads(text)["messages"], 1):
            t = m["text"]
            o[i] = [m["date"], m.get("from", ""), m.get("from_id", ""), t if isinstance(t, str) else "".join(p if isinstance(p, str) else p["text"] for p in t)]
        return {"": o}
    if name.endswith((".sta", ".mt9")):
        flat = text.replace("\r\n", "\n")
        ent = re.findall(r":61:(.*?)\n:86:(.*?)(?=\n:6|\n-)", flat, re.S)
        o = {0: [flat]}
        for i, (a, b) in enumerate(ent, 1):
            b = b.replace("\n", "")
            m = re.match(r"(\d{6})(\d{4})(R?[DC])([\d,]+)NTRF(.*)", a)
            o[i] = [m[1], m[3], m[4], m[5]] + re.split(r"\?\d\d", b)
        return {"": o}
    if "WhatsApp" in name or name == "_chat.txt":
        pat = re.compile(r"(?m)^\u200e?\[?(\d\d[./]\d\d[./]\d{4}, [\d:]+(?:\u202f[ap]m)?)(?:\] | - )")
        ps = [(m.start(), m.end(), m[1]) for m in pat.finditer(text)]
        o = {}
        for i, (s, e, d) in enumerate(ps):
            body = text[e:ps[i + 1][0] if i + 1 < len(ps) else len(text)].rstrip("\n")
            o[i + 1] = [d] + body.split(": ", 1)
        return {"": o}
    head = text[:3000]
    dl = "\t" if head.count("\t") > 10 else ";" if head.count(";") > head.count(",") else ","
    return {"": lines_csv(text, dl)}


def flat(s):
    return re.sub(r"[\s\u00a0\u2009\u202f]", "", s)


def cents(c):
    if isinstance(c, bool) or c is None:
        return None
    if isinstance(c, (int, float)):
        return abs(round(c * 100))
    s = re.sub(r"(KZT|₸|теңге|тг)", "", flat(str(c))).lstrip("+-\u2212")
    if re.fullmatch(r"\d{1,3}(,\d{3})+\.\d\d", s):
        s = s.replace(",", "")
    s = s.replace(",", ".")
    return round(float(s) * 100) if re.fullmatch(r"\d+(\.\d{1,2})?", s) else None


FMT = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d-%b-%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y%m%d", "%y%m%d"]


def local(z, code):
    t = D.datetime.strptime(z, "%Y-%m-%dT%H:%M:%SZ")
    l = t + D.timedelta(hours=6)
    return l if l < D.datetime(2024, 3, 1) and code not in WEST else t + D.timedelta(hours=5)


def has_time(z, code, cells, day):
    l = local(z, code)
    s = [c.strftime("%d.%m.%Y %H:%M:%S") if isinstance(c, D.datetime) else c.strftime("%d.%m.%Y") if isinstance(c, D.date) else c.strftime("%H:%M:%S") if isinstance(c, D.time) else str(c) for c in cells]
    j = " ".join(s)
    if not any(l.strftime(f) in j for f in FMT):
        return False
    h12 = "%d:%02d\u202f%s" % (l.hour % 12 or 12, l.minute, "am" if l.hour < 12 else "pm")
    return day or l.strftime("%H:%M:%S") in j or l.strftime("%H%M%S") in j or (l.second == 0 and (l.strftime("%H:%M") in j or h12 in j))


def check(code, file, by, us):
    parts = load(file.split("/")[-1], by)
    table = not any(file.endswith(x) for x in (".json", ".xml", ".sta", ".mt9", "_chat.txt")) and "WhatsApp" not in file
    for part in {u["part"] for u in us}:
        rows, mine = parts[part], [u for u in us if u["part"] == part]
        ns = [u["row"] for u in mine]
        if len(set(ns)) != len(ns):
            fail("row twice", mine[0])
        miss = [n for n in rows if n not in ns and any(str(c).strip() for c in rows[n])]
        if miss and not (0 in miss and len(miss) == 1):
            fail("rows not in the truth", mine[0], miss)
        for u in mine:
            seen[u["kind"]] += 1
            cells = rows.get(u["row"])
            if cells is None:
                if u.get("note") != "blank":
                    fail("no such row", u)
                continue
            if u["kind"] == "skip":
                if u.get("note") == "blank" and any(str(c).strip() for c in cells):
                    fail("blank is not blank", u, cells)
                continue
            up = [c for n in rows for c in rows[n] if n <= u["row"]] if table or u["row"] else cells
            up = up + (rows.get(0, []) if not table else [])
            txt = [str(int(c)) if isinstance(c, float) and c == int(c) else str(c) for c in cells]
            near = [c for n in range(u["row"] - 3, u["row"] + 5) for c in rows.get(n, [])] if u["kind"] == "coverage" else cells
            alltxt = [str(int(c)) if isinstance(c, float) and c == int(c) else str(c) for c in up]
            dig = [re.sub(r"\D", "", c) for c in txt]
            for k, v in u["fields"].items():
                ok = True
                if k in u.get("unsure", ()):
                    continue
                if k == "at":
                    ok = has_time(v, code, cells, u["fields"].get("at_precision") == "day")
                elif k in ("from", "to"):
                    ok = has_time(v, code, near, True) or (u["row"] == 0 and local(v, code).strftime("%y%m%d") in str(near)) or local(v, code).strftime("%d.%m.%y") in str(near)
                elif k in ("opening_tiyn", "closing_tiyn"):
                    ok = v in [cents(c) for c in near] or flat("%d,%02d" % divmod(v, 100)) in flat(str(near).replace("\\xa0", ""))
                elif k.endswith("_tiyn") or k == "amount_minor":
                    ok = v in [cents(c) for c in cells]
                elif k.endswith("account"):
                    ok = any(v in flat(c) for c in alltxt)
                    if him(u, k):
                        ok = any(v in flat(c) for c in txt)
                elif k.endswith("card"):
                    ok = any(d.startswith(v[:6]) and d.endswith(v[-4:]) for d in dig)
                elif k in ("a", "b", "phone") or k.endswith("_phone"):
                    d = re.sub(r"\D", "", v)[-10:]
                    ok = any(x.endswith(d) for x in dig) or any(re.sub(r"\D", "", c).endswith(d) for c in alltxt)
                elif k.endswith("iin"):
                    ok = v.lstrip("0") in [c.lstrip("0") for c in txt]
                elif k in ("duration_s",):
                    h = "%02d:%02d:%02d" % (v // 3600, v // 60 % 60, v % 60)
                    ok = str(v) in txt or "%02d:%02d" % (v // 60, v % 60) in txt or any(str(c) in (h, h.lstrip("0")) for c in cells) or any(isinstance(c, D.timedelta) and c.total_seconds() == v for c in cells)
                elif k in ("imei", "imsi", "lac", "cid", "address"):
                    ok = any(v in c for c in alltxt)
                elif k == "number":
                    ok = any(v in c for c in txt)
                elif k in ("payer_name", "payee_name", "purpose", "operation", "knp", "reference", "plot", "name", "victim_name", "article", "organ", "text", "sender", "iccid", "trunk", "victim_occupation", "sender_id"):
                    ok = v in [c.strip().replace("\r\n", "\n") for c in txt]
                if not ok:
                    fail(k, u, txt)
            for k, v in u.get("bad", {}).items():
                if not any(v in c for c in txt) and not any(v in flat(c) for c in txt):
                    fail("bad " + k, u, txt)
                if k in u["fields"]:
                    fail("bad value kept", u)
            for kind, v in u.get("mentions", ()):
                c = "\n".join(txt)
                d = re.sub(r"\D", "", c)
                ok = {"phone": lambda: v[2:] in d, "iban": lambda: v in flat(c), "url": lambda: v in c.replace("[.]", "."), "card": lambda: v[:6] in d and v[-4:] in d}.get(kind, lambda: v in c)()
                if not ok:
                    fail("mention " + kind, u, txt)
            side(u, file, cells)
            for name, ij in PAIRS.items():
                for r, i in zip(("payer", "payee"), ij):
                    if name in file and r + "_account" in u["fields"] and u["kind"] == "transaction" and r + "_account" not in u.get("bad", {}):
                        seen["parties"] += 1
                        if u["fields"][r + "_account"] != flat(str(cells[i])):
                            fail("party", u, cells)
            if u["kind"] == "call":
                direction(u, file, cells)


def him(u, k):
    """An account of a two-sided list must stand in the row itself (own accounts may stand in the letter-head)."""
    return u["kind"] == "account"


SIDES = {  # known layouts: part of the file's name -> (row) -> (side, tiyn) as the file says, 'out' = own account pays
    "Ответ на запрос": lambda c: ("out", cents(c[3])) if c[3] else ("in", cents(c[4])),
    "uzindi": lambda c: ("out" if str(c[1]).startswith("-") else "in", cents(c[1])),
    "activity": lambda c: ("out" if c[3] == "Dr" else "in", cents(c[4])),
    "4_счета": lambda c: ("out", cents(c[2])) if c[2] not in ("", None) else ("in", cents(c[3])),
    "vypiska_": lambda c: ("out" if c[2].startswith("\u2212") else "in", cents(c[2])),
    "июль": lambda c: ("out" if c[3] < 0 else "in", cents(c[3])),
    "Движение_лс": lambda c: ("out", cents(c[5])) if cents(c[5]) else ("in", cents(c[6])),
    "history_export": lambda c: ("out" if c[2] == "Расход" else "in", cents(c[3])),
    "Жауап_шот": lambda c: ("out" if c[4] == "шығыс" else "in", cents(c[6])),
    "MT940": lambda c: ("out" if c[1] in ("D", "RC") else "in", cents(c[2])),
    "statement_oct": lambda c: ("out" if c[1] in ("D", "RC") else "in", cents(c[2])),
    "camt053": lambda c: ("out" if "DBIT" in c else "in", None), "STMT_": lambda c: ("out" if "DBIT" in c else "in", None)}
own = {}
PAIRS = {"Приложение 4": (10, 15), "dvizhenie": (11, 16), "по_валютам": (9, 14), "p2p_transfers": (4, 7), "по номеру": (4, 7), "p2p_rvanyi": (1, 3)}  # columns of payer's and payee's accounts
OUT = {"Исходящий вызов", "Исходящее SMS", "MOC", "SMS-MO", "шығыс", "исх.", "исх. SMS", "голос исх", "смс исх", "O", "SMS-O"}
IN = {"Входящий вызов", "Входящее SMS", "MTC", "SMS-MT", "кіріс", "вх.", "вх. SMS", "голос вх", "смс вх", "T", "SMS-T"}
CALLS = {  # name: (column of the direction word, own number's column or None, other's column)
    "Детализация": (1, None, 4), "abonent_2": (1, 0, 3), "Расшифровка": (1, 2, 5)}


def direction(u, file, cells):
    f, c = u["fields"], [str(int(x)) if isinstance(x, float) and x == int(x) else str(x) for x in cells]
    ws = [x for x in c if x in OUT or x in IN]
    if "direction" in f:
        seen["directions"] += 1
        if len(ws) != 1 or (f["direction"] == "out") != (ws[0] in OUT):
            fail("direction", u, c)
    for k, (i, o, t) in CALLS.items():
        if k in file and ws and "a" in f and "b" in f:
            a, b = (f["a"], f["b"]) if f["direction"] == "out" else (f["b"], f["a"])
            d = lambda v: re.sub(r"\D", "", v)[-10:]
            if d(b) != d(c[t]) or (o is not None and d(a) != d(c[o])):
                fail("own and other", u, c)
    for k, (i, j) in {"IMEI_": (3, 4), "baza": (5, 6), "cdr_": (2, 3), "tower": (1, 2), "БС_": (1, 2), "по IMEI": (1, 2)}.items():
        if k in file:
            for s, n in (("a", i), ("b", j)):
                if s in f and re.sub(r"\D", "", f[s])[-10:] != re.sub(r"\D", "", c[n])[-10:]:
                    fail("column of " + s, u, c)


def side(u, file, cells):
    f = u["fields"]
    if u["kind"] == "coverage":
        own[file] = f["account"]
    if u["kind"] == "transaction":
        for k, g in SIDES.items():
            if k in file:
                s, a = g(cells)
                seen["sides"] += 1
                if f[{"out": "payer", "in": "payee"}[s] + "_account"] != own[file] or a not in (None, f["amount_tiyn"]):
                    fail("side", u, cells)


def main():
    for p in sorted(os.listdir(ROOT + "/truth")):
        if not p.endswith(".jsonl"):
            continue
        code = p[:5]
        fs = json.load(open(f"{ROOT}/truth/{code}.files.json", encoding="utf-8"))
        by = collections.defaultdict(list)
        for l in open(f"{ROOT}/truth/{p}", encoding="utf-8"):
            u = json.loads(l)
            by[u["file"]].append(u)
        for f, m in fs.items():
            if m["units"] != len(by[f]):
                fail("units", {"file": f, "part": "", "row": 0, "fields": {}}, m)
            if not m["usable"] or not m["units"]:
                continue
            z, _, n = f.partition("/")
            b = open(f"{ROOT}/regions/{code}/{z}", "rb").read()
            check(code, f, zipfile.ZipFile(io.BytesIO(b)).read(n) if n else b, by[f])
            seen["files"] += 1
    print(dict(seen))
    print("disagreements:", dict(bad) or "none")
    sys.exit(bool(bad))


main()
