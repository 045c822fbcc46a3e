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
from msgspec import structs

from content import accessibility, queries, serving
from content.accessibility.answers import NONE, Answers
from content.errors import NotFound, StoreCorrupt
from content.fragments.context import Context
from content.locales import Locale
from content.model import HEADING_LEVELS, VARIANTS
from content.ports import Clock, Entry, Evidence, Numbered, Reading, Store
from content.ports.fragments import KeptFragment, KeptRendering
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
    around = queries.contexts(reading, entries, links=links, known=known, configured=configured, sound=True)
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
        """Make some, and rest for as long where more may wait. Where what was published meanwhile has stirred all of it, nothing is kept: the
        next piece comes after a rest, and is smaller.
        """
        began = time.monotonic()
        own = mark(self._links, self._configured)
        with self._store.read() as reading:
            waiting = reading.fragments.waiting(own, self._batch)
        if self.keep(waiting):
            if len(waiting) == self._batch:
                self._next = time.monotonic() + (time.monotonic() - began) * (SHARE - 1)
            self._batch = min(self._batch * 2, _BATCH)
        else:
            self._batch = max(self._batch // 2, 1)
            self._next = time.monotonic() + _REST

    def keep(self, places: Sequence[Numbered]) -> bool:
        """Make these editions' fragments, and keep them; False where a change that came meanwhile has stirred all."""
        own = mark(self._links, self._configured)
        with self._store.read() as reading:
            seq = reading.head().seq
            known = queries.labels(reading)
            made = {each: self._made(reading, each, known) for each in places}
        first = [(key, _first(each)) for key, each in made.items()]
        others = {key: [one for one in each if not _is_first(one)] for key, each in made.items()}
        return self._store.write(lambda writing: writing.fragments.keep(first, own, seq, others))

    def _made(self, reading: Reading, place: Numbered, known: Labels) -> tuple[KeptRendering, ...]:
        """What can be served of an edition."""
        try:
            entry = reading.entry(*place[:2])
            if entry is None or number(entry) != place:
                return ()
            kept = reading.evidence(*place)
            [full] = queries.contexts(
                reading, [entry], links=self._links, known=known, configured=self._configured
            )
        except StoreCorrupt:
            LOGGER.exception("edition %d of %s in %s cannot be rendered", place[2], place[0], place[1])
            return ()
        return tuple(
            rendering
            for variant in VARIANTS
            # As `queries.context` has it: only a full fragment shows something of other records, and files.
            for around in [
                full if variant == "full" else structs.replace(full, linked={}, alternates=(), media={})
            ]
            for level in HEADING_LEVELS
            if (rendering := _served(entry, queries.at_level(around, variant, level), kept))
        )


def _served(entry: Entry, around: Context, kept: Sequence[Evidence]) -> KeptRendering | None:
    """One fragment, served; None where it may not be: readers are told in the same way."""
    try:
        served = serving.serve(entry.edition, around, kept)
    except NotFound:
        return None
    proof = served.proof
    if proof.basis == "state":
        return None
    return KeptRendering(
        variant=around.variant,
        heading_level=around.heading_level,
        fragment=KeptFragment(
            html=served.html,
            digest=proof.digest,
            ruleset=proof.ruleset,
            outcome=proof.outcome,
            basis=proof.basis,
        ),
    )


def _is_first(rendering: KeptRendering) -> bool:
    """Is it the one that feeds carry?"""
    return rendering.variant == VARIANTS[0] and rendering.heading_level == LEVEL


def _first(made: Sequence[KeptRendering]) -> KeptFragment | None:
    return next((each.fragment for each in made if _is_first(each)), None)
