"""Publish, withdraw, gone, redirect, restore: what the public sees."""

from __future__ import annotations

from content.lifecycle import MarkGone, Publish, Redirect, Restore, StateCommand, Withdraw
from content.model import Standing
from service.web.answers import Answer
from service.web.authoring import shapes
from service.web.authoring.bodies import Publication, Reason, Redirection
from service.web.authoring.call import Call, Desk


def publish(desk: Desk, call: Call) -> Answer:
    """The named revision, if it is the newest and the check lets it; at once or at a time."""
    standing = _standing(desk, call)
    sent: Publication = call.decoded()
    return shapes.outcome(
        desk.commands.publish(
            Publish(
                id=standing.id,
                locale=standing.locale,
                revision=sent.revision,
                update=sent.update,
                note=sent.note,
                at=sent.at,
                expires=sent.expires,
                actor=call.principal.name,
                via=call.via,
            ),
            call.together,
        ),
        desk.links,
    )


def withdraw(desk: Desk, call: Call) -> Answer:
    """Out of every list and feed; it stays readable, with a banner that gives the reason."""
    standing, sent = _standing(desk, call), _reason(call)
    return _moved(
        desk,
        Withdraw(
            id=standing.id,
            locale=standing.locale,
            reason=sent.reason,
            actor=call.principal.name,
            via=call.via,
        ),
    )


def gone(desk: Desk, call: Call) -> Answer:
    """410 from now on, with a notice that gives the reason."""
    standing, sent = _standing(desk, call), _reason(call)
    return _moved(
        desk,
        MarkGone(
            id=standing.id,
            locale=standing.locale,
            reason=sent.reason,
            actor=call.principal.name,
            via=call.via,
        ),
    )


def redirect(desk: Desk, call: Call) -> Answer:
    """308 from now on, to another address."""
    standing = _standing(desk, call)
    sent: Redirection = call.decoded()
    return _moved(
        desk,
        Redirect(
            id=standing.id,
            locale=standing.locale,
            to=sent.to,
            reason=sent.reason,
            actor=call.principal.name,
            via=call.via,
        ),
    )


def restore(desk: Desk, call: Call) -> Answer:
    """The text of the live edition is published again, as a new edition."""
    standing, sent = _standing(desk, call), _reason(call)
    return shapes.outcome(
        desk.commands.restore(
            Restore(
                id=standing.id,
                locale=standing.locale,
                reason=sent.reason,
                actor=call.principal.name,
                via=call.via,
            )
        ),
        desk.links,
    )


def _standing(desk: Desk, call: Call) -> Standing:
    with desk.store.read() as reading:
        return call.standing(reading)


def _reason(call: Call) -> Reason:
    sent: Reason = call.decoded()
    return sent


def _moved(desk: Desk, command: StateCommand) -> Answer:
    return shapes.outcome(desk.commands.change_state(command), desk.links)
