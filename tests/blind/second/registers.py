"""Case registers, subscriber lists, card and account holders of the second set."""
from common import *

d = D.datetime
PLOT_RU = [
    "{dt} неустановленное лицо, позвонив с абонентского номера {ph}, представилось сотрудником службы безопасности банка и под предлогом безопасного счета убедило {nm} перевести {sum} тенге на счет {ib}.",
    "В дежурную часть обратилась гр. {nm}, о том, что на сайте OLX увидела объявление, перешла по ссылке {url} и ввела данные карты, после чего с карты {cd} списано {sum} тг.",
    "Неизвестный через WhatsApp (номер {ph}) предложил заработок на инвестициях, сайт {url}. Заявитель перевел {sum} тенге, в том числе на карту {cd}. Связь прекращена.",
    "Заявителю позвонили якобы из Казпочты насчет посылки и попросили код из SMS, затем звонил «следователь» с номера {ph}; на имя заявителя оформлен кредит {sum} тенге, деньги ушли на {ib}.",
    "Под предлогом продажи запчастей получил предоплату {sum} тенге на Kaspi по номеру {ph}, товар не отправил. Аккаунт в Telegram: {hd}.",
    "Мошенник сообщил о декларировании денег в Нацбанке, потерпевшая установила приложение, далее переводы на счета {ib} и {ib2}, общая сумма {sum} тенге. Звонки с {ph} и {ph2}."]
PLOT_KK = [
    "{dt} күні белгісіз тұлға {ph} нөмірінен хабарласып, өзін банк қызметкері деп таныстырып, қауіпсіз шот деген желеумен {nm} азаматтан {sum} теңгені {ib} шотына аударттырған.",
    "Жәбірленуші OLX сайтынан хабарландыру көріп, {url} сілтемесі арқылы өтіп, карта деректерін енгізген, кейін {cd} картасынан {sum} теңге шешілген.",
    "Арыз берушіге {ph} нөмірінен домофон кілті жөнінде қоңырау шалып, SMS код сұраған. Артынан екінші тұлға {ph2} нөмірінен ҰҚК қызметкері болып сөйлескен. Келтірілген шығын {sum} теңге, қаражат {ib} шотына кеткен.",
    "Телеграмдағы {hd} парақшасы арқылы кепілді табыс уәде етіп, {sum} теңге алдаған, ақша {cd} картасына аударылған.",
    "Пәтер жалға беремін деп алдын ала төлем ретінде {sum} теңге алып, {ph} нөмірі өшірілген. Сайт: {url}"]
ARTS = [("ст. 190 ч. 2 п. 4 УК РК", "ҚР ҚК 190-бабы 2-бөлігі 4-тармағы"), ("ст. 190 ч. 3 п. 2 УК РК", "ҚР ҚК 190-бабы 3-бөлігі 2-тармағы"), ("ст. 188 ч. 2 УК РК", "ҚР ҚК 188-бабы 2-бөлігі"), ("ст. 190 ч. 4 УК РК", "ҚР ҚК 190-бабы 4-бөлігі")]
STAT = [("в производстве", "өндірісте", "open"), ("прерван, лицо не установлено", "үзілген, тұлға анықталмаған", "suspended"), ("направлено в суд", "сотқа жолданды", "court"), ("прекращено", "қысқартылды", "closed")]


def cases(w, n, start, days, lang):
    r, out = w.r, []
    city = L.REGNAME[w.reg][5 if lang == "ru" else 6]
    for i, t in enumerate(w.times(start, days, n)):
        t = t.replace(second=0)
        v, ib, ib2, m = r.choice(w.victims), *r.sample(w.mules, 2), r.choice(w.mules)
        ph, ph2 = r.sample(w.scam, 2)
        s = r.randrange(30, 9000) * 100000
        url, hd = r.choice(w.links), "@%s_%d" % (r.choice(["invest_kz", "zapchast", "tabys_pro", "qarjy"]), r.randrange(100, 999))
        tp = r.choice(PLOT_RU if lang == "ru" else PLOT_KK)
        card = r.choice([mask(m.card), m.card, c_as("fs")(m.card), "*" + m.card[-4:]])
        k = {"dt": (t - D.timedelta(days=1)).strftime("%d.%m.%Y"), "ph": p_mix(r)(ph), "ph2": p_mix(r)(ph2), "nm": getattr(v, lang), "sum": m_plain(s) if r.random() < .5 else m_sp0(s), "ib": ib.acct, "ib2": " ".join(ib2.acct[j:j + 4] for j in range(0, 20, 4)),
             "url": url.replace(".", "[.]", 1) if r.random() < .2 else url, "cd": card, "hd": hd}
        me = []
        for key, kind, val in (("ph", "phone", ph), ("ph2", "phone", ph2), ("ib", "iban", ib.acct), ("ib2", "iban", ib2.acct), ("url", "url", url), ("hd", "handle", hd)):
            if "{%s}" % key in tp:
                me.append([kind, val])
        if "{cd}" in tp and not card.startswith("*"):
            me.append(["card", mask(m.card)])
        a, st = r.choice(ARTS), r.choice(STAT)
        j = 0 if lang == "ru" else 1
        out.append(Rec(at=t, no="%s%s00031%06d" % (t.strftime("%y"), w.reg[3:] + "10", r.randrange(10 ** 6)), art=a[j], organ=[("УП г. " + city, city + " қаласының ПБ"), ("ДП " + L.REGNAME[w.reg][2], L.REGNAME[w.reg][3] + " ПД"), ("ОП №2 г. " + city, city + " қ. №2 ПБ")][r.randrange(3)][j],
                       plot=tp.format(**k), v=v, vn=getattr(v, lang), dmg=s, st=st[j], stc=st[2], x={"mentions": me}, own=None))
    return out


