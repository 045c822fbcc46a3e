"""Drafts: keep what somebody has written."""

from __future__ import annotations

from uuid import UUID

from msgspec import structs

from content import admission, lifecycle, stewardship
from content.commands.verbs import Verbs
from content.errors import Invalid, NotFound, StaleRevision
from content.lifecycle import DeleteDraft, SaveDraft
from content.locales import Locale
from content.model import Revision, with_keys
from content.ports import Reading, Writing


class Drafts(Verbs):
    """Verbs that the public does not see."""

    def save(self, command: SaveDraft, *seen: Revision) -> Revision:
        """Keep a new revision. `seen` are revisions that it was made from: they must still say what they said, or a redaction that
        came in between would be undone by it.

        Raises Invalid with every fault, StaleRevision, SlugTaken, TopicKeyTaken, WrongState.
        """
        command = structs.replace(command, content=with_keys(command.content))
        admission.admit(command, self._configured)
        self._may_begin(command.id)
        at = self._clock()

        def work(writing: Writing) -> Revision:
            event = lifecycle.save(writing.standing(command.id, command.locale), command, at)
            for each in seen:
                _still_says(writing, each)
            self._source_is_there(writing, event.revision)
            new = writing.stewardship.of(command.id) is None
            writing.apply(event)
            if new:
                writing.stewardship.keep(
                    stewardship.begin(command.id, command.author, event.revision.at, self._review_months)
                )
            return event.revision

        return self._store.write(work)

    def take_up(
        self, identity: UUID, locale: Locale, number: int, *, expected: int, author: str, via: str = ""
    ) -> Revision:
        """Save what an earlier revision said as a new one. Raises NotFound, and what `save` raises."""
        with self._store.read() as reading:
            earlier = reading.revision(identity, locale, number)
        if earlier is None:
            raise NotFound(f"There is no revision {number} of {identity} in {locale}.")
        return self.save(
            SaveDraft(
                id=identity,
                locale=locale,
                content=earlier.content,
                expected=expected,
                author=author,
                note=f"Revision {number}",
                policy=earlier.policy,
                via=via,
            ),
            earlier,
        )

    def delete(self, command: DeleteDraft, *seen: Revision) -> None:
        """Delete a draft that was never published. `seen` are revisions that were looked at: they must still say what they said, or
        one would go that somebody has begun anew since. Raises Invalid, NotFound, StaleRevision, WrongState.
        """
        admission.admit(command, self._configured)
        at = self._clock()

        def work(writing: Writing) -> None:
            event = lifecycle.delete(writing.standing(command.id, command.locale), command, at)
            for each in seen:
                _still_says(writing, each)
            writing.apply(event)

        self._store.write(work)

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


def _still_says(reading: Reading, seen: Revision) -> None:
    """Raise StaleRevision where a revision was redacted, or its draft deleted and begun again, since it was read."""
    now = reading.revision(seen.id, seen.locale, seen.number)
    if now is None or now.digest != seen.digest:
        raise StaleRevision(
            f"Revision {seen.number} was redacted, or begun anew, in the meantime. Read it again, and go on from that.",
            current=seen.number,
        )
