"""The shapes of JSON answers that are more than one record, for OpenAPI and for tests that hold the server to them."""

from __future__ import annotations

import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from content.accessibility.report import Report
from content.accessibility.tree import Mode
from content.errors import Message
from content.kinds import Kind
from content.locales import Locale
from content.ports import Operation
from service.web.record import PublicEdition, PublicRecord

__all__ = [
    "ChangeList",
    "EditionList",
    "FragmentParts",
    "Health",
    "KindList",
    "ListParts",
    "PublicRecord",
    "Ready",
    "RecordList",
    "RuleEntry",
    "RuleSet",
]


class RecordList(Struct, frozen=True, kw_only=True):
    """A page of records, each with what `fields` names. `next` is a cursor; `seq` the highest change that touched this list."""

    records: list[PublicRecord]
    next: str | None
    seq: int


class EditionList(Struct, frozen=True, kw_only=True):
    """All editions of a record in a locale, oldest first."""

    id: UUID
    locale: Locale
    editions: list[PublicEdition]


class PublicChange(Struct, frozen=True, kw_only=True):
    """One change; an upsert of what is still published brings the record as it is now."""

    seq: int
    op: Operation
    id: UUID
    locale: Locale
    kind: Kind
    edition: int
    at: datetime.datetime
    record: PublicRecord | UnsetType = UNSET


class ChangeList(Struct, frozen=True, kw_only=True):
    """Changes, oldest first. `next` is where to go on, also when there is nothing new."""

    changes: list[PublicChange]
    next: str


class KindLine(Struct, frozen=True, kw_only=True):
    """A kind and the address of its schema."""

    kind: Kind
    description: str
    schema: str


class KindList(Struct, frozen=True, kw_only=True):
    """All kinds."""

    kinds: list[KindLine]


class FragmentParts(Struct, frozen=True, kw_only=True):
    """A fragment and what a host needs beside it. `csp` is what the host's policy must allow; `version` the edition."""

    html: str
    css: str
    js: str | None
    csp: str
    lang: str
    version: int
    etag: str
    report: Report


class ListParts(Struct, frozen=True, kw_only=True):
    """A list of cards and what a host needs beside it, as `FragmentParts` says it of a fragment."""

    html: str
    css: str
    js: str | None
    csp: str
    lang: str
    etag: str
    report: Report


class RuleEntry(Struct, frozen=True, kw_only=True):
    """One accessibility rule. `url` is where people read of it; `act` holds W3C ACT rule ids, `wcag` success criteria.

    `mode` is `fragment` or `document` for a rule that is for these alone. `asks` is null for a rule that asks nothing; `passing`,
    `failing` and `asking` are markup that the rule finds right, wrong, and leaves to a person ("" where there is none).
    """

    id: str
    url: str
    act: tuple[str, ...]
    wcag: tuple[str, ...]
    techniques: tuple[str, ...]
    mode: Mode | None
    blocking: bool
    title: Message
    applicability: Message
    expectation: Message
    failed: Message
    asks: Message | None
    help: Message
    passing: str
    failing: str
    asking: str


class RuleSet(Struct, frozen=True, kw_only=True):
    """The rules of the accessibility check, in the order in which a Report lists them."""

    ruleset: str
    rules: tuple[RuleEntry, ...]


class Health(Struct, frozen=True, kw_only=True):
    """The process answers."""

    status: str


class Ready(Struct, frozen=True, kw_only=True):
    """The store answers: the end of its change log."""

    status: str
    seq: int
    epoch: str
