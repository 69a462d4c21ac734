"""An example file of every registered format: invented people and numbers only."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
from email.message import EmailMessage
from functools import cache

import docx
import py7zr
import typst
import xlsxwriter
from PIL import Image
from tests.intake.formats.archives import rar4_of, rar5_of, tar_of, zip_of
from tests.intake.formats.chains import ETHERSCAN_ETH, MEMPOOL_JSON, TRONSCAN_CSV, TRONSCAN_JSON, mempool

IBAN = "KZ86125KZT5004100100"
OTHER = "KZ12601A000000000011"
CSV = "Дата;Сумма;Счет плательщика\n01.02.2025 10:11;1500,00;KZ86125KZT5004100100\n".encode("cp1251")

MT940 = """:20:STMT01
:25:KZ86125KZT5004100100
:28C:1/1
:60F:C250201KZT100000,00
:61:2502020202D15000,00NTRFNONREF//REF001
:86:?00Перевод?20За товар?30HSBKKZKX?31KZ12601A000000000011?32Дропов Дамир
:61:2502030203C2500,50NTRFNONREF//REF002
:86:/NAME/Төлеуов Асан/IDN/900101300123/KNP/119/ASSIGN/Қарыз қайтару
:61:2502040204RC100,NTRFNONREF
:62F:C250204KZT87400,50
-
"""

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<d:Document xmlns:d="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><d:BkToCstmrStmt>
<d:GrpHdr><d:MsgId>1</d:MsgId></d:GrpHdr>
<d:Stmt><d:Id>S1</d:Id>
<d:FrToDt><d:FrDtTm>2025-02-01T00:00:00+05:00</d:FrDtTm><d:ToDtTm>2025-02-28T23:59:59+05:00</d:ToDtTm></d:FrToDt>
<d:Acct><d:Id><d:IBAN>KZ86125KZT5004100100</d:IBAN></d:Id><d:Ccy>KZT</d:Ccy><d:Ownr><d:Nm>Тестов Тест</d:Nm></d:Ownr>
<d:Svcr><d:FinInstnId><d:BICFI>NBRKKZKX</d:BICFI></d:FinInstnId></d:Svcr></d:Acct>
<d:Bal><d:Tp><d:CdOrPrtry><d:Cd>OPBD</d:Cd></d:CdOrPrtry></d:Tp><d:Amt Ccy="KZT">1000.00</d:Amt>
<d:CdtDbtInd>DBIT</d:CdtDbtInd><d:Dt><d:Dt>2025-02-01</d:Dt></d:Dt></d:Bal>
<!-- <d:Ntry> in a comment is none -->
<d:Ntry><d:Amt Ccy="KZT">300.00</d:Amt><d:CdtDbtInd>DBIT</d:CdtDbtInd><d:Sts><d:Cd>BOOK</d:Cd></d:Sts>
<d:BookgDt><d:Dt>2025-02-02</d:Dt></d:BookgDt><d:AcctSvcrRef>R1</d:AcctSvcrRef><d:NtryDtls>
<d:TxDtls><d:Refs><d:EndToEndId>E1</d:EndToEndId></d:Refs><d:Amt Ccy="KZT">100.00</d:Amt><d:RltdPties>
<d:Cdtr><d:Pty><d:Nm>Дропов Дамир</d:Nm><d:Id><d:PrvtId><d:Othr><d:Id>900101300123</d:Id></d:Othr></d:PrvtId></d:Id>
</d:Pty></d:Cdtr><d:CdtrAcct><d:Id><d:IBAN>KZ12601A000000000011</d:IBAN></d:Id></d:CdtrAcct></d:RltdPties>
<d:Purp><d:Prtry>119</d:Prtry></d:Purp><d:RmtInf><d:Ustrd>За</d:Ustrd><d:Ustrd>товар</d:Ustrd></d:RmtInf>
<d:RltdDts><d:TxDtTm>2025-02-02T11:12:13+05:00</d:TxDtTm></d:RltdDts></d:TxDtls>
<d:TxDtls><d:Amt Ccy="KZT">200.00</d:Amt></d:TxDtls></d:NtryDtls></d:Ntry>
<d:Ntry><d:Amt Ccy="KZT">5000.00</d:Amt><d:CdtDbtInd>CRDT</d:CdtDbtInd>
<d:BookgDt><d:DtTm>2025-02-03T01:00:00</d:DtTm></d:BookgDt><d:NtryDtls><d:TxDtls><d:AmtDtls><d:InstdAmt>
<d:Amt Ccy="USD">10.00</d:Amt></d:InstdAmt></d:AmtDtls></d:TxDtls></d:NtryDtls></d:Ntry>
<d:Ntry><d:Amt Ccy="KZT">50.00</d:Amt><d:CdtDbtInd>DBIT</d:CdtDbtInd>
<d:BookgDt><d:Dt>2025-02-04</d:Dt></d:BookgDt></d:Ntry>
</d:Stmt></d:BkToCstmrStmt></d:Document>
"""

