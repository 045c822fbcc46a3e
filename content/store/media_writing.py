"""Media are kept, described, removed and erased: the room of media in SQLite, for those who write."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec import structs

from content.errors import MediaInUse, NotFound, StaleRevision, WrongState
from content.journal import way
from content.locales import Locale
from content.media import references
from content.media.medium import About, Erasure, Medium, Rendition
from content.model import Content
from content.ports import JournalEntry
from content.store import fragments, journal, rows
from content.store.connection import Session
from content.store.media import COLUMNS, SqliteMedia, raw

if TYPE_CHECKING:
    from content.store.writing import SqliteWriting


class SqliteMediaWriting(SqliteMedia):
    """`MediaWriting` within the transaction of a SqliteWriting."""

    def __init__(self, session: Session, writing: SqliteWriting) -> None:
        super().__init__(session)
        self._writing = writing

    def keep(self, medium: Medium, via: str = "") -> Medium:
        there = self.get(medium.digest)
        if there is not None:
            if there.erasure:
                raise WrongState(
                    f"This file was erased: {there.erasure.reason}. It cannot be uploaded again."
                )
            return there
        row = self._session.row("SELECT seq FROM sqlite_sequence WHERE name = 'medium'")
        medium = structs.replace(medium, number=(row[0] if row else 0) + 1, version=1, erasure=None)
        self._put(medium, new=True)
        for each in medium.renditions:
            self._session.rows(
                "INSERT INTO rendition VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                _sealed(medium.digest, each),
            )
        detail: dict[str, str | int] = {
            "medium": medium.number,
            "digest": medium.digest,
            "name": medium.name,
            "type": medium.media_type,
        }
        self._note(
            medium.uploaded_by, "media.upload", medium.uploaded_at, {**detail, "size": medium.size}, via
        )
        self._shown_otherwise(medium, medium.uploaded_at)
        return medium

    def describe(
        self, digest: str, about: About, version: int, *, at: datetime.datetime, actor: str, via: str = ""
    ) -> Medium:
        medium = self._there(digest)
        if medium.version != version:
            raise StaleRevision(
                f"Version {version} is not the newest: {medium.version} is. Read it and change it again.",
                current=medium.version,
            )
        medium = structs.replace(medium, about=about, version=version + 1)
        self._put(medium)
        self._note(
            actor,
            "media.describe",
            at,
            {"medium": medium.number, "digest": digest, "version": medium.version},
            via,
        )
        return medium

    def remove(self, digest: str, *, at: datetime.datetime, actor: str, via: str = "") -> Medium:
        medium = self._there(digest)
        uses = self.uses(digest)
        if uses:
            first = uses[0]
            raise MediaInUse(
                f"Revisions that point to this file: {len(uses)}. The first is revision {first.revision} of {first.id} in "
                f"{first.locale}. What was once used is kept; to take it from everybody, erase it.",
                uses=len(uses),
            )
        key = (raw(digest),)
        self._session.rows("DELETE FROM rendition WHERE medium = ?", key)
        self._session.rows("DELETE FROM medium WHERE digest = ?", key)
        self._note(actor, "media.remove", at, {"medium": medium.number, "digest": digest}, via)
        return medium

    def erase(
        self, digest: str, *, at: datetime.datetime, actor: str, reason: str, via: str = ""
    ) -> Medium | None:
        medium = self.get(digest)
        if medium is None or medium.erasure:
            return None
        bare = structs.replace(
            medium,
            name="",
            width=None,
            height=None,
            duration=None,
            about=About(),
            uploaded_by="",
            erasure=Erasure(at=at, actor=actor, reason=reason),
        )
        self._put(bare)
        self._rename(digest, [structs.replace(each, name="") for each in medium.renditions])
        self._note(
            actor, "media.erase", at, {"medium": medium.number, "digest": digest, "reason": reason}, via
        )
        self._shown_otherwise(medium, at)
        return medium

    def replace(self, medium: Medium) -> None:
        """Store it in the place of the one with its number, as a redaction leaves it."""
        self._put(medium)
        self._rename(medium.digest, medium.renditions)

    def _rename(self, digest: str, renditions: Iterable[Rendition]) -> None:
        for each in renditions:
            *columns, sealed = _sealed(digest, each)
            self._session.rows(
                "UPDATE rendition SET name = ?, seal = ? WHERE medium = ? AND digest = ?",
                (each.name, sealed, *columns[:2]),
            )

    def _there(self, digest: str) -> Medium:
        medium = self.get(digest)
        if medium is None or medium.erasure:
            raise NotFound(f"There is no medium {digest[:64]}.")
        return medium

    def _shown_otherwise(self, medium: Medium, at: datetime.datetime) -> None:
        """Touch what shows a medium that has come or was erased, and empty what is kept of it."""
        for identity, locale, live in self.shown_in(medium):
            if live:
                fragments.empty(self._session, identity, locale)
            self._writing.touch(identity, locale, at)

    def _put(self, medium: Medium, *, new: bool = False) -> None:
        erasure = medium.erasure
        columns = (
            medium.number,
            raw(medium.digest),
            medium.name,
            medium.media_type,
            medium.size,
            medium.width,
            medium.height,
            medium.duration,
            rows.to_micros(medium.uploaded_at),
            medium.uploaded_by,
            medium.version,
            msgspec.json.encode(medium.about, order="sorted").decode(),
            rows.to_micros(erasure.at) if erasure else None,
            erasure.actor if erasure else None,
            erasure.reason if erasure else None,
        )
        values = (*columns, rows.seal(*columns))
        if new:
            self._session.rows(f"INSERT INTO medium VALUES ({', '.join('?' * len(values))})", values)
        else:
            names = COLUMNS.replace("m.", "").split(",")
            changes = ", ".join(f"{name.strip()} = ?" for name in names)
            self._session.rows(f"UPDATE medium SET {changes} WHERE number = ?", (*values, medium.number))

    def _note(
        self, actor: str, verb: str, at: datetime.datetime, detail: dict[str, str | int], via: str
    ) -> None:
        entry = JournalEntry(
            number=0, at=at, actor=actor, verb=verb, detail={**detail, **way(via)}, previous="", hash=""
        )
        journal.append(self._session, entry)


def note_uses(session: Session, identity: UUID, locale: Locale, revision: int, content: Content) -> None:
    """Keep which media a revision points to, in place of what was kept of it before."""
    key = (identity.bytes, locale, revision)
    session.rows("DELETE FROM media_use WHERE id = ? AND locale = ? AND revision = ?", key)
    for digest in sorted(references.digests(content)):
        session.rows(
            "INSERT INTO media_use (digest, id, locale, revision) VALUES (?, ?, ?, ?)",
            (bytes.fromhex(digest), *key),
        )


def _sealed(digest: str, rendition: Rendition) -> tuple[object, ...]:
    """The row of a medium's rendition, with its seal."""
    columns = (
        raw(digest),
        raw(rendition.digest),
        rendition.name,
        rendition.media_type,
        rendition.size,
        rendition.width,
        rendition.height,
    )
    return (*columns, rows.seal(*columns))
