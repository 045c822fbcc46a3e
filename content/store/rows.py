"""Rows ↔ structs: ids as 16 bytes, times as microseconds since 1970 in UTC, contents as canonical JSON.

What is read is checked: the content against its digest, the small columns of its row against their seal.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar
from uuid import UUID

import msgspec

from content.accessibility.answers import Settled
from content.accessibility.report import Verdict
from content.errors import StoreCorrupt
from content.model import Content, Digest, Edition, Redacted, Revision, Standing, digest_bytes
from content.ports import Change, Entry, Verification
from content.ports.kept import Beside, ClosedEdition, ClosedEntry
from content.store.connection import Row, Session

LOGGER: Final = logging.getLogger("nordkalott.store")
T = TypeVar("T")

_START = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)
_CONTENT: msgspec.json.Decoder[Content] = msgspec.json.Decoder(Content)
_SPANS: msgspec.json.Decoder[tuple[tuple[int | None, Verdict, int], ...]] = msgspec.json.Decoder(
    tuple[tuple[int | None, Verdict, int], ...]
)
_AROUND: msgspec.json.Decoder[tuple[Beside, ...]] = msgspec.json.Decoder(tuple[Beside, ...])
_TAGS: msgspec.json.Decoder[tuple[str, ...]] = msgspec.json.Decoder(tuple[str, ...])

Redaction = tuple[int, bytes] | None
"""The last redaction of a row, and the 32 bytes of its original digest."""

STANDING = """s.id, s.kind, s.locale, s.state, s.slug, s.revision, s.live_revision, s.edition, s.reason, s.redirect_to,
    s.published_at, s.updated_at, s.modified_at, s.changed_at, s.seal"""
REVISION = "r.id, r.locale, r.number, r.at, r.author, r.note, r.digest, r.policy, r.redacted, r.original, r.seal, r.content"
EDITION = """e.id, e.locale, e.number, e.revision, e.update_kind, e.note, e.at, e.published_at, e.updated_at, e.actor, e.digest,
    e.redacted, e.original, e.seal, r.content"""
CHANGE = "seq, silent, op, id, locale, kind, edition, update_kind, at, tags, seal"
AROUND = """(SELECT json_group_array(json_array(o.locale, o.slug, l.title, o.live_revision))
    FROM standing AS o CROSS JOIN live AS l ON l.id = o.id AND l.locale = o.locale
    WHERE o.id = s.id AND o.state = 'published')"""
"""The published locales of the record of a standing `s`."""
STANDING_WIDTH = 15
EDITION_WIDTH = 15


def readable(decode: Callable[[Row], T]) -> Callable[[Row], T]:
    """Make a decoder raise StoreCorrupt for a row whose columns are not even of the right type."""

    @functools.wraps(decode)
    def checked(row: Row) -> T:
        try:
            return decode(row)
        except (TypeError, ValueError, OverflowError) as error:
            # The first columns tell which it is; the address of a subscriber, which may be a secret, is not among them.
            raise damaged(f"a {decode.__name__} with the columns {row[:3]}", str(error)) from error

    return checked


def sound(session: Session, decode: Callable[[Row], T], found: Iterable[Row]) -> Iterator[T]:
    """The rows of a list, decoded. One that is damaged takes only itself away from readers: it is left out, and operators are told."""
    for row in found:
        try:
            yield decode(row)
        except StoreCorrupt as error:
            session.left_out += 1
            LOGGER.error("left out of what was asked for: %s", error)  # noqa: TRY400 - the place says more than a trace


def to_micros(moment: datetime.datetime) -> int:
    """Microseconds since 1970 in UTC; exact."""
    return (moment - _START) // _MICROSECOND


def to_micros_or_none(moment: datetime.datetime | None) -> int | None:
    """The same, for a time that may be missing."""
    return None if moment is None else to_micros(moment)


def from_micros(micros: int) -> datetime.datetime:
    """The time in UTC; exact."""
    return _START + datetime.timedelta(microseconds=micros)


def canonical(content: Content) -> bytes:
    """The bytes to store and to digest."""
    return msgspec.json.encode(content, order="sorted")


def raw(digest: Digest) -> bytes:
    """The 32 bytes of a digest."""
    return bytes.fromhex(digest.removeprefix("sha256:"))


def seal(*columns: object) -> bytes:
    """SHA-256 over the small columns of a row, in their order."""
    return hashlib.sha256(msgspec.msgpack.encode(columns)).digest()


def seal_revision(*columns: object, redaction: Redaction = None) -> bytes:
    """The seal of a revision, `policy` last: left out where it is empty, as in stores from before it was kept."""
    *small, policy = columns
    return (
        seal_edition(*small, policy, redaction=redaction)
        if policy
        else seal_edition(*small, redaction=redaction)
    )


def seal_edition(*columns: object, redaction: Redaction = None) -> bytes:
    """The seal of an edition; over its redaction too, where there was one."""
    return seal(*columns, "redacted", *redaction) if redaction else seal(*columns)


def seal_change(silent: int, *columns: object) -> bytes:
    """The seal of a change; over that it is silent, where it is: others are sealed as before there were any."""
    return seal(*columns, "silent") if silent else seal(*columns)


@readable
def revision(row: Row) -> Revision:
    """A Revision of REVISION columns. Raises StoreCorrupt."""
    *small, digest, policy, number_of_redaction, original, sealed, data = row
    identity, locale, number, at, author, note = small
    place = f"revision {number} of record {UUID(bytes=identity)} in {locale}"
    redaction = (number_of_redaction, original) if number_of_redaction else None
    if seal_revision(*small, digest, policy, redaction=redaction) != sealed:
        raise damaged(place, "its author, note, time or number is not what was stored")
    return Revision(
        id=UUID(bytes=identity),
        locale=locale,
        number=number,
        at=from_micros(at),
        author=author,
        note=note,
        digest="sha256:" + digest.hex(),
        policy=policy,
        content=_content(data, digest, place),
        redacted=_redacted(redaction),
    )


@readable
def closed_edition(row: Row) -> ClosedEdition:
    """A ClosedEdition of EDITION columns. Raises StoreCorrupt."""
    *small, digest, number_of_redaction, original, sealed, data = row
    identity, locale, number, revision_number, update, note, at, published_at, updated_at, _ = small
    redaction = (number_of_redaction, original) if number_of_redaction else None
    damage = ""
    if seal_edition(*small, digest, redaction=redaction) != sealed:
        damage = "its note, times or numbers are not what was stored"
    elif hashlib.sha256(data).digest() != digest:
        damage = f"its content has the digest {digest_bytes(data)}, not sha256:{digest.hex()}"
    if damage:
        raise damaged(
            f"edition {number} (revision {revision_number}) of record {UUID(bytes=identity)} in {locale}",
            damage,
        )
    return ClosedEdition(
        id=UUID(bytes=identity),
        locale=locale,
        number=number,
        revision=revision_number,
        update=update,
        note=note,
        at=from_micros(at),
        published_at=from_micros(published_at),
        updated_at=from_micros(updated_at),
        digest="sha256:" + digest.hex(),
        content=data,
        redacted=_redacted(redaction),
    )


def edition(row: Row) -> Edition:
    """An Edition of EDITION columns. Raises StoreCorrupt."""
    return closed_edition(row).opened()


@readable
def standing(row: Row) -> Standing:
    """A Standing of STANDING columns. Raises StoreCorrupt."""
    *small, sealed = row
    (
        identity, kind, locale, state, slug, number, live, live_edition, reason, to, published, updated, modified, changed
    ) = small  # fmt: skip
    if seal(*small) != sealed:
        raise damaged(
            f"the standing of record {UUID(bytes=identity)} in {locale}", "it is not what was stored"
        )
    return Standing(
        id=UUID(bytes=identity),
        kind=kind,
        locale=locale,
        state=state,
        slug=slug,
        revision=number,
        live_revision=live or 0,
        edition=live_edition or 0,
        reason=reason,
        redirect_to=to,
        published_at=None if published is None else from_micros(published),
        updated_at=None if updated is None else from_micros(updated),
        modified_at=None if modified is None else from_micros(modified),
        changed_at=from_micros(changed),
    )


def from_standing(standing: Standing) -> dict[str, object]:
    """The STANDING columns but the seal, by name and in order."""
    return {
        "id": standing.id.bytes,
        "kind": standing.kind,
        "locale": standing.locale,
        "state": standing.state,
        "slug": standing.slug,
        "revision": standing.revision,
        "live_revision": standing.live_revision or None,
        "edition": standing.edition or None,
        "reason": standing.reason,
        "redirect_to": standing.redirect_to,
        "published_at": to_micros_or_none(standing.published_at),
        "updated_at": to_micros_or_none(standing.updated_at),
        "modified_at": to_micros_or_none(standing.modified_at),
        "changed_at": to_micros(standing.changed_at),
    }


def entry(row: Row) -> Entry:
    """An Entry of STANDING, `s.seq`, the evidence's outcome, publishable and rule set, its spans, and EDITION columns. Raises StoreCorrupt."""
    return Entry(
        standing=standing(row[:STANDING_WIDTH]),
        seq=row[STANDING_WIDTH],
        verification=_verification(*row[STANDING_WIDTH + 1 : STANDING_WIDTH + 5]),
        edition=edition(row[STANDING_WIDTH + 5 :]),
    )


