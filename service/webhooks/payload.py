"""The body of a webhook's delivery: `{type, timestamp, data}`, as Standard Webhooks has it ("Payload structure").

`timestamp` is when it happened, the same at each repetition; when it was sent stands in the head. What is said of a record is read when
it is sent: what is not public any more by then is not in it.
"""

from __future__ import annotations

import datetime
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType

from content.delivery import Delivery, Event
from content.kinds import Kind
from content.locales import Locale
from content.model import Standing, Update
from content.ports import Change, Entry, JournalEntry, Operation
from service.links import PublicLinks
from service.web.record import PublicRecord


class ChangeData(Struct, frozen=True, kw_only=True):
    """What happened to a record in a locale: a row of /v1/changes, with what became of it.

    `record` is there only while the edition that it tells of is live. `reason` and `to` are there only while the record is where this took
    it: why it was taken back, and where it leads now.
    """

    seq: int
    op: Operation
    id: UUID
    locale: Locale
    kind: Kind
    edition: int
    update: Update
    at: datetime.datetime
    url: str
    reason: str | UnsetType = UNSET
    to: str | UnsetType = UNSET
    record: PublicRecord | UnsetType = UNSET


class CheckData(Struct, frozen=True, kw_only=True):
    """What a check of a live edition found that was not known when it was published. It stays on the web; the editors are to look at it.

    `number` is that of the journal's entry, `rules` the rules that fail now, `source` why: a rule that came later, or a linked record.
    """

    number: int
    id: UUID
    locale: Locale
    kind: Kind
    edition: int
    at: datetime.datetime
    ruleset: str
    rules: tuple[str, ...]
    source: str
    url: str


class TestData(Struct, frozen=True, kw_only=True):
    """What a test says: which webhook it was for. Nothing happened."""

    webhook: UUID
    number: int


class Payload(Struct, frozen=True, kw_only=True):
    """What is sent."""

    type: Event
    timestamp: datetime.datetime
    data: ChangeData | CheckData | TestData


def of_change(
    event: Event, change: Change, entry: Entry, record: PublicRecord | None, links: PublicLinks
) -> Payload:
    """What is said of a change; `entry` is the record's as it stands now, `record` what the public gets of it now, if it does."""
    standing = entry.standing
    there = change.op == "delete" and entry.seq == change.seq
    live = record is not None and change.op == "upsert" and record.edition == change.edition
    return Payload(
        type=event,
        timestamp=change.at,
        data=ChangeData(
            seq=change.seq,
            op=change.op,
            id=change.id,
            locale=change.locale,
            kind=change.kind,
            edition=change.edition,
            update=change.update,
            at=change.at,
            url=links.page(standing.locale, standing.slug),
            reason=standing.reason if there and standing.reason else UNSET,
            to=links.absolute(standing.redirect_to) if there and standing.redirect_to else UNSET,
            record=record if record is not None and live else UNSET,
        ),
    )


def of_check(entry: JournalEntry, standing: Standing, links: PublicLinks) -> Payload:
    """What is said of an entry of the journal about a check that failed."""
    detail = entry.detail
    return Payload(
        type="check.failed",
        timestamp=entry.at,
        data=CheckData(
            number=entry.number,
            id=standing.id,
            locale=standing.locale,
            kind=standing.kind,
            edition=int(detail["edition"]),
            at=entry.at,
            ruleset=str(detail["ruleset"]),
            rules=tuple(str(detail["rules"]).split()),
            source=str(detail["source"]),
            url=links.page(standing.locale, standing.slug),
        ),
    )


def of_test(delivery: Delivery) -> Payload:
    """What a test says."""
    return Payload(
        type="test",
        timestamp=delivery.made_at,
        data=TestData(webhook=delivery.subscriber, number=delivery.number),
    )


def encode(payload: Payload) -> bytes:
    """The body: the bytes that are signed are the bytes that are sent."""
    return msgspec.json.encode(payload)
