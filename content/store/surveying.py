"""Where everything stands that a redaction is to remove: every row that can hold words of a record."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import structs

from content import tags
from content.attestations import Said
from content.fragments.words import redacted
from content.journal import REPLACED
from content.locales import Locale
from content.media.medium import Medium
from content.model import Content, Edition, Revision, Standing, digest_of
from content.ports import JournalEntry
from content.ports.redactions import Found, Survey
from content.redaction import Scope, bare
from content.schedule import Planned
from content.store import evidence, journal, rows
from content.store.attestations import SqliteAttestations
from content.store.connection import Session
from content.store.media import SqliteMedia
from content.store.rows import EDITION, REVISION, STANDING
from content.store.schedule import SqliteSchedule

_UPLOAD = "media.upload"
_OF_MEDIA = "media.*"
_TO = "to"
"""The member of a journal entry's detail that holds an address."""
_MADE = frozenset({"digest", "hash", REPLACED})
"""Members that hold what we have made: hexadecimal digits, in which any short word can stand."""


def survey(session: Session, scope: Scope) -> Survey:
    """Everything that the scope's cut finds, and what revisions and editions become."""
    revised = [(old, *scope.revision(old)) for old in _revisions(session, scope)]
    changed = {
        (old.locale, old.number): structs.replace(old, content=content, digest=digest_of(content))
        for old, content, places in revised
        if places
    }
    found: list[Found] = []
    revisions: list[Revision] = []
    for old, _, places in revised:
        said = redacted(old.locale)
        new = structs.replace(
            changed.get((old.locale, old.number), old),
            author=scope.cut.name(old.author, said),
            note=scope.cut.text(old.note, said),
        )
        if new != old:
            beside = [name for name in ("author", "note") if getattr(new, name) != getattr(old, name)]
            found.append(
                Found(
                    sort="revision", id=scope.id, locale=old.locale, number=old.number, at=(*places, *beside)
                )
            )
            revisions.append(new)
    editions: list[Edition] = []
    shown = any(places and _shown(old.content) != _shown(content) for old, content, places in revised)
    for edition, own in _editions(session, scope):
        if not own and not shown:
            continue
        issued = _edition(edition, changed.get((edition.locale, edition.revision)), scope) if own else edition
        kept = evidence.load(session, edition.id, edition.locale, edition.number)
        if kept and (
            issued.digest != edition.digest or scope.cut.html("\n".join(each.html for each in kept))
        ):
            found.append(
                Found(sort="evidence", id=edition.id, locale=edition.locale, number=edition.number, at=("",))
            )
            editions.append(issued)
    found += _beside(session, scope)
    return Survey(found=tuple(found), revisions=tuple(revisions), editions=tuple(editions))


def _shown(content: Content) -> tuple[object, ...]:
    """What other fragments show of a record."""
    return content.title, content.summary, content.slug, content.fields


def _revisions(session: Session, scope: Scope) -> Iterator[Revision]:
    for row in session.rows(
        f"SELECT {REVISION} FROM revision AS r WHERE r.id = ? ORDER BY r.locale, r.number", (scope.id.bytes,)
    ):
        revision = rows.revision(row)
        if scope.holds(revision.locale):
            yield revision


def _edition(edition: Edition, revision: Revision | None, scope: Scope) -> Edition:
    note = scope.cut.text(edition.note, redacted(edition.locale))
    if revision is None:
        return structs.replace(edition, note=note)
    return structs.replace(edition, note=note, content=revision.content, digest=revision.digest)


def _editions(session: Session, scope: Scope) -> Iterator[tuple[Edition, bool]]:
    """Editions with evidence in which the record can stand, and whether they are in the scope: its own in any locale, for they name
    each other; those that point to it; those about it, if it is a topic.
    """
    named = [
        f'"{scope.id}"',
        *(f'"{key}"' for (key,) in session.rows("SELECT key FROM topic_key WHERE id = ?", (scope.id.bytes,))),
    ]
    held = " OR ".join("instr(r.content, ?) > 0" for _ in named)
    found = session.rows(
        f"""SELECT {EDITION} FROM evidence AS v
            CROSS JOIN edition AS e ON e.id = v.id AND e.locale = v.locale AND e.number = v.edition
            CROSS JOIN revision AS r ON r.id = e.id AND r.locale = e.locale AND r.number = e.revision
            WHERE e.id = ? OR {held} ORDER BY e.id, e.locale, e.number""",
        (scope.id.bytes, *(each.encode() for each in named)),
    )
    for row in found:
        edition = rows.edition(row)
        yield edition, edition.id == scope.id and scope.holds(edition.locale)


