"""python make.py [folder]: writes regions/, truth/ and SHA256SUMS of the second blind set, byte for byte the same each time (needs xlsxwriter, python-docx)."""
import sys
from common import *
import bank as B, bank2 as F, calls as K, chats as H, registers as R

ROOT = sys.argv[1] if len(sys.argv) > 1 else HERE


def put(g, res, usable=True):
    f, fmt, kind, by = res
    g.put(f, fmt, kind, by, usable)


def member(z, res):
    """The same file inside an archive: its units carry archive/member."""
    f, fmt, kind, (by, un) = res
    for u in un:
        u["file"] = "%s/%s" % (z, f)
    return f, fmt, kind, (by, un), True


def region(code, seed, makers):
    w, g = W(code, seed), Reg(ROOT, code)
    for m in makers:
        if callable(m):
            put(g, m(w))
        else:
            m[0](w, g)
    g.done()
    return g


def z47(w, g):
    z = "Ответы_операторов_и_банков.zip"
    g.zip(z, [member(z, m(w)) for m in (F.mt_b, R.subs_zip, H.wa_en)])


def b47(w, g):
    put(g, H.trunc(w, B.kkword(w), .55, "Выписка (копия).xlsx"), False)


def b55(w, g):
    put(g, ("Реестр дел май.csv", "broken", "case", (b"", [])), False)


def b79(w, g):
    put(g, H.noise(w, "ответ_банка.xlsx", 4096, "transaction"), False)


def main():
    for code, seed, makers in (
            ("KZ-23", 230101, [B.oborot, B.en_drcr, K.by_sub, K.by_imei, R.reg_ru, R.hold_csv, H.wa_ru, F.camt_a, F.c2c]),
            ("KZ-47", 470101, [F.form18, B.several, F.mt_a, K.by_cell, R.reg_kk, R.subs_xlsx, H.tg_ru, F.en_pairs, (z47,), (b47,)]),
            ("KZ-55", 550101, [F.form19, B.pages, B.serials, K.kk_sub, K.dump_html, R.reg_docx, R.hold_docx, F.ru_pairs, (b55,)]),
            ("KZ-39", 390101, [B.htm, B.bycur, F.camt_b, K.two_row, K.imei_xlsx, R.reg_bi, H.wa_kk, R.subs_u16, R.hold_en]),
            ("KZ-79", 790101, [B.newest, B.kkword, B.kk_u16, K.cell_cp, K.sub_trunk, R.reg_cp, H.tg_kk, R.hold_xlsx, H.ragged, (b79,)])):
        g = region(code, seed, makers)
        k = {}
        for u in g.un:
            k[u["kind"]] = k.get(u["kind"], 0) + 1
        print(code, len(g.files), "files", len(g.un), "units", k)
    out = []
    for p, ds, fs in os.walk(ROOT):
        ds[:] = sorted(x for x in ds if x != "__pycache__")
        for f in fs:
            if f != "SHA256SUMS" and not f.endswith(".pyc"):
                q = os.path.join(p, f)
                out.append((os.path.relpath(q, ROOT), hashlib.sha256(open(q, "rb").read()).hexdigest()))
    with open(os.path.join(ROOT, "SHA256SUMS"), "w", encoding="utf-8") as f:
        f.writelines("%s  %s\n" % (h, n) for n, h in sorted(out))


main()
