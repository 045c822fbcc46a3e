"""The evidence of an edition as a row: the worst of it in columns, all of it in one blob (`packing`)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

import msgspec

from content.accessibility.answers import together
from content.accessibility.report import Verdict
from content.errors import StoreCorrupt
from content.locales import Locale
from content.model import Variant
from content.ports import Evidence, Numbered
from content.store import packing
from content.store.connection import Session


def keep(
    session: Session, identity: UUID, locale: Locale, edition: int, evidence: tuple[Evidence, ...]
) -> None:
    """Store all evidence of an edition; nothing where there is none."""
    if not evidence:
        return
    packed = packing.packed(evidence)
    session.rows(
        "INSERT INTO evidence (id, locale, edition, ruleset, outcome, publishable, digest, packed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            identity.bytes,
            locale,
            edition,
            *_sum(evidence),
            hashlib.sha256(packed).digest(),
            packed,
        ),
    )


def replace(
    session: Session, identity: UUID, locale: Locale, edition: int, evidence: tuple[Evidence, ...]
) -> None:
    """Store other evidence in the place of an edition's. Only within a redaction."""
    packed = packing.packed(evidence)
    session.rows(
        """UPDATE evidence SET ruleset = ?, outcome = ?, publishable = ?, digest = ?, packed = ?
           WHERE id = ? AND locale = ? AND edition = ?""",
        (*_sum(evidence), hashlib.sha256(packed).digest(), packed, identity.bytes, locale, edition),
    )


def summed(
    session: Session, identity: UUID, locale: Locale, edition: int, evidence: tuple[Evidence, ...]
) -> bool:
    """Whether the columns beside the blob say what is in it."""
    row = session.row(
        "SELECT ruleset, outcome, publishable FROM evidence WHERE id = ? AND locale = ? AND edition = ?",
        (identity.bytes, locale, edition),
    )
    return row == _sum(evidence)


def load(session: Session, identity: UUID, locale: Locale, edition: int) -> tuple[Evidence, ...]:
    """The evidence of an edition, by variant and heading level; () where none was kept. Raises StoreCorrupt."""
    row = session.row(
        "SELECT digest, packed FROM evidence WHERE id = ? AND locale = ? AND edition = ?",
        (identity.bytes, locale, edition),
    )
    if row is None:
        return ()
    with _reading(identity, locale, edition):
        return packing.unpacked(_proven(*row))


def some(
    session: Session, keys: Iterable[Numbered], variant: Variant, heading_level: int
) -> dict[Numbered, Evidence]:
    """The evidence of one rendering of each of some editions, in one query; what has none is left out. Raises StoreCorrupt."""
    wanted = [(identity.hex, locale, edition) for identity, locale, edition in keys]
    found = session.rows(
        """SELECT e.id, e.locale, e.edition, e.digest, e.packed FROM json_each(?) AS w
           CROSS JOIN evidence AS e ON e.id = unhex(w.value ->> 0) AND e.locale = w.value ->> 1 AND e.edition = w.value ->> 2""",
        (msgspec.json.encode(wanted).decode(),),
    )
    kept: dict[Numbered, Evidence] = {}
    for raw, locale, edition, digest, packed in found:
        identity = UUID(bytes=raw)
        with _reading(identity, locale, edition):
            one = packing.one(_proven(digest, packed), variant, heading_level)
        if one is not None:
            kept[identity, locale, edition] = one
    return kept


def _proven(digest: bytes, packed: bytes) -> bytes:
    if hashlib.sha256(packed).digest() != digest:
        message = "it does not match its digest"
        raise ValueError(message)
    return packed


@contextmanager
def _reading(identity: UUID, locale: Locale, edition: int) -> Iterator[None]:
    try:
        yield
    except (zlib.error, ValueError) as error:
        raise StoreCorrupt(
            f"The store is damaged at the evidence of edition {edition} of record {identity} in {locale}: {error}. "
            "Run “nordkalott doctor” to learn what else is hit, and restore it from a backup."
        ) from error


def _sum(evidence: tuple[Evidence, ...]) -> tuple[str, Verdict, int]:
    """Rule set, worst outcome, and whether all may be published."""
    reports = [each.report for each in evidence]
    return (
        min(report.ruleset for report in reports),
        together(reports),
        int(all(report.publishable for report in reports)),
    )
