"""Invented events (transfers, calls, cases, chats) and column shorthands shared by the six regions."""
from blindlib import *

DT = D.datetime


# ---------------------------------------------------------------- transfers
class X:
    pass


OPS = {"p2p": ("Перевод между счетами", "Аударым", "Transfer"), "in": ("Поступление", "Түсім", "Credit"), "atm": ("Снятие наличных в банкомате", "Банкоматтан қолма-қол ақша алу", "ATM cash withdrawal"),
       "buy": ("Оплата товаров и услуг", "Тауар мен қызмет төлемі", "Purchase"), "sal": ("Заработная плата", "Жалақы", "Salary"), "loan": ("Выдача займа", "Қарыз беру", "Loan issue"), "rev": ("Отмена операции (возврат)", "Операцияны болдырмау (қайтару)", "Reversal")}
KNP = {"p2p": "119", "in": "119", "atm": "342", "buy": "851", "sal": "332", "loan": "421", "rev": "119"}
PURP = {"p2p": [("Перевод по номеру телефона", "Телефон нөмірі бойынша аударым", "Transfer by phone number"), ("Безвозмездный перевод", "Өтеусіз аударым", "Gift transfer"), ("Возврат долга", "Қарызды қайтару", "Debt repayment"), ("Пополнение кошелька USDT P2P", "USDT P2P әмиянын толтыру", "USDT P2P top up")],
        "atm": [("Выдача наличных, банкомат 20418", "Қолма-қол ақша беру, банкомат 20418", "Cash ATM 20418")], "buy": [("Оплата в магазине «Дос Маркет»", "«Дос Маркет» дүкеніндегі төлем", "POS Dos Market")],
        "sal": [("Заработная плата за месяц; аванс", "Айлық жалақы", "Salary for the month")], "loan": [("Выдача займа по договору", "Шарт бойынша қарыз беру", "Loan under contract")], "rev": [("Отмена ошибочного перевода", "Қате аударымды болдырмау", "Reversal of wrong transfer")]}


def gen_tx(w, own, n, start, days, lang=0, cur="KZT", rate=1, whole=False):
    r = w.r
    ts = set()
    while len(ts) < n:
        t = start + D.timedelta(seconds=r.randrange(days * 86400))
        if t.second == 0 or t.hour == 23 or (t.month, t.day) == (2, 29):
            continue
        ts.add(t)
    out, bal = [], r.randrange(0, 90_000_00)
    op0 = bal
    for t in sorted(ts):
        x = X()
        k = r.choices(["p2p", "in", "atm", "buy", "sal", "loan", "rev"], [34, 34, 10, 12, 3, 3, 3])[0]
        s = r.choice([r.randrange(1, 90) * 5000_00, r.randrange(1000_00, 999_999_99), r.randrange(500, 20000) * 100])
        if cur != "KZT":
            s = r.randrange(500, 300000)
        if whole:
            s -= s % 100
        x.out = k in ("p2p", "atm", "buy")
        if x.out and s > bal:
            k, x.out = "in", False
        o = r.choice(w.orgs if k in ("buy", "sal", "loan") else w.victims if k == "in" else w.mules)
        while o is own:
            o = r.choice(w.mules)
        x.other = None if k == "atm" else o
        x.payer, x.payee = (own, x.other) if x.out else (x.other, own)
        x.kind, x.t, x.cur, x.minor = k, t, cur, s
        x.tiyn = s * rate if cur != "KZT" else s
        bal += -s if x.out else s
        x.bal = bal
        x.knp, x.op, x.purp = KNP[k], OPS[k][lang], r.choice(PURP["p2p" if k == "in" else k])[lang]
        x.rev = k == "rev"
        x.ref = "%s%09d" % (r.choice(["TR", "FT", "OP"]), r.randrange(10 ** 9))
        x.own = own
        x.lang = lang
        out.append(x)
    return out, op0, bal


def nm(p, lang):
    return None if p is None else (p.ru, p.kk, p.en)[lang]


def bank_nm(p, lang, style="name"):
    if p is None:
        return None
    return BANKS[p.bank][3] if style == "bic" else BANKS[p.bank][lang]


def tx_truth_base(x):
    d = {"currency": x.cur}
    return d


def AT(reg, head, f="%d.%m.%Y %H:%M:%S", prec="second", how="str"):
    def cell(x):
        if how == "str":
            return f(x.t) if callable(f) else x.t.strftime(f)
        if how == "xl":
            return XL(x.t, f)
        return serial(x.t)
    def tr(x):
        t = x.t.replace(second=0) if prec == "minute" else x.t.replace(hour=0, minute=0, second=0) if prec == "day" else x.t
        return {"at": utc(t, reg), "at_precision": prec}
    return C("at", head, cell, tr)


def DAY(reg, head, f="%d.%m.%Y", how="str"):
    return C("date", head, lambda x: XL(D.datetime(x.t.year, x.t.month, x.t.day), f) if how == "xl" else x.t.strftime(f), lambda x: {"at": utc(D.datetime(x.t.year, x.t.month, x.t.day), reg), "at_precision": "day"})


def TIME(reg, head, f="%H:%M:%S", prec="second", how="str"):
    return C("time", head, lambda x: XL(x.t.time(), f) if how == "xl" else x.t.strftime(f), lambda x: {"at": utc(x.t if prec == "second" else x.t.replace(second=0), reg), "at_precision": prec})


