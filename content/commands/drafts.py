"""Drafts: keep what somebody has written."""

from __future__ import annotations

from uuid import UUID

from msgspec import structs

from content import admission, lifecycle
from content.commands.verbs import Verbs
from content.errors import Invalid
from content.lifecycle import SaveDraft
from content.model import Revision, with_keys
from content.ports import Writing


class Drafts(Verbs):
    """Verbs that the public does not see."""

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
