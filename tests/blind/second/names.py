"""Names of kinds, formats, fields and values in the truth, in ONE place.
The author of this second set was allowed to see only blind/README.md and blindlib.py: names that stand there (at, at_precision, amount_tiyn, payer_bank,
payee_bank, article, organ, operation, status, region, service, direction, reversal, a, b, from/to, case, coverage, skip, reject, bad, was, accept, unsure,
mentions) are taken from there; all others are the author's own. Where the project's name differs, put it here and run make.py: raw files do not change."""
KIND = {"transaction": "transaction", "call": "call", "case": "case", "subscriber": "subscriber", "account": "account", "message": "message",
        "coverage": "coverage", "skip": "skip", "reject": "reject", "archive": "archive"}
FORMAT = {"csv": "csv", "xlsx": "xlsx", "html": "html", "docx": "docx", "camt053": "camt053", "mt940": "mt940", "whatsapp": "whatsapp", "telegram": "telegram", "zip": "zip",
          "broken": "broken"}
FIELD = {}  # mine -> the project's; a name not listed stays; a name mapped to None is left out of the truth
VALUE = {"status": {"open": "open", "suspended": "suspended", "closed": "closed", "court": "court"},
         "service": {"voice": "voice", "sms": "sms", "data": "data"}, "direction": {"out": "out", "in": "in"}}
FIELDS = {  # what is used, by kind
    "transaction": "at at_precision amount_tiyn amount_minor currency payer_account payer_bank payer_name payer_iin payer_phone payer_card payer_residency payee_… (the same) operation purpose knp reference reversal",
    "coverage": "account from to opening_tiyn closing_tiyn currency",
    "call": "at a b duration_s direction service imei imsi lac cid address trunk",
    "case": "number at at_precision article organ region plot victim_name victim_iin victim_phone victim_occupation damage_tiyn status",
    "subscriber": "phone name iin imsi iccid imei from to address",
    "account": "account bank card name iin phone from to",
    "message": "at sender sender_phone sender_id text"}
MENTION = {"phone": "phone", "iban": "iban", "card": "card", "url": "url", "iin": "iin", "handle": "handle", "wallet": "wallet"}


def rename(u):
    f = {}
    for k, v in u["fields"].items():
        n = FIELD.get(k, k)
        if n:
            f[n] = VALUE.get(k, {}).get(v, v) if isinstance(v, str) else v
    u["fields"], u["kind"] = f, KIND[u["kind"]]
    if "was" in u:
        u["was"] = KIND[u["was"]]
    if "accept" in u:
        u["accept"] = [KIND[k] for k in u["accept"]]
    if "bad" in u:
        u["bad"] = {FIELD.get(k, k): v for k, v in u["bad"].items()}
    if "unsure" in u:
        u["unsure"] = [FIELD.get(k, k) for k in u["unsure"]]
    if "mentions" in u:
        u["mentions"] = [[MENTION[k], v] for k, v in u["mentions"]]
    return u
