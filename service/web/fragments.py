"""Fragments: HTML made to stand in other sites' pages, and the same as JSON for those who put it in by script."""

from __future__ import annotations

from content import accessibility
from content import fragments as render
from content.fragments.markup import joined
from content.fragments.words import marked
from content.ports import Selection
from content.queries import Found, Served
from service.web import feeds
from service.web import view as depends
from service.web.answers import HTML, Answer, digest_field, encoded, finish
from service.web.parameters import Asked
from service.web.records import elsewhere
from service.web.view import View

STYLESHEET = "/static/nordkalott.css"


def fragment(view: View, asked: Asked) -> Answer:
    """The checked HTML of one record."""
    found, away = _found(view, asked, asked.names["ref"], "")
    return away or _html(view, asked, found, _served(view, asked, found))


def fragment_json(view: View, asked: Asked) -> Answer:
    """The same with everything that a host needs to know about it."""
    found, away = _found(view, asked, asked.names["ref"], ".json")
    if away:
        return away
    served = _served(view, asked, found)
    html = _html(view, asked, found, served)
    origin = view.links.base
    return encoded(
        {
            "html": served.html,
            "css": view.links.at(STYLESHEET),
            "js": None,
            "csp": f"style-src {origin}; img-src https: {origin}; media-src https: {origin}",
            "lang": found.entry.standing.locale,
            "version": found.entry.edition.number,
            "etag": finish(html).etag,
            "report": served.report,
        },
        tags=html.tags,
    )


def fragment_list(view: View, asked: Asked) -> Answer:
    """A list of cards, checked as a whole; what would fail in it is left out."""
    selection = Selection(
        locale=asked.locale, kind=asked.query["kind"], topic=asked.query["topic"], limit=asked.query["limit"]
    )
    view.demand_topic(selection.topic)
    entries = view.reading.listing(selection)
    level, variant = asked.query["h"], asked.query["variant"]
    about = feeds.subject(view, asked.locale, selection.kind, selection.topic)
    title = joined(", ", [marked(part.text, part.locale, asked.locale) for part in about])
    items = [(entry.edition, view.around(entry, entry.standing.locale, variant, level)) for entry in entries]
    html = render.render_list(items, heading_level=level, locale=asked.locale, title=title)
    if not accessibility.check(html, heading_level=level).publishable:
        sound = [
            item
            for item in items
            if accessibility.check(render.render(*item), heading_level=level).publishable
        ]
        html = render.render_list(sound, heading_level=level, locale=asked.locale, title=title)
    body = html.encode()
    return Answer(
        body=body,
        media_type=HTML,
        headers=(
            ("link", f'<{view.links.at(STYLESHEET)}>; rel="stylesheet"'),
            ("content-language", asked.locale),
            ("repr-digest", digest_field(body)),
        ),
        tags=depends.tags_of_list(asked, selection.kind, selection.topic, entries),
    )


def _found(view: View, asked: Asked, ref: str, suffix: str) -> tuple[Found, Answer | None]:
    found = view.find(ref, asked.locale)
    return found, elsewhere(view, found, asked, f"/fragments/{found.moved_to}{suffix}")


def _served(view: View, asked: Asked, found: Found) -> Served:
    return view.served(found.entry, found.requested, asked.query["variant"], asked.query["h"])


def _html(view: View, asked: Asked, found: Found, served: Served) -> Answer:
    standing = found.entry.standing
    body = served.html.encode()
    report = view.links.at(
        f"/v1/records/{standing.id}/accessibility",
        {"locale": found.requested, "variant": asked.query["variant"], "h": str(asked.query["h"])},
    )
    return Answer(
        body=body,
        media_type=HTML,
        headers=(
            (
                "link",
                f'<{view.links.at(STYLESHEET)}>; rel="stylesheet", <{report}>; rel="describedby"; type="application/ld+json"',
            ),
            ("content-language", standing.locale),
            ("repr-digest", digest_field(body)),
        ),
        tags=depends.tags_of(found.entry, asked),
    )
