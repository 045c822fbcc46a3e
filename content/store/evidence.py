"""The evidence of an edition, as one compressed blob: its fifteen reports and fragments differ in little more than headings."""

from __future__ import annotations

import hashlib
import zlib
from uuid import UUID

import msgspec

from content.accessibility.answers import together
from content.accessibility.report import Verdict
from content.errors import StoreCorrupt
from content.locales import Locale
from content.model import HEADING_LEVELS, VARIANTS
from content.ports import Evidence
from content.store.connection import Session

_LEVEL = 6
_DECODER: msgspec.msgpack.Decoder[tuple[Evidence, ...]] = msgspec.msgpack.Decoder(tuple[Evidence, ...])


def keep(
    session: Session, identity: UUID, locale: Locale, edition: int, evidence: tuple[Evidence, ...]
) -> None:
    """Store all evidence of an edition; nothing where there is none."""
    if not evidence:
        return
    packed = _packed(evidence)
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
    packed = _packed(evidence)
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
    digest, packed = row
    place = f"the evidence of edition {edition} of record {identity} in {locale}"
    if hashlib.sha256(packed).digest() != digest:
        raise StoreCorrupt(
            f"The store is damaged at {place}: it does not match its digest. "
            "Run “nordkalott doctor” to learn what else is hit, and restore it from a backup."
        )
    try:
        return _DECODER.decode(zlib.decompress(packed))
    except (zlib.error, msgspec.DecodeError) as error:
        raise StoreCorrupt(f"The store is damaged at {place}: it cannot be read ({error}).") from error


def _packed(evidence: tuple[Evidence, ...]) -> bytes:
    ordered = sorted(
        evidence, key=lambda each: (VARIANTS.index(each.variant), HEADING_LEVELS.index(each.heading_level))
    )
    return zlib.compress(msgspec.msgpack.encode(ordered), _LEVEL)


def _sum(evidence: tuple[Evidence, ...]) -> tuple[str, Verdict, int]:
    """Rule set, worst outcome, and whether all may be published."""
    reports = [each.report for each in evidence]
    return (
        min(report.ruleset for report in reports),
        together(reports),
        int(all(report.publishable for report in reports)),
    )
