"""What the public does not see: save, check, take up, delete."""

from __future__ import annotations

import argparse
import shlex

from content.lifecycle import DeleteDraft
from service import advising
from service.cli import findings, setting, terminal
from service.cli.records import manuscript, naming
from service.wiring import Parts, now


def save(arguments: argparse.Namespace, parts: Parts) -> int:
    manuscripts = manuscript.read(arguments.path, parts.settings.locales)
    commands, unchanged = manuscript.commands(manuscripts, parts, setting.actor(arguments), on=arguments.on)
    saved = [parts.commands.save(command) for command in commands]
    if arguments.json:
        terminal.data(
            [
                {"id": each.id, "locale": each.locale, "revision": each.number, "digest": each.digest}
                for each in saved
            ]
        )
        return 0
    where = f" --data {shlex.quote(str(arguments.data))}" if arguments.data else ""
    for revision in saved:
        print(f"Saved revision {revision.number} of {revision.id} in {revision.locale}.")
        print(
            f"  Next: nordkalott{where} records publish {revision.id} --locale {revision.locale} --revision {revision.number}"
        )
    for each in unchanged:
        print(f"{each.path} says what the newest revision says: not saved again.")
    return 0


def check(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts)
        answers = reading.attestations.answers((standing.id, standing.locale))
    evidence = parts.commands.check(standing.id, standing.locale, arguments.revision)
    failing = [each for each in evidence if not each.report.publishable]
    said = None
    if arguments.advice:
        said = advising.of_record(evidence, standing.locale, parts.detector, answers, now())
    if arguments.json:
        terminal.data(
            [
                {"variant": each.variant, "heading_level": each.heading_level, "report": each.report}
                | ({"advice": said} if said is not None and each.variant == "full" else {})
                for each in evidence
            ]
        )
    else:
        print(f"{len(evidence)} renderings checked, {len(failing)} with blocking failures.")
        for line in terminal.failures([each.report for each in failing]):
            print(line)
        if said is not None:
            findings.show_advice(said, arguments.lang)
    return 1 if failing else 0


def take_up(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts)
    saved = parts.commands.take_up(
        standing.id,
        standing.locale,
        arguments.revision,
        expected=standing.revision,
        author=setting.actor(arguments),
    )
    if arguments.json:
        terminal.data(
            {"id": saved.id, "locale": saved.locale, "revision": saved.number, "digest": saved.digest}
        )
        return 0
    print(
        f"Revision {saved.number} of {saved.id} in {saved.locale} says what revision {arguments.revision} said."
    )
    return 0


def delete(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts)
    naming.demand_revision(arguments, standing)
    parts.commands.delete(
        DeleteDraft(
            id=standing.id,
            locale=standing.locale,
            expected=arguments.revision,
            actor=setting.actor(arguments),
        )
    )
    if arguments.json:
        terminal.data({"id": standing.id, "locale": standing.locale, "deleted": standing.revision})
        return 0
    print(f"Deleted the draft of {standing.id} in {standing.locale}, with {standing.revision} revision(s).")
    return 0
