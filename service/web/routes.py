"""The route table: everything that the public can ask for, on one screen. The order counts: the first match answers."""

from __future__ import annotations

from typing import Final

from content.accessibility.report import Report
from content.statement import Facts
from service.web import (
    archives,
    calendars,
    changes,
    conformance,
    documents,
    feeds,
    fragments,
    kinds,
    media,
    models,
    operations,
    people,
    records,
    statements,
    stream,
)
from service.web import parameters as p
from service.web.making import refuse
from service.web.resource import Resource as R  # noqa: N817 - a table reads best with short words

REF: Final = {"ref": "A record's id, or its slug in the locale."}
LOCALE: Final = {"locale": "A locale: nb, nn, se, fkv or en."}
KIND: Final = {"kind": "A kind: page, news, event, call, project, contact or topic."}
DATED: Final = {"kind": "event or call."}
TOPIC: Final = {"topic": "A topic's key, like high-north."}
SUFFIX: Final = {"suffix": "atom, rss or json."}
CALENDAR: Final = ("text/calendar",)
FEED: Final = ("application/atom+xml", "application/rss+xml", "application/feed+json")
NUMBER: Final = {"n": "The page's number, from 1, the oldest."}
PART: Final = {"n": "The part's number, from 1, the oldest."}
HTML: Final = ("text/html",)
XML: Final = ("application/xml",)
TEXT: Final = ("text/plain",)
EARL: Final = ("application/ld+json", "application/json", "application/sarif+json")
JSON: Final = ("application/json",)
TIMES: Final = ("application/json", "application/link-format")
SCHEMA: Final = ("application/schema+json",)
LIST: Final = (p.LOCALE, p.KIND, p.TOPIC, p.TEXT, p.FIELDS, p.LIMIT, p.CURSOR)
ONE: Final = (p.LOCALE, p.FIELDS)
SHAPE: Final = (p.LOCALE, p.VARIANT, p.HEADING)
CARDS: Final = (p.LOCALE, p.KIND, p.TOPIC, p.LIMIT, p.CARD, p.HEADING)
PROOF: Final = (p.LOCALE, p.VARIANT, p.HEADING, p.FORMAT)
SINCE: Final = (p.SINCE, p.IN_LOCALE, p.KIND, p.LIMIT)
FACTS: Final = (p.LOCALE, p.KIND, p.RECORDS)
SOME: Final = (p.IN_LOCALE, p.KIND, p.RECORDS)
PAGE: Final = (p.PLACES, p.EPOCH)
BUILD: Final = (p.LOCALE, p.RECORD, p.VARIANT, p.HEADING)

LINK: Final = ("Link",)
LANG: Final = ("Content-Language",)
TOLD: Final = ("Link", "Content-Language")
DATES: Final = ("Link", "Content-Language", "Content-Disposition")
CHECKED: Final = ("Link", "Content-Language", "Repr-Digest", "Unencoded-Digest")
AWAY: Final = (308, 410)

