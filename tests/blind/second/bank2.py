"""Bank replies of the second set: forms with both parties, lists, camt.053, MT940."""
from common import *

d = D.datetime


def both(lang="ru"):
    return lambda p, r, **h: [pcol(p + "n", h["n"], "name", lang, r), pcol(p + "i", h["i"], "iin", who=r), pcol(p + "b", h["b"], "bank", lang, r), pcol(p + "a", h["a"], "acct", who=r)]


def form18(w):
    """The official eighteen columns, a numbering row, a subtotal after each month, dates as text."""
    own = w.mules[7]
    recs, *_ = w.flow(own, 130, d(2025, 1, 5), 85, "ru")
    t = T(w.reg, "Сведения")
    t.letter(["Сведения о движении денег по банковскому счету (приложение 4)"], ["Ақша қозғалысы туралы мәліметтер"])
    cols = [at("Дата и время операции", "%d.%m.%Y %H:%M:%S", w.reg), nul("Валюта операции", "KZT - Тенге"), op("Виды операции (категория документа)"), nul("Наименование СДП", lambda x: "Мобильное приложение" if x.k in ("out", "in") else None),
            C("mn", "Сумма в валюте ее проведения", lambda x: m_sp(x.amt), lambda x: {"amount_minor": x.amt}), C("sum", "Сумма в тенге", lambda x: m_sp(x.amt), lambda x: {"amount_tiyn": x.amt})]
    for p, r, g in (("p", "pay", "плательщика"), ("b", "ben", "получателя")):
        cols += [pcol(p + "n", "Наименование/ФИО " + g, "name", who=r), pcol(p + "i", "ИИН/БИН " + g, "iin", who=r),
                 C(p + "r", "Резидентство " + g, lambda x, r=r: "Резидент РК" if getattr(x, r) else None), pcol(p + "b", "Банк " + g, "bank", who=r), pcol(p + "a", "Номер счета " + g, "acct", who=r)]
    cols += [knp("Код назначения платежа"), pu("Назначение платежа")]
    cols[1].truth = lambda x: {"currency": "KZT"}
    t.head(cols)
    t.skip([str(i) for i in range(1, 19)], "numbering")
    m = {1: "январь", 2: "февраль", 3: "март"}
    for x, y in zip(recs, recs[1:]):
        if x.at.month != y.at.month:
            x.after = lambda t, x=x: t.skip([None, None, None, "Итого за " + m[x.at.month], None, m_sp(sum(z.amt for z in recs if z.at.month == x.at.month))], "subtotal")
    emit(t, cols, recs, "transaction", [(None, bad_date("01.01.1900 25:61")), (lambda x: x.ben is not None, bad_cp_iin("bi", "ben")), (lambda x: x.pay is not None, bad_cp_acct("pa", "pay", keepbank=True)), (lambda x: x.pay is not None, bad_cp_iin("pi", "pay"))])
    t.skip([None, None, None, "Всего", None, m_sp(sum(x.amt for x in recs))], "total")
    f = "Приложение 4 (сведения).xlsx"
    return f, "xlsx", "transaction", to_xlsx([t], f)


def form19(w):
    """Nineteen columns: the tenge sum split in debit and credit; cp1251, ';'."""
    own = w.mules[4]
    recs, *_ = w.flow(own, 104, d(2024, 2, 12), 40, "ru")
    t = T(w.reg)
    cols = [at("Дата и время операции", "%d.%m.%Y %H:%M", w.reg, "min"), nul("Валюта операции", "KZT"), op("Виды операции"), nul("СДП"), *debcre("Сумма (дебет)", "Сумма (кредит)", m_comma), nul("Сумма в тенге", lambda x: m_comma(x.amt))]
    cols[4].truth = lambda x: {"amount_tiyn": x.amt}
    cols[1].truth = lambda x: {"currency": "KZT"}
    for p, r, g in (("p", "pay", "плательщика"), ("b", "ben", "получателя")):
        cols += [pcol(p + "n", "ФИО/наименование " + g, "name", who=r), pcol(p + "i", "ИИН/БИН " + g, "iin", who=r), C(p + "r", "Резиденство " + g, lambda x, r=r: 1 if getattr(x, r) else None), pcol(p + "b", "Банк " + g, "bank", who=r), pcol(p + "a", "Счет " + g, "acct", who=r)]
    cols += [knp("КНП"), pu("Назначение")]
    t.head(cols)
    emit(t, cols, recs, "transaction", [(None, bad_date("нет")), (lambda x: x.ben is not None, bad_cp_acct("ba", "ben", keepbank=True)), (lambda x: x.pay is not None, bad_cp_iin("pi", "pay"))])
    f = "dvizhenie_%s.csv" % own.iin[-4:]
    return f, "csv", "transaction", to_csv(t, f, "cp1251", ";")