PACS = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><FIToFICstmrCdtTrf>
<GrpHdr><MsgId>M</MsgId><CreDtTm>2025-02-02T10:11:12+05:00</CreDtTm></GrpHdr>
<CdtTrfTxInf><PmtId><EndToEndId>E1</EndToEndId><TxId>T1</TxId></PmtId>
<IntrBkSttlmAmt Ccy="KZT">70000.00</IntrBkSttlmAmt><IntrBkSttlmDt>2025-02-02</IntrBkSttlmDt>
<Dbtr><Nm>Төлеуов Асан</Nm></Dbtr><DbtrAcct><Id><IBAN>KZ86125KZT5004100100</IBAN></Id></DbtrAcct>
<DbtrAgt><FinInstnId><BICFI>NBRKKZKX</BICFI></FinInstnId></DbtrAgt>
<Cdtr><Nm>Дропов Дамир</Nm></Cdtr><CdtrAcct><Id><IBAN>KZ12601A000000000011</IBAN></Id></CdtrAcct>
<RmtInf><Ustrd>Қарыз</Ustrd></RmtInf></CdtTrfTxInf>
<CdtTrfTxInf><PmtId><EndToEndId>E2</EndToEndId></PmtId><Dbtr><Nm>X</Nm></Dbtr></CdtTrfTxInf>
</FIToFICstmrCdtTrf></Document>
"""

ONEC = """1CClientBankExchange
ВерсияФормата=1.02
Кодировка=Windows
ДатаНачала=01.02.2025
ДатаКонца=03.02.2025
РасчСчет=KZ86125KZT5004100100
СекцияРасчСчет
ДатаНачала=01.02.2025
ДатаКонца=03.02.2025
РасчСчет=KZ86125KZT5004100100
НачальныйОстаток=1000.00
КонечныйОстаток=500.00
КонецРасчСчет
СекцияДокумент=Платежное поручение
Номер=15
Дата=02.02.2025
Сумма=500.00
ПлательщикСчет=KZ86125KZT5004100100
ДатаСписано=03.02.2025
Плательщик=ИП Тест
ПлательщикБИН_ИИН=900101300123
ПолучательСчет=KZ12601A000000000011
Получатель1=ТОО Ромашка
НазначениеПлатежа=Оплата за товар
КНП=710
КонецДокумента
СекцияДокумент=Платежное поручение
Номер=16
Сумма=не указана
КонецДокумента
КонецФайла
"""

WHATSAPP = """01.02.2025, 10:15 - Сообщения и звонки защищены сквозным шифрованием.
01.02.2025, 10:16 - Асель: Здравствуйте
вторая строка
13.02.2025, 10:17 - Ерлан: <Без медиафайлов>
13.02.2025, 10:18 - Ерлан: IMG-1.jpg (файл добавлен)
"""

TELEGRAM_CHAT = {
    "name": "Жұмыс", "type": "personal_chat", "id": 1,
    "messages": [
        {"id": 1, "type": "service", "date": "2025-02-01T10:00:00", "text": ""},
        {"id": 2, "type": "message", "date": "2025-02-01T14:00:00", "date_unixtime": "1738400400", "from": "Асель",
         "from_id": "user1", "text": ["Сілтеме ", {"type": "text_link", "text": "мұнда", "href": "http://a.example"}]},
        {"id": 3, "type": "message", "date": "2025-02-01T14:05:00", "from": "Ерлан", "photo": "photos/1.jpg",
         "text": "", "forwarded_from": "Арна"},
    ],
}  # fmt: skip

HTML = """<html><head><meta charset=windows-1251><title>T</title><style>td{}</style></head><body>
<h1>Выписка</h1><p>Счёт KZ86125KZT5004100100</p><table border=1>
<tr><td colspan=2>Дата<td rowspan=2>Сумма</tr><tr><td>день</td><td>час&nbsp;дня</td></tr>
<tr><td>1<td><table><tr><td>внутри</td></tr></table><td>3</table><div>Конец</div></body></html>"""

XML2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Лист1"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">Шапка</Data></Cell>
<Cell><Data ss:Type="String">x</Data></Cell></Row>
<Row ss:Index="5"><Cell ss:Index="2"><Data ss:Type="DateTime">2025-02-01T10:11:12.000</Data></Cell>
<Cell><Data ss:Type="Number">12.0</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="B"><Table><Row><Cell><Data ss:Type="String">z</Data></Cell></Row></Table></Worksheet></Workbook>"""

