"""The audit of many places: what is known is passed over, the rest goes through the browser, several fragments to a page.

What went wrong in a page of several, or may be owed to neighbours there, is looked at again alone, after all others. What hangs or
crashes alone too could not be audited: that is said, and the run goes on.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import os
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.async_api import Error, Page

from content.accessibility.audit import Audit
from content.ports import Clock
from service.audit import axe
from service.audit.chromium import CannotAuditError, Chromium, find
from service.audit.hosts import HOSTS, ORIGIN, Part
from service.audit.inspection import WHOLE, Tally, inspect
from service.audit.places import Place
from service.audit.sources import Source
from service.audit.states import OTHER_HOSTS, STATES, TAGS
from service.local import Whole

STYLESHEETS: Final = ("/static/nordkalott.css", "/static/site.css")
_CHECKS: Final = Path(__file__).parent / "checks.js"
_MOST_PARTS: Final = 24
_MOST_BYTES: Final = 60_000
"""Of fragments in one page: more are no faster, since some of axe-core's work grows with the square of the page."""
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
    """How to audit. `patience` is how long one place may take, in seconds; a page of several gets a tenth more for each."""

    browser: Path | None = None
    axe: Path | None = None
    sandbox: bool = True
    lanes: int = field(default_factory=lambda: min(os.cpu_count() or 1, 4))
    patience: float = 30.0


@dataclass(frozen=True)
class _Item:
    place: Place
    whole: Whole
    digest: str

    @property
    def html(self) -> str:
        return self.whole.body.decode("utf-8", "replace")


def _item(place: Place, whole: Whole) -> _Item:
    return _Item(place, whole, f"sha256:{hashlib.sha256(whole.body).hexdigest()}")


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
        again = await self._together(list(_batches(items)), noted)
        await self._alone(again, noted)
        return passed

    async def _fetched(self, place: Place) -> _Item | Audit | None:
        """The bytes of a place; None where it leads elsewhere, an Audit where there is nothing that people could read."""
        try:
            async with asyncio.timeout(self._choices.patience):
                whole = await self._source.get(place.path)
        except TimeoutError:
            nothing = _item(place, Whole(status=0, headers={}, body=b""))
            return self._missed(nothing, f"It was not answered within {self._choices.patience:g} seconds.")
        if whole.status in _REDIRECTS:
            return None
        item = _item(place, whole)
        if whole.status not in _SOUND or not whole.headers.get("content-type", "").startswith("text/html"):
            return self._missed(item, f"The service answers {whole.status}.")
        return item

    async def _together(
        self, batches: list[list[_Item]], note: Callable[[Sequence[Audit]], Awaitable[None]]
    ) -> list[_Item]:
        """Audit batches in lanes; what has to be looked at again alone."""
        again: list[_Item] = []
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
                    again.extend(each for each in found if isinstance(each, _Item))
                    await note(sound)

        async with asyncio.TaskGroup() as group:
            for _ in range(min(self._choices.lanes, len(batches))):
                group.create_task(lane())
        return again

    async def _alone(
        self, items: Sequence[_Item], note: Callable[[Sequence[Audit]], Awaitable[None]]
    ) -> None:
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

    async def _within(self, page: Page, batch: Sequence[_Item]) -> list[Audit | _Item]:
        """Audit one batch, within its time. Raises TimeoutError, and Playwright's Error."""
        limit = self._choices.patience * (1 + 0.1 * (len(batch) - 1))
        async with asyncio.timeout(limit):
            return await self._looked_at(page, batch)

    async def _looked_at(self, page: Page, batch: Sequence[_Item]) -> list[Audit | _Item]:
        if batch[0].place.sort == "page":
            tally = Tally([WHOLE])
            await self._open(page, self._source.base + batch[0].place.path, batch[0].whole)
            await inspect(page, tally)
            return [self._made(batch[0], tally, WHOLE)]
        tally = Tally(range(len(batch)))
        parts = [
            Part(number, each.html, each.place.locale, each.place.heading_level)
            for number, each in enumerate(batch)
        ]
        for host in HOSTS:
            html = host.page(parts, self._source.base + STYLESHEETS[0])
            whole = Whole(
                status=200, headers={"content-type": "text/html; charset=utf-8"}, body=html.encode()
            )
            await self._open(page, f"{ORIGIN}/{host.name}/{next(self._number)}", whole)
            await inspect(page, tally, host.name, STATES if host is HOSTS[0] else OTHER_HOSTS)
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
            repr((STATES, OTHER_HOSTS)),
            repr(TAGS),
            repr(HOSTS),
        ]
        seen = hashlib.sha256("\0".join(parts).encode())
        for path in STYLESHEETS:
            seen.update((await self._source.get(path)).body)
        return f"sha256:{seen.hexdigest()}"

    def _made(self, item: _Item, tally: Tally, part: int) -> Audit:
        return self._audit(
            item,
            outcome="failed" if tally.failed(part) else "no_failures_found",
            rules=tally.rules(part),
            findings=tally.seen(part),
        )

    def _missed(self, item: _Item, why: str) -> Audit:
        return self._audit(item, outcome="could_not_audit", why=why)

    def _audit(self, item: _Item, **found: object) -> Audit:
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


def _batches(items: Iterable[_Item]) -> Iterable[list[_Item]]:
    """Fragments that can stand in one page: of one locale, variant and level, for a record's ids may come once in a page alone.

    A page, and a list of fragments, whose ids are those of its records, is a batch of its own.
    """
    groups: dict[str, list[_Item]] = {}
    for item in items:
        if item.place.sort == "page" or item.place.id is None:
            yield [item]
            continue
        key = item.place.path.partition("?")[2]
        group = groups.setdefault(key, [])
        size = sum(len(each.whole.body) for each in group) + len(item.whole.body)
        if group and (len(group) == _MOST_PARTS or size > _MOST_BYTES):
            yield group
            group = groups[key] = []
        group.append(item)
    yield from (group for group in groups.values() if group)