def money(t, how):
    return t / 100 if how == "num" else XL(t / 100, "#,##0.00") if how == "xl" else how(t)


def CUR(head, f=lambda c: c):
    return C("cur", head, lambda x: f(x.cur), lambda x: {"currency": x.cur})


def AMT(head, how):  # in currency
    return C("amt", head, lambda x: money(x.minor, how), lambda x: dict({"amount_minor": x.minor, "currency": x.cur}, **({"amount_tiyn": x.minor} if x.cur == "KZT" else {})))


def TEN(head, how):
    return C("ten", head, lambda x: money(x.tiyn, how), lambda x: dict({"amount_tiyn": x.tiyn}, **({"amount_minor": x.tiyn, "currency": "KZT"} if x.cur == "KZT" else {})))


def DEB(head, how, zero=None):
    return C("deb", head, lambda x: money(x.minor, how) if x.out else (money(0, how) if zero else None), lambda x: dict({"amount_minor": x.minor, "currency": x.cur}, **({"amount_tiyn": x.minor} if x.cur == "KZT" else {})) if x.out else {})


def CRE(head, how, zero=None):
    return C("cre", head, lambda x: money(x.minor, how) if not x.out else (money(0, how) if zero else None), lambda x: dict({"amount_minor": x.minor, "currency": x.cur}, **({"amount_tiyn": x.minor} if x.cur == "KZT" else {})) if not x.out else {})


def SIGNED(head, how):
    return C("amt", head, lambda x: money(-x.minor if x.out else x.minor, how), lambda x: dict({"amount_minor": x.minor, "currency": x.cur}, **({"amount_tiyn": x.minor} if x.cur == "KZT" else {})))


def BAL(head, how):
    return C("bal", head, lambda x: money(x.bal, how), lambda x: {"balance_tiyn": x.bal})


def OP(head):
    return C("op", head, lambda x: x.op, lambda x: dict({"operation": x.op}, **({"reversal": True} if x.rev else {})))


def KNPC(head, num=False):
    return C("knp", head, lambda x: int(x.knp) if num else x.knp, lambda x: {"knp": x.knp})


def PUR(head):
    return C("pur", head, lambda x: x.purp, lambda x: {"purpose": x.purp})


def REF(head):
    return C("ref", head, lambda x: x.ref, lambda x: {"reference": x.ref})


def CONST(head, v, id="k"):
    return C(id, head, lambda x: v)


def NO(head="№"):
    c = [0]
    def f(x):
        c[0] += 1
        return c[0]
    return C("no", head, f)


def SIDE(side, h, num_iin=False, bank="name", spaced=False, res=True, order="nirba"):
    """five columns of payer or payee; h = five headers; order: n name, i iin, r residency, b bank, a account"""
    g = lambda x: getattr(x, side)
    acct = lambda p: " ".join(p.acct[i:i + 4] for i in range(0, 20, 4)) if spaced else p.acct
    cs = {"n": C(side + "_n", h[0], lambda x: nm(g(x), x.lang) or ("ATM" if x.kind == "atm" else None), lambda x: {side + "_name": nm(g(x), x.lang) or "ATM"} if g(x) or x.kind == "atm" else {}),
          "i": C(side + "_i", h[1], lambda x: g(x) and (int(g(x).iin) if num_iin else g(x).iin), lambda x: {side + "_iin": g(x).iin} if g(x) else {}),
          "r": C(side + "_r", h[2], lambda x: ("Резидент", "Резидент", "Resident")[x.lang] if g(x) else None),
          "b": C(side + "_b", h[3], lambda x: bank_nm(g(x), x.lang, bank), lambda x: {side + "_bank": g(x).bank} if g(x) else {}),
          "a": C(side + "_a", h[4], lambda x: acct(g(x)) if g(x) else None, lambda x: {side + "_account": g(x).acct, side + "_bank": g(x).bank} if g(x) else {})}
    return [cs[c] for c in order]


def OTHER(hn=None, hi=None, hb=None, ha=None, bank="name", own=True, spaced=False):
    """counterparty columns of an own-account statement; the own account comes from the letter-head"""
    def side(x):
        return "payee" if x.out else "payer"
    def mine(x):
        s = "payer" if x.out else "payee"
        return {s + "_account": x.own.acct, s + "_bank": x.own.bank, "own_account": x.own.acct}
    cs = []
    if hn:
        cs.append(C("oth_n", hn, lambda x: nm(x.other, x.lang), lambda x: dict(mine(x), **({side(x) + "_name": nm(x.other, x.lang)} if x.other else {}))))
    if hi:
        cs.append(C("oth_i", hi, lambda x: x.other and x.other.iin, lambda x: dict(mine(x), **({side(x) + "_iin": x.other.iin} if x.other else {}))))
    if hb:
        cs.append(C("oth_b", hb, lambda x: bank_nm(x.other, x.lang, bank), lambda x: dict(mine(x), **({side(x) + "_bank": x.other.bank} if x.other else {}))))
    if ha:
        cs.append(C("oth_a", ha, lambda x: x.other and (" ".join(x.other.acct[i:i + 4] for i in range(0, 20, 4)) if spaced else x.other.acct), lambda x: dict(mine(x), **({side(x) + "_account": x.other.acct, side(x) + "_bank": x.other.bank} if x.other else {}))))
    return cs


RU5P = ["Наименование/ФИО плательщика", "ИИН/БИН плательщика", "Резидентство плательщика", "Банк плательщика", "Номер счета плательщика"]
RU5R = [h.replace("плательщика", "получателя") for h in RU5P]


