"""The room of media in SQLite."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec
from msgspec import structs

from content.errors import StoreCorrupt
from content.locales import Locale
from content.media import references
from content.media.medium import About, Erasure, Medium, Rendition
from content.model import Content
from content.ports.media import KeptFile, Use
from content.store import rows
from content.store.connection import Row, Session

COLUMNS = """m.number, m.digest, m.name, m.media_type, m.size, m.width, m.height, m.duration, m.uploaded_at, m.uploaded_by, m.version,
    m.about, m.erased_at, m.erased_by, m.erased_reason, m.seal"""
_RENDITION = "r.medium, r.digest, r.name, r.media_type, r.size, r.width, r.height, r.seal"
_ABOUT: msgspec.json.Decoder[About] = msgspec.json.Decoder(About)
_USED = """(EXISTS (SELECT 1 FROM media_use AS u WHERE u.digest = m.digest)
    OR EXISTS (SELECT 1 FROM rendition AS r CROSS JOIN media_use AS u ON u.digest = r.digest WHERE r.medium = m.digest))"""


class SqliteMedia:
    """`Media` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, digest: str) -> Medium | None:
        row = self._session.row(f"SELECT {COLUMNS} FROM medium AS m WHERE m.digest = ?", (raw(digest),))
        return self._whole(row) if row else None

    def some(self, digests: Iterable[str], *, sound: bool = False) -> dict[str, Medium]:
        wanted = sorted(set(digests))
        found = self._session.rows(
            f"""SELECT w.value, {COLUMNS} FROM json_each(?) AS w
                CROSS JOIN medium AS m ON m.digest = coalesce(
                    (SELECT digest FROM medium WHERE digest = unhex(w.value)),
                    (SELECT medium FROM rendition WHERE digest = unhex(w.value)))
                WHERE m.erased_at IS NULL""",
            (msgspec.json.encode(wanted).decode(),),
        )
        media = dict(rows.sound(self._session, _named, found) if sound else map(_named, found))
        renditions = self._renditions((medium.digest for medium in media.values()), sound=sound)
        return {
            digest: structs.replace(medium, renditions=renditions.get(medium.digest, ()))
            for digest, medium in media.items()
        }

    def file(self, digest: str) -> KeptFile | None:
        row = self._session.row(
            f"""SELECT {COLUMNS} FROM medium AS m
                WHERE m.digest = ?1 OR m.digest IN (SELECT medium FROM rendition WHERE digest = ?1)
                ORDER BY m.erased_at IS NOT NULL, m.digest <> ?1, m.number LIMIT 1""",
            (raw(digest),),
        )
        return (
            next((each for each in _files(self._whole(row)) if each.digest == digest), None) if row else None
        )

    def files(self) -> tuple[KeptFile, ...]:
        found = self._session.rows(f"SELECT {COLUMNS} FROM medium AS m ORDER BY m.digest")
        return tuple(file for row in found for file in _files(self._whole(row)))

    def lone(self, digests: Iterable[str]) -> tuple[str, ...]:
        return tuple(digest for digest in digests if (file := self.file(digest)) is None or file.erased)

    def page(
        self, *, after: int | None = None, unused: bool | None = None, limit: int = 50
    ) -> tuple[Medium, ...]:
        where, values = "m.erased_at IS NULL", []
        if after is not None:
            where += " AND m.number < ?"
            values.append(after)
        if unused is not None:
            where += f" AND {'NOT' if unused else ''} {_USED}"
        found = self._session.rows(
            f"SELECT {COLUMNS} FROM medium AS m WHERE {where} ORDER BY m.number DESC LIMIT ?",
            (*values, max(limit, 0)),
        )
        return tuple(self._whole(row) for row in found)

    def uses(self, digest: str) -> tuple[Use, ...]:
        found = self._session.rows(
            """SELECT DISTINCT id, locale, revision FROM media_use
               WHERE digest = ?1 OR digest IN (SELECT digest FROM rendition WHERE medium = ?1) ORDER BY id, locale, revision""",
            (raw(digest),),
        )
        return tuple(Use(id=UUID(bytes=row[0]), locale=row[1], revision=row[2]) for row in found)

    def shown_in(self, medium: Medium) -> tuple[tuple[UUID, Locale, bool], ...]:
        """The records, in their locales, of which any edition points to the medium or to a rendition of it, and whether the live one does:
        archives of feeds show old ones.
        """
        found = self._session.rows(
            """SELECT u.id, u.locale, max(u.revision = s.live_revision) FROM media_use AS u
               CROSS JOIN standing AS s ON s.id = u.id AND s.locale = u.locale
               WHERE u.digest IN (SELECT unhex(value) FROM json_each(?))
                 AND EXISTS (SELECT 1 FROM edition AS e WHERE e.id = u.id AND e.locale = u.locale AND e.revision = u.revision)
               GROUP BY u.id, u.locale ORDER BY u.id, u.locale""",
            (msgspec.json.encode(medium.files).decode(),),
        )
        return tuple((UUID(bytes=row[0]), row[1], bool(row[2])) for row in found)

    def of(self, identity: UUID) -> tuple[Medium, ...]:
        """The media that any revision of a record points to, without those that were erased."""
        found = self._session.rows("SELECT DISTINCT digest FROM media_use WHERE id = ?", (identity.bytes,))
        media = self.some(row[0].hex() for row in found)
        return tuple(
            sorted({each.digest: each for each in media.values()}.values(), key=lambda each: each.number)
        )

    def _whole(self, row: Row) -> Medium:
        medium = _medium(row)
        return structs.replace(medium, renditions=self._renditions([medium.digest]).get(medium.digest, ()))

    def _renditions(self, digests: Iterable[str], *, sound: bool = False) -> dict[str, tuple[Rendition, ...]]:
        """The renditions of some media, in one query; a medium that has none is left out."""
        wanted = sorted(set(digests))
        found = self._session.rows(
            f"""SELECT {_RENDITION} FROM rendition AS r WHERE r.medium IN (SELECT unhex(value) FROM json_each(?))
                ORDER BY r.medium, r.width, r.media_type DESC""",
            (msgspec.json.encode(wanted).decode(),),
        )
        of: dict[str, list[Rendition]] = {}
        for medium, each in rows.sound(self._session, _made, found) if sound else map(_made, found):
            of.setdefault(medium, []).append(each)
        return {digest: tuple(each) for digest, each in of.items()}