def en_pairs(w):
    """Transfers of named payers to named payees, English, comma, ISO time with an offset, sums without decimals where round."""
    recs = w.pairs(120, d(2025, 4, 2), 60, "en")
    t = T(w.reg)
    cols = [ref("RRN"), at("Timestamp", lambda x: x.strftime("%Y-%m-%dT%H:%M:%S+05:00"), w.reg), pcol("pn", "Sender name", "name", "en", "pay"), pcol("pi", "Sender IIN", "iin", who="pay"), pcol("pa", "Sender account", "acct", who="pay"),
            pcol("bn", "Beneficiary name", "name", "en", "ben"), pcol("bi", "Beneficiary IIN", "iin", who="ben"), pcol("ba", "Beneficiary account", "acct", who="ben"), sum_("Amount", m_plain, own=False), nul("Currency", "KZT"), pu("Details")]
    cols[9].truth = lambda x: {"currency": "KZT"}
    t.head(cols)
    for x in recs:
        x.own = None
    emit(t, cols, recs, "transaction", [(None, bad_sum("ERR")), (None, bad_cp_iin("pi", "pay")), (None, bad_cp_acct("ba", "ben")), (None, bad_date("2025-04-31T10:11:12+05:00")), (None, bad_cp_acct("pa", "pay", val=lambda q: "4400 4301 1122"))])
    f = "p2p_transfers.csv"
    return f, "csv", "transaction", to_csv(t, f, "utf-8", ",")


def ru_pairs(w):
    """Payers and payees in a workbook, a subtotal a day, phones of both, sums as numbers; date without time."""
    recs = w.pairs(96, d(2025, 6, 2), 20, "ru")
    t = T(w.reg, "Переводы")
    t.letter([None, "Переводы клиентов по номеру телефона, " + BANKS["722"][0]], "")
    cols = [seq(), at("Дата перевода", "%d.%m.%Y", w.reg, "day"), pcol("pn", "Отправитель", "name", who="pay"), pcol("pp", "Тел. отправителя", "phone", who="pay", w=p_as("8b")), pcol("pa", "Счет списания", "acct", who="pay"),
            pcol("bn", "Получатель", "name", who="ben"), pcol("bp", "Тел. получателя", "phone", who="ben", w=p_as("n")), pcol("ba", "Счет зачисления", "acct", who="ben"), C("sum", "Сумма, тг", lambda x: x.amt / 100, lambda x: {"amount_tiyn": x.amt}), pu("Сообщение получателю")]
    for x in recs:
        x.own = None
    t.head(cols)
    for x, y in zip(recs, recs[1:]):
        if x.at.date() != y.at.date():
            x.after = lambda t, x=x: t.skip([None, "Итого за день", None, None, None, None, None, None, sum(z.amt for z in recs if z.at.date() == x.at.date()) / 100], "subtotal")
    emit(t, cols, recs, "transaction", [(lambda x: x.pay.phone, lambda x: ("pp", "скрыт", ["payer_phone"], False)), (None, bad_sum("#Н/Д")), (None, bad_cp_acct("ba", "ben")), (None, bad_date("29.02.2025"))])
    f = "Переводы по номеру.xlsx"
    return f, "xlsx", "transaction", to_xlsx([t], f)


