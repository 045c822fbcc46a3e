"""The audit in a browser: of the store, without a server; of a server that runs; and of what is published from now on."""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from content.accessibility.audit import Audit
from content.errors import Invalid
from content.model import VARIANTS
from service import outbound
from service.audit import places
from service.audit.auditing import Auditor, Choices
from service.audit.keeping import Keeping
from service.audit.places import Place, Shown
from service.audit.sources import Local, Remote, shown
from service.audit.watching import alone, watch
from service.cli import setting, terminal
from service.edge.app import Edge
from service.wiring import Parts, now

_COULD_NOT: Final = 2
_AGENT: Final = "nordkalott-audit"


@dataclass
class _Outcome:
    """What has come of the audit so far."""

    audits: list[Audit] = field(default_factory=list)
    passed: int = 0
    seconds: float = 0.0

    def code(self, known: Sequence[Audit] = ()) -> int:
        outcomes = {each.outcome for each in (*self.audits, *known)}
        if "could_not_audit" in outcomes:
            return _COULD_NOT
        return 1 if "failed" in outcomes else 0


def run(arguments: argparse.Namespace) -> int:
    """1 where something failed, now or when the same bytes were looked at before; 2 where something could not be audited."""
    if arguments.url and arguments.watch:
        raise Invalid.one(
            "--watch",
            "excludes",
            nb="--watch følger endringsloggen i datamappen, og går ikke sammen med --url.",
            en="--watch follows the change log of the data folder, and does not go with --url.",
        )
    if arguments.url:
        return asyncio.run(_far(arguments))
    with setting.parts(arguments) as parts:
        return asyncio.run(_near(arguments, parts))


async def _far(arguments: argparse.Namespace) -> int:
    """Audit a server that runs; nothing is kept."""
    outcome = _Outcome()
    locales = setting.settled(arguments).locales
    host = urlsplit(arguments.url).hostname or ""
    async with outbound.asking(outbound.Guard((host.lower(),)), _AGENT) as ask:
        source = Remote(ask, arguments.url)
        await source.begin()
        wanted = _wanted(arguments, await source.shown(locales), locales)

        async def note(audits: Sequence[Audit]) -> None:
            outcome.audits += audits

        async with Auditor(source, now, _choices(arguments)) as auditor:
            began = time.monotonic()
            outcome.passed = await auditor.audit(
                wanted, lambda *_: False, note, terminal.progress("Auditing")
            )
            outcome.seconds = time.monotonic() - began
    _tell(arguments, outcome, [])
    return outcome.code()


async def _near(arguments: argparse.Namespace, parts: Parts) -> int:
    """Audit what the store serves, and keep what is found."""
    source = Local(Edge(parts.application(), parts.settings), parts.settings.base_url)
    with parts.store.read() as reading:
        since = reading.head().seq
        wanted = _wanted(arguments, list(shown(reading)), parts.settings.locales)
    if not arguments.watch:
        async with Auditor(source, now, _choices(arguments)) as auditor:
            return await _audited(arguments, parts, auditor, wanted, again=arguments.again)
    holder = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(8)}"
    async with (
        alone(parts.store, now, holder, lambda: terminal.say("Another process watches. Stands by.")),
        Auditor(source, now, _choices(arguments)) as auditor,
    ):
        await _audited(arguments, parts, auditor, wanted, again=arguments.again)
        stop = asyncio.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(each, stop.set)
        print(f"Follows what is published in {parts.settings.folder}. Stop with Ctrl-C.", flush=True)

        async def audit(found: Sequence[Shown]) -> None:
            following = _wanted(arguments, found, parts.settings.locales)
            await _audited(arguments, parts, auditor, following, again=False)

        await watch(parts.store, since, audit, stop)
    return 0


async def _audited(
    arguments: argparse.Namespace, parts: Parts, auditor: Auditor, wanted: Sequence[Place], *, again: bool
) -> int:
    """Audit these places of the store, keep what is found, and tell it with what is known to be amiss in the others."""
    outcome = _Outcome()

    def known(path: str, digest: str, setup: str) -> bool:
        with parts.store.read() as reading:
            return not again and reading.audits.known(path, digest, setup)

    async with Keeping(parts.commands, setting.actor(arguments), "command-line") as keeping:

        async def note(audits: Sequence[Audit]) -> None:
            outcome.audits += audits
            await keeping.add(audits)

        began = time.monotonic()
        outcome.passed = await auditor.audit(wanted, known, note, terminal.progress("Auditing"))
        outcome.seconds = time.monotonic() - began
    paths = {each.path for each in wanted} - {each.path for each in outcome.audits}
    with parts.store.read() as reading:
        before = [each for each in reading.audits.amiss() if each.path in paths]
    _tell(arguments, outcome, before)
    return outcome.code(before)


def _wanted(arguments: argparse.Namespace, found: Sequence[Shown], locales: tuple[str, ...]) -> list[Place]:
    levels = arguments.heading_level or places.LEVELS
    wanted: list[Place] = []
    if arguments.only != "pages":
        wanted += places.fragments(found, arguments.variant or VARIANTS, levels)
        wanted += places.lists(locales, levels)
    if arguments.only != "fragments":
        wanted += places.pages(found, locales)
    return wanted


def _choices(arguments: argparse.Namespace) -> Choices:
    defaults = Choices()
    return Choices(
        browser=arguments.browser,
        axe=arguments.axe,
        sandbox=not arguments.no_sandbox,
        lanes=arguments.lanes or defaults.lanes,
        patience=arguments.patience,
    )


def _tell(arguments: argparse.Namespace, outcome: _Outcome, before: Sequence[Audit]) -> None:
    if arguments.json:
        terminal.data(
            {
                "audits": [*outcome.audits, *before],
                "audited": len(outcome.audits),
                "known": outcome.passed,
                "seconds": round(outcome.seconds, 3),
            }
        )
        return
    for audit in (*outcome.audits, *before):
        _show(audit)
    counts = Counter(each.outcome for each in outcome.audits)
    per = f", {len(outcome.audits) / outcome.seconds:.1f} a second" if outcome.audits else ""
    print(
        f"Audited {len(outcome.audits)} in {outcome.seconds:.1f} s{per}: {counts['no_failures_found']} without a failure, "
        f"{counts['failed']} with, {counts['could_not_audit']} could not be audited; {outcome.passed} were known or lead elsewhere."
    )
    sys.stdout.flush()


def _show(audit: Audit) -> None:
    """One that is amiss, each rule once with its first place."""
    if audit.outcome == "could_not_audit":
        print(terminal.plain(f"{audit.path}: could not be audited. {audit.why}"))
        return
    helps = {each.rule: each for each in audit.rules}
    seen: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    for each in audit.findings:
        if each.outcome == "failed":
            seen.setdefault(each.rule, [])
            if each.where not in seen[each.rule]:
                seen[each.rule].append(each.where)
            first.setdefault(each.rule, each.target)
    for rule, where in seen.items():
        wcag = f" (WCAG {', '.join(helps[rule].wcag)})" if helps[rule].wcag else ""
        print(terminal.plain(f"{audit.path}: {rule}{wcag}: {helps[rule].help}"))
        print(terminal.plain(f"  in {', '.join(where)}: {first[rule]}"))
