"""Operators' replies of the second set."""
from common import *

d = D.datetime


def make_calls(w, own, n, start, days, data=True, others=None):
    r, out = w.r, []
    others = others or [p.phone for p in w.people if p.phone] + w.scam * 2 + w.foreign + ["1414", "102"]
    for t in w.times(start, days, n):
        o = own if not isinstance(own, list) else r.choice(own)
        svc = r.choice(["voice"] * 7 + ["sms"] * 2 + (["data"] if data else []))
        b = r.choice([x for x in others if x != o.phone])
        sd = "out" if svc == "data" else r.choice(["out", "in"])
        if b in ("1414", "102"):
            sd, svc = ("in", "sms") if b == "1414" else ("out", "voice")
        dur = {"voice": r.choice([0, r.randrange(1, 59), r.randrange(60, 600), r.randrange(600, 3300)]), "sms": None, "data": r.randrange(30, 3500)}[svc]
        lac, cid, ad = r.choice(w.cells)
        out.append(Rec(at=t, svc=svc, dir=sd, own=o.phone, oth=None if svc == "data" else b, dur=dur, imei=o.imei, imsi=o.imsi, lac=lac, cid=cid, addr=ad, trunk=None,
                       a=o.phone if sd == "out" else b, b=None if svc == "data" else (b if sd == "out" else o.phone)))
    return out


def sims(w, n):
    out = []
    for i in range(n):
        p = w.people[i]
        out.append(Rec(phone=p.phone, imei=w.imeis[i % len(w.imeis)], imsi=w.imsi(), p=p))
    return out


def ccol(id, head, a, fld, f=lambda v: v):
    return C(id, head, lambda x: None if getattr(x, a) is None else f(getattr(x, a)), lambda x: {fld: None if getattr(x, a) is None else str(getattr(x, a))})


def ab(ha, hb, fa, fb=None):
    fb = fb or fa
    return [C("a", ha, lambda x: fa(x.a), lambda x: {"a": x.a}), C("b", hb, lambda x: None if x.b is None else fb(x.b), lambda x: {"b": x.b})]


def other(head, f):
    return C("oth", head, lambda x: None if x.oth is None else f(x.oth), lambda x: {"a": x.a, "b": x.b})


def dur(head, f, empty=None):
    return C("dur", head, lambda x: empty if x.dur is None else f(x.dur), lambda x: {"duration_s": x.dur})


def typ(head, words, dirn=True):
    """words: {(service, direction): word}"""
    return C("typ", head, lambda x: words[x.svc, x.dir], lambda x: dict({"service": x.svc}, **({"direction": x.dir} if dirn and x.svc != "data" else {})))


def words(vo, vi, so, si, da):
    return {("voice", "out"): vo, ("voice", "in"): vi, ("sms", "out"): so, ("sms", "in"): si, ("data", "out"): da}


def bad_other(v):
    return lambda x: ("oth", v, ["a"] if x.dir == "in" else ["b"], True)


def bad_ab(s, v):
    return lambda x: (s, v, [s], True)


bad_dur = lambda v: lambda x: ("dur", v, ["duration_s"], False)
bad_imei = lambda x: ("imei", x.imei[:-1] + str((int(x.imei[-1]) + 4) % 10), ["imei"], False)
voice = lambda x: x.svc == "voice"
talk = lambda x: x.svc != "data"


def num(w, t, cells):
    """The letter-head's line with the subscriber's own number."""
    t.add(cells, "skip", None, note="letterhead", accept=["coverage"])


def by_sub(w):
    s = sims(w, 3)[0]
    recs = make_calls(w, s, 120, d(2025, 3, 1), 30)
    t = T(w.reg, "Детализация")
    t.letter(["Оператор сотовой связи. Ответ на санкционированный запрос № 5-118"], "")
    num(w, t, ["Абонентский номер:", None, p_as("+b")(s.phone)])
    t.letter(["Абонент:", None, s.p.ru], ["Период:", None, "01.03.2025 00:00:00 - 31.03.2025 23:59:59"], ["IMSI:", None, s.imsi])
    cols = [seq("№"), typ("Вид связи", words("Исходящий вызов", "Входящий вызов", "Исходящее SMS", "Входящее SMS", "GPRS-сессия")), at("Дата", "%d.%m.%Y", w.reg), tm("Время начала", "%H:%M:%S"), other("Номер собеседника", p_mix(w.r)),
            dur("Длительность, мин:сек", ms, "-"), ccol("imei", "IMEI", "imei", "imei"), ccol("lac", "LAC", "lac", "lac"), ccol("cid", "Cell ID", "cid", "cid"), ccol("ad", "Адрес базовой станции", "addr", "address")]
    t.head(cols)
    for x in recs:
        x.x = {}
    base = cols[1].truth
    cols[1].truth = lambda x: dict(base(x), imsi=x.imsi, a=x.a, b=x.b)
    emit(t, cols, recs, "call", [(voice, bad_dur("ош.")), (talk, bad_other("не определен")), (None, bad_date("31.04.2025")), (None, bad_imei)])
    t.skip(["Всего записей:", len(recs)], "total")
    f = "Детализация_%s.xlsx" % s.phone[2:]
    return f, "xlsx", "call", to_xlsx([t], f)


