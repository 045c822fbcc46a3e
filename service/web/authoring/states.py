"""Publish, withdraw, gone, redirect, restore: what the public sees."""

from __future__ import annotations

from typing import Any

from content.lifecycle import MarkGone, Publish, Redirect, Restore, StateCommand, Withdraw
from service.web.answers import Answer
from service.web.authoring import shapes
from service.web.authoring.bodies import Publication, Reason, Redirection
from service.web.authoring.call import Call, Desk


def publish(desk: Desk, call: Call) -> Answer:
    """The named revision, if it is the newest and the check lets it; at once or at a time."""
    whose = _whose(desk, call)
    sent: Publication = call.decoded()
    command = Publish(
        **whose,
        revision=sent.revision,
        update=sent.update,
        note=sent.note,
        at=sent.at,
        expires=sent.expires,
    )
    return shapes.outcome(desk.commands.publish(command, call.together), desk.links)


def withdraw(desk: Desk, call: Call) -> Answer:
    """Out of every list and feed; it stays readable, with a banner that gives the reason."""
    return _moved(desk, Withdraw(**_whose(desk, call), reason=_reason(call)))


def gone(desk: Desk, call: Call) -> Answer:
    """410 from now on, with a notice that gives the reason."""
    return _moved(desk, MarkGone(**_whose(desk, call), reason=_reason(call)))


def redirect(desk: Desk, call: Call) -> Answer:
    """308 from now on, to another address."""
    whose = _whose(desk, call)
    sent: Redirection = call.decoded()
    return _moved(desk, Redirect(**whose, to=sent.to, reason=sent.reason))


def restore(desk: Desk, call: Call) -> Answer:
    """The text of the live edition is published again, as a new edition."""
    command = Restore(**_whose(desk, call), reason=_reason(call))
    return shapes.outcome(desk.commands.restore(command, call.together), desk.links)


def _whose(desk: Desk, call: Call) -> dict[str, Any]:
    """What every command has: which record, in which locale, who, and from where. Raises NotFound, Forbidden."""
    with desk.store.read() as reading:
        standing = call.standing(reading)
    return {
        "id": standing.id,
        "locale": standing.locale,
        "actor": call.principal.name,
        "via": call.via,
    }


def _reason(call: Call) -> str:
    sent: Reason = call.decoded()
    return sent.reason


def _moved(desk: Desk, command: StateCommand) -> Answer:
    return shapes.outcome(desk.commands.change_state(command), desk.links)
