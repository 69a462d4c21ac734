"""Bank replies of the second set: own-account statements."""
from common import *

d = D.datetime


def cov_f(w, own, a, b, o=None, c=None, cur=None):
    return {"account": own.acct, "from": utc(a, w.reg), "to": utc(b, w.reg), "opening_tiyn": o, "closing_tiyn": c, "currency": cur}


def oborot(w):
    """Two-row merged header, debit and credit, sums as text with non-breaking spaces."""
    own, a, b = w.mules[0], d(2025, 2, 1), d(2025, 3, 31)
    recs, o, c = w.flow(own, 92, a, 58, "ru")
    t = T(w.reg, "Обороты")
    t.letter(["", "Филиал в г. " + w.city, "", "", BANKS[own.bank][0]], "", ["", "На Ваш запрос № 14/2-771 от 02.04.2025 г. сообщаем движение денег"])
    t.letter(["", "Владелец:", own.ru, "", "ИИН", own.iin])
    t.cov(["", "ИИК", own.acct, "", "валюта", "KZT"], **cov_f(w, own, a, b, o, c, "KZT"))
    t.rows[-1][3]["unsure"] = ["closing_tiyn"]  # it stands at the foot of the sheet
    t.letter(["", "за период", "с 01.02.2025 по 31.03.2025"], ["", "Входящий остаток", "", "", m_nb(o)], "")
    cols = [seq("№ п/п"), at("Дата", "%d.%m.%Y", w.reg), tm("Время", "%H:%M:%S"), *debcre("Дебет", "Кредит", m_nb), pcol("cn", "Наименование / ФИО", "name"), pcol("ci", "ИИН (БИН)", "iin"),
            pcol("ca", "ИИК", "acct"), pcol("cb", "БИК", "bank", "bic"), bal("Остаток после", m_nb), op("Тип"), pu("Основание"), ref("Референс")]
    h = len(t.rows)
    t.skip(["№ п/п", "Операция", None, "Обороты, тенге", None, "Корреспондент", None, None, None, "Остаток после", "Документ", None, None], "header")
    t.skip([None] + [c.head for c in cols[1:9]] + [None] + [c.head for c in cols[10:]], "header")
    t.merges = [(h, 0, h + 1, 0), (h, 1, h, 2), (h, 3, h, 4), (h, 5, h, 8), (h, 9, h + 1, 9), (h, 10, h, 12)]
    emit(t, cols, recs, "transaction", [(None, bad_date("31.02.2025")), (hascp, bad_cp_iin("ci")), (lambda x: isout(x), bad_dc("#ЗНАЧ!")), (hascp, bad_cp_acct("ca", keepbank=True))])
    do, ki = totals(recs)
    t.skip(["", "Итого обороты", "", m_nb(do), m_nb(ki)], "total")
    t.skip(["", "Исходящий остаток", "", "", "", "", "", "", "", m_nb(c)], "total")
    t.blank()
    t.letter(["", "Исп. Сарсенова А., вн. 4417"])
    f = "Ответ на запрос 14-2-771.xlsx"
    return f, "xlsx", "transaction", to_xlsx([t], f, empty=("Лист2",))


def kk_u16(w):
    """Kazakh, UTF-16 with tabs, signed sum, decimal comma, newest first."""
    own, a, b = w.mules[1], d(2025, 5, 1), d(2025, 6, 15)
    recs, o, c = w.flow(own, 84, a, 45, "kk")
    t = T(w.reg)
    t.letter(["Шоттан үзінді көшірме"], [BANKS[own.bank][1]])
    t.cov(["Шот нөмірі:", own.acct], **cov_f(w, own, a, b, o, c))
    t.letter(["Кезең:", "01.05.2025 – 15.06.2025"], ["Кіріс қалдық:", m_comma(o)], ["Шығыс қалдық:", m_comma(c)], "")
    cols = [at("Операция күні мен уақыты", "%d.%m.%Y %H:%M", w.reg, "min"), signed("Сомасы, теңге", m_sp, plus="+"), op("Операция түрі"), pcol("cn", "Қарсы тарап", "name", "kk"),
            pcol("ci", "Қарсы тараптың ЖСН/БСН", "iin"), pcol("ca", "Қарсы тараптың шоты", "acct"), pu("Төлем мақсаты"), bal("Қалдық", m_sp), ref("Құжат №")]
    t.head(cols)
    emit(t, cols, recs[::-1], "transaction", [(None, bad_sum("қате")), (hascp, bad_cp_iin("ci")), (lambda x: hascp(x) and x.cp.phone, bad_cp_acct("ca", val=lambda q: p_as("8")(q.phone))), (None, bad_date("00.00.0000 00:00"))])
    f = "uzindi_%s.txt" % own.acct[-4:]
    return f, "csv", "transaction", to_csv(t, f, "utf-16", "\t")


