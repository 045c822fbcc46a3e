"""Query parameters: what each means, once, for parsing, for OpenAPI and for the reference at /docs."""

from __future__ import annotations

import base64
import binascii
import datetime
import re
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import unquote_to_bytes
from uuid import UUID

from msgspec import Struct

from content import locales
from content.characters import visible
from content.errors import Fault, Invalid
from content.kinds import KINDS
from content.locales import Locale
from content.model import HEADING_LEVELS, STATES, VARIANTS
from content.ports.search import Place
from content.queries import as_uuid
from service.web.record import PublicRecord

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MAX_LIMIT: Final = 200
_MAX_TEXT: Final = 200
_PLACE: Final = 17
"""Bytes of a place in what a search found; one in a list has 24."""
_ANY_FIELD: Final = f"({'|'.join(PublicRecord.__struct_fields__)})"
_SOME_FIELDS: Final = f"^{_ANY_FIELD}(,{_ANY_FIELD})*$"


class Parameter(Struct, frozen=True, kw_only=True):
    """One query parameter. `parse` gets the text and raises SenselessError where it means nothing."""

    name: str
    description: str
    schema: dict[str, Any]
    parse: Callable[[str], Any]
    default: Any = None


class Asked(Struct, frozen=True, kw_only=True):
    """A request, understood: its path, path parameters, parsed query, and the locale that counts.

    `negotiated` is true where no `?locale=` named it, so that the answer depends on Accept-Language. `media_type` is the one that
    Accept chose, where the route offers a choice. `order` is the locales in which a ref is looked up, `locale` first.
    """

    path: str
    names: dict[str, str]
    query: dict[str, Any]
    given: tuple[tuple[str, str], ...] = ()
    locale: Locale
    negotiated: bool
    media_type: str = ""
    order: tuple[Locale, ...]


class SenselessError(ValueError):
    """A value that means nothing; what would, in Norwegian and English."""

    def __init__(self, nb: str, en: str) -> None:
        super().__init__(en)
        self.nb = nb
        self.en = en


