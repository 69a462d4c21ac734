"""Shared by the second set's layouts: world, money flows, columns of own-account statements, planted faults."""
import os, sys
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import blindlib as L
from blindlib import *
import names as N

L.REGNAME.update({
    "KZ-23": ("Атырауская область", "Атырау облысы", "Атырауская обл.", "Атырау обл.", "Atyrau", "Атырау", "Атырау"),
    "KZ-47": ("Мангистауская область", "Маңғыстау облысы", "Мангистауская обл.", "Маңғыстау обл.", "Mangystau", "Актау", "Ақтау"),
    "KZ-55": ("Павлодарская область", "Павлодар облысы", "Павлодарская обл.", "Павлодар обл.", "Pavlodar", "Павлодар", "Павлодар"),
    "KZ-39": ("Костанайская область", "Қостанай облысы", "Костанайская обл.", "Қостанай обл.", "Kostanay", "Костанай", "Қостанай"),
    "KZ-79": ("г. Шымкент", "Шымкент қ.", "Шымкент", "Шымкент", "Shymkent", "Шымкент", "Шымкент")})
L.SUR[:] += [("Қойшыбаев", "Койшибаев", "Koishybayev"), ("Ізтілеуов", "Изтлеуов", "Iztileuov"), ("Шевченков", "Шевченков", "Shevchenkov"), ("Төлегенов", "Тулегенов", "Tulegenov")]
L.ORG[:] = [("ТОО «Каспий-Логистик 21»", "«Каспий-Логистик 21» ЖШС", "Caspiy-Logistic 21 LLP"), ("ИП «Айым Бьюти»", "«Айым Бьюти» ЖК", "IE Aiym Beauty"),
            ("ТОО «Ертіс Құрылыс Плюс»", "«Ертіс Құрылыс Плюс» ЖШС", "Yertis Kurylys Plus LLP"), ("КГП «Детский сад № 214»", "«№ 214 бөбекжай» КМҚК", "Kindergarten 214"),
            ("ТОО «Тобол Запчасть»", "«Тобыл Запчасть» ЖШС", "Tobol Zapchast LLP"), ("ТОО «Оңтүстік Мата»", "«Оңтүстік Мата» ЖШС", "Ontustik Mata LLP")]


class Rec:
    def __init__(s, **k):
        s.__dict__.update(k)


TXT = {  # kind of movement: language: (operation, purposes)
    "out": {"ru": ("Перевод исходящий", ["Перевод собственных средств", "Возврат долга", "За товар по объявлению", "Пополнение"]),
            "kk": ("Шығыс аударым", ["Жеке қаражатты аудару", "Қарызды қайтару", "Хабарландыру бойынша тауар үшін", "Толықтыру"]),
            "en": ("Outgoing transfer", ["Own funds transfer", "Loan repayment to a friend", "Goods by advertisement", "Top-up"])},
    "in": {"ru": ("Перевод входящий", ["Перевод от клиента", "Предоплата", "На лечение", "Возврат займа"]),
           "kk": ("Кіріс аударым", ["Клиенттен аударым", "Алдын ала төлем", "Емделуге", "Қарыз қайтару"]),
           "en": ("Incoming transfer", ["Transfer from client", "Prepayment", "For treatment", "Loan returned"])},
    "pos": {"ru": ("Покупка", ["Оплата товаров и услуг"]), "kk": ("Сатып алу", ["Тауарлар мен қызметтерге төлем"]), "en": ("Purchase", ["Goods and services"])},
    "cash": {"ru": ("Снятие наличных", ["Выдача наличных в банкомате"]), "kk": ("Қолма-қол ақша алу", ["Банкоматтан қолма-қол беру"]), "en": ("Cash withdrawal", ["ATM cash out"])},
    "fee": {"ru": ("Комиссия", ["Комиссия за перевод согласно тарифам"]), "kk": ("Комиссия", ["Тариф бойынша аударым комиссиясы"]), "en": ("Fee", ["Transfer fee as per tariff"])},
    "loan": {"ru": ("Выдача кредита", ["Выдача кредита по договору"]), "kk": ("Несие беру", ["Шарт бойынша несие беру"]), "en": ("Loan disbursement", ["Loan under agreement"])},
    "rev": {"ru": ("Возврат/отмена перевода", ["Отмена операции"]), "kk": ("Аударымды қайтару", ["Операцияны болдырмау"]), "en": ("Reversal", ["Reversal of transfer"])}}
KNP = {"out": "119", "in": "119", "pos": "859", "cash": "321", "fee": "841", "loan": "411", "rev": "190"}


