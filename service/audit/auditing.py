"""The audit of many places: what is known is passed over, the rest goes through the browser, several fragments to a page.

What went wrong in a page of several, or may be owed to neighbours there, is looked at again alone, after all others. What hangs or
crashes alone too could not be audited: that is said, and the run goes on.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.async_api import Error, Page

from content.accessibility.audit import Audit
from content.ports import Clock
from service.audit import axe
from service.audit.batches import Item, batches, item_of
from service.audit.chromium import CannotAuditError, Chromium, find
from service.audit.hosts import HOSTS, ORIGIN, Host, Part
from service.audit.inspection import WHOLE, Tally, inspect
from service.audit.places import Place
from service.audit.sources import Source
from service.audit.states import OTHER_HOSTS, STATES, TAGS, State
from service.local import Whole

STYLESHEETS: Final = ("/static/nordkalott.css", "/static/site.css")
_CHECKS: Final = Path(__file__).parent / "checks.js"
_GIVE_UP: Final = 5
"""Places in a row that could not be audited alone: then it is not the places."""
_REDIRECTS: Final = range(300, 400)
_SOUND: Final = frozenset({200, 404, 410})
"""Statuses that come with something that people read."""

Note = Callable[[Sequence[Audit]], Awaitable[None]]
Known = Callable[[str, str, str], bool]
"""Whether a path was audited with this digest and this setup."""


@dataclass(frozen=True)
class Choices:
    """How to audit. `patience` is how long one place may take, in seconds; a page of several gets a tenth more for each.

    `states` are those of the first host, and of pages.
    """

    browser: Path | None = None
    axe: Path | None = None
    sandbox: bool = True
    lanes: int = field(default_factory=lambda: min(os.cpu_count() or 1, 4))
    patience: float = 30.0
    hosts: tuple[Host, ...] = HOSTS
    states: tuple[State, ...] = STATES


class Auditor:
    """One browser, kept warm over any number of runs."""

    def __init__(self, source: Source, clock: Clock, choices: Choices = Choices()) -> None:  # it is frozen
        self._source = source
        self._clock = clock
        self._choices = choices
        self._axe = axe.source(choices.axe)
        self._checks = _CHECKS.read_text(encoding="utf-8")
        self.chromium = Chromium(
            find(choices.browser), f"{self._axe}\n{self._checks}", self._answer, sandbox=choices.sandbox
        )
        self._given: dict[str, Whole] = {}
        self._number = itertools.count(1)
        self._setup = ""

    async def __aenter__(self) -> Auditor:
        """Start the browser. Raises CannotAuditError."""
        await self.chromium.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it."""
        await self.chromium.stop()

    async def audit(
        self,
        places: Sequence[Place],
        known: Known,
        note: Note,
        progress: Callable[[int, int], None] | None = None,
    ) -> int:
        """Audit these places, and give what was found to `note` as it comes. How many were passed over: known, or leading elsewhere.

        Raises CannotAuditError where no browser can be started at the beginning, and what `note` raises.
        """
        await self.chromium.start()
        self._setup = await self._fingerprint()
        total, done, passed = len(places), 0, 0

        async def noted(audits: Sequence[Audit]) -> None:
            nonlocal done
            await note(audits)
            done += len(audits)
            if progress:
                progress(done, total)

        items = []
        for place in places:
            item = await self._fetched(place)
            if isinstance(item, Audit):
                await noted([item])
            elif item is None or known(place.path, item.digest, self._setup):
                passed += 1
                done += 1
            else:
                items.append(item)
        if progress:
            progress(done, total)
        again = await self._together(list(batches(items)), noted)
        await self._alone(again, noted)
        return passed

    async def _fetched(self, place: Place) -> Item | Audit | None:
        """The bytes of a place; None where it leads elsewhere, an Audit where there is nothing that people could read."""
        try:
            async with asyncio.timeout(self._choices.patience):
                whole = await self._source.get(place.path)
        except TimeoutError:
            nothing = item_of(place, Whole(status=0, headers={}, body=b""))
            return self._missed(nothing, f"It was not answered within {self._choices.patience:g} seconds.")
        if whole.status in _REDIRECTS:
            return None
        item = item_of(place, whole)
        if whole.status not in _SOUND or not whole.headers.get("content-type", "").startswith("text/html"):
            return self._missed(item, f"The service answers {whole.status}.")
        return item

    async def _together(
        self, batches: list[list[Item]], note: Callable[[Sequence[Audit]], Awaitable[None]]
    ) -> list[Item]:
        """Audit batches in lanes; what has to be looked at again alone."""
        again: list[Item] = []
        waiting = iter(batches)

        async def lane() -> None:
            async with AsyncExitStack() as stack:
                page: Page | None = None
                for batch in waiting:
                    try:
                        if page is None:
                            page = await stack.enter_async_context(self.chromium.page())
                        found = await self._within(page, batch)
                    except (Error, TimeoutError, CannotAuditError):
                        again.extend(batch)
                        page = None
                        await stack.aclose()
                        continue
                    sound = [each for each in found if isinstance(each, Audit)]
                    again.extend(each for each in found if isinstance(each, Item))
                    await note(sound)

        async with asyncio.TaskGroup() as group:
            for _ in range(min(self._choices.lanes, len(batches))):
                group.create_task(lane())
        return again

    async def _alone(self, items: Sequence[Item], note: Callable[[Sequence[Audit]], Awaitable[None]]) -> None:
        failed = 0
        for item in items:
            if failed >= _GIVE_UP:
                why = f"It was given up: {_GIVE_UP} in a row could not be audited."
                await note([self._missed(item, why)])
                continue
            try:
                async with self.chromium.page() as page:
                    found = [each for each in await self._within(page, [item]) if isinstance(each, Audit)]
                failed = 0
            except (Error, TimeoutError, CannotAuditError) as error:
                failed += 1
                why = (
                    f"It took longer than {self._choices.patience:g} seconds."
                    if isinstance(error, TimeoutError)
                    else f"The browser ended or refused: {str(error).splitlines()[0]}"
                )
                found = [self._missed(item, why)]
            await note(found)

    async def _within(self, page: Page, batch: Sequence[Item]) -> list[Audit | Item]:
        """Audit one batch, within its time. Raises TimeoutError, and Playwright's Error."""
        limit = self._choices.patience * (1 + 0.1 * (len(batch) - 1))
        async with asyncio.timeout(limit):
            return await self._looked_at(page, batch)

    async def _looked_at(self, page: Page, batch: Sequence[Item]) -> list[Audit | Item]:
        if batch[0].place.sort == "page":
            tally = Tally([WHOLE])
            await self._open(page, self._source.base + batch[0].place.path, batch[0].whole)
            await inspect(page, tally, states=self._choices.states)
            return [self._made(batch[0], tally, WHOLE)]
        tally = Tally(range(len(batch)))
        parts = [
            Part(number, each.html, each.place.locale, each.place.heading_level)
            for number, each in enumerate(batch)
        ]
        first, *others = self._choices.hosts
        html = first.page(parts, self._source.base + STYLESHEETS[0])
        whole = Whole(status=200, headers={"content-type": "text/html; charset=utf-8"}, body=html.encode())
        await self._open(page, f"{ORIGIN}/{next(self._number)}", whole)
        await inspect(page, tally, first.name, states=self._choices.states)
        for host in others:
            await page.evaluate("styles => nordkalott.dressed(styles)", host.styles)
            await inspect(page, tally, host.name, states=OTHER_HOSTS)
        return [
            item if number in tally.shared else self._made(item, tally, number)
            for number, item in enumerate(batch)
        ]

    async def _open(self, page: Page, url: str, whole: Whole) -> None:
        self._given[url] = whole
        try:
            await page.goto(url, timeout=self._choices.patience * 1000)
        finally:
            del self._given[url]

    async def _answer(self, url: str) -> Whole | None:
        """What the browser gets: a page that was given for it, or what the source has."""
        if given := self._given.get(url):
            return given
        path = self._source.path(url)
        return None if path is None else await self._source.get(path)

    async def _fingerprint(self) -> str:
        """Everything that bytes are looked at with, as one digest."""
        parts = [
            self.chromium.version,
            self._axe,
            self._checks,
            repr((self._choices.states, OTHER_HOSTS)),
            repr(TAGS),
            repr(self._choices.hosts),
        ]
        seen = hashlib.sha256("\0".join(parts).encode())
        for path in STYLESHEETS:
            seen.update((await self._source.get(path)).body)
        return f"sha256:{seen.hexdigest()}"

    def _made(self, item: Item, tally: Tally, part: int) -> Audit:
        return self._audit(
            item,
            outcome="failed" if tally.failed(part) else "no_failures_found",
            rules=tally.rules(part),
            findings=tally.seen(part),
        )

    def _missed(self, item: Item, why: str) -> Audit:
        return self._audit(item, outcome="could_not_audit", why=why)

    def _audit(self, item: Item, **found: object) -> Audit:
        place = item.place
        return Audit(
            path=place.path,
            id=place.id,
            locale=place.locale if place.id else None,
            edition=place.edition,
            digest=item.digest,
            setup=self._setup,
            at=self._clock(),
            browser=self.chromium.version,
            axe=axe.version(self._axe),
            **found,  # type: ignore[arg-type]  # the members that differ
        )