def bad_iban(a):
    return a[:2] + "%02d" % ((int(a[2:4]) + 7) % 97 + 1 if (int(a[2:4]) + 7) % 97 + 1 != int(a[2:4]) else 50) + a[4:]


def BAD_DATE(v="31.02.2025 10:15:00"):
    return ("at", v, ["at", "at_precision"], True)


def BAD_SUM(v="12 5O0,0O", id="amt"):
    return (id, v, ["amount_minor", "amount_tiyn"], True)


def BAD_IBAN(x, id="payee_a", side="payee", bank_col=True):
    p = getattr(x, side)
    return (id, bad_iban(p.acct), [side + "_account"] + ([] if bank_col else [side + "_bank"]), False)


def PHONE_IN_ACCT(x, id="payee_a", side="payee", bank_col=True):
    p = getattr(x, side)
    return (id, "8" + p.phone[2:], [side + "_account"] + ([] if bank_col else [side + "_bank"]), False)


def fill(t, cols, recs, kind="transaction", spoils=None, blank_at=(), sub=None, wide=None):
    """spoils {index: tuple or function(rec)}; sub(date, recs) -> cells of a daily sub-total"""
    day = None
    bunch = []
    for i, x in enumerate(recs):
        if sub and day and x.t.date() != day:
            t.skip(sub(day, bunch), "subtotal")
            bunch = []
        if sub:
            day = x.t.date()
        bunch.append(x)
        s = (spoils or {}).get(i)
        t.data(cols, x, kind, s(x) if callable(s) else s)
        if i in blank_at:
            t.blank(len(cols) if wide is None else wide)
    if sub and bunch:
        t.skip(sub(day, bunch), "subtotal")


def pick(recs, cond, skip=0):
    return [i for i, x in enumerate(recs) if cond(x)][skip]


has_payee = lambda x: x.payee is not None and x.payee.phone


# ---------------------------------------------------------------- calls
def gen_calls(w, own, n, start, days, imei=None, imsi=None, svc=(75, 18, 7)):
    r = w.r
    ts = set()
    while len(ts) < n:
        t = start + D.timedelta(seconds=r.randrange(days * 86400))
        if t.second:
            ts.add(t)
    out = []
    pool = [p.phone for p in w.people[:14]] + w.scam + w.foreign + ["+771325%05d" % r.randrange(10 ** 5), "1414"]
    pool = [p for p in pool if p != own]
    cells = r.sample(w.cells, 4)
    for t in sorted(ts):
        x = X()
        x.t, x.own, x.other = t, own, r.choice(pool)
        x.out = r.random() < .55 and x.other not in w.foreign
        if x.other == "1414":
            x.out = False
        x.svc = "sms" if x.other == "1414" else r.choices(["voice", "sms", "data"], svc)[0]
        x.dur = 0 if x.svc == "sms" else r.choice([r.randrange(1, 30), r.randrange(30, 900), r.randrange(900, 5000)])
        if x.svc == "data":
            x.out, x.other = True, None
        x.a, x.b = (own, x.other) if x.out else (x.other, own)
        x.cell = r.choice(cells)
        x.imei, x.imsi, x.trunk = imei or w.imeis[0], imsi, None
        out.append(x)
    return out


def CT(reg, head, f="%d.%m.%Y %H:%M:%S", how="str", prec="second"):
    c = AT(reg, head, f, prec, how)
    return C("at", head, c.cell, lambda x: {"at": c.truth(x)["at"]})


def CD(reg, head, f="%d.%m.%Y"):
    return C("date", head, lambda x: x.t.strftime(f))


def CTM(reg, head, f="%H:%M:%S"):
    return C("time", head, lambda x: x.t.strftime(f), lambda x: {"at": utc(x.t, reg)})


def OWN(head, f):
    return C("own", head, lambda x: f(x.own), lambda x: {"own_number": x.own})


def PEER(head, f):
    return C("peer", head, lambda x: f(x.other) if x.other else None, lambda x: {k: v for k, v in (("a", x.a), ("b", x.b)) if v})


def A_(head, f):
    return C("a", head, lambda x: f(x.a) if x.a else None, lambda x: {"a": x.a})


def B_(head, f):
    return C("b", head, lambda x: f(x.b) if x.b else None, lambda x: {"b": x.b})


def DIR(head, o, i):
    return C("dir", head, lambda x: o if x.out else i, lambda x: {"direction": "out" if x.out else "in"})


def SVC(head, v, s, d):
    return C("svc", head, lambda x: {"voice": v, "sms": s, "data": d}[x.svc], lambda x: {"service": x.svc})


def DIRSVC(head, m):  # one column says both
    return C("svc", head, lambda x: m[(x.svc, x.out)], lambda x: {"service": x.svc, "direction": "out" if x.out else "in"})


def DUR(head, f=lambda s: s, sms_blank=False):
    return C("dur", head, lambda x: None if sms_blank and x.svc == "sms" else f(x.dur), lambda x: {} if sms_blank and x.svc == "sms" else {"duration_s": x.dur})


def IMEI(head, f=lambda v: v):
    return C("imei", head, lambda x: f(x.imei), lambda x: {"imei": x.imei})


def IMSI(head):
    return C("imsi", head, lambda x: x.imsi, lambda x: {"imsi": x.imsi})