@readable
def closed_entry(row: Row) -> ClosedEntry:
    """A ClosedEntry of the columns of an Entry, and AROUND. Raises StoreCorrupt."""
    return ClosedEntry(
        standing=standing(row[:STANDING_WIDTH]),
        seq=row[STANDING_WIDTH],
        verification=_verification(*row[STANDING_WIDTH + 1 : STANDING_WIDTH + 5]),
        edition=closed_edition(row[STANDING_WIDTH + 5 : -1]),
        around=around(row[-1]),
    )


def around(told: str) -> tuple[Beside, ...]:
    """What AROUND gives. Raises ValueError."""
    return _AROUND.decode(told)


def _verification(
    outcome: Verdict, publishable: int, ruleset: str | None, spans: str | None
) -> Verification | None:
    if ruleset is None:
        return None
    return Verification(
        outcome=outcome, publishable=bool(publishable), ruleset=ruleset, settled=settled(spans)
    )


def settled(spans: str | None) -> tuple[Settled, ...]:
    """The spans of what people's answers make of the evidence; () where there is no row. Raises StoreCorrupt."""
    if spans is None:
        return ()
    try:
        found = _SPANS.decode(spans)
    except msgspec.DecodeError as error:
        raise damaged("what the answers about an edition come to", str(error)) from error
    return tuple(
        Settled(
            until=None if until is None else from_micros(until),
            outcome=outcome,
            publishable=bool(publishable),
        )
        for until, outcome, publishable in found
    )


