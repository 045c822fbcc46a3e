"""Records, their editions, and what the check says of them, as JSON."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from content import accessibility as checks
from content import queries
from content.accessibility import again, earl, sarif
from content.accessibility.assertor import beside
from content.errors import Invalid, NotFound
from content.model import Edition
from content.ports import Entry, Selection
from content.ports.kept import ClosedEntry
from content.ports.search import Place
from content.queries import Found
from content.redaction import Redaction
from content.tags import audit as audited
from service.web import timemap
from service.web import view as depends
from service.web.answers import EARL, SARIF, Answer, encoded, redirect
from service.web.parameters import Asked, encode_cursor, encode_hit
from service.web.problems import GoneError, MovedError
from service.web.record import (
    PublicEdition,
    PublicRecord,
    PublicRedaction,
    encode,
    written,
    written_as_it_was,
)
from service.web.view import View

_NUMBER: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_PAGE: Final = re.compile(r"/pages/(?P<locale>[a-z][a-z0-9-]*)/(?P<slug>[a-z0-9-]+)")


def records(view: View, asked: Asked) -> Answer:
    """What is published in a locale, page by page: newest first, or what answers best where there are words to look for."""
    page = _found(view, asked) if asked.query["q"] else _listed(view, asked)
    headers: tuple[tuple[str, str], ...] = ()
    if page.following:
        query = dict(asked.given) | {"locale": asked.locale, "cursor": page.following}
        headers = (("link", f'<{view.links.at("/v1/records", query)}>; rel="next"'),)
    return encoded(
        {"records": page.items, "next": page.following, "seq": page.seq},
        headers=headers,
        tags=page.tags,
        valid_until=page.valid_until,
    )


class _Page(Struct, frozen=True):
    """A page of records as JSON, the cursor of the next one, what it depends on, and the highest change that touched its list."""

    items: list[msgspec.Raw]
    following: str | None
    tags: frozenset[str]
    valid_until: float | None
    seq: int


def _selection(asked: Asked, after: tuple[datetime.datetime, UUID] | None = None) -> Selection:
    return Selection(
        locale=asked.locale,
        kind=asked.query["kind"],
        topic=asked.query["topic"],
        after=after,
        limit=asked.query["limit"] + 1,
    )


def _listed(view: View, asked: Asked) -> _Page:
    limit, after = asked.query["limit"], asked.query["cursor"]
    if isinstance(after, Place):
        raise _elsewhere_cursor()
    selection = _selection(asked, after)
    found = view.listed(selection)
    shown, more = found.entries[:limit], len(found.entries) > limit
    records = [written(entry, view.links, now=view.now) for entry in shown]
    return _Page(
        [encode(each, asked.query["fields"]) for each in records],
        encode_cursor(shown[-1].edition.updated_at, shown[-1].standing.id) if more else None,
        depends.tags_about(asked, selection.kind, selection.topic).union(*_tags(asked, shown, records)),
        view.valid_until(shown),
        found.seq,
    )


def _tags(
    asked: Asked, shown: Iterable[ClosedEntry], records: Iterable[PublicRecord]
) -> Iterator[frozenset[str]]:
    for entry, record in zip(shown, records, strict=True):
        yield depends.tags_of_closed(entry, asked, record.topics)


def _found(view: View, asked: Asked) -> _Page:
    limit, after, only = asked.query["limit"], asked.query["cursor"], asked.query["fields"]
    if isinstance(after, tuple):
        raise _elsewhere_cursor()
    view.demand_topic(asked.query["topic"])
    found = queries.search(
        view.reading,
        asked.query["q"],
        asked.locale,
        kind=asked.query["kind"],
        topic=asked.query["topic"],
        after=after,
        limit=limit + 1,
        highlighted=only is None or "highlight" in only,
    )
    shown, more = found[:limit], len(found) > limit
    entries = [each.entry for each in shown]
    records = [written(each.entry, view.links, now=view.now, highlight=each.highlight) for each in shown]
    # Any record may come to say these words, and any topic to be called by them.
    about = depends.tags_about(asked, None, None) | depends.tags_about(asked, None, asked.query["topic"])
    return _Page(
        [encode(each, only) for each in records],
        encode_hit(shown[-1].place) if more else None,
        about.union(*_tags(asked, entries, records)),
        view.valid_until(entries),
        view.reading.listing_seq(_selection(asked)),
    )


def _elsewhere_cursor() -> Invalid:
    return Invalid.one(
        "?cursor",
        "wrong_parameter",
        nb="Markøren hører til en annen liste: en med andre søkeord, eller uten.",
        en="The cursor belongs to another list: one with other words to look for, or without.",
    )


def record(view: View, asked: Asked) -> Answer:
    """One record, by id or slug."""
    ref = asked.names["ref"]
    found = view.find(ref, asked.locale)
    away = elsewhere(view, found, asked, f"/v1/records/{found.moved_to}")
    if away:
        return away
    shown = written(found.closed, view.links, now=view.now, requested=found.requested)
    return Answer(
        body=bytes(encode(shown, asked.query["fields"])),
        headers=(("link", f'<{shown.url}>; rel="alternate"; type="text/html"; hreflang="{shown.locale}"'),),
        tags=depends.tags_of_closed(found.closed, asked, shown.topics),
        valid_until=view.valid_until([found.closed]),
    )


def elsewhere(view: View, found: Found, asked: Asked, moved_to: str) -> Answer | None:
    """308 for an old slug, with the same query, and for what was redirected; raises GoneError for what is gone; None for what is here."""
    standing = found.standing
    if found.moved_to:
        query = {} if "locale" in asked.names else {"locale": asked.locale} | dict(asked.given)
        return redirect(view.links.at(moved_to, query), depends.tags_of(found.entry, asked))
    if standing.state == "redirected":
        return _redirected(view, found, asked)
    if standing.state == "gone":
        raise GoneError(found)
    return None


def _redirected(view: View, found: Found, asked: Asked) -> Answer:
    """308 to where the editor said; to the same kind of resource where that is another record's page.

    Raises MovedError for a fragment whose text is now somewhere else altogether: a host that follows a redirect would put that
    whole page into its own.
    """
    to, tags = found.standing.redirect_to, depends.tags_of(found.entry, asked)
    page = _PAGE.fullmatch(to.removeprefix(view.links.base))
    ref = asked.names.get("ref")
    if page and ref:
        kind = next(prefix for prefix in ("/v1/records/", "/fragments/") if asked.path.startswith(prefix))
        part = re.sub("^/editions/.*", "/editions", asked.path[len(kind) + len(ref) :])
        query = dict(asked.given) | {"locale": page["locale"]}
        return redirect(view.links.at(f"{kind}{page['slug']}{part}", query), tags)
    if ref and asked.path.startswith("/fragments/"):
        raise MovedError(found)
    return redirect(view.links.absolute(to), tags)


def _redacted(edition: Edition, ledger: Sequence[Redaction]) -> PublicRedaction | None:
    for line in ledger:
        if edition.redacted and line.number == edition.redacted.redaction:
            return PublicRedaction(at=line.at, reason=line.reason, digest=edition.redacted.digest)
    return None


def editions(view: View, asked: Asked) -> Answer:
    """Every edition of a record in a locale, oldest first; as a Memento TimeMap where the client wants link-format."""
    ref = asked.names["ref"]
    found = view.find(ref, asked.locale)
    away = elsewhere(view, found, asked, f"/v1/records/{found.moved_to}/editions")
    if away:
        return away
    standing = found.standing
    listed = view.reading.editions(standing.id, standing.locale)
    ledger = view.reading.redactions.ledger() if any(each.redacted for each in listed) else ()
    lines = [
        PublicEdition(
            edition=each.number,
            update=each.update,
            change_note=each.note,
            at=each.at,
            updated_at=each.updated_at,
            title=each.content.title,
            digest=each.digest,
            redacted=_redacted(each, ledger),
            url=view.links.at(
                f"/v1/records/{standing.id}/editions/{each.number}", {"locale": standing.locale}
            ),
        )
        for each in listed
    ]
    tags = depends.tags_of(found.entry, asked)
    if asked.media_type == timemap.MEDIA_TYPE:
        original, own = (
            view.links.record(standing.id, standing.locale),
            view.links.editions(standing.id, standing.locale),
        )
        return Answer(body=timemap.write(original, own, lines), media_type=asked.media_type, tags=tags)
    return encoded({"id": standing.id, "locale": standing.locale, "editions": lines}, tags=tags)


def edition(view: View, asked: Asked) -> Answer:
    """One edition, as it was published."""
    ref, number = asked.names["ref"], asked.names["n"]
    found = view.find(ref, asked.locale, int(number) if _NUMBER.fullmatch(number) else 0)
    away = elsewhere(view, found, asked, f"/v1/records/{found.moved_to}/editions/{number}")
    if away:
        return away
    standing, shown = found.standing, found.asked
    if shown is None:
        raise NotFound(f"There is no edition {number[:20]}: this has editions 1 to {standing.edition}.")
    told = written_as_it_was(found.closed, shown, view.links, now=view.now, requested=found.requested)
    return Answer(
        body=bytes(encode(told)),
        headers=(
            ("memento-datetime", timemap.http_date(shown.at)),
            ("link", f'<{view.links.record(standing.id, standing.locale)}>; rel="original latest-version"'),
        ),
        tags=depends.tags_of(found.entry, asked),
        valid_until=view.valid_until([found.entry]),
    )


def accessibility(view: View, asked: Asked) -> Answer:
    """The Report of the fragment that is served now, as EARL in JSON-LD, as plain JSON, or as SARIF."""
    ref = asked.names["ref"]
    found = view.find(ref, asked.locale)
    away = elsewhere(view, found, asked, f"/v1/records/{found.moved_to}/accessibility")
    if away:
        return away
    entry = found.entry
    variant, level = asked.query["variant"], asked.query["h"]
    served = view.served(entry, found.requested, variant, level)
    tags = depends.tags_of(entry, asked)
    if asked.query["format"] == "json":
        return encoded(served.report, tags=tags, valid_until=served.valid_until)
    subject = view.links.at(
        f"/fragments/{entry.standing.id}",
        {"locale": found.requested, "variant": variant, "h": str(level)},
    )
    if asked.query["format"] == "sarif":
        return encoded(
            sarif([(subject, served.report)], view.links.rules()),
            media_type=SARIF,
            tags=tags,
            valid_until=served.valid_until,
        )
    at = view.since(tags) if served.source == "rendering" else served.checked_at or entry.edition.at
    told = earl(served.report, subject, at, view.links.rules())
    if served.report.ruleset != checks.RULESET:
        later = view.settled(entry)(checks.check(served.html, heading_level=level))
        told = again(told, later, subject, _looked_at(view, entry) or view.since(tags), view.links.rules())
    told = beside(told, view.reading.audits.of(subject.removeprefix(view.links.base)), served.digest, subject)
    return Answer(
        body=msgspec.json.encode(told),
        media_type=EARL,
        tags=tags | {audited(entry.standing.id)},
        valid_until=served.valid_until,
    )


def _looked_at(view: View, entry: Entry) -> datetime.datetime | None:
    """When the rule set that is current looked at a live edition again; None where it has not yet."""
    seen = view.reading.recheck.of(entry.standing.id, entry.standing.locale)
    fits = seen and (seen.ruleset, seen.edition) == (checks.RULESET, entry.edition.number)
    return seen.at if seen and fits else None
