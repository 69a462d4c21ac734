"""Who asks, for what, in which language: everything a page may know of its request.

`Asked` is the parameter of every page and resource. By the time a function runs, the session is known, the role may
use the verb, the case named in the address was loaded and may be seen, and a change carried the session's token.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import polars as pl
from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.routing import Match

from qalqan.clock import now, to_local
from qalqan.console.house import House
from qalqan.console.sessions import Signed
from qalqan.desk import access, lens, remarks, seen
from qalqan.engine.frames import Tables
from qalqan.errors import NotFound
from qalqan.govern import policy
from qalqan.registry import parts
from qalqan.report import banks, redact
from qalqan.texts.say import has, languages, say
from qalqan.values.base import Value

THEMES: Final = ("auto", "light", "dark", "contrast")
NAMES: Final = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
ROOMS: Final = (
    ("today", "/", "today"), ("report-form", "/report-form", "report_form"), ("cases", "/cases", "case"),
    ("series", "/series", "series"), ("money", "/money", "money"), ("graph", "/graph", "graph"),
    ("calls", "/calls", "calls"), ("texts", "/texts", "texts"), ("decisions", "/decisions", "decide"),
    ("acts", "/acts", "acts"), ("board", "/board", "board"), ("evidence", "/evidence", "evidence"),
    ("upload", "/upload", "upload"), ("ledger", "/ledger", "ledger"), ("admin", "/admin", "admin"),
    ("models", "/models", "models"), ("own-requests", "/own-requests", "own_requests"), ("help", "/help", "help"),
)  # fmt: skip
"""The navigation: name, address, and the verb that a role needs to see it."""
_ENDS: Final = ("iban", "card", "phone", "wallet")
"""Kinds of identifiers that a letter's subject may end with."""
_MANY: Final = 9
_CASE: Final = 15


