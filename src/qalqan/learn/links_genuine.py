"""Genuine-shaped addresses: real well-known hosts and small firms' hosts, with the paths that honest pages have."""

# ruff: noqa: E501 - shapes and lists are data, one a line

from __future__ import annotations

import string
from collections.abc import Callable
from typing import Final

from qalqan.learn.links_pen import Pen
from qalqan.scam._links_data import words

_SUBS: Final = ("en", "m", "blog", "docs", "support", "forum", "news", "help", "my", "store", "ru", "kk", "shop", "wiki", "login", "accounts", "mail", "web", "old", "library", "research", "id", "cabinet", "online", "developer", "community", "travel", "static")  # fmt: skip


def genuine(pen: Pen) -> str:
    """A genuine-shaped address."""
    draw = pen.chance.random()
    host = pen.chance.choice(pen.sites) if draw < 0.6 else pen.small_host()
    if pen.chance.random() < 0.2:
        host = f"{pen.pick(*_SUBS)}.{host}"
    if pen.chance.random() < 0.2:
        return host
    return host + pen.chance.choice(_SHAPES)(pen)


def slug(pen: Pen, least: int = 2, most: int = 8, sign: str = "") -> str:
    """A headline as a part of a path."""
    small = words("small")
    parts = [
        pen.any() if pen.chance.random() < 0.75 else pen.chance.choice(small)
        for _ in range(pen.chance.randint(least, most))
    ]
    return (sign or pen.pick("-", "-", "-", "-", "_", "+", "%20")).join(parts)


def _title(pen: Pen) -> str:
    return "_".join(word.capitalize() for word in slug(pen, 1, 4, " ").split())


def _end(pen: Pen) -> str:
    return pen.chance.choices(
        ("", "/", ".html", ".htm", ".php", ".aspx", ".shtml", ".asp", ".jsp"), (45, 12, 22, 7, 6, 4, 2, 2, 1)
    )[0]


def _content(pen: Pen) -> str:
    return pen.chance.choice(words("content"))


def _folder(pen: Pen) -> str:
    return pen.pick(
        _content(pen),
        pen.one("nouns"),
        pen.one("trades"),
        pen.one("nouns").capitalize(),
        "en",
        "en-us",
        "ru",
        "kz",
        "kk",
    )


def _date(pen: Pen) -> str:
    year = pen.chance.randint(2006, 2026)
    return pen.pick(
        f"{year}/{pen.chance.randint(1, 12):02}",
        f"{year}/{pen.chance.randint(1, 12)}/{pen.chance.randint(1, 28)}",
        f"{year}",
    )


def _paper(pen: Pen) -> str:
    return pen.pick(".pdf", ".pdf", ".pdf", ".doc", ".ppt", ".docx", ".xlsx", ".ps", ".txt", ".jpg", ".png")


