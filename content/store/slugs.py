"""Slugs that nobody has ever followed a link to: let go when no draft and no plan asks for them any more."""

from __future__ import annotations

from uuid import UUID

from content.locales import Locale
from content.store.connection import Session


def release(session: Session, identity: UUID, locale: Locale) -> None:
    """Let go of what neither the newest revision of a record in a locale asks for, nor one that is to be published."""
    session.rows(
        """DELETE FROM slug WHERE id = ?1 AND locale = ?2 AND edition IS NULL AND slug NOT IN (
               SELECT json_extract(CAST(content AS TEXT), '$.slug') FROM revision WHERE id = ?1 AND locale = ?2 AND number IN (
                   SELECT revision FROM standing WHERE id = ?1 AND locale = ?2
                   UNION ALL SELECT revision FROM schedule WHERE id = ?1 AND locale = ?2 AND act = 'publish'))""",
        (identity.bytes, locale),
    )