def k(id, head, get, truth=None):
    return C(id, head, get, truth)


def vcols(hn, hi, hp, ho, lang, wp):
    j = 0 if lang == "ru" else 1
    return [k("vn", hn, lambda x: x.vn, lambda x: {"victim_name": x.vn}), k("vi", hi, lambda x: x.v.iin, lambda x: {"victim_iin": x.v.iin}), k("vp", hp, lambda x: wp(x.v.phone), lambda x: {"victim_phone": x.v.phone}),
            k("vo", ho, lambda x: x.v.occ[j], lambda x: {"victim_occupation": x.v.occ[j]})]


def num_(h):
    return k("no", h, lambda x: x.no, lambda x: {"number": x.no})


def t_(id, h, a, fld):
    return k(id, h, lambda x: getattr(x, a), lambda x: {fld: getattr(x, a)})


def dmg(h, m):
    return k("dm", h, lambda x: m(x.dmg), lambda x: {"damage_tiyn": x.dmg})


def stat(h):
    return k("st", h, lambda x: x.st, lambda x: {"status": x.stc})


bad_viin = lambda x: ("vi", wrong_iin(x.v.iin), ["victim_iin"], False)
bad_vph = lambda v: lambda x: ("vp", v, ["victim_phone"], False)
bad_dmg = lambda v: lambda x: ("dm", v, ["damage_tiyn"], False)


def reg_ru(w):
    recs = cases(w, 70, d(2025, 1, 3), 160, "ru")
    t = T(w.reg, "Выборка")
    t.letter([None, "Сведения о зарегистрированных уголовных правонарушениях (интернет-мошенничество)"], [None, "Область: " + L.REGNAME[w.reg][0]], "")
    cols = [seq("№ п/п"), num_("Номер ЕРДР"), at("Дата регистрации", "%d.%m.%Y %H:%M", w.reg, "min"), t_("ar", "Квалификация", "art", "article"), t_("or", "Орган", "organ", "organ"), t_("pl", "Фабула", "plot", "plot"), *vcols("Потерпевший (ФИО)", "ИИН потерпевшего", "Тел.", "Род занятий", "ru", p_mix(w.r)), dmg("Ущерб (тенге)", lambda v: v / 100), stat("Движение дела")]
    t.head(cols)
    emit(t, cols, recs, "case", [(None, bad_viin), (None, bad_date("32.13.2025")), (None, bad_dmg("уст-ся")), (None, bad_vph("нет"))])
    t.skip([None, "ИТОГО", len(recs)], "total")
    f = "Выборка ЕРДР 1 полугодие.xlsx"
    return f, "xlsx", "case", to_xlsx([t], f)


def reg_kk(w):
    recs = cases(w, 64, d(2025, 2, 1), 120, "kk")
    for x in recs[::9]:
        x.plot = x.plot.replace(". ", ".\n", 1)
    t = T(w.reg)
    cols = [num_("СДТБТ нөмірі"), at("Тіркелген күні", "%d.%m.%Y", w.reg, "day"), k("rg", "Өңір", lambda x: L.REGNAME[w.reg][1], lambda x: {"region": w.reg}), t_("or", "Тіркеген орган", "organ", "organ"), t_("ar", "Бабы", "art", "article"), *vcols("Жәбірленуші", "ЖСН", "Байланыс телефоны", "Жұмыс орны/кәсібі", "kk", p_as("+s")),
            dmg("Келтірілген шығын", lambda v: m_sp0(v) + " теңге"), t_("pl", "Оқиғаның мән-жайы", "plot", "plot"), stat("Істің барысы")]
    t.head(cols)
    emit(t, cols, recs, "case", [(None, bad_date("31.06.2025")), (None, bad_viin), (None, bad_dmg("анықталуда")), (None, bad_vph("8701"))])
    f = "sdtbt_tizim.csv"
    return f, "csv", "case", to_csv(t, f, "utf-8-sig", ";")


