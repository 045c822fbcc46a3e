"""Errors as problem details (RFC 9457): each type of `content.errors` mapped once, by type."""

from __future__ import annotations

from typing import Any, Final

from content.commands import Failing
from content.diff import Diff
from content.errors import (
    CheckFailed,
    Conflict,
    Erased,
    Expired,
    Forbidden,
    Interrupted,
    Invalid,
    MediaInUse,
    NameTaken,
    NordkalottError,
    NotFound,
    NothingToAnswer,
    Overtaken,
    SlugTaken,
    StaleRevision,
    StartOver,
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreReadOnly,
    TooHeavy,
    TooLarge,
    TooMany,
    TopicKeyTaken,
    Unauthenticated,
    WrongState,
)
from content.model import Revision
from content.ports import Evidence
from content.queries import Found
from service.edge.problems import MEDIA_TYPE, PREFIX, Problem, encode
from service.web.answers import BRIEF, NEVER, Answer
from service.web.etags import etag

REALM: Final = 'Bearer realm="nordkalott"'


class GoneError(NordkalottError):
    """The record was marked gone; `found` says which, and its standing why."""

    def __init__(self, found: Found) -> None:
        super().__init__("This is gone for good.")
        self.found = found


class MovedError(NordkalottError):
    """The record was redirected to what is no record here; `found` says which, and its standing where to."""

    def __init__(self, found: Found) -> None:
        super().__init__(f"This text has moved to {found.entry.standing.redirect_to}")
        self.found = found


class PreconditionMissingError(NordkalottError):
    """The request must say which revision it was made from."""

    def __init__(self) -> None:
        super().__init__(
            "Send If-Match with the ETag of what you have looked at, or, for a draft, If-None-Match: * to begin one. "
            "“If-Match: *” would write over what nobody has seen."
        )


class OvertakenError(NordkalottError):
    """Somebody else saved a newer revision: `current`, and what is different in it from the one that the request named.

    `number` is that of the one named: it may be the same, where that was redacted meanwhile.
    """

    def __init__(self, current: Revision, diff: Diff | None = None, *, number: int = 0) -> None:
        super().__init__(
            f"Revision {current.number} was redacted in the meantime. Read it again, and save on top of that."
            if number == current.number
            else f"{current.author} saved revision {current.number} in the meantime. Read it, and save again on top of it."
        )
        self.current = current
        self.diff = diff


class MediumOvertakenError(NordkalottError):
    """Somebody else changed what is said of the medium: `version` is the newest."""

    def __init__(self, version: int) -> None:
        super().__init__(f"Version {version} is the newest. Read it, and change it again on top of that.")
        self.version = version


class WrongMediaTypeError(NordkalottError):
    """The body is not of a type that is taken here."""

    def __init__(self, given: str, taken: str = "application/json") -> None:
        super().__init__(f"Send {taken} and say so in Content-Type; this was {given[:80] or 'not said'}.")


class KeyReusedError(NordkalottError):
    """An Idempotency-Key stands for one request for a day."""

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was used for another request. Take a new one for each request."
        )


class KeyInUseError(NordkalottError):
    """The work was done, or is being done; its answer is not there."""

    def __init__(self) -> None:
        super().__init__(
            "A request with this Idempotency-Key is under way, or its answer was lost after the work was done. "
            "Try again in a moment; if it stays so, look at the record: the work was done."
        )


# name, status, title; the most special type that fits is used
PROBLEMS: Final[dict[type[NordkalottError], tuple[str, int, str]]] = {
    Invalid: ("invalid", 400, "The request has faults"),
    Expired: ("expired", 422, "This would be over before it began"),
    Unauthenticated: ("unauthenticated", 401, "This needs a token"),
    Forbidden: ("forbidden", 403, "This token is not for this"),
    TooMany: ("too-many-requests", 429, "Too many requests"),
    NotFound: ("not-found", 404, "There is nothing here"),
    GoneError: ("gone", 410, "This is gone for good"),
    MovedError: ("moved", 410, "This text has moved"),
    PreconditionMissingError: ("precondition-required", 428, "Say which revision this was made from"),
    MediumOvertakenError: ("precondition-failed", 412, "Somebody else saved a newer revision"),
    OvertakenError: ("precondition-failed", 412, "Somebody else saved a newer revision"),
    Overtaken: ("precondition-failed", 412, "Somebody else saved a newer revision"),
    WrongMediaTypeError: ("wrong-media-type", 415, "The body is not of a type that is taken here"),
    KeyReusedError: ("idempotency-key-reused", 422, "The key was used for another request"),
    KeyInUseError: ("idempotency-key-in-use", 409, "A request with this key is under way"),
    StaleRevision: ("stale-revision", 409, "A newer revision exists"),
    SlugTaken: ("slug-taken", 409, "The slug is another record's"),
    TopicKeyTaken: ("topic-key-taken", 409, "The key is another topic's"),
    NameTaken: ("name-taken", 409, "Another has this name"),
    MediaInUse: ("media-in-use", 409, "Revisions point to this file"),
    NothingToAnswer: ("nothing-to-answer", 409, "No current finding is as the answer says"),
    WrongState: ("wrong-state", 409, "The record's state does not allow this"),
    Conflict: ("conflict", 409, "The record is not where you think it is"),
    Erased: ("media-erased", 410, "This file was erased"),
    TooLarge: ("body-too-large", 413, "The body is too large"),
    TooHeavy: ("too-heavy", 422, "This takes too much to work on"),
    Interrupted: ("interrupted", 503, "This was interrupted before it was done"),
    CheckFailed: ("check-failed", 422, "The accessibility check failed"),
    StartOver: ("start-over", 410, "This position is from before a restore: fetch everything anew"),
    StoreFull: ("store-full", 507, "There is no room left"),
    StoreReadOnly: ("store-read-only", 503, "The store cannot be written"),
    StoreBusy: ("store-busy", 503, "The store is busy"),
    StoreCorrupt: ("store-corrupt", 500, "What is stored is damaged"),
    StoreError: ("store-error", 500, "The store could not do its work"),
    NordkalottError: ("error", 500, "Something went wrong"),
}


