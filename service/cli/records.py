"""`nordkalott records …`: the authoring verbs at the command line."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable
from typing import Any

from content import history, locales, queries, schedule, translations
from content.commands import Outcome
from content.errors import Invalid, NotFound, WrongState
from content.lifecycle import DeleteDraft, MarkGone, Redirect, Restore, StateCommand, Withdraw
from content.model import Standing
from content.ports import Reading
from content.schedule import PublishTogether
from service.cli import differences, lineages, manuscript, moments, planning, redacting, setting, terminal
from service.web.record import encode, shown_among
from service.wiring import Parts


def run(arguments: argparse.Namespace) -> int:
    """Run the act that the arguments name. Only `save` makes a store where there is none."""
    acts: dict[str, Callable[[argparse.Namespace, Parts], int]] = {
        "list": _list,
        "show": _show,
        "history": _history,
        "diff": _diff,
        "translations": _translations,
        "save": _save,
        "check": _check,
        "take-up": _take_up,
        "delete": _delete,
        "publish": _publish,
        "restore": _restore,
        "unschedule": _unschedule,
        "steward": _steward,
        "due": planning.listed,
        "withdraw": _change,
        "gone": _change,
        "redirect": _change,
        "redact": _redact,
    }
    with setting.parts(arguments, make=arguments.act == "save") as parts:
        return acts[arguments.act](arguments, parts)


def _standing(reading: Reading, arguments: argparse.Namespace, parts: Parts) -> Standing:
    """The record that REF means in the locale, drafts too. Raises NotFound, Invalid."""
    return _named(reading, arguments.ref, arguments.locale, parts, "--locale")


def _named(reading: Reading, ref: str, tag: str, parts: Parts, option: str) -> Standing:
    locale = locales.parse(tag, parts.settings.locales, option)
    identity = queries.as_uuid(ref)
    if identity is None:
        hit = reading.resolve(locale, ref, drafts=True)
        identity = hit[0] if hit else None
    standing = reading.standing(identity, locale) if identity else None
    if standing is None:
        raise NotFound(
            f"There is no record “{ref}” in {locale}. See: nordkalott records list --locale {locale}"
        )
    return standing


def _list(arguments: argparse.Namespace, parts: Parts) -> int:
    locale = locales.parse(arguments.locale, parts.settings.locales, "--locale") if arguments.locale else None
    with parts.store.read() as reading:
        standings = reading.standings(kind=arguments.kind, locale=locale, state=arguments.state)
        found = [
            each
            for each in lineages.lines(reading, standings)
            if (arguments.topic is None or arguments.topic in each.content.topics)
            and (each.behind or not arguments.behind)
        ]
    if arguments.json:
        terminal.data([each.data for each in found])
    else:
        lineages.table(found)
    return 0


def _show(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = _standing(reading, arguments, parts)
        entry = reading.entry(standing.id, standing.locale)
        newest = reading.revision(standing.id, standing.locale, standing.revision)
        around = reading.entries([standing.id])
        planned = reading.schedule.of(standing.id, standing.locale)
    if entry is not None:
        terminal.data(encode(shown_among(around, entry, parts.links)))
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


def _history(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = _standing(reading, arguments, parts)
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


def _diff(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = _standing(reading, arguments, parts)
        found = history.compared(reading, standing, arguments.before, arguments.after)
    if arguments.json:
        terminal.data(found)
        return 0
    print(f"{found.id} in {found.locale}")
    for line in differences.told(found):
        print(line)
    return 0


def _translations(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        found = translations.lineage(reading, _standing(reading, arguments, parts))
    if arguments.json:
        terminal.data(found)
    else:
        lineages.tell(found)
    return 0


def _save(arguments: argparse.Namespace, parts: Parts) -> int:
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


def _check(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = _standing(reading, arguments, parts)
    evidence = parts.commands.check(standing.id, standing.locale, arguments.revision)
    failing = [each for each in evidence if not each.report.publishable]
    if arguments.json:
        terminal.data(
            [
                {"variant": each.variant, "heading_level": each.heading_level, "report": each.report}
                for each in evidence
            ]
        )
    else:
        print(f"{len(evidence)} renderings checked, {len(failing)} with blocking failures.")
        for line in terminal.failures([each.report for each in failing]):
            print(line)
    return 1 if failing else 0


def _publish(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = _standing(reading, arguments, parts)
    _demand_revision(arguments, standing)
    items = [planning.named(arguments, standing, arguments.revision)]
    with parts.store.read() as reading:
        for ref, locale, revision in map(planning.item, arguments.also):
            items.append(planning.named(arguments, _named(reading, ref, locale, parts, "--also"), revision))
    command = PublishTogether(
        items=tuple(items),
        at=moments.moment(arguments.at, "--at"),
        expires=moments.moment(arguments.expires, "--expires"),
        actor=setting.actor(arguments),
    )
    if not arguments.also:
        _published(arguments, parts, parts.commands.publish(schedule.each(command)[0]))
        return 0
    outcomes = parts.commands.publish_together(command)
    if arguments.json:
        terminal.data([_as_json(parts, each) for each in outcomes])
        return 0
    for outcome in outcomes:
        _published(arguments, parts, outcome)
    return 0


def _demand_revision(arguments: argparse.Namespace, standing: Standing) -> None:
    if arguments.revision is None:
        raise Invalid.one(
            "--revision",
            "missing",
            nb=f"Oppgi hvilken revisjon du har sett på. Den nyeste er {standing.revision}.",
            en=f"Name the revision that you have looked at. The newest is {standing.revision}.",
        )


def _take_up(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = _standing(reading, arguments, parts)
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


def _delete(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = _standing(reading, arguments, parts)
    _demand_revision(arguments, standing)
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


def _restore(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = _standing(reading, arguments, parts)
    outcome = parts.commands.restore(
        Restore(
            id=standing.id,
            locale=standing.locale,
            reason=arguments.reason,
            actor=setting.actor(arguments),
        )
    )
    _published(arguments, parts, outcome)
    return 0


def _published(arguments: argparse.Namespace, parts: Parts, outcome: Outcome) -> None:
    """Tell of a new edition, and of the failures that it went out with."""
    _tell(arguments, parts, outcome)
    if outcome.needs_repair and not arguments.json:
        print("It has failures that the edition before had too. Repair them:")
        for line in terminal.failures([each.report for each in outcome.reports]):
            print(line)


def _unschedule(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = _standing(reading, arguments, parts)
    return planning.unschedule(arguments, parts, standing)


def _steward(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = _standing(reading, arguments, parts)
    return planning.steward(arguments, parts, standing)


def _change(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = _standing(reading, arguments, parts)
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
    _tell(arguments, parts, parts.commands.change_state(command))
    return 0


def _redact(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        standing = _standing(reading, arguments, parts)
    return redacting.run(arguments, parts, standing)


def _tell(arguments: argparse.Namespace, parts: Parts, outcome: Outcome) -> None:
    if arguments.json:
        terminal.data(_as_json(parts, outcome))
        return
    edition = f": edition {outcome.edition}, change {outcome.seq}" if outcome.seq else ""
    print(f"{outcome.id} in {outcome.locale} is {outcome.state}{edition}.")
    for each in outcome.scheduled:
        print(f"  Planned: {planning.told(each)}")
    if outcome.seq:
        print(f"  {parts.links.page(outcome.locale, outcome.slug)}")


def _as_json(parts: Parts, outcome: Outcome) -> dict[str, Any]:
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
