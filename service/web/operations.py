"""What machines ask a service: is it alive, is it ready, what may be crawled, whom to tell of a hole."""

from __future__ import annotations

import datetime
import re
from typing import Final
from xml.sax.saxutils import escape

from content.errors import NotFound
from content.locales import Locale
from service.web.answers import NEVER, Answer, encoded
from service.web.parameters import Asked
from service.web.view import View, tags_of_all

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")
PART: Final = 5_000
"""Pages in one part: a tenth of what sitemaps.org allows, and soon made again."""


def healthz(view: View, asked: Asked) -> Answer:  # noqa: ARG001 - every endpoint is called alike
    """The process answers."""
    return encoded({"status": "ok"}, cache=NEVER)


def readyz(view: View, asked: Asked) -> Answer:  # noqa: ARG001 - every endpoint is called alike
    """The store answers too; `seq` is the end of the change log."""
    head = view.reading.head()
    return encoded({"status": "ready", "seq": head.seq, "epoch": head.epoch}, cache=NEVER)


def robots(view: View, asked: Asked) -> Answer:  # noqa: ARG001 - every endpoint is called alike
    """Everything public may be crawled (RFC 9309)."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {view.links.at('/sitemap.xml')}\n"
    return Answer(body=text.encode(), media_type="text/plain; charset=utf-8", cache="public, max-age=3600")


def sitemap(view: View, asked: Asked) -> Answer:  # noqa: ARG001 - every endpoint is called alike
    """The pages for people, each with the time of its last edition (sitemaps.org 0.9). Where they are many, the list of the parts."""
    published = view.reading.published()
    counts = {locale: published.get(locale, 0) for locale in view.settings.locales}
    if sum(counts.values()) <= PART:
        pages = [_page(view.links.at("/"), None)]
        for locale, count in counts.items():
            pages += _pages(view, locale, 1) if count else []
        return _written("urlset", pages, view.settings.locales)
    parts = [
        f"<sitemap><loc>{escape(view.links.at(f'/sitemaps/{locale}/{number + 1}.xml'))}</loc></sitemap>"
        for locale, count in counts.items()
        for number in range(-(-count // PART))
    ]
    return _written("sitemapindex", parts, view.settings.locales)


def sitemap_part(view: View, asked: Asked) -> Answer:
    """A part of the pages for people in a locale: those that were news longest ago are in the first."""
    name = asked.names["n"]
    pages = _pages(view, asked.locale, int(name)) if _NUMBER.fullmatch(name) else []
    if not pages:
        raise NotFound(
            f"There is no such part of the sitemap in {asked.locale}. /sitemap.xml names those that there are."
        )
    return _written("urlset", pages, (asked.locale,))


def _pages(view: View, locale: Locale, number: int) -> list[str]:
    return [
        _page(view.links.page(locale, slug), at)
        for slug, at in view.reading.addresses(locale, (number - 1) * PART, PART)
    ]


def _page(address: str, at: datetime.datetime | None) -> str:
    changed = f"<lastmod>{at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if at else ""
    return f"<url><loc>{escape(address)}</loc>{changed}</url>"


def _written(root: str, lines: list[str], locales: tuple[Locale, ...]) -> Answer:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return Answer(
        body="\n".join([head, *lines, f"</{root}>\n"]).encode(),
        media_type="application/xml",
        tags=tags_of_all(locales),
    )


def security(view: View, asked: Asked) -> Answer:  # noqa: ARG001 - every endpoint is called alike
    """Whom to tell of a security hole (RFC 9116); 404 while the operator has set no contact."""
    contact = view.settings.security_contact
    if not contact:
        raise NotFound("No security contact is set.")
    first = datetime.datetime.now(datetime.UTC).replace(
        month=1, day=1, hour=0, minute=0, second=0, microsecond=0
    )
    expires = first.replace(year=first.year + 1).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: nb, nn, en\nCanonical: {view.links.at('/.well-known/security.txt')}\n"
    return Answer(body=text.encode(), media_type="text/plain; charset=utf-8", cache="public, max-age=3600")