def problem_of(error: NordkalottError) -> Problem:
    """The problem that an error is shown as."""
    name, status, title = next(PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS)
    more: dict[str, Any] = {}
    match error:
        case Invalid():
            more["errors"] = [
                {
                    ("parameter" if fault.pointer.startswith("?") else "pointer"): fault.pointer.removeprefix(
                        "?"
                    ),
                    "code": fault.code,
                    "detail": fault.message.en,
                    "detail_nb": fault.message.nb,
                }
                for fault in error.faults
            ]
        case GoneError():
            more["reason"] = error.found.entry.standing.reason
        case MovedError():
            more["to"] = error.found.entry.standing.redirect_to
        case Forbidden():
            more["needed"] = error.needed
        case TooMany():
            more["retry_after"] = error.retry_after
        case StaleRevision():
            more["current"] = error.current
        case OvertakenError():
            more["current"] = {
                "revision": error.current.number,
                "author": error.current.author,
                "at": error.current.at,
                "note": error.current.note,
                "etag": etag(error.current),
            }
            more["diff"] = error.diff
        case Erased() | MediaInUse() | TooLarge() | MediumOvertakenError():
            more |= _of_media(error)
        case NothingToAnswer():
            more["findings"] = error.findings
        case CheckFailed():
            more["reports"] = [_brief(each) for each in error.reports]
        case _:
            pass
    # What is wrong inside is the operator's to know: the log has it, and `doctor`.
    detail = (
        "The operators have been told. Please try again later."
        if isinstance(error, StoreError)
        else str(error)
    )
    return Problem(type=PREFIX + name, status=status, title=title, detail=detail, extensions=more)


def _of_media(error: Erased | MediaInUse | TooLarge | MediumOvertakenError) -> dict[str, Any]:
    match error:
        case Erased():
            return {"reason": error.reason}
        case MediaInUse():
            return {"uses": error.uses}
        case TooLarge():
            return {"limit": error.limit}
        case MediumOvertakenError():
            return {"current": error.version}


def answer(error: NordkalottError, tags: frozenset[str] = frozenset()) -> Answer:
    """The answer for an error: kept for a moment where it names what it depends on."""
    problem = problem_of(error)
    lasting = problem.status in {404, 410}
    return Answer(
        body=encode(problem),
        status=problem.status,
        media_type=MEDIA_TYPE,
        tags=tags,
        cache=BRIEF if lasting else NEVER,
        headers=_headers(error),
    )


def _headers(error: NordkalottError) -> tuple[tuple[str, str], ...]:
    """What HTTP says of it beside the status: RFC 6750 section 3 (Bearer), RFC 9110 section 10.2.3 (Retry-After)."""
    match error:
        case Unauthenticated(cause="missing"):
            # Who sent no token at all is told which kind is asked for, and no error (RFC 6750 section 3.1).
            return (("www-authenticate", REALM),)
        case Unauthenticated():
            return (("www-authenticate", f'{REALM}, error="invalid_token"'),)
        case Forbidden():
            return (
                (
                    "www-authenticate",
                    f'{REALM}, error="insufficient_scope", scope="{error.needed}"',
                ),
            )
        case TooMany():
            return (("retry-after", str(error.retry_after)),)
        case StoreBusy() | StoreReadOnly() | Interrupted():
            return (("retry-after", "5"),)
        case _:
            return ()


def _brief(evidence: object) -> object:
    """A failing Report with what it is of; the bytes that were checked are not sent back."""
    if not isinstance(evidence, Evidence):
        return evidence
    of = {"id": evidence.id, "locale": evidence.locale} if isinstance(evidence, Failing) else {}
    return of | {
        "variant": evidence.variant,
        "heading_level": evidence.heading_level,
        "report": evidence.report,
    }
