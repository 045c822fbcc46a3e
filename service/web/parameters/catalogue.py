"""Every query parameter: what each means, once, for parsing, for OpenAPI and for the reference at /docs."""

from __future__ import annotations

from typing import Final

from content.kinds import KINDS
from content.model import HEADING_LEVELS, STATES, VARIANTS
from service.web.parameters.parameter import Parameter
from service.web.parameters.positions import cursor, place, position
from service.web.parameters.readers import (
    MAX_REFS,
    MAX_TEXT,
    choice,
    day,
    epoch,
    fields,
    identity,
    key,
    number,
    ordinal,
    refs,
    words,
)
from service.web.record import PublicRecord

MAX_LIMIT: Final = 200
_ANY_FIELD: Final = f"({'|'.join(PublicRecord.__struct_fields__)})"
_SOME_FIELDS: Final = f"^{_ANY_FIELD}(,{_ANY_FIELD})*$"
_REF: Final = "[a-z0-9-]{1,200}"
LOCALE = Parameter(
    name="locale",
    description="The language of the answer. Without it, Accept-Language decides.",
    schema={"type": "string", "examples": ["nb", "en"]},
    parse=str,
)
IN_LOCALE = Parameter(
    name="locale",
    description="Only what is in this language. Without it, in all.",
    schema={"type": "string", "examples": ["nb", "en"]},
    parse=str,
)
KIND = Parameter(
    name="kind",
    description="Only records of this kind.",
    schema={"type": "string", "enum": list(KINDS)},
    parse=choice(KINDS),
)
RECORDS = Parameter(
    name="records",
    description=f"Only these records, by id or slug, with commas between; {MAX_REFS} at most.",
    schema={"type": "string", "pattern": f"^{_REF}(,{_REF}){{0,{MAX_REFS - 1}}}$"},
    parse=refs,
)
TOPIC = Parameter(
    name="topic",
    description="Only records on this topic, by its key.",
    schema={"type": "string", "pattern": "^[a-z][a-z0-9-]{0,63}$", "examples": ["high-north"]},
    parse=key,
)
TEXT = Parameter(
    name="q",
    description="Only records that say these words, best first. Words between quotation marks stand together.",
    schema={"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
    parse=words,
)
FIELDS = Parameter(
    name="fields",
    description="Only these members of each record, with commas between.",
    schema={"type": "string", "pattern": _SOME_FIELDS, "examples": ["id,title,url"]},
    parse=fields,
)
LIMIT = Parameter(
    name="limit",
    description="How many at most.",
    schema={"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 50},
    parse=number(1, MAX_LIMIT),
    default=50,
)
CURSOR = Parameter(
    name="cursor",
    description="Where to go on: `next` of the page before.",
    schema={"type": "string", "minLength": 1},
    parse=cursor,
)
PLACE = Parameter(
    name="cursor",
    description="Where to go on: `next` of the page before.",
    schema={"type": "string", "minLength": 1},
    parse=place,
)
PLACES = Parameter(
    name="places",
    description="The first so many places of a page that was not full. Without it, all that there are.",
    schema={"type": "integer", "minimum": 1, "maximum": 49},
    parse=number(1, 49),
)
EPOCH = Parameter(
    name="epoch",
    description="In the addresses of pages with anything from after a restore from a backup: which restore that was.",
    schema={"type": "string", "pattern": "^[0-9a-f]{16}$"},
    parse=epoch,
)
MINE = Parameter(
    name="mine",
    description="Only what I have saved last.",
    schema={"type": "string", "enum": ["true", "false"], "default": "false"},
    parse=choice(("true", "false")),
    default="false",
)
BEHIND = Parameter(
    name="behind",
    description="Only translations whose source has a newer revision than they were made from.",
    schema={"type": "string", "enum": ["true", "false"], "default": "false"},
    parse=choice(("true", "false")),
    default="false",
)
STATE = Parameter(
    name="state",
    description="Only what is in this state.",
    schema={"type": "string", "enum": list(STATES)},
    parse=choice(STATES),
)
REVISION = Parameter(
    name="revision",
    description="Which revision. Without it, the newest.",
    schema={"type": "integer", "minimum": 1, "maximum": 999_999},
    parse=number(1, 999_999),
)
NUMBER = Parameter(
    name="cursor",
    description="Where to go on: `next` of the page before.",
    schema={"type": "integer", "minimum": 2, "maximum": 999_999},
    parse=number(2, 999_999),
)
FROM = Parameter(
    name="from",
    description="The revision before. Without it, the live one, or the one before `to`.",
    schema={"type": "integer", "minimum": 1, "maximum": 999_999},
    parse=number(1, 999_999),
)
TO = Parameter(
    name="to",
    description="The revision after. Without it, the newest.",
    schema={"type": "integer", "minimum": 1, "maximum": 999_999},
    parse=number(1, 999_999),
)
ACT = Parameter(
    name="act",
    description="Only this. Without it, both what is to be published and what is to expire.",
    schema={"type": "string", "enum": ["publish", "expire"]},
    parse=choice(("publish", "expire")),
)
UNTIL = Parameter(
    name="until",
    description="As far ahead as this day, in UTC. Without it, 30 days.",
    schema={"type": "string", "format": "date"},
    parse=day,
)
ENDING = Parameter(
    name="until",
    description="Only what ends by this day, in UTC, and was not revoked: what is expired, and what soon will be.",
    schema={"type": "string", "format": "date"},
    parse=day,
)
RULE = Parameter(
    name="rule",
    description="Only what is about this rule.",
    schema={"type": "string", "maxLength": MAX_TEXT, "examples": ["video-captions"]},
    parse=words,
)
OPEN = Parameter(
    name="open",
    description="With what waits for an answer, in the record and locale that are named beside it.",
    schema={"type": "string", "enum": ["true", "false"], "default": "false"},
    parse=choice(("true", "false")),
    default="false",
)
UNUSED = Parameter(
    name="unused",
    description="Only files that no revision points to (true), or only those that one does (false).",
    schema={"type": "string", "enum": ["true", "false"]},
    parse=choice(("true", "false")),
)
NAME = Parameter(
    name="name",
    description="What the file is called. Its address is made of it.",
    schema={"type": "string", "maxLength": MAX_TEXT},
    parse=words,
)
SINCE = Parameter(
    name="since",
    description="Only what changed after this: `next` of the last answer. Without it, from the beginning.",
    schema={"type": "string", "minLength": 1},
    parse=position,
)
AFTER = Parameter(
    name="since",
    description="Only what comes after this number: `next` of the last answer. Without it, from the beginning.",
    schema={"type": "integer", "minimum": 0, "maximum": 999_999_999_999, "default": 0},
    parse=ordinal,
    default=0,
)
ABOUT = Parameter(
    name="record",
    description="Only entries about this record, by its id.",
    schema={"type": "string", "format": "uuid"},
    parse=identity,
)
ACTOR = Parameter(
    name="actor",
    description="Only what this one did: the name of a token, or who acted at the command line.",
    schema={"type": "string", "maxLength": MAX_TEXT},
    parse=words,
)
VERB = Parameter(
    name="verb",
    description="Only entries of this verb.",
    schema={"type": "string", "maxLength": MAX_TEXT, "examples": ["publish", "create-token"]},
    parse=words,
)
WHY = Parameter(
    name="reason",
    description="Why, for the journal.",
    schema={"type": "string", "maxLength": MAX_TEXT, "default": ""},
    parse=words,
    default="",
)
VARIANT = Parameter(
    name="variant",
    description="How much of the record: all of it, a card, or a teaser.",
    schema={"type": "string", "enum": list(VARIANTS), "default": "full"},
    parse=choice(VARIANTS),
    default="full",
)
CARD = Parameter(
    name="variant",
    description="How much of each record: a card, or a teaser.",
    schema={"type": "string", "enum": ["card", "teaser"], "default": "card"},
    parse=choice(("card", "teaser")),
    default="card",
)
RECORD = Parameter(
    name="record",
    description="The record to show snippets for, by id.",
    schema={"type": "string", "format": "uuid"},
    parse=identity,
)
HEADING = Parameter(
    name="h",
    description="The heading level of the record's title in the host's page; the headings below follow.",
    schema={"type": "integer", "minimum": HEADING_LEVELS[0], "maximum": HEADING_LEVELS[-1], "default": 2},
    parse=number(HEADING_LEVELS[0], HEADING_LEVELS[-1]),
    default=2,
)
FORMAT = Parameter(
    name="format",
    description="The Report as EARL in JSON-LD, as plain JSON, or as SARIF.",
    schema={"type": "string", "enum": ["earl", "json", "sarif"], "default": "earl"},
    parse=choice(("earl", "json", "sarif")),
    default="earl",
)
REPORT = Parameter(
    name="format",
    description="The Report as plain JSON, as EARL in JSON-LD, as SARIF, or as a page for people.",
    schema={"type": "string", "enum": ["json", "earl", "sarif", "html"], "default": "json"},
    parse=choice(("json", "earl", "sarif", "html")),
    default="json",
)