@readable
def change(row: Row) -> Change:
    """A Change of CHANGE columns. Raises StoreCorrupt."""
    seq, *small, sealed = row
    silent, op, identity, locale, kind, edition_number, update, at, tags = small
    if seal_change(*small) != sealed:
        raise damaged(f"change {seq}", "it is not what was stored")
    return Change(
        seq=seq,
        op=op,
        id=UUID(bytes=identity),
        locale=locale,
        kind=kind,
        edition=edition_number,
        update=update,
        at=from_micros(at),
        tags=_TAGS.decode(tags),
        silent=bool(silent),
    )


def _redacted(redaction: Redaction) -> Redacted | None:
    return Redacted(redaction=redaction[0], digest="sha256:" + redaction[1].hex()) if redaction else None


def _content(data: bytes, digest: bytes, place: str) -> Content:
    if hashlib.sha256(data).digest() != digest:
        raise damaged(place, f"its content has the digest {digest_bytes(data)}, not sha256:{digest.hex()}")
    try:
        return _CONTENT.decode(data)
    except msgspec.DecodeError as error:
        raise damaged(place, f"its content does not fit the model: {error}") from error


def damaged(place: str, what: str) -> StoreCorrupt:
    """The error for a place where what is read is not what was stored."""
    return StoreCorrupt(
        f"The store is damaged at {place}: {what}. Run “nordkalott doctor” to learn what else is hit, and restore it from a backup."
    )
