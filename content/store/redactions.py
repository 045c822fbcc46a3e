"""The ledger of redactions, and the removal itself: the one place where rows that are immutable change.

The triggers of migration 0007 let it: they look for the row in `redacting`, which is there within this transaction alone.
"""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec import structs

from content.attestations import Said
from content.fragments.words import redacted
from content.journal import REDACT, REDACTED, REPLACED, vouch
from content.locales import Locale
from content.model import Revision, Topic
from content.ports import Change, Evidence, JournalEntry
from content.ports.redactions import EditionKey, Survey
from content.redaction import Needle, Redaction, Scope
from content.store import (
    audits,
    desk,
    fragments,
    lists,
    media_writing,
    moments,
    places,
    recheck,
    rows,
    searchable,
    settled,
    standings,
    surveying,
)
from content.store import evidence as evidence_rows
from content.store.attestations import FORGOTTEN, SqliteAttestations
from content.store.connection import Row, Session

if TYPE_CHECKING:
    from content.store.writing import SqliteWriting

_SHOWN = frozenset({"revision", "edition", "evidence", "standing", "slug", "change"})
"""The sorts of places that the public may see."""
Topics = dict[tuple[UUID, Locale], set[str]]
"""The topics of live editions, by record and locale."""
_COLUMNS = "number, key, at, actor, id, locale, reason, texts, needles, lock, revisions, media, seal"
_NEEDLES: msgspec.msgpack.Decoder[tuple[Needle, ...]] = msgspec.msgpack.Decoder(tuple[Needle, ...])
_NUMBERS: msgspec.json.Decoder[tuple[int, ...]] = msgspec.json.Decoder(tuple[int, ...])
_MEDIA: msgspec.json.Decoder[tuple[str, ...]] = msgspec.json.Decoder(tuple[str, ...])


