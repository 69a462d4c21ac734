"""Helpers of the blind generator: invented but formally valid data, table writers that record the truth while they write."""
import csv, datetime as D, hashlib, html, io, json, os, random, zipfile
from xml.sax.saxutils import escape
import xlsxwriter

NB, THIN, NNB, LRM = "\u00a0", "\u2009", "\u202f", "\u200e"
WEST = {"KZ-27", "KZ-15", "KZ-23", "KZ-47", "KZ-43"}


# ---------------------------------------------------------------- time
def utc(dt, reg):
    if not isinstance(dt, D.datetime):
        dt = D.datetime(dt.year, dt.month, dt.day)
    h = 5 if dt >= D.datetime(2024, 3, 1) or reg in WEST else 6
    return (dt - D.timedelta(hours=h)).strftime("%Y-%m-%dT%H:%M:%SZ")


def serial(dt):
    return round((dt - D.datetime(1899, 12, 30)).total_seconds() / 86400, 9)


def us_dt(dt, sec=True, y2=False, sep=" "):
    h = dt.hour % 12 or 12
    s = f":{dt.second:02d}" if sec else ""
    y = dt.strftime("%y" if y2 else "%Y")
    return f"{dt.month}/{dt.day}/{y}{',' if y2 else ''} {h}:{dt.minute:02d}{s}{sep}{'AM' if dt.hour < 12 else 'PM'}"


# ---------------------------------------------------------------- check digits
def iin_check(d11):
    d = [int(c) for c in d11]
    s = sum(a * b for a, b in zip(d, range(1, 12))) % 11
    if s == 10:
        s = sum(a * b for a, b in zip(d, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])) % 11
    return None if s == 10 else str(s)


def iban(bank, body13):
    num = "".join(str(int(c, 36)) for c in bank + body13 + "KZ00")
    return "KZ%02d%s%s" % (98 - int(num) % 97, bank, body13)


def iban_ok(s):
    return int("".join(str(int(c, 36)) for c in s[4:] + s[:4])) % 97 == 1


def luhn(d):
    t = 0
    for i, c in enumerate(reversed(d)):
        x = int(c)
        if i % 2 == 0:
            x = x * 2 - 9 * (x > 4)
        t += x
    return d + str(-t % 10)


BANKS = {  # code: ru, kk, en, bic, card bin
    "722": ("АО «Kaspi Bank»", "«Kaspi Bank» АҚ", "Kaspi Bank JSC", "CASPKZKA", "440043"),
    "601": ("АО «Народный Банк Казахстана»", "«Қазақстан Халық Банкі» АҚ", "Halyk Bank JSC", "HSBKKZKX", "440563"),
    "856": ("АО «Банк ЦентрКредит»", "«Банк ЦентрКредит» АҚ", "Bank CenterCredit JSC", "KCJBKZKX", "489993"),
    "965": ("АО «ForteBank»", "«ForteBank» АҚ", "ForteBank JSC", "IRTYKZKA", "517792"),
    "948": ("АО «Евразийский банк»", "«Еуразиялық банк» АҚ", "Eurasian Bank JSC", "EURIKZKA", "510144"),
    "551": ("АО «Фридом Банк Казахстан»", "«Фридом Банк Қазақстан» АҚ", "Freedom Bank Kazakhstan JSC", "KSNVKZKA", "414051"),
    "914": ("АО «Bereke Bank»", "«Bereke Bank» АҚ", "Bereke Bank JSC", "BRKEKZKA", "427644"),
    "432": ("ДО АО Банк ВТБ (Казахстан)", "ВТБ Банкі (Қазақстан) АҚ ЕҰ", "VTB Bank (Kazakhstan)", "VTBAKZKZ", "405870"),
    "849": ("АО «Нурбанк»", "«Нұрбанк» АҚ", "Nurbank JSC", "NURSKZKX", "418973"),
}
REGNAME = {"KZ-27": ("Западно-Казахстанская область", "Батыс Қазақстан облысы", "ЗКО", "БҚО", "Oral", "Уральск", "Орал"),
           "KZ-75": ("г. Алматы", "Алматы қ.", "Алматы", "Алматы", "Almaty", "Алматы", "Алматы"),
           "KZ-71": ("г. Астана", "Астана қ.", "Астана", "Астана", "Astana", "Астана", "Астана"),
           "KZ-35": ("Карагандинская область", "Қарағанды облысы", "Карагандинская обл.", "Қарағанды обл.", "Karaganda", "Караганда", "Қарағанды"),
           "KZ-61": ("Туркестанская область", "Түркістан облысы", "Туркестанская обл.", "Түркістан обл.", "Turkistan", "Туркестан", "Түркістан"),
           "KZ-59": ("Северо-Казахстанская область", "Солтүстік Қазақстан облысы", "СКО", "СҚО", "Petropavl", "Петропавловск", "Петропавл")}

