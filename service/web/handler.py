"""Parse → call → respond, the same way for every route, with snapshots between."""

from __future__ import annotations

import time
from functools import partial
from time import process_time, thread_time
from typing import Final

from starlette.types import Receive, Scope, Send

from content import locales
from content.errors import Invalid, NordkalottError, StoreError
from service.snapshots import IDENTITY, Flight, Kept, Made, Slot, Snapshot
from service.web.answers import respond
from service.web.asking import Asking, fields_of, given_in, listed
from service.web.codings import chosen, coded
from service.web.conditions import conditions
from service.web.keys import canonical, target
from service.web.making import Again, Endpoint, Making, Refusal, refuse
from service.web.parameters import Asked, Parameter
from service.web.shared import Resources, logged
from service.web.view import Slow

_ATTEMPTS: Final = 3
"""Makers whom somebody waits for, one after the other, before making it alone."""
_LONG: Final = 0.05
"""Seconds that the event loop may be kept by one answer before others of its kind go to threads."""
_SHARE: Final = 20
"""For so many times as long: long answers keep the loop for a twentieth of the time at most."""
_OK: Final = 200


class Handler:
    """One route as an ASGI application: answers GET and HEAD from a snapshot, or from its endpoint."""

    def __init__(
        self,
        shared: Resources,
        endpoint: Endpoint,
        accepted: tuple[Parameter, ...],
        *,
        refusal: Refusal = refuse,
        choices: tuple[str, ...] = (),
        pushed: bool = False,
        quick: bool = False,
        tolerant: bool = False,
    ) -> None:
        self._shared = shared
        self._asking = Asking(accepted, shared.settings.locales, choices, tolerant=tolerant)
        self._making = Making(shared, endpoint, refusal, pushed=pushed)
        self.quick: Final = quick and not choices
        self._rests = 0.0
        self._unkept = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        names = {name: str(value) for name, value in scope["path_params"].items()}
        fields = fields_of(scope["headers"])
        query: bytes = scope["query_string"]
        given = given_in(query)
        try:
            asked = self._asking.read(scope["path"], names, query, given, fields)
        except Invalid as error:
            locale = locales.negotiate(fields.get(b"accept-language", ""), self._shared.settings.locales)
            asked = Asked(
                path=scope["path"],
                names=names,
                query={},
                locale=locale,
                negotiated=False,
                order=(locale,),
            )
            snapshot = self._making.refused(asked, error)
        else:
            # What is not understood is not led to: whoever adds something to an address finds it by its other parts.
            led = target(scope) if not asked.media_type and len(asked.given) == len(given) else None
            snapshot = await self._found(asked, chosen(listed(scope["headers"], b"accept-encoding")), led)
        response = respond(snapshot, conditions(scope["headers"]), self._shared.now().timestamp())
        await response(scope, receive, send)

    def at_once(
        self, path: str, names: dict[str, str], query: bytes, language: str, coding: str
    ) -> Kept | None:
        """What GET gives that says nothing beside these, made here and now; None where it has to be asked for in the usual way. Raises StoreError."""
        if self._shared.turns.full:
            return None
        given = given_in(query)
        try:
            asked = self._asking.read(path, names, query, given, {b"accept-language": language})
        except Invalid:
            return None
        snapshots = self._shared.process.snapshots
        key = canonical(asked)
        slot = snapshots.look(key, time.time())
        if slot is not None:
            kept = slot.codings.get(coding)
        elif made := self._at_once(key, asked, coding):
            slot, found = made
            kept = (slot.codings.get(coding) if slot else None) or Kept(found)
        else:
            kept = None
        if slot is not None and kept is not None and len(asked.given) == len(given):
            snapshots.alias(
                slot,
                path.encode() + (b"?" + query if query else b""),
                asked.locale if asked.negotiated else None,
            )
        return kept

    async def _found(self, asked: Asked, coding: str, led: bytes | None) -> Snapshot:
        """What is kept at once; all else in a thread, but what is quickly made. `led` is the target that may lead to it from now on."""
        snapshots = self._shared.process.snapshots
        key = canonical(asked)
        if self.quick and snapshots.at(key) is None:
            await self._shared.turns.wait()
        try:
            slot = snapshots.look(key, time.time())
        except StoreError:  # the thread finds out which, and says so
            slot = None
        kept = slot.codings.get(coding) if slot else None
        if kept is not None:
            found = kept.snapshot
        elif slot is None and self.quick and (made := self._at_once(key, asked, coding)):
            slot, found = made
        elif slot is None and not self._unkept:
            slot, found = await self._shared_with_others(key, asked, coding)
        else:
            slot, found = await self._shared.threads.run(partial(self._made, key, asked, coding, slot))
        if slot is not None and led is not None:
            snapshots.alias(slot, led, asked.locale if asked.negotiated else None)
        return found

    def _at_once(self, key: str, asked: Asked, coding: str) -> tuple[Slot | None, Snapshot] | None:
        """What is made here and now, because going to a thread costs as much as making it; None where it would take longer. Where it took long
        (a disk that has to be waited for, a long text), the next ones go to threads for a while, so that the loop does not wait.
        """
        began = time.monotonic()
        if began < self._rests:
            return None
        worked, all_worked = thread_time(), process_time()
        try:
            slot, found = self._made(key, asked, coding, None, hurried=True)
        except Slow:
            return None
        finally:
            took, worked = time.monotonic() - began, thread_time() - worked
            self._shared.turns.spent(worked)
        # While other threads were at work they had the interpreter's lock: that says nothing of what this takes.
        took -= process_time() - all_worked - worked
        if took > _LONG:
            self._rests = time.monotonic() + took * _SHARE
        return slot, found

    async def _shared_with_others(self, key: str, asked: Asked, coding: str) -> tuple[Slot | None, Snapshot]:
        """What one of those who ask for it at once makes, if it is true still for those who came after that one began."""
        snapshots, run = self._shared.process.snapshots, self._shared.threads.run
        since = snapshots.seq
        for _ in range(_ATTEMPTS):
            flight, leading = snapshots.flights.join(key)
            if leading:
                return await run(partial(self._led, key, asked, coding, flight))
            snapshots.waits += 1
            made = await snapshots.flights.waited(key, flight)
            if made is not None and not made.snapshot.tags:
                break
            if made is not None and snapshots.stands(made.snapshot, made.head, since):
                kept = made.slot.codings.get(coding) if made.slot else None
                if kept is not None or coding == IDENTITY:
                    return made.slot, kept.snapshot if kept else made.snapshot
                return await run(partial(self._coded, made.slot, made.snapshot, coding))
        return await run(partial(self._made, key, asked, coding, None))

    def snapshot(self, asked: Asked, coding: str = IDENTITY) -> Snapshot:
        """The finished answer in a coding: the one that is kept, or a new one."""
        key = canonical(asked)
        try:
            slot = self._shared.process.snapshots.look(key, time.time())
        except StoreError:
            slot = None
        kept = slot.codings.get(coding) if slot else None
        return kept.snapshot if kept else self._made(key, asked, coding, slot)[1]

    def _made(
        self, key: str, asked: Asked, coding: str, slot: Slot | None, *, hurried: bool = False
    ) -> tuple[Slot | None, Snapshot]:
        """The answer in a coding, made of what its slot has, or of the store; with its slot, if it has one then. Raises Slow."""
        kept = slot.codings.get(IDENTITY) if slot else None
        if kept is not None:
            return self._coded(slot, kept.snapshot, coding)
        try:
            made = self._plain(key, asked, hurried=hurried)
        except NordkalottError as error:
            return None, self._failed(asked, error)
        return self._coded(made.slot, made.snapshot, coding)

    def _led(self, key: str, asked: Asked, coding: str, flight: Flight) -> tuple[Slot | None, Snapshot]:
        """The same, made of the store for all who wait."""
        made: Made | None = None
        try:
            made = self._plain(key, asked)
        except NordkalottError as error:
            return None, self._failed(asked, error)
        finally:
            self._shared.process.snapshots.flights.land(key, flight, made)
        return self._coded(made.slot, made.snapshot, coding)

    def _plain(self, key: str, asked: Asked, *, hurried: bool = False) -> Made:
        """The answer without a coding, made of the store, and kept if it may be. Raises StoreError, and Slow."""
        with self._shared.store.read() as reading:
            head = reading.head()
            plain = self._making.whole(reading, asked, hurried=hurried)
        self._unkept = not plain.tags and plain.status == _OK
        slot = (
            self._shared.process.snapshots.admit(key, plain, head, time.time(), Again(self._making, asked))
            if plain.tags
            else None
        )
        return Made(plain, head, slot)

    def _coded(self, slot: Slot | None, plain: Snapshot, coding: str) -> tuple[Slot | None, Snapshot]:
        found = coded(plain, coding) if plain.tags else plain
        if slot is not None and coding != IDENTITY:
            self._shared.process.snapshots.add(slot, coding, found)
        return slot, found

    def _failed(self, asked: Asked, error: NordkalottError) -> Snapshot:
        """What the store itself has refused."""
        logged(error)
        return self._making.refused(asked, error)