# fmt: off
RESOURCES: Final[tuple[R, ...]] = (
    R("/",                                           "landing",        people.landing,         "What is here",                          "Pages",     HTML,   BUILD,      {}, None, people.refuse, headers=LANG),
    R("/v1/records",                                 "records",        records.records,        "Published records, newest first",       "Records",   JSON,   LIST,       {}, models.RecordList, headers=LINK),
    R("/v1/records/{ref}",                           "record",         records.record,         "One record",                            "Records",   JSON,   ONE,        REF, models.PublicRecord, headers=LINK, also=AWAY, quick=True),
    R("/v1/records/{ref}/editions",                  "editions",       records.editions,       "Every edition of a record",             "Records",   TIMES,  (p.LOCALE,), REF, models.EditionList, refuse, TIMES, also=AWAY),
    R("/v1/records/{ref}/editions/{n}",              "edition",        records.edition,        "One edition, as it was published",      "Records",   JSON,   (p.LOCALE,), REF | {"n": "The edition's number, from 1."}, models.PublicRecord, headers=(*LINK, "Memento-Datetime"), also=AWAY, quick=True),
    R("/v1/records/{ref}/accessibility",             "accessibility",  records.accessibility,  "What the check says of a fragment",     "Records",   EARL,   PROOF,      REF, model=Report, also=AWAY),
    R("/v1/accessibility",                           "conformance",    conformance.accessibility, "How it stands with what is live",     "Service",   JSON,   (),         {}, conformance.Conformance),
    R("/v1/changes",                                 "changes",        changes.changes,        "What was published and taken back",     "Changes",   JSON,   SINCE,      {}, models.ChangeList, also=(410,)),
    R("/v1/kinds",                                   "kinds",          kinds.kinds,            "The kinds of record",                   "Records",   JSON,   (),         {}, models.KindList),
    R("/v1/kinds/{kind}",                            "kind",           kinds.kind,             "The JSON Schema of a kind",             "Records",   SCHEMA, (),         KIND),
    R("/fragments/list",                             "fragment_list",  fragments.fragment_list, "A list of cards as HTML",              "Fragments", HTML,   CARDS, headers=CHECKED),
    R("/fragments/list.json",                        "fragment_list_json", fragments.fragment_list_json, "A list of cards with its Report, as JSON", "Fragments", JSON, CARDS, {}, models.ListParts),
    R("/fragments/{ref}.json",                       "fragment_json",  fragments.fragment_json, "A fragment with its Report, as JSON",  "Fragments", JSON,   SHAPE,      REF, models.FragmentParts, also=AWAY),
    R("/fragments/{ref}",                            "fragment",       fragments.fragment,     "A record as HTML to embed",             "Fragments", HTML,   SHAPE,      REF, None, people.refuse_fragment, headers=CHECKED, also=AWAY, quick=True),
    R("/feeds/{locale}.{suffix}",                    "feed",           feeds.feed,             "Everything, as a feed",                 "Feeds",     FEED,   (),         LOCALE | SUFFIX, headers=TOLD, pushed=True),
    R("/feeds/{locale}/topics/{topic}.{suffix}",     "feed_topic",     feeds.feed,             "A topic, as a feed",                    "Feeds",     FEED,   (),         LOCALE | TOPIC | SUFFIX, headers=TOLD, pushed=True),
    R("/feeds/{locale}/topics/{topic}/{kind}.ics",   "calendar_topic", calendars.calendar,     "A kind within a topic, as a calendar",  "Feeds",     CALENDAR, (),      LOCALE | TOPIC | DATED, headers=DATES, pushed=True),
    R("/feeds/{locale}/topics/{topic}/{kind}.{suffix}", "feed_topic_kind", feeds.feed,         "A kind within a topic, as a feed",      "Feeds",     FEED,   (),         LOCALE | TOPIC | KIND | SUFFIX, headers=TOLD, pushed=True),
    R("/feeds/{locale}/{kind}.ics",                  "calendar",       calendars.calendar,     "Events or deadlines, as a calendar",    "Feeds",     CALENDAR, (),      LOCALE | DATED, headers=DATES, pushed=True),
    R("/feeds/{locale}/{kind}.{suffix}",             "feed_kind",      feeds.feed,             "A kind, as a feed",                     "Feeds",     FEED,   (),         LOCALE | KIND | SUFFIX, headers=TOLD, pushed=True),
    R("/feeds/{locale}/archive/{n}.{suffix}",        "archive",        archives.archive,       "A page of everything that was said",    "Feeds",     FEED,   PAGE,       LOCALE | NUMBER | SUFFIX, headers=LANG),
    R("/feeds/{locale}/topics/{topic}/archive/{n}.{suffix}", "archive_topic", archives.archive, "A page of what was said on a topic",     "Feeds",     FEED,   PAGE,       LOCALE | TOPIC | NUMBER | SUFFIX, headers=LANG),
    R("/feeds/{locale}/topics/{topic}/{kind}/archive/{n}.{suffix}", "archive_topic_kind", archives.archive, "A page of a kind within a topic", "Feeds", FEED, PAGE, LOCALE | TOPIC | KIND | NUMBER | SUFFIX, headers=LANG),
    R("/feeds/{locale}/{kind}/archive/{n}.{suffix}", "archive_kind",   archives.archive,       "A page of a kind",                      "Feeds",     FEED,   PAGE,       LOCALE | KIND | NUMBER | SUFFIX, headers=LANG),
    R("/feeds/{locale}",                             "feeds",          people.feeds,           "The feeds, for people",                 "Pages",     HTML,   (),         LOCALE, None, people.refuse, headers=LANG),
    R("/pages/{locale}/{slug}",                      "page",           people.page,            "A record as a page for people",         "Pages",     HTML,   (),         LOCALE | {"slug": "The record's slug."}, None, people.refuse, headers=LANG, also=(302, *AWAY)),
    R("/tilgjengelighet",                            "facts",          statements.page,        "Facts about accessibility, for people", "Pages",     HTML,   FACTS,      {}, None, people.refuse, headers=LANG, also=(404,)),
    R("/v1/statement",                               "statement",      statements.facts,       "Facts for an accessibility statement",  "Records",   JSON,   SOME,       {}, Facts, also=(404,)),
    R("/static/{name}",                              "static",         documents.static,       "Stylesheets and icon",                  "Service",   ("text/css", "image/svg+xml"), (), {"name": "A file's name."}),
    R("/openapi.json",                               "openapi",        documents.openapi,      "This interface as OpenAPI 3.1",         "Service",   JSON),
    R("/docs",                                       "docs",           documents.docs,         "This interface, for people",            "Pages",     HTML,   (p.LOCALE,), {}, None, people.refuse),
    R("/docs/rules.json",                            "rules_json",     documents.rules_json,   "The accessibility rules, for tools",    "Service",   JSON,   (),         {}, models.RuleSet),
    R("/docs/rules",                                 "rules",          documents.rules_page,   "The accessibility rules, for people",   "Pages",     HTML,   (p.LOCALE,), {}, None, people.refuse),
    R("/healthz",                                    "healthz",        operations.healthz,     "The process answers",                   "Service",   JSON,   (),         {}, models.Health),
    R("/readyz",                                     "readyz",         operations.readyz,      "The store answers",                     "Service",   JSON,   (),         {}, models.Ready),
    R("/metrics",                                    "metrics",        conformance.prometheus,  "What Prometheus asks for",             "Service",   TEXT, also=(404,)),
    R("/sitemap.xml",                                "sitemap",        operations.sitemap,     "The pages for people",                  "Service",   XML),
    R("/sitemaps/{locale}/{n}.xml",                  "sitemap_part",   operations.sitemap_part, "A part of the pages for people, where they are many", "Service", XML, (), LOCALE | PART, also=(404,)),
    R("/robots.txt",                                 "robots",         operations.robots,      "What may be crawled",                   "Service",   TEXT),
    R("/.well-known/security.txt",                   "security",       operations.security,    "Whom to tell of a hole",                "Service",   TEXT, also=(404,)),
)
# fmt: on

LIVE: Final = R(
    stream.PATH,
    "stream",
    changes.changes,
    "The same, live",
    "Changes",
    ("text/event-stream",),
    (p.SINCE, p.IN_LOCALE, p.KIND),
    fields=("Last-Event-ID",),
    also=(410,),
    description="Every change after the position as an event (HTML Standard, section 9.2), and new ones as they are made. "
    "The id of an event is the position to go on from; its data is a change as `/v1/changes` gives it.",
)
"""The one that does not end: `stream` answers it, and no handler."""
FILE: Final = R(
    media.PATH,
    "file",
    documents.static,
    "A file that a text shows",
    "Media",
    ("*/*",),
    names={"digest": "The SHA-256 of the file, in hexadecimal digits.", "name": "The file's name."},
    headers=("Accept-Ranges", "Content-Disposition"),
    fields=("Range", "If-Range"),
    also=(206, 410, 416),
    description="The file, or the part of it that `Range` names. What is under an address never changes.",
)
"""Answered by `media`, in portions."""
DESCRIBED: Final = (*RESOURCES, FILE, LIVE)