def by_imei(w):
    ss = sims(w, 5)
    im = w.imeis[0]
    for s in ss:
        s.imei = im
    recs = make_calls(w, ss, 110, d(2025, 2, 20), 20)
    t = T(w.reg)
    cols = [ccol("imei", "IMEI", "imei", "imei"), ccol("imsi", "IMSI", "imsi", "imsi"), typ("REC_TYPE", words("MOC", "MTC", "SMS-MO", "SMS-MT", "GPRS")), *ab("A_NUM", "B_NUM", p_as("7")), at("START_TIME", "%Y%m%d%H%M%S", w.reg), dur("DUR_SEC", str, ""),
            ccol("lac", "LAC", "lac", "lac"), ccol("cid", "CI", "cid", "cid")]
    t.head(cols)
    emit(t, cols, recs, "call", [(None, bad_date("20250231120000")), (lambda x: x.b, bad_ab("b", "UNKNOWN")), (None, bad_imei), (voice, bad_dur("-1x"))])
    f = "IMEI_%s.csv" % im
    return f, "csv", "call", to_csv(t, f, "utf-8", "\t", eol="\n")


def tower_recs(w, n, a, hours, cells):
    r, out = w.r, []
    ss = [Rec(phone=w.phone(), imei=luhn("86%012d" % r.randrange(10 ** 12)), imsi=w.imsi()) for _ in range(30)] + sims(w, 8)
    recs = make_calls(w, ss, n, a, 1, data=False, others=[w.phone() for _ in range(60)] + w.scam)
    for x in recs:
        x.at = a + D.timedelta(seconds=r.randrange(hours * 3600))
        x.lac, x.cid, x.addr = r.choice(w.cells[:cells])
    return sorted(recs, key=lambda x: x.at)


def by_cell(w):
    """Base stations in a workbook: hh:mm:ss, the station in the sheet's letter-head, two sheets."""
    tabs = []
    for k in range(2):
        recs = tower_recs(w, 70, d(2025, 4, 18, 13 + k), 3, 1)
        lac, cid, ad = w.cells[k]
        for x in recs:
            x.lac, x.cid, x.addr = lac, cid, ad
        t = T(w.reg, "БС %d" % cid)
        t.letter(["Базовая станция:", ad], ["LAC", lac, "CID", cid], "")
        cols = [seq("N"), *ab("Номер А", "Номер Б", p_as("8")), at("Начало", lambda x: XL(x, "dd.mm.yy hh:mm:ss"), w.reg), dur("Продолж.", hms, "00:00:00"), typ("Услуга", {k: {"voice": "Голос", "sms": "СМС", "data": "Данные"}[k[0]] for k in words(*"abcde")}, False),
                ccol("imsi", "IMSI абонента А или Б", "imsi", "imsi"), ccol("imei", "IMEI", "imei", "imei")]
        dt = cols[4].truth
        cols[4].truth = lambda x: {"duration_s": x.dur or 0}
        cols[0].truth = lambda x: {"lac": str(x.lac), "cid": str(x.cid), "address": x.addr}
        t.head(cols)
        emit(t, cols, recs, "call", [(None, bad_date("время?")), (None, bad_ab("a", "8(7"))] if k == 0 else [(None, bad_imei), (voice, bad_dur("--:--:--"))])
        tabs.append(t)
    f = "БС_18.04.2025.xlsx"
    return f, "xlsx", "call", to_xlsx(tabs, f)


