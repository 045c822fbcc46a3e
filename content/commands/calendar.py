"""The calendar: what acts do to what is planned, within the transaction of the act, and what the journal says of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from content import access, schedule
from content.access import Reach
from content.lifecycle import EditionPublished, StateChanged
from content.locales import Locale
from content.ports import Writing
from content.schedule import Planned


def published(
    writing: Writing,
    out: Sequence[tuple[EditionPublished, datetime.datetime | None]],
    reach: Reach = access.everywhere,
) -> None:
    """After editions are out: plans for revisions up to them are void, and the expiry of each is planned where one is named.

    An expiry that was planned before stays where none is named: a correction of a text that is to be withdrawn does not keep it up.
    Raises Forbidden where that would fail plans that `reach` refuses.
    """
    void = [
        planned
        for event, _ in out
        for planned in writing.schedule.of(event.edition.id, event.edition.locale)
        if planned.act == "publish" and planned.revision <= event.edition.revision
    ]
    if void:
        _take(writing, void, out[0][0].actor, out[0][0].edition.at, "is published already", reach=reach)
    for event, expires in out:
        if expires is not None:
            keep(writing, [schedule.expiry(event, expires)])


def taken_back(writing: Writing, event: StateChanged) -> None:
    """After a record was withdrawn, redirected or gone: nothing brings it back by itself, and nothing is left to expire."""
    standing = event.standing
    void = writing.schedule.of(standing.id, standing.locale)
    # Whatever else was to go out with it: what is to be taken back is never held up.
    _take(writing, void, event.actor, standing.changed_at, f"is {standing.state}")


def keep(
    writing: Writing, planned: Sequence[Planned], reach: Reach = access.everywhere
) -> tuple[Planned, ...]:
    """Keep plans, in the place of those before, and tell the journal. Several publications go out together or not at all.

    Raises Forbidden where that would fail plans that `reach` refuses.
    """
    before = [
        known
        for each in planned
        for known in writing.schedule.of(each.id, each.locale)
        if known.act == each.act
    ]
    if before:
        _take(
            writing, before, planned[0].actor, planned[0].made_at, "is planned anew", reach=reach, quiet=True
        )
    kept = writing.schedule.keep(planned)
    for each in kept:
        _tell(writing, each, "schedule", each.actor, each.made_at, via=each.via)
        standing = writing.standing(each.id, each.locale)
        if each.act == "publish" and standing is not None:
            waiting = schedule.waiting(standing, each.made_at)
            if waiting != standing:
                writing.schedule.mark(waiting)
    return kept


def cancel(
    writing: Writing,
    planned: Sequence[Planned],
    actor: str,
    at: datetime.datetime,
    *,
    via: str,
    reach: Reach = access.everywhere,
) -> tuple[Planned, ...]:
    """Take plans back, with all that were to go out together with them. Returns them. Raises Forbidden where `reach` refuses one."""
    gone = {
        each.number: each
        for one in planned
        for each in (one, *(writing.schedule.together(one) if one.act == "publish" else ()))
    }
    _demand(writing, tuple(gone.values()), reach)
    for each in gone.values():
        writing.schedule.take([each])
        _tell(writing, each, "unschedule", actor, at, via=via)
        _no_longer(writing, each.id, each.locale, at)
    return tuple(gone.values())


def fail(writing: Writing, planned: Sequence[Planned], why: str, at: datetime.datetime) -> bool:
    """Mark plans as failed; False where they are not there any more as they were."""
    if not writing.schedule.fail(planned, why, at):
        return False
    for each in planned:
        _tell(writing, each, "schedule-failed", each.actor, at, via="schedule", reason=why)
        _no_longer(writing, each.id, each.locale, at)
    return True


def _take(
    writing: Writing,
    void: Sequence[Planned],
    actor: str,
    at: datetime.datetime,
    why: str,
    *,
    reach: Reach = access.everywhere,
    quiet: bool = False,
) -> None:
    """Take plans away that an act has made void. Those that were to go out together with one of them cannot any more: they failed."""
    taken = {each.number for each in void}
    for each in void:
        bound = writing.schedule.together(each) if each.act == "publish" else ()
        others = [other for other in bound if other.number not in taken]
        writing.schedule.take([each])
        if not quiet:
            _tell(writing, each, "unschedule", actor, at)
        if others:
            _demand(writing, others, reach)
            fail(
                writing,
                others,
                f"This was to be published together with {each.id} in {each.locale}, which {why}.",
                at,
            )


def _demand(writing: Writing, planned: Sequence[Planned], reach: Reach) -> None:
    for each in planned:
        standing = writing.standing(each.id, each.locale)
        if standing is not None:
            reach(standing.kind, standing.locale)


def _no_longer(writing: Writing, identity: UUID, locale: Locale, at: datetime.datetime) -> None:
    standing = writing.standing(identity, locale)
    if standing is not None:
        after = schedule.no_longer(standing, at)
        if after != standing:
            writing.schedule.mark(after)


def _tell(
    writing: Writing,
    planned: Planned,
    verb: str,
    actor: str,
    at: datetime.datetime,
    *,
    via: str = "",
    reason: str = "",
) -> None:
    detail: dict[str, str | int] = {"act": planned.act, "at": planned.at.isoformat()}
    optional: dict[str, str | int] = {
        "revision": planned.revision,
        "expires": planned.expires.isoformat() if planned.expires else "",
        "together": planned.together,
        "reason": reason,
        "via": via,
    }
    detail |= {name: value for name, value in optional.items() if value}
    writing.record(actor, verb, at, detail, identity=planned.id, locale=planned.locale)
