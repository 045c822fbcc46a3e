"""`nordkalott webhooks …`: who is told of what happens."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TypeVar

import msgspec

from content import queries
from content.commands import Told
from content.delivery import Subscriber
from content.errors import NotFound
from content.webhooks import ChangeWebhook, CreateWebhook, DeleteWebhook, RotateSecret, TestWebhook, version
from service.cli import setting, span, terminal
from service.cli.deliveries import PROGRESS, progress
from service.web.authoring.webhooks import delivered, shown
from service.webhooks import refusals
from service.wiring import Parts, now

T = TypeVar("T")


def run(arguments: argparse.Namespace) -> int:
    """Run the act that the arguments name. None makes a store where there is none: there is nothing to tell of."""
    acts: dict[str, Callable[[argparse.Namespace, Parts], int]] = {
        "create": _create,
        "change": _change,
        "list": _list,
        "show": _show,
        "delete": _delete,
        "test": _test,
        "rotate": _rotate,
        "deliveries": _deliveries,
    }
    with setting.parts(arguments) as parts:
        return acts[arguments.act](arguments, parts)


def _create(arguments: argparse.Namespace, parts: Parts) -> int:
    command = CreateWebhook(
        name=arguments.name,
        url=arguments.url,
        events=tuple(arguments.event),
        kinds=tuple(arguments.kind),
        locales=tuple(arguments.locale),
        topics=tuple(arguments.topic),
        actor=setting.actor(arguments),
        via="command-line",
    )
    return _told(arguments, parts.commands.create_webhook(command, refusals(parts.guard)))


def _change(arguments: argparse.Namespace, parts: Parts) -> int:
    there = _meant(arguments, parts)
    wants = there.wants
    command = ChangeWebhook(
        id=there.id,
        version=version(there),
        name=there.name if arguments.name is None else arguments.name,
        url=there.url if arguments.url is None else arguments.url,
        events=_chosen(arguments.event, wants.events),
        kinds=_chosen(arguments.kind, wants.kinds),
        locales=_chosen(arguments.locale, wants.locales),
        topics=_chosen(arguments.topic, wants.topics),
        actor=setting.actor(arguments),
        via="command-line",
    )
    return _shown(arguments, parts.commands.change_webhook(command, refusals(parts.guard)))


def _rotate(arguments: argparse.Namespace, parts: Parts) -> int:
    command = RotateSecret(
        id=_meant(arguments, parts).id,
        overlap=int(span.parse(arguments.overlap, "--overlap").total_seconds()),
        actor=setting.actor(arguments),
        via="command-line",
    )
    return _told(arguments, parts.commands.rotate_secret(command))


def _told(arguments: argparse.Namespace, told: Told) -> int:
    """The secret on stdout, alone, so that it can be piped to where it belongs; what people want to know on stderr."""
    about = shown(told.webhook, now())
    if arguments.json:
        terminal.data(msgspec.structs.replace(about, secret=told.secret))
        return 0
    print(told.secret)
    print(
        f"This is the secret of the webhook “{terminal.plain(about.name)}”, {about.id}. Keep it safe: it is shown this once.",
        file=sys.stderr,
    )
    for until in about.old_secrets_until:
        print(f"It is signed with an older one too until {terminal.time(until)}.", file=sys.stderr)
    return 0


def _list(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        found = reading.subscribers.some(sort="webhook")
    if arguments.json:
        terminal.data([shown(each, now()) for each in found])
        return 0
    terminal.table(
        ("ID", "NAME", "STATE", "FAILURES", "EVENTS", "KINDS", "LOCALES", "TOPICS", "URL"),
        [
            (
                each.id,
                each.name,
                each.state,
                each.failures,
                *(_some(chosen) for chosen in _filters(each)),
                each.url,
            )
            for each in found
        ],
    )
    return 0


def _show(arguments: argparse.Namespace, parts: Parts) -> int:
    return _shown(arguments, _meant(arguments, parts))


def _shown(arguments: argparse.Namespace, webhook: Subscriber) -> int:
    about = shown(webhook, now())
    if arguments.json:
        terminal.data(about)
        return 0
    events, kinds, locales, topics = _filters(webhook)
    rows = (
        ("id", about.id),
        ("name", about.name),
        ("url", about.url),
        ("state", f"{about.state} {about.ended_why}".strip()),
        ("failures in a row", about.failures),
        ("events", _some(events)),
        ("kinds", _some(kinds)),
        ("locales", _some(locales)),
        ("topics", _some(topics)),
        ("created", f"{terminal.time(about.created_at)} by {about.created_by}"),
        ("old secrets until", ", ".join(map(terminal.time, about.old_secrets_until)) or "-"),
    )
    terminal.table(("WHAT", "IS"), rows)
    return 0


def _delete(arguments: argparse.Namespace, parts: Parts) -> int:
    command = DeleteWebhook(
        id=_meant(arguments, parts).id,
        reason=arguments.reason,
        actor=setting.actor(arguments),
        via="command-line",
    )
    webhook = parts.commands.delete_webhook(command)
    if arguments.json:
        terminal.data({"id": webhook.id, "name": webhook.name})
        return 0
    print(f"Deleted the webhook “{terminal.plain(webhook.name)}”. Nothing more is sent there.")
    return 0


def _test(arguments: argparse.Namespace, parts: Parts) -> int:
    webhook = _meant(arguments, parts)
    made = parts.commands.test_webhook(
        TestWebhook(id=webhook.id, actor=setting.actor(arguments), via="command-line")
    )
    if arguments.json:
        terminal.data(delivered(made))
        return 0
    print(f"Waits to be sent: {made.message_id}")
    print(
        f"A running service sends it. See how it went: nordkalott webhooks deliveries {webhook.id}",
        file=sys.stderr,
    )
    return 0


def _deliveries(arguments: argparse.Namespace, parts: Parts) -> int:
    webhook = _meant(arguments, parts)
    with parts.store.read() as reading:
        found = [
            delivered(each) for each in reading.deliveries.some(subscriber=webhook.id, limit=arguments.limit)
        ]
    if arguments.json:
        terminal.data(found)
        return 0
    terminal.table(
        ("WEBHOOK-ID", *PROGRESS, "ERROR"),
        [(each.id, *progress(each), each.error) for each in found],
    )
    return 0


def _meant(arguments: argparse.Namespace, parts: Parts) -> Subscriber:
    """The webhook with that id, or that name; one that is sent to before those that have ended. Raises NotFound."""
    identity = queries.as_uuid(arguments.ref)
    with parts.store.read() as reading:
        found = [
            each
            for each in reading.subscribers.some(sort="webhook")
            if each.id == identity or each.name == arguments.ref
        ]
    if not found:
        raise NotFound(f"There is no webhook “{arguments.ref}”. See: nordkalott webhooks list")
    return min(found, key=lambda each: each.state != "active")


def _chosen(given: list[T] | None, was: tuple[T, ...]) -> tuple[T, ...]:
    return was if given is None else tuple(given)


def _filters(webhook: Subscriber) -> tuple[tuple[str, ...], ...]:
    wants = webhook.wants
    return (wants.events, wants.kinds, wants.locales, wants.topics)


def _some(chosen: tuple[str, ...]) -> str:
    return " ".join(chosen) or "all"
