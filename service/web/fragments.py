"""Fragments: HTML made to stand in other sites' pages, and the same as JSON for those who put it in by script."""

from __future__ import annotations

from content import serving
from content.fragments.markup import joined
from content.fragments.words import marked
from content.locales import Locale
from content.ports import Selection
from content.queries import Found
from content.serving import Kept, Served
from service.web import feeds
from service.web import view as depends
from service.web.answers import EARL, HTML, JSON, Answer, encoded
from service.web.digests import digest_field, etag_of
from service.web.parameters import Asked
from service.web.records import elsewhere
from service.web.view import View

STYLESHEET = "/static/nordkalott.css"


def fragment(view: View, asked: Asked) -> Answer:
    """The checked HTML of one record."""
    found, away = _found(view, asked, asked.names["ref"], "")
    return away or _html(view, asked, found, view.shown(found, asked.query["variant"], asked.query["h"]))


def fragment_json(view: View, asked: Asked) -> Answer:
    """The same with everything that a host needs to know about it."""
    found, away = _found(view, asked, asked.names["ref"], ".json")
    if away:
        return away
    served = _served(view, asked, found)
    version = found.closed.edition.number
    return _parts(view, served, _html(view, asked, found, served), found.standing.locale, version)


def fragment_list(view: View, asked: Asked) -> Answer:
    """A list of cards, checked as a whole; what would fail in it is left out."""
    return _list(view, asked)[1]


def fragment_list_json(view: View, asked: Asked) -> Answer:
    """The same with everything that a host needs to know about it, and the Report."""
    served, html = _list(view, asked)
    return _parts(view, served, html, asked.locale, None)


def _list(view: View, asked: Asked) -> tuple[Served, Answer]:
    selection = Selection(
        locale=asked.locale, kind=asked.query["kind"], topic=asked.query["topic"], limit=asked.query["limit"]
    )
    found = view.listed(selection, labels=True)
    entries = [each.opened() for each in found.entries]
    level, variant = asked.query["h"], asked.query["variant"]
    about = feeds.subject(view, asked.locale, selection.kind, selection.topic)
    title = joined(", ", [marked(part.text, part.locale, asked.locale) for part in about])
    items = [(entry.edition, view.around(entry, entry.standing.locale, variant, level)) for entry in entries]
    served = serving.serve_list(
        items,
        heading_level=level,
        locale=asked.locale,
        title=title,
        settled=view.settled(*(each for each in entries if each.standing.id in found.answered)),
    )
    report = view.links.at("/fragments/list.json", {"locale": asked.locale} | dict(asked.given))
    tags = depends.tags_of_list(asked, selection.kind, selection.topic, entries)
    return served, _answer(view, served, asked.locale, report=report, sort=JSON, tags=tags)


def _parts(view: View, served: Served, html: Answer, lang: Locale, version: int | None) -> Answer:
    origin = view.links.base
    return encoded(
        {
            "html": served.html,
            "css": view.links.at(STYLESHEET),
            "js": None,
            "csp": f"style-src {origin}; img-src https: {origin}; media-src https: {origin}",
            "lang": lang,
            **({} if version is None else {"version": version}),
            "etag": etag_of(html.status, html.media_type, html.body),
            "report": served.report,
        },
        tags=html.tags,
        valid_until=html.valid_until,
        proofs=html.proofs,
    )


def _found(view: View, asked: Asked, ref: str, suffix: str) -> tuple[Found, Answer | None]:
    found = view.find(ref, asked.locale)
    return found, elsewhere(view, found, asked, f"/fragments/{found.moved_to}{suffix}")


def _served(view: View, asked: Asked, found: Found) -> Served:
    return view.served(found.entry, found.requested, asked.query["variant"], asked.query["h"])


def _html(view: View, asked: Asked, found: Found, served: Served | Kept) -> Answer:
    standing = found.standing
    report = view.links.at(
        f"/v1/records/{standing.id}/accessibility",
        {"locale": found.requested, "variant": asked.query["variant"], "h": str(asked.query["h"])},
    )
    return _answer(
        view,
        served,
        standing.locale,
        report=report,
        sort=EARL,
        tags=depends.tags_of_closed(found.closed, asked),
    )


def _answer(
    view: View, served: Served | Kept, lang: Locale, *, report: str, sort: str, tags: frozenset[str]
) -> Answer:
    """The bytes, with where their Report is, a JSON of the type `sort`."""
    body = served.html.encode()
    digest = digest_field(served.proof.digest)  # which nothing is served without
    return Answer(
        body=body,
        media_type=HTML,
        headers=(
            (
                "link",
                f'<{view.links.at(STYLESHEET)}>; rel="stylesheet", <{report}>; rel="describedby"; type="{sort}"',
            ),
            ("content-language", lang),
            ("repr-digest", digest),
            ("unencoded-digest", digest),
        ),
        tags=tags,
        proofs=(served.proof,),
        valid_until=served.valid_until,
    )