class W(World):
    def __init__(s, reg, seed):
        super().__init__(reg, seed)
        s.city = L.REGNAME[reg][5]

    def when(s, a, days):
        return a + D.timedelta(seconds=s.r.randrange(days * 86400))

    def times(s, a, days, n):
        return sorted(s.when(a, days) for _ in range(n))

    def flow(s, own, n, start, days, lang, cps=None, opening=None, mix=None):
        r, out = s.r, []
        bal = opening if opening is not None else r.randrange(10 ** 5, 9 * 10 ** 7)
        op0 = bal
        cps = cps or [p for p in s.people if p is not own]
        for t in s.times(start, days, n):
            k = r.choice(mix or ["out", "out", "out", "in", "in", "in", "pos", "cash", "fee", "loan", "rev"])
            a = r.choice([r.randrange(50, 900) * 100000, r.randrange(500, 99999) * 100, r.randrange(10000, 60000000), r.randrange(1, 30) * 5000000])
            if k == "fee":
                a = r.randrange(100, 200000)
            if k in ("out", "pos", "cash", "fee") and a > bal:
                k = "in"
            sd = "out" if k in ("out", "pos", "cash", "fee") else "in"
            cp = r.choice(cps) if k in ("out", "in", "rev") else r.choice(s.orgs) if k == "pos" else None
            if k in ("pos",) and r.random() < .3:
                cp = None
            bal += a if sd == "in" else -a
            pu = r.choice(TXT[k][lang][1])
            if r.random() < .25:
                pu += " № %d" % r.randrange(100, 99999)
            out.append(Rec(at=t, k=k, side=sd, cp=cp, amt=a, bal=bal, op=TXT[k][lang][0], purpose=pu, knp=KNP[k], own=own, ref="%s%09d" % (r.choice(["TR", "PP", "DOC"]), r.randrange(10 ** 9)),
                           pay=own if sd == "out" else cp, ben=cp if sd == "out" else own, cur="KZT"))
        return out, op0, bal

    def pairs(s, n, start, days, lang):
        """Transfers between two named parties."""
        r, out = s.r, []
        for t in s.times(start, days, n):
            v, m = r.choice(s.victims), r.choice(s.mules)
            if r.random() < .25:
                v, m = m, r.choice([x for x in s.people + s.orgs if x is not m])
            a = r.choice([r.randrange(5, 900) * 100000, r.randrange(500, 9999999)])
            out.append(Rec(at=t, k="out", side="out", cp=m, amt=a, op=TXT["out"][lang][0], purpose=r.choice(TXT["out"][lang][1]), knp=r.choice(["119", "710", "342", "859"]), own=v, pay=v, ben=m, cur="KZT",
                           ref="%012d" % r.randrange(10 ** 12)))
        return out


def me(x):
    return "payer" if x.side == "out" else "payee"


def him(x):
    return "payee" if x.side == "out" else "payer"


def own_t(x):
    return {me(x) + "_account": x.own.acct, me(x) + "_bank": x.own.bank}


def at_t(reg, prec="sec", fld="at"):
    def f(x):
        t = getattr(x, fld)
        if prec == "day":
            return {"at": utc(t.date(), reg), "at_precision": "day"}
        return {"at": utc(t.replace(second=0) if prec == "min" else t, reg)}
    return f


def at(head, fmt, reg, prec="sec", id="at"):
    f = fmt if callable(fmt) else lambda t: t.strftime(fmt)
    return C(id, head, lambda x: f(x.at), at_t(reg, prec))


def tm(head, fmt):
    f = fmt if callable(fmt) else lambda t: t.strftime(fmt)
    return C("tm", head, lambda x: f(x.at))


def debcre(hd, hc, m, cur=None, zero=None):
    def t(x):
        return dict(own_t(x), amount_tiyn=x.amt, **({"currency": cur} if cur else {}))
    return [C("out", hd, lambda x: m(x.amt) if x.side == "out" else zero, t), C("in", hc, lambda x: m(x.amt) if x.side == "in" else zero)]


def signed(head, m, cur=None, plus="", minus="-"):
    return C("sum", head, lambda x: (minus if x.side == "out" else plus) + m(x.amt), lambda x: dict(own_t(x), amount_tiyn=x.amt, **({"currency": cur} if cur else {})))


def sum_(head, m, own=True, cur=None):
    return C("sum", head, lambda x: m(x.amt), lambda x: dict(own_t(x) if own else {}, amount_tiyn=x.amt, **({"currency": cur} if cur else {})))


def word(head, o, i):
    return C("side", head, lambda x: o if x.side == "out" else i)


def txt(id, head, a, fld=None, f=None):
    fld = fld if fld is not None else id
    return C(id, head, lambda x: f(getattr(x, a)) if f else getattr(x, a), lambda x: {fld: getattr(x, a)} if fld else {})


