"""(standing, command) → event, or an error."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from msgspec import UNSET, structs

from content import targets
from content.errors import Fault, Invalid, Message, NotFound, StaleRevision, WrongState
from content.lifecycle.commands import (
    Command,
    DeleteDraft,
    MarkGone,
    Publish,
    Redirect,
    Restore,
    SaveDraft,
    StateCommand,
    Withdraw,
)
from content.lifecycle.events import DraftDeleted, EditionPublished, RevisionSaved, StateChanged
from content.model import Edition, Revision, Standing, Update, digest_of, kind_of

_MOMENT = datetime.timedelta(microseconds=1)
"""What a store keeps of a time."""


def save(standing: Standing | None, command: SaveDraft, at: datetime.datetime) -> RevisionSaved:
    """A new revision on top of the newest. Raises StaleRevision, or Invalid where the kind would change."""
    newest = standing.revision if standing else 0
    if command.expected is not None and command.expected != newest:
        raise StaleRevision(
            f"Revision {command.expected} is not the newest: {newest} is. Read it and save again.",
            current=newest,
        )
    kind = kind_of(command.content)
    if standing and standing.kind != kind:
        raise Invalid.one(
            "/kind",
            "kind_is_fixed",
            nb=f"Innholdstypen er «{standing.kind}» og kan ikke endres.",
            en=f"The kind is “{standing.kind}” and cannot change.",
        )
    at = _not_before(at, standing.changed_at if standing else None)
    revision = Revision(
        id=command.id,
        locale=command.locale,
        number=newest + 1,
        at=at,
        author=command.author,
        note=command.note,
        digest=digest_of(command.content),
        policy=command.policy,
        content=command.content,
    )
    if standing is None:
        standing = Standing(
            id=command.id,
            kind=kind,
            locale=command.locale,
            state="draft",
            slug=command.content.slug,
            revision=1,
            changed_at=at,
        )
    elif standing.edition == 0:
        standing = structs.replace(
            standing, revision=revision.number, slug=command.content.slug, changed_at=at
        )
    else:
        standing = structs.replace(standing, revision=revision.number)
    return RevisionSaved(revision=revision, standing=standing, via=command.via)


def delete(standing: Standing | None, command: DeleteDraft, at: datetime.datetime) -> DraftDeleted:
    """The end of a draft. Raises NotFound, StaleRevision, or WrongState where it is, or was, public or is to be."""
    if standing is None:
        raise NotFound(f"There is no record {command.id} in {command.locale}.")
    if command.expected != standing.revision:
        raise StaleRevision(
            f"Revision {command.expected} is not the newest: {standing.revision} is. Read it and try again.",
            current=standing.revision,
        )
    if standing.edition or standing.state != "draft":
        raise WrongState(f"This is {standing.state}: only a draft that was never published can be deleted.")
    return DraftDeleted(standing=standing, at=at, actor=command.actor, via=command.via)


def publish(
    standing: Standing | None,
    revision: Revision,
    command: Publish,
    at: datetime.datetime,
    *,
    planned: bool = False,
) -> EditionPublished:
    """The named revision as the next edition. One that is `planned` was the newest when it was named, and may be an older one now.

    Raises NotFound, StaleRevision where it is not the newest, WrongState where it is live already, Invalid for a first
    edition that calls itself a correction, or a correction without a note.
    """
    if standing is None:
        raise NotFound(f"There is no record {command.id} in {command.locale}.")
    if command.revision != standing.revision and not planned:
        raise StaleRevision(
            f"Revision {command.revision} is not the newest: {standing.revision} is. Look at it, then publish that.",
            current=standing.revision,
        )
    if standing.state == "published" and command.revision <= standing.live_revision:
        raise WrongState(f"Revision {command.revision} is published already, as edition {standing.edition}.")
    back = standing.edition > 0 and standing.state != "published"
    _in_itself(command)
    if command.update == "minor" and (standing.edition == 0 or back):
        raise Invalid.one(
            "/update",
            "first_is_major",
            nb="Den første utgaven, og den første etter at noe er trukket tilbake, er alltid «major».",
            en="The first edition, and the first after a withdrawal, is always “major”.",
        )
    return _published(
        standing,
        revision,
        command.update,
        command.note,
        at,
        actor=command.actor,
        via=command.via,
        planned=planned,
    )


def restore(
    standing: Standing | None, live: Revision | None, command: Restore, at: datetime.datetime
) -> EditionPublished:
    """The revision of the live edition as the next edition, which is news. A newer draft stays a draft.

    Raises NotFound, WrongState where nothing was taken back, Invalid without a reason.
    """
    if standing is None or live is None:
        raise NotFound(f"Nothing was ever published of {command.id} in {command.locale}.")
    _in_itself(command)
    if standing.state not in {"withdrawn", "redirected", "gone"}:
        raise WrongState(f"This is {standing.state}: there is nothing to restore.")
    return _published(
        standing, live, "major", command.reason, at, actor=command.actor, via=command.via, verb="restore"
    )


def _published(
    standing: Standing,
    revision: Revision,
    update: Update,
    note: str,
    at: datetime.datetime,
    *,
    actor: str,
    via: str,
    verb: str = "publish",
    planned: bool = False,
) -> EditionPublished:
    at = _told(standing, at)
    edition = Edition(
        id=standing.id,
        locale=standing.locale,
        number=standing.edition + 1,
        revision=revision.number,
        update=update,
        note=note,
        at=at,
        published_at=standing.published_at or at,
        updated_at=at if update == "major" or standing.updated_at is None else standing.updated_at,
        digest=revision.digest,
        content=revision.content,
    )
    after = structs.replace(
        standing,
        state="published",
        slug=revision.content.slug,
        live_revision=revision.number,
        edition=edition.number,
        reason="",
        redirect_to="",
        published_at=edition.published_at,
        updated_at=edition.updated_at,
        modified_at=at,
        changed_at=at,
    )
    return EditionPublished(edition=edition, standing=after, actor=actor, verb=verb, via=via, planned=planned)


def change_state(standing: Standing | None, command: StateCommand, at: datetime.datetime) -> StateChanged:
    """Withdraw, gone, redirect. Raises NotFound, WrongState, or Invalid where the reason or the target is missing."""
    if standing is None:
        raise NotFound(f"There is no record {command.id} in {command.locale}.")
    if standing.edition == 0:
        raise WrongState(f"This was never published in {command.locale}: there is nothing to take back.")
    _in_itself(command)
    match command:
        case Withdraw():
            state, to = "withdrawn", ""
        case MarkGone():
            state, to = "gone", ""
        case Redirect():
            state, to = "redirected", targets.uri(command.to) or ""
    if standing.state == state and standing.redirect_to == to:
        raise WrongState(f"This is {state} already.")
    if isinstance(command, Withdraw) and standing.state != "published":
        raise WrongState(f"Only what is published can be withdrawn; this is {standing.state}.")
    after = structs.replace(
        standing,
        state=state,
        reason=command.reason,
        redirect_to=to,
        changed_at=_told(standing, at),
    )
    verb = str(command.__struct_config__.tag)
    return StateChanged(
        verb=verb, standing=after, actor=command.actor, reason=command.reason, via=command.via
    )


def faults(command: Command) -> Iterator[Fault]:
    """What a command lacks in itself, wherever the record stands."""
    match command:
        case SaveDraft() if _of_itself(command):
            yield _fault(
                "/translation/source_locale",
                "own_locale",
                nb=f"Teksten er på «{command.locale}» og kan ikke være oversatt fra det. Oppgi språket den er oversatt fra.",
                en=f"The text is in “{command.locale}” and cannot be translated from it. Name the locale that it was translated from.",
            )
        case Publish() if command.update == "minor" and not command.note.strip():
            yield _fault(
                "/note",
                "missing",
                nb="En rettelse («minor») trenger en merknad: skriv hva som er rettet.",
                en="A correction (“minor”) needs a note: say what was corrected.",
            )
        case Withdraw() | MarkGone() | Restore() if not command.reason.strip():
            yield _fault(
                "/reason",
                "missing",
                nb="Oppgi en grunn: leserne får se den.",
                en="Give a reason: readers are shown it.",
            )
        case Redirect() if targets.uri(command.to) is None:
            yield _fault(
                "/to",
                "wrong_form",
                nb="Oppgi en adresse: https:// og et vertsnavn, eller en sti som begynner med «/».",
                en="Give an address: https:// and a host, or a path that begins with “/”.",
            )
        case _:
            return


def _of_itself(command: SaveDraft) -> bool:
    translation = command.content.translation
    return translation is not UNSET and translation.source_locale == command.locale


def _in_itself(command: Command) -> None:
    found = tuple(faults(command))
    if found:
        raise Invalid(found)


def _fault(pointer: str, code: str, *, nb: str, en: str) -> Fault:
    return Fault(pointer=pointer, code=code, message=Message(nb=nb, en=en))


def _told(standing: Standing, at: datetime.datetime) -> datetime.datetime:
    """When the public is told. Later than what it was told before of this record, whatever the clock does: readers of feeds know by the
    time alone which of two things is news (RFC 5005 section 4.2), and whether a record is back (RFC 6721 section 3).
    """
    at = _not_before(at, standing.changed_at)
    if standing.modified_at is None:
        return at
    return max(at, max(standing.modified_at, standing.changed_at) + _MOMENT)


def _not_before(at: datetime.datetime, *earlier: datetime.datetime | None) -> datetime.datetime:
    """Times of one record never go back, whatever the clock does."""
    return max(at, *(moment for moment in earlier if moment is not None), at)