SUR = [("Әбенов", "Абенов", "Abenov"), ("Ғалиев", "Галиев", "Galiyev"), ("Қасенов", "Касенов", "Kassenov"), ("Өтегенов", "Утегенов", "Utegenov"),
       ("Мұқашев", "Мукашев", "Mukashev"), ("Нұртаев", "Нуртаев", "Nurtayev"), ("Сүлейменов", "Сулейменов", "Suleimenov"), ("Жүнісов", "Жунусов", "Zhunusov"),
       ("Тілеуов", "Тлеуов", "Tleuov"), ("Иванченков", "Иванченков", "Ivanchenkov"), ("Петраков", "Петраков", "Petrakov"), ("Байжанов", "Байжанов", "Baizhanov"),
       ("Досқалиев", "Доскалиев", "Doskaliyev"), ("Ермағанбетов", "Ермаганбетов", "Yermaganbetov"), ("Шәріпов", "Шарипов", "Sharipov"), ("Лысаков", "Лысаков", "Lysakov"),
       ("Құрманов", "Курманов", "Kurmanov"), ("Рақышев", "Ракишев", "Rakishev"), ("Хамитов", "Хамитов", "Khamitov"), ("Ткачуков", "Ткачуков", "Tkachukov")]
FM = [("Ғалым", "Галым", "Galym"), ("Серік", "Серик", "Serik"), ("Нұрлан", "Нурлан", "Nurlan"), ("Дәурен", "Даурен", "Dauren"), ("Ержан", "Ержан", "Yerzhan"),
      ("Андрей", "Андрей", "Andrey"), ("Қайрат", "Кайрат", "Kairat"), ("Тимур", "Тимур", "Timur"), ("Мейіржан", "Мейржан", "Meirzhan"), ("Олжас", "Олжас", "Olzhas")]
FF = [("Айгүл", "Айгуль", "Aigul"), ("Гүлнәр", "Гульнар", "Gulnar"), ("Әсел", "Асель", "Assel"), ("Жанар", "Жанар", "Zhanar"), ("Ольга", "Ольга", "Olga"),
      ("Мәдина", "Мадина", "Madina"), ("Сәуле", "Сауле", "Saule"), ("Динара", "Динара", "Dinara"), ("Наталья", "Наталья", "Natalya"), ("Қарлығаш", "Карлыгаш", "Karlygash")]
