"""Does an event follow from what is stored? Asked inside the transaction, so that the answer holds until the commit."""

from __future__ import annotations

from content.errors import NotFound, StaleRevision, WrongState
from content.lifecycle import DraftDeleted, EditionPublished, RevisionSaved, StateChanged
from content.model import Standing, kind_of

_OF_THE_LIVE_EDITION = ("edition", "live_revision", "published_at", "updated_at", "modified_at")
_OF_THE_STATE = ("state", "reason", "redirect_to")


def saved(stored: Standing | None, event: RevisionSaved) -> None:
    """Raises StaleRevision unless the revision is the next one, WrongState where anything else moved."""
    newest = stored.revision if stored else 0
    revision, after = event.revision, event.standing
    if revision.number != newest + 1:
        raise StaleRevision(
            f"Revision {revision.number} cannot follow: {newest} is the newest. Read it and save again.",
            current=newest,
        )
    expected = (revision.id, revision.locale, revision.number, kind_of(revision.content))
    if (after.id, after.locale, after.revision, after.kind) != expected:
        raise WrongState("The standing is not that of the revision.")
    if stored is None:
        if after.edition or after.state != "draft":
            raise WrongState("A record starts in a locale as a draft.")
        return
    _same(stored, after, ("kind", *_OF_THE_STATE, *_OF_THE_LIVE_EDITION))
    if stored.edition:
        _same(stored, after, ("slug", "changed_at"))


def published(stored: Standing | None, event: EditionPublished) -> Standing:
    """Raises NotFound, StaleRevision unless the newest revision is published, one that was planned, or the live one restored;
    WrongState where anything else moved.
    """
    edition, after = event.edition, event.standing
    if stored is None:
        raise NotFound(f"There is no record {edition.id} in {edition.locale}.")
    back = stored.state in {"withdrawn", "redirected", "gone"}
    named = {stored.revision, stored.live_revision} if back else {stored.revision}
    known = edition.revision in named or (event.planned and edition.revision <= stored.revision)
    if not known or after.revision != stored.revision:
        raise StaleRevision(
            f"Revision {edition.revision} is not the newest: {stored.revision} is. Look at it, then publish that.",
            current=stored.revision,
        )
    if edition.number != stored.edition + 1:
        raise WrongState(f"Edition {edition.number} cannot follow: {stored.edition} is the newest.")
    if stored.state == "published" and edition.revision <= stored.live_revision:
        raise WrongState(f"Revision {edition.revision} is published already, as edition {stored.edition}.")
    if edition.update == "minor" and stored.state != "published":
        raise WrongState(f"This is {stored.state}: the next edition is news, not a correction.")
    expected = (
        edition.id,
        edition.locale,
        stored.kind,
        "published",
        edition.content.slug,
        edition.number,
        edition.revision,
    )
    if (
        after.id,
        after.locale,
        after.kind,
        after.state,
        after.slug,
        after.edition,
        after.live_revision,
    ) != expected:
        raise WrongState("The standing is not that of the edition.")
    _later(stored, after)
    return stored


def marked(stored: Standing | None, after: Standing) -> Standing:
    """Raises NotFound, WrongState unless all that moved is whether the publication of a draft is planned."""
    if stored is None:
        raise NotFound(f"There is no record {after.id} in {after.locale}.")
    if {stored.state, after.state} != {"draft", "scheduled"} or stored.edition:
        raise WrongState(f"This is {stored.state}: it cannot become {after.state} this way.")
    _same(stored, after, ("kind", "slug", "revision", "reason", "redirect_to", *_OF_THE_LIVE_EDITION))
    _later(stored, after)
    return stored


def deleted(stored: Standing | None, event: DraftDeleted) -> None:
    """Raises NotFound, StaleRevision where a newer revision was saved, WrongState unless it is a draft that nobody has seen."""
    before = event.standing
    if stored is None:
        raise NotFound(f"There is no record {before.id} in {before.locale}.")
    if before.revision != stored.revision:
        raise StaleRevision(
            f"Revision {before.revision} is not the newest: {stored.revision} is. Read it and try again.",
            current=stored.revision,
        )
    if stored.edition or stored.state != "draft":
        raise WrongState(f"This is {stored.state}: only a draft that was never published can be deleted.")


def moved(stored: Standing | None, event: StateChanged) -> Standing:
    """Raises NotFound, StaleRevision where a newer revision was saved, WrongState where anything else moved."""
    after = event.standing
    if stored is None:
        raise NotFound(f"There is no record {after.id} in {after.locale}.")
    if after.revision != stored.revision:
        raise StaleRevision(
            f"Revision {after.revision} is not the newest: {stored.revision} is. Read it and try again.",
            current=stored.revision,
        )
    if not stored.edition or after.state not in {"withdrawn", "redirected", "gone"}:
        raise WrongState(f"This is {stored.state}: it cannot become {after.state} this way.")
    if (stored.state, stored.redirect_to) == (after.state, after.redirect_to):
        raise WrongState(f"This is {stored.state} already.")
    _same(stored, after, ("kind", "slug", *_OF_THE_LIVE_EDITION))
    _later(stored, after)
    return stored


def _same(stored: Standing, after: Standing, names: tuple[str, ...]) -> None:
    for name in names:
        if getattr(stored, name) != getattr(after, name):
            raise WrongState(
                f"Somebody changed this in the meantime: its {name.replace('_', ' ')} is “{getattr(stored, name)}”, "
                f"not “{getattr(after, name)}”. Read it and try again."
            )


def _later(stored: Standing, after: Standing) -> None:
    if after.changed_at < stored.changed_at:
        raise WrongState("Somebody changed this in the meantime. Read it and try again.")