def en_drcr(w):
    """English, comma, quoted sums, DD-Mon-YYYY, Dr/Cr letters."""
    own, a, b = w.mules[2], d(2025, 1, 6), d(2025, 2, 28)
    recs, o, c = w.flow(own, 88, a, 53, "en")
    t = T(w.reg)
    t.letter(["Account activity report", BANKS[own.bank][2]])
    t.cov(["Account (IBAN)", own.acct, "Ccy", "KZT"], **cov_f(w, own, a, b, o, c, "KZT"))
    t.letter(["From", "06-Jan-2025", "To", "28-Feb-2025"], ["Opening balance", m_us(o)], ["Closing balance", m_us(c)])
    cols = [ref("Txn Ref"), at("Posting Date", "%d-%b-%Y", w.reg), tm("Posting Time", "%H:%M:%S"), word("Dr/Cr", "Dr", "Cr"), sum_("Amount", m_us), nul("Ccy", "KZT"), op("Txn Type"),
            pcol("cn", "Counterparty", "name", "en"), pcol("ca", "Counterparty IBAN", "acct"), pcol("ci", "Counterparty IIN/BIN", "iin"), pu("Narrative"), bal("Running Balance", m_us)]
    cols[5].truth = lambda x: {"currency": "KZT"}
    t.head(cols)
    emit(t, cols, recs, "transaction", [(None, bad_date("30-Feb-2025")), (None, bad_sum("N/A")), (hascp, bad_cp_acct("ca")), (hascp, bad_cp_iin("ci"))])
    do, ki = totals(recs)
    t.skip(["", "", "", "Dr total", m_us(do)], "total")
    t.skip(["", "", "", "Cr total", m_us(ki)], "total")
    t.skip(["*** End of report ***"], "letterhead")
    f = "activity_%s_2025.csv" % own.acct[4:7]
    return f, "csv", "transaction", to_csv(t, f, "utf-8", ",")


def several(w):
    """Four accounts, one after another, in one sheet."""
    t = T(w.reg, "Лист1")
    t.letter([BANKS["965"][0]], ["Выписки по счетам согласно постановлению от 11.06.2025"], "")
    for i in range(4):
        own = w.mules[3 + i]
        a, b = d(2025, 4, 1), d(2025, 5, 31)
        recs, o, c = w.flow(own, [34, 21, 40, 12][i], a, 60, "ru")
        t.cov(["Счет:", own.acct, "Клиент:", own.ru, "ИИН:", own.iin], **cov_f(w, own, a, b, o, c))
        t.letter(["Период:", "01.04.2025 - 31.05.2025", "Остаток на начало:", o / 100, "Остаток на конец:", c / 100])
        cols = [at("Дата операции", lambda x: XL(x, "dd.mm.yyyy hh:mm:ss"), w.reg), op("Операция"), *debcre("Списание", "Поступление", lambda v: XL(v / 100, "# ##0.00")), pcol("cn", "Контрагент", "name"),
                pcol("ca", "Счет контрагента", "acct"), pcol("ci", "ИИН/БИН контрагента", "iin"), knp("КНП", True), pu("Назначение")]
        t.head(cols)
        emit(t, cols, recs, "transaction", [(None, bad_date("не указана")), (hascp, bad_cp_acct("ca", val=lambda q: p_as("+s")(w.victims[0].phone)))] if i != 3 else [(hascp, bad_cp_iin("ci"))])
        do, ki = totals(recs)
        t.skip(["Итого по счету", None, do / 100, ki / 100], "subtotal")
        t.blank()
    f = "Выписки_4_счета.xlsx"
    return f, "xlsx", "transaction", to_xlsx([t], f)