def LAC(head):
    return C("lac", head, lambda x: x.cell[0])


def CID(head):
    return C("cid", head, lambda x: x.cell[1], lambda x: {"cell": "%d-%d" % x.cell[:2]})


def CELL(head, f="{}-{}"):
    return C("cell", head, lambda x: f.format(*x.cell[:2]), lambda x: {"cell": "%d-%d" % x.cell[:2]})


def CADDR(head):
    return C("caddr", head, lambda x: x.cell[2], lambda x: {"cell_address": x.cell[2]})


def TRUNK(head):
    return C("trunk", head, lambda x: x.trunk, lambda x: {"trunk": x.trunk})


def ACCT_IN_B(w, id="peer", drop=("b",)):
    return (id, w.mules[0].acct, list(drop), True)


# ---------------------------------------------------------------- cases
ST = {"registered": ("Зарегистрировано", "Тіркелді"), "investigated": ("В производстве", "Тергеуде"), "interrupted": ("Прервано", "Үзілді"), "to_court": ("Направлено в суд", "Сотқа жіберілді"),
      "terminated": ("Прекращено", "Қысқартылды"), "transferred": ("Передано по подследственности", "Тергеулігі бойынша берілді"), "joined": ("Соединено", "Біріктірілді"), "cleared": ("Раскрыто", "Ашылды")}
PLOT_RU = ["Неустановленное лицо позвонило с абонентского номера {ph}, представившись сотрудником службы безопасности банка, и убедило потерпевшую перевести на «безопасный счёт» {ib} денежные средства в сумме {sum} тенге.",
           "{d} потерпевшему на WhatsApp с номера {ph} поступило сообщение о посылке Казпочты, после перехода по ссылке {ln} с карты {cm} списано {sum} тенге на счёт {ib}.",
           "По объявлению на OLX о продаже автозапчастей заявитель перечислил предоплату {sum} тг на карту {cm}, после чего продавец (тел. {ph}) перестал отвечать.",
           "Под предлогом инвестиций (гарантированный доход, сайт {ln}) неизвестный, тел. {ph}, завладел деньгами в сумме {sum} тенге, переведёнными на {ib}.",
           "Звонок по поводу замены домофонных ключей, с номера {ph} попросили назвать код из СМС. Затем на имя заявителя оформлен онлайн-кредит на {sum} тенге, деньги ушли на счет {ib}."]
PLOT_KK = ["Белгісіз тұлға {ph} нөмірінен қоңырау шалып, өзін банктің қауіпсіздік қызметінің қызметкерімін деп таныстырып, жәбірленушіні {ib} «қауіпсіз шотқа» {sum} теңге аударуға көндірген.",
           "{d} күні жәбірленушіге {ph} нөмірінен Қазпошта сәлемдемесі туралы хабарлама келіп, {ln} сілтемесіне өткеннен кейін {cm} картасынан {sum} теңге {ib} шотына кеткен.",
           "Әлеуметтік желідегі хабарландыру бойынша алдын ала төлем ретінде {cm} картасына {sum} тг аударған, сатушының {ph} телефоны өшірулі.",
           "Несие жабуға көмектесемін деп, {ph} нөмірінен хабарласқан адам алдап, {ib} шоты арқылы {sum} теңге иемденген.",
           "Инвестициядан кепілді табыс уәде етіп, {ln} сайты арқылы {sum} теңгені {ib} шотына аудартқан. Байланыс нөмірі {ph}."]


def mentions(w, tpl, sumf=m_sp0, phf=None, d=None):
    r = w.r
    m, p = w.r.choice(w.mules), r.choice(w.scam + w.foreign[:1])
    s = r.randrange(15, 9000) * 1000_00
    phf = phf or p_mix(r)
    d = d or D.date(2025, 1, 1)
    ln = r.choice(w.links)
    cm = r.choice(["m", "s", "fs"])
    v = {"ph": phf(p), "ib": r.choice([m.acct, " ".join(m.acct[i:i + 4] for i in range(0, 20, 4))]), "ln": ln, "cm": c_as(cm)(m.card), "sum": sumf(s), "d": d.strftime("%d.%m.%Y")}
    can = {"ph": ["phone", p], "ib": ["iban", m.acct], "ln": ["url", ln], "cm": ["card", mask(m.card)], "sum": ["sum_tiyn", s]}
    return tpl.format(**v), [can[k] for k in ("ph", "ib", "ln", "cm", "sum") if "{" + k + "}" in tpl], s


def gen_cases(w, n, start, days, lang="mix", sumf=m_sp0):
    r, out = w.r, []
    ts = sorted(start + D.timedelta(days=r.randrange(days), hours=r.randrange(8, 19), minutes=r.randrange(60), seconds=r.randrange(1, 60)) for _ in range(n))
    for i, t in enumerate(ts):
        x = X()
        x.t = t
        l = {"ru": 0, "kk": 1}.get(lang, r.randrange(2))
        x.plot, x.ment, x.dmg = mentions(w, r.choice((PLOT_RU, PLOT_KK)[l]), sumf, None, t - D.timedelta(days=r.randrange(1, 4)))
        x.num = "%02d%s00310%05d" % (t.year % 100, w.reg[3:], 100 + i * 3 + r.randrange(3))
        x.kui = "%02d%s%07d" % (t.year % 100, w.reg[3:], 41000 + i * 7 + r.randrange(7))
        x.v = r.choice(w.victims)
        x.art = r.choice(["190 ч.2 п.4", "190 ч.3 п.2", "190 ч.1", "188 ч.2 п.4", "190 ч.4 п.2"])
        x.st = r.choices(list(ST), [10, 30, 35, 6, 4, 6, 5, 4])[0]
        x.organ = r.choice(["УП г. {0}", "Отдел полиции № 2 г. {0}", "ДП ({0}) отдел киберпреступлений"]).format(REGNAME[w.reg][5])
        x.organ_kk = r.choice(["{0} қ. ПБ", "{0} қ. № 2 полиция бөлімі", "{0} ПД киберқылмыс бөлімі"]).format(REGNAME[w.reg][6])
        x.reg = w.reg
        out.append(x)
    return out


