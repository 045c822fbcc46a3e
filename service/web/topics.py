"""The topics of our hub: the subscription documents of this service by their addresses, and the bytes that GET gives of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from starlette.routing import compile_path

import feeds
from content import locales, queries
from content.kinds import KINDS, Kind, TopicKey
from feeds import websub
from service.snapshots import Snapshot
from service.web import calendars
from service.web.handler import Handler
from service.web.parameters import Asked
from service.web.routes import RESOURCES
from service.web.shared import Resources

_FOUND: Final = 200


class Topics:
    """What can be subscribed to. Over resources of its own where there is no server: `nordkalott worker` renders as `serve` does."""

    def __init__(self, shared: Resources) -> None:
        self._shared = shared
        self._served = [
            (
                compile_path(each.path)[0],
                Handler(shared, each.endpoint, each.parameters, refusal=each.refusal, pushed=True),
            )
            for each in RESOURCES
            if each.pushed
        ]

    def is_topic(self, address: str) -> bool:
        """Could there be a feed under this address? Which topics of ours there are is not asked: that may change."""
        return self._asked(address) is not None

    def kind(self, address: str) -> Kind | None:
        """The kind that a feed is of; None where it is of all."""
        found = self._asked(address)
        return next((each for each in KINDS if found and each == found[1].names.get("kind")), None)

    def document(self, address: str) -> Snapshot | None:
        """The bytes that GET gives, rendered once for as long as nothing in them changes; None where there is no such feed."""
        found = self._asked(address)
        if found is None:
            return None
        handler, asked = found
        snapshot = handler.snapshot(asked)
        return snapshot if snapshot.status == _FOUND else None

    def missing(self, addresses: Iterable[str]) -> frozenset[str]:
        """Those of the addresses that no feed is under now."""
        with self._shared.store.read() as reading:
            labels = queries.labels(reading)
        named = {each: self._asked(each) for each in addresses}
        return frozenset(
            address
            for address, found in named.items()
            if found is None or found[1].names.get("topic") not in {None, *labels}
        )

    def _asked(self, address: str) -> tuple[Handler, Asked] | None:
        """The handler of a feed, and the request that it understands a GET of the address as."""
        address = websub.plain(address)
        base = self._shared.links.base
        path = address.removeprefix(base)
        if path == address or "%" in path:
            return None
        for pattern, handler in self._served:
            if (match := pattern.match(path)) and self._can_be(path, names := match.groupdict()):
                locale = names["locale"]
                order = locales.chain(locale, self._shared.settings.locales)
                asked = Asked(path=path, names=names, query={}, locale=locale, negotiated=False, order=order)
                return handler, asked
        return None

    def _can_be(self, path: str, names: dict[str, str]) -> bool:
        return (
            names["locale"] in self._shared.settings.locales
            and names.get("suffix", "atom") in feeds.FORMATS
            and names.get("kind", KINDS[0])
            in (feeds.OCCASIONAL if path.endswith(f".{calendars.SUFFIX}") else KINDS)
            and ("topic" not in names or _is_key(names["topic"]))
        )


def _is_key(text: str) -> bool:
    try:
        msgspec.convert(text, TopicKey)
    except msgspec.ValidationError:
        return False
    return True
