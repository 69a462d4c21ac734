#!/usr/bin/env python3
"""Writes regions/ and truth/ of the blind material. Needs xlsxwriter and python-docx only. Same output every run."""
import os, shutil, sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from blindgen import *

ROOT = os.path.dirname(os.path.abspath(__file__))


def total(cols, recs, word, ids, how, at=0):
    cells = [None] * len(cols)
    cells[at] = word
    for j, c in enumerate(cols):
        if c.id in ids:
            v = sum(x.minor for x in recs if (c.id == "amt") or (c.id == "deb" and x.out) or (c.id == "cre" and not x.out)) if c.id != "ten" else sum(x.tiyn for x in recs)
            cells[j] = money(v, how)
    return cells


def stops(cols, word, ids, how, f="%d.%m.%Y"):
    return lambda day, recs: total(cols, recs, word.format(day.strftime(f)), ids, how)


def official(reg, at=None, drop=(), op="Виды операции (категория документа)", cur=None, amt=None, ten=m_nb, num_iin=False, bank="name", spaced=False, halyk=False, res="Резидентство", knp_num=False):
    hp = [h.replace("Резидентство", res) for h in RU5P]
    hr = [h.replace("Резидентство", res) for h in RU5R]
    c = [at or AT(reg, "Дата и время операции"), cur or CUR("Валюта операции"), OP(op)]
    if "sdp" not in drop:
        c.append(CONST("Наименование СДП", "Core", "sdp"))
    c += [DEB("Сумма в валюте ее проведения по дебету", amt), CRE("Сумма в валюте ее проведения по кредиту", amt)] if halyk else [amt if isinstance(amt, C) else AMT("Сумма в валюте ее проведения", amt or ten)]
    c += [TEN("Сумма в тенге", ten)] + SIDE("payer", hp, num_iin, bank, spaced) + SIDE("payee", hr, num_iin, bank, spaced) + [KNPC("Код назначения платежа", knp_num), PUR("Назначение платежа")]
    return c


def trunc(by, share=.6):
    return by[:int(len(by) * share)]


# =============================================================== KZ-27 Oral: Kazakh first
def kz27():
    g, w = "KZ-27", World("KZ-27", 2701)
    R = Region(ROOT, g)
    # case register
    t = T(g, "Тізілім")
    t.letter(["Сотқа дейінгі тергеп-тексерулердің бірыңғай тізілімінен көшірме"], ["БҚО ПД киберқылмысқа қарсы күрес басқармасы"], [])
    cols = [NO("р/с №"), CNUM("СДТБТ нөмірі"), CKUI("АЕК (КУИ) №"), CREG(g, "Тіркелген күні", "dd.mm.yyyy", "xl"), CRGN("Облыс", 3), CORG("Тіркеген орган", True), CART("ҚК бабы"), CPLOT("Оқиғаның мән-жайы"), CVN("Жәбірленушінің аты-жөні", 1), CVI("ЖСН"), CVP("Телефоны", p_mix(w.r)), COCC("Кәсібі", 1), CDMG("Келтірілген залал, теңге", "xl"), CST("Жағдайы", 1)]
    t.head(cols)
    cs = gen_cases(w, 120, DT(2025, 1, 6), 250, "mix")
    fill_cases(t, cols, cs, {17: BADREG, 44: ("vi", "99133130012", ["victim_iin"], False), 71: lambda x: ("vp", x.v.acct, ["victim_phone"], False)}, (60,))
    t.skip(["Барлығы", None, None, None, None, None, None, None, None, None, None, None, XL(sum(x.dmg for x in cs) / 100, "#,##0.00")], "total")
    R.put("СДТБТ тізілімі 2025.xlsx", "xlsx", "case", to_xlsx([t], "СДТБТ тізілімі 2025.xlsx", ("Парақ2", "Парақ3")))
    # old cases of 2023
    t = T(g)
    cols = [CKUI("КУИ №"), CREG(g, "тіркеу уақыты", "%Y-%m-%d %H:%M", day="min"), CART("бап", lambda a: a.replace(" ч.", "-бап ").replace(" п.", " т.").replace("190-бап 2", "190-бап 2 б.").replace("190-бап 3", "190-бап 3 б.").replace("188-бап 2", "188-бап 2 б.")), CVN("арыз беруші", 1), CVP("тел", p_as("8s")), CPLOT("фабула"), CDMG("залал (тг)", m_plain), CST("шешім", 1)]
    t.head(cols)
    fill_cases(t, cols, gen_cases(w, 45, DT(2023, 2, 1), 300, "kk"))
    R.put("КУИ_2023_ескі_істер.csv", "csv", "case", to_csv(t, "КУИ_2023_ескі_істер.csv", "utf-8-sig", "\t"))
    # Kaspi official form, ten letter-head rows, two-row header
    own = w.mules[0]
    txs, _, _ = gen_tx(w, own, 180, DT(2025, 3, 3), 40)
    t = T(g, "Выписка")
    t.letter(["АО «Kaspi Bank»"], ["050013, г. Алматы"], [], ["Исх. № 22-4471/к от 16.04.2025"], ["В Департамент полиции Западно-Казахстанской области"], [], ["На Ваш запрос № 3-14/221 предоставляем сведения об операциях"])
    t.cov(["Счет: " + own.acct + ", период: с 03.03.2025 по 12.04.2025"], account=own.acct, **{"from": utc(DT(2025, 3, 3), g), "to": utc(DT(2025, 4, 12), g), "by": "АО «Kaspi Bank»"})
    t.letter(["Клиент: " + own.ru + ", ИИН " + own.iin], [])
    cols = official(g, AT(g, "Дата и время операции", "dd.mm.yyyy hh:mm:ss", how="xl"), amt="xl", ten="xl")
    r1 = [c.head for c in cols]
    r2 = [None] * 18
    for a, title in ((6, "Плательщик"), (11, "Получатель")):
        for k, h in enumerate(["Наименование/ФИО", "ИИН/БИН", "Резидентство", "Банк", "Номер счета"]):
            r1[a + k] = title if k == 0 else None
            r2[a + k] = h
    t.skip(r1, "header")
    t.skip(r2, "header")
    t.merges = [(10, 6, 10, 10), (10, 11, 10, 15)] + [(10, j, 11, j) for j in (0, 1, 2, 3, 4, 5, 16, 17)]
    fill(t, cols, txs, spoils={20: BAD_DATE(), pick(txs, lambda x: x.out and has_payee(x), 9): BAD_IBAN, pick(txs, lambda x: x.out and has_payee(x), 14): PHONE_IN_ACCT})
    R.put("kaspi_22-4471.xlsx", "xlsx", "transaction", to_xlsx([t], "kaspi_22-4471.xlsx"))
    # Halyk: split debit/credit, numbering row, leading zeros of IIN lost
    own = w.mules[1]
    txs, _, _ = gen_tx(w, own, 130, DT(2025, 4, 1), 30)
    t = T(g, "Лист1")
    cols = official(g, AT(g, "Дата и время операции", "%d.%m.%Y %H:%M:%S"), amt="num", ten="num", num_iin=True, halyk=True, knp_num=True)
    t.head(cols)
    t.skip(list(range(1, 20)), "numbering")
    fill(t, cols, txs, spoils={33: ("at", "00.05.2025 12:41:09", ["at", "at_precision"], True)}, blank_at=(64,))
    t.skip(total(cols, txs, "Итого", ("deb", "cre", "ten"), "num"), "total")
    R.put("Халык жауабы сәуір.xlsx", "xlsx", "transaction", to_xlsx([t], "Халык жауабы сәуір.xlsx"))
    # BCC own statement, cp1251 with Kazakh letters lost, newest first
    own = w.mules[2]
    txs, o0, c0 = gen_tx(w, own, 95, DT(2025, 2, 10), 45, lang=1)
    t = T(g)
    t.letter(["«Банк ЦентрКредит» АҚ"])
    t.cov(["Шот бойынша үзінді көшірме: " + own.acct], account=own.acct, **{"from": utc(DT(2025, 2, 10), g), "to": utc(DT(2025, 3, 26), g), "opening_tiyn": o0, "closing_tiyn": c0})
    t.letter(["Кезең: 10.02.2025 - 26.03.2025"], ["Кіріс қалдық: " + m_nb(o0)], ["Шығыс қалдық: " + m_nb(c0)], [])
    cols = [AT(g, "Күні мен уақыты"), REF("Құжат №")] + OTHER("Контрагент", "ЖСН/БСН", None, "Контрагент шоты") + [DEB("Дебет", m_nb), CRE("Кредит", m_nb), BAL("Қалдық", m_nb), OP("Операция түрі"), PUR("Төлемнің мақсаты")]
    t.head(cols)
    rv = txs[::-1]
    fill(t, cols, rv, spoils={12: BAD_DATE("31.02.2025 09:02:11"), pick(rv, lambda x: x.out and has_payee(x), 5): lambda x: ("oth_a", bad_iban(x.payee.acct), ["payee_account", "payee_bank"], False)})
    t.skip(total(cols, txs, "Барлығы", ("deb", "cre"), m_nb), "total")
    R.put("bcc_uzindi.csv", "csv", "transaction", to_csv(t, "bcc_uzindi.csv", "cp1251"))
    # operator by subscriber
    sub = w.scam[0]
    cl = gen_calls(w, sub, 260, DT(2025, 3, 1), 30, imsi=w.imsi())
    t = T(g)
    t.letter(["«Кселл» АҚ"], ["Абонент: " + p_as("8b")(sub), "Кезең: 01.03.2025 - 31.03.2025"])
    cols = [NO("№"), OWN("Абонент", p_as("8b")), DIR("Бағыты", "шығыс", "кіріс"), SVC("Қызмет түрі", "дауыс", "СМС", "интернет"), PEER("Екінші тарап", p_as("8b")), CT(g, "Басталған уақыты", "%d.%m.%Y %H:%M:%S"), DUR("Ұзақтығы, с"), IMEI("IMEI"), LAC("LAC"), CID("CID"), CADDR("Базалық станция мекенжайы")]
    t.head(cols)
    fill(t, cols, cl, "call", {31: BAD_DATE("29.02.2025 18:22:40")[:2] + (["at"], True), pick(cl, lambda x: x.other, 77): ACCT_IN_B(w, drop=("a", "b"))})
    R.put("kcell_детализация_наурыз.csv", "csv", "call", to_csv(t, "kcell_детализация_наурыз.csv", "utf-8-sig", ";"))
    # by IMEI 2023
    im = w.imeis[2]
    allc = []
    for k in range(4):
        allc += gen_calls(w, w.scam[k + 1], 30, DT(2023, 9, 4), 20, imei=im, imsi=w.imsi())
    allc.sort(key=lambda x: x.t)
    t = T(g, im)
    t.letter(["IMEI бойынша есеп: " + im], [])
    cols = [IMEI("IMEI"), IMSI("IMSI"), OWN("MSISDN", p_as("7")), DIRSVC("Түрі", {("voice", True): "Шығыс қоңырау", ("voice", False): "Кіріс қоңырау", ("sms", True): "Шығыс SMS", ("sms", False): "Кіріс SMS", ("data", True): "Интернет"}), PEER("Собеседник", p_as("7")), CT(g, "Күні/уақыты", "dd/mm/yyyy hh:mm:ss", "xl"), DUR("Ұзақтығы", hms), CELL("LAC/CID", "{}/{}")]
    t.head(cols)
    fill(t, cols, allc, "call")
    t.skip(["Барлығы: 120 жазба"], "total")
    R.put("beeline_imei_2023.xlsx", "xlsx", "call", to_xlsx([t], "beeline_imei_2023.xlsx"))
    # subscribers
    hs = gen_holders(w, 44)
    t = T(g)
    cols = [SNUM("Абонент нөмірі", p_as("7s")), HNAME("Аты-жөні / атауы", 1), HIIN("ЖСН"), SDAY(g, "Қосылған күні", "from"), SDAY(g, "Ажыратылған күні", "to", none="қазірге дейін"), SIMSI("IMSI"), SICC("ICCID"), SADDR("Тіркелген мекенжайы")]
    t.head(cols)
    fill(t, cols, hs, "subscriber", {9: lambda x: ("num", x.p.acct, ["number"], True), 20: lambda x: ("iin", x.p.iin[:-1] + str((int(x.p.iin[-1]) + 3) % 10), ["iin"], False)})
    R.put("абоненттер.tsv", "csv", "subscriber", to_csv(t, "абоненттер.tsv", "utf-8", "\t"))
    # cards
    hs = gen_holders(w, 40)
    t = T(g, "Карталар")
    cols = [NO("№ р/н"), HCARD("Карта нөмірі", "m"), HACC("IBAN", True), HNAME("Иесінің аты-жөні", 1), HIIN("ЖСН"), HPH("Байланыс телефоны", p_as("8")), HOPEN(g, "Шот ашылған күн", "dd.mm.yyyy", "xl")]
    t.letter(["Сіздің 02.05.2025 ж. № 11-к сұрауыңызға"])
    t.head(cols)
    fill(t, cols, hs, "holder", {6: lambda x: ("acct", bad_iban(x.p.acct), ["account"], False), 30: lambda x: ("phone", x.p.acct, ["phone"], False)})
    R.put("карта-шот.xlsx", "xlsx", "holder", to_xlsx([t], "карта-шот.xlsx", ("Sheet1",), True))
    R.put("WhatsApp чаты Пошта қызметкері.txt", "whatsapp-txt", "message", whatsapp(g, "WhatsApp чаты Пошта қызметкері.txt", gen_chat(w, 48, DT(2025, 3, 4, 9, 10), CH_KK), {"s": p_as("+s")(w.scam[0]), "v": "Айгүл тәте"}, "android_ru", "Хабарлар мен қоңыраулар шифрланған. Оларды бұл чаттан тыс ешкім оқи немесе тыңдай алмайды.", "<Медиа алынып тасталды>"))
    own = w.mules[3]
    txs, o0, c0 = gen_tx(w, own, 60, DT(2025, 5, 2), 12, lang=2)
    R.put("STMT_0017.sta", "mt940", "transaction", mt940(g, "STMT_0017.sta", own, txs, o0, c0))
    good, _ = to_xlsx([t], "x")
    R.put("бұзылған.xlsx", "broken:truncated-xlsx", "none", (trunc(good), []), False)
    R.done()