PAT = [("Серік", "Серик"), ("Болат", "Болат"), ("Қанат", "Канат"), ("Марат", "Марат"), ("Ерлан", "Ерлан"), ("Асқар", "Аскар"), ("Жұмабек", "Жумабек"), ("Бақыт", "Бакыт")]
ORG = [("ТОО «Береке Сауда»", "«Береке Сауда» ЖШС", "Bereke Sauda LLP"), ("ТОО «Жайык-Снаб»", "«Жайық-Снаб» ЖШС", "Zhaiyk-Snab LLP"), ("ИП Дана-Маркет", "Дана-Маркет ЖК", "IE Dana-Market"),
       ("КГУ «Средняя школа № 917»", "«№ 917 орта мектеп» КММ", "School 917"), ("ТОО «Степной экспресс»", "«Степной экспресс» ЖШС", "Stepnoy Express LLP"), ("ГКП «Поликлиника № 88»", "«№ 88 емхана» МКК", "Polyclinic 88"),
       ("ТОО «Алтын Дән Агро»", "«Алтын Дән Агро» ЖШС", "Altyn Dan Agro LLP"), ("ТОО «Кварц Трейд KZ»", "«Кварц Трейд KZ» ЖШС", "Quartz Trade KZ LLP")]
OCC = [("учитель", "мұғалім"), ("пенсионер", "зейнеткер"), ("врач", "дәрігер"), ("безработный", "жұмыссыз"), ("студент", "студент"), ("бухгалтер", "бухгалтер"), ("водитель", "жүргізуші"), ("медсестра", "мейіргер")]
MOB = {"kcell": ["701", "702", "775", "778"], "beeline": ["705", "706", "771", "776", "777"], "tele2": ["700", "707", "708", "747"]}


class P:  # person or organisation
    pass


class World:
    def __init__(s, reg, seed):
        s.reg, s.r = reg, random.Random(seed)
        s.seen = set()
        s.people = [s.person() for _ in range(46)]
        s.victims, s.mules, s.scam = s.people[:28], s.people[28:42], [s.phone() for _ in range(9)]
        s.orgs = [s.org(o) for o in ORG]
        s.foreign = ["+4474%08d" % s.r.randrange(10 ** 8), "+7926%07d" % s.r.randrange(10 ** 7), "+380%09d" % (670000000 + s.r.randrange(10 ** 7))]
        s.cells = [(s.r.randrange(1100, 64000), s.r.randrange(1000, 65000), a) for a in s.addr(10)]
        s.imeis = [luhn("35%012d" % s.r.randrange(10 ** 12)) for _ in range(8)]
        s.links = ["https://kzpochta-%d.top/track?id=%d" % (s.r.randrange(1000, 9999), s.r.randrange(10 ** 6)), "http://olx-zhetkizu%d.site/pay" % s.r.randrange(10, 99), "https://invest-altyn%d.online" % s.r.randrange(100, 999)]

    def addr(s, n):
        st = ["ул. Абая", "пр. Достык", "ул. Сатпаева", "мкр. Самал", "ул. Гагарина", "ул. Жибек жолы", "ул. Толе би"]
        return ["%s, %s, %d" % (REGNAME[s.reg][5], s.r.choice(st), s.r.randrange(1, 190)) for _ in range(n)]

    def uniq(s, f):
        while True:
            v = f()
            if v and v not in s.seen:
                s.seen.add(v)
                return v

    def phone(s, op=None):
        return s.uniq(lambda: "+7" + s.r.choice(MOB[op or s.r.choice(list(MOB))]) + "%07d" % s.r.randrange(1000000, 9999999))

    def iban(s, bank=None, letters=False):
        bank = bank or s.r.choice(["722", "722", "722", "601", "601", "856", "965", "948", "551", "914"])
        def f():
            if bank == "722":
                b = "C%02d%010d" % (s.r.randrange(10, 60), s.r.randrange(10 ** 10))
            elif bank == "601":
                b = "A%012d" % s.r.randrange(10 ** 12)
            else:
                b = "%013d" % s.r.randrange(10 ** 13)
            return iban(bank, b)
        return s.uniq(f)

    def card(s, bank):
        return s.uniq(lambda: luhn(BANKS[bank][4] + "%09d" % s.r.randrange(10 ** 9)))

    def person(s):
        p = P()
        r = s.r
        fem = r.random() < .5
        su, pa = r.choice(SUR), r.choice(PAT)
        fi = r.choice(FF if fem else FM)
        p.kk = f"{su[0]}{'а' if fem else ''} {fi[0]} {pa[0]}{'қызы' if fem else 'ұлы'}"
        p.ru = f"{su[1]}{'а' if fem else ''} {fi[1]} {pa[1]}{'овна' if fem else 'ович'}"
        p.en = f"{su[2]}{'a' if fem else ''} {fi[2]}"
        p.fem = fem
        def f():
            y = r.randrange(1948, 2006)
            d = "%02d%02d%02d%d%04d" % (y % 100, r.randrange(1, 13), r.randrange(1, 28), (4 if fem else 3) if y < 2000 else (6 if fem else 5), r.randrange(1, 3000))
            c = iin_check(d)
            return c and d + c
        p.iin = s.uniq(f)
        p.phone = s.phone()
        p.acct = s.iban()
        p.bank = p.acct[4:7]
        p.card = s.card(p.bank)
        p.occ = r.choice(OCC)
        p.org = False
        return p

    def org(s, o):
        p = P()
        p.ru, p.kk, p.en = o
        r = s.r
        def f():
            d = "%02d%02d%d%d%05d" % (r.randrange(1, 24), r.randrange(1, 13), 4, r.randrange(0, 2), r.randrange(1, 99999))
            c = iin_check(d)
            return c and d + c
        p.iin = s.uniq(f)
        p.acct = s.iban(r.choice(["601", "856", "965", "722"]))
        p.bank, p.org, p.phone = p.acct[4:7], True, None
        return p

    def imsi(s):
        return "401%02d%010d" % (s.r.choice([1, 2, 77]), s.r.randrange(10 ** 10))

    def iccid(s):
        return luhn("8997%02d%012d" % (s.r.choice([1, 2, 77]), s.r.randrange(10 ** 12)))