def pages(w):
    """UTF-8 with BOM, signed sum with a currency sign and a true minus, the header again on every page."""
    own, a, b = w.mules[0], d(2024, 2, 10), d(2024, 3, 25)
    recs, o, c = w.flow(own, 96, a, 44, "ru")
    t = T(w.reg)
    t.letter("ВЫПИСКА ПО ТЕКУЩЕМУ СЧЁТУ", ["Подразделение: " + w.city])
    t.cov(["Номер счёта " + own.acct], **cov_f(w, own, a, b, o, c))
    t.letter(["Период: с 10.02.2024 г. по 25.03.2024 г."], ["Остаток на 10.02.2024: " + m_sp(o) + " ₸"], ["Остаток на 25.03.2024: " + m_sp(c) + " ₸"], "")
    cols = [at("Дата и время", "%Y-%m-%d %H:%M:%S", w.reg), op("Вид"), signed("Сумма операции", lambda v: m_sp(v) + " ₸", "KZT", "+", "\u2212"), pcol("cn", "Кому / от кого", "name"), pcol("ca", "IBAN", "acct"), pu("Комментарий")]
    pg = (len(recs) + 23) // 24
    t.head(cols)
    for p in range(pg):
        if p:
            t.skip(["Страница %d из %d" % (p + 1, pg)], "letterhead")
            t.head(cols)
        emit(t, cols, recs[p * 24:p * 24 + 24], "transaction", [[(None, bad_sum("—"))], [(hascp, bad_cp_acct("ca"))], [(None, bad_date("2024-02-30 10:00:00"))], []][p % 4])
    do, ki = totals(recs)
    t.skip(["Всего", "", "+%s ₸ / −%s ₸" % (m_sp(ki), m_sp(do))], "total")
    f = "vypiska_%s.csv" % own.acct[-6:]
    return f, "csv", "transaction", to_csv(t, f, "utf-8-sig", ";")


def serials(w):
    """Real Excel dates and numbers, IIN and КНП as numbers; debit sums negative; blank rows between days."""
    own, a, b = w.mules[1], d(2025, 7, 1), d(2025, 7, 31)
    recs, o, c = w.flow(own, 110, a, 30, "ru")
    t = T(w.reg, own.acct[-8:])
    t.cov(["Клиент", own.ru, None, "Счет", own.acct, "Начало", XL(a, "dd.mm.yyyy"), "Конец", XL(b, "dd.mm.yyyy")], **cov_f(w, own, a, b))
    cols = [nul("Код операции", lambda x: {"out": 21, "in": 11, "pos": 30, "cash": 40, "fee": 90, "loan": 50, "rev": 12}[x.k]), op("Описание операции"), at("Дата опер. дня", lambda x: XL(x, "m/d/yy h:mm"), w.reg),
            C("sum", "Сумма", lambda x: XL((-1 if x.side == "out" else 1) * x.amt / 100, "0.00"), lambda x: dict(own_t(x), amount_tiyn=x.amt)), nul("Вал.", "KZT"),
            pcol("ci", "РНН/ИИН корр.", "iin", w=int), pcol("cn", "Корреспондент", "name"), pcol("ca", "Счёт корр.", "acct", w=lambda v: " ".join(v[i:i + 4] for i in range(0, 20, 4))), knp("КНП", True), pu("Детали платежа")]
    cols[4].truth = lambda x: {"currency": "KZT"}
    t.head(cols)
    for x, y in zip(recs, recs[1:]):
        if x.at.date() != y.at.date() and w.r.random() < .4:
            x.after = lambda t: t.blank()
    emit(t, cols, recs, "transaction", [(None, bad_date("?")), (hascp, bad_cp_iin("ci")), (None, bad_sum("#REF!")), (hascp, bad_cp_acct("ca"))])
    f = "Счет %s июль.xlsx" % own.acct[-8:]
    return f, "xlsx", "transaction", to_xlsx([t], f)