def kk_sub(w):
    """Kazakh, two subscribers one after another, own and other number with direction words."""
    t = T(w.reg)
    t.letter(["Байланыс операторының жауабы"])
    for k, s in enumerate(sims(w, 5)[3:]):
        recs = make_calls(w, s, 58, d(2024, 2, 22), 14)
        t.letter("")
        num(w, t, ["Абонент нөмірі", p_as("+s")(s.phone)])
        t.letter(["Кезең", "22.02.2024-07.03.2024"])
        cols = [C("own", "Абонент", lambda x: p_as("10")(x.own), lambda x: {"a": x.a, "b": x.b}), C("typ", "Бағыты", lambda x: {"out": "шығыс", "in": "кіріс"}[x.dir] if x.svc != "data" else "", lambda x: {"direction": x.dir} if x.svc != "data" else {}),
                C("svc", "Қызмет", lambda x: {"voice": "қоңырау", "sms": "SMS", "data": "интернет"}[x.svc], lambda x: {"service": x.svc}), other("Байланысқан нөмір", p_as("8s")), at("Басталу уақыты", "%d.%m.%Y %H:%M:%S", w.reg), dur("Ұзақтығы (мин:сек)", ms, ""),
                ccol("ad", "БС мекенжайы", "addr", "address"), ccol("imei", "IMEI", "imei", "imei")]
        t.head(cols)
        emit(t, cols, recs, "call", [(None, bad_date("30.02.2024 11:11:11")), (talk, bad_other("жасырын"))] if k == 0 else [(None, bad_imei), (voice, bad_dur("??"))])
    f = "abonent_2.csv"
    return f, "csv", "call", to_csv(t, f, "utf-8-sig", ";")


def dump_html(w):
    recs = tower_recs(w, 84, d(2025, 5, 7, 9), 5, 3)
    t = T(w.reg)
    cols = [at("Start (local)", lambda x: x.strftime("%d-%m-%Y %H:%M:%S"), w.reg), *ab("Calling party", "Called party", p_as("e"), p_as("7")), dur("Duration, s", str, ""), typ("Service", {k: {"voice": "Voice", "sms": "SMS", "data": "Data"}[k[0]] for k in words(*"abcde")}, False),
            C("cell", "LAC-CI", lambda x: "%d-%d" % (x.lac, x.cid), lambda x: {"lac": str(x.lac), "cid": str(x.cid)}), ccol("ad", "Site", "addr", "address"), ccol("imsi", "Served IMSI", "imsi", "imsi")]
    t.head(cols)
    emit(t, cols, recs, "call", [(None, bad_ab("b", "+7 70")), (None, bad_date("00-00-2025 00:00:00"))])
    t.skip(["Total records", len(recs)], "total")
    f = "tower_dump.xls"
    return f, "html", "call", to_html(t, f, "utf-8", "CDR")


