"""What can go wrong, as one tree. The service maps each type to one problem (RFC 9457), the command line to one exit code.

NordkalottError
├── Invalid              the input has faults: all of them, each with a JSON Pointer
│   └── Expired          its only fault is that it would be over before it began
├── NotFound             no such record, locale, slug, revision, edition, kind, feed …
├── Conflict             the input is well-formed, but the record is not where the caller thinks it is
│   ├── StaleRevision    a newer revision exists than the one named
│   ├── SlugTaken        the slug belongs, or belonged, to another record in this locale
│   ├── TopicKeyTaken    the key belongs to another topic
│   ├── NameTaken        a living token, or a webhook that is sent to, has this name
│   ├── MediaInUse       a revision points to the medium: it cannot be deleted
│   ├── NothingToAnswer  no current finding is as the answer says: what there is to answer is told
│   ├── Overtaken        somebody else changed it since it was looked at
│   └── WrongState       the state does not allow this: publish twice, withdraw of nothing …
├── Erased               there was a medium here; its file was erased, and why is told
├── TooLarge             what was sent is larger than is taken
├── TooHeavy             what was sent takes more time or memory than is given to it
├── Interrupted          the work was ended from outside before it was done: it may be tried again
├── CheckFailed          the accessibility check refuses to publish; carries the Reports
├── Unauthenticated      no token, or none that is good here; to the client all causes are one
├── Forbidden            the token is good, but not for this
├── TooMany              too many requests in too short a time
├── StartOver            a change feed position from before a restore: fetch everything anew
└── StoreError           the store could not do its work; nothing was acknowledged
    ├── StoreFull        no room, or the file-size limit is reached
    ├── StoreReadOnly    the data folder cannot be written
    ├── StoreBusy        another process held the write lock, or serves this folder, for too long
    └── StoreCorrupt     stored bytes do not match their digest, or the file is damaged
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct


class Message(Struct, frozen=True, kw_only=True):
    """One sentence for people, in Norwegian Bokmål and English."""

    nb: str
    en: str


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is wrong with the input. `pointer` is a JSON Pointer (RFC 6901), "" for the whole document."""

    pointer: str
    code: str
    message: Message


class NordkalottError(Exception):
    """The root: every error that we raise on purpose. `str()` is one English sentence for people."""


class Invalid(NordkalottError):
    """The input has faults; `faults` holds all of them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.pointer or '/'}: {fault.message.en}" for fault in faults))
        self.faults = faults

    @classmethod
    def one(cls, pointer: str, code: str, *, nb: str, en: str) -> Invalid:
        """The common case of a single fault."""
        return cls((Fault(pointer=pointer, code=code, message=Message(nb=nb, en=en)),))


class Expired(Invalid):
    """What is asked for would be over before it began."""


class NotFound(NordkalottError):
    """There is no such thing."""


class Conflict(NordkalottError):
    """The record is not where the caller thinks it is."""


class StaleRevision(Conflict):
    """A newer revision exists: `current` is its number."""

    def __init__(self, message: str, current: int) -> None:
        super().__init__(message)
        self.current = current


class SlugTaken(Conflict):
    """The slug is, or was, another record's in this locale."""


class TopicKeyTaken(Conflict):
    """The key is another topic's, in every locale."""


class NameTaken(Conflict):
    """A token that lives, or a webhook that is sent to, has this name."""


class MediaInUse(Conflict):
    """Revisions point to the medium; `uses` says how many."""

    def __init__(self, message: str, uses: int) -> None:
        super().__init__(message)
        self.uses = uses


class NothingToAnswer(Conflict):
    """No current finding is as the answer says. `findings` (of `content.accessibility`) are some of those that wait for one."""

    def __init__(self, message: str, *, findings: tuple[object, ...]) -> None:
        super().__init__(message)
        self.findings = findings


class Overtaken(Conflict):
    """Somebody else changed it since it was looked at."""


class WrongState(Conflict):
    """The state of the record in this locale does not allow the command."""


class Erased(NordkalottError):
    """There was a medium; it was erased, for `reason`."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class TooLarge(NordkalottError):
    """What was sent is larger than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"At most {limit} bytes are taken.")
        self.limit = limit


class TooHeavy(NordkalottError):
    """What was sent takes more time or memory than is given to it; it would the next time too."""


class Interrupted(NordkalottError):
    """The work was ended from outside before it was done: nothing was kept, and it says nothing of what was sent. It may be tried again."""


class CheckFailed(NordkalottError):
    """The accessibility check refuses; `reports` holds the failing Reports with variant and heading level."""

    def __init__(self, message: str, reports: tuple[object, ...]) -> None:
        super().__init__(message)
        self.reports = reports


Cause = Literal["missing", "malformed", "unknown", "expired", "revoked"]


class Unauthenticated(NordkalottError):
    """No token, or none that is good here.

    Whoever tries tokens must learn nothing of them: the sentence is the same for every cause. `cause` and `token`, the id where it
    is known, are for the security log.
    """

    SENTENCE: Final = (
        "This needs a token that is good here, as “Authorization: Bearer nk_…”. Ask whoever runs the service."
    )

    def __init__(self, cause: Cause, token: str = "") -> None:
        super().__init__(self.SENTENCE)
        self.cause: Cause = cause
        self.token = token


class Forbidden(NordkalottError):
    """The token is good, but not for this; `needed` is the scope that the request needs."""

    def __init__(self, message: str, needed: str) -> None:
        super().__init__(message)
        self.needed = needed


class TooMany(NordkalottError):
    """Too many requests in too short a time; the next one is welcome in `retry_after` seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StartOver(NordkalottError):
    """The position in the change feed is from another epoch, or from before what is kept."""


class StoreError(NordkalottError):
    """The store could not do its work; nothing of this write was acknowledged or kept."""


class StoreFull(StoreError):
    """No room left, or the file-size limit is reached."""


class StoreReadOnly(StoreError):
    """The data folder or its files cannot be written."""


class StoreBusy(StoreError):
    """Another process held the lock for too long."""


class StoreCorrupt(StoreError):
    """What was read does not match its digest, or the file is damaged; the message names the place."""
