"""Kinds: the typed fields that each kind of record has beside title, summary and body.

A kind only ever grows: a field is never renamed or removed (DESIGN section 5).
"""

from __future__ import annotations

import datetime
from typing import Annotated, Final, Literal, get_args

from msgspec import UNSET, Meta, Struct, UnsetType

from content.text import Email, Href, Line, Passage, Phone, WebUrl

Kind = Literal["page", "news", "event", "call", "project", "contact", "topic"]
KINDS: tuple[Kind, ...] = get_args(Kind)

TopicKey = Annotated[
    str,
    Meta(
        max_length=64,
        pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$(?!\n)",
        description="Language-neutral, never changed: barents",
    ),
]
MOST_MONEY: Final = 10**15
"""More than there is of any currency, and still a whole number to JavaScript (below 2 to the power of 53)."""
Moment = Annotated[datetime.datetime, Meta(tz=True, description="RFC 3339 with offset")]


class _Fields(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Amount(_Fields, frozen=True, kw_only=True):
    """A sum of money, or a range, in whole units of an ISO 4217 currency."""

    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?!\n)")]
    minimum: Annotated[int, Meta(ge=0, le=MOST_MONEY)] | UnsetType = UNSET
    maximum: Annotated[int, Meta(ge=0, le=MOST_MONEY)]


class Partner(_Fields, frozen=True, kw_only=True):
    """Who takes part in a project. `country` is an ISO 3166-1 alpha-2 code."""

    name: Line
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}$(?!\n)")] | UnsetType = UNSET
    url: WebUrl | UnsetType = UNSET


class PageFields(_Fields, frozen=True, kw_only=True):
    """A page has no fields of its own."""


class NewsFields(_Fields, frozen=True, kw_only=True):
    """A news item has no fields of its own."""


class EventFields(_Fields, frozen=True, kw_only=True):
    """When, and where: a place, an address on the web, or both."""

    start: Moment
    end: Moment | UnsetType = UNSET
    place: Line | UnsetType = UNSET
    online: WebUrl | UnsetType = UNSET
    registration: WebUrl | UnsetType = UNSET


class CallFields(_Fields, frozen=True, kw_only=True):
    """A funding call: which programme, from when until when, how much, for whom."""

    programme: Line
    opens: datetime.date
    deadline: Moment
    amount: Amount | UnsetType = UNSET
    applicants: Passage
    apply: WebUrl | UnsetType = UNSET


class ProjectFields(_Fields, frozen=True, kw_only=True):
    """A project: programme, partners, period, budget."""

    programme: Line | UnsetType = UNSET
    partners: Annotated[tuple[Partner, ...], Meta(max_length=100)] = ()
    starts: datetime.date
    ends: datetime.date | UnsetType = UNSET
    budget: Amount | UnsetType = UNSET


class ContactFields(_Fields, frozen=True, kw_only=True):
    """How to reach somebody; the record's title is the name."""

    role: Line | UnsetType = UNSET
    organisation: Line
    phone: Phone | UnsetType = UNSET
    email: Email | UnsetType = UNSET
    web: Href | UnsetType = UNSET


class TopicFields(_Fields, frozen=True, kw_only=True):
    """The topic's key; its title is the label that people read."""

    key: TopicKey


Fields = PageFields | NewsFields | EventFields | CallFields | ProjectFields | ContactFields | TopicFields
