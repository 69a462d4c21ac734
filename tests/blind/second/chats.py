"""Chats of the second set, broken files, an archive's members."""
from common import *

d = D.datetime
LINES = {"ru": [("С", "Здравствуйте, объявление ещё актуально?"), ("М", "Да, актуально. Нужна предоплата {sum} тг"), ("С", "Куда переводить?"), ("М", "На карту {cd}"), ("М", "Можно на счёт {ib}"), ("М", "Позвоните менеджеру {ph}"), ("М", "Вот ссылка на доставку {url}"),
                ("С", "Перевела, проверьте"), ("М", "Деньги не пришли, отправьте ещё раз"), ("С", "Когда отправите товар?"), ("М", "Завтра с курьером"), ("С", "Почему не отвечаете"), ("М", "Продиктуйте код из SMS"), ("С", "Верните деньги, я напишу заявление"), ("М", "Наш канал {hd}"), ("С", "Мой ИИН {ii}, оформляйте"), ("М", "USDT на кошелёк пока не надо")],
         "kk": [("С", "Сәлеметсіз бе, хабарландыру бойынша жазып тұрмын"), ("М", "Сәлем, алдын ала төлем {sum} теңге"), ("С", "Қайда аударамын?"), ("М", "Мына картаға: {cd}"), ("М", "Шот нөмірі {ib}"), ("М", "Хабарласыңыз {ph}"), ("М", "Сілтеме: {url}"), ("С", "Аудардым"), ("М", "Код келді ме? Айтыңызшы"), ("С", "Неге жауап бермейсіз"), ("М", "Арнамыз {hd}"), ("С", "ЖСН {ii}"), ("М", "Рахмет, күтіңіз")],
         "en": [("С", "Hi, is the flat still free?"), ("М", "Yes. Deposit is {sum} KZT"), ("С", "Where do I pay?"), ("М", "Card {cd}"), ("М", "or IBAN {ib}"), ("М", "Call me {ph}"), ("М", "Booking link {url}"), ("С", "Done, sent"), ("М", "Not received, try again"), ("С", "Please return my money"), ("М", "See {hd}")]}
SYS = {"ru": "Сообщения и звонки защищены сквозным шифрованием. Третьи лица не могут прочитать ваши сообщения или прослушать звонки.", "kk": "Хабарлар мен қоңыраулар толығымен шифрланған. Ешкім оларды оқи немесе тыңдай алмайды.", "en": "Messages and calls are end-to-end encrypted. No one outside of this chat can read or listen to them."}
MEDIA = {"ru": "<Без медиафайлов>", "kk": "<Медиа файл қосылмаған>", "en": "<Media omitted>"}


def talk(w, n, start, lang, days=6):
    r, out = w.r, []
    m = r.choice(w.mules)
    me, sc = r.choice(w.victims), r.choice(w.scam)
    for t in w.times(start, days, n):
        who, s = r.choice(LINES[lang])
        k = {"sum": m_sp0(r.randrange(5, 500) * 100000), "cd": r.choice([m.card, c_as("fs")(m.card), mask(m.card)]), "ib": m.acct, "ph": p_mix(r)(sc), "url": r.choice(w.links), "hd": "@kz_shop_%d" % r.randrange(100, 130), "ii": me.iin}
        men = [[kd, {"cd": mask(m.card), "ib": m.acct, "ph": sc, "url": k["url"], "hd": k["hd"], "ii": me.iin}[a]] for a, kd in (("cd", "card"), ("ib", "iban"), ("ph", "phone"), ("url", "url"), ("hd", "handle"), ("ii", "iin")) if "{%s}" % a in s]
        txt = s.format(**k)
        if r.random() < .06:
            txt, men = MEDIA[lang], []
        elif r.random() < .08:
            txt += "\n" + r.choice(LINES[lang])[1].split("{")[0].strip()
        out.append(Rec(at=t, who=who, text=txt, men=men))
    return out, getattr(me, lang).split()[1 if lang != "en" else 0], sc


