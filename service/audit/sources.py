"""Where the bytes come from that are looked at: the application in this process, over the store, or a server that runs somewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, Protocol
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import msgspec

from content.locales import Locale
from content.ports import Reading
from service import local
from service.audit.chromium import CannotAuditError
from service.audit.places import Shown
from service.edge.app import App
from service.local import Whole
from service.outbound import Answered

_AGENT: Final = {"user-agent": "nordkalott-audit"}


class Source(Protocol):
    """Gives what is served."""

    @property
    def base(self) -> str:
        """Scheme and host of every address of ours."""
        ...

    async def get(self, path: str) -> Whole:
        """The answer to a GET of a path with its query."""
        ...

    def path(self, url: str) -> str | None:
        """The path with its query of an address of ours; None for another's."""
        ...


class Local:
    """The application in this process: no network, and no server that has to run."""

    def __init__(self, app: App, base: str) -> None:
        self._app = app
        self.base = base.rstrip("/")

    async def get(self, path: str) -> Whole:
        return await local.whole(self._app, local.scope(path, _AGENT, self.base))

    def path(self, url: str) -> str | None:
        return path_of(url, self.base)


class Remote:
    """A server that runs. Its pages name its public address, which need not be the one that it is asked at."""

    def __init__(self, ask: Callable[[str], Awaitable[Answered]], at: str) -> None:
        self._ask = ask
        self._at = at.rstrip("/")
        self.base = self._at

    async def begin(self) -> None:
        """Learn the public address. Raises CannotAuditError where there is no Nordkalott, CannotFetchError."""
        document = await self._json("/openapi.json")
        try:
            self.base = str(document["servers"][0]["url"]).rstrip("/")
        except (KeyError, IndexError, TypeError) as error:
            raise CannotAuditError(
                f"{self._at} is no Nordkalott: its /openapi.json says no address."
            ) from error

    async def get(self, path: str) -> Whole:
        answered = await self._ask(self._at + path)
        return Whole(status=answered.status, headers=answered.headers, body=answered.body)

    def path(self, url: str) -> str | None:
        return path_of(url, self.base) or path_of(url, self._at)

    async def shown(self, locales: tuple[Locale, ...]) -> list[Shown]:
        """Every published record in these locales. What was withdrawn or redirected is in no list, and is not found so."""
        found = []
        for locale in locales:
            query = {"locale": locale, "limit": "100", "fields": "id,locale,slug,edition"}
            while True:
                page = await self._json(f"/v1/records?{urlencode(query)}")
                found += [
                    Shown(
                        id=UUID(each["id"]), locale=each["locale"], slug=each["slug"], edition=each["edition"]
                    )
                    for each in page["records"]
                    if each["locale"] == locale
                ]
                if not page["next"]:
                    break
                query["cursor"] = page["next"]
        return found

    async def _json(self, path: str) -> Any:
        answered = await self._ask(self._at + path)
        try:
            return msgspec.json.decode(answered.body)
        except msgspec.DecodeError as error:
            raise CannotAuditError(f"{self._at}{path} is no JSON: is this a Nordkalott?") from error


def shown(reading: Reading, identities: frozenset[UUID] | None = None) -> Iterator[Shown]:
    """What the store says that people can come to, withdrawn and redirected records too; of some records, or of all."""
    for each in reading.standings(sorted(identities) if identities is not None else None):
        if each.edition:
            yield Shown(
                id=each.id,
                locale=each.locale,
                slug=each.slug,
                edition=each.edition,
                page=each.state != "redirected",
            )


def path_of(url: str, base: str) -> str | None:
    """The path with its query, where scheme, host and port are those of the base."""
    split, ours = urlsplit(url), urlsplit(base)
    if (split.scheme, split.netloc) != (ours.scheme, ours.netloc):
        return None
    return (split.path or "/") + (f"?{split.query}" if split.query else "")
