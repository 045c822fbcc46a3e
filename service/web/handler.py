"""Parse → call → respond, the same way for every route, with snapshots between."""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from urllib.parse import parse_qsl

from msgspec import structs
from starlette.types import Receive, Scope, Send

from content import locales, tags
from content.advice import Detector
from content.commands import Commands
from content.commands.media import Curation
from content.errors import Invalid, NordkalottError, NotFound, StoreError
from content.ports import Clock, Reading, Store
from content.statement import Known
from feeds import websub
from service.checker import Checker
from service.limits import Limits
from service.links import PublicLinks
from service.outbound import Guard
from service.settings import Settings
from service.snapshots import IDENTITY, NOTHING, Flight, Made, Slot, Snapshot
from service.threads import Threads
from service.watch import Watch
from service.web import parameters, problems
from service.web.answers import Answer, finish, respond
from service.web.codings import chosen, coded
from service.web.conditions import conditions
from service.web.keys import canonical, target
from service.web.parameters import Asked, Parameter
from service.web.process import Process
from service.web.view import View, tags_of_slug

Endpoint = Callable[[View, Asked], Answer]
Refusal = Callable[[PublicLinks, Asked, NordkalottError], Answer]

LOGGER: Final = logging.getLogger("nordkalott.web")
_MAX_REF: Final = 200
_ATTEMPTS: Final = 3
"""Makers whom somebody waits for, one after the other, before making it alone."""
_LONG: Final = 0.05
"""Seconds that the event loop may be kept by one answer before others of its kind go to threads."""
_SHARE: Final = 20
"""For so many times as long: long answers keep the loop for a twentieth of the time at most."""
_DAMAGED: Final = 60.0
"""Seconds for which an answer is kept that something damaged is left out of."""
_OK: Final = 200


@dataclass(frozen=True)
class Resources:
    """What all handlers share; made by `wiring`."""

    store: Store
    commands: Commands
    media: Curation
    now: Clock
    links: PublicLinks
    settings: Settings
    process: Process
    watch: Watch
    limits: Limits
    detector: Detector
    checker: Checker
    guard: Guard
    breaches: tuple[Known, ...] = ()
    mark: bytes = b""
    threads: Threads = field(default_factory=Threads)


def refuse(links: PublicLinks, asked: Asked, error: NordkalottError) -> Answer:  # noqa: ARG001 - every refusal is called alike
    """An error as problem+json."""
    return problems.answer(error, about(asked, error))


