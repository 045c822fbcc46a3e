"""Full fragments at level 2, many at once: served, and kept by the worker, so that a feed has nothing to render.

What is kept is right as long as nothing that it shows has changed: the store sees to that (`content.ports.fragments`). It must also be
of this program with these settings: the `mark` says so.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final
from uuid import UUID

import msgspec

from content import accessibility, queries, serving
from content.accessibility.answers import NONE, Answers
from content.errors import NotFound, StoreCorrupt
from content.locales import Locale
from content.model import HEADING_LEVELS
from content.ports import Clock, Entry, Numbered, Reading, Store
from content.ports.fragments import KeptFragment
from content.queries import Labels
from content.serving import Kept, Proof, Served
from service.links import PublicLinks

LOGGER: Final = logging.getLogger("nordkalott.renderings")
LEVEL: Final = HEADING_LEVELS[0]
"""The level of the title in the fragments that feeds carry."""
_BATCH: Final = 20
_REST: Final = 0.25
"""Seconds to rest where others are writing."""
SHARE: Final = 2
"""One part in so many of the time is worked, the others are left to readers and writers."""
_SOURCES: Final = (".py", ".toml", ".css", ".txt")


def number(entry: Entry) -> Numbered:
    """Which edition an entry is of."""
    return entry.standing.id, entry.standing.locale, entry.edition.number


def serve_all(
    reading: Reading,
    entries: Sequence[Entry],
    *,
    links: PublicLinks,
    configured: tuple[Locale, ...],
    known: Labels,
    answers: Mapping[tuple[UUID, Locale], Answers],
    now: datetime.datetime,
) -> tuple[Served, ...]:
    """The full fragments of live editions, each in its own locale; in three queries however many they are. Raises NotFound where one may
    not be served.
    """
    if not entries:
        return ()
    kept = reading.renderings([number(each) for each in entries], "full", LEVEL)
    around = queries.contexts(reading, entries, links=links, known=known, configured=configured)
    return tuple(
        serving.serve(
            entry.edition,
            context,
            [kept[number(entry)]] if number(entry) in kept else [],
            partial(
                accessibility.settle,
                answers=answers.get((entry.standing.id, entry.standing.locale), NONE),
                now=now,
            ),
        )
        for entry, context in zip(entries, around, strict=True)
    )


def again(kept: KeptFragment) -> Kept:
    """What is kept, to be served."""
    return Kept(
        kept.html,
        Proof(digest=kept.digest, ruleset=kept.ruleset, outcome=kept.outcome, basis=kept.basis),
    )


def mark(links: PublicLinks, configured: tuple[Locale, ...]) -> bytes:
    """What a fragment depends on beside the store: every file of the program that takes part, the rule set, and the settings; 32 bytes."""
    told = (accessibility.RULESET, links.base, links.contact, links.statement, configured)
    return hashlib.sha256(_program() + msgspec.msgpack.encode(told)).digest()


@functools.cache
def _program() -> bytes:
    found = hashlib.sha256()
    for part in (resources.files("content"), resources.files("service") / "links.py"):
        for file in _files(part):
            found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.digest()


def _files(place: Traversable) -> Iterator[Traversable]:
    if place.is_dir():
        for each in sorted(place.iterdir(), key=lambda each: each.name):
            yield from _files(each)
    elif place.name.endswith(_SOURCES):
        yield place


class Renderings:
    """A `Task`: serves what is live and keeps it, wherever nothing is kept, or what it shows has changed."""

    name = "the full fragments"

    def __init__(
        self, store: Store, links: PublicLinks, configured: tuple[Locale, ...], clock: Clock
    ) -> None:
        self._store = store
        self._links = links
        self._configured = configured
        self._clock = clock
        self._batch = _BATCH
        self._next = 0.0

    def due(self) -> float | None:
        """Seconds until the next piece; None where nothing waits."""
        rest = self._next - time.monotonic()
        if rest > 0:
            return rest
        with self._store.read() as reading:
            waits = reading.fragments.waiting(mark(self._links, self._configured), 1)
        return 0.0 if waits else None

    def run(self) -> None:
        """Make some, and rest for as long where more may wait. Where something was published meanwhile, nothing of it is kept: the next
        piece comes after a rest, and is smaller.
        """
        began = time.monotonic()
        own = mark(self._links, self._configured)
        with self._store.read() as reading:
            seq = reading.head().seq
            known = queries.labels(reading)
            made = [
                (each, self._made(reading, each, known))
                for each in reading.fragments.waiting(own, self._batch)
            ]
        if self._store.write(lambda writing: writing.fragments.keep(made, own, seq)):
            if len(made) == self._batch:
                self._next = time.monotonic() + (time.monotonic() - began) * (SHARE - 1)
            self._batch = min(self._batch * 2, _BATCH)
        else:
            self._batch = max(self._batch // 2, 1)
            self._next = time.monotonic() + _REST

    def _made(self, reading: Reading, place: Numbered, known: Labels) -> KeptFragment | None:
        try:
            entry = reading.entry(*place[:2])
            if entry is None or number(entry) != place:
                return None
            [served] = serve_all(
                reading,
                [entry],
                links=self._links,
                configured=self._configured,
                known=known,
                answers={},
                now=self._clock(),
            )
        except NotFound:
            return None  # the readers of the feed are told in the same way
        except StoreCorrupt:
            LOGGER.exception("edition %d of %s in %s cannot be rendered", place[2], place[0], place[1])
            return None
        proof = served.proof
        if proof.basis == "state":
            return None
        return KeptFragment(
            html=served.html,
            digest=proof.digest,
            ruleset=proof.ruleset,
            outcome=proof.outcome,
            basis=proof.basis,
        )
