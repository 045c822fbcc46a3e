"""`nordkalott deliveries …`: what was pushed to whom, what waits, and what is sent again."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Final
from uuid import UUID

from msgspec import structs

from content import queries
from content.commands import ReplayDeliveries
from content.delivery import Delivery, Sort, State, Subscriber
from content.errors import Invalid, NotFound
from content.ports import Reading
from service.cli import setting, terminal
from service.web.authoring.webhooks import DeliveryAnswer, delivered
from service.wiring import Parts

MOST = 10_000
"""Deliveries that are looked through for a message."""
PROGRESS: Final = ("EVENT", "ABOUT", "STATE", "TRIES", "LAST TRY", "NEXT TRY", "STATUS")
"""What a table says of how a delivery goes."""
_NOT_OVER: Final[tuple[State, ...]] = ("waiting", "failed")


class DeliveryLine(DeliveryAnswer, frozen=True, kw_only=True):
    """One delivery with its subscriber, as a program reads it. `id` is the same at each attempt."""

    subscriber: UUID
    sort: Sort
    url: str
    topic: str


def run(arguments: argparse.Namespace) -> int:
    """Run the act that the arguments name."""
    acts: dict[str, Callable[[argparse.Namespace, Parts], int]] = {
        "list": _list,
        "show": _show,
        "replay": _replay,
    }
    with setting.parts(arguments) as parts:
        return acts[arguments.act](arguments, parts)


def progress(delivery: DeliveryAnswer) -> tuple[object, ...]:
    """How a delivery goes, in the columns of PROGRESS."""
    return (
        delivery.event,
        f"{delivery.source} {delivery.number}",
        delivery.state,
        delivery.attempts,
        terminal.time(delivery.tried_at),
        terminal.time(delivery.due_at),
        delivery.status or "-",
    )


def _list(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        whose = _subscriber(reading, arguments.subscriber).id if arguments.subscriber else None
        found = reading.deliveries.some(
            subscriber=whose, states=tuple(arguments.state), limit=arguments.limit
        )
        lines = [_line(reading, each) for each in found]
    if arguments.json:
        terminal.data(lines)
        return 0
    terminal.table(
        ("MESSAGE", "SORT", *PROGRESS, "TO", "ERROR"),
        [(each.id, each.sort, *progress(each), each.url, each.error) for each in lines],
    )
    return 0


def _show(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        line = _line(reading, _meant(reading, arguments.message))
    if arguments.json:
        terminal.data(line)
        return 0
    rows = (
        ("message", line.id),
        ("subscriber", f"{line.subscriber} ({line.sort})"),
        ("to", line.url),
        ("topic", line.topic or "-"),
        ("event", f"{line.event}, {line.source} {line.number}"),
        ("state", line.state),
        ("made", terminal.time(line.made_at)),
        ("attempts", line.attempts),
        ("last attempt", terminal.time(line.tried_at)),
        ("next attempt", terminal.time(line.due_at)),
        ("status", line.status or "-"),
        ("error", line.error or "-"),
    )
    terminal.table(("WHAT", "IS"), rows)
    return 0


def _replay(arguments: argparse.Namespace, parts: Parts) -> int:
    if bool(arguments.message) == bool(arguments.failed):
        raise Invalid.one(
            "--failed",
            "one_of",
            nb="Nevn én melding, eller --failed og en abonnent: det ene, ikke begge.",
            en="Name one message, or --failed and a subscriber: one of them, not both.",
        )
    with parts.store.read() as reading:
        if arguments.failed:
            whose, message = _subscriber(reading, arguments.failed).id, None
        else:
            meant = _meant(reading, arguments.message)
            whose, message = meant.subscriber, meant.message_id
    done = parts.commands.replay_deliveries(
        ReplayDeliveries(
            subscriber=whose, message=message, actor=setting.actor(arguments), via="command-line"
        )
    )
    if arguments.json:
        terminal.data({"replayed": done})
    else:
        print(f"{done} wait to be sent again. A running service, or “nordkalott worker”, sends them.")
    return 0 if done else 1


def _meant(reading: Reading, message: str) -> Delivery:
    """The delivery with that id. Raises NotFound."""
    identity = queries.as_uuid(message)
    # An id does not say whose it is. What is not over is looked through first: it is what is asked for, and there is less of it.
    for states in (_NOT_OVER, ()):
        for each in reading.deliveries.some(states=states, limit=MOST):
            if each.message_id == identity:
                return each
    raise NotFound(f"There is no delivery “{message}” among the last {MOST}. See: nordkalott deliveries list")


def _subscriber(reading: Reading, ref: str) -> Subscriber:
    """The one with that id, or the active one with that name or address. Raises NotFound."""
    identity = queries.as_uuid(ref)
    found = reading.subscribers.one(identity) if identity else None
    if found is None:
        known = reading.subscribers.some(active=True, limit=MOST)
        found = next((each for each in known if ref in {each.name, each.url}), None)
    if found is None:
        raise NotFound(f"There is no subscriber “{ref}”.")
    return found


def _line(reading: Reading, delivery: Delivery) -> DeliveryLine:
    subscriber = reading.subscribers.one(delivery.subscriber)
    if subscriber is None:
        raise NotFound(f"The subscriber {delivery.subscriber} is not there.")
    return DeliveryLine(
        **structs.asdict(delivered(delivery)),
        subscriber=subscriber.id,
        sort=subscriber.sort,
        url=subscriber.url,
        topic=subscriber.topic,
    )
