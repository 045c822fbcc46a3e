"""Answers of people about findings at the command line: `records attest`, `override`, `attestations`, `revoke`."""

from __future__ import annotations

import argparse

from msgspec import structs

from content.accessibility import Finding
from content.attestations import Attest, LetPass, Revoke, Said
from content.model import Standing
from content.ports.attestations import Asked
from service.cli import moments, setting, terminal
from service.cli.records import naming
from service.wiring import Parts, now

_MOST = 1_000


def attest(arguments: argparse.Namespace, parts: Parts) -> int:
    """Answer a question; without a rule, list what waits for an answer."""
    standing = _standing(arguments, parts)
    if arguments.rule is None:
        return _questions(arguments, parts.commands.questions(standing.id, standing.locale))
    said = parts.commands.attest(
        Attest(
            id=standing.id,
            locale=standing.locale,
            rule=arguments.rule,
            subject=arguments.subject or "",
            answer="failed" if arguments.failed else "passed",
            reason=arguments.reason or "",
            until=moments.moment(arguments.until, "--until"),
            actor=setting.actor(arguments),
        )
    )
    return _told(arguments, said)


def override(arguments: argparse.Namespace, parts: Parts) -> int:
    """Let a failure pass until a time."""
    standing = _standing(arguments, parts)
    said = parts.commands.let_pass(
        LetPass(
            id=standing.id,
            locale=standing.locale,
            rule=arguments.rule,
            subject=arguments.subject,
            reason=arguments.reason,
            until=moments.demanded(arguments.until, "--until"),
            actor=setting.actor(arguments),
        )
    )
    return _told(arguments, said)


def revoke(arguments: argparse.Namespace, parts: Parts) -> int:
    """Take an answer or an override back."""
    command = Revoke(number=arguments.number, reason=arguments.reason, actor=setting.actor(arguments))
    return _told(arguments, parts.commands.take_back(command))


def listed(arguments: argparse.Namespace, parts: Parts) -> int:
    """What was answered, newest first."""
    day = moments.day(arguments.until, "--until")
    with parts.store.read() as reading:
        standing = naming.standing(reading, arguments, parts) if arguments.ref else None
        found = reading.attestations.listing(
            Asked(
                id=standing.id if standing else None,
                locale=standing.locale if standing else None,
                rule=arguments.rule,
                until=moments.end_of(day) if day else None,
                living=day is not None,
                limit=_MOST,
            )
        )
    at = now()
    if arguments.json:
        terminal.data([structs.asdict(each) | {"phase": each.phase(at)} for each in found])
        return 0
    terminal.table(
        ("NUMBER", "PHASE", "RECORD", "LOCALE", "RULE", "ANSWER", "BY", "UNTIL", "REASON"),
        [
            (
                each.number,
                each.phase(at),
                each.id,
                each.locale,
                each.rule,
                each.answer,
                each.by,
                moments.shown(each.until),
                each.reason,
            )
            for each in found
        ],
    )
    return 0


def _standing(arguments: argparse.Namespace, parts: Parts) -> Standing:
    with parts.store.read() as reading:
        return naming.standing(reading, arguments, parts)


def _questions(arguments: argparse.Namespace, found: tuple[Finding, ...]) -> int:
    if arguments.json:
        terminal.data(found)
        return 0
    if not found:
        print("Nothing waits for an answer.")
    for each in found:
        print(terminal.plain(f"{each.rule}: {each.message.en}"))
        print(f"  --rule {each.rule} --subject {each.subject}")
    return 0


def _told(arguments: argparse.Namespace, said: Said) -> int:
    if arguments.json:
        terminal.data(said)
    elif said.revoked_at is not None:
        print(f"Taken back: attestation {said.number} of {said.rule}, {said.id} in {said.locale}.")
    else:
        print(
            f"Attestation {said.number}: {said.rule} of {said.id} in {said.locale} is {said.answer} until {moments.shown(said.until)}."
        )
    return 0