def htm(w):
    """A workbook that is an HTML table in cp1251; debit/credit, zero for the empty side."""
    own, a, b = w.mules[2], d(2024, 2, 15), d(2024, 3, 20)
    recs, o, c = w.flow(own, 76, a, 34, "ru")
    t = T(w.reg)
    t.letter(["Отчет «Движение по лицевому счету»"])
    t.cov(["Лицевой счет", own.acct], **cov_f(w, own, a, b, o, c))
    t.letter(["Дата с", "15.02.2024", "по", "20.03.2024"], ["Входящее сальдо", m_nb(o), "Исходящее сальдо", m_nb(c)])
    cols = [at("Дата/время", "%d/%m/%Y %H:%M:%S", w.reg), ref("Документ"), pcol("cn", "Плательщик/Получатель", "name"), pcol("ci", "ИИН/БИН", "iin"), pcol("ca", "ИИК корреспондента", "acct"),
            *debcre("Дт", "Кт", m_nb, zero="0,00"), knp("КНП"), op("Вид операции"), pu("Назначение платежа")]
    t.head(cols)
    emit(t, cols, recs, "transaction", [(hascp, bad_cp_iin("ci")), (None, bad_date("32/01/2024 10:00:00")), (isout, bad_dc("н/д"))])
    do, ki = totals(recs)
    t.skip(["", "", "", "", "ИТОГО:", m_nb(do), m_nb(ki)], "total")
    f = "Движение_лс.xls"
    return f, "html", "transaction", to_html(t, f, "cp1251", "Отчет")