def reg_docx(w):
    recs = cases(w, 36, d(2024, 1, 20), 70, "ru")
    t = T(w.reg)
    cols = [seq("№"), k("no", "КУИ, дата", lambda x: x.no[-6:] + " от " + x.at.strftime("%d.%m.%Y"), lambda x: dict(at_t(w.reg, "day")(x), number=x.no[-6:])), t_("or", "Подразделение", "organ", "organ"), t_("ar", "Ст. УК", "art", "article"), t_("pl", "Краткая фабула", "plot", "plot"), t_("vn", "Потерпевший", "vn", "victim_name"), k("vi", "ИИН", lambda x: x.v.iin, lambda x: {"victim_iin": x.v.iin}), dmg("Сумма ущерба", m_sp0)]
    for x in recs:
        x.x["unsure"] = ["number"]
    t.head(cols)
    emit(t, cols, recs, "case", [(None, bad_viin), (None, bad_dmg("не опред."))])
    f = "Список КУИ для сверки.docx"
    return f, "docx", "case", to_docx(t, f, ["Управление по противодействию киберпреступности", "Список материалов за I квартал 2024 года, " + L.REGNAME[w.reg][0]], ["Исполнитель: ст. о/у Жаксыбеков"])


def reg_bi(w):
    """Bilingual header (Kazakh / Russian in one cell), rows in both languages, real Excel dates, IIN as number."""
    recs = sorted(cases(w, 34, d(2024, 2, 10), 40, "ru") + cases(w, 34, d(2024, 2, 10), 40, "kk"), key=lambda x: x.at)
    for x in recs:
        x.at = x.at.replace(hour=0, minute=0)
    t = T(w.reg, "Тізім-Список")
    cols = [at("Тіркелген күні / Дата регистрации", lambda x: XL(x, "dd.mm.yyyy"), w.reg, "day"), num_("Нөмірі / Номер"), t_("ar", "Бап / Статья", "art", "article"), t_("pl", "Мән-жайы / Фабула", "plot", "plot"),
            k("vn", "Жәбірленуші / Потерпевший", lambda x: x.vn, lambda x: {"victim_name": x.vn}), k("vi", "ЖСН / ИИН", lambda x: int(x.v.iin), lambda x: {"victim_iin": x.v.iin}), dmg("Шығын / Ущерб, млн тг", lambda v: XL(v / 100, "# ##0")), stat("Шешім / Решение"), t_("or", "Орган", "organ", "organ")]
    cols[6].head = "Шығын / Ущерб, тг"
    t.head(cols)
    emit(t, cols, recs, "case", [(None, bad_date("белгісіз / неизв.")), (None, bad_viin), (None, bad_dmg("-"))])
    f = "Тізім_Список_2024.xlsx"
    return f, "xlsx", "case", to_xlsx([t], f)


def reg_cp(w):
    """cp1251, tab-separated, the damage in thousands written out with kopecks, region as a word, time apart."""
    recs = cases(w, 74, d(2025, 6, 1), 90, "ru")
    t = T(w.reg)
    t.letter(["Выгрузка журнала учета информации"], "")
    cols = [t_("or", "ОРГАН", "organ", "organ"), num_("РЕГ_НОМЕР"), at("ДАТА_РЕГ", "%Y-%m-%d", w.reg, "min"), tm("ВРЕМЯ_РЕГ", "%H:%M"), k("rg", "РЕГИОН", lambda x: L.REGNAME[w.reg][2], lambda x: {"region": w.reg}), *vcols("ЗАЯВИТЕЛЬ", "ИИН_ЗАЯВ", "ТЕЛ_ЗАЯВ", "ЗАНЯТИЕ", "ru", p_as("8-")), t_("pl", "СУТЬ", "plot", "plot"), dmg("УЩЕРБ", m_comma), t_("ar", "СТАТЬЯ", "art", "article"), stat("СОСТОЯНИЕ")]
    t.head(cols)
    emit(t, cols, recs, "case", [(None, bad_viin), (None, bad_date("2025-06-31")), (None, bad_dmg("?")), (None, bad_vph("не помнит"))])
    f = "zhurnal.txt"
    return f, "csv", "case", to_csv(t, f, "cp1251", "\t")


