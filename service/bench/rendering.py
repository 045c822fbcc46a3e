"""A rendered sample, without a store."""

from __future__ import annotations

import datetime

from content import fragments
from content.fragments import Context
from content.model import Content, Edition, digest_of
from service.bench import samples
from service.links import PublicLinks


def fragment(content: Content) -> str:
    """The full fragment of a sample."""
    at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    edition = Edition(
        id=samples.identity(1), locale="nb", number=1, revision=1, update="major", at=at, published_at=at, updated_at=at,
        digest=digest_of(content), content=content,
    )  # fmt: skip
    return fragments.render(edition, Context(requested="nb", links=PublicLinks("https://example.org")))