def c2c(w):
    """Card to card, cards masked on one side and whole on the other; sums with apostrophe-free commas; cp1251."""
    recs = [x for x in w.pairs(110, d(2025, 9, 1), 28, "ru")]
    for x in recs:
        x.own = None
        if x.ben.org:
            x.ben = w.mules[0] if x.pay is not w.mules[0] else w.mules[1]
            x.cp = x.ben
        if x.pay.org or x.pay is x.ben:
            x.pay = w.victims[0] if x.ben is not w.victims[0] else w.victims[1]
    t = T(w.reg)
    t.letter(["Реестр операций Card2Card"], ["Сформирован 30.09.2025 10:15"])
    cols = [at("DATE_OPER", "%d.%m.%Y %H:%M:%S", w.reg), txt("rrn", "RRN", "ref", "reference"), pcol("pc", "CARD_FROM", "card", who="pay", w=c_as("x")), pcol("bc", "CARD_TO", "card", who="ben", w=c_as("full")), sum_("AMOUNT", m_comma, own=False), nul("CUR", "398"),
            pcol("pn", "FIO_FROM", "name", who="pay"), pcol("bn", "FIO_TO", "name", who="ben"), pcol("bb", "BANK_TO", "bank", "ru", "ben")]
    cols[5].truth = lambda x: {"currency": "KZT"}
    t.head(cols)
    emit(t, cols, recs, "transaction", [(None, lambda x: ("bc", x.ben.card[:15] + str((int(x.ben.card[15]) + 5) % 10), ["payee_card"], False)), (None, bad_sum("-")), (None, bad_date("31.09.2025 12:00:00"))])
    t.skip(["Итого:", "", "", "", m_comma(sum(x.amt for x in recs))], "total")
    f = "card2card.csv"
    return f, "csv", "transaction", to_csv(t, f, "cp1251", ";")


def camt(w, own, a, b, n, lang, name, tz=True):
    """camt.053.001.02, one statement."""
    recs, o, c = w.flow(own, n, a, (b - a).days, lang)
    e, X = escape, []
    X.append('<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">\n <BkToCstmrStmt>\n  <GrpHdr><MsgId>S%s</MsgId><CreDtTm>%s</CreDtTm></GrpHdr>\n  <Stmt>\n   <Id>1</Id>' % (own.acct[-6:], (b + D.timedelta(days=2)).isoformat()))
    X.append("   <FrToDt><FrDtTm>%s+05:00</FrDtTm><ToDtTm>%s+05:00</ToDtTm></FrToDt>" % (a.isoformat(), b.replace(hour=23, minute=59, second=59).isoformat()))
    X.append("   <Acct><Id><IBAN>%s</IBAN></Id><Ccy>KZT</Ccy><Ownr><Nm>%s</Nm></Ownr></Acct>" % (own.acct, e(getattr(own, lang))))
    for cd, v, t in (("OPBD", o, a), ("CLBD", c, b)):
        X.append('   <Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="KZT">%s</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>%s</Dt></Dt></Bal>' % (cd, m_dot(v), t.date()))
    un = [{"file": name, "part": "", "row": 0, "kind": "coverage", "fields": {"account": own.acct, "from": utc(a, w.reg), "to": utc(b.replace(hour=23, minute=59, second=59), w.reg), "opening_tiyn": o, "closing_tiyn": c, "currency": "KZT"}}]
    for i, x in enumerate(recs, 1):
        f = dict(own_t(x), amount_tiyn=x.amt, currency="KZT", reference=x.ref, purpose=x.purpose, at=utc(x.at, w.reg))
        kind, extra = "transaction", {}
        dt = x.at.isoformat() + ("+05:00" if tz else "")
        X.append('   <Ntry>\n    <NtryRef>%s</NtryRef><Amt Ccy="KZT">%s</Amt><CdtDbtInd>%s</CdtDbtInd>%s<Sts>BOOK</Sts><BookgDt><DtTm>%s</DtTm></BookgDt><ValDt><Dt>%s</Dt></ValDt>' %
                 (x.ref, m_dot(x.amt), "DBIT" if x.side == "out" else "CRDT", "<RvslInd>true</RvslInd>" if x.k == "rev" else "", dt, x.at.date()))
        if x.k == "rev":
            f["reversal"] = True
        r, s = ("Cdtr", "CdtrAcct") if x.side == "out" else ("Dbtr", "DbtrAcct")
        X.append("    <NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>")
        if x.cp:
            iin, ac = x.cp.iin, x.cp.acct
            n1, n2 = [j for j, y in enumerate(recs, 1) if y.cp][12:26:13]  # where the two faults are planted
            if i == n1:
                iin = wrong_iin(iin); extra["bad"] = {him(x) + "_iin": iin}
            if i == n2:
                ac = wrong_iban(ac); extra["bad"] = {him(x) + "_account": ac}
            f[him(x) + "_name"] = getattr(x.cp, lang)
            if i != n1:
                f[him(x) + "_iin"] = iin
            if i != n2:
                f[him(x) + "_account"], f[him(x) + "_bank"] = ac, x.cp.bank
            idt = "OrgId" if x.cp.org else "PrvtId"
            X.append("     <RltdPties><%s><Nm>%s</Nm><Id><%s><Othr><Id>%s</Id></Othr></%s></Id></%s><%s><Id><IBAN>%s</IBAN></Id></%s></RltdPties>" % (r, e(getattr(x.cp, lang)), idt, iin, idt, r, s, ac, s))
        X.append("     <RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls></NtryDtls>\n   </Ntry>" % e(x.purpose))
        un.append(dict({"file": name, "part": "", "row": i, "kind": kind, "fields": f}, **extra))
    X.append("  </Stmt>\n </BkToCstmrStmt>\n</Document>\n")
    return name, "camt053", "transaction", ("\n".join(X).encode(), un)