_SHAPES: Final[tuple[Callable[[Pen], str], ...]] = (
    lambda pen: f"/{slug(pen)}{_end(pen)}",
    lambda pen: f"/{slug(pen)}{_end(pen)}",
    lambda pen: f"/{_folder(pen)}/{slug(pen)}{_end(pen)}",
    lambda pen: f"/{_folder(pen)}/{slug(pen)}{_end(pen)}",
    lambda pen: f"/{_folder(pen)}/{_folder(pen)}/{slug(pen)}{_end(pen)}",
    lambda pen: f"/{_folder(pen)}/{_folder(pen)}/{_folder(pen)}/{slug(pen, 1, 3)}{_end(pen)}",
    lambda pen: f"/{_folder(pen)}/{pen.one('nouns')}{_end(pen)}",
    lambda pen: f"/{pen.one('nouns')}{_end(pen)}",
    lambda pen: f"/{pen.any()}{pen.any()}{_end(pen)}",
    lambda pen: f"/{_folder(pen)}/{_end(pen).strip('/')}",
    lambda pen: f"/{_date(pen)}/{slug(pen)}{_end(pen)}",
    lambda pen: f"/{_folder(pen)}/{_date(pen)}/{slug(pen)}{_end(pen)}",
    lambda pen: f"/{_folder(pen)}/{pen.number(3, 8)}-{slug(pen)}{_end(pen)}",
    lambda pen: f"/{_folder(pen)}/{slug(pen)}-{pen.number(3, 8)}{_end(pen)}",
    lambda pen: f"/{_folder(pen)}/{pen.number(3, 9)}",
    lambda pen: f"/{_folder(pen)}/{pen.number(3, 9)}/{slug(pen)}",
    lambda pen: f"/wiki/{_title(pen)}",
    lambda pen: f"/wiki/{_title(pen)}",
    lambda pen: f"/{_title(pen).replace('_', '-')}/{_title(pen).replace('_', '-')}{_end(pen)}",
    lambda pen: f"/wiki/index.php/{_title(pen)}",
    lambda pen: f"/w/index.php?title={_title(pen)}&action=edit",
    lambda pen: f"/index.php?option=com_content&view=article&id={pen.number(2, 4)}&Itemid={pen.number(1, 3)}",
    lambda pen: f"/index.php/{_folder(pen)}/{slug(pen)}",
    lambda pen: f"/showthread.php?t={pen.number(4, 7)}",
    lambda pen: f"/forum/viewtopic.php?f={pen.number(1, 2)}&t={pen.number(4, 6)}",
    lambda pen: f"/threads/{slug(pen, sign='-')}.{pen.number(4, 7)}/",
    lambda pen: f"/node/{pen.number(2, 6)}",
    lambda pen: f"/?p={pen.number(2, 5)}",
    lambda pen: f"/page.asp?id={pen.number(1, 5)}",
    lambda pen: f"/{pen.any()}.php?id={pen.number(1, 6)}",
    lambda pen: f"/{pen.any()}.aspx?{pen.any()}={pen.number(1, 6)}&lang=en",
    lambda pen: f"/watch?v={pen.code(11, string.ascii_letters + string.digits + '-_')}",
    lambda pen: f"/search?q={slug(pen, 1, 4, '+')}",
    lambda pen: f"/search?q={slug(pen, 1, 3, '+')}&page={pen.number(1, 1)}&utm_source=google&utm_medium=search",
    lambda pen: f"/questions/{pen.number(5, 8)}/{slug(pen, sign='-')}",
    lambda pen: f"/{slug(pen, sign='-')}/dp/B00{pen.code(7, string.ascii_uppercase + string.digits)}",
    lambda pen: f"/p/{slug(pen, sign='-')}-{pen.number(6, 9)}/?c={pen.number(8, 9)}",
    lambda pen: f"/{pen.one('people')}{pen.number(1, 3)}/status/{pen.number(17, 18)}",
    lambda pen: f"/{pen.one('people')}{pen.one('people')}",
    lambda pen: f"/@{pen.one('people')}/{slug(pen, sign='-')}-{pen.code(12)}",
    lambda pen: (
        f"/~{pen.one('people')}/{pen.pick('cs', 'teaching', 'papers', 'courses', 'research', 'home', 'notes')}/{pen.one('nouns')}{_paper(pen)}"
    ),
    lambda pen: f"/~{pen.one('people')}/",
    lambda pen: f"/{_folder(pen)}/{slug(pen)}{_paper(pen)}",
    lambda pen: (
        f"/{pen.pick('files', 'docs', 'pdf', 'download', 'uploads', 'media', 'sites/default/files', 'assets', 'images', 'img')}/{slug(pen, 1, 5)}{_paper(pen)}"
    ),
    lambda pen: (
        f"/wp-content/uploads/{pen.chance.randint(2010, 2026)}/{pen.chance.randint(1, 12):02}/{slug(pen, 1, 6)}{_paper(pen)}"
    ),
    lambda pen: f"/content/dam/{pen.one('nouns')}/{_folder(pen)}/{slug(pen, 1, 3)}{_paper(pen)}",
    lambda pen: f"/abs/{pen.number(4, 4)}.{pen.number(5, 5)}",
    lambda pen: f"/doi/10.{pen.number(4, 4)}/{pen.code(6)}.{pen.number(6, 8)}",
    lambda pen: (
        f"/torrent/{pen.number(6, 7)}/{_title(pen).replace('_', '-')}-{pen.chance.randint(2005, 2026)}-{pen.pick('DVDRip', '1080p', 'HDTV', 'x264', 'MP3')}/"
    ),
    lambda pen: (
        f"/oauth/authorize?client_id={pen.code(32)}&redirect_uri=http%3A%2F%2F{pen.small_host()}&response_type=code"
    ),
    lambda pen: f"/share?url=http%3A%2F%2F{pen.chance.choice(pen.sites)}%2F{slug(pen, sign='-')}",
    lambda pen: (
        f"/{pen.pick('login', 'signin', 'account', 'account/login', 'users/sign_in', 'auth/login', 'register', 'cart', 'my', 'profile', 'cabinet', 'help', 'support')}"
    ),
    lambda pen: (
        f"/{pen.pick('about', 'contacts', 'contact-us', 'privacy-policy', 'terms', 'faq', 'about-us', 'o-kompanii', 'kontakty', 'biz-turaly', 'dostavka', 'oplata', 'delivery', 'careers')}{_end(pen)}"
    ),
    lambda pen: f"/{_folder(pen)}/?{pen.any()}={pen.any()}&{pen.any()}={pen.number(1, 5)}&page={pen.number(1, 2)}",
    lambda pen: f"/{_folder(pen)}/{slug(pen)}/?utm_source={pen.one('nouns')}&utm_medium=cpc&utm_campaign={pen.any()}",
    lambda pen: f"/{pen.chance.choice(string.ascii_lowercase)}/{slug(pen, 1, 2)}{_end(pen)}",
    lambda pen: f"/{_folder(pen)}/{pen.chance.choice(string.ascii_letters)}/{pen.any()}{_end(pen)}",
    lambda pen: f"/{pen.pick('kz', 'ru', 'en', 'kk')}/{_folder(pen)}/{pen.one('nouns')}",
    lambda pen: (
        f"/memleket/entities/{pen.one('nouns')}/press/news/details/{pen.number(5, 6)}?lang={pen.pick('ru', 'kk')}"
    ),
    lambda pen: f"/shop/p/{slug(pen, sign='-')}-{pen.number(8, 9)}/",
    lambda pen: f"/a/show/{pen.number(8, 9)}",
    lambda pen: f"/obyavlenie/{slug(pen, sign='-')}-ID{pen.code(6, string.ascii_letters + string.digits)}.html",
    lambda pen: (
        f"/{pen.pick('js', 'css', 'assets', 'static', 'media', 'dist')}/{pen.any()}.{pen.any()}.{pen.pick('js', 'css', 'min.js', 'min.css')}?v={pen.code(8)}"
    ),
    lambda pen: (
        f"/wp-content/{pen.pick('plugins', 'themes')}/{slug(pen, 1, 3, '-')}/{pen.pick('css', 'js', 'assets')}/{pen.any()}.{pen.pick('css', 'js')}?ver={pen.number(1, 1)}.{pen.number(1, 1)}.{pen.number(1, 1)}"
    ),
    lambda pen: f"/wp-includes/js/jquery/{pen.any()}.js?ver={pen.number(1, 1)}.{pen.number(1, 2)}",
    lambda pen: f"/wp-content/themes/{pen.any()}/{pen.pick('style.css', 'images/logo.png', 'js/main.js')}",
    lambda pen: (
        f"/sites/default/files/{pen.pick('js/js_', 'css/css_')}{pen.code(43, string.ascii_letters + string.digits)}.{pen.pick('js', 'css')}"
    ),
    lambda pen: f"/{_folder(pen).capitalize()}/{pen.pick('GetPage', 'Details', 'View', 'Show', 'Item')}/{_guid(pen)}",
    lambda pen: f"/{_folder(pen)}/{_guid(pen)}",
    lambda pen: (
        f"/{_folder(pen)}/{pen.one('nouns')}/{pen.code(24)}/{pen.pick('page', 'skip', 'limit')}/{pen.number(1, 3)}"
    ),
    lambda pen: f"/{_folder(pen)}/{slug(pen, 1, 3, '-')}-{pen.code(pen.chance.choice((8, 12, 24, 32)))}{_end(pen)}",
    lambda pen: f"/{pen.any()}.axd?d={pen.code(64, string.ascii_letters + string.digits + '-_')}&t={pen.code(8)}",
    lambda pen: (
        f"/{pen.pick('login', 'login.html', 'login.do', 'signin', 'subscribe', 'auth')}?{pen.pick('url', 'next', 'returnUrl', 'back', 'ref', 'redirect_to')}=%2F{slug(pen, 1, 3, '-')}%2F{pen.number(2, 6)}"
    ),
    lambda pen: f"/redirect/?url=http://{pen.chance.choice(pen.sites)}/{_folder(pen)}?id={pen.number(4, 8)}",
    lambda pen: f"/{pen.any()}/{pen.code(22, string.ascii_letters + string.digits)}",
    lambda pen: (
        f"/(S({pen.code(24, string.ascii_lowercase + string.digits)}))/{_folder(pen)}/{pen.number(4, 7)}/{pen.any()}"
    ),
    lambda pen: (
        f"/{_folder(pen)}/{'%D0%' + '%D1%'.join(pen.code(2, '0123456789AB') for _ in range(pen.chance.randint(3, 12)))}"
    ),
    lambda pen: (
        f"/{pen.pick('en', 'ru', 'de', 'fr', 'es', 'pt', 'tr', 'vi', 'id')}/{slug(pen, 2, 4, '-')}/{_folder(pen)}-{pen.number(1, 3)}"
    ),
    lambda pen: f"/{_folder(pen)}/{pen.any().capitalize()}{pen.any().capitalize()}{_end(pen)}",
    lambda pen: f"/{pen.any().upper()}/{pen.code(1, string.ascii_uppercase)}/{slug(pen, 1, 3, '_')}{_end(pen)}",
    lambda pen: (
        f"/index.php?{pen.pick('id', 'page', 'cat', 'topic', 'route', 'title', 'q')}={pen.pick(pen.number(1, 6), slug(pen, 1, 3, '-'), 'product/category')}"
    ),
    lambda pen: f"/{_folder(pen)}/index.{pen.pick('html', 'htm', 'php', 'shtml', 'asp', 'jsp')}",
    lambda pen: f"/{pen.pick('library', 'archive', 'forum', 'gallery', 'map', 'news', 'shop', 'catalog', 'blog')}.php",
    lambda pen: f"/{pen.one('people')}{pen.number(2, 4)}",
    lambda pen: (
        f"/cgi-bin/{pen.pick('search', 'view', 'cgi', 'main')}.{pen.pick('pl', 'cgi')}?{pen.any()}={pen.number(1, 5)}"
    ),
    lambda pen: (
        f"/{slug(pen, 1, 1)}/{slug(pen, 1, 1)}-{pen.pick('reviews', 'download', 'free', 'login', 'update', 'support', 'support-number', 'account', 'bank', 'security', 'password')}{_end(pen)}"
    ),
    lambda pen: f"/{pen.pick(*pen.brands[:60]).lower()}-{slug(pen, 1, 5, '-')}{_end(pen)}",
    lambda pen: f"/{_content(pen)}/{pen.chance.choice(pen.brands)}-{slug(pen, 1, 6, '-')}{_end(pen)}",
    lambda pen: (
        f"/{_content(pen)}/{slug(pen, 1, 3, '-')}-{pen.chance.choice(pen.brands)}-{slug(pen, 1, 3, '-')}{_end(pen)}"
    ),
    lambda pen: f"/site/{pen.chance.choice(pen.sites)}",
)


def _guid(pen: Pen) -> str:
    return "-".join(pen.code(size) for size in (8, 4, 4, 4, 12))
