"""What the pages for people show. Endpoints fill these in; every address in them is ready to use, absolute or a path."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from content.accessibility.questions import Question
from content.accessibility.rules import Rule
from content.errors import Message
from content.kinds import Kind
from content.locales import Locale
from content.model import HEADING_LEVELS, Variant
from content.serving import Served
from content.statement import Facts
from service.web.pages.schema import Member

What = Literal["not_found", "gone", "redirected", "wrong_input", "error", "unavailable"]


class Addresses(Struct, frozen=True, kw_only=True):
    """Where the parts of the service are, for a page in one locale.

    `accessibility_contact` (a mailto: or web address) and `accessibility_statement` come from the settings alone; empty, they are not shown.
    """

    home: str
    feeds: str
    docs: str
    rules: str
    records: str
    changes: str
    kinds: str
    openapi: str
    sitemap: str
    stylesheets: tuple[str, ...]
    icon: str
    accessibility: str
    accessibility_contact: str = ""
    accessibility_statement: str = ""


class Language(Struct, frozen=True, kw_only=True):
    """The same page in a locale."""

    locale: Locale
    href: str


class Discovery(Struct, frozen=True, kw_only=True):
    """A feed that readers find by themselves from the page. `media_type` is one of the three feed types."""

    title: str
    media_type: str
    href: str


class Frame(Struct, frozen=True, kw_only=True):
    """What every page has around its main part. `languages` includes the page's own locale."""

    locale: Locale
    canonical: str
    languages: tuple[Language, ...]
    discovery: tuple[Discovery, ...] = ()
    addresses: Addresses


class Item(Struct, frozen=True, kw_only=True):
    """A published record in a list. `at` is the time of its last major edition."""

    title: str
    locale: Locale
    kind: Kind
    href: str
    at: datetime.datetime
    summary: str = ""
    invented: bool = False


class Formats(Struct, frozen=True, kw_only=True):
    """The addresses of one feed in its three formats; absolute, for people copy them into a reader."""

    atom: str
    rss: str
    json: str


class KindFeed(Struct, frozen=True, kw_only=True):
    """How many records of a kind are published, where their list is, and their feed. `items` are the latest, for the page of feeds."""

    kind: Kind
    count: int
    href: str
    formats: Formats
    items: tuple[Item, ...] = ()


class KindWithin(Struct, frozen=True, kw_only=True):
    """The feed of a kind within a topic, as Atom."""

    kind: Kind
    href: str


class CalendarFeed(Struct, frozen=True, kw_only=True):
    """A calendar to subscribe to. `href` is absolute, for people copy it; `subscribe` is the same as `webcal:`, which calendar programs open."""

    kind: Kind
    href: str
    subscribe: str


class TopicFeed(Struct, frozen=True, kw_only=True):
    """The same of a topic. `locale` is that of the label; `within` are the kinds that there is something of, `calendars` those of them that have dates."""

    key: str
    label: str
    locale: Locale
    count: int
    href: str
    formats: Formats
    items: tuple[Item, ...] = ()
    within: tuple[KindWithin, ...] = ()
    calendars: tuple[CalendarFeed, ...] = ()


class Choice(Struct, frozen=True, kw_only=True):
    """A record that the embed builder offers."""

    id: UUID
    title: str
    locale: Locale


class Snippet(Struct, frozen=True, kw_only=True):
    """What the embed builder was asked for: addresses are absolute, for they go into other sites."""

    choice: Choice
    fragment: str
    page: str
    stylesheet: str


class Builder(Struct, frozen=True, kw_only=True):
    """The embed builder: a form that GETs `action` with `locale`, `record`, `variant` and `h`. `snippet` is its answer."""

    action: str
    choices: tuple[Choice, ...]
    variant: Variant = "full"
    heading_level: int = HEADING_LEVELS[0]
    snippet: Snippet | None = None


class LandingView(Struct, frozen=True, kw_only=True):
    """The landing page."""

    frame: Frame
    latest: tuple[Item, ...] = ()
    kinds: tuple[KindFeed, ...] = ()
    topics: tuple[TopicFeed, ...] = ()
    formats: Formats
    builder: Builder


class FeedsView(Struct, frozen=True, kw_only=True):
    """The page about the feeds of one locale; `frame.locale` is that locale."""

    frame: Frame
    latest: tuple[Item, ...] = ()
    kinds: tuple[KindFeed, ...] = ()
    topics: tuple[TopicFeed, ...] = ()
    formats: Formats
    calendars: tuple[CalendarFeed, ...] = ()


class RecordView(Struct, frozen=True, kw_only=True):
    """The page of one record. `fragment` is of the variant `full`, with the Report that lets it be shown.

    `heading_level` is the level that it was rendered at: 1, so that the record's title is the page's h1, or 2 where only older
    conforming bytes can be shown. `locale` is the record's own, `frame.locale` the one asked for.
    """

    frame: Frame
    title: str
    description: str
    locale: Locale
    fragment: Served
    heading_level: Literal[1, 2] = 1
    json: str
    html: str
    editions: str
    report: str


class StatementView(Struct, frozen=True, kw_only=True):
    """The page of facts about accessibility. `whole` is true where they are about everything; `example` is an address that names some."""

    frame: Frame
    facts: Facts
    whole: bool
    json: str
    example: str


class NoticeView(Struct, frozen=True, kw_only=True):
    """A page that says why there is no other. `reason` is the editors' own text (410), `reason_locale` its locale.

    `details` are sentences in the page's language (faults in the input). `href` is where to go on (308). `request` is the
    request id that an operator finds in the log.
    """

    frame: Frame
    what: What
    reason: str = ""
    reason_locale: Locale = ""
    details: tuple[str, ...] = ()
    href: str = ""
    request: str = ""


class RouteParameter(Struct, frozen=True, kw_only=True):
    """One parameter of a route. `values` are the allowed ones, where they can be listed."""

    name: str
    place: Literal["path", "query", "header"]
    description: str
    values: tuple[str, ...] = ()
    default: str = ""
    required: bool = False


class Body(Struct, frozen=True, kw_only=True):
    """What is sent, in English. `members` are those of its JSON, where it is JSON."""

    description: str
    members: tuple[Member, ...] = ()


class Route(Struct, frozen=True, kw_only=True):
    """One route of the API, in English. `example` is an address to try, empty where there is none; `scope` what a token must have,
    empty where none is needed.
    """

    method: str
    path: str
    summary: str
    description: str = ""
    parameters: tuple[RouteParameter, ...] = ()
    media_types: tuple[str, ...] = ()
    example: str = ""
    scope: str = ""
    body: Body | None = None


class RouteGroup(Struct, frozen=True, kw_only=True):
    """Routes that belong together, under an English heading. `key` becomes part of ids: a-z and "-"."""

    key: str
    title: str
    routes: tuple[Route, ...]


class KindSchema(Struct, frozen=True, kw_only=True):
    """A kind's JSON Schema (2020-12, with `$defs`) and its address."""

    kind: Kind
    href: str
    schema: Mapping[str, Any]


class DocsView(Struct, frozen=True, kw_only=True):
    """The reference at /docs."""

    frame: Frame
    groups: tuple[RouteGroup, ...]
    kinds: tuple[KindSchema, ...] = ()


class RulesView(Struct, frozen=True, kw_only=True):
    """The accessibility rules at /docs/rules, in the order in which Reports list them.

    `names` are those of WCAG criteria, by number, as far as there are any. `json` is where tools find the same.
    """

    frame: Frame
    ruleset: str
    names: Mapping[str, Message]
    rules: tuple[Rule, ...]
    questions: tuple[Question, ...]
    json: str