# ---------------------------------------------------------------- lists
def subs(w, n, lang):
    out = []
    for i in range(n):
        p = w.people[i % len(w.people)]
        a = d(2022, 3, 1) + D.timedelta(days=w.r.randrange(1000))
        out.append(Rec(p=p, nm=getattr(p, lang), phone=p.phone if i < len(w.people) else w.phone(), imsi=w.imsi(), iccid=w.iccid(), imei=w.r.choice(w.imeis), a=a, b=a + D.timedelta(days=w.r.randrange(20, 200)) if w.r.random() < .3 else None, addr=w.r.choice(w.cells)[2], own=None))
    return out


def fr(h, f, reg, a="a", fld="from", id=None):
    return k(id or fld, h, lambda x: f(getattr(x, a)) if getattr(x, a) else None, lambda x: {fld: utc(getattr(x, a).date(), reg) if getattr(x, a) else None})


def g(id, h, get, fld, wr=lambda v: v):
    return k(id, h, lambda x: wr(get(x)) if get(x) is not None else None, lambda x: {fld: get(x)})


dm = lambda v: v.strftime("%d.%m.%Y")
bad_phone = lambda v, id="ph": lambda x: (id, v, ["phone"], True)
bad_iin = lambda x: ("ii", wrong_iin(x.p.iin), ["iin"], False)


def subs_xlsx(w):
    recs = subs(w, 70, "kk")
    t = T(w.reg, "Абоненттер")
    t.letter(["Абоненттер туралы мәлімет"], "")
    cols = [seq("Р/с"), g("nm", "Тегі, аты, әкесінің аты", lambda x: x.nm, "name"), g("ii", "ЖСН", lambda x: x.p.iin, "iin"), g("ph", "Абоненттік нөмір", lambda x: x.phone, "phone", p_as("n")), g("im", "IMSI", lambda x: x.imsi, "imsi"), g("ic", "SIM (ICCID)", lambda x: x.iccid, "iccid"), fr("Қосылған күні", lambda v: XL(v, "dd.mm.yyyy"), w.reg), fr("Ажыратылған күні", lambda v: XL(v, "dd.mm.yyyy"), w.reg, "b", "to"), g("ad", "Мекенжайы", lambda x: x.addr, "address")]
    t.head(cols)
    emit(t, cols, recs, "subscriber", [(None, bad_phone("нөмір жоқ")), (None, bad_iin), (None, lambda x: ("ic", x.iccid[:-1] + str((int(x.iccid[-1]) + 1) % 10), ["iccid"], False))])
    f = "Абоненттер тізімі.xlsx"
    return f, "xlsx", "subscriber", to_xlsx([t], f)


def subs_u16(w):
    recs = subs(w, 66, "ru")
    t = T(w.reg)
    cols = [g("ph", "MSISDN", lambda x: x.phone, "phone", p_as("7")), g("im", "IMSI", lambda x: x.imsi, "imsi"), g("ie", "Последний IMEI", lambda x: x.imei, "imei"), g("nm", "Владелец", lambda x: x.nm, "name"), g("ii", "ИИН владельца", lambda x: x.p.iin, "iin"), fr("Дата активации", dm, w.reg), fr("Дата расторжения", dm, w.reg, "b", "to")]
    t.head(cols)
    emit(t, cols, recs, "subscriber", [(None, bad_iin), (None, bad_phone("7")), (None, lambda x: ("ie", x.imei[:-1] + str((int(x.imei[-1]) + 2) % 10), ["imei"], False))])
    f = "abonenty_utf16.csv"
    return f, "csv", "subscriber", to_csv(t, f, "utf-16", "\t")


def subs_zip(w):
    recs = subs(w, 40, "en")
    t = T(w.reg)
    cols = [g("nm", "subscriber_name", lambda x: x.nm, "name"), g("ph", "phone", lambda x: x.phone, "phone", p_as("e")), g("ic", "iccid", lambda x: x.iccid, "iccid"), g("ii", "iin", lambda x: x.p.iin, "iin"), fr("activated", lambda v: v.strftime("%Y-%m-%d"), w.reg)]
    t.head(cols)
    emit(t, cols, recs, "subscriber", [(None, bad_phone("n/a"))])
    return "subscribers.csv", "csv", "subscriber", to_csv(t, "@", "utf-8", ",")


bad_acct = lambda x: ("ac", wrong_iban(x.p.acct), ["account", "bank"], False)


