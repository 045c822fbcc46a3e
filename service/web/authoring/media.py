"""Media: upload, list, look, say something of them, let them go."""

from __future__ import annotations

import datetime
from typing import Any, Final

from msgspec import UNSET, Struct

from content import access
from content.commands.media import AddMedium
from content.errors import Erased, NotFound, StaleRevision
from content.media.medium import About, Medium, path
from content.ports import Reading
from content.text import Licence, Track
from service.links import PublicLinks
from service.web.answers import Answer, encoded
from service.web.authoring.call import Call, Desk
from service.web.authoring.uploads import Upload
from service.web.problems import MediumOvertakenError, PreconditionMissingError


class RenditionAnswer(Struct, frozen=True, kw_only=True):
    """A smaller image. `src` is what a block says, `url` the same in full."""

    src: str
    url: str
    media_type: str
    size: int
    width: int
    height: int


class UseAnswer(Struct, frozen=True, kw_only=True):
    """A revision that points to the file."""

    id: str
    locale: str
    revision: int


class MediumAnswer(Struct, frozen=True, kw_only=True):
    """A file. `src` is what a block says in `src` or `href`, `url` the same in full; `duration` is in seconds.

    `removed` is what was taken out of the file that was just sent; `used_by` the first hundred revisions that point to it.
    """

    digest: str
    src: str
    url: str
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    duration: float | None
    uploaded_at: datetime.datetime
    uploaded_by: str
    version: int
    credit: str | None
    licence: Licence | None
    rightsholder: str | None
    alt: dict[str, str]
    decorative: bool
    captions: tuple[Track, ...]
    transcript_href: str | None
    renditions: tuple[RenditionAnswer, ...]
    used: bool
    used_by: tuple[UseAnswer, ...]
    removed: tuple[str, ...]


class MediaList(Struct, frozen=True, kw_only=True):
    """A page of media, the newest first. `next` is a cursor."""

    media: list[MediumAnswer]
    next: int | None


_MOST_USES: Final = 100


def upload(desk: Desk, call: Call) -> Answer:
    """Keep the file in the body: 201, or 200 where it is here already."""
    sent: Upload = call.data
    command = AddMedium(
        name=call.query["name"] or "", claimed=sent.claimed, actor=call.principal.name, via=call.via
    )
    added = desk.media.add(sent.incoming, command, sent.permit)
    return _answer(desk, added.medium, removed=added.removed, status=201 if added.new else 200)


def media(desk: Desk, call: Call) -> Answer:
    """Media, the newest first; `unused=true` gives those that no revision points to."""
    limit = call.query["limit"]
    unused = {"true": True, "false": False, None: None}[call.query["unused"]]
    with desk.store.read() as reading:
        found = reading.media.page(after=call.query["cursor"], unused=unused, limit=limit + 1)
        shown = [_shown(reading, each, desk.links) for each in found[:limit]]
    following = found[limit - 1].number if len(found) > limit else None
    headers: tuple[tuple[str, str], ...] = ()
    if following:
        address = desk.links.at(call.path, dict(call.given) | {"cursor": str(following)})
        headers = (("link", f'<{address}>; rel="next"'),)
    return encoded(MediaList(media=shown, next=following), headers=headers)


def medium(desk: Desk, call: Call) -> Answer:
    """What is known of one, with the ETag that a change needs."""
    return _answer(desk, _there(desk, call))


def describe(desk: Desk, call: Call) -> Answer:
    """Change credit, licence, rightsholder, suggested alternative texts, captions and transcript: all of them at once."""
    there = _there(desk, call)
    about: About = call.decoded()
    if not call.if_match or call.if_match.strip() == "*":
        raise PreconditionMissingError
    if _etag(there) not in (part.strip() for part in call.if_match.split(",")):
        raise MediumOvertakenError(there.version)
    for locale in sorted({*there.about.alt, *about.alt}):
        if there.about.alt.get(locale) != about.alt.get(locale):
            access.demand(call.principal, call.scope, locale=locale)
    try:
        changed = desk.media.describe(
            there.digest, about, there.version, actor=call.principal.name, via=call.via
        )
    except StaleRevision as error:
        raise MediumOvertakenError(error.current) from error
    return _answer(desk, changed)


def remove(desk: Desk, call: Call) -> Answer:
    """Let a file go that no revision points to."""
    desk.media.remove(_there(desk, call).digest, actor=call.principal.name, via=call.via)
    return Answer(body=b"", status=204)


def _there(desk: Desk, call: Call) -> Medium:
    with desk.store.read() as reading:
        found = reading.media.get(call.names["digest"])
    if found is None:
        raise NotFound("There is no medium with this digest.")
    if found.erasure:
        raise Erased("This file was erased.", found.erasure.reason)
    return found


def _etag(found: Medium) -> str:
    return f'"{found.version}-{found.digest[:16]}"'


def _answer(desk: Desk, found: Medium, *, removed: tuple[str, ...] = (), status: int = 200) -> Answer:
    with desk.store.read() as reading:
        shown = _shown(reading, found, desk.links, removed)
    location = (("location", desk.links.at(f"/v1/media/{found.digest}")),) if status == 201 else ()  # noqa: PLR2004 - HTTP's own number
    return encoded(shown, status=status, headers=(("etag", _etag(found)), *location))


def _shown(
    reading: Reading, found: Medium, links: PublicLinks, removed: tuple[str, ...] = ()
) -> MediumAnswer:
    uses = reading.media.uses(found.digest)
    about = found.about
    src = path(found.digest, found.name)
    renditions = tuple(
        RenditionAnswer(
            src=path(each.digest, each.name),
            url=links.at(path(each.digest, each.name)),
            media_type=each.media_type,
            size=each.size,
            width=each.width,
            height=each.height,
        )
        for each in found.renditions
    )
    return MediumAnswer(
        digest=found.digest,
        src=src,
        url=links.at(src),
        name=found.name,
        media_type=found.media_type,
        size=found.size,
        width=found.width,
        height=found.height,
        duration=None if found.duration is None else found.duration / 1000,
        uploaded_at=found.uploaded_at,
        uploaded_by=found.uploaded_by,
        version=found.version,
        credit=_said(about.credit),
        licence=_said(about.licence),
        rightsholder=_said(about.rightsholder),
        alt=about.alt,
        decorative=about.decorative,
        captions=about.captions,
        transcript_href=_said(about.transcript_href),
        renditions=renditions,
        used=bool(uses),
        used_by=tuple(
            UseAnswer(id=str(each.id), locale=each.locale, revision=each.revision)
            for each in uses[:_MOST_USES]
        ),
        removed=removed,
    )


def _said(value: Any) -> Any:
    return None if value is UNSET else value