def problems(session: Session) -> Iterator[str]:
    """What is wrong with the rows: seals, and uses that are not what the revisions say."""
    for (digest,) in session.rows("SELECT digest FROM medium ORDER BY number"):
        try:
            SqliteMedia(session).get(digest.hex())
        except StoreCorrupt as error:
            yield str(error)
    noted = {tuple(row) for row in session.rows("SELECT digest, id, locale, revision FROM media_use")}
    wanted = set()
    for identity, locale, number, data in session.each(
        "SELECT id, locale, number, content FROM revision WHERE instr(content, CAST('/media/' AS BLOB)) > 0"
    ):
        try:
            content = msgspec.json.decode(data, type=Content)
        except msgspec.DecodeError:
            continue  # told where the revisions are read
        wanted |= {
            (bytes.fromhex(digest), identity, locale, number) for digest in references.digests(content)
        }
    for digest, identity, locale, number in sorted(wanted ^ noted, key=repr):
        yield f"which media revision {number} of record {UUID(bytes=identity)} in {locale} uses is not noted as it says ({digest.hex()})"


def raw(digest: str) -> bytes:
    """The bytes of a digest; what is none is nobody's."""
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return b""


def _named(row: Row) -> tuple[str, Medium]:
    return row[0], _medium(row[1:])


def _made(row: Row) -> tuple[str, Rendition]:
    return row[0].hex(), _rendition(row)


@rows.readable
def _medium(row: Row) -> Medium:
    *small, sealed = row
    (
        number, digest, name, media_type, size, width, height, duration, at, actor, version, about, erased, who, reason
    ) = small  # fmt: skip
    if rows.seal(*small) != sealed:
        raise StoreCorrupt(
            f"The store is damaged at medium {number}: it is not what was stored. Restore it from a backup."
        )
    return Medium(
        number=number,
        digest=digest.hex(),
        name=name,
        media_type=media_type,
        size=size,
        width=width,
        height=height,
        duration=duration,
        uploaded_at=rows.from_micros(at),
        uploaded_by=actor,
        version=version,
        about=_ABOUT.decode(about),
        erasure=None if erased is None else Erasure(at=rows.from_micros(erased), actor=who, reason=reason),
    )


@rows.readable
def _rendition(row: Row) -> Rendition:
    *small, sealed = row
    if rows.seal(*small) != sealed:
        raise StoreCorrupt(
            f"The store is damaged at a rendition of {row[0].hex()}. Restore it from a backup."
        )
    _, digest, name, media_type, size, width, height = small
    return Rendition(
        digest=digest.hex(), name=name, media_type=media_type, size=size, width=width, height=height
    )


def _files(medium: Medium) -> Iterator[KeptFile]:
    erasure = medium.erasure
    own: tuple[Medium | Rendition, ...] = (medium, *medium.renditions)
    for each in own:
        yield KeptFile(
            digest=each.digest,
            name=each.name,
            media_type=each.media_type,
            size=each.size,
            erased=erasure is not None,
            reason=erasure.reason if erasure else "",
        )