JSONL = b'{"a":1,"b":{"c":2.50,"d":["x","y"]}}\n{"a":"\xd0\xb6","e":null}\n{broken\n{"a":true}\n'


@cache
def docx_letter() -> bytes:
    """A letter with a table of three rows between paragraphs."""
    letter = docx.Document()
    letter.add_paragraph("Исх. № 5")
    table = letter.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"r{row}c{column}"
    table.cell(0, 0).merge(table.cell(0, 1))
    letter.add_paragraph("Подпись")
    out = io.BytesIO()
    letter.save(out)
    return out.getvalue()


@cache
def pdf_statement(*, ruled: bool = True) -> bytes:
    """A statement of 14 rows over two pages, its header repeated."""
    stroke = "" if ruled else "stroke: none,"
    return typst.compile(
        f"""#set page(width: 20cm, height: 8cm)
= Выписка по счёту
Счёт KZ86125KZT5004100100
#table(columns: 3, {stroke} table.header([Дата],[Сумма],[Назначение]),
  ..range(10, 24).map(i => ([#i.02.2025],[#i 000,00],[Перевод на карту номер #i])).flatten())
Итого
""".encode()
    )


@cache
def tiny_pdf() -> bytes:
    """A page of two lines in under a kilobyte, for tests that cut and change bytes."""
    content = b"BT /F 12 Tf 20 80 Td (Date Sum) Tj 0 -20 Td (01.02.2025 5) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def letter() -> EmailMessage:
    """A letter whose body is HTML only, with a CSV attached."""
    message = EmailMessage()
    message["From"] = "Банк <bank@example.kz>"
    message["To"] = "officer@example.kz"
    message["Subject"] = "Выписка по счёту"
    message["Date"] = "Sat, 01 Feb 2025 10:11:12 +0500"
    message["Message-ID"] = "<1@example.kz>"
    message.set_content("<html><body><p>Добрый день</p></body></html>", subtype="html")
    message.add_attachment(CSV, maintype="text", subtype="csv", filename="Выписка.csv")
    return message


@cache
def seven_zip(password: str = "", *, header: bool = False) -> bytes:
    """A 7z with two files."""
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password or None, header_encryption=header) as archive:
        archive.writestr(CSV, "a.csv")
        archive.writestr(b"2", "папка/b.txt")
    return out.getvalue()


@cache
def workbook() -> bytes:
    """A sheet with a letter-head, a header and two rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Лист")
    for row, line in enumerate((["Выписка"], ["Дата", "Сумма"], ["01.02.2025", "5"], ["02.02.2025", "6"])):
        sheet.write_row(row, 0, line)
    book.close()
    return out.getvalue()


TRANSCRIPT = """Запись разговора 12.03.2025 14:05:10, +7 701 000 00 01

[00:00] Мошенник: Здравствуйте, это служба безопасности банка.
На вас оформляют кредит.
[00:12] Потерпевший: Какой кредит?
[00:15] Мошенник: Назовите код из СМС.
"""
SRT = """1
00:00:01,000 --> 00:00:03,000
Алаяқ: Сәлеметсіз бе, бұл

2
00:00:03,200 --> 00:00:05,000
Алаяқ: ұлттық банк.

