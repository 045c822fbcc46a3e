"""Events → rows. Runs inside one transaction; what the schema would refuse is refused here first, in our words."""

# ruff: noqa: S608  # table and column names are constants of ours; every value is bound

from __future__ import annotations

import datetime
from uuid import UUID

import msgspec

from content import tags
from content.errors import SlugTaken, TopicKeyTaken, WrongState
from content.journal import way
from content.lifecycle import DraftDeleted, EditionPublished, Event, RevisionSaved, StateChanged
from content.locales import Locale
from content.model import Standing, Topic, digest_bytes, kind_of
from content.ports import Change, Evidence, JournalEntry, Operation
from content.store import (
    desk,
    epochs,
    fragments,
    journal,
    lists,
    media_writing,
    moments,
    places,
    precondition,
    recheck,
    rows,
    searchable,
    settled,
    slugs,
    standings,
)
from content.store import evidence as evidence_rows
from content.store.attestations import SqliteAttestationsWriting
from content.store.audits import SqliteAuditsWriting
from content.store.connection import Session
from content.store.fragments import SqliteFragments
from content.store.leases import SqliteLeases
from content.store.media_writing import SqliteMediaWriting
from content.store.reading import SqliteReading
from content.store.redactions import SqliteRedactionsWriting


class SqliteWriting(SqliteReading):
    """`Writing` over one Session."""

    @property
    def audits(self) -> SqliteAuditsWriting:
        return SqliteAuditsWriting(self._session, self)

    @property
    def media(self) -> SqliteMediaWriting:
        return SqliteMediaWriting(self._session, self)

    @property
    def leases(self) -> SqliteLeases:
        return SqliteLeases(self._session)

    @property
    def fragments(self) -> SqliteFragments:
        return SqliteFragments(self._session)

    @property
    def redactions(self) -> SqliteRedactionsWriting:
        return SqliteRedactionsWriting(self._session, self)

    @property
    def attestations(self) -> SqliteAttestationsWriting:
        return SqliteAttestationsWriting(self._session, self)

    def touch(self, identity: UUID, locale: Locale, at: datetime.datetime) -> None:
        """Move the tag of a record that the public sees, with a change that no feed tells of."""
        standing = self.standing(identity, locale)
        if standing is not None and standing.edition:
            settled.keep(self._session, identity, locale)
            change = self._append("upsert", standing, "minor", at, (tags.record(identity),), silent=1)
            recheck.ask(self._session, change)

    def audited(self, identity: UUID, locale: Locale, at: datetime.datetime) -> None:
        """Move the tag of what was found in a record by a browser, in the same way. What is served of the record stays as it is."""
        standing = self.standing(identity, locale)
        if standing is not None and standing.edition:
            self._append("upsert", standing, "minor", at, (tags.audit(identity),), silent=1)

    def begin_epoch(self, after: int) -> str:
        epoch = epochs.begin(self._session, after)
        self._session.moved.add(moments.EPOCH)
        return epoch

    def apply(self, event: Event, evidence: tuple[Evidence, ...] = ()) -> Change | None:
        match event:
            case RevisionSaved():
                self._save(event)
                return None
            case DraftDeleted():
                self._delete(event)
                return None
            case EditionPublished():
                return self._publish(event, evidence)
            case StateChanged():
                return self._move(event)

    def record(
        self,
        actor: str,
        verb: str,
        at: datetime.datetime,
        detail: dict[str, str | int],
        *,
        identity: UUID | None = None,
        locale: Locale | None = None,
    ) -> JournalEntry:
        return self._journal(actor, verb, at, detail, identity=identity, locale=locale)

    def _save(self, event: RevisionSaved) -> None:
        revision, standing = event.revision, event.standing
        stored = self.standing(revision.id, revision.locale)
        precondition.saved(stored, event)
        data = rows.canonical(revision.content)
        if digest_bytes(data) != revision.digest:
            message = f"The digest of revision {revision.number} is not that of its content."
            raise ValueError(message)
        if stored is None:
            self._has_kind(revision.id, kind_of(revision.content))
        if isinstance(revision.content, Topic):
            self._has_key(revision.id, revision.content.fields.key)
        columns = (
            revision.id.bytes,
            revision.locale,
            revision.number,
            rows.to_micros(revision.at),
            revision.author,
            revision.note,
            rows.raw(revision.digest),
            revision.policy,
        )
        _insert(
            self._session,
            "revision",
            "id, locale, number, at, author, note, digest, policy, seal, content",
            (*columns, rows.seal_revision(*columns), data),
        )
        if stored is None or stored.slug != revision.content.slug:
            self._reserve(revision.locale, revision.content.slug, revision.id)
        standings.keep(self._session, standing, stored, seq=None)
        if stored is not None:
            slugs.release(self._session, revision.id, revision.locale)
        desk.keep(self._session, revision)
        media_writing.note_uses(
            self._session, revision.id, revision.locale, revision.number, revision.content
        )
        self._journal(
            revision.author,
            "save",
            revision.at,
            {"revision": revision.number, "digest": revision.digest, **way(event.via)},
            identity=revision.id,
            locale=revision.locale,
        )

    def _publish(self, event: EditionPublished, evidence: tuple[Evidence, ...]) -> Change:
        edition, standing = event.edition, event.standing
        stored = precondition.published(self.standing(edition.id, edition.locale), event)
        key = (edition.id.bytes, edition.locale)
        digest = self._session.rows(
            "SELECT digest FROM revision WHERE id = ? AND locale = ? AND number = ?", (*key, edition.revision)
        )[0][0]
        if (
            digest != rows.raw(edition.digest)
            or digest_bytes(rows.canonical(edition.content)) != edition.digest
        ):
            raise WrongState(f"The edition does not hold the content of revision {edition.revision}.")
        columns = (
            *key,
            edition.number,
            edition.revision,
            edition.update,
            edition.note,
            rows.to_micros(edition.at),
            rows.to_micros(edition.published_at),
            rows.to_micros(edition.updated_at),
            event.actor,
            digest,
        )
        _insert(
            self._session,
            "edition",
            "id, locale, number, revision, update_kind, note, at, published_at, updated_at, actor, digest, seal",
            (*columns, rows.seal(*columns)),
        )
        self._reserve(edition.locale, standing.slug, edition.id)
        self._session.rows(
            "UPDATE slug SET edition = ? WHERE locale = ? AND slug = ? AND edition IS NULL",
            (edition.number, edition.locale, standing.slug),
        )
        topics = lists.topics_of(self._session, stored) | set(edition.content.topics)
        labels = lists.labels_moved(self._session, stored, edition.content)
        slugs = self._slugs(stored, standing)
        change = self._change(
            "upsert", standing, edition.update, edition.at, slugs=slugs, topics=topics, labels=labels
        )
        recheck.stir(self._session, change, labels)
        fragments.stir(self._session, change, labels)
        standings.keep(self._session, standing, stored, seq=change.seq)
        fragments.live(self._session, standing)
        if stored.state != "published":
            places.back(self._session, standing)
        lists.keep(self._session, standing, edition.content)
        searchable.keep(self._session, standing, edition.content)
        recheck.points(self._session, standing, edition.content)
        if not all(each.report.publishable for each in evidence):
            recheck.ask(self._session, change)
        evidence_rows.keep(self._session, edition.id, edition.locale, edition.number, evidence)
        settled.keep(self._session, edition.id, edition.locale)
        self._journal(
            event.actor,
            event.verb,
            edition.at,
            {
                "edition": edition.number,
                "revision": edition.revision,
                "update": edition.update,
                "digest": edition.digest,
                "seq": change.seq,
                **way(event.via),
            },
            identity=edition.id,
            locale=edition.locale,
        )
        return change

    def _move(self, event: StateChanged) -> Change:
        standing = event.standing
        stored = precondition.moved(self.standing(standing.id, standing.locale), event)
        topics = lists.topics_of(self._session, stored)
        labels = lists.labels_moved(self._session, stored, None)
        slugs = self._slugs(stored, standing)
        # There is no edition to take "major" or "minor" from; that something is gone is always news.
        change = self._change(
            "delete", standing, "major", standing.changed_at, slugs=slugs, topics=topics, labels=labels
        )
        recheck.stir(self._session, change, labels)
        fragments.stir(self._session, change, labels)
        standings.keep(self._session, standing, stored, seq=change.seq)
        fragments.gone(self._session, standing)
        places.leave(self._session, standing, topics)
        searchable.forget(self._session, standing)
        detail: dict[str, str | int] = {
            "edition": standing.edition,
            "reason": event.reason,
            "seq": change.seq,
            **way(event.via),
        }
        if standing.redirect_to:
            detail["to"] = standing.redirect_to
        self._journal(
            event.actor, event.verb, standing.changed_at, detail, identity=standing.id, locale=standing.locale
        )
        return change

    def _delete(self, event: DraftDeleted) -> None:
        standing = event.standing
        precondition.deleted(self.standing(standing.id, standing.locale), event)
        key = (standing.id.bytes, standing.locale)
        for table in ("standing", "revision", "slug"):
            self._session.rows(f"DELETE FROM {table} WHERE id = ? AND locale = ?", key)
        if not self.standings([standing.id]):
            for table in ("topic_key", "record"):
                self._session.rows(f"DELETE FROM {table} WHERE id = ?", (standing.id.bytes,))
        self._journal(
            event.actor,
            "delete",
            event.at,
            {"revision": standing.revision, **way(event.via)},
            identity=standing.id,
            locale=standing.locale,
        )

    def _has_kind(self, identity: UUID, kind: str) -> None:
        self._session.rows(
            "INSERT INTO record (id, kind) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", (identity.bytes, kind)
        )
        known = self._session.rows("SELECT kind FROM record WHERE id = ?", (identity.bytes,))[0][0]
        if known != kind:
            raise WrongState(
                f"Record {identity} is of the kind “{known}” in every locale: it cannot become “{kind}”."
            )

    def _has_key(self, identity: UUID, key: str) -> None:
        self._session.rows(
            "INSERT INTO topic_key (key, id) VALUES (?, ?) ON CONFLICT DO NOTHING", (key, identity.bytes)
        )
        own = self._session.row("SELECT key FROM topic_key WHERE id = ?", (identity.bytes,))
        if own is not None and own[0] != key:
            raise WrongState(
                f"The key of topic {identity} is “{own[0]}” in every locale: it cannot become “{key}”."
            )
        if own is None:
            owner = self._session.rows("SELECT id FROM topic_key WHERE key = ?", (key,))[0][0]
            raise TopicKeyTaken(f"The key “{key}” is another topic's: {UUID(bytes=owner)}. Choose another.")

    def _reserve(self, locale: Locale, slug: str, identity: UUID) -> None:
        self._session.rows(
            "INSERT INTO slug (locale, slug, id) VALUES (?, ?, ?) ON CONFLICT (locale, slug) DO NOTHING",
            (locale, slug, identity.bytes),
        )
        owner = self._session.rows("SELECT id FROM slug WHERE locale = ? AND slug = ?", (locale, slug))[0][0]
        if owner != identity.bytes:
            raise SlugTaken(
                f"The slug “{slug}” is, or was, another record's in {locale}: {UUID(bytes=owner)}. Choose another."
            )

    def _slugs(self, before: Standing, after: Standing) -> set[str]:
        """The slugs that answer differently now: where the slug moved, every older one leads to the new one."""
        slugs = {before.slug, after.slug}
        if before.slug != after.slug:
            found = self._session.rows(
                "SELECT slug FROM slug WHERE id = ? AND locale = ? AND edition IS NOT NULL",
                (after.id.bytes, after.locale),
            )
            slugs |= {row[0] for row in found}
        return slugs

    def _change(
        self,
        op: Operation,
        standing: Standing,
        update: str,
        at: datetime.datetime,
        *,
        slugs: set[str],
        topics: set[str],
        labels: set[str],
    ) -> Change:
        touched = tags.touched(standing.id, standing.locale, standing.kind, slugs, topics | labels)
        change = self._append(op, standing, update, at, touched)
        lists.touch(self._session, change, topics)
        return change

    def _append(
        self,
        op: Operation,
        standing: Standing,
        update: str,
        at: datetime.datetime,
        touched: tuple[str, ...],
        *,
        silent: int = 0,
    ) -> Change:
        columns = (
            op,
            standing.id.bytes,
            standing.locale,
            standing.kind,
            standing.edition,
            update,
            rows.to_micros(at),
            msgspec.json.encode(touched).decode(),
        )
        _insert(
            self._session,
            "change",
            "silent, op, id, locale, kind, edition, update_kind, at, tags, seal",
            (silent, *columns, rows.seal_change(silent, *columns)),
        )
        self._session.moved.update(touched)
        self._session.changed = True
        row = self._session.rows(f"SELECT {rows.CHANGE} FROM change ORDER BY seq DESC LIMIT 1")[0]
        return rows.change(row)

    def _journal(
        self,
        actor: str,
        verb: str,
        at: datetime.datetime,
        detail: dict[str, str | int],
        *,
        identity: UUID | None = None,
        locale: Locale | None = None,
    ) -> JournalEntry:
        entry = JournalEntry(
            number=0,
            at=at,
            actor=actor,
            verb=verb,
            id=identity,
            locale=locale,
            detail=detail,
            previous="",
            hash="",
        )
        return journal.append(self._session, entry)


def _insert(session: Session, table: str, columns: str, values: tuple[object, ...]) -> None:
    marks = ", ".join("?" * len(values))
    session.rows(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