def _beside(session: Session, scope: Scope) -> Iterator[Found]:
    """Everything but contents and their evidence."""
    for locale, number, note, actor in session.rows(
        "SELECT locale, number, note, actor FROM edition WHERE id = ? ORDER BY locale, number",
        (scope.id.bytes,),
    ):
        said = redacted(locale)
        at = [
            *(["note"] if scope.cut.text(note, said) != note else []),
            *(["actor"] if scope.cut.name(actor, said) != actor else []),
        ]
        if at and scope.holds(locale):
            yield Found(sort="edition", id=scope.id, locale=locale, number=number, at=tuple(at))
    for before, after in standings(session, scope):
        at = [
            name
            for name in ("slug", "reason", "redirect_to")
            if getattr(before, name) != getattr(after, name)
        ]
        yield Found(sort="standing", id=before.id, locale=before.locale, at=tuple(at))
    for locale, _ in slugs(session, scope):
        yield Found(sort="slug", id=scope.id, locale=locale, at=("",))
    for entry, _ in entries(session, scope):
        yield Found(
            sort="journal", id=entry.id or scope.id, locale=entry.locale, number=entry.number, at=("",)
        )
    for seq, locale, _ in changes(session, scope):
        yield Found(sort="change", id=scope.id, locale=locale, number=seq, at=("tags",))
    for plan in plans(session, scope):
        yield Found(sort="plan", id=scope.id, locale=plan.locale, number=plan.number, at=("",))
    for answer, _ in answers(session, scope):
        yield Found(sort="attestation", id=scope.id, locale=answer.locale, number=answer.number, at=("",))
    for _ in owners(session, scope):
        yield Found(sort="owner", id=scope.id, at=("",))
    for erased in media(session, scope):
        yield Found(sort="media", id=scope.id, number=erased.number, at=erased.files)
    for medium, bared in described(session, scope):
        at = [
            name for name in ("name", "about", "uploaded_by") if getattr(medium, name) != getattr(bared, name)
        ]
        yield Found(sort="medium", id=scope.id, number=medium.number, at=tuple(at))
    for number, _, _ in ledger(session, scope):
        yield Found(sort="ledger", id=scope.id, number=number, at=("",))


def standings(session: Session, scope: Scope) -> Iterator[tuple[Standing, Standing]]:
    """The standings that say the words, or lead to a slug that goes, as they are and as they are to be."""
    leaving = slugs(session, scope)
    for row in session.rows(
        f"SELECT {STANDING} FROM standing AS s WHERE s.id = ? OR s.redirect_to <> '' ORDER BY s.id, s.locale",
        (scope.id.bytes,),
    ):
        before = rows.standing(row)
        own = before.id == scope.id and scope.holds(before.locale)
        after = structs.replace(before, redirect_to=_led(leaving, scope, before.redirect_to, own=own))
        if own:
            reason = scope.cut.text(before.reason, redacted(before.locale))
            after = structs.replace(after, reason=reason, slug=scope.slug(before.locale, before.slug))
        if after != before:
            yield before, after


def _led(leaving: list[tuple[Locale, str]], scope: Scope, to: str, *, own: bool) -> str:
    """Where a redirect leads: to the record's new slug where it led to one that goes; nowhere but here where it says the words."""
    path, query, rest = to.partition("?")
    before, _, name = path.rpartition("/")
    for locale, slug in leaving:
        if name.removesuffix(".json") == slug:
            return f"{before}/{name.replace(slug, scope.slug(locale, slug))}{query}{rest}"
    return "/" if own and to and scope.cut.address(to) else to


def slugs(session: Session, scope: Scope) -> list[tuple[Locale, str]]:
    """The record's slugs that hold the words."""
    found = session.rows(
        "SELECT locale, slug FROM slug WHERE id = ? ORDER BY locale, slug", (scope.id.bytes,)
    )
    return [(locale, slug) for locale, slug in found if scope.holds(locale) and scope.cut.address(slug)]


def entries(session: Session, scope: Scope) -> Iterator[tuple[JournalEntry, JournalEntry]]:
    """The journal entries that say the words, or lead to a slug that goes, as they are and as they are to be."""
    leaving = slugs(session, scope)
    named = {medium.digest for medium in SqliteMedia(session).of(scope.id)}
    for row in session.rows(
        f"SELECT {journal.COLUMNS} FROM journal WHERE id = ? OR verb = 'redirect' OR verb GLOB ?",
        (scope.id.bytes, _OF_MEDIA),
    ):
        entry = journal.entry(row)
        own = entry.id == scope.id and (entry.locale is None or scope.holds(entry.locale))
        about = entry.verb.startswith(_OF_MEDIA[:-1]) and entry.detail.get("digest") in named
        uploaded = entry.verb == _UPLOAD and entry.detail.get("digest") in scope.cut.media
        said = redacted(entry.locale or "nb")
        actor = scope.cut.name(entry.actor, said) if own or about else entry.actor
        detail: dict[str, str | int] = {}
        for name, value in entry.detail.items():
            if name == _TO and isinstance(value, str):
                detail[name] = _led(leaving, scope, value, own=own)
            elif uploaded and name == "name":
                detail[name] = said
            elif about and name == "name" and isinstance(value, str):
                detail[name] = said if scope.cut.address(value) else value
            elif own and isinstance(value, str) and name not in _MADE:
                detail[name] = scope.cut.text(value, said)
            else:
                detail[name] = value
        if (actor, detail) != (entry.actor, entry.detail):
            yield entry, structs.replace(entry, actor=actor, detail=detail)