@dataclass(slots=True)
class Ask:
    """One request. ``form`` are the fields of a posted form; ``signed`` is None only on public routes."""

    request: Request
    house: House
    language: str
    signed: Signed | None
    form: Mapping[str, str] = field(default_factory=dict)
    case: str = ""
    clear: bool = False
    """Whether clear personal data may be shown: an unmasking for this case (or all) stands in the session."""
    _stand: access.Sight | None = None
    _tables: Tables | None = None

    def t(self, key: str, /, **values: object) -> str:
        """The words of that key in the asker's language."""
        return say(key, self.language, **values)

    @property
    def who(self) -> Signed:
        """The signed-in officer. Never called on public routes."""
        assert self.signed is not None, "a public route asked who asks"  # noqa: S101 - a programmer's error
        return self.signed

    @property
    def address(self) -> str:
        """The asker's network address, for the bound on attempts; empty when there is none."""
        return self.request.client.host if self.request.client else ""

    @property
    def home(self) -> str:
        """The first page of the asker's role."""
        if self.may("today"):
            return self.link("/")
        return self.link(next(path for _, path, verb in ROOMS if self.may(verb)))

    def may(self, verb: str) -> bool:
        """Whether the asker's role may use a verb: for links and buttons; the route checks again."""
        return self.signed is not None and policy.may(self.signed.role, verb)

    @property
    def stand(self) -> access.Sight:
        """Every case as the asker stands to it now; made once for a request."""
        if self._stand is None:
            self._stand = access.sight(self.house.ws, self.tables, self.who.officer, self.who.role)
        return self._stand

    @property
    def sight(self) -> lens.Sight:
        """What of the run's tables the asker may not know of: for `desk.lens`."""
        return lens.sight(self.tables, self.stand.hidden)

    @property
    def seen(self) -> Tables:
        """The run's tables without what the asker may not know of: for what is computed anew from whole tables."""
        return seen.tables(self.tables, self.sight, self.house.settings)

    @property
    def tables(self) -> Tables:
        """The tables of the run that counted when first asked: one run for a whole request. Raises NotFound before any
        analysis."""
        if self._tables is None:
            self._tables = self.house.tables()
        return self._tables

    def query(self, name: str, default: str = "") -> str:
        """One parameter of the address."""
        return str(self.request.query_params.get(name, default))

    def masked(self, frame: pl.DataFrame, table: str, verb: str = "case") -> pl.DataFrame:
        """Rows of a run table as the asker may see them: each in clear only where their purpose covers its case."""
        from qalqan.console.eyes import Eyes  # noqa: PLC0415 - it needs Ask

        return Eyes(self, verb).masked(frame, table)

    def bank(self, code: str | None, at: datetime | None = None) -> str:
        """A bank's short name on a day (today), or that it is not known."""
        return banks.short(code, to_local(at or now()).date()) if code else self.t("money-bank-unknown")

    def subject(self, subject: str) -> str:
        """What a decision is about, as the asker may see it: ``act:identifier kind/value`` with the value masked, two
        persons (``person:kind:value|kind:value``) by their masked values, a message without the name of its part."""
        act, sep, rest = subject.partition(":")
        if act == "link":
            return f"{act}:{'|'.join(one if self._knows(one) else redact.WITHHELD for one in rest.split('|'))}"
        if self.clear or not sep:
            return subject
        if act == "person":
            return f"{act}:{'|'.join(self._person(one) for one in rest.split('|'))}"
        if act == "text":
            return f"{act}:{rest.partition(':')[0][:6]}:{rest.rpartition(':')[2]}"
        kind, slash, value = rest.partition("/")
        if slash and kind in parts("values"):
            return f"{act}:{kind}/{self._hidden(kind, value)}"
        whole, slash, last = rest.rpartition("/")  # of a letter: LETTER/CASE/ACCOUNT
        return f"{act}:{whole}/{self._end(last)}" if slash else subject

    def act(self, name: str) -> str:
        """What an act that officers decide on is called; its own name where nobody has written any."""
        return self.t(key) if has(key := f"decided-act-{name}") else name

    def about(self, subject: str) -> str:
        """What a decision is about, in words, as the asker may see it: «tie of cases: A · B»."""
        act, sep, rest = self.subject(subject).partition(":")
        return f"{self.act(act)}: {rest.replace('|', ' · ')}" if sep else act

    def said(self, told: Iterable[tuple[str, str | None]]) -> list[str]:
        """What officers wrote about cases, (text, case) each, as the asker may see it: without what names anybody,
        unless clear data of that case (empty: of none) may be shown."""
        from qalqan.console.eyes import Eyes  # noqa: PLC0415 - it needs Ask

        rows = [(text or "", case) for text, case in told]
        eyes = Eyes(self)
        covered = {case: eyes.covers(case) for case in {case for _, case in rows}}
        hidden = [text for text, case in rows if not covered[case]]
        seen = iter(remarks.masked(hidden, {case for _, case in rows if case}) if hidden else ())
        return [text if covered[case] else next(seen) for text, case in rows]

    def _knows(self, case: str) -> bool:
        """Whether the asker may know that there is such a case."""
        try:
            return bool(self.stand.visible([case]))
        except NotFound:  # nothing was analysed yet: no case is tied to anybody
            return True

    @staticmethod
    def _end(text: str) -> str:
        """The end point that a letter's subject ends with, masked, also one that is no right number; a case's number
        (15 digits) and any other word as they are."""
        known = parts("values")
        told = ((one, known[one].parse(text)) for one in _ENDS)
        masked = next((known[one].mask(value.canonical) for one, value in told if isinstance(value, Value)), "")
        digits = sum(sign.isdigit() for sign in text)
        plain = digits < _MANY or (text.isdigit() and digits == _CASE)
        return text if plain and not masked else masked or redact.WITHHELD

    @staticmethod
    def _hidden(kind: str, value: str) -> str:
        """A value of an identifier's kind, masked; of a kind that is none, withheld."""
        known = parts("values")
        return known[kind].mask(value) if kind in known else redact.WITHHELD

    def _person(self, person: str) -> str:
        """A person by what they are known by: one thing, or several joined by «&»."""
        told = [one.partition(":") for one in person.split("&")]
        return "&".join(f"{kind}:{value if kind == 'case' else self._hidden(kind, value)}" for kind, _, value in told)

    def link(self, path: str, **query: object) -> str:
        """The address of a page in the asker's language."""
        told = {name: value for name, value in query.items() if value not in (None, "")}
        return f"/{self.language}{path}" + (f"?{urlencode(told)}" if told else "")

    def error(self, key: str, where: str, told: Mapping[str, object]) -> str:
        """What was wrong, where, what to do on these pages (else at the command line): in the asker's words."""
        args = {name: str(value) for name, value in told.items()} | {"where": where}
        hint = next((self.t(one, **args) for one in (f"{key}-here", f"{key}-do") if has(one)), "")
        return " ".join(part for part in (self.t(key, **args), where and f"({where})", hint) if part)

    def see(self, path: str, **query: object) -> Response:
        """Go to another page after a change (303, so that Back and reload do nothing twice)."""
        return RedirectResponse(self.link(path, **query), 303)

    def show(self, name: str, status: int = 200, /, **told: Any) -> Response:
        """A page from ``templates/name.html``; a request by htmx for a part gives ``name`` as it stands."""
        pages = self.request.app.state.pages
        return HTMLResponse(pages.get_template(f"{name}.html").render(self._frame() | told), status)

    def _place(self) -> str:
        """Where this page can be opened again: its address; of an answer to a form the nearest page above it, since
        neither a language, a theme nor the history of pages could lead back to an address that only takes forms."""
        url = self.request.url
        if self.request.method in ("GET", "HEAD"):
            return url.path + (f"?{url.query}" if url.query else "")
        path = url.path
        while path.count("/") > 1 and not self._opens(path):
            path = path.rpartition("/")[0]
        return path

    def _opens(self, path: str) -> bool:
        scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
        return any(route.matches(scope)[0] is Match.FULL for route in self.request.app.routes)

    def _frame(self) -> dict[str, Any]:
        rest = self._place().removeprefix(f"/{self.language}").lstrip("/")
        theme = self.request.cookies.get("theme", "auto")
        return {
            "ask": self, "t": self.t, "language": self.language, "names": NAMES, "rest": rest,
            "theme": theme if theme in THEMES else "auto", "themes": THEMES, "signed": self.signed,
            "csrf": self.signed.csrf if self.signed else "", "run": self.house.run() if self.signed else None,
            "link": self.link, "may": self.may, "rooms": ROOMS, "where": "",
        }  # fmt: skip


def preferred(request: Request) -> str:
    """The first language a browser asks for that there is; Kazakh else."""
    for one in request.headers.get("accept-language", "").lower().split(","):
        if (name := one.strip()[:2]) in languages():
            return name
    return "kk"


def language_of(request: Request) -> str:
    """The language of an address, or the preferred one where it has none."""
    told = str(request.path_params.get("language", "")) or request.url.path.lstrip("/").split("/")[0]
    return told if told in languages() else preferred(request)


async def asking(request: Request) -> Ask:
    """The checked request; see `console/gatekeeper.py` for what is checked. Raises AccessError, NotFound."""
    from qalqan.console.gatekeeper import admitted  # noqa: PLC0415 - it needs Ask

    return await admitted(request)


Asked = Annotated[Ask, Depends(asking)]