def _choice(options: Sequence[str]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in options:
            raise SenselessError(f"en av {', '.join(options)}", f"one of {', '.join(options)}")
        return text

    return parse


def _number(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not low <= int(text) <= high:
            raise SenselessError(f"et helt tall fra {low} til {high}", f"a whole number from {low} to {high}")
        return int(text)

    return parse


def _ordinal(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise SenselessError("et helt tall på høyst 12 sifre", "a whole number of 12 digits at most")
    return int(text)


def _fields(text: str) -> frozenset[str]:
    names, known = frozenset(text.split(",")), ", ".join(PublicRecord.__struct_fields__)
    if names - set(PublicRecord.__struct_fields__):
        raise SenselessError(
            f"navn med komma mellom, blant {known}", f"names with commas between, out of {known}"
        )
    return names


def _key(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,63}", text):
        raise SenselessError("et emnes nøkkel, som high-north", "a topic's key, like high-north")
    return text


def _words(text: str) -> str:
    if len(text) > _MAX_TEXT or not visible(text):
        raise SenselessError(
            f"noen ord, høyst {_MAX_TEXT} tegn", f"some words, {_MAX_TEXT} characters at most"
        )
    return text.strip()


def _identity(text: str) -> UUID:
    identity = as_uuid(text)
    if identity is None:
        raise SenselessError("en posts id", "a record's id")
    return identity


def encode_cursor(at: datetime.datetime, identity: UUID) -> str:
    """A place in a list, opaque to the public: microseconds since 1970 and the id."""
    micros = (at - _EPOCH) // datetime.timedelta(microseconds=1)
    return base64.urlsafe_b64encode(micros.to_bytes(8, "big") + identity.bytes).decode()


def encode_hit(place: Place) -> str:
    """A place in what a search found, opaque to the public: the tier and two changes. Its length tells it from a place in a list."""
    raw = bytes([place.tier]) + b"".join(each.to_bytes(8, "big") for each in (place.seq, place.head))
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _cursor(text: str) -> tuple[datetime.datetime, UUID] | Place:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        if len(raw) == _PLACE:
            seq, head = (int.from_bytes(raw[at : at + 8], "big", signed=True) for at in (1, 9))
            return Place(tier=raw[0], seq=seq, head=head)
        micros = int.from_bytes(raw[:8], "big")
        return _EPOCH + datetime.timedelta(microseconds=micros), UUID(bytes=raw[8:])
    except (binascii.Error, ValueError, OverflowError) as error:
        raise SenselessError("det en liste ga som «next»", "what a list gave as “next”") from error


def encode_place(at: datetime.datetime, identity: UUID, locale: Locale) -> str:
    """A place in a list of drafts, opaque: microseconds since 1970, the id, and the locale."""
    micros = (at - _EPOCH) // datetime.timedelta(microseconds=1)
    return base64.urlsafe_b64encode(micros.to_bytes(8, "big") + identity.bytes + locale.encode()).decode()


def _place(text: str) -> tuple[datetime.datetime, UUID, Locale]:
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
        micros = int.from_bytes(raw[:8], "big")
        at = _EPOCH + datetime.timedelta(microseconds=micros)
        return at, UUID(bytes=raw[8:24]), raw[24:].decode("ascii")
    except (binascii.Error, ValueError, OverflowError) as error:
        raise SenselessError("det en liste ga som «next»", "what a list gave as “next”") from error


def _day(text: str) -> datetime.date:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)  # noqa: TRY301 - one way out for all that is no date
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise SenselessError("en dato, som 2027-06-30", "a date, like 2027-06-30") from error


def encode_position(epoch: str, seq: int) -> str:
    """A place in the change feed, opaque to the public: epoch and seq."""
    return base64.urlsafe_b64encode(f"{epoch}.{seq}".encode()).decode().rstrip("=")


def _position(text: str) -> tuple[str, int]:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise SenselessError(
            "det endringsloggen ga som «next»", "what the change feed gave as “next”"
        ) from error
    match = re.fullmatch(r"([a-z0-9]{1,64})\.([0-9]{1,18})", raw)
    if not match:
        raise SenselessError("det endringsloggen ga som «next»", "what the change feed gave as “next”")
    return match[1], int(match[2])


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
    parse=_choice(KINDS),
)
TOPIC = Parameter(
    name="topic",
    description="Only records on this topic, by its key.",
    schema={"type": "string", "pattern": "^[a-z][a-z0-9-]{0,63}$", "examples": ["high-north"]},
    parse=_key,
)
TEXT = Parameter(
    name="q",
    description="Only records that say these words, best first. Words between quotation marks stand together.",
    schema={"type": "string", "minLength": 1, "maxLength": _MAX_TEXT},
    parse=_words,
)
FIELDS = Parameter(
    name="fields",
    description="Only these members of each record, with commas between.",
    schema={"type": "string", "pattern": _SOME_FIELDS, "examples": ["id,title,url"]},
    parse=_fields,
)
LIMIT = Parameter(
    name="limit",
    description="How many at most.",
    schema={"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 50},
    parse=_number(1, MAX_LIMIT),
    default=50,
)
CURSOR = Parameter(
    name="cursor",
    description="Where to go on: `next` of the page before.",
    schema={"type": "string", "minLength": 1},
    parse=_cursor,
)
PLACE = Parameter(
    name="cursor",
    description="Where to go on: `next` of the page before.",
    schema={"type": "string", "minLength": 1},
    parse=_place,
)
MINE = Parameter(
    name="mine",
    description="Only what I have saved last.",
    schema={"type": "string", "enum": ["true", "false"], "default": "false"},
    parse=_choice(("true", "false")),
    default="false",
)
BEHIND = Parameter(
    name="behind",
    description="Only translations whose source has a newer revision than they were made from.",
    schema={"type": "string", "enum": ["true", "false"], "default": "false"},
    parse=_choice(("true", "false")),
    default="false",
)
STATE = Parameter(
    name="state",
    description="Only what is in this state.",
    schema={"type": "string", "enum": list(STATES)},
    parse=_choice(STATES),
)
REVISION = Parameter(
    name="revision",
    description="Which revision. Without it, the newest.",
    schema={"type": "integer", "minimum": 1, "maximum": 999_999},
    parse=_number(1, 999_999),
)
NUMBER = Parameter(
    name="cursor",
    description="Where to go on: `next` of the page before.",
    schema={"type": "integer", "minimum": 2, "maximum": 999_999},
    parse=_number(2, 999_999),
)
FROM = Parameter(
    name="from",
    description="The revision before. Without it, the live one, or the one before `to`.",
    schema={"type": "integer", "minimum": 1, "maximum": 999_999},
    parse=_number(1, 999_999),
)
TO = Parameter(
    name="to",
    description="The revision after. Without it, the newest.",
    schema={"type": "integer", "minimum": 1, "maximum": 999_999},
    parse=_number(1, 999_999),
)
ACT = Parameter(
    name="act",
    description="Only this. Without it, both what is to be published and what is to expire.",
    schema={"type": "string", "enum": ["publish", "expire"]},
    parse=_choice(("publish", "expire")),
)
UNTIL = Parameter(
    name="until",
    description="As far ahead as this day, in UTC. Without it, 30 days.",
    schema={"type": "string", "format": "date"},
    parse=_day,
)
UNUSED = Parameter(
    name="unused",
    description="Only files that no revision points to (true), or only those that one does (false).",
    schema={"type": "string", "enum": ["true", "false"]},
    parse=_choice(("true", "false")),
)
NAME = Parameter(
    name="name",
    description="What the file is called. Its address is made of it.",
    schema={"type": "string", "maxLength": _MAX_TEXT},
    parse=_words,
)
SINCE = Parameter(
    name="since",
    description="Only what changed after this: `next` of the last answer. Without it, from the beginning.",
    schema={"type": "string", "minLength": 1},
    parse=_position,
)
AFTER = Parameter(
    name="since",
    description="Only what comes after this number: `next` of the last answer. Without it, from the beginning.",
    schema={"type": "integer", "minimum": 0, "maximum": 999_999_999_999, "default": 0},
    parse=_ordinal,
    default=0,
)
ABOUT = Parameter(
    name="record",
    description="Only entries about this record, by its id.",
    schema={"type": "string", "format": "uuid"},
    parse=_identity,
)
ACTOR = Parameter(
    name="actor",
    description="Only what this one did: the name of a token, or who acted at the command line.",
    schema={"type": "string", "maxLength": _MAX_TEXT},
    parse=_words,
)
VERB = Parameter(
    name="verb",
    description="Only entries of this verb.",
    schema={"type": "string", "maxLength": _MAX_TEXT, "examples": ["publish", "create-token"]},
    parse=_words,
)
WHY = Parameter(
    name="reason",
    description="Why, for the journal.",
    schema={"type": "string", "maxLength": _MAX_TEXT, "default": ""},
    parse=_words,
    default="",
)
VARIANT = Parameter(
    name="variant",
    description="How much of the record: all of it, a card, or a teaser.",
    schema={"type": "string", "enum": list(VARIANTS), "default": "full"},
    parse=_choice(VARIANTS),
    default="full",
)
CARD = Parameter(
    name="variant",
    description="How much of each record: a card, or a teaser.",
    schema={"type": "string", "enum": ["card", "teaser"], "default": "card"},
    parse=_choice(("card", "teaser")),
    default="card",
)
RECORD = Parameter(
    name="record",
    description="The record to show snippets for, by id.",
    schema={"type": "string", "format": "uuid"},
    parse=_identity,
)
HEADING = Parameter(
    name="h",
    description="The heading level of the record's title in the host's page; the headings below follow.",
    schema={"type": "integer", "minimum": HEADING_LEVELS[0], "maximum": HEADING_LEVELS[-1], "default": 2},
    parse=_number(HEADING_LEVELS[0], HEADING_LEVELS[-1]),
    default=2,
)
FORMAT = Parameter(
    name="format",
    description="The Report as EARL in JSON-LD, or as plain JSON.",
    schema={"type": "string", "enum": ["earl", "json"], "default": "earl"},
    parse=_choice(("earl", "json")),
    default="earl",
)


def demand_text(query: bytes) -> None:
    """Raise Invalid where percent-encoding in a query is broken, or stands for no UTF-8 (RFC 3986 section 2.5)."""
    broken = re.search(rb"%(?![0-9A-Fa-f]{2})", query)
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        broken = re.match(rb"", query)
    if broken is not None:
        raise Invalid.one(
            "",
            "not_text",
            nb="Adressen har tegn som ikke er gyldig UTF-8.",
            en="The address has characters that are not valid UTF-8.",
        )


def parse(
    parameters: Sequence[Parameter], given: Sequence[tuple[str, str]], configured: tuple[Locale, ...]
) -> dict[str, Any]:
    """The parsed query with defaults filled in. Raises Invalid with every unknown, doubled or senseless parameter."""
    known = {parameter.name: parameter for parameter in parameters}
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, text in given:
        at = f"?{name[:60]}"
        try:
            if name not in known:
                raise _unknown(at, known)
            if name in found:
                raise Invalid.one(
                    at,
                    "doubled_parameter",
                    nb="Denne parameteren står to ganger.",
                    en="This parameter is there twice.",
                )
            found[name] = _value(known[name], text, configured)
        except Invalid as error:
            found.setdefault(name, None)
            faults.extend(error.faults)
    if faults:
        raise Invalid(tuple(faults))
    return {name: found.get(name, parameter.default) for name, parameter in known.items()}


def _value(parameter: Parameter, text: str, configured: tuple[Locale, ...]) -> object:
    at = f"?{parameter.name}"
    if parameter.name == LOCALE.name:
        return locales.parse(text, configured, at)
    try:
        return parameter.parse(text)
    except SenselessError as error:
        raise Invalid.one(
            at,
            "wrong_parameter",
            nb=f"Ugyldig verdi. Gyldig er {error.nb}.",
            en=f"Not a valid value. Valid is {error.en}.",
        ) from error


def _unknown(at: str, known: dict[str, Parameter]) -> Invalid:
    names = ", ".join(known)
    return Invalid.one(
        at,
        "unknown_parameter",
        nb=f"Denne parameteren finnes ikke her. Det finnes: {names or 'ingen'}.",
        en=f"There is no such parameter here. There are: {names or 'none'}.",
    )
