"""Making: from what is asked of a view of the store to the finished answer of a route, whatever comes of it."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterable
from typing import Final

from msgspec import Struct, structs

from content import tags
from content.errors import NordkalottError, NotFound
from content.ports import Reading
from feeds import websub
from service.links import PublicLinks
from service.snapshots import IDENTITY, NOTHING, Snapshot
from service.web import problems
from service.web.answers import Answer, finish
from service.web.codings import coded
from service.web.parameters import Asked
from service.web.shared import Resources, logged
from service.web.view import View, tags_of_slug

Endpoint = Callable[[View, Asked], Answer]
Refusal = Callable[[PublicLinks, Asked, NordkalottError], Answer]

_MAX_REF: Final = 200
_DAMAGED: Final = 60.0
"""Seconds for which an answer is kept that something damaged is left out of."""
_OK: Final = 200


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


class Making:
    """What one route answers. `pushed` tells where it can be subscribed to."""

    def __init__(self, shared: Resources, endpoint: Endpoint, refusal: Refusal, *, pushed: bool) -> None:
        self._shared = shared
        self._endpoint = endpoint
        self._refusal = refusal
        self._pushed = pushed

    def whole(self, reading: Reading, asked: Asked, *, hurried: bool = False) -> Snapshot:
        """What is answered; looked at again soon where something damaged is left out of it, so that operators hear of it as long as it is.
        Raises Slow where somebody `hurried` would wait for something to be rendered.
        """
        plain = self._finished(reading, asked, hurried=hurried)
        if not reading.left_out:
            return plain
        self._shared.process.left_out += reading.left_out
        soon = time.time() + _DAMAGED
        return structs.replace(plain, valid_until=min(plain.valid_until or soon, soon))

    def refused(self, asked: Asked, error: NordkalottError) -> Snapshot:
        """What is answered where there is no view of the store, or nothing was understood that could be asked of it."""
        return finish(self._refusal(self._shared.links, asked, error))

    def _finished(self, reading: Reading, asked: Asked, *, hurried: bool) -> Snapshot:
        answer = self._answer(reading, asked, hurried=hurried)
        if self._pushed:
            answer = _told(answer, asked, self._shared.links)
        shared = self._shared
        dated = answer.tags and answer.status == _OK
        moved = reading.moments.newest(answer.tags, shared.now(), shared.mark) if dated else None
        return finish(_negotiated(answer, asked, shared.links), moved.timestamp() if moved else None)

    def _answer(self, reading: Reading, asked: Asked, *, hurried: bool) -> Answer:
        now = datetime.datetime.now(datetime.UTC)
        shared = self._shared
        view = View(
            reading, shared.links, shared.settings, now, shared.process, shared.breaches, shared.mark, hurried
        )
        try:
            if any(len(value) > _MAX_REF or not value.isprintable() for value in asked.names.values()):
                raise NotFound("There is nothing under such a name.")
            if asked.names.get("locale", asked.locale) != asked.locale:
                raise NotFound(f"There is no locale “{asked.names['locale']}” here.")
            return self._endpoint(view, asked)
        except NordkalottError as error:
            logged(error)
            return self._refusal(self._shared.links, asked, error)


class Again(Struct, frozen=True):
    """Makes the same once more: a `Maker` for snapshots, of which there are as many as answers are kept."""

    making: Making
    asked: Asked

    def __call__(self, reading: Reading, codings: Iterable[str]) -> dict[str, Snapshot]:
        plain = self.making.whole(reading, self.asked)
        return {IDENTITY: plain} | {each: coded(plain, each) for each in codings if each != IDENTITY}


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