def about(asked: Asked, error: NordkalottError) -> frozenset[str]:
    """What a refusal depends on: what is gone may come back, and its slug may become another record's; what is not there may be made by any
    change.
    """
    if isinstance(error, problems.GoneError | problems.MovedError):
        return frozenset({tags.record(error.found.entry.standing.id)}) | tags_of_slug(asked)
    return frozenset({NOTHING}) if isinstance(error, NotFound) else frozenset()


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
        self._endpoint = endpoint
        self._accepted = accepted
        self._refusal = refusal
        self._choices = choices
        self._pushed = pushed
        self._quick = quick
        self._rests = 0.0
        self._tolerant = tolerant
        self._unkept = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        names = {name: str(value) for name, value in scope["path_params"].items()}
        fields = _fields(scope)
        given = _given(scope["query_string"])
        try:
            asked = self._parse(scope, names, fields, given)
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
            snapshot = finish(self._refusal(self._shared.links, asked, error))
        else:
            # What is not understood is not led to: whoever adds something to an address finds it by its other parts.
            led = target(scope) if not asked.media_type and len(asked.given) == len(given) else None
            snapshot = await self._found(asked, chosen(_listed(scope, b"accept-encoding")), led)
        response = respond(snapshot, conditions(scope["headers"]), self._shared.now().timestamp())
        await response(scope, receive, send)

    async def _found(self, asked: Asked, coding: str, led: bytes | None) -> Snapshot:
        """What is kept at once; all else in a thread, but what is quickly made. `led` is the target that may lead to it from now on."""
        snapshots = self._shared.process.snapshots
        key = canonical(asked)
        try:
            slot = snapshots.look(key, time.time())
        except StoreError:  # the thread finds out which, and says so
            slot = None
        kept = slot.codings.get(coding) if slot else None
        if kept is not None:
            found = kept.snapshot
        elif slot is None and self._quick and time.monotonic() >= self._rests:
            slot, found = self._at_once(key, asked, coding)
        elif slot is None and not self._unkept:
            slot, found = await self._shared_with_others(key, asked, coding)
        else:
            slot, found = await self._shared.threads.run(partial(self._made, key, asked, coding, slot))
        if slot is not None and led is not None:
            snapshots.alias(slot, led, asked.locale if asked.negotiated else None)
        return found

    def _at_once(self, key: str, asked: Asked, coding: str) -> tuple[Slot | None, Snapshot]:
        """What is made here and now, because going to a thread costs as much as making it. Where it took long (a disk that has to be waited
        for, a long text), the next ones go to threads for a while, so that the loop does not wait.
        """
        busy = self._shared.threads.busy
        began = time.monotonic()
        slot, found = self._made(key, asked, coding, None)
        ended = time.monotonic()
        # Beside threads at work, all that is known is that they had the interpreter's lock.
        if ended - began > _LONG and not busy:
            self._rests = ended + (ended - began) * _SHARE
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

    def _parse(
        self,
        scope: Scope,
        names: dict[str, str],
        fields: dict[bytes, str],
        given: tuple[tuple[str, str], ...],
    ) -> Asked:
        configured = self._shared.settings.locales
        if fields.get(b"content-length", "0") != "0" or b"transfer-encoding" in fields:
            raise Invalid.one(
                "",
                "unexpected_body",
                nb="En GET-forespørsel har ingen kropp her.",
                en="A GET request has no body here.",
            )
        if self._tolerant:
            # What readers and trackers add to an address that is shared must not cost anybody the feed or the page.
            known = {each.name for each in self._accepted}
            given = tuple((name, value) for name, value in given if name in known)
        else:
            parameters.demand_text(scope["query_string"])
        query = parameters.parse(self._accepted, given, configured)
        negotiated = False
        if "locale" in names:
            locale = names["locale"] if names["locale"] in configured else locales.DEFAULT
        elif query.get("locale"):
            locale = query["locale"]
        else:
            negotiated = parameters.LOCALE in self._accepted
            locale = (
                locales.negotiate(fields.get(b"accept-language", ""), configured)
                if negotiated
                else locales.DEFAULT
            )
        return Asked(
            path=scope["path"],
            names=names,
            query=query,
            given=given,
            locale=locale,
            negotiated=negotiated,
            media_type=self._chosen(fields.get(b"accept", "")) if self._choices else "",
            order=locales.chain(locale, configured),
        )

    def _chosen(self, accept: str) -> str:
        """The first of the choices that Accept names; the usual one where it names none of them."""
        named = {part.partition(";")[0].strip().lower() for part in accept.split(",")}
        return next((each for each in self._choices if each in named), self._choices[0])

    def snapshot(self, asked: Asked, coding: str = IDENTITY) -> Snapshot:
        """The finished answer in a coding: the one that is kept, or a new one."""
        key = canonical(asked)
        try:
            slot = self._shared.process.snapshots.look(key, time.time())
        except StoreError:
            slot = None
        kept = slot.codings.get(coding) if slot else None
        return kept.snapshot if kept else self._made(key, asked, coding, slot)[1]

    def _made(self, key: str, asked: Asked, coding: str, slot: Slot | None) -> tuple[Slot | None, Snapshot]:
        """The answer in a coding, made of what its slot has, or of the store; with its slot, if it has one then."""
        kept = slot.codings.get(IDENTITY) if slot else None
        if kept is not None:
            return self._coded(slot, kept.snapshot, coding)
        try:
            made = self._plain(key, asked)
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

    def _plain(self, key: str, asked: Asked) -> Made:
        """The answer without a coding, made of the store, and kept if it may be. Raises StoreError."""
        with self._shared.store.read() as reading:
            head = reading.head()
            plain = self._whole(reading, asked)
        self._unkept = not plain.tags and plain.status == _OK
        slot = (
            self._shared.process.snapshots.admit(key, plain, head, time.time(), partial(self._again, asked))
            if plain.tags
            else None
        )
        return Made(plain, head, slot)

    def _coded(self, slot: Slot | None, plain: Snapshot, coding: str) -> tuple[Slot | None, Snapshot]:
        found = coded(plain, coding) if plain.tags else plain
        if slot is not None and coding != IDENTITY:
            self._shared.process.snapshots.add(slot, coding, found)
        return slot, found

    def _again(self, asked: Asked, reading: Reading, codings: Iterable[str]) -> dict[str, Snapshot]:
        plain = self._whole(reading, asked)
        return {IDENTITY: plain} | {each: coded(plain, each) for each in codings if each != IDENTITY}

    def _failed(self, asked: Asked, error: NordkalottError) -> Snapshot:
        """What the store itself has refused."""
        logged(error)
        return finish(self._refusal(self._shared.links, asked, error))

    def _whole(self, reading: Reading, asked: Asked) -> Snapshot:
        """What is answered; looked at again soon where something damaged is left out of it, so that operators hear of it as long as it is."""
        plain = self._finished(reading, asked)
        if not reading.left_out:
            return plain
        self._shared.process.left_out += reading.left_out
        soon = time.time() + _DAMAGED
        return structs.replace(plain, valid_until=min(plain.valid_until or soon, soon))

    def _finished(self, reading: Reading, asked: Asked) -> Snapshot:
        answer = self._answer(reading, asked)
        if self._pushed:
            answer = _told(answer, asked, self._shared.links)
        shared = self._shared
        dated = answer.tags and answer.status == _OK
        moved = reading.moments.newest(answer.tags, shared.now(), shared.mark) if dated else None
        return finish(_negotiated(answer, asked, shared.links), moved.timestamp() if moved else None)

    def _answer(self, reading: Reading, asked: Asked) -> Answer:
        now = datetime.datetime.now(datetime.UTC)
        shared = self._shared
        view = View(reading, shared.links, shared.settings, now, shared.process, shared.breaches, shared.mark)
        try:
            if any(len(value) > _MAX_REF or not value.isprintable() for value in asked.names.values()):
                raise NotFound("There is nothing under such a name.")
            if asked.names.get("locale", asked.locale) != asked.locale:
                raise NotFound(f"There is no locale “{asked.names['locale']}” here.")
            return self._endpoint(view, asked)
        except NordkalottError as error:
            logged(error)
            return self._refusal(self._shared.links, asked, error)


