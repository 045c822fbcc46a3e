"""What is there: lists, one record, its history, and what differs."""

from __future__ import annotations

import argparse

from content import history, locales, translations
from service.cli import terminal
from service.cli.records import differences, lineages, naming, planning
from service.web.record import encode, written
from service.wiring import Parts, now


def listed(arguments: argparse.Namespace, parts: Parts) -> int:
    locale = locales.parse(arguments.locale, parts.settings.locales, "--locale") if arguments.locale else None
    with parts.store.read() as reading:
        standings = reading.each_standing(kind=arguments.kind, locale=locale, state=arguments.state)
        found = (
            each
            for each in lineages.lines(reading, standings, arguments.topic)
            if each.behind or not arguments.behind
        )
        if arguments.json:
            terminal.each(line.data for line in found)
        else:
            lineages.table(list(found))
    return 0


def show(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts)
        led = reading.public.under(standing.id, [standing.locale])
        newest = reading.revision(standing.id, standing.locale, standing.revision)
        planned = reading.schedule.of(standing.id, standing.locale)
    if led:
        terminal.data(encode(written(led[0].entry, parts.links, now=now())))
    elif newest is not None:
        terminal.data(
            {
                "id": standing.id,
                "locale": standing.locale,
                "state": standing.state,
                "revision": newest.number,
                "scheduled": [planning.plain(each) for each in planned],
                "content": newest.content,
            }
        )
    return 0


def history_of(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts)
        revisions = reading.revisions(standing.id, standing.locale)
        editions = {each.revision: each for each in reading.editions(standing.id, standing.locale)}
    lines = [
        {
            "revision": each.number,
            "at": each.at,
            "author": each.author,
            "note": each.note,
            "digest": each.digest,
            "redacted": each.redacted,
            "edition": editions[each.number].number if each.number in editions else None,
            "update": editions[each.number].update if each.number in editions else None,
            "change_note": editions[each.number].note if each.number in editions else None,
        }
        for each in revisions
    ]
    if arguments.json:
        terminal.data(
            {"id": standing.id, "locale": standing.locale, "state": standing.state, "revisions": lines}
        )
        return 0
    print(f"{standing.id} in {standing.locale}: {standing.state}")
    heads = ("revision", "at", "author", "edition", "update", "note")
    terminal.table([head.upper() for head in heads], [[line[head] for head in heads] for line in lines])
    return 0


def diff(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts)
        found = history.compared(reading, standing, arguments.before, arguments.after)
    if arguments.json:
        terminal.data(found)
        return 0
    print(f"{found.id} in {found.locale}")
    for line in differences.told(found):
        print(line)
    return 0


def translations_of(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        found = translations.lineage(reading, naming.standing(reading, arguments, parts))
    if arguments.json:
        terminal.data(found)
    else:
        lineages.tell(found)
    return 0