def two_row(w):
    """A merged header of two rows, Excel date-times, duration as Excel time, own number in each row."""
    s = sims(w, 2)[1]
    recs = make_calls(w, s, 104, d(2024, 2, 24), 12)
    t = T(w.reg, "CDR")
    t.letter(["Расшифровка услуг связи"])
    cols = [at("Дата и время", lambda x: XL(x, "yyyy-mm-dd hh:mm:ss"), w.reg), typ("Тип", words("исх.", "вх.", "исх. SMS", "вх. SMS", "интернет")), C("own", "номер", lambda x: p_as("n")(x.own), lambda x: {"a": x.a, "b": x.b}), ccol("imei", "IMEI", "imei", "imei"), ccol("imsi", "IMSI", "imsi", "imsi"),
            other("номер", lambda p: int(p[1:]) if p.startswith("+") else int(p)), dur("Длит.", lambda v: XL(D.time(v // 3600, v // 60 % 60, v % 60), "[h]:mm:ss")), ccol("lac", "LAC", "lac", "lac"), ccol("cid", "CID", "cid", "cid"), ccol("ad", "адрес", "addr", "address")]
    h = len(t.rows)
    t.skip(["Дата и время", "Тип", "Абонент", None, None, "Второй абонент", "Длит.", "Базовая станция", None, None], "header")
    t.skip([None, None, "номер", "IMEI", "IMSI", "номер", None, "LAC", "CID", "адрес"], "header")
    t.merges = [(h, 0, h + 1, 0), (h, 1, h + 1, 1), (h, 2, h, 4), (h, 6, h + 1, 6), (h, 7, h, 9)]
    emit(t, cols, recs, "call", [(talk, bad_other("номер скрыт")), (None, bad_date("нет данных")), (None, bad_imei)])
    f = "Расшифровка %s.xlsx" % s.phone[-4:]
    return f, "xlsx", "call", to_xlsx([t], f)


def imei_xlsx(w):
    """One IMEI in the letter-head; A and B; seconds as numbers; a blank row between days."""
    ss = sims(w, 4)
    im = w.imeis[3]
    for s in ss:
        s.imei = im
    recs = make_calls(w, ss, 96, d(2025, 6, 1), 12)
    t = T(w.reg, im)
    t.letter(["Поиск по IMEI", im], ["с", "01.06.2025", "по", "12.06.2025"])
    cols = [at("Начало соединения", "%d.%m.%Y %H:%M:%S", w.reg), *ab("Кто", "Кому", p_as("+s"), p_mix(w.r)), typ("Соединение", words("голос исх", "голос вх", "смс исх", "смс вх", "пакетные данные")), dur("Сек.", int), ccol("imsi", "IMSI", "imsi", "imsi"), ccol("ad", "Место", "addr", "address")]
    b = cols[3].truth
    cols[3].truth = lambda x: dict(b(x), imei=x.imei)
    t.head(cols)
    for x, y in zip(recs, recs[1:]):
        if x.at.date() != y.at.date():
            x.after = lambda t: t.blank()
    emit(t, cols, recs, "call", [(None, bad_ab("a", "аноним")), (None, bad_date("07.06.2025 24:75:00")), (voice, bad_dur("много"))])
    f = "по IMEI %s.xlsx" % im[-6:]
    return f, "xlsx", "call", to_xlsx([t], f)


def cell_cp(w):
    """Base station, cp1251: date and time apart, minutes and seconds, station columns first."""
    recs = tower_recs(w, 100, d(2025, 8, 9, 17), 4, 4)
    t = T(w.reg)
    cols = [ccol("ad", "Адрес БС", "addr", "address"), ccol("lac", "ЛАК", "lac", "lac"), ccol("cid", "Сота", "cid", "cid"), at("Дата соединения", "%d.%m.%Y", w.reg), tm("Время соединения", "%H:%M:%S"),
            *ab("Вызывающий", "Вызываемый", p_as("10")), typ("Вид", {k: {"voice": "телефония", "sms": "sms", "data": ""}[k[0]] for k in words(*"abcde")}, False), dur("Длительность (ММ:СС)", ms, "00:00"), ccol("imei", "ИМЕЙ", "imei", "imei")]
    cols[8].truth = lambda x: {"duration_s": x.dur or 0}
    t.head(cols)
    emit(t, cols, recs, "call", [(None, bad_ab("a", "701")), (None, bad_date("09.08.20255")), (None, bad_imei), (voice, bad_dur("аб:вг"))])
    t.skip(["Итого соединений: %d" % len(recs)], "total")
    f = "baza_090825.csv"
    return f, "csv", "call", to_csv(t, f, "cp1251", ";")


def sub_trunk(w):
    """Subscriber, tab text: A, B, side letters, seconds, incoming trunk; header in capitals."""
    s = sims(w, 6)[5]
    recs = make_calls(w, s, 106, d(2025, 7, 1), 21)
    for x in recs:
        x.trunk = w.r.choice(["INT-GW-%d" % w.r.randrange(1, 5), "KTC-ALA-2"]) if x.svc == "voice" and x.dir == "in" else None
    t = T(w.reg)
    t.letter(["CDR EXTRACT"])
    num(w, t, ["MSISDN=" + s.phone[1:]])
    t.letter(["FROM=2025-07-01 TO=2025-07-22"])
    cols = [at("DATE", "%d/%m/%Y", w.reg), tm("TIME", "%H:%M:%S"), *ab("CALLING", "CALLED", p_as("7")), typ("DIR", words("O", "T", "SMS-O", "SMS-T", "DATA")), dur("SECONDS", str, "0"), ccol("tr", "IN_TRUNK", "trunk", "trunk"), ccol("imei", "IMEI", "imei", "imei"), ccol("imsi", "IMSI", "imsi", "imsi"), C("cgi", "CGI", lambda x: "401-01-%d-%d" % (x.lac, x.cid), lambda x: {"lac": str(x.lac), "cid": str(x.cid)})]
    cols[5].truth = lambda x: {"duration_s": x.dur or 0}
    t.head(cols)
    emit(t, cols, recs, "call", [(lambda x: x.svc == "voice", bad_ab("a", "ANON")), (None, bad_date("32/07/2025")), (None, bad_imei)])
    f = "cdr_%s.txt" % s.phone[-5:]
    return f, "csv", "call", to_csv(t, f, "utf-8", "\t")
