"""Writes: verbs that change what is stored. Each decides, renders and checks before the write lock, and decides again inside it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct, structs

from content import accessibility, admission, fragments, lifecycle, locales, queries, targets
from content.errors import CheckFailed, Invalid, NotFound, StaleRevision, WrongState
from content.fragments import Context
from content.fragments.context import Links
from content.lifecycle import (
    EditionPublished,
    Publish,
    Redirect,
    SaveDraft,
    StateCommand,
)
from content.locales import Locale
from content.model import (
    HEADING_LEVELS,
    VARIANTS,
    Edition,
    Revision,
    Standing,
    State,
    digest_bytes,
    with_keys,
)
from content.ports import Change, Clock, Evidence, Reading, Store, Writing

_ATTEMPTS = 3


class Outcome(Struct, frozen=True, kw_only=True):
    """What a publish or a change of state came to. `seq` is its change; `reports` those of the new edition."""

    id: UUID
    locale: Locale
    state: State
    edition: int
    seq: int
    slug: str
    needs_repair: bool = False
    reports: tuple[Evidence, ...] = ()


class Commands:
    """The verbs, over one store, one clock, one set of public addresses, and the locales that are written in.

    All raise Invalid with every fault of the command in itself before they look at the store.
    """

    def __init__(
        self, store: Store, clock: Clock, links: Links, configured: tuple[Locale, ...] = locales.BUILT_IN
    ) -> None:
        self._store = store
        self._clock = clock
        self._links = links
        self._configured = configured

    def save(self, command: SaveDraft) -> Revision:
        """Keep a new revision. Raises Invalid with every fault, StaleRevision, SlugTaken, TopicKeyTaken, WrongState."""
        command = structs.replace(command, content=with_keys(command.content))
        admission.admit(command, self._configured)
        self._may_begin(command.id)
        at = self._clock()

        def work(writing: Writing) -> Revision:
            event = lifecycle.save(writing.standing(command.id, command.locale), command, at)
            writing.apply(event)
            return event.revision

        return self._store.write(work)

    def check(self, identity: UUID, locale: Locale, number: int | None = None) -> tuple[Evidence, ...]:
        """Check a revision (the newest by default) as it would be published, every variant and level. Changes nothing."""
        with self._store.read() as reading:
            standing = reading.standing(identity, locale)
            if standing is None:
                raise NotFound(f"There is no record {identity} in {locale}.")
            wanted = standing.revision if number is None else number
            there = 1 <= wanted <= standing.revision
            revision = reading.revision(identity, locale, wanted) if there else None
            if revision is None:
                raise NotFound(f"There is no revision {wanted} of {identity} in {locale}.")
            edition = _prospective(standing, revision)
            return self._examine(reading, edition)

    def publish(self, command: Publish) -> Outcome:
        """Publish the named revision, checked in every variant and at every heading level.

        Raises NotFound, StaleRevision, WrongState, SlugTaken, Invalid; CheckFailed with the failing Reports, unless this is a minor
        edition with no failure that the live one does not have: that goes out, marked `needs_repair`.
        """
        admission.admit(command, self._configured)
        for _ in range(_ATTEMPTS):
            with self._store.read() as reading:
                event = self._decide(reading, command)
                evidence = self._examine(reading, event.edition)
                needs_repair = self._judge(reading, event, evidence)

            def work(
                writing: Writing, event: EditionPublished = event, evidence: tuple[Evidence, ...] = evidence
            ) -> Change | None:
                again = lifecycle.publish(
                    writing.standing(command.id, command.locale),
                    Revision(
                        id=command.id,
                        locale=command.locale,
                        number=event.edition.revision,
                        at=event.edition.at,
                        author=command.actor,
                        digest=event.edition.digest,
                        content=event.edition.content,
                    ),
                    command,
                    event.edition.at,
                )
                # Another edition or state came in between: what was rendered and checked is not what would be published.
                return writing.apply(again, evidence) if again.edition == event.edition else None

            change = self._store.write(work)
            if change is not None:
                return _outcome(event.standing, change, needs_repair=needs_repair, reports=evidence)
        raise WrongState("This record is being published by others at the same time. Try again.")

    def change_state(self, command: StateCommand) -> Outcome:
        """Withdraw, gone or redirect; never depends on the check. Raises NotFound, WrongState, Invalid."""
        admission.admit(command, self._configured)
        at = self._clock()

        def work(writing: Writing) -> Outcome:
            if isinstance(command, Redirect):
                self._leads_away(writing, command)
            event = lifecycle.change_state(writing.standing(command.id, command.locale), command, at)
            change = writing.apply(event)
            if change is None:
                raise WrongState("The store kept no change for this.")
            return _outcome(event.standing, change)

        return self._store.write(work)

    def _may_begin(self, identity: UUID) -> None:
        """A new record has a UUIDv7 (RFC 9562 section 5.7); one that is there already keeps the id that it has."""
        if identity.version == 7:  # noqa: PLR2004 - the version that DESIGN section 2 names
            return
        with self._store.read() as reading:
            if not reading.standings([identity]):
                raise Invalid.one(
                    "/id",
                    "not_uuid7",
                    nb="En ny post må ha en UUID av versjon 7.",
                    en="A new record must have a UUID of version 7.",
                )

    def _leads_away(self, reading: Reading, command: Redirect) -> None:
        """Raise Invalid where a redirect would lead to the record itself, and a reader round and round."""
        to = targets.uri(self._links.absolute(command.to)) or ""
        shown = targets.place(to).removesuffix(".json")
        name = shown.rpartition("/")[2]
        hit = None if queries.as_uuid(name) else reading.resolve(command.locale, name)
        if queries.as_uuid(name) != command.id and (hit is None or hit[0] != command.id):
            self._goes_round(reading, command)
            return
        by_id = (
            self._links.record(command.id, command.locale),
            self._links.fragment(command.id, command.locale),
        )
        own = (
            self._links.page(command.locale, name),
            *(each.replace(str(command.id), name) for each in by_id),
        )
        if shown in {targets.place(targets.uri(each) or "") for each in own}:
            raise Invalid.one(
                "/to",
                "leads_back",
                nb="Dette er postens egen adresse: leseren ville gått i ring. Oppgi en annen.",
                en="This is the record's own address: a reader would go round in circles. Give another.",
            )

    def _goes_round(self, reading: Reading, command: Redirect) -> None:
        """Raise Invalid where other records' redirects lead back to this one."""
        seen, to = {(command.id, command.locale)}, command.to
        while to and (standing := self._record_at(reading, to)):
            if (standing.id, standing.locale) in seen:
                raise Invalid.one(
                    "/to",
                    "goes_round",
                    nb="Adressen leder tilbake hit gjennom andre poster: leseren ville gått i ring.",
                    en="The address leads back here by way of other records: a reader would go round in circles.",
                )
            seen.add((standing.id, standing.locale))
            to = standing.redirect_to

    def _record_at(self, reading: Reading, to: str) -> Standing | None:
        """The record whose page an address is."""
        shown = targets.place(targets.uri(self._links.absolute(to)) or "")
        name = shown.rpartition("/")[2]
        for locale in self._configured:
            if shown == targets.place(self._links.page(locale, name)) and (
                hit := reading.resolve(locale, name)
            ):
                return reading.standing(hit[0], locale)
        return None

    def _decide(self, reading: Reading, command: Publish) -> EditionPublished:
        standing = reading.standing(command.id, command.locale)
        revision = reading.revision(command.id, command.locale, command.revision)
        if standing is not None and revision is None and command.revision > standing.revision:
            raise StaleRevision(
                f"There is no revision {command.revision} yet: {standing.revision} is the newest.",
                current=standing.revision,
            )
        if standing is None or revision is None:
            raise NotFound(f"There is no revision {command.revision} of {command.id} in {command.locale}.")
        return lifecycle.publish(standing, revision, command, self._clock())

    def _examine(self, reading: Reading, edition: Edition) -> tuple[Evidence, ...]:
        around = queries.context(reading, edition, links=self._links, configured=self._configured)
        return tuple(
            _evidence(edition, queries.at_level(around, variant, level))
            for variant in VARIANTS
            for level in HEADING_LEVELS
        )

    def _judge(self, reading: Reading, event: EditionPublished, evidence: tuple[Evidence, ...]) -> bool:
        """False when all may be published, True when it may go out all the same; raises CheckFailed otherwise."""
        failing = tuple(each for each in evidence if not each.report.publishable)
        if not failing:
            return False
        if event.edition.update == "minor":
            live = reading.evidence(event.edition.id, event.edition.locale, event.edition.number - 1)
            before = {
                (each.variant, each.heading_level): accessibility.check(
                    each.html, heading_level=each.heading_level
                ).blocking_failures
                for each in live
            }
            if all(
                _no_worse(each.report.blocking_failures, before.get((each.variant, each.heading_level), {}))
                for each in failing
            ):
                return True
        count = sum(sum(each.report.blocking_failures.values()) for each in failing)
        raise CheckFailed(
            f"The accessibility check found {count} blocking failure(s) in {len(failing)} of {len(evidence)} renderings: not published.",
            reports=failing,
        )


def _evidence(edition: Edition, around: Context) -> Evidence:
    html = fragments.render(edition, around)
    return Evidence(
        variant=around.variant,
        heading_level=around.heading_level,
        digest=digest_bytes(html.encode()),
        report=accessibility.check(html, heading_level=around.heading_level),
        html=html,
    )


def _no_worse(now: dict[str, int], before: dict[str, int]) -> bool:
    return all(count <= before.get(rule, 0) for rule, count in now.items())


def _prospective(standing: Standing, revision: Revision) -> Edition:
    """The edition that publishing this revision as news would make."""
    return Edition(
        id=revision.id,
        locale=revision.locale,
        number=standing.edition + 1,
        revision=revision.number,
        update="major",
        at=revision.at,
        published_at=standing.published_at or revision.at,
        updated_at=revision.at,
        digest=revision.digest,
        content=revision.content,
    )


def _outcome(
    standing: Standing, change: Change, *, needs_repair: bool = False, reports: Sequence[Evidence] = ()
) -> Outcome:
    return Outcome(
        id=standing.id,
        locale=standing.locale,
        state=standing.state,
        edition=standing.edition,
        seq=change.seq,
        slug=standing.slug,
        needs_repair=needs_repair,
        reports=tuple(reports),
    )