def changes(session: Session, scope: Scope) -> Iterator[tuple[int, Locale, tuple[str, ...]]]:
    """The changes whose tags say a slug that goes: seq, locale, and the tags as they are to be."""
    for seq, locale, tagged in session.rows(
        "SELECT seq, locale, tags FROM change WHERE id = ? ORDER BY seq", (scope.id.bytes,)
    ):
        if not scope.holds(locale):
            continue
        before = msgspec.json.decode(tagged, type=tuple[str, ...])
        prefix = tags.slug(locale, "")
        after = tuple(
            sorted(
                {
                    tags.slug(locale, scope.slug(locale, tag.removeprefix(prefix)))
                    if tag.startswith(prefix)
                    else tag
                    for tag in before
                }
            )
        )
        if after != before:
            yield seq, locale, after


def ledger(session: Session, scope: Scope) -> Iterator[tuple[int, str, str]]:
    """The record's own lines in the ledger that say the words: number, and actor and reason as they are to be."""
    for number, locale, actor, reason in session.rows(
        "SELECT number, locale, actor, reason FROM redaction WHERE id = ?", (scope.id.bytes,)
    ):
        said = redacted(locale or "nb")
        after = (scope.cut.name(actor, said), scope.cut.text(reason, said))
        if after != (actor, reason):
            yield number, *after


def plans(session: Session, scope: Scope) -> Iterator[Planned]:
    """The plans that say the words, as they are to be."""
    for locale in session.rows(
        "SELECT DISTINCT locale FROM schedule WHERE id = ? ORDER BY locale", (scope.id.bytes,)
    ):
        said = redacted(locale[0])
        for before in SqliteSchedule(session).of(scope.id, locale[0]) if scope.holds(locale[0]) else ():
            after = structs.replace(
                before,
                note=scope.cut.text(before.note, said),
                actor=scope.cut.name(before.actor, said),
                via=scope.cut.text(before.via, said),
                failure=scope.cut.text(before.failure, said),
            )
            if after != before:
                yield after


def answers(session: Session, scope: Scope) -> Iterator[tuple[Said, Said]]:
    """The answers to findings that say the words, as they are and as they are to be."""
    for before in SqliteAttestations(session).of(scope.id):
        said = redacted(before.locale)
        after = structs.replace(
            before,
            reason=scope.cut.text(before.reason, said),
            by=scope.cut.name(before.by, said),
            revoked_by=None if before.revoked_by is None else scope.cut.name(before.revoked_by, said),
            revoked_reason=None
            if before.revoked_reason is None
            else scope.cut.text(before.revoked_reason, said),
        )
        if scope.holds(before.locale) and after != before:
            yield before, after


def owners(session: Session, scope: Scope) -> Iterator[str]:
    """Who looks after the record, as it is to be said, where that says the words."""
    for (owner,) in session.rows("SELECT owner FROM stewardship WHERE id = ?", (scope.id.bytes,)):
        after = scope.cut.name(owner, redacted(scope.locale or "nb"))
        if after != owner:
            yield after


def media(session: Session, scope: Scope) -> Iterator[Medium]:
    """The media to erase that are there."""
    room = SqliteMedia(session)
    for digest in scope.cut.media:
        medium = room.get(digest)
        if medium and not medium.erasure:
            yield medium


def described(session: Session, scope: Scope) -> Iterator[tuple[Medium, Medium]]:
    """The media that the record points to, and that stay, whose name, or what is said of them, says the words; and as they are to be.

    Where others point to one by its name, it keeps that: their texts say the words too.
    """
    room = SqliteMedia(session)
    for before in room.of(scope.id):
        if before.digest not in scope.cut.media:
            others = any(
                use.id != scope.id or not scope.holds(use.locale) for use in room.uses(before.digest)
            )
            after = bare(before, scope.cut, redacted(scope.locale or "nb"), named=others)
            if after != before:
                yield before, after