def whatsapp(w, n, start, lang, style, name):
    recs, me, sc = talk(w, n, start, lang)
    un, out, line = [], [], 1
    st = {"and": lambda t: t.strftime("%d.%m.%Y, %H:%M") + " - ", "ios": lambda t: LRM + "[" + t.strftime("%d.%m.%Y, %H:%M:%S") + "] ", "en": lambda t: "%02d/%02d/%d, %d:%02d%s%s - " % (t.day, t.month, t.year, t.hour % 12 or 12, t.minute, NNB, "am" if t.hour < 12 else "pm")}[style]
    def put(t, s, kind, f, **x):
        nonlocal line
        raw = st(t) + s
        un.append(dict({"file": name, "part": "", "row": len(un) + 1, "kind": kind, "fields": f, "line": line}, **x))
        out.append(raw)
        line += raw.count("\n") + 1
    t0 = recs[0].at
    if style == "ios":
        put(t0, me + ": " + LRM + SYS[lang], "skip", {}, note="service message")
    else:
        put(t0, SYS[lang], "skip", {}, note="service message")
    shown = p_as("+s")(sc)
    for i, x in enumerate(recs):
        snd = me if x.who == "С" else shown
        t = x.at if style == "ios" else x.at.replace(second=0)
        f = {"at": utc(t, w.reg), "sender": snd, "text": x.text}
        if x.who == "М":
            f["sender_phone"] = sc
        put(x.at, "%s: %s" % (snd, x.text), "message", f, **({"mentions": x.men} if x.men else {}))
        if i == len(recs) // 2 and style != "ios":
            put(x.at, {"ru": "Код безопасности с %s изменился. Нажмите, чтобы узнать больше." , "kk": "%s қауіпсіздік коды өзгерді.", "en": "Your security code with %s changed. Tap to learn more."}[lang] % shown, "skip", {}, note="service message")
    return name, "whatsapp", "message", (("\n".join(out) + "\n").encode("utf-8"), un)


def wa_ru(w):
    return whatsapp(w, 120, d(2025, 3, 3), "ru", "and", "Чат WhatsApp с контактом.txt")


def wa_kk(w):
    return whatsapp(w, 110, d(2024, 2, 27), "kk", "ios", "_chat.txt")


def wa_en(w):
    return whatsapp(w, 50, d(2025, 6, 16), "en", "en", "WhatsApp Chat with Rent.txt")


def telegram(w, n, start, lang, name, chat, kind):
    recs, me, sc = talk(w, n, start, lang, 9)
    un, ms, mid = [], [], w.r.randrange(1000, 90000)
    ids = {"С": "user%d" % w.r.randrange(10 ** 8, 10 ** 9), "М": "user%d" % w.r.randrange(5 * 10 ** 9, 7 * 10 ** 9)}
    nm = {"С": me, "М": w.r.choice(["Менеджер Айдос", "Support KZ", "Асхат Invest"])}
    def put(o, k, f, **x):
        un.append(dict({"file": name, "part": "", "row": len(un) + 1, "kind": k, "fields": f}, **x))
        ms.append(o)
    def stamp(t):
        u = t - D.timedelta(hours=5 if t >= d(2024, 3, 1) or w.reg in L.WEST else 6)
        return {"date": t.isoformat(), "date_unixtime": str(int((u - d(1970, 1, 1)).total_seconds()))}
    put(dict({"id": mid, "type": "service"}, **stamp(recs[0].at), actor=nm["М"], actor_id=ids["М"], action="create_group", title=chat, members=[me], text="", text_entities=[]), "skip", {}, note="service message")
    for i, x in enumerate(recs):
        ent = x.text
        if x.men and x.men[0][0] == "url":
            u = x.men[0][1]
            a, b = x.text.split(u, 1)
            ent = [a, {"type": "link", "text": u}] + ([b] if b else [])
        elif x.men and x.men[0][0] == "card":
            ent = [x.text[:5], {"type": "bold", "text": x.text[5:]}]
        txt = ent if isinstance(ent, list) else [x.text] if i % 3 == 0 else x.text
        plain = x.text
        o = dict({"id": mid + i + 1, "type": "message"}, **stamp(x.at))
        if i % 17 == 5:
            o["edited"] = (x.at + D.timedelta(minutes=2)).isoformat()
        o.update({"from": nm[x.who], "from_id": ids[x.who]})
        if i % 11 == 4:
            o["reply_to_message_id"] = mid + i
        extra = {"mentions": x.men} if x.men else {}
        if x.text == MEDIA[lang]:  # a picture without words: a message without a text
            o["photo"], txt, plain, extra = "(File not included. Change data exporting settings to download.)", "", None, {"unsure": ["text"]}
        o["text"] = txt
        f = {"at": utc(x.at, w.reg), "sender": nm[x.who], "sender_id": ids[x.who], "text": plain}
        put(o, "message", {k: v for k, v in f.items() if v is not None}, **extra)
        if i == n // 2:
            put(dict({"id": mid + 5000, "type": "service"}, **stamp(x.at), actor=nm["М"], actor_id=ids["М"], action="pin_message", message_id=mid + 3, text=""), "skip", {}, note="service message")
    js = json.dumps({"name": chat, "type": kind, "id": w.r.randrange(10 ** 9), "messages": ms}, ensure_ascii=False, indent=1)
    return name, "telegram", "message", (js.encode("utf-8"), un)