def bycur(w):
    """A sheet a currency, 17 columns with both parties (sum in currency, sum in tenge)."""
    tabs = []
    own = w.mules[3]
    for cur, rate, n in (("KZT", 100, 60), ("USD", 51240, 26)):
        o = Rec(**own.__dict__) if cur == "KZT" else w.person()
        o.ru, o.iin = own.ru, own.iin
        recs, *_ = w.flow(o, n, d(2025, 3, 3), 50, "ru", cps=[p for p in w.people if p is not own], mix=["out", "in", "in", "fee"])
        t = T(w.reg, cur)
        for x in recs:
            x.minor = x.amt if cur == "KZT" else max(100, x.amt // 512)
            x.amt = x.amt if cur == "KZT" else x.minor * rate // 100
        cols = [at("Дата и время совершения операции", "%d.%m.%Y %H:%M:%S", w.reg), nul("Валюта", cur), op("Вид операции"),
                C("mn", "Сумма в валюте операции", lambda x: x.minor / 100, lambda x: {"amount_minor": x.minor}), C("sum", "Эквивалент в тенге", lambda x: x.amt / 100, lambda x: {"amount_tiyn": x.amt}),
                pcol("pn", "Плательщик", "name", who="pay"), pcol("pi", "ИИН плательщика", "iin", who="pay"), nul("Резидент (плат.)", lambda x: "1" if x.pay else None), pcol("pb", "Банк плательщика", "bank", who="pay"), pcol("pa", "ИИК плательщика", "acct", who="pay"),
                pcol("bn", "Бенефициар", "name", who="ben"), pcol("bi", "ИИН бенефициара", "iin", who="ben"), nul("Резидент (бен.)", lambda x: "1" if x.ben else None), pcol("bb", "Банк бенефициара", "bank", who="ben"), pcol("ba", "ИИК бенефициара", "acct", who="ben"),
                knp("КНП"), pu("Детали")]
        cols[1].truth = lambda x, cur=cur: {"currency": cur}
        t.head(cols)
        emit(t, cols, recs, "transaction", [(hascp, bad_cp_iin("bi", "ben")), (hascp, bad_cp_acct("pa", "pay", keepbank=True)), (None, bad_date("45.13.2025"))] if cur == "KZT" else [(hascp, bad_cp_acct("ba", "ben", keepbank=True))])
        tabs.append(t)
    f = "Операции_по_валютам.xlsx"
    return f, "xlsx", "transaction", to_xlsx(tabs, f)


def newest(w):
    """Newest first, date and time apart with a two-digit year, 'KZT' behind the sum, pipe in purposes, a balance."""
    own, a, b = w.mules[0], d(2025, 8, 1), d(2025, 8, 31)
    recs, o, c = w.flow(own, 98, a, 30, "ru")
    t = T(w.reg)
    cols = [at("Дата", "%d.%m.%y", w.reg), tm("Время", "%H:%M:%S"), word("Направление", "Расход", "Приход"), sum_("Сумма", lambda v: m_dot(v) + " KZT", cur="KZT"), nul("Статус", "Исполнено"), op("Категория"), pcol("cn", "Имя получателя/отправителя", "name"),
            pcol("ph", "Телефон", "phone", w=p_mix(w.r)), pcol("ca", "Номер счета", "acct"), pu("Сообщение")]
    t.letter(["Моя история операций"])
    t.cov(["Счёт", own.acct, "01.08.25-31.08.25"], **cov_f(w, own, a, b))
    t.head(cols)
    for x in recs:
        if w.r.random() < .1:
            x.purpose += " | чек; спасибо"
    cpph = lambda x: x.cp is not None and x.cp.phone
    emit(t, cols, recs[::-1], "transaction", [(cpph, lambda x: ("ph", "8 7O1 55", [him(x) + "_phone"], False)), (None, bad_sum("KZT")), (hascp, bad_cp_acct("ca")), (None, bad_date("31.09.25"))])
    f = "history_export.csv"
    return f, "csv", "transaction", to_csv(t, f, "utf-8-sig", ";")


def kkword(w):
    """Kazakh workbook, the side as a word, counterpart's account before its name, empty columns between."""
    own, a, b = w.mules[1], d(2024, 2, 20), d(2024, 4, 5)
    recs, o, c = w.flow(own, 82, a, 45, "kk")
    t = T(w.reg, "Парақ1")
    t.letter([None, None, BANKS[own.bank][1]], [None, None, "Сұрау салуға жауап, 2024 ж. 8 сәуір"])
    t.cov([None, "ЖСК", own.acct, None, "Шот иесі", own.kk], **cov_f(w, own, a, b))
    t.letter([None, "Басталуы", "20.02.2024", None, "Аяқталуы", "05.04.2024"], "")
    cols = [nul(None), seq("Р/с №"), at("Күні", lambda x: XL(x.replace(hour=0, minute=0, second=0), "dd.mm.yyyy"), w.reg), tm("Уақыты", lambda x: XL(x.time(), "hh:mm:ss")), word("Кіріс/шығыс", "шығыс", "кіріс"), nul(None),
            sum_("Сома (теңге)", m_thin), pcol("ca", "Корреспондент ЖСК", "acct"), pcol("cn", "Корреспондент атауы", "name", "kk"), pcol("ci", "ЖСН/БСН", "iin"), pcol("cb", "Банк", "bank", "kk"), knp("ТМК"), pu("Төлемнің тағайындалуы")]
    t.head(cols)
    emit(t, cols, recs, "transaction", [(None, bad_sum("жоқ")), (hascp, bad_cp_iin("ci")), (hascp, bad_cp_acct("ca", keepbank=True)), (None, bad_date("белгісіз"))])
    do, ki = totals(recs)
    t.skip([None, None, None, None, "Барлығы шығыс", None, m_thin(do)], "total")
    t.skip([None, None, None, None, "Барлығы кіріс", None, m_thin(ki)], "total")
    f = "Жауап_шот_%s.xlsx" % own.acct[-4:]
    return f, "xlsx", "transaction", to_xlsx([t], f)