def K(id, head, f, key, val=None):
    return C(id, head, f, lambda x: {key: (val or f)(x)})


def CNUM(h, num=False): return K("num", h, lambda x: int(x.num) if num else x.num, "number", lambda x: x.num)
def CKUI(h): return K("kui", h, lambda x: x.kui, "kui_number")


def CREG(reg, h, f="%d.%m.%Y", how="str", day=True):
    z = lambda t: t.replace(hour=0, minute=0, second=0) if day == True else t.replace(second=0) if day == "min" else t
    return C("at", h, lambda x: XL(z(x.t), f) if how == "xl" else serial(z(x.t)) if how == "serial" else x.t.strftime(f), lambda x: {"registered_at": utc(z(x.t), reg)})


def CRGN(h, i): return K("rgn", h, lambda x: REGNAME[x.reg][i] if i is not None else x.reg, "region", lambda x: x.reg)
def CORG(h, kk=False): return K("org", h, lambda x: x.organ_kk if kk else x.organ, "organ")
def CART(h, f=lambda a: a): return K("art", h, lambda x: f(x.art), "article")
def CPLOT(h): return K("plot", h, lambda x: x.plot, "plot")
def CVN(h, l=0): return K("vn", h, lambda x: nm(x.v, l), "victim_name")
def CVI(h, num=False): return K("vi", h, lambda x: int(x.v.iin) if num else x.v.iin, "victim_iin", lambda x: x.v.iin)
def CVP(h, f): return K("vp", h, lambda x: f(x.v.phone), "victim_phone", lambda x: x.v.phone)
def CVA(h): return K("va", h, lambda x: x.v.acct, "victim_account")
def COCC(h, l=0): return K("occ", h, lambda x: x.v.occ[l], "occupation")
def CDMG(h, how): return K("dmg", h, lambda x: money(x.dmg, how), "damage_tiyn", lambda x: x.dmg)
def CST(h, l=0): return K("st", h, lambda x: ST[x.st][l], "status", lambda x: x.st)


def fill_cases(t, cols, recs, spoils=None, blank_at=()):
    for i, x in enumerate(recs):
        s = (spoils or {}).get(i)
        t.data(cols, x, "case", s(x) if callable(s) else s, mentions=x.ment)
        if i in blank_at:
            t.blank(0)


BADREG = ("at", "31.02.2025", ["registered_at"], True)


# ---------------------------------------------------------------- holders, subscribers, coverage
def gen_holders(w, n):
    r, out = w.r, []
    for i in range(n):
        x = X()
        x.p = w.people[i] if i < len(w.people) else w.person()
        x.card = x.p.card
        x.contract = "%s-%06d/%02d" % (r.choice(["KD", "DBO", "CR"]), r.randrange(10 ** 6), r.randrange(19, 26))
        x.opened = D.date(r.choice([2024, 2024, 2023]), r.randrange(4, 13), r.randrange(1, 29))
        x.open_t = r.randrange(0, 400_000_00)
        x.t = DT(2025, 1, 1)
        x.from_ = D.date(2025, r.randrange(1, 6), r.randrange(1, 29)) if r.random() < .6 else D.date(2024, r.randrange(3, 12), r.randrange(1, 29))
        x.to_ = D.date(2025, r.randrange(7, 10), r.randrange(1, 29)) if r.random() < .4 else None
        x.imsi, x.iccid, x.imei = w.imsi(), w.iccid(), luhn("86%012d" % r.randrange(10 ** 12))
        x.addr = w.addr(1)[0]
        x.num = x.p.phone
        out.append(x)
    return out


def H(id, h, cell, key, val=None):
    return C(id, h, cell, lambda x: {key: (val or cell)(x)})


def HACC(h, spaced=False): return H("acct", h, lambda x: " ".join(x.p.acct[i:i + 4] for i in range(0, 20, 4)) if spaced else x.p.acct, "account", lambda x: x.p.acct)
def HCARD(h, st="m"): return H("card", h, lambda x: c_as(st)(x.card), "card", lambda x: mask(x.card))
def HNAME(h, l=0): return H("name", h, lambda x: nm(x.p, l), "holder")
def HIIN(h, num=False): return H("iin", h, lambda x: int(x.p.iin) if num else x.p.iin, "iin", lambda x: x.p.iin)
def HPH(h, f): return H("phone", h, lambda x: f(x.p.phone), "phone", lambda x: x.p.phone)
def HBANK(h, l=0): return H("bank", h, lambda x: BANKS[x.p.bank][l], "bank", lambda x: x.p.bank)
def HCON(h): return H("con", h, lambda x: x.contract, "contract")


