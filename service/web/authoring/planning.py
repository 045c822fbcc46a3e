"""Publish several together, take plans back, look after a record, and list what is due."""

from __future__ import annotations

import datetime

import msgspec

from content import due
from content.errors import NotFound
from content.schedule import PublishTogether, Unschedule
from content.stewardship import Steward
from service.web.answers import Answer, encoded
from service.web.authoring import plans, shapes
from service.web.authoring.bodies import Publications, Stewarding
from service.web.authoring.call import Call, Desk


def publish(desk: Desk, call: Call) -> Answer:
    """All named revisions or none. The token must reach each of them."""
    sent: Publications = call.decoded()
    with desk.store.read() as reading:
        for each in sent.items:
            standing = reading.standing(each.id, each.locale)
            if standing is None:
                raise NotFound(f"There is no record {each.id} in {each.locale}.")
            call.demand(standing.kind, standing.locale)
    outcomes = desk.commands.publish_together(
        PublishTogether(
            items=sent.items,
            at=sent.at,
            expires=sent.expires,
            actor=call.principal.name,
            via=call.via,
        ),
        call.together,
    )
    return encoded(
        shapes.OutcomeList(publications=[shapes.outcome_of(each, desk.links) for each in outcomes])
    )


def unschedule(desk: Desk, call: Call) -> Answer:
    """Nothing of what was planned happens."""
    with desk.store.read() as reading:
        standing = call.standing(reading)
    taken = desk.commands.unschedule(
        Unschedule(
            id=standing.id,
            locale=standing.locale,
            act=call.query["act"],
            actor=call.principal.name,
            via=call.via,
        ),
        call.together,
    )
    return encoded(plans.PlanList(taken=plans.plans(taken)))


def steward(desk: Desk, call: Call) -> Answer:
    """Another owner, another date of review, or both; for the record in every locale."""
    sent: Stewarding = call.decoded()
    with desk.store.read() as reading:
        standing = call.standing(reading)
    after = desk.commands.steward(
        Steward(
            id=standing.id,
            owner=sent.owner,
            review_by=sent.review_by,
            actor=call.principal.name,
            via=call.via,
        )
    )
    return encoded(msgspec.convert(after, plans.StewardshipAnswer, from_attributes=True))


def listed(desk: Desk, call: Call) -> Answer:
    """What waits for somebody, of what the token reaches."""
    asked: datetime.date | None = call.query["until"]
    until = (
        datetime.datetime.combine(asked, datetime.time.max, datetime.UTC) if asked else desk.now + due.AHEAD
    )
    sight = due.Sight(kinds=call.principal.kinds, locales=call.principal.locales)
    with desk.store.read() as reading:
        found = due.due(reading, desk.now, until, sight=sight, configured=desk.settings.locales)
    return encoded(plans.listed(found))