# =============================================================== KZ-75 Almaty
def kz75():
    g, w = "KZ-75", World("KZ-75", 7502)
    R = Region(ROOT, g)
    t = T(g)
    cols = [CNUM("№ ЕРДР"), CREG(g, "Дата регистрации", "%d.%m.%Y %H:%M:%S", day=False), CORG("Орган"), CRGN("Регион", 0), CART("Квалификация", lambda a: "ст. " + a), CPLOT("Фабула"), CVN("Потерпевший"), CVI("ИИН потерпевшего"), CVP("Контактный телефон", p_as("+b")), CVA("Счет потерпевшего"), COCC("Род занятий"), CDMG("Ущерб", m_nb), CST("Принятое решение")]
    t.head(cols)
    cs = gen_cases(w, 150, DT(2025, 2, 1), 200, "ru", m_nb)
    fill_cases(t, cols, cs, {40: ("at", "31.02.2025 11:12:13", ["registered_at"], True), 99: ("dmg", "не установлен", ["damage_tiyn"], False)})
    R.put("ERDR_export.txt", "csv", "case", to_csv(t, "ERDR_export.txt", "utf-16", "\t"))
    # Freedom: 17 columns, a sheet a currency
    own = w.mules[0]
    tabs = []
    for cur, n, rate in (("KZT", 90, 1), ("USD", 40, 512), ("EUR", 22, 561)):
        txs, _, _ = gen_tx(w, own, n, DT(2025, 5, 1), 25, cur=cur, rate=rate)
        t = T(g, cur)
        cols = official(g, AT(g, "Дата и время операции", "%d.%m.%Y %H:%M:%S"), drop=("sdp",), amt="num", ten="num", bank="bic")
        t.head(cols)
        fill(t, cols, txs, spoils={5: BAD_SUM("1,2,5,,0 0")} if cur == "USD" else {})
        if cur == "USD":
            t.rows[6][3]["accept"] = ["transaction"]  # the tenge column is still readable
        t.skip(total(cols, txs, "Итого по счету", ("amt", "ten"), "num"), "total")
        tabs.append(t)
    R.put("Freedom_выписка_3_валюты.xlsx", "xlsx", "transaction", to_xlsx(tabs, "Freedom_выписка_3_валюты.xlsx", ("RUB",)))
    # VTB
    own = w.mules[1]
    txs, _, _ = gen_tx(w, own, 85, DT(2025, 1, 15), 30)
    t = T(g, "Отчет")
    t.letter(["ДО АО Банк ВТБ (Казахстан)"], ["Сведения о движении денег"], [])
    cols = official(g, AT(g, "Дата и время операции", "%d.%m.%Y %H:%M"  , "minute"), op="Вид операции (КД)", cur=CUR("Валюта операции", lambda c: "KZT - Тенге"), amt=SIGNED("Сумма в валюте ее проведения", m_nb), ten=lambda v: m_nb(v), res="Резиденство")
    t.head(cols)
    fill(t, cols, txs, spoils={11: BAD_DATE("31.02.2025 14:15")})
    R.put("ВТБ ответ.xlsx", "xlsx", "transaction", to_xlsx([t], "ВТБ ответ.xlsx"))
    # Forte English, US dates and sums
    own = w.mules[2]
    txs, o0, c0 = gen_tx(w, own, 140, DT(2025, 3, 5), 50, lang=2)
    t = T(g)
    t.letter(["ForteBank JSC - Account statement"])
    t.cov(["Account:", own.acct, "Currency:", "KZT"], account=own.acct, **{"from": utc(DT(2025, 3, 5), g), "to": utc(DT(2025, 4, 24), g), "opening_tiyn": o0, "closing_tiyn": c0})
    t.letter(["Period:", "3/5/2025 - 4/24/2025"], ["Opening balance:", m_us(o0)], ["Closing balance:", m_us(c0)], [])
    cols = [AT(g, "Posting Date", lambda d: us_dt(d)), REF("Ref No"), OP("Trans. Type")] + OTHER("Beneficiary / Remitter", "IIN/BIN", "Bank", "Counterparty A/C", bank="bic") + [DEB("Debit", m_us), CRE("Credit", m_us), BAL("Running Balance", m_us), PUR("Details")]
    t.head(cols)
    fill(t, cols, txs, spoils={25: ("at", "2/31/2025 10:15:00 AM", ["at", "at_precision"], True), pick(txs, lambda x: x.out and has_payee(x), 11): lambda x: ("oth_a", "8" + x.payee.phone[2:], ["payee_account"], False)})
    t.skip(total(cols, txs, "Total turnover", ("deb", "cre"), m_us), "total")
    R.put("forte_statement.csv", "csv", "transaction", to_csv(t, "forte_statement.csv", "utf-8", ",", eol="\n"))
    own = w.orgs[4]
    txs, o0, c0 = gen_tx(w, own, 70, DT(2025, 6, 2), 10)
    R.put("kl_to_1c.txt", "1c", "transaction", onec(g, "kl_to_1c.txt", own, txs, o0, c0))
    own = w.mules[3]
    txs, o0, c0 = gen_tx(w, own, 90, DT(2025, 5, 20), 20, lang=2)
    R.put("camt053_20250610.xml", "camt.053", "transaction", camt053(g, "camt053_20250610.xml", own, txs, o0, c0))
    # tower dump
    cl = []
    for p in [p.phone for p in w.people[5:17]]:
        cl += gen_calls(w, p, 30, DT(2025, 6, 3, 8), 1, imei=w.r.choice(w.imeis), imsi=w.imsi(), svc=(85, 15, 0))
    cl.sort(key=lambda x: (x.t, x.own))
    for x in cl:
        x.cell = w.cells[w.r.randrange(3)]
    t = T(g)
    cols = [CT(g, "START_TIME", "%Y-%m-%d %H:%M:%S"), A_("A_NUM", p_as("7")), B_("B_NUM", p_as("7")), DUR("DUR_SEC"), C("svc", "CALL_TYPE", lambda x: {"voice": "VOICE", "sms": "SMS"}[x.svc], lambda x: {"service": x.svc}), IMEI("IMEI"), IMSI("IMSI"), LAC("LAC"), CID("CELL_ID"), CADDR("SITE_ADDRESS")]
    t.head(cols)
    fill(t, cols, cl, "call", {100: ("a", w.mules[2].acct, ["a"], True)})
    R.put("bs_dump_2025-06-03.psv", "csv", "call", to_csv(t, "bs_dump_2025-06-03.psv", "utf-8", "|", eol="\n"))
    # tele2, separate date and time, mm:ss
    sub = w.scam[1]
    cl = gen_calls(w, sub, 150, DT(2025, 6, 1), 14, imsi=w.imsi())
    for x in cl:
        x.dur = min(x.dur, 3599)
    t = T(g)
    t.letter(["Детализация по абоненту", p_as("+s")(sub)], ["IMSI", cl[0].imsi], [])
    cols = [CD(g, "Дата"), CTM(g, "Время"), DIRSVC("Тип", {("voice", True): "Исх.", ("voice", False): "Вх.", ("sms", True): "Исх. SMS", ("sms", False): "Вх. SMS", ("data", True): "GPRS"}), C("peer", "Номер собеседника", lambda x: p_as("+s")(x.other) if x.other else None, lambda x: dict({k: v for k, v in (("a", x.a), ("b", x.b)) if v}, own_number=x.own)), DUR("Длит., мм:сс", ms, True), CELL("Сота", "401-77-{}-{}")]
    t.head(cols)
    fill(t, cols, cl, "call", blank_at=(70,), wide=0)
    t.skip(["Итого", None, None, None, str(sum(x.dur for x in cl) // 60) + " мин"], "total")
    R.put("tele2_детализация.csv", "csv", "call", to_csv(t, "tele2_детализация.csv", "cp1251", ";"))
    R.put("result.json", "telegram-json", "message", telegram(g, "result.json", gen_chat(w, 60, DT(2025, 4, 2, 18, 0), CH_RU), {"name": "Менеджер Алина", "type": "personal_chat", "id": 5550001112}, {"s": ("Менеджер Алина", "user5550001112"), "v": ("Жанар", "user5550003334")}))
    R.put("_chat.txt", "whatsapp-txt", "message", whatsapp(g, "_chat.txt", gen_chat(w, 52, DT(2025, 4, 11, 10, 0), CH_RU), {"s": "Служба Безопасности", "v": p_as("+s")(w.victims[3].phone)}, "ios_ru", "Сообщения и звонки защищены сквозным шифрованием. Третьи лица, включая WhatsApp, не могут прочитать ваши сообщения или прослушать звонки.", "изображение отсутствует", True))
    # html named xls
    hs = gen_holders(w, 46)
    t = T(g)
    cols = [HCARD("№ карты", "s"), HACC("Счет (IBAN)"), HBANK("Банк"), HNAME("Владелец"), HIIN("ИИН"), HPH("Моб. тел.", p_as("8-")), HCON("Договор"), HOPEN(g, "Дата открытия")]
    t.head(cols)
    fill(t, cols, hs, "holder", {13: lambda x: ("phone", x.p.acct, ["phone"], False)})
    R.put("card_reply.xls", "html-table", "holder", to_html(t, "card_reply.xls", "cp1251", "Ответ"))
    # zip
    hs = gen_holders(w, 40)
    t = T(g)
    cols = [SNUM("Номер", p_as("7")), HNAME("ФИО абонента"), HIIN("ИИН"), SDAY(g, "с", "from", "%Y-%m-%d"), SDAY(g, "по", "to", "%Y-%m-%d"), SIMEI("Последний IMEI")]
    t.head(cols)
    fill(t, cols, hs, "subscriber")
    own = w.mules[5]
    txs, _, _ = gen_tx(w, own, 60, DT(2025, 4, 1), 10)
    t2 = T(g, "Sheet1")
    c2 = official(g, amt=m_comma, ten=m_comma)
    t2.head(c2)
    fill(t2, c2, txs)
    R.zip("ответы_операторов_и_банка.zip", [("абоненты.csv", "csv", "subscriber", to_csv(t, "ответы_операторов_и_банка.zip/абоненты.csv", "cp1251", ","), True),
                                            ("bank/выписка.xlsx", "xlsx", "transaction", to_xlsx([t2], "ответы_операторов_и_банка.zip/bank/выписка.xlsx"), True),
                                            ("bank/пусто.csv", "broken:empty", "none", (b"", []), False)])
    rb = random.Random(1)
    R.put("секретно_ЗАКРЫТО.xlsx", "broken:encrypted-ole", "none", (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + bytes.fromhex("3e000300feff0900") + b"\0" * 480 + "EncryptionInfo".encode("utf-16-le") + b"\0" * 36 + "EncryptedPackage".encode("utf-16-le") + bytes(rb.randrange(256) for _ in range(6000)), []), False)
    R.done()


# =============================================================== KZ-71 Astana
def kz71():
    g, w = "KZ-71", World("KZ-71", 7103)
    R = Region(ROOT, g)
    t = T(g, "реестр")
    cols = [NO(), CNUM("Номер дела"), CREG(g, "Дата рег.", "yyyy-mm-dd", "xl"), CRGN("код обл.", None), CART("статья УК РК"), CVN("ФИО потерпевшей(го)"), CVI("иин", True), CVP("сот.тел.", p_as("n")), COCC("Соц. положение"), CDMG("сумма ущерба (тенге)", "num"), CST("Результат"), CPLOT("Краткая фабула")]
    t.letter(["Сведения о зарегистрированных уголовных правонарушениях (интернет-мошенничество) за 8 мес. 2025 г."])
    t.head(cols)
    t.skip(list(range(1, 13)), "numbering")
    cs = gen_cases(w, 110, DT(2025, 1, 3), 230, "mix")
    fill_cases(t, cols, cs, {12: BADREG}, (50,))
    t.skip(["ВСЕГО", None, None, None, None, None, None, None, None, sum(x.dmg for x in cs) / 100], "total")
    R.put("Реестр УД Астана.xlsx", "xlsx", "case", to_xlsx([t], "Реестр УД Астана.xlsx"))
    # XML 2003
    own = w.mules[0]
    txs, _, _ = gen_tx(w, own, 75, DT(2025, 2, 3), 20)
    t = T(g, "Выписка")
    t.letter(["АО «Нурбанк»"], [], ["Движение по счету за период с 03.02.2025 по 22.02.2025"])
    cols = official(g, AT(g, "Дата и время операции", "x", how="xl"), amt="num", ten="num")
    t.head(cols)
    fill(t, cols, txs, spoils={31: BAD_DATE()}, blank_at=(40,))
    t.skip(total(cols, txs, "Всего", ("amt", "ten"), "num"), "total")
    R.put("nurbank.xls", "xml-2003", "transaction", to_xml2003([t], "nurbank.xls"))
    # JSON lines
    own = w.mules[1]
    txs, o0, _ = gen_tx(w, own, 120, DT(2025, 4, 4), 20, lang=2)
    recs = []
    for i, x in enumerate(txs):
        o = {"operation_time": x.t.strftime("%Y-%m-%dT%H:%M:%S+05:00"), "currency": "KZT", "amount": "%d.%02d" % divmod(x.minor, 100), "type": x.op}
        f = {"at": utc(x.t, g), "at_precision": "second", "currency": "KZT", "amount_minor": x.minor, "amount_tiyn": x.minor, "operation": x.op, "knp": x.knp, "purpose": x.purp, "reference": x.ref, "reversal": True if x.rev else None}
        for k, n, p in (("sender", "payer", x.payer), ("receiver", "payee", x.payee)):
            if p:
                o[k] = {"name": p.en, "iin_bin": p.iin, "iban": p.acct, "bank_bic": BANKS[p.bank][3]}
                f.update({n + "_name": p.en, n + "_iin": p.iin, n + "_account": p.acct, n + "_bank": p.bank})
        o.update(knp=x.knp, purpose=x.purp, reference=x.ref)
        if i == 22:
            o["operation_time"] = "2025-02-31T10:15:00+05:00"
            f.pop("at"), f.pop("at_precision")
            recs.append((o, "reject", f, {"bad": {"at": "2025-02-31T10:15:00+05:00"}, "was": "transaction"}))
        elif i == 57:
            recs.append((json.dumps(o, ensure_ascii=False)[:90], "reject", {}, {"note": "cut line"}))
        else:
            recs.append((o, "transaction", f, {}))
    R.put("p2p_export.jsonl", "jsonl", "transaction", to_jsonl(recs, "p2p_export.jsonl"))
    # own account, Excel serial numbers, over the change of time zone
    own = w.mules[2]
    txs, o0, c0 = gen_tx(w, own, 90, DT(2024, 2, 18), 24)
    t = T(g, "Лист1")
    t.letter(["АО «Евразийский банк»", None, None, "Выписка по лицевому счету"])
    t.cov([None, "ИИК", own.acct], account=own.acct, **{"from": utc(DT(2024, 2, 18), g), "to": utc(DT(2024, 3, 13), g), "opening_tiyn": o0})
    t.letter([None, "Период", "18.02.2024 - 13.03.2024"], [None, "Вх. остаток", o0 / 100], [])
    cols = [AT(g, "Дата", how="serial"), NO("N п/п"), DEB("Расход", "num", True), CRE("Приход", "num", True)] + OTHER("Корреспондент", None, "БИК", "ИИК корр.", bank="bic") + [KNPC("КНП"), PUR("Назначние платежа")]
    t.head(cols)
    fill(t, cols, txs, spoils={40: ("deb", "#ЗНАЧ!", ["amount_minor", "amount_tiyn"], True) if txs[40].out else ("cre", "#ЗНАЧ!", ["amount_minor", "amount_tiyn"], True)})
    t.skip([None, "Итого обороты", money(sum(x.minor for x in txs if x.out), "num"), money(sum(x.minor for x in txs if not x.out), "num")], "total")
    R.put("лицевой счет 02-03.2024.xlsx", "xlsx", "transaction", to_xlsx([t], "лицевой счет 02-03.2024.xlsx", ("Лист2", "Лист3")))
    # Halyk card reply
    hs = gen_holders(w, 45)
    t = T(g)
    t.letter(["Народный Банк", "", "ответ на запрос № 77 от 12.05.2025"])
    cols = [HIIN("ИИН/БИН клиента"), HNAME("ФИО клиента"), HACC("№ счета"), HCARD("Платежная карточка", "x"), HPH("Мобильный банкинг", p_as("10")), H("ot", "Остаток на дату, тг", lambda x: m_sp(x.open_t), "opening_tiyn", lambda x: x.open_t), H("oa", "Дата остатка", lambda x: "01.05.2025", "opening_at", lambda x: utc(D.date(2025, 5, 1), g))]
    t.head(cols)
    fill(t, cols, hs, "holder", {4: lambda x: ("acct", "8" + x.p.phone[2:], ["account"], False), 28: lambda x: ("iin", "1" * 12, ["iin"], False)})
    R.put("halyk_карты.csv", "csv", "holder", to_csv(t, "halyk_карты.csv", "utf-8-sig", ";"))
    # coverage notes
    t = T(g, "Ответы")
    cols = [NO("№"), H("by", "Кто ответил", lambda x: BANKS[x.p.bank][0], "by"), HACC("Счет"), C("f", "Период с", lambda x: XL(DT(2025, 1, 1), "dd.mm.yyyy"), lambda x: {"from": utc(D.date(2025, 1, 1), g)}), SDAY(g, "Период по", "to", "dd.mm.yyyy", "xl"), C("rc", "Получено", lambda x: XL(x.rec, "dd.mm.yyyy hh:mm"), lambda x: {"received_at": utc(x.rec, g)}),
            C("o", "Вх. остаток", lambda x: x.open_t / 100, lambda x: {"opening_tiyn": x.open_t}), C("c", "Исх. остаток", lambda x: x.close_t / 100, lambda x: {"closing_tiyn": x.close_t})]
    hs = gen_holders(w, 42)
    for x in hs:
        x.to_ = D.date(2025, w.r.randrange(4, 8), w.r.randrange(1, 29))
        x.rec = DT(2025, 8, w.r.randrange(1, 29), w.r.randrange(9, 18), w.r.randrange(60))
        x.close_t = w.r.randrange(10 ** 8)
    t.letter(["Журнал полученных ответов банков (за какой период и по какому счету)"])
    t.head(cols)
    fill(t, cols, hs, "coverage", {15: lambda x: ("acct", bad_iban(x.p.acct), ["account"], True)})
    R.put("журнал ответов.xlsx", "xlsx", "coverage", to_xlsx([t], "журнал ответов.xlsx"))
    # subscribers
    hs = gen_holders(w, 60)
    t = T(g)
    cols = [SIMSI("IMSI"), SICC("ICCID"), SNUM("MSISDN", p_as("7")), HNAME("Subscriber name", 2), HIIN("IIN"), SDAY(g, "Activation", "from", "%Y-%m-%d"), SDAY(g, "Deactivation", "to", "%Y-%m-%d"), SADDR("Address")]
    t.head(cols)
    fill(t, cols, hs, "subscriber", {33: ("from", "2025-13-08", ["from"], False)})
    R.put("subscribers_altel.csv", "csv", "subscriber", to_csv(t, "subscribers_altel.csv", "utf-8", ",", csv.QUOTE_ALL, "\n"))
    # xlsx calls, excel time durations
    sub = w.scam[2]
    cl = gen_calls(w, sub, 210, DT(2025, 7, 1), 20, imsi=w.imsi())
    t = T(g, "CDR")
    cols = [OWN("Номер абонента", p_as("n")), PEER("Вызываемый/вызывающий", p_as("7")), DIR("Напр.", "Исх", "Вх"), SVC("Услуга", "Голос", "SMS", "GPRS"), C("date", "Дата", lambda x: XL(DT(x.t.year, x.t.month, x.t.day), "dd.mm.yyyy")), C("time", "Время", lambda x: XL(x.t.time(), "hh:mm:ss"), lambda x: {"at": utc(x.t, g)}), C("dur", "Продолж-ть", lambda x: XL(x.dur / 86400, "hh:mm:ss"), lambda x: {"duration_s": x.dur}), IMEI("ИМЕЙ"), IMSI("ИМСИ"), CELL("Lac-Cell"), CADDR("Адрес БС")]
    t.head(cols)
    fill(t, cols, cl, "call", {18: ("date", "31.02.2025", ["at"], True)})
    R.put("детализация_ТОО_оператор.xlsx", "xlsx", "call", to_xlsx([t], "детализация_ТОО_оператор.xlsx"))
    R.put("WhatsApp Chat with HR Manager.txt", "whatsapp-txt", "message", whatsapp(g, "WhatsApp Chat with HR Manager.txt", gen_chat(w, 50, DT(2025, 3, 20, 9, 0), CH_EN), {"s": p_as("+s")(w.scam[4]), "v": "Madina"}, "android_en", "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.", "<Media omitted>"))
    # official form, csv cp1251 nbsp
    own = w.mules[4]
    txs, _, _ = gen_tx(w, own, 160, DT(2025, 6, 1), 30)
    t = T(g)
    cols = official(g, amt=m_nb, ten=m_nb)
    t.head(cols)
    t.skip([str(i) for i in range(1, 19)], "numbering")
    fill(t, cols, txs, spoils={7: BAD_SUM(), pick(txs, lambda x: x.out and has_payee(x), 20): BAD_IBAN, 90: ("at", "31.02.2025 00:00:01", ["at", "at_precision"], True)})
    t.skip(total(cols, txs, "Итого:", ("amt", "ten"), m_nb), "total")
    t.rows[9][3]["accept"] = ["transaction"]  # the tenge column is still readable
    R.put("vypiska_18.csv", "csv", "transaction", to_csv(t, "vypiska_18.csv", "cp1251", ";"))
    # switch record with the trunk
    cl = []
    for p in [p.phone for p in w.people[:9]]:
        cl += [x for x in gen_calls(w, p, 24, DT(2025, 7, 7), 2, svc=(1, 0, 0)) if not x.out and x.other != "1414"]
    cl.sort(key=lambda x: x.t)
    for x in cl:
        x.trunk = w.r.choice(["INTL_MOW_01", "INTL_FRA_02", "NAT_KT_07"])
    t = T(g)
    cols = [CT(g, "setup_time", "%Y%m%d%H%M%S"), C("rel", "release_time", lambda x: (x.t + D.timedelta(seconds=x.dur)).strftime("%Y%m%d%H%M%S")), A_("calling_number", p_as("7")), B_("called_number", p_as("7")), DUR("call_duration"), TRUNK("incoming_trunk"), CONST("release_cause", "16")]
    t.head(cols)
    fill(t, cols, cl, "call")
    R.put("softswitch_cdr.csv", "csv", "call", to_csv(t, "softswitch_cdr.csv", "utf-8", ",", eol="\n"))
    R.put("пустой_ответ.csv", "broken:empty", "none", (b"", []), False)
    R.done()


# =============================================================== KZ-35 Karaganda
def kz35():
    g, w = "KZ-35", World("KZ-35", 3504)
    R = Region(ROOT, g)
    t = T(g)
    cols = [CKUI("Номер КУИ"), CNUM("Номер ЕРДР"), CREG(g, "Дата"), CRGN("Область", 2), CART("Статья"), CVN("Заявитель"), CVP("Тел.", p_as("8")), CPLOT("Обстоятельства"), CDMG("Ущерб, тенге", m_comma), CST("Состояние")]
    t.head(cols)
    cs = gen_cases(w, 90, DT(2025, 1, 9), 200, "ru")
    fill_cases(t, cols, cs, {21: BADREG})
    R.put("KUI2025.TXT", "csv", "case", to_csv(t, "KUI2025.TXT", "cp866", "|"))
    sub = w.scam[0]
    cl = gen_calls(w, sub, 150, DT(2025, 2, 1), 20, imsi=w.imsi())
    t = T(g)
    t.letter(["Протокол соединений абонента " + p_as("8s")(sub) + " за период 01.02.2025-21.02.2025"])
    cols = [CD(g, "Дата", "%d.%m.%y"), CTM(g, "Время начала"), PEER("Корреспондент", p_as("8s")), DIR("Вид", "исходящий", "входящий"), SVC("Услуга", "разговор", "смс", "интернет"), DUR("Длительность", hms), IMEI("IMEI"), LAC("ЛАК"), CID("Сота"), CADDR("Адрес базовой станции")]
    oldp = cols[2].truth
    cols[2].truth = lambda x: dict(oldp(x), own_number=x.own)
    t.head(cols)
    fill(t, cols, cl, "call", {30: ("date", "31.02.25", ["at"], True), pick(cl, lambda x: x.other, 60): ACCT_IN_B(w, drop=("a", "b"))})
    R.put("soedineniya.txt", "csv", "call", to_csv(t, "soedineniya.txt", "koi8-r", "\t", eol="\n"))
    own = w.mules[0]
    txs, _, _ = gen_tx(w, own, 150, DT(2025, 5, 5), 30)
    t = T(g)
    cols = official(g, AT(g, "Дата и время операци", "%Y-%m-%d %H:%M:%S"), amt=m_thin, ten=m_nnb, spaced=True, bank="name")
    t.letter(["Банк: АО «Банк ЦентрКредит»"], [])
    t.head(cols)
    t.skip([str(i) for i in range(1, 19)], "numbering")
    fill(t, cols, txs, spoils={70: ("at", "2025-02-31 10:15:00", ["at", "at_precision"], True), pick(txs, lambda x: x.out and has_payee(x), 20): PHONE_IN_ACCT}, blank_at=(33, 80))
    R.put("БЦК_18_граф.csv", "csv", "transaction", to_csv(t, "БЦК_18_граф.csv", "utf-8", ";"))
    # own, 2023, sub-totals a day, date + time columns, xlsx
    own = w.mules[1]
    txs, o0, c0 = gen_tx(w, own, 100, DT(2023, 10, 2), 12)
    t = T(g, "Выписка")
    t.cov(["Выписка по счету № " + own.acct + " за период с 02.10.2023 по 13.10.2023"], account=own.acct, **{"from": utc(DT(2023, 10, 2), g), "to": utc(DT(2023, 10, 13), g), "opening_tiyn": o0, "closing_tiyn": c0})
    t.letter(["Владелец: " + own.ru], ["Входящий остаток: " + m_sp(o0) + " тг"], ["Исходящий остаток: " + m_sp(c0) + " тг"], [])
    cols = [DAY(g, "Дата", "dd.mm.yyyy", "xl"), TIME(g, "Время", "hh:mm:ss", how="xl")] + OTHER("Контрагент", "ИИН (БИН)", None, "Счет контрагента") + [DEB("Дебет", "xl"), CRE("Кредит", "xl"), BAL("Остаток", "xl"), PUR("Назначение")]
    t.head(cols)
    fill(t, cols, txs, sub=stops(cols, "Итого за {}", ("deb", "cre"), "xl"), spoils={15: ("date", "31.09.2023", ["at", "at_precision"], True)})
    t.skip(total(cols, txs, "Всего", ("deb", "cre"), "xl"), "total")
    R.put("выписка_окт_2023.xlsx", "xlsx", "transaction", to_xlsx([t], "выписка_окт_2023.xlsx"))
    own = w.mules[2]
    txs, o0, c0 = gen_tx(w, own, 55, DT(2025, 6, 2), 15)
    R.put("mt940_export.txt", "mt940", "transaction", mt940(g, "mt940_export.txt", own, txs, o0, c0))
    own = w.mules[3]
    txs, _, _ = gen_tx(w, own, 42, DT(2025, 7, 1), 9)
    t = T(g)
    cols = [NO("№ п/п"), AT(g, "Дата, время", "%d.%m.%Y %H:%M", "minute")] + OTHER("Отправитель/получатель", "ИИН", None, None) + [C("acc", "Счёт", lambda x: x.other and x.other.acct, lambda x: {("payee" if x.out else "payer") + "_account": x.other.acct, ("payee" if x.out else "payer") + "_bank": x.other.bank} if x.other else {}), SIGNED("Сумма, тенге", m_sp), PUR("Назначение")]
    t.head(cols)
    fill(t, cols, txs, spoils={8: ("amt", "сумма не читается", ["amount_minor", "amount_tiyn"], True)})
    R.put("Письмо_банка.docx", "docx", "transaction", to_docx(t, "Письмо_банка.docx", ["Начальнику УП г. Караганды", "Исх. № 5-1/882 от 11.07.2025", f"На Ваш запрос сообщаем, что по счету {own.acct} за период с 01.07.2025 по 09.07.2025 проведены следующие операции (расход — со знаком минус):"], ["Управляющий филиалом"],
          {"account": own.acct, "from": utc(DT(2025, 7, 1), g), "to": utc(DT(2025, 7, 9), g)}))
    # ragged CSV with an unclosed quote
    own = w.mules[4]
    txs, _, _ = gen_tx(w, own, 80, DT(2025, 3, 1), 20, whole=True)
    t = T(g)
    cols = [AT(g, "Дата операции"), AMT("Сумма", m_plain)] + SIDE("payer", ["Отправитель", "ИИН отпр.", "", "", "Счет отпр."], order="nia") + SIDE("payee", ["Получатель", "ИИН получ.", "", "", "Счет получ."], order="nia") + [PUR("Назначение"), REF("Референс")]
    t.head(cols)
    fill(t, cols, txs)
    raw = {}
    def line(i):
        return [str(c) if c is not None else "" for c in t.rows[i][0]]
    i = pick(txs, lambda x: x.kind == "atm", 0) + 1
    l = line(i); raw[i] = ";".join(l[:9]); f = t.rows[i][2]; f.pop("reference"); t.rows[i][3]["note"] = "short row, the reference is missing"
    if not f.get("purpose"): pass
    i = pick(txs, lambda x: x.kind == "in", 12) + 1
    l = line(i); l[8] = "Перевод; за товар"; raw[i] = ";".join(l); t.rows[i][2].update(purpose="Перевод; за товар"); t.rows[i][3].update(note="unquoted delimiter in the purpose", unsure=["purpose", "reference"])
    i = pick(txs, lambda x: x.kind == "in", 20) + 1
    l = line(i); raw[i] = ";".join(l) + ";;;"; t.rows[i][3]["note"] = "extra empty cells"
    i = pick(txs, lambda x: x.kind == "p2p" and x.t > txs[60].t, 0) + 1
    l = line(i); raw[i] = ";".join([l[0], l[1], '"' + l[2]] + l[3:]); t.rows[i][3].update(note="unclosed quote before the payer name", unsure=["payer_name"])
    R.put("ragged.csv", "csv", "transaction", to_csv(t, "ragged.csv", "utf-8", ";", raw=raw))
    hs = gen_holders(w, 50)
    t = T(g, "Лист1")
    t.letter(["Список клиентов"], [])
    cols = [HNAME("Ф.И.О."), HIIN("ИИН", True), HBANK("Банк"), HACC("Лицевой счет"), HCARD("Карточка", "full"), HPH("Телефон", p_as("n")), HCON("№ договора"), HOPEN(g, "Открыт", "dd.mm.yyyy", "xl")]
    t.head(cols)
    fill(t, cols, hs, "holder", {11: lambda x: ("card", x.card[:-1] + str((int(x.card[-1]) + 1) % 10), ["card"], False)})
    R.put("клиенты.xlsx", "xlsx", "holder", to_xlsx([t], "клиенты.xlsx"))
    hs = gen_holders(w, 40)
    t = T(g)
    cols = [HNAME("Абонент"), HIIN("ИИН"), SNUM("Тел. номер", p_as("8b")), SDAY(g, "Дата подкл.", "from", "%d/%m/%Y"), SADDR("Адрес")]
    t.head(cols)
    fill(t, cols, hs, "subscriber")
    R.put("abonenty.csv", "csv", "subscriber", to_csv(t, "abonenty.csv", "cp1251", ";", eol="\n"))
    R.put("WhatsApp - Курьер.txt", "whatsapp-txt", "message", whatsapp(g, "WhatsApp - Курьер.txt", gen_chat(w, 44, DT(2025, 5, 14, 8, 0), CH_KK), {"s": p_as("+s")(w.scam[6]), "v": "Сәуле"}, "ios_ru", "Хабарлар мен қоңыраулар шифрланған.", "сурет алынып тасталды"))
    own = w.mules[6]
    txs, o0, c0 = gen_tx(w, own, 60, DT(2025, 4, 1), 20)
    R.put("camt.053_day.xml", "camt.053", "transaction", camt053(g, "camt.053_day.xml", own, txs, o0, c0, False, "08"))
    R.put("telegram_result.json", "telegram-json", "message", telegram(g, "telegram_result.json", gen_chat(w, 46, DT(2023, 11, 6, 9, 0), CH_RU), {"name": "Возврат средств", "type": "private_supergroup", "id": 1900111222}, {"s": ("Юрист Денис", "user611"), "v": ("Ольга Л.", "user612")}, False, True))
    R.done()


# =============================================================== KZ-61 Turkistan
def kz61():
    g, w = "KZ-61", World("KZ-61", 6105)
    R = Region(ROOT, g)
    tabs = []
    for nme, st, n in (("І тоқсан", DT(2025, 1, 5), 60), ("ІІ тоқсан", DT(2025, 4, 2), 55)):
        t = T(g, nme)
        cols = [CNUM("ЕРДР №"), CREG(g, "Тіркеу күні", "%d.%m.%Y ж."), CRGN("Аймақ", 1), CORG("Аумақтық ПО", True), CART("ҚР ҚК бабы"), CVN("Жәбірленуші Т.А.Ә.", 1), CVI("ЖСН"), CVP("байланыс", p_mix(w.r)), COCC("жұмыс орны/кәсібі", 1), CDMG("материалдық шығын (теңге)", m_sp0), CPLOT("Мән-жайы"), CST("Іс бойынша шешім", 1)]
        t.head(cols)
        cs = gen_cases(w, n, st, 85, "kk")
        fill_cases(t, cols, cs, {9: ("at", "31.02.2025 ж.", ["registered_at"], True)})
        t.skip(["Барлығы", None, None, None, None, None, None, None, None, m_sp0(sum(x.dmg for x in cs))], "total")
        tabs.append(t)
    R.put("қылмыстық істер.xlsx", "xlsx", "case", to_xlsx(tabs, "қылмыстық істер.xlsx", ("ІІІ тоқсан",)))
    # Kaspi style own csv, date only, signed
    own = w.mules[0]
    txs, o0, c0 = gen_tx(w, own, 120, DT(2025, 5, 1), 40)
    t = T(g)
    t.letter(["ВЫПИСКА по Kaspi Gold"])
    t.cov(["Номер счета:", own.acct], account=own.acct, **{"from": utc(DT(2025, 5, 1), g), "to": utc(DT(2025, 6, 9), g)})
    t.letter(["за период с 01.05.25 по 09.06.25"], [])
    cols = [DAY(g, "Дата", "%d.%m.%y"), C("amt", "Сумма", lambda x: ("- " if x.out else "+ ") + m_nb(x.minor) + " ₸", SIGNED("", m_nb).truth), OP("Операция")] + OTHER("Детали", None, None, None)
    t.head(cols)
    fill(t, cols, txs[::-1], spoils={19: ("date", "31.02.25", ["at", "at_precision"], True)})
    R.put("kaspi_gold.csv", "csv", "transaction", to_csv(t, "kaspi_gold.csv", "utf-8-sig", ";"))
    # own, Kazakh heads, date and time apart, xlsx
    own = w.mules[1]
    txs, o0, c0 = gen_tx(w, own, 100, DT(2025, 3, 10), 20, lang=1)
    t = T(g, "Көшірме")
    t.letter(["«Қазақстан Халық Банкі» АҚ"])
    t.cov(["Шот нөмірі:", None, own.acct], account=own.acct, **{"from": utc(DT(2025, 3, 10), g), "to": utc(DT(2025, 3, 29), g), "opening_tiyn": o0, "closing_tiyn": c0})
    t.letter(["Кезең:", None, "10.03.2025 – 29.03.2025"], ["Бастапқы қалдық:", None, m_nb(o0)], ["Соңғы қалдық:", None, m_nb(c0)], [])
    cols = [DAY(g, "Күні"), TIME(g, "Уақыты")] + [DEB("Шығыс (дебет)", m_nb), CRE("Кіріс (кредит)", m_nb)] + OTHER("Алушы / жіберуші", "ЖСН", "Банкі", "ЖСК", spaced=True) + [KNPC("ТМК"), PUR("Төлем мақсаты"), BAL("Қалдық, тг", m_nb)]
    t.head(cols)
    fill(t, cols, txs, spoils={pick(txs, lambda x: x.out and has_payee(x), 5): lambda x: ("oth_a", bad_iban(x.payee.acct), ["payee_account"], False), 50: ("time", "25:61:00", ["at", "at_precision"], True)}, sub=stops(cols, "{} бойынша жиыны", ("deb", "cre"), m_nb))
    t.skip(total(cols, txs, "Барлығы", ("deb", "cre"), m_nb), "total")
    R.put("шот көшірмесі.xlsx", "xlsx", "transaction", to_xlsx([t], "шот көшірмесі.xlsx"))
    # tower dump xlsx
    cl = []
    for p in [p.phone for p in w.people[5:15]]:
        cl += gen_calls(w, p, 22, DT(2025, 4, 15, 9), 1, imei=w.r.choice(w.imeis), imsi=w.imsi(), svc=(80, 20, 0))
    cl.sort(key=lambda x: (x.t, x.own))
    t = T(g, "БС")
    t.letter(["Базовая станция: " + w.cells[0][2]], ["Интервал: 15.04.2025 09:00 - 16.04.2025 09:00"], [])
    for x in cl:
        x.cell = w.cells[0]
    cols = [NO("№"), A_("Номер А (вызывающий)", p_as("8")), B_("Номер Б (вызываемый)", p_as("8")), CT(g, "Дата и время начала", "dd.mm.yyyy hh:mm:ss", "xl"), DUR("Длит. (сек)"), C("svc", "Тип соединения", lambda x: {"voice": "Речь", "sms": "СМС"}[x.svc], lambda x: {"service": x.svc}), IMEI("IMEI аппарата", lambda v: int(v)), LAC("LAC"), CID("CI")]
    t.head(cols)
    fill(t, cols, cl, "call", {44: ("at", "31.02.2025 10:00:00", ["at"], True)})
    R.put("БС_дамп.xlsx", "xlsx", "call", to_xlsx([t], "БС_дамп.xlsx"))
    # by subscriber, Kazakh heads in cp1251 (letters lost)
    sub = w.scam[3]
    cl = gen_calls(w, sub, 130, DT(2025, 5, 2), 18, imsi=w.imsi())
    t = T(g)
    cols = [CT(g, "Күні, уақыты", "%d.%m.%Y %H:%M:%S"), OWN("Абонент нөмірі", p_as("7")), PEER("Байланысқан нөмір", p_as("7")), DIR("Бағыт", "Шығыс", "Кіріс"), SVC("Түрі", "Қоңырау", "СМС", "Интернет"), DUR("Ұзақтығы (сек)"), CADDR("Мекенжай")]
    t.head(cols)
    fill(t, cols, cl, "call")
    t.skip(["Барлығы", "", "", "", "", sum(x.dur for x in cl)], "total")
    R.put("abonent_tolyk.csv", "csv", "call", to_csv(t, "abonent_tolyk.csv", "cp1251", ";"))
    # JSON lines calls
    cl = gen_calls(w, w.scam[4], 90, DT(2025, 5, 20), 10, imsi=w.imsi(), svc=(80, 20, 0))
    recs = []
    for x in cl:
        recs.append(({"ts": x.t.strftime("%Y-%m-%dT%H:%M:%S+05:00"), "msisdn": x.own[1:], "dir": "MO" if x.out else "MT", "peer": x.other.lstrip("+"), "type": "CALL" if x.svc == "voice" else "SMS", "duration_sec": x.dur, "imei": x.imei, "imsi": x.imsi, "lac": x.cell[0], "ci": x.cell[1]}, "call",
                     {"at": utc(x.t, g), "a": x.a, "b": x.b, "duration_s": x.dur, "service": x.svc, "direction": "out" if x.out else "in", "own_number": x.own, "imei": x.imei, "imsi": x.imsi, "cell": "%d-%d" % x.cell[:2]}, {}))
    R.put("calls.ndjson", "jsonl", "call", to_jsonl(recs, "calls.ndjson"))
    hs = gen_holders(w, 42)
    t = T(g)
    cols = [HACC("account_no"), HCARD("card", "fs"), HNAME("holder_name", 2), HIIN("iin"), HPH("phone", p_as("e")), HOPEN(g, "open_date", "%Y-%m-%d"), H("ot", "balance_at_open", lambda x: m_dot(x.open_t), "opening_tiyn", lambda x: x.open_t), C("oa", "balance_date", lambda x: "2025-02-01", lambda x: {"opening_at": utc(D.date(2025, 2, 1), g)})]
    t.head(cols)
    fill(t, cols, hs, "holder", {3: lambda x: ("acct", bad_iban(x.p.acct), ["account"], False)})
    R.put("cards_accounts.csv", "csv", "holder", to_csv(t, "cards_accounts.csv", "utf-8", ",", eol="\n"))
    R.put("WhatsApp с +7.txt", "whatsapp-txt", "message", whatsapp(g, "WhatsApp с +7.txt", gen_chat(w, 60, DT(2025, 4, 28, 13, 0), CH_RU), {"s": p_as("+s")(w.scam[3]), "v": "Гульнара Ж."}, "android_ru", "Сообщения и звонки защищены сквозным шифрованием. Только участники этого чата могут их прочитать, прослушать или поделиться ими.", "<Без медиафайлов>"))
    # docx: coverage table
    hs = gen_holders(w, 12)
    t = T(g)
    for x in hs:
        x.to_ = D.date(2025, w.r.randrange(4, 7), w.r.randrange(1, 29))
        x.rec = D.date(2025, 7, w.r.randrange(1, 29))
    cols = [NO("№"), HACC("Шот (IBAN)"), H("by", "Жауап берген банк", lambda x: BANKS[x.p.bank][1], "by"), C("f", "Кезең басы", lambda x: "01.02.2025", lambda x: {"from": utc(D.date(2025, 2, 1), g)}), SDAY(g, "Кезең соңы", "to"), C("rc", "Жауап алынған күн", lambda x: x.rec.strftime("%d.%m.%Y"), lambda x: {"received_at": utc(x.rec, g)})]
    t.head(cols)
    fill(t, cols, hs, "coverage")
    R.put("жауаптар тізімі.docx", "docx", "coverage", to_docx(t, "жауаптар тізімі.docx", ["Түркістан облысы ПД", "Банктерден келіп түскен жауаптар (шот және кезең бойынша)"], ["Орындаған: аға инспектор"]))
    rb = random.Random(61)
    R.put("scan0004.dat", "broken:random-binary", "none", (bytes(rb.randrange(256) for _ in range(9000)), []), False)
    hs = gen_holders(w, 40)
    t = T(g)
    cols = [SNUM("Нөмір", p_as("+s")), SIMEI("IMEI"), HNAME("Иесі", 1), HIIN("ЖСН"), SDAY(g, "Басталуы", "from"), SDAY(g, "Аяқталуы", "to", none="-")]
    t.head(cols)
    fill(t, cols, hs, "subscriber")
    R.put("activ_иелері.xls", "html-table", "subscriber", to_html(t, "activ_иелері.xls", "utf-8", "Абоненттер"))
    R.done()


# =============================================================== KZ-59 North Kazakhstan
def kz59():
    g, w = "KZ-59", World("KZ-59", 5906)
    R = Region(ROOT, g)
    t = T(g)
    cols = [CKUI("№ КУИ"), CREG(g, "Дата и время регистрации", "%d.%m.%Y %H:%M", day="min"), CRGN("обл", 2), CORG("Подразделение"), CART("Ст. УК"), CPLOT("Существо сообщения"), CVN("ФИО заявителя"), CVI("ИИН заявителя"), CVP("Телефон заявителя", p_mix(w.r)), COCC("Место работы"), CDMG("Причинённый ущерб (тг)", m_sp0), CST("Движение")]
    t.letter(["Книга учета информации. Выгрузка"], [])
    t.head(cols)
    cs = gen_cases(w, 100, DT(2025, 1, 2), 260, "ru")
    for x in cs[5::20]:
        x.plot = x.plot.replace(". ", ".\n").replace(", ", ",\n", 1)
    fill_cases(t, cols, cs, {50: ("at", "31.02.2025 08:00", ["registered_at"], True)})
    t.skip(["Итого", "100"], "total")
    R.put("kui.csv", "csv", "case", to_csv(t, "kui.csv", "utf-8", ";", eol="\n"))
    # official standard xlsx
    own = w.mules[0]
    txs, _, _ = gen_tx(w, own, 200, DT(2025, 6, 5), 30)
    t = T(g, "Лист1")
    cols = official(g, AT(g, "Дата и время операции", "dd.mm.yyyy hh:mm:ss", how="xl"), amt="xl", ten="xl", num_iin=False)
    t.head(cols)
    fill(t, cols, txs, spoils={60: BAD_DATE(), pick(txs, lambda x: x.out and has_payee(x), 33): BAD_IBAN, 120: ("ten", "ошибка", ["amount_tiyn"], False)})
    t.rows[121][3].update(unsure=["amount_tiyn"], accept=["reject"])
    R.put("Выписка 18 граф.xlsx", "xlsx", "transaction", to_xlsx([t], "Выписка 18 граф.xlsx"))
    # newest first, minutes, 2023
    own = w.mules[1]
    txs, o0, c0 = gen_tx(w, own, 110, DT(2023, 7, 3), 30)
    t = T(g)
    t.cov(["Счет", own.acct], account=own.acct, **{"from": utc(DT(2023, 7, 3), g), "to": utc(DT(2023, 8, 1), g)})
    t.letter(["Период", "03.07.2023-01.08.2023"], [])
    cols = [AT(g, "Дата/время", "%d.%m.%Y %H:%M", "minute"), OP("Тип")] + OTHER("Плательщик/получатель", None, None, "Счет") + [SIGNED("Сумма (расход с минусом)", m_comma), CUR("Вал."), BAL("Остаток после", m_comma), PUR("Комментарий")]
    t.head(cols)
    fill(t, cols, txs[::-1], spoils={7: ("at", "31.06.2023 12:00", ["at", "at_precision"], True)})
    R.put("eubank_2023.csv", "csv", "transaction", to_csv(t, "eubank_2023.csv", "cp1251", "\t"))
    own = w.orgs[7]
    txs, o0, c0 = gen_tx(w, own, 50, DT(2025, 2, 3), 8)
    R.put("выгрузка 1С.txt", "1c", "transaction", onec(g, "выгрузка 1С.txt", own, txs, o0, c0))
    # Halyk csv split columns
    own = w.mules[2]
    txs, _, _ = gen_tx(w, own, 140, DT(2025, 7, 1), 25)
    t = T(g)
    cols = official(g, AT(g, "Дата и время операции", "%d/%m/%Y %H:%M:%S"), amt=m_sp, ten=m_sp, halyk=True)
    t.head(cols)
    fill(t, cols, txs, spoils={81: ("at", "31/02/2025 07:07:07", ["at", "at_precision"], True)})
    R.put("halyk19.csv", "csv", "transaction", to_csv(t, "halyk19.csv", "utf-16", ";"))
    # foreign-currency table in English by account pair
    own = w.mules[3]
    txs, _, _ = gen_tx(w, own, 60, DT(2025, 8, 1), 20, lang=2, cur="USD", rate=540)
    t = T(g, "USD")
    cols = [AT(g, "Value date", "%Y-%m-%d %H:%M:%S"), CUR("Ccy"), AMT("Amount", "num"), TEN("KZT equivalent", "num")] + SIDE("payer", ["Ordering customer", "ID", "", "BIC", "Debit account"], bank="bic", order="niba") + SIDE("payee", ["Beneficiary", "Benef. ID", "", "Benef. BIC", "Credit account"], bank="bic", order="niba") + [PUR("Remittance information"), REF("Reference")]
    t.head(cols)
    fill(t, cols, txs)
    R.put("usd_transfers.xlsx", "xlsx", "transaction", to_xlsx([t], "usd_transfers.xlsx", ("Notes",)))
    # calls, sms, data
    sub = w.scam[5]
    cl = gen_calls(w, sub, 240, DT(2025, 7, 1), 25, imsi=w.imsi(), svc=(50, 35, 15))
    t = T(g)
    t.letter(["Ответ ТОО «КаР-Тел»", "абонент " + p_as("+b")(sub)])
    cols = [NO("п/п"), OWN("Абонент", p_as("+b")), IMSI("IMSI"), IMEI("IMEI"), DIRSVC("Вид соединения", {("voice", True): "исходящий вызов", ("voice", False): "входящий вызов", ("sms", True): "исходящее SMS", ("sms", False): "входящее SMS", ("data", True): "передача данных"}), PEER("Второй абонент", p_mix(w.r)), CT(g, "Начало", "%Y-%m-%d %H:%M:%S"), DUR("Длительность", hms, True), CELL("LAC:CID", "{}:{}"), CADDR("Адрес БС")]
    t.head(cols)
    fill(t, cols, cl, "call", {70: ("at", "2025-02-31 11:11:11", ["at"], True)})
    R.put("kartel_reply.csv", "csv", "call", to_csv(t, "kartel_reply.csv", "utf-8-sig", ","))
    # by IMEI csv
    cl = []
    for k in range(5):
        cl += gen_calls(w, w.scam[k], 20, DT(2025, 7, 9), 8, imei=w.imeis[5], imsi=w.imsi(), svc=(80, 20, 0))
    cl.sort(key=lambda x: x.t)
    t = T(g)
    cols = [IMEI("ИМЕИ"), OWN("Номер SIM", p_as("8")), IMSI("ИМСИ"), CT(g, "Дата время", lambda d: us_dt(d)), DIR("Вх/Исх", "И", "В"), PEER("Другой номер", p_as("8")), SVC("Вид", "Г", "СМС", "ПД"), DUR("сек")]
    t.head(cols)
    fill(t, cols, cl, "call")
    R.put("imei_report.csv", "csv", "call", to_csv(t, "imei_report.csv", "cp866", ";"))
    # subscribers in XML 2003
    hs = gen_holders(w, 45)
    t = T(g, "Абоненты")
    t.letter(["Принадлежность номеров"], [])
    cols = [SNUM("№ телефона", p_as("n")), HNAME("На кого оформлен"), HIIN("ИИН"), SDAY(g, "Дата активации", "from", "x", "xl"), SDAY(g, "Дата отключения", "to", "x", "xl"), SICC("№ SIM-карты (ICCID)"), SADDR("Адрес регистрации")]
    t.head(cols)
    fill(t, cols, hs, "subscriber", {22: lambda x: ("num", "не обслуживается", ["number"], True)})
    R.put("принадлежность.xls", "xml-2003", "subscriber", to_xml2003([t], "принадлежность.xls"))
    # zip with several
    hs = gen_holders(w, 40)
    t = T(g)
    cols = [HBANK("Банк"), HNAME("Клиент"), HIIN("ИИН/БИН"), HACC("ИИК"), HCARD("Карта", "m"), HPH("тел.", p_as("8b"))]
    t.head(cols)
    fill(t, cols, hs, "holder", {2: lambda x: ("phone", x.p.acct, ["phone"], False)})
    zn = "ответ_2025_08.zip"
    own = w.mules[4]
    txs, o0, c0 = gen_tx(w, own, 45, DT(2025, 8, 4), 10)
    t2 = T(g, "Лист1")
    c2 = [DAY(g, "Дата", "dd.mm.yyyy", "xl")] + SIDE("payer", ["Отправитель", "ИИН/БИН отправителя", "", "Банк отправителя", "Счет отправителя"], order="niba") + SIDE("payee", ["Бенефициар", "ИИН/БИН бенефициара", "", "Банк бенефициара", "Счет бенефициара"], order="niba") + [AMT("Сумма (KZT)", "num"), KNPC("КНП"), PUR("Назначение")]
    t2.head(c2)
    fill(t2, c2, txs)
    R.zip(zn, [("holders.csv", "csv", "holder", to_csv(t, zn + "/holders.csv", "cp1251", ";"), True),
               ("переводы.xlsx", "xlsx", "transaction", to_xlsx([t2], zn + "/переводы.xlsx"), True),
               ("чат/_chat.txt", "whatsapp-txt", "message", whatsapp(g, zn + "/чат/_chat.txt", gen_chat(w, 40, DT(2025, 8, 14, 10, 0), CH_EN), {"s": "Invest Support", "v": "Andrey"}, "ios_en", "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.", "image omitted"), True)])
    R.put("tg_export.json", "telegram-json", "message", telegram(g, "tg_export.json", gen_chat(w, 50, DT(2025, 5, 5, 12, 0), CH_KK), {"name": "Қазпошта қызметі", "type": "personal_chat", "id": 77001}, {"s": ("Қазпошта қызметі", "user77001"), "v": ("Динара", "user88002")}, True, False))
    t3 = T(g, "x")
    t3.head(c2)
    fill(t3, c2, txs)
    R.put("битый_файл.xlsx", "broken:truncated-xlsx", "none", (trunc(to_xlsx([t3], "x")[0], .35), []), False)
    R.done()


if __name__ == "__main__":
    for d in ("regions", "truth"):
        shutil.rmtree(os.path.join(ROOT, d), ignore_errors=True)
    for f in (kz27, kz75, kz71, kz35, kz61, kz59):
        f()
