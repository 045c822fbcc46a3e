"""What an endpoint of the authoring side is given: the request, understood, and what it may work with."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from msgspec import UNSET, Struct

from content import access, queries, validation
from content.access import Principal, Scope
from content.advice import Detector
from content.commands import Commands
from content.commands.media import Curation
from content.diff import compare
from content.errors import Forbidden, NotFound, StaleRevision
from content.kinds import Kind
from content.locales import Locale
from content.model import Revision, Standing
from content.ports import Reading, Store
from service.checker import Checker
from service.links import PublicLinks
from service.outbound import Guard
from service.settings import Settings
from service.web.etags import base, etag, matched
from service.web.problems import OvertakenError, PreconditionMissingError


@dataclass(frozen=True)
class Desk:
    """The parts, as one request may use them: its writes carry the request's Idempotency-Key."""

    store: Store
    commands: Commands
    media: Curation
    links: PublicLinks
    settings: Settings
    detector: Detector
    checker: Checker
    guard: Guard
    now: datetime.datetime


class Call(Struct, frozen=True, kw_only=True):
    """A request by somebody who may make it.

    `names` and `query` are parsed; `data` is the JSON body as plain data, UNSET where there was none. `via` is where it came
    from, for the journal, and `address` from which address. `if_match` and `if_none_match` are the fields as sent, "" where there was none.
    """

    path: str
    names: dict[str, str]
    query: dict[str, Any]
    given: tuple[tuple[str, str], ...] = ()
    data: Any = UNSET
    body: Any = None
    principal: Principal
    scope: Scope
    via: str
    address: str = "-"
    if_match: str = ""
    if_none_match: str = ""

    @property
    def id(self) -> UUID:
        """The record's id in the path. Raises NotFound for what is no UUID."""
        identity = queries.as_uuid(self.names["id"])
        if identity is None:
            raise NotFound("There is no such record: a record's id is a UUID.")
        return identity

    @property
    def locale(self) -> Locale:
        """The locale in the path."""
        return self.names["locale"]

    def number(self, name: str) -> int:
        """A number in the path. Raises NotFound for what is none."""
        text = self.names[name]
        if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004 - what a number can be at most
            raise NotFound(f"There is no number “{text[:20]}”.")
        return int(text)

    def decoded(self) -> Any:
        """The body as the route's type. Raises Invalid with every fault."""
        return validation.decode(self.body, self.data)

    def demand(self, kind: Kind, locale: Locale | None = None) -> None:
        """Raise Forbidden where the token is limited to other kinds or locales."""
        access.demand(self.principal, self.scope, kind=kind, locale=locale)

    def together(self, kind: Kind, locale: Locale) -> None:
        """The `Reach` of the token, for what is planned together with what it names."""
        try:
            self.demand(kind, locale)
        except Forbidden as error:
            raise Forbidden(
                f"This would take back what is to be published together with it. {error}", needed=error.needed
            ) from error

    def standing(self, reading: Reading) -> Standing:
        """The record that the path names. Raises NotFound, Forbidden."""
        standing = reading.standing(self.id, self.locale)
        if standing is None:
            raise NotFound(f"There is no record {self.id} in {self.locale}.")
        self.demand(standing.kind)
        return standing

    def demand_newest(self, reading: Reading, newest: Revision) -> None:
        """Demand that If-Match names the newest revision.

        Raises PreconditionMissingError without If-Match or with "*", which would write over what nobody has looked at;
        OvertakenError with the newest revision where it names another.
        """
        if not self.if_match or self.if_match.strip() == "*":
            raise PreconditionMissingError
        if not matched(self.if_match, newest):
            raise self.overtaken(reading, newest)

    def overtaken(self, reading: Reading, newest: Revision) -> OvertakenError:
        """What to say where somebody else saved a newer revision: who, when, and what is different from the one that If-Match names.

        Nothing is said to differ from what was never there: If-None-Match, or the ETag of a draft that was deleted and begun again.
        """
        number = base(self.if_match)
        named = reading.revision(newest.id, newest.locale, number) if 1 <= number < newest.number else None
        known = named is not None and etag(named) in self.if_match
        diff = compare(named.content, newest.content) if named and known else None
        return OvertakenError(newest, diff, number=number)

    def refreshed(self, reading: Reading, error: StaleRevision) -> OvertakenError | StaleRevision:
        """The same for what was found out inside the write: somebody was quicker by a moment."""
        newest = reading.revision(self.id, self.locale, error.current)
        return self.overtaken(reading, newest) if newest else error
