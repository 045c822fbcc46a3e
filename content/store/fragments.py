"""Fragments that were served, as rows: kept until something that they show changes."""

# ruff: noqa: S608  # statements are put together from constants of ours; every value is bound

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

import msgspec

from content.locales import Locale
from content.model import HEADING_LEVELS, VARIANTS, Standing, Variant, digest_bytes
from content.ports import Change, Numbered
from content.ports.fragments import KeptFragment, KeptRendering
from content.store import differing, listing, rows
from content.store.connection import Row, Session

COLUMNS = "f.id, f.locale, f.edition, f.mark, f.digest, f.ruleset, f.outcome, f.basis, f.seal, f.html"
"""The columns of what is kept, of a fragment `f`."""
_EMPTY = "mark = x'', digest = NULL, ruleset = NULL, outcome = NULL, basis = NULL, seal = NULL, html = NULL, others = NULL"
_LEVEL = 6
_MOST = 200
"""Changes that are looked at where something is to be kept that was made before them."""
_OTHERS: msgspec.msgpack.Decoder[tuple[KeptRendering, ...]] = msgspec.msgpack.Decoder(
    tuple[KeptRendering, ...]
)
_KEY = """FROM fragment AS f WHERE f.id = ? AND f.locale = ? AND f.edition = ? AND f.mark = ?
    AND NOT EXISTS (SELECT 1 FROM attestation AS a WHERE a.id = f.id AND a.locale = f.locale AND a.revoked_at IS NULL)"""
ONE = f"SELECT {COLUMNS} {_KEY} AND f.html IS NOT NULL"
OTHER = f"SELECT f.id, f.locale, f.edition, f.mark, f.others {_KEY} AND f.others IS NOT NULL"
_FIRST: tuple[Variant, int] = (VARIANTS[0], HEADING_LEVELS[0])
"""What feeds carry."""
_SUM = 32
"""Bytes of a SHA-256."""


