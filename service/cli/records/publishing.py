"""What the public sees: publish, plan, take back, restore, redact."""

from __future__ import annotations

import argparse
from typing import Any

from content import schedule
from content.commands import Outcome
from content.errors import WrongState
from content.lifecycle import MarkGone, Redirect, Restore, StateCommand, Withdraw
from content.schedule import PublishTogether
from service.cli import moments, setting, terminal
from service.cli.records import naming, planning, redacting
from service.wiring import Parts


def publish(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts)
    naming.demand_revision(arguments, standing)
    items = [planning.named(arguments, standing, arguments.revision)]
    with parts.store.read() as reading:
        for ref, locale, revision in map(planning.item, arguments.also):
            items.append(
                planning.named(arguments, naming.named(reading, ref, locale, parts, "--also"), revision)
            )
    command = PublishTogether(
        items=tuple(items),
        at=moments.moment(arguments.at, "--at"),
        expires=moments.moment(arguments.expires, "--expires"),
        actor=setting.actor(arguments),
    )
    if not arguments.also:
        published(arguments, parts, parts.commands.publish(schedule.each(command)[0]))
        return 0
    outcomes = parts.commands.publish_together(command)
    if arguments.json:
        terminal.data([as_json(parts, each) for each in outcomes])
        return 0
    for outcome in outcomes:
        published(arguments, parts, outcome)
    return 0


def restore(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts)
    outcome = parts.commands.restore(
        Restore(
            id=standing.id,
            locale=standing.locale,
            reason=arguments.reason,
            actor=setting.actor(arguments),
        )
    )
    published(arguments, parts, outcome)
    return 0


def published(arguments: argparse.Namespace, parts: Parts, outcome: Outcome) -> None:
    """Tell of a new edition, and of the failures that it went out with."""
    tell(arguments, parts, outcome)
    if outcome.needs_repair and not arguments.json:
        print("It has failures that the edition before had too. Repair them:")
        for line in terminal.failures([each.report for each in outcome.reports]):
            print(line)


def unschedule(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts)
    return planning.unschedule(arguments, parts, standing)


def steward(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts)
    return planning.steward(arguments, parts, standing)


def change(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts)
    who = setting.actor(arguments)
    command: StateCommand
    match arguments.act:
        case "withdraw":
            command = Withdraw(id=standing.id, locale=standing.locale, reason=arguments.reason, actor=who)
        case "gone":
            command = MarkGone(id=standing.id, locale=standing.locale, reason=arguments.reason, actor=who)
        case "redirect":
            command = Redirect(
                id=standing.id, locale=standing.locale, to=arguments.to, reason=arguments.reason, actor=who
            )
        case _:
            raise WrongState(f"{arguments.act} changes no state.")
    tell(arguments, parts, parts.commands.change_state(command))
    return 0


def redact(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts)
    return redacting.run(arguments, parts, standing)


def tell(arguments: argparse.Namespace, parts: Parts, outcome: Outcome) -> None:
    if arguments.json:
        terminal.data(as_json(parts, outcome))
        return
    edition = f": edition {outcome.edition}, change {outcome.seq}" if outcome.seq else ""
    still = " as before" if outcome.scheduled and not outcome.seq and outcome.state != "scheduled" else ""
    print(f"{outcome.id} in {outcome.locale} is {outcome.state}{still}{edition}.")
    for each in outcome.scheduled:
        print(f"  Planned: {planning.told(each)}")
    if outcome.seq:
        print(f"  {parts.links.page(outcome.locale, outcome.slug)}")


def as_json(parts: Parts, outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.id,
        "locale": outcome.locale,
        "state": outcome.state,
        "edition": outcome.edition,
        "seq": outcome.seq,
        "url": parts.links.page(outcome.locale, outcome.slug),
        "needs_repair": outcome.needs_repair,
        "scheduled": [planning.plain(each) for each in outcome.scheduled],
    }