def HOPEN(reg, h, f="%d.%m.%Y", how="str"):
    return H("open", h, lambda x: XL(DT(x.opened.year, x.opened.month, x.opened.day), f) if how == "xl" else x.opened.strftime(f), "opened_at", lambda x: utc(x.opened, reg))


def SNUM(h, f): return H("num", h, lambda x: f(x.num), "number", lambda x: x.num)
def SIMSI(h): return H("imsi", h, lambda x: x.imsi, "imsi")
def SICC(h): return H("iccid", h, lambda x: x.iccid, "iccid")
def SIMEI(h): return H("imei", h, lambda x: x.imei, "imei")
def SADDR(h): return H("addr", h, lambda x: x.addr, "address")


def SDAY(reg, h, a, f="%d.%m.%Y", how="str", none=None):
    g = lambda x: getattr(x, a + "_")
    return C(a, h, lambda x: none if g(x) is None else XL(DT(g(x).year, g(x).month, g(x).day), f) if how == "xl" else g(x).strftime(f), lambda x: {a: utc(g(x), reg)} if g(x) else {})


# ---------------------------------------------------------------- chats
CH_RU = [("s", "Здравствуйте, вас беспокоит служба безопасности банка. На ваше имя сейчас оформляют кредит."), ("v", "Здравствуйте, я ничего не оформляла"), ("s", "Наберите меня {ph}, никому не сообщайте"), ("s", "Переведите деньги на безопасный счёт {ib}\nСумма {sum} тг\nНазначение: возврат долга"),
         ("v", "А точно вернётся?"), ("s", "Да, через 2 часа. Код из СМС продиктуйте"), ("v", "Код 4471"), ("s", "Теперь пройдите по ссылке {ln}"), ("v", "Не открывается"), ("s", "Можно на карту {cm}"), ("v", "Перевела {sum} тенге, чек отправила"), ("s", "Ожидайте. Из банка не звоните, линия занята")]
CH_KK = [("s", "Сәлеметсіз бе, сізге сәлемдеме келді, Қазпошта"), ("v", "Қандай сәлемдеме?"), ("s", "Тапсырысты хат. Кодты айтыңызшы, СМС-пен келді"), ("v", "4471"), ("s", "Рақмет. Енді сізге ҰҚК қызметкері {ph} нөмірінен хабарласады"), ("s", "Ақшаны қауіпсіз шотқа аударыңыз:\n{ib}\n{sum} теңге"), ("v", "Мен қорқып тұрмын"), ("s", "Ешкімге айтпаңыз, тергеу құпиясы"),
         ("v", "Аудардым, {sum} тг"), ("s", "Тағы бір рет {cm} картасына жіберіңіз"), ("s", "Сілтеме: {ln}"), ("v", "Жарайды")]
CH_EN = [("s", "Hello! Vacancy: rate hotels online, 25 000 KZT a day"), ("v", "Hi, what should I do?"), ("s", "Register here {ln} and top up the deposit"), ("v", "How much?"), ("s", "Send {sum} KZT to {ib}"), ("v", "Done"), ("s", "Now call my manager {ph}"), ("v", "When do I get it back?"), ("s", "One more task: {sum} KZT to card {cm}"), ("v", "ok\nsending now")]


def gen_chat(w, n, start, script, gap=900):
    r, t, out = w.r, start, []
    for i in range(n):
        who, tpl = script[i % len(script)]
        t += D.timedelta(seconds=r.randrange(7, gap) + (30000 if i % len(script) == 0 and i else 0))
        if t.second == 0:
            t += D.timedelta(seconds=11)
        txt, m, _ = mentions(w, tpl)
        out.append((t, who, txt, m))
    return out


def whatsapp(reg, file, msgs, names, style, sysmsg, media, bom=False, media_at=(4,)):
    """names {'s':.., 'v':..}; a name that is a phone is given in E.164 in the truth"""
    lines, un, ln, row = [], [], 1, 0
    def stamp(t):
        if style == "android_ru":
            return t.strftime("%d.%m.%Y, %H:%M") + " - ", "minute"
        if style == "android_en":
            return us_dt(t, False, True, NNB) + " - ", "minute"
        if style == "ios_ru":
            return t.strftime("[%d.%m.%Y, %H:%M:%S] "), "second"
        if style == "ios_en":
            return "[" + us_dt(t, True, True, NNB) + "] ", "second"
    def can(n):
        d = "".join(c for c in n if c.isdigit())
        return "+" + d if n.startswith("+") else n
    def put(t, txt, kind, f, x):
        nonlocal ln, row
        row += 1
        s, _ = stamp(t)
        lines.append(s + txt)
        un.append(dict({"file": file, "part": "", "row": row, "kind": kind, "fields": f}, line=ln, **x))
        ln += 1 + txt.count("\n")
    if style.startswith("android"):
        put(msgs[0][0], sysmsg, "skip", {}, {"note": "service message"})
    else:
        put(msgs[0][0], f"{names['s']}: {LRM}{sysmsg}", "skip", {}, {"note": "service message"})
    for i, (t, who, txt, m) in enumerate(msgs):
        at = utc(t if "ios" in style else t.replace(second=0), reg)
        n = names[who]
        if i in media_at:
            put(t, f"{n}: {LRM if 'ios' in style else ''}{media}", "message", {"at": at, "from": can(n), "text": media, "channel": "whatsapp"}, {"note": "media"})
        put(t, f"{n}: {txt}", "message", {"at": at, "from": can(n), "text": txt, "channel": "whatsapp"}, {"mentions": m})
    return (("\ufeff" if bom else "") + "\n".join(lines) + "\n").encode("utf-8"), un