def logged(error: NordkalottError) -> None:
    """Tell the operators of what is wrong inside."""
    if isinstance(error, StoreError):
        LOGGER.error("%s: %s", type(error).__name__, error)


def _fields(scope: Scope) -> dict[bytes, str]:
    """The fields of a request, each as it stands there first."""
    return {name: value.decode("latin-1") for name, value in reversed(scope["headers"])}


def _given(query: bytes) -> tuple[tuple[str, str], ...]:
    """The parameters of a query, as they stand there."""
    return tuple(parse_qsl(query.decode("latin-1"), keep_blank_values=True)) if query else ()


def _listed(scope: Scope, name: bytes) -> str | None:
    """A field that is a list, whole: it may be there several times (RFC 9110 section 5.3)."""
    found = [value for each, value in scope["headers"] if each == name]
    return b",".join(found).decode("latin-1") if found else None


def _told(answer: Answer, asked: Asked, links: PublicLinks) -> Answer:
    """Name the hub, and what to ask it for (WebSub, section 4)."""
    if answer.status != 200:  # noqa: PLR2004 - HTTP's own number
        return answer
    named = ("link", websub.links(links.hub(), links.at(asked.path)))
    return structs.replace(answer, headers=(*answer.headers, named))


def _negotiated(answer: Answer, asked: Asked, links: PublicLinks) -> Answer:
    """What the answer varies with (RFC 9110 section 12.5.5), and the explicit address where Accept-Language decided."""
    varies = [*(["Accept"] if asked.media_type else []), *(["Accept-Language"] if asked.negotiated else [])]
    more = [("vary", ", ".join(varies))] if varies else []
    if asked.negotiated and answer.status == 200:  # noqa: PLR2004 - HTTP's own number
        more.append(("content-location", links.at(asked.path, {"locale": asked.locale} | dict(asked.given))))
    return structs.replace(answer, headers=(*answer.headers, *more)) if more else answer