class SqliteRedactions:
    """`Redactions` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ledger(self, since: int = 0) -> tuple[Redaction, ...]:
        found = self._session.rows(
            f"SELECT {_COLUMNS} FROM redaction WHERE number > ? ORDER BY number", (since,)
        )
        return tuple(redaction(row) for row in found)

    def last(self) -> int:
        return int(self._session.rows("SELECT coalesce(max(number), 0) FROM redaction")[0][0])

    def unerased(self) -> tuple[int, ...]:
        return tuple(row[0] for row in self._session.rows("SELECT number FROM erasing ORDER BY number"))

    def survey(self, scope: Scope) -> Survey:
        return surveying.survey(self._session, scope)


@rows.readable
def redaction(row: Row) -> Redaction:
    """A Redaction of _COLUMNS. Raises StoreCorrupt."""
    *small, sealed = row
    number, key, at, actor, identity, locale, reason, texts, needles, lock, revisions, media = small
    if rows.seal(*small) != sealed:
        raise rows.damaged(f"line {number} of the ledger of redactions", "it is not what was stored")
    return Redaction(
        number=number,
        key=UUID(bytes=key),
        at=rows.from_micros(at),
        actor=actor,
        id=UUID(bytes=identity),
        locale=locale,
        reason=reason,
        texts=texts,
        needles=_NEEDLES.decode(needles),
        lock=lock,
        revisions=_NUMBERS.decode(revisions),
        media=_MEDIA.decode(media),
    )


def columns(line: Redaction) -> tuple[object, ...]:
    """The columns of a line, its seal last."""
    small = (
        line.number,
        line.key.bytes,
        rows.to_micros(line.at),
        line.actor,
        line.id.bytes,
        line.locale,
        line.reason,
        line.texts,
        msgspec.msgpack.encode(line.needles),
        line.lock,
        msgspec.json.encode(line.revisions).decode(),
        msgspec.json.encode(line.media).decode(),
    )
    return (*small, rows.seal(*small))


def _forgotten(said: Said, line: Redaction) -> Said:
    revoked = said.revoked_at is not None
    return structs.replace(
        said,
        subject=FORGOTTEN,
        revoked_at=said.revoked_at if revoked else line.at,
        revoked_by=said.revoked_by if revoked else line.actor,
        revoked_reason=said.revoked_reason if revoked else f"redaction {line.number}",
    )


class SqliteRedactionsWriting(SqliteRedactions):
    """`RedactionsWriting` within the transaction of a SqliteWriting."""

    def __init__(self, session: Session, writing: SqliteWriting) -> None:
        super().__init__(session)
        self._writing = writing

    def keep(
        self,
        line: Redaction,
        scope: Scope,
        survey: Survey,
        evidence: Mapping[EditionKey, tuple[Evidence, ...]],
        via: str,
    ) -> tuple[Redaction, tuple[Change, ...]]:
        row = self._session.row("SELECT seq FROM sqlite_sequence WHERE name = 'redaction'")
        said = redacted(line.locale or "nb")
        line = structs.replace(
            line, number=(row[0] if row else 0) + 1, actor=scope.cut.name(line.actor, said)
        )
        marks = ", ".join("?" * 13)
        self._session.rows(f"INSERT INTO redaction ({_COLUMNS}) VALUES ({marks})", columns(line))
        self._session.rows("INSERT INTO redacting (one, number) VALUES (1, ?)", (line.number,))
        leaving = surveying.slugs(self._session, scope)
        moved = tuple(surveying.standings(self._session, scope))
        logged = tuple(surveying.entries(self._session, scope))
        tagged = tuple(surveying.changes(self._session, scope))
        described = tuple(surveying.described(self._session, scope))
        self._reserve(scope, leaving)
        for revision in survey.revisions:
            self._revise(revision, line.number)
        self._reissue(scope, survey.revisions, line.number)
        for edition in survey.editions:
            key = (edition.id, edition.locale, edition.number, edition.digest)
            evidence_rows.replace(self._session, *key[:3], evidence[key])
        for before, after in moved:
            standings.keep(self._session, after, before, seq=None)
        for locale, slug in leaving:
            self._session.rows("DELETE FROM slug WHERE locale = ? AND slug = ?", (locale, slug))
        topics = self._topics(scope, survey)
        self._list(survey.revisions)
        replaced = self._log(logged, line.number)
        for seq, _, tags in tagged:
            self._tag(seq, tags)
        self._mend_ledger(scope)
        for plan in surveying.plans(self._session, scope):
            self._writing.schedule.replace(plan)
        self._forget_answers(scope)
        self._settle(scope, survey)
        for owner in surveying.owners(self._session, scope):
            self._session.rows("UPDATE stewardship SET owner = ? WHERE id = ?", (owner, scope.id.bytes))
        for medium in tuple(surveying.media(self._session, scope)):
            self._writing.media.erase(medium.digest, at=line.at, actor=line.actor, reason=line.reason)
        for _, medium in described:
            self._writing.media.replace(medium)
        self._writing.answers.lose()
        audits.lose(self._session, line.id, survey.editions)
        fragments.lose(self._session)
        changes = self._tell(survey, line, topics)
        detail: dict[str, str | int] = {"redaction": line.number, "reason": line.reason, "texts": line.texts}
        detail |= {"revisions": len(survey.revisions), "evidence": len(survey.editions), REPLACED: replaced}
        if line.media:
            detail["media"] = len(line.media)
        if via:
            detail["via"] = scope.cut.text(via, said)
        self._writing.record(line.actor, REDACT, line.at, detail, identity=line.id, locale=line.locale)
        self._session.rows("INSERT INTO erasing (number) VALUES (?)", (line.number,))
        self._session.rows("DELETE FROM redacting")
        return line, changes

    def _reserve(self, scope: Scope, leaving: Sequence[tuple[Locale, str]]) -> None:
        """The slug that comes in the place of those that go: public since the first of them was."""
        for locale, slug in leaving:
            self._session.rows(
                """INSERT INTO slug (locale, slug, id, edition) SELECT locale, ?, id, edition FROM slug WHERE locale = ? AND slug = ?
                   ON CONFLICT (locale, slug) DO UPDATE SET edition = coalesce(min(edition, excluded.edition), edition, excluded.edition)
                   WHERE id = excluded.id""",
                (scope.slug(locale, slug), locale, slug),
            )

    def _revise(self, revision: Revision, number: int) -> None:
        key = (revision.id.bytes, revision.locale, revision.number)
        original = self._session.rows(
            "SELECT coalesce(original, digest) FROM revision WHERE id = ? AND locale = ? AND number = ?", key
        )[0][0]
        digest = rows.raw(revision.digest)
        sealed = rows.seal_revision(
            *key,
            rows.to_micros(revision.at),
            revision.author,
            revision.note,
            digest,
            revision.policy,
            redaction=(number, original),
        )
        self._session.rows(
            """UPDATE revision SET author = ?, note = ?, digest = ?, seal = ?, content = ?, redacted = ?, original = ?
               WHERE id = ? AND locale = ? AND number = ?""",
            (
                revision.author,
                revision.note,
                digest,
                sealed,
                rows.canonical(revision.content),
                number,
                original,
                *key,
            ),
        )
        media_writing.note_uses(
            self._session, revision.id, revision.locale, revision.number, revision.content
        )

    def _reissue(self, scope: Scope, revisions: Sequence[Revision], number: int) -> None:
        """Every edition whose content, note or actor is another now."""
        digests = {(each.locale, each.number): rows.raw(each.digest) for each in revisions}
        names = "id, locale, number, revision, update_kind, note, at, published_at, updated_at, actor, digest"
        for row in self._session.rows(
            f"SELECT {names}, coalesce(original, digest) FROM edition WHERE id = ? ORDER BY locale, number",
            (scope.id.bytes,),
        ):
            *start, note, at, published_at, updated_at, actor, digest, original = row
            locale = row[1]
            if not scope.holds(locale):
                continue
            said = redacted(locale)
            after = (
                scope.cut.text(note, said),
                scope.cut.name(actor, said),
                digests.get((locale, row[3]), digest),
            )
            if after == (note, actor, digest):
                continue
            sealed = rows.seal_edition(
                *start, after[0], at, published_at, updated_at, *after[1:], redaction=(number, original)
            )
            self._session.rows(
                """UPDATE edition SET note = ?, actor = ?, digest = ?, seal = ?, redacted = ?, original = ?
                   WHERE id = ? AND locale = ? AND number = ?""",
                (*after, sealed, number, original, *row[:3]),
            )

    def _list(self, revisions: Sequence[Revision]) -> None:
        """What lists, and the index of search, know of the newest drafts and of the live editions."""
        for revision in revisions:
            standing = self._writing.standing(revision.id, revision.locale)
            if standing and standing.revision == revision.number:
                desk.keep(self._session, revision)
            if standing and standing.live_revision == revision.number:
                lists.keep(self._session, standing, revision.content)
                recheck.points(self._session, standing, revision.content)
                if standing.state == "published":
                    searchable.keep(self._session, standing, revision.content)

    def _log(self, logged: Sequence[tuple[JournalEntry, JournalEntry]], number: int) -> str:
        """Replace journal entries, which keep their hashes. Returns what vouches for them."""
        marked = [structs.replace(after, detail={**after.detail, REDACTED: number}) for _, after in logged]
        for entry in marked:
            self._session.rows(
                "UPDATE journal SET actor = ?, detail = ? WHERE number = ?",
                (entry.actor, msgspec.json.encode(entry.detail, order="sorted").decode(), entry.number),
            )
        return vouch(marked)

    def _tag(self, seq: int, tags: tuple[str, ...]) -> None:
        *small, before, _ = self._session.rows(f"SELECT {rows.CHANGE} FROM change WHERE seq = ?", (seq,))[0]
        moments.rename(self._session, msgspec.json.decode(before, type=tuple[str, ...]), tags)
        said = msgspec.json.encode(tags).decode()
        self._session.rows(
            "UPDATE change SET tags = ?, seal = ? WHERE seq = ?",
            (said, rows.seal_change(*small[1:], said), seq),
        )

    def _mend_ledger(self, scope: Scope) -> None:
        for number, actor, reason in tuple(surveying.ledger(self._session, scope)):
            row = self._session.rows(f"SELECT {_COLUMNS} FROM redaction WHERE number = ?", (number,))[0]
            after = columns(structs.replace(redaction(row), actor=actor, reason=reason))
            self._session.rows(
                "UPDATE redaction SET actor = ?, reason = ?, seal = ? WHERE number = ?",
                (actor, reason, after[-1], number),
            )

    def _forget_answers(self, scope: Scope) -> None:
        """What people answered: without the words, and without the digest of what no live edition holds any more."""
        room = SqliteAttestations(self._session)
        for _, after in tuple(surveying.answers(self._session, scope)):
            room.replace(after)
        current: dict[Locale, set[str | None]] = {}
        for said in room.of(scope.id):
            if not scope.holds(said.locale):
                continue
            if said.locale not in current:
                standing = self._writing.standing(said.id, said.locale)
                number = standing.edition if standing else 0
                kept = evidence_rows.load(self._session, said.id, said.locale, number)
                current[said.locale] = {each.subject for one in kept for each in one.report.findings}
            if said.subject not in current[said.locale]:
                room.replace(_forgotten(said, self._writing.redactions.ledger()[-1]))

    def _settle(self, scope: Scope, survey: Survey) -> None:
        """What the answers come to, with the evidence as it is now."""
        own = {(each.id, each.locale) for each in self._writing.standings([scope.id])}
        for identity, locale in own | {(each.id, each.locale) for each in survey.editions}:
            settled.keep(self._session, identity, locale)

    def _topics(self, scope: Scope, survey: Survey) -> Topics:
        """The topics of the live editions before: an edition that is removed whole is in none any more."""
        own = {(each.id, each.locale) for each in self._writing.standings([scope.id])}
        found: Topics = {}
        for key in own | {(each.id, each.locale) for each in survey.revisions}:
            standing = self._writing.standing(*key)
            if standing is not None:
                found[key] = lists.topics_of(self._session, standing)
        return found

    def _tell(self, survey: Survey, line: Redaction, before: Topics) -> tuple[Change, ...]:
        """A change for each locale in which the public sees it, of the record first, then of those that show it."""
        touched = {
            (each.id, each.locale): None
            for each in sorted(survey.found, key=lambda each: each.id != line.id)
            if each.sort in _SHOWN and each.locale
        }
        told: list[Change] = []
        for identity, locale in touched:
            standing = self._writing.standing(identity, locale)
            if standing is None or not standing.edition:
                continue
            entry = self._writing.entry(identity, locale)
            content = entry.edition.content if entry else None
            labels = {content.fields.key} if isinstance(content, Topic) else set()
            after = lists.topics_of(self._session, standing)
            change = self._writing._change(
                "upsert" if standing.state == "published" else "delete",
                standing,
                "minor",
                # The times of a record never go back, whatever the clock does: a tombstone is newer than what it takes away.
                max(line.at, standing.changed_at),
                slugs={standing.slug},
                topics=after | before.get((identity, locale), set()),
                labels=labels,
            )
            recheck.stir(self._session, change, labels)
            standings.keep(self._session, standing, standing, seq=change.seq)
            if standing.state != "published":
                places.leave(self._session, standing, after)
            told.append(change)
        return tuple(told)
