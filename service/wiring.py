"""The composition root: the one place where a store is opened and the parts are put together."""

from __future__ import annotations

import datetime
import logging
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from msgspec import structs

from content.advice import Detector
from content.commands import Commands
from content.commands.media import Curation
from content.delivery import Sort
from content.errors import StoreError, StoreReadOnly
from content.examination import Examiner, Here
from content.ports import Store
from content.statement import Known
from content.store import KEY, DiskBlobs, claim, engine, newest_schema, open_store, read_key
from service import advising, breaches, program
from service.apart import ApartExaminer, Bounds
from service.checker import Checker
from service.courier.clearing import Clearing
from service.courier.following import Following
from service.courier.messenger import Messenger
from service.courier.sending import Sending
from service.courtesy import Courteous
from service.erasures import Erasures
from service.hub.intentions import Intentions
from service.hub.messenger import WebsubMessenger
from service.hub.topicality import Topicality
from service.limits import Limits
from service.links import PublicLinks
from service.minder.place import Place
from service.outbound import Guard, proxy_of
from service.publications import Publications
from service.rechecks import Rechecks
from service.renderings import Renderings, mark
from service.retention import Retention
from service.settings import Settings
from service.snapshots import Snapshots
from service.strays import Strays
from service.watch import Watch
from service.web.application import application
from service.web.entries import Entries
from service.web.process import Process
from service.web.routing import Application
from service.web.shared import Resources
from service.web.topics import Topics
from service.webhooks import WebhookMessenger
from service.worker import Worker

__all__ = [
    "DATABASE",
    "KEY",
    "MEDIA",
    "Parts",
    "claimed",
    "engine",
    "newest_schema",
    "now",
    "opened",
    "opened_in",
    "opened_store",
    "read_key",
]

DATABASE: Final = "nordkalott.db"
LOGGER: Final = logging.getLogger("nordkalott.wiring")
MEDIA: Final = "media"
GROUP: Final = 64
BEHIND: Final = Bounds(nice=19)
COURIER: Final = "courier"
LOOK: Final = 0.05
"""Seconds between two looks of the courier: what is published is on its way within that time."""
_ENTRIES: Final = 32
"""Entries of feeds have one of so many parts of the memory for finished answers: those of some dozens of feeds, in three formats."""
_HOLES: Final = 8
"""And one of so many is left for the holes between what comes and goes, so that what was set is about what is taken."""
HUB_SNAPSHOTS: Final = 16 * 1024 * 1024
"""Bytes for the feeds that are being delivered: a few hundred."""


@dataclass(frozen=True)
class Parts:
    """Everything that a verb of the command line or the server works with."""

    settings: Settings
    store: Store
    links: PublicLinks
    commands: Commands
    media: Curation
    watch: Watch
    detector: Detector
    checker: Checker
    guard: Guard
    behind: Examiner
    """Who examines for what nobody waits for: apart from whom publishers wait for, and after everybody else."""
    breaches: tuple[Known, ...] = ()

    def application(self, place: Place | None = None, limits: Limits | None = None) -> Application:
        """The web application over these parts, with snapshots of its own: with the share of their memory that falls to one, and with limits
        that they have in common, where others answer beside it. Notes that this program writes the answers now.
        """
        own = program.mark(self.settings)
        with self.store.read() as reading:
            known = reading.moments.written_by(own)
        if not known:
            try:
                self.store.write(lambda writing: writing.moments.write_by(own))
            except StoreError as error:  # then no answer has a Last-Modified, and all else is as ever
                LOGGER.warning("it cannot be noted which program answers: %s", error)
        share = self.settings.snapshot_bytes // (self.settings.workers if place else 1)
        resources = self.resources(share, place, limits)
        self.store.follow(resources.process.snapshots.written)
        return application(resources)

    def resources(
        self, snapshot_bytes: int, place: Place | None = None, limits: Limits | None = None
    ) -> Resources:
        """What handlers share, with snapshots of their own, and a part of their memory for what feeds are made of."""
        entries, holes = snapshot_bytes // _ENTRIES, snapshot_bytes // _HOLES
        return Resources(
            store=self.store,
            commands=self.commands,
            media=self.media,
            now=now,
            links=self.links,
            settings=self.settings,
            process=Process(
                Snapshots(self.store, snapshot_bytes - entries - holes, self.settings.locales),
                Entries(entries),
                place,
            ),
            watch=self.watch,
            limits=limits or Limits(self.settings),
            detector=self.detector,
            checker=self.checker,
            guard=self.guard,
            breaches=self.breaches,
            mark=program.mark(self.settings),
        )

    def workers(self) -> tuple[Worker, ...]:
        """What does the background work of this process; nothing runs yet. A callback that is slow holds up no plan: the courier works apart."""
        holder = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(8)}"
        return self._worker(holder), self._courier(holder)

    def messengers(self, topics: Topics) -> dict[Sort, Messenger]:
        """What makes the messages of each sort of subscriber."""
        return {
            "websub": WebsubMessenger(self.store, now, topics, self.links),
            "webhook": WebhookMessenger(self.store, self.links, now),
        }

    def _courier(self, holder: str) -> Worker:
        topics = Topics(self.resources(HUB_SNAPSHOTS))
        sending = Sending(self.store, now, self.guard, self.messengers(topics))
        intentions = Intentions(self.store, now, topics, self.guard)
        tasks = (
            Following(self.store, now),
            sending,
            intentions,
            Topicality(self.store, now, topics),
            Clearing(self.store, now),
        )

        def end() -> None:
            sending.close()
            intentions.join()

        return Worker(self.store, now, tasks, holder, name=COURIER, period=LOOK, ending=end)

    def _worker(self, holder: str) -> Worker:
        tasks = (
            Publications(self.store, self.commands, now),
            Erasures(self.store),
            Retention(
                self.store,
                self.commands,
                now,
                journal_days=self.settings.journal_days,
                security_days=self.settings.security_days,
            ),
            Strays(self.media),
            Renderings(self.store, self.links, self.settings.locales, now),
            Rechecks(
                self.store,
                self.commands.by(self.behind),
                now,
                holder=holder,
                on=self.settings.recheck == "on",
            ),
        )
        return Worker(self.store, now, tasks, holder)


