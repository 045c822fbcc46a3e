"""What can go wrong, as one tree. The service maps each type to one problem (RFC 9457), the command line to one exit code.

NordkalottError
├── Invalid              the input has faults: all of them, each with a JSON Pointer
├── NotFound             no such record, locale, slug, revision, edition, kind, feed …
├── Conflict             the input is well-formed, but the record is not where the caller thinks it is
│   ├── StaleRevision    a newer revision exists than the one named
│   ├── SlugTaken        the slug belongs, or belonged, to another record in this locale
│   ├── TopicKeyTaken    the key belongs to another topic
│   └── WrongState       the state does not allow this: publish twice, withdraw of nothing …
├── CheckFailed          the accessibility check refuses to publish; carries the Reports
├── StartOver            a change feed position from before a restore: fetch everything anew
└── StoreError           the store could not do its work; nothing was acknowledged
    ├── StoreFull        no room, or the file-size limit is reached
    ├── StoreReadOnly    the data folder cannot be written
    ├── StoreBusy        another process held the write lock, or serves this folder, for too long
    └── StoreCorrupt     stored bytes do not match their digest, or the file is damaged
"""

from __future__ import annotations

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


class WrongState(Conflict):
    """The state of the record in this locale does not allow the command."""


class CheckFailed(NordkalottError):
    """The accessibility check refuses; `reports` holds the failing Reports with variant and heading level."""

    def __init__(self, message: str, reports: tuple[object, ...]) -> None:
        super().__init__(message)
        self.reports = reports


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