def tg_ru(w):
    return telegram(w, 110, d(2025, 4, 11), "ru", "result.json", "Заработок KZ", "private_group")


def tg_kk(w):
    return telegram(w, 96, d(2025, 9, 2), "kk", "telegram_export.json", "Табыс клубы", "private_supergroup")


# ---------------------------------------------------------------- broken
def trunc(w, res, cut, name):
    """A workbook cut off in the middle."""
    f, fmt, kind, (by, un) = res
    return name, "broken", kind, (by[:int(len(by) * cut)], [])


def noise(w, name, n, kind):
    return name, "broken", kind, (bytes(w.r.randrange(256) for _ in range(n)), [])


def ragged(w):
    """Lines of unequal length, an unquoted ';' in purposes, short lines; each physical line one record."""
    recs = w.pairs(60, d(2025, 10, 1), 14, "ru")
    t = T(w.reg)
    cols = [at("Дата", "%d.%m.%Y %H:%M:%S", w.reg), pcol("pa", "Счет отправителя", "acct", who="pay"), pcol("pi", "ИИН отправителя", "iin", who="pay"), pcol("ba", "Счет получателя", "acct", who="ben"), pcol("bi", "ИИН получателя", "iin", who="ben"), C("sum", "Сумма", lambda x: m_comma(x.amt), lambda x: {"amount_tiyn": x.amt}), pu("Назначение"), ref("Реф.")]
    t.head(cols)
    raw = {}
    for x in recs:
        x.own = None
    emit(t, cols, recs, "transaction", [(None, bad_date("..")), (None, bad_sum("0,0,0")), (None, bad_cp_acct("ba", "ben")), (None, bad_cp_iin("pi", "pay"))])
    for i, (c, kind, f, x) in enumerate(t.rows):
        if kind != "transaction" or "bad" in x:
            continue
        s = [str(v) for v in c]
        if i % 13 == 5:   # short line: no reference
            f.pop("reference")
            raw[i] = ";".join(s[:-1])
        elif i % 13 == 9:  # an unquoted separator inside the purpose
            s[6] = "По договору; без НДС"
            f["purpose"] = s[6]
            x["unsure"] = ["purpose", "reference"]
            raw[i] = ";".join(s)
        elif i % 13 == 11:  # empty columns at the end
            raw[i] = ";".join(s) + ";;;"
    f = "p2p_rvanyi.csv"
    return f, "csv", "transaction", to_csv(t, f, "utf-8", ";", raw=raw)
