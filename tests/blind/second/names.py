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


# the project's names, set by the lead after the raw files and this truth were committed; raw files did not change
BY_KIND = {
    "account": {"name": "holder", "from": "opened_at", "to": None},
    "case": {"at": "registered_at", "at_precision": None, "victim_occupation": "occupation", "status": None},
    "call": {"address": "cell_address"},
    "message": {"sender": "from", "sender_phone": None, "sender_id": None},
    "subscriber": {"phone": "number", "name": "holder"},
}
PROJECT = {"account": "holder"}


def _told(u, kind):
    """Facts that the project keeps in one column: cell, sender, and a party known by phone or card alone."""
    f = u["fields"]
    if kind == "call" and {"lac", "cid"} <= f.keys():
        f["cell"] = f"{f.pop('lac')}-{f.pop('cid')}"
    if kind == "message" and "sender_phone" in f:
        f["sender"] = f["sender_phone"]
    if kind == "transaction":
        for side in ("payer", "payee"):
            others = [f.pop(f"{side}_{one}", None) for one in ("card", "phone")]
            if f"{side}_account" not in f and any(others) and f"{side}_account" not in u.get("bad", {}):
                f[f"{side}_account"] = next(one for one in others if one)


def rename(u):
    kind = u.get("was", u["kind"])
    _told(u, kind)
    names = BY_KIND.get(kind, {})
    f = {}
    for k, v in u["fields"].items():
        n = names.get(k, FIELD.get(k, k))
        if n:
            f[n] = VALUE.get(k, {}).get(v, v) if isinstance(v, str) else v
    u["fields"], u["kind"] = f, PROJECT.get(KIND[u["kind"]], KIND[u["kind"]])
    if "was" in u:
        u["was"] = PROJECT.get(KIND[u["was"]], KIND[u["was"]])
    if "accept" in u:
        u["accept"] = [PROJECT.get(KIND[k], KIND[k]) for k in u["accept"]]
    for place in ("bad", "unsure"):
        if place in u:
            told = {one: names.get(one, FIELD.get(one, one)) for one in u[place]}
            kept = {one: n for one, n in told.items() if n}
            u[place] = {n: u[place][one] for one, n in kept.items()} if place == "bad" else list(kept.values())
    if "mentions" in u:
        u["mentions"] = [[MENTION[k], v] for k, v in u["mentions"]]
    return u
