"""What machines ask a service: is it alive, is it ready, what may be crawled, whom to tell of a hole."""

from __future__ import annotations

import datetime
from xml.sax.saxutils import escape

from content.errors import NotFound
from content.ports import Selection
from service.web.answers import NEVER, Answer, encoded
from service.web.parameters import Asked
from service.web.view import View, tags_of_all

_PAGE = 500
_SITEMAP_LIMIT = 50_000


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
    """The pages for people, each with the time of its last edition (sitemaps.org 0.9), 50,000 at most."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    lines.append(f"<url><loc>{escape(view.links.at('/'))}</loc></url>")
    for locale in view.settings.locales:
        selection = Selection(locale=locale, limit=_PAGE)
        while len(lines) < _SITEMAP_LIMIT:
            entries = view.reading.listing(selection)
            for entry in entries:
                page = escape(view.links.page(locale, entry.standing.slug))
                at = entry.edition.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                lines.append(f"<url><loc>{page}</loc><lastmod>{at}</lastmod></url>")
            if len(entries) < _PAGE:
                break
            last = entries[-1]
            selection = Selection(
                locale=locale, limit=_PAGE, after=(last.edition.updated_at, last.standing.id)
            )
    lines.append("</urlset>\n")
    return Answer(
        body="\n".join(lines[: _SITEMAP_LIMIT + 3]).encode(),
        media_type="application/xml",
        tags=tags_of_all(view.settings.locales),
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