def now() -> datetime.datetime:
    """The clock: UTC, with microseconds."""
    return datetime.datetime.now(datetime.UTC)


@contextmanager
def claimed(settings: Settings) -> Iterator[None]:
    """Hold the data folder as its one server, as long as the context lasts. Raises StoreBusy where another one does."""
    _made(settings.folder)
    with claim(settings.folder):
        yield


@contextmanager
def opened(
    settings: Settings, *, apart: bool = False, last: bool = False, hurried: bool = False
) -> Iterator[Parts]:
    """The parts over the store in the data folder, which is made if need be; the store is closed at the end. `apart` has what is to go out
    examined by processes of their own, as soon as there is something: for whoever has readers to answer meanwhile. `last` rests
    where others want the processor: for whoever has much to do, and nobody waits for it. `hurried` writes what can be made again, and is
    in a hurry.

    Raises StoreError and its children: what, where and the mend; Invalid where the file of known breaches has faults.
    """
    folder = settings.folder
    known = breaches.load(settings.accessibility_breaches)
    _made(folder)
    store = opened_store(folder / DATABASE, hurried=hurried)
    watch = Watch(store, now, days=settings.security_days)
    detector = advising.detector(settings)
    checker = Checker(detector)
    links = PublicLinks(
        settings.base_url,
        contact=next(iter(settings.accessibility_contacts), ""),
        statement=settings.accessibility_statement,
    )
    front, behind = ApartExaminer(links), ApartExaminer(links, size=1, bounds=BEHIND)
    here = Courteous(Here()) if last else Here()
    try:
        yield Parts(
            settings=settings,
            store=store,
            links=links,
            commands=Commands(
                store,
                now,
                links,
                settings.locales,
                review_months=settings.review_months,
                examiner=front if apart else here,
                mark=partial(mark, links, settings.locales),
            ),
            behind=behind if apart else here,
            watch=watch,
            breaches=known,
            media=Curation(store, DiskBlobs(folder / MEDIA), now, settings.locales),
            detector=detector,
            checker=checker,
            guard=Guard(
                settings.outbound_allowed,
                public=settings.outbound == "public",
                proxy=proxy_of(settings.outbound_proxy),
            ),
        )
    finally:
        checker.close()
        front.close()
        behind.close()
        watch.close()
        store.close()


@contextmanager
def opened_in(folder: Path, settings: Settings) -> Iterator[Parts]:
    """The parts over the store in another folder than the settings say, with their addresses and locales."""
    with opened(structs.replace(settings, data=str(folder))) as parts:
        yield parts


def opened_store(path: Path, *, group: int = GROUP, read_only: bool = False, hurried: bool = False) -> Store:
    """The store in a file. `group` is how many writes may share a commit."""
    return open_store(path, group=group, read_only=read_only, hurried=hurried)


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except PermissionError as error:
        raise StoreReadOnly(
            f"The data folder {folder} cannot be made: {error.strerror}. Name another with --data."
        ) from error
    except OSError as error:
        raise StoreError(
            f"The data folder {folder} cannot be made: {error.strerror}. Name another with --data."
        ) from error