def op(head):
    return C("op", head, lambda x: x.op, lambda x: dict({"operation": x.op}, **({"reversal": True} if x.k == "rev" else {})))


def pu(head):
    return txt("pu", head, "purpose", "purpose")


def knp(head, num=False):
    return C("knp", head, lambda x: int(x.knp) if num else x.knp, lambda x: {"knp": x.knp})


def ref(head):
    return txt("ref", head, "ref", "reference")


def bal(head, m):
    return C("bal", head, lambda x: m(x.bal))


def nul(head, v=None):
    return C("n", head, v if callable(v) else lambda x: v)


def seq(head="№", start=1):
    n = [start - 1]
    def f(x):
        n[0] += 1
        return n[0]
    return C("seq", head, f)


def pcol(id, head, what, lang="ru", who=None, w=lambda v: v):
    """A party's column. who: None = the counterpart, or 'pay'/'ben'."""
    def p(x):
        return x.cp if who is None else getattr(x, who)
    def role(x):
        return him(x) if who is None else {"pay": "payer", "ben": "payee"}[who]
    def val(x):
        q = p(x)
        if q is None:
            return None
        return {"name": lambda: getattr(q, lang), "iin": lambda: q.iin, "acct": lambda: q.acct, "bank": lambda: BANKS[q.bank][{"ru": 0, "kk": 1, "en": 2, "bic": 3}[lang]],
                "phone": lambda: q.phone, "card": lambda: getattr(q, "card", None)}[what]()
    def truth(x):
        v = val(x)
        if v is None:
            return {}
        a = role(x)
        if what == "acct":
            return {a + "_account": v, a + "_bank": v[4:7]}
        if what == "bank":
            return {a + "_bank": p(x).bank}
        if what == "card":
            return {a + "_card": mask(v)}
        return {a + "_" + what: v}
    return C(id, head, lambda x: w(val(x)) if val(x) is not None else None, truth)


# ---------------------------------------------------------------- faults
def bad_date(v, id="at"):
    return lambda x: (id, v, ["at", "at_precision"], True)


def bad_sum(v, id=None):
    return lambda x: (id or ("sum"), v, ["amount_tiyn"], True)


def bad_dc(v):
    return lambda x: (x.side, v, ["amount_tiyn"], True)


def wrong_iin(i):
    return i[:11] + str((int(i[11]) + 3) % 10)


def wrong_iban(a):
    return a[:2] + "%02d" % ((int(a[2:4]) + 7) % 97) + a[4:]


def bad_cp_iin(id, who=None):
    return lambda x: (id, wrong_iin((x.cp if who is None else getattr(x, who)).iin), [(him(x) if who is None else {"pay": "payer", "ben": "payee"}[who]) + "_iin"], False)


def bad_cp_acct(id, who=None, val=None, keepbank=False):
    def f(x):
        q, a = (x.cp, him(x)) if who is None else (getattr(x, who), {"pay": "payer", "ben": "payee"}[who])
        return id, (val(q) if val else wrong_iban(q.acct)), [a + "_account"] + ([] if keepbank else [a + "_bank"]), False
    return f


def emit(t, cols, recs, kind, plan=None, **x):
    """plan: list of (predicate or None, fault); each is planted in the first fitting record after an even step."""
    plan = list(plan or [])
    step = max(1, len(recs) // (len(plan) + 1)) if plan else 0
    todo = {}
    for j, (pred, fault) in enumerate(plan):
        for i in range((j + 1) * step, len(recs)):
            if i not in todo and (pred is None or pred(recs[i])):
                todo[i] = fault
                break
        else:
            raise ValueError("no place for a fault")
    for i, rec in enumerate(recs):
        y = dict(x, **getattr(rec, "x", {}))
        sp = todo[i](rec) if i in todo else None
        if sp and sp[3] and kind == "transaction" and rec.own and sp[2][0] == "amount_tiyn":
            y["unsure"] = ["payer_account", "payer_bank", "payee_account", "payee_bank"]
        t.data(cols, rec, kind, sp, **y)
        yield_after = getattr(rec, "after", None)
        if yield_after:
            yield_after(t)


hascp = lambda x: x.cp is not None
isout = lambda x: x.side == "out"
isin = lambda x: x.side == "in"


def totals(recs):
    return sum(x.amt for x in recs if x.side == "out"), sum(x.amt for x in recs if x.side == "in")


class Reg(Region):
    def done(s):
        s.un = [N.rename(u) for u in s.un]
        for f in s.files.values():
            f["format"], f["record_kind"] = N.FORMAT[f["format"]], N.KIND[f["record_kind"]]
        super().done()
