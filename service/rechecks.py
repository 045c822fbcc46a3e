"""Going over what is live: the task that does it in the background, and the pass that `nordkalott audit --rules` makes.

Each edition is looked at and kept by itself, so that whoever is killed goes on where it was: what was kept waits no more.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable
from typing import Final
from uuid import UUID

from content import accessibility
from content.commands import Commands, RecheckEdition
from content.errors import StoreBusy
from content.locales import Locale
from content.ports import Clock, Store, Writing
from content.ports.recheck import Place, Recheck

LOGGER: Final = logging.getLogger("nordkalott.recheck")
WHO: Final = "recheck@nordkalott"
"""Who the journal says did it, where nobody asked for it."""
LEASE: Final = "recheck"
LENGTH: Final = datetime.timedelta(seconds=5)
PIECE: Final = 0.1
"""Seconds of work at a time in the background."""
SHARE: Final = 4
"""One part in so many of the time is worked, the others are left to readers and writers."""
NOTED: Final = 3600.0
"""Seconds between two looks at how it stands."""
_BATCH: Final = 100
_PATIENCE: Final = 10.0
"""Seconds to wait for another pass to end: longer than the lease of one that was killed."""


class Passing:
    """A pass over what waits, one edition at a time, in the order of the keys."""

    def __init__(self, store: Store, commands: Commands, *, actor: str, via: str = "") -> None:
        self._store = store
        self._commands = commands
        self._actor = actor
        self._via = via
        self._after: tuple[UUID, Locale] | None = None
        self._ahead: list[Place] = []

    def step(self) -> Recheck | None:
        """Look at the next edition that waits; None where nothing does."""
        while True:
            place = self._next()
            if place is None:
                return None
            found = self._commands.recheck(RecheckEdition(place=place, actor=self._actor, via=self._via))
            if found is not None:
                return found

    def _next(self) -> Place | None:
        if not self._ahead:
            self._ahead = self._waiting()
            if not self._ahead and self._after is not None:
                # From the start once more: what was published or changed behind us waits, too.
                self._after = None
                self._ahead = self._waiting()
        if not self._ahead:
            return None
        place = self._ahead.pop(0)
        self._after = (place.id, place.locale)
        return place

    def _waiting(self) -> list[Place]:
        with self._store.read() as reading:
            return list(reading.recheck.waiting(accessibility.RULESET, self._after, _BATCH))


class Rechecks:
    """A `Task`: where the rule set is newer than the last full pass, and where what is live shows something else than it did."""

    name = "the re-check"

    def __init__(self, store: Store, commands: Commands, clock: Clock, *, holder: str, on: bool) -> None:
        self._store = store
        self._commands = commands
        self._clock = clock
        self._holder = holder
        self._on = on
        self._next = 0.0
        self._noted: float | None = None
        self._passing: Passing | None = None

    def due(self) -> float | None:
        """Seconds until the next piece; None where nothing waits, or it is switched off."""
        if not self._on:
            return None
        rest = self._next - time.monotonic()
        if rest > 0:
            return rest
        if self._noted is None or time.monotonic() - self._noted > NOTED:
            return 0.0
        with self._store.read() as reading:
            last = reading.recheck.last(accessibility.RULESET)
            waits = last is None or last.ended is None or bool(reading.recheck.stirred(self._clock(), 1))
        return 0.0 if waits else None

    def run(self) -> None:
        """Do a piece of the pass, or end it. Gives way to a pass that somebody has asked for."""
        if not self._free():
            self._next = time.monotonic() + LENGTH.total_seconds()
            return
        began = time.monotonic()
        ended = self._piece(began + PIECE)
        if ended or self._noted is None or time.monotonic() - self._noted > NOTED:
            self._commands.note_conformance()
            self._noted = time.monotonic()
        self._next = time.monotonic() + (time.monotonic() - began) * (SHARE - 1)

    def _piece(self, until: float) -> bool:
        """Whether it came to an end."""
        with self._store.read() as reading:
            last = reading.recheck.last(accessibility.RULESET)
        if last is not None and last.ended is not None:
            return self._stirred(until)
        if self._passing is None:
            self._passing = Passing(self._store, self._commands, actor=WHO, via="worker")
            self._commands.begin_pass()
        while time.monotonic() < until:
            if self._passing.step() is None:
                self._passing = None
                tally = self._commands.end_pass(self._commands.begin_pass(), actor=WHO, via="worker")
                if tally is not None:
                    LOGGER.info(
                        "everything that is live was checked with rule set %s: %d of %d editions have blocking failures, "
                        "%d could not be read",
                        tally.ruleset,
                        tally.failing,
                        tally.editions,
                        tally.unreadable,
                    )
                return True
        return False

    def _stirred(self, until: float) -> bool:
        """Look at what shows something else than it did."""
        while time.monotonic() < until:
            with self._store.read() as reading:
                places = reading.recheck.stirred(self._clock(), 1)
            if not places:
                return True
            self._commands.recheck(RecheckEdition(place=places[0], actor=WHO, via="worker"))
        return False

    def _free(self) -> bool:
        now = self._clock()

        def work(writing: Writing) -> bool:
            held = writing.leases.hold(LEASE, self._holder, now, LENGTH)
            writing.leases.release(LEASE, self._holder)
            return held

        return self._store.write(work)


def go(
    store: Store,
    commands: Commands,
    clock: Clock,
    *,
    holder: str,
    actor: str,
    show: Callable[[int, int], None] | None = None,
) -> int:
    """A whole pass, at full speed; how many editions were looked at. Raises StoreBusy where another one is at work."""
    lease = _Lease(store, clock, holder)
    lease.wait()
    try:
        passing = commands.begin_pass()
        with store.read() as reading:
            total = reading.recheck.count(accessibility.RULESET)
        going = Passing(store, commands, actor=actor, via="command-line")
        done = 0
        while going.step() is not None:
            done += 1
            lease.renew()
            if show:
                show(done, max(total, done))
        while (place := _stirred(store, clock)) is not None:
            commands.recheck(RecheckEdition(place=place, actor=actor, via="command-line"))
            done += 1
            lease.renew()
        commands.end_pass(passing, actor=actor, via="command-line")
        commands.note_conformance()
        return done
    finally:
        lease.release()


def _stirred(store: Store, clock: Clock) -> Place | None:
    """What people's answers have ended about: the pass itself looks at all else."""
    with store.read() as reading:
        return next(iter(reading.recheck.stirred(clock(), 1)), None)


class _Lease:
    """Keeps two passes from looking at the same at the same time. What they find is the same, and told once."""

    def __init__(self, store: Store, clock: Clock, holder: str) -> None:
        self._store = store
        self._clock = clock
        self._holder = holder
        self._renewed = 0.0

    def wait(self) -> None:
        until = time.monotonic() + _PATIENCE
        while not self._hold():
            if time.monotonic() > until:
                raise StoreBusy("Another pass is checking what is live. Wait for it to end, and try again.")
            time.sleep(0.1)

    def renew(self) -> None:
        if time.monotonic() - self._renewed > LENGTH.total_seconds() / 2:
            self._hold()

    def release(self) -> None:
        self._store.write(lambda writing: writing.leases.release(LEASE, self._holder))

    def _hold(self) -> bool:
        now = self._clock()
        held = self._store.write(lambda writing: writing.leases.hold(LEASE, self._holder, now, LENGTH))
        self._renewed = time.monotonic()
        return held