def telegram(reg, file, msgs, chat, names, entities=True, unix=True):
    o, un = [], []
    o.append({"id": 1, "type": "service", "date": msgs[0][0].strftime("%Y-%m-%dT%H:%M:%S"), "actor": names["s"][0], "actor_id": names["s"][1], "action": "create_group" if chat["type"] != "personal_chat" else "phone_call", "text": ""})
    un.append({"file": file, "part": "", "row": 1, "kind": "skip", "fields": {}, "note": "service message"})
    for i, (t, who, txt, m) in enumerate(msgs):
        u = D.datetime.strptime(utc(t, reg), "%Y-%m-%dT%H:%M:%SZ")
        d = {"id": 2 + i, "type": "message", "date": t.strftime("%Y-%m-%dT%H:%M:%S")}
        if unix:
            d["date_unixtime"] = str(int((u - D.datetime(1970, 1, 1)).total_seconds()))
        d["from"], d["from_id"] = names[who]
        text = txt
        for k, v in m:
            if k == "url" and entities and v in txt:
                a, b = txt.split(v, 1)
                text = [a, {"type": "link", "text": v}, b]
        d["text"] = text
        o.append(d)
        un.append({"file": file, "part": "", "row": i + 2, "kind": "message", "fields": {"at": utc(t, reg), "from": names[who][0], "text": txt, "channel": "telegram"}, "mentions": m})
    return json.dumps(dict(chat, messages=o), ensure_ascii=False, indent=1).encode("utf-8"), un


# ---------------------------------------------------------------- bank message formats
def bankday(x, reg):
    return {"at": utc(DT(x.t.year, x.t.month, x.t.day), reg), "at_precision": "day"}


def tx_own(x):
    s, o = ("payer", "payee") if x.out else ("payee", "payer")
    f = {"currency": x.cur, "amount_minor": x.minor, s + "_account": x.own.acct, s + "_bank": x.own.bank, "own_account": x.own.acct}
    if x.cur == "KZT":
        f["amount_tiyn"] = x.minor
    if x.other:
        f.update({o + "_account": x.other.acct, o + "_bank": x.other.bank, o + "_name": nm(x.other, x.lang)})
    return f


def mt940(reg, file, own, txs, o0, c0, enc="utf-8", perpage=None):
    L, un = [], []
    sg = lambda v: "%d,%02d" % divmod(v, 100)
    L += ["{1:F01" + BANKS[own.bank][3] + "AXXX0000000000}{2:I940CLIENTXXXXN}{4:", ":20:ST" + txs[0].t.strftime("%y%m%d") + "01", ":25:" + own.acct, ":28C:00017/001", ":60F:C" + txs[0].t.strftime("%y%m%d") + txs[0].cur + sg(o0)]
    un.append({"file": file, "part": "", "row": 0, "kind": "coverage", "note": "statement head", "line": 3,
               "fields": {"account": own.acct, "from": utc(txs[0].t.date(), reg), "to": utc(txs[-1].t.date(), reg), "opening_tiyn": o0, "closing_tiyn": c0}})
    for i, x in enumerate(txs, 1):
        # RD = a debit taken back (money in), RC = a credit taken back (money out)
        mark = ("RD" if x.rev and not x.out else "D" if x.out else "C")
        f = dict(tx_own(x), **bankday(x, reg), knp=x.knp, purpose=x.purp, reference=x.ref)
        if x.rev:
            f["reversal"] = True
        un.append({"file": file, "part": "", "row": i, "kind": "transaction", "fields": f, "line": len(L) + 1})
        L.append(":61:" + x.t.strftime("%y%m%d%m%d") + mark + sg(x.minor) + "NTRF" + x.ref + "//" + "B%07d" % i)
        L.append(":86:/OCMT/" + x.cur + sg(x.minor) + ("" if not x.other else "/%s/%s/NAME/%s" % ("BENM" if x.out else "ORDP", x.other.acct, nm(x.other, x.lang))))
        L.append("/KNP/" + x.knp + "/REMI/" + x.purp)
    L += [":62F:C" + txs[-1].t.strftime("%y%m%d") + txs[0].cur + sg(c0), "-}"]
    for u in un:
        u["fields"] = {k: v.encode(enc, "replace").decode(enc) if isinstance(v, str) else v for k, v in u["fields"].items()}
    return ("\r\n".join(L) + "\r\n").encode(enc, "replace"), un