class SqliteFragments:
    """`FragmentsWriting` over one Session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def one(self, key: Numbered, variant: Variant, heading_level: int, mark: bytes) -> KeptFragment | None:
        identity, locale, edition = key
        first = (variant, heading_level) == _FIRST
        row = self._session.row(ONE if first else OTHER, (identity.bytes, locale, edition, mark))
        if row is None:
            return None
        if first:
            return next((each for _, each in rows.sound(self._session, kept, [row])), None)
        return next(
            (
                each.fragment
                for others in rows.sound(self._session, _others, [row])
                for each in others
                if (each.variant, each.heading_level) == (variant, heading_level)
            ),
            None,
        )

    def waiting(self, mark: bytes, limit: int) -> tuple[Numbered, ...]:
        found = self._session.rows(
            "SELECT id, locale, edition FROM fragment WHERE mark < ?1 OR mark > ?1 LIMIT ?2",
            (mark, max(limit, 0)),
        )
        return tuple((UUID(bytes=row[0]), row[1], row[2]) for row in found)

    def keep(
        self,
        made: Iterable[tuple[Numbered, KeptFragment | None]],
        mark: bytes,
        seq: int,
        others: Mapping[Numbered, Sequence[KeptRendering]] = {},
    ) -> bool:
        changed = self.changed(seq)
        if changed is None:
            return False
        pointing = self._pointing(changed) if changed else set()
        still = [(key, each) for key, each in made if key[0] not in changed and key[:2] not in pointing]
        for key, each in still:
            self._keep(key, mark, each, others.get(key, ()))
        return bool(still) or not changed

    def changed(self, seq: int) -> frozenset[UUID] | None:
        changes = self._session.rows(
            "SELECT id, kind, silent FROM change WHERE seq > ? LIMIT ?", (seq, _MOST + 1)
        )
        if len(changes) > _MOST or any(silent or kind == "topic" for _, kind, silent in changes):
            return None
        return frozenset(UUID(bytes=identity) for identity, _, _ in changes)

    def put(self, key: Numbered, mark: bytes, made: Sequence[KeptRendering]) -> None:
        first, *others = sorted(made, key=lambda each: (each.variant, each.heading_level) != _FIRST)
        self._keep(key, mark, first.fragment, others)

    def _keep(
        self, key: Numbered, mark: bytes, first: KeptFragment | None, others: Sequence[KeptRendering]
    ) -> None:
        identity, locale, edition = key
        if first and digest_bytes(first.html.encode()) != first.digest:
            message = f"The fragment of edition {edition} of {identity} is not of its digest."
            raise ValueError(message)
        columns = (identity.bytes, locale, edition, mark)
        proof = (rows.raw(first.digest), first.ruleset, first.outcome, first.basis) if first else (None,) * 4
        packed = zlib.compress(first.html.encode(), _LEVEL) if first else None
        self._session.rows(
            """UPDATE fragment SET mark = ?, digest = ?, ruleset = ?, outcome = ?, basis = ?, seal = ?, html = ?,
                   others = ?
               WHERE id = ? AND locale = ? AND edition = ?""",
            (
                *(mark, *proof),
                *(rows.seal(*columns, *proof) if first else None, packed, _packed(columns, others)),
                *columns[:3],
            ),
        )

    def _pointing(self, identities: Collection[UUID]) -> set[tuple[UUID, Locale]]:
        """What is live and points to some records."""
        found = self._session.rows(
            "SELECT id, locale FROM pointer WHERE target IN (SELECT unhex(value) FROM json_each(?))",
            (listing.hexes(identities),),
        )
        return {(UUID(bytes=identity), locale) for identity, locale in found}


def live(session: Session, standing: Standing) -> None:
    """There is another live edition: its fragment is to be made."""
    key = (standing.id.bytes, standing.locale)
    session.rows("DELETE FROM fragment WHERE id = ? AND locale = ?", key)
    session.rows("INSERT INTO fragment (id, locale, edition) VALUES (?, ?, ?)", (*key, standing.edition))


def gone(session: Session, standing: Standing) -> None:
    """There is no live edition any more."""
    session.rows("DELETE FROM fragment WHERE id = ? AND locale = ?", (standing.id.bytes, standing.locale))


def empty(session: Session, identity: UUID, locale: Locale) -> None:
    """What a record shows in a locale has changed: its fragment is to be made again."""
    session.rows(f"UPDATE fragment SET {_EMPTY} WHERE id = ? AND locale = ?", (identity.bytes, locale))


def stir(session: Session, change: Change, topics: set[str]) -> None:
    """Empty what shows something else after a change: what points to the record, its other locales, and what has a topic whose label
    moved.
    """
    session.rows(
        f"""UPDATE fragment SET {_EMPTY} WHERE (id = ?1 AND locale <> ?2)
            OR (id, locale) IN (SELECT id, locale FROM pointer WHERE target = ?1)""",
        (change.id.bytes, change.locale),
    )
    for topic in sorted(topics):
        session.rows(
            f"UPDATE fragment SET {_EMPTY} WHERE (id, locale) IN (SELECT id, locale FROM membership WHERE topic = ?)",
            (topic,),
        )


def lose(session: Session) -> None:
    """Empty all: what a redaction removes must not stay in any. They are soon made again."""
    session.rows(f"UPDATE fragment SET {_EMPTY}")


def _packed(columns: tuple[object, ...], others: Sequence[KeptRendering]) -> bytes | None:
    if not others:
        return None
    packed = zlib.compress(msgspec.msgpack.encode(others), _LEVEL)
    return rows.seal(*columns, packed) + packed


def _others(row: Row) -> tuple[KeptRendering, ...]:
    """The other renderings of a row of OTHER. Raises StoreCorrupt."""
    *columns, blob = row
    place = f"the kept renderings of edition {row[2]} of record {UUID(bytes=row[0])} in {row[1]}"
    if rows.seal(*columns, blob[_SUM:]) != blob[:_SUM]:
        raise rows.damaged(place, "they are not what was stored")
    try:
        return _OTHERS.decode(zlib.decompress(blob[_SUM:]))
    except (zlib.error, msgspec.DecodeError) as error:
        raise rows.damaged(place, str(error)) from error


@rows.readable
def kept(row: Row) -> tuple[Numbered, KeptFragment]:
    """One of COLUMNS. Raises StoreCorrupt."""
    *small, sealed, packed = row
    identity, locale, edition, _, digest, ruleset, outcome, basis = small
    place = f"the kept fragment of edition {edition} of record {UUID(bytes=identity)} in {locale}"
    if rows.seal(*small) != sealed:
        raise rows.damaged(place, "it is not what was stored")
    try:
        html = zlib.decompress(packed)
    except zlib.error as error:
        raise rows.damaged(place, str(error)) from error
    if digest_bytes(html) != "sha256:" + digest.hex():
        raise rows.damaged(place, "it does not match its digest")
    return (UUID(bytes=identity), locale, edition), KeptFragment(
        html=html.decode(),
        digest="sha256:" + digest.hex(),
        ruleset=ruleset,
        outcome=outcome,
        basis=basis,
    )


def problems(session: Session) -> Iterator[str]:
    """What is wrong with the rows: each is read, and there is one for each live edition."""
    for row in session.each(f"SELECT {COLUMNS} FROM fragment AS f WHERE f.html IS NOT NULL"):
        kept(row)
    for row in session.each(
        "SELECT id, locale, edition, mark, others FROM fragment WHERE others IS NOT NULL"
    ):
        for each in _others(row):
            if digest_bytes(each.fragment.html.encode()) != each.fragment.digest:
                yield f"a kept rendering of edition {row[2]} of record {UUID(bytes=row[0])} in {row[1]} does not match its digest"
    for identity, locale, _ in differing.rows(
        session,
        "SELECT id, locale, edition FROM fragment",
        "SELECT id, locale, edition FROM standing WHERE state = 'published'",
    ):
        yield f"the live edition of record {UUID(bytes=identity)} in {locale} is not noted among the kept fragments"
