"""The Audit: what a real browser found in the bytes of one place that we serve, beside the Report, by another assertor.

It quotes nothing that the bytes say: places are told by tags and their order alone.
"""

from __future__ import annotations

import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from content.accessibility.report import Outcome
from content.locales import Locale

AuditVerdict = Literal["failed", "no_failures_found", "could_not_audit"]


class Looked(Struct, frozen=True, kw_only=True):
    """What one rule came to, by where it was asked: "county dark" for a fragment in a host, "dark" for a page.

    `rule` is axe-core's name after "axe/", or that of a check of our own after "browser/". `help` is one sentence in English,
    `wcag` success criteria like "1.4.3".
    """

    rule: str
    help: str
    wcag: tuple[str, ...] = ()
    outcomes: dict[str, Outcome]


class Seen(Struct, frozen=True, kw_only=True):
    """One place where a rule failed, or could not tell. `target` is a CSS selector from the fragment's root, or the page's."""

    rule: str
    where: str
    outcome: Outcome
    target: str


class Audit(Struct, frozen=True, kw_only=True):
    """One place, audited. `path` is as it was asked for; the record's members are those of what was shown there, if it was a record's.

    `digest` is over the bytes as served; `setup` over everything that they were looked at with: browser, axe-core, checks, hosts
    and stylesheets. `why` says what went wrong where it could not be audited.
    """

    path: str
    id: UUID | None = None
    locale: Locale | None = None
    edition: int = 0
    digest: str
    setup: str
    at: datetime.datetime
    browser: str
    axe: str
    outcome: AuditVerdict
    rules: tuple[Looked, ...] = ()
    findings: tuple[Seen, ...] = ()
    why: str = ""
