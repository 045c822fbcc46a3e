"""What `queries` and `commands` need of the outside, as Protocols. Real ones: `content.store`, `service.links`.

A store is blocking on purpose: it is called from threads, so that one protocol fits SQLite and PostgreSQL. `write` returns after
the commit is durable; what it raises was not kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, TypeVar
from uuid import UUID

from content.fragments.context import Alternate, Links
from content.kinds import Kind
from content.lifecycle import Event
from content.locales import Locale
from content.model import Edition, Revision, Standing, State, Variant
from content.ports.answers import Answers, AnswersWriting
from content.ports.archives import Archives
from content.ports.attestations import Attestations, AttestationsWriting
from content.ports.audits import Audits, AuditsWriting
from content.ports.deliveries import Deliveries, DeliveriesWriting
from content.ports.desk import Desk
from content.ports.fragments import Fragments, FragmentsWriting
from content.ports.intents import Intents, IntentsWriting
from content.ports.kept import (
    Change,
    Counts,
    Entry,
    Evidence,
    Head,
    JournalEntry,
    LabelRow,
    Numbered,
    Operation,
    Selection,
    Verification,
)
from content.ports.leases import LeasesWriting
from content.ports.media import Media, MediaWriting
from content.ports.moments import Moments, MomentsWriting
from content.ports.proof import Proof
from content.ports.public import Public
from content.ports.recheck import Rechecks, RechecksWriting
from content.ports.redactions import Redactions, RedactionsWriting
from content.ports.retention import Retention, RetentionWriting
from content.ports.schedule import Schedule, ScheduleWriting
from content.ports.search import Search
from content.ports.security import Security, SecurityWriting
from content.ports.stewardship import Stewardships, StewardshipsWriting
from content.ports.subscribers import Subscribers, SubscribersWriting
from content.ports.tokens import Tokens, TokensWriting

__all__ = [
    "Change",
    "Clock",
    "Counts",
    "Entry",
    "Evidence",
    "Head",
    "JournalEntry",
    "Links",
    "Numbered",
    "Operation",
    "Reading",
    "Selection",
    "Store",
    "Verification",
    "Writing",
]

T = TypeVar("T")


class Clock(Protocol):
    """Tells the time, in UTC with microseconds."""

    def __call__(self) -> datetime.datetime:
        """Now."""
        ...


class Reading(Protocol):
    """A consistent view of the store: what one read sees does not change under it.

    Revisions, editions and evidence are checked against their SHA-256; StoreCorrupt names what does not match. One that does not is left
    out of lists, for the others are right; the log names it.
    """

    @property
    def left_out(self) -> int:
        """How many have been left out so far, because they are damaged."""
        ...

    # The rooms: questions that belong together, each with a Protocol of its own.
    @property
    def desk(self) -> Desk:
        """What editors are working on."""
        ...

    @property
    def redactions(self) -> Redactions:
        """What was redacted."""
        ...

    @property
    def archives(self) -> Archives:
        """What feeds remember."""
        ...

    @property
    def attestations(self) -> Attestations:
        """What people answered about findings."""
        ...

    @property
    def answers(self) -> Answers:
        """What POSTs came to."""
        ...

    @property
    def audits(self) -> Audits:
        """What a real browser found."""
        ...

    @property
    def schedule(self) -> Schedule:
        """What is planned."""
        ...

    @property
    def stewardship(self) -> Stewardships:
        """Who looks after what."""
        ...

    @property
    def recheck(self) -> Rechecks:
        """What the current rule set says of what is live."""
        ...

    @property
    def subscribers(self) -> Subscribers:
        """To whom we push."""
        ...

    @property
    def deliveries(self) -> Deliveries:
        """What is to be pushed, and what was."""
        ...

    @property
    def intents(self) -> Intents:
        """What subscribers have asked the hub for."""
        ...

    @property
    def fragments(self) -> Fragments:
        """Full fragments as they were served."""
        ...

    @property
    def moments(self) -> Moments:
        """When what answers depend on was last moved."""
        ...

    @property
    def search(self) -> Search:
        """What is published, by its words."""
        ...

    @property
    def media(self) -> Media:
        """Files, and what is known of them."""
        ...

    @property
    def proof(self) -> Proof:
        """What the evidence of everything that is live comes to."""
        ...

    @property
    def public(self) -> Public:
        """What is published, as it is stored."""
        ...

    def head(self) -> Head:
        """The end of the change log."""
        ...

    def standing(self, identity: UUID, locale: Locale) -> Standing | None:
        """Where a record is in a locale."""
        ...

    def standings(
        self,
        identities: Sequence[UUID] | None = None,
        *,
        kind: Kind | None = None,
        locale: Locale | None = None,
        state: State | None = None,
    ) -> tuple[Standing, ...]:
        """Where records are in every locale, drafts included; ordered by id and locale."""
        ...

    def each_standing(
        self, *, kind: Kind | None = None, locale: Locale | None = None, state: State | None = None
    ) -> Iterator[Standing]:
        """The same one after the other, for whoever goes over more than memory should hold."""
        ...

    def resolve(self, locale: Locale, slug: str, *, drafts: bool = False) -> tuple[UUID, str] | None:
        """The record that a slug belongs to in a locale, and its slug now: another one where this is an old slug.

        Only slugs that the public has found; with `drafts`, for editors, also the one that a record's newest draft asks for.
        """
        ...

    def revision(self, identity: UUID, locale: Locale, number: int) -> Revision | None:
        """One revision."""
        ...

    def revisions(self, identity: UUID, locale: Locale) -> tuple[Revision, ...]:
        """All revisions, oldest first."""
        ...

    def edition(self, identity: UUID, locale: Locale, number: int) -> Edition | None:
        """One edition."""
        ...

    def editions(self, identity: UUID, locale: Locale) -> tuple[Edition, ...]:
        """All editions, oldest first."""
        ...

    def published_as(self, identity: UUID, locale: Locale) -> dict[int, int]:
        """The newest edition of each revision that has one: {revision: edition}."""
        ...

    def evidence(self, identity: UUID, locale: Locale, edition: int) -> tuple[Evidence, ...]:
        """The checks of an edition, every variant and heading level, in that order."""
        ...

    def renderings(
        self, keys: Sequence[Numbered], variant: Variant, heading_level: int
    ) -> dict[Numbered, Evidence]:
        """The check of one rendering of each of some editions, in one query; what has none is left out."""
        ...

    def entry(self, identity: UUID, locale: Locale) -> Entry | None:
        """The live edition with its standing, whatever the state; None before the first edition."""
        ...

    def entries(self, identities: Sequence[UUID], *, sound: bool = False) -> tuple[Entry, ...]:
        """The live editions of some records in every locale whose state is published, in one query; of those that are `sound` alone,
        where one that is damaged shall not keep a reader from others. Raises StoreCorrupt.
        """
        ...

    def listing(self, selection: Selection) -> tuple[Entry, ...]:
        """Published entries, newest first."""
        ...

    def listing_seq(self, selection: Selection) -> int:
        """The highest change that touched what the selection is about, deletions included; 0 for none."""
        ...

    def addresses(self, locale: Locale, skip: int, limit: int) -> tuple[tuple[str, datetime.datetime], ...]:
        """The slug of each published record in a locale, and the time of its edition: the longest there first, after so many of them."""
        ...

    def counts(self, locale: Locale) -> Counts:
        """How many records are published in a locale."""
        ...

    def alternates(self, identities: Sequence[UUID]) -> dict[UUID, tuple[Alternate, ...]]:
        """In which locales some records are published, and where, in one query that opens no content; its own locale included."""
        ...

    def published(self) -> dict[Locale, int]:
        """How many records are published in each locale that has any."""
        ...

    def topic_labels(self) -> tuple[LabelRow, ...]:
        """The labels of all published topics, by id and locale; opens no content."""
        ...

    def topics(self) -> tuple[Entry, ...]:
        """All published topics in every locale."""
        ...

    def changes(
        self,
        since: int,
        *,
        locale: Locale | None = None,
        kind: Kind | None = None,
        limit: int = 100,
        silent: bool = False,
    ) -> tuple[Change, ...]:
        """Changes after `since`, oldest first; with those that only move tags where `silent`."""
        ...

    def told(
        self, since: int, *, locale: Locale | None = None, kind: Kind | None = None, limit: int = 100
    ) -> tuple[tuple[Change, ...], int | None]:
        """A page of the changes that are not silent, and after which `seq` the next begins: None where there is none. One that is damaged
        is left out, and operators are told.
        """
        ...

    def journal(
        self,
        since: int = 0,
        limit: int = 100,
        *,
        identity: UUID | None = None,
        actor: str | None = None,
        verb: str | None = None,
    ) -> tuple[JournalEntry, ...]:
        """Journal entries after number `since`, oldest first; only those about a record, by an actor, of a verb."""
        ...

    @property
    def tokens(self) -> Tokens:
        """The room of tokens."""
        ...

    @property
    def retention(self) -> Retention:
        """The room of where the journal begins."""
        ...

    @property
    def security(self) -> Security:
        """The room of the security log."""
        ...


class Writing(Reading, Protocol):
    """One transaction. Everything that is done to it is kept together, or not at all."""

    @property
    def redactions(self) -> RedactionsWriting:
        """What was redacted, and the removal."""
        ...

    @property
    def attestations(self) -> AttestationsWriting:
        """What people answered about findings."""
        ...

    @property
    def answers(self) -> AnswersWriting:
        """What POSTs came to."""
        ...

    @property
    def audits(self) -> AuditsWriting:
        """What a real browser found."""
        ...

    @property
    def schedule(self) -> ScheduleWriting:
        """What is planned."""
        ...

    @property
    def stewardship(self) -> StewardshipsWriting:
        """Who looks after what."""
        ...

    @property
    def recheck(self) -> RechecksWriting:
        """What the current rule set says of what is live."""
        ...

    @property
    def subscribers(self) -> SubscribersWriting:
        """To whom we push."""
        ...

    @property
    def deliveries(self) -> DeliveriesWriting:
        """What is to be pushed, and what was."""
        ...

    @property
    def moments(self) -> MomentsWriting:
        """When what answers depend on was last moved."""
        ...

    @property
    def intents(self) -> IntentsWriting:
        """What subscribers have asked the hub for."""
        ...

    @property
    def fragments(self) -> FragmentsWriting:
        """Full fragments as they were served."""
        ...

    @property
    def leases(self) -> LeasesWriting:
        """Which process does what one shall do."""
        ...

    def begin_epoch(self, after: int) -> str:
        """Give the change log another name: its readers start over, because a position that they hold may mean something else now. What
        is after change `after` is of this epoch.
        """
        ...

    @property
    def media(self) -> MediaWriting:
        """Files, and what is known of them."""
        ...

    def apply(self, event: Event, evidence: tuple[Evidence, ...] = ()) -> Change | None:
        """Keep an event: its revision or edition, the standing, the change and the journal entry.

        A saved draft makes no change (None): the public sees none. The content must be valid: `Commands` checks that before the
        write lock, where others do not wait for it. Raises SlugTaken where the slug is, or was in public, another record's;
        TopicKeyTaken where a topic's key is another's, WrongState where it is not the topic's own.
        """
        ...

    def record(
        self,
        actor: str,
        verb: str,
        at: datetime.datetime,
        detail: dict[str, str | int],
        *,
        identity: UUID | None = None,
        locale: Locale | None = None,
    ) -> JournalEntry:
        """Append to the journal what no event tells; of a record, or of none."""
        ...

    @property
    def tokens(self) -> TokensWriting:
        """The room of tokens."""
        ...

    @property
    def retention(self) -> RetentionWriting:
        """The room of where the journal begins."""
        ...

    @property
    def security(self) -> SecurityWriting:
        """The room of the security log."""
        ...


class Store(Protocol):
    """Keeps records. Its errors are StoreError and its children; after one, nothing of that write is there."""

    def read(self) -> AbstractContextManager[Reading]:
        """A consistent view, for as long as the context lasts."""
        ...

    def write(self, work: Callable[[Writing], T]) -> T:
        """Run `work` in a transaction and return its result once that is durable.

        What `work` raises undoes this work alone. It runs while others wait: it must do no I/O and no long computing, and it may
        run more than once.
        """
        ...

    def stamp(self) -> int:
        """A number that is another one after every commit that moved tags, silent changes too, whatever process of this machine made it:
        before its `write` returned. It costs one read of memory, or little more, and no view. It says nothing of order, and may be
        another one for no reason. What is killed between its commit and this, having answered nobody, is told of within 0.1 s. Raises
        StoreError.
        """
        ...

    def follow(self, hook: Callable[[], None]) -> None:
        """Call `hook` whenever a write of this process that has made a change is about to return: in its thread, once it is durable. What
        a hook raises is told to the operators alone.
        """
        ...

    def unanswered(self, seq: int) -> bool:
        """Was this change made by a write of this process that has not returned yet? It is durable, and its hooks are still to be called."""
        ...

    def verify(self) -> tuple[str, ...]:
        """Everything wrong that a full reading finds: damaged pages, digests, the journal's chain. () when all is well."""
        ...

    def copy(self, target: Path) -> None:
        """Write all of it into a new file, whole and as of one moment, while others read and write. Raises StoreError."""
        ...

    def secret(self) -> bytes:
        """The key of the ledger's digests: kept apart from the records, made at the first call. Raises StoreError."""
        ...

    def erase(self) -> bool:
        """Overwrite what redactions have removed, wherever the store still holds its bytes; True once nothing is left of it.

        False where readers were in the way for too long, or room was lacking: it is to be tried again.
        """
        ...

    def close(self) -> None:
        """Finish what was taken in, then let go of the files."""
        ...
