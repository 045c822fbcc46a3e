"""Problems (RFC 9457): one schema for each type, with its extensions, and one answer for each status."""

from __future__ import annotations

import datetime
from typing import Any, Final

from msgspec import UNSET, Struct, UnsetType

from content.accessibility.report import Finding, Report
from content.diff import Diff
from content.model import Variant
from service.edge.problems import MEDIA_TYPE, PREFIX, TITLES
from service.web.openapi import headers
from service.web.openapi.schemas import PLACE, Schema, Schemas, ref
from service.web.problems import PROBLEMS

EDGE: Final = (400, 408, 413, 421, 431, 500, 501, 503, 505)
"""What may happen to any request, before it is understood or because of what is wrong inside."""
COMPONENTS: Final = "#/components/responses/"


class FaultLine(Struct, frozen=True, kw_only=True):
    """One thing that is wrong: at `pointer` (RFC 6901) in the body, or in the query `parameter`."""

    pointer: str | UnsetType = UNSET
    parameter: str | UnsetType = UNSET
    code: str
    detail: str
    detail_nb: str


class Faults(Struct, frozen=True, kw_only=True):
    """Everything that is wrong, at once."""

    errors: list[FaultLine]


class Because(Struct, frozen=True, kw_only=True):
    """Why, in the editors' words."""

    reason: str


class Whither(Struct, frozen=True, kw_only=True):
    """Where it is now."""

    to: str


class Needed(Struct, frozen=True, kw_only=True):
    """The scope that the request needs."""

    needed: str


class Wait(Struct, frozen=True, kw_only=True):
    """How many seconds to wait."""

    retry_after: int


class Newest(Struct, frozen=True, kw_only=True):
    """The number of the newest revision."""

    current: int


class Overtaking(Struct, frozen=True, kw_only=True):
    """The revision that somebody else saved."""

    revision: int
    author: str
    at: datetime.datetime
    note: str
    etag: str


class Overtaken(Struct, frozen=True, kw_only=True):
    """The newest revision, and what is different in it, null where that cannot be told; of a medium, its version alone."""

    current: Overtaking | int
    diff: Diff | UnsetType | None = UNSET


class FailedReport(Struct, frozen=True, kw_only=True):
    """A Report that refuses, with what it is about."""

    variant: Variant
    heading_level: int
    report: Report


class Answerable(Struct, frozen=True, kw_only=True):
    """Some of the findings that wait for such an answer."""

    findings: list[Finding]


class Failed(Struct, frozen=True, kw_only=True):
    """Every Report that refuses."""

    reports: list[FailedReport]


class InUse(Struct, frozen=True, kw_only=True):
    """How many revisions point to the file."""

    uses: int


class TooLarge(Struct, frozen=True, kw_only=True):
    """The most bytes that are taken."""

    limit: int


EXTENSIONS: Final[dict[str, type[Struct]]] = {
    "invalid": Faults,
    "gone": Because,
    "moved": Whither,
    "media-erased": Because,
    "media-in-use": InUse,
    "forbidden": Needed,
    "too-many-requests": Wait,
    "stale-revision": Newest,
    "precondition-failed": Overtaken,
    "check-failed": Failed,
    "expired": Faults,
    "nothing-to-answer": Answerable,
    "body-too-large": TooLarge,
}
"""By name, the members that a problem has beside those of RFC 9457: what `service/web/problems.py` and the edge put in."""


def titles() -> dict[str, tuple[int, str]]:
    """Every problem by name, with status and title: the edge's and the application's."""
    return {**TITLES, **{name: (status, title) for name, status, title in PROBLEMS.values()}}


def answer(status: int) -> Schema:
    """A reference to the answer that holds the problems of a status."""
    return {"$ref": f"{COMPONENTS}Problem{status}"}


def answers(schemas: Schemas) -> dict[str, Schema]:
    """The answers for all statuses, by the name that `answer` refers to; their schemas are added to the components."""
    for name, (status, title) in titles().items():
        schemas.add(_name(name), _schema(schemas, name, status, title))
    return {
        f"Problem{status}": {
            "description": "; ".join(dict.fromkeys(titles()[name][1] for name in _of_status(status))) + ".",
            "headers": headers.of_problem(status),
            "content": {MEDIA_TYPE: {"schema": schema(status)}},
        }
        for status in sorted({status for status, _ in titles().values()})
    }


def schema(status: int) -> Schema:
    """One of the problems of a status."""
    names = _of_status(status)
    return {
        "oneOf": [ref(_name(name)) for name in names],
        "discriminator": {
            "propertyName": "type",
            "mapping": {PREFIX + name: PLACE + _name(name) for name in names},
        },
    }


def types() -> tuple[Any, ...]:
    """The types of the extensions, for the components."""
    return tuple(EXTENSIONS.values())


def _of_status(status: int) -> list[str]:
    return [name for name, (own, _) in titles().items() if own == status]


def _name(problem: str) -> str:
    return "".join(part.capitalize() for part in problem.split("-")) + "Problem"


def _schema(schemas: Schemas, name: str, status: int, title: str) -> Schema:
    more: Schema = {}
    kind = EXTENSIONS.get(name)
    if kind is not None:
        more = schemas.components[schemas.of(kind)["$ref"].removeprefix(PLACE)]
    return {
        "title": _name(name),
        "description": f"{title}.",
        "type": "object",
        "required": ["type", "title", "status", *more.get("required", [])],
        "properties": {
            "type": {"type": "string", "const": PREFIX + name},
            "title": {"type": "string", "const": title},
            "status": {"type": "integer", "const": status},
            "detail": {"type": "string", "description": "What happened, and the mend."},
            "request_id": {"type": "string", "description": "What the operators find it by in their log."},
            **more.get("properties", {}),
        },
    }
