"""The fields of requests and answers: each described once, by its name."""

from __future__ import annotations

from typing import Any, Final

from service.web import parameters as p
from service.web.authoring.action import Action
from service.web.openapi.schemas import Schema
from service.web.resource import Resource

COMPONENTS: Final = "#/components/headers/"

ANSWERED: Final[dict[str, Schema]] = {
    "ETag": {
        "description": "What these bytes are called: for If-None-Match, and for If-Match where a draft is saved.",
        "required": True,
        "schema": {"type": "string", "pattern": '^"[0-9a-f-]+"$'},
    },
    "Cache-Control": {
        "description": "How long it may be kept.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Content-Location": {
        "description": "The same with the locale that Accept-Language was reduced to.",
        "schema": {"type": "string", "format": "uri"},
    },
    "Last-Modified": {
        "description": "When this last became something else; not told before it is a second old, and not where it cannot be known.",
        "schema": {"type": "string"},
    },
    "Content-Encoding": {
        "description": "The coding that the bytes are in, where Accept-Encoding asked for one; the ETag is that of the coded bytes.",
        "schema": {"type": "string", "enum": ["br", "gzip"]},
    },
    "Vary": {
        "description": "The fields of the request that the answer depends on.",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "Where to go on, and what belongs to it (RFC 8288).",
        "schema": {"type": "string"},
    },
    "Content-Language": {"description": "The locale of the answer.", "schema": {"type": "string"}},
    "Repr-Digest": {
        "description": "SHA-256 of the bytes that were checked (RFC 9530); only on an answer without a coding.",
        "schema": {"type": "string", "pattern": "^sha-256=:[A-Za-z0-9+/]{43}=:$"},
    },
    "Unencoded-Digest": {
        "description": "SHA-256 of the bytes that were checked, as they are without a coding (draft-ietf-httpbis-unencoded-digest-05).",
        "schema": {"type": "string", "pattern": "^sha-256=:[A-Za-z0-9+/]{43}=:$"},
    },
    "Accept-Ranges": {
        "description": "A part can be asked for.",
        "schema": {"type": "string", "const": "bytes"},
    },
    "Content-Range": {
        "description": "Which part this is, of how many bytes; in a 416, how many there are.",
        "required": True,
        "schema": {"type": "string", "pattern": r"^bytes ([0-9]+-[0-9]+|\*)/[0-9]+$"},
    },
    "Content-Disposition": {
        "description": "The file's name, and whether a browser shows it or fetches it.",
        "schema": {"type": "string"},
    },
    "Memento-Datetime": {"description": "When this was published (RFC 7089).", "schema": {"type": "string"}},
    "Location": {
        "description": "Where it is.",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "WWW-Authenticate": {
        "description": "What is asked for (RFC 6750).",
        "required": True,
        "schema": {"type": "string", "pattern": "^Bearer "},
    },
    "Retry-After": {
        "description": "Seconds to wait.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "Idempotent-Replayed": {
        "description": "The answer was given before, to the same request with the same Idempotency-Key.",
        "schema": {"type": "string", "const": "true"},
    },
}

SENT: Final[dict[str, Schema]] = {
    "If-None-Match": {
        "description": "The ETag of what you have: 304 where it is still the same.",
        "schema": {"type": "string", "examples": ['"0123456789abcdef0123456789abcdef"']},
    },
    "If-Modified-Since": {
        "description": "The Last-Modified of what you have, where there is no ETag of it: 304 where it is still the same.",
        "schema": {"type": "string", "examples": ["Wed, 25 Nov 2026 12:00:00 GMT"]},
    },
    "Accept-Language": {
        "description": "Languages by preference, where `locale` is not given.",
        "schema": {"type": "string", "examples": ["nn, nb;q=0.8, en;q=0.5"]},
    },
    "If-Match": {
        "description": "The ETag of what you have looked at.",
        "schema": {"type": "string", "examples": ['"3-0123456789abcdef"']},
    },
    "If-None-Match: *": {
        "name": "If-None-Match",
        "description": "`*` begins the record in a new locale; without it, send If-Match.",
        "schema": {"type": "string", "const": "*"},
    },
    "Idempotency-Key": {
        "description": "A request that is sent twice with one key is done once; best a UUID. It is kept a day.",
        "schema": {
            "type": "string",
            "pattern": r"^[\x21-\x7e]{1,255}$",
            "examples": ["5f0b5fc0-6d2c-4b0c-9a41-1f3f2f4a2b11"],
        },
    },
    "Range": {
        "description": "One part of the file, in bytes (RFC 9110 section 14).",
        "schema": {"type": "string", "examples": ["bytes=0-1023"]},
    },
    "If-Range": {
        "description": "The ETag of what the part belongs to: the whole where it is another.",
        "schema": {"type": "string"},
    },
    "Last-Event-ID": {
        "description": "The id of the last event that you have, where `since` is not given.",
        "schema": {"type": "string"},
    },
}


def components() -> dict[str, Schema]:
    """The fields of answers, by the names that references use."""
    return {name.replace("-", ""): each for name, each in ANSWERED.items()}


def answered(*names: str) -> dict[str, Schema]:
    """References to fields of an answer."""
    return {name: {"$ref": COMPONENTS + name.replace("-", "")} for name in names}


def of_problem(status: int) -> dict[str, Schema]:
    """The fields that a problem has."""
    more = {
        401: ("WWW-Authenticate",),
        403: ("WWW-Authenticate",),
        429: ("Retry-After",),
        503: ("Retry-After",),
    }
    return answered("Cache-Control", *more.get(status, ()))


def of_resource(resource: Resource) -> dict[str, Schema]:
    """The fields of a public answer."""
    negotiated = ("Content-Location",) if p.LOCALE in resource.parameters else ()
    return answered(
        "Cache-Control", "ETag", "Last-Modified", "Vary", "Content-Encoding", *negotiated, *resource.headers
    )


def of_action(action: Action) -> dict[str, Schema]:
    """The fields of an author's answer."""
    once = ("Idempotent-Replayed",) if action.method == "POST" else ()
    paged = ("Link",) if any(each.name == p.CURSOR.name for each in action.parameters) else ()
    # What is secret is shown once, and has no address.
    made = ("Location",) if action.status == 201 and not action.secret else ()  # noqa: PLR2004 - HTTP's own number
    return answered("Cache-Control", *made, *paged, *once, *action.headers)


def sent_to_resource(resource: Resource) -> list[Schema]:
    """The fields that a public route looks at."""
    names = ["Accept-Language"] if p.LOCALE in resource.parameters else []
    return _sent("If-None-Match", "If-Modified-Since", *names, *resource.fields)


def sent_to_action(action: Action) -> list[Schema]:
    """The fields that an author sends."""
    found: list[Schema] = []
    match action.precondition:
        case "if-match":
            found = [each | {"required": True} for each in _sent("If-Match")]
        case "if-match-or-none":
            found = _sent("If-Match", "If-None-Match: *")
        case _:
            pass
    return found + (_sent("Idempotency-Key") if action.method == "POST" else [])


def _sent(*names: str) -> list[Schema]:
    return [_parameter(name, SENT[name]) for name in names]


def _parameter(name: str, field: dict[str, Any]) -> Schema:
    return {"name": name, "in": "header", "required": False, **field}