def mt940(w, own, a, b, n, name, enc="utf-8", lang="en"):
    """MT940 with ?-subfields in :86:, two pages (60M/62M between)."""
    recs, o, c = w.flow(own, n, a, (b - a).days, lang)
    un = [{"file": name, "part": "", "row": 0, "kind": "coverage", "fields": {"account": own.acct, "from": utc(a, w.reg), "to": utc(b, w.reg), "opening_tiyn": o, "closing_tiyn": c, "currency": "KZT"}}]
    out, half = [], n // 2
    y = lambda t: t.strftime("%y%m%d")
    def head(p, tag, t, v):
        out.extend([":20:STMT%s" % own.acct[-8:], ":25:" + own.acct, ":28C:00417/%03d" % p, ":%s:C%sKZT%s" % (tag, y(t), m_comma(v))])
    head(1, "60F", a, o)
    for i, x in enumerate(recs, 1):
        f = dict(own_t(x), amount_tiyn=x.amt, currency="KZT", reference=x.ref, purpose=x.purpose, at=utc(x.at.date(), w.reg), at_precision="day")
        extra = {}
        mark = {"out": "D", "in": "C"}[x.side]
        if x.k == "rev":
            mark, f["reversal"] = "RD", True
        line = len(out) + 1
        out.append(":61:%s%s%s%sNTRF%s" % (y(x.at), x.at.strftime("%m%d"), mark, m_comma(x.amt), x.ref))
        s = "?20" + x.purpose
        if x.cp:
            ac, iin = x.cp.acct, x.cp.iin
            n1 = [j for j, y in enumerate(recs, 1) if y.cp][14]
            if i == n1:
                ac = wrong_iban(ac); extra["bad"] = {him(x) + "_account": ac}
            nm = getattr(x.cp, lang)[:27]
            s += "?30%s?31%s?32%s?60%s" % (BANKS[x.cp.bank][3], ac, nm, iin)
            f.update({him(x) + "_name": nm.strip(), him(x) + "_iin": iin, him(x) + "_bank": x.cp.bank})
            if i != n1:
                f[him(x) + "_account"] = ac
            extra["unsure"] = [him(x) + "_iin"]
        s = ":86:%s?00%s" % ({"out": "020", "in": "051", "pos": "005", "cash": "083", "fee": "809", "loan": "060", "rev": "059"}[x.k], x.op) + s
        f["operation"] = x.op
        while s:
            out.append(s[:65]); s = s[65:]
        un.append(dict({"file": name, "part": "", "row": i, "kind": "transaction", "fields": f, "line": line}, **extra))
        if i == half:
            out.append(":62M:C%sKZT%s" % (y(x.at), m_comma(x.bal)))
            out.append("-")
            head(2, "60M", x.at, x.bal)
    out.extend([":62F:C%sKZT%s" % (y(b), m_comma(c)), "-"])
    for u in un:  # letters the code page does not have become '?', in the truth as in the file
        u["fields"] = {k: v.encode(enc, "replace").decode(enc) if isinstance(v, str) else v for k, v in u["fields"].items()}
    return name, "mt940", "transaction", (("\r\n".join(out) + "\r\n").encode(enc, "replace"), un)


def camt_a(w):
    return camt(w, w.mules[3], d(2025, 3, 1), d(2025, 3, 31), 72, "ru", "camt053_20250331.xml")


def camt_b(w):
    return camt(w, w.mules[4], d(2025, 5, 1), d(2025, 6, 30), 66, "kk", "STMT_" + w.mules[4].acct[-6:] + ".xml", tz=False)


def mt_a(w):
    return mt940(w, w.mules[8], d(2025, 3, 1), d(2025, 3, 31), 60, "MT940_0331.sta")


def mt_b(w):
    return mt940(w, w.mules[5], d(2025, 10, 1), d(2025, 10, 31), 48, "statement_oct.mt9", "cp1251", "ru")
