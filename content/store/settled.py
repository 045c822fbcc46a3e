"""What the evidence of live editions comes to with what people answered, as rows beside it."""

from __future__ import annotations

from uuid import UUID

import msgspec

from content.accessibility.answers import Settled, settlements
from content.locales import Locale
from content.store import evidence, rows
from content.store.attestations import SqliteAttestations
from content.store.connection import Session


def keep(session: Session, identity: UUID, locale: Locale) -> None:
    """Make the row of a record in a locale again, from its answers and the evidence of its newest edition; none where there are none."""
    edition, spans = _made(session, identity, locale)
    key = (identity.bytes, locale)
    if spans:
        session.rows(
            "INSERT OR REPLACE INTO settled (id, locale, edition, spans) VALUES (?, ?, ?, ?)",
            (*key, edition, _packed(spans)),
        )
    else:
        session.rows("DELETE FROM settled WHERE id = ? AND locale = ?", key)


def amiss(session: Session, identity: UUID, locale: Locale) -> bool:
    """Whether the row is not what follows. One that waits for the re-check may not be there yet."""
    edition, spans = _made(session, identity, locale)
    key = (identity.bytes, locale)
    row = session.row("SELECT edition, spans FROM settled WHERE id = ? AND locale = ?", key)
    if row is None and spans:
        return not session.rows("SELECT 1 FROM recheck_due WHERE id = ? AND locale = ?", key)
    return row != ((edition, _packed(spans)) if spans else None)


def _made(session: Session, identity: UUID, locale: Locale) -> tuple[int, tuple[Settled, ...]]:
    answers = SqliteAttestations(session).answers((identity, locale))
    said = [each.at for each in answers.attestations] + [each.at for each in answers.overrides]
    row = session.row(
        "SELECT edition FROM standing WHERE id = ? AND locale = ? AND edition IS NOT NULL",
        (identity.bytes, locale),
    )
    if not said or row is None:
        return 0, ()
    kept = evidence.load(session, identity, locale, row[0])
    # From the newest answer on: it then follows from the rows alone, whenever it is made.
    return row[0], settlements([each.report for each in kept], answers, max(said))


def _packed(spans: tuple[Settled, ...]) -> str:
    return msgspec.json.encode(
        [(rows.to_micros_or_none(each.until), each.outcome, int(each.publishable)) for each in spans]
    ).decode()