# ---------------------------------------------------------------- writings
def _m(t, sep, dec, nd=2):
    neg, t = t < 0, abs(t)
    a, b = divmod(t, 100)
    i = f"{a:,}".replace(",", sep)
    return ("-" if neg else "") + i + (dec + "%02d" % b if nd or b else "")


m_nb = lambda t: _m(t, NB, ",")
m_sp = lambda t: _m(t, " ", ",")
m_thin = lambda t: _m(t, THIN, ",")
m_nnb = lambda t: _m(t, NNB, ",")
m_us = lambda t: _m(t, ",", ".")
m_comma = lambda t: _m(t, "", ",")
m_dot = lambda t: _m(t, "", ".")
m_plain = lambda t: _m(t, "", ".", 0)
m_sp0 = lambda t: _m(t, " ", ",", 0)


def p_as(style):
    def f(p):
        if p is None:
            return None
        if not p.startswith("+7") or len(p) != 12:
            return p
        a, b, c, d = p[2:5], p[5:8], p[8:10], p[10:]
        return {"e": p, "7": p[1:], "8": "8" + p[2:], "10": p[2:], "8b": f"8({a}){b}-{c}-{d}", "8s": f"8 {a} {b} {c} {d}", "+s": f"+7 {a} {b} {c} {d}",
                "+b": f"+7 ({a}) {b}-{c}-{d}", "8-": f"8-{a}-{b}-{c}{d}", "7s": f"7 {a} {b}{c}{d}", "n": int(p[1:])}[style]
    return f


def p_mix(r):
    def f(p):  # a Russian number is never written as bare ten digits: nobody could tell
        k = r.choice(["e", "7", "8", "8b", "8s", "+s", "+b", "8-", "10"])
        return p_as("8" if k == "10" and p.startswith("+79") else k)(p)
    return f


def mask(c):
    return c[:6] + "******" + c[-4:]


def c_as(style):
    return lambda c: {"m": mask(c), "x": c[:6] + "XXXXXX" + c[-4:], "s": f"{c[:4]} {c[4:6]}** **** {c[-4:]}", "full": c, "fs": " ".join(c[i:i + 4] for i in (0, 4, 8, 12))}[style]


