"""Media: take in a file, say something of it, let it go, erase it. Files are durable before their row, and gone after it.

No transaction holds up others for a file: it is examined, freed of metadata, made smaller and synced before the write lock.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import BinaryIO

import msgspec
from msgspec import Struct

from content import locales
from content.errors import Invalid, NotFound
from content.lifecycle import Actor, Via
from content.locales import Locale
from content.media import examination, names, plan, renditions
from content.media.medium import About, Medium, Rendition
from content.media.plan import Kept, Plan
from content.ports import Clock, Reading, Store, Writing
from content.ports.blobs import Blobs, Incoming
from content.validation import readiness, shape

_STALE = datetime.timedelta(days=1)


class AddMedium(Struct, frozen=True, kw_only=True):
    """Take in a file. `name` is what somebody called it, `claimed` the type that they say it has, "" for none."""

    name: str = ""
    claimed: str = ""
    about: About = About()
    actor: Actor
    via: Via = ""


class Added(Struct, frozen=True, kw_only=True):
    """What became of a file. `new` is False where it was here already; `removed` is what was taken out of it."""

    medium: Medium
    new: bool
    removed: tuple[str, ...]


class Curation:
    """All verbs about media, over one store of rows and one of files."""

    def __init__(
        self, store: Store, blobs: Blobs, clock: Clock, configured: tuple[Locale, ...] = locales.BUILT_IN
    ) -> None:
        self._store = store
        self._blobs = blobs
        self._clock = clock
        self._configured = configured

    def over(self, store: Store) -> Curation:
        """The same verbs over another store of rows."""
        return Curation(store, self._blobs, self._clock, self._configured)

    def receive(self, limit: int) -> AbstractContextManager[Incoming]:
        """A place for a file on its way in, of so many bytes at most."""
        return self._blobs.receive(limit)

    def open(self, digest: str) -> BinaryIO:
        """A file, to be read. Raises StoreCorrupt where it is not there."""
        return self._blobs.open(digest)

    def add(
        self, incoming: Incoming, command: AddMedium, permit: Callable[[Reading], None] | None = None
    ) -> Added:
        """Keep a file that came in whole. `permit` is asked in the transaction itself, and may raise.

        Raises Invalid with what is wrong with the file, WrongState where it was erased, StoreFull and other StoreErrors.
        """
        self._admit(command)
        source = incoming.source()
        found = examination.examine(source, command.claimed)
        kept = Kept(source, found.pieces)
        examination.demand_nothing_else(kept, found)
        name = names.named(command.name, found.media_type)
        image = found.media_type.startswith("image/")
        smaller = renditions.render(kept.read(0, kept.size), found) if image else ()
        placed: list[str] = []
        try:
            with self._blobs.placing():
                digest, size = self._blobs.place(plan.copied(source, found.pieces))
                placed.append(digest)
                made = []
                for each in smaller:
                    its_digest, its_size = self._blobs.place([each.data])
                    placed.append(its_digest)
                    made.append(_rendition(each, name, its_digest, its_size))
                medium = self._medium(found, command, (name, digest, size), made)

                def work(writing: Writing) -> tuple[Medium, bool]:
                    if permit:
                        permit(writing)
                    there = writing.media.get(digest)
                    return writing.media.keep(medium, command.via), there is None

                result, new = self._store.write(work)
        except BaseException:
            self.let_go(placed)
            raise
        if not new:
            self.let_go(placed)
        return Added(medium=result, new=new, removed=found.removed)

    def describe(self, digest: str, about: About, version: int, *, actor: str, via: str = "") -> Medium:
        """Change what is said of a medium. Raises Invalid, NotFound, StaleRevision."""
        self._admit_about(about)
        at = self._clock()
        return self._store.write(
            lambda writing: writing.media.describe(digest, about, version, at=at, actor=actor, via=via)
        )

    def remove(self, digest: str, *, actor: str, via: str = "") -> Medium:
        """Let a medium go that no revision points to, with its files. Raises NotFound, MediaInUse."""
        at = self._clock()
        with self._blobs.alone():
            medium = self._store.write(
                lambda writing: writing.media.remove(digest, at=at, actor=actor, via=via)
            )
            self._unlink(medium.files)
        return medium

    def erase(self, digest: str, *, reason: str, actor: str, via: str = "") -> Medium:
        """Erase a medium for good, used or not: 410 from now on. Raises NotFound where it is not there, or erased already."""
        at = self._clock()
        with self._blobs.alone():
            medium = self._store.write(
                lambda writing: writing.media.erase(digest, at=at, actor=actor, reason=reason, via=via)
            )
            if medium is None:
                raise NotFound(f"There is no medium {digest[:64]}, or it was erased before.")
            self._unlink(medium.files)
        return medium

    def verify(self) -> tuple[str, ...]:
        """Rows against files: what is missing, damaged, there though erased, or known to no medium. Reads every file."""
        with self._store.read() as reading:
            files = reading.media.files()
        expected = {each.digest: each.size for each in files if not each.erased}
        return self._blobs.verify(expected, frozenset(each.digest for each in files) - expected.keys())

    def sweep(self) -> int:
        """Remove what interrupted uploads and removals left behind for more than a day, and at once what was erased; how many files
        that were.
        """

        def known() -> tuple[frozenset[str], frozenset[str]]:
            with self._store.read() as reading:
                files = reading.media.files()
            kept = frozenset(each.digest for each in files if not each.erased)
            return kept, frozenset(each.digest for each in files) - kept

        return self._blobs.sweep(known, self._clock() - _STALE)

    def let_go(self, placed: Iterable[str]) -> None:
        """Remove files that no medium has any more: of an upload that failed, or of what was erased."""
        with self._blobs.alone():
            self._unlink(placed)

    def _unlink(self, digests: Iterable[str]) -> None:
        with self._store.read() as reading:
            lone = reading.media.lone(digests)
        self._blobs.remove(lone)

    def _admit(self, command: AddMedium) -> None:
        faults = list(shape.walk(Actor, command.actor))
        if faults:
            raise Invalid(tuple(faults))
        self._admit_about(command.about)

    def _admit_about(self, about: About) -> None:
        faults = [
            *shape.walk(About, msgspec.to_builtins(about)),
            *readiness.suggestions(about, self._configured),
        ]
        if faults:
            raise Invalid(tuple(faults))

    def _medium(
        self, found: Plan, command: AddMedium, file: tuple[str, str, int], made: list[Rendition]
    ) -> Medium:
        name, digest, size = file
        return Medium(
            digest=digest,
            name=name,
            media_type=found.media_type,
            size=size,
            width=found.width,
            height=found.height,
            duration=found.duration,
            uploaded_at=self._clock(),
            uploaded_by=command.actor,
            about=command.about,
            renditions=tuple(made),
        )


def _rendition(each: renditions.Rendered, name: str, digest: str, size: int) -> Rendition:
    return Rendition(
        digest=digest,
        name=names.smaller(name, each.width, each.media_type),
        media_type=each.media_type,
        size=size,
        width=each.width,
        height=each.height,
    )
