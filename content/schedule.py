"""What is to happen to a record at a time: publication and expiry. Pure decisions, like those of `lifecycle`.

A plan names a revision and stays on it, whatever is saved after (docs/adr/0012-scheduled-publication.md). There is at most one
plan of each act for a record in a locale: a new one takes the place of the one before.

    draft ──plan──▶ scheduled ──its time──▶ published ──its time──▶ withdrawn
      ▲                 │
      └──unschedule─────┘   (and where the check, or the record, refuses when the time has come: the plan then says why)
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct, structs

from content.errors import Fault, Invalid, Message
from content.kinds import Moment
from content.lifecycle import Actor, EditionPublished, Number, Publish, Remark, Via
from content.locales import Locale, Tag
from content.model import Standing, Update

Act = Literal["publish", "expire"]
TOLERANCE: Final = datetime.timedelta(seconds=60)
"""A time that passed no longer ago than this means "now": clocks differ, and requests take time."""
MOST_TOGETHER: Final = 50


class Planned(Struct, frozen=True, kw_only=True):
    """One thing that is to happen. `number` is the store's: each change of a plan makes a new one, so that none runs twice.

    `revision`, `update` and `note` are those of the edition to come; `expires` when that is to be withdrawn again. `together` is the
    same number for those that go out together or not at all, 0 for one alone. `failed_at` and `failure` say when and why it could
    not be done: it is not tried again.
    """

    number: int = 0
    id: UUID
    locale: Locale
    act: Act
    at: datetime.datetime
    revision: int = 0
    update: Update = "major"
    note: str = ""
    expires: datetime.datetime | None = None
    together: int = 0
    actor: str
    via: str = ""
    made_at: datetime.datetime
    failed_at: datetime.datetime | None = None
    failure: str = ""


class Item(Struct, frozen=True, kw_only=True):
    """One of several revisions that are published together."""

    id: UUID
    locale: Tag
    revision: Number
    update: Update = "major"
    note: Remark = ""


class PublishTogether(Struct, frozen=True, kw_only=True, tag="publish_together"):
    """Publish several named revisions, all or none; now, or at a time, with one expiry for all."""

    items: Annotated[tuple[Item, ...], Meta(min_length=1, max_length=MOST_TOGETHER)]
    at: Moment | None = None
    expires: Moment | None = None
    actor: Actor
    via: Via = ""


class Unschedule(Struct, frozen=True, kw_only=True, tag="unschedule"):
    """Take a plan back; both, unless one act is named. Those that were to go out together with it do not go out either."""

    id: UUID
    locale: Tag
    act: Act | None = None
    actor: Actor
    via: Via = ""


def each(command: PublishTogether) -> tuple[Publish, ...]:
    """The publications that it stands for, in its order."""
    return tuple(
        Publish(
            id=item.id,
            locale=item.locale,
            revision=item.revision,
            update=item.update,
            note=item.note,
            at=command.at,
            expires=command.expires,
            actor=command.actor,
            via=command.via,
        )
        for item in command.items
    )


def command(planned: Planned) -> Publish:
    """The publication that was planned, to be done now."""
    return Publish(
        id=planned.id,
        locale=planned.locale,
        revision=planned.revision,
        update=planned.update,
        note=planned.note,
        expires=planned.expires,
        actor=planned.actor,
        via="schedule",
    )


def faults(at: datetime.datetime | None, expires: datetime.datetime | None) -> Iterator[Fault]:
    """What is wrong with two times, whatever the time is now."""
    if at is not None and expires is not None and expires <= at:
        yield _fault(
            "/expires",
            "too_early",
            nb="Utløpet må være etter publiseringen.",
            en="The expiry must be after the publication.",
        )


def moment(command: Publish, now: datetime.datetime) -> datetime.datetime | None:
    """When to publish: None for at once. Raises Invalid for times that have passed."""
    told: list[Fault] = []
    if command.at is not None and command.at < now - TOLERANCE:
        told.append(
            _fault(
                "/at",
                "passed",
                nb=f"Tidspunktet er passert: klokka er {_shown(now)}. Oppgi et senere, eller publiser med en gang.",
                en=f"That time has passed: it is {_shown(now)}. Give a later one, or publish at once.",
            )
        )
    if command.expires is not None and command.expires <= now:
        told.append(
            _fault(
                "/expires",
                "passed",
                nb=f"Utløpet er passert: klokka er {_shown(now)}. Oppgi et senere.",
                en=f"That expiry has passed: it is {_shown(now)}. Give a later one.",
            )
        )
    if told:
        raise Invalid(tuple(told))
    return command.at if command.at is not None and command.at > now else None


def publication(command: Publish, at: datetime.datetime, now: datetime.datetime) -> Planned:
    """The plan to publish at a time."""
    return Planned(
        id=command.id,
        locale=command.locale,
        act="publish",
        at=at,
        revision=command.revision,
        update=command.update,
        note=command.note,
        expires=command.expires,
        actor=command.actor,
        via=command.via,
        made_at=now,
    )


def expiry(event: EditionPublished, at: datetime.datetime) -> Planned:
    """The plan to withdraw an edition, at the time that was named: that of the edition may lie ahead, where a clock was put back."""
    return Planned(
        id=event.edition.id,
        locale=event.edition.locale,
        act="expire",
        at=at,
        actor=event.actor,
        via=event.via,
        made_at=event.edition.at,
    )


def waiting(standing: Standing, now: datetime.datetime) -> Standing:
    """The standing of what has a publication planned: `scheduled` where nothing was published before, as it was otherwise."""
    return _restated(standing, "draft", "scheduled", now)


def no_longer(standing: Standing, now: datetime.datetime) -> Standing:
    """The standing of what has no publication planned any more."""
    return _restated(standing, "scheduled", "draft", now)


def _restated(
    standing: Standing,
    before: Literal["draft", "scheduled"],
    after: Literal["draft", "scheduled"],
    now: datetime.datetime,
) -> Standing:
    if standing.state != before:
        return standing
    return structs.replace(standing, state=after, changed_at=max(now, standing.changed_at))


def _shown(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _fault(pointer: str, code: str, *, nb: str, en: str) -> Fault:
    return Fault(pointer=pointer, code=code, message=Message(nb=nb, en=en))