def hms(s):
    return "%02d:%02d:%02d" % (s // 3600, s // 60 % 60, s % 60)


def ms(s):
    return "%02d:%02d" % (s // 60, s % 60)


# ---------------------------------------------------------------- columns and tables
class C:
    """One column: id, header, cell(rec), truth(rec) -> dict."""
    def __init__(s, id, head, cell, truth=None):
        s.id, s.head, s.cell, s.truth = id, head, cell, truth or (lambda x: {})


class XL:  # excel cell with a number format
    def __init__(s, v, fmt):
        s.v, s.fmt = v, fmt


class T:
    def __init__(s, reg, part=""):
        s.reg, s.part, s.rows, s.merges, s.widths = reg, part, [], [], None

    def add(s, cells, kind, fields=None, **x):
        f = {k: v for k, v in (fields or {}).items() if v is not None and v != ""}
        s.rows.append((list(cells), kind, f, x))

    def skip(s, cells, note):
        s.add(cells, "skip", None, note=note)

    def letter(s, *lines):
        for l in lines:
            s.skip(l if isinstance(l, list) else [l] if l else [], "letterhead" if l else "blank")

    def cov(s, cells, **f):
        s.add(cells, "coverage", f, note="letterhead")

    def head(s, cols):
        s.skip([c.head for c in cols], "header")

    def blank(s, n=0):
        s.skip([None] * n, "blank")

    def data(s, cols, rec, kind, spoil=None, **x):
        cells, f = [], {}
        for c in cols:
            cells.append(c.cell(rec))
            f.update(c.truth(rec))
        if spoil:
            cid, val, drop, rej = spoil
            i = [c.id for c in cols].index(cid)
            cells[i] = val
            for k in drop:
                f.pop(k, None)
            x = dict(x, bad={drop[0]: str(val)})
            if rej:
                x["was"] = kind
                if kind == "case":
                    x["accept"] = ["case"]
                kind = "reject"
        s.add(cells, kind, f, **x)


def clean(v):
    return v.strip() if isinstance(v, str) else v


def units(t, file, rownum, lossy=None, line=False):
    out = []
    for (cells, kind, f, x), n in zip(t.rows, rownum):
        f = {k: clean(lossy(v) if lossy and isinstance(v, str) else v) for k, v in f.items()}
        u = {"file": file, "part": t.part, "row": n, "kind": kind, "fields": f}
        u.update(x)
        if line:
            u["line"] = n
        out.append(u)
    return out


def to_csv(t, file, enc="utf-8", delim=";", quoting=csv.QUOTE_MINIMAL, eol="\r\n", raw=None):
    """raw: {row index: literal line} for ragged or broken lines."""
    out, nums, line = [], [], 1
    loss = None
    base = {"utf-8-sig": "utf-8"}.get(enc, enc)
    tr = {}
    if enc in ("cp866", "koi8-r"):
        tr = str.maketrans({"«": '"', "»": '"', "–": "-", "—": "-", **({"№": "N"} if enc == "koi8-r" else {})})
    if enc in ("cp1251", "cp866", "koi8-r"):
        loss = lambda v: v.translate(tr).encode(enc, "replace").decode(enc)
    for i, (cells, *_ ) in enumerate(t.rows):
        b = io.StringIO()
        if raw and i in raw:
            s = raw[i] + eol
        elif not cells:
            s = eol
        else:
            csv.writer(b, delimiter=delim, quoting=quoting, lineterminator=eol).writerow(["" if c is None else c.translate(tr) if isinstance(c, str) and tr else c for c in cells])
            s = b.getvalue()
        nums.append(line)
        line += s.count("\n")
        out.append(s)
    data = "".join(out)
    if enc == "utf-16":
        by = b"\xff\xfe" + data.encode("utf-16-le")
    elif loss:
        by = data.encode(enc, "replace")
    else:
        by = data.encode(enc)
    return by, units(t, file, nums, loss)


def to_xlsx(tabs, file, empty=(), empty_first=False):
    bio = io.BytesIO()
    wb = xlsxwriter.Workbook(bio, {"in_memory": True, "strings_to_numbers": False})
    wb.set_properties({"created": D.datetime(2025, 1, 1), "author": ""})
    fm = {}
    un = []
    def fmt(s):
        if s not in fm:
            fm[s] = wb.add_format({"num_format": s})
        return fm[s]
    bold = wb.add_format({"bold": True, "text_wrap": True, "align": "center"})
    if empty_first:
        for e in empty:
            wb.add_worksheet(e)
    for t in tabs:
        ws = wb.add_worksheet(t.part)
        for i, (cells, kind, f, x) in enumerate(t.rows):
            for j, c in enumerate(cells):
                if c is None or c == "":
                    continue
                if isinstance(c, XL):
                    if isinstance(c.v, (D.datetime, D.date, D.time)):
                        ws.write_datetime(i, j, c.v, fmt(c.fmt))
                    else:
                        ws.write_number(i, j, c.v, fmt(c.fmt))
                elif isinstance(c, bool):
                    ws.write_boolean(i, j, c)
                elif isinstance(c, (int, float)):
                    ws.write_number(i, j, c)
                elif x.get("note") == "header":
                    ws.write_string(i, j, c, bold)
                else:
                    ws.write_string(i, j, c)
        for (r1, c1, r2, c2) in t.merges:
            ws.merge_range(r1, c1, r2, c2, t.rows[r1][0][c1], bold)
        un += units(t, file, range(1, len(t.rows) + 1))
    if not empty_first:
        for e in empty:
            wb.add_worksheet(e)
    wb.close()
    return bio.getvalue(), un


def to_html(t, file, enc="utf-8", title=""):
    o = [f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={"windows-1251" if enc == "cp1251" else enc}"><title>{html.escape(title)}</title></head>\n<body>\n<table border="1">\n']
    for cells, kind, f, x in t.rows:
        tag = "th" if x.get("note") == "header" else "td"
        o.append("<tr>" + "".join(f"<{tag}>{html.escape(str(c)).replace(NB, '&nbsp;') if c is not None else '&nbsp;'}</{tag}>" for c in (cells or [None])) + "</tr>\n")
    o.append("</table>\n</body></html>\n")
    loss = (lambda v: v.encode(enc, "xmlcharrefreplace").decode(enc)) if enc != "utf-8" else None
    return "".join(o).encode(enc, "xmlcharrefreplace"), units(t, file, range(1, len(t.rows) + 1))


def to_xml2003(tabs, file):
    o = ['<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\n']
    un = []
    for t in tabs:
        o.append(f'<Worksheet ss:Name="{escape(t.part)}"><Table>\n')
        gap = False
        for i, (cells, kind, f, x) in enumerate(t.rows):
            if not any(c not in (None, "") for c in cells):
                gap = True
                continue
            o.append(f'<Row ss:Index="{i + 1}">' if gap else "<Row>")
            gap, cg = False, False
            for j, c in enumerate(cells):
                if c in (None, ""):
                    cg = True
                    continue
                ix = f' ss:Index="{j + 1}"' if cg else ""
                cg = False
                if isinstance(c, XL):
                    c = c.v
                if isinstance(c, D.datetime):
                    ty, v = "DateTime", c.strftime("%Y-%m-%dT%H:%M:%S.000")
                elif isinstance(c, (int, float)):
                    ty, v = "Number", repr(c)
                else:
                    ty, v = "String", escape(str(c))
                o.append(f'<Cell{ix}><Data ss:Type="{ty}">{v}</Data></Cell>')
            o.append("</Row>\n")
        o.append("</Table></Worksheet>\n")
        un += units(t, file, range(1, len(t.rows) + 1))
    o.append("</Workbook>\n")
    return "".join(o).encode("utf-8"), un


def rezip(by):
    zi, bo = zipfile.ZipFile(io.BytesIO(by)), io.BytesIO()
    with zipfile.ZipFile(bo, "w", zipfile.ZIP_DEFLATED) as zo:
        for n in zi.namelist():
            i = zipfile.ZipInfo(n, (1980, 1, 1, 0, 0, 0))
            i.compress_type = zipfile.ZIP_DEFLATED
            zo.writestr(i, zi.read(n))
    return bo.getvalue()


def to_docx(t, file, before=(), after=(), cov=None):
    import docx
    d = docx.Document()
    d.core_properties.created = d.core_properties.modified = D.datetime(2025, 1, 1)
    d.core_properties.author = d.core_properties.last_modified_by = ""
    for p in before:
        d.add_paragraph(p)
    w = max(len(r[0]) for r in t.rows)
    tb = d.add_table(rows=0, cols=w)
    for cells, *_ in t.rows:
        rc = tb.add_row().cells
        for j, c in enumerate(cells):
            rc[j].text = "" if c is None else str(c)
    for p in after:
        d.add_paragraph(p)
    b = io.BytesIO()
    d.save(b)
    un = units(t, file, range(1, len(t.rows) + 1))
    if cov:
        un.insert(0, {"file": file, "part": "", "row": 0, "kind": "coverage", "fields": cov, "note": "letter text"})
    return rezip(b.getvalue()), un


def to_jsonl(recs, file):
    """recs: (obj, kind, fields, extra)"""
    lines, un = [], []
    for i, (o, k, f, x) in enumerate(recs, 1):
        lines.append(o if isinstance(o, str) else json.dumps(o, ensure_ascii=False))
        u = {"file": file, "part": "", "row": i, "kind": k, "fields": {a: b for a, b in f.items() if b is not None}, "line": i}
        u.update(x)
        un.append(u)
    return ("\n".join(lines) + "\n").encode("utf-8"), un


class Region:
    def __init__(s, root, code):
        s.code, s.root, s.un, s.files = code, root, [], {}
        os.makedirs(f"{root}/regions/{code}", exist_ok=True)

    def meta(s, file, fmt, kind, un, usable=True, **x):
        s.un += un
        s.files[file] = dict({"format": fmt, "record_kind": kind, "units": len(un), "usable": usable}, **x)

    def put(s, file, fmt, kind, res, usable=True, **x):
        by, un = res
        with open(f"{s.root}/regions/{s.code}/{file}", "wb") as f:
            f.write(by)
        s.meta(file, fmt, kind, un, usable, **x)

    def zip(s, file, members):
        """members: name, fmt, kind, (bytes, units)"""
        b = io.BytesIO()
        with zipfile.ZipFile(b, "w", zipfile.ZIP_DEFLATED) as z:
            for n, fmt, kind, (by, un), us in members:
                i = zipfile.ZipInfo(n, (2025, 1, 1, 0, 0, 0))
                i.compress_type = zipfile.ZIP_DEFLATED
                i.flag_bits |= 0x800
                z.writestr(i, by)
        with open(f"{s.root}/regions/{s.code}/{file}", "wb") as f:
            f.write(b.getvalue())
        s.files[file] = {"format": "zip", "record_kind": "archive", "units": 0, "usable": True, "members": len(members)}
        for n, fmt, kind, (by, un), us in members:
            s.meta(f"{file}/{n}", fmt, kind, un, us)

    def done(s):
        os.makedirs(f"{s.root}/truth", exist_ok=True)
        with open(f"{s.root}/truth/{s.code}.jsonl", "w", encoding="utf-8") as f:
            for u in s.un:
                f.write(json.dumps(u, ensure_ascii=False, separators=(",", ":")) + "\n")
        with open(f"{s.root}/truth/{s.code}.files.json", "w", encoding="utf-8") as f:
            json.dump(s.files, f, ensure_ascii=False, indent=1)
            f.write("\n")