3
00:01:06,000 --> 00:01:07,500
Жәбірленуші: Иә
"""
VTT = "WEBVTT\n\nNOTE жазба\n\n00:01.000 --> 00:03.000 align:start\n<v Speaker 1>Алло</v>\n"
SMS_BACKUP = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<!--File Created By SMS Backup & Restore v10-->
<smses count="3" type="full">
  <sms protocol="0" address="+77010000001" date="1741770000000" type="1" subject="null"
    body="Сәлем &#55357;&#56834; код 1234&#10;ешкімге айтпаңыз" contact_name="(Unknown)" />
  <sms protocol="0" address="1414" date="1741770001000" type="2" body="да" contact_name="null" />
  <mms date="1741770005000" msg_box="1" address="+77010000001" sub="null"><parts>
    <part ct="application/smil" text="x" /><part ct="text/plain" text="смотри фото" />
    <part ct="image/png" cl="чек.png" data="cG5n" /></parts>
    <addrs><addr address="+77010000001" type="137" /><addr address="insert-address-token" type="151" /></addrs></mms>
</smses>"""


def small_picture(kind: str, side: int = 40) -> bytes:
    """A picture too small to hold text: a bright corner and a slope of grey."""
    image = Image.new("L", (side, side), 200)
    image.putdata([(x * 3 + y) % 256 if x + y > side // 2 else 250 for y in range(side) for x in range(side)])
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


MANY = {"a.csv": CSV, "b.txt": b"2"}
FORM = {"form": "qalqan report form 1", "kui_number": "1", "words": "звонили"}
EXAMPLES: dict[str, tuple[str, bytes]] = {
    "7z": ("a.7z", seven_zip()),
    "camt": ("a.xml", CAMT.encode()),
    "delimited": ("a.csv", CSV * 3),
    "docx": ("a.docx", docx_letter()),
    "explorer": ("a.csv", TRONSCAN_CSV),
    "explorer_json": ("a.json", TRONSCAN_JSON),
    "gz": ("a.csv.gz", gzip.compress(CSV)),
    "html": ("a.xls", HTML.encode("cp1251")),
    "image": ("чек.png", small_picture("PNG")),
    "jsonl": ("a.jsonl", JSONL),
    "mail": ("a.eml", letter().as_bytes()),
    "mt940": ("a.sta", MT940.encode()),
    "onec": ("a.txt", ONEC.encode("cp1251")),
    "pacs": ("a.xml", PACS.encode()),
    "pdf": ("a.pdf", pdf_statement()),
    "rar": ("a.rar", rar5_of(MANY)),
    "report_form": ("a.json", json.dumps(FORM, ensure_ascii=False).encode()),
    "sms_backup": ("sms.xml", SMS_BACKUP.encode()),
    "tar": ("a.tar", tar_of(MANY)),
    "telegram": ("result.json", json.dumps(TELEGRAM_CHAT, ensure_ascii=False, indent=1).encode()),
    "transcript": ("a.txt", TRANSCRIPT.encode()),
    "whatsapp": ("Чат WhatsApp с Асель.txt", WHATSAPP.encode()),
    "xml2003": ("a.xls", XML2003.encode()),
    "zip": ("a.zip", zip_of(MANY)),
}
SPREADSHEETS = {"spreadsheet": ("a.xlsx", workbook())}
ALSO = {
    "explorer": [("eth.csv", ETHERSCAN_ETH)],
    "explorer_json": [("btc.json", MEMPOOL_JSON), ("one.json", json.dumps(mempool()).encode())],
    "gz": [("a.csv.bz2", bz2.compress(CSV)), ("a.csv.xz", lzma.compress(CSV)), ("a.tgz", gzip.compress(tar_of(MANY)))],
    "rar": [("a.rar", rar4_of(MANY))],
    "pdf": [("a.pdf", pdf_statement(ruled=False))],
    "telegram": [("result.json", json.dumps({"chats": {"list": [TELEGRAM_CHAT, TELEGRAM_CHAT]}}).encode())],
    "image": [(f"a.{kind.lower()}", small_picture(kind)) for kind in ("JPEG", "WEBP", "TIFF", "BMP", "GIF")],
    "transcript": [("a.srt", SRT.encode()), ("a.vtt", VTT.encode())],
    "jsonl": [("a.json", b'[{"a": 1}, {"a": 2, "b": {"c": 3}}, 4]')],
}