def holders(w, n, lang):
    out = []
    for p in w.r.sample(w.people, n):
        a = d(2021, 1, 5) + D.timedelta(days=w.r.randrange(1400))
        out.append(Rec(p=p, nm=getattr(p, lang), a=a, b=a + D.timedelta(days=400) if w.r.random() < .2 else None, own=None))
        if w.r.random() < .5:
            q = Rec(**p.__dict__)
            q.card, q.acct = w.card(p.bank), p.acct
            out.append(Rec(p=q, nm=getattr(p, lang), a=a + D.timedelta(days=50), b=None, own=None))
    return out


def acct(h, wr=lambda v: v):
    return k("ac", h, lambda x: wr(x.p.acct), lambda x: {"account": x.p.acct, "bank": x.p.bank})


def card(h, st):
    return k("cd", h, lambda x: c_as(st)(x.p.card), lambda x: {"card": mask(x.p.card)})


bad_card = lambda x: ("cd", x.p.card[:-1] + str((int(x.p.card[-1]) + 5) % 10), ["card"], False)


def hold_csv(w):
    recs = holders(w, 44, "ru")
    t = T(w.reg)
    t.letter(["Сведения о держателях платежных карточек"])
    cols = [card("Номер карты", "m"), acct("Карт-счет"), g("nm", "Держатель", lambda x: x.nm, "name"), g("ii", "ИИН", lambda x: x.p.iin, "iin"), g("ph", "Моб. тел.", lambda x: x.p.phone, "phone", p_mix(w.r)), fr("Дата выпуска", dm, w.reg), nul("Статус карты", "Активна")]
    t.head(cols)
    emit(t, cols, recs, "account", [(None, bad_acct), (None, bad_iin), (None, lambda x: ("ph", "не привязан", ["phone"], False))])
    f = "держатели_карт.csv"
    return f, "csv", "account", to_csv(t, f, "cp1251", ";")


def hold_docx(w):
    recs = holders(w, 30, "ru")
    t = T(w.reg)
    cols = [seq(), g("nm", "ФИО клиента", lambda x: x.nm, "name"), g("ii", "ИИН", lambda x: x.p.iin, "iin"), acct("Номер текущего счета (IBAN)"), card("Карточка", "s"), fr("Открыт", dm, w.reg), fr("Закрыт", dm, w.reg, "b", "to")]
    t.head(cols)
    emit(t, cols, recs, "account", [(None, bad_iin), (None, bad_acct)])
    f = "Справка о счетах.docx"
    return f, "docx", "account", to_docx(t, f, [BANKS["948"][0], "На запрос сообщаем о наличии счетов у следующих лиц:"], ["Начальник управления ____________"])


def hold_en(w):
    recs = holders(w, 44, "en")
    t = T(w.reg)
    cols = [g("ii", "Client IIN", lambda x: x.p.iin, "iin"), g("nm", "Client name", lambda x: x.nm, "name"), card("PAN", "fs"), acct("IBAN", lambda v: " ".join(v[i:i + 4] for i in range(0, 20, 4))), g("ph", "Mobile", lambda x: x.p.phone, "phone", p_as("+s")), k("bk", "Issuer", lambda x: BANKS[x.p.bank][2], lambda x: {"bank": x.p.bank})]
    t.head(cols)
    emit(t, cols, recs, "account", [(None, bad_card), (None, bad_iin), (None, lambda x: ("ac", wrong_iban(x.p.acct), ["account"], False))])
    f = "cards_holders.csv"
    return f, "csv", "account", to_csv(t, f, "utf-8", ",", quoting=csv.QUOTE_ALL)


def hold_xlsx(w):
    recs = holders(w, 42, "kk")
    t = T(w.reg, "Шоттар")
    t.letter([None, BANKS["601"][1]], [None, "Шоттар мен төлем карталары туралы анықтама"], "")
    cols = [seq("№"), acct("ЖСК"), card("Төлем картасы", "x"), g("nm", "Шот иесі", lambda x: x.nm, "name"), g("ii", "ЖСН", lambda x: x.p.iin, "iin", int), g("ph", "Ұялы телефон", lambda x: x.p.phone, "phone", p_as("n")), fr("Ашылған күні", lambda v: XL(v, "dd.mm.yyyy"), w.reg), fr("Жабылған күні", lambda v: XL(v, "dd.mm.yyyy"), w.reg, "b", "to")]
    t.head(cols)
    emit(t, cols, recs, "account", [(None, bad_iin), (None, bad_acct), (None, lambda x: ("ph", 12345, ["phone"], False))])
    f = "Шот иелері.xlsx"
    return f, "xlsx", "account", to_xlsx([t], f)
