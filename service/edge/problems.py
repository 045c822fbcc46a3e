"""Problems: every error that leaves over HTTP, as application/problem+json (RFC 9457).

A `type` is `urn:nordkalott:problem:<name>`: stable, absolute, and no promise that it can be fetched (RFC 9457 section 3.1.1).
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import msgspec
from msgspec import Struct, field

MEDIA_TYPE: Final = "application/problem+json"
PREFIX: Final = "urn:nordkalott:problem:"
_RESERVED: Final = frozenset({"type", "title", "status", "detail", "instance"})

TITLES: Final[Mapping[str, tuple[int, str]]] = {
    "bad-request": (400, "The request is not well-formed"),
    "bad-host": (400, "The Host field is missing, doubled or not well-formed"),
    "bad-target": (400, "The request target is not well-formed"),
    "ambiguous-length": (400, "The length of the body is not clear"),
    "not-found": (404, "There is nothing here"),
    "method-not-allowed": (405, "This method is not allowed here"),
    "head-timeout": (408, "The head of the request did not arrive in time"),
    "body-timeout": (408, "The body of the request did not arrive in time"),
    "body-too-large": (413, "The body is too large"),
    "wrong-host": (421, "This service does not answer for that host"),
    "head-too-large": (431, "The head of the request is too large"),
    "too-many-fields": (431, "The request has too many header fields"),
    "internal-error": (500, "Something went wrong here"),
    "method-not-implemented": (501, "This method is not known here"),
    "coding-not-implemented": (501, "This transfer coding is not known here"),
    "overloaded": (503, "Too many connections at the moment"),
    "shutting-down": (503, "The service is stopping"),
    "version-not-supported": (505, "Only HTTP/1.1 and HTTP/1.0 are spoken here"),
}
"""The problems that the edge itself tells: name to status and title. Names are never renamed."""


class Problem(Struct, frozen=True, kw_only=True):
    """One problem. `extensions` are further members; they may not take the names that RFC 9457 defines."""

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str | None = None
    extensions: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError for an extension that would hide a member of its own."""
        if taken := _RESERVED & self.extensions.keys():
            raise ValueError(f"extensions may not be named {', '.join(sorted(taken))}")


def named(name: str, detail: str = "", **extensions: object) -> Problem:
    """A problem out of TITLES."""
    status, title = TITLES[name]
    return Problem(type=PREFIX + name, title=title, status=status, detail=detail, extensions=extensions)


def of_status(status: int, detail: str = "", **extensions: object) -> Problem:
    """The problem for a bare status that says no more (RFC 9457 section 4.2.1, but with our names): 404 is `not-found`."""
    for name, (known, _) in TITLES.items():
        if known == status and status in {404, 405, 500}:
            return named(name, detail, **extensions)
    try:
        title = HTTPStatus(status).phrase
    except ValueError:
        title = "Error"
    return Problem(type="about:blank", title=title, status=status, detail=detail, extensions=extensions)


def encode(problem: Problem) -> bytes:
    """The problem as JSON in UTF-8; empty members are left out, extensions stand beside the others."""
    members: dict[str, object] = {"type": problem.type, "title": problem.title, "status": problem.status}
    if problem.detail:
        members["detail"] = problem.detail
    if problem.instance:
        members["instance"] = problem.instance
    return msgspec.json.encode(members | dict(problem.extensions))
