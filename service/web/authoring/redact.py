"""Redact over HTTP: what is sent, what comes of it, and the verb."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from content.lifecycle import Remark
from content.locales import Locale
from content.ports.redactions import Found
from content.redaction import Media, Redact, Revisions, Texts
from service.web.answers import Answer, encoded
from service.web.authoring.call import Call, Desk


class RedactBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to remove: words as they are written, whole revisions, media by their digests; from `everywhere` in the record, or from this
    locale. `reason` stays, and is public. With `dry_run` nothing is changed.
    """

    reason: Remark
    texts: Texts = ()
    revisions: Revisions = ()
    media: Media = ()
    everywhere: bool = False
    dry_run: bool = False


class RedactAnswer(Struct, frozen=True, kw_only=True):
    """What was, or would be, removed where. `redaction` is its number in the ledger, null for a dry run; `seq` its last change.

    `erased` is false while free parts of the store's file may still hold the bytes: it is tried again until nothing is left.
    """

    redaction: int | None
    id: UUID
    locale: Locale | None
    seq: int | None
    erased: bool | None
    found: tuple[Found, ...]


def redact(desk: Desk, call: Call) -> Answer:
    """Named content goes from every revision, edition, Report, list and log of the record. Cannot be undone."""
    sent: RedactBody = call.decoded()
    with desk.store.read() as reading:
        standing = call.standing(reading)
    command = Redact(
        id=standing.id,
        locale=standing.locale,
        reason=sent.reason,
        texts=sent.texts,
        revisions=sent.revisions,
        media=sent.media,
        everywhere=sent.everywhere,
        actor=call.principal.name,
        via=call.via,
    )
    if sent.dry_run:
        found = desk.commands.survey(command).found
        where = None if sent.everywhere else standing.locale
        return encoded(
            RedactAnswer(redaction=None, id=standing.id, locale=where, seq=None, erased=None, found=found)
        )
    outcome = desk.commands.redact(command)
    desk.media.let_go(outcome.files)
    return encoded(
        RedactAnswer(
            redaction=outcome.number,
            id=outcome.id,
            locale=outcome.locale,
            seq=outcome.seq or None,
            erased=outcome.erased,
            found=outcome.found,
        )
    )
