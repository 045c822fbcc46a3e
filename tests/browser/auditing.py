"""Auditing pages that a test gives, without a store: a source that holds them, and the audits that come of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from content.accessibility.audit import Audit
from service.audit.auditing import Auditor, Choices
from service.audit.places import Place
from service.audit.sources import path_of
from service.local import Whole
from service.wiring import now
from tests.deploy.tool import need

BASE = "http://ours.invalid"
QUICK = Choices(lanes=1, patience=20)

Given = Mapping[str, str | Callable[[], Awaitable[Whole]]]


class Held:
    """A `Source` of pages by path. What is not there is 404, and empty."""

    base = BASE

    def __init__(self, given: Given) -> None:
        self.given = given
        self.asked: list[str] = []

    async def get(self, path: str) -> Whole:
        self.asked.append(path)
        found = self.given.get(path, "")
        if callable(found):
            return await found()
        kind = "text/css" if path.endswith(".css") else "text/html; charset=utf-8"
        return Whole(status=200 if found else 404, headers={"content-type": kind}, body=found.encode())

    def path(self, url: str) -> str | None:
        return path_of(url, self.base)


def document(body: str, styles: str = "") -> str:
    """A page without faults but those in `body` and `styles`."""
    return (
        '<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8"><title>Prøve</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>:root{{color-scheme:light dark}}{styles}</style></head><body><main><h1>Prøve</h1>{body}</main></body></html>"
    )


def pages(*paths: str) -> list[Place]:
    return [Place(path=path, sort="page", locale="nb") for path in paths]


def audited(given: Given, places: Sequence[Place], choices: Choices = QUICK) -> dict[str, Audit]:
    """The audit of each place, by path."""
    need("chromium")
    found: list[Audit] = []

    async def run() -> None:
        async def note(audits: Sequence[Audit]) -> None:
            found.extend(audits)

        async with Auditor(Held(given), now, choices) as auditor:
            await auditor.audit(places, lambda *_: False, note)

    asyncio.run(run())
    assert len(found) == len({each.path for each in found})
    return {each.path: each for each in found}


def failures(audit: Audit) -> dict[str, list[str]]:
    """The states in which each rule failed."""
    seen: dict[str, list[str]] = {}
    for each in audit.findings:
        if each.outcome == "failed" and each.where not in seen.setdefault(each.rule, []):
            seen[each.rule].append(each.where)
    return seen