def camt053(reg, file, own, txs, o0, c0, dtm=True, ver="02"):
    e = escape
    a = lambda v: "%d.%02d" % divmod(v, 100)
    iso = lambda t: t.strftime("%Y-%m-%dT%H:%M:%S+05:00")
    o = [f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{ver}"><BkToCstmrStmt><GrpHdr><MsgId>M{txs[0].t:%Y%m%d}</MsgId><CreDtTm>{iso(txs[-1].t + D.timedelta(days=2))}</CreDtTm></GrpHdr>\n<Stmt><Id>S1</Id><FrToDt><FrDtTm>{txs[0].t:%Y-%m-%d}T00:00:00+05:00</FrDtTm><ToDtTm>{txs[-1].t:%Y-%m-%d}T23:59:59+05:00</ToDtTm></FrToDt><Acct><Id><IBAN>{own.acct}</IBAN></Id><Ccy>{txs[0].cur}</Ccy></Acct>\n']
    for cd, v, d in (("OPBD", o0, txs[0].t), ("CLBD", c0, txs[-1].t)):
        o.append(f'<Bal><Tp><CdOrPrtry><Cd>{cd}</Cd></CdOrPrtry></Tp><Amt Ccy="{txs[0].cur}">{a(v)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{d:%Y-%m-%d}</Dt></Dt></Bal>\n')
    end = DT(txs[-1].t.year, txs[-1].t.month, txs[-1].t.day, 23, 59, 59)
    un = [{"file": file, "part": "", "row": 0, "kind": "coverage", "note": "statement head", "fields": {"account": own.acct, "from": utc(txs[0].t.date(), reg), "to": utc(end, reg), "opening_tiyn": o0, "closing_tiyn": c0}}]
    for i, x in enumerate(txs, 1):
        f = dict(tx_own(x), knp=x.knp, purpose=x.purp, reference=x.ref)
        f.update({"at": utc(x.t, reg), "at_precision": "second"} if dtm else bankday(x, reg))
        if x.rev:
            f["reversal"] = True
        pt = ""
        if x.other:
            r = "Cdtr" if x.out else "Dbtr"
            f["payee_iin" if x.out else "payer_iin"] = x.other.iin
            idt = f'<OrgId><Othr><Id>{x.other.iin}</Id></Othr></OrgId>' if x.other.org else f'<PrvtId><Othr><Id>{x.other.iin}</Id></Othr></PrvtId>'
            pt = f'<RltdPties><{r}><Nm>{e(nm(x.other, x.lang))}</Nm><Id>{idt}</Id></{r}><{r}Acct><Id><IBAN>{x.other.acct}</IBAN></Id></{r}Acct></RltdPties>'
        bd = f'<DtTm>{iso(x.t)}</DtTm>' if dtm else f'<Dt>{x.t:%Y-%m-%d}</Dt>'
        o.append(f'<Ntry><NtryRef>{i}</NtryRef><Amt Ccy="{x.cur}">{a(x.minor)}</Amt><CdtDbtInd>{"DBIT" if x.out else "CRDT"}</CdtDbtInd>{"<RvslInd>true</RvslInd>" if x.rev else ""}<Sts>BOOK</Sts><BookgDt>{bd}</BookgDt><AcctSvcrRef>{x.ref}</AcctSvcrRef><BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>{pt}<Purp><Prtry>{x.knp}</Prtry></Purp><RmtInf><Ustrd>{e(x.purp)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n')
        un.append({"file": file, "part": "", "row": i, "kind": "transaction", "fields": f})
    o.append("</Stmt></BkToCstmrStmt></Document>\n")
    return "".join(o).encode("utf-8"), un


def onec(reg, file, own, txs, o0, c0, enc="cp1251"):
    L, un = [], []
    d = lambda t: t.strftime("%d.%m.%Y")
    a = lambda v: "%d.%02d" % divmod(v, 100)
    L += ["1CClientBankExchange", "ВерсияФормата=2.00", "Кодировка=Windows", "Отправитель=Банк-Клиент", "Получатель=", "ДатаСоздания=" + d(txs[-1].t), "ДатаНачала=" + d(txs[0].t), "ДатаКонца=" + d(txs[-1].t), "РасчСчет=" + own.acct,
          "СекцияРасчСчет", "ДатаНачала=" + d(txs[0].t), "ДатаКонца=" + d(txs[-1].t), "РасчСчет=" + own.acct, "НачальныйОстаток=" + a(o0), "КонечныйОстаток=" + a(c0), "КонецРасчСчет"]
    un.append({"file": file, "part": "", "row": 0, "kind": "coverage", "note": "statement head", "line": 10, "fields": {"account": own.acct, "from": utc(txs[0].t.date(), reg), "to": utc(txs[-1].t.date(), reg), "opening_tiyn": o0, "closing_tiyn": c0}})
    for i, x in enumerate(txs, 1):
        n = "%d" % (700 + i)
        f = {"currency": "KZT", "amount_minor": x.minor, "amount_tiyn": x.minor, "knp": x.knp, "purpose": x.purp, "reference": n, "own_account": own.acct, **bankday(x, reg)}
        un.append({"file": file, "part": "", "row": i, "kind": "transaction", "fields": f, "line": len(L) + 1})
        L += ["СекцияДокумент=Платежное поручение", "Номер=" + n, "Дата=" + d(x.t), "ДатаОперации=" + d(x.t), "Сумма=" + a(x.minor)]
        for ru, k, p in (("Плательщик", "payer", x.payer), ("Получатель", "payee", x.payee)):
            if p:
                L += [f"{ru}Наименование=" + p.ru, f"{ru}БИН_ИИН=" + p.iin, f"{ru}ИИК=" + p.acct, f"{ru}БанкБИК=" + BANKS[p.bank][3]]
                f.update({k + "_name": p.ru, k + "_iin": p.iin, k + "_account": p.acct, k + "_bank": p.bank})
        L += ["КодНазначенияПлатежа=" + x.knp, "НазначениеПлатежа=" + x.purp, "КонецДокумента"]
    L.append("КонецФайла")
    for u in un:
        u["fields"] = {k: v.encode(enc, "replace").decode(enc) if isinstance(v, str) else v for k, v in u["fields"].items()}
    return ("\r\n".join(L) + "\r\n").encode(enc, "replace"), un
